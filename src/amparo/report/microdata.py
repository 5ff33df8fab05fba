"""A population read from persons' data, in words: whose data, under which law, how weighted, what is assumed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.records.design import POPULATION
from amparo.report.results import Section, country_name
from amparo.report.values import count_text, number_text, value_text
from amparo.report.words import word
from amparo.rules.kinds import read_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.rules.book import LawBook

KIND: Final = "microdata"
_CODES: Final = (
    "data",
    "conversion",
    "assumptions",
    "design",
    "counts",
    "label",
    "persons",
    "stands_for",
    "weight",
    "class",
)


def microdata_of(records: Path | str) -> Mapping[str, Any] | None:
    """What population.json says of a population read from data; None of any other folder."""
    file = Path(records) / POPULATION
    if not file.is_file():
        return None
    document = json.loads(file.read_text(encoding="utf-8"))
    return document if is_microdata(document) else None


def told_json(document: Mapping[str, Any] | None) -> dict[str, Any]:
    """What goes with every result as data: {'population': ...}, or nothing where the population is not of this kind."""
    return {} if document is None else {"population": {key: document[key] for key in _CODES}}


def banner(document: Mapping[str, Any], lang: str) -> str:
    """Whose data these are, and under which law they are read."""
    data, law = document["data"], document["country"]
    values = {
        "country": data["country"][lang],
        "year": data["year"],
        "class_": word(f"class.{document['class']}", lang),
    }
    if data["country"]["en"].lower() == country_name(law, "en").lower():
        return word("microdata.of_own", lang, **values, read_as=data["read_as"])
    return word("microdata.of_others", lang, **values, law=country_name(law, lang))


def data_lines(document: Mapping[str, Any] | None, lang: str) -> list[str]:
    """Whose data, from where, how amounts were turned, how errors are found; nothing for other populations."""
    if document is None:
        return []
    data, turned = document["data"], document["conversion"]
    lines = [banner(document, lang), document["label"][lang]]
    lines.append(word("microdata.source", lang, source=data["source"][lang], licence=data["licence"][lang]))
    if data["note"] is not None:
        lines.append(data["note"][lang])
    if turned is not None:
        values = {"currency": turned["from"], "rate": number_text(turned["rate"], lang), "date": turned["date"]}
        lines.append(word("microdata.conversion", lang, **values, source=turned["source"][lang]))
    lines.append(word("microdata.counted", lang, weight=number_text(f"{document['weight']:.2f}", lang)))
    return [*lines, *_design(document["design"], lang)]


def weighed_lines(each: float | None, lang: str) -> list[str]:
    """That there are two kinds of counts, where records weigh persons; each: whom one of average weight stands for."""
    return [] if each is None else [word("run.weighed", lang, each=number_text(f"{each:.2f}", lang))]


def _design(design: Mapping[str, Any], lang: str) -> list[str]:
    method = design["method"]
    numbers = {key: count_text(design[key], lang) for key in ("replicates", "clusters", "strata") if key in design}
    if method == "poisson":
        return [word("microdata.design.poisson", lang)]
    if method != "rao_wu":
        fay = "" if design["fay"] is None else number_text(design["fay"], lang)
        name = word(f"microdata.method.{method}", lang, fay=fay)
        return [word("microdata.design.given", lang, method=name, **numbers)]
    lines = [word("microdata.design.rao_wu", lang, seed=design["seed"], **numbers)]
    if design["strata_with_one_cluster"]:
        number = count_text(design["strata_with_one_cluster"], lang)
        lines.append(word(f"microdata.lone.{design['lone_clusters']}", lang, number=number))
    return lines


def is_microdata(document: Mapping[str, Any] | None) -> bool:
    """Whether a population's document says that it was read from persons' data."""
    return document is not None and document.get("kind") == KIND


def notice(document: Mapping[str, Any] | None, class_: str, lang: str) -> str:
    """What nobody may overlook: whose data were read, or that the population is made up; '' where there is nothing."""
    if document is not None and is_microdata(document):
        return banner(document, lang)
    return word("brief.synthetic", lang) if class_ == "synthetic" else ""


def microdata_head(document: Mapping[str, Any], lang: str) -> list[str]:
    """What was read: whose data, how many rows became what, how many persons they stand for."""
    counts = {key: count_text(number, lang) for key, number in document["counts"].items() if isinstance(number, int)}
    first, last = document["months"]
    persons, total = (count_text(document[key], lang) for key in ("persons", "stands_for"))
    return [
        *data_lines(document, lang),
        word("microdata.stands", lang, persons=persons, total=total, first=first, last=last),
        word("microdata.rows", lang, **counts),
    ]


def microdata_sections(document: Mapping[str, Any], book: LawBook, lang: str) -> list[Section]:
    """Rows set aside by reason, and all that is assumed."""
    reasons = tuple((reason, count_text(rows, lang)) for reason, rows in document["counts"]["reasons"].items())
    heads = tuple(word("microdata.heads.reasons", lang).split("|"))
    aside = [Section("reasons", word("microdata.reasons", lang), heads, reasons, "")] if reasons else []
    return [*aside, *assumed_sections(document, book, lang)]


def assumed_sections(document: Mapping[str, Any] | None, book: LawBook, lang: str) -> list[Section]:
    """All that is assumed of the data, with its reason; nothing for other populations."""
    if document is None:
        return []
    heads = tuple(word("microdata.heads.assumed", lang).split("|"))
    rows = tuple(_assumed(one, book, lang) for one in document["assumptions"])
    return [Section("assumed", word("microdata.assumed", lang), heads, rows, "")]


def _assumed(one: Mapping[str, Any], book: LawBook, lang: str) -> tuple[str, str, str]:
    values = dict(one["values"])
    if "fact" in values:
        node = book.nodes[values["fact"]]
        said = values.get("value")
        values["fact"] = node.label.text(lang)  # type: ignore[union-attr]
        if said is not None:
            values["value"] = _value(said, node, book, lang)
    of = word("microdata.everybody", lang) if one["job"] is None else one["job"][lang]
    because = "" if one["because"] is None else one["because"][lang]
    return of, word(f"microdata.assumed.{one['id']}", lang, **values), because


def _value(said: str, node: Any, book: LawBook, lang: str) -> str:
    if said == "unknown":
        return word("microdata.unknown", lang)
    return value_text(book, node.kind, read_value(node.kind, said, book.places), lang)


__all__ = [
    "assumed_sections",
    "banner",
    "data_lines",
    "is_microdata",
    "microdata_head",
    "microdata_of",
    "microdata_sections",
    "notice",
    "told_json",
    "weighed_lines",
]
