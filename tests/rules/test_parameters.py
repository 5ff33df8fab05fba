"""Dated, evidenced, place-keyed parameters as written in YAML."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import tiny

from amparo.rules.book import LawBook
from amparo.rules.bounds import LAW, Unknown, UnknownSteps, UnknownTariff
from amparo.rules.errors import LawError
from amparo.rules.evidence import read_evidence, read_label
from amparo.rules.helpers import Steps, Table, Tariff
from amparo.rules.kinds import day_of
from amparo.rules.parameters import Parameter

CITED = 'cite: ACT 1, evidence: "L:act"'
PLACES = f"""
places:
  - {{place: north, code: 1, label: {tiny.LABEL}}}
  - {{place: town, code: 2, parent: north, label: {tiny.LABEL}}}
  - {{place: village, code: 3, parent: town, label: {tiny.LABEL}}}
  - {{place: island, code: 4, label: {tiny.LABEL}}}
"""


def on(text: str) -> int:
    return day_of(dt.date.fromisoformat(text))


def held(folder: Path, yaml: str, python: str = "", places: str = "") -> LawBook:
    return tiny.topic(folder, python, yaml, places=places)


def parameter(folder: Path, values: str, head: str = "kind: money", **more: Any) -> Parameter:
    node = held(folder, f"parameters:\n  p:\n    {head}\n    values:\n{_indented(values)}\n", **more).node("p")
    assert isinstance(node, Parameter)
    return node


def _indented(values: str) -> str:
    return "\n".join(f"      - {{{line.strip()}, {CITED}}}" for line in values.strip().splitlines())


def refused(folder: Path, values: str, head: str = "kind: money", **more: Any) -> str:
    with pytest.raises(LawError) as error:
        parameter(folder, values, head, **more)
    return str(error.value)


def test_a_value_holds_from_its_day_until_the_next(tmp_path: Path) -> None:
    p = parameter(tmp_path, "from: 2018-01-01, value: 400.00\nfrom: 2019-07-15, value: 410.50")
    assert p.at(on("2018-01-01")) == 40000
    assert p.at(on("2019-07-14")) == 40000
    assert p.at(on("2019-07-15")) == 41050
    assert p.at(on("2030-01-01")) == 41050


def test_before_the_first_day_law_is_not_known_never_a_default(tmp_path: Path) -> None:
    p = parameter(tmp_path, "from: 2018-01-01, value: 400.00", "kind: money\n    range: [300, 900]")
    assert p.at(on("2017-12-31")) == Unknown(30000, 90000, LAW)


def test_a_frozen_value_is_the_one_before_it_said_again(tmp_path: Path) -> None:
    p = parameter(
        tmp_path, "from: 2018-01-01, value: 400.00\nfrom: 2020-01-01, frozen: yes\nfrom: 2021-01-01, value: 420.00"
    )
    assert p.at(on("2020-06-01")) == 40000
    entry = p.dated_at(on("2020-06-01"))
    assert entry is not None
    assert entry.frozen
    assert str(entry.cite) == "Act 1"


@pytest.mark.parametrize(
    "values",
    [
        "from: 2018-01-01, frozen: yes",
        "from: 2018-01-01, value: unknown\nfrom: 2019-01-01, frozen: yes",
        "from: 2018-01-01, value: none\nfrom: 2019-01-01, frozen: yes",
        "from: 2019-01-01, value: 3\nfrom: 2018-01-01, frozen: yes",
    ],
)
def test_nothing_cannot_be_frozen(tmp_path: Path, values: str) -> None:
    assert "no value stands before it" in refused(tmp_path, values)


def test_unknown_is_written_and_until_ends_a_value(tmp_path: Path) -> None:
    p = parameter(
        tmp_path,
        "from: 2018-01-01, value: 4\nfrom: 2019-01-01, value: unknown\nfrom: 2020-01-01, value: 5, until: 2020-03-01",
    )
    assert isinstance(p.at(on("2019-05-05")), Unknown)
    assert p.at(on("2020-02-29")) == 500
    assert isinstance(p.at(on("2020-03-01")), Unknown)


def test_an_until_that_the_next_value_closes_leaves_no_gap(tmp_path: Path) -> None:
    p = parameter(tmp_path, "from: 2018-01-01, value: 4, until: 2019-01-01\nfrom: 2019-01-01, value: 5")
    assert p.at(on("2019-01-01")) == 500


def test_a_repealed_value_is_read_as_unknown(tmp_path: Path) -> None:
    p = parameter(tmp_path, "from: 2018-01-01, value: 400.00\nfrom: 2021-01-01, value: none")
    assert isinstance(p.at(on("2021-01-01")), Unknown)
    assert p.dated_at(on("2021-01-01")) is not None


@pytest.mark.parametrize(
    ("state", "applies"),
    [
        ("announced", False),
        ("enacted", True),
        ("in force", True),
        ("pilot", True),
        ("postponed", False),
        ("lapsed", False),
        ("repealed", False),
    ],
)
def test_only_law_that_applies_applies(tmp_path: Path, state: str, applies: bool) -> None:
    p = parameter(tmp_path, f"from: 2018-01-01, value: 4\nfrom: 2019-01-01, value: 5, state: {state}")
    assert p.at(on("2019-06-01")) == (500 if applies else 400)


def test_what_was_known_on_a_day(tmp_path: Path) -> None:
    book = held(
        tmp_path,
        f"""
        parameters:
          p:
            kind: money
            values:
              - {{from: 2018-01-01, value: 400, {CITED}}}
              - {{from: 2021-01-01, value: 420, known: 2021-02-10, {CITED}}}
        """,
    )
    p = book.as_known_on(on("2021-02-09")).node("p")
    assert isinstance(p, Parameter)
    assert p.at(on("2021-01-15")) == 40000
    later = book.as_known_on(on("2021-02-10")).node("p")
    assert isinstance(later, Parameter)
    assert later.at(on("2021-01-15")) == 42000
    unborn = book.as_known_on(on("2017-12-31")).node("p")
    assert isinstance(unborn, Parameter)
    assert isinstance(unborn.at(on("2018-06-01")), Unknown)


def test_place_values_own_then_parent_then_country(tmp_path: Path) -> None:
    values = """
        from: 2018-01-01, value: 1
        from: 2018-01-01, value: 2, place: north
        from: 2019-01-01, value: 3, place: village
        from: 2020-01-01, value: unknown, place: village
    """
    p = parameter(tmp_path, values, "kind: money\n    by: place", places=PLACES)
    village, town, island = ("village", "town", "north", ""), ("town", "north", ""), ("island", "")
    assert p.at(on("2018-06-01"), village) == 200
    assert p.at(on("2019-06-01"), village) == 300
    assert p.at(on("2019-06-01"), town) == 200
    assert p.at(on("2019-06-01"), island) == 100
    assert isinstance(p.at(on("2020-06-01"), village), Unknown)


def test_a_place_without_value_is_law_not_known(tmp_path: Path) -> None:
    p = parameter(tmp_path, "from: 2018-01-01, value: 2, place: north", "kind: money\n    by: place", places=PLACES)
    assert isinstance(p.at(on("2019-06-01"), ("island", "")), Unknown)
    assert p.at(on("2019-06-01"), ("village", "town", "north", "")) == 200


def test_places_know_what_contains_them(tmp_path: Path) -> None:
    places = held(tmp_path, "", places=PLACES).places
    assert places.chain(places.index("village")) == ("village", "town", "north", "")


@pytest.mark.parametrize(
    ("values", "head", "says"),
    [
        ("from: 2018-01-01, value: 4\nfrom: 2018-01-01, value: 5", "kind: money", "two values from the same day"),
        ("value: 4", "kind: money", "without 'from'"),
        ("from: 2018-01-01", "kind: money", "has no value"),
        ("from: 2018-01, value: 4", "kind: money", "not a date"),
        ("from: 2018-01-01, value: 4, until: 2018-01-01", "kind: money", "ends on the day it begins"),
        (
            "from: 2018-01-01, value: 4\nfrom: 2019-01-01, value: 4, frozen: yes",
            "kind: money",
            "frozen .* and given a value",
        ),
        ("from: 2018-01-01, value: 4.005", "kind: money", "finer than money"),
        ("from: 2018-01-01, value: -4", "kind: money", "below the range"),
        ("from: 2018-01-01, value: 4, state: maybe", "kind: money", "state 'maybe' is not one of"),
        ("from: 2018-01-01, value: 4, vaule: 5", "kind: money", "'vaule' is not a key here. Did you mean value"),
        ("from: 2018-01-01, value: 4", "kind: mony", "kind 'mony' is not known. Did you mean money"),
        ("from: 2018-01-01, value: 4", "kind: money\n    per: mnth", "per 'mnth' is not one of"),
        ("from: 2018-01-01, value: 4", "kind: money\n    by: town", "by 'town' is not known"),
        ("from: 2018-01-01, value: 4, place: north", "kind: money", "not kept by place"),
        ("from: 2018-01-01, value: 4, place: nort", "kind: money\n    by: place", "Did you mean north"),
        ("from: 2018-01-01, value: {1: 4}", "kind: table\n    of: money", "a table needs 'key'"),
        ("from: 2018-01-01, value: 4", "kind: table\n    key: count\n    of: money", "a table is a mapping"),
        ("from: 2018-01-01, value: {x: 4}", "kind: table\n    key: count\n    of: money", "not a whole number"),
        ("from: 2018-01-01, value: [[5, 1], [2, 2]]", "kind: steps\n    over: count\n    of: money", "must ascend"),
        ("from: 2018-01-01, value: [[5, 1]]", "kind: steps\n    of: money", "a steps needs 'over'"),
        ("from: 2018-01-01, value: {form: bonus}", "kind: tariff", "form 'bonus' is not one of"),
        ("from: 2018-01-01, value: {form: percent}", "kind: tariff", "a percent tariff needs rate"),
        ("from: 2018-01-01, value: {form: flat, rat: 2%}", "kind: tariff", "'rat' is no part .* Did you mean rate"),
        ("from: 2018-01-01, value: {form: flat, amount: 1, round: ip}", "kind: tariff", "round 'ip' is not one of"),
        ("from: 2018-01-01, value: {1: {vale: 4}}", "kind: table\n    key: count\n    of: money", "the cell of 1 is"),
        ("from: 2018-01-01, value: 20%", "kind: tariff", "a tariff is {form"),
    ],
)
def test_what_is_written_wrongly_is_refused(tmp_path: Path, values: str, head: str, says: str) -> None:
    message = refused(tmp_path, values, head, places=PLACES)
    assert re.search(says, message), message
    assert "t.yaml" in message


def test_an_instrument_that_is_not_declared_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="'CODE' in the citation 'CODE 5' is not an instrument"):
        held(tmp_path, "parameters: {p: {kind: money, values: [{from: 2018-01-01, value: 1, cite: CODE 5}]}}")


def test_a_key_written_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match=r"line 3: 'p' is written twice"):
        held(tmp_path, "parameters:\n  p: {kind: money}\n  p: {kind: rate}\n")


def test_tables_steps_and_tariffs(tmp_path: Path) -> None:
    yaml = f"""
    parameters:
      one:
        kind: table
        key: Activity
        of: rate
        values:
          - from: 2018-01-01
            value: {{FREIGHT: 21%, ONLINE: unknown, OTHER: {{value: 5%, cite: ACT 2}}}}
            cite: ACT 1
      two:
        kind: table
        key: [Sex, count]
        of: money
        values: [{{from: 2018-01-01, value: {{MALE: {{1: 10, 2: 20}}}}, {CITED}}}]
      steps:
        kind: steps
        over: count
        of: days
        values: [{{from: 2018-01-01, value: [[0, 150], [15, 210]], {CITED}}}]
      tariff:
        kind: tariff
        values: [{{from: 2018-01-01, value: {{form: percent_plus_flat, rate: 2%, amount: 3, round: up, to: 0.10}}}}]
    """
    book = held(tmp_path, yaml)
    day = on("2018-06-01")
    assert book.node("one").at(day) == Table({(4,): 210000, (5,): None, (7,): 50000}, 0, 1000000)  # type: ignore[union-attr]
    assert book.node("two").at(day).cells == {(1, 1): 1000, (1, 2): 2000}  # type: ignore[union-attr]
    assert book.node("steps").at(day) == Steps((0, 15), (150, 210))  # type: ignore[union-attr]
    assert book.node("tariff").at(day) == Tariff(3, 20000, 300, 2, 10)  # type: ignore[union-attr]
    before = on("2017-06-01")
    assert book.node("one").at(before).cells == {}  # type: ignore[union-attr]
    assert isinstance(book.node("steps").at(before), UnknownSteps)  # type: ignore[union-attr]
    assert isinstance(book.node("tariff").at(before), UnknownTariff)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("mark", "kind", "doubtful"),
    [
        ("L:crc", "official", False),
        ("S:coe", "professional", False),
        ("S:coe press", "press", False),
        ("S-:T1", "weak", True),
        ("K", "memory", True),
        ("L:crc ?", "official", True),
        ("K?", "memory", True),
        ("D", "inferred", True),
        ("C", "inferred", True),
        ("I:trl-20241205", "interpretive", True),
    ],
)
def test_evidence_keeps_its_mark_and_its_doubt(mark: str, kind: str, doubtful: bool) -> None:
    evidence = read_evidence(mark, "here")
    assert (evidence.kind, evidence.mark, evidence.doubtful) == (kind, mark, doubtful)


def test_evidence_of_no_known_kind_is_refused() -> None:
    for mark in ("", "official", "X:1"):
        with pytest.raises(LawError, match="does not begin with one of"):
            read_evidence(mark, "here")


def test_labels_say_what_they_lack() -> None:
    assert read_label({"en": "a", "pt": "b", "zh": "丙"}, "here").faults() == []
    assert read_label({"en": "a", "zh": "c"}, "here").faults() == ["no pt label", "the zh label is not in Chinese"]
    with pytest.raises(LawError, match="a label is"):
        read_label({"en": "a", "fr": "b"}, "here")
