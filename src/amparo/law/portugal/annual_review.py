"""The yearly review of what the self-employed in Portugal declared (Contributions Code art. 164-A).

What the review finds is posted years after the months worked: 2019 to 2021 were reviewed together in 2022.
"""

from amparo.law.portugal.instruments import CRC
from amparo.rules import (
    NOTHING,
    YEAR,
    Date,
    Money,
    Rate,
    Truth,
    any_of,
    percent_of,
    percents_of,
    posting,
    rule,
    year_end,
)

contributed_in_year = any_of("subject_to_contribute", at=YEAR)


@rule(
    level=YEAR,
    law_at=year_end,
    cites=(CRC("162(5)"), CRC("164-A(1)")),
    evidence="L:crc",
    since="2019-01-01",
    before=NOTHING,
)
def relevant_income_found(
    services_found: Money,
    goods_found: Money,
    hospitality_found: Money,
    services_share: Rate,
    goods_share: Rate,
    hospitality_share: Rate,
) -> Money:
    """Relevant income of the year that the tax data show beyond what was declared."""
    return percents_of(services_found, services_share, goods_found, goods_share, hospitality_found, hospitality_share)


@rule(
    level=YEAR,
    law_at=year_end,
    cites=(CRC("161"), CRC("164-A(2)")),
    evidence="L:crc",
    since="2019-01-01",
    before=NOTHING,
)
def review_contribution(relevant_income_found: Money, rate_of_class: Rate, contributed_in_year: Truth) -> Money:
    """Contributions that result from the review, owed although the activity may have ended; they count as paid late."""
    if not contributed_in_year:
        return NOTHING
    return percent_of(relevant_income_found, rate_of_class)


@rule(level=YEAR, law_at=year_end, cites=CRC("164-A(1)"), evidence="S:publico-20 press", since="2018-01-01")
def review_posted_on(review_day: Date) -> Date:
    """The result is charged to a later January."""
    return review_day


RESULTS = (
    posting(
        "review_contribution",
        scheme="self_employed",
        payer="worker",
        posted_on="review_posted_on",
        cause="annual review",
    ),
)
