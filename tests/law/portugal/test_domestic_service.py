"""Portugal: domestic service on conventional and on real pay."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.engine import Dossier, evaluate_rule, run_dossier
from amparo.law import book
from amparo.rules import Coverage
from amparo.rules.kinds import read_value

HOURLY = {"form": "domestic", "payer_kind": "household", "domestic_arrangement": "hourly"}
MONTHLY = {"form": "domestic", "payer_kind": "household", "domestic_arrangement": "monthly_full_time"}

# aciab.pt, "Taxa da Segurança Social do serviço doméstico", 2023: hours -> employer, worker, total
PUBLISHED = """
30 15.71 7.81 23.52 | 31 16.23 8.07 24.30 | 32 16.75 8.33 25.09 | 33 17.28 8.59 25.87 | 34 17.80 8.85 26.65
35 18.32 9.11 27.44 | 36 18.85 9.37 28.22 | 37 19.37 9.63 29.00 | 38 19.89 9.89 29.79 | 39 20.42 10.15 30.57
40 20.94 10.42 31.36 | 41 21.46 10.68 32.14 | 42 21.99 10.94 32.92 | 43 22.51 11.20 33.71 | 44 23.04 11.46 34.49
45 23.56 11.72 35.28 | 46 24.08 11.98 36.06 | 47 24.61 12.24 36.84 | 48 25.13 12.50 37.63 | 49 25.65 12.76 38.41
50 26.18 13.02 39.20 | 55 28.79 14.32 43.12 | 60 31.41 15.62 47.03 | 65 34.03 16.92 50.95 | 70 36.65 18.23 54.87
"""
ROWS = [row.split() for line in PUBLISHED.strip().splitlines() for row in line.split("|")]


def value(rule: str, on: str = "2023-06-15", **given: str) -> Any:
    return evaluate_rule(book("PT"), rule, given, on=on).value


def cents(text: str) -> int:
    return int(text.replace(".", ""))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_published_table_of_2023(row: list[str]) -> None:
    hours, employer, worker, together = row
    assert value("domestic_employer_contribution", **HOURLY, hours_worked=hours) == cents(employer)
    assert value("domestic_worker_contribution", **HOURLY, hours_worked=hours) == cents(worker)
    assert value("domestic_contribution", **HOURLY, hours_worked=hours) == cents(together)
    residual = cents(together) - cents(employer) - cents(worker)
    assert value("domestic_rounding_residual", **HOURLY, hours_worked=hours) == residual


def test_the_parts_of_the_published_table_do_not_always_add_up() -> None:
    assert [row[0] for row in ROWS if cents(row[1]) + cents(row[2]) != cents(row[3])] == [
        "32",
        "35",
        "38",
        "42",
        "44",
        "47",
        "55",
        "70",
    ]


@pytest.mark.parametrize(("hours", "declared"), [("0", 30), ("29", 30), ("30", 30), ("31", 31)])
def test_at_least_thirty_hours_are_declared(hours: str, declared: int) -> None:
    assert value("hours_to_declare", **HOURLY, hours_worked=hours) == declared


def test_thirty_hours_for_each_household_and_one_minimum_for_a_split_engagement() -> None:
    month = 2023 * 12 + 5
    law = book("PT")
    told = {name: read_value(law.nodes[law.find(name)].kind, text) for name, text in HOURLY.items()}
    facts: dict[str, Any] = {law.find(name): one for name, one in told.items()}
    facts[law.find("hours_worked")] = {0: 20, 1: 20, 2: 10}
    contracts = (("first", month), ("first", month), ("second", month))
    run = run_dossier(law, Dossier("w", month, month, contracts, facts=facts, nothing_before=True))
    assert run.column("domestic_contribution") == [cents("31.36"), cents("23.52")]


def test_monthly_conventional_pay_is_one_index() -> None:
    assert value("domestic_contribution_base", **MONTHLY, gross_pay="900") == 48043
    assert value("domestic_employer_contribution", **MONTHLY, gross_pay="900") == 9080  # 90.80127
    assert value("domestic_worker_contribution", **MONTHLY, gross_pay="900") == 4516  # 45.16042
    assert value("domestic_contribution", **MONTHLY, gross_pay="900") == 13596  # 135.96169


def test_real_pay_by_agreement_covers_unemployment_at_higher_rates() -> None:
    told = MONTHLY | {"gross_pay": "900", "real_pay_agreed": "yes"}
    assert value("domestic_contribution_base", **told) == 90000
    assert value("domestic_employer_contribution", **told) == 20070
    assert value("domestic_worker_contribution", **told) == 9900
    assert value("domestic_contribution", **told) == 29970
    assert value("domestic_unemployment_coverage", **told) == Coverage.MANDATORY


def test_real_pay_gives_no_unemployment_cover_outside_monthly_full_time_work() -> None:
    told = HOURLY | {"gross_pay": "900", "real_pay_agreed": "yes", "hours_worked": "40"}
    assert value("domestic_contribution_base", **told) == 40 * 277
    assert value("domestic_unemployment_coverage", **told) == Coverage.NONE


def test_part_of_a_month_counts_its_days() -> None:
    told = MONTHLY | {"part_of_month_only": "yes", "days_worked": "10"}
    assert value("domestic_contribution_base", **told) == 10 * 1601


@pytest.mark.parametrize(("days", "base"), [("5", 8310), ("6", 9606)])
def test_work_by_the_day_is_not_below_thirty_hours(days: str, base: int) -> None:
    told = HOURLY | {"domestic_arrangement": "daily", "days_worked": days}
    assert value("domestic_contribution_base", **told) == base


@pytest.mark.parametrize(("on", "month"), [("2025-01-31", 50926), ("2025-02-01", 52250), ("2026-01-01", 53713)])
def test_conventional_month_follows_the_publication_of_the_index(on: str, month: int) -> None:
    assert value("domestic_contribution_base", on, **MONTHLY) == month


def test_close_relatives_are_left_out() -> None:
    told = HOURLY | {"hours_worked": "40", "close_relative_of_household": "yes"}
    assert value("domestic_contribution", **told) == 0
    assert value("domestic_coverage", **told) == Coverage.NONE


def test_cover() -> None:
    assert value("domestic_coverage", **HOURLY) == Coverage.MANDATORY
    assert value("domestic_unemployment_coverage", **HOURLY) == Coverage.NONE
    assert value("domestic_injury_coverage", **HOURLY) == Coverage.MANDATORY
    assert value("domestic_coverage", form="employment") == Coverage.NONE
    assert value("employee_sickness_coverage", **HOURLY) == Coverage.NONE
