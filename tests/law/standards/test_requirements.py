"""What the standards ask, number by number, against the texts; and the standards' own rules at their thresholds.

Sources: C102, C121, C128, C130, C183 in the English texts of the Dutch treaty collection; C168 in the Swiss collection
(RS 0.822.726.8). Percentages of C102 are those of the Schedule to its Part XI.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.engine import evaluate_rule
from amparo.law.standards import standards_book
from amparo.law.standards.conventions import Part, Standard
from amparo.law.standards.requirements import RULES, ratifications, requirements, standards
from amparo.rules.bounds import Unknown
from amparo.rules.kinds import KINDS, read_date, show_value
from amparo.rules.lint import check_law

BOOK = standards_book()
ON = "2025-01-01"


def says(rule: str, standard: str, part: str, **told: Any) -> bool | None:
    """The rule's answer; None where it is open."""
    value = evaluate_rule(BOOK, rule, {"standard": standard, "part": part, **told}, on=ON).value
    return None if isinstance(value, Unknown) else bool(value)


def cell(table: str, standard: str, part: str) -> str | None:
    node: Any = BOOK.node(table)
    found = node.at(read_date(ON)).cells.get((Standard[standard].value, Part[part].value))
    return None if found is None else show_value(node.content, found)


def test_the_standards_lack_no_citation_label_or_evidence() -> None:
    assert check_law(BOOK) == []


def test_every_requirement_stands_once_and_names_a_rule_or_why_none_decides_it() -> None:
    ids = [each.id for each in requirements()]
    assert len(ids) == len(set(ids))
    for each in requirements():
        assert each.rule == "" or each.rule in BOOK.nodes, each.id
        assert each.rule or each.why.en, each.id
        assert not each.why.faults() or not each.why.en, each.id
        assert each.aspect in RULES


@pytest.mark.parametrize(
    ("standard", "part", "rate"),
    [
        ("C102", "SICKNESS", "45%"),
        ("C102", "UNEMPLOYMENT", "45%"),
        ("C102", "OLD_AGE", "40%"),
        ("C102", "EMPLOYMENT_INJURY", "50%"),
        ("C102", "EMPLOYMENT_INJURY_SURVIVORS", "40%"),
        ("C102", "MATERNITY", "45%"),
        ("C102", "INVALIDITY", "40%"),
        ("C102", "SURVIVORS", "40%"),
        ("C121", "EMPLOYMENT_INJURY", "60%"),
        ("C121", "EMPLOYMENT_INJURY_SURVIVORS", "50%"),
        ("C128", "INVALIDITY", "50%"),
        ("C128", "OLD_AGE", "45%"),
        ("C128", "SURVIVORS", "45%"),
        ("C130", "SICKNESS", "60%"),
        ("C168", "UNEMPLOYMENT", "50%"),
    ],
)
def test_rates_are_those_of_the_schedules(standard: str, part: str, rate: str) -> None:
    assert cell("least_rate", standard, part) == rate


@pytest.mark.parametrize(
    ("standard", "part", "days"),
    [
        ("C102", "SICKNESS", 26 * 7),
        ("C102", "UNEMPLOYMENT", 13 * 7),
        ("C102", "MATERNITY", 12 * 7),
        ("C130", "SICKNESS", 52 * 7),
        ("C168", "UNEMPLOYMENT", 26 * 7),
        ("C183", "MATERNITY", 14 * 7),
    ],
)
def test_durations_are_the_weeks_of_the_texts(standard: str, part: str, days: int) -> None:
    assert cell("least_benefit_days", standard, part) == str(days)
    told = {"paid_throughout": "no", "benefit_days": str(days)}
    assert says("paid_long_enough", standard, part, **told) is True
    assert says("paid_long_enough", standard, part, **{**told, "benefit_days": str(days - 1)}) is False
    assert says("paid_long_enough", standard, part, paid_throughout="yes") is True


def test_a_pension_is_paid_throughout() -> None:
    assert says("paid_long_enough", "C102", "old_age", paid_throughout="no", benefit_days="40000") is False


@pytest.mark.parametrize(
    ("standard", "part", "most"),
    [
        ("C102", "sickness", 3),
        ("C102", "unemployment", 7),
        ("C102", "employment_injury", 3),
        ("C168", "unemployment", 7),
    ],
)
def test_waiting_at_the_limit_and_one_day_beside(standard: str, part: str, most: int) -> None:
    assert says("waiting_short_enough", standard, part, waiting_days=str(most)) is True
    assert says("waiting_short_enough", standard, part, waiting_days=str(most + 1)) is False


def test_c121_tolerates_waiting_days_only_where_the_law_had_them_before() -> None:
    """Art. 9(3): three days, if the law had them when the Convention came into force; four are never allowed."""
    asked = ("waiting_short_enough", "C121", "employment_injury")
    assert says(*asked, waiting_days="0") is True
    assert says(*asked, waiting_days="3") is None
    assert says(*asked, waiting_days="3", waiting_is_older="yes") is True
    assert says(*asked, waiting_days="3", waiting_is_older="no") is False
    assert says(*asked, waiting_days="4") is False


def test_persons_one_alternative_is_enough_and_unknown_is_not_failure() -> None:
    asked = ("enough_persons_protected", "C102", "sickness")
    assert says(*asked, employees_share="50%") is True
    assert says(*asked, employees_share="49.9999%") is None
    assert says(*asked, employees_share="10%", active_share_of_residents="20%") is True
    none = {"employees_share": "49.9999%", "active_share_of_residents": "19.9999%", "all_under_means_limit": "no"}
    assert says(*asked, **none) is False


@pytest.mark.parametrize("part", ["unemployment", "employment_injury"])
def test_unemployment_and_injury_know_no_alternative_for_the_self_employed(part: str) -> None:
    """C102 arts 21 and 33: however many active persons are protected, employees decide (or a means limit in IV)."""
    told = {"employees_share": "40%", "active_share_of_residents": "100%", "all_under_means_limit": "no"}
    assert says("enough_persons_protected", "C102", part, **told) is False


def test_medical_care_counts_half_of_the_residents_without_a_means_test() -> None:
    told = {"employees_share": "0%", "active_share_of_residents": "0%", "all_under_means_limit": "yes"}
    assert says("enough_persons_protected", "C102", "medical_care", **told, residents_share="50%") is True
    assert says("enough_persons_protected", "C102", "medical_care", **told, residents_share="49%") is False


def test_later_conventions_measure_the_active_by_the_active() -> None:
    told = {"employees_share": "0%", "all_under_means_limit": "no", "residents_share": "0%"}
    assert says("enough_persons_protected", "C128", "old_age", **told, active_share_of_active="75%") is True
    assert says("enough_persons_protected", "C128", "old_age", **told, active_share_of_active="74.99%") is False
    assert says("enough_employees_protected", "C168", "unemployment", employees_share="85%") is True
    assert says("enough_employees_protected", "C168", "unemployment", employees_share="84.9999%") is False


@given(earnings=st.integers(min_value=1, max_value=500_000), allowance=st.integers(min_value=0, max_value=50_000))
@settings(max_examples=60, deadline=None)
def test_article_65_at_the_threshold_and_one_cent_below(earnings: int, allowance: int) -> None:
    """(benefit + family allowances) / (earnings + family allowances) >= 45 %: by hand, in whole cents."""
    least = -(-45 * (earnings + allowance) // 100) - allowance  # the smallest benefit that reaches it
    money = KINDS["money"]
    told = {
        "previous_earnings": show_value(money, earnings),
        "family_allowance_during": show_value(money, allowance),
        "family_allowance_before": show_value(money, allowance),
    }
    if least < 1:
        assert says("earnings_rate_reached", "C102", "sickness", **told, benefit_paid="0.00") is True
        return
    assert says("earnings_rate_reached", "C102", "sickness", **told, benefit_paid=show_value(money, least)) is True
    below = show_value(money, least - 1)
    assert says("earnings_rate_reached", "C102", "sickness", **told, benefit_paid=below) is False


def test_two_thirds_exactly_are_enough_for_maternity() -> None:
    told = {"family_allowance_during": "0", "family_allowance_before": "0", "previous_earnings": "3000.00"}
    assert says("earnings_rate_reached", "C183", "maternity", **told, benefit_paid="2000.00") is True
    assert says("earnings_rate_reached", "C183", "maternity", **told, benefit_paid="1999.00") is False


@pytest.mark.parametrize(
    ("part", "months"),
    [("old_age", 180), ("invalidity", 60), ("survivors", 60), ("family", 3), ("employment_injury", 0)],
)
def test_qualifying_periods_of_c102(part: str, months: int) -> None:
    """Arts 29(2) 15 years, 57(2) and 63(2) 5 years, 43 three months, 37 none."""
    assert says("qualifying_short_enough", "C102", part, qualifying_months=str(months)) is True
    assert says("qualifying_short_enough", "C102", part, qualifying_months=str(months + 1)) is False


def test_pension_age_above_65_is_open_until_it_is_justified() -> None:
    """Art. 26(2); the committee of experts asked Portugal about 66 years and 4 months (CEACR 2023)."""

    def says_of(age: str, **told: str) -> bool | None:
        value = evaluate_rule(BOOK, "pension_age_low_enough", {"pension_age_months": age, **told}, on=ON).value
        return None if isinstance(value, Unknown) else bool(value)

    assert says_of(str(65 * 12)) is True
    assert says_of(str(66 * 12 + 4)) is None
    assert says_of(str(66 * 12 + 4), higher_age_justified="yes") is True
    assert says_of(str(66 * 12 + 4), higher_age_justified="no") is False


def test_employees_bear_at_most_half() -> None:
    """Art. 71(2): exactly half is allowed."""

    def half(own: str, every: str) -> bool:
        told = {"contributions_of_employees": own, "contributions_of_all": every}
        return bool(evaluate_rule(BOOK, "employees_bear_at_most_half", told, on=ON).value)

    assert half("100.00", "200.00")
    assert not half("100.01", "200.00")


def test_the_platform_convention_is_an_empty_slot() -> None:
    """C193 was adopted on 12 June 2026; its article on social security has not been read, so nothing decides it."""
    found = [each for each in requirements() if each.standard == "C193"]
    assert [each.id for each in found] == ["C193.social_security"]
    assert found[0].rule == "" and "not verified" in found[0].why.en


def test_what_is_not_read_carries_its_doubt() -> None:
    marks = {each.standard: each.evidence for each in requirements()}
    assert not marks["C102"].doubtful
    assert marks["C193"].doubtful and marks["EU2019"].doubtful


def test_ratifications_say_what_is_confirmed() -> None:
    by = {(each.country, each.standard): each for each in ratifications()}
    portugal = by["PT", "C102"]
    assert portugal.year == 1994 and "SICKNESS" not in portugal.parts
    assert by["CN", "C102"].state == "not_ratified" and by["CN", "C102"].evidence.doubtful


def test_every_instrument_is_asked_something() -> None:
    asked = {each.standard for each in requirements()}
    assert (
        asked
        == set(standards())
        == {*("C102", "C121", "C128", "C130", "C168", "C183", "C193", "R202", "EU2019", "SDG131")}
    )
