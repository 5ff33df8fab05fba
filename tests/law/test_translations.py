"""Sentences of the law in Portuguese and Chinese: shown where held, found missing where not."""

from __future__ import annotations

import re

import pytest

from amparo.analysis.mechanisms import mechanisms, shared_topic
from amparo.law import COUNTRIES, REAL, book
from amparo.law.translations import (
    LANGUAGES,
    MISSING,
    ORIGINAL,
    REVIEWED,
    UNREVIEWED,
    files,
    sentences,
    translated,
    untranslated,
)
from amparo.rules.topics import read_yaml

HAN = re.compile(r"[\u4e00-\u9fff]")
HOMES = {COUNTRIES[code].home: code for code in REAL}
FOLDERS = [*HOMES, "mechanisms"]
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


def provisions(folder: str) -> list[object]:
    """What a folder of translations is for: the provisions of a country's book, or of the mechanisms' own topics."""
    if folder in HOMES:
        return list(book(HOMES[folder]).nodes.values())
    topics = [shared_topic("gives_way"), shared_topic("gives_way_of_year")]
    for mechanism in mechanisms().values():
        topics += [*mechanism.topics, *(topic for adapters in mechanism.adapters.values() for topic in adapters)]
    return [node for topic in topics for node in (*topic.rules.values(), *topic.parameters.values())]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_sentence_is_translated(folder: str) -> None:
    assert untranslated(provisions(folder)) == ()


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_translation_is_of_a_sentence_that_the_law_no_longer_says(folder: str) -> None:
    said = {sentence for _, sentence in sentences(provisions(folder))}
    held = {sentence for file in files() if file.parent.name == folder for sentence in read_yaml(file)}
    assert held
    assert held - said == set()


def test_decimals_are_written_with_a_comma_in_portuguese() -> None:
    """Past slip: the point of the English sentence was kept."""
    pointed = [
        entry["pt"] for _, _, entry in ENTRIES if re.search(r"(?<![\w.,/-])\d+\.\d+ (%|vezes|IAS|yuan)", entry["pt"])
    ]
    assert pointed == []


def test_insured_persons_of_portugal_are_called_as_its_social_security_calls_them() -> None:
    """Past slip: segurado is the word of private insurance, and of Brazil."""
    portuguese = [(s, e["pt"]) for file, s, e in ENTRIES if file.parent.name == "portugal"]
    assert [text for _, text in portuguese if re.search(r"\b[Ss]egurad[oa]s?\b", text)] == []
