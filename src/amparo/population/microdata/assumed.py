"""What a mapping assumes, listed so that it can stand beside every result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amparo.population.microdata.checking import OF_JOB
from amparo.records.facts import ONCE, is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from amparo.population.microdata.mapping import Job, Mapping, Text, Told
    from amparo.records.facts import FactIndex
    from amparo.rules.levels import Level


def assumptions(found: Mapping, index: FactIndex) -> list[dict[str, Any]]:
    """Every assumption: its id, the values of its sentence, and the mapping's own words where it has any."""
    return [
        *_of_year(found),
        _one("absences"),
        *([_one("weight", because=found.design.weight.because)] if found.design.weight.because is not None else []),
        *_of_facts(found.facts, ONCE, None, index),
        *(each for name in found.jobs for each in _of_job(found, name, index)),
    ]


def conversion_told(found: Mapping) -> dict[str, Any] | None:
    """The conversion of amounts as declared."""
    told = found.conversion
    if told is None:
        return None
    return {
        "from": found.currency,
        "rate": str(told.rate),
        "date": told.date,
        "round": told.round,
        "source": told.source.model_dump(),
    }


def _one(id_: str, because: Text | None = None, job: Job | None = None, **values: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "job": None if job is None else job.label.model_dump(),
        "values": {key: str(value) for key, value in values.items()},
        "because": None if because is None else because.model_dump(),
    }


def _of_year(found: Mapping) -> Iterator[dict[str, Any]]:
    year = found.year
    if year.because is not None:
        yield _one("year", year.because, data=year.data, read_as=year.read_as)
    if found.lead:
        yield _one("lead", months=found.lead)


def _of_facts(
    entries: dict[str, Told], levels: Sequence[Level], job: Job | None, index: FactIndex
) -> Iterator[dict[str, Any]]:
    for name, told in entries.items():
        fact = index.find(name, levels)
        if told.completed_years is not None:
            yield _one("birthday", told.because, job, fact=fact.full_name)
        elif told.constant is not None:
            value = "unknown" if is_unknown(told.constant) else told.constant
            yield _one("constant", told.because, job, fact=fact.full_name, value=value)


def _of_job(found: Mapping, name: str, index: FactIndex) -> Iterator[dict[str, Any]]:
    job = found.jobs[name]
    if job.payer is None:
        yield _one("own_payer", job=job)
    if job.pay.year is not None:
        yield _one("spread", job=job)
    if job.pay.below_zero == "nothing":
        yield _one("below_zero", job=job, column=job.pay.column)
    if job.months.every:
        yield _one("every_month", job.months.because, job)
    elif job.months.number:
        yield _one(f"placed_{job.months.placed}", job=job)
    if job.hours is not None:
        yield _one("hours", job=job, column=job.hours.week)
    yield from _of_facts(job.facts, OF_JOB, job, index)


__all__ = ["assumptions", "conversion_told"]
