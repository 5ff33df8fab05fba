"""Cover as shares: the cascade, the matrix of branches by groups, and what a reform does to both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amparo.analysis.chains import STEPS
from amparo.analysis.shares import Share, groups_of, shares
from amparo.report.groups import group_name
from amparo.report.results import Section
from amparo.report.values import count_text, number_text, signed_text
from amparo.report.words import word
from amparo.rules.declarations import Branch

if TYPE_CHECKING:
    from amparo.analysis.cascade import Cascade
    from amparo.rules.book import LawBook

ALL: Final = "all"
MOST_COLUMNS: Final = 8
POINTS: Final = 0.0005
"""A change of a share below a twentieth of a point is none that a table with one decimal can show."""


def percent_text(share: float, lang: str) -> str:
    """A share with one decimal, as the language writes it."""
    text = number_text(f"{100 * share:.1f}", lang)
    return f"{text}\u00a0%" if lang == "pt" else f"{text}%"


def branches_of(found: Cascade) -> list[Branch]:
    """The branches of a cascade in their own order, the same in every language."""
    return sorted({step.branch for step in found.steps}, key=int)


def cascade_section(found: Cascade, weight: float, lang: str) -> Section:
    """Every branch and step: certain, its interval, possible, mandatory, persons."""
    held = shares(found)
    rows = []
    for branch in branches_of(found):
        for step in STEPS:
            one = held[branch, step, ALL, ALL]
            name = word(f"branch.{branch.name.lower()}", lang)
            if not one.measured:
                key = "cover.no_measure" if step == STEPS[-1] and held[branch, STEPS[0], ALL, ALL].measured else ""
                rows.append((name, word(f"cascade.{step}", lang), word(key or "cover.not_held", lang), *[""] * 4))
                if not key:
                    break
                continue
            rows.append((name, word(f"cascade.{step}", lang), *_cells(one, weight, lang)))
    heads = tuple(word("cover.cascade.heads", lang).split("|"))
    return Section("cascade", word("cover.cascade", lang), heads, tuple(rows), word("cover.cascade.note", lang))


def _cells(one: Share, weight: float, lang: str) -> tuple[str, ...]:
    interval = f"{percent_text(one.low, lang)} – {percent_text(one.high, lang)}"
    possible = percent_text(one.possible, lang) if one.possible > one.certain + POINTS else ""
    mandatory = percent_text(one.mandatory, lang) if one.step == STEPS[0] else ""
    persons = count_text(one.certain * one.workers * weight, lang)
    return percent_text(one.certain, lang), interval, possible, mandatory, persons


def matrix_section(found: Cascade, book: LawBook, by: str, step: str, weight: float, lang: str) -> Section:
    """Branches by groups: the share of each group that stands at a step. Many groups stand below each other."""
    held, branches, groups = shares(found), branches_of(found), (ALL, *groups_of(found, by))
    keys = {group: (ALL, ALL) if group == ALL else (by, group) for group in groups}
    names = {
        group: word("indicators.group.all", lang) if group == ALL else group_name(book, by, group, lang)
        for group in groups
    }
    cells = {(branch, group): held.get((branch, step, *keys[group])) for branch in branches for group in groups}
    sizes = {group: next((one.workers for b in branches if (one := cells[b, group])), 0.0) for group in groups}
    persons = {group: count_text(size * weight, lang) for group, size in sizes.items()}
    labels = {branch: word(f"branch.{branch.name.lower()}", lang) for branch in branches}
    counted = word("cover.persons", lang)
    if len(groups) <= MOST_COLUMNS:
        heads = (word("head.branch", lang), *names.values())
        rows = [(labels[branch], *(_cell(cells[branch, group], lang) for group in groups)) for branch in branches]
        rows.insert(0, (counted, *persons.values()))
    else:
        heads = (word(f"group.{by}", lang), counted, *labels.values())
        rows = [
            (names[group], persons[group], *(_cell(cells[branch, group], lang) for branch in branches))
            for group in groups
        ]
    title = word("cover.matrix", lang, step=word(f"cascade.{step}", lang), by=word(f"group.{by}", lang))
    return Section(f"matrix.{by}.{step}", title, heads, tuple(rows), word("cover.matrix.note", lang))


def _cell(one: Share | None, lang: str) -> str:
    if one is None:
        return "–"
    if not one.measured:
        return word("cover.not_held", lang) if one.step != STEPS[-1] else word("cover.no_measure", lang)
    ends = {"low": number_text(f"{100 * one.low:.0f}", lang), "high": number_text(f"{100 * one.high:.0f}", lang)}
    parts = [word("cover.cell", lang, share=percent_text(one.certain, lang), **ends)]
    if one.possible > one.certain + POINTS:
        parts.append(word("cover.up_to", lang, share=percent_text(one.possible, lang)))
    if one.certain > one.mandatory + POINTS:
        parts.append(word("cover.of_choice", lang, share=percent_text(one.certain - one.mandatory, lang)))
    return word("mark.semicolon", lang).join(parts)


# --- before and after -------------------------------------------------------------------------------------------------


def changes(before: Cascade, after: Cascade) -> list[tuple[Share, Share]]:
    """The steps of branches, over everybody, that a reform changes: before and after."""
    first, second = shares(before), shares(after)
    return [
        (first[key], second[key])
        for branch in branches_of(before)
        for step in STEPS
        for key in [(branch, step, ALL, ALL)]
        if key in second and _differ(first[key], second[key])
    ]


def _differ(one: Share, other: Share) -> bool:
    return abs(one.certain - other.certain) >= POINTS or abs(one.possible - other.possible) >= POINTS


def change_section(before: Cascade, after: Cascade, weight: float, lang: str) -> Section:
    """Every step that changes, before and after."""
    rows = tuple(
        (
            word(f"branch.{old.branch.name.lower()}", lang),
            word(f"cascade.{old.step}", lang),
            percent_text(old.certain, lang),
            percent_text(new.certain, lang),
            signed_text(f"{100 * (new.certain - old.certain):.1f}", lang),
            percent_text(old.possible, lang),
            percent_text(new.possible, lang),
            signed_text(f"{round((new.certain - old.certain) * old.workers * weight)}", lang),
        )
        for old, new in changes(before, after)
    )
    heads = tuple(word("cover.change.heads", lang).split("|"))
    note = word("cover.change.note" if rows else "cover.no_change", lang)
    return Section("cover_change", word("cover.change", lang), heads, rows, note)


def most_changed(before: Cascade, after: Cascade) -> tuple[Share, Share] | None:
    """The step of the branch whose certain share changes most; None where none does."""
    every = changes(before, after)
    return max(every, key=lambda pair: abs(pair[1].certain - pair[0].certain)) if every else None


__all__ = [
    "branches_of",
    "cascade_section",
    "change_section",
    "changes",
    "matrix_section",
    "most_changed",
    "percent_text",
]
