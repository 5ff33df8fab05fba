"""By what a population is told apart, month by month: status, activity, platforms, sex, age, income, place.

Each grouping gives every worker-month a number; its names stand beside. What is not told is a group of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from amparo.rules.book import result_key
from amparo.rules.declarations import Activity, PayerKind, Sex, Status
from amparo.rules.errors import AmparoError, nearest
from amparo.rules.levels import CONTRACT, MONTH, TIE_MONTH
from amparo.rules.messages import Listed, Message
from amparo.rules.nodes import LinkNode, Rule

if TYPE_CHECKING:
    from amparo.analysis.rows import Rows
    from amparo.rules.book import LawBook

UNTOLD: Final = "not_told"
NO_WORK: Final = "no_work"
AGES: Final = (25, 35, 45, 55, 65)
# units of the currency; the steps are round so that they serve every currency
INCOMES: Final = (1, 500, 1000, 2000, 5000, 10000)
PLATFORMS: Final = (1, 2, 3)


class NoSuchGroup(AmparoError):
    """A grouping that is not one."""


@dataclass(frozen=True)
class Grouping:
    """A way to tell worker-months apart: its facts and computed nodes, and the number of each row among the names."""

    id: str
    names: tuple[str, ...]
    facts: tuple[str, ...]
    nodes: tuple[str, ...]
    number: Callable[[Rows], np.ndarray]


def groupings(book: LawBook, wanted: tuple[str, ...]) -> tuple[Grouping, ...]:
    """The groupings asked for by name. Raises NoSuchGroup."""
    makers: dict[str, Callable[[LawBook], Grouping]] = {
        "status": _status,
        "activity": lambda _: Grouping(
            "activity", (UNTOLD, NO_WORK, *_members(Activity)), ("common.activity", "common.gross_pay"), (), _activity
        ),
        "platforms": lambda _: Grouping(
            "platforms", (UNTOLD, "0", *_steps(PLATFORMS)), ("common.payer_kind",), (), _platforms
        ),
        "sex": lambda _: Grouping("sex", (UNTOLD, *_members(Sex)), ("common.sex",), (), _sex),
        "age": lambda _: Grouping("age", (UNTOLD, f"0-{AGES[0] - 1}", *_steps(AGES)), ("common.birth_date",), (), _age),
        "income": lambda _: Grouping("income", (UNTOLD, "0", *_steps(INCOMES)), ("common.gross_pay",), (), _income),
        "place": _place,
    }
    for name in wanted:
        if name not in makers:
            raise NoSuchGroup(
                Message(
                    "group.unknown",
                    "'{name}' is no grouping. Known: {makers}.{hint}",
                    name=name,
                    makers=Listed(makers),
                    hint=nearest(name, list(makers)),
                )
            )
    return tuple(makers[name](book) for name in dict.fromkeys(wanted))


GROUPS: Final = ("status", "activity", "platforms", "sex", "age", "income", "place")


def _members(category: Any) -> tuple[str, ...]:
    return tuple(member.name.lower() for member in category)


def _steps(starts: tuple[int, ...]) -> tuple[str, ...]:
    """Names of bands from each start to the next."""
    ends = [str(start) if start + 1 == end else f"{start}-{end - 1}" for start, end in pairwise(starts)]
    return (*ends, f"{starts[-1]}+")


# --- each grouping ----------------------------------------------------------------------------------------------------


def status_key(book: LawBook) -> str:
    """The status by which workers are told apart: that in social security, where the country says it."""
    found = {status.node: result_key(book, topic, status.node) for topic, status in book.results(Status)}
    order = ("social_security_status", "insurance_status")
    key = next((found[name] for name in order if name in found), next(iter(found.values()), ""))
    if not key:
        raise NoSuchGroup(Message("group.no_status", "this country declares no status."))
    return key


def _status(book: LawBook) -> Grouping:
    """By the status in social security; in a month with engagements of several statuses: several."""
    key = status_key(book)
    category = book.nodes[key].kind.category
    assert category is not None and isinstance(book.nodes[key], Rule | LinkNode)
    names = (UNTOLD, NO_WORK, "several", *_members(category))
    members = [member.value for member in category]
    return Grouping("status", names, (), (key,), lambda rows: _status_number(rows, key, members))


def _status_number(rows: Rows, key: str, members: list[int]) -> np.ndarray:
    level, values = rows.level(key), rows.computed(key)
    at = {MONTH: None, CONTRACT: rows.layout.c_m, TIE_MONTH: rows.layout.t_m}[level]
    unknown = values.low != values.high
    place = np.zeros(max(members) + 1, np.int64)
    place[members] = np.arange(3, 3 + len(members))
    own = np.where(unknown, 0, place[np.clip(values.low, 0, max(members))])
    if at is None:
        return own
    lowest, highest = np.full(rows.count, 10**6), np.full(rows.count, -1)
    np.minimum.at(lowest, at, own)
    np.maximum.at(highest, at, own)
    same = np.where(lowest == highest, highest, 2)
    return np.where(highest < 0, 1, np.where(lowest == 0, 0, same))


def _place(book: LawBook) -> Grouping:
    """By the place where the engagement with the highest pay of the month is worked."""
    if not book.places.names:
        raise NoSuchGroup(
            Message(
                "group.no_places",
                "The law of this country is the same everywhere. Cure: leave out the grouping by place.",
            )
        )
    names = (UNTOLD, NO_WORK, *book.places.names)
    facts = ("common.work_place", "common.gross_pay")
    return Grouping("place", names, facts, (), lambda rows: _of_main(rows, "common.work_place", 2))


def _activity(rows: Rows) -> np.ndarray:
    return _of_main(rows, "common.activity", 1)


def _of_main(rows: Rows, key: str, first: int) -> np.ndarray:
    """A fact of the engagement with the highest pay of the month; of equal ones the first. first: number of value 0."""
    told, untold = rows.told(key)
    pay, pay_untold = rows.told("common.gross_pay")
    at = rows.layout.c_m
    own = np.where(untold, 0, told.astype(np.int64) + first)
    pay = np.where(pay_untold, -1, pay.astype(np.int64))
    most = np.full(rows.count, -2, np.int64)
    np.maximum.at(most, at, pay)
    found = np.ones(rows.count, np.int64)
    main = np.nonzero(pay == most[at])[0][::-1]
    found[at[main]] = own[main]
    return found


def _platforms(rows: Rows) -> np.ndarray:
    """How many platforms the worker worked for in the month."""
    kinds, untold = rows.of_payers("common.payer_kind")
    at, payer = rows.layout.t_m, rows.layout.t_payer
    count = np.bincount(at[kinds[payer] == PayerKind.PLATFORM], minlength=rows.count)
    hidden = np.bincount(at[untold[payer]], minlength=rows.count) > 0
    return np.where(hidden, 0, 1 + np.searchsorted(PLATFORMS, count, side="right"))


def _sex(rows: Rows) -> np.ndarray:
    sex, untold = rows.of_workers("common.sex")
    return np.where(untold, 0, sex.astype(np.int64))[rows.worker]


def _age(rows: Rows) -> np.ndarray:
    """Completed years on the first day of the month."""
    born, untold = rows.of_workers("common.birth_date")
    dates = born.astype("datetime64[D]")
    months = dates.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    on_first = (dates - dates.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) == 0
    # whoever is born after the first of a month completes the year only in the month after
    since = rows.month - (months + ~on_first)[rows.worker]
    return np.where(untold[rows.worker], 0, 1 + np.searchsorted(AGES, since // 12, side="right"))


def _income(rows: Rows) -> np.ndarray:
    """Gross pay of the month over all engagements, in bands of units of the currency."""
    pay, untold = rows.told("common.gross_pay")
    at = rows.layout.c_m
    total = np.bincount(at, weights=np.where(untold, 0, pay), minlength=rows.count)
    hidden = np.bincount(at[untold], minlength=rows.count) > 0
    bands = [start * 100 if start > 1 else 1 for start in INCOMES]
    return np.where(hidden, 0, 1 + np.searchsorted(bands, total, side="right"))


__all__ = ["AGES", "GROUPS", "INCOMES", "NO_WORK", "UNTOLD", "Grouping", "NoSuchGroup", "groupings", "status_key"]
