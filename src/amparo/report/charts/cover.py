"""Charts of cover: the cascade by branch, the matrix of branches and groups, two countries side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.chains import STEPS
from amparo.report.charts.figures import (
    LINES,
    Figure,
    Spec,
    above,
    branch_name,
    coloured,
    data,
    framed,
    listed,
    percent_axis,
    percent_text,
    stopped,
    wrapped,
)
from amparo.report.charts.palette import DOUBT, INK, LIGHT, NAVY, ORANGE, PAPER, SOFT, TINTS
from amparo.report.groups import group_name
from amparo.report.results import Section, country_name
from amparo.report.words import word
from amparo.rules.declarations import Branch

if TYPE_CHECKING:
    from amparo.analysis.cascade import Cascade, Step
    from amparo.rules.book import LawBook

KINDS: Final = ("mandatory", "voluntary", "possible")
STATES: Final = ("mandatory", "voluntary", "none", "undecided", "law_not_known")
_MARKS: Final = {
    "mandatory": "circle",
    "voluntary": "circle",
    "none": "M-.8,-.8L.8,.8M-.8,.8L.8,-.8",
    "undecided": "diamond",
    "law_not_known": "square",
}
_MOST_GROUPS: Final = 8


# --- cascade ----------------------------------------------------------------------------------------------------------


def coverage_cascade(found: Cascade, lang: str) -> Figure:
    """Branch by branch the share of worker-months at each step: mandatory and voluntary apart, certain and possible.

    A bar is what is certain; the broken outline beyond it is what may be (not decided, or the law is not known).
    """
    branches = _branches(found)
    totals = [found.total(branch, step) for branch in branches for step in STEPS]
    rows = [row for total in totals for row in _parts_of(total, lang)]
    labels = [_cascade_label(total, lang) for total in totals]
    names = [wrapped(_name(branch, lang), 24) for branch in branches]
    steps = [_step(step, lang) for step in STEPS]
    kinds = [word(f"chart.kind.{kind}", lang) for kind in KINDS]
    where = {
        "y": listed("branch", names, labelLimit=180),
        "x": {
            "field": "from",
            "type": "quantitative",
            "scale": {"domain": [0, 1.5]},
            "axis": percent_axis(lang, (0, 0.5, 1), labelFontSize=9),
        },
        "x2": {"field": "to"},
    }
    bars = {
        "mark": {"type": "bar", "stroke": NAVY, "strokeWidth": 1, "height": {"band": 0.62}},
        "encoding": {
            **where,
            **coloured("kind", kinds, (NAVY, LIGHT, PAPER), channel="fill"),
            **coloured("kind", kinds, ([1, 0], [1, 0], [3, 2]), channel="strokeDash"),
        },
        "transform": [{"filter": "isValid(datum.kind)"}],
    }
    texts = {
        "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 10},
        "encoding": {"y": where["y"], "x": where["x"], "text": {"field": "text"}},
        "transform": [{"filter": "isValid(datum.text)"}],
    }
    header = {"labelFontWeight": "bold", "labelExpr": LINES, "labelBaseline": "top", "labelPadding": 16}
    column = {"field": "step", "type": "nominal", "sort": steps, "header": header}
    body: Spec = {
        "data": data([*rows, *labels]),
        "facet": {"column": column},
        "spacing": 8,
        "spec": {"width": 104, "height": 34 * len(names), "layer": [bars, texts]},
    }
    return framed(
        "cascade",
        lang,
        word("chart.cascade", lang, country=country_name(found.country, lang)),
        found.class_,
        [_cascade_said(found, branch, lang) for branch in branches],
        body,
        _cascade_table(found, branches, lang),
        word("chart.cascade.note", lang),
    )


def _branches(found: Cascade) -> list[Branch]:
    return sorted({step.branch for step in found.steps}, key=int)


def _name(branch: Branch, lang: str) -> str:
    return branch_name(branch.name.lower(), lang)


def _shares(total: Step) -> tuple[float, float, float]:
    """Mandatory, voluntary and possible, as shares of all worker-months."""
    whole = max(total.rows, 1)
    return total.mandatory / whole, total.voluntary / whole, (total.undecided + total.law_not_known) / whole


def _parts_of(total: Step, lang: str) -> list[dict[str, Any]]:
    found, start = [], 0.0
    for kind, share in zip(KINDS, _shares(total), strict=True):
        if share > 0:
            named = {"kind": word(f"chart.kind.{kind}", lang), "from": _short(start), "to": _short(start + share)}
            found.append({**_at(total, lang), **named})
        start += share
    return found


def _short(share: float) -> float:
    return round(share, 4)


def _at(total: Step, lang: str) -> dict[str, Any]:
    return {"branch": wrapped(_name(total.branch, lang), 24), "step": _step(total.step, lang)}


def _step(step: str, lang: str) -> str:
    return wrapped(word(f"cascade.{step}", lang), 15)


def _cascade_label(total: Step, lang: str) -> dict[str, Any]:
    """What is written beside the bar, and where: after its last end."""
    end = min(sum(_shares(total)), 1.0)
    return {**_at(total, lang), "from": _short(end), "to": _short(end), "text": _certain(total, lang)}


def _certain(total: Step, lang: str) -> str:
    if total.rows and total.no_measure == total.rows:
        return "–"
    if total.rows and total.law_not_known == total.rows:
        return "?"
    return percent_text(total.yes / max(total.rows, 1), lang)


def _cascade_said(found: Cascade, branch: Branch, lang: str) -> str:
    totals = {step: found.total(branch, step) for step in STEPS}
    shares = {step: _certain(total, lang) for step, total in totals.items()}
    mandatory = percent_text(_shares(totals["covered"])[0], lang)
    return word("chart.cascade.said", lang, branch=_name(branch, lang), mandatory=mandatory, **shares)


def _cascade_table(found: Cascade, branches: Sequence[Branch], lang: str) -> Section:
    rows = []
    for branch in branches:
        for step in STEPS:
            total = found.total(branch, step)
            shares = [percent_text(share, lang) for share in _shares(total)]
            rows.append((_name(branch, lang), word(f"cascade.{step}", lang), _certain(total, lang), *shares))
    heads = (word("head.branch", lang), word("head.step", lang), word("chart.kind.certain", lang))
    kinds = tuple(word(f"chart.kind.{kind}", lang) for kind in KINDS)
    note = word("chart.cascade.signs", lang)
    return Section("chart_cascade", word("chart.table", lang), (*heads, *kinds), tuple(rows), note)


# --- matrix -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """Cover of one branch for one group: the state of most, and the share with mandatory cover (None: law alone)."""

    branch: str
    group: str
    state: str
    share: float | None


def matrix_of(found: Cascade, by: str, book: LawBook, lang: str) -> tuple[Cell, ...]:
    """The cells of a cascade told apart by a grouping: only groups that hold anybody, largest eight."""
    branches = _branches(found)
    groups = list(dict.fromkeys(step.group for step in found.steps if step.by == by))
    sizes = {group: found.total(branches[0], STEPS[0], by, group).rows for group in groups}
    kept = sorted((group for group in groups if sizes[group]), key=lambda group: -sizes[group])[:_MOST_GROUPS]
    cells = []
    for branch in branches:
        for group in (group for group in groups if group in kept):
            total = found.total(branch, STEPS[0], by, group)
            named = group_name(book, by, group, lang)
            cells.append(Cell(branch.name.lower(), named, _state(total), _shares(total)[0]))
    return tuple(cells)


def _state(total: Step) -> str:
    counts = (total.mandatory, total.voluntary, total.no, total.undecided, total.law_not_known)
    return STATES[counts.index(max(counts))]


def coverage_matrix(cells: Sequence[Cell], lang: str, *, title: str, class_: str = "") -> Figure:
    """Branches down, groups or statuses across; a sign for the state, the share in figures, a tint besides."""
    groups = list(dict.fromkeys(cell.group for cell in cells))
    branches = list(dict.fromkeys(cell.branch for cell in cells))
    columns = [wrapped(group, 13) for group in groups]
    states = [state for state in STATES if any(cell.state == state for cell in cells)]
    named = [word(f"coverage.{state}", lang) for state in states]
    rows = [
        {
            "branch": branch_name(cell.branch, lang),
            "group": wrapped(cell.group, 13),
            "state": word(f"coverage.{cell.state}", lang),
            **({} if cell.share is None else {"share": _short(cell.share), "text": percent_text(cell.share, lang, 0)}),
        }
        for cell in cells
    ]
    place = {
        "y": listed("branch", [branch_name(branch, lang) for branch in branches], domain=False, ticks=False),
        "x": above("group", columns),
    }
    shared = any(cell.share is not None for cell in cells)
    tint: Spec = {"field": "share", "type": "quantitative", "legend": None}
    tint["scale"] = {"domain": [0, 1], "range": list(TINTS), "interpolate": "rgb"}
    ground = {
        "mark": {"type": "rect", "stroke": SOFT, "strokeWidth": 0.5, **({} if shared else {"fill": PAPER})},
        "encoding": {**place, **({"color": tint} if shared else {})},
    }
    marks = [_MARKS[state] for state in states]
    fills = [NAVY if state == "mandatory" else DOUBT if state == "law_not_known" else PAPER for state in states]
    signs = {
        "mark": {
            "type": "point",
            "size": 70,
            "stroke": NAVY,
            "strokeWidth": 1.5,
            "opacity": 1,
            "xOffset": -22 if shared else 0,
        },
        "encoding": {
            **place,
            **coloured("state", named, marks, channel="shape"),
            **coloured("state", named, fills, channel="fill"),
        },
    }
    texts = {
        "mark": {"type": "text", "align": "left", "dx": -8, "fontSize": 11, "color": INK},
        "encoding": {**place, "text": {"field": "text"}},
    }
    body: Spec = {
        "data": data(rows),
        "width": {"step": 84 if shared else 74},
        "height": {"step": 26},
        "layer": [ground, signs, *([texts] if shared else [])],
    }
    counted = [
        word("chart.matrix.said", lang, group=group, branches=_mandatory(cells, group, lang) or "–") for group in groups
    ]
    note = word("chart.matrix.note" if shared else "chart.matrix.law_note", lang)
    return framed("matrix", lang, title, class_, counted, body, _matrix_table(cells, groups, branches, lang), note)


def _mandatory(cells: Sequence[Cell], group: str, lang: str) -> str:
    named = [branch_name(cell.branch, lang) for cell in cells if cell.group == group and cell.state == "mandatory"]
    return word("mark.comma", lang).join(named)


def _matrix_table(cells: Sequence[Cell], groups: Sequence[str], branches: Sequence[str], lang: str) -> Section:
    held = {(cell.branch, cell.group): cell for cell in cells}

    def shown(branch: str, group: str) -> str:
        cell = held.get((branch, group))
        if cell is None:
            return ""
        state = word(f"coverage.{cell.state}", lang)
        return state if cell.share is None else f"{state}{word('mark.comma', lang)}{percent_text(cell.share, lang, 0)}"

    rows = tuple((branch_name(branch, lang), *(shown(branch, group) for group in groups)) for branch in branches)
    return Section("chart_matrix", word("chart.table", lang), (word("head.branch", lang), *groups), rows)


# --- two countries ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a comparison: a share of each side (0 to 1); None where the side has none."""

    name: str
    one: float | None
    other: float | None


def two_countries(one: Cascade, other: Cascade, lang: str, step: str = STEPS[0]) -> Figure:
    """The share of worker-months that reach a step, branch by branch, of two cascades."""
    branches = sorted({*_branches(one), *_branches(other)}, key=int)

    def share(found: Cascade, branch: Branch) -> float | None:
        total = found.total(branch, step)
        known = total.rows and total.rows not in (total.law_not_known, total.no_measure)
        return total.yes / total.rows if known else None

    pairs = [Pair(_name(branch, lang), share(one, branch), share(other, branch)) for branch in branches]
    names = country_name(one.country, lang), country_name(other.country, lang)
    title = word("chart.pair", lang, one=names[0], other=names[1], step=word(f"cascade.{step}", lang))
    classes = {one.class_, other.class_}
    return side_by_side(pairs, names, lang, title=title, class_="synthetic" if "synthetic" in classes else one.class_)


def side_by_side(pairs: Sequence[Pair], names: tuple[str, str], lang: str, *, title: str, class_: str) -> Figure:
    """Two values a row, joined by a line: a circle of one side, a square of the other."""
    order = [wrapped(pair.name, 30) for pair in pairs]
    points = [
        {"name": wrapped(pair.name, 30), "side": side, "share": _short(value), "text": percent_text(value, lang)}
        | {"left": other is not None and (value < other or (value == other and side == names[0]))}
        for pair in pairs
        for side, value, other in ((names[0], pair.one, pair.other), (names[1], pair.other, pair.one))
        if value is not None
    ]
    both = [pair for pair in pairs if pair.one is not None and pair.other is not None]
    joined = [
        {"name": wrapped(pair.name, 30), "share": _short(pair.one or 0), "to": _short(pair.other or 0)} for pair in both
    ]
    y = listed("name", order)
    x = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [-0.12, 1.12], "nice": False},
        "axis": percent_axis(lang, (0, 0.25, 0.5, 0.75, 1), title=word("chart.share_of_months", lang)),
    }
    line: Spec = {
        "data": data(joined),
        "mark": {"type": "rule", "stroke": SOFT, "strokeWidth": 1.5},
        "encoding": {"y": y, "x": x, "x2": {"field": "to"}},
    }
    marks: Spec = {
        "mark": {"type": "point", "filled": True, "opacity": 1},
        "encoding": {
            "y": y,
            "x": x,
            **coloured("side", names, (NAVY, ORANGE)),
            **coloured("side", names, ("circle", "square"), channel="shape"),
            # the circle shows around the square where both are equal
            "size": {"field": "side", "scale": {"domain": list(names), "range": [190, 60]}, "legend": None},
        },
    }
    texts: list[Spec] = [
        {
            "transform": [{"filter": test}],
            "mark": {"type": "text", "align": align, "dx": dx, "fontSize": 10},
            "encoding": {"y": y, "x": x, "text": {"field": "text"}},
        }
        for test, align, dx in (("datum.left", "right", -8), ("!datum.left", "left", 8))
    ]
    body: Spec = {"data": data(points), "width": 480, "height": {"step": 30}, "layer": [line, marks, *texts]}

    def shown(value: float | None) -> str:
        return "–" if value is None else percent_text(value, lang)

    rows = tuple((pair.name, shown(pair.one), shown(pair.other)) for pair in pairs)
    said = [
        word("chart.pair.said", lang, name=name, one=one, other=other, first=names[0], second=names[1])
        for name, one, other in rows
    ]
    table = Section("chart_pair", word("chart.table", lang), (word("head.branch", lang), *names), rows)
    return framed("pair", lang, title, class_, [stopped(text, lang) for text in said], body, table)


__all__ = ["Cell", "Pair", "coverage_cascade", "coverage_matrix", "matrix_of", "side_by_side", "two_countries"]
