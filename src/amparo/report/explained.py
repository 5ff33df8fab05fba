"""A why-tree, missing facts and smallest changes in words, in plain data and as a fold-out list."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from amparo.law.translations import MISSING, UNREVIEWED, translated
from amparo.report.values import (
    cites_text,
    day_text,
    evidence_text,
    in_brackets,
    place_text,
    provision_json,
    reasons_text,
    row_json,
    row_text,
    span_text,
    value_json,
    value_text,
)
from amparo.report.words import has_word, word
from amparo.rules.kinds import KINDS
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from amparo.engine.explain import Condition, Missing, Move, Provision, Reading, Reason, Term, Why
    from amparo.rules.book import LawBook
    from amparo.rules.kinds import Kind

_SIGNS: Final = {
    "add": "+",
    "sub": "−",
    "mul": "×",
    "lt": "<",
    "le": "≤",
    "gt": ">",
    "ge": "≥",
    "eq": "=",
    "ne": "≠",
    "times": "×",
    "share_of": "/",
}
_TIGHT: Final = {"literal", "input", "percent_of", "mul", "times", "min", "max", "lookup", "bracket"}


# --- expressions ---------------------------------------------------------------------------------------------------


def kind_of(term: Term, book: LawBook) -> Kind | None:
    """The kind of what a term gives, where the term itself or a part of it says so."""
    if term.kind in KINDS:
        return KINDS[term.kind]
    if term.node:
        node = book.nodes[term.node]
        return node.content if isinstance(node, Parameter) else node.kind
    if term.op in ("literal",):
        return None
    if term.op in ("percent_of", "percents_of", "tariff_amount", "round_to"):
        return KINDS["money"]
    if term.op in ("times", "share_of"):
        return KINDS["rate"]
    if term.op in ("lookup", "bracket") and term.parts[0].node:
        parameter = book.nodes[term.parts[0].node]
        return parameter.content if isinstance(parameter, Parameter) else None
    if term.op in ("add", "sub", "mul", "neg", "min", "max", "if", "mul_div", "local"):
        parts = term.parts[1:] if term.op == "if" else term.parts
        return next((kind for part in parts if (kind := kind_of(part, book)) is not None), None)
    return None


def term_text(term: Term, book: LawBook, lang: str) -> str:
    """An expression with the law's labels and the values that stood in it."""
    inner = [_inside(part, book, lang) for part in term.parts]
    match term.op:
        case "literal":
            return _literal(term, book, lang)
        case "input":
            return _input(term, book, lang)
        case "local":
            return term_text(term.parts[0], book, lang)
        case "neg":
            return f"−{inner[0]}"
        case "percent_of":
            return f"{inner[1]} × {inner[0]}"
        case "percents_of":
            pairs = [f"{rate} × {amount}" for amount, rate in zip(inner[::2], inner[1::2], strict=True)]
            over = dict(term.options).get("over", 1)
            return " + ".join(pairs) if over == 1 else f"({' + '.join(pairs)}) / {over}"
        case "mul_div":
            return f"{inner[0]} × {inner[1]} / {inner[2]}"
        case "exceeds" | "reaches":
            return f"{inner[0]} {'>' if term.op == 'exceeds' else '≥'} {inner[2]} × {inner[1]}"
        case "min" | "max" | "count_true":
            return word(f"fn.{term.op}", lang, all=f"[{word('mark.semicolon', lang).join(inner)}]")
        case "and" | "or":
            text = inner[0]
            for part in inner[1:]:
                text = word(f"fn.{term.op}", lang, a=text, b=part)
            return text
        case "if":
            name = "fn.if" if len(inner) == 2 else "fn.if_open"
            return word(name, lang, **dict(zip("abc", inner, strict=False)))
        case "round_to":
            unit = value_text(book, KINDS["money"], dict(term.options)["unit"], lang)
            return word("fn.round_to", lang, a=inner[0], unit=unit)
        case "lookup" | "bracket" | "threshold" | "tariff_amount":
            return word(f"fn.{term.op}", lang, a=inner[0], rest="; ".join(inner[1:]))
    if term.op in _SIGNS:
        return f" {_SIGNS[term.op]} ".join(_as_money(term, book, lang, inner))
    return word(f"fn.{term.op}", lang, **dict(zip("abc", inner, strict=False)))


def _as_money(term: Term, book: LawBook, lang: str, inner: list[str]) -> list[str]:
    """A bare 0 beside an amount is an amount."""
    kinds = [kind_of(part, book) for part in term.parts]
    money = next((kind for kind in kinds if kind is not None and kind.name in ("money", "rate")), None)
    if money is None or term.op == "mul":
        return inner
    return [
        value_text(book, money, part.low, lang) if part.op == "literal" and part.kind == "int" else text
        for part, text in zip(term.parts, inner, strict=True)
    ]


def _inside(term: Term, book: LawBook, lang: str) -> str:
    text = term_text(term, book, lang)
    shown = term.parts[0] if term.op == "local" else term
    return text if shown.op in _TIGHT or shown.op.startswith(("month", "first", "last", "year")) else f"({text})"


def _literal(term: Term, book: LawBook, lang: str) -> str:
    if term.kind in KINDS:
        return value_text(book, KINDS[term.kind], term.low, lang)
    for topic in book.topics.values():
        if term.kind in topic.categories and term.kind in _categories(book):
            return value_text(book, _categories(book)[term.kind], term.low, lang)
    return str(term.low)


def _categories(book: LawBook) -> dict[str, Kind]:
    from amparo.rules.kinds import category_kind
    from amparo.rules.topics import COMMON_CATEGORIES

    found = {name: category_kind(category) for name, category in COMMON_CATEGORIES.items()}
    for topic in book.topics.values():
        found |= {name: category_kind(category) for name, category in topic.category_types.items()}
    return found


def _input(term: Term, book: LawBook, lang: str) -> str:
    from amparo.engine.explain import label_of

    node = book.nodes[term.node]
    label = label_of(node).text(lang)
    if term.kind in ("table", "steps", "tariff"):
        return label
    return label + in_brackets(span_text(book, node.kind, term.low, term.high, lang), lang)


def condition_lines(condition: Condition, book: LawBook, lang: str) -> list[str]:
    """The comparisons that decided (or are open), each with its outcome."""
    return [
        word(f"why.condition_{outcome}", lang, text=_bare(term, book, lang)) for term, outcome in condition.decisive
    ]


def _bare(term: Term, book: LawBook, lang: str) -> str:
    """A truth alone is named without its value: the outcome says it."""
    if term.op == "input" and term.kind == "truth":
        from amparo.engine.explain import label_of

        return label_of(book.nodes[term.node]).text(lang)
    return term_text(term, book, lang)


def end_text(term: Term, reason: Reason, book: LawBook, lang: str) -> str:
    """How the value was worked out; nothing where it is simply named."""
    shown = term.parts[0] if term.op == "local" else term
    if shown.op in ("literal", "input"):
        return ""
    return f"{term_text(term, book, lang)} = {span_text(book, reason.kind, term.low, term.high, lang)}"


# --- text ----------------------------------------------------------------------------------------------------------


def head_text(reason: Reason, book: LawBook, lang: str) -> str:
    """The node, its row and its value, in one line."""
    value = _value(reason, book, lang)
    where = in_brackets(row_text(reason.row, lang), lang) if reason.row is not None else _at(reason, book, lang)
    return f"{reason.label.text(lang)}{where} = {value}"


def _at(reason: Reason, book: LawBook, lang: str) -> str:
    place = reason.dating.place if reason.dating is not None else ""
    return in_brackets(place_text(book, book.places.names.index(place), lang), lang) if place else ""


def _value(reason: Reason, book: LawBook, lang: str) -> str:
    if reason.dating is not None and reason.dating.repealed:
        return word("value.repealed", lang)
    if reason.dating is not None and reason.dating.content is not None:
        return content_text(book.nodes[reason.node], reason.dating.content, book, lang)
    text = span_text(book, reason.kind, reason.low, reason.high, lang)
    return text if reason.known else text + in_brackets(reasons_text(reason.reasons, lang), lang)


def content_text(node: Any, content: Any, book: LawBook, lang: str) -> str:
    """A table, steps or tariff in a line."""
    from amparo.rules.helpers import Steps, Table

    match content:
        case Table(cells=cells):
            shown = [
                f"{'/'.join(value_text(book, k, key, lang) for k, key in zip(node.keys, keys, strict=True))} "
                f"{word('value.unknown', lang) if cell is None else value_text(book, node.content, cell, lang)}"
                for keys, cell in list(cells.items())[:6]
            ]
            more = len(cells) - len(shown)
            return word("mark.semicolon", lang).join(shown + [word("worker.more", lang, count=more)] * (more > 0))
        case Steps(thresholds=thresholds, values=values):
            colon = word("mark.colon", lang)
            return word("mark.semicolon", lang).join(
                f"≥{value_text(book, node.keys[0], t, lang)}{colon}{value_text(book, node.content, v, lang)}"
                for t, v in zip(thresholds, values, strict=True)
            )
    return tariff_text(content, book, lang)


def tariff_text(tariff: Any, book: LawBook, lang: str) -> str:
    """A tariff in a line: a percentage, an amount, both, or not open."""
    from amparo.rules.helpers import TARIFF_FORMS

    form = next(name for name, number in TARIFF_FORMS.items() if number == tariff.form)
    rate = value_text(book, KINDS["rate"], tariff.rate, lang)
    amount = value_text(book, KINDS["money"], tariff.amount, lang)
    return {
        "percent": rate,
        "flat": amount,
        "percent_plus_flat": f"{rate} + {amount}",
        "not_open": word("value.not_open", lang),
    }[form]


def detail_lines(reason: Reason, book: LawBook, lang: str) -> list[str]:
    """What stands under a node: provision, which day's law, what decided, how it was worked out."""
    if reason.told:
        return [_told(reason, lang)]
    if reason.dating is not None:
        return _dating_lines(reason, lang)
    if reason.role == "link":
        return [_link_text(reason, lang)]
    if reason.role == "calendar":
        return [word("why.calendar", lang)]
    if reason.role == "rule" and not reason.readings:
        return [word("why.outside", lang)]
    return [line for reading in reason.readings for line in _reading_lines(reading, reason, book, lang)]


def _told(reason: Reason, lang: str) -> str:
    if reason.told == "absent":
        return word("why.absent", lang, because=reason.because.words(lang))
    return word(f"why.{reason.told}", lang)


def _dating_lines(reason: Reason, lang: str) -> list[str]:
    dating = reason.dating
    assert dating is not None
    parts = []
    if dating.provision is not None:
        parts.append(word("why.parameter", lang, day=day_text(dating.provision.since)))
        parts.append(_source(dating.provision, lang))
    if dating.base.en:
        parts.append(word("why.base", lang, base=dating.base.words(lang)))
    if dating.per and has_word(f"per.{dating.per}"):
        parts.append(word("why.per", lang, per=word(f"per.{dating.per}", lang)))
    if dating.frozen:
        parts.append(word("why.frozen", lang))
    if dating.known is not None:
        parts.append(word("why.published", lang, day=day_text(dating.known)))
    state = f"state.{dating.state.replace(' ', '_')}"
    if dating.state not in ("", "in force") and has_word(state):
        parts.append(word(state, lang))
    if dating.provision is not None and dating.provision.note:
        parts.append(translated(dating.provision.note, lang).text)
    return [word("mark.semicolon", lang).join(parts)] if parts else []


def _source(provision: Provision, lang: str) -> str:
    cites = cites_text(provision.cites, lang)
    evidence = evidence_text(provision.evidence, lang)
    return cites + in_brackets(evidence, lang) if cites else evidence


def _sentence(provision: Provision, lang: str) -> Iterator[str]:
    """What the rule says, in the reader's language, and whether the translation has been reviewed."""
    said = translated(provision.summary, lang)
    if said.text and said.state != MISSING:
        yield word("why.unreviewed" if said.state == UNREVIEWED else "why.sentence", lang, text=said.text)


def _link_text(reason: Reason, lang: str) -> str:
    numbers = {"lag": 0, "n": 1, "back": 0, "until": 0, "months": 0, **dict(reason.numbers)}
    match reason.anchor:
        case "up":
            name = "why.smallest_of" if reason.fold == "smallest" else f"why.{reason.fold}"
            level = word(f"level.{reason.row.level.name.lower()}", lang) if reason.row is not None else ""
            return word(name, lang, level=level)
        case "in_force":
            return word("why.in_force", lang, lag=numbers["lag"])
        case "previous":
            return word("why.previous", lang, n=numbers["n"])
        case "window":
            return word("why.window", lang, back=numbers["back"], until=numbers["until"])
        case "best":
            return word("why.best", lang, n=numbers["n"], last=numbers["back"])
    return word("why.days_in", lang, months=numbers["months"])


def _reading_lines(reading: Reading, reason: Reason, book: LawBook, lang: str) -> Iterator[str]:
    day = day_text(reading.day) if reading.until is None else f"{day_text(reading.day)} – {day_text(reading.until)}"
    anchor = word(f"anchor.{reason.anchor}", lang)
    yield (
        _source(reading.provision, lang)
        + word("mark.semicolon", lang)
        + word("why.law_of", lang, day=day, anchor=anchor)
    )
    yield from _sentence(reading.provision, lang)
    for condition in reading.conditions:
        yield from condition_lines(condition, book, lang)
    for end in reading.ends:
        text = end_text(end, reason, book, lang)
        if text:
            yield text


MOST_OPENED: Final = 3


def visible(why: Why) -> Iterator[tuple[int, Reason, str]]:
    """(depth, reason, how it is shown): opened, again (it stands above), alike (other rows of its node stand above).

    Time is followed back one step only: a node under itself is named, not opened. The plain data holds everything.
    """
    seen: set[str] = set()
    opened: dict[str, int] = {}
    stack: list[tuple[int, str, frozenset[str]]] = [(0, why.root, frozenset())]
    while stack:
        depth, key, above = stack.pop()
        reason = why.reasons[key]
        sources = reason.sources()
        if key in seen:
            yield depth, reason, "again" if sources else "leaf"
            continue
        if sources and (reason.node in above or opened.get(reason.node, 0) >= MOST_OPENED):
            yield depth, reason, "alike"
            continue
        seen.add(key)
        opened[reason.node] = opened.get(reason.node, 0) + 1
        yield depth, reason, "opened"
        below = above | {reason.node}
        stack += [(depth + 1, source.id, below) for source in reversed(sources)]


def why_text(why: Why, book: LawBook, lang: str, deepest: int | None = None) -> str:
    """The tree, indented; each part is opened once. deepest: what lies deeper is left out."""
    lines: list[str] = []
    for depth, reason, how in visible(why):
        if deepest is not None and depth > deepest:
            continue
        pad = "  " * depth
        head = head_text(reason, book, lang)
        mark = in_brackets(word(f"why.shown_{how}", lang), lang) if how in ("again", "alike") else ""
        lines.append(f"{pad}· {head}{mark}" if depth else head)
        if how == "opened":
            lines += [f"{pad}    {line}" for line in detail_lines(reason, book, lang)]
    return "\n".join(lines)


def why_html(why: Why, book: LawBook, lang: str) -> str:
    """The tree as nested fold-outs."""
    parts, open_depth = [f'<ul class="why" lang="{lang}">'], -1
    for depth, reason, how in visible(why):
        parts.append("</ul></details></li>" * max(open_depth - depth + 1, 0))
        head = escape(head_text(reason, book, lang))
        if how != "opened":
            mark = f" <em>({escape(word(f'why.shown_{how}', lang))})</em>" if how in ("again", "alike") else ""
            parts.append(f"<li>{head}{mark}</li>")
            open_depth = depth - 1
            continue
        details = "".join(f"<p>{escape(line)}</p>" for line in detail_lines(reason, book, lang))
        parts.append(f"<li><details{'' if depth else ' open'}><summary>{head}</summary>{details}<ul>")
        open_depth = depth
    return "".join(parts) + "</ul></details></li>" * (open_depth + 1) + "</ul>"


# --- plain data ----------------------------------------------------------------------------------------------------


def why_json(why: Why, book: LawBook, lang: str) -> dict[str, Any]:
    """The tree as plain data: reasons by id, each naming what it was read from."""
    return {"root": why.root, "reasons": {key: reason_json(item, book, lang) for key, item in why.reasons.items()}}


def reason_json(reason: Reason, book: LawBook, lang: str) -> dict[str, Any]:
    """One node of the tree."""
    found: dict[str, Any] = {
        "node": reason.node,
        "role": reason.role,
        "label": reason.label.text(lang),
        "value": _reason_value(reason, book, lang),
    }
    if reason.row is not None:
        found["row"] = row_json(reason.row)
    if reason.told:
        found["told"] = reason.told
    if reason.because.en:
        found["because"] = reason.because.words(lang)
    if reason.role == "rule":
        found["law_of"] = reason.anchor
        found["readings"] = [_reading_json(reading, reason, book, lang) for reading in reason.readings]
    if reason.role == "link":
        found["link"] = {"how": reason.anchor, "fold": reason.fold, **dict(reason.numbers)}
    if reason.dating is not None:
        dating = reason.dating
        found["parameter"] = {
            "provision": provision_json(dating.provision, lang),
            "base": dating.base.words(lang),
            "per": dating.per,
            "place": dating.place,
            "frozen": dating.frozen,
            "known": day_text(dating.known) or None,
            "state": dating.state,
        }
    found["inputs"] = [{"name": source.name, "id": source.id} for source in reason.sources()]
    return found


def _reason_value(reason: Reason, book: LawBook, lang: str) -> dict[str, Any]:
    if reason.dating is not None and reason.dating.content is not None:
        text = content_text(book.nodes[reason.node], reason.dating.content, book, lang)
        return {"known": True, "value": text, "kind": reason.kind.name}
    return value_json(book, reason.kind, reason.low, reason.high, reason.reasons)


def _reading_json(reading: Reading, reason: Reason, book: LawBook, lang: str) -> dict[str, Any]:
    return {
        "day": day_text(reading.day),
        "until": day_text(reading.until) or None,
        "provision": provision_json(reading.provision, lang),
        "conditions": [
            {
                "text": condition.text,
                "outcome": condition.outcome,
                "decisive": [
                    {"text": _bare(term, book, lang), "outcome": outcome} for term, outcome in condition.decisive
                ],
            }
            for condition in reading.conditions
        ],
        "results": [text for end in reading.ends if (text := end_text(end, reason, book, lang))],
    }


# --- changes and missing facts -------------------------------------------------------------------------------------


def move_text(move: Move, kind: Kind, book: LawBook, lang: str) -> str:
    """One declared fact moved, and what comes of it."""
    where = "" if move.row is None else row_text(move.row, lang)
    return word(
        "why.change" if where else "why.change_all",
        lang,
        fact=move.label.text(lang),
        row=where,
        before=value_text(book, move.kind, move.before, lang),
        after=value_text(book, move.kind, move.after, lang),
        outcome=span_text(book, kind, move.outcome_low, move.outcome_high, lang),
    )


def move_json(move: Move, kind: Kind, book: LawBook, lang: str) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "fact": move.node,
        "label": move.label.text(lang),
        "row": None if move.row is None else row_json(move.row),
        "before": value_json(book, move.kind, move.before, move.before, ()),
        "after": value_json(book, move.kind, move.after, move.after, ()),
        "outcome": value_json(book, kind, move.outcome_low, move.outcome_high, ()),
    }


def missing_lines(missing: Sequence[Missing], kind: Kind, book: LawBook, lang: str) -> Iterator[str]:
    """Each fact not told with what each answer gives."""
    for item in missing:
        rows = [row_text(row, lang) for row in item.rows[:3]]
        rows += [word("worker.more", lang, count=len(item.rows) - 3)] if len(item.rows) > 3 else []
        yield item.label.text(lang) + in_brackets(word("mark.comma", lang).join(rows), lang)
        for answer in item.answers if item.alone else ():
            assert item.kind is not None
            given = value_text(book, item.kind, answer.value, lang)
            yield f"    {given} → {span_text(book, kind, answer.low, answer.high, lang)}"


def missing_json(missing: Iterable[Missing], kind: Kind, book: LawBook, lang: str) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [
        {
            "fact": item.node,
            "label": item.label.text(lang),
            "rows": [row_json(row) for row in item.rows],
            "alone": item.alone,
            "answers": [
                {
                    "answer": value_json(book, item.kind, answer.value, answer.value, ()),
                    "outcome": value_json(book, kind, answer.low, answer.high, answer.reasons),
                }
                for answer in item.answers
                if item.kind is not None
            ],
        }
        for item in missing
    ]


__all__ = [
    "condition_lines",
    "content_text",
    "detail_lines",
    "end_text",
    "head_text",
    "missing_json",
    "missing_lines",
    "move_json",
    "move_text",
    "reason_json",
    "tariff_text",
    "term_text",
    "why_html",
    "why_json",
    "why_text",
]
