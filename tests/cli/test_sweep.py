"""`amparo sweep`, behaviour in `amparo reform`, and a cluster in `amparo run`, as commands."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from couriers import PER_ORDER, couriers

LABEL = {"en": "Trial", "pt": "Ensaio", "zh": "试验"}


@pytest.fixture
def grid(tmp_path: Path) -> Path:
    """Per order from September: 0.10 or 0.36 yuan in place of 0.18; from August 0.18 or 0.20."""
    file = tmp_path / "grid.yaml"
    vary = [
        {"set": PER_ORDER, "from": "2025-08-01", "until": "2025-09-01", "values": ["0.18", "0.20"]},
        {"set": PER_ORDER, "from": "2025-09-01", "values": ["0.10", "0.36"]},
    ]
    content = {"country": "CN", "name": LABEL, "source": "a test", "how": "one-at-a-time", "vary": vary}
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["Behaviour: none assumed", "Data: synthetic", "cost: all payers", "one parameter at a time"]),
        ("pt", ["nenhum pressuposto", "Dados: sintético", "custo: todos os contribuintes", "um parâmetro de cada vez"]),
        ("zh", ["不作任何假设", "数据类别：合成", "成本：各缴费方合计", "单参数敏感性"]),
    ],
)
def test_a_sweep_is_told_in_three_languages(
    amparo: Any, tmp_path: Path, grid: Path, lang: str, words: list[str]
) -> None:
    """Extra cost 0.10: -4.00; 0.36: 9.00; August at 0.20: 350 x 0.02 = 7.00."""
    couriers(tmp_path)
    out = tmp_path / "swept"
    ran = amparo(
        *("sweep", str(grid), "--records", str(tmp_path / "in"), "--out", str(out)),
        *("--class", "synthetic", "--lang", lang),
    )
    assert ran.code == 0, ran.err
    for said in words:
        assert said in ran.out
    with (out / "variants.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["payer.low"] for row in rows] == ["7200", "7200", "7900", "6800", "8100"]
    held = json.loads((out / "sweep.json").read_text(encoding="utf-8"))
    assert (held["class"], held["behaviour"], held["workers"]) == ("synthetic", "none", 2)
    assert held["variants"][1]["values"] == ["0.20", ""]


def test_a_share_that_is_none_and_a_branch_that_is_not_moved(amparo: Any, tmp_path: Path, grid: Path) -> None:
    couriers(tmp_path)
    words = ("sweep", str(grid), "--records", str(tmp_path / "in"), "--out", str(tmp_path / "swept"))
    wrong = amparo(*words, "--class", "synthetic", "--reach", "unemployment")
    assert wrong.code == 2 and "write unemployment=90%" in wrong.err
    still = amparo(*words, "--class", "synthetic", "--reach", "unemployment=90%")
    assert still.code != 0 and "moves no branch 'unemployment'" in still.err
    shut = amparo(*words)
    assert shut.code == 5 and "restricted" in shut.err


def test_behaviour_is_named_on_every_table_of_a_reform(amparo: Any, tmp_path: Path) -> None:
    couriers(tmp_path)
    words = (
        "reform",
        "cn-without-injury-pilot",
        "--records",
        str(tmp_path / "in"),
        "--out",
        str(tmp_path / "reformed"),
    )
    ran = amparo(*words, "--class", "synthetic", "--behaviour", "pass-through=50%")
    assert ran.code == 0, ran.err
    tables = ran.out.split("\n\n")[1:]
    assert tables and all("Behaviour assumed" in table or "By the law alone" in table for table in tables)
    assert "compliance with what is newly owed: none" in ran.out
    held = json.loads((tmp_path / "reformed" / "reform.json").read_text(encoding="utf-8"))
    assert held["behaviour"]["assumed"]["pass_through"] == "1/2"
    assert held["behaviour"]["pay_passed_on"] == 3600  # half of the 72.00 yuan that are no longer owed
    wrong = amparo(*words, "--class", "synthetic", "--behaviour", "exit=many")
    assert wrong.code != 0 and "from 0% to 100%" in wrong.err


def test_options_of_a_cluster_go_with_one(amparo: Any, tmp_path: Path) -> None:
    words = ("run", "--country", "fictional", "--records", str(tmp_path), "--out", str(tmp_path / "out"))
    alone = amparo(*words, "--parts", "3")
    assert alone.code == 2 and "--cluster spark" in alone.err
    both = amparo(*words, "--cluster", "spark", "--threads", "2")
    assert both.code == 2 and "--threads" in both.err
