"""Objects of an exchange in words, for paper and for a page: paragraphs and tables, each text with its language."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Literal

from amparo.exchange import reading
from amparo.exchange.listing import SHORT, population_text, status_text, verdict_text
from amparo.exchange.objects import Anchor, Comment, GraftOf, Pin, Scenario, Worker
from amparo.exchange.reading import Said
from amparo.exchange.scenarios import command_of, graft_command
from amparo.exchange.threads import name_of
from amparo.law import COUNTRIES, book
from amparo.report.results import country_name
from amparo.report.values import count_text, money_text
from amparo.report.words import has_word, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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


# --- words -----------------------------------------------------------------------------------------------------------


def plain(text: str, strong: bool = False) -> tuple[Run, ...]:
    return (Run(text, "", strong),)


def said_runs(found: Said | None, lang: str, strong: bool = False) -> tuple[Run, ...]:
    """A text with the language it is in, and its status where it is not the reader's original."""
    if found is None:
        return plain(word("record.not_here", lang))
    own = Run(found.text, "" if found.language == lang else TAGS[found.language], strong)
    if found.status == "original":
        return (own,)
    return own, Run(f" [{status_text(found.status, found.language, lang)}]")


def woven(key: str, lang: str, runs: Mapping[str, Run], **values: Any) -> tuple[Run, ...]:
    """A sentence with runs put into it: identifiers, which are of no language but are read as English."""
    text = word(key, lang, **{name: f"\0{name}\0" for name in runs}, **values)
    return tuple(runs.get(part, Run(part)) for part in text.split("\0") if part)


def note(key: str, lang: str, **values: Any) -> Paragraph:
    return Paragraph(plain(word(key, lang, **values)), "note")


def heading(key: str, lang: str) -> tuple[Run, ...]:
    return plain(word(key, lang))


def heads(key: str, lang: str) -> tuple[str, ...]:
    return tuple(word(key, lang).split("|"))


# --- comments ---------------------------------------------------------------------------------------------------------


def comment_blocks(held: Exchange, spoken: Spoken, lang: str) -> Iterable[Paragraph]:
    entry, depth = spoken.comment.head, spoken.depth
    body = entry.body
    assert isinstance(body, Comment)
    yield Paragraph((*writer_runs(entry, lang), Run(f" · {entry.minute}")), "text", depth)
    if body.on and not body.on.object.startswith("comment-"):
        yield Paragraph(anchor_runs(held, body.on, lang), "note", depth)
    if body.on and body.on.quote:
        yield Paragraph(plain(body.on.quote), "quote", depth)
    yield Paragraph(said_runs(reading.said(held, entry, lang), lang), "text", depth)


def writer_runs(entry: Entry, lang: str) -> tuple[Run, ...]:
    writer = entry.writer
    who = Run(writer.delegation, "", True)
    if writer.capacity is None:
        return (who,)
    said = writer.capacity
    own = Run(said.text, "" if said.language == lang else TAGS[said.language], True)
    return who, Run(word("mark.comma", lang)), own


def anchor_runs(held: Exchange, on: Anchor, lang: str) -> tuple[Run, ...]:
    """What something is said of: its name, the cell, and whether it has another wording since."""
    runs = [Run(word("record.on", lang)), *said_runs(name_of(held, on.object, lang), lang)]
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


# --- scenarios --------------------------------------------------------------------------------------------------------


def scenario_blocks(one: Standing, checks: Sequence[Check], lang: str) -> Iterable[Paragraph | Grid]:
    body = one.head.body
    assert isinstance(body, Scenario)
    names = word("mark.comma", lang).join(reform.id for reform in body.reforms)
    law = {"country": country_name(body.country, lang), "before": body.law[:SHORT], "after": body.after[:SHORT]}
    yield Paragraph(woven("record.reforms", lang, {"names": Run(names, "" if lang == "en" else "en")}, **law))
    yield Paragraph(plain(word("record.population", lang, population=population_text(body, lang))))
    if body.result is not None:
        yield from result_grids(body, body.result, lang)
        yield note("record.result", lang, digest=body.result.digest[:SHORT])
    yield verdicts(one, checks, lang)
    for command in command_of(body):
        yield Paragraph(plain(command), "code")


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
            heads(f"record.heads.{name}", lang),
            tuple(tuple(plain(cell) for cell in row) for row in rows),
            word("record.synthetic", lang, workers=count_text(result.workers, lang)),
        )
        for name, rows in (("amounts", amounts), ("people", people), ("cover", cover))
        if rows
    ]


def graft_blocks(one: Standing, checks: Sequence[Check], lang: str) -> Iterable[Paragraph]:
    body = one.head.body
    assert isinstance(body, GraftOf)
    country = country_name(body.onto, lang)
    own = Run(body.mechanism, "" if lang == "en" else "en")
    yield Paragraph(woven("record.graft", lang, {"mechanism": own}, country=country, day=body.as_on))
    books = "; ".join(f"{each.by} {each.law[:SHORT]}" for each in body.books)
    by = Run(books, "" if lang == "en" else "en")
    yield Paragraph(woven("record.graft_books", lang, {"books": by}, law=body.law[:SHORT]))
    yield verdicts(one, checks, lang)
    yield Paragraph(plain(graft_command(body)), "code")


def verdicts(one: Standing, checks: Sequence[Check], lang: str) -> Paragraph:
    """What holding it against the law at hand gave."""
    own = [verdict_text(each, lang) for each in checks if each.entry.object == one.object and each.verdict != "not_run"]
    return Paragraph(plain(word("record.checked", lang, found=word("mark.semicolon", lang).join(own))), "note")


# --- provisions, workers ------------------------------------------------------------------------------------------


def provision_blocks(
    held: Exchange, one: Standing, body: Pin, checks: Sequence[Check], lang: str
) -> Iterable[Paragraph | Grid]:
    value, language = body.value.words(lang)
    own = Run(value, "" if language == lang else TAGS[language], True)
    held_in = [] if language == lang else [Run(f" [{word(f'exchange.language.{language}', lang)}]")]
    yield Paragraph((Run(word("record.value", lang, day=body.on)), own, *held_in))
    known = word("mark.semicolon", lang).join(filter(None, (body.cites.words(lang)[0], body.evidence.words(lang)[0])))
    if known:
        yield Paragraph(plain(known))
    for said in reading.every(held, one.head):
        status = Run(f" [{status_text(said.status, said.language, lang)}]")
        yield Paragraph((Run(said.text, "" if said.language == lang else TAGS[said.language]), status), "quote")
    yield note("record.pinned", lang, law=body.law[:SHORT], content=body.content[:SHORT])
    yield verdicts(one, checks, lang)
    for found in checks:
        if found.entry.object == one.object and found.aspect == "provision" and found.verdict == "other" and found.now:
            now, spoken = found.now.value.words(lang)
            runs = (Run(word("record.now", lang)), Run(now, "" if spoken == lang else TAGS[spoken], True))
            yield Paragraph(runs, "warning")


def worker_blocks(one: Standing, lang: str) -> Iterable[Paragraph]:
    """A worker: the law, the class of the data, the case file."""
    body = one.head.body
    assert isinstance(body, Worker)
    data = word(f"class.{body.data_class}", lang)
    yield Paragraph(plain(word("record.case", lang, country=country_name(body.country, lang), data=data)))
    yield Paragraph((Run(body.case.rstrip("\n"), "en"),), "code")


__all__ = [
    "TAGS",
    "Grid",
    "Paragraph",
    "Part",
    "Run",
    "anchor_runs",
    "comment_blocks",
    "graft_blocks",
    "heading",
    "heads",
    "note",
    "plain",
    "provision_blocks",
    "said_runs",
    "scenario_blocks",
    "verdicts",
    "worker_blocks",
    "woven",
    "writer_runs",
]
