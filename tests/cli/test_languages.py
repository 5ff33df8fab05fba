"""What cannot be read is told in the reader's language, with the cure: no word of another language in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

import broken
import duckdb
import pytest
import yaml
from microdata_files import MAPPING
from web.vocabulary import HAN, strange

from amparo.analysis.grids import checked, read_grid
from amparo.analysis.reforms import read_reform, reformed
from amparo.cli.settings import read_settings
from amparo.cli.usage import usage_text
from amparo.law import book
from amparo.population.microdata.checking import read_mapping
from amparo.records.case import case_from_text
from amparo.records.errors import CaseError
from amparo.records.ordermap import map_from
from amparo.report.refusals import lines_of
from amparo.rules.errors import AmparoError
from amparo.rules.messages import Message, what_of

OTHERS = ("pt", "zh")
# what somebody wrote, and names of files: between apostrophes, or with an ending
_WRITTEN = re.compile(r"'(?:[^'\\]|\\.)*'|\"[^\"\n]*\"|\b[\w-]+\.(?:yaml|toml|csv|parquet|py)\b|[\w.]*_[\w.]*")


def foreign(lines: Iterable[str], lang: str, *more: str) -> list[str]:
    """The words of another language in messages; what was written by whoever is told does not count."""
    text = _WRITTEN.sub(" ", "\n".join(lines))
    return [word for word in strange(text, lang, marked=lang != "zh") if word not in more]


def told(error: AmparoError, lang: str) -> list[str]:
    """The lines of a refusal, each of which is made of messages."""
    lines = lines_of(error, lang)
    assert lines and all(lines)
    assert lang != "zh" or all(HAN.search(line) for line in lines), lines
    return lines


@pytest.mark.parametrize("what", broken.CASES)
@pytest.mark.parametrize("lang", OTHERS)
def test_a_case_that_cannot_be(what: str, lang: str) -> None:
    with pytest.raises(CaseError) as caught:
        case_from_text(broken.CASES[what], source="case.yaml")
    assert all(isinstance(part, Message) for each in caught.value.findings for part in (each.sentence, each.cure))
    lines = told(caught.value, lang)
    assert foreign(lines, lang) == [], lines
    assert lines_of(caught.value, "en") == str(caught.value).splitlines()


@pytest.mark.parametrize("what", broken.REFORMS)
@pytest.mark.parametrize("lang", OTHERS)
def test_a_reform_that_cannot_be(what: str, lang: str, tmp_path: Path) -> None:
    file = tmp_path / "reform.yaml"
    file.write_text(broken.REFORMS[what], encoding="utf-8")
    with pytest.raises(AmparoError) as caught:
        reformed(book("PT"), [read_reform(file)])
    assert isinstance(what_of(caught.value), Message), caught.value
    lines = told(caught.value, lang)
    assert foreign(lines, lang) == [], lines


@pytest.mark.parametrize("what", broken.GRIDS)
@pytest.mark.parametrize("lang", OTHERS)
def test_a_grid_that_cannot_be(what: str, lang: str, tmp_path: Path) -> None:
    file = tmp_path / "grid.yaml"
    file.write_text(yaml.safe_dump(broken.GRIDS[what]), encoding="utf-8")
    with pytest.raises(AmparoError) as caught:
        grid = read_grid(file)
        grid.variants()
        checked(book("PT"), grid)
    assert isinstance(what_of(caught.value), Message), caught.value
    lines = told(caught.value, lang)
    assert foreign(lines, lang) == [], lines


ORDERS: dict[str, Any] = {
    "country": "PT",
    "time_zone": "Europe/Lisbon",
    "currency": "EUR",
    "columns": {"start": "start", "pay": "pay", "worker": "w", "payer": "p"},
    "constants": {"activity": "ride_hailing", "form": "services"},
}
WRONG_ORDERS: dict[str, Any] = {
    "a list": ["a"],
    "another country": {**ORDERS, "country": "CN"},
    "a key that is near": {**ORDERS, "tip": {}},
    "no columns": {key: value for key, value in ORDERS.items() if key != "columns"},
    "no time zone": {**ORDERS, "time_zone": "Europe/Lisbo"},
    "no currency": {**ORDERS, "currency": "EURO"},
    "no conversion": {**ORDERS, "currency": "USD"},
    "a conversion of nothing": {**ORDERS, "conversion": {"rate": 1, "source": "abc", "date": "2025-01-01"}},
    "a rate of nothing": {**ORDERS, "currency": "USD", "conversion": {"rate": 0, "source": "abc", "date": "2025-01"}},
    "no date": {**ORDERS, "currency": "USD", "conversion": {"rate": 1, "source": "abc", "date": "2025-01"}},
    "a rate of text": {**ORDERS, "currency": "USD", "conversion": {"rate": "x", "source": "a", "date": "2025-01-01"}},
    "columns in a list": {**ORDERS, "columns": ["a"]},
    "a column that is a list": {**ORDERS, "columns": {**ORDERS["columns"], "start": ["a"]}},
    "rounding": {**ORDERS, "round": "sideways"},
    "no statuses": {**ORDERS, "columns": {**ORDERS["columns"], "status": "s"}},
    "statuses of no column": {**ORDERS, "statuses": {"a": "order"}},
    "a tip that is not said": {**ORDERS, "columns": {**ORDERS["columns"], "tip": "t"}},
    "tips that may be": {**ORDERS, "tips": {"in_pay": "perhaps", "counted": "yes"}},
    "no worker": {**ORDERS, "columns": {"start": "s", "pay": "p"}},
    "zero of what is not empty": {**ORDERS, "empty_is_zero": ["pay"]},
    "a constant that is near": {**ORDERS, "constants": {"activty": "x"}},
    "a constant near nothing": {**ORDERS, "constants": {"qqqqqq": "x"}},
    "a word that is none": {**ORDERS, "constants": {"activity": "ride"}},
    "an income that is none": {**ORDERS, "income": ["activity"]},
    "an income of nothing": {**ORDERS, "income": ["hats"]},
    "a fact of nothing": {**ORDERS, "facts": {"hat": 1}},
}


@pytest.mark.parametrize("what", WRONG_ORDERS)
@pytest.mark.parametrize("lang", OTHERS)
def test_a_mapping_of_orders_that_cannot_be(what: str, lang: str) -> None:
    with pytest.raises(AmparoError) as caught:
        map_from(WRONG_ORDERS[what], book("PT"))
    lines = told(caught.value, lang)
    assert foreign(lines, lang, "mapping") == [], lines


WRONG_PERSONS: dict[str, tuple[tuple[str, ...], Any]] = {
    "a key that is near": (("designs",), {}),
    "a year of text": (("year", "data"), "x"),
    "a year too early": (("year", "read_as"), 1990),
    "another year without because": (("year", "read_as"), 2025),
    "no label": (("data", "label"), 5),
    "a class that is none": (("data", "class"), "secret"),
    "no weight": (("design", "weight"), {"has_job": "employee"}),
    "draws": (("design", "draws"), 5),
    "two sources of a fact": (("facts", "sex"), {"column": "a", "constant": "male"}),
    "a constant without because": (("facts", "sex"), {"constant": "male"}),
    "values without a column": (("facts", "sex"), {"has_job": "employee", "values": {"1": "male"}}),
    "no such job": (("facts", "sex"), {"has_job": "emploee"}),
    "a fact of nothing": (("facts", "hat"), {"column": "a"}),
    "a word that is none": (("facts", "sex"), {"column": "sex", "values": {"1": "mal"}}),
    "an age that gives no date": (("facts", "sex"), {"completed_years": "age", "because": "x"}),
    "pay of nothing": (("jobs", "employee", "pay"), {"fills": ["gross_pay"]}),
    "pay that fills no amount": (("jobs", "employee", "pay"), {"year": "wage", "fills": ["activity"]}),
    "months twice": (("jobs", "employee", "months"), {"every": True, "number": ["a"]}),
    "months without because": (("jobs", "employee", "months"), {"every": True}),
    "status without worked": (("jobs", "employee", "months"), {"status": ["a"]}),
    "a period of nothing": (("period",), {}),
    "a share of no method": (("design", "replicates"), {"columns": ["a"], "method": "brr", "fay": 0.5}),
    "coefficients of no method": (("design", "replicates"), {"columns": ["a"], "method": "brr", "coefficients": [1]}),
    "no currency": (("currency",), "EURO"),
    "no conversion": (("currency",), "USD"),
    "another country": (("country",), "CN"),
}


@pytest.mark.parametrize("what", WRONG_PERSONS)
@pytest.mark.parametrize("lang", OTHERS)
def test_a_mapping_of_persons_that_cannot_be(what: str, lang: str, tmp_path: Path) -> None:
    steps, value = WRONG_PERSONS[what]
    found: Any = deepcopy(MAPPING)
    part = found
    for step in steps[:-1]:
        part = part[step]
    part[steps[-1]] = value
    file = tmp_path / "mapping.yaml"
    file.write_text(yaml.safe_dump(found, allow_unicode=True), encoding="utf-8")
    with pytest.raises(AmparoError) as caught:
        read_mapping(file, book("PT"))
    lines = told(caught.value, lang)
    assert foreign(lines, lang) == [], lines


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("text", ["hosts = 'x'", "port = 'x'", "host = 5", "host", "a = ["])
def test_settings_that_cannot_be(text: str, lang: str, tmp_path: Path) -> None:
    file = tmp_path / "amparo.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AmparoError) as caught:
        read_settings(file)
    lines = [line.replace(str(file), "") for line in told(caught.value, lang)]
    assert foreign(lines, lang) == [], lines


# --- the command line -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", OTHERS)
def test_the_command_line_speaks_the_language(amparo: Any, lang: str, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    for what, text in broken.CASES.items():
        case.write_text(text, encoding="utf-8", newline="")
        ran = amparo("worker", str(case), "--lang", lang)
        assert ran.code == 3 and ran.out == "", what
        assert foreign(ran.err.splitlines(), lang) == [], (what, ran.err)


@pytest.mark.parametrize(
    "words",
    [
        ["worker", "CASE", "--on", "yesterday"],
        ["worker", "CASE", "--claim", "boredom", "--on", "2025-03-10"],
        ["worker", "CASE", "--claim", "sickness", "--on", "1950-03-10"],
        ["worker", "CASE", "--claim", "sickness", "--on", "2025-03-10", "--set", "hat=1"],
        ["worker", "CASE", "--days", "3"],
        ["worker", "CASE", "--why", "labour_statu"],
        ["eval", "PT:high_rat", "--set", "x=1"],
        ["eval", "PT:contracting_entity_rate", "--set", "income_from_payer=much"],
        ["eval", "PT:contracting_entity_rate", "--set", "high_rate=1"],
        ["law", "show", "PT:high_rat"],
        ["law", "list", "--country", "XX"],
        ["reform", "nothing.yaml", "--population", "nowhere", "--out", "x"],
        ["mechanism", "show", "hat"],
        ["graft", "hat", "--onto", "PT"],
        ["sweep", "nothing.yaml", "--population", "nowhere", "--out", "x"],
        ["run", "--country", "PT", "--records", "nowhere", "--out", "OUT", "--class", "synthetic"],
        ["run", "--country", "PT", "--records", "nowhere", "--out", "OUT", "--class", "secret"],
        ["run", "--country", "PT", "--out", "OUT"],
        ["run", "--country", "PT", "--records", "x", "--out", "OUT", "--from", "spring"],
        ["cascade", "--country", "PT", "--records", "nowhere", "--out", "OUT", "--by", "hats", "--class", "synthetic"],
        ["compare", "PT", "--branch", "boredom"],
        ["conform", "--country", "PT", "--standard", "C999"],
        ["population", "build", "XX", "--out", "OUT"],
        ["population", "validate", "nowhere"],
        ["exchange", "show", "nowhere.exchange.json"],
        ["run"],
        ["worker"],
        ["worker", "CASE", "--hat"],
        ["worker", "CASE", "--clam", "sickness"],
        ["worker", "CASE", "CASE"],
        ["worker", "CASE", "--format", "hat"],
        ["population", "build", "PT", "--n", "x", "--out", "OUT"],
    ],
)
@pytest.mark.parametrize("lang", OTHERS)
def test_what_is_asked_wrongly_is_refused_in_the_language(
    amparo: Any, lang: str, words: list[str], tmp_path: Path
) -> None:
    own = str(Path(__file__).parent / "cases" / "portugal.yaml")
    places = {"CASE": own, "OUT": str(tmp_path / "out")}
    ran = amparo(*[places.get(part, part) for part in words], "--lang", lang)
    assert ran.code in (2, 3, 4, 6) and ran.err.strip()
    typed = [part for word in words for part in re.split(r"\W+", word.lower()) if part]
    assert foreign(ran.err.splitlines(), lang, *typed) == [], ran.err


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("words", [["--lang", "LANG", "wrker"], ["wrker", "--lang=LANG"], ["zzzz", "--lang=LANG"]])
def test_a_verb_that_there_is_not(amparo: Any, words: list[str], lang: str) -> None:
    ran = amparo(*[part.replace("LANG", lang) for part in words])
    assert ran.code == 2 and foreign(ran.err.splitlines(), lang, "python", "pytest", "command", "args", "options") == []


@pytest.mark.parametrize("lang", OTHERS)
def test_every_sentence_of_the_library_has_its_words(lang: str) -> None:
    for text in (
        "No such option: --hat",
        "No such option: --hat (Possible options: --what, --that)",
        "No such command 'hat'.",
        "No such command 'wrker'. Did you mean 'worker'?",
        "Missing option '--country'. Choose from: PT, CN",
        "Missing argument 'CASE'.",
        "Option '--on' requires an argument.",
        "Got unexpected extra arguments (a b)",
        "Invalid value for '--n': Input should be a valid integer, unable to parse string as an integer",
        "Invalid value for '--n': Input should be a valid number",
        "Invalid value for '--format': Value error, 'hat' is not one of 'text', 'json', 'html'.",
        "Invalid value for '--n': something else",
        "Something that no version has said yet",
    ):
        assert usage_text(text, "en") == text
        said = re.sub(r"'[^']*'|--[\w-]+|\([^)]*\)|text.*html|what.*that", " ", usage_text(text, lang))
        assert strange(said, lang, marked=lang != "zh") == [], said


@pytest.mark.parametrize("lang", ["en", *OTHERS])
def test_rows_set_aside_are_described_in_the_language(amparo: Any, lang: str, tmp_path: Path) -> None:
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "workers.csv").write_text(
        "worker,birth_date,sex,first_month,last_month,hat\n"
        "1,1990-02-30,male,2025-01,2025-02,x\n2,1990-01-01,mal,2025-01,2025-02,x\n3,1990-01-01,male,2025-03,2025-02,x\n"
        "4,1990-01-01\n5,1990-01-01,male,2025-01,2025-02,x\n",
        encoding="utf-8",
    )
    ran = amparo(
        "run", "--country", "PT", "--records", str(folder), "--out", str(tmp_path / "out"), "--class", "synthetic",
        "--only", "labour_status", "--lang", lang,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    file = tmp_path / "out" / "checked" / "quarantine.parquet"
    rows = duckdb.sql(f"SELECT sentence, cure FROM read_parquet('{file}')").fetchall()
    assert len(rows) == 4
    texts = [text for row in rows for text in row]
    assert ("The row ends before it begins." in texts) == (lang == "en")
    assert foreign(texts, lang) == []
    warnings = [line for line in ran.err.splitlines() if "hat" in line]
    assert len(warnings) == 1 and foreign(warnings, lang, "hat") == [], warnings
