"""The charge on the contracting entity by dependence (Portugal, Contributions Code arts. 140, 167, 168(7)), elsewhere.

Dependence, thresholds, rates, base and charge are Portugal's own provisions, taken over as they stand. Here stands only
what they read: the activity of the year, and who contributes.
"""

from amparo.law.mechanisms.instruments import Terms
from amparo.law.portugal.instruments import CRC
from amparo.rules import CONTRACT, YEAR, Money, Truth, month_worked, next_year_start, posting, rule, year_end


@rule(level=CONTRACT, law_at=month_worked, cites=(CRC("140(1)"), CRC("167")), evidence="I:crc", since="2018-01-01")
def services_provided(independent_pay: Money) -> Money:
    """Value of the services provided to the payer: all own-account pay, for records do not tell goods apart."""
    return independent_pay


@rule(level=CONTRACT, law_at=month_worked, cites=CRC("140(1)"), evidence="I:crc", since="2018-01-01")
def activity_value(independent_pay: Money) -> Money:
    """Value of the activity."""
    return independent_pay


@rule(level=YEAR, law_at=year_end, cites=(CRC("140(2)"), Terms("5")), evidence="I", since="2018-01-01")
def contributed_in_year(independent_work_in_year: Truth) -> Truth:
    """Where own-account workers need not contribute, whoever works on own account in the year counts as subject."""
    return independent_work_in_year


RESULTS = (
    posting(
        "contracting_entity_contribution",
        scheme="contracting_entity_charge",
        payer="payer",
        posted_on=next_year_start,
        cause="contracting entity",
    ),
)
