"""Published examples of status, contributions and benefits, one by one against the rules: what was printed comes out.

The examples stand beside the law notes, outside this repository: without them the test is skipped. Every row is
checked: a row without a check fails.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from amparo.engine import Dossier, evaluate_rule, run_dossier
from amparo.law import book
from amparo.rules.bounds import Unknown
from amparo.rules.kinds import show_value

FOLDER = Path(__file__).parents[3] / "shared" / "law"
FILES = {"PT": FOLDER / "worked_examples_portugal.csv", "CN": FOLDER / "worked_examples_china.csv"}

pytestmark = pytest.mark.skipif(
    not all(file.exists() for file in FILES.values()),
    reason="the published examples (shared/law/worked_examples_*.csv) are not beside this repository",
)


@dataclass(frozen=True)
class Check:
    """One printed figure: the rule that gives it, the day, the place, what is told, and what was printed."""

    rule: str
    on: str
    given: dict[str, str]
    printed: str
    place: str | None = None


@cache
def rows(country: str) -> dict[str, dict[str, str]]:
    with FILES[country].open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def result(country: str, check: Check) -> str:
    law = book(country)
    found = evaluate_rule(law, check.rule, check.given, on=check.on, place=check.place)
    if isinstance(found.value, Unknown):
        return f"undecided: {found.value}"
    return show_value(law.nodes[found.key].kind, found.value, law.places)


# --- Portugal ---------------------------------------------------------------------------------------------------------

QUARTER = {"goods_last_quarter": "0", "hospitality_last_quarter": "0"}
SERVICES_2025 = QUARTER | {"services_last_quarter": "6000"}
SERVICES_2022 = QUARTER | {"services_last_quarter": "3000"}
ABOVE_CAP = QUARTER | {"services_last_quarter": "30000"}
WITH_GOODS = SERVICES_2025 | {"goods_last_quarter": "15000"}
EMPLOYED_2018 = QUARTER | {"services_last_quarter": "7000", "accumulates_with_employment": "yes"}
EMPLOYED_2025 = QUARTER | {"services_last_quarter": "2000", "accumulates_with_employment": "yes"}
STARTED = {"own_account_activity": "yes", "activity_start": "2025-01-15", "self_employed_work_in_month": "yes"}
ONE_CLIENT = {"income_from_payer": "5000", "income_from_all": "8000"}
JOB = {"form": "employment", "gross_pay": "1000"}
COURIER = {"payer_kind": "platform", "form": "services", "general_presumption": "no"}
FEATURES = ("platform_sets_pay", "platform_directs_work", "platform_controls_work", "platform_restricts_autonomy")
FEATURES += ("platform_exercises_employer_powers", "tools_of_platform")


def features(letters: str) -> dict[str, str]:
    return {name: "yes" if letter in letters else "no" for letter, name in zip("abcdef", FEATURES, strict=True)}


PORTUGAL: dict[str, list[Check]] = {
    "A1": [
        Check("relevant_income", "2025-04-01", SERVICES_2025, "4200.00"),
        Check("declared_base", "2025-04-01", SERVICES_2025, "1400.00"),
        Check("contribution_by_income", "2025-04-01", SERVICES_2025, "299.60"),
    ],
    "A2": [
        Check("relevant_income", "2023-01-01", SERVICES_2022, "2100.00"),
        Check("declared_base", "2023-01-01", SERVICES_2022, "700.00"),
        Check("contribution_by_income", "2023-01-01", SERVICES_2022, "149.80"),
    ],
    "A11": [
        Check("declared_base", "2025-04-01", ABOVE_CAP, "7000.00"),
        Check("base_by_declaration", "2025-04-01", ABOVE_CAP, "6270.00"),
        Check("contribution_by_income", "2025-04-01", ABOVE_CAP, "1341.78"),
    ],
    "A12": [
        Check("self_employed_standing", "2025-05-01", STARTED, "first_twelve_months"),
        Check("self_employed_contribution", "2025-05-01", STARTED, "0.00"),
    ],
    "A15": [
        Check("declared_base", "2025-04-01", WITH_GOODS, "2400.00"),
        Check("contribution_by_income", "2025-04-01", WITH_GOODS, "513.60"),
    ],
    "B1": [
        Check("monthly_relevant_income", "2019-01-01", EMPLOYED_2018, "1633.33"),
        Check("accumulation_limit", "2019-01-01", {}, "1743.04"),
        Check("exempt_by_accumulation", "2019-01-01", EMPLOYED_2018, "yes"),
    ],
    "B4": [
        Check("monthly_relevant_income", "2025-04-01", EMPLOYED_2025, "466.67"),
        Check("exempt_by_accumulation", "2025-04-01", EMPLOYED_2025, "yes"),
    ],
    "C2": [
        Check("contracting_entity_rate", "2018-12-31", ONE_CLIENT, "7%"),
        Check("contracting_entity_contribution", "2018-12-31", ONE_CLIENT | {"is_contracting_entity": "yes"}, "350.00"),
    ],
    "C4": [
        Check("contracting_entity_rate", "2024-12-31", {"income_from_payer": payer, "income_from_all": "1000"}, rate)
        for payer, rate in (("500", "0%"), ("500.01", "7%"), ("800", "7%"), ("800.01", "10%"))
    ],
    "E1": [
        Check("employer_contribution", "2025-04-01", JOB, "237.50"),
        Check("pay_and_employer_contribution", "2025-04-01", JOB, "1237.50"),
        Check("pay_after_contribution", "2025-04-01", JOB, "890.00"),
    ],
    "P2": [
        Check("unemployment_factor", "2025-06-01", {"unemployed_from_57": "yes", "age_in_months": "750"}, "83.07%"),
    ],
    "U3": [  # the cap printed there, three support indices, is that of the law until 2012
        Check("unemployment_benefit_before_limits", "2025-01-01", {"unemployment_reference_total": "35000"}, "1895.83"),
    ],
    "K1": [
        Check("indices_of_platform_employment", "2025-05-28", features("abcde"), "5"),
        Check(
            "labour_status",
            "2025-05-28",
            COURIER | features("abcde") | {"presumption_rebutted": "not_rebutted"},
            "employee",
        ),
    ],
    "K4": [
        Check("employment_presumed", "2024-06-01", COURIER | features("abe"), "yes"),
        Check(
            "employee_or_presumed_employee",
            "2024-06-01",
            COURIER | features("abe") | {"presumption_rebutted": "rebutted"},
            "no",
        ),
    ],
}


def steps() -> list[Check]:
    """D3-D13: pay of the step -> contribution, at the index of 2016."""
    pairs = re.findall(r"([\d,.]+)->([\d,.]+\d)", rows("PT")["D3-D13"]["published_output"])
    assert len(pairs) == 11
    found = []
    for step, (pay, contribution) in enumerate(pairs, start=1):
        given = {"step_by_income": str(step)}
        found.append(Check("step_base", "2016-06-01", given, pay.replace(",", "")))
        found.append(Check("contribution_by_income", "2016-06-01", given, contribution.replace(",", "")))
    return found


def domestic_hours() -> list[Check]:
    """E4-E28: hours -> employer / worker / total in domestic service of 2023."""
    table = re.findall(r"(\d+): ([\d.]+)/([\d.]+)/([\d.]+)", rows("PT")["E4-E28"]["published_output"])
    assert len(table) == 25
    names = ("domestic_employer_contribution", "domestic_worker_contribution", "domestic_contribution")
    found = []
    for hours, *amounts in table:
        given = {"form": "domestic", "domestic_arrangement": "hourly", "hours_worked": hours}
        found += [Check(name, "2023-06-01", given, amount) for name, amount in zip(names, amounts, strict=True)]
    return found


# what is printed in a row and not computed here, with the reason why
NOT_COMPUTED = {
    ("PT", "U3"): ("1,257.66", "three support indices were the cap until 2012; the law is held from 2012-04 on")
}


def test_every_portuguese_row_is_checked() -> None:
    """Those beside the table have a test of their own below."""
    assert set(rows("PT")) == set(PORTUGAL) | {"D3-D13", "E4-E28", "S1", "U6"}


def test_what_is_not_computed_is_printed_there_and_not_the_law_held() -> None:
    for (country, example), (figure, _) in NOT_COMPUTED.items():
        assert figure in rows(country)[example]["published_output"]
    given = {"unemployment_reference_total": "35000", "income_tax_rate_on_reference_pay": "0%"}
    # 2.5 x 522.50
    assert result("PT", Check("highest_unemployment_benefit", "2025-01-01", given, "1306.25")) == "1306.25"


@pytest.mark.parametrize("example", PORTUGAL)
def test_portugal(example: str) -> None:
    for check in PORTUGAL[example]:
        assert result("PT", check) == check.printed, check


# what of the checks above is literally printed in the row, so that a changed row is noticed
@pytest.mark.parametrize(
    ("example", "words"),
    [
        ("A1", ("4,200", "1,400", "299.60")),
        ("A2", ("2,100", "700", "149.80")),
        ("A11", ("7,000", "6,270.00", "1,341.78")),
        ("A12", ("exempt, 0",)),
        ("A15", ("2,400", "513.60")),
        ("B1", ("1,633", "1,743", "nothing due")),
        ("B4", ("466.67", "0")),
        ("C2", ("62.5%", "7%", "350.00")),
        ("C4", ("7% / 7%", "> 80% 10%", "exactly 50%: none")),
        ("E1", ("237.50", "1,237.50", "890")),
        ("U3", ("1,895.83",)),
        ("K1", ("employment", "rebuttal failed")),
        ("K4", ("presumed but rebutted",)),
    ],
)
def test_portuguese_rows_say_what_is_checked(example: str, words: tuple[str, ...]) -> None:
    for word in words:
        assert word in rows("PT")[example]["published_output"]


def test_portuguese_steps_and_domestic_service() -> None:
    for check in steps() + domestic_hours():
        assert result("PT", check) == check.printed, check


def test_portuguese_reference_pay_of_a_sickness_in_september() -> None:
    """S1: each month of 2024 has a pay of its own (180 x 2, 4, 8 ...), so the sum tells which months were taken."""
    row = rows("PT")["S1"]
    assert (row["input"], row["published_output"]) == ("sick in September", "reference pay: January-June, / 180")
    law = book("PT")
    pay = {2024 * 12 + n: 180_00 * 2 ** (n + 1) for n in range(12)}
    facts: dict[str, Any] = {
        law.find("month_on_record"): 1,
        law.find("recorded_employee_pay"): pay,
        law.find("recorded_employee_days"): 30,
    }
    run = run_dossier(law, Dossier("w", min(pay), max(pay), facts=facts, nothing_before=True))
    september = 8
    assert run.column("sickness_daily_reference")[september] == sum(2**n for n in range(1, 7)) * 100


def test_portuguese_reference_pay_of_an_unemployment_in_january_2023() -> None:
    """U6: each month has a pay of its own (1, 2, 4 ... euros), so the sum tells which months were taken."""
    row = rows("PT")["U6"]
    assert row["input"] == "unemployed 7 Jan 2023"
    assert row["published_output"] == "reference pay: 1 Nov 2021 - 31 Oct 2022"
    law = book("PT")
    first, last = 2021 * 12 + 6, 2023 * 12
    facts: dict[str, Any] = {
        law.find("month_on_record"): 1,
        law.find("recorded_employee_pay"): {month: 100 * 2 ** (month - first) for month in range(first, last + 1)},
        law.find("recorded_employee_days"): 30,
    }
    run = run_dossier(law, Dossier("w", first, last, facts=facts, nothing_before=True))
    taken = range(2021 * 12 + 10, 2022 * 12 + 10)
    assert run.column("unemployment_reference_total")[-1] == sum(100 * 2 ** (month - first) for month in taken)


# --- China ------------------------------------------------------------------------------------------------------------

JOINS = {"joins_flexible_pension": "yes", "joins_flexible_medical": "yes"}
SHENZHEN_JOB = {"form": "employment", "payer_kind": "employer", "gross_pay": "2520"}
SHENZHEN_JOB |= {"hukou_place": "shenzhen", "assigned_industry_class": "2"}


def born(month: str, sex: str, track_55: str | None = None) -> dict[str, str]:
    return {"birth_date": f"{month}-01", "sex": sex} | ({"woman_on_55_track": track_55} if track_55 else {})


def flexible(rule: str, on: str, place: str, **given: str) -> tuple[str, str, str, dict[str, str]]:
    return rule, on, place, given


PARTS = {
    "transitional_part": "0",
    "place_allowance": "0",
    "one_child_addition": "0",
    "local_supplementary_pension": "0",
}


def basic_part(base: str, index: str) -> tuple[str, str, str | None, dict[str, str]]:
    """Fifteen years (in thirty-thousandths) on a benefit base, with the index in ten-thousandths."""
    years = {"parts_of_service": "450000", "weight_of_benefit_base": "10000"}
    told = years | {"benefit_base_that_applies": base, "index_in_ten_thousandths": index}
    return "basic_part", "2024-01-01", "jiangsu", told


def benefit_months(years: int) -> tuple[str, str, str | None, dict[str, str]]:
    """Months of unemployment benefit in Foshan for full years of contributions."""
    return "unemployment_months_earned", "2018-06-01", "foshan", {"unemployment_months_that_count": str(12 * years)}


CHINA: dict[str, tuple[str, str, str | None, dict[str, str]]] = {
    "BJ-01": flexible("pension_contribution_on_joining", "2025-07-01", "beijing", chosen_pension_base="35811"),
    "BJ-03": flexible("pension_contribution_on_joining", "2025-07-01", "beijing", chosen_pension_base="7162"),
    "BJ-04": flexible("flexible_unemployment_contribution", "2025-07-01", "beijing", flexible_unemployment_base="7162"),
    "CD21-04": flexible("pension_contribution_on_joining", "2021-06-01", "chengdu", chosen_pension_rung="1.00"),
    "CD21-05": flexible("pension_contribution_on_joining", "2021-06-01", "chengdu", chosen_pension_rung="1.50"),
    "CD21-10": flexible("medical_supplement_on_joining", "2021-06-01", "chengdu"),
    "CD21-12": flexible("medical_contribution_on_joining", "2021-06-01", "chengdu", medical_option="basic"),
    "CD24-03": flexible("pension_contribution_on_joining", "2024-07-01", "chengdu", chosen_pension_rung="1"),
    "CD24-07": flexible("pension_contribution_on_joining", "2024-07-01", "chengdu", chosen_pension_rung="3"),
    "CD24-08": flexible("medical_contribution_on_joining", "2024-07-01", "chengdu"),
    "CD24-11": flexible("maternity_contribution_on_joining", "2024-07-01", "chengdu"),
    "MT-03": (
        "meituan_pension_subsidy",
        "2025-04-30",
        "quanzhou",
        {"entitled_to_meituan_subsidy": "yes", "meituan_subsidy_base": "4433"},
    ),
    "SZE-03": ("pension_worker", "2025-12-01", "shenzhen", {"pension_base": "4775"}),
    "SZE-04": ("medical_employer", "2025-12-01", "shenzhen", {"medical_base": "6733"}),
    "SZE-06": ("medical_employer", "2025-12-01", "shenzhen", {"medical_base": "6733", "medical_tier": "second"}),
    "SZE-08": ("work_injury_employer", "2025-12-01", "shenzhen", {"work_injury_base": "2520", "industry_class": "2"}),
    "SZE-14": ("contributions_of_both", "2025-12-01", "shenzhen", SHENZHEN_JOB),
    "SH21-03": ("pension_employer", "2021-07-01", "shanghai", {"pension_base": "31014"}),
    "SH21-07": (
        "work_injury_employer",
        "2021-07-01",
        "shanghai",
        {"work_injury_base": "5975", "work_injury_rate": "0.26%"},
    ),
    "SH21-10": ("medical_worker", "2021-07-01", "shanghai", {"medical_base": "5975"}),
    "SHB-03": ("floor_from_two_averages", "2022-07-01", "shanghai", {}),
    "SHB-04": ("floor_from_average", "2024-07-01", "shanghai", {}),
    "SHB-06": ("floor_from_average", "2023-07-01", "shanghai", {}),
    "SHB-07": ("floor_from_average", "2019-04-01", "shanghai", {}),
    "SHF-01": flexible("flexible_contribution_total", "2020-07-01", "shanghai", chosen_pension_base="4927", **JOINS),
    "CQ-01": ("monthly_average_from_annual", "2022-06-01", "chongqing", {}),
    "RS-04": ("residents_medical_standard", "2024-12-31", None, {}),
    "WD-04": ("work_death_grant", "2024-06-01", None, {}),
    "GDU-02": benefit_months(2),
    "GDU-05": benefit_months(5),
    "GDU-10": benefit_months(10),
    "GDU-13": benefit_months(13),
    "PN-01": basic_part("6500", "6000"),
    "PN-02": basic_part("6500", "10000"),
    "PN-06": ("old_age_pension", "2024-01-01", "jiangsu", PARTS | {"basic_part": "975", "account_part": "316"}),
    "PN-07": basic_part("7359", "6000"),
    "PN-12": ("account_part", "2024-01-01", "jiangsu", {"account_balance": "61056", "divisor_in_tenths": "1390"}),
}
RETIREMENT: dict[str, dict[str, str]] = {
    "RA-03": born("1995-12", "male"),
    "RA-05": born("2000-12", "male"),
    "RA-06": born("1965-12", "male"),
    "RA-08": born("1963-04", "female", "yes"),
    "RA-09": born("1964-02", "male"),
}


def test_every_chinese_row_is_checked() -> None:
    assert set(rows("CN")) == set(CHINA) | set(RETIREMENT) | {"MY-03", "RA-11"}


def same_figure(found: str, printed: str) -> bool:
    """Equal to the fen, or to the digits printed where fewer were printed."""
    digits = len(printed.partition(".")[2])
    return abs(float(found) - float(printed)) < (0.5 * 10**-digits if digits == 1 else 0.001)


@pytest.mark.parametrize("example", CHINA)
def test_china(example: str) -> None:
    rule, on, place, given = CHINA[example]
    row = rows("CN")[example]
    for told in given.values():
        if re.fullmatch(r"\d{4,5}", told) and example != "SZE-14" and not example.startswith("PN"):
            assert told in row["inputs"]
    found = result("CN", Check(rule, on, given, row["published"], place))
    assert same_figure(found, row["published"]), f"{found} is not {row['published']}"


@pytest.mark.parametrize("example", RETIREMENT)
def test_chinese_retirement_age(example: str) -> None:
    month, years, delay = rows("CN")[example]["published"].split(",")
    given = RETIREMENT[example]
    told: list[tuple[str, Any]] = [
        ("statutory_retirement_month", month),
        ("statutory_retirement_age", str(round(float(years) * 12))),
        ("retirement_delay", delay),
    ]
    for rule, printed in told:
        assert result("CN", Check(rule, "2025-01-01", given, printed)) == printed


def test_chinese_first_month_with_the_longest_delay() -> None:
    month = rows("CN")["RA-11"]["published"]
    assert result("CN", Check("retirement_delay", "2025-01-01", born(month, "female", "no"), "60")) == "60"
    assert result("CN", Check("retirement_delay", "2025-01-01", born("1984-10", "female", "no"), "59")) != "60"


@pytest.mark.parametrize(
    ("given", "years"),
    [
        ({"statutory_retirement_month": "2031-06"}, None),  # deferral to 2034 changes nothing
        ({"statutory_retirement_month": "2029-12"}, 15),
        ({"statutory_retirement_month": "2030-01"}, 15.5),
        ({"statutory_retirement_month": "2034-06"}, 17.5),
        ({"statutory_retirement_month": "2038-12"}, 19.5),
        ({"statutory_retirement_month": "2039-01"}, 20),
        ({"statutory_retirement_month": "2050-01"}, 20),
        ({"statutory_retirement_month": "2032-03", "early_retirement_month": "2029-12"}, 15),
    ],
)
def test_chinese_minimum_contribution_years(given: dict[str, str], years: float | None) -> None:
    expected = float(rows("CN")["MY-03"]["published"]) if years is None else years
    found = result("CN", Check("minimum_contribution_months", "2025-01-01", given, ""))
    assert int(found) == round(expected * 12)
