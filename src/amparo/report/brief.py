"""A policy brief of one country's population: a page that stands alone, and other files that say the same.

Everything in it is made from the results handed in: the words of the summary too. Each figure carries the class of the
data; what is assumed, doubtful or left open has a section of its own.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from amparo.analysis.chains import STEPS
from amparo.report.cascade import cascade_sections
from amparo.report.graft_effect import effect_head as graft_effect_head
from amparo.report.graft_effect import effect_sections as graft_effect_sections
from amparo.report.grafted import graft_head, graft_sections
from amparo.report.indicated import indicators_head, indicators_sections
from amparo.report.populations import fit_section
from amparo.report.reformed import effect_head, effect_sections
from amparo.report.results import Section, country_name
from amparo.report.values import number_text
from amparo.report.words import word
from amparo.rules.declarations import Branch

if TYPE_CHECKING:
    from amparo.analysis.cascade import Cascade
    from amparo.analysis.effects import Effect
    from amparo.analysis.grafted_population import GraftOnPopulation
    from amparo.analysis.indicators import Indicators
    from amparo.analysis.reforms import Reform
    from amparo.rules.book import LawBook

_LANGUAGE: Final = {"en": "en", "pt": "pt-PT", "zh": "zh-CN"}
_SHORT_TITLE: Final = 31


@dataclass(frozen=True)
class Brief:
    """What a brief is made of. population: the document of a built population, if it is one."""

    book: LawBook
    cascade: Cascade
    indicators: Indicators
    reforms: tuple[tuple[tuple[Reform, ...], Effect], ...]
    grafts: tuple[GraftOnPopulation, ...]
    weight: float
    population: Mapping[str, Any] | None
    doubtful: tuple[Mapping[str, str], ...]
    command: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with tables: its title, the lines above them, the tables."""

    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Document:
    """All that a brief says in one language, in order, whatever file it is written to.

    language is an IETF tag; synthetic is empty where the data are not.
    """

    language: str
    title: str
    class_line: str
    synthetic: str
    summary_title: str
    summary: tuple[str, ...]
    chart_title: str
    chart_note: str
    bars: tuple[Bars, ...]
    chapters: tuple[Chapter, ...]
    method_title: str
    method: tuple[str, ...]
    command: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of one branch in the chart: its share, how much of it is mandatory cover, and how that reads."""

    step: str
    percent: float
    mandatory: float
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The steps of one branch."""

    branch: str
    steps: tuple[Bar, ...]


def title(brief: Brief, lang: str) -> str:
    """The title of the brief."""
    months = [step.month for step in brief.cascade.steps]
    years = (
        f"{min(months) // 12}" if min(months) // 12 == max(months) // 12 else f"{min(months) // 12}–{max(months) // 12}"
    )
    return word("brief.title", lang, country=country_name(brief.book.country.code, lang), years=years)


def bars(brief: Brief, lang: str) -> tuple[Bars, ...]:
    """Shares of worker-months by branch and step, in the stable order of branches and steps."""
    found = []
    for branch in sorted({step.branch for step in brief.cascade.steps}):
        steps = tuple(_bar(brief, Branch(branch), step, lang) for step in STEPS)
        found.append(Bars(word(f"branch.{Branch(branch).name.lower()}", lang), steps))
    return tuple(found)


def _bar(brief: Brief, branch: Branch, step: str, lang: str) -> Bar:
    total = brief.cascade.total(branch, step)
    measured = total.rows - total.no_measure
    name = word(f"cascade.{step}", lang)
    if not measured:
        return Bar(name, 0.0, 0.0, word("brief.no_rate", lang))
    percent, mandatory = 100 * total.yes / total.rows, 100 * total.mandatory / total.rows
    text = number_text(f"{percent:.1f}", lang) + " %"
    if step == STEPS[0] and total.voluntary:
        text = word("brief.of_which", lang, all=text, mandatory=number_text(f"{mandatory:.1f}", lang))
    return Bar(name, percent, mandatory if step == STEPS[0] else percent, text)


def summary(brief: Brief, lang: str) -> list[str]:
    """The main findings in sentences, made from the figures."""
    lines = [word("brief.who", lang, workers=_whole(brief.cascade.workers * brief.weight, lang))]
    for branch in (Branch.UNEMPLOYMENT, Branch.SICKNESS, Branch.OLD_AGE, Branch.EMPLOYMENT_INJURY):
        if not any(step.branch == branch for step in brief.cascade.steps):
            continue
        totals = {step: brief.cascade.total(branch, step) for step in STEPS}
        shares = {step: _share(total.yes, total.rows, lang) for step, total in totals.items()}
        covered = totals[STEPS[0]]
        shares["covered"] = _share(covered.mandatory, covered.rows, lang)
        shares["voluntary"] = _share(covered.voluntary, covered.rows, lang)
        name = word(f"branch.{branch.name.lower()}", lang)
        lines.append(word("brief.branch", lang, branch=name, **shares))
    lines += [_loss(brief, lang)] if brief.cascade.losses else []
    for reforms, effect in brief.reforms:
        lines.append(_reform(reforms, effect, brief, lang))
    return lines


def _loss(brief: Brief, lang: str) -> str:
    most = max(brief.cascade.losses, key=lambda loss: loss.count)
    branch = word(f"branch.{most.branch.name.lower()}", lang)
    node = brief.book.nodes.get(most.node)
    where = node.label.text(lang) if node is not None else word("brief.no_provision", lang)  # type: ignore[union-attr]
    return word("brief.loss", lang, branch=branch, step=word(f"cascade.{most.step}", lang), where=where)


def _reform(reforms: tuple[Reform, ...], effect: Effect, brief: Brief, lang: str) -> str:
    sides = {line.side: _whole(line.workers * brief.weight, lang) for line in effect.people}
    name = " + ".join(reform.name.text(lang) for reform in reforms)
    return word("brief.reform", lang, name=name, **sides)


def _share(part: int, whole: int, lang: str) -> str:
    return number_text(f"{100 * part / max(whole, 1):.1f}", lang)


def _whole(value: float, lang: str) -> str:
    return number_text(f"{round(value)}", lang)


def chapters(brief: Brief, lang: str) -> tuple[Chapter, ...]:
    """The tables of the brief by chapter."""
    found = [
        (word("brief.cascade", lang), [], cascade_sections(brief.cascade, brief.book, lang)),
        (
            word("brief.indicators", lang),
            indicators_head(brief.indicators, brief.book, lang),
            indicators_sections(brief.indicators, brief.book, lang),
        ),
    ]
    for reforms, effect in brief.reforms:
        head = effect_head(effect, reforms, brief.weight, lang)
        found.append((head[0], head[1:], effect_sections(effect, brief.book, brief.weight, lang)))
    found += [_graft(brief, done, lang) for done in brief.grafts]
    if brief.population is not None:
        found.append((word("brief.population", lang), [], [fit_section(brief.population, lang)]))
    found.append((word("brief.doubts", lang), [word("brief.doubts_lead", lang)], [_doubts(brief, lang)]))
    return tuple(Chapter(title, tuple(lines), tuple(sections)) for title, lines, sections in found)


def _graft(brief: Brief, done: GraftOnPopulation, lang: str) -> tuple[str, list[str], list[Section]]:
    head = graft_head(done.grafts, lang)
    more = graft_effect_head(brief.cascade.class_, done.effects, {}, brief.weight, lang)
    sections = [*graft_effect_sections(done, brief.weight, lang), *graft_sections(done.grafts, lang)]
    return head[0], [*head[1:], *more], [section for section in sections if section.rows]


def _doubts(brief: Brief, lang: str) -> Section:
    rows = tuple(
        (brief.book.nodes[one["provision"]].label.text(lang), one["provision"], one["evidence"])  # type: ignore[union-attr]
        for one in brief.doubtful
    )
    heads = tuple(word("brief.heads.doubts", lang).split("|"))
    return Section("doubts", word("brief.doubts", lang), heads, rows, "")


def document(brief: Brief, lang: str) -> Document:
    """The brief in a language, ready to be written to any kind of file."""
    return Document(
        language=_LANGUAGE[lang],
        title=title(brief, lang),
        class_line=word("run.class", lang, data=word(f"class.{brief.cascade.class_}", lang)),
        synthetic=word("brief.synthetic", lang) if brief.cascade.class_ == "synthetic" else "",
        summary_title=word("brief.summary", lang),
        summary=tuple(summary(brief, lang)),
        chart_title=word("brief.chart", lang),
        chart_note=word("brief.chart_note", lang),
        bars=bars(brief, lang),
        chapters=chapters(brief, lang),
        method_title=word("brief.method", lang),
        method=(word("brief.method_law", lang, hash=brief.book.hash[:12]), word("brief.method_run", lang)),
        command=brief.command,
    )


# --- page and workbook ------------------------------------------------------------------------------------------------


@cache
def _environment() -> Environment:
    folder = Path(__file__).with_name("templates")
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def brief_html(document: Document) -> str:
    """The brief as one page that needs nothing else."""
    return _environment().get_template("brief.html.j2").render(brief=document)


def brief_xlsx(document: Document) -> bytes:
    """The numbers of the brief as a workbook, one sheet per table."""
    import xlsxwriter

    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": document.title, "comments": document.class_line})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EDEDED"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        used: set[str] = set()
        first = Section("summary", document.title, (), tuple((line,) for line in document.summary), "")
        for section in (first, *(section for chapter in document.chapters for section in chapter.sections)):
            sheet = book.add_worksheet(_sheet_name(section.title, used))
            _fill(sheet, section, bold, wrap, document.class_line)
    return held.getvalue()


def write_brief(brief: Brief, folder: Path, lang: str) -> None:
    """The brief in one language, as all its files: brief.LANG.html, .pdf, .docx and .xlsx."""
    from amparo.report.brief_docx import brief_docx
    from amparo.report.brief_pdf import brief_pdf

    made = document(brief, lang)
    (folder / f"brief.{lang}.html").write_text(brief_html(made), encoding="utf-8")
    (folder / f"brief.{lang}.docx").write_bytes(brief_docx(made))
    (folder / f"brief.{lang}.xlsx").write_bytes(brief_xlsx(made))
    (folder / f"brief.{lang}.pdf").write_bytes(brief_pdf(made))


def _fill(sheet: Any, section: Section, bold: Any, wrap: Any, class_: str) -> None:
    sheet.write_string(0, 0, f"{section.title} · {class_}", bold)
    for column, text in enumerate(section.heads):
        sheet.write_string(1, column, text, bold)
    for row, cells in enumerate(section.rows, 2):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, wrap)
    sheet.set_column(0, max(len(section.heads) - 1, 0), 28)
    sheet.freeze_panes(2, 0)


def _sheet_name(text: str, used: set[str]) -> str:
    """A name that a workbook takes: short, without the signs it forbids, and not there yet."""
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in text).strip()[:_SHORT_TITLE] or "-"
    name, number = plain, 2
    while name.lower() in used:
        tail = f" {number}"
        name, number = plain[: _SHORT_TITLE - len(tail)] + tail, number + 1
    used.add(name.lower())
    return name


__all__ = ["Bar", "Bars", "Brief", "Chapter", "Document", "brief_html", "brief_xlsx", "document", "write_brief"]
