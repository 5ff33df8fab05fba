"""The same law, the same reform, the same result? All hashes of an exchange worked out again by the law at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from amparo.exchange.entries import Entry
from amparo.exchange.errors import ExchangeError
from amparo.exchange.exchange import Exchange
from amparo.exchange.objects import Closing, GraftOf, Pin, Scenario, Worker
from amparo.exchange.persons import read_worker
from amparo.exchange.scenarios import grafted_again, reformed_law, run
from amparo.exchange.stated import Stated, present, said_by
from amparo.law import COUNTRIES, book
from amparo.rules.errors import AmparoError, LawError

Aspect = Literal["law", "provision", "reform", "graft", "case", "result", "state"]
Verdict = Literal["same", "other", "gone", "not_possible", "not_run"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing held against the law at hand. then, now: what a provision said and says, where that differs.

    why: what stands in the way, from the floors below.
    """

    entry: Entry
    aspect: Aspect
    verdict: Verdict
    then: Stated | None = None
    now: Stated | None = None
    why: AmparoError | None = None


def check(
    held: Exchange, *, results: bool = False, tell: Callable[[str, float], None] | None = None
) -> tuple[Check, ...]:
    """Every object that stands, by each thing it says of the law. results: run the scenarios too (minutes)."""
    return tuple(found for one in held.standing.values() for found in check_entry(held, one.head, results, tell))


def check_entry(
    held: Exchange, entry: Entry, results: bool = False, tell: Callable[[str, float], None] | None = None
) -> Iterator[Check]:
    """What one entry says of the law, held against it."""
    match entry.body:
        case Pin() as pin:
            yield _law(entry, pin.country, pin.law)
            yield _provision(entry, pin)
        case Worker() as worker:
            yield _law(entry, worker.country, worker.law)
            yield _case(entry, worker)
        case Scenario() as scenario:
            yield _law(entry, scenario.country, scenario.law)
            reform = _reform(entry, scenario)
            yield reform
            if scenario.result is not None:
                yield _result(entry, scenario, reform, results, tell)
        case GraftOf() as graft:
            yield _law(entry, graft.onto, graft.law)
            yield _graft(entry, graft)
        case Closing() as closing:
            yield Check(entry, "state", "same" if closing.state == held.state else "other")


def _law(entry: Entry, country: str, hash_: str) -> Check:
    if country not in COUNTRIES:
        return Check(entry, "law", "gone")
    return Check(entry, "law", "same" if book(country).hash == hash_ else "other")


def _provision(entry: Entry, pin: Pin) -> Check:
    found = present(pin)
    if found is None:
        return Check(entry, "provision", "gone", said_by(pin))
    now, same = found
    return Check(entry, "provision", "same" if same else "other", said_by(pin), now)


def _case(entry: Entry, worker: Worker) -> Check:
    try:
        read_worker(worker.case)
    except AmparoError as error:
        return Check(entry, "case", "not_possible", why=error)
    return Check(entry, "case", "same")


def _reform(entry: Entry, scenario: Scenario) -> Check:
    try:
        after = reformed_law(scenario.country, scenario.reforms).hash
    except (LawError, ExchangeError) as error:
        return Check(entry, "reform", "not_possible", why=error)
    return Check(entry, "reform", "same" if after == scenario.after else "other")


def _result(
    entry: Entry, scenario: Scenario, reform: Check, results: bool, tell: Callable[[str, float], None] | None
) -> Check:
    if not results or reform.verdict == "not_possible" or scenario.result is None:
        return Check(entry, "result", "not_run")
    try:
        again = run(scenario, tell)
    except AmparoError as error:
        return Check(entry, "result", "not_possible", why=error)
    return Check(entry, "result", "same" if again.digest == scenario.result.digest else "other")


def _graft(entry: Entry, graft: GraftOf) -> Check:
    try:
        again = grafted_again(graft)
    except (LawError, ExchangeError) as error:
        return Check(entry, "graft", "not_possible", why=error)
    return Check(entry, "graft", "same" if again == graft.books else "other")


__all__ = ["Aspect", "Check", "Verdict", "check", "check_entry"]
