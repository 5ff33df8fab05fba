"""What a scenario shows in one language: sentences, and tables with a chart beside; to and from plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from amparo.report.charts.drawing import svg_of_page
from amparo.report.results import Section, without_empty_columns

if TYPE_CHECKING:
    from amparo.report.charts.figures import Figure as Chart

Spec = Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """A table, with the chart that says the same where there is one: its specification, and as drawn (SVG)."""

    section: Section
    chart: Spec | None = None
    drawn: str = ""


@dataclass(frozen=True)
class Chapter:
    """Figures under a title, with what holds of all of them; id is the same in every language."""

    id: str
    title: str
    figures: tuple[Figure, ...]
    lead: str = ""


@dataclass(frozen=True)
class View:
    """A scenario in one language. lines: what it was tried on; summary: the findings; commands make it again."""

    title: str
    lines: tuple[str, ...]
    summary: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    commands: tuple[str, ...]

    def figure(self, identity: str) -> Figure | None:
        """A figure by the id of its table."""
        every = (one for chapter in self.chapters for one in chapter.figures)
        return next((one for one in every if one.section.id == identity), None)


def chapter(identity: str, title: str, figures: Sequence[Figure], lead: str = "") -> Chapter:
    """A chapter with those of its figures that say something, and of their columns."""
    told = [replace(one, section=without_empty_columns(one.section)) for one in figures]
    return Chapter(identity, title, tuple(one for one in told if one.section.rows or one.section.note), lead)


def with_note(figure: Figure, note: str) -> Figure:
    """The figure with one more sentence under its table."""
    section = figure.section
    return replace(figure, section=replace(section, note=f"{section.note} {note}".strip()))


def view_json(view: View) -> dict[str, Any]:
    """A view as plain data."""
    return {
        "title": view.title,
        "lines": list(view.lines),
        "summary": list(view.summary),
        "commands": list(view.commands),
        "chapters": [
            {
                "id": one.id,
                "title": one.title,
                "lead": one.lead,
                "figures": [_figure_json(figure) for figure in one.figures],
            }
            for one in view.chapters
        ],
    }


def _figure_json(figure: Figure) -> dict[str, Any]:
    section = figure.section
    return {
        "id": section.id,
        "title": section.title,
        "heads": list(section.heads),
        "rows": [list(row) for row in section.rows],
        "note": section.note,
        "chart": figure.chart,
        "drawn": figure.drawn,
    }


def view_of(data: Mapping[str, Any]) -> View:
    """A view from plain data."""
    chapters = tuple(
        Chapter(one["id"], one["title"], tuple(_figure_of(figure) for figure in one["figures"]), one["lead"])
        for one in data["chapters"]
    )
    lines, summary, commands = (tuple(data[key]) for key in ("lines", "summary", "commands"))
    return View(data["title"], lines, summary, chapters, commands)


def _figure_of(data: Mapping[str, Any]) -> Figure:
    rows = tuple(tuple(row) for row in data["rows"])
    section = Section(data["id"], data["title"], tuple(data["heads"]), rows, data["note"])
    return Figure(section, data["chart"], data["drawn"])


def charted(section: Section, chart: Chart) -> Figure:
    """A table of ours with a chart of the same figures beside it."""
    return Figure(section, chart.spec, svg_of_page(chart.spec, chart.lang))


__all__ = ["Chapter", "Figure", "Spec", "View", "chapter", "charted", "view_json", "view_of", "with_note"]
