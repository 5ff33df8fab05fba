"""What can be wrong in the mapping of microdata: each with its cure."""

from __future__ import annotations

from typing import Final

from amparo.rules.messages import Message

AGE: Final = (
    Message("microdata.age", "an age gives a date only."),
    Message("microdata.age_cure", "use it for birth_date."),
)
CURRENCY: Final = (
    Message("mapping.currency", "this is no currency."),
    Message("mapping.currency_cure", "write three letters of ISO 4217."),
)
HAS_JOB: Final = (
    Message("microdata.has_job", "having a job says yes or no only."),
    Message("microdata.has_job_cure", "use it for a fact that says yes or no."),
)
NO_COUNTRY: Final = (
    Message("microdata.no_country", "the country of the law is missing."),
    Message("microdata.country_cure", "write country: PT."),
)
ONE_REPLICATE: Final = (
    Message("microdata.one_replicate", "one replicate makes no variance."),
    Message("microdata.replicates_cure", "name them all."),
)
