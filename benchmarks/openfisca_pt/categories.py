"""The closed lists, in the order in which the records number them."""

from benchmarks.openfisca_pt.core import Enum


class Form(Enum):
    EMPLOYMENT = "contract of employment"
    SERVICES = "provision of services"
    SOLE_TRADER = "sole trader"
    DOMESTIC = "domestic service"


class IncomeKind(Enum):
    SERVICES = "services"
    GOODS = "goods"
    HOSPITALITY = "hospitality"
    OTHER = "other"


class PayerKind(Enum):
    PLATFORM = "platform"
    INTERMEDIARY = "intermediary"
    CLIENT = "client"
    EMPLOYER = "employer"
    HOUSEHOLD = "household"


class Rebuttal(Enum):
    UNDECIDED = "undecided"
    REBUTTED = "rebutted"
    NOT_REBUTTED = "not rebutted"


class SelfEmployedClass(Enum):
    GENERAL = "general"
    BUSINESS_OWNER = "business owner"
    FARMER = "farmer"


class ExcludedActivity(Enum):
    NOT_EXCLUDED = "not excluded"
    LAWYER_OR_SOLICITOR = "lawyer or solicitor"
    FARM_FOR_OWN_USE = "farm for own use"
    INSURED_ABROAD = "insured abroad"
    BOAT_OWNER_IN_CREW = "boat owner in crew"
    SHELLFISH_OR_SHORE_FISHER = "shellfish or shore fisher"
    OWN_POWER_PRODUCTION_ONLY = "own power production only"
    LETTING_ONLY = "letting only"
    SMALL_FARM_SUBSIDY_ONLY = "small farm subsidy only"


class BaseKind(Enum):
    DECLARED = "declared"
    STARTING = "starting"
    TAXABLE_PROFIT = "taxable profit"
    EXCESS = "excess"
    SPOUSE = "spouse"


class EmployeeCategory(Enum):
    GENERAL = "general"
    BOARD_MEMBER = "board member"
    MANAGING_BOARD_MEMBER = "managing board member"
    HOME_WORKER = "home worker"
    VERY_SHORT_CONTRACT = "very short contract"
    STUDENT_IN_HOLIDAYS = "student in holidays"
    AGRICULTURE = "agriculture"
    PROFESSIONAL_SPORT = "professional sport"
    FISHING = "fishing"
    DISABLED = "disabled"
    NON_PROFIT_EMPLOYER = "non profit employer"
    OLD_AGE_PENSIONER = "old age pensioner"
    INVALIDITY_PENSIONER = "invalidity pensioner"
    PRE_RETIREMENT_WITHOUT_WORK = "pre retirement without work"
    LONG_CAREER_STAYING_ON = "long career staying on"
    PUBLIC_OLD_AGE_PENSIONER = "public old age pensioner"
    PUBLIC_INVALIDITY_PENSIONER = "public invalidity pensioner"


class DomesticArrangement(Enum):
    HOURLY = "by the hour"
    DAILY = "by the day"
    MONTHLY_FULL_TIME = "monthly, full time"
