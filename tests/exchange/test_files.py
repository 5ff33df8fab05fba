"""A file that is damaged, edited, too large or made to harm is refused with what is wrong, in three languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.exchange.errors import ExchangeError
from amparo.exchange.files import FORMAT, LARGEST, MOST_ENTRIES, MOST_OF, read, read_file, schema, write_file, written
from amparo.exchange.objects import Converted, GraftOf
from amparo.exchange.texts import Text
from exchange.drafts import ID, comment, copies, desk, empty

COMMENT = "comment-00000000000000c1"
HELD = empty().with_entries([desk("CN").entry(ID, COMMENT, comment("缴费基数如何确定？", "zh"))])


def document() -> Any:
    return json.loads(written(HELD))


def changed(change: Callable[[Any], Any]) -> bytes:
    held = document()
    change(held)
    return json.dumps(held, ensure_ascii=False).encode()


def _body(held: Any, **values: Any) -> None:
    held["entries"][-1]["body"] |= values


HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not_json"),
    "not json": (b"format: amparo", "not_json"),
    "a list": (b"[]", "not_an_exchange"),
    "binary": (b"PK\x03\x04" + bytes(range(200, 256)), "not_utf8"),
    "deep": (b'{"format":' + b"[" * 100_000, "too_deep"),
    "deep entry": (changed(lambda held: None)[:-2] + b"," + b"[" * 100_000, "too_deep"),
    "a number without end": (b'{"format": ' + b"9" * 5_000 + b"}", "not_an_exchange"),
    "a fraction": (b'{"format": 1.5}', "no_float"),
    "not a number": (b'{"format": NaN}', "no_float"),
    "a key twice": (b'{"format": "a", "format": "b"}', "key_twice"),
    "a later format": (changed(lambda held: held.update(format="amparo-exchange/9")), "format"),
    "no format": (changed(lambda held: held.pop("format")), "format"),
    "something more": (changed(lambda held: held.update(more=1)), "not_an_exchange"),
    "entries that are none": (changed(lambda held: held.update(entries={})), "not_an_exchange"),
    "an entry that is none": (changed(lambda held: held.update(entries=[1])), "no_version"),
    "a text edited": (changed(lambda held: _body(held, text={"language": "zh", "text": "改"})), "tampered"),
    "a writer edited": (changed(lambda held: held["entries"][-1]["writer"].update(delegation="PT")), "tampered"),
    "a version edited": (changed(lambda held: held["entries"][-1].update(version="0" * 64)), "tampered"),
    "made private": (changed(lambda held: held["entries"][-1].update(private=True)), "tampered"),
    "a key that is not known": (changed(lambda held: _body(held, colour="red")), "entry"),
    "a kind that is not known": (changed(lambda held: _body(held, kind="vote")), "entry"),
    "another kind": (changed(lambda held: held["entries"][-1].update(object="outcome-00000000000000c1")), "entry"),
    "a word for a number": (changed(lambda held: held["entries"][-1].update(private="yes")), "entry"),
    "turned writing": (changed(lambda held: _body(held, text={"language": "pt", "text": "a\u202eb"})), "entry"),
    "half a sign": (changed(lambda held: None).replace("基".encode(), b"\\ud800"), "entry"),
    "a zero sign": (changed(lambda held: None).replace("基".encode(), b"\\u0000"), "entry"),
    "too long": (changed(lambda held: _body(held, text={"language": "pt", "text": "a" * 30_000})), "entry"),
    "no title": (changed(lambda held: held["entries"].pop(0)), "no_meeting"),
    "another exchange": (changed(lambda held: held.update(exchange="exchange-00000000000000bb")), "another_exchange"),
    "too large": (b" " * (LARGEST + 1), "too_large"),
    "too many": (changed(lambda held: held.update(entries=[1] * (MOST_ENTRIES + 1))), "too_many"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_is_not_as_it_must_be_is_refused_in_words(what: str) -> None:
    data, key = HOSTILE[what]
    with pytest.raises(ExchangeError) as refused:
        read(data)
    assert refused.value.key == f"exchange.error.{key}", refused.value
    said = {lang: refused.value.text(lang) for lang in ("en", "pt", "zh")}
    assert "Cure:" in said["en"] and "Solução:" in said["pt"] and "处理办法：" in said["zh"]
    assert all(len(text) < 1_000 for text in said.values())


@settings(max_examples=200)
@given(st.data())
def test_no_single_byte_can_be_changed_unseen(data: st.DataObject) -> None:
    """Either the file is refused, or it says the same: space between, or the order of entries."""
    whole = bytearray(written(HELD))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] = data.draw(st.integers(0, 255))
    try:
        found = read(bytes(whole))
    except ExchangeError:
        return
    assert found == HELD


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail_otherwise(data: bytes) -> None:
    with pytest.raises(ExchangeError):
        read(data)


def test_identifiers_of_persons_are_refused_where_people_write() -> None:
    for text in (
        "Escrever a maria.silva@exemplo.pt",
        "NISS 12345678901",
        "身份证号11010119900307123X",
        "IBAN PT50 0002 0123 1234 5678 9015 4",
    ):
        with pytest.raises(ValueError, match="identifier"):
            comment(text)
    for text in ("人社部发〔2021〕56号", "1.000.000.000 €", "12 345 678 901", "2026-11-23", "Decreto-Lei n.º 110/2009"):
        assert comment(text).text.text == text


@given(copies())
def test_a_written_file_fits_its_schema(held: list[Any]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(written(held[0])))


def test_more_of_a_kind_than_can_be_checked_while_somebody_waits_is_refused() -> None:
    graft = GraftOf(
        kind="graft",
        title=Text(language="pt", text="Transposição"),
        mechanism="per-order-injury",
        onto="PT",
        as_on="2026-07-01",
        law="0" * 64,
        books=(Converted(by="ppp", law="0" * 64),),
    )
    entries = [desk().entry(ID, f"graft-{number:016x}", graft) for number in range(MOST_OF["graft"] + 1)]
    assert read(written(empty().with_entries(entries[1:]))).of("graft")
    with pytest.raises(ExchangeError, match="at most 30"):
        written(empty().with_entries(entries))


SCHEMA = schema()


def test_the_schema_is_one_and_refuses_what_the_reader_refuses() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["format"] == {"const": FORMAT}
    bad = json.loads(HOSTILE["a key that is not known"][0])
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(bad)


def test_a_file_on_disk_is_written_whole_and_read_again(tmp_path: Any) -> None:
    path = tmp_path / "a.exchange.json"
    write_file(HELD, path)
    assert read_file(path) == HELD and [each.name for each in tmp_path.iterdir()] == [path.name]
    with pytest.raises(ExchangeError, match="cannot be read"):
        read_file(tmp_path / "nothing.exchange.json")
