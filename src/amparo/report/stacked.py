"""Mechanisms and reforms in one law, in words: by each equivalence what they change; how the mechanisms were put in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from amparo.analysis.grafts import NO_MONEY
from amparo.report import reformed
from amparo.report.covered import change_section, changes
from amparo.report.grafted import conversion_name, graft_json, graft_sections
from amparo.report.results import Section
from amparo.report.words import word

if TYPE_CHECKING:
    from amparo.analysis.behaviour import Response
    from amparo.analysis.cascade import Cascade
    from amparo.analysis.effects import Effect
    from amparo.analysis.grafts import Graft
    from amparo.analysis.stacks import Stack


@dataclass(frozen=True)
class Tried:
    """A stack on records: what it changes, what was assumed of behaviour, the cascade before and after if asked for."""

    stack: Stack
    effect: Effect
    seen: Response | None
    cascades: tuple[Cascade, Cascade] | None = None


def tried_name(one: Tried, lang: str) -> str:
    """What was put in and changed, and by which equivalence if money was turned."""
    name = " + ".join(part.name.text(lang) for part in one.stack.parts)
    if one.stack.conversion == NO_MONEY:
        return name
    return name + word("mark.brackets", lang, text=conversion_name(one.stack.conversion, lang))


def law_sections(found: Sequence[Stack], lang: str) -> list[Section]:
    """What the reforms change, and how each mechanism was put in; nothing of any records."""
    changed = reformed.provisions_section(found[0].after, found[0].provisions, lang)
    return [*([changed] if found[0].reforms else []), *_put_in(found, lang)]


def _put_in(found: Sequence[Stack], lang: str) -> list[Section]:
    sections = []
    for made in _by_mechanism(found):
        name = made[0].mechanism.name.text(lang)
        for section in graft_sections(made, lang):
            title = word("reform.of_mechanism", lang, title=section.title, name=name)
            sections.append(replace(section, id=f"{section.id}.{made[0].mechanism.id}", title=title))
    return sections


def _by_mechanism(found: Sequence[Stack]) -> list[tuple[Graft, ...]]:
    """Each mechanism by all equivalences, once where it holds no money."""
    together = zip(*(one.grafts for one in found), strict=True)
    return [made if made[0].conversion != NO_MONEY else made[:1] for made in together]


def provisions_json(found: Sequence[Stack]) -> list[dict[str, Any]] | dict[str, Any]:
    """The table of changed provisions; where mechanisms were put in, beside how."""
    changed = reformed.provisions_json(found[0].provisions)
    if not found[0].grafts:
        return changed
    return {"provisions": changed, "grafts": [graft_json(made) for made in _by_mechanism(found)]}


def tried_head(tried: Sequence[Tried], weight: float, lang: str) -> list[str]:
    """What was put in and changed, on whom it was tried, what is not in the figures."""
    first = tried[0]
    behaviour = None if first.seen is None else first.seen.behaviour
    return reformed.effect_head(first.effect, first.stack.parts, weight, lang, behaviour)


def tried_sections(tried: Sequence[Tried], weight: float, lang: str) -> list[Section]:
    """By each equivalence the difference, people, cover; every changed provision once; how mechanisms were put in.

    With assumptions of behaviour, what the law alone says is called so.
    """
    sections: list[Section] = []
    for one in tried:
        own = reformed.effect_sections(one.effect, one.stack.after, weight, lang, one.seen)
        own = [section for section in own if section.id != "provisions"]
        own += _by_law_alone(one, cascade_sections(one, weight, lang), lang)
        sections += own if len(tried) == 1 else _named(one, own, lang)
    return [*sections, *_by_law_alone(tried[0], law_sections([one.stack for one in tried], lang), lang)]


def _by_law_alone(one: Tried, sections: Sequence[Section], lang: str) -> list[Section]:
    if one.seen is None:
        return list(sections)
    note = word("behaviour.law_alone", lang)
    return [replace(section, note=f"{note} {section.note}".strip()) for section in sections]


def cascade_sections(one: Tried, weight: float, lang: str) -> list[Section]:
    """The steps of the cascade that change, branch by branch, where the cascade was worked out under both laws."""
    return [] if one.cascades is None else [change_section(*one.cascades, weight, lang)]


def _named(one: Tried, sections: Sequence[Section], lang: str) -> list[Section]:
    rule = conversion_name(one.stack.conversion, lang)
    return [
        replace(
            section,
            id=f"{section.id}.{one.stack.conversion}",
            title=word("scenario.by_rule", lang, title=section.title, rule=rule),
        )
        for section in sections
    ]


def tried_json(tried: Sequence[Tried], weight: float) -> dict[str, Any]:
    """The effect as data; where mechanisms were put in, by each equivalence and with how they were."""
    told = [
        {**reformed.effect_json(one.effect, one.stack.parts, weight, one.seen), **_cascade_json(one)} for one in tried
    ]
    if not tried[0].stack.grafts:
        return told[0]
    return {
        "format": 1,
        "by_equivalence": [
            {"equivalence": one.stack.conversion, "book": one.stack.after.hash, **effect}
            for one, effect in zip(tried, told, strict=True)
        ],
        "grafts": [graft_json(made) for made in _by_mechanism([one.stack for one in tried])],
    }


def _cascade_json(one: Tried) -> dict[str, Any]:
    """Every step of the cascade that changes, as shares of worker-months."""
    if one.cascades is None:
        return {}
    ends = ("certain", "low", "high", "possible")
    return {
        "cascade": [
            {
                "branch": old.branch.name.lower(),
                "step": old.step,
                **{f"{end}_before": round(getattr(old, end), 6) for end in ends},
                **{f"{end}_after": round(getattr(new, end), 6) for end in ends},
            }
            for old, new in changes(*one.cascades)
        ]
    }


__all__ = [
    "Tried",
    "cascade_sections",
    "law_sections",
    "provisions_json",
    "tried_head",
    "tried_json",
    "tried_name",
    "tried_sections",
]
