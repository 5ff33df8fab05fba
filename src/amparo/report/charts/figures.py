"""What every chart is: a Vega-Lite specification with its title, its text for those who do not see it, and its table.

A specification is plain data, small, with its data inside; nothing in it is fetched. It is drawn on the server
(drawing.py) and by Vega-Embed in the browser (`vegaEmbed(place, spec, {ast: true, renderer: "svg", actions: false})`)
alike. Numbers and words in it are in the language it was made for; rows stand in the order of ids in every language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from amparo.report.charts.palette import GRID, INK, PAPER, SOFT
from amparo.report.values import number_text
from amparo.report.words import has_word, word
from amparo.rules.kinds import MINOR_UNITS

if TYPE_CHECKING:
    from amparo.report.results import Section

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
"""A name, not an address: nothing reads it."""
FONT: Final = "'Noto Sans SC','Noto Sans CJK SC',Arial,sans-serif"
_LADDER: Final = {"en": (9, 6, 3, 0), "pt": (9, 6, 3, 0), "zh": (8, 4, 0)}
_NUMBERS: Final = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""], "minus": "−"},
    "pt": {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", ""], "minus": "−"},
    "zh": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""], "minus": "−"},
}

Spec = dict[str, Any]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """A chart in a language: its specification, what it is called, what it says in words, and the table beside it.

    description is the text for those who do not see the chart, made from the same facts. note says how to read it.
    """

    id: str
    lang: str
    title: str
    description: str
    note: str
    spec: Spec
    table: Section


def spec(figure: Figure) -> Spec:
    """The Vega-Lite specification of a figure, as the browser embeds it."""
    return figure.spec


def framed(
    id: str, lang: str, title: str, class_: str, said: Sequence[str], body: Spec, table: Section, note: str = ""
) -> Figure:
    """A figure: the drawing with its title, the class of the data written on it, and the language's way of numbers.

    class_: of the data; '' for the law itself, which is of no class. said: sentences with the main facts.
    """
    kind = word(f"chart.class.{class_}", lang) if class_ else ""
    head = {"text": wrapped(title, 64).split("\n"), **({"subtitle": kind} if kind else {})}
    joined = ("" if lang == "zh" else " ").join([stopped(title, lang), *said, *([stopped(kind, lang)] if kind else [])])
    whole = {"$schema": SCHEMA, "description": joined, "title": head, **body, "config": _config(lang)}
    return Figure(id, lang, title, joined, note, whole, table)


def _config(lang: str) -> dict[str, Any]:
    axis = {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal", "labelLimit": 260, "titleLimit": 600}
    return {
        "aria": False,
        "background": PAPER,
        "font": FONT,
        "locale": {"number": _NUMBERS[lang]},
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "frame": "group",
            "fontSize": 14,
            "color": INK,
            "subtitleColor": SOFT,
            "offset": 10,
        }
        | {"subtitleFontSize": 11, "fontWeight": "bold"},
        "axis": {**axis, "labelColor": INK, "titleColor": SOFT, "gridColor": GRID, "domainColor": SOFT}
        | {"tickColor": SOFT},
        "header": {"labelFontSize": 11, "labelColor": INK, "title": None},
        "legend": {"labelFontSize": 11, "titleFontSize": 11, "labelColor": INK, "orient": "top", "labelLimit": 300}
        | {"title": None, "symbolStrokeWidth": 1.5},
        "text": {"fontSize": 11, "color": INK},
    }


# --- words and numbers ------------------------------------------------------------------------------------------------


def stopped(text: str, lang: str) -> str:
    """The text as a sentence: with a full stop, once."""
    return text if text.endswith((".", "。", "!", "?", "？")) else text + ("。" if lang == "zh" else ".")


def percent_text(share: float, lang: str, digits: int = 1) -> str:
    """A share between 0 and 1 as a percentage in the language."""
    return number_text(f"{100 * share:.{digits}f}", lang) + ("\u00a0%" if lang == "pt" else "%")


def payer_name(role: str, lang: str) -> str:
    """Who pays."""
    if role == "all":
        return word("sweep.all_payers", lang)
    return word(f"payer.{role}", lang) if has_word(f"payer.{role}") else role


def branch_name(branch: str, lang: str) -> str:
    """A branch by its id."""
    return word(f"branch.{branch}", lang)


@dataclass(frozen=True, slots=True)
class Scale:
    """How amounts are shown: the power of ten they are divided by, and what that is called."""

    power: int
    name: str

    def of(self, amount: float) -> float:
        """An amount of the smallest unit in this scale, to six significant digits."""
        return float(f"{amount / MINOR_UNITS / 10**self.power:.6g}")

    def text(self, amount: float, lang: str, *, signed: bool = False) -> str:
        """The number alone, with three significant digits; signed: a plus too."""
        value = self.of(amount)
        shown = number_text(_plain(value), lang)
        return f"+{shown}" if signed and value > 0 else shown


def money_scale(amounts: Iterable[float], currency: str, lang: str) -> Scale:
    """The largest unit of the language in which the largest amount (smallest unit of the currency) is at least one."""
    most = max((abs(amount) for amount in amounts), default=0) / MINOR_UNITS
    power = next((step for step in _LADDER[lang] if most >= 10**step), 0)
    named = word(f"chart.currency.{currency}", lang) if has_word(f"chart.currency.{currency}") else currency
    return Scale(power, word(f"chart.unit.{power}", lang, currency=named))


def _plain(value: float) -> str:
    """Three significant digits without an exponent, more where whole numbers need them."""
    if abs(value) >= 100 or value == 0:
        return f"{value:.0f}"
    shown = f"{value:.3g}"
    return f"{value:.6f}".rstrip("0").rstrip(".") if "e" in shown else shown


def room(text: str) -> int:
    """How wide a text is, in Latin letters: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(text: str, width: int, most: int = 3) -> str:
    """A text broken into lines of at most this width, at spaces or between Han characters; cut after the last line."""
    lines, line = [], ""
    for part in _parts(text):
        if line and room(line + part.rstrip()) > width:
            lines.append(line.rstrip())
            line = part.lstrip()
        else:
            line += part
    lines.append(line.rstrip())
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + "…"]
    return "\n".join(lines)


def _parts(text: str) -> list[str]:
    """What may not be broken: words with their space, single Han characters with the marks that follow them."""
    found: list[str] = []
    for sign in text:
        wide = unicodedata.east_asian_width(sign) in "WF"
        mark = wide and unicodedata.category(sign).startswith("P") and unicodedata.category(sign) != "Ps"
        before = found[-1] if found else " "
        apart = (wide and not mark) or before[-1:] == " " or unicodedata.east_asian_width(before[-1]) in "WF"
        if found and (mark or sign == " " or not apart):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def percent_axis(lang: str, values: Sequence[float] | None = None, **more: Any) -> dict[str, Any]:
    """An axis of shares, its percentages as the language writes them."""
    sign = "'\u00a0%'" if lang == "pt" else "'%'"
    held = {"title": None, "labelExpr": f"format(100 * datum.value, '~g') + {sign}", **more}
    return held if values is None else {**held, "values": list(values)}


# --- parts of drawings ------------------------------------------------------------------------------------------------

LINES: Final = "split(datum.label, '\\n')"
"""Labels of an axis in several lines."""


def data(rows: Iterable[Row]) -> dict[str, Any]:
    """Rows as the data of a specification."""
    return {"values": [dict(row) for row in rows]}


def listed(field: str, order: Sequence[str], **more: Any) -> dict[str, Any]:
    """A position by name, in the order given (never by the alphabet of a language)."""
    return {"field": field, "type": "nominal", "sort": list(order), "axis": {"title": None, "labelExpr": LINES, **more}}


def above(field: str, order: Sequence[str], **more: Any) -> dict[str, Any]:
    """A position across by name, in the order given, the names above in as many lines as the longest needs."""
    lines = max((name.count("\n") for name in order), default=0)
    axis = {"orient": "top", "labelAngle": 0, "domain": False, "ticks": False, "labelPadding": 5 + 13 * lines}
    return {**listed(field, order, **{**axis, **more}), "scale": {"domain": list(order)}}


def coloured(
    field: str, order: Sequence[str], values: Sequence[Any], *, channel: str = "color", legend: bool = True
) -> dict[str, Any]:
    """A channel (colour, shape, dashes ...) by name: the names in order, and the value of each."""
    scale = {"domain": list(order), "range": list(values)[: len(order)]}
    held: dict[str, Any] = {"field": field, "type": "nominal", "scale": scale, "sort": list(order)}
    if not legend:
        held["legend"] = None
    return {channel: held}


__all__ = [
    "FONT",
    "LINES",
    "Figure",
    "Scale",
    "above",
    "branch_name",
    "coloured",
    "data",
    "framed",
    "listed",
    "money_scale",
]
__all__ += ["payer_name", "percent_axis", "percent_text", "room", "spec", "stopped", "wrapped"]
