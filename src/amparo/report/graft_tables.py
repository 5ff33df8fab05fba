"""Grafts as tables of values: net cost by payer, what changes by equivalence, how money was turned, cover twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from amparo.analysis.displacement import DISPLACE, KEEP
from amparo.analysis.equivalences import equivalences
from amparo.analysis.grafted_population import net_cost
from amparo.analysis.grafts import NO_MONEY
from amparo.report.datatables import DataTable, Field, in_each, money, said
from amparo.report.grafted import conversion_name, node_label
from amparo.report.payers import payer_name
from amparo.report.scenario_tables import effect_tables
from amparo.report.words import scheme_name

if TYPE_CHECKING:
    from amparo.analysis.effects import Effect
    from amparo.analysis.grafted_population import GraftOnPopulation
    from amparo.analysis.grafts import Graft
    from amparo.report.datatables import Cell, Type
    from amparo.rules.evidence import Label

_ENDS: Final = ("new_low", "new_high", "gone_low", "gone_high", "difference_low", "difference_high", "standard_error")


def graft_tables(done: GraftOnPopulation, weight: float) -> Iterator[DataTable]:
    """All figures of a graft, none of what is words only; amounts in units of the currency, counts weighted."""
    found = done.grafts
    if done.effects:
        yield _net(done, weight)
    for one, effect in zip(found, done.effects, strict=False):
        suffix = "" if one.conversion == NO_MONEY else f"_{one.conversion.replace('-', '_')}"
        yield from effect_tables(effect, None, one.after, weight, suffix)
    if done.doubled:
        yield _twice(done, weight)
    if done.told:
        yield _told(done, weight)
    yield from law_tables(found)


def law_tables(found: Sequence[Graft]) -> Iterator[DataTable]:
    """How money was turned: factors with their reference amounts, and every amount."""
    if found[0].conversion != NO_MONEY:
        yield _factors(found)
    if any(one.converted for one in found):
        yield _amounts(found)


def _field(name: str, type: Type, unit: str = "", codes: dict[str, Label] | None = None) -> Field:
    title = said(f"field.{name}")
    return Field(name, type, title, title, unit, codes=codes or {})


def _rules(found: Sequence[Graft]) -> Field:
    codes = {one.conversion: in_each(lambda lang, c=one.conversion: conversion_name(c, lang)) for one in found}  # type: ignore[misc]
    return _field("equivalence", "string", codes=codes)


def _net(done: GraftOnPopulation, weight: float) -> DataTable:
    chosen = done.grafts[0].existing
    ways = [(chosen, done.effects)]
    if done.other_way:
        ways.append((KEEP if chosen == DISPLACE else DISPLACE, done.other_way))
    rows = [row for way, effects in ways for row in _net_rows(way, done.grafts, effects, weight)]
    codes = {way: said(f"graft.existing.{way}") for way, _ in ways}
    payers = {str(row[2]): in_each(lambda lang, role=str(row[2]): payer_name(role, lang)) for row in rows}  # type: ignore[misc]
    fields = (
        _field("existing", "string", codes=codes),
        _rules(done.grafts),
        _field("payer", "string", codes=payers),
        *(_field(name, "money", done.grafts[0].after.currency) for name in _ENDS),
    )
    return DataTable("net", said("graft.net"), said("reform.error_note"), fields, tuple(rows))


def _net_rows(way: str, found: Sequence[Graft], effects: Sequence[Effect], weight: float) -> Iterator[tuple[Cell, ...]]:
    for one, effect in zip(found, effects, strict=True):
        for line in net_cost(one, effect):
            if line.moves:
                ends = (*line.new, *line.gone, *line.difference)
                error = None if line.error != line.error else money(round(line.error * weight))
                yield (way, one.conversion, line.payer_role, *(money(round(end * weight)) for end in ends), error)


def _twice(done: GraftOnPopulation, weight: float) -> DataTable:
    branches = {line.branch: said(f"branch.{line.branch}") for line in done.doubled}
    schemes = {line.scheme: in_each(lambda lang, s=line.scheme: scheme_name(s, lang)) for line in done.doubled}  # type: ignore[misc]
    counted = ("covered", "also_covered", "undecided")
    fields = (
        _field("branch", "string", codes=branches),
        _field("scheme", "string", codes=schemes),
        *(_field(name, "integer", "worker-months") for name in counted),
    )
    rows = tuple(
        (line.branch, line.scheme, *(round(getattr(line, name) * weight) for name in counted)) for line in done.doubled
    )
    return DataTable("covered_twice", said("graft.twice"), said("graft.twice"), fields, rows)


def _told(done: GraftOnPopulation, weight: float) -> DataTable:
    nodes = {
        line.node: in_each(lambda lang, n=line.node: node_label(done.grafts[0], n, lang))  # type: ignore[misc]
        for line in done.told
    }
    levels = {line.level.name.lower(): said(f"level.{line.level.name.lower()}") for line in done.told}
    answers = ("yes", "no", "undecided")
    fields = (
        _field("provision", "string", codes=nodes),
        _field("level", "string", codes=levels),
        *(_field(name, "integer") for name in answers),
    )
    rows = tuple(
        (line.node, line.level.name.lower(), *(round(getattr(line, name) * weight) for name in answers))
        for line in done.told
    )
    return DataTable("told", said("graft.told"), said("graft.told"), fields, rows)


def _factors(found: Sequence[Graft]) -> DataTable:
    fields = (
        _rules(found),
        _field("factor", "number"),
        _field("exact_factor", "string"),
        _field("country", "string"),
        _field("reference_amount", "number"),
        _field("unit", "string"),
        _field("year", "integer"),
        _field("source", "string"),
        _field("evidence", "string"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        rule = equivalences()[one.conversion]
        factor = rule.factor(one.mechanism.origin, one.host)
        for side in (one.host, one.mechanism.origin):
            held = rule.values[side]
            told = (float(held.amount), held.unit.en, held.year, held.source, str(held.evidence.mark))
            rows.append((one.conversion, float(factor), str(factor), side, *told))
    return DataTable("factors", said("graft.factors"), said("graft.factors"), fields, tuple(rows))


def _amounts(found: Sequence[Graft]) -> DataTable:
    first = found[0]
    nodes = {
        line.parameter: in_each(lambda lang, n=line.parameter: node_label(first, n, lang))  # type: ignore[misc]
        for line in first.converted
    }
    fields = (
        _field("provision", "string", codes=nodes),
        _field("cell", "string"),
        _rules(found),
        _field("before", "money", first.mechanism.currency),
        _field("after", "money", first.after.currency),
        _field("exact", "number"),
    )
    rows = tuple(
        (
            line.parameter,
            line.cell or None,
            one.conversion,
            money(line.before),
            None if line.after is None else money(line.after),
            float(line.exact / 100),
        )
        for one in found
        for line in one.converted
    )
    return DataTable("amounts_turned", said("graft.amounts"), said("graft.rounding"), fields, rows)


__all__ = ["graft_tables", "law_tables"]
