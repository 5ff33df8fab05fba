"""The reference run: time, levels, links, what is unknown and why; on laws of a few lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import tiny

from amparo.engine import Dossier, Reference, evaluate_rule, run_dossier
from amparo.engine.explain import Explainer
from amparo.rules.book import LawBook
from amparo.rules.bounds import FACT, HISTORY, LAW, Unknown
from amparo.rules.errors import AmparoError, LawError, NameNotFound
from amparo.rules.kinds import day_of

FACTS = f"""
facts:
  pay: {{level: contract, kind: money, range: [-1000, 1000], label: {tiny.LABEL}}}
  works: {{level: contract, kind: truth, label: {tiny.LABEL}}}
  base: {{level: month, kind: money, range: [0, 1000], label: {tiny.LABEL}}}
  paid: {{level: month, kind: truth, label: {tiny.LABEL}}}
  declared: {{level: quarter, kind: money, range: [0, 1000], label: {tiny.LABEL}}}
  earned: {{level: year, kind: money, range: [0, 1000], label: {tiny.LABEL}}}
  claimed: {{level: spell, kind: date, label: {tiny.LABEL}}}
  counts: {{level: spell, kind: truth, label: {tiny.LABEL}}}
  home: {{level: month, kind: place, label: {tiny.LABEL}}}
  kind_of_payer: {{level: payer, kind: PayerKind, label: {tiny.LABEL}}}
  joined: {{level: month, kind: truth, absent: no, because: joining is an act, label: {tiny.LABEL}}}
"""
JAN = 2020 * 12


def month(text: str) -> int:
    year, number = text.split("-")
    return int(year) * 12 + int(number) - 1


def day(text: str) -> int:
    return day_of(dt.date.fromisoformat(text))


def run(law: LawBook, first: str, last: str, facts: Mapping[str, Any] | None = None, **more: Any) -> Reference:
    full = {law.find(name): value for name, value in (facts or {}).items()}
    return run_dossier(law, Dossier("w", month(first), month(last), facts=full, **more))


def by_month(first: str, *values: Any) -> dict[int, Any]:
    """Values of the months from the first on; None is not told."""
    return {month(first) + n: value for n, value in enumerate(values) if value is not None}


def law(folder: Path, python: str = "", yaml: str = "", **more: Any) -> LawBook:
    return tiny.topic(folder, python, FACTS + yaml, **more)


NOTHING_ELSE = {"nothing_before": True, "nothing_after": True}


# --- up ----------------------------------------------------------------------------------------------------------


def test_folds_up_to_the_month(tmp_path: Path) -> None:
    python = """
    together = total("pay", at=MONTH)
    working = count("works", at=MONTH)
    some = any_of("works", at=MONTH)
    every = all_of("works", at=MONTH)
    most = largest("pay", at=MONTH)
    least = smallest("pay", at=MONTH)
    of_workers = total("pay", at=MONTH, where="works")
    least_of_workers = smallest("pay", at=MONTH, where="works")
    """
    rows = (("a", JAN), ("a", JAN), ("b", JAN), ("c", JAN + 1))
    facts = {"pay": {0: 100, 1: 300, 2: 50, 3: 7}, "works": {0: 1, 1: 0, 2: 1, 3: 0}}
    said = run(law(tmp_path, python), "2020-01", "2020-03", facts, contracts=rows)
    columns = ("together", "working", "some", "every", "most", "least", "of_workers", "least_of_workers")
    assert [said.column(name) for name in columns] == [
        [450, 7, 0],
        [2, 0, 0],
        [1, 0, 0],
        [0, 0, 1],
        [300, 7, 0],
        [50, 7, 0],
        [150, 0, 0],
        [50, 0, 0],
    ]


def test_a_filter_that_is_unknown_gives_bounds(tmp_path: Path) -> None:
    python = 'of_workers = total("pay", at=MONTH, where="works")\nsome = any_of("works", at=MONTH)\n'
    facts = {"pay": {0: 100, 1: 300, 2: -50}, "works": {0: 1}}
    said = run(law(tmp_path, python), "2020-01", "2020-01", facts, contracts=(("a", JAN), ("b", JAN), ("c", JAN)))
    assert said.column("of_workers") == [Unknown(50, 400, FACT)]
    assert said.column("some") == [1]


def test_payers_of_one_group_are_one(tmp_path: Path) -> None:
    python = """
    of_group = total("pay", at=TIE_YEAR)
    of_month = total("pay", at=GROUP_MONTH)
    of_payer = total("pay", at=TIE_MONTH)
    """
    rows = (("a", JAN), ("b", JAN), ("c", JAN), ("a", JAN + 1))
    said = run(
        law(tmp_path, python),
        "2020-01",
        "2020-02",
        {"pay": {0: 1, 1: 2, 2: 4, 3: 8}},
        contracts=rows,
        groups={"a": "g", "b": "g"},
        **NOTHING_ELSE,
    )
    assert dict(zip(said.layout.ids[said.book.node("of_group").level], said.column("of_group"), strict=True)) == {
        ("c", 2020): 4,
        ("g", 2020): 11,
    }
    assert said.column("of_month") == [4, 3, 8]
    assert said.column("of_payer") == [1, 2, 4, 8]


def test_a_year_the_records_cover_in_part_is_known_only_if_nothing_lies_outside(tmp_path: Path) -> None:
    python = 'of_year = total("base", at=YEAR)\never = any_of("paid", at=YEAR)\nalways = all_of("paid", at=YEAR)\n'
    book = law(tmp_path, python)
    facts = {"base": by_month("2020-03", 10, 20), "paid": by_month("2020-03", 1, 0)}
    told = run(book, "2020-03", "2020-04", facts, **NOTHING_ELSE)
    assert [told.column(name) for name in ("of_year", "ever", "always")] == [[30], [1], [0]]
    half = run(book, "2020-03", "2020-04", facts, nothing_before=True)
    assert half.column("of_year") == [Unknown(0, 1200000, HISTORY)]
    assert half.column("ever") == [1]
    assert half.column("always") == [0]


def test_a_working_life_is_known_only_if_nothing_lies_on_either_side(tmp_path: Path) -> None:
    book = law(tmp_path, 'in_all = total("base", at=WORKER)\nshown = total("base", at=WORKER, told=True)\n')
    facts = {"base": by_month("2020-01", 10, 20)}
    for before, after in ((False, False), (True, False), (False, True)):
        said = run(book, "2020-01", "2020-02", facts, nothing_before=before, nothing_after=after)
        assert isinstance(said.column("in_all")[0], Unknown)
        assert said.column("shown") == [30]
    assert run(book, "2020-01", "2020-02", facts, **NOTHING_ELSE).column("in_all") == [30]


def test_the_quarter_before(tmp_path: Path) -> None:
    python = 'm = total("pay", at=MONTH)\nlast_quarter = total("pay", at=QUARTER, lag=1, initial=5)\n'
    rows = tuple(("a", JAN + n) for n in range(6))
    facts = {"pay": {n: 10**n for n in range(6)}}
    book = law(tmp_path, python)
    assert run(book, "2020-01", "2020-06", facts, contracts=rows, nothing_before=True).column("last_quarter") == [
        5,
        111,
    ]
    cut = run(book, "2020-01", "2020-06", facts, contracts=rows).column("last_quarter")
    assert cut == [Unknown(-30000000, 30000000, HISTORY), 111]
    later = run(book, "2020-02", "2020-06", {"pay": {n: 10 for n in range(5)}}, contracts=rows[1:])
    assert [isinstance(value, Unknown) for value in later.column("last_quarter")] == [True, True]


# --- time --------------------------------------------------------------------------------------------------------


def test_what_was_in_force_a_quarter_and_a_year_ago(tmp_path: Path) -> None:
    python = """
    q = in_force("declared", at=MONTH, lag=1, initial=NOTHING)
    y = in_force("earned", at=MONTH, lag=1, initial=7)
    """
    facts = {"declared": {JAN: 11, JAN + 3: 22}, "earned": {2020: 33, 2021: 44}}
    said = run(law(tmp_path, python), "2020-01", "2020-07", facts, nothing_before=True)
    assert said.column("q") == [0, 0, 0, 11, 11, 11, 22]
    assert said.column("y") == [7] * 7
    assert run(law(tmp_path, python), "2020-01", "2020-04", facts).column("q")[0] == Unknown(0, 100000, HISTORY)


def test_the_month_before_the_first_is_history(tmp_path: Path) -> None:
    book = law(tmp_path, 'before = previous("base", n=2, initial=5)\n')
    facts = {"base": by_month("2020-01", 10, 20, 30)}
    assert run(book, "2020-01", "2020-03", facts, nothing_before=True).column("before") == [5, 5, 10]
    untold = Unknown(0, 100000, HISTORY)
    assert run(book, "2020-01", "2020-03", facts).column("before") == [untold, untold, 10]


def test_a_month_without_work_for_the_payer_is_not_history(tmp_path: Path) -> None:
    python = 'm = total("pay", at=TIE_MONTH)\nbefore = previous("m", n=1, initial=5)\n'
    rows = (("a", JAN), ("a", JAN + 2), ("b", JAN + 1))
    facts = {"pay": {0: 10, 1: 20, 2: 30}}
    said = run(law(tmp_path, python), "2020-01", "2020-03", facts, contracts=rows)
    assert said.column("before") == [Unknown(-10000000, 10000000, HISTORY), 5, 5]


def test_the_first_six_of_the_last_eight_months(tmp_path: Path) -> None:
    python = 'six = window("base", at=MONTH, back=8, until=3)\nspell_six = window("base", at=SPELL, back=8, until=3)\n'
    book = law(tmp_path, python)
    facts = {"base": by_month("2020-01", 1, 2, 4, 8, 16, 32, 64, 128, 256)}
    spells = ((day("2020-09-20"), day("2020-10-05")), (day("2020-03-31"), day("2020-04-01")))
    said = run(book, "2020-01", "2020-09", facts, spells=spells, nothing_before=True)
    assert said.column("six") == [0, 0, 0, 1, 3, 7, 15, 31, 63]
    assert said.column("spell_six") == [0, 63]
    cut = run(book, "2020-01", "2020-09", facts, spells=spells)
    assert [isinstance(value, Unknown) for value in cut.column("six")] == [True] * 8 + [False]


@pytest.mark.parametrize(("how", "expected"), [("count", [1, 2, 2, 2]), ("any", [1, 1, 1, 1]), ("all", [0, 0, 0, 0])])
def test_windows_over_truths(tmp_path: Path, how: str, expected: list[int]) -> None:
    book = law(tmp_path, f'w = window("paid", at=MONTH, back=2, until=0, how="{how}")\n')
    facts = {"paid": by_month("2020-01", 1, 1, 0, 1)}
    assert run(book, "2020-01", "2020-04", facts, nothing_before=True).column("w") == expected


def test_all_of_a_window_holds_only_in_months_that_were(tmp_path: Path) -> None:
    """A past bug: a newcomer was insured in all of the last three months."""
    book = law(tmp_path, 'w = window("paid", at=MONTH, back=2, until=0, how="all")\n')
    facts = {"paid": by_month("2020-01", 1, 1, 1, 1)}
    assert run(book, "2020-01", "2020-04", facts, nothing_before=True).column("w") == [0, 0, 1, 1]


def test_a_window_settled_by_what_is_told_needs_no_history(tmp_path: Path) -> None:
    book = law(tmp_path, 'some = window("paid", at=MONTH, back=9, until=0, how="any")\n')
    said = run(book, "2020-01", "2020-02", {"paid": by_month("2020-01", 0, 1)})
    assert said.column("some") == [Unknown(0, 1, HISTORY), 1]


def test_the_best_ten_of_fifteen_years(tmp_path: Path) -> None:
    book = law(tmp_path, 'ten = best("earned", at=YEAR, n=10, of_last=15)\n')
    earned = {2000 + n: 100 * (n * 7 % 20) for n in range(20)}
    said = run(book, "2000-01", "2019-12", {"earned": earned}, nothing_before=True)
    for row, year in enumerate(range(2000, 2020)):
        expected = sum(sorted((earned[y] for y in range(max(2000, year - 14), year + 1)), reverse=True)[:10])
        assert said.column("ten")[row] == expected
    cut = run(book, "2000-01", "2019-12", {"earned": earned})
    assert [isinstance(value, Unknown) for value in cut.column("ten")] == [True] * 14 + [False] * 6


def test_the_best_of_unknown_years_has_bounds(tmp_path: Path) -> None:
    book = law(tmp_path, 'two = best("earned", at=YEAR, n=2, of_last=3)\n')
    said = run(book, "2018-01", "2020-12", {"earned": {2018: 50, 2020: 10}}, nothing_before=True)
    assert said.column("two")[2] == Unknown(60, 100050, FACT)


def test_days_of_earlier_spells_before_a_day(tmp_path: Path) -> None:
    python = """
    before_all = days_in(before="spell_first_day", months=6, at=SPELL)
    before = days_in(before="spell_first_day", months=6, at=SPELL, where="counts")
    """
    spells = (
        (day("2020-01-10"), day("2020-01-12")),
        (day("2020-03-01"), day("2020-03-04")),
        (day("2020-07-11"), day("2020-07-20")),
        (day("2020-07-18"), day("2020-07-18")),
    )
    facts = {"counts": {0: 1, 1: 0, 2: 1, 3: 1}}
    said = run(law(tmp_path, python), "2020-01", "2020-12", facts, spells=spells, **NOTHING_ELSE)
    # 11 July less six months is 11 January: two of the three January days, all four of March
    assert said.column("before_all") == [0, 3, 6, 4 + 7]
    assert said.column("before") == [0, 3, 2, 7]
    cut = run(law(tmp_path, python), "2020-01", "2020-12", facts, spells=spells)
    assert [isinstance(value, Unknown) for value in cut.column("before")] == [True, True, False, False]
    maybe = run(law(tmp_path, python), "2020-01", "2020-12", {}, spells=spells, **NOTHING_ELSE)
    assert maybe.column("before")[2] == Unknown(0, 6, FACT)


CREDITS = """
so_far = previous("credits", n=1, initial=0)

@rule(level=MONTH, law_at=month_worked, range=(0, 720), **law)
def credits(so_far: Months, paid: Truth) -> Months:
    '''Law.'''
    return min(so_far + 1, 720) if paid else so_far
"""


def test_forty_years_of_monthly_state(tmp_path: Path) -> None:
    book = law(tmp_path, CREDITS + 'at_end = largest("credits", at=WORKER, told=True)\n')
    facts = {"paid": {JAN + n: int(n % 3 > 0) for n in range(480)}}
    said = run(book, "2020-01", "2059-12", facts, nothing_before=True)
    assert said.column("at_end") == [320]
    assert said.column("credits")[-1] == 320
    assert said.column("credits")[:4] == [0, 1, 2, 2]


def test_state_from_an_untold_past_stays_within_its_declared_range(tmp_path: Path) -> None:
    said = run(law(tmp_path, CREDITS), "2020-01", "2029-12", {"paid": {JAN + n: 1 for n in range(120)}}).column(
        "credits"
    )
    assert said[0] == Unknown(1, 720, HISTORY)
    assert said[119] == Unknown(120, 720, HISTORY)


def test_a_state_that_leaves_its_declared_range_is_an_error(tmp_path: Path) -> None:
    python = CREDITS.replace("min(so_far + 1, 720)", "so_far + 1").replace("(0, 720)", "(0, 5)")
    book = law(tmp_path, python)
    with pytest.raises(LawError, match=r"t\.credits: the value 6 leaves its range 0\.\.5"):
        run(book, "2020-01", "2020-12", {"paid": {JAN + n: 1 for n in range(12)}}, nothing_before=True).column(
            "credits"
        )


# --- which day's law ---------------------------------------------------------------------------------------------

DATED = """
parameters:
  rate:
    kind: money
    per: day
    values:
      - {from: 2018-01-01, value: 1.00, cite: ACT 1}
      - {from: 2020-03-16, value: 2.00, cite: ACT 1}
      - {from: 2021-01-01, value: 3.00, cite: ACT 1}
"""


def due(level: str, at: str, arguments: str = "rate: Money", body: str = "rate", head: str = "**law") -> str:
    return f"@rule(level={level}, law_at={at}, {head})\ndef due({arguments}) -> Money:\n    'Law.'\n    return {body}\n"


@pytest.mark.parametrize(
    ("level", "at", "expected"),
    [
        ("MONTH", "month_worked", [100, 100, 200]),
        ("MONTH", "month_end", [100, 200, 200]),
        ("QUARTER", "quarter_start", [100, 200]),
        ("QUARTER", "quarter_end", [200, 200]),
        ("YEAR", "year_start", [100]),
        ("YEAR", "year_end", [200]),
        ("YEAR", "next_year_start", [300]),
        ("WORKER", "today", [200]),
        ("SPELL", "spell_start", [100, 200]),
        ("SPELL", 'at_day("claimed")', [300, 100]),
    ],
)
def test_each_anchor_takes_the_law_of_its_day(tmp_path: Path, level: str, at: str, expected: list[int]) -> None:
    spells = ((day("2020-03-15"), day("2020-03-30")), (day("2020-03-16"), day("2020-04-30")))
    facts = {"claimed": {0: day("2021-05-01"), 1: day("2020-03-15")}}
    said = run(law(tmp_path, due(level, at), DATED), "2020-02", "2020-04", facts, spells=spells)
    assert said.column("due") == expected


def test_the_law_of_a_day_that_is_not_told_is_any_law(tmp_path: Path) -> None:
    said = run(
        law(tmp_path, due("SPELL", 'at_day("claimed")'), DATED), "2020-02", "2020-04", {}, spells=((18300, 18301),)
    )
    (value,) = said.column("due")
    assert isinstance(value, Unknown)
    assert value.why == FACT
    assert value.low <= 100 < 300 <= value.high


def test_a_change_in_mid_month_is_applied_by_day(tmp_path: Path) -> None:
    python = due("MONTH", "each_day", "rate: Money, days_of_law: Days", "rate * days_of_law")
    assert run(law(tmp_path, python, DATED), "2020-02", "2020-04").column("due") == [2900, 15 * 100 + 16 * 200, 6000]


def test_a_rule_that_begins_in_mid_month_counts_from_its_day(tmp_path: Path) -> None:
    head = 'cites=ACT("1"), evidence="L:act", since="2020-03-10", before=NOTHING'
    python = due("MONTH", "each_day", "rate: Money, days_of_law: Days", "rate * days_of_law", head)
    assert run(law(tmp_path, python, DATED), "2020-02", "2020-03").column("due") == [0, 6 * 100 + 16 * 200]


def test_stretches_of_unchanged_law_are_not_cut(tmp_path: Path) -> None:
    """Two roundings would give one cent more than one."""
    yaml = DATED.replace("value: 2.00", "value: 1.00")
    python = due("MONTH", "each_day", "rate: Money, days_of_law: Days", "mul_div(rate, days_of_law, 62)")
    assert run(law(tmp_path, python, yaml), "2020-03", "2020-03").column("due") == [50]


def test_before_and_after_a_rule(tmp_path: Path) -> None:
    head = 'cites=ACT("1"), evidence="L:act", since="2020-02-01", until="2020-04-01"'
    bare = run(law(tmp_path, due("MONTH", "month_worked", head=head), DATED), "2020-01", "2020-04").column("due")
    assert [bare[1], bare[2]] == [100, 100]
    assert [value.why for value in (bare[0], bare[3]) if isinstance(value, Unknown)] == [LAW, LAW]
    said = law(tmp_path, due("MONTH", "month_worked", head=head + ", before=NOTHING, after=Money(9)"), DATED)
    assert run(said, "2020-01", "2020-04").column("due") == [0, 100, 100, 9]


# --- what is not known -------------------------------------------------------------------------------------------

PLACES = f"""
places:
  - {{place: north, code: 1, label: {tiny.LABEL}}}
  - {{place: town, code: 2, parent: north, label: {tiny.LABEL}}}
  - {{place: island, code: 3, label: {tiny.LABEL}}}
"""
LOCAL = """
parameters:
  local:
    kind: money
    by: place
    range: [0, 50]
    values: [{from: 2018-01-01, value: 5, cite: ACT 1, place: north}]
  open:
    kind: tariff
    by: place
    values: [{from: 2018-01-01, value: {form: percent, rate: 10%}, cite: ACT 1, place: north}]
"""


def test_a_place_its_parent_and_a_place_without_law(tmp_path: Path) -> None:
    head = '**law, place="home"'
    book = law(tmp_path, due("MONTH", "month_worked", "local: Money", "local", head), LOCAL, places=PLACES)
    said = run(book, "2020-01", "2020-04", {"home": by_month("2020-01", 0, 1, 2)}).column("due")
    assert said == [500, 500, Unknown(0, 5000, LAW), Unknown(0, 5000, FACT)]


def test_a_tariff_of_a_place_without_law(tmp_path: Path) -> None:
    head = '**law, place="home"'
    python = due("MONTH", "month_worked", "open: Tariff, base: Money", "tariff_amount(open, base)", head)
    book = law(tmp_path, python, LOCAL, places=PLACES)
    facts = {"home": by_month("2020-01", 0, 2), "base": by_month("2020-01", 1000, 1000)}
    said = run(book, "2020-01", "2020-02", facts).column("due")
    assert said[0] == 100
    assert isinstance(said[1], Unknown)
    assert said[1].why == LAW


def test_reasons_add_up(tmp_path: Path) -> None:
    head = '**law, place="home"'
    python = 'before = previous("base", n=1, initial=0)\n' + due(
        "MONTH", "month_worked", "local: Money, base: Money, before: Money", "local + base + before", head
    )
    (value,) = run(law(tmp_path, python, LOCAL, places=PLACES), "2020-01", "2020-01", {"home": {JAN: 2}}).column("due")
    assert isinstance(value, Unknown)
    assert value.why == FACT | LAW | HISTORY


def test_a_fact_not_told_is_unknown_unless_its_absence_speaks(tmp_path: Path) -> None:
    said = run(law(tmp_path), "2020-01", "2020-01")
    assert said.column("paid") == [Unknown(0, 1, FACT)]
    assert said.column("joined") == [0]


def test_a_fact_outside_its_range_is_an_error_that_names_worker_and_fact(tmp_path: Path) -> None:
    said = run(law(tmp_path), "2020-01", "2020-01", {"base": {JAN: 100001}})
    with pytest.raises(AmparoError, match=r"worker w: t\.base is told as 100001"):
        said.column("base")


def test_a_spell_that_began_outside_the_records_reads_history(tmp_path: Path) -> None:
    python = due("SPELL", "spell_start", "base: Money", "base")
    spells = ((day("2019-12-31"), day("2020-01-05")), (day("2020-01-02"), day("2020-01-05")))
    said = run(law(tmp_path, python), "2020-01", "2020-01", {"base": {JAN: 5}}, spells=spells)
    assert said.column("due") == [Unknown(0, 100000, HISTORY), 5]


def test_a_missing_cell_is_law_not_known_and_names_no_number(tmp_path: Path) -> None:
    yaml = """
parameters:
  amounts:
    kind: table
    key: count
    of: money
    range: [0, 9]
    values: [{from: 2018-01-01, value: {0: 4, 1: unknown}, cite: ACT 1}]
"""
    python = due("MONTH", "month_worked", "amounts: Table, paid: Truth", "lookup(amounts, 1 if paid else 0)")
    facts = {"paid": by_month("2020-01", 0, 1, None)}
    said = run(law(tmp_path, python, yaml), "2020-01", "2020-03", facts).column("due")
    assert said == [400, Unknown(0, 900, LAW), Unknown(0, 900, FACT | LAW)]


def test_a_divisor_the_rule_does_not_guard_is_an_error_that_names_rule_and_worker(tmp_path: Path) -> None:
    book = law(tmp_path, due("MONTH", "month_worked", "base: Money", "mul_div(base, base, base)"))
    with pytest.raises(LawError, match=r"rule t\.due .*worker w: divisor 0"):
        run(book, "2020-01", "2020-01", {"base": {JAN: 0}}).column("due")


# --- one rule, and its trace -------------------------------------------------------------------------------------


def test_one_rule_on_given_values(tmp_path: Path) -> None:
    book = law(tmp_path, due("MONTH", "month_worked", "rate: Money, base: Money", "rate + base"), DATED)
    assert evaluate_rule(book, "due", {"base": "2.50"}, on="2020-03-20").value == 350
    assert evaluate_rule(book, "due", {"base": "2.50"}, on="2020-04-01").value == 450
    assert evaluate_rule(book, "due", {"base": "unknown"}, on="2020-04-01").value == Unknown(200, 100200, FACT)
    with pytest.raises(NameNotFound, match="Did you mean base"):
        evaluate_rule(book, "due", {"bse": 1}, on="2020-04-01")
    with pytest.raises(ValueError, match=r"t\.base: '2,50' is not an amount"):
        evaluate_rule(book, "due", {"base": "2,50"}, on="2020-04-01")
    with pytest.raises(ValueError, match=r"t\.base: 1001 is outside its range, 0\.00 to 1000\.00"):
        evaluate_rule(book, "due", {"base": 1001}, on="2020-04-01")
    with pytest.raises(AmparoError, match="is a parameter"):
        evaluate_rule(book, "rate", {}, on="2020-04-01")
    with pytest.raises(AmparoError, match="amend the law"):
        evaluate_rule(book, "due", {"rate": 5}, on="2020-04-01")


def test_what_a_rule_read(tmp_path: Path) -> None:
    python = due("MONTH", "month_worked", "rate: Money, base: Money", "rate if base > rate else NOTHING", "**law")
    said = run(law(tmp_path, python, DATED), "2020-01", "2020-04", {"base": by_month("2020-01", 5, 500)})
    reason = Explainer(said).reason("t.due", 1)
    (reading,) = reason.readings
    assert (reason.low, reading.day) == (100, day("2020-02-01"))
    assert [(source.name, source.id) for source in reading.inputs] == [
        ("base", "t.base[1]"),
        ("rate", f"t.rate[{day('2018-01-01')}]"),
    ]
    assert Explainer(said).reason("t.base", 0).readings == ()


def test_rows_of_payers_are_read_by_contracts_and_ties(tmp_path: Path) -> None:
    python = (
        "@rule(level=CONTRACT, law_at=month_worked, **law)\n"
        "def due(kind_of_payer: PayerKind, pay: Money) -> Money:\n    '''Law.'''\n"
        "    return pay if kind_of_payer == PayerKind.PLATFORM else NOTHING\n"
    )
    rows = (("b", JAN), ("a", JAN), ("b", JAN + 1))
    facts = {"pay": {0: 1, 1: 2, 2: 4}, "kind_of_payer": {"a": 1, "b": 3}}
    said = run(law(tmp_path, python), "2020-01", "2020-02", facts, contracts=rows)
    assert dict(zip(said.layout.ids[said.book.node("due").level], said.column("due"), strict=True)) == {
        1: 2,
        0: 0,
        2: 0,
    }
