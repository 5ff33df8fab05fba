"""The coverage cascade as tables for people, as plain data, and as columns for Parquet and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from amparo.analysis.cascade import ALL, WINDOW, Cascade, Loss, Step
from amparo.analysis.chains import STEPS
from amparo.analysis.shares import Share, shares
from amparo.engine.explain import label_of
from amparo.report.groups import group_name
from amparo.report.results import Section, country_name
from amparo.report.values import cites_text, count_text, provision_json, value_text
from amparo.report.words import scheme_name, word
from amparo.rules.declarations import Branch
from amparo.rules.kinds import KINDS, month_text
from amparo.rules.nodes import Rule

if TYPE_CHECKING:
    from amparo.engine.explain import Provision
    from amparo.rules.book import LawBook

FORMAT: Final = "amparo-cascade/1"
MOST_LOSSES: Final = 25


# --- for people ------------------------------------------------------------------------------------------------------


def cascade_head(found: Cascade, lang: str) -> list[str]:
    """Whose cascade, the class of the data, the law, the standard."""
    cite = "" if found.standard.cite is None else cites_text((found.standard.cite,), lang)
    return [
        word(
            "cascade.title",
            lang,
            country=country_name(found.country, lang),
            workers=found.workers,
            months=found.worker_months,
        ),
        word("run.class", lang, data=word(f"class.{found.class_}", lang)),
        word("worker.law_of", lang, country=country_name(found.country, lang), hash=found.law[:12]),
        word("cascade.standard", lang, name=found.standard.name, cite=cite),
    ]


def cascade_sections(found: Cascade, book: LawBook, lang: str) -> list[Section]:
    """The cascade over all months, by group where asked, the losses, and months uncovered."""
    groups = [_groups(found, book, by, lang) for by in found.by]
    return [
        _steps(found, lang),
        *groups,
        _losses(found, book, lang),
        _uncovered(found, lang),
        *([_not_stated(found, lang)] if found.not_stated else []),
    ]


def _heads(lang: str, *names: str) -> tuple[str, ...]:
    return tuple(word(f"head.{name}", lang) for name in names)


def _percent(part: int, whole: int, lang: str) -> str:
    if not whole:
        return ""
    return value_text_of_rate((2000 * part // whole + 1) // 2 * 1000, lang)


def value_text_of_rate(rate: int, lang: str) -> str:
    """A share in millionths as a percentage."""
    from amparo.report.values import number_text

    text = number_text(f"{rate // 10_000}.{rate // 1000 % 10}", lang)
    return f"{text}\u00a0%" if lang == "pt" else f"{text}%"


def _steps(found: Cascade, lang: str) -> Section:
    rows, held = [], shares(found)
    for branch in _branches(found):
        name = word(f"branch.{branch.name.lower()}", lang)
        covered = found.total(branch, STEPS[0])
        for step in STEPS if covered.law_not_known < covered.rows else STEPS[:1]:
            total = found.total(branch, step)
            mandatory = (
                (count_text(total.mandatory, lang), count_text(total.voluntary, lang))
                if step == "covered"
                else ("", "")
            )
            rate = found.standard.rates.get(branch)
            label = word(f"cascade.{step}", lang)
            if step == "adequate" and rate is not None:
                label += f" ≥ {value_text_of_rate(rate, lang)}"
            rows.append(
                (
                    name,
                    label,
                    count_text(total.yes, lang),
                    _percent(total.yes, total.rows, lang),
                    _interval(held[branch, step, ALL, ALL], lang),
                    *mandatory,
                    count_text(total.no, lang),
                    count_text(total.undecided, lang),
                    count_text(total.law_not_known, lang),
                    count_text(total.no_measure, lang),
                )
            )
            name = ""
    heads = _heads(lang, "branch", "step", "stands", "share", "interval", "of_mandatory", "of_voluntary", "stands_not")
    states = tuple(word(f"cascade.{state}", lang) for state in ("undecided", "law_not_known", "no_measure"))
    return Section("cascade", word("cascade.steps", lang), (*heads, *states), tuple(rows), _sampled(found, lang))


def _interval(share: Share, lang: str) -> str:
    """Both ends of the 95 % interval; nothing where nobody could stand there."""
    if not share.measured:
        return ""
    low, high = (value_text_of_rate(round(1000 * end) * 1000, lang) for end in (share.low, share.high))
    return f"{low} – {high}"


def _sampled(found: Cascade, lang: str) -> str:
    """What counts are counts of, and what the intervals cover."""
    if found.weighted:
        return word("cascade.weighted", lang, workers=found.workers)
    return word("cascade.interval_note", lang)


def _branches(found: Cascade) -> list[Branch]:
    return sorted({step.branch for step in found.steps}, key=int)


def _groups(found: Cascade, book: LawBook, by: str, lang: str) -> Section:
    """The shares of each step, group by group; branches of which nothing is held are left out."""
    names = dict.fromkeys(step.group for step in found.steps if step.by == by)
    rows, held = [], shares(found)
    for branch in _branches(found):
        covered = found.total(branch, STEPS[0])
        if covered.law_not_known == covered.rows:
            continue
        label = word(f"branch.{branch.name.lower()}", lang)
        for group in names:
            totals = [found.total(branch, step, by, group) for step in STEPS]
            ones = [held[branch, step, by, group] for step in STEPS]
            cells = [_with_interval(total, one, lang) for total, one in zip(totals, ones, strict=True)]
            counts = count_text(ones[0].persons, lang), count_text(totals[0].rows, lang)
            rows.append((label, group_name(book, by, group, lang), *counts, *cells))
            label = ""
    heads = (*_heads(lang, "branch"), word(f"group.{by}", lang), *_heads(lang, "persons_told", "worker_months"))
    steps = tuple(word(f"cascade.{step}", lang) for step in STEPS)
    return Section(f"by_{by}", word("cascade.by", lang, by=word(f"group.{by}", lang)), (*heads, *steps), tuple(rows))


def _with_interval(total: Step, one: Share, lang: str) -> str:
    share, interval = _percent(total.yes, total.rows, lang), _interval(one, lang)
    return word("cascade.with_interval", lang, share=share, interval=interval) if interval else share


def _losses(found: Cascade, book: LawBook, lang: str) -> Section:
    ordered = sorted(found.losses, key=lambda loss: -loss.count)
    rows = tuple(
        (
            word(f"branch.{loss.branch.name.lower()}", lang),
            word(f"cascade.{loss.step}", lang),
            scheme_name(loss.scheme, lang) if loss.scheme else "",
            _where(loss, book, lang),
            _articles(loss, found, book, lang),
            count_text(loss.count, lang),
        )
        for loss in ordered[:MOST_LOSSES]
    )
    more = len(ordered) - len(rows)
    note = word("worker.more", lang, count=more) if more > 0 else "" if rows else word("cascade.no_losses", lang)
    heads = _heads(lang, "branch", "lost_at", "scheme", "lost_by", "provision", "worker_months")
    return Section("losses", word("cascade.losses", lang), heads, rows, note)


def _where(loss: Loss, book: LawBook, lang: str) -> str:
    if loss.node:
        return label_of(book.nodes[loss.node]).text(lang)
    return word({"covered": "cascade.no_scheme", "adequate": "cascade.below"}.get(loss.step, "cascade.unnamed"), lang)


def _articles(loss: Loss, found: Cascade, book: LawBook, lang: str) -> str:
    if loss.step == "adequate" and found.standard.cite is not None:
        return cites_text((found.standard.cite,), lang)
    cites = [cite for provision in provisions_at(loss, found, book) for cite in provision.cites]
    return cites_text(dict.fromkeys(cites), lang)


def provisions_at(loss: Loss, found: Cascade, book: LawBook) -> list[Provision]:
    """The versions of the rule at which rows are lost that were in force in the months shown.

    Where no scheme covers at all, those of all coverage rules of the branch.
    """
    from amparo.analysis.terms import coverages_of

    keys = [loss.node] if loss.node else []
    if not keys and loss.step == "covered":
        keys = [said.node for said in coverages_of(book) if said.branch == loss.branch]
    months = [step.month for step in found.steps if step.branch == loss.branch]
    return [provision for key in keys for provision in _versions(book, key, min(months), max(months))]


def _versions(book: LawBook, key: str, first: int, last: int) -> list[Provision]:
    from amparo.engine.explain import version_provision
    from amparo.rules.helpers import first_day, last_day
    from amparo.rules.kinds import Month

    node = book.nodes[key]
    if not isinstance(node, Rule):
        return []
    begin, end = int(first_day(Month(first))), int(last_day(Month(last)))
    return [
        version_provision(node, number) for number, v in enumerate(node.versions) if v.since <= end and v.until > begin
    ]


def _uncovered(found: Cascade, lang: str) -> Section:
    bands = ((0, 0), (1, 6), (7, 12), (13, 23), (24, 24))
    rows = []
    for branch in dict.fromkeys(item.branch for item in found.uncovered):
        own = [item for item in found.uncovered if item.branch == branch]
        counts = [sum(i.workers - i.open for i in own if low <= i.months <= high) for low, high in bands]
        open_ = sum(item.open for item in own)
        told = (count_text(count, lang) for count in (*counts, open_))
        rows.append((word(f"branch.{branch.name.lower()}", lang), *told))
    heads = (*_heads(lang, "branch"), *(f"{a}" if a == b else f"{a}–{b}" for a, b in bands))
    title = word("cascade.uncovered", lang, months=WINDOW)
    return Section("uncovered", title, (*heads, word("cascade.open_months", lang)), tuple(rows))


def _not_stated(found: Cascade, lang: str) -> Section:
    comma = word("mark.comma", lang)
    rows = tuple(
        (
            word(f"branch.{branch.name.lower()}", lang),
            scheme_name(scheme, lang),
            comma.join(word(f"cascade.{step}", lang) for step in steps),
        )
        for branch, scheme, steps in found.not_stated
    )
    heads = _heads(lang, "branch", "scheme", "step")
    return Section("not_stated", word("cascade.not_stated", lang), heads, rows, word("cascade.not_stated_note", lang))


# --- plain data ------------------------------------------------------------------------------------------------------


def cascade_json(found: Cascade, book: LawBook, lang: str) -> dict[str, Any]:
    """The cascade as plain data: every month and group, losses with their provisions, months uncovered."""
    from amparo import __version__

    standard = found.standard
    return {
        "format": FORMAT,
        "amparo": __version__,
        "language": lang,
        "law": {"country": found.country, "hash": found.law, "known_on": None},
        "class": found.class_,
        "standard": {
            "name": standard.name,
            "cite": None if standard.cite is None else cites_text((standard.cite,), lang),
            "evidence": standard.evidence,
            "rates": {
                branch.name.lower(): value_text(book, KINDS["rate"], rate, "en")
                for branch, rate in standard.rates.items()
            },
        },
        "workers": found.workers,
        "worker_months": found.worker_months,
        "weighted": found.weighted,
        "by": list(found.by),
        "steps": [_step_row(step) for step in found.steps],
        "shares": [_share_row(share) for share in shares(found).values()],
        "losses": [
            {**_loss_row(loss), "provisions": [provision_json(p, lang) for p in provisions_at(loss, found, book)]}
            for loss in found.losses
        ],
        "not_stated": [
            {"branch": branch.name.lower(), "scheme": scheme, "steps": list(steps)}
            for branch, scheme, steps in found.not_stated
        ],
        "uncovered": [_uncovered_row(item) for item in found.uncovered],
    }


def _step_row(step: Any) -> dict[str, Any]:
    head = {"branch": step.branch.name.lower(), "month": month_text(step.month)}
    return {**head, **{name: getattr(step, name) for name in ("by", "group", "step", *_COUNTS)}}


def _share_row(share: Share) -> dict[str, Any]:
    """A step over all months as shares; null where nobody could stand there."""
    head = {"branch": share.branch.name.lower(), "by": share.by, "group": share.group, "step": share.step}
    shown = {name: round(getattr(share, name), 6) if share.measured else None for name in _SHARES}
    return {**head, "persons": share.persons, "worker_months": share.months, **shown}


def _loss_row(loss: Loss) -> dict[str, Any]:
    names = ("step", "scheme", "node", "count")
    return {"branch": loss.branch.name.lower(), **{name: getattr(loss, name) for name in names}}


def _uncovered_row(item: Any) -> dict[str, Any]:
    names = ("months", "workers", "open")
    return {"branch": item.branch.name.lower(), **{name: getattr(item, name) for name in names}}


def cascade_tables(found: Cascade, book: LawBook) -> dict[str, pa.Table]:
    """Four tables: steps, shares with their intervals, losses (with the articles), months uncovered."""
    losses = [{**_loss_row(loss), "articles": _articles(loss, found, book, "en")} for loss in found.losses]
    return {
        "cascade": _table([_step_row(step) for step in found.steps], _STEP_TYPES),
        "shares": _table([_share_row(share) for share in shares(found).values()], _SHARE_TYPES),
        "losses": _table(losses, _LOSS_TYPES),
        "uncovered": _table([_uncovered_row(item) for item in found.uncovered], _UNCOVERED_TYPES),
    }


def _schema(texts: tuple[str, ...], numbers: tuple[str, ...]) -> pa.Schema:
    return pa.schema([*((name, pa.string()) for name in texts), *((name, pa.int64()) for name in numbers)])


_COUNTS: Final = ("yes", "mandatory", "voluntary", "no", "undecided", "law_not_known", "no_measure")
_STEP_TYPES: Final = _schema(("branch", "month", "by", "group", "step"), _COUNTS)
_SHARES: Final = ("certain", "low", "high", "error", "possible", "mandatory")
_SHARE_TYPES: Final = pa.schema(
    [
        *_schema(("branch", "by", "group", "step"), ("persons", "worker_months")),
        *((name, pa.float64()) for name in _SHARES),
    ]
)
_LOSS_TYPES: Final = _schema(("branch", "step", "scheme", "node", "articles"), ("count",))
_UNCOVERED_TYPES: Final = _schema(("branch",), ("months", "workers", "open"))


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema)


__all__ = ["ALL", "FORMAT", "cascade_head", "cascade_json", "cascade_sections", "cascade_tables", "provisions_at"]
