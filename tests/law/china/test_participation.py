"""Who takes part: one statement for each branch and scheme of coverage, the record before the law, one scheme each."""

from typing import Any

import pytest
from tests.law.china.claims import MAN, WOMAN, Claim, claimed, dossier, employed, lives_in, months_of

from amparo.engine.certify import compare, outputs_of
from amparo.engine.kernel import Kernel
from amparo.law import book
from amparo.rules.declarations import Branch, CoverageStatement, Participation


def taking_part(**told: Any) -> Claim:
    work = told.pop("work", None)
    return claimed(("2025-01", "2025-12"), [("2025-12-01", "2025-12-02")], work=work, **told)


def truth(claim: Claim, branch: Branch, scheme: str, month: str = "2025-06") -> tuple[str, str]:
    (found,) = (
        result for _, result in book("CN").results(Participation) if (result.branch, result.scheme) == (branch, scheme)
    )
    return claim.at(found.registered, month), claim.at(found.contributing, month)


def test_every_coverage_has_one_participation() -> None:
    covered = [(result.branch, result.scheme) for _, result in book("CN").results(CoverageStatement)]
    taken = [(result.branch, result.scheme) for _, result in book("CN").results(Participation)]
    assert sorted(taken) == sorted(set(taken))
    assert set(covered) == set(taken)


def test_an_employee_takes_part_in_the_five_branches_and_nowhere_else() -> None:
    claim = taking_part(work={"e": ("2025-01", "2025-12")}, **employed("beijing", "10000"), **MAN)
    for branch in (
        Branch.OLD_AGE,
        Branch.MEDICAL_CARE,
        Branch.MATERNITY_PARENTAL,
        Branch.UNEMPLOYMENT,
        Branch.EMPLOYMENT_INJURY,
        Branch.OCCUPATIONAL_DISEASE,
        Branch.INVALIDITY,
        Branch.SURVIVORS,
    ):
        assert truth(claim, branch, "employees") == ("yes", "yes")
    assert truth(claim, Branch.SICKNESS, "employees") == ("no", "no")
    assert truth(claim, Branch.OLD_AGE, "flexible") == ("no", "no")
    assert truth(claim, Branch.MEDICAL_CARE, "residents") == ("no", "no")


def test_the_record_goes_before_the_law() -> None:
    """An employer that did not pay: the record of the month shows no base."""
    told = employed("beijing", "10000") | MAN | {"month_on_record": months_of("2025-01", "2025-12", "yes")}
    told |= {"recorded_work_injury_base": "8000", "recorded_pension_place": "beijing"}
    claim = taking_part(work={"e": ("2025-01", "2025-12")}, **told)
    assert truth(claim, Branch.OLD_AGE, "employees") == ("no", "no")
    assert truth(claim, Branch.EMPLOYMENT_INJURY, "employees") == ("yes", "yes")


def test_a_flexible_worker() -> None:
    told = lives_in("beijing") | MAN | {"joins_flexible_pension": "yes", "joins_flexible_unemployment": "yes"}
    told |= {"chosen_pension_base": "7162", "joins_flexible_medical": "yes"}
    claim = taking_part(**told)
    assert truth(claim, Branch.OLD_AGE, "flexible", "2025-09") == ("yes", "yes")
    assert truth(claim, Branch.UNEMPLOYMENT, "flexible", "2025-09") == ("yes", "yes")
    assert truth(claim, Branch.MEDICAL_CARE, "flexible", "2025-09") == ("yes", "yes")
    assert truth(claim, Branch.EMPLOYMENT_INJURY, "flexible", "2025-09") == ("no", "no")
    assert truth(claim, Branch.OLD_AGE, "employees", "2025-09") == ("no", "no")


def test_medical_insurance_is_credited_while_unemployment_benefit_is_drawn() -> None:
    """Social Insurance Law art. 48."""
    told = lives_in("beijing") | MAN | {"draws_unemployment_benefit": {"2025-06": "yes", "2025-07": "no"}}
    claim = taking_part(**told)
    assert truth(claim, Branch.MEDICAL_CARE, "employees") == ("yes", "yes")
    assert truth(claim, Branch.OLD_AGE, "employees") == ("no", "no")


@pytest.mark.parametrize(("rung", "part"), [("0", "no"), ("100", "yes")])
def test_residents_pension(rung: str, part: str) -> None:
    claim = taking_part(chosen_residents_rung=rung, **lives_in("henan"), **MAN)
    assert truth(claim, Branch.OLD_AGE, "residents") == (part, part)


def test_orders_under_the_protection() -> None:
    told = lives_in("beijing") | MAN | {"platform": "meituan", "payer_kind": "platform", "form": "services"}
    told |= {"activity": "food_delivery", "work_place": "beijing", "gross_pay": "8000", "orders": "900"}
    told |= {"local_ride_hailing_licence": "no"}
    claim = taking_part(work={"meituan": ("2025-03", "2025-06")}, **told)
    assert truth(claim, Branch.EMPLOYMENT_INJURY, "occupational_injury", "2025-06") == ("yes", "yes")
    assert truth(claim, Branch.EMPLOYMENT_INJURY, "occupational_injury", "2025-02") == ("no", "no")


def test_both_ways_of_running_agree_on_claims() -> None:
    """A worker with an injury, a birth, a loss of work and a sickness; a flexible worker; a rider."""
    law = book("CN")
    spells = [("2025-02-03", "2025-03-20"), ("2025-05-10", "2025-08-15"), ("2025-09-02", "2025-12-31")]
    kinds = {0: "employment_injury", 1: "birth", 2: "unemployment"}
    yes = dict.fromkeys(("injury_recognised", "involuntary_loss", "registered_as_job_seeker"), "yes")
    told = {"contingency": kinds, "disability_grade": "9", "disability_graded_on": "2025-03-10"} | yes
    months = ("2023-01", "2025-12")
    work = {"e": ("2023-01", "2025-08")}
    employee = dossier(months, spells, work=work, **told, **employed("beijing", "9000"), **WOMAN)
    in_city = {**employed("shenzhen", "3000"), **MAN}
    low_paid = dossier(months, spells, work=work, **told, **in_city, work_relation_ended="yes")
    flexible = dossier(
        months,
        [("2025-09-02", "2025-10-01")],
        contingency="sickness",
        inpatient_cost_in_catalogue="12345.67",
        joins_flexible_medical="yes",
        joins_flexible_pension="yes",
        chosen_pension_base="8000",
        **lives_in("haikou"),
        **MAN,
    )
    rider = dossier(
        months,
        [("2025-09-02", "2025-10-01")],
        work={"meituan": ("2024-01", "2025-09")},
        contingency="employment_injury",
        injured_on_an_order="yes",
        occupational_injury_confirmed="yes",
        disability_grade="4",
        disability_graded_on="2025-09-20",
        platform="meituan",
        payer_kind="platform",
        form="services",
        activity="food_delivery",
        work_place="chengdu",
        gross_pay="7000",
        orders="800",
        local_ride_hailing_licence="no",
        **lives_in("chengdu"),
        **MAN,
    )
    kernel = Kernel(law, outputs_of(law)).ready()
    found = compare(law, kernel, [employee, low_paid, flexible, rider], lambda n: False)
    assert found.differences == 0, found.examples
