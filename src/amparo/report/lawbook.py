"""The law as held, for people: lists, single provisions, their history, the public register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from amparo.law.translations import translated
from amparo.report.explained import content_text
from amparo.report.results import Section, country_name, section_text
from amparo.report.values import cites_text, day_text, evidence_text, provision_json, span_text, value_text
from amparo.report.words import LANGUAGES, has_word, word
from amparo.rules.errors import NameNotFound
from amparo.rules.messages import Listed, Message
from amparo.rules.nodes import Builtin, Fact, LinkNode, Rule
from amparo.rules.parameters import REPEALED, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from amparo.rules.book import LawBook
    from amparo.rules.lint import Finding, Register
    from amparo.rules.nodes import Node
    from amparo.rules.parameters import Dated

KINDS_OF_NODE: Final = ("rule", "parameter", "fact", "link", "place")


def entries(country: str | None, topic: str | None, kind: str | None, lang: str) -> list[dict[str, Any]]:
    """Every node (and place) of one country, or of all real ones. Raises NameNotFound for what is not there."""
    from amparo.law import REAL, book

    if kind is not None and kind not in KINDS_OF_NODE:
        raise NameNotFound(
            Message(
                "law.no_kind",
                "'{kind}' is no kind here: one of {kinds_of_node}.",
                kind=kind,
                kinds_of_node=Listed(KINDS_OF_NODE),
            )
        )
    codes = [country] if country else REAL
    found: list[dict[str, Any]] = []
    for code in codes:
        held = book(code)
        if topic is not None and topic not in held.topics:
            if country or not any(topic in book(other).topics for other in codes):
                raise NameNotFound(
                    Message(
                        "law.no_topic",
                        "{code} has no topic '{topic}': one of {topics}.",
                        code=code,
                        topic=topic,
                        topics=Listed(held.topics),
                    )
                )
            continue
        nodes = [n for n in held.nodes.values() if not isinstance(n, Builtin) and topic in (None, n.topic)]
        rows = [_row(held, node, lang) for node in nodes]
        if topic is None:
            rows += [_place_row(held, position, lang) for position in range(len(held.places.names))]
        found += [row for row in rows if kind in (None, row["kind"])]
    return found


def _row(book: LawBook, node: Node, lang: str) -> dict[str, Any]:
    from amparo.engine.explain import label_of

    since = _since(node)
    return {
        "id": node.full_name,
        "country": book.country.code,
        "kind": kind_of(node),
        "topic": node.topic,
        "level": "" if isinstance(node, Parameter) else node.level.name.lower(),
        "value_kind": node.kind.name,
        "label": label_of(node).text(lang),
        "since": day_text(since) or None,
    }


def _place_row(book: LawBook, position: int, lang: str) -> dict[str, Any]:
    places = book.places
    return {
        "id": places.names[position],
        "country": book.country.code,
        "kind": "place",
        "topic": "",
        "level": "",
        "value_kind": "place",
        "label": places.labels[position].text(lang),
        "since": None,
    }


def kind_of(node: Node) -> str:
    """rule, parameter, fact or link."""
    return {Rule: "rule", Parameter: "parameter", Fact: "fact", LinkNode: "link", Builtin: "calendar"}[type(node)]


def _since(node: Node) -> int | None:
    if isinstance(node, Rule):
        return min(version.since for version in node.versions)
    if isinstance(node, Parameter):
        return min((entry.start for series in node.series.values() for entry in series), default=None)
    return None


def entry_sections(rows: Sequence[dict[str, Any]], lang: str) -> list[Section]:
    """The list as one table per country."""
    heads = tuple(word(f"head.{key}", lang) for key in ("name", "kind", "level", "since", "title"))
    found = []
    for code in dict.fromkeys(row["country"] for row in rows):
        cells = tuple(
            (
                row["id"],
                word(f"node.{row['kind']}", lang),
                word(f"level.{row['level']}", lang) if row["level"] else "",
                row["since"] or "",
                row["label"],
            )
            for row in rows
            if row["country"] == code
        )
        found.append(Section(code, country_name(code, lang), heads, cells))
    return found


# --- one node ------------------------------------------------------------------------------------------------------


def entry(name: str, country: str | None, lang: str) -> dict[str, Any]:
    """One node in full, by full or short name."""
    from amparo.api import find_rule
    from amparo.engine.explain import label_of
    from amparo.engine.plan import plan_of
    from amparo.law import book as book_of

    code, key = find_rule(name, country)
    book = book_of(code)
    node = book.nodes[key]
    found: dict[str, Any] = {
        **_row(book, node, lang),
        "title": f"{label_of(node).text(lang)} · {code}:{key}",
        "labels": {each: label_of(node).text(each) for each in LANGUAGES},
        "reads": sorted(book.dependencies(key)),
        "read_by": sorted(plan_of(book).readers.get(key, ())),
        "history": list(_history(book, node, lang)),
    }
    if isinstance(node, Rule):
        found["law_of"] = node.law_at.name
        found["before"] = None if node.before is None else value_text(book, node.kind, node.before, lang)
        found["after"] = None if node.after is None else value_text(book, node.kind, node.after, lang)
    if isinstance(node, Fact):
        found["range"] = span_text(book, node.kind, node.low, node.high, lang)
        found["absent"] = None if node.absent is None else value_text(book, node.kind, node.absent, lang)
        found["because"] = node.because.words(lang)
    if isinstance(node, Parameter):
        found["base"], found["per"], found["by_place"] = node.base.words(lang), node.per, node.by_place
    if isinstance(node, LinkNode):
        found["link"] = node.link.how
    return found


def _history(book: LawBook, node: Node, lang: str) -> Iterator[dict[str, Any]]:
    """The dated versions of a rule, the dated values of a parameter by place."""
    from amparo.engine.explain import version_provision

    if isinstance(node, Rule):
        for number, version in enumerate(node.versions):
            stated = version_provision(node, number)
            said = translated(version.summary, lang)
            yield {
                "from": day_text(version.since),
                "until": day_text(stated.until) or None,
                "provision": provision_json(stated, lang),
                "cites": cites_text(version.cites, lang),
                "evidence": evidence_text(version.evidence, lang),
                "text": said.text,
                "translation": said.state,
                "wording": version.source.text,
            }
    if isinstance(node, Parameter):
        for place, series in node.series.items():
            for dated in series:
                yield _dated_json(book, node, place, dated, lang)


def _dated_json(book: LawBook, node: Parameter, place: str, dated: Dated, lang: str) -> dict[str, Any]:
    from amparo.engine.explain import dated_provision

    stated = dated_provision(node, dated)
    note = translated(dated.note, lang)
    return {
        "from": day_text(dated.start),
        "until": None,
        "place": place,
        "text": _dated_text(book, node, dated, lang),
        "frozen": dated.frozen,
        "state": dated.state,
        "known": day_text(dated.known),
        "provision": provision_json(stated, lang),
        "cites": cites_text(stated.cites, lang),
        "evidence": evidence_text(dated.evidence, lang),
        "note": note.text,
        "translation": note.state,
    }


def _dated_text(book: LawBook, node: Parameter, dated: Dated, lang: str) -> str:
    if dated.value is None:
        return word("value.unknown", lang)
    if dated.value is REPEALED:
        return word("value.repealed", lang)
    if isinstance(dated.value, int):
        return value_text(book, node.kind, dated.value, lang)
    return content_text(node, dated.value, book, lang)


def history_section(entry_: dict[str, Any], lang: str) -> Section:
    """The history of one node as a table."""
    places = any(item.get("place") for item in entry_["history"])
    keys = ["from", "until", "value", "cites", "evidence", "state", "note"]
    keys = ["place", *keys] if places else keys
    rows = []
    for item in entry_["history"]:
        state = item.get("state", "")
        notes = [word("why.frozen", lang)] if item.get("frozen") else []
        notes += [item["note"]] if item.get("note") else []
        cells = {
            "place": item.get("place", ""),
            "from": item["from"],
            "until": item["until"] or "",
            "value": item["text"],
            "cites": item["cites"],
            "evidence": item["evidence"],
            "state": word(f"state.{state.replace(' ', '_')}", lang) if state else "",
            "note": word("mark.semicolon", lang).join(notes),
        }
        rows.append(tuple(cells[key] for key in keys))
    heads = tuple(word(f"head.{key}", lang) for key in keys)
    note = "" if rows else word("worker.none", lang)
    return Section("history", word("law.versions", lang), heads, tuple(rows), note)


def entry_text(entry_: dict[str, Any], lang: str) -> str:
    """One node as text."""
    lines = [entry_["title"]]
    facts = [("head.kind", word(f"node.{entry_['kind']}", lang) + f" · {entry_['value_kind']}")]
    if entry_["level"]:
        facts.append(("law.level", word(f"level.{entry_['level']}", lang)))
    if entry_.get("law_of"):
        facts.append(("law.anchor", word(f"anchor.{entry_['law_of']}", lang)))
    facts += [(f"law.{key}", entry_[key]) for key in ("before", "after", "range") if entry_.get(key)]
    if entry_.get("base"):
        facts.append(("law.base", entry_["base"]))
    if entry_.get("per") and has_word(f"per.{entry_['per']}"):
        facts.append(("law.per", word(f"per.{entry_['per']}", lang)))
    if entry_.get("absent"):
        facts.append(("law.absent", f"{entry_['absent']} ({entry_['because']})"))
    comma = word("mark.comma", lang)
    facts += [(f"law.{key}", comma.join(entry_[key])) for key in ("reads", "read_by") if entry_[key]]
    lines += [word("law.line", lang, name=word(key, lang), text=text) for key, text in facts]
    if entry_["history"]:
        lines += ["", section_text(history_section(entry_, lang))]
    for item in entry_["history"]:
        if item.get("wording"):
            lines += ["", f"{word('law.wording', lang)} ({item['from']})", item["wording"]]
    return "\n".join(lines)


# --- findings and the public register --------------------------------------------------------------------------------


def register_json(held: Register, findings: Sequence[Finding], unsafe: Sequence[str], lang: str) -> dict[str, Any]:
    """What is covered, since when, on which evidence, and what is missing."""
    return {
        "format": "amparo-register/1",
        "language": lang,
        "law": {"country": held.country, "hash": held.book, "since": held.law_since},
        "findings": [{"where": f.where, "what": f.what, "cure": f.cure} for f in findings],
        "products_that_may_wrap": list(unsafe),
        "evidence": dict(held.evidence),
        "provisions": held.provisions,
        "values": held.values,
        "doubtful_values": held.doubtful_values,
        "topics": [
            {
                "topic": topic.name,
                "evidence": dict(topic.evidence),
                "doubtful_values": topic.doubtful_values,
                "missing": [label.text(lang) for label in topic.missing],
                "provisions": [
                    {
                        "id": provision.name,
                        "kind": provision.what,
                        "label": provision.label.text(lang),
                        "since": provision.since,
                        "until": provision.until,
                        "values": provision.values,
                        "unknown_values": provision.unknown_values,
                        "evidence": dict(provision.evidence),
                        "doubtful_values": provision.doubtful_values,
                        "places_with_value": list(provision.places_with_value),
                        "places_without_value": list(provision.places_without_value),
                    }
                    for provision in topic.provisions
                ],
            }
            for topic in held.topics
        ],
    }


def register_sections(held: Register, findings: Sequence[Finding], unsafe: Sequence[str], lang: str) -> list[Section]:
    """The same as tables."""
    heads = tuple(word(f"head.{key}", lang) for key in ("place_of_finding", "finding", "cure"))
    wrong = [(f.where, f.what, f.cure) for f in findings] + [("", text, "") for text in unsafe]
    note = word("register.safe", lang) if not unsafe else ""
    note = note if wrong else f"{word('register.no_findings', lang)} {note}".strip()
    found = [Section("findings", word("register.findings", lang), heads, tuple(wrong), note)]
    keys = ("name", "kind", "title", "since", "values", "not_known", "doubtful", "evidence")
    for topic in held.topics:
        rows = tuple(
            (
                provision.name,
                word(f"node.{provision.what}", lang) if has_word(f"node.{provision.what}") else provision.what,
                provision.label.text(lang),
                provision.since or "",
                str(provision.values),
                str(provision.unknown_values or ""),
                str(provision.doubtful_values or ""),
                _evidence_counts(provision.evidence, lang),
            )
            for provision in topic.provisions
        )
        missing = [label.text(lang) for label in topic.missing]
        note = ""
        if missing:
            items = "".join(f"\n  - {item}" for item in missing)
            note = word("register.missing_list", lang, items=items)
        heads = tuple(word(f"head.{key}", lang) for key in keys)
        found.append(Section(topic.name, topic.name, heads, rows, note))
    total = tuple((word(f"evidence.{kind}", lang), str(count)) for kind, count in held.evidence.items())
    total += ((word("register.doubtful", lang), str(held.doubtful_values)),)
    heads = tuple(word(f"head.{key}", lang) for key in ("evidence", "values"))
    found.append(Section("evidence", word("register.evidence", lang), heads, total))
    return found


def _evidence_counts(evidence: Any, lang: str) -> str:
    return word("mark.comma", lang).join(
        f"{word(f'evidence.{kind}', lang)} {count}" for kind, count in evidence.items()
    )


__all__ = [
    "entries",
    "entry",
    "entry_sections",
    "entry_text",
    "history_section",
    "register_json",
    "register_sections",
]
