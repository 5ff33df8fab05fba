"""Reforms tried on a population from a page: stacks, clashes, behaviour, results, several side by side."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from cli_runner import run_cli

from web.reading import Page
from web.test_pages import LANGUAGES, check
from web.working import CN, PT, file_of, worked

OWN = "country=PT&name=Limiar&source=nota&set=contracting_entity.low_threshold@2023-01-01=30%25"
CLASHING = OWN.replace("30%25", "35%25").replace("Limiar", "Outro limiar")


@pytest.fixture(scope="module")
def address(client: Any) -> str:
    return worked(client, "/pt/reforms/run", {**PT, "draft": OWN})


@pytest.fixture(scope="module")
def assumed(client: Any) -> str:
    return worked(client, "/pt/reforms/run", {**PT, "draft": OWN, "exit": "10%", "pass_through": "40%"})


@pytest.fixture(scope="module")
def chinese(client: Any) -> str:
    return worked(client, "/pt/reforms/run", {**CN, "reform": "cn-no-hukou-condition"})


def said_wrong(answer: Any) -> list[str]:
    return re.findall(r'<span class="wrong"[^>]*>(.*?)</span>', answer.text, re.DOTALL)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("query", ["", "?country=CN", "?country=PT&reform=pt-law-of-2018&n=1000"])
def test_the_form_is_a_whole_page(client: Any, lang: str, query: str) -> None:
    answer = client.get(f"/{lang}/reforms/run{query}")
    assert answer.status_code == 200
    check(answer.text, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_clash_names_both_reforms_and_nothing_is_run(client: Any, lang: str) -> None:
    answer = client.post(f"/{lang}/reforms/run", data={**PT, "draft": [OWN, CLASHING]})
    assert answer.status_code == 422
    check(answer.text, lang)
    (wrong,) = said_wrong(answer)
    assert "Limiar" in wrong and "Outro limiar" in wrong


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({}, 1),
        ({"reform": "nothing"}, 1),
        ({"reform": "cn-no-hukou-condition"}, 1),
        ({"reform": "pt-law-of-2018", "exit": "101%"}, 1),
        ({"reform": "pt-law-of-2018", "exit": "lots", "compliance": "-1%"}, 2),
        ({"reform": "pt-law-of-2018", "take_up": "30%"}, 1),
        ({"draft": OWN.replace("30%25", "50%25")}, 1),
        ({"draft": OWN.replace("country=PT", "country=CN")}, 1),
        ({"draft": "nonsense"}, 1),
    ],
)
def test_what_cannot_be_run_is_said(client: Any, fields: dict[str, str], count: int) -> None:
    answer = client.post("/pt/reforms/run", data={**PT, **fields})
    assert answer.status_code == 422
    check(answer.text, "pt")
    assert len(said_wrong(answer)) == count


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("which", ["address", "assumed", "chinese"])
def test_the_result_is_a_whole_page_with_the_difference_first(
    client: Any, request: pytest.FixtureRequest, which: str, lang: str
) -> None:
    at = request.getfixturevalue(which).replace("/pt/", f"/{lang}/", 1)
    answer = client.get(at)
    assert answer.status_code == 200
    page = check(answer.text, lang)
    order = [
        identity for identity in page.ids() if identity in ("difference", "persons", "cover", "behaviour", "provisions")
    ]
    assert order == ["difference", "persons", "cover", "behaviour", "provisions"]
    assert [held for _, held in page.tags if held.get("class") == "badge"]


def test_behaviour_stands_on_every_figure(client: Any, address: str, assumed: str) -> None:
    none = Page(client.get(address).text).seen
    some = Page(client.get(assumed).text).seen
    assert none.count("Comportamento: nenhum pressuposto") >= 5
    assert "saída de trabalhadores que passam a custar mais: 10 %" in some
    assert some.count("Só pela lei, sem os pressupostos de comportamento") >= 4
    assert "Quando a diferença desapareceria" in none and "Quando a diferença desapareceria" in some


def test_payers_add_up_to_the_amounts(client: Any, address: str) -> None:
    tables = client.get(file_of(address, "json")).json()["tables"]
    for end in ("before_low", "after_low", "change_low", "change_high"):
        for payer in tables["payers"]:
            parts = [float(row[end]) for row in tables["amounts"] if row["payer"] == payer["payer"]]
            assert sum(parts) == pytest.approx(float(payer[end]), abs=0.01 * len(parts))
    assert sum(row["workers"] for row in tables["people"]) == 1000
    (changed,) = tables["provisions"]
    assert (changed["provision"], changed["old"], changed["new"]) == ("contracting_entity.low_threshold", "50%", "30%")


def test_a_lower_threshold_charges_more_and_covers_more(client: Any, address: str) -> None:
    """Contracting entities from 30 % of a worker's activity instead of 50 %: those charged before still are."""
    tables = client.get(file_of(address, "json")).json()["tables"]
    (payer,) = [row for row in tables["payers"] if row["payer"] == "payer"]
    assert float(payer["change_low"]) > 0
    (cover,) = [r for r in tables["cover_change"] if (r["branch"], r["step"]) == ("unemployment", "covered")]
    assert cover["certain_after"] > cover["certain_before"]


def test_the_commands_make_the_same_difference_again(client: Any, address: str, tmp_path: Path) -> None:
    lines = client.get(file_of(address, "json")).json()["command"].splitlines()
    page = Page(client.get(address).text)
    (file,) = [str(a["href"]) for a in page.all("a") if "/reforms/build.yaml?" in str(a.get("href"))]
    saved = client.get(file)
    name = saved.headers["content-disposition"].split('"')[1]
    assert name in lines[1]
    (tmp_path / name).write_bytes(saved.content)
    for line in lines[:2]:
        run_cli(line, tmp_path)
    made = json.loads((tmp_path / "reform" / "reform.json").read_text(encoding="utf-8"))
    shown = client.get(file_of(address, "json")).json()["tables"]["amounts"]
    weight = made["weight"]
    assert {row["node"]: round(row["after"][0] * weight) / 100 for row in made["amounts"]} == {
        row["provision"]: float(row["after_low"])
        for row in shown
        if float(row["change_low"]) or float(row["change_high"])
    }


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "parquet", "pdf", "docx"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_result_can_be_taken_away(client: Any, assumed: str, lang: str, ending: str) -> None:
    answer = client.get(file_of(assumed, ending).replace("/pt/", f"/{lang}/", 1))
    assert answer.status_code == 200 and len(answer.content) > 1000
    if ending == "csv":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert {"payers.csv", "people.csv", "cover_change.csv", "provisions.csv"} <= set(archive.namelist())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_scenarios_side_by_side(client: Any, address: str, assumed: str, chinese: str, lang: str) -> None:
    ids = []
    for at in (address, chinese):
        (link,) = [str(a["href"]) for a in Page(client.get(at).text).all("a") if "/compare?run=" in str(a.get("href"))]
        ids += parse_qs(link.partition("?")[2])["run"]
    answer = client.get(f"/{lang}/reforms/compare?run={ids[0]}&run={ids[1]}")
    assert answer.status_code == 200
    page = check(answer.text, lang)
    assert {"payers-title", "people-title", "cover-title"} <= set(page.ids())
    assert sum(held.get("scope") == "col" for held in page.all("th")) == 9
    gone = client.get(f"/{lang}/reforms/compare?run={ids[0]}&run=0000&run=../x")
    assert gone.status_code == 422 and len(re.findall('<p class="wrong"', gone.text)) == 2
    check(gone.text, lang)


def test_a_stack_and_a_mechanism_by_two_equivalences(client: Any) -> None:
    fields = {**PT, "draft": OWN, "mechanism": "per-order-injury", "convert": ["average-wage", "ppp"]}
    at = worked(client, "/pt/reforms/run", fields)
    page = check(client.get(at).text, "pt")
    assert {"difference.average-wage", "difference.ppp", "provisions"} <= set(page.ids())
    tables = client.get(file_of(at, "json")).json()["tables"]
    assert {"payers_average_wage", "payers_ppp"} <= set(tables)
