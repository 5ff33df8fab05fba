"""The exchange by the command line: two sides write, hand over, compare, join."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples" / "exchange"


@pytest.fixture
def begun(amparo: Any, tmp_path: Path) -> Path:
    file = tmp_path / "pt.exchange.json"
    words = (
        "--title",
        "pt=Plataformas",
        "--title",
        "zh=平台",
        "--delegation",
        "PT.pt=Portugal",
        "--delegation",
        "CN.zh=中国",
    )
    ran = amparo("exchange", "new", str(file), "--as", "pt", *words, "--first", "2026-12-01")
    assert ran.code == 0, ran.err
    return file


def told(folder: Path, text: str) -> str:
    file = folder / "entries.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_two_sides_write_hand_over_and_join(amparo: Any, begun: Path, tmp_path: Path) -> None:
    first = "- {kind: comment, text: {pt: Como se apura a base?}}\n- {kind: comment, private: yes, text: {pt: Só nós}}"
    assert amparo("exchange", "add", str(begun), told(tmp_path, first), "--as", "PT").code == 0
    theirs = tmp_path / "cn.exchange.json"
    ran = amparo("exchange", "hand-over", str(begun), "--out", str(theirs), "--lang", "pt")
    assert ran.code == 0 and "sem 1 registos privados" in ran.err
    assert "Só nós" not in theirs.read_text(encoding="utf-8")
    shown = amparo("exchange", "show", str(theirs), "--format", "json").data
    (comment,) = [key for key in shown["stands"] if key.startswith("comment-")]
    reply = f"kind: comment\nabout: {comment}\ntext: {{zh: 按月申报}}"
    assert amparo("exchange", "add", str(theirs), told(tmp_path, reply), "--as", "CN", "--lang", "zh").code == 0
    for file, side, words in ((begun, "PT", "Como se calcula a base?"), (theirs, "CN", "基数如何核定？")):
        again = f"kind: comment\nreplaces: {comment}\ntext: {{pt: '{words}'}}"
        assert amparo("exchange", "add", str(file), told(tmp_path, again), "--as", side).code == 0
    compared = amparo("exchange", "diff", str(begun), str(theirs), "--format", "json").data
    assert list(compared["conflicts"]) == [comment]
    assert (len(compared["only_first"]), len(compared["only_second"])) == (2, 2)
    joined, other = tmp_path / "a.exchange.json", tmp_path / "b.exchange.json"
    for out, pair in ((joined, (begun, theirs)), (other, (theirs, begun))):
        ran = amparo("exchange", "merge", *map(str, pair), "--out", str(out), "--lang", "zh")
        assert ran.code == 0 and "两种表述" in ran.out
    assert joined.read_bytes() == other.read_bytes()
    ran = amparo("exchange", "show", str(joined), "--lang", "zh")
    assert "两种表述" in ran.out and "内部记录" in ran.out


def test_check_tells_by_its_code_whether_all_is_the_same(amparo: Any, begun: Path, tmp_path: Path) -> None:
    pin = "kind: provision\ncountry: PT\nprovision: ias\nday: 2026-01-01"
    assert amparo("exchange", "add", str(begun), told(tmp_path, pin), "--as", "PT").code == 0
    ran = amparo("exchange", "check", str(begun), "--lang", "pt")
    assert ran.code == 0 and "537,13 €" in ran.out and "Mesma legislação" in ran.err
    assert {one["verdict"] for one in amparo("exchange", "check", str(begun), "--format", "json").data["checks"]} == {
        "same"
    }


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
def test_the_example_is_shown_in_every_language(amparo: Any, lang: str) -> None:
    ran = amparo("exchange", "show", str(EXAMPLES / "platform-work.exchange.json"), "--lang", lang)
    assert ran.code == 0
    made_up = {"en": "made up", "pt": "imaginado", "zh": "虚构"}
    assert made_up[lang] in ran.out


@pytest.mark.parametrize(
    ("entries", "code", "said"),
    [
        ("kind: comment\ntext: {pt: a@b.pt}", 3, "identificador"),
        ("kind: case\ntitle: {pt: a}\nfile: case.yaml", 5, "restrita"),
        ("kind: case\ntitle: {pt: a}\nfile: nothing.yaml", 3, "não pode ser lido"),
        ("a: &a [x]\nb: *a", 3, "não pode ser lido"),
    ],
)
def test_a_refusal_speaks_the_language_and_changes_no_file(
    amparo: Any, begun: Path, tmp_path: Path, entries: str, code: int, said: str
) -> None:
    before = begun.read_bytes()
    (tmp_path / "case.yaml").write_text("country: PT\nclass: restricted\nmonth: 2025-01", encoding="utf-8")
    ran = amparo("exchange", "add", str(begun), told(tmp_path, entries), "--as", "PT", "--lang", "pt")
    assert ran.code == code and said in ran.err, ran.err
    assert begun.read_bytes() == before


def test_a_damaged_file_and_another_exchange_are_refused(amparo: Any, begun: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.exchange.json"
    bad.write_text(begun.read_text(encoding="utf-8").replace("Plataformas", "Outra coisa"), encoding="utf-8")
    ran = amparo("exchange", "show", str(bad), "--lang", "pt")
    assert ran.code == 3 and "não é o que foi escrito" in ran.err
    ran = amparo("exchange", "diff", str(begun), str(EXAMPLES / "platform-work.exchange.json"))
    assert ran.code == 3 and "two exchanges" in ran.err
    assert amparo("exchange", "hand-over", str(begun), "--out", str(begun)).code == 2
    assert amparo("exchange", "new", str(begun), "--as", "PT", "--title", "pt=a", "--delegation", "PT.pt=a").code == 3


def test_the_schema_of_the_file(amparo: Any) -> None:
    assert amparo("schema", "exchange").data["properties"]["format"] == {"const": "amparo-exchange/1"}
