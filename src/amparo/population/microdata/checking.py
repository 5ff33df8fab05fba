"""A mapping file, read and held against the law and the columns of the data: every error with its line and its cure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml
from pydantic import BaseModel, ValidationError

from amparo.population.microdata import map_refusals as wrong
from amparo.population.microdata.mapping import EMPTY, Job, Mapping, Told, named
from amparo.records.cells import CURRENCIES
from amparo.records.documents import Unreadable, read_document
from amparo.records.errors import Finding, MapError
from amparo.records.facts import ONCE, FactIndex, is_unknown
from amparo.records.fields import field_problem, literals
from amparo.rules.errors import near
from amparo.rules.kinds import read_date
from amparo.rules.levels import CONTRACT, PAYER, TIE_MONTH, TIE_YEAR, Level
from amparo.rules.messages import Either, Listed, Message, listed, sentence_of

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

DOCS: Final = Message("microdata.docs", "see docs/microdata.md.")
OF_JOB: Final = (CONTRACT, TIE_MONTH, TIE_YEAR, PAYER)
_RANGE: Final = re.compile(r"(?P<stem>.*?)(?P<first>\d+)\.\.(?P=stem)(?P<last>\d+)")


class Read:
    """A mapping with the lines of its file, so that what is found wrong later can be shown where it stands."""

    def __init__(self, mapping: Mapping, name: str, lines: dict[str, int]) -> None:
        self.mapping, self.name, self._lines = mapping, name, lines

    def error(self, findings: Sequence[Finding]) -> MapError:
        """The findings, each with the line on which it stands."""
        return MapError([_placed(finding, self._lines) for finding in findings], self.name)


def read_mapping(file: Path | str, book: LawBook) -> Read:
    """The mapping in a YAML or JSON file, held against the law. Raises MapError with all that is wrong."""
    path = Path(file)
    try:
        data = read_document(path)
    except Unreadable as error:
        raise MapError([error.finding], path.name) from None
    lines = _lines(path)
    if not isinstance(data, dict):
        raise MapError(
            [Finding("", None, Message("document.no_mapping", "a mapping of keys is expected."), DOCS)], path.name
        )
    try:
        reasons = data.get("reasons")
        mapping = Mapping.model_validate(named(data, reasons if isinstance(reasons, dict) else {}))
    except ValidationError as error:
        raise MapError([_placed(_said(each), lines) for each in error.errors()], path.name) from None
    read = Read(mapping, path.name, lines)
    if findings := [*_law(mapping, book), *_facts(mapping, FactIndex(book))]:
        raise read.error(findings)
    return read


def country_of(file: Path | str) -> str:
    """The country whose law a mapping names. Raises MapError."""
    path = Path(file)
    try:
        data = read_document(path)
    except Unreadable as error:
        raise MapError([error.finding], path.name) from None
    country = data.get("country") if isinstance(data, dict) else None
    if not isinstance(country, str):
        raise MapError([Finding("country", country, *wrong.NO_COUNTRY)], path.name)
    return country


# --- where things stand ----------------------------------------------------------------------------------------------


def _lines(path: Path) -> dict[str, int]:
    """The line of every key of the document, by path."""
    found: dict[str, int] = {}

    def walk(node: Any, at: str) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                here = f"{at}.{key.value}" if at else str(key.value)
                found[here] = key.start_mark.line + 1
                walk(value, here)
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                here = f"{at}.{number}"
                found[here] = value.start_mark.line + 1
                walk(value, here)

    walk(yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader), "")
    return found


def _placed(finding: Finding, lines: dict[str, int]) -> Finding:
    path = finding.path
    while path and path not in lines:
        path = path.rpartition(".")[0]
    line = lines.get(path)
    where = Message("where.line_at", "line {line}, {path}", line=line, path=finding.path) if path else finding.path
    return Finding(where, finding.value, finding.sentence, finding.cure)


def _said(error: Any) -> Finding:
    """What pydantic says, in Amparo's words."""
    steps = [str(step) for step in error["loc"]]
    path = ".".join(steps)
    match error["type"]:
        case "extra_forbidden":
            known = _keys(steps[:-1])
            hint = near(steps[-1], known)
            return Finding(
                path,
                None,
                Message("mapping.unknown_key", "this is not a key here."),
                hint or Message("mapping.known_cure", "known here: {known}.", known=Listed(known)),
            )
        case "missing":
            return Finding(path, None, Message("document.missing", "this is missing."), DOCS)
        case "literal_error":
            return Finding(
                path,
                error.get("input"),
                Message("microdata.word", "this is not one of the words known here."),
                Message("microdata.word_cure", "write {expected}.", expected=literals(error)),
            )
    value = error.get("input")
    return Finding(path, None if isinstance(value, dict) else value, field_problem(error), DOCS)


def _keys(steps: Sequence[str]) -> list[str]:
    """The keys of the part of a mapping that lies at a path."""
    part: Any = Mapping
    for step in steps:
        if not (isinstance(part, type) and issubclass(part, BaseModel)):
            break
        fields = {field.alias or name: field for name, field in part.model_fields.items()}
        if step in fields:
            part = _part(fields[step].annotation)
    if not (isinstance(part, type) and issubclass(part, BaseModel)):
        return []
    return [field.alias or name for name, field in part.model_fields.items()]


def _part(annotation: Any) -> Any:
    """The part that a field holds: itself, or what its list or dictionary is of."""
    for each in (annotation, *getattr(annotation, "__args__", ())):
        inside = [each, *getattr(each, "__args__", ())]
        for one in inside:
            if isinstance(one, type) and issubclass(one, BaseModel):
                return one
    return annotation


# --- held against the law --------------------------------------------------------------------------------------------


def _law(found: Mapping, book: LawBook) -> Iterator[Finding]:
    if found.country.upper() != book.country.code.upper():
        yield Finding(
            "country",
            found.country,
            Message("mapping.other_law", "the law given is of {law}.", law=book.country.code),
            Message("mapping.same_country_cure", "take the same country."),
        )
    if found.currency not in CURRENCIES:
        yield Finding("currency", found.currency, *wrong.CURRENCY)
    if found.conversion is None:
        if found.currency != book.currency:
            sentence = Message(
                "mapping.no_conversion",
                "the law of {law} is in {currency} and no conversion is declared.",
                law=book.country.code,
                currency=book.currency,
            )
            yield Finding(
                "currency",
                found.currency,
                sentence,
                Message("microdata.conversion_cure", "declare conversion: rate, source and date."),
            )
        return
    if found.currency == book.currency and found.year.data == found.year.read_as:
        sentence = Message(
            "microdata.own_currency", "the data are in the law's own currency and of the year whose law is applied."
        )
        yield Finding("conversion", None, sentence, Message("mapping.no_conversion_cure", "leave the conversion out."))
    try:
        read_date(found.conversion.date)
    except ValueError as error:
        yield Finding(
            "conversion.date", found.conversion.date, sentence_of(error), Message("cure.day", "write it as 2025-03-10.")
        )


def _facts(found: Mapping, index: FactIndex) -> Iterator[Finding]:
    yield from _entries(found.facts, "facts", ONCE, index)
    yield from _jobs_named(found)
    for name, job in found.jobs.items():
        here = f"jobs.{name}"
        yield from _entries(job.facts, f"{here}.facts", OF_JOB, index)
        yield from _filled(job.pay.fills, f"{here}.pay.fills", ("money",), index)
        if job.hours is not None:
            yield from _filled(job.hours.fills, f"{here}.hours.fills", ("minutes", "count"), index)
        yield from _of_payer(job, here, index)


def _jobs_named(found: Mapping) -> Iterator[Finding]:
    entries = [(f"facts.{name}", told) for name, told in found.facts.items()]
    of_jobs = [
        (f"jobs.{job}.facts.{name}", told) for job, held in found.jobs.items() for name, told in held.facts.items()
    ]
    for path, told in [*entries, *of_jobs]:
        if told.has_job is not None and told.has_job not in found.jobs:
            hint = near(told.has_job, found.jobs)
            cure = hint or Message("microdata.jobs_cure", "name one of {jobs}.", jobs=Listed(found.jobs))
            yield Finding(
                f"{path}.has_job", told.has_job, Message("microdata.no_job", "the mapping has no such job."), cure
            )


def _of_payer(job: Job, here: str, index: FactIndex) -> Iterator[Finding]:
    """Of a payer that many work for, only what is the same for all can be told."""
    if job.payer is None:
        return
    for name, told in job.facts.items():
        if name in index.names((PAYER,)) and told.constant is None:
            sentence = Message("microdata.payer_fact", "a fact of a payer named by a column can only be a constant.")
            yield Finding(
                f"{here}.facts.{name}",
                None,
                sentence,
                Message("microdata.constant_cure", "write constant and because."),
            )


def _entries(entries: dict[str, Told], path: str, levels: Sequence[Level], index: FactIndex) -> Iterator[Finding]:
    for name, told in entries.items():
        here = f"{path}.{name}"
        try:
            fact = index.find(name, levels)
        except ValueError as error:
            yield Finding(
                here,
                None,
                sentence_of(error),
                Message(
                    "microdata.fact_cure", "take a fact of {code}: amparo schema records.", code=index.book.country.code
                ),
            )
            continue
        if told.completed_years is not None and fact.kind.name != "date":
            yield Finding(here, None, *wrong.AGE)
        if told.has_job is not None and fact.kind.name != "truth":
            yield Finding(here, None, *wrong.HAS_JOB)
        values = [("constant", told.constant)] if told.constant is not None else []
        values += [(f"values.{code}", value) for code, value in told.values.items()]
        for key, value in values:
            if is_unknown(value):
                continue
            try:
                index.read(fact, value)
            except ValueError as error:
                members = (
                    [] if fact.kind.category is None else [each.lower() for each in fact.kind.category.__members__]
                )
                hint = near(str(value), members)
                yield Finding(
                    f"{here}.{key}",
                    value,
                    sentence_of(error),
                    hint or Message("microdata.bounds_cure", "write {bounds}.", bounds=index.bounds(fact)),
                )


def _filled(names: Sequence[str], path: str, kinds: Sequence[str], index: FactIndex) -> Iterator[Finding]:
    for name in names:
        try:
            if index.find(name, (CONTRACT,)).kind.name not in kinds:
                yield Finding(
                    path,
                    name,
                    Message("microdata.kind", "this fact is not of kind {kinds}.", kinds=Either(kinds)),
                    Message("cure.another", "name another."),
                )
        except ValueError as error:
            yield Finding(
                path, name, sentence_of(error), Message("microdata.engagement_cure", "name a fact of the engagement.")
            )


# --- held against the data -------------------------------------------------------------------------------------------


def columns_of(found: Mapping) -> dict[str, str]:
    """Every column that the mapping names, with the path at which it first stands."""
    every: list[tuple[str, str]] = [("person", column) for column in found.person]
    every += [("design.weight.column", found.design.weight.column or "")]
    every += [("design.strata", column) for column in found.design.strata]
    every += [("design.clusters", column) for column in found.design.clusters]
    if found.design.replicates is not None:
        every += [("design.replicates.columns", column) for column in spelled(found.design.replicates.columns)]
    every += [(f"rows.{number}.column", rule.column) for number, rule in enumerate(found.rows)]
    every += [(f"unknown.{column}", column) for column in found.unknown]
    every += [] if found.period is None else [("period", found.period.column)]
    every += _of_entries(found.facts, "facts")
    for name, job in found.jobs.items():
        here = f"jobs.{name}"
        every += [(f"{here}.pay", job.pay.column), (f"{here}.payer", job.payer or "")]
        every += [(f"{here}.months", column) for column in (*job.months.number, *job.months.status)]
        every += [] if job.when is None else [(f"{here}.when.column", job.when.column)]
        every += [] if job.hours is None else [(f"{here}.hours.week", job.hours.week)]
        every += _of_entries(job.facts, f"{here}.facts")
    found_: dict[str, str] = {}
    for path, column in every:
        if column:
            found_.setdefault(column, path)
    return found_


def _of_entries(entries: dict[str, Told], path: str) -> list[tuple[str, str]]:
    return [(f"{path}.{name}", told.column or told.completed_years or "") for name, told in entries.items()]


def spelled(columns: Sequence[str]) -> list[str]:
    """Columns one by one: w01..w03 is w01, w02, w03."""
    found: list[str] = []
    for column in columns:
        run = _RANGE.fullmatch(column)
        if run is None:
            found.append(column)
            continue
        width = len(run["first"])
        found += [f"{run['stem']}{number:0{width}d}" for number in range(int(run["first"]), int(run["last"]) + 1)]
    return found


def missing_columns(found: Mapping, held: Collection[str]) -> list[Finding]:
    """Columns that the mapping names and the data do not have."""
    known = {column.lower() for column in held}
    return [
        Finding(
            path,
            column,
            Message("microdata.no_column", "the data have no such column."),
            near(column, held)
            or Message("microdata.columns_cure", "they have: {held}.", held=listed(sorted(held), 30)),
        )
        for column, path in columns_of(found).items()
        if column.lower() not in known
    ]


def unmapped(path: str, values: Collection[str], mapped: Collection[str]) -> list[Finding]:
    """Codes that stand in the data and have no entry in the mapping."""
    known = [*mapped]
    found = []
    for value in sorted(values):
        hint = near(value, known)
        found.append(
            Finding(
                path,
                value,
                Message("microdata.code", "this code stands in the data and has no entry."),
                hint or Message("microdata.code_cure", "add an entry {value}:.", value=value),
            )
        )
    return found


def coefficients_fit(found: Mapping) -> list[Finding]:
    """Whether there are as many coefficients as columns of replicate weights, and at least two of these."""
    told = found.design.replicates
    if told is None:
        return []
    number = len(spelled(told.columns))
    findings = []
    if number < 2:
        findings.append(Finding("design.replicates.columns", number, *wrong.ONE_REPLICATE))
    if len(told.coefficients) not in (0, 1, number):
        sentence = Message(
            "microdata.coefficients",
            "{number} coefficients for {number2} columns.",
            number=len(told.coefficients),
            number2=number,
        )
        findings.append(
            Finding(
                "design.replicates.coefficients",
                None,
                sentence,
                Message("microdata.coefficients_cure", "give one for all, or one for each."),
            )
        )
    return findings


__all__ = [
    "EMPTY",
    "OF_JOB",
    "Read",
    "coefficients_fit",
    "columns_of",
    "country_of",
    "missing_columns",
    "read_mapping",
    "spelled",
    "unmapped",
]
