"""Charts of sweeps: cover against cost with the frontier, and how far each parameter alone swings an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.sweeps import ALL, MANDATORY, Point, Swing, frontier, points, tornado, values_of
from amparo.report.charts.figures import (
    Figure,
    Spec,
    branch_name,
    coloured,
    data,
    framed,
    listed,
    money_scale,
    payer_name,
    percent_axis,
    percent_text,
    wrapped,
)
from amparo.report.charts.palette import INK, LIGHT, NAVY, ORANGE, PAPER, SOFT
from amparo.report.results import Section
from amparo.report.words import word

if TYPE_CHECKING:
    from amparo.analysis.sweeps import Sweep
    from amparo.rules.book import LawBook

MOST_POINTS: Final = 400
"""Variants off the frontier that are drawn; all are in the tables."""
_NAMED: Final = 12
_MOST_SWINGS: Final = 12
_WIDTH: Final = 500


# --- cover against cost -----------------------------------------------------------------------------------------------


def frontier_chart(
    found: Sweep, branch: str, weight: float, currency: str, lang: str, *, payer: str = ALL, counted: str = MANDATORY
) -> Figure:
    """Every variant by its extra cost and its certain cover; those that no other beats joined and named."""
    every = points(found, branch, payer, counted)
    best = frontier(every)
    scale = money_scale((point.cost * weight for point in every), currency, lang)
    kinds = [word(f"chart.point.{kind}", lang) for kind in ("law", "frontier", "other")]
    chosen = {point.variant for point in best}
    others = [point for point in every if point.variant not in chosen and point.variant]
    shown = [*best, *others[:: -(-len(others) // MOST_POINTS) or 1], *(p for p in every[:1] if 0 not in chosen)]

    def row(point: Point) -> dict[str, Any]:
        kind = kinds[0] if point.variant == 0 else kinds[1] if point.variant in chosen else kinds[2]
        ends = {"cost": scale.of(point.cost * weight), "share": round(point.share, 5)}
        return {**ends, "high": round(point.share_high, 5), "kind": kind, "number": str(point.variant)}

    rows = [row(point) for point in sorted(shown, key=lambda point: point.variant in chosen)]
    line = [row(point) for point in best]
    x: Spec = {
        "field": "cost",
        "type": "quantitative",
        "scale": {"zero": False, "padding": 18},
        "axis": {
            "title": word("chart.frontier.cost", lang, payer=payer_name(payer, lang), unit=scale.name),
            "tickCount": 6,
        },
    }
    y: Spec = {
        "field": "share",
        "type": "quantitative",
        "scale": {"zero": False, "padding": 14},
        "axis": percent_axis(lang, title=word("chart.frontier.cover", lang, branch=branch_name(branch, lang))),
    }
    layers: list[Spec] = [
        {
            "data": data(row for row in rows if row["high"] != row["share"]),
            "mark": {"type": "rule", "stroke": SOFT, "strokeDash": [2, 2]},
            "encoding": {"x": x, "y": y, "y2": {"field": "high"}},
        },
        {
            "data": data(line),
            "mark": {"type": "line", "interpolate": "step-after", "stroke": NAVY, "strokeWidth": 1.5},
            "encoding": {"x": x, "y": y, "order": {"field": "cost", "type": "quantitative"}},
        },
        {
            "data": data(rows),
            "mark": {"type": "point", "size": 80, "stroke": INK, "strokeWidth": 1, "opacity": 1},
            "encoding": {
                "x": x,
                "y": y,
                **coloured("kind", kinds, (ORANGE, NAVY, PAPER), channel="fill"),
                **coloured("kind", kinds, ("square", "diamond", "circle"), channel="shape"),
            },
        },
        {
            "data": data(line[:_NAMED]),
            "mark": {"type": "text", "dy": -11, "fontSize": 10},
            "encoding": {"x": x, "y": y, "text": {"field": "number"}},
        },
    ]
    said = [
        word(
            "chart.frontier.said",
            lang,
            number=point.variant,
            values=_values(found, point.variant, lang),
            cost=scale.text(point.cost * weight, lang, signed=True),
            share=percent_text(point.share, lang),
        )
        for point in best[:_NAMED]
    ]
    table = Section(
        f"chart_frontier_{branch}",
        word("chart.table", lang),
        tuple(word("chart.frontier.heads", lang).split("|")),
        tuple(
            (
                str(point.variant),
                _values(found, point.variant, lang),
                scale.text(point.cost * weight, lang, signed=True),
                percent_text(point.share, lang),
                percent_text(point.share_high, lang),
            )
            for point in best
        ),
        word("chart.in_unit", lang, unit=scale.name),
    )
    title = word("sweep.frontier", lang, branch=branch_name(branch, lang), payer=payer_name(payer, lang))
    note = f"{word('chart.frontier.note', lang)} {word(f'sweep.counted.{counted}', lang)}"
    body: Spec = {"width": _WIDTH, "height": 280, "layer": layers}
    return framed(f"frontier.{branch}", lang, title, found.class_, said, body, table, note)


def _values(found: Sweep, number: int, lang: str) -> str:
    if number == 0:
        return word("sweep.as_it_stands", lang)
    return word("mark.semicolon", lang).join(
        value for value in values_of(found.grid, found.variants[number - 1]) if value
    )


# --- one parameter at a time ------------------------------------------------------------------------------------------


def tornado_of_cost(
    found: Sweep, book: LawBook, weight: float, currency: str, lang: str, *, payer: str = ALL
) -> Figure:
    """How far each parameter alone moves the cost of a payer, widest first."""
    start = found.base.costs[payer][0]
    swings = tornado(found, lambda outcome: (outcome.costs[payer][0] - start) * weight)
    scale = money_scale((end for swing in swings for end in (swing.low, swing.high)), currency, lang)
    axis = {"title": word("chart.tornado.cost", lang, unit=scale.name)}

    def text(value: float) -> str:
        return scale.text(value, lang, signed=True)

    title = word("sweep.tornado", lang, of=word("sweep.cost_of", lang, payer=payer_name(payer, lang)))
    note = word("chart.in_unit", lang, unit=scale.name)
    return _tornado(found, book, lang, "cost", title, swings, scale.of, text, axis, 0.0, note)


def tornado_of_cover(found: Sweep, book: LawBook, branch: str, lang: str, *, counted: str = MANDATORY) -> Figure:
    """How far each parameter alone moves the certain cover of a branch, widest first."""
    swings = tornado(found, lambda outcome: outcome.share(branch, counted)[0])
    base = found.base.share(branch, counted)[0]
    title = word("sweep.tornado", lang, of=branch_name(branch, lang))
    axis = percent_axis(lang, title=word("chart.frontier.cover", lang, branch=branch_name(branch, lang)))

    def text(value: float) -> str:
        return percent_text(value, lang, 2)

    return _tornado(found, book, lang, branch, title, swings, float, text, axis, base, "")


def _tornado(
    found: Sweep,
    book: LawBook,
    lang: str,
    id: str,
    title: str,
    swings: Sequence[Swing],
    scaled: Any,
    text: Any,
    axis: Spec,
    base: float,
    unit: str,
) -> Figure:
    moved = [swing for swing in swings if swing.width][:_MOST_SWINGS]
    labels = [_label(found, book, swing, lang) for swing in moved]
    names = [wrapped(label, 34) for label in labels]
    rows = [
        {
            "name": name,
            "low": round(scaled(swing.low), 6),
            "high": round(scaled(swing.high), 6),
            "at_low": f"{text(swing.low)} ({swing.at_low})",
            "at_high": f"{text(swing.high)} ({swing.at_high})",
        }
        for name, swing in zip(names, moved, strict=True)
    ]
    least = min([scaled(base), *(row["low"] for row in rows)])
    most = max([scaled(base), *(row["high"] for row in rows)])
    span = (most - least) or 1.0
    y = listed("name", names, labelLimit=240)
    domain = [least - 0.35 * span, most + 0.35 * span]
    x: Spec = {"type": "quantitative", "scale": {"domain": domain, "nice": False}, "axis": {**axis, "tickCount": 4}}
    layers: list[Spec] = [
        {
            "data": data(rows),
            "mark": {"type": "bar", "fill": LIGHT, "stroke": NAVY, "strokeWidth": 1, "height": {"band": 0.6}},
            "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
        },
        {
            "data": data([{"base": scaled(base)}]),
            "mark": {"type": "rule", "stroke": ORANGE, "strokeWidth": 2},
            "encoding": {"x": {**x, "field": "base"}},
        },
        *(
            {
                "data": data(rows),
                "mark": {"type": "text", "align": align, "dx": dx, "fontSize": 10},
                "encoding": {"y": y, "x": {**x, "field": end}, "text": {"field": f"at_{end}"}},
            }
            for end, align, dx in (("low", "right", -4), ("high", "left", 4))
        ),
    ]
    said = [
        word("chart.tornado.said", lang, name=label, low=row["at_low"], high=row["at_high"])
        for label, row in zip(labels, rows, strict=True)
    ]
    flat = tuple((label, row["at_low"], row["at_high"]) for label, row in zip(labels, rows, strict=True))
    heads = tuple(word("chart.tornado.heads", lang).split("|"))
    table = Section(f"chart_tornado_{id}", word("chart.table", lang), heads, flat, unit)
    note = f"{word('chart.tornado.note', lang)} {word('sweep.tornado_note', lang)}"
    body: Spec = {"width": _WIDTH, "height": max(len(names), 1) * 38, "layer": layers}
    return framed(f"tornado.{id}", lang, title, found.class_, said, body, table, note)


def _label(found: Sweep, book: LawBook, swing: Swing, lang: str) -> str:
    node = book.nodes[found.grid.axes[swing.axis].target]
    return str(node.label.text(lang))  # type: ignore[union-attr]


__all__ = ["frontier_chart", "tornado_of_cost", "tornado_of_cover"]
