"""What the law says of one worker: as plain data, as text and as a page fragment."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from amparo.engine.explain import reason_ids
from amparo.law import COUNTRIES
from amparo.report.values import (
    cites_text,
    day_text,
    evidence_text,
    in_brackets,
    months_text,
    period_text,
    provision_json,
    provision_text,
    reasons_text,
    row_json,
    row_text,
    span_text,
    value_json,
    value_text,
)
from amparo.report.words import scheme_name, word
from amparo.rules.bounds import high, low, why
from amparo.rules.kinds import KINDS, month_text, show_value
from amparo.rules.levels import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from amparo.api import BranchFound, CoverageFound, Effect, Found, Open, PostingFound, RuleResult, WorkerResult
    from amparo.engine.explain import Row

FORMAT: Final = "amparo-result/1"
COVER_ORDER: Final = ("mandatory", "undecided", "law_not_known", "voluntary", "none")


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table; note stands below it, or instead of it where there are no rows."""

    id: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def without_empty_columns(section: Section) -> Section:
    """The table without the columns, after its first, in which no row says anything."""
    if not section.rows:
        return section
    kept = [at for at in range(len(section.heads)) if at == 0 or any(row[at] for row in section.rows)]
    return replace(
        section,
        heads=tuple(section.heads[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in section.rows),
    )


# --- sections ------------------------------------------------------------------------------------------------------


def worker_title(result: WorkerResult) -> str:
    """Who, where and when."""
    return word(
        "worker.title",
        result.lang,
        name=result.name,
        country=country_name(result.country, result.lang),
        first=month_text(result.first),
        last=month_text(result.last),
    )


def country_name(code: str, lang: str) -> str:
    """A country's name, as its package says it; the code of one that is not held."""
    return COUNTRIES[code].name[lang] if code in COUNTRIES else code


def country_names(codes: Iterable[str], lang: str) -> str:
    """The names of countries, one after another."""
    return word("mark.comma", lang).join(country_name(code, lang) for code in codes)


def worker_facts(result: WorkerResult) -> list[str]:
    """The lines under the title: class of the data, law and day."""
    lang = result.lang
    lines = [
        word("worker.class", lang, class_=word(f"class.{result.class_}", lang)),
        word("worker.law_of", lang, country=country_name(result.country, lang), hash=result.book.hash[:12]),
    ]
    if result.known_on is not None:
        lines.append(word("worker.known_on", lang, day=day_text(result.known_on)))
    if result.on is not None:
        lines.append(word("worker.on", lang, month=month_text(result.months[0])))
    return lines


def sections(result: WorkerResult) -> list[Section]:
    """All that a worker's answer shows, in order."""
    from amparo.report.claims import benefits_section

    return [
        _statuses(result),
        _coverage(result),
        _postings(result),
        _totals(result),
        _identities(result),
        benefits_section(result.book, result.benefits, result.lang),
        _unknowns(result),
        _doubts(result),
    ]


def _heads(lang: str, *keys: str) -> tuple[str, ...]:
    return tuple(word(f"head.{key}", lang) for key in keys)


def _statuses(result: WorkerResult) -> Section:
    lang = result.lang
    rows = []
    for stretch in _stretches(result.statuses, lambda s: (s.id, s.row.payer, s.row.group, *_said(s))):
        first = stretch[0]
        who = first.row.payer or first.row.group
        rows.append(
            (
                first.label.text(lang),
                who,
                _period(stretch, lang),
                _value(result, first),
                provision_text(first.provision, lang),
            )
        )
    heads = _heads(lang, "name", "row", "period", "value", "provision")
    return Section("statuses", word("worker.status", lang), heads, tuple(rows))


def _said(found: Found) -> tuple[Any, ...]:
    since = None if found.provision is None else found.provision.since
    return found.low, found.high, found.reasons, since


def _value(result: WorkerResult, found: Found) -> str:
    text = span_text(result.book, found.kind, found.low, found.high, result.lang)
    return text if found.known else text + in_brackets(reasons_text(found.reasons, result.lang), result.lang)


def _stretches(items: Sequence[Any], same: Callable[[Any], Any]) -> list[list[Any]]:
    """Items that say the same in months that follow each other (or in the same month), together."""
    open_: dict[Any, list[Any]] = {}
    found: list[list[Any]] = []
    for item in items:
        key = same(item)
        held = open_.get(key)
        if held is not None and item.row.first_month <= held[-1].row.last_month + 1:
            held.append(item)
        else:
            open_[key] = [item]
            found.append(open_[key])
    return found


def _period(stretch: Sequence[Any], lang: str) -> str:
    rows: list[Row] = [item.row for item in stretch]
    if len(rows) == 1 or rows[0].level in (Level.QUARTER, Level.SPELL):
        return period_text(rows[0], lang)
    if rows[0].level in (Level.YEAR, Level.TIE_YEAR):
        first, last = rows[0].first_month // 12, rows[-1].last_month // 12
        return str(first) if first == last else f"{first} – {last}"
    return months_text(rows[0].first_month, max(row.last_month for row in rows))


def _coverage(result: WorkerResult) -> Section:
    lang = result.lang
    rows = []
    for stretch in sorted(branch_stretches(result), key=lambda s: (_branch_number(s[0].branch), s[0].month)):
        period = months_text(stretch[0].month, stretch[-1].month)
        name = word(f"branch.{stretch[0].branch}", lang)
        for state, by, provision in cover_lines(stretch[0], lang):
            rows.append((name, period, word(f"coverage.{state}", lang), by, provision))
            name = period = ""
    heads = _heads(lang, "branch", "period", "coverage", "scheme", "provision")
    return Section("coverage", word("worker.coverage", lang), heads, tuple(rows))


def _branch_number(branch: str) -> int:
    from amparo.rules.declarations import Branch

    return int(Branch[branch.upper()])


def branch_stretches(result: WorkerResult) -> list[list[BranchFound]]:
    """Months in which the law covers a branch in the same way, together."""
    found: list[list[BranchFound]] = []
    latest: dict[str, list[BranchFound]] = {}
    for item in result.branches:
        held = latest.get(item.branch)
        if held is not None and _cover(held[-1]) == _cover(item):
            held.append(item)
        else:
            latest[item.branch] = [item]
            found.append(latest[item.branch])
    return found


def _cover(item: BranchFound) -> tuple[Any, ...]:
    return tuple((found.scheme, *_said(found)) for found in item.by)


def cover_lines(item: BranchFound, lang: str) -> Iterator[tuple[str, str, str]]:
    """(state, schemes, provisions) of a branch: what covers first; none only where nothing else is said."""
    if not item.by:
        yield "no_statement", "", ""
        return
    states = [state for state in COVER_ORDER if item.schemes(state)]
    for state in states if states == ["none"] else [state for state in states if state != "none"]:
        by = item.schemes(state)
        yield (
            state,
            word("mark.comma", lang).join(scheme_name(found.scheme, lang) for found in by),
            word("mark.semicolon", lang).join(dict.fromkeys(provision_text(found.provision, lang) for found in by)),
        )


def payer_text(role: str, payer: str, lang: str) -> str:
    """Who pays: the payer's own name, or worker / State."""
    return payer if role == "payer" else word(f"payer.{role}", lang)


def _postings(result: WorkerResult) -> Section:
    lang = result.lang
    rows = tuple(
        (
            period_text(posting.row, lang),
            posted_text(posting),
            scheme_name(posting.scheme, lang),
            word(f"branch.{posting.branch}", lang),
            payer_text(posting.payer_role, posting.payer, lang),
            posting.label.text(lang) + _tie(posting),
            _value(result, posting),
            provision_text(posting.provision, lang),
        )
        for posting in result.postings
    )
    heads = _heads(lang, "period", "posted_on", "scheme", "branch", "payer", "cause", "amount", "provision")
    note = "" if rows else word("worker.nothing_owed", lang)
    return Section("postings", word("worker.postings", lang), heads, rows, note)


def _tie(posting: PostingFound) -> str:
    who = posting.row.payer or posting.row.group
    return f" · {who}" if who and posting.payer_role != "payer" else ""


def posted_text(posting: PostingFound) -> str:
    """The day on which it is posted; '?' where it cannot be said."""
    return day_text(posting.posted_low) if posting.posted_low == posting.posted_high else "?"


def _totals(result: WorkerResult) -> Section:
    lang = result.lang
    rows = tuple(
        (
            payer_text(total.payer_role, total.payer, lang),
            span_text(result.book, KINDS["money"], total.low, total.high, lang),
        )
        for total in result.totals
    )
    return Section("totals", word("worker.totals", lang), _heads(lang, "payer", "amount"), rows)


def _identities(result: WorkerResult) -> Section:
    from amparo.engine.explain import label_of

    lang, nodes = result.lang, result.book.nodes
    rows = []
    for item in result.identities:
        names = [*item.parts, *([item.residual] if item.residual else [])]
        parts = " + ".join(label_of(nodes[key]).text(lang) for key in names)
        said = word("worker.sum_held", lang)
        if item.broken:
            said = word("worker.sum_broken", lang, count=len(item.broken))
        elif item.open:
            said = word("worker.sum_open", lang, count=item.open)
        rows.append((item.label.text(lang), f"= {parts}", said))
    return Section("identities", word("worker.identities", lang), _heads(lang, "name", "parts", "value"), tuple(rows))


def _unknowns(result: WorkerResult) -> Section:
    lang = result.lang
    rows = []
    for item in result.unknowns:
        name = word("worker.history", lang) if item.label is None else item.label.text(lang)
        where = _rows_text(item.rows, lang)
        if not item.effects:
            rows.append((name, where, "", word("worker.together", lang)))
        for answer, effects in groupby(item.effects, key=lambda effect: effect.answer):
            for line in _effect_lines(list(effects), result):
                rows.append((name, where, _answer_text(item, answer, result), line))
                name = where = ""
    note = "" if rows else word("worker.no_unknowns", lang)
    heads = _heads(lang, "fact", "row", "answer", "then")
    return Section("unknowns", word("worker.unknowns", lang), heads, tuple(rows), note)


def _rows_text(rows: Sequence[Row], lang: str) -> str:
    """Where a fact is not told: payers, and the first and last month."""
    if not rows:
        return ""
    who = word("mark.comma", lang).join(dict.fromkeys(row.payer or row.group for row in rows if row.payer or row.group))
    if rows[0].level == Level.PAYER:
        return who
    months = months_text(min(row.first_month for row in rows), max(row.last_month for row in rows))
    return word("row.tie", lang, payer=who, period=months) if who else months


def _answer_text(item: Open, answer: int, result: WorkerResult) -> str:
    if item.kind is None:
        return word("worker.history_none", result.lang)
    return value_text(result.book, item.kind, answer, result.lang)


def _effect_lines(effects: list[Effect], result: WorkerResult) -> Iterator[str]:
    """Each result that an answer changes, months with the same outcome together."""
    from amparo.engine.explain import label_of, row_of

    lang, book = result.lang, result.book
    alike: dict[tuple[Any, ...], list[Row]] = {}
    for effect in effects:
        row = row_of(result.run, book.nodes[effect.at[0]].level, effect.at[1])  # type: ignore[union-attr]
        said = (effect.at[0], row.payer or row.group, effect.low, effect.high)
        alike.setdefault(said, []).append(row)
    kinds = {effect.at[0]: effect.kind for effect in effects}
    for (node, who, least, most), rows in alike.items():
        months = months_text(min(row.first_month for row in rows), max(row.last_month for row in rows))
        where = word("row.tie", lang, payer=who, period=months) if who else months
        value = span_text(book, kinds[node], least, most, lang)
        yield f"{label_of(book.nodes[node]).text(lang)}{in_brackets(where, lang)} = {value}"


def _doubts(result: WorkerResult) -> Section:
    lang, held = result.lang, result.results
    rows = []
    for doubt in result.doubts:
        nodes = dict.fromkeys(held[name][0] for name in doubt.results)
        from amparo.engine.explain import label_of

        names = [label_of(result.book.nodes[key]).text(lang) for key in nodes]
        shown = [*names[:3], *([word("worker.more", lang, count=len(names) - 3)] if len(names) > 3 else [])]
        rows.append(
            (
                doubt.label.text(lang),
                day_text(doubt.provision.since),
                cites_text(doubt.provision.cites, lang),
                evidence_text(doubt.provision.evidence, lang),
                word("mark.comma", lang).join(shown),
            )
        )
    note = "" if rows else word("worker.no_doubts", lang)
    heads = _heads(lang, "provision", "since_day", "cites", "evidence", "rests")
    return Section("doubts", word("worker.doubts", lang), heads, tuple(rows), note)


# --- text and page -------------------------------------------------------------------------------------------------


def width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text if not unicodedata.combining(c))


def table_lines(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Aligned columns, two spaces apart, with a line under the heads."""
    held = [list(heads), *[list(row) for row in rows]]
    widths = [max(width(row[column]) for row in held) for column in range(len(heads))]
    lines = ["  ".join(cell + " " * (widths[n] - width(cell)) for n, cell in enumerate(row)).rstrip() for row in held]
    return [lines[0], "  ".join("-" * w for w in widths), *lines[1:]]


def section_text(section: Section) -> str:
    """A section as plain text."""
    lines = [section.title, "=" * width(section.title)]
    if section.rows:
        lines += table_lines(section.heads, section.rows)
    if section.note:
        lines.append(section.note)
    return "\n".join(lines)


def worker_text(result: WorkerResult) -> str:
    """The whole answer as plain text."""
    head = "\n".join([worker_title(result), *worker_facts(result)])
    return "\n\n".join([head, *(section_text(section) for section in sections(result))]) + "\n"


def section_html(section: Section) -> str:
    """A section as a table."""
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in section.heads)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in section.rows)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>" if section.rows else ""
    note = f"<p>{escape(section.note)}</p>" if section.note else ""
    return f'<section id="{section.id}"><h3>{escape(section.title)}</h3>{table}{note}</section>'


def worker_html(result: WorkerResult) -> str:
    """The whole answer as a page fragment."""
    head = f"<h2>{escape(worker_title(result))}</h2><p>{escape(' · '.join(worker_facts(result)))}</p>"
    body = "".join(section_html(section) for section in sections(result))
    return f'<article class="amparo" lang="{_html_language(result.lang)}">{head}{body}</article>'


def _html_language(lang: str) -> str:
    return {"pt": "pt-PT", "zh": "zh-CN"}.get(lang, lang)


# --- plain data ----------------------------------------------------------------------------------------------------


def worker_json(result: WorkerResult) -> dict[str, Any]:
    """The whole answer as plain data."""
    from amparo import __version__
    from amparo.report.claims import outlook_json

    lang, book = result.lang, result.book
    return {
        "format": FORMAT,
        "amparo": __version__,
        "language": lang,
        "law": {
            "country": result.country,
            "hash": book.hash,
            "known_on": day_text(result.known_on) or None,
        },
        "worker": result.name,
        "class": result.class_,
        "currency": book.currency,
        "from": month_text(result.first),
        "to": month_text(result.last),
        "on": day_text(result.on) or None,
        "statuses": [_found_json(item, result) for item in result.statuses],
        "coverage": [_coverage_json(item, result) for item in result.coverage],
        "branches": [_branch_json(item) for item in result.branches],
        "postings": [_posting_json(item, result) for item in result.postings],
        "totals": [
            {
                "payer": {"role": total.payer_role, "id": total.payer},
                "low": show_value(KINDS["money"], total.low),
                "high": show_value(KINDS["money"], total.high),
            }
            for total in result.totals
        ],
        "identities": [
            {
                "total": item.total,
                "parts": list(item.parts),
                "residual": item.residual or None,
                "label": item.label.text(lang),
                "held": item.held,
                "open": item.open,
                "broken": [row_json(row) for row in item.broken],
            }
            for item in result.identities
        ],
        "benefits": [outlook_json(book, found, lang) for found in result.benefits.outlooks],
        "unknowns": [_open_json(item, result) for item in result.unknowns],
        "doubts": [
            {
                "provision": provision_json(doubt.provision, lang),
                "label": doubt.label.text(lang),
                "results": list(doubt.results),
            }
            for doubt in result.doubts
        ],
    }


def _found_json(item: Found, result: WorkerResult) -> dict[str, Any]:
    return {
        "id": item.id,
        "node": item.node,
        "label": item.label.text(result.lang),
        "row": row_json(item.row),
        "value": value_json(result.book, item.kind, item.low, item.high, item.reasons),
        "text": span_text(result.book, item.kind, item.low, item.high, result.lang),
        "provision": provision_json(item.provision, result.lang),
    }


def _coverage_json(item: CoverageFound, result: WorkerResult) -> dict[str, Any]:
    month = month_text(item.row.first_month)
    place = {"month": month, "branch": item.branch, "scheme": item.scheme, "state": item.state}
    return {**_found_json(item, result), **place}


def _branch_json(item: BranchFound) -> dict[str, Any]:
    by = {state: [found.scheme for found in item.schemes(state)] for state in COVER_ORDER}
    return {"month": month_text(item.month), "branch": item.branch, "state": item.state, "schemes": by}


def _posting_json(item: PostingFound, result: WorkerResult) -> dict[str, Any]:
    posted = day_text(item.posted_low) if item.posted_low == item.posted_high else None
    return {
        **_found_json(item, result),
        "month": month_text(item.row.first_month),
        "posted_on": posted,
        "branch": item.branch,
        "scheme": item.scheme,
        "cause": item.cause,
        "payer": {"role": item.payer_role, "id": item.payer},
    }


def _open_json(item: Open, result: WorkerResult) -> dict[str, Any]:
    from amparo.engine.explain import row_of

    book = result.book
    effects = [
        {
            "answer": "none"
            if item.kind is None
            else value_json(book, item.kind, effect.answer, effect.answer, ())["value"],
            "result": effect.result,
            "row": row_json(row_of(result.run, book.nodes[effect.at[0]].level, effect.at[1])),  # type: ignore[union-attr]
            "value": value_json(book, effect.kind, effect.low, effect.high, effect.reasons),
        }
        for effect in item.effects
    ]
    label = word("worker.history", result.lang) if item.label is None else item.label.text(result.lang)
    return {
        "fact": item.node or "history",
        "label": label,
        "rows": [row_json(row) for row in item.rows],
        "results": list(item.results),
        "effects": effects,
    }


# --- one result, explained ------------------------------------------------------------------------------------------


def why_of(result: WorkerResult, name: str, row: int | None) -> dict[str, Any]:
    """Why one result is what it is, what would decide it, and the smallest changes that would alter it."""
    from amparo.report.explained import missing_json, move_json, why_json

    key, number = result.place(name, row)
    kind, book, lang = result.book.nodes[key].kind, result.book, result.lang
    return {
        "format": "amparo-why/1",
        "language": lang,
        "law": {"country": result.country, "hash": book.hash, "known_on": day_text(result.known_on) or None},
        "worker": result.name,
        "node": key,
        "row": number,
        "why": why_json(result.why(key, number), book, lang),
        "would_decide": missing_json(result.would_decide(key, number), kind, book, lang),
        "smallest_changes": [move_json(m, kind, book, lang) for m in result.smallest_changes(key, number)],
    }


def why_of_text(result: WorkerResult, name: str, row: int | None) -> str:
    """The same as text."""
    from amparo.report.explained import missing_lines, move_text, why_text

    key, number = result.place(name, row)
    kind, book, lang = result.book.nodes[key].kind, result.book, result.lang
    lines = [why_text(result.why(key, number), book, lang)]
    missing = result.would_decide(key, number)
    if missing:
        lines += [
            "",
            word("worker.unknowns", lang),
            *(f"  {line}" for line in missing_lines(missing, kind, book, lang)),
        ]
    lines += ["", word("why.smallest", lang)]
    moves = result.smallest_changes(key, number)
    lines += [f"  {move_text(move, kind, book, lang)}" for move in moves] or [f"  {word('why.no_change', lang)}"]
    return "\n".join(lines)


def rule_json(result: RuleResult) -> dict[str, Any]:
    """One rule evaluated, as plain data."""
    from amparo.engine.explain import label_of
    from amparo.report.explained import missing_json, why_json

    book, lang, value = result.book, result.lang, result.value
    node = book.nodes[result.key]
    return {
        "format": "amparo-evaluation/1",
        "language": lang,
        "law": {"country": result.country, "hash": book.hash, "known_on": None},
        "rule": result.key,
        "label": label_of(node).text(lang),
        "value": value_json(book, node.kind, low(value), high(value), reason_ids(why(value))),
        "text": span_text(book, node.kind, low(value), high(value), lang),
        "why": why_json(result.why(), book, lang),
        "would_decide": missing_json(result.would_decide(), node.kind, book, lang),
    }


def rule_text(result: RuleResult) -> str:
    """One rule evaluated: its value and why-tree."""
    from amparo.report.explained import why_text

    return f"{result.country}:{result.key}\n{why_text(result.why(), result.book, result.lang)}"


__all__ = [
    "FORMAT",
    "Section",
    "branch_stretches",
    "country_name",
    "cover_lines",
    "payer_text",
    "row_text",
    "rule_json",
    "rule_text",
    "section_html",
    "section_text",
    "sections",
    "table_lines",
    "why_of",
    "why_of_text",
    "width",
    "worker_facts",
    "worker_html",
    "worker_json",
    "worker_text",
    "worker_title",
]
