"""The map of changed provisions: what each says before and after, and the results of which branches rest on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.reforms import affected
from amparo.report.charts.figures import LINES, Figure, Spec, above, branch_name, data, framed, wrapped
from amparo.report.charts.palette import NAVY, PAPER, SOFT
from amparo.report.results import Section
from amparo.report.values import written_value
from amparo.report.words import has_word, word
from amparo.rules.book import result_key
from amparo.rules.declarations import Benefit, Branch, CoverageStatement, Posting
from amparo.rules.nodes import Builtin, Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from amparo.analysis.reforms import Changed
    from amparo.rules.book import LawBook

MOST_ROWS: Final = 16
STATUS: Final = "status"
"""Results of no branch: statuses, and the steps to them."""
ALL: Final = "all"
"""Amounts owed for all branches of a scheme together."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A provision that differs: its full name, what it said and says ('' where it did or does not hold)."""

    node: str
    old: str
    new: str


def touched_by(changed: Iterable[Changed]) -> tuple[Touched, ...]:
    """Each changed provision once, with what it said and says in the first period that differs."""
    first: dict[str, Touched] = {}
    for one in changed:
        first.setdefault(one.node, Touched(one.node, one.old, one.new))
    return tuple(first.values())


def touched_by_graft(added: Iterable[str]) -> tuple[Touched, ...]:
    """The provisions that a mechanism of another law brings."""
    return tuple(Touched(key, "", "+") for key in added)


def provisions_map(
    touched: Sequence[Touched], book: LawBook, outputs: Sequence[str], lang: str, *, title: str = ""
) -> Figure:
    """Changed provisions down, branches across; in each circle how many results of the branch rest on the provision.

    book: the law with the change in it. outputs: the results looked at. Where more than sixteen provisions differ, a
    row is a topic.
    """
    of = branches_of(book, outputs)
    resting = {one.node: Counter(of[key] for key in affected(book, [one.node], outputs)) for one in touched}
    rows = _rows(touched, book, resting, lang)
    order = [*(branch.name.lower() for branch in sorted(Branch, key=int)), ALL, STATUS]
    columns = [one for one in order if any(one in counts for _, counts in rows)]
    heads = {one: _column(one, lang) for one in columns}
    labels = [label for label, _ in rows]
    dots = [
        {"label": label, "column": heads[one], "count": str(counts[one])}
        for label, counts in rows
        for one in columns
        if counts[one]
    ]
    grid = [{"label": label, "column": heads[one]} for label in labels for one in columns]
    tall = max((label.count("\n") + 1 for label in labels), default=1)
    y = {"field": "label", "type": "nominal", "sort": labels, "scale": {"domain": labels}}
    y["axis"] = {"title": None, "labelExpr": LINES, "labelLimit": 330, "domain": False, "ticks": False}
    x = above("column", list(heads.values()), labelFontSize=10, labelAngle=-40, labelAlign="left", labelPadding=6)
    place = {"x": x, "y": y}
    layers: list[Spec] = [
        {"data": data(grid), "mark": {"type": "rect", "fill": PAPER, "stroke": SOFT, "strokeWidth": 0.3}},
        {"data": data(dots), "mark": {"type": "circle", "size": 330, "color": NAVY, "opacity": 1}},
        {"data": data(dots), "mark": {"type": "text", "color": PAPER, "fontWeight": "bold", "fontSize": 10}},
    ]
    for layer in layers:
        layer["encoding"] = dict(place)
    layers[2]["encoding"]["text"] = {"field": "count"}
    body: Spec = {"width": {"step": 46}, "height": {"step": 14 * tall + 10}, "layer": layers}
    said = [_said(label, counts, columns, lang) for label, counts in rows]
    table = Section(
        "chart_changed",
        word("chart.table", lang),
        (*word("chart.changed.heads", lang).split("|"), *(_column(one, lang) for one in columns)),
        tuple(_table_row(one, book, resting[one.node], columns, lang) for one in touched),
    )
    heading = title or word("chart.changed", lang)
    return framed("changed", lang, heading, "", said, body, table, word("chart.changed.note", lang))


def branches_of(book: LawBook, outputs: Iterable[str]) -> Mapping[str, str]:
    """The branch of each result by full name: of cover, amounts owed and benefits; STATUS where it is of none."""
    found: dict[str, str] = {}
    for topic, one in book.results(CoverageStatement):
        found[result_key(book, topic, one.node)] = one.branch.name.lower()
    for topic, one in book.results(Posting):
        branch = ALL if one.branch is None else one.branch.name.lower()
        found.setdefault(result_key(book, topic, one.node), branch)
    for topic, one in book.results(Benefit):
        named = (one.qualified, *one.conditions, one.amount, one.reference, one.waiting, one.duration)
        for name in (*named, one.entitled, one.paid):
            if name:
                found.setdefault(result_key(book, topic, name), one.branch.name.lower())
    return {key: found.get(key, STATUS) for key in outputs}


def _rows(
    touched: Sequence[Touched], book: LawBook, resting: Mapping[str, Counter[str]], lang: str
) -> list[tuple[str, Counter[str]]]:
    """What is drawn as a row: a provision with what it says before and after, or a topic with how many differ."""
    if len(touched) <= MOST_ROWS:
        rows: dict[str, Counter[str]] = {}
        for one in touched:
            told = word(
                "chart.changed.row", lang, label=_label(one.node, book, lang), change=change_text(one, book, lang)
            )
            name = wrapped(told, 40)
            rows[name if name not in rows else wrapped(f"{told} [{one.node}]", 40)] = resting[one.node]
        return list(rows.items())
    topics = dict.fromkeys(one.node.split(".")[0] for one in touched)
    found = []
    for topic in topics:
        own = [one for one in touched if one.node.split(".")[0] == topic]
        name = _topic(topic, lang)
        label = wrapped(word("chart.changed.topic", lang, topic=name, count=len(own)), 40)
        counts: Counter[str] = Counter()
        for one in own:
            counts |= resting[one.node]  # results rest on several provisions of a topic: the most of any is told
        found.append((label, counts))
    return found


def change_text(one: Touched, book: LawBook, lang: str) -> str:
    """Old and new in short: values as the language writes them; of a rule, that it is new, gone or in other words."""
    node = book.nodes[one.node]
    if isinstance(node, Parameter):
        old, new = (_value(text, node, book, lang) for text in (one.old, one.new))
        return word("chart.changed.values", lang, old=old, new=new)
    if not one.old:
        return word("chart.changed.added", lang)
    return word("chart.changed.reworded" if one.new else "chart.changed.gone", lang)


def _value(text: str, node: Parameter, book: LawBook, lang: str) -> str:
    if not text:
        return word("reform.not_in_force", lang)
    if text == "+":
        return word("chart.changed.added", lang)
    return written_value(book, node, text, lang)


def _label(key: str, book: LawBook, lang: str) -> str:
    node: Any = book.nodes[key]
    return key if isinstance(node, Builtin) else node.label.text(lang) or key


def _topic(topic: str, lang: str) -> str:
    """What a topic of the law, or of a mechanism, is called."""
    return word(f"topic.{topic}", lang) if has_word(f"topic.{topic}") else topic


def _column(one: str, lang: str) -> str:
    return word("chart.changed.status", lang) if one == STATUS else branch_name(one, lang)


def _said(label: str, counts: Counter[str], columns: Sequence[str], lang: str) -> str:
    told = [
        word("chart.changed.rests", lang, branch=_column(one, lang), count=counts[one])
        for one in columns
        if counts[one]
    ]
    whole = word("mark.comma", lang).join(told) or word("chart.changed.nothing", lang)
    return word("chart.changed.said", lang, label=label.replace("\n", " "), rests=whole)


def _table_row(one: Touched, book: LawBook, counts: Counter[str], columns: Sequence[str], lang: str) -> tuple[str, ...]:
    node = book.nodes[one.node]
    topic = one.node.split(".")[0]
    level = node.level.name.lower() if isinstance(node, Rule) else ""
    return (
        _label(one.node, book, lang),
        _topic(topic, lang),
        word(f"level.{level}", lang) if level else "",
        change_text(one, book, lang),
        *(str(counts[name]) if counts[name] else "" for name in columns),
    )


__all__ = ["Touched", "branches_of", "change_text", "provisions_map", "touched_by", "touched_by_graft"]
