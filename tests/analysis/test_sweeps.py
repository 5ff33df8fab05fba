"""Sweeps: variants that a hand can recompute, equal to reforms run one by one, without compiling anything again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from couriers import PER_ORDER, couriers
from hypothesis import given
from hypothesis import strategies as st

from amparo.analysis.adequacy import standard_of
from amparo.analysis.cascade import cascade
from amparo.analysis.chains import STEPS
from amparo.analysis.effects import effect
from amparo.analysis.grids import Grid, base_of, checked, law_of, read_grid
from amparo.analysis.sensitivity import indices, tornado
from amparo.analysis.sweeping import Plan
from amparo.analysis.sweeps import Point, Sweep, cheapest, frontier, points, sweep
from amparo.cli.sweep import share_option
from amparo.engine import machine
from amparo.engine.kernel import Kernel
from amparo.engine.tables import Records
from amparo.law import book
from amparo.population.building import build
from amparo.records.run import checked_records
from amparo.rules import Amendment, set_value
from amparo.rules.declarations import Branch
from amparo.rules.errors import AmendmentError, AmparoError, LawError, NameNotFound
from amparo.rules.kinds import read_date

LABEL = {"en": "Trial", "pt": "Ensaio", "zh": "试验"}
THRESHOLD = "contracting_entity.low_threshold"
RATE = "contracting_entity.low_rate"


def grid_of(folder: Path, country: str, *vary: dict[str, Any], **more: Any) -> Grid:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "trial.yaml"
    content = {"country": country, "name": LABEL, "source": "a test", "vary": list(vary), **more}
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return read_grid(file, book(country))


@pytest.fixture(scope="module")
def portuguese(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """300 synthetic workers over two years, checked."""
    home = tmp_path_factory.mktemp("portuguese")
    build("PT", home / "in", n=300, seed=7, first=2022 * 12, last=2023 * 12 + 11, jobs=1)
    yield checked_records(book("PT"), home / "out", records=home / "in", data_class="synthetic").folder


def test_orders_at_several_rates_by_hand(tmp_path: Path) -> None:
    """400 orders at 0.18 yuan: 72.00. From September, 50 orders at 0.36: 63.00 + 18.00; at 0.10: 63.00 + 5.00."""
    folder = couriers(tmp_path)
    grid = grid_of(tmp_path, "CN", {"set": PER_ORDER, "from": "2025-09-01", "values": ["0.10", "0.18", "0.36"]})
    found = sweep(folder, book("CN"), grid, threads=1)
    assert found.base.costs["payer"] == (7200, 7200)
    assert [one.costs["payer"] for one in found.outcomes] == [(6800, 6800), (7200, 7200), (8100, 8100)]
    # only worker a has orders in September: 50 x 0.18 = 9.00 more, 50 x -0.08 = -4.00
    assert [one.error["payer"] for one in found.outcomes] == [400.0, 0.0, 900.0]
    assert found.workers == 2 and found.class_ == "synthetic"


def test_only_the_months_asked_for_count(tmp_path: Path) -> None:
    grid = grid_of(tmp_path, "CN", {"set": PER_ORDER, "from": "2025-08-01", "values": ["0.36"]})
    august = 2025 * 12 + 7
    found = sweep(couriers(tmp_path), book("CN"), grid, threads=1, first=august, last=august)
    assert (found.base.costs["all"], found.outcomes[0].costs["all"]) == ((6300, 6300), (12600, 12600))


def crossed(folder: Path) -> Grid:
    return grid_of(
        folder,
        "PT",
        {"set": THRESHOLD, "from": "2022-01-01", "values": ["30%", "65%", "100%"]},
        {"set": RATE, "from": "2022-01-01", "between": {"low": "5%", "high": "9%", "steps": 3}},
    )


def test_every_variant_is_what_the_reform_run_by_itself_gives(tmp_path: Path, portuguese: Path) -> None:
    """The whole law on both sides against the part of it that the variants can reach."""
    before, grid = book("PT"), crossed(tmp_path)
    found = sweep(portuguese, before, grid, threads=2)
    changes = checked(before, grid)
    assert len(found.outcomes) == 9 and found.recomputed < found.rules
    for variant, outcome in zip(found.variants, found.outcomes, strict=True):
        alone = effect(portuguese, before, law_of(before, grid, variant, changes), replicates=1, threads=1)
        paid = [line for line in alone.amounts if line.payer_role == "payer"]
        assert outcome.costs["payer"] == (sum(p.after_low for p in paid), sum(p.after_high for p in paid))
        assert outcome.people == {line.side: (line.workers, line.amount) for line in alone.people}
        for line in alone.cover:
            cells = outcome.cover[line.branch]
            at = {"none": 1, "voluntary": 2, "mandatory": 3}.get(line.state)
            count = int(cells[at, at]) if at else int(cells.sum() - np.trace(cells))
            assert count == line.after, (variant, line)
    assert len({outcome.costs["payer"] for outcome in found.outcomes}) > 3


def test_new_values_compile_nothing(tmp_path: Path, portuguese: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = book("PT")
    one = grid_of(tmp_path / "one", "PT", {"set": THRESHOLD, "from": "2022-01-01", "values": ["30%"]})
    sweep(portuguese, before, one, threads=1)

    def refuse(*_: Any) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(machine, "build", refuse)
    monkeypatch.setattr("amparo.engine.segment_code.build", refuse)
    more = grid_of(
        tmp_path / "more",
        "PT",
        {"set": THRESHOLD, "from": "2022-01-01", "between": {"low": "10%", "high": "100%", "steps": 12}},
    )
    assert len(sweep(portuguese, before, more, threads=1).outcomes) == 12


def test_the_code_of_all_variants_is_that_which_each_would_print_for_itself(tmp_path: Path) -> None:
    """A mechanism of one kernel for many laws rests on this: values are data, nowhere part of the code."""
    grid = grid_of(
        tmp_path,
        "PT",
        {"set": THRESHOLD, "from": "2022-01-01", "values": ["0%", "30%", "100%"]},
        {"set": RATE, "from": "2023-05-01", "until": "2023-09-01", "values": ["0%", "100%"]},
        {"set": "contracting_entity.high_threshold", "from": "2023-02-01", "values": ["1%", "100%"]},
    )
    plan = Plan(book("PT"), grid, None, None)
    for choice in plan.choices:
        for group in plan.groups:
            alone = Kernel(group.law_of(choice), group.base.outputs)
            assert [part.sources for part in alone.parts] == [part.sources for part in group.base.parts]
            assert alone.facts == group.base.facts


def test_a_kernel_with_other_values_is_the_kernel_of_that_law(tmp_path: Path, portuguese: Path) -> None:
    """On the same workers, output by output: the kernel given values against one made for the amended book."""
    law = book("PT")
    changes = (set_value(THRESHOLD, "35%", since="2022-01-01"), set_value(RATE, "6%", since="2022-07-01"))
    amended = law.amend(Amendment("trial", changes))
    names = ["contribution_for_service_provider", "self_employed_unemployment_coverage"]
    other = Kernel(amended, names).ready()
    given_values = Kernel(law, names).with_law(amended)
    records = Records(portuguese, law, other.facts, ids=False)
    batch = records.chunk(*records.units()[0]).batch(0, 300).laid_out()
    expected, found, plain = other.run(batch), given_values.run(batch), Kernel(law, names).ready().run(batch)
    for key, result in expected.items():
        assert (result.low == found[key].low).all() and result.unknown == found[key].unknown
    assert any((plain[key].low != expected[key].low).any() for key in expected)


def test_an_interrupted_sweep_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    folder = couriers(tmp_path)
    line = {"set": PER_ORDER, "from": "2025-09-01", "values": ["0.10", "0.36"]}
    grid = grid_of(tmp_path, "CN", line)
    first = sweep(folder, book("CN"), grid, out=tmp_path / "kept", threads=1)
    again = sweep(folder, book("CN"), grid, out=tmp_path / "kept", threads=1)
    assert (first.resumed, again.resumed) == (0, 1)
    assert [one.costs for one in first.outcomes] == [one.costs for one in again.outcomes]
    other = grid_of(tmp_path, "CN", {**line, "values": ["0.10", "0.37"]})
    changed = sweep(folder, book("CN"), other, out=tmp_path / "kept", threads=1)
    assert changed.resumed == 0
    assert changed.outcomes[1].costs["payer"] == (8150, 8150)  # 63.00 + 50 x 0.37


def test_reforms_stand_under_the_grid(tmp_path: Path) -> None:
    """Without the pilot nobody owes anything per order, at whatever amount."""
    grid = grid_of(
        tmp_path,
        "CN",
        {"set": PER_ORDER, "from": "2025-09-01", "values": ["0.36"]},
        reforms=["cn-without-injury-pilot"],
    )
    found = sweep(couriers(tmp_path), book("CN"), grid, threads=1)
    assert found.base.costs["payer"] == found.outcomes[0].costs["payer"] == (0, 0)
    assert base_of(book("CN"), grid).hash != book("CN").hash


# --- how values are put together --------------------------------------------------------------------------------------


def test_crossed_side_by_side_and_one_at_a_time(tmp_path: Path) -> None:
    lines = (
        {"set": THRESHOLD, "from": "2024-01-01", "values": ["40%", "60%"]},
        {"set": RATE, "from": "2024-01-01", "values": ["5%", "9%"]},
    )
    at = {how: [v.at for v in grid_of(tmp_path, "PT", *lines, how=how).variants()] for how in _HOW}
    assert at["crossed"] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert at["side-by-side"] == [(0, 0), (1, 1)]
    assert at["one-at-a-time"] == [(0, -1), (1, -1), (-1, 0), (-1, 1)]


_HOW = ("crossed", "side-by-side", "one-at-a-time")


def test_a_range_is_cut_with_both_ends(tmp_path: Path) -> None:
    line = {"set": RATE, "from": "2024-01-01", "between": {"low": "5%", "high": "6%", "steps": 5}}
    assert grid_of(tmp_path, "PT", line).axes[0].values == ("5%", "5.25%", "5.5%", "5.75%", "6%")


@pytest.mark.parametrize(
    ("line", "more", "error", "says"),
    [
        ({"set": "low_treshold", "from": "2024-01-01", "values": ["1%"]}, {}, NameNotFound, "low_threshold"),
        ({"set": THRESHOLD, "values": ["1%"]}, {}, AmendmentError, "'from'"),
        ({"set": THRESHOLD, "from": "2024-01-01", "values": []}, {}, AmendmentError, "no values"),
        ({"set": THRESHOLD, "from": "2024-01-01", "value": ["1%"]}, {}, LawError, "Did you mean values"),
        ({"set": "status.platform_presumption", "from": "2024-01-01", "values": [1]}, {}, AmendmentError, "parameter"),
        (
            {"set": RATE, "from": "2024-01-01", "between": {"low": "9%", "high": "5%", "steps": 3}},
            {},
            AmendmentError,
            "higher high",
        ),
        (
            {"set": RATE, "from": "2024-01-01", "values": ["1%"]},
            {"how": "crosed"},
            AmendmentError,
            "Did you mean crossed",
        ),
        (
            {"set": RATE, "from": "2024-01-01", "values": ["1%"]},
            {"branches": ["unemploymnt"]},
            AmendmentError,
            "Did you mean unemployment",
        ),
    ],
)
def test_a_grid_that_cannot_be_is_refused(
    tmp_path: Path, line: dict[str, Any], more: dict[str, Any], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        grid_of(tmp_path, "PT", line, **more)


def test_a_frozen_value_too_many_variants_and_uneven_lists(tmp_path: Path) -> None:
    frozen = grid_of(tmp_path, "PT", {"set": "reference_amounts.ias", "from": "2021-06-01", "values": ["450.00"]})
    with pytest.raises(AmendmentError, match="frozen by law on 2021-06-01"):
        checked(book("PT"), frozen)
    many = [f"{n / 100:.2f}%" for n in range(1, 202)]
    lines = [{"set": name, "from": "2024-01-01", "values": many} for name in (THRESHOLD, RATE)]
    with pytest.raises(AmendmentError, match="40,401 variants"):
        grid_of(tmp_path, "PT", *lines).variants()
    lines[0]["values"] = many[:3]
    with pytest.raises(AmendmentError, match="not 3, 201"):
        grid_of(tmp_path, "PT", *lines, how="side-by-side").variants()


def test_records_of_another_country_and_a_branch_that_nothing_moves(tmp_path: Path) -> None:
    folder = couriers(tmp_path)
    with pytest.raises(AmparoError, match="prepared for CN, not PT"):
        sweep(folder, book("PT"), grid_of(tmp_path, "PT", {"set": RATE, "from": "2024-01-01", "values": ["1%"]}))
    grid = grid_of(tmp_path, "CN", {"set": PER_ORDER, "from": "2025-09-01", "values": ["0.36"]})
    found = sweep(folder, book("CN"), grid, threads=1)
    with pytest.raises(AmparoError, match="moves no branch 'unemployment'"):
        points(found, "unemployment")


# --- frontier, cheapest, tornado --------------------------------------------------------------------------------------


def test_the_frontier_by_hand() -> None:
    """B costs more than A and covers less; D covers as C does at a higher cost."""
    a, b, c, d = (Point(n, *pair, pair[1]) for n, pair in enumerate([(10, 0.5), (20, 0.4), (30, 0.9), (40, 0.9)]))
    assert frontier([d, c, b, a]) == (a, c)
    assert cheapest([a, b, c, d], 0.9) == c
    assert cheapest([a, b, c, d], 0.91) is None


POINTS = st.lists(st.tuples(st.integers(-9, 9), st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])), min_size=1)


@given(POINTS, st.sampled_from([0.25, 0.5, 1.0]))
def test_nothing_beats_the_frontier_and_the_cheapest_lies_on_it(pairs: list[tuple[int, float]], share: float) -> None:
    every = [Point(n, cost, cover, cover) for n, (cost, cover) in enumerate(pairs)]
    best = frontier(every)
    for point in every:
        assert any(b.cost <= point.cost and b.share >= point.share for b in best)
    for b in best:
        assert not any(
            p.cost <= b.cost and p.share >= b.share and (p.cost, p.share) != (b.cost, b.share) for p in every
        )
    found = cheapest(every, share)
    enough = [p.cost for p in every if p.share >= share]
    assert (found is None) == (not enough)
    assert found is None or (found.cost == min(enough) and found in best)


def test_the_tornado_puts_the_widest_first(tmp_path: Path) -> None:
    """September's 50 orders from 0.10 to 0.36: 4.00 less to 9.00 more; August's 350, 0.17 to 0.19: 3.50 each way."""
    grid = grid_of(
        tmp_path,
        "CN",
        {"set": PER_ORDER, "from": "2025-08-01", "until": "2025-09-01", "values": ["0.17", "0.19"]},
        {"set": PER_ORDER, "from": "2025-09-01", "values": ["0.10", "0.36"]},
        how="one-at-a-time",
    )
    found: Sweep = sweep(couriers(tmp_path), book("CN"), grid, threads=1)
    swings = tornado(found, lambda outcome: outcome.costs["all"][0] - found.base.costs["all"][0])
    assert [(s.axis, s.low, s.high, s.at_low, s.at_high) for s in swings] == [
        (1, -400, 900, "0.10", "0.36"),
        (0, -350, 350, "0.17", "0.19"),
    ]


def test_shares_on_the_command_line() -> None:
    assert share_option("unemployment=90%") == ("unemployment", 0.9)
    assert share_option("old_age=0.25") == ("old_age", 0.25)
    for wrong in ("unemployment", "unemployment=0", "=90%", "old_age=120%", "old_age=much"):
        with pytest.raises(AmparoError, match="no share of a branch"):
            share_option(wrong)


# --- whom no value can reach, cover in effect, drawn grids ------------------------------------------------------------

LAWS = {
    "PT": [
        (THRESHOLD, "2022-01-01", ["0%", "30%", "50%", "50.0001%", "79%", "100%"]),
        ("contracting_entity.high_threshold", "2022-07-01", ["55%", "80%", "99%"]),
        (RATE, "2022-01-01", ["0%", "6.5%", "7%", "15%"]),
        ("self_employed_income.services_share", "2022-04-01", ["20%", "70%", "100%"]),
        ("reference_amounts.ias", "2023-01-01", ["400.00", "480.43", "900.00"]),
    ],
    "CN": [
        (PER_ORDER, "2025-08-01", ["0.01", "0.18", "0.40"]),
        (PER_ORDER, "2025-09-01", ["0.05", "0.18", "0.33"]),
    ],
}


def whole_law(folder: Path, law: Any, grid: Grid) -> list[dict[str, tuple[int, ...]]]:
    """Costs of every variant by running the whole law of each by itself on everybody."""
    found = []
    changes = checked(law, grid)
    for variant in grid.variants():
        amended = law_of(law, grid, variant, changes)
        plan = Plan(law, grid, None, None)
        names = [one.node for one in plan.amounts]
        kernel = Kernel(amended, names).ready()
        records = Records(folder, law, kernel.facts, ids=False)
        batch = records.chunk(*records.units()[0]).batch(0, records.units()[0][1]).laid_out()
        results = kernel.run(batch)
        sums = {"all": [0, 0]}
        for one in plan.amounts:
            low = int(results[one.node].low.sum())
            held = results[one.node].high
            high = low if held is None else int(held.sum())
            for role in {one.payer_role, *([] if one.payer_role == "benefit" else ["all"])}:
                ends = sums.setdefault(role, [0, 0])
                ends[0] += low
                ends[1] += high
        found.append({role: tuple(ends) for role, ends in sums.items()})
    return found


@pytest.mark.parametrize("seed", range(4))
def test_random_grids_are_what_the_whole_law_gives_on_everybody(tmp_path: Path, portuguese: Path, seed: int) -> None:
    """Values that rules of months, years or the calendar read, on workers of whom all is known and of whom not."""
    dice = random.Random(seed)
    lines = [
        {"set": name, "from": day, "values": dice.sample(values, 2), "lifts_freeze": True}
        for name, day, values in dice.sample(LAWS["PT"], 2)
    ]
    law = book("PT")
    grid = grid_of(tmp_path, "PT", *lines, branches=[])
    found = sweep(portuguese, law, grid, threads=2)
    assert [dict(one.costs) for one in found.outcomes] == whole_law(portuguese, law, grid)
    assert 0 < found.touched <= found.workers


def test_axes_of_one_parameter_over_two_stretches(tmp_path: Path) -> None:
    """August at 0.01 to 0.40 and September at 0.05 to 0.33, crossed: 350 and 50 orders."""
    lines = [
        {"set": PER_ORDER, "from": "2025-08-01", "until": "2025-09-01", "values": LAWS["CN"][0][2]},
        {"set": PER_ORDER, "from": "2025-09-01", "values": LAWS["CN"][1][2]},
    ]
    found = sweep(couriers(tmp_path), book("CN"), grid_of(tmp_path, "CN", *lines), threads=1)
    expected = [350 * august + 50 * september for august in (1, 18, 40) for september in (5, 18, 33)]
    assert [one.costs["all"][0] for one in found.outcomes] == expected


def test_whom_no_value_reaches_has_the_same_results_under_all(tmp_path: Path, portuguese: Path) -> None:
    """And somebody whom some value could reach is not left out: every difference is of somebody reached."""
    grid = crossed(tmp_path)
    plan = Plan(book("PT"), grid, None, None)
    records = Records(portuguese, plan.base, plan.facts, ids=False)
    batch = plan._for_kernels(plan._told(records.chunk(0, 300).batch(0, 300).laid_out()))
    differs = np.zeros(len(batch), bool)
    reached = np.zeros(len(batch), bool)
    for group in plan.groups:
        reached |= group.reached(batch)
        before = group.base.run(batch)
        for choice in plan.choices[1:]:
            for key, result in group.kernel_of(choice).run(batch).items():
                moved = result.low != before[key].low
                level = plan.levels[key]
                if moved.any():
                    differs[np.searchsorted(batch.offsets(level), np.nonzero(moved)[0], side="right") - 1] = True
    assert differs.any() and not (differs & ~reached).any()
    assert reached.sum() < len(batch)


def test_cover_in_effect_is_the_cascade_of_the_amended_law(tmp_path: Path, portuguese: Path) -> None:
    law = book("PT")
    line = {"set": THRESHOLD, "from": "2022-01-01", "values": ["10%", "100%"]}
    grid = grid_of(tmp_path, "PT", line, cover="effect", branches=["unemployment"])
    found = sweep(portuguese, law, grid, threads=1)
    standard = standard_of("C102", read_date("2025-01-01"))
    changes = checked(law, grid)
    for variant, outcome in zip(found.variants, found.outcomes, strict=True):
        amended = law_of(law, grid, variant, changes)
        alone = cascade(portuguese, amended, standard, branches=[Branch.UNEMPLOYMENT], threads=1)
        for number, step in enumerate(STEPS):
            held = alone.total(Branch.UNEMPLOYMENT, step)
            sure, perhaps = outcome.steps["unemployment"][number].tolist()
            assert (sure, perhaps) == (held.yes, held.yes + held.undecided + held.law_not_known), step
        assert outcome.months == alone.worker_months
    qualified = [one.share("unemployment", "qualified") for one in found.outcomes]
    assert qualified[0] != qualified[1]
    in_law = sweep(portuguese, law, grid_of(tmp_path / "law", "PT", line, branches=["unemployment"]), threads=1)
    with pytest.raises(AmparoError, match="cover: effect"):
        points(in_law, "unemployment", "all", "qualified")


def test_sobol_indices_of_a_sum_by_hand(tmp_path: Path) -> None:
    """350 orders over a range of 0.02 yuan and 50 over one of 0.28: the second makes most of the variance."""
    lines = [
        {"set": PER_ORDER, "from": "2025-08-01", "until": "2025-09-01", "between": {"low": "0.17", "high": "0.19"}},
        {"set": PER_ORDER, "from": "2025-09-01", "between": {"low": "0.05", "high": "0.33"}},
    ]
    grid = grid_of(tmp_path, "CN", *lines, how="sampled", sample={"size": 256, "seed": 5})
    assert grid == grid_of(tmp_path, "CN", *lines, how="sampled", sample={"size": 256, "seed": 5})
    assert grid.sample is not None and len(grid.sample.lines) == 256 * 4
    assert all(17 <= round(100 * float(value)) <= 19 for value in grid.axes[0].values)
    found = sweep(couriers(tmp_path), book("CN"), grid, threads=1)
    first, second = indices(found, lambda outcome: outcome.costs["payer"][0])
    assert (first.axis, second.axis) == (1, 0)
    # whole hundredths of a yuan: 0.17, 0.18 and 0.19 with weights 1:2:1 have a variance of a half, not of a third
    share = 350**2 / 2 / (350**2 / 2 + 50**2 * 28**2 / 12)
    for index, expected in ((first, 1 - share), (second, share)):
        assert index.first == pytest.approx(expected, abs=0.08)
        assert index.total == pytest.approx(expected, abs=0.08)
    assert indices(found, lambda outcome: 1.0) == ()


@pytest.mark.parametrize(
    ("line", "more", "says"),
    [
        ({"between": {"low": "5%", "high": "9%"}}, {"sample": {"size": 48}}, "power of two"),
        ({"between": {"low": "5%", "high": "9%"}}, {"sample": {"size": 8_192}}, "24,576 variants"),
        ({"between": {"low": "5%", "high": "9%", "steps": 3}}, {}, "no steps or values"),
        ({"values": ["5%"]}, {}, "no steps or values"),
        ({"between": {"low": "5%", "high": "9%"}}, {"cover": "efect"}, "Did you mean effect"),
    ],
)
def test_a_drawn_grid_that_cannot_be_is_refused(
    tmp_path: Path, line: dict[str, Any], more: dict[str, Any], says: str
) -> None:
    with pytest.raises(AmendmentError, match=says):
        grid_of(tmp_path, "PT", {"set": RATE, "from": "2024-01-01", **line}, how="sampled", **more)
