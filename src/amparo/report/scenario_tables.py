"""What scenarios come to as tables of values: shares of cover, indicators, amounts by payer, persons, variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.chains import STEPS
from amparo.analysis.indicators import supported
from amparo.analysis.sensitivity import indices
from amparo.analysis.shares import shares
from amparo.analysis.sweeps import values_of
from amparo.report.datatables import DataTable, Field, column, in_each, money, said
from amparo.report.groups import group_name
from amparo.report.payers import payer_name
from amparo.report.words import scheme_name, word
from amparo.rules.declarations import Branch
from amparo.rules.kinds import date_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from amparo.analysis.cascade import Cascade
    from amparo.analysis.effects import Effect
    from amparo.analysis.indicators import Indicators
    from amparo.analysis.sweeps import Sweep
    from amparo.report.datatables import Cell, Type
    from amparo.rules.book import LawBook
    from amparo.rules.evidence import Label

SHARE: Final = "share"


def _field(name: str, type: Type, unit: str = "", codes: Mapping[str, Label] | None = None) -> Field:
    title = said(f"field.{name}")
    return Field(name, type, title, title, unit, codes=codes or {})


def _branches() -> dict[str, Label]:
    return {branch.name.lower(): said(f"branch.{branch.name.lower()}") for branch in Branch}


def _steps() -> dict[str, Label]:
    return {step: said(f"cascade.{step}") for step in STEPS}


def _groups(found: Cascade, book: LawBook) -> dict[str, Label]:
    named = {(step.by, step.group) for step in found.steps}
    return {
        group: said("indicators.group.all")
        if group == "all"
        else in_each(lambda lang, by=by, group=group: group_name(book, by, group, lang))  # type: ignore[misc]
        for by, group in sorted(named)
    }


def cover_table(found: Cascade, book: LawBook) -> DataTable:
    """Every step of every branch in every group, as shares."""
    fields = (
        _field("branch", "string", codes=_branches()),
        _field("by", "string"),
        _field("group", "string", codes=_groups(found, book)),
        _field("step", "string", codes=_steps()),
        _field("worker_months", "integer", "worker-months"),
        *(_field(name, "number", SHARE) for name in ("certain", "low", "high", "possible", "mandatory")),
    )
    rows = tuple(
        (
            one.branch.name.lower(),
            one.by,
            one.group,
            one.step,
            one.months,
            *tuple(
                round(value, 6) if one.measured else None
                for value in (one.certain, one.low, one.high, one.possible, one.mandatory)
            ),
        )
        for one in shares(found).values()
    )
    return DataTable("cover", said("cover.cascade"), said("cover.cascade.note"), fields, rows)


def losses_table(found: Cascade, book: LawBook) -> DataTable:
    """Where worker-months are lost."""
    schemes = {loss.scheme: in_each(lambda lang, s=loss.scheme: scheme_name(s, lang)) for loss in found.losses}  # type: ignore[misc]
    fields = (
        _field("branch", "string", codes=_branches()),
        _field("step", "string", codes=_steps()),
        _field("scheme", "string", codes={scheme: label for scheme, label in schemes.items() if scheme}),
        _field("provision", "string"),
        _field("worker_months", "integer", "worker-months"),
    )
    rows = tuple(
        (loss.branch.name.lower(), loss.step, loss.scheme or None, loss.node or None, loss.count)
        for loss in found.losses
    )
    return DataTable("losses", said("cascade.losses"), said("cascade.losses"), fields, rows)


def indicators_table(found: Indicators) -> DataTable:
    """Every indicator of every group; amounts in units of the currency."""
    ids = {line.id: said(f"indicator.{line.id}") for line in found.lines}
    fields = (
        _field("indicator", "string", codes=ids),
        _field("by", "string"),
        _field("group", "string"),
        _field("value", "number"),
        _field("standard_error", "number"),
        _field("unit", "string"),
        _field("workers", "integer", "workers"),
    )

    def units(value: float, unit: str) -> float | None:
        return None if value != value else round(value / 100, 4) if unit == "money" else round(value, 6)

    rows = tuple(
        (
            line.id,
            line.by,
            line.group,
            units(supported(line.value, line.error), line.unit),
            units(line.error, line.unit),
            line.unit,
            line.workers,
        )
        for line in found.lines
    )
    title = said("field.indicators")
    return DataTable("indicators", title, title, fields, rows)


def fit_table(document: Mapping[str, Any]) -> DataTable:
    """How a population meets every margin."""
    names = ("margin", "cell", "role", "evidence")
    fields = (*(_field(name, "string") for name in names), *(_field(n, "number", SHARE) for n in ("target", "reached")))
    rows = tuple(tuple(line[name] for name in (*names, "target", "reached")) for line in document["fit"])
    return DataTable("fit", said("population.fit"), said("population.fit_note"), fields, rows)


# --- a reform ---------------------------------------------------------------------------------------------------------


def effect_tables(
    found: Effect, cascades: tuple[Cascade, Cascade] | None, book: LawBook, weight: float, suffix: str = ""
) -> tuple[DataTable, ...]:
    """Payers, amounts, persons, cover before and after, provisions. suffix: tells several laws of one result apart.

    cascades: of both laws, where they were worked out; otherwise cover is told by worker-months.
    """
    return (
        _payers(found, book, weight, suffix),
        _amounts(found, book, weight, suffix),
        _people(found, weight, suffix),
        _cover_months(found, suffix) if cascades is None else _cover_change(cascades, suffix),
        *([_provisions(found, suffix)] if found.provisions else []),
    )


def _ends(book: LawBook) -> tuple[Field, ...]:
    names = ("before_low", "before_high", "after_low", "after_high", "change_low", "change_high", "standard_error")
    return tuple(_field(name, "money", book.currency) for name in names)


def _sums(line: Any, weight: float) -> tuple[Cell, ...]:
    ends = (line.before_low, line.before_high, line.after_low, line.after_high, line.change_low, line.change_high)
    error = None if line.error != line.error else money(round(line.error * weight))
    return (*(money(round(end * weight)) for end in ends), error)


def _roles(roles: Iterable[str]) -> dict[str, Label]:
    return {role: in_each(lambda lang, role=role: payer_name(role, lang)) for role in roles}  # type: ignore[misc]


def _payers(found: Effect, book: LawBook, weight: float, suffix: str) -> DataTable:
    fields = (_field("payer", "string", codes=_roles(line.payer_role for line in found.payers)), *_ends(book))
    rows = tuple((line.payer_role, *_sums(line, weight)) for line in found.payers)
    return DataTable(f"payers{suffix}", said("payers.title"), said("payers.note"), fields, rows)


def _amounts(found: Effect, book: LawBook, weight: float, suffix: str) -> DataTable:
    labels = {line.node: book.nodes[line.node].label for line in found.amounts}  # type: ignore[union-attr]
    fields = (
        _field("year", "integer"),
        _field("payer", "string", codes=_roles(line.payer_role for line in found.amounts)),
        _field("branch", "string", codes={**_branches(), "all": said("branch.all")}),
        _field("scheme", "string"),
        _field("provision", "string", codes=labels),
        *_ends(book),
    )
    rows = tuple(
        (line.year, line.payer_role, line.branch, line.scheme, line.node, *_sums(line, weight))
        for line in found.amounts
    )
    return DataTable(f"amounts{suffix}", said("reform.difference"), said("reform.error_note"), fields, rows)


def _people(found: Effect, weight: float, suffix: str) -> DataTable:
    sides = {line.side: said(f"reform.side.{line.side}") for line in found.people}
    fields = (
        Field("side", "string", said("reform.people"), said("reform.people"), codes=sides),
        _field("workers", "integer", "workers"),
        _field("persons", "integer"),
    )
    rows = tuple((line.side, line.workers, round(line.workers * weight)) for line in found.people)
    return DataTable(f"people{suffix}", said("reform.people"), said("reform.people"), fields, rows)


def _cover_change(cascades: tuple[Cascade, Cascade], suffix: str) -> DataTable:
    before, after = (shares(one) for one in cascades)
    names = ("certain_before", "certain_after", "possible_before", "possible_after")
    fields = (
        _field("branch", "string", codes=_branches()),
        _field("step", "string", codes=_steps()),
        *(_field(name, "number", SHARE) for name in names),
    )
    rows = tuple(
        (
            key[0].name.lower(),
            key[1],
            *_rounded(old.certain, after[key].certain, old.possible, after[key].possible),
        )
        for key, old in before.items()
        if key in after and key[2] == "all" and old.measured
    )
    return DataTable(f"cover_change{suffix}", said("cover.change"), said("cover.change.note"), fields, rows)


def _cover_months(found: Effect, suffix: str) -> DataTable:
    states = {line.state: said(f"coverage.{line.state}") for line in found.cover}
    fields = (
        _field("branch", "string", codes=_branches()),
        column("state", "string", codes=states),
        column("before", "integer", "worker-months"),
        column("after", "integer", "worker-months"),
    )
    rows = tuple((line.branch, line.state, line.before, line.after) for line in found.cover)
    return DataTable(f"cover_months{suffix}", said("reform.cover"), said("reform.cover"), fields, rows)


def _rounded(*values: float) -> tuple[Cell, ...]:
    return tuple(round(value, 6) for value in values)


def _provisions(found: Effect, suffix: str) -> DataTable:
    fields = (
        *(_field(name, "string") for name in ("provision", "place")),
        *(_field(name, "date") for name in ("from", "to")),
        *(_field(name, "string") for name in ("old", "new", "articles")),
    )
    rows = tuple(
        (
            one.node,
            one.place or None,
            date_of(one.first).isoformat(),
            None if one.last is None else date_of(one.last).isoformat(),
            one.old or None,
            one.new or None,
            "; ".join(one.citations) or None,
        )
        for one in found.provisions
    )
    return DataTable(f"provisions{suffix}", said("reform.provisions"), said("reform.provisions"), fields, rows)


# --- a sweep ----------------------------------------------------------------------------------------------------------


def variants_table(found: Sweep, book: LawBook, weight: float, counted: str) -> DataTable:
    """Every variant: its values, cost by payer, cover by branch, who gains and who loses."""
    grid = found.grid
    targets = [axis.target for axis in grid.axes]
    values = tuple(
        Field(f"value_{n}", "string", book.nodes[target].label, book.nodes[target].label)  # type: ignore[union-attr]
        for n, target in enumerate(targets, 1)
    )
    costs = [(role, end) for role in found.payers for end in ("low", "high")]
    covers = [(branch, end) for branch in found.branches for end in ("certain", "possible")]
    fields = (
        _field("variant", "integer"),
        *values,
        *(
            _named(f"cost_{role}_{end}", "money", book.currency, "field.cost", payer=role, end=end)
            for role, end in costs
        ),
        *(
            _named(f"cover_{branch}_{end}", "number", SHARE, "field.cover", branch=branch, end=end)
            for branch, end in covers
        ),
        *(_named(f"workers_{side}", "integer", "workers", "field.side", side=side) for side in found.base.people),
    )
    return DataTable(
        "variants",
        said("sweep.variants"),
        said("sweep.variants_note"),
        fields,
        tuple(_variants(found, weight, counted)),
    )


def indices_table(found: Sweep, book: LawBook, counted: str) -> DataTable:
    """Sobol indices of costs and cover over a drawn grid; an interval is empty where the draw gives none."""
    targets = {axis.target: book.nodes[axis.target].label for axis in found.grid.axes}  # type: ignore[union-attr]
    fields = (
        _field("outcome", "string", codes=_outcomes(found)),
        _field("parameter", "string", codes=targets),
        *(_field(name, "number", SHARE) for name in ("first_order", "first_order_error")),
        *(_field(name, "number", SHARE) for name in ("total_order", "total_order_error")),
    )
    measures = {f"cost_{role}": lambda outcome, role=role: outcome.costs[role][0] for role in found.payers}
    measures |= {
        f"cover_{branch}": lambda outcome, branch=branch: outcome.share(branch, counted)[0] for branch in found.branches
    }
    rows = tuple(
        (
            name,
            found.grid.axes[one.axis].target,
            *(
                None if value != value else round(value, 6)
                for value in (one.first, one.first_error, one.total, one.total_error)
            ),
        )
        for name, measure in measures.items()
        for one in indices(found, measure)
    )
    return DataTable("indices", said("scenario.chapter.indices"), said("chart.indices.note"), fields, rows)


def _outcomes(found: Sweep) -> dict[str, Label]:
    costs = {
        f"cost_{role}": in_each(lambda lang, role=role: word("sweep.cost_of", lang, payer=_payer(role, lang)))  # type: ignore[misc]
        for role in found.payers
    }
    return {**costs, **{f"cover_{branch}": said(f"branch.{branch}") for branch in found.branches}}


def _payer(role: str, lang: str) -> str:
    return word("sweep.all_payers", lang) if role == "all" else payer_name(role, lang)


def _variants(found: Sweep, weight: float, counted: str) -> Iterable[tuple[Cell, ...]]:
    for number, outcome in enumerate((found.base, *found.outcomes)):
        values: Sequence[str] = (
            values_of(found.grid, found.variants[number - 1]) if number else [""] * len(found.grid.axes)
        )
        costs = [money(round(end * weight)) for role in found.payers for end in outcome.costs[role]]
        covers = [round(end, 6) for branch in found.branches for end in outcome.share(branch, counted)]
        people = [count for count, _ in outcome.people.values()]
        yield (number, *(value or None for value in values), *costs, *covers, *people)


def _named(name: str, type: Type, unit: str, key: str, **ids: str) -> Field:
    def text(lang: str) -> str:
        shown = {
            "payer": lambda one: _payer(one, lang),
            "branch": lambda one: word(f"branch.{one}", lang),
            "side": lambda one: word(f"reform.side.{one}", lang),
            "end": lambda one: word(f"field.end.{one}", lang),
        }
        return word(key, lang, **{part: shown[part](one) for part, one in ids.items()})

    title = in_each(text)
    return Field(name, type, title, title, unit)


__all__ = [
    "cover_table",
    "effect_tables",
    "fit_table",
    "indicators_table",
    "indices_table",
    "losses_table",
    "variants_table",
]
