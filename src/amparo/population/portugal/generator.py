"""Own-account and platform workers of Portugal: who they are, since when, and the records that tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from amparo.population.course import chosen, ends
from amparo.population.portugal.legal import bases
from amparo.population.portugal.work import (
    ACTIVITIES,
    EMPLOYER,
    PLATFORMS,
    SLOTS,
    YEAR,
    Rows,
    employment,
    own_account,
    pay,
    wages,
)
from amparo.population.tables import Column, dates, money, month_days, named, of_names, same, words, write_part

if TYPE_CHECKING:
    from pathlib import Path

    from amparo.population.margins import Margins
    from amparo.population.raking import Persons

LEAD: Final = 15  # months of engagements before the first: who owed the least all the year before owes none (CRC 157)
HISTORY: Final = 12  # months of registered pay before the engagements, told as the record tells them
LEAST_AGE: Final = 18  # nobody works on own account before, though the law lets them from 16
_FORMS: Final = ("services", "employment")
_AGES_OF_DRIVERS: Final = {"18-29": 0.160, "30-49": 0.594, "50-59": 0.159, "60+": 0.087}
_SEVERAL_PLATFORMS: Final = {"2": 2.0, "3": 1.0}  # how many, of those on more than one; no figure was seen
_BANDS: Final = {"18-29": (18, 12), "30-49": (30, 20), "50-59": (50, 10), "60+": (60, 6)}
_PENSIONERS: Final = (67, 11)  # youngest age and width: after the normal pension age of 66 years and some months
_OLDEST_ACTIVITY: Final = 480  # months
_YEAR_DAYS: Final = 365.25


class Course(NamedTuple):
    """When each person was born (days since 1970), came of age, opened the activity and closed it (months)."""

    born: np.ndarray
    of_age: np.ndarray
    began: np.ndarray
    ended: np.ndarray


def candidates(rng: np.random.Generator, n: int, margins: Margins) -> Persons:
    """Persons by the margins, each variable for itself, before raking."""
    cells = {margin.id: dict(margin.cells) for margin in margins.margins}
    alone = ("group", "sex", "age", "nationality", "clients", "employed_beside", "pensioner")
    persons = {name: chosen(rng, cells[name], n) for name in alone}
    drives = persons["group"] == "ride_hailing"
    drivers = {
        "sex": cells["drivers_sex"],
        "nationality": cells["drivers_nationality"],
        "age": _AGES_OF_DRIVERS,
        "employed_beside": cells["drivers_beside"],
    }
    for name, shares in drivers.items():
        persons[name][drives] = chosen(rng, shares, int(drives.sum()))
    persons["pensioner"][persons["age"] != "60+"] = "no"
    return persons | _payers_of_platforms(rng, persons, cells)


def _payers_of_platforms(
    rng: np.random.Generator, persons: Persons, cells: dict[str, dict[str, float]]
) -> dict[str, np.ndarray]:
    """A platform is a client: who works on one has one, who works on two or three has few."""
    n = len(persons["group"])
    single = cells["platforms"]["1"] / (1 - cells["platforms"]["0"])
    of_platform = np.where(rng.random(n) < single, "1", chosen(rng, _SEVERAL_PLATFORMS, n))
    platforms = np.where(persons["group"] == "clients", "0", of_platform)
    of_several = chosen(rng, {name: cells["clients"][name] for name in ("few_main", "few")}, n)
    on_platforms = np.where(platforms == "1", "one", of_several)
    return {"platforms": platforms, "clients": np.where(platforms == "0", persons["clients"], on_platforms)}


def turnover(persons: Persons, margins: Margins, first: int, last: int) -> np.ndarray:
    """How many persons like each there are in all the months for one at a time: those who come replace those who go."""
    years = (last - first + 1) / 12
    return np.asarray(1 + years * _entries(persons, margins))


def write(
    rng: np.random.Generator,
    persons: Persons,
    start: int,
    margins: Margins,
    first: int,
    last: int,
    home: Path,
    part: int,
) -> dict[str, int]:
    """Write one part of the records; rows by table. start: the number of the first person."""
    months = np.arange(first - LEAD, last + 1)
    course = _course(rng, persons, margins, first, last)
    is_open = (months >= course.began[:, None]) & (months <= course.ended[:, None])
    level, cents = pay(rng, persons, margins, is_open)
    wage = wages(rng, persons, margins)
    work, job = own_account(rng, persons, cents), employment(wage, course.of_age, months)
    rows = Rows(*(np.concatenate(pair) for pair in zip(work, job, strict=True)))
    names = named("w", start + np.arange(len(wage)))
    keys, position = np.unique(rows.payer, return_inverse=True)
    payers = _payer_names(keys, start)
    record = _record(rng, persons, names, course, level, wage, months)
    began = _jobs_began(rng, len(wage), course.of_age, int(months[0]), 12 * margins.value("tenure_of_job"))
    tables: dict[str, dict[str, Column]] = {
        "workers": _workers(persons, names, course, first, last),
        "payers": _payers(keys, payers, first_part=part == 0),
        "engagements": _engagements(rows, names, payers, position, months),
        "ties": _ties(rows, names, payers, position, months, began),
        "tie_years": _tie_years(rows, names, payers, position, months),
        "months": record,
    }
    return {table: write_part(home, table, part, columns) for table, columns in tables.items()}


# --- persons ----------------------------------------------------------------------------------------------------------


def _entries(persons: Persons, margins: Margins) -> np.ndarray:
    """Activities opened in a year, as a share of those open at a time."""
    drives = persons["group"] == "ride_hailing"
    return np.where(drives, margins.value("drivers_entries_of_year"), margins.value("entries_of_year"))


def _course(rng: np.random.Generator, persons: Persons, margins: Margins, first: int, last: int) -> Course:
    """Some are there in the first month, the others come in the course of the months; as many go as come.

    Ages are those at the first month in which they are there; nobody opened the activity before the least age.
    """
    n, months = len(persons["group"]), last - first + 1
    entries, survival = _entries(persons, margins), margins.value("first_year_survival")
    there = rng.random(n) * (1 + entries * months / 12) < 1
    in_first_year = entries * (1 + survival) / 2  # of those open at a time
    left_a_year = entries * survival / (1 - in_first_year)  # of the older ones, so that as many go as come
    young = rng.random(n) < in_first_year
    older = 12 + np.minimum(rng.exponential(12 / left_a_year), _OLDEST_ACTIVITY)
    age = np.where(there, np.where(young, 12 * rng.random(n), older), 0).astype(np.int64)
    seen = np.where(there, first, first + rng.integers(0, months, n))
    ended = seen + ends(rng, age, survival, left_a_year)
    years = _years_of_age(rng, persons)
    born = np.floor((seen / 12 - 1970 - years) * _YEAR_DAYS)
    of_age = seen - np.floor(12 * (years - LEAST_AGE)).astype(np.int64)
    return Course(born, of_age, np.maximum(seen - age, of_age), ended)


def _years_of_age(rng: np.random.Generator, persons: Persons) -> np.ndarray:
    bands = [persons["pensioner"] == "yes", *(persons["age"] == band for band in _BANDS)]
    spans = [_PENSIONERS, *_BANDS.values()]
    low, width = (np.select(bands, [span[side] for span in spans]) for side in (0, 1))
    return np.asarray(low + width * rng.random(len(low)))


def _workers(persons: Persons, names: pa.Array, course: Course, first: int, last: int) -> dict[str, Column]:
    n, begin = len(course.began), first - LEAD - HISTORY
    closed = course.ended < last
    return {
        "worker": names,
        "first_month": month_days(np.full(n, begin)),
        "last_month": month_days(np.full(n, last)),
        "nothing_before": words(np.where(course.began >= begin, "yes", "unknown")),
        "birth_date": dates(course.born),
        "sex": words(persons["sex"]),
        "own_account_activity": same("yes", n),
        "activity_start": month_days(course.began),
        "activity_end": _where_closed(month_days(np.minimum(course.ended, last)), closed),
    }


def _where_closed(days: pa.Array, closed: np.ndarray) -> pa.Array:
    return pc.if_else(pa.array(closed), days, pa.scalar(None, days.type))


def _record(
    rng: np.random.Generator,
    persons: Persons,
    names: pa.Array,
    course: Course,
    level: np.ndarray,
    wage: np.ndarray,
    months: np.ndarray,
) -> dict[str, Column]:
    """Registered pay of the months before the engagements, from the thirteenth of activity on; and who has a pension.

    Those who are employed or have a pension owed nothing for the activity, and nothing of it was registered.
    """
    n, begin = len(wage), int(months[0])
    before = np.arange(begin - HISTORY, begin)
    exempt = (wage > 0) | (persons["pensioner"] == "yes")
    insured = (before[None, :] >= course.began[:, None] + 12) & (rng.random((n, HISTORY)) < 0.85) & ~exempt[:, None]
    bound = bases(YEAR)
    base = np.rint(100 * np.minimum(bound.relevant_share * level, bound.highest))[:, None] * insured
    earned = wage[:, None] * (before[None, :] >= course.of_age[:, None])
    pensioners = np.nonzero(persons["pensioner"] == "yes")[0]
    later = len(pensioners) * len(months)
    person = np.concatenate([np.repeat(np.arange(n), HISTORY), np.repeat(pensioners, len(months))])
    with_pension = persons["pensioner"][person] == "yes"
    blank = np.zeros(later)
    return {
        "worker": of_names(names, person),
        "month": month_days(np.concatenate([np.tile(before, n), np.tile(months, len(pensioners))])),
        "month_on_record": words(np.repeat(["yes", "no"], [n * HISTORY, later])),
        "recorded_self_employed_base": money(np.concatenate([base.ravel(), blank])),
        "recorded_employee_pay": money(np.concatenate([earned.ravel(), blank])),
        "old_age_or_invalidity_pensioner": words(np.where(with_pension, "yes", "no")),
        "work_compatible_with_pension": words(np.where(with_pension, "yes", "unknown")),
    }


# --- tables -----------------------------------------------------------------------------------------------------------


def _payer_names(keys: np.ndarray, start: int) -> pa.Array:
    if not len(keys):
        return pa.array([], pa.string())
    person, slot = start + keys // SLOTS, keys % SLOTS
    own = np.char.add(
        np.char.add(np.where(slot == EMPLOYER, "e", "c"), np.char.zfill(person.astype(np.str_), 9)),
        np.where(slot == EMPLOYER, "", np.char.add("_", (slot + 1).astype(np.str_))),
    )
    platforms = np.array(PLATFORMS)[np.clip(-1 - keys, 0, len(PLATFORMS) - 1)]
    return pa.array(np.where(keys < 0, platforms, own))


def _payers(keys: np.ndarray, names: pa.Array, *, first_part: bool) -> dict[str, Column]:
    """The payers of the part; the platforms, which all parts share, stand in the first."""
    own = keys >= 0
    kinds = np.where(keys[own] % SLOTS == EMPLOYER, "employer", "client")
    shared = list(PLATFORMS) if first_part else []
    return {
        "payer": pa.concat_arrays([names.filter(pa.array(own)).cast(pa.string()), pa.array(shared, pa.string())]),
        "payer_kind": words(np.concatenate([kinds, np.full(len(shared), "platform")])),
    }


def _jobs_began(rng: np.random.Generator, n: int, of_age: np.ndarray, first: int, tenure: float) -> np.ndarray:
    """Since which month each job beside lasts, by a mean tenure in months, and not under age."""
    return np.maximum(first - rng.exponential(tenure, n).astype(np.int64), of_age)


def _engagements(
    rows: Rows, names: pa.Array, payers: pa.Array, position: np.ndarray, months: np.ndarray
) -> dict[str, Column]:
    return {
        "worker": of_names(names, rows.person),
        "payer": of_names(payers, position),
        "month": month_days(months[rows.month]),
        "activity": of_names(pa.array(ACTIVITIES), rows.activity),
        "form": of_names(pa.array(_FORMS), rows.form),
        "gross_pay": money(rows.cents),
        "base_pay": money(rows.cents * rows.form),
        "orders": rows.orders.astype(np.int32),
        "days_worked": rows.days.astype(np.int32),
    }


def _ties(
    rows: Rows, names: pa.Array, payers: pa.Array, position: np.ndarray, months: np.ndarray, began: np.ndarray
) -> dict[str, Column]:
    """Since when a job lasts; of work on own account it is not told."""
    job = rows.form == 1
    return {
        "worker": of_names(names, rows.person[job]),
        "payer": of_names(payers, position[job]),
        "month": month_days(months[rows.month[job]]),
        "relation_start_date": month_days(began[rows.person[job]]),
    }


def _tie_years(
    rows: Rows, names: pa.Array, payers: pa.Array, position: np.ndarray, months: np.ndarray
) -> dict[str, Column]:
    """Own-account work is done in person; nothing else about a tie is told."""
    own = rows.form == 0
    people, span, first = len(names), max(len(payers), 1), int(months[0]) // 12
    years = months[rows.month[own]] // 12 - first
    ties = np.unique((years * people + rows.person[own]) * span + position[own])
    within, payer = ties // span, ties % span
    return {
        "worker": of_names(names, within % people),
        "payer": of_names(payers, payer),
        "year": (first + within // people).astype(np.int32),
        "works_personally": same("yes", len(ties)),
    }


__all__ = ["candidates", "turnover", "write"]
