"""What a graft changes on a population, in words: new charge, no longer charged, difference; cover, cover twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from amparo.analysis.displacement import DISPLACE, KEEP
from amparo.analysis.grafted_population import net_cost
from amparo.report.grafted import conversion_name, node_label, way_name
from amparo.report.reformed import sides_json
from amparo.report.results import Section
from amparo.report.rounded import margin_text, rounded_money
from amparo.report.values import count_text, signed_text, span_text, standing_for
from amparo.report.words import has_word, scheme_name, word
from amparo.rules.kinds import KINDS

if TYPE_CHECKING:
    from amparo.analysis.effects import AmountLine, Effect
    from amparo.analysis.grafted_population import GraftOnPopulation
    from amparo.analysis.grafted_records import Doubled, Told
    from amparo.analysis.grafts import Graft

_MONEY = KINDS["money"]


def effect_head(
    class_: str, effects: Sequence[Effect], assumed: Mapping[str, str], weight: float, lang: str
) -> list[str]:
    """Class of the data, what was assumed, how many, and that nobody changes behaviour."""
    lines = [word("run.class", lang, data=word(f"class.{class_}", lang))]
    lines += [word("graft.assumed", lang, fact=fact, value=value) for fact, value in assumed.items()]
    if not effects:
        return [*lines, word("graft.no_effect", lang)]
    lines.append(standing_for(effects[0].workers, weight, lang))
    return [*lines, word("reform.no_behaviour", lang)]


def effect_sections(done: GraftOnPopulation, weight: float, lang: str) -> list[Section]:
    """By each equivalence side by side: net cost by payer, who pays more; cover, cover twice; what it says of records.

    Every table says below whether existing schemes gave way or were kept.
    """
    found, effects = done.grafts, done.effects
    sections = [_twice(done.doubled, weight, lang), _told(found[0], done.told, weight, lang)]
    if effects:
        cost = [_net(done, weight, lang), _costs(found, effects, weight, lang), _purses(found, effects, weight, lang)]
        sections = [*cost, _cover(done, weight, lang), *sections]
    way = way_name(found[0].existing, lang)
    return [replace(one, note=word("graft.figure", lang, way=way, note=one.note)) for one in sections if one.rows]


def _net(done: GraftOnPopulation, weight: float, lang: str) -> Section:
    """The way chosen first; then, where existing schemes could give way, the other way."""
    ways = [(done.grafts[0].existing, done.effects)]
    if done.other_way:
        ways.append((KEEP if done.grafts[0].existing == DISPLACE else DISPLACE, done.other_way))
    rows = tuple(
        (
            way_name(way, lang),
            conversion_name(one.conversion, lang),
            word(f"payer.{line.payer_role}", lang),
            *(_money(one, amounts, weight, lang) for amounts in (line.new, line.gone)),
            _with_error(one, line.difference, line.error, weight, lang),
        )
        for way, effects in ways
        for one, effect in zip(done.grafts, effects, strict=True)
        for line in net_cost(one, effect)
        if line.moves
    )
    heads = tuple(word("graft.net.heads", lang).split("|"))
    return Section("net", word("graft.net", lang), heads, rows, word("reform.error_note", lang))


def _money(one: Graft, amounts: tuple[int, int], weight: float, lang: str) -> str:
    low, high = (round(amount * weight) for amount in amounts)
    return span_text(one.after, _MONEY, low, high, lang)


def _with_error(one: Graft, amounts: tuple[int, int], error: float, weight: float, lang: str) -> str:
    """An amount with half its 95 % interval, both rounded as the error supports; both ends where it has two."""
    if amounts[0] != amounts[1] or not error:
        return _money(one, amounts, weight, lang)
    spread = error * weight
    currency = one.after.currency
    return f"{rounded_money(amounts[0] * weight, spread, currency, lang)} {margin_text(spread, currency, lang)}"


def _costs(found: Sequence[Graft], effects: Sequence[Effect], weight: float, lang: str) -> Section:
    rows = []
    for number, line in enumerate(effects[0].amounts):
        pair = [effect.amounts[number] for effect in effects]
        if not any(_changed(one) for one in pair):
            continue
        role = word(f"payer.{line.payer_role}", lang) if has_word(f"payer.{line.payer_role}") else line.payer_role
        label = found[0].after.nodes[line.node].label.text(lang)  # type: ignore[union-attr]
        branch = word(f"branch.{line.branch}", lang)
        rows.append((str(line.year), role, branch, label, *_differences(found[0], pair, weight, lang)))
    heads = (*word("graft.heads.costs", lang).split("|"), *(conversion_name(one.conversion, lang) for one in found))
    return Section("costs", word("graft.costs", lang), heads, tuple(rows), word("reform.error_note", lang))


def _differences(one: Graft, lines: Sequence[AmountLine], weight: float, lang: str) -> list[str]:
    return [_with_error(one, (line.change_low, line.change_high), line.error, weight, lang) for line in lines]


def _changed(line: AmountLine) -> bool:
    return (line.change_low, line.change_high) != (0, 0) or line.error > 0


def _purses(found: Sequence[Graft], effects: Sequence[Effect], weight: float, lang: str) -> Section:
    rows = tuple(
        (
            word(f"reform.side.{line.side}", lang),
            *(count_text(effect.people[number].workers * weight, lang) for effect in effects),
        )
        for number, line in enumerate(effects[0].people)
    )
    heads = (word("graft.heads.workers", lang), *(conversion_name(one.conversion, lang) for one in found))
    return Section("people", word("reform.people", lang), heads, rows, "")


def _cover(done: GraftOnPopulation, weight: float, lang: str) -> Section:
    """Each worker-month counts once, by its strongest cover over all schemes; both ways where there are two."""
    ways = [done.effects[0], *done.other_way[:1]]
    after: dict[tuple[str, str], list[int]] = {
        (line.branch, line.state): [] for effect in ways for line in effect.cover
    }
    before = {(line.branch, line.state): line.before for effect in ways for line in effect.cover}
    for effect in ways:
        counts = {(line.branch, line.state): line.after for line in effect.cover}
        for cell, held in after.items():
            held.append(counts.get(cell, before[cell]))
    rows = tuple(
        (
            word(f"branch.{branch}", lang),
            word(f"coverage.{state}", lang),
            count_text(before[branch, state] * weight, lang),
            *(count_text(count * weight, lang) for count in held),
            signed_text(f"{round((held[0] - before[branch, state]) * weight)}", lang),
        )
        for (branch, state), held in after.items()
        if set(held) != {before[branch, state]}
    )
    branch, state, was, _, change = word("reform.heads.cover", lang).split("|")
    existing = done.grafts[0].existing
    named = [existing, KEEP if existing == DISPLACE else DISPLACE][: len(ways)]
    heads = (branch, state, was, *(word(f"graft.after.{way}", lang) for way in named), change)
    return Section("cover", word("reform.cover", lang), heads, rows, "")


def _twice(doubled: Sequence[Doubled], weight: float, lang: str) -> Section:
    rows = tuple(
        (
            word(f"branch.{line.branch}", lang),
            scheme_name(line.scheme, lang),
            count_text(line.covered * weight, lang),
            count_text(line.also_covered * weight, lang),
            count_text(line.undecided * weight, lang),
        )
        for line in doubled
    )
    return Section("twice", word("graft.twice", lang), tuple(word("graft.heads.twice", lang).split("|")), rows, "")


def _told(one: Graft, told: Sequence[Told], weight: float, lang: str) -> Section:
    rows = tuple(
        (
            node_label(one, line.node, lang),
            word(f"level.{line.level.name.lower()}", lang),
            count_text(line.yes * weight, lang),
            count_text(line.no * weight, lang),
            count_text(line.undecided * weight, lang),
        )
        for line in told
    )
    return Section("told", word("graft.told", lang), tuple(word("graft.heads.told", lang).split("|")), rows, "")


def effect_json(done: GraftOnPopulation, weight: float) -> dict[str, Any]:
    """The effect as data: unweighted sums in the smallest unit, with the weight beside them."""
    first = done.effects[0] if done.effects else None
    existing = done.grafts[0].existing
    return {
        "behaviour": "none",
        "workers": first.workers if first else None,
        "weight": weight,
        "existing": existing,
        "by_equivalence": _by_equivalence(done.grafts, done.effects),
        "other_way": {
            "existing": KEEP if existing == DISPLACE else DISPLACE,
            "by_equivalence": _by_equivalence(done.grafts, done.other_way),
        }
        if done.other_way
        else None,
        "covered_twice": [
            {
                "branch": line.branch,
                "scheme": line.scheme,
                "covered": line.covered,
                "also_covered": line.also_covered,
                "undecided": line.undecided,
            }
            for line in done.doubled
        ],
        "told": [
            {"node": line.node, "yes": line.yes, "no": line.no, "undecided": line.undecided, "level": line.level.name}
            for line in done.told
        ],
    }


def _by_equivalence(found: Sequence[Graft], effects: Sequence[Effect]) -> list[dict[str, Any]]:
    return [
        {
            "equivalence": one.conversion,
            "net": [
                {
                    "payer": line.payer_role,
                    "new": line.new,
                    "no_longer": line.gone,
                    "difference": line.difference,
                    "standard_error_of_difference": line.error,
                }
                for line in net_cost(one, effect)
                if line.moves
            ],
            "amounts": [
                {
                    "node": line.node,
                    "payer": line.payer_role,
                    "branch": line.branch,
                    "year": line.year,
                    "before": [line.before_low, line.before_high],
                    "after": [line.after_low, line.after_high],
                    "change": [line.change_low, line.change_high],
                    "standard_error_of_change": line.error,
                }
                for line in effect.amounts
                if _changed(line)
            ],
            **sides_json(effect),
        }
        for one, effect in zip(found, effects, strict=False)
    ]


__all__ = ["effect_head", "effect_json", "effect_sections"]
