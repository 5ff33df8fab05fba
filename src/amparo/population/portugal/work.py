"""What own-account workers of Portugal earn from whom, month by month, and what they are paid in a job beside."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from amparo.population.course import active_months, levels, swings
from amparo.population.portugal.legal import bases, minimum_wage

if TYPE_CHECKING:
    from amparo.population.margins import Margins
    from amparo.population.raking import Persons

MEMORY: Final = 0.6  # how far working in a month speaks for working in the next; no figure was seen
YEAR: Final = 2022  # of the mean base published
WAGE_SPREAD: Final = 0.5  # of wages between persons; no figure was seen
GROUPS: Final = ("ride_hailing", "food_delivery", "other_platform", "clients")
ACTIVITIES: Final = ("ride_hailing", "food_delivery", "online", "other")
PLATFORMS: Final = tuple(f"{kind}_{number}" for kind in ("rides", "food", "online") for number in (1, 2, 3))
SLOTS: Final = 16  # payers of one person: clients, and an employer
EMPLOYER: Final = 15
MANY: Final = 12  # clients of somebody with ten or more; who pays changes from month to month
_KINDS: Final = ("platform", "client")
_SAMPLE: Final = 40_000
_MOST_AT_ONCE: Final = 4
_DOMINANT: Final = 0.75  # share of the yearly income from which a client dominates (INE)


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


def level_of(margins: Margins) -> float:
    """The mean income, in euros a month, at which the mean base of those who contribute is the published one."""
    names = ("registered_base", "swing_between_months", "month_persistence")
    clients = margins.share("group", "clients")
    kinds = tuple((margins.value(f"{kind}_active_share"), margins.value(f"{kind}_spread")) for kind in _KINDS)
    return _level(*(margins.value(name) for name in names), clients, kinds)


@cache
def _level(
    base: float, swing: float, persistence: float, clients: float, kinds: tuple[tuple[float, float], ...]
) -> float:
    """By halving, on a sample of its own that no seed changes: least and highest bases bend the mean.

    kinds: share of months with work, and spread of pay, of those on platforms and of those with clients. The mean is
    one of a second year, in which those who owed the least contribution all through the first owe none (CRC 157(1)(d)).
    """
    rng, n = np.random.default_rng(0), _SAMPLE
    kind = (np.arange(n) < clients * n).astype(np.int64)
    share, spread = np.array(kinds)[kind].T
    own_share = _own_share(rng, share)
    each = (levels(rng, n, 1.0, spread) / own_share)[:, None] * swings(rng, n, 24, swing, persistence)
    quarters = (each * active_months(rng, own_share, 24, MEMORY)).reshape(n, 8, 3).mean(axis=2)
    bound = bases(YEAR)
    low, high = 0.0, 10 * base
    for _ in range(40):
        middle = (low + high) / 2
        declared = np.clip(bound.relevant_share * middle * quarters, bound.least, bound.highest)
        found = declared[declared[:, :4].max(axis=1) > bound.least, 4:].mean()
        low, high = (middle, high) if found < base else (low, middle)
    return middle


def _own_share(rng: np.random.Generator, share: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(share + rng.normal(0, 0.15, len(share)), 0.08, 1.0))


def pay(
    rng: np.random.Generator, persons: Persons, margins: Margins, is_open: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Each person's level of own-account pay (euros a month, pauses included), and the cents of each month.

    is_open: months in which the activity is open (persons x months).
    """
    n, months = is_open.shape
    clients = persons["group"] == "clients"
    share, spread = (
        np.where(clients, *(margins.value(f"{kind}_{what}") for kind in reversed(_KINDS)))
        for what in ("active_share", "spread")
    )
    own_share = _own_share(rng, share)
    active = active_months(rng, own_share, months, MEMORY) & is_open
    level = levels(rng, n, level_of(margins), spread)
    swing = swings(rng, n, months, margins.value("swing_between_months"), margins.value("month_persistence"))
    return level, np.rint(100 * (level / own_share)[:, None] * swing).astype(np.int64) * active


def own_account(rng: np.random.Generator, persons: Persons, cents: np.ndarray) -> Rows:
    """Each month's pay divided among the person's platforms or clients; parts under 2 % fall to the others."""
    shares = payer_shares(rng, persons)
    code = np.select([persons["group"] == group for group in GROUPS], range(len(GROUPS)))
    person, month, slot = np.nonzero((cents[:, :, None] > 0) & (shares[:, None, :] > 0))
    part = np.rint(cents[person, month] * shares[person, slot]).astype(np.int64)
    kind = code[person]
    client = _client(persons["clients"], person, slot, month)
    delivers = kind <= 1
    return Rows(
        person,
        month,
        np.where(kind < 3, -1 - (kind * 3 + slot), person * SLOTS + client),  # below zero: platforms, shared by all
        kind,
        np.zeros(len(person), np.int64),
        part,
        np.where(delivers, np.rint(part / 520), 0).astype(np.int64),
        np.clip(np.rint(part / 5000), 1, 26).astype(np.int64),
    )


def _client(clients: np.ndarray, person: np.ndarray, slot: np.ndarray, month: np.ndarray) -> np.ndarray:
    """Which client it is: with ten or more they change from month to month, but for one that dominates."""
    many, dominated = (clients == "many")[person], (clients == "many_main")[person]
    others = np.where(slot == 0, 0, 1 + (slot + month) % (MANY - 1))
    return np.select([many, dominated], [(slot + 3 * month) % MANY, others], slot)


def payer_shares(rng: np.random.Generator, persons: Persons) -> np.ndarray:
    """How a month's pay is divided among up to four payers."""
    n = len(persons["group"])
    own, clients = persons["group"] == "clients", persons["clients"]
    number = np.where(own, rng.integers(3, _MOST_AT_ONCE + 1, n), persons["platforms"].astype(np.int64))
    # those without a main client divide their work rather evenly; on platforms one app often takes most of it
    draws = rng.standard_gamma(np.where(own, 6.0, 1.2)[:, None], (n, _MOST_AT_ONCE))
    draws *= np.arange(_MOST_AT_ONCE)[None, :] < number[:, None]
    shares = _undominated(draws / draws.sum(axis=1, keepdims=True))
    main = np.where(clients == "one", 1.0, _DOMINANT + (1 - _DOMINANT) * rng.random(n))
    dominated = np.isin(clients, ("one", "few_main", "many_main"))
    shares[dominated] = np.stack([main, 1 - main, 0 * main, 0 * main], axis=1)[dominated]
    shares[shares < 0.02] = 0
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _undominated(shares: np.ndarray) -> np.ndarray:
    """No payer above the share that dominates; what is beyond falls to the others in proportion."""
    largest = shares.max(axis=1, keepdims=True)
    others = np.where(largest < 1, 1 - largest, 1.0)
    lowered = np.where(shares == largest, _DOMINANT - 0.01, shares * (1 - _DOMINANT + 0.01) / others)
    return np.asarray(np.where(largest >= _DOMINANT, lowered, shares))


def wages(rng: np.random.Generator, persons: Persons, margins: Margins) -> np.ndarray:
    """Cents a month of a job beside; nothing for those who have none."""
    drawn = np.rint(100 * levels(rng, len(persons["group"]), margins.value("mean_wage"), WAGE_SPREAD))
    return np.where(persons["employed_beside"] == "yes", drawn, 0).astype(np.int64)


def employment(wage: np.ndarray, of_age: np.ndarray, months: np.ndarray) -> Rows:
    """A job beside: the same pay every month from the month of age on, not under the minimum wage."""
    least = np.array([minimum_wage(int(month)) for month in months])
    person, month = np.nonzero((wage > 0)[:, None] & (months >= of_age[:, None]))
    size = len(person)
    cents = np.maximum(wage[person], least[month])
    codes = np.full(size, ACTIVITIES.index("other")), np.ones(size, np.int64)
    return Rows(person, month, person * SLOTS + EMPLOYER, *codes, cents, np.zeros(size, np.int64), np.full(size, 22))


__all__ = [
    "ACTIVITIES",
    "EMPLOYER",
    "PLATFORMS",
    "SLOTS",
    "YEAR",
    "Rows",
    "employment",
    "level_of",
    "own_account",
    "pay",
    "payer_shares",
    "wages",
]
