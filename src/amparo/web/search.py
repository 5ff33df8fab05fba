"""Search over the law: without accents or capitals, in any of the three languages, Chinese by its signs."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from amparo.law import book
from amparo.report.lawbook import kind_of
from amparo.rules.evidence import LANGUAGES
from amparo.rules.nodes import Builtin, Rule
from amparo.rules.parameters import Parameter
from amparo.web.shell import SHOWN_COUNTRIES, topic_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amparo.rules.evidence import Citation, Label
    from amparo.rules.nodes import Node


@dataclass(frozen=True, slots=True)
class Entry:
    """One provision as the search sees it: what is shown of it, and its folded words."""

    country: str
    id: str
    topic: str
    kind: str
    label: Label
    labels: tuple[str, ...]
    rest: str


def folded(text: str) -> str:
    """Without accents, capitals and the width of signs."""
    split = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in split if not unicodedata.combining(sign)).casefold()


@cache
def entries() -> tuple[Entry, ...]:
    """Every rule, parameter, fact and link of the countries shown."""
    return tuple(
        _entry(code, node)
        for code in SHOWN_COUNTRIES
        for node in book(code).nodes.values()
        if not isinstance(node, Builtin)
    )


def _entry(code: str, node: Node) -> Entry:
    from amparo.engine.explain import label_of

    label = label_of(node)
    labels = tuple(folded(label.text(lang)) for lang in LANGUAGES)
    words = [node.full_name, node.full_name.replace("_", " "), *_said(node)]
    words += [topic_name(node.topic, lang) for lang in LANGUAGES]
    return Entry(code, node.full_name, node.topic, kind_of(node), label, labels, folded(" \n".join(words)))


def _said(node: Node) -> Iterator[str]:
    """Articles, titles of instruments, summaries."""
    cites: list[Citation] = []
    if isinstance(node, Rule):
        for version in node.versions:
            cites += version.cites
            yield version.summary
    if isinstance(node, Parameter):
        for series in node.series.values():
            cites += [dated.cite for dated in series if dated.cite is not None]
    for cite in dict.fromkeys(cites):
        yield str(cite)
    for instrument in dict.fromkeys(cite.instrument for cite in cites):
        yield " ".join(instrument.title.text(lang) for lang in LANGUAGES)


def search(query: str, country: str = "", kind: str = "", topic: str = "") -> list[Entry]:
    """The provisions in which every word stands, those whose label says it first."""
    words = folded(query).split()
    ranked = []
    for place, entry in enumerate(entries()):
        if country not in ("", entry.country) or kind not in ("", entry.kind) or topic not in ("", entry.topic):
            continue
        if not all(word in entry.rest or any(word in label for label in entry.labels) for word in words):
            continue
        ranked.append((_rank(entry, words), place, entry))
    return [entry for _, _, entry in sorted(ranked, key=lambda item: item[:2])]


def _rank(entry: Entry, words: list[str]) -> int:
    """0: a label begins with it; 1: a label holds all of it; 2: it stands elsewhere."""
    together = " ".join(words)
    if any(label.startswith(together) for label in entry.labels):
        return 0
    return 1 if any(all(word in label for word in words) for label in entry.labels) else 2


__all__ = ["Entry", "entries", "folded", "search"]
