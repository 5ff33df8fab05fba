"""A country is a package: Verania, added as folders of its own, is taken by all that lists countries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from added_country import CODE, with_law_of_verania, with_verania

from amparo.law import REAL, book

CASE = Path(__file__).parent / "cli" / "cases" / "verania.yaml"
NAME, NOME = "Verania", "Verânia (fictícia)"
# Reads pages and data of a workbench on the tree: the addresses asked for, as lines of input.
READER = """
import json, sys
from starlette.testclient import TestClient
from amparo.web import create_app
client = TestClient(create_app(), raise_server_exceptions=False)
form = {"country": sys.argv[1], "from": "2024-01", "to": "2024-12", "payer1": "Ferries", "payer_kind1": "employer",
        "activity1": "other", "form1": "employment", "gross_pay1": "1200", "work_place1": "northland"}
sent = [client.get(line.strip()) for line in sys.stdin] + [client.post("/en/worker/new", data=form)]
print(json.dumps([[answer.status_code, answer.text] for answer in sent]))
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_verania(tmp_path_factory.mktemp("added"), CASE)


def run(tree: Path, *words: str, told: str = "") -> str:
    """What Python says on the tree; a process of its own, since which countries there are is read once."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "AMPARO_DATA": str(tree.parent / "data")}
    found = subprocess.run(
        [sys.executable, *words], input=told, env=environment, cwd=tree.parent, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stderr[-2000:]
    return found.stdout


def amparo(tree: Path, *words: str) -> str:
    return run(tree, "-m", "amparo", *words)


def read(tree: Path, addresses: Iterable[str]) -> list[tuple[int, str]]:
    """Status and text of what stands at each address, and of the answer to the short form."""
    return [(code, text) for code, text in json.loads(run(tree, "-c", READER, CODE, told="\n".join(addresses)))]


def test_the_command_line_takes_it(tree: Path) -> None:
    every, shown = f"PT, CN, {CODE} or FICTIONAL.", f"PT, CN or {CODE}."
    assert every in amparo(tree, "certify", "--help")
    assert shown in amparo(tree, "screen", "--help")
    assert shown in amparo(tree, "population", "build", "--help")
    assert "Ferry pilot" in amparo(tree, "example")
    listed = json.loads(amparo(tree, "law", "list", "--format", "json"))["entries"]
    assert {entry["country"] for entry in listed} == {"PT", "CN", CODE}
    assert NAME in amparo(tree, "compare", CODE, "PT", "--branch", "sickness", "--on", "2025-01-01")
    assert NAME in amparo(tree, "conform", "--country", CODE, "--on", "2025-01-01")
    assert json.loads(amparo(tree, "worker", str(tree / "amparo/demo/verania/worker.yaml"), "--format", "json"))


def test_its_population_is_built_in_its_usual_year_and_held_against_its_own_figure(tree: Path) -> None:
    people = tree.parent / "people"
    built = amparo(tree, "population", "build", CODE, "--n", "300", "--jobs", "1", "--out", str(people))
    assert "ferry crews" in built, "its own words name its own cells"
    document = json.loads((people / "population.json").read_text(encoding="utf-8"))
    assert document["months"] == ["2024-01", "2025-12"]
    (figure,) = json.loads(amparo(tree, "population", "validate", str(people), "--format", "json"))["figures"]
    assert (figure["id"], figure["found"]) == ("insured", 5000)
    changed = amparo(tree, "reform", "xv-three-indices", "--population", str(people), "--out", str(tree.parent / "out"))
    assert "Three indices again" in changed


def test_every_page_and_the_data_take_it(tree: Path) -> None:
    wanted = {
        "/en/": NAME,
        "/pt/worker": f'<option value="{CODE}">{NOME}</option>',
        "/en/worker": f'<optgroup label="{NAME}">',
        "/zh/worker": "渡轮驾驶员",
        "/zh/both": f'name="pay_{CODE}1" value="1200"',
        "/en/both": f'name="place_{CODE}"',
        f"/en/compare?countries={CODE}&branch=sickness&on=2025-01-01&place_{CODE}=northland": NAME,
        f"/en/law?country={CODE}": f"/en/law/{CODE}/",
        f"/en/register?country={CODE}": NAME,
        f"/en/law/{CODE}/status.labour_status": NAME,
        "/en/population": f'<option value="{CODE}">',
        f"/en/population?country={CODE}": '<option value="2025" selected>',
        "/en/reforms": "Three indices again",
        f"/en/reforms/build?country={CODE}": 'name="topic" value="sickness" checked',
        f"/en/reforms/run?country={CODE}&reform=xv-three-indices": "Three indices again",
        f"/api/law/{CODE}/status.labour_status": f'"country":"{CODE}"',
        f"/api/compare?countries={CODE}&branch=sickness&place_{CODE.lower()}=northland": f'"{CODE}"',
        "/api/countries": "",
        "/api/openapi.json": "",
    }
    *answers, posted = read(tree, wanted)
    lacking = [
        (address, code)
        for (address, text), (code, said) in zip(wanted.items(), answers, strict=True)
        if code != 200 or text not in said
    ]
    assert lacking == []
    assert posted[0] == 200 and NAME in posted[1]
    (_, countries), (_, document) = answers[-2:]
    assert [one["id"] for one in json.loads(countries)["countries"]] == [*REAL, CODE]
    _described(json.loads(document))


def test_a_country_with_law_alone_breaks_no_page_and_is_told_what_it_lacks(tmp_path: Path) -> None:
    whole = ("/en/", "/en/worker", "/en/both", "/en/law", "/en/compare?branch=sickness", "/en/population", "/en/sweeps")
    lacking = {
        f"/en/population?country={CODE}": "There is no population of",
        f"/api/compare?countries={CODE}&branch=sickness": "No standard persons are written for",
    }
    answers = read(with_law_of_verania(tmp_path), (*whole, f"/en/reforms/build?country={CODE}", *lacking))
    *shown, population, compared, posted = answers
    assert [code for code, _ in (*shown, posted)] == [200] * (len(whole) + 2)
    assert NAME not in shown[whole.index("/en/compare?branch=sickness")][1]
    assert [code for code, _ in (population, compared)] == [422, 404]
    assert [text in said for text, (_, said) in zip(lacking.values(), (population, compared), strict=True)] == [
        True
    ] * 2


def _described(document: dict[str, Any]) -> None:
    """The document of the API lists the country, and its places are asked for under its own name."""
    told = document["paths"]["/api/law/{country}/{name}"]["get"]["parameters"]
    (country,) = (parameter for parameter in told if parameter["name"] == "country")
    assert country["schema"]["enum"] == [*REAL, CODE]
    asked = {parameter["name"] for parameter in document["paths"]["/api/compare"]["get"]["parameters"]}
    places = {code.lower() for code in REAL if book(code).places.names} | {CODE.lower()}
    assert {name for name in asked if name.startswith("place_")} == {f"place_{code}" for code in places}
