"""Pay on which contributions are due as an employee, and what the category of employee is protected against."""

import numpy as np
from benchmarks.openfisca_pt.arithmetic import (
    RECORDS_BEGIN,
    RECORDS_END,
    by_month_of_tie,
    half_up,
    percent_of,
    total_of_ties,
)
from benchmarks.openfisca_pt.categories import EmployeeCategory
from benchmarks.openfisca_pt.core import DateUnit, Variable
from benchmarks.openfisca_pt.entities import Engagement, TieMonth, Worker

MONTH, YEAR = DateUnit.MONTH, DateUnit.YEAR


class pay_insured_as_employee(Variable):
    value_type = int
    entity = Engagement
    definition_period = YEAR
    label = "Pay, and fees from one's own employer or its group, in the employees' scheme"

    def formula(engagement, period):
        return np.where(engagement("insured_as_employee", period), engagement("gross_pay", period), 0)


class employee_pay(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "Pay insured as an employee of the payer"

    def formula(tie_month, period):
        return tie_month.sum(tie_month.members("pay_insured_as_employee", period))


class employee_of_payer(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Insured as an employee of the payer"

    def formula(tie_month, period):
        return tie_month.any(tie_month.members("insured_as_employee", period))


class employee_pay_of_all_employers(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "The worker's pay as an employee in the row's month, whoever pays"

    def formula(tie_month, period):
        months = RECORDS_END - RECORDS_BEGIN + 1
        key = tie_month.rows["worker"] * months + (tie_month("month_of_tie", period) - RECORDS_BEGIN)
        return np.bincount(key, weights=tie_month("employee_pay", period))[key]


class hours_for_payer(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "Hours worked for the payer"

    def formula(tie_month, period):
        return tie_month.sum(tie_month.members("hours_worked", period))


class conventional_ias(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "The support index of conventional bases, new from the month after its publication"

    def formula(tie_month, period, parameters):
        def index(month):
            late = int(month[5:]) < parameters(month).employees.conventional_base_month
            return parameters(f"{int(month[:4]) - 1}-12" if late else month).ias

        return by_month_of_tie(tie_month, index)


class conventional_hourly_pay(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "Conventional hour: support index x 12 / (52 x 40)"

    def formula(tie_month, period):
        return half_up(tie_month("conventional_ias", period).astype(np.int64) * 12, 52 * 40)


class board_member_base(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "Pay, at least one support index unless other insurance counts for one"

    def formula(tie_month, period, parameters):
        ias = by_month_of_tie(tie_month, lambda month: parameters(month).ias)
        pay = tie_month("employee_pay", period)
        elsewhere = tie_month("employee_pay_of_all_employers", period) - pay >= ias
        counted = elsewhere | tie_month("other_insurance_or_pension_of_one_ias", period)
        return np.where(counted, pay, np.maximum(pay, ias))


class professional_sport_base(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "One fifth of pay, at least one support index; the whole pay if so agreed"

    def formula(tie_month, period, parameters):
        ias = by_month_of_tie(tie_month, lambda month: parameters(month).ias)
        pay = tie_month("employee_pay", period)
        whole = tie_month("sport_full_pay_agreed", period) & (pay > ias)
        share = percent_of(pay, parameters(period).employees.sport_base_share)
        return np.where(whole, pay, np.maximum(share, ias))


class employee_contribution_base(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "Gross pay without ceiling; conventional or with a minimum by category"

    def formula(tie_month, period):
        category = tie_month("employee_category", period)
        short = (category == EmployeeCategory.VERY_SHORT_CONTRACT) | (category == EmployeeCategory.STUDENT_IN_HOLIDAYS)
        board = (category == EmployeeCategory.BOARD_MEMBER) | (category == EmployeeCategory.MANAGING_BOARD_MEMBER)
        return np.select(
            [~tie_month("employee_of_payer", period), short, board, category == EmployeeCategory.PROFESSIONAL_SPORT],
            [
                0,
                tie_month("conventional_hourly_pay", period) * tie_month("hours_for_payer", period),
                tie_month("board_member_base", period),
                tie_month("professional_sport_base", period),
            ],
            tie_month("employee_pay", period),
        )


def protection(tie_month, period, parameters, contingency):
    """Whether the category of the employment is protected against the contingency."""
    table = parameters(period).employees.protected[contingency]
    by_category = np.array([table[category.name.lower()] for category in EmployeeCategory], bool)
    return tie_month("employee_of_payer", period) & by_category[np.asarray(tie_month("employee_category", period))]


class protected_in_sickness(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Protected in sickness"

    def formula(tie_month, period, parameters):
        return protection(tie_month, period, parameters, "sickness")


class protected_in_parenthood(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Protected in parenthood"

    def formula(tie_month, period, parameters):
        return protection(tie_month, period, parameters, "parenthood")


class protected_in_occupational_disease(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Protected in occupational disease"

    def formula(tie_month, period, parameters):
        return protection(tie_month, period, parameters, "occupational_disease")


class protected_in_invalidity(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Protected in invalidity"

    def formula(tie_month, period, parameters):
        return protection(tie_month, period, parameters, "invalidity")


class protected_in_old_age(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Protected in old age"

    def formula(tie_month, period, parameters):
        return protection(tie_month, period, parameters, "old_age")


class protected_in_death(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Protected in death"

    def formula(tie_month, period, parameters):
        return protection(tie_month, period, parameters, "death")


class employee_base_of_all_employers(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "Pay of the month on which contributions are due as an employee"

    def formula(worker, period):
        return total_of_ties(worker, "employee_contribution_base", period)
