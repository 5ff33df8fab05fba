"""The closing record: what an exchange came to, as one document in one language, ready to be written to any file.

Texts stand in the reader's language where there is a translation, else in their own, marked with it. What is private is
not in it. The same shared entries and the same law make the same record, to the last sign: its hash says so.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Literal

from amparo.exchange import reading
from amparo.exchange.checking import check
from amparo.exchange.hashing import digest_of
from amparo.exchange.listing import SHORT, population_text, status_text, verdict_text
from amparo.exchange.objects import AgendaItem, Anchor, Comment, GraftOf, Outcome, Pin, Scenario, Worker
from amparo.exchange.reading import Said
from amparo.exchange.scenarios import command_of, graft_command
from amparo.exchange.threads import agenda, matters, name_of
from amparo.law import COUNTRIES, book
from amparo.report.results import country_name
from amparo.report.values import count_text, money_text
from amparo.report.words import has_word, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from amparo.exchange.checking import Check
    from amparo.exchange.entries import Entry
    from amparo.exchange.exchange import Exchange, Standing
    from amparo.exchange.objects import Result
    from amparo.exchange.threads import Spoken

TAGS: Final = {"en": "en", "pt": "pt-PT", "zh": "zh-CN"}
Style = Literal["text", "note", "quote", "code", "warning"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one language; language is an IETF tag, empty where it is the document's own."""

    text: str
    language: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; depth: how far it is moved in, for replies."""

    runs: tuple[Run, ...]
    style: Style = "text"
    depth: int = 0
    block: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a title; every cell holds runs."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    note: str = ""
    block: str = "grid"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of level 1 or 2 with what stands below it."""

    title: tuple[Run, ...]
    level: int
    blocks: tuple[Paragraph | Grid, ...]


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


# --- words -----------------------------------------------------------------------------------------------------------


def _run(text: str, strong: bool = False) -> tuple[Run, ...]:
    return (Run(text, "", strong),)


def _said(found: Said | None, lang: str, strong: bool = False) -> tuple[Run, ...]:
    """A text with the language it is in, and its status where it is not the reader's original."""
    if found is None:
        return _run(word("record.not_here", lang))
    own = Run(found.text, "" if found.language == lang else TAGS[found.language], strong)
    if found.status == "original":
        return (own,)
    return own, Run(f" [{status_text(found.status, found.language, lang)}]")


def _note(key: str, lang: str, **values: Any) -> Paragraph:
    return Paragraph(_run(word(key, lang, **values)), "note")


def _heading(key: str, lang: str) -> tuple[Run, ...]:
    return _run(word(key, lang))


def _heads(key: str, lang: str) -> tuple[str, ...]:
    return tuple(word(key, lang).split("|"))


def _lead(held: Exchange, lang: str) -> Iterable[Paragraph]:
    meeting = held.meeting
    if meeting.example:
        yield Paragraph(_run(word("exchange.example", lang), True), "warning")
    sides: list[Run] = [Run(word("exchange.sides", lang, sides=""))]
    for number, one in enumerate(meeting.delegations):
        name = one.called(lang)
        sides += [Run(word("mark.semicolon", lang))] if number else []
        sides += [Run(name.text, "" if name.language == lang else TAGS[name.language]), Run(f" ({one.code})")]
    yield Paragraph(tuple(sides))
    if meeting.first:
        yield Paragraph(_run(word("exchange.days", lang, first=meeting.first, last=meeting.last or meeting.first)))
    yield _note("record.classes", lang)


# --- agenda and discussion -------------------------------------------------------------------------------------------


def _agenda(held: Exchange, lang: str) -> Iterable[Part]:
    rows = []
    for one in agenda(held):
        body = one.head.body
        assert isinstance(body, AgendaItem)
        minutes = word("exchange.minutes", lang, minutes=body.minutes) if body.minutes else ""
        title = _said(reading.said(held, one.head, lang), lang)
        rows.append((_run(str(body.order)), title, _run(minutes), _names(held, body.about, lang)))
    if rows:
        grid = Grid(word("exchange.kind.agenda", lang), _heads("record.heads.agenda", lang), tuple(rows))
        yield Part(_heading("exchange.kind.agenda", lang), 1, (grid,))


def _names(held: Exchange, objects: Sequence[str], lang: str) -> tuple[Run, ...]:
    """What several objects are called."""
    runs: list[Run] = []
    for object_ in objects:
        if runs:
            runs.append(Run(word("mark.semicolon", lang)))
        runs += _said(name_of(held, object_, lang), lang)
    return tuple(runs)


def _discussion(held: Exchange, lang: str) -> Iterable[Part]:
    found = [matter for matter in matters(held) if matter.spoken]
    if found:
        yield Part(_heading("record.discussion", lang), 1, ())
    for matter in found:
        title = (
            _heading("record.other_matters", lang)
            if matter.item is None
            else _said(reading.said(held, matter.item.head, lang), lang)
        )
        yield Part(title, 2, tuple(line for spoken in matter.spoken for line in _comment(held, spoken, lang)))


def _comment(held: Exchange, spoken: Spoken, lang: str) -> Iterable[Paragraph]:
    entry, depth = spoken.comment.head, spoken.depth
    body = entry.body
    assert isinstance(body, Comment)
    yield Paragraph((*_writer(entry, lang), Run(f" · {entry.minute}")), "text", depth)
    if body.on and not body.on.object.startswith("comment-"):
        yield Paragraph(anchor_runs(held, body.on, lang), "note", depth)
    if body.on and body.on.quote:
        yield Paragraph(_run(body.on.quote), "quote", depth)
    yield Paragraph(_said(reading.said(held, entry, lang), lang), "text", depth)


def _writer(entry: Entry, lang: str) -> tuple[Run, ...]:
    writer = entry.writer
    who = Run(writer.delegation, "", True)
    if writer.capacity is None:
        return (who,)
    said = writer.capacity
    own = Run(said.text, "" if said.language == lang else TAGS[said.language], True)
    return who, Run(word("mark.comma", lang)), own


def anchor_runs(held: Exchange, on: Anchor, lang: str) -> tuple[Run, ...]:
    """What something is said of: its name, the cell, and whether it has another wording since."""
    runs = [Run(word("record.on", lang)), *_said(name_of(held, on.object, lang), lang)]
    if on.cell:
        runs.append(Run(word("mark.semicolon", lang) + cell_text(on.cell, lang)))
    standing = held.standing.get(on.object)
    if standing is not None and on.version not in {head.version for head in standing.heads}:
        runs.append(Run(f" [{word('record.earlier_version', lang)}]"))
    return tuple(runs)


def cell_text(cell: Any, lang: str) -> str:
    """Which cell of a scenario's tables."""
    return word(
        "record.cell",
        lang,
        table=word(f"record.table.{cell.table}", lang),
        row=cell.row,
        column=word(f"record.column.{cell.column}", lang),
    )


# --- scenarios -------------------------------------------------------------------------------------------------------


def _scenarios(held: Exchange, checks: Sequence[Check], lang: str) -> Iterable[Part]:
    scenarios, moved = held.of("scenario"), held.of("graft")
    if scenarios or moved:
        yield Part(_heading("record.scenarios", lang), 1, ())
    for one in scenarios:
        yield Part(_said(reading.said(held, one.head, lang), lang), 2, tuple(_scenario(one, checks, lang)))
    for one in moved:
        yield Part(_said(reading.said(held, one.head, lang), lang), 2, tuple(_graft(one, checks, lang)))


def _scenario(one: Standing, checks: Sequence[Check], lang: str) -> Iterable[Paragraph | Grid]:
    body = one.head.body
    assert isinstance(body, Scenario)
    names = word("mark.comma", lang).join(reform.id for reform in body.reforms)
    law = {"country": country_name(body.country, lang), "before": body.law[:SHORT], "after": body.after[:SHORT]}
    yield Paragraph(_run(word("record.reforms", lang, names=names, **law)))
    yield Paragraph(_run(word("record.population", lang, population=population_text(body, lang))))
    if body.result is not None:
        yield from result_grids(body, body.result, lang)
        yield _note("record.result", lang, digest=body.result.digest[:SHORT])
    yield _verdicts(one, checks, lang)
    for command in command_of(body):
        yield Paragraph(_run(command), "code")


def result_grids(scenario: Scenario, result: Result, lang: str) -> list[Grid]:
    """The tables of a scenario, weighted, in the words of the law at hand; an id where that does not know the name."""
    held = book(scenario.country) if scenario.country in COUNTRIES else None
    weight = Fraction(result.weight)

    def label(node: str) -> str:
        found = held.nodes.get(node) if held else None
        return found.label.text(lang) if found is not None else node  # type: ignore[union-attr]

    def sums(low: int, high: int) -> str:
        assert held is not None
        ends = [money_text(round(end * weight), held.currency, lang) for end in (low, high)]
        return ends[0] if low == high else word("value.between", lang, low=ends[0], high=ends[1])

    def told(key: str) -> str:
        return word(key, lang) if has_word(key) else key.partition(".")[2]

    amounts = [
        (label(row.node), told(f"payer.{row.payer}"), str(row.year), sums(*row.before), sums(*row.after))
        for row in (result.amounts if held else ())
    ]
    people = [(told(f"reform.side.{row.side}"), count_text(float(row.workers * weight), lang)) for row in result.people]
    cover = [
        (
            told(f"branch.{row.branch}"),
            told(f"coverage.{row.state}"),
            count_text(float(row.before * weight), lang),
            count_text(float(row.after * weight), lang),
        )
        for row in result.cover
    ]
    return [
        Grid(
            word(f"record.table.{name}", lang),
            _heads(f"record.heads.{name}", lang),
            tuple(tuple(_run(cell) for cell in row) for row in rows),
            word("record.synthetic", lang, workers=count_text(result.workers, lang)),
        )
        for name, rows in (("amounts", amounts), ("people", people), ("cover", cover))
        if rows
    ]


def _graft(one: Standing, checks: Sequence[Check], lang: str) -> Iterable[Paragraph]:
    body = one.head.body
    assert isinstance(body, GraftOf)
    country = country_name(body.onto, lang)
    yield Paragraph(_run(word("record.graft", lang, mechanism=body.mechanism, country=country, day=body.as_on)))
    books = word("mark.semicolon", lang).join(f"{each.by} {each.law[:SHORT]}" for each in body.books)
    yield Paragraph(_run(word("record.graft_books", lang, law=body.law[:SHORT], books=books)))
    yield _verdicts(one, checks, lang)
    yield Paragraph(_run(graft_command(body)), "code")


def _verdicts(one: Standing, checks: Sequence[Check], lang: str) -> Paragraph:
    """What holding it against the law at hand gave."""
    own = [verdict_text(each, lang) for each in checks if each.entry.object == one.object and each.verdict != "not_run"]
    return Paragraph(_run(word("record.checked", lang, found=word("mark.semicolon", lang).join(own))), "note")


# --- outcomes and what is open ---------------------------------------------------------------------------------------


def _outcomes(held: Exchange, lang: str) -> Iterable[Part]:
    blocks = []
    for state in ("agreed", "noted", "follow_up"):
        rows = []
        for one in held.of("outcome"):
            body = one.head.body
            assert isinstance(body, Outcome)
            if body.state == state:
                who = word("mark.comma", lang).join(filter(None, (body.owner, body.due or "")))
                rows.append((_with_original(held, one, lang), _names(held, body.about, lang), _run(who)))
        if rows:
            heads = _heads("record.heads.outcomes", lang)
            blocks.append(Grid(word(f"exchange.outcome.{state}", lang), heads, tuple(rows)))
    if blocks:
        yield Part(_heading("exchange.kind.outcome", lang), 1, tuple(blocks))


def _with_original(held: Exchange, one: Standing, lang: str) -> tuple[Run, ...]:
    """A text for the reader, and beside a translation the words in which it was written."""
    shown = reading.said(held, one.head, lang)
    runs = _said(shown, lang)
    if shown is None or shown.status in ("original", "missing"):
        return runs
    original = reading.every(held, one.head)[0]
    return *runs, Run(" / "), Run(original.text, TAGS[original.language])


def _conflicts(held: Exchange, lang: str) -> Iterable[Part]:
    rows = tuple(
        (
            _said(name_of(held, one.object, lang), lang),
            _writer(head, lang),
            _said(reading.said(held, head, lang) or Said(word("exchange.withdrawn", lang), lang, "original"), lang),
        )
        for one in held.conflicts
        for head in one.heads
    )
    if rows:
        title = word("exchange.conflicts", lang)
        yield Part(_run(title), 1, (Grid(title, _heads("record.heads.conflicts", lang), rows),))


# --- annexes ---------------------------------------------------------------------------------------------------------


def _provisions(held: Exchange, checks: Sequence[Check], lang: str) -> Iterable[Part]:
    pins = held.of("provision")
    if pins:
        yield Part(_heading("record.provisions", lang), 1, (_note("record.provisions_note", lang),))
    for one in pins:
        body = one.head.body
        assert isinstance(body, Pin)
        label, language = body.label.words(lang)
        title = (Run(label, "" if language == lang else TAGS[language]), Run(f" · {body.country}:{body.provision}"))
        yield Part(title, 2, tuple(_provision(held, one, body, checks, lang)))


def _provision(
    held: Exchange, one: Standing, body: Pin, checks: Sequence[Check], lang: str
) -> Iterable[Paragraph | Grid]:
    value, language = body.value.words(lang)
    own = Run(value, "" if language == lang else TAGS[language], True)
    held_in = [] if language == lang else [Run(f" [{word(f'exchange.language.{language}', lang)}]")]
    yield Paragraph((Run(word("record.value", lang, day=body.on)), own, *held_in))
    known = word("mark.semicolon", lang).join(filter(None, (body.cites.words(lang)[0], body.evidence.words(lang)[0])))
    if known:
        yield Paragraph(_run(known))
    for said in reading.every(held, one.head):
        status = Run(f" [{status_text(said.status, said.language, lang)}]")
        yield Paragraph((Run(said.text, "" if said.language == lang else TAGS[said.language]), status), "quote")
    yield _note("record.pinned", lang, law=body.law[:SHORT], content=body.content[:SHORT])
    yield _verdicts(one, checks, lang)
    for found in checks:
        if found.entry.object == one.object and found.aspect == "provision" and found.verdict == "other" and found.now:
            now, spoken = found.now.value.words(lang)
            runs = (Run(word("record.now", lang)), Run(now, "" if spoken == lang else TAGS[spoken], True))
            yield Paragraph(runs, "warning")


def _workers(held: Exchange, lang: str) -> Iterable[Part]:
    cases = held.of("case")
    if cases:
        yield Part(_heading("record.workers", lang), 1, ())
    for one in cases:
        body = one.head.body
        assert isinstance(body, Worker)
        line = word(
            "record.case", lang, country=country_name(body.country, lang), data=word(f"class.{body.data_class}", lang)
        )
        blocks = (Paragraph(_run(line)), Paragraph((Run(body.case.rstrip("\n"), "en"),), "code"))
        yield Part(_said(reading.said(held, one.head, lang), lang), 2, blocks)


def _method(held: Exchange, lang: str) -> Part:
    books = word("mark.semicolon", lang).join(
        f"{country_name(code, lang)} {book(code).hash[:SHORT]}" for code in COUNTRIES if code != "FICTIONAL"
    )
    said = sum(entry.kind != "closing" for entry in held.ordered)
    lines = [
        _note("record.state", lang, state=held.state, entries=said),
        _note("record.books", lang, books=books),
        _note("record.made", lang),
    ]
    return Part(_heading("record.method", lang), 1, tuple(lines))


__all__ = ["Grid", "Paragraph", "Part", "Record", "Run", "anchor_runs", "cell_text", "record", "result_grids"]
