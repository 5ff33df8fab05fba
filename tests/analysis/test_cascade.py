"""The cascade against its definition written out plainly, worker by worker and month by month, on the reference run."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from dossiers import hidden, some_dossier

from amparo.analysis.adequacy import NoSuchStandard, Standard, standard_of, with_rates
from amparo.analysis.cascade import ALL, Counting, gathered
from amparo.analysis.chains import STEPS, Values, chains_of, reaches
from amparo.analysis.groups import GROUPS, NoSuchGroup
from amparo.analysis.terms import coverages_of, memberships_of, terms_of
from amparo.engine import Dossier, Reference
from amparo.engine.batch import batch_of
from amparo.law import book
from amparo.rules import Activity, Branch, Coverage, PayerKind, Sex
from amparo.rules.bounds import LAW, Unknown, high, low, why
from amparo.rules.kinds import read_date
from amparo.rules.levels import CONTRACT, MONTH, TIE_MONTH

VERANIA = book("fictional")
C102 = standard_of("C102", read_date("2022-01-01"))

# a truth here is (low, high, reasons); the law's silence is (0, 1, LAW)
SILENT = (0, 1, LAW)


def both(one: Any, other: Any) -> Any:
    ends = min(one[0], other[0]), min(one[1], other[1])
    return (*ends, (one[2] | other[2]) if ends[0] < ends[1] else 0)


def either(truths: list[Any]) -> Any:
    if not truths:
        return SILENT
    ends = max(t[0] for t in truths), max(t[1] for t in truths)
    reasons = 0
    for t in truths:
        reasons |= t[2]
    return (*ends, reasons if ends[0] < ends[1] else 0)


def word(truth: Any) -> str:
    if truth[0] == truth[1]:
        return "yes" if truth[0] else "no"
    return "law_not_known" if truth[2] == LAW else "undecided"


def plainly(dossier: Dossier, at: int, branch: Branch, rates: Any) -> tuple[dict[str, str], str]:
    """The state of each step of a branch in a month, and of mandatory cover, as the definition says."""
    run = Reference(VERANIA, dossier)

    def read(key: str) -> Any:
        value = run.read(key, MONTH, at - dossier.first)
        return low(value), high(value), why(value)

    said = [*coverages_of(VERANIA), *memberships_of(VERANIA), *terms_of(VERANIA)]
    schemes = list(dict.fromkeys(item.scheme for item in said if item.branch == branch))
    chains, mandatory, measured = [], [], False
    for scheme in schemes:
        cover = [read(c.node) for c in coverages_of(VERANIA) if (c.branch, c.scheme) == (branch, scheme)]
        members = [m for m in memberships_of(VERANIA) if (m.branch, m.scheme) == (branch, scheme)]
        benefits = [t for t in terms_of(VERANIA) if (t.branch, t.scheme) == (branch, scheme)]

        def at_least(kind: Coverage, cover: Any = cover) -> Any:
            truths = [(int(c[0] >= kind), int(c[1] >= kind), c[2]) for c in cover]
            return either([(t[0], t[1], t[2] if t[0] < t[1] else 0) for t in truths])

        adequate = []
        for terms in benefits:
            qualified = read(terms.qualified)
            if branch not in rates or not terms.reference:
                continue
            amount, reference = read(terms.amount), read(terms.reference)
            least, most = (
                amount[0] * 10**6 >= reference[1] * rates[branch],
                amount[1] * 10**6 >= reference[0] * rates[branch],
            )
            enough = (int(least and reference[0] > 0), int(most and reference[1] > 0))
            adequate.append(both(qualified, (*enough, (amount[2] | reference[2]) if enough[0] < enough[1] else 0)))
            measured = measured or (qualified[1] == 1 and reference[1] > 0)
        own = [
            at_least(Coverage.VOLUNTARY),
            either([read(m.registered) for m in members]),
            either([read(m.contributing) for m in members]),
            either([read(t.qualified) for t in benefits]),
            either(adequate) if adequate else (0, 0, 0) if benefits or branch not in rates else SILENT,
        ]
        for step in range(1, len(own)):
            own[step] = both(own[step - 1], own[step])
        chains.append(own)
        mandatory.append(at_least(Coverage.MANDATORY))
    states = {step: word(either([chain[n] for chain in chains])) for n, step in enumerate(STEPS)}
    if states["adequate"] == "no" and states["qualified"] != "no" and not measured:
        states["adequate"] = "no_measure"
    return states, word(either(mandatory))


def some(seed: int, count: int = 6, share: float = 0.05) -> list[Dossier]:
    dice = random.Random(seed)
    found = [replace(some_dossier(VERANIA, dice, 14), worker=str(n)) for n in range(count)]
    return [hidden(VERANIA, dossier, dice, share) if n % 2 else dossier for n, dossier in enumerate(found)]


def counted(dossiers: list[Dossier], by: tuple[str, ...] = (), **more: Any) -> Any:
    counting = Counting(VERANIA, C102, by, **more)
    return gathered(counting, counting.count(batch_of(VERANIA, dossiers)), "hypothetical")


@pytest.mark.parametrize("seed", range(6))
def test_each_state_is_what_the_definition_says(seed: int) -> None:
    dossiers = some(seed)
    found = counted(dossiers)
    wanted: Counter[Any] = Counter()
    for dossier in dossiers:
        for at in range(dossier.first, dossier.last + 1):
            for branch in Branch:
                states, mandatory = plainly(dossier, at, branch, C102.rates)
                for step, state in states.items():
                    wanted[branch, at, step, state] += 1
                    wanted[branch, at, step, "mandatory"] += state == "yes" and mandatory == "yes"
    names = ("yes", "no", "undecided", "law_not_known", "no_measure", "mandatory")
    shown = {(s.branch, s.month, s.step, name): getattr(s, name) for s in found.steps for name in names}
    assert {key: n for key, n in shown.items() if n} == {key: n for key, n in wanted.items() if n}
    assert found.worker_months == sum(d.last - d.first + 1 for d in dossiers)


@pytest.mark.parametrize("seed", range(4))
def test_every_loss_is_attributed_once(seed: int) -> None:
    """Rows lost at a step are those that stood at the one before and surely not at this."""
    dossiers = some(seed)
    found = counted(dossiers)
    for branch in Branch:
        before = None
        for step in STEPS:
            lost = sum(loss.count for loss in found.losses if (loss.branch, loss.step) == (branch, step))
            total = found.total(branch, step)
            if step == "covered":
                assert lost == total.no
            elif step != "adequate":
                assert before is not None and lost <= before.yes
                if not (before.undecided or before.law_not_known):
                    assert lost == total.no - before.no
            before = total


def test_a_loss_names_the_first_condition_that_fails() -> None:
    dossiers = some(3, share=0.0)
    found = counted(dossiers)
    wanted: Counter[str] = Counter()
    (terms,) = [t for t in terms_of(VERANIA) if t.id == "sickness_allowance"]
    for dossier in dossiers:
        run = Reference(VERANIA, dossier)
        for at in range(dossier.first, dossier.last + 1):
            states, _ = plainly(dossier, at, Branch.SICKNESS, C102.rates)
            if (states["contributing"], states["qualified"]) == ("yes", "no"):
                wanted[next(c for c in terms.conditions if high(run.read(c, MONTH, at - dossier.first)) == 0)] += 1
    shown = {
        loss.node: loss.count for loss in found.losses if (loss.branch, loss.step) == (Branch.SICKNESS, "qualified")
    }
    assert shown == dict(wanted) and shown


@pytest.mark.parametrize("seed", range(4))
def test_uncovered_months_of_the_last_twenty_four(seed: int) -> None:
    dossiers = some(seed, share=0.0)
    found = counted(dossiers)
    for branch in (Branch.SICKNESS, Branch.OLD_AGE):
        wanted: Counter[int] = Counter()
        for dossier in dossiers:
            late = range(max(dossier.first, dossier.last - 23), dossier.last + 1)
            wanted[sum(plainly(dossier, at, branch, C102.rates)[0]["covered"] == "no" for at in late)] += 1
        assert {u.months: u.workers for u in found.uncovered if u.branch == branch} == dict(wanted)


# --- groups ----------------------------------------------------------------------------------------------------------


def by_group(dossier: Dossier, at: int) -> dict[str, str]:
    """The groups of a worker in a month, written out plainly."""
    run = Reference(VERANIA, dossier)
    rows = run.layout.rows_in
    row = at - dossier.first
    contracts, ties = rows(CONTRACT, MONTH)[row], rows(TIE_MONTH, MONTH)[row]
    pays = [run.value("common.gross_pay", n) for n in contracts]
    untold = any(isinstance(pay, Unknown) for pay in pays)
    kinds = [run.read("common.payer_kind", TIE_MONTH, n) for n in ties]
    status = run.value("status.insurance_status", row)
    sex, born = run.value("common.sex", 0), run.value("common.birth_date", 0)
    statuses = VERANIA.node("insurance_status").kind.category  # type: ignore[union-attr]
    assert statuses is not None
    found = {"status": "not_told" if isinstance(status, Unknown) else statuses(status).name.lower()}
    if not contracts:
        found["activity"] = found["place"] = "no_work"
    else:
        shown = [-1 if isinstance(pay, Unknown) else pay for pay in pays]
        main = run.value("common.activity", contracts[shown.index(max(shown))])
        found["activity"] = "not_told" if isinstance(main, Unknown) else Activity(main).name.lower()
        worked = run.value("common.work_place", contracts[shown.index(max(shown))])
        found["place"] = "not_told" if isinstance(worked, Unknown) else VERANIA.places.names[worked]
    platforms = sum(kind == PayerKind.PLATFORM for kind in kinds)
    hidden_kind = any(isinstance(kind, Unknown) for kind in kinds)
    found["platforms"] = "not_told" if hidden_kind else ("0", "1", "2", "3+", "3+", "3+")[platforms]
    found["sex"] = "not_told" if isinstance(sex, Unknown) else Sex(sex).name.lower()
    if isinstance(born, Unknown):
        found["age"] = "not_told"
    else:
        date = np.datetime64(born, "D").item()
        age = at // 12 - date.year - ((date.month, date.day) > (at % 12 + 1, 1))
        bands = {0: "0-24", 25: "25-34", 35: "35-44", 45: "45-54", 55: "55-64", 65: "65+"}
        found["age"] = bands[max(start for start in bands if start <= max(age, 0))]
    total = sum(pay for pay in pays if not isinstance(pay, Unknown)) / 100
    incomes = {
        0: "0",
        0.01: "1-499",
        500: "500-999",
        1000: "1000-1999",
        2000: "2000-4999",
        5000: "5000-9999",
        10000: "10000+",
    }
    found["income"] = "not_told" if untold else incomes[max(start for start in incomes if start <= total)]
    return found


@pytest.mark.parametrize("seed", range(8))
def test_groups_are_what_they_say(seed: int) -> None:
    dossiers = some(seed, share=0.1)
    found = counted(dossiers, GROUPS)
    wanted: Counter[Any] = Counter()
    for dossier in dossiers:
        for at in range(dossier.first, dossier.last + 1):
            for by, group in by_group(dossier, at).items():
                wanted[by, group] += 1
    shown: Counter[Any] = Counter()
    for step in found.steps:
        if step.step == "covered" and step.branch == Branch.SICKNESS and step.by != ALL:
            shown[step.by, step.group] += step.rows
    assert shown == wanted


def test_groups_add_up_to_all() -> None:
    found = counted(some(1), GROUPS)
    for branch in Branch:
        for step in STEPS:
            whole = found.total(branch, step)
            for by in GROUPS:
                parts = [s for s in found.steps if (s.branch, s.step, s.by) == (branch, step, by)]
                for name in ("yes", "no", "undecided", "law_not_known", "no_measure", "mandatory"):
                    assert sum(getattr(s, name) for s in parts) == getattr(whole, name)


# --- what must hold --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_nobody_stands_at_a_step_without_the_one_before(seed: int) -> None:
    found = counted(some(seed))
    for branch in Branch:
        shares = [found.total(branch, step).yes for step in STEPS]
        assert shares == sorted(shares, reverse=True)


def test_batches_add_up() -> None:
    dossiers = some(5, 8)
    counting = Counting(VERANIA, C102, ("sex",))
    whole = counting.count(batch_of(VERANIA, dossiers))
    parts = counting.count(batch_of(VERANIA, dossiers[:3]))
    parts.add(counting.count(batch_of(VERANIA, dossiers[3:])))
    assert gathered(counting, whole, "synthetic") == gathered(counting, parts, "synthetic")


def test_only_the_months_asked_for() -> None:
    dossiers = some(2, 8)
    first = max(dossier.first for dossier in dossiers[:2])
    found = counted(dossiers, first=first, last=first + 5)
    assert {step.month for step in found.steps} <= set(range(first, first + 6))
    assert found.worker_months == sum(
        len([m for m in range(first, first + 6) if d.first <= m <= d.last]) for d in dossiers
    )


# --- the standard ----------------------------------------------------------------------------------------------------


def test_the_rates_of_convention_102() -> None:
    """Schedule to Part XI: 45 % in sickness, unemployment and maternity, 50 % after an injury, 40 % of the pensions."""
    percent = {branch.name: rate // 10_000 for branch, rate in C102.rates.items()}
    assert percent == {
        "SICKNESS": 45, "UNEMPLOYMENT": 45, "OLD_AGE": 40, "EMPLOYMENT_INJURY": 50, "OCCUPATIONAL_DISEASE": 50,
        "MATERNITY_PARENTAL": 45, "INVALIDITY": 40, "SURVIVORS": 40,
    }  # fmt: skip
    assert C102.cite is not None and C102.evidence


def test_a_rate_given_takes_the_place_of_the_standard() -> None:
    found = with_rates(C102, {"sickness": "60%"})
    assert (found.rates[Branch.SICKNESS], found.rates[Branch.OLD_AGE]) == (600_000, 400_000)
    assert found.name == "C102*"
    for told in ({"sicknes": "60%"}, {"sickness": "much"}):
        with pytest.raises(NoSuchStandard):
            with_rates(C102, told)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(NoSuchStandard, match="C102"):
        standard_of("C999", read_date("2022-01-01"))
    with pytest.raises(NoSuchGroup, match="status"):
        Counting(VERANIA, C102, ("statu",))


@pytest.mark.parametrize(
    ("amount", "reference", "rate", "state"),
    [
        ((4500, 4500), (10000, 10000), 450_000, (1, 1)),
        ((4499, 4499), (10000, 10000), 450_000, (0, 0)),
        ((0, 0), (0, 0), 450_000, (0, 0)),
        ((4000, 5000), (10000, 10000), 450_000, (0, 1)),
        ((4500, 4500), (9000, 10000), 450_000, (1, 1)),
        ((4500, 4500), (9000, 10001), 450_000, (0, 1)),
        ((4 * 10**16, 4 * 10**16), (10**17, 10**17), 450_000, (0, 0)),
    ],
)
def test_a_rate_is_reached_to_the_cent(amount: Any, reference: Any, rate: int, state: Any) -> None:
    def values(ends: Any) -> Values:
        return Values(np.array([ends[0]]), np.array([ends[1]]), np.array([int(ends[0] < ends[1])], np.int8))

    found = reaches(values(amount), values(reference), rate)
    assert (found.low[0], found.high[0]) == state


def test_a_standard_can_be_made_by_hand() -> None:
    assert Standard("own", {Branch.SICKNESS: 1}).rates[Branch.SICKNESS] == 1


# --- what the law does not state -----------------------------------------------------------------------------------


def test_a_pension_of_several_schemes_together_stands_in_the_chain_of_each() -> None:
    """The statutory pension of Portugal counts the periods of all schemes (totalisation)."""
    chains = {chain.scheme: chain for chain in chains_of(book("PT"))[Branch.OLD_AGE]}
    assert set(chains) >= {"employees", "self_employed"}
    assert all([t.id for t in chain.benefits] == ["old_age_pension"] for chain in chains.values())
    assert all(chain.coverage for chain in chains.values())


def test_steps_that_the_law_does_not_state_are_named() -> None:
    found = counted(some(1))
    stated = {(branch, scheme): steps for branch, scheme, steps in found.not_stated}
    assert stated[Branch.FAMILY, "insurance"] == ("registered", "contributing", "qualified")
    assert (Branch.SICKNESS, "insurance") not in stated
