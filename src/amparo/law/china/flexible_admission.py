"""Whether a place admits a flexible worker from elsewhere to its insurance (参保户籍条件): one text for both."""

from amparo.law.china.flexible import HukouCondition
from amparo.law.china.instruments import SIL
from amparo.rules import MONTH, YES, Truth, month_worked, rule


@rule(
    level=MONTH, law_at=month_worked, cites=SIL("10(2)"), evidence="S:L1", since="2011-07-01", place="residence_place"
)
def admitted(
    hukou_at_residence: Truth,
    hukou_condition: HukouCondition,
    residence_registered: Truth,
    admitted_without_hukou: Truth,
) -> Truth:
    """A flexible worker may join the {scheme} where registered, and elsewhere as far as {opened}."""
    if hukou_at_residence or hukou_condition == HukouCondition.OPEN:
        return YES
    if hukou_condition == HukouCondition.RESIDENCE_REGISTRATION:
        return residence_registered
    return admitted_without_hukou
