"""A test of conformity in words: sections for terminal and page, and plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.terms import terms_of
from amparo.engine.explain import label_of
from amparo.law.standards import standards_book
from amparo.law.standards.requirements import standards
from amparo.report.citations import citation_text
from amparo.report.claims import benefit_name
from amparo.report.results import Section, country_name, section_text
from amparo.report.values import cites_text, day_text, evidence_text, money_text, number_text, place_text, value_text
from amparo.report.words import scheme_name, word
from amparo.rules.declarations import Branch, Coverage
from amparo.rules.evidence import Label
from amparo.rules.kinds import KINDS, show_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from amparo.analysis.conformity import Conformity, PartVerdict, Quantity, Verdict
    from amparo.law.standards.requirements import Ratification, Requirement

FORMAT: Final = "amparo-conformity/1"
_RATE_STEP: Final = 1_000


def conformity_head(found: Conformity, lang: str) -> list[str]:
    """Title, place, population and what the marks mean."""
    lines = [
        word("conform.title", lang, country=country_name(found.country, lang), day=day_text(found.on)),
        word("worker.law_of", lang, country=country_name(found.country, lang), hash=found.book.hash[:12]),
    ]
    if found.place:
        place = place_text(found.book, found.book.places.index(found.place), lang)
        lines.append(word("conform.place", lang, place=place))
    for name, value in found.assumed:
        label = label_of(found.book.nodes[name]).text(lang)
        lines.append(word("conform.assumed", lang, fact=label, value=value))
    if found.class_:
        class_ = word(f"class.{found.class_}", lang)
        lines.append(word("conform.population", lang, source=found.source or "–", class_=class_))
    else:
        lines.append(word("conform.no_population", lang))
    return lines


def conformity_sections(found: Conformity, lang: str) -> list[Section]:
    """Ratification, Parts, and one table of requirements for each instrument."""
    shown = dict.fromkeys(verdict.requirement.standard for verdict in found.verdicts)
    sections = [_ratified(found, lang)] if found.ratified else []
    if found.parts:
        sections.append(_parts(found, lang))
    return [*sections, *(_requirements(found, standard, lang) for standard in shown)]


def conformity_text(found: Conformity, lang: str) -> str:
    """The whole as plain text."""
    head = "\n".join(conformity_head(found, lang))
    return "\n\n".join([head, *(section_text(section) for section in conformity_sections(found, lang))]) + "\n"


def _heads(lang: str, *keys: str) -> tuple[str, ...]:
    return tuple(word(f"head.{key}", lang) for key in keys)


def _ratified(found: Conformity, lang: str) -> Section:
    rows = tuple(
        (
            _instrument(each.standard),
            _ratification(each, lang),
            each.note.text(lang),
            evidence_text(each.evidence, lang),
        )
        for each in found.ratified
    )
    heads = _heads(lang, "instrument", "state", "remark", "evidence")
    return Section("ratified", word("conform.ratified", lang), heads, rows)


def _instrument(standard: str) -> str:
    from amparo.law.standards.instruments import INSTRUMENTS

    return INSTRUMENTS[standard].short


def _ratification(each: Ratification, lang: str) -> str:
    if each.state == "ratified" and each.year is not None:
        return word("conform.ratified_in", lang, year=each.year)
    return word("conform.not_ratified" if each.state == "not_ratified" else "conform.ratification_not_known", lang)


def _parts(found: Conformity, lang: str) -> Section:
    rows = tuple(
        (
            part_name(each.standard, each.part, each.number, lang),
            word(f"conform.state.{each.state}", lang),
            word(f"conform.platform.{each.platform}", lang),
            _schemes(each.carried_by, lang),
            _schemes(each.broken_by, lang),
        )
        for each in found.parts
    )
    heads = _heads(lang, "part", "verdict", "platform_workers", "carried_by", "broken_by")
    return Section("parts", word("conform.parts", lang), heads, rows, word("conform.parts_note", lang))


def _schemes(schemes: Iterable[str], lang: str) -> str:
    return word("mark.comma", lang).join(scheme_name(scheme, lang) for scheme in schemes)


def part_name(standard: str, part: str, number: str, lang: str) -> str:
    """A Part of an instrument, in words."""
    short = _instrument(standard)
    if not part:
        return word("conform.part_all", lang, standard=short)
    label = standards_book().topics["conventions"].categories["Part"][part].text(lang)
    if not number:
        return word("conform.part_plain", lang, standard=short, name=label)
    return word("conform.part", lang, standard=short, number=number, name=label)


def _requirements(found: Conformity, standard: str, lang: str) -> Section:
    from amparo.law.standards.instruments import INSTRUMENTS

    rows = tuple(_row(found, verdict, lang) for verdict in found.verdicts if verdict.requirement.standard == standard)
    doubtful = any(verdict.doubts for verdict in found.verdicts if verdict.requirement.standard == standard)
    heads = _heads(lang, "requirement", "of_whom", "verdict", "found", "asked", "remarks", "cites")
    note = word("conform.doubts_note", lang) if doubtful else ""
    return Section(standard.lower(), INSTRUMENTS[standard].title.text(lang), heads, rows, note)


def _row(found: Conformity, verdict: Verdict, lang: str) -> tuple[str, ...]:
    return (
        requirement_text(verdict.requirement, lang),
        of_whom(found, verdict, lang),
        word(f"conform.state.{verdict.state}", lang),
        quantity_text(found, verdict.found, lang) + (" §?" if verdict.doubts and verdict.found else ""),
        asked_text(found, verdict, lang),
        word("mark.semicolon", lang).join(_remarks(found, verdict, lang)),
        cites_text(verdict.cites, lang),
    )


def requirement_text(requirement: Requirement, lang: str) -> str:
    """What is asked, of which Part or branch, and the article."""
    name = word(f"conform.aspect.{requirement.aspect}", lang)
    article = requirement.cite.article
    if requirement.series:
        head = word(f"conform.series.{requirement.series}", lang)
    elif requirement.part:
        number = f"{requirement.number} " if requirement.number else ""
        head = number + standards_book().topics["conventions"].categories["Part"][requirement.part].text(lang)
    else:
        head = word(f"branch.{requirement.branch}", lang) if requirement.branch else ""
    text = " · ".join(part for part in (head, name) if part)
    return f"{text} [{citation_text(requirement.cite, lang)}]" if article else text


def of_whom(found: Conformity, verdict: Verdict, lang: str) -> str:
    """The scheme and the benefit, or the group of persons."""
    parts = [scheme_name(verdict.scheme, lang)] if verdict.scheme else []
    if verdict.benefit:
        terms = next((t for t in terms_of(found.book) if t.id == verdict.benefit), None)
        parts.append(benefit_name(found.book, terms, lang) if terms is not None else verdict.benefit)
    elif verdict.group:
        parts.insert(0, word(f"conform.group.{verdict.group}", lang))
    return " · ".join(parts)


def quantity_text(found: Conformity, quantity: Quantity | None, lang: str) -> str:
    """A number with its unit; between bounds where it is not known."""
    if quantity is None:
        return ""
    ends = [_end_text(found, quantity.kind, end, lang) for end in (quantity.low, quantity.high)]
    if ends[0] == ends[1]:
        return ends[0]
    if quantity.kind in ("months", "age") and quantity.high >= 1500:
        return word("value.unknown", lang)
    if quantity.kind == "coverage":
        return word("coverage.undecided", lang)
    return word("value.between", lang, low=ends[0], high=ends[1])


def _end_text(found: Conformity, kind: str, value: int, lang: str) -> str:
    match kind:
        case "rate":
            shown = value // _RATE_STEP * _RATE_STEP if value % _RATE_STEP else value
            return value_text(found.book, KINDS["rate"], shown, lang)
        case "days":
            return word("conform.days", lang, value=number_text(str(value), lang))
        case "months":
            return word("conform.months", lang, value=value)
        case "age":
            return word("conform.age", lang, years=value // 12, months=value % 12)
        case "money":
            return money_text(value, found.book.currency, lang)
        case "coverage":
            return word(f"coverage.{Coverage(value).name.lower()}", lang)
    return number_text(str(value), lang)


def asked_text(found: Conformity, verdict: Verdict, lang: str) -> str:
    """The number asked, and in which way."""
    if verdict.asked is None:
        return word(f"conform.{verdict.relation}", lang) if verdict.relation in ("throughout", "no_number") else ""
    value = _exact(found, verdict.asked, lang)
    return word(f"conform.{verdict.relation}", lang, value=value) if verdict.relation else value


def _exact(found: Conformity, quantity: Quantity, lang: str) -> str:
    if quantity.kind == "rate":
        return value_text(found.book, KINDS["rate"], quantity.low, lang)
    return _end_text(found, quantity.kind, quantity.low, lang)


def _remarks(found: Conformity, verdict: Verdict, lang: str) -> list[str]:
    names = [
        label.text(lang) if label is not None else word(f"conform.{name}", lang) for name, label in verdict.missing
    ]
    lines = [word("conform.missing", lang, what=word("mark.comma", lang).join(names))] if names else []
    why = verdict.requirement.why.text(lang)
    asks_data = verdict.requirement.reason in ("needs_population", "needs_labour")
    if why and not (asks_data and (verdict.found or verdict.missing)):
        lines.append(why.rstrip(".。"))
    for name, values in verdict.remarks:
        said = {key: _remark_value(found, key, value, lang) for key, value in values}
        lines.append(word(f"conform.remark.{name}", lang, **said))
    return lines


def _remark_value(found: Conformity, key: str, value: Any, lang: str) -> str:
    match value:
        case Label():
            return value.text(lang)
        case Branch():
            return word(f"branch.{value.name.lower()}", lang)
        case dict():
            return str(value[lang])
    if key == "benefit":
        terms = next((t for t in terms_of(found.book) if t.id == value), None)
        return benefit_name(found.book, terms, lang) if terms is not None else str(value)
    if key == "share":
        return _end_text(found, "rate", int(value), lang)
    if key in ("wage", "least", "most", "own", "all"):
        return money_text(int(value), found.book.currency, lang)
    return str(value)


# --- plain data ------------------------------------------------------------------------------------------------------


def conformity_json(found: Conformity, lang: str) -> dict[str, Any]:
    """The whole as plain data, with stable ids."""
    return {
        "format": FORMAT,
        "language": lang,
        "country": found.country,
        "on": day_text(found.on),
        "place": found.place or None,
        "law": found.book.hash,
        "class": found.class_ or None,
        "source": found.source or None,
        "assumed": dict(found.assumed),
        "standards": [name for name in standards() if any(v.requirement.standard == name for v in found.verdicts)],
        "ratified": [
            {
                "standard": each.standard,
                "state": each.state,
                "year": each.year,
                "parts": list(each.parts),
                "evidence": each.evidence.mark,
                "note": each.note.text(lang),
            }
            for each in found.ratified
        ],
        "parts": [_part_json(each) for each in found.parts],
        "requirements": [_verdict_json(found, verdict, lang) for verdict in found.verdicts],
    }


def _part_json(each: PartVerdict) -> dict[str, Any]:
    return {
        "standard": each.standard,
        "part": each.number or None,
        "name": each.part.lower(),
        "verdict": each.state,
        "platform_workers": each.platform,
        "met_by": list(each.carried_by),
        "not_met_by": list(each.broken_by),
    }


def _verdict_json(found: Conformity, verdict: Verdict, lang: str) -> dict[str, Any]:
    requirement = verdict.requirement
    return {
        "id": requirement.id,
        "standard": requirement.standard,
        "part": requirement.number or None,
        "branch": requirement.branch or None,
        "aspect": requirement.aspect,
        "article": requirement.cite.article,
        "title": requirement_text(requirement, lang),
        "evidence": requirement.evidence.mark,
        "verdict": verdict.state,
        "scheme": verdict.scheme or None,
        "benefit": verdict.benefit or None,
        "group": verdict.group or None,
        "found": _quantity_json(verdict.found),
        "asked": _quantity_json(verdict.asked),
        "relation": verdict.relation or None,
        "missing": [
            {"name": name, "label": label.text(lang) if label is not None else word(f"conform.{name}", lang)}
            for name, label in verdict.missing
        ],
        "remarks": _remarks(found, verdict, lang),
        "cites": [{"instrument": c.instrument.key, "article": c.article} for c in verdict.cites],
        "doubts": [{"provision": name, "evidence": evidence.mark} for name, evidence in verdict.doubts],
    }


def _quantity_json(quantity: Quantity | None) -> dict[str, Any] | None:
    if quantity is None:
        return None
    kind = KINDS["months" if quantity.kind == "age" else quantity.kind] if quantity.kind != "coverage" else None
    ends = [
        Coverage(end).name.lower() if kind is None else show_value(kind, end) for end in (quantity.low, quantity.high)
    ]
    if ends[0] == ends[1]:
        return {"kind": quantity.kind, "value": ends[0]}
    return {"kind": quantity.kind, "low": ends[0], "high": ends[1]}


def failures(verdicts: Sequence[Verdict]) -> int:
    """How many requirements fail."""
    return sum(1 for verdict in verdicts if verdict.state == "fail")


__all__ = [
    "FORMAT",
    "asked_text",
    "conformity_head",
    "conformity_json",
    "conformity_sections",
    "conformity_text",
    "failures",
    "of_whom",
    "part_name",
    "quantity_text",
    "requirement_text",
]
