"""`amparo population read` and every command after it: whose data, what is assumed, what may leave."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from microdata_files import PEOPLE, WHY, files, mapping

from amparo.cli.codes import USAGE


@pytest.fixture
def read(tmp_path: Path, amparo: Any) -> Any:
    def run(**parts: Any) -> Path:
        year = {"data": 2020, "read_as": 2024, "because": WHY}
        map_file, data = files(tmp_path / "in", mapping(**{"year": year, **parts}), PEOPLE)
        ran = amparo(
            "population", "read", "--map", str(map_file), "--data", str(data), "--out", str(tmp_path / "population")
        )
        assert ran.code == 0, ran.err
        return tmp_path / "population"

    return run


COMMANDS = {
    "cascade": ("cascade", "--country", "PT"),
    "indicators": ("indicators", "--country", "PT", "--year", "2024"),
    "reform": ("reform", "pt-law-of-2018"),
    "graft": ("graft", "income-threshold", "--onto", "PT"),
}


def test_a_sweep_says_whose_data_it_ran_on(tmp_path: Path, amparo: Any, read: Any) -> None:
    grid = tmp_path / "grid.yaml"
    grid.write_text(
        "country: PT\nname: {en: Trial, pt: Ensaio, zh: 试验}\nsource: a test\nbranches: []\n"
        "vary: [{set: self_employed_income.services_share, from: 2024-01-01, values: [60%]}]\n",
        encoding="utf-8",
    )
    ran = amparo("sweep", str(grid), "--population", str(read()), "--out", str(tmp_path / "out"))
    assert ran.code == 0, ran.err
    assert "Data of Nowhere, 2020 (synthetic), read under the law of Portugal" in ran.out
    written = json.loads((tmp_path / "out" / "sweep.json").read_text(encoding="utf-8"))
    assert written["population"]["design"]["method"] == "poisson"


@pytest.mark.parametrize("name", COMMANDS)
def test_whose_data_and_what_is_assumed_stand_with_every_result(
    tmp_path: Path, amparo: Any, read: Any, name: str
) -> None:
    population = read()
    command = (*COMMANDS[name], "--population", str(population), "--out", str(tmp_path / "out"))
    text = amparo(*command, "--lang", "pt")
    assert text.code == 0, text.err
    assert "Origem dos dados: Nowhere, 2020 (sintéticos). Lei aplicada: Portugal." in text.out
    assert "dito num teste" in text.out
    data = amparo(*command, "--format", "json").data
    told = data.get("population") or data["effect"]["population"]
    assert told["class"] == "synthetic"
    assert told["weight"] == 1.0
    assert [one["id"] for one in told["assumptions"]] == [
        "year",
        "absences",
        "own_payer",
        "spread",
        "every_month",
        *["constant"] * 3,
    ]


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("called", [(), ("--class", "synthetic")])
def test_nothing_of_restricted_data_leaves_by_any_command(
    tmp_path: Path, amparo: Any, read: Any, name: str, called: tuple[str, ...]
) -> None:
    population = read(data__class="restricted")
    out = tmp_path / "out"
    ran = amparo(*COMMANDS[name], "--population", str(population), "--out", str(out), *called)
    assert ran.code != 0
    assert ("restricted records" in ran.err) if not called else ("class restricted, not synthetic" in ran.err)
    assert not list(out.rglob("*.json"))


def test_a_brief_of_restricted_data_is_refused(tmp_path: Path, amparo: Any, read: Any) -> None:
    population = read(data__class="restricted")
    ran = amparo(
        "report", "--country", "PT", "--population", str(population), "--year", "2024", "--out", str(tmp_path / "out")
    )
    assert ran.code != 0
    assert not list((tmp_path / "out").rglob("brief*"))


def test_a_population_read_from_data_has_no_figures_to_be_held_against(amparo: Any, read: Any) -> None:
    ran = amparo("population", "validate", str(read()))
    assert ran.code == USAGE
    assert "was read from data" in ran.err


def test_what_was_read_as_data(tmp_path: Path, amparo: Any) -> None:
    map_file, data = files(tmp_path / "in", mapping(), PEOPLE)
    ran = amparo(
        "population",
        "read",
        "--map",
        str(map_file),
        "--data",
        str(data),
        "--out",
        str(tmp_path / "p"),
        "--format",
        "json",
    )
    assert ran.data == json.loads((tmp_path / "p" / "population.json").read_text(encoding="utf-8"))
    wrong = amparo("population", "read", "--map", str(data), "--data", str(data), "--out", str(tmp_path / "q"))
    assert wrong.code != 0
    assert "Cure: " in wrong.err
