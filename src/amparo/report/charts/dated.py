"""A parameter of the law over time: its values in steps, with legal state, evidence, what is frozen and not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from amparo.report.charts.figures import Figure, Spec, coloured, data, framed, percent_axis, room, wrapped
from amparo.report.charts.palette import BROWN, DOUBT, INK, NAVY, ORANGE, PAPER, SERIES
from amparo.report.explained import content_text
from amparo.report.results import Section
from amparo.report.values import cites_text, day_text, evidence_text, place_text, value_text
from amparo.report.words import word
from amparo.rules.kinds import MINOR_UNITS, date_of, read_date
from amparo.rules.parameters import REPEALED, STATES, Parameter

if TYPE_CHECKING:
    from amparo.rules.book import LawBook
    from amparo.rules.parameters import Dated

_DASHES: Final = {"in force": [1, 0], "enacted": [1, 0], "pilot": [8, 3], "announced": [2, 3], "postponed": [2, 3]}
_OTHER_DASH: Final = [5, 2, 1, 2]
_WIDTH: Final = 560
_YEAR: Final = 366
_RATE: Final = 1_000_000
_LETTER: Final = 7.0
"""Points that a letter of a label takes."""


@dataclass(frozen=True, slots=True)
class Span:
    """One dated value of one place, from its first day to the day before the next."""

    place: str
    dated: Dated
    until: int


def parameter_over_time(
    book: LawBook, parameter: Parameter, lang: str, *, places: Sequence[str] = ("",), until: str | None = None
) -> Figure:
    """A step for each dated value. until: the day up to which the last value is drawn (default a year after it began).

    Numbers are drawn by size; tables, tariffs and lists as text in a line of time.
    """
    held = [place for place in places if parameter.series.get(place)]
    spans = [span for place in held for span in _spans(parameter, place, until)]
    numeric = parameter.kind.category is None and all(
        isinstance(span.dated.value, int) or span.dated.value in (None, REPEALED) for span in spans
    )
    shown = numeric and parameter.kind.name in ("money", "rate", "count", "months", "days", "minutes")
    body = _steps(book, parameter, spans, lang) if shown else _lanes(book, parameter, spans, lang)
    label = parameter.label.text(lang)
    said = [_said(book, parameter, span, lang) for span in spans]
    note = word("chart.dated.note", lang)
    return framed("dated", lang, label, "", said, body, _table(book, parameter, spans, lang), note)


def _spans(parameter: Parameter, place: str, until: str | None) -> list[Span]:
    entries = parameter.series[place]
    last = max(entries[-1].start + _YEAR, 0 if until is None else read_date(until))
    ends = [*(entry.start for entry in entries[1:]), last]
    return [Span(place, entry, end) for entry, end in zip(entries, ends, strict=True)]


def _begin(spans: Sequence[Span]) -> int:
    """The first day drawn: a long time without a value before the first one is cut to a sixth of what follows."""
    known = [span.dated.start for span in spans if span.dated.value is not None]
    first, last = min(span.dated.start for span in spans), max(span.until for span in spans)
    return max(first, min(known) - max((last - min(known)) // 6, _YEAR)) if known else first


def _rows(book: LawBook, parameter: Parameter, spans: Sequence[Span], lang: str) -> list[dict[str, Any]]:
    rows, begin = [], _begin(spans)
    for span in (span for span in spans if span.until > begin):
        value = span.dated.value
        rows.append(
            {
                "from": date_of(max(span.dated.start, begin)).isoformat(),
                "start": max(span.dated.start, begin),
                "end": span.until,
                "to": date_of(span.until).isoformat(),
                "place": _place(book, span.place, lang),
                "value": _number(parameter, value) if isinstance(value, int) else None,
                "text": _text(book, parameter, span.dated, lang),
                "state": word(f"state.{span.dated.state.replace(' ', '_')}", lang),
                "known": value is not None,
                "gone": value is REPEALED,
                "frozen": span.dated.frozen,
                "sure": span.dated.evidence is None or not span.dated.evidence.doubtful,
            }
        )
    return rows


def _number(parameter: Parameter, value: int) -> float:
    match parameter.kind.name:
        case "money":
            return value / MINOR_UNITS
        case "rate":
            return value / _RATE
    return float(value)


def _text(book: LawBook, parameter: Parameter, dated: Dated, lang: str) -> str:
    if dated.value is None:
        return word("value.unknown", lang)
    if dated.value is REPEALED:
        return word("state.repealed", lang)
    if isinstance(dated.value, int):
        return value_text(book, parameter.content, dated.value, lang)
    return content_text(parameter, dated.value, book, lang)


def _place(book: LawBook, place: str, lang: str) -> str:
    return place_text(book, book.places.names.index(place), lang) if place else ""


def _time(field: str = "from") -> Spec:
    axis = {"title": None, "format": "%Y", "tickCount": "year", "labelOverlap": True, "grid": False}
    return {"field": field, "type": "temporal", "timeUnit": "utcyearmonthdate", "axis": axis}


def _states(rows: Sequence[dict[str, Any]], lang: str) -> tuple[list[str], list[list[int]]]:
    """The legal states that occur, in the order of a law's life, and how their lines are broken."""
    names = {word(f"state.{state.replace(' ', '_')}", lang): _DASHES.get(state, _OTHER_DASH) for state in STATES}
    held = [name for name in names if any(row["state"] == name for row in rows)]
    return held, [names[name] for name in held]


def _steps(book: LawBook, parameter: Parameter, spans: Sequence[Span], lang: str) -> Spec:
    rows = _rows(book, parameter, spans, lang)
    known = [row for row in rows if row["value"] is not None]
    unknown = [row for row in rows if not row["known"]]
    joins = [
        {"from": after["from"], "value": before["value"], "next": after["value"], "place": before["place"]}
        for before, after in pairwise(rows)
        if before["place"] == after["place"] and before["value"] is not None and after["value"] is not None
    ]
    states, dashes = _states(rows, lang)
    places = list(dict.fromkeys(row["place"] for row in rows))
    hue = coloured("place", places, SERIES) if len(places) > 1 else {"color": {"value": NAVY}}
    kind = parameter.kind.name
    axis: Spec = {"title": book.currency if kind == "money" else None, "tickCount": 5}
    if kind == "rate":
        axis = percent_axis(lang, tickCount=5)
    values = [row["value"] for row in known]
    flat = len(set(values)) == 1
    y = {"field": "value", "type": "quantitative", "axis": axis, "scale": {"zero": flat, "padding": 16}}
    sure = [word("chart.dated.sure", lang), word("chart.dated.doubtful", lang)]
    points = [{**row, "evidence": sure[0] if row["sure"] else sure[1]} for row in known]
    span = {"x": _time(), "x2": {"field": "to", "timeUnit": "utcyearmonthdate"}}
    labels = _apart(known, rows)
    layers: list[Spec] = [
        *_unknown(unknown, rows, span, lang),
        {
            "data": data(row for row in known if row["frozen"]),
            "mark": {"type": "rule", "stroke": ORANGE, "strokeWidth": 9, "opacity": 0.35},
            "encoding": {**span, "y": y},
        },
        {
            "data": data(joins),
            "mark": {"type": "rule", "strokeWidth": 1},
            "encoding": {"x": _time(), "y": y, "y2": {"field": "next"}, **hue},
        },
        {
            "data": data(known),
            "mark": {"type": "rule", "strokeWidth": 2.5},
            "encoding": {
                **span,
                "y": y,
                **hue,
                **coloured("state", states, dashes, channel="strokeDash", legend=len(states) > 1),
            },
        },
        {
            "data": data(points),
            "mark": {"type": "point", "size": 55, "opacity": 1, "strokeWidth": 1.5, "stroke": NAVY},
            "encoding": {
                "x": _time(),
                "y": y,
                **coloured("evidence", sure, (NAVY, PAPER), channel="fill"),
                **coloured("evidence", sure, ("circle", "diamond"), channel="shape"),
            },
        },
        {
            "data": data(labels),
            "mark": {"type": "text", "align": "left", "dx": 3, "dy": -9, "fontSize": 9.5},
            "encoding": {"x": _time(), "y": y, "text": {"field": "text"}},
        },
        {
            "data": data(row for row in known if row["frozen"]),
            "mark": {"type": "text", "align": "left", "dx": 4, "dy": 11, "fontSize": 9.5, "color": BROWN},
            "encoding": {"x": _time(), "y": y, "text": {"value": word("chart.dated.frozen", lang)}},
        },
    ]
    return {"width": _WIDTH, "height": 230, "layer": layers}


def _apart(known: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The values whose text does not run into another: from the latest back, none that only says the same again."""
    for before, row in zip([None, *known], [*known, None], strict=True):
        if row is not None:
            row["again"] = before is not None and before["value"] == row["value"] and before["place"] == row["place"]
    return _clear(known, rows)


def _clear(labels: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """From the latest back, the labels that leave room for those after them; `rows`: all that is drawn."""
    first, last = min(row["start"] for row in rows), max(row["end"] for row in rows)
    kept: list[dict[str, Any]] = []
    free = float(_WIDTH + 60)
    for row in reversed(labels):
        at = _WIDTH * (row["start"] - first) / max(last - first, 1)
        if not row["again"] and at + _LETTER * room(row["text"]) <= free:
            kept.append(row)
            free = at
    return kept


def _unknown(rows: Sequence[dict[str, Any]], every: Sequence[dict[str, Any]], span: Spec, lang: str) -> list[Spec]:
    """Times of which no value is held, as a band that says so, with a mark of doubt where it is narrow."""
    said = word("chart.dated.unknown", lang)
    whole = max(row["end"] for row in every) - min(row["start"] for row in every)
    for row in rows:
        wide = _WIDTH * (row["end"] - row["start"]) > _LETTER * room(said) * max(whole, 1)
        row["text"] = said if wide else "?"
    if not rows:
        return []
    labels = [{**row, "again": False} for row in sorted(rows, key=lambda row: row["start"])]
    return [
        {
            "data": data(rows),
            "mark": {"type": "rect", "fill": DOUBT, "stroke": BROWN, "strokeDash": [4, 3], "strokeWidth": 1},
            "encoding": span,
        },
        {
            "data": data(_clear(labels, every)),
            "mark": {"type": "text", "align": "left", "dx": 3, "color": BROWN, "fontSize": 10, "y": 225},
            "encoding": {"x": _time(), "text": {"field": "text"}},
        },
    ]


def _lanes(book: LawBook, parameter: Parameter, spans: Sequence[Span], lang: str) -> Spec:
    """A line of time for each place, every value written on its span."""
    rows = [{**row, "text": wrapped(row["text"], 56, most=2)} for row in _rows(book, parameter, spans, lang)]
    for number, row in enumerate(rows):
        row["lane"] = str(number)
    lanes = [row["lane"] for row in rows]
    states, dashes = _states(rows, lang)
    first, last = min(row["start"] for row in rows), max(row["end"] for row in rows)
    for row in rows:
        row["late"] = row["start"] - first > 0.55 * (last - first)
        row["text"] = f"{row['place']} {row['text']}".strip()
    y: Spec = {"field": "lane", "type": "nominal", "sort": lanes, "axis": None}
    layers: list[Spec] = [
        {
            "data": data(rows),
            "mark": {"type": "rule", "strokeWidth": 4, "yOffset": 15},
            "encoding": {
                "x": _time(),
                "x2": {"field": "to", "timeUnit": "utcyearmonthdate"},
                "y": y,
                **coloured("state", states, dashes, channel="strokeDash", legend=len(states) > 1),
                "color": {"condition": {"test": "datum.known", "value": NAVY}, "value": ORANGE},
            },
        },
        *(
            {
                "data": data(row for row in rows if row["late"] == late),
                "mark": {"type": "text", "align": align, "fontSize": 10, "color": INK, "lineBreak": "\n", "dy": -4},
                "encoding": {"x": {**_time(end)}, "y": y, "text": {"field": "text"}},
            }
            for late, align, end in ((False, "left", "from"), (True, "right", "to"))
        ),
    ]
    return {"width": _WIDTH, "height": {"step": 44}, "layer": layers}


def _said(book: LawBook, parameter: Parameter, span: Span, lang: str) -> str:
    told = [word(f"state.{span.dated.state.replace(' ', '_')}", lang), evidence_text(span.dated.evidence, lang)]
    if span.dated.frozen:
        told.append(word("chart.dated.frozen", lang))
    return word(
        "chart.dated.said",
        lang,
        day=day_text(span.dated.start),
        place=_place(book, span.place, lang),
        value=_text(book, parameter, span.dated, lang),
        told=word("mark.comma", lang).join(told),
    )


def _table(book: LawBook, parameter: Parameter, spans: Sequence[Span], lang: str) -> Section:
    rows = tuple(
        (
            day_text(span.dated.start),
            _place(book, span.place, lang),
            _text(book, parameter, span.dated, lang),
            word(f"state.{span.dated.state.replace(' ', '_')}", lang),
            word("chart.dated.frozen", lang) if span.dated.frozen else "",
            evidence_text(span.dated.evidence, lang),
            "" if span.dated.cite is None else cites_text((span.dated.cite,), lang),
        )
        for span in spans
    )
    heads = tuple(word("chart.dated.heads", lang).split("|"))
    return Section("chart_dated", word("chart.table", lang), heads, rows)


__all__ = ["parameter_over_time"]
