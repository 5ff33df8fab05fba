"""A sweep in words: every variant with its cost and cover, the frontier, the cheapest that is enough, the tornado."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from amparo.analysis.chains import STEPS
from amparo.analysis.grids import SAMPLED
from amparo.analysis.sensitivity import Index, Swing, indices, tornado
from amparo.analysis.sweeping import STANDARD
from amparo.analysis.sweeps import ALL, Outcome, Point, Sweep, cheapest, frontier, points, values_of
from amparo.report.results import Section
from amparo.report.rounded import margin_text, rounded_money, rounded_span
from amparo.report.values import count_text, in_brackets, number_text, percent_text, span_text, standing_for
from amparo.report.words import has_word, word
from amparo.rules.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amparo.rules.book import LawBook

_MONEY: Final = KINDS["money"]
SHOWN: Final = 40


def sweep_head(found: Sweep, weight: float, lang: str) -> list[str]:
    """What was varied, on whom, and what is not in the figures."""
    why = found.grid.why.text(lang)
    return [
        found.grid.name.text(lang),
        *([why] if why else []),
        word("reform.source", lang, source=found.grid.source),
        word("run.class", lang, data=word(f"class.{found.class_}", lang)),
        standing_for(found.workers, weight, lang),
        word("reform.no_behaviour", lang),
        word("sweep.shared", lang, anew=found.recomputed, once=found.given),
        word("sweep.touched", lang, touched=count_text(found.touched, lang), all=count_text(found.workers, lang)),
    ]


def sweep_sections(
    found: Sweep,
    book: LawBook,
    weight: float,
    lang: str,
    *,
    payer: str = ALL,
    counted: str = "mandatory",
    wanted: Mapping[str, float] | None = None,
) -> list[Section]:
    """Variants; cover in effect; how sensitive the grid is; by branch the frontier, and the cheapest that is enough."""
    sections = [_variants(found, book, weight, counted, lang)]
    sections += [_steps(found, branch, lang) for branch in found.base.steps]
    if found.grid.how == SAMPLED:
        sections += _all_at_once(found, book, payer, counted, lang)
    if found.grid.how == "one-at-a-time":
        sections += _tornados(found, book, weight, payer, counted, lang)
    for branch in found.branches:
        every = points(found, branch, payer, counted)
        if len({point.share for point in every}) > 1:
            sections.append(_frontier(found, book, weight, every, branch, payer, counted, lang))
    for branch, share in (wanted or {}).items():
        sections.append(_cheapest(found, book, weight, branch, share, payer, counted, lang))
    return sections


def _role(role: str, lang: str) -> str:
    if role == ALL:
        return word("sweep.all_payers", lang)
    return word(f"payer.{role}", lang) if has_word(f"payer.{role}") else role


def _money(book: LawBook, low: float, high: float, weight: float, lang: str) -> str:
    return span_text(book, _MONEY, round(low * weight), round(high * weight), lang)


def _percent(low: float, high: float, lang: str) -> str:
    low_text, high_text = (number_text(f"{100 * share:.2f}", lang) for share in (low, high))
    return percent_text(low_text if low == high else f"{low_text} – {high_text}", lang)


def _name(found: Sweep, number: int, lang: str) -> str:
    """The values of a variant, or that it is the law as it stands."""
    if number == 0:
        return word("sweep.as_it_stands", lang)
    return "; ".join(value for value in values_of(found.grid, found.variants[number - 1]) if value)


def _variants(found: Sweep, book: LawBook, weight: float, counted: str, lang: str) -> Section:
    start = found.base.costs
    # where only one payer's amounts move, all payers together are that one
    roles = [role for role in found.payers if role != ALL or len(found.payers) != 2]
    rows = []
    for number, outcome in enumerate((found.base, *found.outcomes)):
        if number > SHOWN:
            break
        cells = [str(number), _name(found, number, lang)]
        for role in roles:
            change = outcome.costs[role][0] - start[role][0]
            spread = outcome.error[role] * weight
            shown = rounded_money(change * weight, spread, book.currency, lang)
            margin = f" {margin_text(spread, book.currency, lang)}" if spread > 0 else ""
            cells.append(_as_it_stands(found, role, book, weight, lang) if number == 0 else shown + margin)
        cells += [_percent(*outcome.share(branch, counted), lang) for branch in found.branches]
        cells += [count_text(outcome.people[side][0] * weight, lang) for side in ("gain", "loss")]
        rows.append(tuple(cells))
    heads = (
        "",
        word("sweep.variant", lang),
        *(word("sweep.cost_of", lang, payer=_role(role, lang)) for role in roles),
        *(word(f"branch.{branch}", lang) for branch in found.branches),
        word("reform.side.gain", lang),
        word("reform.side.loss", lang),
    )
    notes = [word("sweep.variants_note", lang), word(f"sweep.counted.{counted}", lang)]
    if len(found.outcomes) > SHOWN:
        notes.append(word("sweep.more", lang, shown=SHOWN, all=len(found.outcomes)))
    if all(_same(found.base, outcome) for outcome in found.outcomes):
        notes.append(word("sweep.no_difference", lang))
    return Section("variants", word("sweep.variants", lang), heads, tuple(rows), " ".join(notes))


def _as_it_stands(found: Sweep, role: str, book: LawBook, weight: float, lang: str) -> str:
    """What the law as it stands costs, rounded as the finest error of a variant's difference supports."""
    finest = min((outcome.error[role] for outcome in found.outcomes if outcome.error[role]), default=0.0) * weight
    low, high = (end * weight for end in found.base.costs[role])
    return rounded_span(low, high, finest, book.currency, lang)


def _same(one: Outcome, other: Outcome) -> bool:
    return one.costs == other.costs and all((one.cover[b] == other.cover[b]).all() for b in one.cover)


def _point(found: Sweep, book: LawBook, point: Point, weight: float, lang: str) -> tuple[str, ...]:
    cost = _money(book, point.cost, point.cost, weight, lang)
    return str(point.variant), _name(found, point.variant, lang), cost, _percent(point.share, point.share_high, lang)


def _frontier(
    found: Sweep,
    book: LawBook,
    weight: float,
    every: Sequence[Point],
    branch: str,
    payer: str,
    counted: str,
    lang: str,
) -> Section:
    title = word("sweep.frontier", lang, branch=word(f"branch.{branch}", lang), payer=_role(payer, lang))
    heads = tuple(word("sweep.heads.point", lang).split("|"))
    rows = tuple(_point(found, book, point, weight, lang) for point in frontier(every))
    note = f"{word('sweep.frontier_note', lang)} {word(f'sweep.counted.{counted}', lang)}"
    return Section(f"frontier.{branch}", title, heads, rows, note)


def _cheapest(
    found: Sweep, book: LawBook, weight: float, branch: str, share: float, payer: str, counted: str, lang: str
) -> Section:
    title = word(
        "sweep.cheapest",
        lang,
        branch=word(f"branch.{branch}", lang),
        share=percent_text(f"{100 * share:g}", lang),
        payer=_role(payer, lang),
    )
    heads = tuple(word("sweep.heads.point", lang).split("|"))
    best = cheapest(points(found, branch, payer, counted), share)
    rows = () if best is None else (_point(found, book, best, weight, lang),)
    note = word("sweep.none_reaches", lang) if best is None else word(f"sweep.counted.{counted}", lang)
    return Section(f"cheapest.{branch}", title, heads, rows, note)


def _steps(found: Sweep, branch: str, lang: str) -> Section:
    """The cascade of a branch under each variant."""
    rows = [
        (str(number), _name(found, number, lang), *(_percent(*outcome.stood(branch, step), lang) for step in STEPS))
        for number, outcome in enumerate((found.base, *found.outcomes[:SHOWN]))
    ]
    heads = ("", word("sweep.variant", lang), *(word(f"cascade.{step}", lang) for step in STEPS))
    title = word("sweep.steps", lang, branch=word(f"branch.{branch}", lang))
    return Section(f"steps.{branch}", title, heads, tuple(rows), word("sweep.steps_note", lang, standard=STANDARD))


def _all_at_once(found: Sweep, book: LawBook, payer: str, counted: str, lang: str) -> list[Section]:
    """Sobol indices of the cost and of each branch's cover that moves."""
    cost = word("sweep.indices", lang, of=word("sweep.cost_of", lang, payer=_role(payer, lang)))
    sections = [_indices(found, book, cost, indices(found, lambda outcome: outcome.costs[payer][0]), "cost", lang)]
    for branch in found.branches:
        title = word("sweep.indices", lang, of=word(f"branch.{branch}", lang))
        held = indices(found, lambda outcome, b=branch: outcome.share(b, counted)[0])  # type: ignore[misc]
        sections.append(_indices(found, book, title, held, branch, lang))
    return [section for section in sections if section.rows]


def _indices(found: Sweep, book: LawBook, title: str, held: Sequence[Index], name: str, lang: str) -> Section:
    rows = tuple(
        (
            book.nodes[found.grid.axes[index.axis].target].label.text(lang),  # type: ignore[union-attr]
            percent_text(f"{100 * index.first:.1f}", lang) + f" ± {100 * index.first_error:.1f}",
            percent_text(f"{100 * index.total:.1f}", lang) + f" ± {100 * index.total_error:.1f}",
            "█" * round(20 * min(max(index.total, 0), 1)),
        )
        for index in held
    )
    sample = found.grid.sample
    assert sample is not None
    said = {"size": sample.size, "seed": sample.seed, "lines": count_text(len(sample.lines), lang)}
    heads = tuple(word("sweep.heads.indices", lang).split("|"))
    return Section(f"indices.{name}", title, heads, rows, word("sweep.indices_note", lang, **said))


def _tornados(found: Sweep, book: LawBook, weight: float, payer: str, counted: str, lang: str) -> list[Section]:
    start = found.base.costs[payer][0]
    title = word("sweep.tornado", lang, of=word("sweep.cost_of", lang, payer=_role(payer, lang)))
    swings = tornado(found, lambda outcome: outcome.costs[payer][0] - start)
    sections = [_tornado(found, book, title, swings, lambda x: _money(book, x, x, weight, lang), "cost", lang)]
    for branch in found.branches:
        title = word("sweep.tornado", lang, of=word(f"branch.{branch}", lang))
        swings = tornado(found, lambda outcome, b=branch: outcome.share(b, counted)[0])  # type: ignore[misc]
        if any(swing.width for swing in swings):
            sections.append(_tornado(found, book, title, swings, lambda x: _percent(x, x, lang), branch, lang))
    return sections


def _tornado(
    found: Sweep, book: LawBook, title: str, swings: Sequence[Swing], shown: object, name: str, lang: str
) -> Section:
    assert callable(shown)
    widest = max((swing.width for swing in swings), default=0)
    rows = tuple(
        (
            book.nodes[found.grid.axes[swing.axis].target].label.text(lang),  # type: ignore[union-attr]
            shown(swing.low) + in_brackets(str(swing.at_low), lang),
            shown(swing.high) + in_brackets(str(swing.at_high), lang),
            "█" * round(20 * swing.width / widest) if widest else "",
        )
        for swing in swings
    )
    heads = tuple(word("sweep.heads.tornado", lang).split("|"))
    return Section(f"tornado.{name}", title, heads, rows, word("sweep.tornado_note", lang))


def without_bars(section: Section) -> Section:
    """A table without the bars that a terminal draws, for where the chart stands beside it."""
    return replace(section, heads=section.heads[:-1], rows=tuple(row[:-1] for row in section.rows))


__all__ = ["sweep_head", "sweep_sections", "without_bars"]
