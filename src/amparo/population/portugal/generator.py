"""Own-account and platform workers of Portugal: who they are, and what they earn from whom, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from amparo.population.course import active_months, chosen, levels, swings
from amparo.population.tables import Column, dates, money, month_days, named, of_names, same, words, write_part

if TYPE_CHECKING:
    from pathlib import Path

    from amparo.population.margins import Margins
    from amparo.population.raking import Persons

LEAD: Final = 3  # months of engagements before the first: what is declared in a quarter is the quarter before
HISTORY: Final = 24  # months of registered pay before the engagements, told as the record tells them
MEMORY: Final = 0.6  # how far working in a month speaks for working in the next; no figure was seen
RELEVANT_SHARE: Final = 0.7  # the figure of mean income is one of relevant income: services count for 70 % (CRC 162)
MEAN_WAGE: Final = 1150.0  # of a job beside own-account work, EUR a month; no figure was seen
LEAST_WAGE: Final = {2021: 66500, 2022: 70500, 2023: 76000, 2024: 82000, 2025: 87000, 2026: 92000}
_GROUPS: Final = ("ride_hailing", "food_delivery", "other_platform", "clients")
_PLATFORMS: Final = tuple(f"{kind}_{number}" for kind in ("rides", "food", "online") for number in (1, 2, 3))
_ACTIVITIES: Final = ("ride_hailing", "food_delivery", "online", "other")
_FORMS: Final = ("services", "employment")
_AGES_OF_DRIVERS: Final = {"18-29": 0.160, "30-49": 0.594, "50-59": 0.159, "60+": 0.087}
_SLOTS: Final = 5  # payers of one person: four clients and an employer
_EMPLOYER: Final = 4
_YEAR_DAYS: Final = 365.25


class Rows(NamedTuple):
    """Engagement rows: position of the person, of the month, key of the payer, codes, cents, orders, days."""

    person: np.ndarray
    month: np.ndarray
    payer: np.ndarray
    activity: np.ndarray
    form: np.ndarray
    cents: np.ndarray
    orders: np.ndarray
    days: np.ndarray


def candidates(rng: np.random.Generator, n: int, margins: Margins) -> Persons:
    """Persons by the margins, each variable for itself, before raking."""
    cells = {margin.id: dict(margin.cells) for margin in margins.margins}
    alone = ("group", "sex", "age", "nationality", "one_client", "employed_beside")
    persons = {name: chosen(rng, cells[name], n) for name in alone}
    drives = persons["group"] == "ride_hailing"
    drivers = {"sex": cells["drivers_sex"], "nationality": cells["drivers_nationality"], "age": _AGES_OF_DRIVERS}
    for name, shares in drivers.items():
        persons[name][drives] = chosen(rng, shares, int(drives.sum()))
    several = {name: share for name, share in cells["platforms"].items() if name != "0"}
    persons["platforms"] = np.where(persons["group"] == "clients", "0", chosen(rng, several, n))
    return persons


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
    began = _began(rng, len(persons["group"]), margins, last)
    level, pay = _pay(rng, persons, margins, began, months)
    work, job = _own_account(rng, persons, pay), _employment(rng, persons, months)
    rows = Rows(*(np.concatenate(pair) for pair in zip(work, job, strict=True)))
    names = named("w", start + np.arange(len(began)))
    keys, position = np.unique(rows.payer, return_inverse=True)
    payers = _payer_names(keys, start)
    tables: dict[str, dict[str, Column]] = {
        "workers": _workers(rng, persons, names, began, first, last),
        "payers": _payers(keys, payers, first_part=part == 0),
        "engagements": _engagements(rows, names, payers, position, months),
        "tie_years": _tie_years(rows, names, payers, position, months),
        "months": _record(rng, persons, names, began, level, first),
    }
    return {table: write_part(home, table, part, columns) for table, columns in tables.items()}


# --- persons ----------------------------------------------------------------------------------------------------------


def _began(rng: np.random.Generator, n: int, margins: Margins, last: int) -> np.ndarray:
    """The month in which each person opened the activity."""
    new = rng.random(n) < margins.value("new_within_a_year")
    return last - np.where(new, rng.integers(0, 12, n), rng.integers(12, 180, n))


def _workers(
    rng: np.random.Generator, persons: Persons, names: pa.Array, began: np.ndarray, first: int, last: int
) -> dict[str, Column]:
    n, begin = len(began), first - LEAD - HISTORY
    bands = [persons["age"] == band for band in ("18-29", "30-49", "50-59")]
    years = np.select(bands, [18, 30, 50], 60) + np.select(bands, [12, 20, 10], 12) * rng.random(n)
    end = (last / 12 - 1970 + 1 / 12) * _YEAR_DAYS
    return {
        "worker": names,
        "first_month": month_days(np.full(n, begin)),
        "last_month": month_days(np.full(n, last)),
        "nothing_before": words(np.where(began >= begin, "yes", "unknown")),
        "birth_date": dates(np.floor(end - years * _YEAR_DAYS)),
        "sex": words(persons["sex"]),
        "own_account_activity": same("yes", n),
        "activity_start": month_days(began),
    }


def _record(
    rng: np.random.Generator, persons: Persons, names: pa.Array, began: np.ndarray, level: np.ndarray, first: int
) -> dict[str, Column]:
    """Registered pay of the months before the engagements are told: from the thirteenth month of activity on."""
    n = len(began)
    months = np.arange(first - LEAD - HISTORY, first - LEAD)
    insured = (months[None, :] >= began[:, None] + 12) & (rng.random((n, HISTORY)) < 0.85)
    base = np.rint(100 * RELEVANT_SHARE * level)[:, None] * insured
    employed = np.repeat(persons["employed_beside"] == "yes", HISTORY)
    return {
        "worker": of_names(names, np.repeat(np.arange(n), HISTORY)),
        "month": month_days(np.tile(months, n)),
        "month_on_record": same("yes", n * HISTORY),
        "recorded_self_employed_base": money(np.minimum(base, 500000).ravel()),
        "recorded_employee_pay": money(np.where(employed, 100 * MEAN_WAGE, 0)),
    }


# --- work -------------------------------------------------------------------------------------------------------------


def _pay(
    rng: np.random.Generator, persons: Persons, margins: Margins, began: np.ndarray, months: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Each person's level of own-account pay (euros a month, pauses included), and the cents of each month."""
    n = len(began)
    clients = persons["group"] == "clients"
    share = np.where(clients, margins.value("client_active_share"), margins.value("platform_active_share"))
    own_share = np.clip(share + rng.normal(0, 0.15, n), 0.08, 1.0)
    active = active_months(rng, own_share, len(months), MEMORY) & (months[None, :] >= began[:, None])
    level = levels(rng, n, margins.value("relevant_income") / RELEVANT_SHARE, margins.value("spread_between"))
    swing = swings(rng, n, len(months), margins.value("swing_between_months"), margins.value("month_persistence"))
    cents = np.rint(100 * (level / own_share)[:, None] * swing).astype(np.int64)
    return level, cents * active


def _own_account(rng: np.random.Generator, persons: Persons, pay: np.ndarray) -> Rows:
    """Each month's pay divided among the person's platforms or clients; parts under 2 % fall to the others."""
    shares = _shares(rng, persons)
    code = np.select([persons["group"] == group for group in _GROUPS], range(len(_GROUPS)))
    person, month, slot = np.nonzero((pay[:, :, None] > 0) & (shares[:, None, :] > 0))
    cents = np.rint(pay[person, month] * shares[person, slot]).astype(np.int64)
    kind = code[person]
    by_platform = -1 - (kind * 3 + slot)  # keys below zero: platforms; others belong to one person
    delivers = kind <= 1
    return Rows(
        person,
        month,
        np.where(kind < 3, by_platform, person * _SLOTS + slot),
        kind,
        np.zeros(len(person), np.int64),
        cents,
        np.where(delivers, np.rint(cents / 520), 0).astype(np.int64),
        np.clip(np.rint(cents / 5000), 1, 26).astype(np.int64),
    )


def _shares(rng: np.random.Generator, persons: Persons) -> np.ndarray:
    """How a person's pay is divided among up to four payers."""
    n = len(persons["group"])
    one, clients = persons["one_client"] == "yes", persons["group"] == "clients"
    number = np.where(clients, rng.integers(3, 5, n), persons["platforms"].astype(np.int64))
    # those without a main client divide their work rather evenly; on platforms one app often takes most of it
    draws = rng.standard_gamma(np.where(clients, 6.0, 1.2)[:, None], (n, 4))
    draws *= np.arange(4)[None, :] < number[:, None]
    shares = draws / draws.sum(axis=1, keepdims=True)
    main = np.where(rng.random(n) < 0.6, 1.0, 0.76 + 0.24 * rng.random(n))
    shares[one] = np.stack([main, 1 - main, 0 * main, 0 * main], axis=1)[one]
    shares[shares < 0.02] = 0
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _employment(rng: np.random.Generator, persons: Persons, months: np.ndarray) -> Rows:
    """A job beside: the same pay every month, not under the minimum wage."""
    people = np.nonzero(persons["employed_beside"] == "yes")[0]
    least = np.array([LEAST_WAGE[int(month) // 12] for month in months])
    wage = np.rint(100 * levels(rng, len(people), MEAN_WAGE, 0.5)).astype(np.int64)
    person, month = np.repeat(people, len(months)), np.tile(np.arange(len(months)), len(people))
    size = len(person)
    cents = np.maximum(np.repeat(wage, len(months)), least[month])
    codes = np.full(size, _ACTIVITIES.index("other")), np.ones(size, np.int64)
    return Rows(person, month, person * _SLOTS + _EMPLOYER, *codes, cents, np.zeros(size, np.int64), np.full(size, 22))


# --- tables -----------------------------------------------------------------------------------------------------------


def _payer_names(keys: np.ndarray, start: int) -> pa.Array:
    person, slot = start + keys // _SLOTS, keys % _SLOTS
    own = np.char.add(
        np.char.add(np.where(slot == _EMPLOYER, "e", "c"), np.char.zfill(person.astype(np.str_), 9)),
        np.where(slot == _EMPLOYER, "", np.char.add("_", (slot + 1).astype(np.str_))),
    )
    platforms = np.array(_PLATFORMS)[np.clip(-1 - keys, 0, len(_PLATFORMS) - 1)]
    return pa.array(np.where(keys < 0, platforms, own))


def _payers(keys: np.ndarray, names: pa.Array, *, first_part: bool) -> dict[str, Column]:
    """The payers of the part; the platforms, which all parts share, stand in the first."""
    own = keys >= 0
    kinds = np.where(keys[own] % _SLOTS == _EMPLOYER, "employer", "client")
    shared = list(_PLATFORMS) if first_part else []
    return {
        "payer": pa.array([*names.filter(pa.array(own)).to_pylist(), *shared], pa.string()),
        "payer_kind": words(np.concatenate([kinds, np.full(len(shared), "platform")])),
    }


def _engagements(
    rows: Rows, names: pa.Array, payers: pa.Array, position: np.ndarray, months: np.ndarray
) -> dict[str, Column]:
    return {
        "worker": of_names(names, rows.person),
        "payer": of_names(payers, position),
        "month": month_days(months[rows.month]),
        "activity": of_names(pa.array(_ACTIVITIES), rows.activity),
        "form": of_names(pa.array(_FORMS), rows.form),
        "gross_pay": money(rows.cents),
        "base_pay": money(rows.cents * rows.form),
        "orders": rows.orders.astype(np.int32),
        "days_worked": rows.days.astype(np.int32),
    }


def _tie_years(
    rows: Rows, names: pa.Array, payers: pa.Array, position: np.ndarray, months: np.ndarray
) -> dict[str, Column]:
    """Own-account work is done in person; nothing else about a tie is told."""
    own = rows.form == 0
    pairs = np.unique(rows.person[own] * len(payers) + position[own])
    years = np.arange(months[0] // 12, months[-1] // 12 + 1)
    pair, year = np.repeat(pairs, len(years)), np.tile(years, len(pairs))
    return {
        "worker": of_names(names, pair // len(payers)),
        "payer": of_names(payers, pair % len(payers)),
        "year": year.astype(np.int32),
        "works_personally": same("yes", len(pair)),
    }


__all__ = ["candidates", "write"]
