"""Cases as a browser sends them: an example, a file, a text, or the short form; and answers put into a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from amparo.api import OutsideRecords
from amparo.demo import demo_cases
from amparo.law import book
from amparo.records.case import Case, case_from
from amparo.records.documents import Unreadable, parse, written
from amparo.records.errors import CaseError, ExportRefused
from amparo.records.facts import ONCE, FactIndex, is_unknown
from amparo.report.words import word
from amparo.rules.levels import CONTRACT, GROUP_MONTH, PAYER, SPELL, TIE_MONTH, TIE_YEAR, Level
from amparo.web.shell import SHOWN_COUNTRIES

if TYPE_CHECKING:
    from amparo.demo import DemoCase
    from amparo.rules.nodes import Fact

MOST_ENGAGEMENT_MONTHS: Final = 600
MOST_MONTHS: Final = 600
ROWS_OF_FORM: Final = 3
_TIES: Final = (TIE_MONTH, GROUP_MONTH, TIE_YEAR)


@dataclass(frozen=True)
class Sent:
    """A case as sent: its text, the text as data, and what it was read into."""

    text: str
    data: Mapping[str, Any]
    case: Case


def example(identity: str) -> DemoCase | None:
    """An example by its id."""
    return next((case for case in demo_cases() if case.id == identity), None)


def text_of_example(identity: str, lang: str) -> str:
    """The case file of an example. Raises OutsideRecords."""
    case = example(identity)
    if case is None:
        raise OutsideRecords(word("web.worker.no_example", lang, name=identity[:40]))
    return case.file.read_text(encoding="utf-8")


def sent(text: str, lang: str) -> Sent:
    """A text read as a case. Raises CaseError, ExportRefused, OutsideRecords (also for a case too large for a page)."""
    text = text.replace("\r\n", "\n")
    if not text.strip():
        raise OutsideRecords(word("web.worker.no_case", lang))
    try:
        data = parse(text)
    except Unreadable as error:
        raise CaseError([error.finding]) from None
    case = case_from(data, source="")
    if case.class_ == "restricted":
        raise ExportRefused(word("error.restricted", lang))
    months = case.dossier.last - case.dossier.first + 1
    if months > MOST_MONTHS:
        raise OutsideRecords(word("web.worker.too_many_months", lang, months=months, most=MOST_MONTHS))
    engagements = len(case.dossier.contracts)
    if engagements > MOST_ENGAGEMENT_MONTHS:
        told = {"engagements": engagements, "most": MOST_ENGAGEMENT_MONTHS}
        raise OutsideRecords(word("web.worker.too_long", lang, **told))
    return Sent(text, data, case)


# --- the short form -------------------------------------------------------------------------------------------------


def from_form(fields: Mapping[str, str], lang: str) -> str:
    """The short form as the text of a case file. Raises OutsideRecords where too little is said to make one."""
    country = fields.get("country", "")
    if country not in SHOWN_COUNTRIES:
        raise OutsideRecords(word("web.worker.no_country", lang))
    payers: dict[str, Any] = {}
    for number in range(1, ROWS_OF_FORM + 1):
        _payer(payers, {key: fields.get(f"{key}{number}", "").strip() for key in _ROW})
    if not payers:
        raise OutsideRecords(word("web.worker.no_engagement", lang))
    worker = {key: fields.get(key, "").strip() for key in ("birth_date", "sex", "residence_place")}
    data = {
        "country": country,
        "name": fields.get("name", "").strip() or word("payer.worker", lang),
        "class": "hypothetical",
        "from": fields.get("from", "").strip(),
        "to": fields.get("to", "").strip(),
        "worker": {key: value for key, value in worker.items() if value},
        "payers": payers,
    }
    return written({key: value for key, value in data.items() if value != {}})


_ROW: Final = ("payer", "payer_kind", "activity", "form", "gross_pay", "orders", "work_place", "since", "until")


def _payer(payers: dict[str, Any], row: Mapping[str, str]) -> None:
    """One row of the form; a payer named twice has two engagements."""
    if not row["payer"]:
        return
    payer = payers.setdefault(row["payer"], {})
    if row["payer_kind"]:
        payer["payer_kind"] = row["payer_kind"]
    engagement = {key: row[key] for key in ("activity", "form", "work_place") if row[key]}
    if row["since"]:
        engagement["from"] = row["since"]
    if row["until"]:
        engagement["until"] = row["until"]
    engagement |= {key: row[key] for key in ("gross_pay", "orders") if row[key]}
    payer.setdefault("engagements", []).append(engagement)


# --- answers --------------------------------------------------------------------------------------------------------


def with_answers(held: Sent, answers: Mapping[tuple[str, str], str], lang: str) -> str:
    """The text of the case with each answer (by fact and payer) put where it was unknown.

    Raises OutsideRecords where there is no place for an answer.
    """
    index = FactIndex(held.case.book)
    facts = {fact.full_name: fact for fact in index.all}
    data = copied(held.data)
    for (name, payer), value in answers.items():
        places = _places(data, facts[name], payer, index) if name in facts else []
        if not places:
            raise OutsideRecords(word("web.worker.cannot_answer", lang))
        told: str | bool = value == "yes" if facts[name].kind.name == "truth" and value in ("yes", "no") else value
        for place, key in places:
            _put(place, key, told)
    return written(data)


def copied(data: Any) -> Any:
    """Plain data of its own, every word as text; yes and no stay what they are."""
    if isinstance(data, Mapping):
        return {str(key): copied(value) for key, value in data.items()}
    if isinstance(data, list):
        return [copied(item) for item in data]
    if isinstance(data, bool):
        return data
    return "unknown" if data is None else str(data)


def _places(data: dict[str, Any], fact: Fact, payer: str, index: FactIndex) -> list[tuple[dict[str, Any], str]]:
    """The mappings of the case in which a fact stands (or would stand), with the key it has there."""
    payers = _mapping(data, "payers")
    if fact.level in ONCE:
        return [_place(_mapping(data, "worker"), fact, ONCE, index)]
    if fact.level is SPELL:
        spells = [spell for spell in data.get("spells", []) if isinstance(spell, dict)]
        return [_place(spell, fact, (SPELL,), index) for spell in spells]
    named = [name for name in payers if payer in (name, _group(payers[name]))]
    if fact.level in (GROUP_MONTH, TIE_YEAR):
        named = named[:1]  # told of one payer of the group, it holds for the group
    found = []
    for name in named:
        told = payers[name]
        if not isinstance(told, dict):
            continue
        if fact.level is PAYER:
            found.append(_place(told, fact, (PAYER,), index))
        elif fact.level is CONTRACT:
            engagements = [one for one in told.get("engagements", []) if isinstance(one, dict)]
            found += [_place(one, fact, (CONTRACT,), index) for one in engagements]
        else:
            found.append(_place(_mapping(told, "ties"), fact, _TIES, index))
    return found


def _group(told: Any) -> str:
    return str(told.get("group", "")) if isinstance(told, Mapping) else ""


def _mapping(data: dict[str, Any], key: str) -> dict[str, Any]:
    """The mapping under a key, made where it is not there."""
    if not isinstance(data.get(key), dict):
        data[key] = {}
    held: dict[str, Any] = data[key]
    return held


def _place(
    mapping: dict[str, Any], fact: Fact, levels: tuple[Level, ...], index: FactIndex
) -> tuple[dict[str, Any], str]:
    known = index.names(levels)
    written_as = [key for key in mapping if known.get(key) is fact]
    short = fact.name if known.get(fact.name) is fact else fact.full_name
    return mapping, written_as[0] if written_as else short


def _put(mapping: dict[str, Any], key: str, value: str | bool) -> None:
    """The answer where nothing, or unknown, stood; what was told stays."""
    held = mapping.get(key)
    if isinstance(held, dict):
        mapping[key] = {period: value if is_unknown(told) else told for period, told in held.items()}
    elif is_unknown(held):
        mapping[key] = value


def places_held(lang: str) -> dict[str, list[tuple[str, str]]]:
    """(id, name) of every place of each country whose law has some, for the short form."""
    held = {code: book(code).places for code in SHOWN_COUNTRIES}
    return {
        code: [(name, label.text(lang)) for name, label in zip(places.names, places.labels, strict=True)]
        for code, places in held.items()
        if places.names
    }


__all__ = [
    "ROWS_OF_FORM",
    "Sent",
    "copied",
    "example",
    "from_form",
    "places_held",
    "sent",
    "text_of_example",
    "with_answers",
    "written",
]
