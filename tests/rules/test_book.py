"""The law book: names, levels, links, circles, versions, results, places; and its fingerprint."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import tiny

from amparo.law import book
from amparo.rules.errors import LawError, NameNotFound
from amparo.rules.nodes import LinkNode, Parameter, Rule

CITED = 'cite: ACT 1, evidence: "L:act"'
FACTS = f"""
facts:
  pay: {{level: contract, kind: money, range: [0, 1000], label: {tiny.LABEL}}}
  works: {{level: contract, kind: truth, label: {tiny.LABEL}}}
  yearly: {{level: year, kind: money, range: [0, 1000], label: {tiny.LABEL}}}
  began: {{level: month, kind: date, label: {tiny.LABEL}}}
  home: {{level: month, kind: place, label: {tiny.LABEL}}}
parameters:
  share:
    kind: rate
    base: pay
    values: [{{from: 2018-01-01, value: 10%, {CITED}}}]
  local:
    kind: money
    by: place
    values: [{{from: 2018-01-01, value: 3, {CITED}}}]
  rates:
    kind: table
    key: count
    of: rate
    values: [{{from: 2018-01-01, value: {{1: 10%}}, {CITED}}}]
  limits:
    kind: steps
    over: money
    of: rate
    values: [{{from: 2018-01-01, value: [[0, 10%]], {CITED}}}]
"""


def refused(folder: Path, python: str, yaml: str = FACTS, **more: object) -> str:
    with pytest.raises(LawError) as error:
        tiny.topic(folder, python, yaml, **more)
    return str(error.value)


def rule_of(head: str, arguments: str, result: str, body: str, level: str = "MONTH", at: str = "month_worked") -> str:
    return (
        f'@rule(level={level}, law_at={at}, **law{head})\ndef f({arguments}) -> {result}:\n    """Law."""\n    {body}\n'
    )


OFFERS = rule_of("", "", "Money", "return NOTHING").replace("def f", "def base")
READS = rule_of("", "base: Money", "Money", "return base").replace("def f", "def due")


# --- names -------------------------------------------------------------------------------------------------------


def test_names_are_looked_up_in_the_topic_and_then_in_the_country(tmp_path: Path) -> None:
    law = tiny.country(
        tmp_path,
        {"one": (OFFERS, ""), "two": (OFFERS + READS, ""), "three": (READS, "")},
        bindings={"three.base": "one.base"},
    )
    assert law.inputs["two.due"][0] == {"base": "two.base"}
    assert law.inputs["three.due"][0] == {"base": "one.base"}
    with pytest.raises(NameNotFound, match=r"stands in several topics: one\.base, two\.base\. Cure: write topic\.name"):
        law.find("base")


def test_a_name_two_topics_offer_is_an_error_until_it_is_bound(tmp_path: Path) -> None:
    with pytest.raises(NameNotFound, match=r"several topics \(one\.base, two\.base\).*bind 'three\.base'"):
        tiny.country(tmp_path, {"one": (OFFERS, ""), "two": (OFFERS, ""), "three": (READS, "")})


def test_an_unknown_name_offers_the_nearest(tmp_path: Path) -> None:
    message = refused(tmp_path, rule_of("", "shar: Rate", "Rate", "return shar"))
    assert "nothing is called 'shar'" in message
    assert "Did you mean share" in message


def test_a_binding_may_be_of_one_reader_alone(tmp_path: Path) -> None:
    """due reads topic one by a binding of its own; later reads topic two, as the topic is bound."""
    later = READS.replace("def due", "def later")
    law = tiny.country(
        tmp_path,
        {"one": (OFFERS, ""), "two": (OFFERS, ""), "three": (READS + later, "")},
        bindings={"three.base": "two.base", "three.due.base": "one.base"},
    )
    assert law.inputs["three.due"] == ({"base": "one.base"},)
    assert law.inputs["three.later"] == ({"base": "two.base"},)


def test_a_binding_to_nothing_and_a_binding_nobody_reads_are_errors(tmp_path: Path) -> None:
    python = rule_of("", "share: Rate", "Rate", "return share")
    assert "bound to 't.shore', which is not there. Did you mean t.share" in refused(
        tmp_path, python, bindings={"t.share": "t.shore"}
    )
    assert "'t.sheer' is bound, but nothing of that topic reads it" in refused(
        tmp_path, python, bindings={"t.sheer": "t.share"}
    )


def test_names_of_the_book_are_found_by_short_and_full_name() -> None:
    law = book("fictional")
    assert law.find("wages") == "contributions.wages"
    assert law.find("contributions.wages") == "contributions.wages"
    with pytest.raises(NameNotFound, match="Did you mean"):
        law.find("wagess")
    with pytest.raises(NameNotFound, match="is not a rule"):
        law.rule("wages")


def test_a_country_that_is_not_held_is_named_with_those_that_are() -> None:
    with pytest.raises(NameNotFound, match=r"No law is held for 'XX'\. Countries: PT, CN, FICTIONAL"):
        book("XX")


def test_a_topic_bound_elsewhere_reads_elsewhere() -> None:
    """Sickness names its own port; Verania binds it, and another country may bind it to something else."""
    from dataclasses import replace

    from amparo.rules.book import assemble

    law = book("fictional")
    assert law.inputs["sickness.pay_first_6_of_8"][0]["source"] == "contributions.insured_pay"
    bindings = {**(law.country.bindings or {}), "sickness.earnings_base": "contributions.insured_wages"}
    moved = assemble(replace(law.country, bindings=bindings), law.topics, law.places)
    assert moved.inputs["sickness.pay_first_6_of_8"][0]["source"] == "contributions.insured_wages"
    assert moved.hash != law.hash


# --- reach -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("python", "says"),
    [
        (
            rule_of("", "pay: Money", "Money", "return pay"),
            "'pay' is a contract value; a month rule cannot read it without a link",
        ),
        (
            rule_of("", "share: Money", "Money", "return share"),
            "'share' is asked for as a money, but t.share is a rate",
        ),
        (rule_of("", "local: Money", "Money", "return local"), "'local' is kept by place. Cure: say place="),
        (
            rule_of(', place="began"', "local: Money", "Money", "return local"),
            'place="began" is not a place this level',
        ),
        (
            rule_of("", "share: Rate", "Rate", "return share", at='at_day("share")'),
            'at_day("share") is not a date this level',
        ),
        (
            rule_of("", "share: Rate", "Rate", "return share", "YEAR", 'at_day("began")'),
            "is not a date this level can read",
        ),
        (rule_of("", "days_of_law: Days", "Days", "return days_of_law"), "days_of_law belongs to law_at=each_day"),
        (rule_of("", "share: Rate", "Rate", "return share", at="each_day"), "needs the argument days_of_law"),
        (rule_of("", "rates: Table", "Money", "return lookup(rates, 1)"), "returns a rate where a money is promised"),
        (rule_of("", "rates: Table", "Rate", "return lookup(rates, 1, 2)"), "'rates' has 1 keys (count)"),
        (rule_of("", "limits: Steps", "Rate", "return bracket(limits, 5)"), "'limits' is read by money, not by a int"),
        (
            rule_of("", "limits: Steps", "Rate", "return threshold(limits, NOTHING)"),
            "returns a money where a rate is promised",
        ),
        (
            rule_of("", "share: Rate", "Rate", "return share", "PAYER", 'at_day("began")'),
            "the payer level holds facts only",
        ),
    ],
)
def test_what_a_rule_cannot_read_is_refused_with_its_line(tmp_path: Path, python: str, says: str) -> None:
    message = refused(tmp_path, "from amparo.rules.levels import PAYER\n" + python)
    assert says in message
    assert re.search(r"line \d+", message)


def test_an_anchor_without_meaning_at_a_level_is_refused(tmp_path: Path) -> None:
    message = refused(tmp_path, rule_of("", "share: Rate", "Rate", "return share", at="quarter_start"))
    assert "'quarter_start' has no meaning at level month" in message


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ('x = total("pay", at=CONTRACT)', "contract rows do not lie in contract rows"),
        ('x = total("yearly", at=MONTH)', "year rows do not lie in month rows"),
        ('x = total("pay", at=PAYER_LEVEL)', "contract rows do not lie in payer rows"),
        ('x = total("works", at=MONTH)', "a truth cannot be added up. Cure: use count"),
        ('x = total("began", at=YEAR)', "a date cannot be added up. Cure: use largest or smallest"),
        ('x = count("pay", at=MONTH)', "count reads a truth, 'pay' is a money"),
        ('x = total("share", at=MONTH)', "a link reads facts and rules, not the parameter 'share'"),
        ('x = total("pay", at=TIE_MONTH, lag=1)', "lag needs a level with periods"),
        ('x = total("pay", at=MONTH, lag=-1)', "lag= goes back 0 or more"),
        ('x = total("pay", at=MONTH, where="began")', 'where="began" must be a truth of the same contract rows'),
        ('x = total("pay", at=MONTH, where="share")', 'where="share" must be a truth of the same contract rows'),
        ('x = window("pay", at=MONTH, back=3, until=1)', "window reads MONTH values"),
        ('m = total("pay", at=MONTH)\nx = window("m", at=MONTH, back=1, until=3)', "with back >= until >= 0"),
        (
            'm = total("pay", at=MONTH)\nx = window("m", at=MONTH, back=3, until=1, how="mean")',
            "how='mean' is not one of",
        ),
        (
            'm = total("pay", at=MONTH)\nx = window("m", at=QUARTER, back=3, until=1)',
            "window has no meaning at level quarter",
        ),
        ('m = total("pay", at=MONTH)\nx = best("m", at=YEAR, n=1, of_last=2)', "best reads YEAR values"),
        ('x = best("yearly", at=YEAR, n=5, of_last=2)', "1 <= n <= of_last"),
        ('x = previous("yearly", n=0)', "previous goes back n= periods, 1 or more"),
        ('x = previous("pay")', "previous has no meaning at level contract"),
        ('m = total("pay", at=MONTH)\nx = in_force("m", at=MONTH, lag=1)', "in_force reads a longer period's value"),
        ('x = in_force("yearly", at=CONTRACT, lag=1)', "in_force has no meaning at level contract"),
        ('x = days_in(before="share", months=6, at=SPELL)', 'before="share" is not a date this level can read'),
        ('x = days_in(before="began", months=6, at=YEAR)', 'before="began" is not a date this level can read'),
        ('x = days_in(before="began", months=6, at=MONTH, where="works")', "must be a truth of the same spell rows"),
        ('x = days_in(before="began", months=6, at=QUARTER)', "days_in has no meaning at level quarter"),
        ('x = previous("y")\ny = previous("x")', "links read each other in a circle"),
        ('x = previous("x")', "a link cannot read itself"),
        ('x = total("nothing_there", at=MONTH)', "nothing is called 'nothing_there'"),
    ],
)
def test_links_without_meaning_are_refused(tmp_path: Path, link: str, says: str) -> None:
    message = refused(tmp_path, "from amparo.rules.levels import PAYER as PAYER_LEVEL\n" + link + "\n")
    assert says in message


def test_links_know_their_level_and_kind(tmp_path: Path) -> None:
    law = tiny.topic(
        tmp_path,
        'x = count("works", at=MONTH)\ny = previous("x", n=2)\nz = best("yearly", at=YEAR, n=1, of_last=2)\n',
        FACTS,
    )
    found = {node.name: (node.level.name, node.kind.name) for node in law.of_type(LinkNode)}
    assert found == {"x": ("MONTH", "count"), "y": ("MONTH", "count"), "z": ("YEAR", "money")}


# --- circles -----------------------------------------------------------------------------------------------------


def test_a_circle_within_one_period_is_an_error_that_names_it(tmp_path: Path) -> None:
    python = """
    @rule(level=MONTH, law_at=month_worked, **law)
    def a(b: Money) -> Money:
        '''Law.'''
        return b

    @rule(level=MONTH, law_at=month_worked, **law)
    def b(c: Money) -> Money:
        '''Law.'''
        return c

    @rule(level=MONTH, law_at=month_worked, **law)
    def c(a: Money) -> Money:
        '''Law.'''
        return a
    """
    message = refused(tmp_path, python)
    assert "t.a -> t.b -> t.c -> t.a" in message
    assert "previous or in_force" in message


def test_a_window_over_the_own_month_of_itself_is_a_circle_and_over_earlier_months_is_not(tmp_path: Path) -> None:
    python = """
    so_far = window("a", at=MONTH, back=3, until={until})

    @rule(level=MONTH, law_at=month_worked, **law)
    def a(so_far: Money) -> Money:
        '''Law.'''
        return so_far
    """
    assert "t.a -> t.so_far -> t.a" in refused(tmp_path, python.format(until=0))
    tiny.topic(tmp_path, python.format(until=1), FACTS)


# --- versions ----------------------------------------------------------------------------------------------------


def versions(first: str, second: str, result: str = "Money", level: str = "MONTH, law_at=month_worked") -> str:
    return f"""
    @rule(level=MONTH, law_at=month_worked, cites=ACT("1"), evidence="L:act", {first}, name="due")
    def due_once() -> Money:
        '''Law.'''
        return NOTHING

    @rule(level={level}, cites=ACT("2"), evidence="L:act", {second}, name="due")
    def due_now() -> {result}:
        '''Law.'''
        return {"NOTHING" if result == "Money" else "NO_RATE"}
    """


def test_dated_versions_of_one_rule(tmp_path: Path) -> None:
    law = tiny.topic(tmp_path, versions('since="2018-01-01", until="2020-07-15"', 'since="2020-07-15"'))
    rule = law.rule("due")
    day = rule.versions[1].since
    assert [rule.active(d) for d in (day - 1, day, day + 5000)] == [0, 1, 1]
    assert rule.active(rule.versions[0].since - 1) == -1


@pytest.mark.parametrize(
    ("python", "says"),
    [
        (
            versions('since="2018-01-01"', 'since="2020-07-15"'),
            "two versions are in force at once (line 7 and line 12)",
        ),
        (versions('since="2018-01-01", until="2020-07-16"', 'since="2020-07-15"'), "in force at once"),
        (
            versions('since="2018-01-01", until="2020-07-15"', 'since="2020-07-15"', "Rate"),
            "differ in level, anchor or kind",
        ),
        (
            versions('since="2018-01-01", until="2020-07-15"', 'since="2020-07-15"', level="MONTH, law_at=month_end"),
            "differ in level, anchor or kind",
        ),
    ],
)
def test_versions_that_clash_are_refused(tmp_path: Path, python: str, says: str) -> None:
    assert says in refused(tmp_path, python)


def test_two_functions_of_one_name_are_refused_not_half_forgotten(tmp_path: Path) -> None:
    python = rule_of("", "share: Rate", "Rate", "return share") * 2
    assert "two functions are called 'f' (line 6 and line 10)" in refused(tmp_path, python)


def test_a_rule_needs_a_citation(tmp_path: Path) -> None:
    python = 'law["cites"] = "ACT 1"\n' + rule_of("", "share: Rate", "Rate", "return share")
    assert "cites= takes citations" in refused(tmp_path, python)


# --- facts, results, places --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        ("level: month, kind: money", "money needs a range"),
        ("level: monthly, kind: truth", "level 'monthly' is not one of"),
        ("level: month, kind: truth, absent: no", "'absent' without 'because'"),
        ("level: month, kind: truth, absent: perhaps, because: x", "not yes or no"),
        ("level: month, kind: truth, unit: x", "'unit' is not a key here"),
        ("level: month, kind: Colour", "kind 'Colour' is not known"),
    ],
)
def test_facts_written_wrongly_are_refused(tmp_path: Path, fact: str, says: str) -> None:
    assert says in refused(tmp_path, "", f"facts: {{x: {{{fact}}}}}")


@pytest.mark.parametrize(
    ("yaml", "says"),
    [
        ("fact: {}", "'fact' is not a key here. Did you mean facts"),
        ("- a", "expected a mapping at the top"),
        ("facts: [", "not readable as YAML"),
        ("facts: {month: {level: month, kind: truth}}", "'month' is declared twice or is a word of the calendar"),
        ("categories: {Colour: {}}", "labels for 'Colour', which is no category"),
        ("facts: {yes: {level: month, kind: truth}}", "True is no name"),
        ("labels: [due]", "expected names with what they stand for"),
    ],
)
def test_yaml_written_wrongly_is_refused(tmp_path: Path, yaml: str, says: str) -> None:
    assert says in refused(tmp_path, "", yaml)


DUE = rule_of("", "share: Rate", "Money", "return NOTHING")


@pytest.mark.parametrize(
    ("result", "says"),
    [
        ('status("nowhere")', "has no 'nowhere'"),
        ('coverage(Branch.SICKNESS, scheme="s", by="f")', "needs a MONTH rule that returns Coverage"),
        ('posting("share", scheme="s", payer="worker", posted_on=month_end, cause="c")', "is not an amount of money"),
        ('posting("f", scheme="s", payer="payer", posted_on=month_end, cause="c")', "month rows have none"),
        ('posting("f", scheme="s", payer="boss", posted_on=month_end, cause="c")', "payer is one of"),
        ('posting("f", scheme="s", payer="worker", posted_on=year_end, cause="c")', "year_end is no day of its rows"),
        ('posting("f", scheme="s", payer="worker", posted_on="share", cause="c")', "'share' is not a date of its rows"),
        ('identity(total="f", parts=("yearly",))', "are money of one level"),
        ('"f"', "which is no result"),
    ],
)
def test_results_that_say_nothing_are_refused(tmp_path: Path, result: str, says: str) -> None:
    assert says in refused(tmp_path, DUE + f"\nRESULTS = ({result},)\n")


def test_places_written_wrongly_are_refused(tmp_path: Path) -> None:
    label = tiny.LABEL
    cases = {
        f"place: a\ncode: 1\nlabel: {label}\nparent: nowhere\n": "its parent 'nowhere' is not a place",
        f"code: 1\nlabel: {label}\n": "no 'place'",
        f"place: a\ncode: 1\nlable: {label}\n": "'lable' is not a key of a place",
        "place: a\ncode: 1\nparameters: {t.shore: {values: []}}\n": "no parameter 't.shore'. Did you mean t.share",
        "place: a\ncode: 1\nparameters: {t.share: {values: []}}\n": "is not kept by place",
    }
    for places, says in cases.items():
        assert says in refused(tmp_path, "", places=places)


def test_category_labels_are_checked_for_members(tmp_path: Path) -> None:
    python = "class Colour(Category):\n    RED = 1\n"
    assert "'GREEN' is not a key here" in refused(tmp_path, python, "categories: {Colour: {GREEN: {en: a}}}")


# --- the fingerprint ---------------------------------------------------------------------------------------------

ONE_RULE = (
    '@rule(level=MONTH, law_at=month_worked, **law)\ndef due(share: Rate) -> Rate:\n    """Law."""\n    return share\n'
)
ONE_VALUE = "parameters: {share: {kind: rate, base: x, values: [{from: 2018-01-01, value: 10%, cite: ACT 1}]}}"


def test_the_same_law_has_the_same_hash_in_another_process() -> None:
    words = "from amparo.law import book; print(book('fictional').hash)"
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout.strip()
    assert said == book("fictional").hash


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return share", "return share + share"),
        ('"""Law."""', '"""Law of another kind."""'),
        ("month_worked, **law", "month_end, **law"),
        ("**law)", '**law, until="2030-01-01")'),
        ("**law)", "**law, before=NO_RATE)"),
        ("value: 10%", "value: 11%"),
        ("from: 2018-01-01", "from: 2018-01-02"),
        ("cite: ACT 1", "cite: ACT 2"),
        ("value: 10%", "value: 10%, known: 2018-03-01"),
        ("kind: rate", "kind: rate, range: [0, 2]"),
        ("base: x", "base: y"),
    ],
)
def test_every_change_of_the_law_changes_the_hash(tmp_path: Path, old: str, new: str) -> None:
    before = tiny.country(tmp_path, {"t": (ONE_RULE, ONE_VALUE)})
    after = tiny.country(tmp_path, {"t": (ONE_RULE.replace(old, new, 1), ONE_VALUE.replace(old, new, 1))})
    # the package's name is part of neither
    assert before.hash == tiny.country(tmp_path, {"t": (ONE_RULE, ONE_VALUE)}).hash
    assert before.hash != after.hash


def test_renumbering_a_category_changes_the_hash(tmp_path: Path) -> None:
    python = (
        "class Colour(Category):\n    RED = {n}\n"
        '@rule(level=MONTH, law_at=month_worked, **law)\ndef hue() -> Colour:\n    """Law."""\n    return Colour.RED\n'
    )
    assert tiny.topic(tmp_path, python.format(n=1)).hash != tiny.topic(tmp_path, python.format(n=2)).hash


def test_a_book_as_known_earlier_is_another_book() -> None:
    law = book("fictional")
    assert law.as_known_on(18000).hash != law.hash
    assert law.as_known_on(18000).known_on == 18000
    assert isinstance(law.as_known_on(18000).node("social_index"), Parameter)
    assert isinstance(law.node("base_in_force"), Rule)
