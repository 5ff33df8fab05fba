"""Countries held against standards: Verania worked out by hand, published findings for Portugal and China."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.analysis.aggregates import Aggregates, AggregatesError, aggregates_from, aggregates_of_cascade
from amparo.analysis.conformity import (
    FAIL,
    MEASURED,
    NOT_APPLICABLE,
    PASS,
    UNDETERMINED,
    Conformity,
    Verdict,
    conform,
)
from amparo.analysis.conformity.assessed import Assessed
from amparo.analysis.conformity.parts import by_scheme
from amparo.analysis.conformity.rates import decide_rate
from amparo.analysis.measures import (
    RateAt,
    contributions,
    covered_groups,
    first_true,
    pension_age,
    rate_at,
    shortest_record,
)
from amparo.analysis.series import LabourShares, SdgValue, SeriesError, labour_shares, sdg_values
from amparo.analysis.standard_persons import Told, dossier_of, persons_of
from amparo.analysis.terms import terms_of
from amparo.law import book
from amparo.law.standards.requirements import REDUCED_RATE_RULE, requirements
from amparo.rules import Amendment, Branch, Coverage, set_value
from amparo.rules.bounds import Unknown
from amparo.rules.errors import NameNotFound
from amparo.rules.kinds import read_date

VERANIA = book("fictional")
DAY = read_date("2022-06-15")
MONTH = 2022 * 12 + 5
FULL = {"employees": 1000, "active": 1200, "residents": 4000}


def one(found: Conformity, requirement: str, scheme: str = "", group: str = "") -> Verdict:
    held = [v for v in found.of(requirement) if scheme in ("", v.scheme) and group in ("", v.group)]
    assert len(held) == 1, [(v.scheme, v.benefit, v.group) for v in found.of(requirement)]
    return held[0]


def people(**branches: dict[str, int]) -> Aggregates:
    told = {"format": "amparo-aggregates/1", "class": "synthetic", "country": "FICTIONAL", "persons": FULL}
    return aggregates_from({**told, "branches": branches})


@pytest.fixture(scope="module")
def verania() -> Conformity:
    return conform(VERANIA, DAY, only="C102")


# --- what the text of the law decides alone ---------------------------------------------------------------------------


def test_waiting_ten_days_against_three_is_decided_without_a_population(verania: Conformity) -> None:
    """Code 71(2): ten waiting days since 6 September 2021, three before; C102 art. 18(1) allows three."""
    now = one(verania, "C102.III.waiting")
    assert (now.state, now.found.low, now.asked.low, now.relation) == (FAIL, 10, 3, "at_most")
    assert [str(cite) for cite in now.cites] == ["Code 71(2)"]
    before = conform(VERANIA, read_date("2021-06-15"), only="C102")
    assert one(before, "C102.III.waiting").state == PASS


def test_duration_of_365_days_against_26_weeks(verania: Conformity) -> None:
    found = one(verania, "C102.III.duration")
    assert (found.state, found.found.low, found.asked.low) == (PASS, 365, 182)


def test_amending_one_parameter_turns_the_verdict(verania: Conformity) -> None:
    reform = Amendment("two days", (set_value("sickness.waiting_days", 2, since="2022-01-01"),))
    after = conform(VERANIA.amend(reform), DAY, only="C102")
    assert one(after, "C102.III.waiting").state == PASS
    assert one(after, "C102.III.waiting").found.low == 2


def test_the_rate_needs_the_skilled_wage_only_where_a_ceiling_bites(verania: Conformity) -> None:
    """The reference is a 180th of October to March: three months under 5 x 420.50, three under 5.5 x 431.00.

    At 3000 a month: (3 x 2102.50 + 3 x 2370.50) / 180 = 74.55 a day; 55 % is 41.00. On the wage of a day, 3000 x 12 /
    365 = 98.63, that is 41.57 %. It reaches 45 % up to 41.00 x 365 / (12 x 0.45) = 2771.30.
    """
    found = one(verania, "C102.III.rate")
    assert found.state == UNDETERMINED
    assert [name for name, _ in found.missing] == ["missing.skilled_wage"]
    assert found.found.low == 4100 * 1_000_000 // 9863
    reached = {name: dict(values) for name, values in found.remarks}["reached_up_to"]["wage"]
    assert abs(reached - 277_130) <= 200
    assert one(conform(VERANIA, DAY, only="C102", skilled_wage=270_000), "C102.III.rate").state == PASS
    assert one(conform(VERANIA, DAY, only="C102", skilled_wage=300_000), "C102.III.rate").state == FAIL


def test_a_rate_that_all_wages_reach_needs_no_wage(verania: Conformity) -> None:
    """PWA 13: 46 % of the average base since June 2022, whatever the base."""
    found = one(verania, "C102.IV.rate")
    assert (found.state, found.found.low) == (PASS, 460_000)


def test_the_skilled_wage_of_a_population_is_125_percent_of_average_earnings() -> None:
    told = {
        "format": "amparo-aggregates/1",
        "class": "synthetic",
        "country": "FICTIONAL",
        "average_earnings": "2000.00",
    }
    found = one(conform(VERANIA, DAY, only="C102", aggregates=aggregates_from(told)), "C102.III.rate")
    assert dict(dict(found.remarks)["wage_of_aggregates"])["wage"] == 250_000
    assert found.state == PASS


def test_employees_bear_a_third(verania: Conformity) -> None:
    """At 948.00: worker 8.75 % = 82.95; payers 15.35 % = 145.51; State 0.75 % = 7.11; the fund one cent: 235.58."""
    own, every = contributions(VERANIA, persons_of("FICTIONAL").by_id["employee"], Told(MONTH, 94_800))
    assert (own.value, every.value) == (8_295, 23_558)
    found = one(verania, "C102.XIII.financing")
    assert (found.state, found.found.low) == (PASS, 8_295 * 1_000_000 // 23_558)


def test_the_shortest_record_is_found_month_by_month() -> None:
    """Code 70(2): six insured months in the twelve before. Six months of work qualify, five do not."""
    person = persons_of("FICTIONAL").by_id["employee"]
    terms = next(t for t in terms_of(VERANIA) if t.id == "sickness_allowance")
    assert shortest_record(VERANIA, terms, person, Told(MONTH, 94_800)).value == 6
    reform = Amendment("five", (set_value("sickness.months_needed", 5, since="2022-01-01"),))
    assert shortest_record(VERANIA.amend(reform), terms, person, Told(MONTH, 94_800)).value == 5


def test_a_lump_sum_has_no_rate() -> None:
    """A birth grant is paid once: it is no periodical payment, so that its duration and rate are not asked."""
    terms = next(t for t in terms_of(VERANIA) if t.id == "birth_grant")
    point = rate_at(VERANIA, terms, persons_of("FICTIONAL").by_id["employee"], Told(MONTH, 94_800))
    assert point.earnings == 0


def test_the_first_number_that_holds_is_found_between_those_tried() -> None:
    tried: list[int] = []

    def holds(value: int) -> bool:
        tried.append(value)
        return value >= 37

    assert first_true(holds, (0, 1, 3, 24, 60)) == 37
    assert len(tried) <= 12
    assert first_true(lambda value: value >= 0, (0, 5)) == 0
    assert first_true(lambda value: False, (0, 5)) is None


# --- persons ----------------------------------------------------------------------------------------------------------


def test_persons_need_a_population_and_what_is_missing_is_named(verania: Conformity) -> None:
    found = one(verania, "C102.III.persons")
    assert found.state == UNDETERMINED
    assert [name for name, _ in found.missing] == [
        "missing.employees_protected",
        "missing.active_protected",
        "missing.means_limit",
    ]


@pytest.mark.parametrize(("protected", "state"), [(500, PASS), (499, UNDETERMINED)])
def test_half_of_the_employees_and_one_person_less(protected: int, state: str) -> None:
    """One less is not failure: the means-limit alternative of art. 15(c) is still open."""
    found = conform(VERANIA, DAY, only="C102", aggregates=people(sickness={"employees": protected, "active": 0}))
    assert one(found, "C102.III.persons").state == state


def test_a_fifth_of_the_residents_through_the_active_population() -> None:
    found = conform(VERANIA, DAY, only="C102", aggregates=people(sickness={"employees": 0, "active": 800}))
    assert one(found, "C102.III.persons").state == PASS  # 800 of 4000 residents


def test_unemployment_has_no_alternative_for_the_self_employed(verania: Conformity) -> None:
    """Verania protects the self-employed alone against unemployment: C102 Part IV does not count them."""
    found = conform(VERANIA, DAY, only="C102", aggregates=people(unemployment={"employees": 0, "active": 1000}))
    persons = one(found, "C102.IV.persons")
    assert persons.state == UNDETERMINED
    assert [name for name, _ in persons.missing] == ["missing.means_limit"]
    assert next(p for p in found.parts if p.part == "UNEMPLOYMENT").platform == "inside"


def test_a_part_fails_where_the_only_scheme_fails_a_number(verania: Conformity) -> None:
    sickness = next(p for p in verania.parts if p.part == "SICKNESS")
    assert (sickness.state, sickness.broken_by) == (FAIL, ("insurance",))


def test_one_benefit_that_conforms_carries_a_scheme_and_injury_asks_for_all() -> None:
    waiting = next(r for r in requirements() if r.id == "C102.IV.waiting")

    def said(benefit: str, state: str) -> Verdict:
        return Verdict(waiting, state, "employees", benefit)

    held = [said("main", PASS), said("following", FAIL), said("main", PASS)]
    assert by_scheme(held, every=False) == {"employees": PASS}
    assert by_scheme(held, every=True) == {"employees": FAIL}
    assert by_scheme([said("main", PASS), said("main", UNDETERMINED)], every=False) == {"employees": UNDETERMINED}
    rate = next(r for r in requirements() if r.id == "C102.IV.rate")
    grant = [Verdict(rate, NOT_APPLICABLE, "employees", "grant"), said("grant", PASS)]
    assert by_scheme(grant, every=True) == {}


def test_a_lump_sum_for_survivors_is_no_periodical_payment() -> None:
    """China pays survivors a lump sum and a funeral grant (人社部发〔2021〕18号): Part X is not shown as met."""
    found = conform(book("CN"), read_date("2025-06-15"), only="C102")
    rates = found.of("C102.X.rate")
    assert {v.state for v in rates if v.benefit} == {NOT_APPLICABLE}
    assert [name for v in rates if not v.benefit for name, _ in v.missing] == ["missing.periodical"]
    part = next(p for p in found.parts if p.part == "SURVIVORS")
    assert part.state == UNDETERMINED and part.carried_by == ()


def test_family_allowances_stand_on_both_sides() -> None:
    """(41.57 + 6) / (98.63 + 6) of a day: a rate under 45 % rises to 45.46 % with six a day of family allowances."""
    country = Assessed(VERANIA, DAY, "", None, None, (), None, None)
    rate = next(r for r in requirements() if r.id == "C102.III.rate")
    assert decide_rate(country, rate, RateAt(300_000, 4_157, 9_863)) == FAIL
    assert decide_rate(country, rate, RateAt(300_000, 4_157, 9_863, 600)) == PASS
    assert decide_rate(country, rate, RateAt(300_000, 4_157, 9_863, Unknown(0, 600, 1))) == UNDETERMINED


def test_ten_points_less_are_enough_from_a_short_record() -> None:
    """C102 art. 63(3): 40 - 10 = 30 % with five years."""
    country = Assessed(VERANIA, DAY, "", None, None, (), None, None)
    rate = next(r for r in requirements() if r.id == "C102.X.rate")
    for benefit, state in ((3_000, PASS), (2_999, FAIL)):
        assert decide_rate(country, rate, RateAt(100, benefit, 10_000), REDUCED_RATE_RULE) == state


def test_a_slip_in_the_aggregates_is_named() -> None:
    with pytest.raises(AggregatesError, match=r"sicknes.*sickness"):
        people(sicknes={"employees": 1})
    with pytest.raises(AggregatesError, match="more employees protected than there are"):
        people(sickness={"employees": 1001})
    with pytest.raises(AggregatesError, match="not a number of persons"):
        people(sickness={"employees": -1})
    with pytest.raises(AggregatesError, match="format"):
        aggregates_from({"country": "PT"})


def test_a_cascade_told_by_status_is_a_population() -> None:
    def step(group: str, month: str, yes: int, no: int, undecided: int = 0) -> dict[str, Any]:
        counts = {"yes": yes, "no": no, "undecided": undecided, "law_not_known": 0, "no_measure": 0}
        return {"branch": "sickness", "month": month, "by": "status", "group": group, "step": "contributing", **counts}

    qualified = {**step("employee", "2022-06", 40, 60), "step": "qualified"}
    steps = [
        qualified,
        step("employee", "2022-05", 1, 9),
        step("employee", "2022-06", 70, 30),
        step("self_employed", "2022-06", 10, 40),
        step("no_work", "2022-06", 0, 25),
    ]
    data = {"format": "amparo-cascade/1", "law": {"country": "FICTIONAL"}, "class": "synthetic", "steps": steps}
    found = aggregates_of_cascade(data, MONTH)
    assert found.persons == {"employees": 100, "active": 150}
    assert found.protected == {
        (Branch.SICKNESS, "employees"): 70,
        (Branch.SICKNESS, "active"): 80,
        (Branch.SICKNESS, "qualified"): 40,
    }
    assert one(conform(VERANIA, DAY, only="C102", aggregates=found), "C102.III.persons").found.low == 700_000
    open_ = aggregates_of_cascade({**data, "steps": [step("employee", "2022-06", 70, 29, 1)]}, MONTH)
    assert open_.protected == {}


# --- floors, formal cover, indicators ---------------------------------------------------------------------------------


def test_formal_coverage_tells_voluntary_from_none() -> None:
    found = conform(book("CN"), read_date("2025-06-15"), only="EU2019")
    assert one(found, "EU2019.old_age.formal_employees").state == PASS
    flexible = one(found, "EU2019.old_age.formal_self_employed", group="dependent")
    assert (flexible.state, flexible.found.low) == (PASS, Coverage.VOLUNTARY)
    assert one(found, "EU2019.unemployment.formal_self_employed", group="platform").state == FAIL
    injury = one(found, "EU2019.employment_injury.formal_self_employed", group="platform")
    assert (injury.state, injury.found.low) == (PASS, Coverage.MANDATORY)  # occupational-injury protection


def test_the_empty_slot_of_the_platform_convention_stays_undetermined() -> None:
    found = conform(VERANIA, DAY, only="C193")
    assert [v.state for v in found.verdicts] == [UNDETERMINED]


def test_published_series_are_shown_as_measured_and_not_after_the_day() -> None:
    values = [SdgValue("PT", "si_cov_wkinjry", year, 700_000 + year, "file.csv") for year in (2017, 2019, 2031)]
    found = conform(book("PT"), read_date("2025-06-15"), only="SDG131", sdg=values)
    measured = one(found, "SDG131.employment_injury.effective_coverage")
    assert (measured.state, measured.found.low) == (MEASURED, 702_019)


def test_legal_coverage_keeps_voluntary_apart() -> None:
    """China, old age: employees (54.69 % of persons in work, 2023) by force of law; the self-employed may join."""
    labour = LabourShares("CN", 2023, 546_900, 453_100)
    found = conform(book("CN"), read_date("2025-06-15"), only="SDG131", labour=labour)
    old_age = one(found, "SDG131.old_age.legal_coverage")
    assert (old_age.state, old_age.found.low) == (MEASURED, 546_900)
    assert dict(dict(old_age.remarks)["legal_coverage"])["share"] == 453_100
    unemployment = one(found, "SDG131.unemployment.legal_coverage")
    assert dict(dict(unemployment.remarks)["legal_coverage"])["share"] == 0
    assert one(conform(VERANIA, DAY, only="SDG131"), "SDG131.old_age.legal_coverage").state == UNDETERMINED


def test_contributors_are_measured_over_the_active_population() -> None:
    figures = people(sickness={"active": 300, "qualified": 240, "adequate": 120})
    europe = conform(VERANIA, DAY, only="EU2019", aggregates=figures)
    assert one(europe, "EU2019.sickness.effective").found.low == 200_000
    assert one(europe, "EU2019.sickness.adequacy").found.low == 100_000
    assert one(europe, "EU2019.old_age.effective").state == UNDETERMINED
    found = conform(VERANIA, DAY, only="SDG131", aggregates=figures)
    assert one(found, "SDG131.sickness.contributing").found.low == 250_000  # 300 of 1200


def test_series_are_read_from_the_files_named(tmp_path: Any) -> None:
    labour = tmp_path / "labour.csv"
    rows = ["indicator,geo,time,value", "self_employed_percent_of_employment,prt,2023,14.55"]
    rows += ["self_employed_percent_of_employment,prt,2025,99.0", "self_employed_percent_of_employment,chn,2023,45.31"]
    labour.write_text("\n".join(rows), encoding="utf-8")
    assert labour_shares(labour, "PT", 2026) == LabourShares("PT", 2023, 854_500, 145_500)
    assert labour_shares(labour, "FICTIONAL", 2026) is None
    sdg = tmp_path / "sdg.csv"
    text = "series,geo_area,country_name,year,value,nature,sex,units,quantile\n"
    text += "si_cov_wkinjry,620,Portugal,2019,77.3,e,bothsex,percent,\n"
    text += "si_cov_wkinjry,620,Portugal,2019,80,e,male,percent,\n"
    sdg.write_text(text, encoding="utf-8")
    assert sdg_values(sdg, "PT") == (SdgValue("PT", "si_cov_wkinjry", 2019, 773_000, "sdg.csv"),)
    with pytest.raises(SeriesError, match="no column 'indicator'"):
        labour_shares(sdg, "PT", 2023)


def test_an_assumed_fact_is_recorded_and_a_slip_names_the_nearest() -> None:
    found = conform(VERANIA, DAY, only="C102", assumed={"number_of_children": "3"})
    assert found.assumed == (("contributions.number_of_children", "3"),)
    with pytest.raises(NameNotFound, match="number_of_children"):
        conform(VERANIA, DAY, only="C102", assumed={"number_of_childen": "3"})


def test_a_standard_that_is_not_held_names_the_nearest() -> None:
    with pytest.raises(NameNotFound, match="C102"):
        conform(VERANIA, DAY, only="C103")


# --- Portugal ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def portugal() -> Conformity:
    """Labour statistics of 2023: 14.55 % self-employed. The tax withheld caps the sickness benefit: 15 % is assumed."""
    labour = LabourShares("PT", 2023, 854_500, 145_500)
    assumed = {"income_tax_rate_on_reference_pay": "15%"}
    return conform(book("PT"), read_date("2025-06-15"), only="C102", labour=labour, assumed=assumed)


def test_ten_waiting_days_of_the_self_employed_do_not_break_the_part(portugal: Conformity) -> None:
    """Three days for employees, ten for the self-employed (DL 28/2004, DL 53/2018): employees alone carry Part III."""
    assert one(portugal, "C102.III.waiting", "employees").state == PASS
    own_account = one(portugal, "C102.III.waiting", "self_employed")
    assert (own_account.state, own_account.found.low) == (FAIL, 10)
    part = next(p for p in portugal.parts if p.part == "SICKNESS")
    assert (part.state, part.carried_by) == (PASS, ("employees",))
    assert "self_employed" in part.broken_by


def test_platform_workers_are_outside_part_four_and_shown_so(portugal: Conformity) -> None:
    assert {p.part: p.platform for p in portugal.parts}["UNEMPLOYMENT"] == "outside"


def test_the_pension_age_of_2025_needs_a_justification(portugal: Conformity) -> None:
    """66 years and 7 months in 2025 (Portaria 414/2023): above 65, so art. 26(2) asks for the working ability."""
    found = one(portugal, "C102.V.age")
    assert (found.state, found.found.low) == (UNDETERMINED, 66 * 12 + 7)
    assert [name for name, _ in found.missing] == ["higher_age_justified"]


def test_the_old_age_pension_needs_fifteen_calendar_years(portugal: Conformity) -> None:
    """15 calendar years of 120 days (DL 187/2007 arts 19, 29(3)), asked in June 2025 (which counts its own month).

    Four months of 2011 (September to December), thirteen whole years, and January to May 2025: 4 + 156 + 5 = 165.
    """
    found = one(portugal, "C102.V.qualifying")
    assert (found.state, found.found.low) == (PASS, 165)


def test_a_survivors_pension_of_one_survivor_is_not_held_against_a_family_of_three(portugal: Conformity) -> None:
    """DL 322/90: 60 % for the partner, 30 % more for two children; month by month the law held states the partner's."""
    found = one(portugal, "C102.X.rate")
    assert found.state == UNDETERMINED
    assert [name for name, _ in found.missing] == ["missing.family_of_survivors"]
    accident = one(portugal, "C102.VI.survivors.rate", "beneficiary_insurance")
    assert accident.state == PASS  # partner 30 % and two children 40 % of the pay (Lei 98/2009 arts 59, 60)


def test_employees_bear_eleven_of_34_75(portugal: Conformity) -> None:
    found = one(portugal, "C102.XIII.financing")
    assert found.state == PASS
    assert abs(found.found.low - 11_000_000 // 34.75 * 1.0) < 100


def test_the_coverage_of_standard_persons_is_the_published_matrix() -> None:
    """Employees, self-employed in general, those economically dependent, by branch (state of law 2019-2026)."""
    persons = persons_of("PT")
    held = {c.person.group: c for c in covered_groups(book("PT"), persons, Told(2025 * 12 + 5, 150_000))}
    for branch, expected in {
        Branch.SICKNESS: (3, 3, 3),
        Branch.MATERNITY_PARENTAL: (3, 3, 3),
        Branch.UNEMPLOYMENT: (3, 1, 3),
        Branch.OLD_AGE: (3, 3, 3),
        Branch.EMPLOYMENT_INJURY: (3, 3, 3),
        Branch.OCCUPATIONAL_DISEASE: (3, 3, 3),
        Branch.MEDICAL_CARE: (3, 3, 3),
        Branch.FAMILY: (3, 3, 3),
    }.items():
        strongest = [held[group].strongest(branch) for group in ("employees", "self_employed", "dependent")]
        assert tuple(m.value for m in strongest if m is not None) == expected, branch
    injury = [held[group].schemes(Branch.EMPLOYMENT_INJURY) for group in ("employees", "self_employed", "dependent")]
    assert injury == [("employees",), ("own_insurance",), ("beneficiary_insurance",)]


# --- China ------------------------------------------------------------------------------------------------------------


def test_a_branch_that_covers_nobody_fails_by_the_text() -> None:
    """The Social Insurance Law has no cash family benefit: nobody is protected under Part VII."""
    found = conform(book("CN"), read_date("2025-06-15"), only="C102")
    family = one(found, "C102.VII.persons")
    assert (family.state, family.found.low) == (FAIL, 0)
    assert one(found, "C102.VII.qualifying").state == FAIL


def test_a_person_is_filled_in_and_works_to_the_end_of_the_year() -> None:
    person = persons_of("PT").by_id["employee"]
    dossier = dossier_of(book("PT"), person, Told(2025 * 12 + 5, 150_000, career=120))
    assert (dossier.first, dossier.last) == (2015 * 12 + 5, 2025 * 12 + 11)
    assert dossier.nothing_before and dossier.nothing_after
    pension = next(t for t in terms_of(book("PT")) if t.id == "old_age_pension")
    too_short = pension_age(book("PT"), pension, person, Told(2025 * 12 + 5, 150_000, career=120))
    assert not too_short.known
