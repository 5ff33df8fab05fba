"""An exchange as tables for a person: what stands by kind, conflicts, what each copy has, what was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from amparo.exchange import reading
from amparo.exchange.objects import (
    AgendaItem,
    Closing,
    Comment,
    GraftOf,
    Meeting,
    Outcome,
    Pin,
    Scenario,
    Translation,
    Withdrawn,
    Worker,
)
from amparo.report.refusals import refusal_text
from amparo.report.results import Section
from amparo.report.words import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from amparo.exchange.checking import Check
    from amparo.exchange.entries import Entry
    from amparo.exchange.exchange import Difference, Exchange, Standing
    from amparo.exchange.objects import Body

_ORDER: Final = ("agenda", "provision", "case", "scenario", "graft", "comment", "outcome", "closing", "translation")
SHORT: Final = 12
"""Signs of an id or a hash as shown: enough to tell them apart by eye, and to name an object on the command line."""


def short_id(object_: str) -> str:
    """The kind and the first signs of an object's id."""
    kind, _, rest = object_.partition("-")
    return f"{kind}-{rest[:6]}"


def head_lines(held: Exchange, lang: str) -> list[str]:
    """Title, who takes part, how much is in the copy, and whether anything in it is private."""
    meeting = held.meeting
    title = reading.said(held, held.standing[held.id].head, lang)
    sides = word("mark.semicolon", lang).join(f"{one.code} {one.called(lang).text}" for one in meeting.delegations)
    lines = [title.text if title else "", word("exchange.sides", lang, sides=sides)]
    if meeting.first:
        lines.append(word("exchange.days", lang, first=meeting.first, last=meeting.last or meeting.first))
    if meeting.example:
        lines.append(word("exchange.example", lang))
    lines.append(word("exchange.size", lang, objects=len(held.standing), entries=len(held.entries)))
    lines.append(word("exchange.state", lang, state=held.state[:SHORT]))
    if held.kept_back:
        lines.append(word("exchange.private_inside", lang, count=len(held.kept_back)))
    return lines


def sections(held: Exchange, lang: str, checks: Iterable[Check] = ()) -> list[Section]:
    """What stands, a table for each kind; conflicts first. checks: what was held against the law at hand."""
    verdicts: dict[str, list[str]] = {}
    for one in checks:
        if one.verdict not in ("same", "not_run"):
            verdicts.setdefault(one.entry.object, []).append(verdict_text(one, lang))
    found = [conflict_section(held.conflicts, held, lang)] if held.conflicts else []
    for kind in _ORDER:
        standing = held.of(kind)
        if kind == "agenda":
            standing = sorted(standing, key=lambda one: one.head.body.order)  # type: ignore[union-attr]
        rows = tuple(
            (
                short_id(one.object),
                *_row(held, one, lang),
                word("mark.semicolon", lang).join(verdicts.get(one.object, [])),
            )
            for one in standing
        )
        if rows:
            heads = tuple(word(f"exchange.head.{key}", lang) for key in ("id", "by", "what", "more", "note"))
            found.append(Section(kind, word(f"exchange.kind.{kind}", lang), heads, rows, ""))
    return found


def _row(held: Exchange, standing: Standing, lang: str) -> tuple[str, str, str]:
    entry = standing.head
    return writer_text(entry, lang), entry_text(held, entry, lang), more_text(held, entry.body, lang)


def writer_text(entry: Entry, lang: str) -> str:
    """Delegation and capacity of the writer; private entries say so."""
    writer = entry.writer
    own = f"{word('mark.comma', lang)}{writer.capacity.text}" if writer.capacity else ""
    return writer.delegation + own + (f" [{word('exchange.private', lang)}]" if entry.private else "")


def entry_text(held: Exchange, entry: Entry, lang: str) -> str:
    """An entry's text for a reader, with its status where it is no original; a provision's label and value."""
    body = entry.body
    if isinstance(body, Pin):
        return f"{body.label.words(lang)[0]}{word('exchange.colon', lang)}{body.value.words(lang)[0]}"
    if isinstance(body, Translation):
        return body.text.text
    if isinstance(body, Withdrawn):
        return word("exchange.withdrawn", lang)
    if isinstance(body, Closing):
        return word("exchange.state", lang, state=body.state[:SHORT])
    said = reading.said(held, entry, lang)
    if said is None:
        return ""
    return said.text if said.status == "original" else f"{said.text} [{status_text(said.status, said.language, lang)}]"


def status_text(status: str, language: str, lang: str) -> str:
    """original, translation by a person ..., with the language where it is not the reader's."""
    text = word(f"exchange.status.{status}", lang)
    return (
        text if language == lang else f"{text}{word('mark.comma', lang)}{word(f'exchange.language.{language}', lang)}"
    )


def more_text(held: Exchange, body: Body, lang: str) -> str:
    """What else is told of an object, shortly."""
    join = word("mark.semicolon", lang)
    match body:
        case AgendaItem():
            minutes = [word("exchange.minutes", lang, minutes=body.minutes)] if body.minutes else []
            return join.join([f"{body.order}.", *minutes, *map(short_id, body.about)])
        case Pin():
            return join.join(
                filter(
                    None,
                    (
                        f"{body.country}:{body.provision}",
                        body.on,
                        body.cites.words(lang)[0],
                        body.evidence.words(lang)[0],
                    ),
                )
            )
        case Worker():
            return join.join((body.country, word(f"class.{body.data_class}", lang)))
        case Scenario():
            return join.join((body.country, *(one.id for one in body.reforms), population_text(body, lang)))
        case GraftOf():
            return join.join((f"{body.mechanism} → {body.onto}", *(one.by for one in body.books)))
        case Comment():
            return short_id(body.on.object) if body.on else ""
        case Translation():
            return join.join((short_id(body.of.object), status_text(body.how, body.text.language, lang)))
        case Outcome():
            return join.join(filter(None, (word(f"exchange.outcome.{body.state}", lang), body.owner, body.due or "")))
        case Closing():
            return join.join(f"{language} {hash_[:SHORT]}" for language, hash_ in sorted(body.documents.items()))
        case Meeting() | Withdrawn():
            return ""


def population_text(scenario: Scenario, lang: str) -> str:
    """On whom a scenario was tried; whether it was run."""
    built = scenario.population
    if built is None:
        return word("exchange.law_only", lang)
    text = word("exchange.built", lang, persons=built.persons, seed=built.seed, first=built.first, last=built.last)
    return text if scenario.result else f"{text} ({word('exchange.not_run', lang)})"


def conflict_section(conflicts: Sequence[Standing], held: Exchange, lang: str) -> Section:
    """Objects of which more than one wording stands, all of them side by side."""
    rows = tuple(
        (short_id(one.object), head.version[:SHORT], writer_text(head, lang), head.minute, entry_text(held, head, lang))
        for one in conflicts
        for head in one.heads
    )
    heads = tuple(word(f"exchange.head.{key}", lang) for key in ("id", "version", "by", "time", "what"))
    return Section("conflicts", word("exchange.conflicts", lang), heads, rows, word("exchange.conflicts_note", lang))


def difference_sections(found: Difference, lang: str) -> list[Section]:
    """What each copy alone holds, and what will stand twice."""

    def alone(name: str, entries: Sequence[Entry]) -> Section:
        rows = tuple(
            (
                short_id(entry.object),
                word(f"exchange.one.{entry.kind}", lang),
                writer_text(entry, lang),
                entry.minute,
                entry_text(found.joined, entry, lang),
            )
            for entry in entries
        )
        heads = tuple(word(f"exchange.head.{key}", lang) for key in ("id", "kind", "by", "time", "what"))
        note = "" if rows else word("exchange.nothing", lang)
        return Section(name, word(f"exchange.{name}", lang), heads, rows, note)

    sections_ = [alone("only_one", found.only_one), alone("only_other", found.only_other)]
    if found.conflicts:
        sections_.append(conflict_section(found.conflicts, found.joined, lang))
    return sections_


def verdict_text(one: Check, lang: str) -> str:
    """What holding one thing against the law at hand gave."""
    return word(f"exchange.check.{one.aspect}.{one.verdict}", lang)


def check_section(checks: Sequence[Check], held: Exchange, lang: str) -> Section:
    """Every object with what was found, and what it said and says where that differs."""
    rows = tuple(
        (
            short_id(one.entry.object),
            entry_text(held, one.entry, lang),
            verdict_text(one, lang),
            one.then.value.words(lang)[0] if one.then and one.verdict == "other" else "",
            one.now.value.words(lang)[0] if one.now and one.verdict == "other" else why_text(one.why, lang),
        )
        for one in checks
    )
    heads = tuple(word(f"exchange.head.{key}", lang) for key in ("id", "what", "checked", "then", "now"))
    return Section("checks", word("exchange.checks", lang), heads, rows, "" if rows else word("exchange.nothing", lang))


def why_text(error: Any, lang: str) -> str:
    """What stood in the way: in the reader's language where it can be said in it."""
    if error is None:
        return ""
    return str(error.text(lang)) if hasattr(error, "text") else refusal_text(error, lang)


def check_json(one: Check) -> dict[str, Any]:
    """A check as data."""
    return {
        "object": one.entry.object,
        "version": one.entry.version,
        "aspect": one.aspect,
        "verdict": one.verdict,
        "then": None if one.then is None else one.then.value.model_dump(),
        "now": None if one.now is None else one.now.value.model_dump(),
        "why": None if one.why is None else str(one.why),
    }


__all__ = [
    "check_json",
    "check_section",
    "conflict_section",
    "difference_sections",
    "entry_text",
    "head_lines",
    "more_text",
    "population_text",
    "sections",
    "short_id",
    "status_text",
    "verdict_text",
    "why_text",
    "writer_text",
]
