"""Workers in new forms of employment in China: who they are, where, and what they do for which platform each month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from amparo.population.course import busiest_months, chosen, levels, swings, years_at_work
from amparo.population.tables import Column, dates, money, month_days, named, of_names, same, words, write_part

if TYPE_CHECKING:
    from pathlib import Path

    from amparo.population.margins import Margins
    from amparo.population.raking import Persons

MEMORY: Final = 0.8  # how closely the months worked in a year lie together; no figure was seen
HOURS: Final = {"under 4": 2.5, "4-8": 6.0, "over 8": 9.0}  # in a day; middles of the bands
OTHER_HOURS: Final = 7.0  # in a day of those who do not ride; no figure was seen
HOURS_OF_FREQUENT: Final = 25 * 8.45  # a month, of those who ride 22 days or more and 6 hours or more
WAGE_SPREAD: Final = 0.5  # of wages beside riding between persons; no figure was seen
WORK_DAYS: Final = 22  # a month in a job
DRIVER_ORDERS: Final = 0.5  # an hour, to one of a rider's; no figure was seen
_SPANS: Final = {"under 30": (1, 30), "30-259": (30, 260), "260+": (260, 341)}  # days of a year
_USUAL: Final = {"under 30": 7.0, "30-259": 17.0, "260+": 25.0}  # days of a month with work; no figure was seen
_PROVINCES: Final = {"guangzhou": "guangdong", "shenzhen": "guangdong", "nanjing": "jiangsu"}
_RIDER_ACTIVITIES: Final = ("food_delivery", "instant_delivery")
_ACTIVITIES: Final = ("food_delivery", "instant_delivery", "ride_hailing", "freight", "domestic", "online", "other")
_PLATFORMS: Final = (
    *("meituan", "eleme", "dada", "flashex", "sf_intracity"),
    *("didi", "t3", "caocao", "shouqi", "ruqi"),
    *("huolala", "kuaigou", "didi_freight"),
)
_OTHER_PLATFORMS: Final = ("domestic_site", "online_site", "other_site")  # none that the pilot names
_NAMES: Final = (*_PLATFORMS, *_OTHER_PLATFORMS)
_FORMS: Final = ("services", "employment")
_BANDS: Final = {"18-20": (18, 3), "21-30": (21, 10), "31-40": (31, 10), "41-45": (41, 5), "46-59": (46, 14)}
_SECOND_SHARE: Final = {1: (1.0, 0.0, 0.0), 2: (0.7, 0.3, 0.0), 3: (0.6, 0.25, 0.15)}
_FLAGS: Final = ("yes", "no")
_YEAR_DAYS: Final = 365.25


class Rows(NamedTuple):
    """Engagement rows: positions of person and month, payer, activity and form as codes, fen, orders, days, minutes.

    Payers beyond the platforms are employers, each of one person.
    """

    person: np.ndarray
    month: np.ndarray
    payer: np.ndarray
    activity: np.ndarray
    form: np.ndarray
    cents: np.ndarray
    orders: np.ndarray
    days: np.ndarray
    minutes: np.ndarray


def candidates(rng: np.random.Generator, n: int, margins: Margins) -> Persons:
    """Persons by the margins, each variable for itself, before raking."""
    cells = {margin.id: dict(margin.cells) for margin in margins.margins}
    alone = ("group", "sex", "age", "hukou", "days", "place", "local_hukou", "pension", "medical", "platforms")
    persons = {name: chosen(rng, cells[name], n) for name in alone}
    rides, drives = persons["group"] == "rider", persons["group"] == "ride_hailing"
    for name in ("sex", "age", "hukou", "days", "local_hukou"):
        persons[name][rides] = chosen(rng, cells[f"riders_{name}"], int(rides.sum()))
    persons["employed_beside"] = np.where(rides, chosen(rng, cells["riders_beside"], n), "no")
    persons["hours"] = np.where(rides, _hours(rng, persons["days"]), "other")
    persons["province"] = _province(persons["place"])
    other = chosen(rng, cells["other_activity"], n)
    persons["activity"] = np.where(rides, "rider", np.where(drives, "ride_hailing", other))
    persons["managed"] = np.where(rides, chosen(rng, cells["managed"], n), "no")
    by_group = np.where(rides, chosen(rng, cells["rider_platform"], n), chosen(rng, cells["driver_platform"], n))
    freight = chosen(rng, {"huolala": 0.6, "kuaigou": 0.2, "didi_freight": 0.2}, n)
    sites = np.char.add(other, "_site")
    persons["platform"] = np.where(rides | drives, by_group, np.where(other == "freight", freight, sites))
    return persons


def _hours(rng: np.random.Generator, days: np.ndarray) -> np.ndarray:
    """Who rides on more days rides longer on each: the bands of days and of hours, each in its order, nearly match."""
    draws = rng.random(len(days))
    some = np.where(draws < 0.1, "under 4", "4-8")
    return np.select([days == "under 30", days == "30-259"], ["under 4", some], np.where(draws < 0.18, "4-8", "over 8"))


def _province(places: np.ndarray) -> np.ndarray:
    """The province of each place, of those provinces that have cities of their own among the places."""
    found = places.astype("U16")
    for city, province in _PROVINCES.items():
        found[places == city] = province
    return found


def turnover(persons: Persons, margins: Margins, first: int, last: int) -> np.ndarray:
    """How many persons like each work at some time in the calendar years of the months for one who works in a year."""
    return np.asarray(1 + _new(persons, margins) * (_years(first, last) - 1))


def _new(persons: Persons, margins: Margins) -> np.ndarray:
    rides = persons["group"] == "rider"
    return np.where(rides, margins.value("riders_new_in_year"), margins.value("others_new_in_year"))


def _years(first: int, last: int) -> int:
    """Calendar years that the months touch."""
    return last // 12 - first // 12 + 1


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
    months = np.arange(first, last + 1)
    n = len(persons["group"])
    names = named("w", start + np.arange(n))
    at_work = years_at_work(rng, _new(persons, margins), _years(first, last))
    work, job = _work(rng, persons, margins, months, at_work), _employment(rng, persons, margins, months, at_work)
    rows = Rows(*(np.concatenate(pair) for pair in zip(work, job, strict=True)))
    employers = named("e", start + np.nonzero(persons["employed_beside"] == "yes")[0])
    tables: dict[str, dict[str, Column]] = {
        "workers": _workers(rng, persons, names, margins, at_work, first, last),
        "engagements": _engagements(rows, persons, names, employers, months),
        "payers": _payers(employers, first_part=part == 0),
    }
    return {table: write_part(home, table, part, columns) for table, columns in tables.items()}


# --- persons ----------------------------------------------------------------------------------------------------------


def _workers(
    rng: np.random.Generator,
    persons: Persons,
    names: pa.Array,
    margins: Margins,
    at_work: np.ndarray,
    first: int,
    last: int,
) -> dict[str, Column]:
    """Ages are those at the start of the first year of work in the records."""
    n = len(persons["group"])
    low = np.select([persons["age"] == band for band in _BANDS], [start for start, _ in _BANDS.values()])
    width = np.select([persons["age"] == band for band in _BANDS], [years for _, years in _BANDS.values()])
    begin = np.floor((first // 12 + np.argmax(at_work, axis=1) - 1970) * _YEAR_DAYS)
    local = persons["local_hukou"] == "yes"
    places = {margin.id: dict(margin.cells) for margin in margins.margins}["place"]
    origin = np.where(local, persons["place"], chosen(rng, places, n))
    local = origin == persons["place"]
    paid_where = np.where(local, persons["place"], origin)
    return {
        "worker": names,
        "first_month": month_days(np.full(n, first)),
        "last_month": month_days(np.full(n, last)),
        "birth_date": dates(np.floor(begin - (low + width * rng.random(n)) * _YEAR_DAYS)),
        "sex": words(persons["sex"]),
        "residence_place": words(persons["place"]),
        "hukou_place": words(origin),
        "participation_place": words(paid_where),
        "residents_place": words(origin),
        "joins_flexible_pension": words(persons["pension"]),
        "joins_flexible_medical": words(persons["medical"]),
        "chosen_pension_base": money(np.zeros(n)),
        "chosen_pension_rung": pa.array(np.full(n, margins.value("chosen_rung"))),
    }


# --- work -------------------------------------------------------------------------------------------------------------


def _work(
    rng: np.random.Generator, persons: Persons, margins: Margins, months: np.ndarray, at_work: np.ndarray
) -> Rows:
    n = len(persons["group"])
    days = _days(rng, persons, at_work)[:, int(months[0]) % 12 :][:, : len(months)]
    hours = np.select([persons["hours"] == band for band in HOURS], list(HOURS.values()), OTHER_HOURS)
    level = levels(rng, n, 1.0, margins.value("spread_between"))
    swing = swings(rng, n, len(months), margins.value("swing_between_months"), margins.value("month_persistence"))
    # of the sites that the pilot does not name there is one of each kind
    several = np.where(np.isin(persons["platform"], _OTHER_PLATFORMS), 1, persons["platforms"].astype(np.int64))
    part = np.array([_SECOND_SHARE[number] for number in (1, 2, 3)])[several - 1]
    person, month, slot = np.nonzero((days[:, :, None] > 0) & (part[:, None, :] > 0))
    share, worked = part[person, slot], hours[person] * days[person, month]
    # nearly every day some order comes from the first platform; on the others the fewer, the less they give
    seen = np.maximum(np.rint(days[person, month] * np.minimum(2 * share, 1)), 1).astype(np.int64)
    done = worked * swing[person, month] * share
    hourly = margins.value("pay_of_frequent_riders") / HOURS_OF_FREQUENT
    an_hour = margins.value("orders_an_hour") * np.where(persons["group"] == "rider", 1.0, DRIVER_ORDERS)
    taken = np.isin(persons["activity"], ("rider", "ride_hailing", "freight"))[person]
    return Rows(
        person,
        month,
        _payer_codes(persons)[person, slot],
        _activity_codes(rng, persons)[person],
        np.zeros(len(person), np.int64),
        np.rint(100 * hourly * level[person] * done).astype(np.int64),
        np.where(taken, np.rint(an_hour[person] * done), 0).astype(np.int64),
        seen,
        np.minimum(np.rint(60 * worked * share), 44000).astype(np.int64),
    )


def _employment(
    rng: np.random.Generator, persons: Persons, margins: Margins, months: np.ndarray, at_work: np.ndarray
) -> Rows:
    """A job beside riding: the same wage every month from the first year of riding on."""
    people = np.nonzero(persons["employed_beside"] == "yes")[0]
    wage = np.rint(100 * levels(rng, len(people), margins.value("wage_beside"), WAGE_SPREAD)).astype(np.int64)
    first = months[0] // 12 + np.argmax(at_work[people], axis=1)
    one, month = np.nonzero(months // 12 >= first[:, None])
    size = len(one)
    return Rows(
        people[one],
        month,
        len(_NAMES) + one,
        np.full(size, _ACTIVITIES.index("other")),
        np.ones(size, np.int64),
        wage[one],
        np.zeros(size, np.int64),
        np.full(size, WORK_DAYS),
        np.full(size, WORK_DAYS * 480),
    )


def _days(rng: np.random.Generator, persons: Persons, at_work: np.ndarray) -> np.ndarray:
    """Days worked in each month (persons x months), adding to the band of the year in every year of work.

    Within a band days are drawn evenly on the scale of logarithms: from band to band the many who work little thin out
    steadily into the few who work all year.
    """
    n, years = at_work.shape
    low, high = (
        np.select([persons["days"] == band for band in _SPANS], [span[side] for span in _SPANS.values()])[:, None]
        for side in (0, 1)
    )
    usual = np.select([persons["days"] == band for band in _USUAL], list(_USUAL.values()))[:, None]
    of_year = np.floor(low * (high / low) ** rng.random((n, years))) * at_work
    number = np.clip(np.ceil(of_year / usual), at_work, 12)
    weights = np.clip(rng.normal(1, 0.15, (n, years, 12)), 0.5, 1.5) * busiest_months(rng, number, MEMORY)
    shares = weights / np.maximum(weights.sum(axis=2, keepdims=True), 1e-9)
    whole = np.diff(np.rint(np.cumsum(of_year[:, :, None] * shares, axis=2)), axis=2, prepend=0)
    return np.asarray(np.minimum(whole, 31).astype(np.int64).reshape(n, 12 * years))


def _payer_codes(persons: Persons) -> np.ndarray:
    """The platforms of each person: the first one, and others of the same kind."""
    names = np.array(_NAMES)
    first = np.argmax(persons["platform"][:, None] == names[None, :], axis=1)
    kinds = [range(5), range(5, 10), range(10, 13), range(13, 14), range(14, 15), range(15, 16)]
    found = np.stack([first, first, first], axis=1)
    for kind in kinds:
        inside = (first >= kind.start) & (first < kind.stop)
        for step in (1, 2):
            found[inside, step] = kind.start + (first[inside] - kind.start + step) % len(kind)
    return found


def _activity_codes(rng: np.random.Generator, persons: Persons) -> np.ndarray:
    rider = np.where(rng.random(len(persons["group"])) < 0.85, *_RIDER_ACTIVITIES)
    names = np.where(persons["activity"] == "rider", rider, persons["activity"])
    return np.select([names == activity for activity in _ACTIVITIES], range(len(_ACTIVITIES)))


# --- tables -----------------------------------------------------------------------------------------------------------


def _payers(employers: pa.Array, *, first_part: bool) -> dict[str, Column]:
    """The employers of the part; the platforms, which all parts share, stand in the first."""
    shared = list(_NAMES) if first_part else []
    named_by_the_pilot = [name if name in _PLATFORMS else None for name in shared]
    return {
        "payer": pa.array([*shared, *employers.to_pylist()], pa.string()),
        "payer_kind": words(np.repeat(["platform", "employer"], [len(shared), len(employers)])),
        "platform": pa.array([*named_by_the_pilot, *([None] * len(employers))], pa.string()),
        "payer_lacks_business_licence": same("no", len(shared) + len(employers)),
    }


def _engagements(
    rows: Rows, persons: Persons, names: pa.Array, employers: pa.Array, months: np.ndarray
) -> dict[str, Column]:
    """What is told of an engagement. Employees and dedicated riders are managed; others choose when and how much."""
    employed = rows.form == 1
    managed = (persons["managed"] == "yes")[rows.person] | employed
    places, place = np.unique(persons["place"], return_inverse=True)
    flags = pa.array(_FLAGS)
    return {
        "worker": of_names(names, rows.person),
        "payer": of_names(pa.array([*_NAMES, *employers.to_pylist()]), rows.payer),
        "month": month_days(months[rows.month]),
        "activity": of_names(pa.array(_ACTIVITIES), rows.activity),
        "form": of_names(pa.array(_FORMS), rows.form),
        "work_place": of_names(pa.array(places), place[rows.person]),
        "gross_pay": money(rows.cents),
        "orders": rows.orders.astype(np.int32),
        "days_worked": rows.days.astype(np.int32),
        "minutes_engaged": rows.minutes.astype(np.int32),
        "worker_chooses_time_and_workload": of_names(flags, managed.astype(np.int64)),
        "payer_controls_work_process": of_names(flags, (~managed).astype(np.int64)),
        "worker_bound_by_rules_and_algorithms": of_names(flags, employed.astype(np.int64)),
        "work_is_continuous": of_names(flags, (~managed).astype(np.int64)),
        "worker_sets_price": same("no", len(rows.person)),
        "worker_decides_tasks": of_names(flags, managed.astype(np.int64)),
        "work_is_part_of_business": same("yes", len(rows.person)),
    }


__all__ = ["candidates", "turnover", "write"]
