"""Charts of money and people: who pays the difference, who gains and who loses, the rate by tenths of pay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from amparo.report.charts.figures import (
    Figure,
    Scale,
    Spec,
    coloured,
    data,
    framed,
    listed,
    money_scale,
    payer_name,
    percent_axis,
    percent_text,
    stopped,
    wrapped,
)
from amparo.report.charts.palette import BROWN, INK, LIGHT, NAVY, ORANGE, PAPER, SERIES, SHAPES, TEAL
from amparo.report.results import Section
from amparo.report.values import count_text
from amparo.report.words import word

if TYPE_CHECKING:
    from amparo.analysis.effects import Effect, PayerLine
    from amparo.analysis.indicators import Indicators

SIDES: Final = ("gain", "loss", "same", "undecided")
_CONFIDENCE: Final = 1.96
_LAWS: Final = (NAVY, LIGHT, TEAL, PAPER, ORANGE)
_WIDTH: Final = 480


@dataclass(frozen=True, slots=True)
class Series:
    """One law held against the law as it stands: what it is called, and its effect."""

    name: str
    effect: Effect


# --- who pays ---------------------------------------------------------------------------------------------------------


def cost_by_payer(
    series: Sequence[Series], weight: float, currency: str, lang: str, *, class_: str, title: str = ""
) -> Figure:
    """What each payer pays more or less (and what workers receive more), certain part filled, possible part outlined.

    The line across a bar is the 95 % interval of drawing workers, where both laws' amounts are known.
    """
    lines = [(one, line) for one in series for line in one.effect.payers]
    roles = list(dict.fromkeys(line.payer_role for _, line in lines))
    ends = {(one.name, line.payer_role): _ends(line, weight) for one, line in lines}
    scale = money_scale([end for low, high, _ in ends.values() for end in (low, high)], currency, lang)
    kinds = [word(f"chart.kind.{kind}", lang) for kind in ("certain", "may_be")]
    bars: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    whiskers: list[dict[str, Any]] = []
    for (name, role), (low, high, error) in ends.items():
        at = {"payer": payer_name(role, lang), "series": wrapped(name, 40)}
        for kind, first, last in zip(kinds, *zip(*_stretches(low, high), strict=True), strict=True):
            if first != last:
                bars.append({**at, "kind": kind, "from": scale.of(first), "to": scale.of(last)})
        text = _change_text(low, high, scale, lang)
        labels.append({**at, "end": scale.of(max(low, high, low + error, 0)), "text": text})
        if error:
            whiskers.append({**at, "from": scale.of(low - error), "to": scale.of(low + error)})
    names = [payer_name(role, lang) for role in roles]
    several = len(series) > 1
    inner = {"yOffset": {"field": "series", "sort": [wrapped(one.name, 40) for one in series]}} if several else {}
    y = {"y": listed("payer", names), **inner}
    drawn = [row[end] for row in (*bars, *whiskers) for end in ("from", "to")]
    domain = _domain([*(row["end"] for row in labels), *drawn])
    x: Spec = {"field": "from", "type": "quantitative", "axis": {"title": scale.name, "tickCount": 5}}
    x["scale"] = {"domain": domain, "nice": False}
    layers: list[Spec] = [
        {
            "data": data(bars),
            "mark": {"type": "bar", "stroke": NAVY, "strokeWidth": 1},
            "encoding": {
                **y,
                "x": x,
                "x2": {"field": "to"},
                **_fills(several, [wrapped(one.name, 40) for one in series], kinds),
                **coloured("kind", kinds, ([1, 0], [3, 2]), channel="strokeDash", legend=not several),
            },
        },
        {
            "data": data(whiskers),
            "mark": {"type": "rule", "stroke": BROWN, "strokeWidth": 2},
            "encoding": {**y, "x": x, "x2": {"field": "to"}},
        },
        {"data": data([{"zero": 0}]), "mark": {"type": "rule", "stroke": INK}, "encoding": {"x": {"datum": 0}}},
        {
            "data": data(labels),
            "mark": {"type": "text", "align": "left", "dx": 6},
            "encoding": {**y, "x": {"field": "end", "type": "quantitative"}, "text": {"field": "text"}},
        },
    ]
    said = [
        word("chart.payers.said", lang, name=row["series"].replace("\n", " "), payer=row["payer"], change=row["text"])
        for row in labels
    ]
    table = _payer_table(series, weight, currency, lang)
    height = len(names) * (len(series) * 24 + 6)
    body: Spec = {"width": _WIDTH, "height": height, "layer": layers}
    heading = title or word("chart.payers", lang)
    in_unit = word("chart.in_unit", lang, unit=scale.name)
    note = word("chart.payers.note", lang)
    return framed("payers", lang, heading, class_, [in_unit, *said], body, table, note)


def _ends(line: PayerLine, weight: float) -> tuple[float, float, float]:
    """The change at least and at most, and half its 95 % interval where the change is known."""
    known = line.change_low == line.change_high
    error = _CONFIDENCE * line.error * weight if known and line.error == line.error else 0.0
    return line.change_low * weight, line.change_high * weight, error


def _stretches(low: float, high: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """What is certain, from nothing to the nearer end of one sign; and what may be, between the ends."""
    certain = low if low > 0 else high if high < 0 else 0.0
    return (0.0, low if low == high else certain), (low, high)


def _change_text(low: float, high: float, scale: Scale, lang: str) -> str:
    if low == high:
        return scale.text(low, lang, signed=True)
    return word("chart.span", lang, low=scale.text(low, lang, signed=True), high=scale.text(high, lang, signed=True))


def _fills(several: bool, names: Sequence[str], kinds: Sequence[str]) -> Spec:
    """The bars of several laws by law, what may be paler; of one law by what is certain and what may be."""
    if several:
        pale = coloured("kind", kinds, (1, 0.25), channel="fillOpacity", legend=False)
        return {**coloured("series", names, _LAWS, channel="fill"), **pale}
    return coloured("kind", kinds, (NAVY, PAPER), channel="fill")


def _domain(ends: Iterable[float]) -> list[float]:
    """From the least to the most with nothing among them, and room for the text after the longest bar."""
    held = [0.0, *ends]
    low, high = min(held), max(held)
    span = (high - low) or 1.0
    return [low - 0.04 * span * (low < 0), high + 0.3 * span]


def _payer_table(series: Sequence[Series], weight: float, currency: str, lang: str) -> Section:
    scale = money_scale(
        (end * weight for one in series for line in one.effect.payers for end in (line.before_high, line.after_high)),
        currency,
        lang,
    )

    def amount(low: float, high: float, *, signed: bool = False) -> str:
        texts = [scale.text(end, lang, signed=signed) for end in (low, high)]
        return texts[0] if low == high else word("chart.span", lang, low=texts[0], high=texts[1])

    rows = []
    for one in series:
        for line in one.effect.payers:
            low, high, error = _ends(line, weight)
            before = amount(line.before_low * weight, line.before_high * weight)
            after = amount(line.after_low * weight, line.after_high * weight)
            margin = f"± {scale.text(error, lang)}" if error else ""
            who = payer_name(line.payer_role, lang)
            rows.append((one.name, who, before, after, amount(low, high, signed=True), margin))
    heads = tuple(word("chart.payers.heads", lang).split("|"))
    note = word("chart.in_unit", lang, unit=scale.name)
    return Section("chart_payers", word("chart.table", lang), heads, tuple(rows), note)


# --- who gains and who loses ------------------------------------------------------------------------------------------


def winners_losers(series: Sequence[Series], weight: float, lang: str, *, class_: str, title: str = "") -> Figure:
    """How many workers gain, lose, are not affected, or cannot be told; each side with a sign of its own."""
    sides = [word(f"reform.side.{side}", lang) for side in SIDES]
    names = [wrapped(one.name, 28) for one in series]
    rows: list[dict[str, Any]] = []
    for one, name in zip(series, names, strict=True):
        whole = max(sum(line.workers for line in one.effect.people), 1)
        held = {line.side: line.workers for line in one.effect.people}
        for side, named in zip(SIDES, sides, strict=True):
            share = held.get(side, 0) / whole
            count = count_text(held.get(side, 0) * weight, lang)
            text = word("chart.people.label", lang, count=count, share=percent_text(share, lang))
            rows.append({"series": name, "side": named, "share": round(share, 4), "text": text})
    y = listed("side", sides)
    x = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [0, 1.42], "nice": False},
        "axis": percent_axis(lang, (0, 0.25, 0.5, 0.75, 1), title=word("chart.share_of_workers", lang)),
    }
    colours = (TEAL, ORANGE, LIGHT, PAPER)
    layer: list[Spec] = [
        {
            "mark": {"type": "bar", "stroke": NAVY, "strokeWidth": 1, "height": {"band": 0.66}},
            "encoding": {
                "y": y,
                "x": x,
                **coloured("side", sides, colours, channel="fill", legend=False),
                **coloured("side", sides, ([1, 0], [1, 0], [1, 0], [3, 2]), channel="strokeDash", legend=False),
            },
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 6},
            "encoding": {"y": y, "x": x, "text": {"field": "text"}},
        },
    ]
    inner: Spec = {"width": 480, "height": 4 * 26, "layer": layer}
    if len(series) == 1:
        body: Spec = {"data": data(rows), **inner}
    else:
        header = {"labelAngle": 0, "labelAlign": "left", "labelOrient": "top", "labelAnchor": "start"}
        row = {"field": "series", "type": "nominal", "sort": names, "header": header}
        body = {"data": data(rows), "facet": {"row": row}, "spec": inner}
    said = [
        word("chart.people.said", lang, name=row["series"].replace("\n", " "), side=row["side"], text=row["text"])
        for row in rows
    ]
    flat = tuple((row["series"].replace("\n", " "), row["side"], row["text"]) for row in rows)
    table = Section("chart_people", word("chart.table", lang), tuple(word("chart.people.heads", lang).split("|")), flat)
    heading = title or word("chart.people", lang)
    return framed("people", lang, heading, class_, said, body, table, word("chart.people.note", lang))


# --- the rate by tenths of pay ----------------------------------------------------------------------------------------


def rate_by_tenth(found: Indicators, lang: str) -> Figure:
    """Contributions on gross pay by tenths of monthly pay, each with its 95 % interval; by who bears it."""
    lines = [line for line in found.lines if line.by == "decile" and line.value == line.value]
    ids = list(dict.fromkeys(line.id for line in lines))
    names = [word(f"indicator.{one}", lang) for one in ids]
    rows: list[dict[str, Any]] = []
    for line in lines:
        error = _CONFIDENCE * line.error if line.error == line.error else 0.0
        rows.append(
            {
                "tenth": int(line.group),
                "series": names[ids.index(line.id)],
                "rate": round(line.value, 5),
                "low": round(line.value - error, 5),
                "high": round(line.value + error, 5),
                "text": percent_text(line.value, lang),
            }
        )
    x = {"field": "tenth", "type": "ordinal", "axis": {"title": word("chart.tenth.axis", lang), "labelAngle": 0}}
    y = {
        "field": "rate",
        "type": "quantitative",
        "scale": {"zero": True},
        "axis": percent_axis(lang, title=word("chart.tenth.rate", lang), tickCount=5),
    }
    several = len(ids) > 1
    hue = coloured("series", names, SERIES, legend=several)
    ends = {"y": {**y, "field": "low"}, "y2": {"field": "high"}}
    layer: list[Spec] = [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"x": x, "y": y, **hue}},
        {"mark": {"type": "rule", "strokeWidth": 1.5}, "encoding": {"x": x, **ends, **hue}},
        {
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
            "encoding": {"x": x, "y": y, **hue, **coloured("series", names, SHAPES, channel="shape", legend=several)},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 6, "dy": -9, "fontSize": 10},
            "encoding": {"x": x, "y": y, "text": {"field": "text"}},
        },
    ]
    said = []
    for name in names:
        own = [row for row in rows if row["series"] == name]
        least, most = min(own, key=lambda row: row["rate"]), max(own, key=lambda row: row["rate"])
        ends_said = {"least": least["text"], "most": most["text"], "low": least["tenth"], "high": most["tenth"]}
        said.append(word("chart.tenth.said", lang, name=name, **ends_said))
    flat = tuple(
        (
            str(row["tenth"]),
            row["series"],
            row["text"],
            word("chart.span", lang, low=percent_text(row["low"], lang), high=percent_text(row["high"], lang)),
        )
        for row in rows
    )
    table = Section("chart_tenths", word("chart.table", lang), tuple(word("chart.tenth.heads", lang).split("|")), flat)
    body: Spec = {"data": data(rows), "width": 560, "height": 240, "layer": layer}
    title = word("chart.tenth", lang, year=found.year)
    note = word("chart.tenth.note", lang)
    return framed("tenths", lang, title, found.class_, [stopped(text, lang) for text in said], body, table, note)


__all__ = ["SIDES", "Series", "cost_by_payer", "rate_by_tenth", "winners_losers"]
