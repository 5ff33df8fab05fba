"""The proof that no product can wrap: what it derives, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny

from amparo.engine.ranges import Ranges, prove
from amparo.law import book
from amparo.rules.book import LawBook

FACTS = f"""
facts:
  pay: {{level: contract, kind: money, range: [0, 10000000], label: {tiny.LABEL}}}
  rebate: {{level: month, kind: money, range: [-50, 1000], label: {tiny.LABEL}}}
  hours: {{level: month, kind: count, range: [0, 744], label: {tiny.LABEL}}}
  home: {{level: month, kind: place, label: {tiny.LABEL}}}
parameters:
  share:
    kind: rate
    values: [{{from: 2018-01-01, value: 250%, cite: ACT 1}}]
  fee:
    kind: tariff
    values: [{{from: 2018-01-01, value: {{form: percent_plus_flat, rate: 2%, amount: 3}}, cite: ACT 1}}]
  steps:
    kind: steps
    over: count
    of: days
    values: [{{from: 2018-01-01, value: [[0, 150], [15, 9000]], cite: ACT 1}}]
"""


def law(folder: Path, arguments: str, body: str, links: str = "", result: str = "Money", more: str = "") -> LawBook:
    head = f"@rule(level=MONTH, law_at=month_worked, **law{more})"
    return tiny.topic(
        folder, f"{links}\n{head}\ndef due({arguments}) -> {result}:\n    'Law.'\n    return {body}\n", FACTS
    )


@pytest.mark.parametrize(
    ("arguments", "body", "result", "expected"),
    [
        ("rebate: Money", "rebate", "Money", (-5000, 100000)),
        ("rebate: Money", "-rebate", "Money", (-100000, 5000)),
        ("rebate: Money, hours: Count", "rebate * hours", "Money", (-5000 * 744, 100000 * 744)),
        ("rebate: Money, share: Rate", "percent_of(rebate, share)", "Money", (-12500, 250000)),
        ("rebate: Money", "max(rebate, NOTHING)", "Money", (0, 100000)),
        ("rebate: Money", "NOTHING if rebate > 0 else rebate", "Money", (-5000, 100000)),
        ("rebate: Money, hours: Count", "mul_div(rebate, 1, hours)", "Money", (-5000, 100000)),
        ("rebate: Money", "rebate > 0", "Truth", (0, 1)),
        ("hours: Count, steps: Steps", "bracket(steps, hours)", "Days", (0, 9000)),
    ],
)
def test_the_range_of_a_rule(tmp_path: Path, arguments: str, body: str, result: str, expected: tuple[int, int]) -> None:
    assert Ranges(law(tmp_path, arguments, body, result=result)).of("t.due") == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('x = total("pay", at=MONTH)', (0, 10**9 * 100)),
        ('x = total("pay", at=YEAR)', (0, 10**9 * 100 * 12)),
        ('x = total("rebate", at=YEAR)', (-5000 * 12, 100000 * 12)),
        ('x = largest("rebate", at=QUARTER)', (-5000, 100000)),
        ('x = smallest("pay", at=MONTH)', (0, 10**9)),
        ('x = window("rebate", at=MONTH, back=8, until=3)', (-5000 * 6, 100000 * 6)),
        ('x = previous("rebate", initial=-7000)', (-7000, 100000)),
        ('x = total("rebate", at=QUARTER, lag=1, initial=999999)', (-15000, 999999)),
        ('x = days_in(before="first", months=6, at=MONTH)', (0, 400 * 31)),
    ],
)
def test_the_range_of_a_link(tmp_path: Path, link: str, expected: tuple[int, int]) -> None:
    head = "@rule(level=MONTH, law_at=month_worked, **law)"
    first = f"{head}\ndef first(month: Month) -> Date:\n    'Law.'\n    return first_day(month)\n"
    assert Ranges(tiny.topic(tmp_path, f"{link}\n{first}", FACTS)).of("t.x") == expected


def test_a_tariff_may_charge_nothing_or_what_it_says_or_be_unknown(tmp_path: Path) -> None:
    arguments = "fee: Tariff, of_month: Money"
    book_ = law(tmp_path, arguments, "tariff_amount(fee, of_month)", 'of_month = total("pay", at=MONTH)')
    assert Ranges(book_).of("t.due") == (0, 10**9 * 100 // 50 + 300)


@pytest.mark.parametrize(
    ("arguments", "body"),
    [
        ("of_month: Money", "mul_div(of_month, of_month, of_month)"),
        ("of_month: Money, hours: Count", "of_month * hours * hours * hours"),
        ("of_month: Money, share: Rate", "percent_of(percent_of(of_month, share) * 1000, share)"),
        ("of_month: Money", "NOTHING if exceeds(of_month * 1000, of=of_month, share=WHOLE) else of_month"),
    ],
)
def test_a_product_that_could_wrap_is_refused_with_rule_and_line(tmp_path: Path, arguments: str, body: str) -> None:
    faults = prove(
        law(tmp_path, arguments, body, 'of_month = total("pay", at=YEAR)\nof_month = total("pay", at=MONTH)')
    )
    assert faults
    assert faults[0].startswith("rule t.due (line ")
    assert "beyond 63 bits. Cure: declare a tighter range" in faults[0]


def test_a_sum_over_a_link_that_could_wrap_is_refused(tmp_path: Path) -> None:
    """Rates go up to 10^12 millionths and more by a declared range; a total over 720 months leaves 63 bits."""
    python = """
whole = total("due", at=WORKER)

@rule(level=MONTH, law_at=month_worked, **law, range=(0, 9_000_000_000_000_000_000))
def due(hours: Count) -> Count:
    'Law.'
    return hours
"""
    link, due = prove(tiny.topic(tmp_path, python, FACTS))
    assert link.startswith("link t.whole: may reach 6.48e+21, beyond the 31 bits in which a count is kept")
    assert due.startswith("rule t.due: may reach 9e+18, beyond the 31 bits in which a count is kept")


def test_a_cap_cures_it(tmp_path: Path) -> None:
    links = 'of_month = total("pay", at=MONTH)'
    body = "mul_div(min(of_month, percent_of(of_month, NO_RATE)), of_month, of_month)"
    assert prove(law(tmp_path, "of_month: Money", body, links)) == []


def test_a_declared_range_is_claimed_and_then_checked_by_every_run(tmp_path: Path) -> None:
    ranges = Ranges(law(tmp_path, "rebate: Money", "rebate", more=", range=(0, 50000)"))
    assert ranges.of("t.due") == (0, 50000)
    assert ranges.asserted("t.due")
    assert not Ranges(law(tmp_path, "rebate: Money", "rebate")).asserted("t.due")


@pytest.mark.parametrize("country", ["fictional", "PT", "CN"])
def test_no_product_of_a_country_can_wrap(country: str) -> None:
    assert prove(book(country)) == []
