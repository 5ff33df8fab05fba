"""Forms of the exchange: which fields a kind of entry has, and the description that filled fields make."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.mechanisms import mechanisms
from amparo.analysis.reforms import read_reform, ready_made
from amparo.exchange.objects import AgendaItem, Comment, Outcome, Pin, text_of
from amparo.exchange.scenarios import MOST_PERSONS as LARGEST
from amparo.exchange.texts import LANGUAGES
from amparo.exchange.threads import name_of
from amparo.population.countries import margins_of, populated
from amparo.rules.messages import Message
from amparo.scenarios.samples import NoSuchSample
from amparo.web.jobs.asking import WrongLimit
from amparo.web.shell import SHOWN_COUNTRIES

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from amparo.exchange.exchange import Exchange, Standing

ADDABLE: Final = ("comment", "outcome", "provision", "scenario", "graft", "case", "agenda")
CHANGEABLE: Final = ("agenda", "comment", "outcome", "provision")
MOST_PERSONS: Final = 5_000
"""Persons of a population that a scenario is run on while the visitor waits, unless AMPARO_EXCHANGE_PERSONS says more
or less; larger ones: amparo exchange add."""
SIZES: Final = (500, 1_000, 5_000, 20_000, 100_000)
_TEXT: Final = {
    "provision": "quote",
    "comment": "text",
    "outcome": "text",
    "translation": "text",
    "withdrawn": "reason",
}
_PLAIN: Final = {
    "agenda": ("order", "minutes"),
    "provision": ("country", "provision", "place", "day", "known_on"),
    "case": ("case",),
    "scenario": ("country", "seed"),
    "graft": ("mechanism", "onto"),
    "comment": ("quote",),
    "translation": (),
    "outcome": ("state", "owner", "due"),
    "withdrawn": (),
}


def described(kind: str, form: FormData, country_of: Mapping[str, str]) -> dict[str, Any]:
    """The description that a filled form makes; what is left empty is not told."""
    said = {key: value.strip() for key, value in form.items() if isinstance(value, str) and value.strip()}
    told: dict[str, Any] = {"kind": kind, "private": "private" in said}
    told |= {name: said[name] for name in _PLAIN[kind] if name in said}
    texts = texts_of(said)
    if texts:
        told[_TEXT.get(kind, "title")] = texts
    if len(texts) > 1 or kind == "translation":
        told |= {name: said[name] for name in ("how", "translator") if name in said}
    of = said.get("of", "")
    match kind:
        case "translation" | "withdrawn":
            told["of"] = of
        case "comment" if of and not said.get("replaces"):
            told["about"] = of
        case "agenda" | "outcome":
            told["about"] = [str(value) for value in form.getlist("about")]
        case "case":
            told["neutral"] = "neutral" in said
        case "scenario":
            told |= _scenario([str(value) for value in form.getlist("reforms")], said, country_of)
    if said.get("replaces"):
        told["replaces"] = said["replaces"]
        if kind == "comment" and of:
            told["about"] = of
    return told


def persons_offered() -> tuple[str, ...]:
    """The sizes of population that a scenario may have here; 0: the law alone. Raises WrongLimit."""
    text = os.environ.get("AMPARO_EXCHANGE_PERSONS", "")
    if text and not (text.isascii() and text.isdigit()):
        raise WrongLimit(
            Message(
                "settings.persons",
                "AMPARO_EXCHANGE_PERSONS={text!r} is no whole number. Cure: persons = 5000 under [exchange].",
                text=text,
            )
        )
    most = min(int(text or MOST_PERSONS), LARGEST)
    return ("0", *(str(size) for size in SIZES if size <= most))


def texts_of(said: Mapping[str, str]) -> dict[str, str]:
    """The text by language, that of the writer first."""
    own = said.get("language", "")
    order = [own, *(lang for lang in LANGUAGES if lang != own)]
    return {lang: said[f"text_{lang}"] for lang in order if f"text_{lang}" in said}


def _scenario(reforms: list[str], said: Mapping[str, str], country_of: Mapping[str, str]) -> dict[str, Any]:
    """Reforms and the population; the country is that of the reforms.

    Raises NoSuchSample for so many persons, or a year, as are not offered.
    """
    country = country_of.get(reforms[0] if reforms else "", SHOWN_COUNTRIES[0])
    told: dict[str, Any] = {"reforms": reforms, "country": country}
    persons = said.get("persons", "0")
    if persons == "0":
        return told
    margins = margins_of(country)
    years = tuple(map(str, margins.years))
    year = said.get("year", str(margins.usual_year))
    for field, value, offered in (("persons", persons, persons_offered()), ("year", year, years)):
        if value not in offered:
            raise NoSuchSample(field, value, ", ".join(offered))
    told |= {"persons": persons, "built_from": f"{int(year) - 1}-01", "built_to": f"{year}-12"}
    return told | {"from": f"{year}-01", "to": f"{year}-12"}


def years_offered() -> tuple[str, ...]:
    """The years for which some country has a population; the scenario's own country decides when it is added."""
    return tuple(map(str, sorted({year for code in populated() for year in margins_of(code).years})))


def reform_choices(lang: str) -> list[tuple[str, str, str]]:
    """(id, country, name) of the reforms that come with Amparo."""
    read = [read_reform(path) for path in ready_made().values()]
    return [(one.id, one.country, one.name.words(lang)) for one in read if one.country in SHOWN_COUNTRIES]


def mechanism_choices(lang: str) -> list[tuple[str, str, str]]:
    """(id, where it is from, name) of the mechanisms."""
    return [(one.id, one.origin, one.name.words(lang)) for one in mechanisms().values()]


def named(held: Exchange, kinds: tuple[str, ...], lang: str) -> list[tuple[str, Any]]:
    """(id, what it is called) of what stands of some kinds."""
    return [(one.object, name_of(held, one.object, lang)) for kind in kinds for one in held.of(kind)]


def present_values(standing: Standing | None, lang: str) -> dict[str, Any]:
    """What a form is filled with: of an object that is changed, what it says; else nothing but the language."""
    if standing is None:
        return {"language": lang, "texts": {}, "about": ()}
    body = standing.head.body
    text = text_of(body)
    values: dict[str, Any] = {
        "language": text.language if text else lang,
        "texts": {text.language: text.text} if text else {},
        "about": (),
    }
    match body:
        case AgendaItem():
            values |= {"order": body.order, "minutes": body.minutes, "about": body.about}
        case Outcome():
            values |= {"state": body.state, "owner": body.owner, "due": body.due or "", "about": body.about}
        case Pin():
            values |= {"country": body.country, "provision": body.provision, "place": body.place}
            values |= {"day": body.on, "known_on": body.known_on or ""}
        case Comment(on=on) if on is not None:
            values |= {"of": on.object, "quote": on.quote}
    return values


__all__ = [
    "ADDABLE",
    "CHANGEABLE",
    "described",
    "mechanism_choices",
    "named",
    "persons_offered",
    "present_values",
    "reform_choices",
    "texts_of",
    "years_offered",
]
