"""A draft of a reform as an address, readable and complete: who has the address has the reform.

country=PT&name=...&source=...
&set=contracting_entity.low_threshold@2024-01-01..2025-01-01=40%
&set=employees.unemployment_rate[beijing]@2025-01-01!=0.5%       (! lifts a freeze)
&keep=status.platform_presumption@2023-05-01~2023-04-30          (from 1 May as on 30 April)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote

from amparo.rules.evidence import LANGUAGES, Label
from amparo.scenarios.drafts import KEEP, SET, Draft, Line, NoDraft, draft_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE: Final = re.compile(
    r"(?P<target>[A-Za-z0-9_.]+)(?:\[(?P<place>[A-Za-z0-9_]*)\])?@(?P<start>[^.~=!]*)(?:\.\.(?P<until>[^~=!]*))?"
    r"(?P<rest>!?=.*|~.*)",
    re.DOTALL,
)
_KEPT: Final = "@~.,[]!=:/"
Pairs = list[tuple[str, str]]


def line_text(line: Line) -> str:
    """A change as it stands in an address."""
    place = f"[{line.place}]" if line.place else ""
    until = f"..{line.until}" if line.until else ""
    end = f"~{line.as_on}" if line.kind == KEEP else f"{'!' if line.lifts_freeze else ''}={line.value}"
    return f"{line.target}{place}@{line.start}{until}{end}"


def line_of(kind: str, text: str) -> Line:
    """A change from an address. Raises NoDraft for what is none."""
    found = _LINE.fullmatch(text)
    if found is None or (kind == KEEP) != found["rest"].startswith("~"):
        raise NoDraft("web.build.no_line", text=text[:120])
    told = (found["target"], found["start"], found["until"] or "")
    if kind == KEEP:
        return Line(KEEP, *told, as_on=found["rest"][1:])
    sign, _, value = found["rest"].partition("=")
    return Line(SET, *told, value=value, place=found["place"] or "", lifts_freeze=sign == "!")


def pairs_of(draft: Draft) -> Pairs:
    """A draft as the fields of an address."""
    found = [("country", draft.country), *_label_pairs("name", draft.name), *_label_pairs("why", draft.why)]
    found += [("source", draft.source)] if draft.source else []
    return found + [(line.kind, line_text(line)) for line in draft.lines]


def _label_pairs(name: str, label: Label) -> Pairs:
    texts = {lang: label.text(lang) for lang in LANGUAGES}
    if len(set(texts.values())) == 1:
        return [(name, label.en)] if label.en else []
    return [(f"{name}_{lang}", text) for lang, text in texts.items() if text]


def draft_from(pairs: Iterable[tuple[str, str]]) -> Draft:
    """A draft from the fields of an address; others are left alone. Raises NoDraft."""
    held: dict[str, str] = {}
    lines = []
    for key, text in pairs:
        if key in (SET, KEEP):
            lines.append(line_of(key, text))
        else:
            held.setdefault(key, text)

    def label(name: str) -> Label:
        return Label(*(held.get(f"{name}_{lang}") or held.get(name, "") for lang in LANGUAGES))

    return draft_of(held.get("country", ""), label("name"), label("why"), held.get("source"), lines)


def query_of(draft: Draft) -> str:
    """A draft as the query of an address. Signs that keep it readable stay as they are."""
    return "&".join(f"{key}={quote(text, safe=_KEPT)}" for key, text in pairs_of(draft))


def survives(draft: Draft) -> bool:
    """Whether the address of a draft is read as the same draft: not where a day holds signs that no day has."""
    try:
        return from_query(query_of(draft)) == draft
    except NoDraft:
        return False


def from_query(text: str) -> Draft:
    """A draft from the query of an address, as within the address of a run. Raises NoDraft."""
    return draft_from(parse_qsl(text, keep_blank_values=True))


__all__ = ["Pairs", "draft_from", "from_query", "line_of", "line_text", "pairs_of", "query_of", "survives"]
