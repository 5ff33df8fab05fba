"""Charts: what is drawn is what was found; each in three languages, read without colour, without sight, offline."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import altair
import numpy as np
import pytest
import yaml
from couriers import couriers

from amparo.analysis.adequacy import standard_of
from amparo.analysis.cascade import Cascade, cascade
from amparo.analysis.effects import Effect, PayerLine, effect
from amparo.analysis.grids import read_grid
from amparo.analysis.indicators import Indicators, indicators
from amparo.analysis.reforms import read_reform, ready_made, reformed
from amparo.analysis.sweeps import Sweep, sweep
from amparo.law import book
from amparo.population.building import build
from amparo.records.run import checked_records
from amparo.report.charts import palette
from amparo.report.charts.changed import provisions_map, touched_by
from amparo.report.charts.costs import Series, cost_by_payer, rate_by_tenth, winners_losers
from amparo.report.charts.cover import Cell, coverage_cascade, coverage_matrix, matrix_of, two_countries
from amparo.report.charts.dated import parameter_over_time
from amparo.report.charts.drawing import png, svg
from amparo.report.charts.figures import Figure, money_scale, percent_text, room, spec, wrapped
from amparo.report.charts.sensitivity import indices_of_cost, indices_of_cover
from amparo.report.charts.variants import frontier_chart, tornado_of_cost, tornado_of_cover
from amparo.report.words import LANGUAGES
from amparo.rules.declarations import Branch
from amparo.rules.kinds import read_date
from amparo.rules.parameters import Parameter

HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Results:
    """One small run of everything that is drawn."""

    cascade: Cascade
    effect: Effect
    indicators: Indicators
    sweep: Sweep
    drawn: Sweep


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    home = tmp_path_factory.mktemp("charts")
    folder, law = couriers(home), book("CN")
    after = reformed(law, [read_reform(ready_made()["cn-without-injury-pilot"])])
    portugal, year = book("PT"), {"first": 2023 * 12, "last": 2023 * 12 + 11}
    build("PT", home / "people", n=80, seed=5, jobs=1, **year)
    people = checked_records(portugal, home / "pt", records=home / "people", data_class="synthetic").folder
    file = home / "grid.yaml"
    file.write_text(yaml.safe_dump(GRID, allow_unicode=True), encoding="utf-8")
    drawn = home / "drawn.yaml"
    drawn.write_text(yaml.safe_dump({**GRID, **DRAWN}, allow_unicode=True), encoding="utf-8")
    return Results(
        cascade(folder, law, standard_of("C102", read_date("2025-01-01")), by=["status"]),
        effect(folder, law, after, replicates=8),
        indicators(people, portugal, 2023, replicates=8),
        sweep(people, portugal, read_grid(file, portugal), threads=1, **year),
        sweep(people, portugal, read_grid(drawn, portugal), threads=1, **year),
    )


DRAWN: Final = {
    "how": "sampled",
    "sample": {"size": 8, "seed": 1},
    "vary": [
        {"set": "contracting_entity.low_threshold", "from": "2023-01-01", "between": {"low": "20%", "high": "79%"}},
        {"set": "contracting_entity.low_rate", "from": "2023-01-01", "between": {"low": "1%", "high": "9%"}},
    ],
}
GRID: Final = {
    "country": "PT",
    "name": {"en": "Threshold", "pt": "Limiar", "zh": "门槛"},
    "source": "a test",
    "how": "one-at-a-time",
    "branches": ["unemployment"],
    "vary": [{"set": "contracting_entity.low_threshold", "from": "2023-01-01", "values": ["30%", "80%"]}],
}


def _series(found: Results) -> list[Series]:
    return [Series("pilot ended", found.effect)]


CHARTS: Final[dict[str, Callable[[Results, str], Figure]]] = {
    "cascade": lambda r, lang: coverage_cascade(r.cascade, lang),
    "matrix": lambda r, lang: coverage_matrix(
        matrix_of(r.cascade, "status", book("CN"), lang), lang, title="M", class_="synthetic"
    ),
    "pair": lambda r, lang: two_countries(r.cascade, r.cascade, lang),
    "payers": lambda r, lang: cost_by_payer(_series(r), 10.0, "CNY", lang, class_="synthetic"),
    "payers of two": lambda r, lang: cost_by_payer(
        [*_series(r), Series("again", r.effect)], 10.0, "CNY", lang, class_="synthetic"
    ),
    "people": lambda r, lang: winners_losers(_series(r), 10.0, lang, class_="synthetic"),
    "tenths": lambda r, lang: rate_by_tenth(r.indicators, lang),
    "frontier": lambda r, lang: frontier_chart(r.sweep, "unemployment", 10.0, "EUR", lang),
    "tornado": lambda r, lang: tornado_of_cost(r.sweep, book("PT"), 10.0, "EUR", lang),
    "indices": lambda r, lang: indices_of_cost(r.drawn, book("PT"), lang),
    "indices of cover": lambda r, lang: indices_of_cover(r.drawn, book("PT"), "unemployment", lang),
    "tornado of cover": lambda r, lang: tornado_of_cover(r.sweep, book("PT"), "unemployment", lang),
    "changed": lambda r, lang: provisions_map(touched_by(r.effect.provisions), book("CN"), r.effect.outputs, lang),
    "dated": lambda r, lang: parameter_over_time(book("PT"), _parameter("reference_amounts.ias"), lang),
    "dated table": lambda r, lang: parameter_over_time(
        book("PT"), _parameter("pension_amount.minimum_pensions"), lang, until="2027-12-31"
    ),
}
OF_THE_LAW: Final = {"changed", "dated", "dated table"}


def _parameter(key: str) -> Parameter:
    found = book("PT").nodes[key]
    assert isinstance(found, Parameter)
    return found


def _every(results: Results) -> list[tuple[str, str, Figure]]:
    return [(name, lang, make(results, lang)) for name, make in CHARTS.items() for lang in LANGUAGES]


def test_every_chart_is_vega_lite_with_its_data_inside(results: Results) -> None:
    for name, lang, figure in _every(results):
        kind = altair.FacetChart if "facet" in figure.spec else altair.LayerChart
        kind.from_dict(spec(figure))  # raises where Vega-Lite's own schema does not hold
        written = json.dumps(figure.spec, ensure_ascii=False)
        assert len(written) < 40_000, (name, lang)
        assert re.findall(r"https?://[^\"]*", written) == [figure.spec["$schema"]], (name, lang)


def test_every_chart_says_in_words_what_it_shows(results: Results) -> None:
    for name, lang, figure in _every(results):
        assert figure.table.rows and all(len(row) == len(figure.table.heads) for row in figure.table.rows), name
        assert len(figure.description) > len(figure.title) and "{" not in figure.description, (name, lang)
        assert figure.spec["description"] == figure.description
        if lang == "zh":
            assert HAN.search(figure.description) and HAN.search(" ".join(figure.table.heads)), name


def test_synthetic_data_are_called_so_on_the_drawing_itself(results: Results) -> None:
    for name, lang, figure in _every(results):
        if name in OF_THE_LAW:
            assert "subtitle" not in figure.spec["title"], name
        else:
            said = {"en": "Synthetic data", "pt": "Dados sintéticos", "zh": "合成数据"}[lang]
            assert figure.spec["title"]["subtitle"].startswith(said), (name, lang)


def _orders(node: Any) -> list[list[str]]:
    """Every order of names that a specification lays down; where a position has none, an empty one."""
    if isinstance(node, dict):
        own = [node.get("sort", [])] if node.get("type") == "nominal" else []
        return own + [found for value in node.values() for found in _orders(value)]
    return [found for value in node for found in _orders(value)] if isinstance(node, list) else []


def test_names_stand_in_the_same_order_in_every_language(results: Results) -> None:
    """An order by the alphabet of the language would put other bars first for each delegation."""
    for name, make in CHARTS.items():
        orders = {lang: _orders(make(results, lang).spec) for lang in LANGUAGES}
        assert all(isinstance(order, list) and order for order in orders["en"]), name
        sizes = {lang: [len(order) for order in found] for lang, found in orders.items()}
        assert sizes["en"] == sizes["pt"] == sizes["zh"], name
    first = {lang: coverage_cascade(results.cascade, lang).table.rows[0][0] for lang in LANGUAGES}
    assert first == {"en": "Sickness", "pt": "Doença", "zh": "疾病津贴"}


def test_the_cascade_draws_what_was_counted(results: Results) -> None:
    total = results.cascade.total(Branch.EMPLOYMENT_INJURY, "covered")
    drawn = coverage_cascade(results.cascade, "en")
    rows = [
        row
        for row in drawn.spec["data"]["values"]
        if row["branch"] == "Employment injury" and row["step"] == "covered in law"
    ]
    mandatory = next(row for row in rows if row.get("kind") == "mandatory cover")
    assert (mandatory["from"], mandatory["to"]) == (0, round(total.mandatory / total.rows, 4))
    assert rows[-1]["text"] == percent_text(total.yes / total.rows, "en")


def test_the_difference_by_payer_is_that_of_the_effect(results: Results) -> None:
    """400 orders at 0.18 yuan, ten persons a worker: 720 yuan less."""
    figure = cost_by_payer(_series(results), 10.0, "CNY", "en", class_="synthetic")
    assert figure.table.rows[0][1:5] == ("payer", "720", "0", "−720")
    assert any(row.get("to") == -720.0 for row in figure.spec["layer"][0]["data"]["values"])


def test_the_axis_of_payers_holds_the_whole_interval(results: Results) -> None:
    """A line of the interval once ran out of the chart, through the names of payers."""
    effect = replace(results.effect, payers=(PayerLine("payer", 1000, 1000, 0, 0, -1000, -1000, 400.0),))
    figure = cost_by_payer([Series("", effect)], 10.0, "CNY", "en", class_="synthetic")
    low, high = figure.spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    (interval,) = figure.spec["layer"][1]["data"]["values"]
    assert low < interval["from"] < interval["to"] < high


def test_the_map_names_each_provision_and_counts_what_rests_on_it(results: Results) -> None:
    figure = CHARTS["changed"](results, "en")
    node = book("CN").nodes[results.effect.provisions[0].node]
    row = figure.table.rows[0]
    assert row[0] == node.label.en and row[3] == "no longer in force"  # type: ignore[union-attr]
    dots = figure.spec["layer"][1]["data"]["values"]
    assert sum(int(dot["count"]) for dot in dots) == len(results.effect.outputs)


def test_what_is_frozen_and_what_is_not_known_is_seen() -> None:
    figure = parameter_over_time(book("PT"), _parameter("reference_amounts.ias"), "en", until="2027-12-31")
    entries = _parameter("reference_amounts.ias").series[""]
    texts = [layer["encoding"].get("text", {}).get("value") for layer in figure.spec["layer"]]
    assert "frozen" in texts and any(entry.frozen for entry in entries)
    bands = [layer for layer in figure.spec["layer"] if layer["mark"]["type"] == "rect"]
    unknown = [entry for entry in entries if entry.value is None]
    assert len(unknown) == len(bands[0]["data"]["values"]) == 1
    assert [row[0] for row in figure.table.rows] == [
        date.fromordinal(date(1970, 1, 1).toordinal() + entry.start).isoformat() for entry in entries
    ]


def test_a_law_matrix_without_figures_has_signs_only() -> None:
    cells = [Cell("sickness", "employee", "mandatory", None), Cell("sickness", "self-employed", "none", None)]
    figure = coverage_matrix(cells, "en", title="Law")
    assert [layer["mark"]["type"] for layer in figure.spec["layer"]] == ["rect", "point"]
    assert figure.table.rows == (("Sickness", "mandatory", "none"),)


# --- drawn ------------------------------------------------------------------------------------------------------------


def test_the_drawing_keeps_text_as_text_and_is_the_same_each_time(results: Results) -> None:
    figure = coverage_cascade(results.cascade, "zh")
    drawn = svg(figure.spec, "zh")
    assert "<text" in drawn and "疾病津贴" in drawn and "<image" not in drawn
    assert drawn.startswith('<svg role="img" lang="zh-CN"') and "<title id=" in drawn
    assert set(re.findall(r"https?://[^\"]*", drawn)) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    from amparo.report.charts import drawing

    drawing._drawn.cache_clear()
    assert svg(json.loads(json.dumps(figure.spec)), "zh") == drawn
    assert png(figure.spec).startswith(b"\x89PNG")


def test_two_drawings_in_one_page_share_no_id(results: Results) -> None:
    figures = [CHARTS[name](results, "en") for name in ("cascade", "payers", "dated")]
    ids = [found for figure in figures for found in re.findall(r' id="([^"]+)"', svg(figure.spec, "en"))]
    assert ids and len(ids) == len(set(ids))


# --- colour -----------------------------------------------------------------------------------------------------------

# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear light
_SIGHT: Final = {
    "all receptors": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
_XYZ: Final = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def _linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _lab(light: np.ndarray) -> np.ndarray:
    xyz = _XYZ @ np.clip(light, 0, 1) / np.array([0.95047, 1, 1.08883])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def _contrast(one: str, other: str) -> float:
    dark, light = sorted(float(np.array([0.2126, 0.7152, 0.0722]) @ _linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sight", _SIGHT)
def test_series_are_told_apart_with_every_kind_of_colour_vision(sight: str) -> None:
    """A difference of 20 in Lab is plain; 2 is just seen."""
    seen = [_lab(_SIGHT[sight] @ _linear(colour)) for colour in palette.SERIES]
    assert min(np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)) >= 25


def test_what_is_drawn_stands_out_from_the_paper() -> None:
    for colour in (*palette.SERIES, palette.INK, palette.SOFT):
        assert _contrast(colour, palette.PAPER) >= 3
    assert _contrast(palette.INK, palette.TINTS[1]) >= 7 and _contrast(palette.BROWN, palette.DOUBT) >= 4.5
    assert _contrast(palette.PAPER, palette.NAVY) >= 4.5  # white figures in circles


# --- words and numbers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "lang", "text", "name"),
    [
        (123_456_00, "en", "123", "thousand yuan"),
        (123_456_00, "zh", "12.3", "万元"),
        (1_234_567_890_00, "pt", "1,23", "mil milhões de yuans"),
        (1_234_567_890_00, "zh", "12.3", "亿元"),
        (-99_00, "en", "−99", "yuan"),
        (0, "en", "0", "yuan"),
    ],
)
def test_large_amounts_are_told_as_the_language_counts(amount: int, lang: str, text: str, name: str) -> None:
    scale = money_scale([amount], "CNY", lang)
    assert (scale.text(amount, lang), scale.name) == (text, name)


@pytest.mark.parametrize(
    "text", ["Occupational-injury protection", "平台用工职业伤害保障（试点）适用范围，及其他", "a", ""]
)
def test_a_text_is_broken_and_nothing_of_it_is_lost(text: str) -> None:
    broken = wrapped(text, 12, most=9)
    assert re.sub(r"\s", "", broken) == re.sub(r"\s", "", text)
    assert all(room(line) <= 14 or " " not in line for line in broken.split("\n"))
    assert not any(line.startswith(("，", "）")) for line in broken.split("\n"))


def test_charts_name_no_place_on_this_machine(results: Results) -> None:
    for _, _, figure in _every(results):
        assert str(Path.cwd()) not in json.dumps(figure.spec)
