"""The closing record: what an exchange came to, as one document in one language, ready to be written to any file.

Texts stand in the reader's language where there is a translation, else in their own, marked with it. What is private is
not in it. The same shared entries and the same law make the same record, to the last sign: its hash says so.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from amparo.exchange import blocks, reading
from amparo.exchange.blocks import TAGS, Grid, Paragraph, Part, Run, heading, heads, note, plain, said_runs
from amparo.exchange.checking import check
from amparo.exchange.hashing import digest_of
from amparo.exchange.listing import SHORT
from amparo.exchange.objects import AgendaItem, Outcome, Pin
from amparo.exchange.reading import Said
from amparo.exchange.threads import agenda, matters, name_of
from amparo.law import REAL, book
from amparo.report.results import country_name
from amparo.report.words import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from amparo.exchange.checking import Check
    from amparo.exchange.exchange import Exchange, Standing


@dataclass(frozen=True)
class Record:
    """The whole record in one language."""

    language: str
    title: str
    title_language: str
    lead: tuple[Paragraph, ...]
    parts: tuple[Part, ...]
    state: str
    hash_line: str

    @property
    def digest(self) -> str:
        """The hash of all that it says."""
        return digest_of(asdict(self))

    @property
    def last_line(self) -> str:
        """The line with its own hash, which is no part of what is hashed."""
        return self.hash_line.format(hash=self.digest)


def record(exchange: Exchange, lang: str) -> Record:
    """The record of what is shared in an exchange."""
    held = exchange.to_hand_over
    checks = check(held)
    title = reading.said(held, held.standing[held.id].head, lang)
    parts = [
        *_agenda(held, lang),
        *_discussion(held, lang),
        *_scenarios(held, checks, lang),
        *_outcomes(held, lang),
        *_conflicts(held, lang),
        *_provisions(held, checks, lang),
        *_workers(held, lang),
        _method(held, lang),
    ]
    return Record(
        language=TAGS[lang],
        title=title.text if title else "",
        title_language="" if title is None or title.language == lang else TAGS[title.language],
        lead=tuple(_lead(held, lang)),
        parts=tuple(parts),
        state=held.state,
        hash_line=word("record.hash", lang),
    )


# --- parts -----------------------------------------------------------------------------------------------------------


def _lead(held: Exchange, lang: str) -> Iterable[Paragraph]:
    meeting = held.meeting
    if meeting.example:
        yield Paragraph(plain(word("exchange.example", lang), True), "warning")
    sides: list[Run] = [Run(word("exchange.sides", lang, sides=""))]
    for number, one in enumerate(meeting.delegations):
        name = one.called(lang)
        sides += [Run(word("mark.semicolon", lang))] if number else []
        sides += [Run(name.text, "" if name.language == lang else TAGS[name.language]), Run(f" ({one.code})")]
    yield Paragraph(tuple(sides))
    if meeting.first:
        yield Paragraph(plain(word("exchange.days", lang, first=meeting.first, last=meeting.last or meeting.first)))
    yield note("record.classes", lang)


# --- agenda and discussion -------------------------------------------------------------------------------------------


def _agenda(held: Exchange, lang: str) -> Iterable[Part]:
    rows = []
    for one in agenda(held):
        body = one.head.body
        assert isinstance(body, AgendaItem)
        minutes = word("exchange.minutes", lang, minutes=body.minutes) if body.minutes else ""
        title = said_runs(reading.said(held, one.head, lang), lang)
        rows.append((plain(str(body.order)), title, plain(minutes), _names(held, body.about, lang)))
    if rows:
        grid = Grid(word("exchange.kind.agenda", lang), heads("record.heads.agenda", lang), tuple(rows))
        yield Part(heading("exchange.kind.agenda", lang), 1, (grid,))


def _names(held: Exchange, objects: Sequence[str], lang: str) -> tuple[Run, ...]:
    """What several objects are called."""
    runs: list[Run] = []
    for object_ in objects:
        if runs:
            runs.append(Run(word("mark.semicolon", lang)))
        runs += said_runs(name_of(held, object_, lang), lang)
    return tuple(runs)


def _discussion(held: Exchange, lang: str) -> Iterable[Part]:
    found = [matter for matter in matters(held) if matter.spoken]
    if found:
        yield Part(heading("record.discussion", lang), 1, ())
    for matter in found:
        title = (
            heading("record.other_matters", lang)
            if matter.item is None
            else said_runs(reading.said(held, matter.item.head, lang), lang)
        )
        yield Part(
            title, 2, tuple(line for spoken in matter.spoken for line in blocks.comment_blocks(held, spoken, lang))
        )


# --- scenarios -------------------------------------------------------------------------------------------------------


def _scenarios(held: Exchange, checks: Sequence[Check], lang: str) -> Iterable[Part]:
    scenarios, moved = held.of("scenario"), held.of("graft")
    if scenarios or moved:
        yield Part(heading("record.scenarios", lang), 1, ())
    for one in scenarios:
        yield Part(
            said_runs(reading.said(held, one.head, lang), lang), 2, tuple(blocks.scenario_blocks(one, checks, lang))
        )
    for one in moved:
        yield Part(
            said_runs(reading.said(held, one.head, lang), lang), 2, tuple(blocks.graft_blocks(one, checks, lang))
        )


# --- outcomes and what is open ---------------------------------------------------------------------------------------


def _outcomes(held: Exchange, lang: str) -> Iterable[Part]:
    tables = []
    for state in ("agreed", "noted", "follow_up"):
        rows = []
        for one in held.of("outcome"):
            body = one.head.body
            assert isinstance(body, Outcome)
            if body.state == state:
                who = word("mark.comma", lang).join(filter(None, (body.owner, body.due or "")))
                rows.append((_with_original(held, one, lang), _names(held, body.about, lang), plain(who)))
        if rows:
            titles = heads("record.heads.outcomes", lang)
            tables.append(Grid(word(f"exchange.outcome.{state}", lang), titles, tuple(rows)))
    if tables:
        yield Part(heading("exchange.kind.outcome", lang), 1, tuple(tables))


def _with_original(held: Exchange, one: Standing, lang: str) -> tuple[Run, ...]:
    """A text for the reader, and beside a translation the words in which it was written."""
    shown = reading.said(held, one.head, lang)
    runs = said_runs(shown, lang)
    if shown is None or shown.status in ("original", "missing"):
        return runs
    original = reading.every(held, one.head)[0]
    return *runs, Run(" / "), Run(original.text, TAGS[original.language])


def _conflicts(held: Exchange, lang: str) -> Iterable[Part]:
    rows = tuple(
        (
            said_runs(name_of(held, one.object, lang), lang),
            blocks.writer_runs(head, lang),
            said_runs(reading.said(held, head, lang) or Said(word("exchange.withdrawn", lang), lang, "original"), lang),
        )
        for one in held.conflicts
        for head in one.heads
    )
    if rows:
        title = word("exchange.conflicts", lang)
        yield Part(plain(title), 1, (Grid(title, heads("record.heads.conflicts", lang), rows),))


# --- annexes ---------------------------------------------------------------------------------------------------------


def _provisions(held: Exchange, checks: Sequence[Check], lang: str) -> Iterable[Part]:
    pins = held.of("provision")
    if pins:
        yield Part(heading("record.provisions", lang), 1, (note("record.provisions_note", lang),))
    for one in pins:
        body = one.head.body
        assert isinstance(body, Pin)
        label, language = body.label.words(lang)
        title = (Run(label, "" if language == lang else TAGS[language]), Run(f" · {body.country}:{body.provision}"))
        yield Part(title, 2, tuple(blocks.provision_blocks(held, one, body, checks, lang)))


def _workers(held: Exchange, lang: str) -> Iterable[Part]:
    cases = held.of("case")
    if cases:
        yield Part(heading("record.workers", lang), 1, ())
    for one in cases:
        told = tuple(blocks.worker_blocks(one, lang))
        yield Part(said_runs(reading.said(held, one.head, lang), lang), 2, told)


def _method(held: Exchange, lang: str) -> Part:
    books = word("mark.semicolon", lang).join(f"{country_name(code, lang)} {book(code).hash[:SHORT]}" for code in REAL)
    said = sum(entry.kind != "closing" for entry in held.ordered)
    lines = [
        note("record.state", lang, state=held.state, entries=said),
        note("record.books", lang, books=books),
        note("record.made", lang),
    ]
    return Part(heading("record.method", lang), 1, tuple(lines))


__all__ = ["Record", "record"]
