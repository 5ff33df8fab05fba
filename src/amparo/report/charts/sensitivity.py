"""Charts of drawn grids: what share of an outcome's variance each parameter makes by itself, and with all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.sensitivity import Index, indices
from amparo.analysis.sweeps import ALL, MANDATORY
from amparo.report.charts.figures import (
    Figure,
    Spec,
    branch_name,
    coloured,
    data,
    framed,
    listed,
    payer_name,
    percent_axis,
    percent_text,
    wrapped,
)
from amparo.report.charts.palette import LIGHT, NAVY, ORANGE
from amparo.report.results import Section
from amparo.report.words import word

if TYPE_CHECKING:
    from amparo.analysis.sweeps import Sweep
    from amparo.rules.book import LawBook

_WIDTH: Final = 460
_ENDS: Final = (-1.0, 2.0)
"""Beyond these an interval is drawn cut: a draw too small to say anything leaves 0 to 100 % by far."""


def indices_of_cost(found: Sweep, book: LawBook, lang: str, *, payer: str = ALL) -> Figure:
    """What of the spread of a payer's cost each parameter makes, strongest first."""
    held = indices(found, lambda outcome: outcome.costs[payer][0])
    of = word("sweep.cost_of", lang, payer=payer_name(payer, lang))
    return _chart(found, book, "cost", of, held, lang)


def indices_of_cover(found: Sweep, book: LawBook, branch: str, lang: str, *, counted: str = MANDATORY) -> Figure:
    """What of the spread of a branch's certain cover each parameter makes, strongest first."""
    held = indices(found, lambda outcome: outcome.share(branch, counted)[0])
    return _chart(found, book, branch, branch_name(branch, lang), held, lang)


def _chart(found: Sweep, book: LawBook, id: str, of: str, held: Sequence[Index], lang: str) -> Figure:
    kinds = tuple(word(f"chart.indices.{kind}", lang) for kind in ("first", "total"))
    labels = [str(book.nodes[found.grid.axes[one.axis].target].label.text(lang)) for one in held]  # type: ignore[union-attr]
    names = [wrapped(label, 34) for label in labels]
    parts = [((one.first, one.first_error), (one.total, one.total_error)) for one in held]
    rows = [
        _row(name, kind, value, error)
        for name, pair in zip(names, parts, strict=True)
        for kind, (value, error) in zip(kinds, pair, strict=True)
    ]
    y = listed("name", names, labelLimit=240)
    inner = {"yOffset": {"field": "kind", "sort": list(kinds)}}
    x: Spec = {"type": "quantitative", "axis": percent_axis(lang, title=word("chart.indices.axis", lang), tickCount=5)}
    layers: list[Spec] = [
        {
            "data": data(rows),
            "mark": {"type": "bar", "stroke": NAVY, "strokeWidth": 1},
            "encoding": {
                "y": y,
                **inner,
                "x": {**x, "field": "share"},
                **coloured("kind", kinds, (LIGHT, NAVY), channel="fill"),
            },
        },
        {
            "data": data(row for row in rows if row["low"] != row["high"]),
            "mark": {"type": "rule", "stroke": ORANGE, "strokeWidth": 2},
            "encoding": {"y": y, **inner, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
        },
    ]
    cells = [tuple(_text(value, error, lang) for value, error in pair) for pair in parts]
    said = [
        word("chart.indices.said", lang, name=label, first=first, total=total)
        for label, (first, total) in zip(labels, cells, strict=True)
    ]
    heads = tuple(word("chart.indices.heads", lang).split("|"))
    flat = tuple((label, *pair) for label, pair in zip(labels, cells, strict=True))
    table = Section(f"chart_indices_{id}", word("chart.table", lang), heads, flat, "")
    body: Spec = {"width": _WIDTH, "height": max(len(names), 1) * 56, "layer": layers}
    title = word("sweep.indices", lang, of=of)
    return framed(f"indices.{id}", lang, title, found.class_, said, body, table, word("chart.indices.note", lang))


def _row(name: str, kind: str, value: float, error: float) -> dict[str, Any]:
    """A bar with both ends of its interval; without an interval where the draw gives none."""
    reach = error if error == error else 0.0
    low, high = (min(max(end, _ENDS[0]), _ENDS[1]) for end in (value - reach, value + reach))
    return {"name": name, "kind": kind, "share": round(value, 4), "low": round(low, 4), "high": round(high, 4)}


def _text(value: float, error: float, lang: str) -> str:
    shown = percent_text(value, lang)
    return f"{shown} ± {percent_text(error, lang)}" if error == error else shown


__all__ = ["indices_of_cost", "indices_of_cover"]
