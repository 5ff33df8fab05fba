"""A population on a page: asked for, worked out, shown in three languages, taken away, made again by its command."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pyarrow.parquet as pq
import pytest
from cli_runner import run_cli

from amparo.web import jobs
from amparo.web.assets import STATIC
from web.reading import Page
from web.test_pages import LANGUAGES, check
from web.working import PT, asked, file_of, worked

FIELDS = {**PT, "by": ["sex", "activity"], "step": "covered"}
MAGIC = {"csv": b"PK", "xlsx": b"PK", "parquet": b"PK", "docx": b"PK", "pdf": b"%PDF", "json": b"{"}


@pytest.fixture(scope="module")
def address(client: Any) -> str:
    return worked(client, "/pt/population", FIELDS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_is_a_whole_page(client: Any, lang: str) -> None:
    answer = client.get(f"/{lang}/population?country=CN")
    assert answer.status_code == 200
    check(answer.text, lang)


@pytest.mark.parametrize(
    ("field", "told"), [("n", "7"), ("n", "1000000"), ("seed", "0"), ("seed", "100"), ("year", "1999")]
)
def test_what_is_not_offered_is_said_at_its_field_and_never_waits(client: Any, field: str, told: str) -> None:
    address = asked(client, "/pt/population", {**FIELDS, field: told})
    answer = client.get(address)
    assert answer.status_code == 422
    page = check(answer.text, "pt")
    wrong = [held for name, held in page.tags if held.get("aria-invalid")]
    assert [held["id"] for held in wrong] == [field] and wrong[0]["aria-describedby"] == f"{field}-wrong"
    assert told in page.seen


def test_no_other_country_has_a_population(client: Any) -> None:
    assert client.get("/pt/population?country=FICTIONAL").status_code == 404


def test_a_run_that_waits_tells_so_with_and_without_script_and_can_be_cancelled(
    client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path))  # a folder for which nobody works
    address = asked(client, "/en/population", {**FIELDS, "seed": "77"})
    text = client.get(address).text
    page = check(text, "en")
    assert "Waiting" in page.seen or "Next in turn" in page.seen
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in text
    (polled,) = [held for _, held in page.tags if held.get("hx-get")]
    assert polled["hx-get"] == address and polled["hx-select"] == polled["hx-target"] == "#run"
    (form,) = [held for held in page.all("form") if "/cancel" in str(held["action"])]
    gone = client.post(str(form["action"]), data={"back": address}, follow_redirects=False)
    assert gone.headers["location"] == address
    after = check(client.get(address).text, "en")
    assert "Cancelled" in after.seen and not [held for _, held in after.tags if held.get("hx-get")]


def test_cancelling_leads_to_no_other_site(client: Any) -> None:
    asked(client, "/en/population", {**FIELDS, "seed": "78"})
    identity = jobs.submit(
        "population", {"country": "PT", "n": 1000, "seed": 78, "year": 2023, "by": ("sex", "activity")}
    ).id
    for back in ("https://elsewhere.example/", "//elsewhere.example", "/pt/"):
        answer = client.post(f"/en/runs/{identity}/cancel", data={"back": back}, follow_redirects=False)
        assert answer.headers["location"] == "/en/"
    assert client.post("/en/runs/nothing/cancel").status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_result_is_a_whole_page_marked_synthetic(client: Any, address: str, lang: str) -> None:
    answer = client.get(address.replace("/pt/", f"/{lang}/", 1))
    assert answer.status_code == 200
    page = check(answer.text, lang)
    pictures = [held for held in page.all("svg") if held.get("role") == "img"]
    assert len(pictures) == 4  # the cascade, the matrix twice, contributions by tenths
    assert all(held["aria-labelledby"] for held in pictures)
    assert [held for _, held in page.tags if held.get("class") == "badge"]
    for identity in ("cascade-title", "matrix.sex.covered-title", "losses-title", "decile-title"):
        assert identity in page.ids()
    switched = [str(link["href"]) for link in page.all("a") if link.get("hreflang")]
    assert len(switched) == 2 and all(client.get(url).status_code == 200 for url in switched)


def test_every_chart_has_a_table_and_a_specification(client: Any, address: str) -> None:
    page = Page(client.get(address).text)
    charts = [str(held["data-spec"]) for _, held in page.tags if held.get("data-spec")]
    assert len(charts) == 4
    for url in charts:
        spec = client.get(url).json()
        assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/") and spec["description"]
        assert f'id="{parse_qs(url)["figure"][0]}-title"' in client.get(address).text
    assert client.get(charts[0].replace("figure=cascade", "figure=nothing")).status_code == 404


def test_the_matrix_shows_the_step_asked_for(client: Any, address: str) -> None:
    page = Page(client.get(address.replace("step=covered", "step=qualified")).text)
    assert "matrix.sex.qualified-title" in page.ids() and "matrix.sex.covered-title" not in page.ids()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_fit_has_a_page(client: Any, address: str, lang: str) -> None:
    page = check(client.get(address.replace("/pt/population", f"/{lang}/population/fit")).text, lang)
    assert {"fit-title", "validation-title", "sources-title"} <= set(page.ids())


def test_the_fit_of_what_is_not_worked_out_leads_back(client: Any) -> None:
    answer = client.get("/pt/population/fit?country=PT&n=1000&seed=55&year=2024", follow_redirects=False)
    assert answer.status_code == 303 and "/pt/population?" in answer.headers["location"]


@pytest.mark.parametrize("ending", sorted(MAGIC))
def test_every_result_can_be_taken_away(client: Any, address: str, ending: str) -> None:
    answer = client.get(file_of(address, ending))
    assert answer.status_code == 200 and answer.content.startswith(MAGIC[ending])
    assert "attachment" in answer.headers["content-disposition"]


def test_no_file_of_another_kind_and_none_without_a_result(client: Any, address: str) -> None:
    assert client.get(file_of(address, "exe")).status_code == 404
    assert client.get("/pt/population.csv?country=PT&n=1000&seed=56&year=2024").status_code == 404


def test_files_say_the_same_and_what_they_are(client: Any, address: str) -> None:
    data = client.get(file_of(address, "json")).json()
    assert data["class"] == "synthetic" and data["synthetic"] is True and set(data["law"]) == {"PT"}
    cover = data["tables"]["cover"]
    with zipfile.ZipFile(io.BytesIO(client.get(file_of(address, "parquet")).content)) as archive:
        table = pq.read_table(io.BytesIO(archive.read("cover.parquet")))
    assert table.num_rows == len(cover) and json.loads(table.schema.metadata[b"amparo"])["class"] == "synthetic"
    assert table.column("certain").to_pylist() == [row["certain"] for row in cover]
    with zipfile.ZipFile(io.BytesIO(client.get(file_of(address, "xlsx")).content)) as workbook:
        assert len([name for name in workbook.namelist() if name.startswith("xl/worksheets/sheet")]) == 5
    for row in cover:
        if row["certain"] is not None:
            assert 0 <= row["low"] <= row["certain"] <= row["high"] <= 1 and row["certain"] <= row["possible"]


def test_groups_add_up_to_everybody(client: Any, address: str) -> None:
    rows = client.get(file_of(address, "json")).json()["tables"]["cover"]
    whole = {(row["branch"], row["step"]): row["worker_months"] for row in rows if row["by"] == "all"}
    for by in ("sex", "activity"):
        for key, months in whole.items():
            assert months == sum(r["worker_months"] for r in rows if r["by"] == by and (r["branch"], r["step"]) == key)
    assert set(whole.values()) == {12_000}  # a thousand workers in twelve months


def test_the_commands_make_the_same_figures_again(client: Any, address: str, tmp_path: Path, data: Path) -> None:
    """Printed on the page; run here as printed, in an empty folder."""
    lines = [line for line in client.get(file_of(address, "json")).json()["command"].splitlines() if line]
    assert [line.split()[:2] for line in lines] == [
        ["amparo", "population"],
        ["amparo", "cascade"],
        ["amparo", "indicators"],
        ["amparo", "population"],
    ]
    for line in lines[:3]:
        run_cli(line, tmp_path)
    (built,) = data.glob("populations/PT-1000-1-2023-*/population")
    for file in sorted((tmp_path / "population").rglob("*.parquet")):
        assert file.read_bytes() == (built / file.relative_to(tmp_path / "population")).read_bytes()
    cascade = json.loads((tmp_path / "cascade" / "cascade.json").read_text(encoding="utf-8"))
    shown = client.get(file_of(address, "json")).json()["tables"]["cover"]
    counted: dict[tuple[str, ...], list[int]] = {}
    for step in cascade["steps"]:
        cell = counted.setdefault((step["branch"], step["by"], step["group"], step["step"]), [0, 0])
        cell[0] += step["yes"]
        cell[1] += sum(step[name] for name in ("yes", "no", "undecided", "law_not_known", "no_measure"))
    for row in shown:
        yes, rows = counted[row["branch"], row["by"], row["group"], row["step"]]
        assert row["worker_months"] == rows
        if row["certain"] is not None:
            assert row["certain"] == pytest.approx(yes / rows, abs=1e-6)


def test_our_own_script_is_short() -> None:
    script = (STATIC / "amparo.js").read_text(encoding="utf-8")
    assert len(script.splitlines()) < 150 and "eval(" not in script and "innerHTML" not in script
