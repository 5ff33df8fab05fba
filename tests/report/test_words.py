"""Every word stands in three languages, the Chinese in Chinese, and every id of the law has its word."""

import re
from collections import Counter
from string import Formatter

import pytest

from amparo.law import COUNTRIES, book
from amparo.report.words import LANGUAGES, files, has_word, word, words
from amparo.rules.declarations import Branch, Coverage, CoverageStatement, Posting
from amparo.rules.levels import Level

HAN = re.compile(r"[\u4e00-\u9fff]")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(words()))
def test_a_word_stands_in_three_languages_with_the_same_places(key: str) -> None:
    held = words()[key]
    assert set(held) == set(LANGUAGES)
    assert all(isinstance(text, str) and text.strip() for text in held.values()), held
    signs_only = not re.search(r"[^\W\d_]", re.sub(r"\{[^}]*\}", "", held["zh"]))
    assert HAN.search(held["zh"]) or key.startswith("mark.") or held["zh"].startswith("{") or signs_only, held["zh"]
    assert places(held["en"]) == places(held["pt"]) == places(held["zh"])


def test_no_word_is_written_twice() -> None:
    """A second entry of the same key would silently take the place of the first."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in files())
    keys = Counter(re.findall(r"^([^\s#{][^{\n]*?): *(?:\{|$)", text, flags=re.MULTILINE))
    assert keys.keys() == words().keys()
    assert [key for key, times in keys.items() if times > 1] == []


def test_every_branch_level_and_kind_of_coverage_has_its_word() -> None:
    wanted = [f"branch.{branch.name.lower()}" for branch in Branch]
    wanted += [f"level.{level.name.lower()}" for level in Level]
    wanted += [f"coverage.{member.name.lower()}" for member in Coverage]
    assert [key for key in wanted if not has_word(key)] == []


@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_every_scheme_of_a_country_has_its_word(country: str) -> None:
    schemes = {result.scheme for kind in (CoverageStatement, Posting) for _, result in book(country).results(kind)}
    assert [scheme for scheme in sorted(schemes) if not has_word(f"scheme.{scheme}")] == []


def test_a_word_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="report/words/"):
        word("no.such.word", "en")


def test_values_are_put_in() -> None:
    assert word("value.between", "pt", low="1", high="2") == "entre 1 e 2"
