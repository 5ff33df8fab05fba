"""What a country declares: its place in lists, a code of its own, a topic that there is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import amparo.law
from amparo.law import COUNTRIES, REAL, book
from amparo.rules.book import load
from amparo.rules.country import by_code
from amparo.rules.errors import LawError

COMMON = Path(amparo.law.__file__).with_name("common.yaml")
ONE = COUNTRIES["FICTIONAL"]


def test_countries_stand_as_they_declare_and_made_up_ones_last() -> None:
    other = replace(ONE, fictional=False)
    given = [ONE, *(replace(other, code=code, listed=listed) for code, listed in (("C", 100), ("B", 100), ("D", 1)))]
    assert list(by_code(given)) == ["D", "B", "C", ONE.code]
    assert [code for code in COUNTRIES if not COUNTRIES[code].fictional] == list(REAL) == ["PT", "CN"]


def test_two_countries_of_one_code_are_refused_by_their_packages() -> None:
    with pytest.raises(LawError, match=r"fictional and elsewhere both are FICTIONAL"):
        by_code([ONE, replace(ONE, package="elsewhere")])


def test_a_first_topic_that_is_none_is_refused() -> None:
    with pytest.raises(LawError, match="first_topic 'nothing' is none of its topics"):
        load(replace(ONE, first_topic="nothing"), COMMON)


def test_how_a_country_is_listed_is_no_part_of_its_laws_fingerprint() -> None:
    declared = replace(ONE, iso3="abc", m49="999", fictional=False, listed=7, first_topic=ONE.topics[0])
    assert load(declared, COMMON).hash == book(ONE.code).hash


@pytest.mark.parametrize("code", REAL)
def test_a_real_country_says_what_series_call_it_and_where_a_reform_begins(code: str) -> None:
    country = COUNTRIES[code]
    assert re.fullmatch(r"[a-z]{3}", country.iso3) and re.fullmatch(r"\d{3}", country.m49)
    assert country.first_topic in country.topics
    assert set(country.name) == {"en", "pt", "zh"}
