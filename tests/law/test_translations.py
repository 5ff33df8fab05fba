"""Sentences of the law in Portuguese and Chinese: shown where held, found missing where not."""

from __future__ import annotations

import re

import pytest

from amparo.law import book
from amparo.law.translations import LANGUAGES, MISSING, ORIGINAL, REVIEWED, UNREVIEWED, files, translated, untranslated
from amparo.rules.topics import read_yaml

HAN = re.compile(r"[\u4e00-\u9fff]")
ENTRIES = [(file, sentence, entry) for file in files() for sentence, entry in read_yaml(file).items()]


def test_english_is_the_original_and_a_sentence_not_held_is_marked_english() -> None:
    assert translated("Nobody has said this.", "en").state == ORIGINAL
    missing = translated("Nobody has said this.", "pt")
    assert (missing.text, missing.lang, missing.state) == ("Nobody has said this.", "en", MISSING)


@pytest.mark.parametrize("file", files(), ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_file_holds_both_languages_and_nothing_else(file) -> None:  # type: ignore[no-untyped-def]
    for sentence, entry in read_yaml(file).items():
        assert set(entry) - {"reviewed"} == set(LANGUAGES), sentence
        assert set(entry.get("reviewed", ())) <= set(LANGUAGES), sentence
        assert HAN.search(entry["zh"]), sentence
        assert set(HAN.findall(entry["pt"])) <= set(HAN.findall(sentence)), (
            "Chinese words that the sentence does not have"
        )
        for lang in LANGUAGES:
            said = translated(sentence, lang)
            assert said.text == entry[lang]
            assert said.state == (REVIEWED if lang in entry.get("reviewed", ()) else UNREVIEWED)


@pytest.mark.parametrize("file", files(), ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_figures_and_articles_are_those_of_the_sentence(file) -> None:  # type: ignore[no-untyped-def]
    """A number that a translation adds or loses is a slip; words for numbers are free."""
    for sentence, entry in read_yaml(file).items():
        for lang in LANGUAGES:
            wanted = set(re.findall(r"\d+", sentence))
            assert wanted <= set(re.findall(r"\d+", entry[lang])), (lang, sentence, entry[lang])


@pytest.mark.parametrize("country", ["PT", "CN"])
def test_every_sentence_of_a_country_is_translated(country: str) -> None:
    assert untranslated(book(country)) == ()


@pytest.mark.parametrize("country", ["PT", "CN"])
def test_no_translation_is_of_a_sentence_that_the_law_no_longer_says(country: str) -> None:
    from amparo.law.translations import sentences

    said = {sentence for _, sentence in sentences(book(country))}
    folder = {"PT": "portugal", "CN": "china"}[country]
    held = {sentence for file in files() if file.parent.name == folder for sentence in read_yaml(file)}
    assert held - said == set()
