"""Mechanisms and reforms in one law: the same as one after the other, every clash an error, amounts by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from records_folder import write

from amparo.analysis.grafts import NO_MONEY, graft
from amparo.analysis.mechanisms import MechanismError, find_mechanism
from amparo.analysis.reforms import ReformsClash, read_reform, reformed
from amparo.analysis.stacks import effect_of, parts_of, read_stack, rules_for, stacks
from amparo.law import book
from amparo.records.run import checked_records
from amparo.rules.errors import AmparoError

PT = book("PT")
ORDERS = find_mechanism("per-order-injury")
FRANCE = find_mechanism("source-withholding")


def reform_file(folder: Path, line: str, name: str = "trial") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.yaml"
    file.write_text(
        f"country: PT\nname: {{en: Trial, pt: Ensaio, zh: 试验}}\nsource: a test\nchanges:\n  - {line}\n",
        encoding="utf-8",
    )
    return file


LOWER = "{set: contracting_entity.low_threshold, from: 2024-01-01, value: 40%}"


def test_a_stack_is_the_graft_with_the_reform_in_it(tmp_path: Path) -> None:
    reform = read_reform(reform_file(tmp_path, LOWER))
    found = stacks(PT, [ORDERS], [reform], ("average-wage", "ppp"))
    assert [one.conversion for one in found] == ["average-wage", "ppp"]
    for one in found:
        assert one.after.hash == reformed(graft(ORDERS, PT, one.conversion).after, [reform]).hash
        assert [part.id for part in one.parts] == ["per-order-injury", "trial"]
    assert [(line.node, line.old, line.new) for line in found[0].provisions] == [
        ("contracting_entity.low_threshold", "50%", "40%")
    ]


def test_without_a_mechanism_it_is_the_reform_alone(tmp_path: Path) -> None:
    reform = read_reform(reform_file(tmp_path, LOWER))
    (only,) = stacks(PT, [], [reform])
    assert (only.conversion, only.after.hash) == (NO_MONEY, reformed(PT, [reform]).hash)


def test_a_reform_may_change_a_value_of_the_mechanism_and_it_is_told(tmp_path: Path) -> None:
    reform = read_reform(
        reform_file(tmp_path, "{set: source_withholding.services_turnover_rate, from: 2024-01-01, value: 10%}")
    )
    (found,) = stacks(PT, [FRANCE], [reform])
    assert [line.node.partition(".")[0] for line in found.provisions] == ["source_withholding"]
    assert found.provisions[0].new == "10%"


@pytest.mark.parametrize(
    ("added", "reforms", "options", "error", "said"),
    [
        (("tiered-earnings", "income-threshold"), (), {}, MechanismError, "both take the place of the scheme"),
        (("per-order-injury", "per-order-injury"), (), {}, MechanismError, "already in this law"),
        (("per-order-injury",), (), {"conversions": ("ppp",)}, MechanismError, "at least two equivalences"),
        (("contracting-entity",), (), {}, MechanismError, "is a mechanism of PT itself"),
        ((), (LOWER, LOWER), {}, ReformsClash, "both change contracting_entity.low_threshold"),
        (
            ("per-order-injury",),
            ("{set: per_order_injry.x, from: 2024-01-01, value: 1%}",),
            {},
            AmparoError,
            "per_order",
        ),
    ],
)
def test_what_clashes_is_refused(
    tmp_path: Path, added: Any, reforms: Any, options: Any, error: type[Exception], said: str
) -> None:
    read = [read_reform(reform_file(tmp_path, line, f"trial{n}")) for n, line in enumerate(reforms)]
    with pytest.raises(error, match=said):
        stacks(PT, [find_mechanism(name) for name in added], read, **options)


def test_two_mechanisms_that_could_take_one_place_stand_beside_each_other_where_it_is_kept() -> None:
    both = [find_mechanism("tiered-earnings"), find_mechanism("income-threshold")]
    found = stacks(PT, both, [], existing="keep")
    assert all(len(one.grafts) == 2 for one in found)
    assert rules_for(both, "PT") == tuple(one.conversion for one in found)


def test_parts_are_written_with_a_plus_and_a_file_with_a_plus_is_one(tmp_path: Path) -> None:
    odd = reform_file(tmp_path, LOWER, "a+b")
    assert parts_of(str(odd)) == (str(odd),)
    assert parts_of("pt-trabalho-xxi + per-order-injury") == ("pt-trabalho-xxi", "per-order-injury")
    added, read = read_stack(parts_of("pt-trabalho-xxi+per-order-injury"))
    assert ([one.id for one in added], [one.id for one in read]) == (["per-order-injury"], ["pt-trabalho-xxi"])


def worker_of_two(folder: Path) -> Path:
    """Own-account work for a platform, 900 a month, and for a business, 1,100: 45 % and 55 % of the activity."""
    months = [f"2024-{month:02d}" for month in range(1, 13)]
    told = {"first_month": "2024-01", "last_month": "2024-12", "nothing_before": "yes", "birth_date": "1990-01-01"}
    worker = {"worker": "w", **told, "own_account_activity": "yes", "activity_start": "2020-01-01"}
    payers = [
        {"payer": "app", "payer_kind": "platform", "payer_private_person": "no"},
        {"payer": "firm", "payer_kind": "client", "payer_private_person": "no"},
    ]
    work = [
        {
            "worker": "w",
            "payer": payer,
            "month": month,
            "activity": "food_delivery" if payer == "app" else "other",
            "form": "services",
            "gross_pay": pay,
            "services_income": pay,
        }
        for month in months
        for payer, pay in (("app", "900"), ("firm", "1100"))
    ]
    return write(folder, workers=[worker], payers=payers, engagements=work)


def test_both_parts_are_charged_as_each_alone(tmp_path: Path) -> None:
    """France's 21.2 % of 900 a month is 190.80; a lower threshold makes the platform, with 45 %, a contracting entity.

    7 % of the platform's 10,800 a year is 756; the business, with 55 %, is charged under both laws.
    """
    reform = read_reform(reform_file(tmp_path, LOWER))
    (found,) = stacks(PT, [FRANCE], [reform], existing="keep")
    checked = checked_records(
        found.ground, tmp_path / "out", records=worker_of_two(tmp_path / "in"), data_class="hypothetical"
    )
    alone = {
        name: effect_of(checked.folder, one, threads=1)
        for name, (one,) in {
            "both": (found,),
            "graft": stacks(PT, [FRANCE], [], existing="keep"),
            "reform": stacks(PT, [], [reform]),
        }.items()
    }
    changed = {
        name: {line.node: line.change_low for line in done.amounts if line.change_low} for name, done in alone.items()
    }
    assert changed["both"] == {**changed["graft"], **changed["reform"]}
    assert sum(changed["graft"].values()) == 12 * 190_80
    assert list(changed["reform"].values()) == [756_00]
