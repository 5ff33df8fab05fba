"""Grafts recomputed by hand, by both conversions; both ways of running agree; refusals say the cure."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records_folder import write

from amparo.analysis.displacement import DISPLACE, KEEP
from amparo.analysis.effects import Effect, effect
from amparo.analysis.equivalences import equivalences, find_equivalence, turned
from amparo.analysis.grafted_population import net_cost
from amparo.analysis.grafted_records import doubling, has_effect, told
from amparo.analysis.grafts import APART, BESIDE, DISPLACED, DOUBLED, KEPT, NO_MONEY, Graft, graft, grafts, possible
from amparo.analysis.mechanisms import MechanismError, find_mechanism, mechanisms
from amparo.engine.certify import Dice, certify, compare, outputs_of
from amparo.engine.kernel import Kernel
from amparo.engine.reference import run_dossier
from amparo.law import book
from amparo.records.canonical import open_canonical
from amparo.records.run import checked_records
from amparo.rules import Amendment, set_value
from amparo.rules.book import LawBook
from amparo.rules.nodes import LinkNode, Rule

BOTH = ("average-wage", "minimum-wage")


def tried(folder: Path, records: Path, found: tuple[Graft, ...], **more: Any) -> tuple[Path, list[Effect]]:
    checked = checked_records(found[0].after, folder, records=records, data_class="synthetic")
    return checked.folder, [effect(checked.folder, one.before, one.after, threads=1, **more) for one in found]


def amounts(found: Effect, node: str) -> list[tuple[int, int, int]]:
    return [(line.year, line.before_low, line.after_low) for line in found.amounts if line.node.endswith("." + node)]


# --- the Chinese contribution per order on Portuguese couriers --------------------------------------------------------


def couriers(folder: Path) -> Path:
    """Two couriers and a driver of a platform, August 2025; the driver is employed by another one besides."""
    work = {"payer": "p", "month": "2025-08", "form": "services", "gross_pay": "900.00"}
    return write(
        folder,
        workers=[
            {"worker": w, "first_month": "2025-08", "last_month": "2025-08", "nothing_before": "yes"} for w in "abc"
        ],
        payers=[{"payer": "p", "payer_kind": "platform"}, {"payer": "q", "payer_kind": "platform"}],
        engagements=[
            {**work, "worker": "a", "activity": "food_delivery", "orders": 100},
            {**work, "worker": "b", "activity": "instant_delivery", "orders": 250},
            {**work, "worker": "c", "activity": "ride_hailing", "orders": 333},
            {**work, "worker": "c", "payer": "q", "activity": "ride_hailing", "form": "employment", "orders": 500},
        ],
    )


def test_chinas_contribution_per_order_on_portuguese_couriers_by_hand(tmp_path: Path) -> None:
    """0.07 yuan a delivery, 0.01 a ride (July 2026): 7.00, 17.50 and 3.33 yuan; the employed driver's orders are out.

    Average wage, x 1602.00 / 10342.50: 1.0843, 2.7107, 0.5158 -> 1.08 + 2.71 + 0.52 = 4.31 euros.
    Minimum wage, x 1015.00 / 2420.00: 2.9360, 7.3399, 1.3967 -> 2.94 + 7.34 + 1.40 = 11.68 euros.
    """
    found = grafts(find_mechanism("per-order-injury"), book("PT"), BOTH)
    _, effects = tried(tmp_path / "out", couriers(tmp_path / "in"), found)
    assert [amounts(one, "order_contribution_here") for one in effects] == [[(2025, 0, 431)], [(2025, 0, 1168)]]
    for one in effects:
        assert one.class_ == "synthetic"
        assert {line.side: line.workers for line in one.people} == {"gain": 0, "loss": 0, "same": 3, "undecided": 0}
        moved = [
            line for line in one.amounts if (line.before_low, line.before_high) != (line.after_low, line.after_high)
        ]
        assert [(line.payer_role, line.branch) for line in moved] == [("payer", "employment_injury")]


def test_cover_twice_is_counted(tmp_path: Path) -> None:
    """Three worker-months are covered; the driver's other engagement is insured by an employer as well.

    Whether the two couriers are presumed employees, and insured as such, is open: their records tell no features.
    """
    found = grafts(find_mechanism("per-order-injury"), book("PT"), BOTH)
    folder, _ = tried(tmp_path / "out", couriers(tmp_path / "in"), found)
    by_scheme = {line.scheme: line for line in doubling(folder, found[0])}
    assert {line.branch for line in by_scheme.values()} == {"employment_injury"}
    assert {line.covered for line in by_scheme.values()} == {3}
    employees = by_scheme["employees"]
    assert (employees.also_covered, employees.undecided) == (1, 2)


# --- the Portuguese charge on the payers of Chinese riders ------------------------------------------------------------

FREE = {
    "worker_chooses_time_and_workload": "yes",
    "payer_controls_work_process": "no",
    "worker_bound_by_rules_and_algorithms": "no",
    "work_is_continuous": "no",
    "worker_sets_price": "yes",
    "worker_decides_tasks": "yes",
    "work_is_part_of_business": "no",
    "pay_is_main_income": "no",
}
PAY = {
    "much": ("100000.00", "10000.00"),  # 90.9 % with one: 10 % of 100,000
    "more": ("60000.00", "40000.00"),  # 60 %: 7 % of 60,000
    "half": ("50000.00", "50000.00"),  # half is not more than half: nothing
    "eighty": ("80000.00", "20000.00"),  # exactly 80 %: still 7 % of 80,000
    "small": ("20806.25", "0.00"),  # one fen below six indices by the average wage; far above by the minimum wage
    "just": ("20806.26", "0.00"),  # six indices to the fen
}


def riders(folder: Path, **others: str) -> Path:
    """Six riders of two platforms; what each paid them in 2024."""
    work = {
        **FREE,
        **others,
        "month": "2024-06",
        "activity": "food_delivery",
        "form": "services",
        "work_place": "beijing",
    }
    dates = {"first_month": "2024-01", "last_month": "2024-12", "nothing_before": "yes", "nothing_after": "yes"}
    return write(
        folder,
        workers=[{"worker": w, **dates, "birth_date": "1990-01-01", "sex": "male"} for w in PAY],
        payers=[{"payer": p, "payer_kind": "platform", "platform": "other"} for p in ("p", "q")],
        engagements=[
            {**work, "worker": w, "payer": p, "gross_pay": pay}
            for w, pays in PAY.items()
            for p, pay in zip("pq", pays, strict=True)
        ],
    )


def test_portugals_charge_on_the_payers_of_chinese_riders_by_hand(tmp_path: Path) -> None:
    """IAS 537.13 euros: 3467.71 yuan by the average wage (six: 20,806.26), 1280.64 by the minimum wage (7,683.84).

    10,000.00 + 4,200.00 + 0 + 5,600.00 = 19,800.00 by both; of 'just' 10 % of 20,806.26 = 2,080.63 by both; of 'small'
    nothing by the average wage and 2,080.63 (2,080.625, half up) by the minimum wage.
    """
    found = grafts(find_mechanism("contracting-entity"), book("CN"), BOTH)
    assert [one.converted[0].after for one in found] == [346_771, 128_064]
    _, effects = tried(tmp_path / "out", riders(tmp_path / "in"), found)
    due = [amounts(one, "contracting_entity_contribution") for one in effects]
    assert due == [[(2024, 0, 1_980_000 + 208_063)], [(2024, 0, 1_980_000 + 2 * 208_063)]]


def test_what_a_presumption_says_of_records_is_counted_and_costs_nothing(tmp_path: Path) -> None:
    """Free riders show none of the four features that Chinese records tell; the other two stay open, and two suffice.

    With the two assumed away, nobody is presumed; riders bound by rules and by a price not theirs are.
    """
    found = grafts(find_mechanism("employment-presumption"), book("CN"))
    assert [has_effect(one) for one in found] == [False]
    open_ = checked_records(found[0].after, tmp_path / "open", records=riders(tmp_path / "in"), data_class="synthetic")
    (line,) = told(open_.folder, found[0])
    assert (line.yes, line.no, line.undecided) == (0, 0, 12)
    assumed = {"platform_exercises_employer_powers": "no", "tools_of_platform": "no"}
    more = {"data_class": "synthetic", "assumptions": assumed}
    free = checked_records(found[0].after, tmp_path / "free", records=riders(tmp_path / "in"), **more)
    (line,) = told(free.folder, found[0])
    assert (line.yes, line.no, line.undecided) == (0, 12, 0)
    bound = riders(tmp_path / "bound", worker_bound_by_rules_and_algorithms="yes", worker_sets_price="no")
    managed = checked_records(found[0].after, tmp_path / "managed", records=bound, **more)
    (line,) = told(managed.folder, found[0])
    assert (line.yes, line.no, line.undecided) == (12, 0, 0)


# --- French withholding in the place of a Portuguese self-employed worker's own contribution -------------------------


def courier_of_one_platform(folder: Path) -> Path:
    """700 euros a month from one platform through 2024 and the months before; relevant income 490."""
    months = ["2023-10", "2023-11", "2023-12", *(f"2024-{month:02d}" for month in range(1, 13))]
    work = {"worker": "w", "payer": "p", "activity": "food_delivery", "form": "services", "gross_pay": "700.00"}
    dates = {"first_month": "2023-10", "last_month": "2024-12", "nothing_before": "yes", "birth_date": "1990-01-01"}
    return write(
        folder,
        workers=[{"worker": "w", **dates, "own_account_activity": "yes", "activity_start": "2020-01-01"}],
        payers=[{"payer": "p", "payer_kind": "platform"}],
        engagements=[{**work, "month": month} for month in months],
        tie_years=[{"worker": "w", "payer": "p", "year": year, "works_personally": "yes"} for year in (2023, 2024)],
    )


def test_what_gives_way_is_charged_no_longer(tmp_path: Path) -> None:
    """2024. Withheld: 21.2 % of 700 = 148.40, twelve times 1,780.80.

    Today: 21.4 % of 490 = 104.86, twelve times 1,258.32; and the platform, on which the courier depends for all of
    8,400 euros, 10 % = 840.00. The catalogue declares that both give way; kept, both are charged beside.
    """
    months = {"first": 2024 * 12, "last": 2024 * 12 + 11}
    (found,) = grafts(find_mechanism("source-withholding"), book("PT"))
    (kept,) = grafts(find_mechanism("source-withholding"), book("PT"), existing=KEEP)
    assert (found.existing, kept.existing) == (DISPLACE, KEEP)
    _, (one,) = tried(tmp_path / "out", courier_of_one_platform(tmp_path / "in"), (found,), **months)
    assert amounts(one, "withheld_at_source") == [(2024, 0, 178_080)]
    assert amounts(one, "self_employed_contribution") == [(2024, 125_832, 0)]
    assert amounts(one, "contribution_for_service_provider") == [(2024, 84_000, 0)]
    assert {line.side: (line.workers, line.amount) for line in one.people}["loss"] == (1, 125_832 - 178_080)
    assert nets(found, one) == {"worker": (178_080, 125_832, 52_248), "payer": (0, 84_000, -84_000)}
    _, (other,) = tried(tmp_path / "kept", courier_of_one_platform(tmp_path / "in"), (kept,), **months)
    assert nets(kept, other) == {"worker": (178_080, 0, 178_080)}


def nets(found: Graft, done: Effect) -> dict[str, tuple[int, int, int]]:
    """By payer the new charge, what is charged no longer, and the difference, all of them known."""
    lines = [line for line in net_cost(found, done) if line.moves]
    assert all(low == high for line in lines for low, high in (line.new, line.gone, line.difference))
    return {line.payer_role: (line.new[0], line.gone[0], line.difference[0]) for line in lines}


def couriers_and_client(folder: Path) -> Path:
    """Of a platform alone, of a platform beside a client, of a client alone; the same pay from October 2024 on."""
    months = [f"2024-{month}" for month in (10, 11, 12)] + [f"2025-{month:02d}" for month in range(1, 13)]
    work = {"form": "services", "activity": "food_delivery", "vehicle": "motorcycle"}
    pays = {("a", "p"): "1500.00", ("b", "p"): "400.00", ("b", "q"): "1000.00", ("c", "q"): "1000.00"}
    dates = {"first_month": "2024-10", "last_month": "2025-12", "nothing_before": "yes", "birth_date": "1996-05-01"}
    return write(
        folder,
        workers=[{"worker": w, **dates, "own_account_activity": "yes", "activity_start": "2020-01-01"} for w in "abc"],
        payers=[{"payer": "p", "payer_kind": "platform"}, {"payer": "q", "payer_kind": "client"}],
        engagements=[
            {**work, "worker": worker, "payer": payer, "month": month, "gross_pay": pay}
            for (worker, payer), pay in pays.items()
            for month in months
        ],
        tie_years=[
            {"worker": worker, "payer": payer, "year": year, "works_personally": "yes"}
            for worker, payer in pays
            for year in (2024, 2025)
        ],
    )


IN_2025 = {"first": 2025 * 12, "last": 2025 * 12 + 11}


@pytest.mark.parametrize(("conversion", "of_worker"), [("average-wage", 192_660), ("ppp", 152_100)])
def test_singapores_tiers_in_the_place_of_the_portuguese_scheme_by_hand(
    tmp_path: Path, conversion: str, of_worker: int
) -> None:
    """2025, rates of July 2026: operator 7 %, worker 13 % above the tier of 750 dollars, nothing up to that of 500.

    Net of deemed costs a earns 975.00 a month: operator 68.25, worker 126.75. b earns 260.00 net with the platform:
    operator 18.20; worker 33.80 by the average wage (750 dollars are less than 260 euros there), nothing by purchasing
    power (500 dollars are more). Twelve months: operator 1,037.40; worker 1,926.60 or 1,521.00.
    No longer charged: of a 21.4 % of 1,050.00 = 224.70, of b 21.4 % of (980.00 - 700.00) = 209.72 - 149.80 = 59.92,
    twelve times 3,415.44; and the platform's 10 % of a's 18,000.00. The client's 7 % of b's 12,000.00 stays, as b
    depends on it for 71 % of all work, and so does all that c and its client owe.
    """
    found = graft(find_mechanism("tiered-earnings"), book("PT"), conversion)
    folder, (one,) = tried(tmp_path / "out", couriers_and_client(tmp_path / "in"), (found,), **IN_2025)
    assert nets(found, one) == {
        "worker": (of_worker, 341_544, of_worker - 341_544),
        "payer": (103_740, 180_000, 103_740 - 180_000),
    }
    ((_, before, after),) = amounts(one, "contribution_for_service_provider")
    assert (before, after) == (180_000 + 84_000 + 120_000, 84_000 + 120_000)
    kept = graft(find_mechanism("tiered-earnings"), book("PT"), conversion, existing=KEEP)
    beside = effect(folder, kept.before, kept.after, threads=1, **IN_2025)
    assert nets(kept, beside) == {"worker": (of_worker, 0, of_worker), "payer": (103_740, 0, 103_740)}


def told_of_the_year(folder: Path) -> Path:
    """Of a platform alone, beside a client, of a client alone, each with services found; and two taxed on profit."""
    months = [f"2024-{month}" for month in (10, 11, 12)] + [f"2025-{month:02d}" for month in range(1, 13)]
    pays = {("a", "p"): 1500, ("b", "p"): 400, ("b", "q"): 1000, ("c", "q"): 1000, ("d", "p"): 400, ("d", "q"): 1000}
    dates = {"first_month": "2024-10", "last_month": "2025-12", "nothing_before": "yes", "birth_date": "1996-05-01"}
    own = {**dates, "own_account_activity": "yes", "activity_start": "2020-01-01"}
    found = {"a": {"services_found": "700.00"}, "b": {"services_found": "700.00"}, "c": {"services_found": "700.00"}}
    return write(
        folder,
        workers=[{"worker": worker, **own} for worker in "abcd"],
        payers=[{"payer": "p", "payer_kind": "platform"}, {"payer": "q", "payer_kind": "client"}],
        engagements=[
            {
                **{"worker": worker, "payer": payer, "month": month, "form": "services"},
                **{"activity": "food_delivery", "gross_pay": f"{pay}.00"},
            }
            for (worker, payer), pay in pays.items()
            for month in months
        ],
        years=[
            *({"worker": worker, "year": 2025, **told} for worker, told in found.items()),
            *(
                {"worker": "d", "year": year, "taxable_profit": "24000.00", "organised_accounting": "yes"}
                for year in (2024, 2025)
            ),
        ],
    )


def test_sums_told_of_a_year_give_way_by_the_years_pay_by_hand(tmp_path: Path) -> None:
    """2025. The review found 700.00 of services more: 490.00 of relevant income, 21.4 % of it is 104.86.

    a works for the platform alone and leaves the scheme: nothing of it stays. b has 1,000 of 1,400 a month from a
    client: 714,286 millionths of 700.00 are 500.00, 350.00 of them relevant, 74.90. c keeps 104.86. d is taxed on a
    profit of 24,000.00: a twelfth is 2,000.00, 428.00 a month; 714,286 millionths are 17,142.86, 1,428.57, 305.71.
    """
    (found,) = grafts(find_mechanism("source-withholding"), book("PT"))
    folder, (one,) = tried(tmp_path / "out", told_of_the_year(tmp_path / "in"), (found,), **IN_2025)
    assert amounts(one, "review_contribution") == [(2025, 3 * 104_86, 74_90 + 104_86)]
    own = "self_employed_contribution.self_employed_contribution"
    owed = [
        [year_of(run_dossier(law, d), law, own, d) for d in open_canonical(folder, law).dossiers()]
        for law in (found.before, found.after)
    ]
    assert [each[3] for each in owed] == [12 * 428_00, 12 * 305_71]
    assert amounts(one, "self_employed_contribution") == [(2025, sum(owed[0]), sum(owed[1]))]
    kept = graft(find_mechanism("source-withholding"), book("PT"), NO_MONEY, existing=KEEP)
    beside = effect(folder, kept.before, kept.after, threads=1, **IN_2025)
    assert amounts(beside, "review_contribution") == []  # kept: it rests on nothing that changes


def test_totals_are_those_of_every_worker_by_the_reference_run(tmp_path: Path) -> None:
    """What is no longer charged is gone for whom the mechanism catches, and stays to the cent for others."""
    found = graft(find_mechanism("tiered-earnings"), book("PT"), "average-wage")
    folder, (one,) = tried(tmp_path / "out", couriers_and_client(tmp_path / "in"), (found,), **IN_2025)
    posted = sorted({line.node for line in one.amounts})
    own = "self_employed_contribution.self_employed_contribution"
    assert own in posted and "tiered_earnings.tier_worker_part" in posted
    of_worker: dict[str, dict[str, int]] = {}
    for dossier in open_canonical(folder, found.after).dossiers():
        run = run_dossier(found.after, dossier)
        of_worker[str(dossier.worker)] = {name: year_of(run, found.after, name, dossier) for name in posted}
    for name in posted:
        whole = sum(line.after_low for line in one.amounts if line.node == name)
        assert whole == sum(told_[name] for told_ in of_worker.values()), name
    assert [found_[own] for found_ in of_worker.values()] == [0, 12 * 14_980, 12 * 14_980]


def year_of(run: Any, law: LawBook, name: str, dossier: Any) -> int:
    """What a posting of a month, a payer's month or a payer's year comes to in 2025."""
    ids = dossier.layout.ids[law.nodes[name].level]
    rows = zip(ids, run.column(name), strict=True)
    return sum(value for id_, value in rows if in_2025(id_))


def in_2025(id_: Any) -> bool:
    parts = id_ if isinstance(id_, tuple) else (id_,)
    return any(part == 2025 or part // 12 == 2025 for part in parts if isinstance(part, int))


def test_cover_that_gives_way_is_counted_once(tmp_path: Path) -> None:
    """Nothing of a is left but what the tiers cover; kept, a is covered for old age twice over, and counts once."""
    found = graft(find_mechanism("tiered-earnings"), book("PT"), "average-wage")
    kept = graft(find_mechanism("tiered-earnings"), book("PT"), "average-wage", existing=KEEP)
    folder, (one,) = tried(tmp_path / "out", couriers_and_client(tmp_path / "in"), (found,), **IN_2025)
    beside = effect(folder, kept.before, kept.after, threads=1, **IN_2025)
    counted = [{(line.branch, line.state): (line.before, line.after) for line in e.cover} for e in (one, beside)]
    assert [cell["old_age", "mandatory"] for cell in counted] == [(36, 36), (36, 36)]
    assert counted[0]["sickness", "mandatory"] == (36, 24)
    assert ("sickness", "mandatory") not in counted[1]
    twice = [
        {(line.branch, line.scheme): (line.covered, line.also_covered) for line in doubling(folder, g, **IN_2025)}
        for g in (found, kept)
    ]
    assert [cell["old_age", "self_employed"] for cell in twice] == [(24, 12), (24, 24)]


def test_the_book_that_gives_way_is_another_and_both_leave_the_country_as_it_is() -> None:
    law = book("PT")
    hash_ = law.hash
    ways = [graft(find_mechanism("tiered-earnings"), law, "ppp", existing=way) for way in (KEEP, DISPLACE)]
    assert len({law.hash, *(one.after.hash for one in ways)}) == 3
    assert law.hash == hash_ == ways[0].before.hash
    assert ways[1].after.hash == graft(find_mechanism("tiered-earnings"), law, "ppp").after.hash


def riders_who_join(folder: Path) -> Path:
    """Two riders of Shanghai who joined the flexible schemes by choice: one works on own account, one not at all."""
    dates = {"first_month": "2025-01", "last_month": "2025-06", "nothing_before": "yes", "nothing_after": "yes"}
    joins = {"joins_flexible_pension": "yes", "chosen_pension_base": "8000.00", "joins_flexible_medical": "yes"}
    places = {"residence_place": "shanghai", "participation_place": "shanghai", "hukou_place": "shanghai"}
    months = [f"2025-{month:02d}" for month in range(1, 7)]
    work = {**FREE, "activity": "food_delivery", "form": "services", "work_place": "shanghai", "gross_pay": "6000.00"}
    return write(
        folder,
        workers=[{"worker": w, **dates, "birth_date": "1990-01-01", "sex": "male"} for w in ("rides", "rests")],
        payers=[{"payer": "p", "payer_kind": "platform", "platform": "other"}],
        months=[{"worker": w, "month": m, **joins, **places} for w in ("rides", "rests") for m in months],
        engagements=[{**work, "worker": "rides", "payer": "p", "month": m} for m in months],
    )


def test_a_scheme_gives_way_in_the_branches_that_the_mechanism_covers(tmp_path: Path) -> None:
    """Portugal's quarterly minimum takes the rider's flexible pension's place: 20 % of 8,000.00 is charged no longer.

    Medical care, which it does not cover, is charged on, on the base chosen for the pension (11 % of 8,000.00 in two
    months, 10 % in four); of whoever does not work nothing changes.
    """
    found = graft(find_mechanism("quarterly-minimum"), book("CN"), "average-wage")
    folder, _ = tried(tmp_path / "out", riders_who_join(tmp_path / "in"), (found,))
    canonical = open_canonical(folder, found.after)
    pension, medical = "flexible.flexible_pension_contribution", "flexible.flexible_medical_contribution"
    for law in (found.before, found.after):
        runs = {one: run_dossier(law, canonical.dossier(one)) for one in ("rides", "rests")}
        paid = {one: (sum(run.column(pension)), sum(run.column(medical))) for one, run in runs.items()}
        assert paid["rests"][0] == 6 * 160_000
        assert paid["rides"][0] == (0 if law is found.after else 6 * 160_000)
        assert paid["rides"][1] == paid["rests"][1] == 2 * 88_000 + 4 * 80_000


# --- both ways of running ---------------------------------------------------------------------------------------------

PAIRS = [(name, host) for name, one in mechanisms().items() for host in ("PT", "CN") if one.goes_onto(host)]


@pytest.mark.parametrize(("name", "host"), PAIRS)
def test_both_ways_of_running_agree_on_what_a_mechanism_brings(name: str, host: str) -> None:
    law = grafts(find_mechanism(name), book(host))[0]
    names = [key for key in law.added if isinstance(law.after.nodes[key], Rule | LinkNode)]
    kernel = Kernel(law.after, names).ready(1)
    found = compare(law.after, kernel, list(Dice(law.after, 5).dossiers(300)), lambda number: False)
    assert found.values > 300
    assert found.differences == 0, found.examples


def test_a_whole_grafted_law_is_certified() -> None:
    law = grafts(find_mechanism("tiered-earnings"), book("PT"))[0].after
    found = certify("PT with SG", lambda _: law, worker_months=600, jobs=1)
    assert found.differences == 0, found.examples
    assert found.values > 100 * found.worker_months
    assert found.share_reached > 0.8
    assert set(outputs_of(law)) > set(outputs_of(book("PT")))


# --- money ------------------------------------------------------------------------------------------------------------


@given(
    st.integers(0, 10**11),
    st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=10**6),
)
def test_an_amount_is_turned_to_the_nearest_cent_half_up(amount: int, factor: Fraction) -> None:
    found, exact = turned(amount, factor), amount * factor
    assert -Fraction(1, 2) < found - exact <= Fraction(1, 2)


def test_half_a_cent_goes_up() -> None:
    assert [turned(1, Fraction(1, 2)), turned(3, Fraction(1, 2)), turned(1, Fraction(49, 100))] == [1, 2, 0]


def test_every_reference_amount_has_its_date_source_and_evidence() -> None:
    assert set(equivalences()) == {"average-wage", "minimum-wage", "ppp"}
    for rule in equivalences().values():
        assert {"PT", "CN"} <= set(rule.values)
        assert not (rule.name.faults() or rule.rule.faults())
        for one in rule.values.values():
            assert one.source and one.unit and one.amount > 0 and 2020 <= one.year <= 2026
            assert one.evidence.kind in {"professional", "press", "official"}


def test_there_and_back_is_one() -> None:
    for rule in equivalences().values():
        assert rule.factor("PT", "CN") * rule.factor("CN", "PT") == 1


# --- what is there already --------------------------------------------------------------------------------------------


def test_schemes_that_double_or_give_way_are_named() -> None:
    """Riders' platforms in China pay per order already; French withholding takes the place of the own contribution."""
    charge = grafts(find_mechanism("contracting-entity"), book("CN"))[0].overlaps
    assert ("occupational_injury", DOUBLED) in {(one.scheme, one.kind) for one in charge}
    assert {one.kind for one in charge if one.scheme == "employees"} == {APART}
    withheld = grafts(find_mechanism("source-withholding"), book("PT"))[0].overlaps
    assert {one.kind for one in withheld if one.scheme == "self_employed"} == {DISPLACED}
    beside = grafts(find_mechanism("source-withholding"), book("PT"), existing=KEEP)[0].overlaps
    assert {one.kind for one in beside if one.scheme == "self_employed"} == {KEPT}
    pensions = grafts(find_mechanism("quarterly-minimum"), book("CN"))[0].overlaps
    assert {one.branch for one in pensions if one.kind == DISPLACED} == {
        "old_age",
        "invalidity",
        "survivors",
        "maternity_parental",
    }
    injury = grafts(find_mechanism("per-order-injury"), book("PT"))[0].overlaps
    assert ("own_insurance", BESIDE) in {(one.scheme, one.kind) for one in injury}


# --- refusals ---------------------------------------------------------------------------------------------------------


def test_a_mechanism_of_the_country_itself_is_a_reform() -> None:
    with pytest.raises(MechanismError, match=r"is a mechanism of PT itself. Cure: .*amparo reform"):
        grafts(find_mechanism("contracting-entity"), book("PT"), BOTH)


def test_a_law_without_the_ports_is_refused() -> None:
    with pytest.raises(MechanismError, match=r"gives nothing for treated_as_employee. Cure: "):
        grafts(find_mechanism("per-order-injury"), book("FICTIONAL"), BOTH)


def test_one_conversion_alone_is_refused() -> None:
    with pytest.raises(MechanismError, match=r"at least two equivalences.*Cure: add --convert minimum-wage or ppp"):
        grafts(find_mechanism("per-order-injury"), book("PT"), ("average-wage",))


def test_a_conversion_without_a_reference_amount_is_refused() -> None:
    """Singapore has no minimum wage."""
    assert possible(find_mechanism("tiered-earnings"), "PT") == ("average-wage", "ppp")
    with pytest.raises(MechanismError, match=r"no reference amount is held for SG .*Cure: another equivalence"):
        grafts(find_mechanism("tiered-earnings"), book("PT"), ("average-wage", "minimum-wage"))


def test_a_way_that_is_none_and_schemes_that_do_not_give_way_are_refused() -> None:
    with pytest.raises(MechanismError, match=r"'drop' is neither keep nor displace. Cure: --existing"):
        grafts(find_mechanism("source-withholding"), book("PT"), existing="drop")
    with pytest.raises(MechanismError, match=r"takes the place of no scheme of PT. Cure: --existing keep"):
        grafts(find_mechanism("per-order-injury"), book("PT"), existing=DISPLACE)


def test_an_unknown_conversion_names_the_nearest() -> None:
    with pytest.raises(MechanismError, match=r"Did you mean average-wage"):
        find_equivalence("average-wages")


def test_graft_first_reform_after() -> None:
    amended = book("PT").amend(Amendment("trial", (set_value("least_contribution", "25", since="2024-01-01"),)))
    with pytest.raises(MechanismError, match=r"graft first, reform after"):
        graft(find_mechanism("per-order-injury"), amended, "ppp")
    grafted = graft(find_mechanism("per-order-injury"), book("PT"), "ppp").after
    trial = Amendment("trial", (set_value("freight_order_contribution", "0.20", since="2024-01-01"),))
    assert grafted.amend(trial).amendments == ("trial",)
    with pytest.raises(MechanismError, match=r"already in this law"):
        graft(find_mechanism("per-order-injury"), grafted, "ppp")


def test_another_mechanism_may_come_on_top() -> None:
    once = graft(find_mechanism("per-order-injury"), book("PT"), "ppp").after
    twice = graft(find_mechanism("platform-split"), once, "no money").after
    assert {"per_order_injury", "platform_split"} <= set(twice.topics)
