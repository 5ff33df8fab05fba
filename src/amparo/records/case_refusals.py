"""What can be wrong in a case file: each with its cure."""

from __future__ import annotations

from typing import Final

from amparo.rules.messages import Message

BOTH_NAMES: Final = (
    Message("case.both_names", "this fact is told twice, by both its names."),
    Message("cure.once", "tell it once."),
)
BY_YEAR: Final = (
    Message("case.by_year", "this fact has one value per calendar year."),
    Message("cure.year", "write the year, as 2025."),
)
DAY_FAR: Final = (
    Message("case.day_far", "this day is too far away."),
    Message("cure.year_between", "write a year between 1850 and 2149."),
)
EMPTY_MONTHS: Final = (
    Message("case.empty_months", "no month is given."),
    Message("cure.at_least_one", "write at least one."),
)
ENDS_BEFORE: Final = (
    Message("case.ends_before", "it ends before it begins."),
    Message("case.exchange_from_until", "exchange from and until."),
)
GAPS: Final = (
    Message("case.gaps", "there are gaps between the months."),
    Message("case.gaps_cure", "write the first..last."),
)
HUNDRED_YEARS: Final = (
    Message("case.hundred_years", "these are more than 100 years."),
    Message("cure.working_life", "write a working life at most."),
)
CHOICE_LACKS: Final = (
    Message("document.missing", "this is missing."),
    Message("case.choice_cure", "a choice has fact, from, (until,) value."),
)
SPELL_LACKS: Final = (
    Message("document.missing", "this is missing."),
    Message("case.known_until_cure", "write the day up to which it is known."),
)
MONTHS_TWICE: Final = (
    Message("case.months_twice", "the months are said twice."),
    Message("case.engagement_months_cure", "write month, months, or from and until."),
)
MONTH_FAR: Final = (
    Message("case.month_far", "this month is too far away."),
    Message("cure.year_between", "write a year between 1850 and 2149."),
)
MONTH_TWICE: Final = (
    Message("case.month_twice", "this month is told twice."),
    Message("cure.month_once", "tell each month once."),
)
NOT_BY_PERIOD: Final = (
    Message("case.not_by_period", "this fact has one value, not one per period."),
    Message("cure.single", "write a single value."),
)
NOT_DAY: Final = (
    Message("case.not_day", "this is not a day of the calendar."),
    Message("cure.day", "write it as 2025-03-10."),
)
NOT_MONTH: Final = (
    Message("case.not_month", "this is not a month."),
    Message("cure.month", "write it as 2025-03."),
)
NOT_TRUTH: Final = (
    Message("case.not_truth", "this is neither yes nor no."),
    Message("cure.truth", "write yes or no."),
)
NO_LIST: Final = (
    Message("document.no_list", "a list is expected."),
    Message("document.list_cure", "begin each item with '- '."),
)
NO_MAPPING: Final = (
    Message("case.no_mapping", "a case is a mapping of keys."),
    Message("case.begin_cure", "begin with 'country: PT'; see docs/case-file.md."),
)
NOT_KEYS: Final = (
    Message("document.no_mapping", "a mapping of keys is expected."),
    Message("document.mapping_cure", "write 'key: value' lines, indented."),
)
NO_MONTHS: Final = (
    Message("case.no_months", "it is not said which months are told."),
    Message("case.history_months_cure", "write month or months, once."),
)
NO_STRETCH: Final = (
    Message("case.no_stretch", "this is no month and no stretch of months."),
    Message("cure.stretch", "write 2025-03 or 2025-03..2025-06."),
)
ONE_END: Final = (
    Message("case.one_end", "one end of the months is missing."),
    Message("cure.both", "write both."),
)
OTHER_VALUE: Final = (
    Message("case.other_value", "this was already told with another value."),
    Message("cure.once", "tell it once."),
)
PAYERS: Final = (
    Message("case.payers", "payers are written by name."),
    Message("case.payers_cure", "write 'name:' and below it what is told of it."),
)
QUARTER: Final = (
    Message("case.quarter", "a quarter is written by its first month."),
    Message("cure.quarter", "write 2025-01, -04, -07 or -10."),
)
QUARTER_OUTSIDE: Final = (
    Message("case.quarter_outside", "this quarter lies outside the months told."),
    Message("case.widen", "widen from and to."),
)
SPELL_ENDS_BEFORE: Final = (
    Message("case.spell_ends_before", "the spell ends before it begins."),
    Message("case.exchange_days", "exchange the days."),
)
STRETCH_BACKWARDS: Final = (
    Message("case.stretch_backwards", "the stretch ends before it begins."),
    Message("cure.stretch_order", "write the earlier month first."),
)
TOLD_FOR_ALL: Final = (
    Message("case.told_for_all", "this fact was already told once for all."),
    Message("cure.one_place", "tell it in one place."),
)
TO_BEFORE_FROM: Final = (
    Message("case.to_before_from", "the last month lies before the first."),
    Message("case.exchange_from_to", "exchange from and to."),
)
YEAR_OUTSIDE: Final = (
    Message("case.year_outside", "this year lies outside the years told."),
    Message("case.widen", "widen from and to."),
)
