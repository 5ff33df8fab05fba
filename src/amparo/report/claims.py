"""Tables of benefits and claims: as text, as plain data and as a page fragment."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from amparo.engine.explain import label_of, provisions_of, reason_ids
from amparo.report.explained import condition_lines, move_json, move_text, why_html, why_json, why_text
from amparo.report.results import Section, country_name, section_html, section_text, worker_facts, worker_title
from amparo.report.values import (
    cites_text,
    day_text,
    in_brackets,
    provision_json,
    reasons_text,
    span_text,
    value_json,
    value_text,
)
from amparo.report.words import has_word, scheme_name, word
from amparo.rules.bounds import high, low, why
from amparo.rules.declarations import Branch, Contingency
from amparo.rules.kinds import KINDS, category_kind, month_text

if TYPE_CHECKING:
    from amparo.analysis.claims import Assumption, Claimed
    from amparo.analysis.outlook import Outlook, Prospect, Table
    from amparo.analysis.terms import Terms
    from amparo.claiming import BenefitsResult, ClaimResult
    from amparo.engine.explain import Reason
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value
    from amparo.rules.kinds import Kind

BENEFITS_FORMAT: Final = "amparo-benefits/1"
CLAIM_FORMAT: Final = "amparo-claim/1"
DEEPEST: Final = 3


# --- parts in words --------------------------------------------------------------------------------------------------


def benefit_name(book: LawBook, terms: Terms, lang: str) -> str:
    """The benefit's own name, in the country where it differs; the label of its amount where no name is written yet."""
    for key in (f"benefit.{book.country.code}.{terms.id}", f"benefit.{terms.id}"):
        if has_word(key):
            return word(key, lang)
    return label_of(book.nodes[terms.amount]).text(lang)


def text_of(book: LawBook, kind: Kind, value: Value, lang: str) -> str:
    """A value, with the reasons where it is not known."""
    text = span_text(book, kind, low(value), high(value), lang)
    reasons = reason_ids(why(value))
    return text + in_brackets(reasons_text(reasons, lang), lang) if reasons else text


def amount_text(book: LawBook, found: Outlook, lang: str) -> str:
    """The amount with what it is paid for: a day, a month, a year, or once; care itself is no amount."""
    if is_in_kind(found):
        return word("benefits.in_kind", lang)
    amount = text_of(book, KINDS["money"], found.amount, lang)
    per = found.terms.per
    return word("benefits.once", lang, amount=amount) if per == "once" else _each(amount, per, lang)


def is_in_kind(found: Outlook) -> bool:
    """Care given, for which the law states no money."""
    return found.terms.branch is Branch.MEDICAL_CARE and (low(found.amount), high(found.amount)) == (0, 0)


def _each(amount: str, per: str, lang: str) -> str:
    return word("benefits.each", lang, amount=amount, per=word(f"per.{per}", lang))


def replacement_text(book: LawBook, found: Outlook, lang: str) -> str:
    """The replacement rate, to a tenth of a percent; in words where there is none."""
    if found.reference is None:
        return word("benefits.flat", lang)
    rate = found.replacement
    if rate is None:
        return word("benefits.no_earnings", lang)
    ends = [(end + 500) // 1000 * 1000 for end in (low(rate), high(rate))]
    if ends[0] == ends[1]:
        return value_text(book, KINDS["rate"], ends[0], lang)
    return span_text(book, KINDS["rate"], ends[0], ends[1], lang) if ends[1] < 10**12 else word("value.unknown", lang)


def term_of_law(book: LawBook, key: str, value: Value | None, lang: str, none: str) -> str:
    """Days or months; in words where the law has none of it."""
    if value is None:
        return word(none, lang)
    kind = book.nodes[key].kind
    text = text_of(book, kind, value, lang)
    return word(f"unit.{kind.name}", lang, number=text) if has_word(f"unit.{kind.name}") else text


def when_text(found: Outlook, prospect: Prospect | None, lang: str) -> str:
    """Since when they qualify, or from when on if the last month repeats."""
    if found.since is not None:
        key = "benefits.since" if found.since_told else "benefits.since_or_before"
        return word(key, lang, month=month_text(found.since))
    if prospect is None or (prospect.state == "undecided" and found.state != "no"):
        return ""
    match prospect.state:
        case "later":
            return word("benefits.later", lang, month=month_text(prospect.month or 0))
        case "undecided":
            return word("benefits.may", lang, month=month_text(prospect.month or 0))
    return word("benefits.never", lang, month=month_text(prospect.until))


def articles(reason: Reason, lang: str) -> str:
    """The articles a node itself states."""
    cites = [cite for provision in provisions_of(reason) for cite in provision.cites]
    return cites_text(dict.fromkeys(cites), lang)


def deciding(reason: Reason, book: LawBook, lang: str) -> str:
    """The comparisons that settled a condition, with their values."""
    lines = [line for reading in reason.readings for c in reading.conditions for line in condition_lines(c, book, lang)]
    return word("mark.semicolon", lang).join(dict.fromkeys(lines))


# --- the table of benefits --------------------------------------------------------------------------------------------


def benefits_section(book: LawBook, table: Table, lang: str) -> Section:
    """Every benefit by branch and scheme."""
    rows = tuple(
        (
            word(f"branch.{found.terms.branch.name.lower()}", lang),
            benefit_name(book, found.terms, lang),
            scheme_name(found.terms.scheme, lang),
            word(f"benefits.{found.state}", lang),
            when_text(found, prospect, lang),
            amount_text(book, found, lang),
            replacement_text(book, found, lang),
            term_of_law(book, found.terms.waiting, found.waiting, lang, "benefits.no_waiting"),
            term_of_law(book, found.terms.duration, found.duration, lang, "benefits.no_limit"),
            "" if found.failing is None else label_of(book.nodes[found.failing.node]).text(lang),
        )
        for found, prospect in table.rows()
    )
    heads = ("branch", "benefit", "scheme", "qualifies", "since_when", "amount", "replacement", "waiting", "duration")
    note = "" if rows else word("benefits.none", lang)
    if table.prospects and any(prospect.state != "now" for prospect in table.prospects):
        until = month_text(max(prospect.until for prospect in table.prospects))
        note = word("benefits.ahead", lang, month=month_text(table.dossier.last), until=until)
    title = word("benefits.title", lang, month=month_text(table.month))
    names = tuple(word(f"head.{head}", lang) for head in (*heads, "fails_first"))
    return Section("benefits", title, names, rows, note)


def _lacking(result: BenefitsResult) -> Section:
    from amparo.claiming import benefit_key

    lang, book = result.lang, result.table.book
    rows = []
    for found in result.table.outlooks:
        failing = found.failing
        if failing is None:
            continue
        reason = result.reason(found, failing.node)
        move = result.cures.get(benefit_key(found))
        cured = word("benefits.no_change", lang) if failing.state == "no" else _untold(result, found)
        rows.append(
            (
                benefit_name(book, found.terms, lang),
                scheme_name(found.terms.scheme, lang),
                label_of(book.nodes[failing.node]).text(lang),
                articles(reason, lang),
                deciding(reason, book, lang),
                cured if move is None else move_text(move, book.nodes[failing.node].kind, book, lang),
            )
        )
    heads = ("benefit", "scheme", "fails_first", "provision", "decides", "cure_fact")
    note = "" if rows else word("benefits.nothing_lacking", lang)
    names = tuple(word(f"head.{head}", lang) for head in heads)
    return Section("lacking", word("benefits.lacking", lang), names, tuple(rows), note)


def _untold(result: BenefitsResult, found: Outlook) -> str:
    """The facts not told that an open condition waits for, a few by name."""
    lang, nodes = result.lang, result.table.book.nodes
    names = list(dict.fromkeys(label_of(nodes[key]).text(lang) for key in result.untold(found)))
    if not names:
        return ""
    shown = [*names[:3], *([word("worker.more", lang, count=len(names) - 3)] if len(names) > 3 else [])]
    return word("benefits.untold", lang, facts=word("mark.semicolon", lang).join(shown))


def benefits_sections(result: BenefitsResult) -> list[Section]:
    """The table and what is lacking."""
    return [benefits_section(result.table.book, result.table, result.lang), _lacking(result)]


def benefits_head(result: BenefitsResult) -> list[str]:
    """Who, where and when, and the law."""
    return [worker_title(result.of), *worker_facts(result.of)]


def benefits_text(result: BenefitsResult) -> str:
    """The table as plain text."""
    head = "\n".join(benefits_head(result))
    return "\n\n".join([head, *(section_text(section) for section in benefits_sections(result))]) + "\n"


def benefits_html(result: BenefitsResult) -> str:
    """The table as a page fragment."""
    return _article(benefits_head(result), "".join(section_html(s) for s in benefits_sections(result)), result.lang)


def _article(head: list[str], body: str, lang: str) -> str:
    title = f"<h2>{escape(head[0])}</h2><p>{escape(' · '.join(head[1:]))}</p>"
    return f'<article class="amparo" lang="{_LANGUAGE[lang]}">{title}{body}</article>'


_LANGUAGE: Final = {"en": "en", "pt": "pt-PT", "zh": "zh-CN"}
_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding:.35rem .6rem;"
    "border-bottom:1px solid #ccc}section{overflow-x:auto;margin:1.5rem 0}"
)


def page(title: str, fragment: str, lang: str) -> str:
    """A fragment as a page of its own: no script, nothing fetched."""
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    view = '<meta name="viewport" content="width=device-width">'
    return f'<!doctype html>\n<html lang="{_LANGUAGE[lang]}"><head>{head}{view}</head><body>{fragment}</body></html>\n'


# --- plain data ----------------------------------------------------------------------------------------------------


def _law(book: LawBook, country: str, known_on: int | None) -> dict[str, Any]:
    return {"country": country, "hash": book.hash, "known_on": day_text(known_on) or None}


def _value(book: LawBook, key: str, value: Value | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return value_json(book, book.nodes[key].kind, low(value), high(value), reason_ids(why(value)))


def outlook_json(book: LawBook, found: Outlook, lang: str) -> dict[str, Any]:
    """One benefit in a month, as plain data."""
    terms, rate = found.terms, found.replacement
    return {
        "id": terms.id,
        "name": benefit_name(book, terms, lang),
        "branch": terms.branch.name.lower(),
        "scheme": terms.scheme,
        "contingency": terms.contingency.name.lower(),
        "classification": {"c102": terms.c102, "missoc": terms.missoc, "esspros": terms.esspros},
        "month": month_text(found.month),
        "state": found.state,
        "qualified": _value(book, terms.qualified, found.qualified),
        "conditions": [
            {
                "node": checked.node,
                "label": label_of(book.nodes[checked.node]).text(lang),
                "state": checked.state,
                "value": _value(book, checked.node, checked.value),
            }
            for checked in found.conditions
        ],
        "fails_first": None if found.failing is None else found.failing.node,
        "amount": _value(book, terms.amount, found.amount),
        "per": terms.per,
        "reference": _value(book, terms.reference, found.reference) if terms.reference else None,
        "replacement": None
        if rate is None
        else value_json(book, KINDS["rate"], low(rate), high(rate), reason_ids(why(rate))),
        "waiting": _value(book, terms.waiting, found.waiting) if terms.waiting else None,
        "duration": _value(book, terms.duration, found.duration) if terms.duration else None,
        "since": None if found.since is None else month_text(found.since),
        "since_or_before": found.since is not None and not found.since_told,
    }


def _prospect_json(prospect: Prospect | None) -> dict[str, Any] | None:
    if prospect is None:
        return None
    month = None if prospect.month is None else month_text(prospect.month)
    return {"state": prospect.state, "month": month, "until": month_text(prospect.until)}


def benefits_json(result: BenefitsResult) -> dict[str, Any]:
    """The table as plain data."""
    from amparo import __version__
    from amparo.claiming import benefit_key

    of, book, lang = result.of, result.table.book, result.lang
    rows = []
    for found, prospect in result.table.rows():
        move, failing = result.cures.get(benefit_key(found)), found.failing
        cured = None if move is None or failing is None else move_json(move, book.nodes[failing.node].kind, book, lang)
        lacking = None
        if failing is not None:
            why_not = _deciding_json(result.reason(found, failing.node), book, lang)
            lacking = {**why_not, "not_told": list(result.untold(found))}
        ahead = _prospect_json(prospect)
        rows.append({**outlook_json(book, found, lang), "prospect": ahead, "lacking": lacking, "cure": cured})
    return {
        "format": BENEFITS_FORMAT,
        "amparo": __version__,
        "language": lang,
        "law": _law(book, of.country, of.known_on),
        "worker": of.name,
        "class": of.class_,
        "currency": book.currency,
        "from": month_text(of.first),
        "to": month_text(of.last),
        "month": month_text(result.table.month),
        "benefits": rows,
    }


def _deciding_json(reason: Reason, book: LawBook, lang: str) -> dict[str, Any]:
    return {
        "node": reason.node,
        "label": reason.label.text(lang),
        "decides": deciding(reason, book, lang),
        "provisions": [provision_json(provision, lang) for provision in provisions_of(reason)],
    }


# --- a claim -------------------------------------------------------------------------------------------------------


def contingency_text(book: LawBook, contingency: Contingency, lang: str) -> str:
    """The contingency's name."""
    return value_text(book, category_kind(Contingency), int(contingency), lang)


def claim_head(result: ClaimResult) -> list[str]:
    """Who, where, what and when; the class of the data; the law; what the day knew."""
    lang, claim = result.lang, result.claim
    lines = [
        word(
            "claim.title",
            lang,
            name=result.name,
            country=country_name(result.country, lang),
            contingency=contingency_text(result.book, claim.contingency, lang),
            first=day_text(claim.day),
            last=day_text(claim.last_day),
        ),
        word("worker.class", lang, class_=word(f"class.{result.class_}", lang)),
        word("worker.law_of", lang, country=country_name(result.country, lang), hash=result.book.hash[:12]),
        word("claim.as_known", lang, day=day_text(claim.day)),
    ]
    if result.known_on is not None:
        lines.append(word("worker.known_on", lang, day=day_text(result.known_on)))
    if claim.history:
        lines.append(word("claim.left_out", lang, count=claim.left_out))
    return lines


def claim_sections(result: ClaimResult) -> list[Section]:
    """Benefits, conditions, what was taken as given."""
    return [_claimed(result), _conditions(result), _assumptions(result)]


def _claimed(result: ClaimResult) -> Section:
    lang, book = result.lang, result.book
    rows = []
    for claimed in result.claim.benefits:
        found = claimed.outlook
        rows.append(
            (
                benefit_name(book, found.terms, lang),
                scheme_name(found.terms.scheme, lang),
                word(f"benefits.{found.state}", lang),
                _spell_text(book, claimed.terms.entitled, claimed.entitled, lang),
                _spell_text(book, claimed.terms.paid, claimed.paid, lang) or word("claim.no_payment", lang),
                amount_text(book, found, lang),
                _reference_text(book, found, lang),
                replacement_text(book, found, lang),
                term_of_law(book, found.terms.waiting, found.waiting, lang, "benefits.no_waiting"),
                term_of_law(book, found.terms.duration, found.duration, lang, "benefits.no_limit"),
            )
        )
    heads = ("benefit", "scheme", "qualifies", "entitled", "paid", "amount", "reference", "replacement", "waiting")
    names = tuple(word(f"head.{head}", lang) for head in (*heads, "duration"))
    return Section("claimed", word("claim.benefits", lang), names, tuple(rows))


def _spell_text(book: LawBook, key: str, value: Value | None, lang: str) -> str:
    return "" if value is None else text_of(book, book.nodes[key].kind, value, lang)


def _reference_text(book: LawBook, found: Outlook, lang: str) -> str:
    if found.reference is None:
        return word("benefits.flat", lang)
    return _each(text_of(book, KINDS["money"], found.reference, lang), found.terms.per, lang)


def _conditions(result: ClaimResult) -> Section:
    lang, book = result.lang, result.book
    rows = []
    for number, claimed in enumerate(result.claim.benefits):
        name = benefit_name(book, claimed.terms, lang)
        for checked in claimed.outlook.conditions:
            reason = result.reason(number, checked.node)
            label = label_of(book.nodes[checked.node]).text(lang)
            met = text_of(book, book.nodes[checked.node].kind, checked.value, lang)
            rows.append((name, label, met, deciding(reason, book, lang), articles(reason, lang)))
            name = ""
    heads = tuple(word(f"head.{head}", lang) for head in ("benefit", "condition", "met", "decides", "provision"))
    return Section("conditions", word("claim.conditions", lang), heads, tuple(rows))


def _assumptions(result: ClaimResult) -> Section:
    lang = result.lang
    every = [*result.claim.assumptions, *(a for claimed in result.claim.benefits for a in claimed.assumptions)]
    rows = tuple(_assumption(result.book, assumption, lang) for assumption in dict.fromkeys(every))
    heads = tuple(word(f"head.{head}", lang) for head in ("fact", "value"))
    note = "" if rows else word("claim.no_assumptions", lang)
    return Section("assumptions", word("claim.assumptions", lang), heads, rows, note)


def _assumption(book: LawBook, found: Assumption, lang: str) -> tuple[str, str]:
    match found.why:
        case "length":
            return word("claim.length", lang), word("unit.days", lang, number=found.value)
        case "repeated":
            return word("claim.repeated", lang), str(found.value)
    node = book.nodes[found.fact]
    fact = label_of(node).text(lang)
    return word("claim.by_law", lang, fact=fact), value_text(book, node.kind, found.value, lang)


def _root(claimed: Claimed) -> str:
    """Where a why-tree of a benefit begins: what is paid, else the conditions where they fail, else the amount."""
    if claimed.paid is not None and high(claimed.paid) != 0:
        return claimed.terms.paid
    return claimed.terms.amount if claimed.outlook.state == "yes" else claimed.terms.qualified


def claim_text(result: ClaimResult) -> str:
    """The claim as plain text, each benefit with its reasons."""
    parts = ["\n".join(claim_head(result)), *(section_text(section) for section in claim_sections(result))]
    return "\n\n".join([*parts, *claim_reasons(result)]) + "\n"


def claim_reasons(result: ClaimResult) -> list[str]:
    """The upper part of the why-tree of each benefit; `why_of_claim` and the plain data hold the whole of it."""
    found = []
    for number, claimed in enumerate(result.claim.benefits):
        title = f"{word('worker.why', result.lang)} · {benefit_name(result.book, claimed.terms, result.lang)}"
        tree = why_text(result.why(number, _root(claimed)), result.book, result.lang, DEEPEST)
        found.append(f"{title}\n{tree}")
    return found


def why_of_claim(result: ClaimResult, name: str) -> str:
    """The whole why-tree of one node of the law for each benefit that sees it in its own way."""
    key = result.book.find(name)
    trees = [why_text(result.why(n, key), result.book, result.lang) for n in range(len(result.claim.benefits))]
    return "\n\n".join(dict.fromkeys(trees))


def claim_html(result: ClaimResult) -> str:
    """The claim as a page fragment, reasons to fold out."""
    body = "".join(section_html(section) for section in claim_sections(result))
    for number, claimed in enumerate(result.claim.benefits):
        name = escape(benefit_name(result.book, claimed.terms, result.lang))
        tree = why_html(result.why(number, _root(claimed)), result.book, result.lang)
        body += f"<section><h3>{escape(word('worker.why', result.lang))} · {name}</h3>{tree}</section>"
    return _article(claim_head(result), body, result.lang)


def claim_json(result: ClaimResult) -> dict[str, Any]:
    """The claim as plain data."""
    from amparo import __version__

    book, lang, claim = result.book, result.lang, result.claim
    return {
        "format": CLAIM_FORMAT,
        "amparo": __version__,
        "language": lang,
        "law": _law(book, result.country, result.known_on),
        "worker": result.name,
        "class": result.class_,
        "currency": book.currency,
        "contingency": claim.contingency.name.lower(),
        "first_day": day_text(claim.day),
        "last_day": day_text(claim.last_day),
        "spell_told": claim.told,
        "history_rows": claim.history,
        "history_left_out": claim.left_out,
        "assumptions": [_assumption_json(book, assumption) for assumption in claim.assumptions],
        "benefits": [_claimed_json(result, number) for number in range(len(claim.benefits))],
    }


def _assumption_json(book: LawBook, found: Assumption) -> dict[str, Any]:
    if not found.fact:
        return {"fact": None, "why": found.why, "value": str(found.value)}
    value = value_json(book, book.nodes[found.fact].kind, found.value, found.value, ())["value"]
    return {"fact": found.fact, "why": found.why, "value": value}


def _claimed_json(result: ClaimResult, number: int) -> dict[str, Any]:
    claimed, book, lang = result.claim.benefits[number], result.book, result.lang
    return {
        **outlook_json(book, claimed.outlook, lang),
        "entitled": _value(book, claimed.terms.entitled, claimed.entitled) if claimed.terms.entitled else None,
        "paid": _value(book, claimed.terms.paid, claimed.paid) if claimed.terms.paid else None,
        "assumptions": [_assumption_json(book, assumption) for assumption in claimed.assumptions],
        "why": why_json(result.why(number, _root(claimed)), book, lang),
        "reasons_of_conditions": [
            _deciding_json(result.reason(number, checked.node), book, lang) for checked in claimed.outlook.conditions
        ],
    }


__all__ = [
    "BENEFITS_FORMAT",
    "CLAIM_FORMAT",
    "benefit_name",
    "benefits_head",
    "benefits_html",
    "benefits_json",
    "benefits_section",
    "benefits_sections",
    "benefits_text",
    "claim_head",
    "claim_html",
    "claim_json",
    "claim_reasons",
    "claim_sections",
    "claim_text",
    "is_in_kind",
    "outlook_json",
    "page",
    "why_of_claim",
]
