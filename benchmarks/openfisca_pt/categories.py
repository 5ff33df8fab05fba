"""The closed lists, in the order in which the records number them."""

from openfisca_core.indexed_enums import Enum


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
