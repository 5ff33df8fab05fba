"""`amparo mechanism` and `amparo graft` as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from records_folder import write


def test_every_mechanism_is_listed_with_the_laws_it_goes_onto(amparo: Any) -> None:
    ran = amparo("mechanism", "list")
    assert ran.code == 0
    lines = [line.split("\t") for line in ran.out.splitlines()]
    assert len(lines) == 14
    assert ["per-order-injury", "CN", "Occupational-injury protection per order", "PT"] in lines


@pytest.mark.parametrize(
    ("lang", "payer", "amount"),
    [
        ("en", "the platform alone", "0.07 CNY"),
        ("pt", "só a plataforma", "0,07 CNY"),
        ("zh", "平台按每单缴费", "0.07 CNY"),
    ],
)
def test_a_mechanism_says_who_pays_in_each_language(amparo: Any, lang: str, payer: str, amount: str) -> None:
    ran = amparo("mechanism", "show", "per-order-injury", "--lang", lang)
    assert ran.code == 0
    assert payer in ran.out
    assert amount in ran.out


def test_amounts_stand_side_by_side_with_their_factors(amparo: Any) -> None:
    ran = amparo("graft", "tiered-earnings", "--onto", "PT", "--format", "json")
    assert ran.code == 0
    by = {one["equivalence"]: one for one in ran.data["conversions"]}
    assert (by["average-wage"]["factor"], by["ppp"]["factor"]) == ("801/2750", "5561/8947")
    tiers = {line["parameter"]: line["after"] for line in by["average-wage"]["amounts"]}
    assert tiers["tiered_earnings.full_tier"] == 21_845
    assert ran.data["rounding"] == "half up to the cent"
    assert ran.data["not_moved"]


def test_portuguese_amounts_and_factors_have_the_decimal_comma(amparo: Any) -> None:
    conversions = ("--convert", "average-wage", "--convert", "minimum-wage")
    ran = amparo("graft", "per-order-injury", "--onto", "PT", *conversions, "--lang", "pt")
    assert ran.code == 0
    assert "0,154895" in ran.out
    assert "10\u00a0342,50 CNY por mês" in ran.out


def test_a_refusal_is_one_message_with_the_cure(amparo: Any) -> None:
    ran = amparo("graft", "per-order-injury", "--onto", "PT", "--convert", "ppp")
    assert ran.code != 0
    assert ran.out == ""
    assert "at least two equivalences" in ran.err
    assert "Cure: add --convert" in ran.err
    assert "Traceback" not in ran.err


def test_the_effect_carries_its_class_and_its_assumptions(amparo: Any, tmp_path: Path) -> None:
    """1,000 euros by motorcycle: 650 net; operator 7 % = 45.50, worker 13 % = 84.50; above all tiers by both."""
    records = write(
        tmp_path / "in",
        workers=[{"worker": "w", "first_month": "2025-08", "last_month": "2025-08", "birth_date": "2000-01-01"}],
        payers=[{"payer": "p", "payer_kind": "platform"}],
        engagements=[
            {
                "worker": "w",
                "payer": "p",
                "month": "2025-08",
                "activity": "food_delivery",
                "form": "services",
                "gross_pay": "1000.00",
            }
        ],
    )
    out = tmp_path / "out"
    words = ("--records", str(records), "--out", str(out), "--class", "hypothetical", "--assume", "vehicle=motorcycle")
    ran = amparo("graft", "tiered-earnings", "--onto", "PT", *words)
    assert ran.code == 0, ran.err
    assert "Data: hypothetical" in ran.out
    assert "vehicle = motorcycle" in ran.out
    found = json.loads((out / "graft.json").read_text(encoding="utf-8"))["effect"]
    assert (found["class"], found["assumptions"]) == ("hypothetical", {"vehicle": "motorcycle"})
    for one in found["by_equivalence"]:
        due = {line["payer"]: line["after"] for line in one["amounts"]}
        assert due == {"payer": [4550, 4550], "worker": [8450, 8450]}
