"""One text for several schemes: written out as by hand; what an instance may say, and the slips that are refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tiny

from amparo.engine import evaluate_rule
from amparo.law import book
from amparo.rules import Amendment, keep_as
from amparo.rules.book import LawBook
from amparo.rules.declarations import Benefit
from amparo.rules.errors import LawError
from amparo.rules.kinds import read_date
from amparo.rules.lint import check_law
from amparo.rules.nodes import LinkNode, Rule

FACTS = f"""
facts:
  pay: {{level: contract, kind: money, range: [0, 1000], label: {tiny.LABEL}}}
  fee: {{level: contract, kind: money, range: [0, 1000], label: {tiny.LABEL}}}
  works: {{level: contract, kind: truth, label: {tiny.LABEL}}}
  serves: {{level: contract, kind: truth, label: {tiny.LABEL}}}
  kind: {{level: month, kind: Kind, label: {tiny.LABEL}}}
categories: {{Kind: {{HOME: {tiny.LABEL}, AWAY: {tiny.LABEL}}}}}
"""
KIND = """
class Kind(Category):
    HOME = 1
    AWAY = 2
"""
FORM = """
from .base import Kind

SIDE = Kind.HOME
earned = total("amount", at=MONTH, where="active")

@rule(level=CONTRACT, law_at=month_worked, **law)
def counted(active: Truth, amount: Money) -> Money:
    \"\"\"What {who} earns counts.\"\"\"
    return amount if active else NOTHING

@rule(level=MONTH, law_at=month_worked, until="2020-01-01", name="paid", **law)
def paid_until_2019(earned: Money) -> Money:
    \"\"\"Half was paid to {who}.\"\"\"
    return mul_div(earned, 1, 2)

@rule(level=MONTH, law_at=month_worked, cites=ACT("2"), evidence="L:act", since="2020-01-01")
def paid(earned: Money, kind: Kind) -> Money:
    \"\"\"Paid to {who} on the side.\"\"\"
    if kind == SIDE:
        return earned
    return NOTHING

@rule(level=MONTH, law_at=month_worked, **law)
def entitled(earned: Money) -> Truth:
    \"\"\"Whoever earns.\"\"\"
    return earned > 0

@rule(level=MONTH, law_at=month_worked, **law)
def entitled_at_home(earned: Money, kind: Kind) -> Truth:
    \"\"\"Whoever earns at home.\"\"\"
    return earned > 0 and kind == Kind.HOME

RESULTS = (
    benefit(
        "grant_{scheme}", branch=Branch.SICKNESS, scheme="{scheme}", contingency=Contingency.SICKNESS,
        qualified="entitled", conditions=("{conditions}",), amount="paid", per="month",
    ),
    posting("paid", scheme="{scheme}", payer="worker", posted_on=month_end, cause="grant of {who}"),
)
"""
PARTS = """
parts:
  home: {without: [entitled_at_home], says: {who: an employee, scheme: employees, conditions: [entitled]}}
  away:
    instead: {entitled: entitled_at_home}
    says: {who: a servant, scheme: servants, conditions: [entitled, serves_in_month]}
"""
INSTANCES = """
instances:
  employee:
    of: [home]
    names: "{rule}_as_employee"
    reads: {amount: pay, active: works}
    members: {SIDE: Kind.HOME}
    words: {who: {en: employee, pt: empregado, zh: 雇员}}
  servant:
    of: [away]
    reads: {amount: fee, active: serves}
    members: {SIDE: Kind.AWAY}
    cites: {counted: [ACT 7, ACT 8]}
    evidence: {counted: K}
    words: {who: {en: servant, pt: criado, zh: 佣人}}
    labels: {earned: {en: Fees, pt: Honorários, zh: 酬金}}
labels:
  earned: {en: "Earnings ({who})", pt: "Ganhos ({who})", zh: "收入（{who}）"}
  counted: {en: "Counted ({who})", pt: "Contado ({who})", zh: "计入（{who}）"}
  paid: {en: "Paid ({who})", pt: "Pago ({who})", zh: "支付（{who}）"}
  entitled: {en: "Entitled ({who})", pt: "Tem direito ({who})", zh: "有权（{who}）"}
  entitled_at_home: {en: "Entitled ({who})", pt: "Tem direito ({who})", zh: "有权（{who}）"}
"""
SERVES = KIND + 'serves_in_month = any_of("serves", at=MONTH)\n'
YAML = PARTS + INSTANCES
LABELS = f"\nlabels: {{serves_in_month: {tiny.LABEL}}}\n"


def land(folder: Path, yaml: str = YAML, form: str = FORM) -> LawBook:
    return tiny.country(folder, {"base": (SERVES, FACTS + LABELS), "grant": (form, yaml)})


def refused(folder: Path, yaml: str) -> str:
    with pytest.raises(LawError) as error:
        land(folder, yaml)
    return str(error.value)


def test_a_form_is_written_out_as_a_person_would_have_written_it(tmp_path: Path) -> None:
    law = land(tmp_path)
    rule = law.rule("servant_paid")
    old, new = rule.versions
    assert (rule.full_name, rule.label.zh) == ("grant.servant_paid", "支付（佣人）")
    assert new.source.text == (
        "def servant_paid(servant_earned: Money, kind: Kind) -> Money:\n"
        '    """Paid to a servant on the side."""\n'
        "    if kind == Kind.AWAY:\n        return servant_earned\n    return NOTHING"
    )
    assert (old.function.__name__, old.summary) == ("servant_paid_until_2019", "Half was paid to a servant.")
    assert law.inputs["grant.servant_paid"] == (
        {"servant_earned": "grant.servant_earned"},
        {"servant_earned": "grant.servant_earned", "kind": "base.kind"},
    )
    link = law.nodes["grant.paid_as_employee"], law.nodes["grant.servant_earned"]
    assert isinstance(link[0], Rule)
    assert isinstance(link[1], LinkNode)
    assert (link[1].link.source, link[1].link.where, link[1].label.en) == ("fee", "serves", "Fees")
    assert check_law(law) == []


def test_citations_and_evidence_may_differ_by_instance(tmp_path: Path) -> None:
    law = land(tmp_path)
    (mine,), (other,) = law.rule("counted_as_employee").versions, law.rule("servant_counted").versions
    assert [str(cite) for cite in mine.cites] == ["Act 1"]
    assert [str(cite) for cite in other.cites] == ["Act 7", "Act 8"]
    assert (mine.evidence.kind, other.evidence.kind) == ("official", "memory")


def test_a_written_rule_knows_its_members(tmp_path: Path) -> None:
    """Both instances have one earning of 5.00; the employee is paid at home, the servant away."""
    law = land(tmp_path)
    paid = {
        (name, kind): evaluate_rule(law, name, {earned: "5.00", "kind": kind}, on="2024-01-01").value
        for name, earned in (("paid_as_employee", "earned_as_employee"), ("servant_paid", "servant_earned"))
        for kind in ("home", "away")
    }
    assert paid == {
        ("paid_as_employee", "home"): 500,
        ("paid_as_employee", "away"): 0,
        ("servant_paid", "home"): 0,
        ("servant_paid", "away"): 500,
    }


def test_results_name_the_instances_own_provisions_and_words(tmp_path: Path) -> None:
    mine, other = (one for _, one in land(tmp_path).results(Benefit))
    assert (mine.id, mine.scheme, mine.qualified, mine.conditions) == (
        "grant_employees",
        "employees",
        "entitled_as_employee",
        ("entitled_as_employee",),
    )
    assert (other.id, other.qualified, other.amount) == ("grant_servants", "servant_entitled", "servant_paid")
    assert other.conditions == ("servant_entitled", "serves_in_month")


def test_another_rule_may_stand_in_the_place_of_one(tmp_path: Path) -> None:
    law = land(tmp_path)
    assert law.dependencies("grant.servant_entitled") == {"grant.servant_earned", "base.kind"}
    assert law.dependencies("grant.entitled_as_employee") == {"grant.earned_as_employee"}
    assert not any(name.endswith("at_home") for name in law.short_names)


def test_names_may_be_given_one_by_one_with_words_that_the_instance_says(tmp_path: Path) -> None:
    names = '{earned: "pay_of_{scheme}", counted: "{scheme}_count", paid: grant, entitled: right}'
    law = land(tmp_path, YAML.replace('"{rule}_as_employee"', names))
    assert law.dependencies("grant.pay_of_employees") == {"base.works", "base.pay"}
    assert law.dependencies("grant.grant") == {"grant.pay_of_employees", "base.kind"}
    assert law.rule("employees_count").label.pt == "Contado (empregado)"


def test_a_reform_names_a_written_provision_like_any_other(tmp_path: Path) -> None:
    law = land(tmp_path)
    kept = law.amend(Amendment("back", (keep_as("servant_paid", as_on="2019-06-01", since="2024-01-01"),)))
    assert kept.hash != law.hash
    assert kept.nodes["grant.paid_as_employee"] is law.nodes["grant.paid_as_employee"]


def test_a_form_may_belong_to_another_topic(tmp_path: Path) -> None:
    law = land(tmp_path, "topic: base\n" + YAML)
    assert "base.servant_paid" in law.nodes
    assert set(law.topics) == {"common", "base"}


def test_an_instance_may_belong_elsewhere_begin_later_and_have_its_own_sentence(tmp_path: Path) -> None:
    later = """  servant:
    topic: base
    since: 2022-07-01
    nothing_before: yes
    sentences: {entitled_at_home: At home alone.}
"""
    law = land(
        tmp_path, YAML.replace("  servant:\n", later), FORM.replace('until="2020-01-01", name="paid"', 'name="half"')
    )
    rule = law.rule("servant_entitled")
    assert (rule.full_name, rule.before, rule.versions[0].summary) == ("base.servant_entitled", 0, "At home alone.")
    assert rule.versions[0].since == read_date("2022-07-01")
    assert law.rule("entitled_as_employee").before is None
    assert [topic for topic, _ in law.results(Benefit)] == ["base", "grant"]


def test_a_category_has_no_nothing_before(tmp_path: Path) -> None:
    form = FORM.replace("def entitled(earned: Money) -> Truth:", "def entitled(earned: Money) -> Kind:").replace(
        "return earned > 0\n", "return Kind.HOME if earned > 0 else Kind.AWAY\n"
    )
    with pytest.raises(LawError, match=r"a category has no nothing. Cure: before= in the form"):
        land(tmp_path, YAML.replace("    of: [home]\n", "    of: [home]\n    nothing_before: yes\n"), form)


def test_verania_says_the_parts_of_worker_and_state_once() -> None:
    law = book("FICTIONAL")
    worker, state = (law.rule(f"contribution_of_{who}").versions[0] for who in ("worker", "state"))
    assert (worker.line, worker.summary[:12], state.summary[:11]) == (state.line, "The worker's", "The State's")
    assert {"contributions.worker_rate"} <= law.dependencies("contributions.contribution_of_worker")
    assert {"contributions.state_rate"} <= law.dependencies("contributions.contribution_of_state")


SLIPS = {
    "a meaning that nothing reads": ("amount: pay", "amunt: pay", "gives a meaning to 'amunt', .*Did you mean amount"),
    "an unknown rule left out": ("[entitled_at_home]", "[entitled_at_hom]", "leaves out 'entitled_at_hom'"),
    "a citation of no rule": ("cites: {counted", "cites: {conted", "says cites of 'conted'.*Did you mean counted"),
    "a word that a label lacks": (
        "words: {who: {en: servant",
        "words: {whom: {en: servant",
        "nothing is said for {who}",
    ),
    "a word that a sentence lacks": ("says: {who: a servant, ", "says: {", "nothing is said for {who}"),
    "no such member": ("SIDE: Kind.AWAY", "SIDE: Kind.ABROAD", "'Kind.ABROAD' is no member of a category"),
    "a member of nothing": ("members: {SIDE: Kind.HOME}", "members: {SITE: Kind.HOME}", "gives a member to 'SITE'"),
    "no such part": ("of: [away]", "of: [afar]", "there is no part 'afar'"),
    "a pattern without the rule": ('"{rule}_as_employee"', '"employee"', "has no {rule}"),
    "two of one name": ('"{rule}_as_employee"', '"servant_{rule}"', "both call a provision 'servant_counted'"),
    "names one by one, one lacking": ('"{rule}_as_employee"', "{paid: p}", "no name for .*counted.* Cure: names, or"),
    "one meaning for two names": ("active: works}", "active: pay}", "two names that it reads mean the same"),
    "a key of no meaning": ("names: ", "nams: ", "nams"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_refused_with_its_cure(tmp_path: Path, slip: str) -> None:
    good, bad, message = SLIPS[slip]
    assert good in YAML
    assert re.search(message, refused(tmp_path, YAML.replace(good, bad, 1)))


def test_a_form_of_a_topic_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "belongs to 'bas', which is not listed before it" in refused(tmp_path, "topic: bas\n" + YAML)


def test_a_name_of_the_topic_and_of_its_form_is_refused(tmp_path: Path) -> None:
    yaml = "topic: base\n" + YAML.replace(
        '"{rule}_as_employee"', "{earned: serves_in_month, counted: a, paid: b, entitled: c}"
    )
    assert "serves_in_month stands in it and in a form that belongs to it" in refused(tmp_path, yaml)
