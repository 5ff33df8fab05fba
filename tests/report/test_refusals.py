"""What is refused is told in the reader's language: every message in three, the English the same as in the code."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import amparo
from amparo.records.errors import FileProblem, FilesRefused
from amparo.records.quarantine import REASONS
from amparo.report.refusals import in_language, lines_of, refusal_text
from amparo.report.words import LANGUAGES, words
from amparo.rules.errors import AmparoError, near, nearest
from amparo.rules.messages import Either, Listed, Message, bare, listed, sentence_of, what_of

SOURCE = Path(amparo.__file__).parent
PREFIX = "refused."


def written() -> Iterator[tuple[str, str, str]]:
    """File, id and English of every message that stands in the code with both."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message":
                match node.args:
                    case [ast.Constant(str(id)), ast.Constant(str(english))]:
                        yield file.name, id, english


def made_elsewhere() -> set[str]:
    """Ids of messages whose English comes from a table or from a library."""
    from amparo.records import fields
    from amparo.rules import yaml_problems

    own = {f"{part}.{code}" for code in REASONS for part in ("reason", "cure_of")}
    kinds = {f"kind_of.{kind}" for kind in ("count", "days", "months", "minutes")}
    checks = {*fields._KINDS.values(), *(id for id, _ in fields._LIMITS.values()), "field.literal", "field.other"}
    return (
        own
        | kinds
        | checks
        | set(yaml_problems._PROBLEMS.values())
        | {
            "settings.toml",
            "settings.toml_at",
            "brief.typesetter",
        }
    )


def test_the_english_of_the_code_is_that_of_the_words() -> None:
    """A message without words, or with other English, or words that nothing says, would go unseen."""
    found: dict[str, str] = {}
    for file, id, english in written():
        assert found.setdefault(id, english) == english, (file, id)
    held = {key.removeprefix(PREFIX): texts["en"] for key, texts in words().items() if key.startswith(PREFIX)}
    assert found.keys() | made_elsewhere() == held.keys()
    assert {id: (english, held[id]) for id, english in found.items() if english != held[id]} == {}
    assert len(found) > 400


def test_a_reason_for_setting_a_row_aside_has_the_english_of_the_words() -> None:
    for code, reason in REASONS.items():
        assert words()[f"{PREFIX}reason.{code}"]["en"] == reason.sentence
        assert words()[f"{PREFIX}cure_of.{code}"]["en"] == reason.cure


@pytest.mark.parametrize("key", sorted(key for key in words() if key.startswith(PREFIX)))
def test_a_message_ends_alike_in_every_language(key: str) -> None:
    """Messages are put into one another: one that ends as a sentence must do so in each language."""
    held = words()[key]
    if held["en"].endswith("..."):
        return
    assert held["en"].endswith(".") == held["pt"].endswith(".") == held["zh"].endswith("。")
    assert (
        held["en"].startswith("{where}: ") == held["pt"].startswith("{where}: ") == held["zh"].startswith("{where}：")
    )


def test_a_message_is_its_english_text() -> None:
    said = Message("case.not_of_engagement", "{month} is not a month of this engagement.", month="2025-03")
    assert said == "2025-03 is not a month of this engagement." and said.id == "case.not_of_engagement"
    assert in_language(said, "en") == said and type(in_language(said, "en")) is str
    assert in_language(said, "pt") == "2025-03 não é um mês deste vínculo."
    assert in_language("no message at all", "zh") == "no message at all"


def test_a_message_survives_another_process() -> None:
    whole = Message("grid.seed", "{where}: the seed of a sample is a whole number.", where="g.yaml")
    for one, told in ((whole, "g.yaml：样本的种子须为整数。"), (bare(whole), "样本的种子须为整数。")):
        again = pickle.loads(pickle.dumps(one))
        assert again == one and isinstance(again, Message) and in_language(again, "zh") == told


def test_a_page_leaves_out_where_it_stands() -> None:
    inner = Message("at.sentence", "{where}: {what}.", where="parameter x", what=Message("kind.rate", "a rate"))
    outer = Message("at.error", "{where}: {what}", where="line", what=inner)
    assert outer == "line: parameter x: a rate."
    assert bare(outer) == "a rate." and in_language(bare(outer), "pt") == "uma taxa."
    assert bare("plain") == "plain"


def test_names_are_listed_as_the_language_does() -> None:
    assert str(Listed(("a", "b"))) == "a, b" and str(Either(("a", "b"))) == "a or b"
    said = listed(["a", "b", "c"], 2)
    assert said == "a, b ..." and in_language(said, "zh") == '"a"、"b"等'
    assert nearest("gros_pay", ["gross_pay"]) == " Did you mean gross_pay?"
    assert in_language(near("gros_pay", ["gross_pay", "gross_day"]), "pt") == 'Quis dizer "gross_pay" ou "gross_day"?'
    assert nearest("x", ["gross_pay"]) == near("x", ["gross_pay"]) == ""


def test_long_numbers_are_written_as_the_language_does() -> None:
    said = Message("document.large", "the file has {size:,} bytes.", size=21_000_000)
    assert said == "the file has 21,000,000 bytes."
    assert in_language(said, "pt") == "o ficheiro tem 21\u00a0000\u00a0000 bytes."
    assert in_language(said, "zh") == "文件大小为21,000,000字节。"


def test_what_an_error_says_stays_a_message() -> None:
    error = ValueError(Message("value.truth", "{value!r} is not yes or no", value="so"))
    assert what_of(error) == "'so' is not yes or no" == str(error)
    assert sentence_of(error) == "'so' is not yes or no."
    assert refusal_text(error, "zh") == '\'so\'既非是也非否（应写"yes"或"no"）'
    assert in_language(sentence_of(error), "zh").endswith("。")
    assert sentence_of("As it is.") == "As it is." and what_of(AmparoError()) == ""


def test_whole_files_are_refused_in_the_language() -> None:
    sentence, cure = Message("file.missing", "it is missing."), Message("file.again", "prepare it again.")
    error = FilesRefused([FileProblem("damaged_canonical", "workers.parquet", sentence, cure)])
    assert lines_of(error, "en") == str(error).splitlines()
    assert lines_of(error, "pt") == ["workers.parquet: falta. [damaged_canonical] Solução: prepare-o de novo."]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_system_refuses_is_told_in_the_language(lang: str, tmp_path: Path) -> None:
    with pytest.raises(OSError) as caught:
        (tmp_path / "nothing").read_text()
    said = refusal_text(caught.value, lang)
    assert "nothing" in said
    assert bool(re.search("No such file", said)) == (lang == "en")
