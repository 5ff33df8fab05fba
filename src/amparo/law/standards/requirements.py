"""The requirements of the standards, read from requirements.yaml: which article asks what, which rule decides it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.law.standards.conventions import Part
from amparo.law.standards.instruments import INSTRUMENTS
from amparo.rules.errors import LawError
from amparo.rules.evidence import NO_WORDS, Citation, Evidence, Label, read_evidence, read_label
from amparo.rules.topics import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What is asked, in the order in which it is shown, and the rule that decides it ('' where no rule can).
RULES: Final[Mapping[str, str]] = {
    "persons": "conventions.enough_persons_protected",
    "rate": "conventions.earnings_rate_reached",
    "qualifying": "conventions.qualifying_short_enough",
    "duration": "conventions.paid_long_enough",
    "waiting": "conventions.waiting_short_enough",
    "age": "conventions.pension_age_low_enough",
    "financing": "conventions.employees_bear_at_most_half",
    "seekers": "conventions.enough_new_seekers_protected",
    "value": "",
    "compulsory": "",
    "social_security": "",
    "guarantee_health": "guarantees.health_guaranteed",
    "guarantee_children": "guarantees.income_guaranteed",
    "guarantee_active_age": "guarantees.income_guaranteed",
    "guarantee_older": "guarantees.income_guaranteed",
    "formal_employees": "guarantees.formal_for_employees",
    "formal_self_employed": "guarantees.formal_for_self_employed",
    "effective": "",
    "adequacy": "",
    "transparency": "",
    "legal_coverage": "",
    "contributing": "",
    "effective_coverage": "",
}
FLAT_RATE_RULE: Final = "conventions.flat_rate_reached"
REDUCED_RATE_RULE: Final = "conventions.reduced_rate_reached"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that one article asks.

    part: a member of Part, '' for instruments without Parts; branch: a branch of social security, '' for all;
    reason and why: why no rule decides it, as a word and in words; series: the statistical series, for indicators.
    """

    id: str
    standard: str
    part: str
    number: str
    branch: str
    aspect: str
    rule: str
    cite: Citation
    evidence: Evidence
    reason: str = ""
    why: Label = NO_WORDS
    series: str = ""

    @property
    def left_to_judgement(self) -> bool:
        """Asked in words that give no number: shown with the country's number, and in the way of no verdict."""
        return self.reason in ("no_number", "no_number_practice", "no_deprivation", "no_threshold")


@dataclass(frozen=True, slots=True)
class Ratification:
    """Whether a country is bound by an instrument, since which year, and by which Parts as far as confirmed."""

    country: str
    standard: str
    state: str
    year: int | None
    parts: tuple[str, ...]
    evidence: Evidence
    note: Label


@cache
def requirements() -> tuple[Requirement, ...]:
    """Every requirement, in the order of the file. Raises LawError naming what is wrong in it."""
    data = _data()
    return tuple(found for name, said in data["standards"].items() for found in _of_standard(name, said, data["why"]))


def standards() -> tuple[str, ...]:
    """The instruments, by key."""
    return tuple(_data()["standards"])


@cache
def ratifications() -> tuple[Ratification, ...]:
    """What is known of ratifications; an instrument that is not there is not known to be ratified or not."""
    return tuple(
        Ratification(
            country=country,
            standard=standard,
            state=said["state"],
            year=said.get("year"),
            parts=tuple(said.get("parts", ())),
            evidence=read_evidence(said["evidence"], f"ratification {country} {standard}"),
            note=read_label(said.get("note"), f"ratification {country} {standard}"),
        )
        for country, by_standard in _data()["ratified"].items()
        for standard, said in by_standard.items()
    )


@cache
def _data() -> dict[str, Any]:
    return read_yaml(Path(__file__).with_name("requirements.yaml"))


def _of_standard(name: str, said: Mapping[str, Any], why: Mapping[str, Any]) -> Iterator[Requirement]:
    if name not in INSTRUMENTS:
        raise LawError(f"requirements.yaml: '{name}' is not an instrument. Cure: add it to instruments.yaml.")
    evidence = read_evidence(said["evidence"], f"requirements.yaml, {name}")

    def build(
        aspect: str, article: str, *, part: str = "", number: str = "", branch: str = "", **more: Any
    ) -> Requirement:
        reason = more.pop("reason", "")
        middle = [text for text in (number or branch or more.get("series", ""),) if text]
        if part == "EMPLOYMENT_INJURY_SURVIVORS":
            middle.append("survivors")
        return Requirement(
            id=".".join([name, *middle, aspect]),
            standard=name,
            part=part,
            number=number,
            branch=branch,
            aspect=aspect,
            rule="" if reason else RULES[aspect],
            cite=Citation(INSTRUMENTS[name], article),
            evidence=evidence,
            reason=reason,
            why=read_label(why[reason], f"requirements.yaml, why {reason}") if reason else NO_WORDS,
            **more,
        )

    for part, asked in said.get("parts", {}).items():
        if part and part not in Part.__members__:
            raise LawError(f"requirements.yaml, {name}: '{part}' is not a Part.")
        for aspect, where in asked.items():
            if aspect == "number":
                continue
            article, reason = (where["article"], where["why"]) if isinstance(where, dict) else (where, "")
            yield build(aspect, article, part=part, number=asked["number"], reason=reason)
    for guarantee, article in said.get("guarantees", {}).items():
        yield build(f"guarantee_{guarantee}", article)
    for branch in said.get("branches", ()):
        for aspect, reason in (
            ("formal_employees", ""),
            ("formal_self_employed", ""),
            ("effective", "needs_population"),
            ("adequacy", "no_threshold"),
            ("transparency", "needs_questionnaire"),
        ):
            yield build(aspect, "", branch=branch, reason=reason)
    for branch in said.get("coverage", ()):
        yield build("legal_coverage", "", branch=branch, reason="needs_labour")
        yield build("contributing", "", branch=branch, reason="needs_population")
    for series, branch in said.get("series", {}).items():
        yield build("effective_coverage", "", branch=branch, series=series, reason="needs_population")


__all__ = [
    "FLAT_RATE_RULE",
    "REDUCED_RATE_RULE",
    "RULES",
    "Ratification",
    "Requirement",
    "ratifications",
    "requirements",
    "standards",
]
