"""What the lint finds, one fault at a time; that the three countries are free of it; and what the register says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tiny

from amparo.law import book
from amparo.rules.lint import CHECKS, Finding, check_law, register

RULE = """
@rule(level=MONTH, law_at=month_worked, cites=ACT("1"), evidence="L:act", since="2018-01-01")
def due(share: Rate, told: Truth) -> Rate:
    '''Law.'''
    return share if told else NO_RATE
"""
YAML = """
facts:
  told: {level: month, kind: truth, label: {en: a, pt: b, zh: 丙}}
parameters:
  share:
    kind: rate
    base: {en: pay, pt: salário, zh: 工资}
    label: {en: a, pt: b, zh: 丙}
    values:
      - {from: 2018-01-01, value: 10%, cite: ACT 1, evidence: "L:act"}
  least:
    kind: money
    per: month
    label: {en: a, pt: b, zh: 丙}
    values:
      - {from: 2018-01-01, value: 3.00, cite: ACT 1, evidence: "K ?"}
labels:
  due: {en: a, pt: b, zh: 丙}
missing:
  - {en: a, pt: b, zh: 丙}
"""


def findings(folder: Path, python: str = RULE, yaml: str = YAML, places: str = "") -> list[str]:
    return [str(finding) for finding in check_law(tiny.topic(folder, python, yaml, places=places))]


def test_a_law_without_faults(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("due: {en: a, pt: b, zh: 丙}", "due: {en: a, zh: 丙}", "t.due: no pt label"),
        ("due: {en: a, pt: b, zh: 丙}", "due: {en: a, pt: b, zh: c}", "t.due: the zh label is not in Chinese"),
        ("due: {en: a, pt: b, zh: 丙}", "other: {en: a}", "t.due: no en label"),
        ("kind: truth, label: {en: a, pt: b, zh: 丙}", "kind: truth", "t.told: no zh label"),
        ("- {en: a, pt: b, zh: 丙}", "- {en: a, zh: 丙}", "topic t, missing item 1: no pt label"),
        ('10%, cite: ACT 1, evidence: "L:act"', '10%, evidence: "L:act"', "t.share from 2018-01-01: no citation"),
        ('10%, cite: ACT 1, evidence: "L:act"', "10%, cite: ACT 1", "t.share from 2018-01-01: no evidence"),
        ("    base: {en: pay, pt: salário, zh: 工资}\n", "", "t.share: a rate without base"),
        ("    per: month\n", "", "t.least: money without per"),
        ("base: {en: pay, pt: salário, zh: 工资}", "base: pay", "t.share, base: no pt text"),
        ("zh: 工资}\n", "zh: 工资}\n    range: [0, 5%]\n", "t.share from 2018-01-01: 10% is outside the range"),
        (
            "from: 2018-01-01, value: 10%",
            "from: 2018-03-01, value: 10%",
            "t.share: no value from 2018-01-01 though due",
        ),
        (
            '10%, cite: ACT 1, evidence: "L:act"}',
            '10%, cite: ACT 1, evidence: "L:act"}\n      - {from: 2020-01-01, value: none, cite: ACT 2}',
            "t.share: repealed from 2020-01-01, but due (line 7) still reads it",
        ),
    ],
)
def test_what_is_missing_in_the_yaml_is_found(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in YAML
    found = findings(tmp_path, yaml=YAML.replace(old, new, 1))
    assert any(line.startswith(says) and "Cure: " in line for line in found), found


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('since="2018-01-01"', 'since="2019-01-01"', "t.due: nothing from 2018-01-01 to 2018-12-31"),
        ('since="2018-01-01"', 'since="2018-01-01", until="2020-01-01"', "t.due: nothing from 2020-01-01 on"),
        ("share if told else NO_RATE", "share", "t.due (line 7): 'told' is never read"),
    ],
)
def test_what_is_missing_in_the_rules_is_found(tmp_path: Path, old: str, new: str, says: str) -> None:
    found = findings(tmp_path, RULE.replace(old, new, 1))
    assert any(line.startswith(says) for line in found), found


@pytest.mark.parametrize(
    "said", ['since="2019-01-01", before=NO_RATE', 'since="2018-01-01", until="2020-01-01", after=NO_RATE']
)
def test_a_gap_the_law_speaks_of_is_no_gap(tmp_path: Path, said: str) -> None:
    assert findings(tmp_path, RULE.replace('since="2018-01-01"', said, 1)) == []


def test_a_gap_between_versions_is_found(tmp_path: Path) -> None:
    first = RULE.replace('since="2018-01-01"', 'since="2018-01-01", until="2020-01-01", name="due"').replace(
        "def due", "def once"
    )
    second = RULE.replace('since="2018-01-01"', 'since="2020-02-01", name="due"').replace("def due", "def now")
    assert any("nothing from 2020-01-01 to 2020-01-31" in line for line in findings(tmp_path, first + second))


def test_a_value_said_to_be_unknown_is_no_fault(tmp_path: Path) -> None:
    yaml = YAML.replace('value: 10%, cite: ACT 1, evidence: "L:act"', "value: unknown", 1)
    assert findings(tmp_path, yaml=yaml) == []


def test_categories_and_places_need_labels(tmp_path: Path) -> None:
    python = "class Colour(Category):\n    RED = 1\n" + RULE
    found = findings(tmp_path, python, places="place: north\ncode: 1\nlabel: {en: North}\n")
    assert "category Colour.RED: no en label. Cure: write label: {en: ..., pt: ..., zh: ...}." in found
    assert any(line.startswith("place north: no zh label") for line in found)


def test_an_amended_book_has_no_new_faults() -> None:
    from amparo.rules import Amendment, set_value

    law = book("fictional").amend(Amendment("reform", (set_value("worker_rate", "9%", since="2024-01-01"),)))
    assert check_law(law) == []


def test_verania_is_free_of_faults() -> None:
    assert check_law(book("fictional")) == []


def test_every_check_says_what_it_checks() -> None:
    for check in CHECKS:
        assert re.fullmatch(r"[A-Z].*\.", check.__doc__ or "", re.S), check.__name__
    assert str(Finding("a", "b", "c")) == "a: b. Cure: c."


# --- the register ------------------------------------------------------------------------------------------------


def test_the_register_counts_what_is_held_and_how_well(tmp_path: Path) -> None:
    held = register(tiny.topic(tmp_path, RULE, YAML))
    (topic,) = held.topics
    assert (held.country, held.law_since) == ("TINY", "2018-01-01")
    assert [p.name for p in topic.provisions] == ["t.due", "t.share", "t.least"]
    assert topic.evidence == {"memory": 1, "official": 2}
    assert (held.provisions, held.values, held.doubtful_values) == (3, 3, 1)
    assert [p.doubtful for p in topic.provisions] == [False, False, True]
    assert [label.en for label in topic.missing] == ["a"]


def test_the_register_of_verania_names_places_with_and_without_a_value() -> None:
    held = {p.name: p for topic in register(book("fictional")).topics for p in topic.provisions}
    tariff = held["local.accident_tariff"]
    assert tariff.places_with_value == ("northland", "harbourton", "millbrook", "southland", "farisle")
    assert tariff.places_without_value == ("outpost",)
    assert held["local.benefit_minimum"].places_without_value == ()
    assert held["local.benefit_minimum"].unknown_values == 1
    assert held["contributions.surcharge_rate"].until == "2021-01-01"
    assert held["contributions.care_rate"].since == "2020-03-16"
    assert held["contributions.worker_rate"].places_with_value == ()
    assert held["status.presumed_employee"].values == 2
    assert held["local.risk_weights"].unknown_values == 1
