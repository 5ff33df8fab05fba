"""Several scenarios side by side: their numbers, kept apart from their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from amparo.law import book as book_of
from amparo.report.covered import percent_text
from amparo.report.payers import payer_name
from amparo.report.results import Section
from amparo.report.values import count_text, signed_text, span_text
from amparo.report.words import word
from amparo.rules.kinds import KINDS

if TYPE_CHECKING:
    from amparo.analysis.cascade import Cascade
    from amparo.analysis.effects import Effect

_MONEY = KINDS["money"]
Numbers = Mapping[str, Any]


def numbers_of(conversion: str, found: Effect, cascades: tuple[Cascade, Cascade], weight: float) -> dict[str, Any]:
    """What is compared of a reform: changes by payer (smallest unit, weighted), persons by side, cover that changes."""
    from amparo.report.covered import changes

    return {
        "conversion": conversion,
        "payers": {
            line.payer_role: [round(line.change_low * weight), round(line.change_high * weight)]
            for line in found.payers
        },
        "people": {line.side: round(line.workers * weight) for line in found.people},
        "cover": {
            f"{old.branch.name.lower()}.{old.step}": [old.certain, new.certain] for old, new in changes(*cascades)
        },
    }


def compared_sections(runs: Sequence[tuple[str, str, Numbers]], lang: str) -> list[Section]:
    """Scenarios in columns: (name, country, numbers) of each. Rows are payers, persons by side, steps of cover."""
    names = tuple(name for name, _, _ in runs)

    def rows(key: str, shown: Any, label: Any) -> tuple[tuple[str, ...], ...]:
        ids = dict.fromkeys(identity for _, _, numbers in runs for identity in numbers[key])
        return tuple(
            (label(identity), *(shown(country, numbers[key].get(identity)) for _, country, numbers in runs))
            for identity in ids
        )

    def money(country: str, ends: list[int] | None) -> str:
        return "–" if ends is None else span_text(book_of(country), _MONEY, ends[0], ends[1], lang)

    def people(country: str, count: int | None) -> str:
        return "–" if count is None else count_text(count, lang)

    def cover(country: str, ends: list[float] | None) -> str:
        if ends is None:
            return word("scenario.unchanged", lang)
        points = signed_text(f"{100 * (ends[1] - ends[0]):.1f}", lang)
        return word(
            "scenario.from_to",
            lang,
            before=percent_text(ends[0], lang),
            after=percent_text(ends[1], lang),
            points=points,
        )

    def step(identity: str) -> str:
        branch, _, name = identity.rpartition(".")
        return f"{word(f'branch.{branch}', lang)}, {word(f'cascade.{name}', lang)}"

    wanted = (
        ("payers", money, lambda role: payer_name(role, lang), "payers.title"),
        ("people", people, lambda side: word(f"reform.side.{side}", lang), "reform.people"),
        ("cover", cover, step, "cover.change"),
    )
    return [
        Section(key, word(title, lang), (word(f"scenario.compared.{key}", lang), *names), rows(key, shown, label))
        for key, shown, label, title in wanted
    ]


__all__ = ["Numbers", "compared_sections", "numbers_of"]
