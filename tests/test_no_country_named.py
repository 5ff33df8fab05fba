"""Nothing that countries share names one of them: what is a country's own stands in its packages.

Sentences (help, messages, words) may give a country as an example; codes, keys, names and addresses may not.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import amparo
from amparo.law import COUNTRIES
from amparo.report.words import LANGUAGES

SOURCE = Path(amparo.__file__).parent
CODES = tuple(COUNTRIES)
HOMES = tuple(country.home for country in COUNTRIES.values())
ISO3 = tuple(country.iso3 for country in COUNTRIES.values() if country.iso3)
M49 = tuple(country.m49 for country in COUNTRIES.values() if country.m49)
LETTERS = rf"(?<![A-Za-z])(?:{'|'.join((*CODES, *HOMES, *ISO3))})(?![A-Za-z])"
NAMED = re.compile(rf"{LETTERS}|(?<!\w)(?:{'|'.join(M49)})(?!\w)")
# Not countries: tags of languages, and the sign of a currency (Unicode CLDR).
OTHERWISE = re.compile(r"pt-PT|zh-CN|CN¥")
# A language may be written as a country's code is: pt.
IDENTIFIERS = {*(code.lower() for code in CODES), *HOMES, *ISO3} - {
    *LANGUAGES,
    "fictional",  # what a country is, not which one
}


def own(path: Path) -> bool:
    """Whether a file is of a country's own parts: its law, population, demonstration, reforms or standard persons."""
    parts = path.relative_to(SOURCE).parts
    folders = {*HOMES, *(code.lower() for code in CODES)}
    return parts[0] in ("law", "demo") or bool(folders & {*parts[:-1]}) or path.stem in CODES


SHARED = sorted(path for path in SOURCE.rglob("*") if path.is_file() and not own(path) and "vendor" not in path.parts)
PYTHON = [path for path in SHARED if path.suffix == ".py"]
PAGES = [path for path in SHARED if path.suffix in (".j2", ".js", ".css", ".typ")]
WORDS = [path for path in SHARED if path.suffix == ".yaml" and path.parent.name == "words"]


def in_python(text: str) -> Iterator[tuple[int, str]]:
    """(line, name) of each country that code names: as a word of its own, or within an identifier."""
    tree = ast.parse(text)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(value)) if id(node) not in said and not re.search(r"\s", value.strip()):
                yield from ((node.lineno, found) for found in NAMED.findall(OTHERWISE.sub("", value)))
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.FunctionDef(name=name):
                yield from ((node.lineno, part) for part in name.lower().split("_") if part in IDENTIFIERS)
            case ast.ImportFrom(module=str(name)) | ast.alias(name=name):
                yield from ((node.lineno, part) for part in re.split(r"[._]", name) if part in IDENTIFIERS)


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_names_a_country(path: Path) -> None:
    assert list(in_python(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_script_or_style_names_a_country(path: Path) -> None:
    assert NAMED.findall(OTHERWISE.sub("", path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.name)
def test_no_key_of_the_words_names_a_country(path: Path) -> None:
    """Topics are named as their modules are; some mechanisms were taken from a country's law and say so."""
    held = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    keys = [key for key in held if not key.startswith("topic.")]
    assert [key for key in keys if {*re.split(r"[._]", key)} & {*CODES, *HOMES}] == []


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.name)
def test_no_sentence_of_the_words_is_of_certain_countries(path: Path) -> None:
    """The accessibility statement is a duty of the law of one country, and names it."""
    held = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    said = {key: text for key, text in held.items() if not key.startswith(("topic.", "access."))}
    names = {name for country in COUNTRIES.values() for name in country.name.values()}
    assert [key for key, text in said.items() if any(name in each for each in text.values() for name in names)] == []


def test_the_shared_parts_are_looked_at() -> None:
    assert len(PYTHON) > 200 and len(PAGES) > 30 and len(WORDS) > 20


@pytest.mark.parametrize(
    "code",
    [
        'COUNTRIES = {"PT": 1}',
        'if code != "FICTIONAL": pass',
        'key = "country.CN"',
        'fields["pay_PT1"]',
        'series = {"x": "prt"}',
        "def places_of_china(): pass",
        "def compare(place_cn=''): pass",
        "from amparo.law.portugal import COUNTRY",
        'match code:\n    case "CN": pass',
    ],
)
def test_a_country_that_is_named_is_found(code: str) -> None:
    assert list(in_python(code))


@pytest.mark.parametrize(
    "code", ['TAGS = {"zh": "zh-CN", "pt": "pt-PT"}', 'help = "Countries, as PT CN."', '"""PT."""']
)
def test_tags_sentences_and_docstrings_are_left_alone(code: str) -> None:
    assert not list(in_python(code))
