"""Grids of legal values on a page: what may be asked, what is wrong at its field, frontier, tornado, the cheapest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli_runner import run_cli

from amparo.analysis.grids import read_grid
from amparo.scenarios.samples import sample_of
from amparo.scenarios.sweeps import MOST_VALUES, MOST_VARIANTS, Asked, AxisLine, faults, grid_text
from web.reading import Page
from web.test_pages import LANGUAGES, check
from web.working import PT, file_of, worked

THRESHOLD, RATE = "contracting_entity.low_threshold", "contracting_entity.low_rate"
AXES = {
    "target1": THRESHOLD,
    "values1": "30%, 40%, 60%",
    "start1": "2023-01-01",
    "target2": RATE,
    "values2": "5% .. 9% / 3",
    "start2": "2023-01-01",
}
FIELDS = {**PT, **AXES, "how": "one-at-a-time", "reach_branch": "unemployment", "reach_share": "34%"}


@pytest.fixture(scope="module")
def address(client: Any) -> str:
    return worked(client, "/pt/sweeps", FIELDS)


@pytest.fixture(scope="module")
def crossed(client: Any) -> str:
    return worked(client, "/pt/sweeps", {**FIELDS, "how": "crossed"})


DRAWN = {**FIELDS, "values1": "30% .. 60%", "values2": "5% .. 9%", "how": "sampled", "draws": "16"}


@pytest.fixture(scope="module")
def drawn(client: Any) -> str:
    return worked(client, "/pt/sweeps", DRAWN)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("query", ["", "?country=CN"])
def test_the_form_is_a_whole_page(client: Any, lang: str, query: str) -> None:
    answer = client.get(f"/{lang}/sweeps{query}")
    assert answer.status_code == 200
    check(answer.text, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"values1": "30%, x"}, "values1"),
        ({"values1": ""}, "values1"),
        ({"start1": "2023"}, "start1"),
        ({"target2": "contracting_entity.nothing"}, "target2"),
        ({"reach_share": "0%"}, "reach_share"),
        ({"reach_share": "101%"}, "reach_share"),
        ({"values2": "9% .. 5% / 3"}, "values2"),
        ({"values2": "5% .. 9%", "how": "sampled"}, "values1"),
        ({"values1": "60% .. 30%", "values2": "5% .. 9%", "how": "sampled"}, "values1"),
    ],
)
def test_what_is_wrong_is_shown_at_its_field(client: Any, lang: str, change: dict[str, str], field: str) -> None:
    answer = client.post(f"/{lang}/sweeps", data={**FIELDS, **change})
    assert answer.status_code == 422
    page = check(answer.text, lang)
    assert [held["id"] for _, held in page.tags if held.get("aria-invalid")] == [field]


def test_an_empty_grid_asks_for_a_provision(client: Any) -> None:
    answer = client.post("/pt/sweeps", data=PT)
    assert answer.status_code == 422
    check(answer.text, "pt")


def grid(*values: int) -> Asked:
    """Axes of so many values each."""
    targets = (THRESHOLD, RATE, "contracting_entity.high_rate", "contracting_entity.high_threshold")
    axes = [
        AxisLine(target, "2023-01-01", ", ".join(f"{n + 1}%" for n in range(number)))
        for target, number in zip(targets, values, strict=False)
    ]
    return Asked(sample_of("PT", 1000, 1, 2023), tuple(axes))


def test_limits_hold_at_their_edge(tmp_path: Path) -> None:
    def keys(*values: int) -> list[str]:
        return [one.key for one in faults(grid(*values), tmp_path)]

    assert MOST_VARIANTS == 400 and MOST_VALUES == 25
    assert keys(20, 20) == [] and keys(21, 20) == ["web.sweep.too_many"]
    assert keys(25) == [] and keys(26) == ["web.sweep.too_many_values"]


def test_a_saved_grid_is_the_grid(client: Any, address: str, tmp_path: Path) -> None:
    file = tmp_path / "grid.yaml"
    file.write_bytes(client.get(file_of(address, "yaml")).content)
    read = read_grid(file)
    assert [axis.target for axis in read.axes] == [THRESHOLD, RATE] and read.how == "one-at-a-time"
    assert read.axes[1].values == ("5%", "7%", "9%")
    assert "grid.yaml" in client.get(file_of(address, "json")).json()["command"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("which", ["address", "crossed"])
def test_the_result_is_a_whole_page(client: Any, request: pytest.FixtureRequest, which: str, lang: str) -> None:
    answer = client.get(request.getfixturevalue(which).replace("/pt/", f"/{lang}/", 1))
    assert answer.status_code == 200
    page = check(answer.text, lang)
    wanted = {"cheapest.unemployment-title", "frontier.unemployment-title", "variants-title"}
    wanted |= {"tornado.cost-title"} if which == "address" else set()
    assert wanted <= set(page.ids())
    assert [held for _, held in page.tags if held.get("data-spec")]


def test_the_cheapest_is_the_cheapest_that_is_enough(client: Any, crossed: str) -> None:
    rows = client.get(file_of(crossed, "json")).json()["tables"]["variants"]
    assert len(rows) == 1 + 3 * 3
    enough = [row for row in rows if row["cover_unemployment_certain"] >= 0.34]
    best = min(enough, key=lambda row: float(row["cost_all_low"]))
    page = Page(client.get(crossed).text)
    shown = page.seen.split("A variante menos onerosa que cobre 34", 1)[1][:400]
    assert best["value_1"] in shown and best["value_2"] in shown


def test_the_commands_make_the_same_variants_again(client: Any, address: str, tmp_path: Path) -> None:
    (tmp_path / "grid.yaml").write_bytes(client.get(file_of(address, "yaml")).content)
    data = client.get(file_of(address, "json")).json()
    for line in data["command"].splitlines():
        run_cli(line, tmp_path)
    lines = (tmp_path / "sweep" / "variants.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(data["tables"]["variants"])
    workers = [row["workers_gain"] for row in data["tables"]["variants"]]
    at = lines[0].split(",").index("workers.gain")
    assert [int(line.split(",")[at]) for line in lines[1:]] == workers


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "parquet", "pdf", "docx"])
def test_every_result_can_be_taken_away(client: Any, crossed: str, ending: str) -> None:
    answer = client.get(file_of(crossed, ending))
    assert answer.status_code == 200 and len(answer.content) > 1000


def test_a_name_of_the_grid_stands_in_its_file() -> None:
    assert "name:\n  en: Limiares" in grid_text(Asked(grid(2).sample, grid(2).axes, "Limiares"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_drawn_values_have_their_indices_drawn_and_tabled(client: Any, drawn: str, lang: str) -> None:
    answer = client.get(drawn.replace("/pt/", f"/{lang}/", 1))
    assert answer.status_code == 200
    page = check(answer.text, lang)
    assert {"indices.cost-title", "variants-title"} <= set(page.ids())
    assert "indices.cost" in {
        held["data-spec"].rpartition("figure=")[2] for _, held in page.tags if held.get("data-spec")
    }
    assert "█" not in answer.text


def test_indices_can_be_taken_away_and_are_those_of_the_command(client: Any, drawn: str, tmp_path: Path) -> None:
    data = client.get(file_of(drawn, "json")).json()
    rows = {(row["outcome"], row["parameter"]): row for row in data["tables"]["indices"]}
    assert {parameter for outcome, parameter in rows if outcome == "cost_all"} == {THRESHOLD, RATE}
    assert len(data["tables"]["variants"]) <= 1 + 16 * 4
    (tmp_path / "grid.yaml").write_bytes(client.get(file_of(drawn, "yaml")).content)
    read = read_grid(tmp_path / "grid.yaml")
    assert (read.how, read.sample.size, len(read.sample.lines)) == ("sampled", 16, 64)  # type: ignore[union-attr]
    for line in data["command"].splitlines():
        run_cli(line, tmp_path)
    told = json.loads((tmp_path / "sweep" / "sweep.json").read_text(encoding="utf-8"))["indices"]["cost.all"]
    assert len(told) == 2
    for one in told:
        assert rows["cost_all", one["parameter"]]["total_order"] == pytest.approx(one["total"], abs=1e-5)
