"""Portugal: presumptions of employment, rebuttal, who the employer is, economic dependence, the two statuses."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.engine import Dossier, evaluate_rule, run_dossier
from amparo.law import book
from amparo.law.portugal.status import AccidentInsurer, Employer, LabourStatus, SocialSecurityStatus
from amparo.rules import set_value
from amparo.rules.book import Amendment
from amparo.rules.bounds import Unknown
from amparo.rules.kinds import read_value

INDICES = (
    "platform_sets_pay",
    "platform_directs_work",
    "platform_controls_work",
    "platform_restricts_autonomy",
    "platform_exercises_employer_powers",
    "tools_of_platform",
)
GENERAL = (
    "beneficiary_sets_workplace",
    "tools_of_beneficiary",
    "beneficiary_sets_hours",
    "fixed_regular_pay",
    "leading_functions",
)
NO_GENERAL = dict.fromkeys(GENERAL, "no")
COURIER = {"form": "services", "payer_kind": "platform", "activity": "food_delivery"}


def value(rule: str, on: str = "2024-06-15", **given: str) -> Any:
    return evaluate_rule(book("PT"), rule, given, on=on).value


def indices(letters: str) -> dict[str, str]:
    """All six features told: those of the letters hold, the others do not."""
    return {name: "yes" if "abcdef"[place] in letters else "no" for place, name in enumerate(INDICES)}


def facts(**told: Any) -> dict[str, Any]:
    """Facts by full name: one text for all rows, or a mapping of rows to texts."""
    law = book("PT")
    found: dict[str, Any] = {}
    for name, text in told.items():
        key = law.find(name)
        kind = law.nodes[key].kind
        rows = text.items() if isinstance(text, dict) else None
        found[key] = {row: read_value(kind, one) for row, one in rows} if rows else read_value(kind, text)
    return found


# --- Presumption ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("letters", "presumed"), [("", 0), ("a", 0), ("f", 0), ("ab", 1), ("ef", 1), ("abcdef", 1)])
def test_two_features_of_six_are_enough(letters: str, presumed: int) -> None:
    assert value("platform_presumption", payer_kind="platform", **indices(letters)) == presumed


def test_two_features_decide_though_four_are_unknown() -> None:
    assert value("platform_presumption", payer_kind="platform", platform_sets_pay="yes", tools_of_platform="yes") == 1


def test_one_feature_and_one_unknown_is_undecided() -> None:
    told = indices("a") | {"tools_of_platform": "unknown"}
    assert isinstance(value("platform_presumption", payer_kind="platform", **told), Unknown)


def test_five_features_told_absent_settle_that_nothing_is_presumed() -> None:
    told = indices("a") | {"platform_sets_pay": "unknown"}
    assert value("platform_presumption", payer_kind="platform", **told) == 0


@pytest.mark.parametrize(("on", "presumed"), [("2023-04-30", 0), ("2023-05-01", 1)])
def test_platform_presumption_is_in_force_since_1_may_2023(on: str, presumed: int) -> None:
    assert value("platform_presumption", on, payer_kind="platform", **indices("abcdef")) == presumed


def test_no_platform_presumption_toward_a_client() -> None:
    assert value("platform_presumption", payer_kind="client", **indices("abcdef")) == 0


def test_intermediary_falls_under_the_same_presumption() -> None:
    assert value("platform_presumption", payer_kind="intermediary", **indices("bc")) == 1


def test_definition_of_platform_matters_once_contested() -> None:
    told = {"payer_kind": "platform", "platform_definition_contested": "yes", **indices("ab")}
    assert isinstance(value("platform_presumption", **told), Unknown)
    assert value("platform_presumption", platform_is_legal_person="no", **told) == 0


@pytest.mark.parametrize(("holding", "presumed"), [(0, 0), (1, 0), (2, 1), (5, 1)])
def test_general_presumption_needs_two_of_five(holding: int, presumed: int) -> None:
    told = {name: "yes" if place < holding else "no" for place, name in enumerate(GENERAL)}
    assert value("general_presumption", "2018-01-01", **told) == presumed


@pytest.mark.parametrize(
    ("on", "activity", "counted"),
    [
        ("2018-10-31", "ride_hailing", 0),
        ("2018-11-01", "ride_hailing", 1),
        ("2026-09-01", "ride_hailing", 1),
        ("2024-06-15", "food_delivery", 0),
    ],
)
def test_a_leased_car_counts_as_the_operators_tool(on: str, activity: str, counted: int) -> None:
    told = {**NO_GENERAL, "tools_leased_by_beneficiary": "yes", "activity": activity}
    assert value("indices_of_employment", on, **told) == counted


# --- Two lines of case law on time ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "other_reading"), [("2023-04-30", 0), ("2023-05-01", 1)])
def test_line_of_case_law_can_be_chosen(start: str, other_reading: int) -> None:
    told = {"payer_kind": "platform", "relation_start_date": start, **indices("ab")}
    assert value("platform_presumption", **told) == 1
    law = book("PT")
    change = set_value("time_scope_reading", "relations_begun_since", since="2023-05-01")
    lisbon = law.amend(Amendment("other line of case law", (change,)))
    assert evaluate_rule(lisbon, "platform_presumption", told, on="2024-06-15").value == other_reading


def test_threshold_can_be_chosen() -> None:
    three = book("PT").amend(Amendment("three", (set_value("platform_indices_needed", "3", since="2023-05-01"),)))
    told = {"payer_kind": "platform", **indices("ab")}
    assert evaluate_rule(three, "platform_presumption", told, on="2024-06-15").value == 0


# --- Rebuttal and status ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "rebuttal", "labour"),
    [
        ("abcde", "not_rebutted", LabourStatus.EMPLOYEE),  # Supreme Court, 28 May 2025, Glovo (rr.pt)
        ("abe", "rebutted", LabourStatus.SELF_EMPLOYED),  # judgment 234731 (jurisprudencia.pt)
        ("ab", "undecided", LabourStatus.PRESUMED_EMPLOYEE),
        ("a", "undecided", LabourStatus.SELF_EMPLOYED),
        ("a", "not_rebutted", LabourStatus.SELF_EMPLOYED),
    ],
)
def test_labour_status_by_features_and_finding(letters: str, rebuttal: str, labour: LabourStatus) -> None:
    told = COURIER | NO_GENERAL | indices(letters)
    assert value("labour_status", presumption_rebutted=rebuttal, **told) == labour


def test_rebuttal_is_never_computed_from_its_facts() -> None:
    told = COURIER | NO_GENERAL | indices("abe") | {"effective_autonomy": "yes", "has_another_job": "yes"}
    told |= {"subject_to_control": "no", "subject_to_direction": "no", "subject_to_discipline": "no"}
    assert value("labour_status", **told) == LabourStatus.PRESUMED_EMPLOYEE
    assert value("rebuttal_open", **told) == 1
    assert value("rebuttal_open", presumption_rebutted="not_rebutted", **told) == 0


@pytest.mark.parametrize("form", ["employment", "domestic"])
def test_declared_contract_needs_no_presumption(form: str) -> None:
    assert value("labour_status", "2018-01-01", form=form) == LabourStatus.EMPLOYEE


def test_social_security_follows_the_contract_not_the_presumption() -> None:
    presumed = COURIER | NO_GENERAL | indices("abcd")
    assert value("labour_status", **presumed) == LabourStatus.PRESUMED_EMPLOYEE
    assert value("social_security_status", **presumed) == SocialSecurityStatus.SELF_EMPLOYED
    assert value("social_security_status", employment_established="yes", **presumed) == SocialSecurityStatus.EMPLOYEE
    assert value("social_security_status", form="domestic") == SocialSecurityStatus.DOMESTIC_WORKER


def test_social_security_status_is_certain_though_the_features_are_unknown() -> None:
    assert isinstance(value("labour_status", **COURIER), Unknown)
    assert value("social_security_status", **COURIER) == SocialSecurityStatus.SELF_EMPLOYED


def test_fees_from_the_own_employer_or_its_group_are_insured_as_employment() -> None:
    months = (2024 * 12 + 5, 2024 * 12 + 6)
    contracts = (("job", months[0]), ("sister", months[0]), ("other", months[0]), ("sister", months[1]))
    told = facts(form={0: "employment", 1: "services", 2: "services", 3: "services"}, gross_pay="1000")
    run = run_dossier(
        book("PT"),
        Dossier("w", *months, contracts, {"job": "G", "sister": "G"}, facts=told, nothing_before=True),
    )
    by_contract = dict(
        zip(
            run.layout.ids[book("PT").nodes["status.social_security_status"].level],
            run.column("social_security_status"),
            strict=True,
        )
    )
    assert by_contract == {0: 1, 1: 1, 2: 3, 3: 3}  # the sister company's fees only while employed in the group


# --- Employer and joint liability -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "employer"),
    [
        ({"payer_kind": "platform"}, Employer.PLATFORM),
        ({"payer_kind": "platform", "intermediary_invoked": "yes"}, Employer.UNDECIDED_BY_COURT),
        (
            {"payer_kind": "platform", "intermediary_invoked": "yes", "employer_found_by_court": "intermediary"},
            Employer.INTERMEDIARY,
        ),
        ({"payer_kind": "intermediary"}, Employer.UNDECIDED_BY_COURT),
        ({"payer_kind": "intermediary", "employer_found_by_court": "platform"}, Employer.PLATFORM),
        ({"payer_kind": "intermediary", "form": "employment"}, Employer.INTERMEDIARY),
    ],
)
def test_who_the_employer_is(told: dict[str, str], employer: Employer) -> None:
    given = {"form": "services"} | NO_GENERAL | indices("ab") | told
    assert value("employer_of_worker", **given) == employer


def test_operator_is_the_employer_under_the_general_presumption() -> None:
    told = NO_GENERAL | {"tools_leased_by_beneficiary": "yes", "fixed_regular_pay": "yes"}
    told |= {"form": "services", "payer_kind": "intermediary", "activity": "ride_hailing"}
    assert value("employer_of_worker", "2019-03-10", **told) == Employer.INTERMEDIARY
    assert value("employer_of_worker", "2018-10-10", **told) == Employer.NONE  # the lease does not count yet


def test_no_employer_without_employment() -> None:
    assert value("employer_of_worker", **(COURIER | NO_GENERAL | indices("a"))) == Employer.NONE
    assert value("employer_of_worker", form="employment", payer_kind="employer") == Employer.PAYER


@pytest.mark.parametrize(
    ("month", "claim", "liable"),
    [
        ("2023-05-15", "2026-05-31", 1),
        ("2023-05-15", "2026-06-01", 0),
        ("2023-04-15", "2023-06-01", 0),
        ("2024-06-15", "2024-05-31", 0),
    ],
)
def test_joint_liability_covers_three_years(month: str, claim: str, liable: int) -> None:
    told = {"form": "employment", "payer_kind": "intermediary", "claim_date": claim}
    assert value("platform_jointly_liable", month, **told) == liable


def test_joint_liability_covers_social_charges() -> None:
    told = {"form": "employment", "payer_kind": "intermediary", "claim_date": "2024-07-01", "gross_pay": "1000"}
    assert value("social_charges_under_joint_liability", **told) == 34750


# --- Economic dependence ----------------------------------------------------------------------------------------------


def dependent(paid: str, other: str, *, groups: dict[str, str] | None = None, **more: str) -> Any:
    """The year 2024 of a worker paid by two companies and by others; the value for the first company's group."""
    first = 2024 * 12
    contracts = (("one", first), ("two", first + 3), ("others", first + 6))
    told = facts(
        form="services",
        income_kind="services",
        gross_pay={0: paid, 1: "10.00", 2: other},
        works_personally="yes",
        **more,
    )
    run = run_dossier(
        book("PT"), Dossier("w", first, first + 11, contracts, groups or {}, facts=told, nothing_before=True)
    )
    rows = run.layout.ids[book("PT").nodes["status.economically_dependent"].level]
    place = rows.index(("G" if groups else "one", 2024))
    return run.column("economically_dependent")[place], run.column("dependent_worker_regime")[place]


def test_dependence_needs_more_than_half_of_the_year() -> None:
    assert dependent("1010.00", "1000.00")[0] == 0  # 1,010 of 2,020 is exactly half
    assert dependent("1010.01", "1000.00")[0] == 1


def test_a_group_counts_as_one_beneficiary() -> None:
    assert dependent("990.00", "1000.00")[0] == 0
    assert dependent("990.01", "1000.00", groups={"one": "G", "two": "G"})[0] == 1


def test_dependent_workers_are_protected_only_on_declaration() -> None:
    assert dependent("5000.00", "1000.00") == (1, 0)
    assert dependent("5000.00", "1000.00", dependence_declared_with_proof="yes")[1] == 1


def test_dependence_needs_personal_work() -> None:
    assert value("economically_dependent", "2024-12-31", dependent_on_payer="yes", works_personally="no") == 0
    parenthood = {"works_personally": "no", "substituted_for_parenthood_only": "yes"}
    assert value("economically_dependent", "2024-12-31", dependent_on_payer="yes", **parenthood) == 1


def test_dependence_was_judged_case_by_case_until_2023() -> None:
    assert value("economically_dependent", "2022-12-31", dependent_on_payer="yes", works_personally="yes") == 0
    assert value("economically_dependent", "2022-12-31", economic_dependence_recognised="yes") == 1


@pytest.mark.parametrize(("days", "choice"), [("60", 0), ("61", 1)])
def test_choice_of_collective_agreement_after_60_days(days: str, choice: int) -> None:
    told = {"dependent_worker_regime": "yes", "days_in_company_functions": days}
    assert value("may_choose_collective_agreement", "2024-12-31", **told) == choice


def test_who_insures_against_work_accidents() -> None:
    alone = COURIER | NO_GENERAL | indices("")
    assert value("accident_insurer", **alone, economically_dependent="no") == AccidentInsurer.WORKER
    assert value("accident_insurer", **alone, economically_dependent="yes") == AccidentInsurer.BENEFICIARY
    assert value("accident_insurer", form="employment") == AccidentInsurer.EMPLOYER


def test_doubtful_readings_keep_their_mark() -> None:
    law = book("PT")
    assert law.rule("platform_presumption").versions[0].evidence.kind == "interpretive"
    assert law.rule("platform_presumption_applies_in_time").versions[0].evidence.doubtful
    assert law.rule("accident_insurer").versions[0].evidence.doubtful
    day = read_value(law.nodes["status.relation_start_date"].kind, "2024-01-01")
    dated = law.nodes["status.platform_indices_needed"].dated_at(day)
    assert dated.evidence.kind == "interpretive"


@pytest.mark.parametrize(("on", "holds"), [("2023-04-30", 0), ("2023-05-01", 1)])
def test_what_the_law_of_2023_added(on: str, holds: int) -> None:
    elements = (
        "platform_is_legal_person",
        "services_at_distance_by_electronic_means",
        "services_at_request_of_users",
        "organises_paid_work_of_individuals",
        "own_business_model_and_brand",
    )
    assert value("meets_platform_definition", on, **dict.fromkeys(elements, "yes")) == holds
    for missing in elements:
        assert value("meets_platform_definition", on, **dict.fromkeys(elements, "yes") | {missing: "no"}) == 0
    free = {"subject_to_control": "no", "subject_to_direction": "no", "subject_to_discipline": "no"}
    assert value("rebuttal_facts_of_the_law", on, effective_autonomy="yes", **free) == holds
    told = {"platform_jointly_liable": "yes", "employment_contribution": "347.50"}
    assert value("social_charges_under_joint_liability", on, **told) == 34750 * holds
    assert value("platform_presumption", on, payer_kind="platform", **indices("ab")) == holds


@pytest.mark.parametrize("subjection", ["subject_to_control", "subject_to_direction", "subject_to_discipline"])
def test_any_subjection_defeats_the_rebuttal_of_the_law(subjection: str) -> None:
    told = {"subject_to_control": "no", "subject_to_direction": "no", "subject_to_discipline": "no", subjection: "yes"}
    assert value("rebuttal_facts_of_the_law", effective_autonomy="yes", **told) == 0
    told[subjection] = "no"
    assert value("rebuttal_facts_of_the_law", effective_autonomy="no", **told) == 0


@pytest.mark.parametrize(("of_law", "signs", "is_open"), [("yes", "0", 1), ("no", "1", 1), ("no", "0", 0)])
def test_rebuttal_is_open_on_facts_of_the_law_or_signs_weighed_by_courts(of_law: str, signs: str, is_open: int) -> None:
    told = {"labour_status": "presumed_employee", "rebuttal_facts_of_the_law": of_law, "signs_of_autonomy": signs}
    assert value("rebuttal_open", **told) == is_open


def test_a_claim_in_the_month_itself_is_covered_by_joint_liability() -> None:
    told = {"form": "employment", "payer_kind": "intermediary", "claim_date": "2024-06-01"}
    assert value("platform_jointly_liable", "2024-06-15", **told) == 1


def test_dependence_follows_the_law_of_the_years_end() -> None:
    told = {"dependent_on_payer": "yes", "works_personally": "yes"}
    assert value("economically_dependent", "2023-12-31", **told) == 1
    assert value("dependent_worker_regime", "2023-12-31", **told) == 0
    recognised = {"economic_dependence_recognised": "yes"}
    assert value("dependent_worker_regime", "2022-12-31", **recognised) == 1
    choice = {"dependent_worker_regime": "yes", "days_in_company_functions": "61"}
    assert value("may_choose_collective_agreement", "2023-12-31", **choice) == 1
    assert value("may_choose_collective_agreement", "2022-12-31", **choice) == 0


@pytest.mark.parametrize(
    ("kind", "on", "reported"),
    [
        ("platform", "2022-12-31", 0),
        ("platform", "2023-01-01", 1),
        ("client", "2024-06-15", 0),
    ],
)
def test_platforms_report_income_since_2023(kind: str, on: str, reported: int) -> None:
    assert value("income_reported_by_platform", on, payer_kind=kind) == reported


def test_nothing_is_left_to_rebut_where_employment_is_declared_or_not_presumed() -> None:
    assert value("rebuttal_open", form="employment") == 0
    assert value("rebuttal_open", **(COURIER | NO_GENERAL | indices("a"))) == 0
