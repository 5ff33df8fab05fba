"""The plain run by blocks: who else is computed at the same time changes nothing; totals are those of the columns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.engine import blocks
from amparo.engine.batch import batch_of, rows_of
from amparo.engine.certify import Dice, compare, outputs_of
from amparo.engine.dossier import Dossier
from amparo.engine.kernel import Kernel
from amparo.engine.machine import address, compiled, entry
from amparo.engine.outcome import default_outputs
from amparo.engine.result import Result
from amparo.engine.totals import total_of
from amparo.law import book
from amparo.rules.errors import AmparoError
from amparo.rules.helpers import DOWN, HALF_UP, UP
from amparo.rules.helpers import divide as by_the_law
from amparo.rules.levels import WORKER

COUNTRIES = ("FICTIONAL", "PT", "CN")


def workers(country: str, count: int, seed: int) -> list[Dossier]:
    dice = Dice(book(country), seed)
    return [dice.dossier(f"w{n:03d}") for n in range(count)]


def rows_of_worker(kernel: Kernel, batch: object, key: str, result: Result, worker: int) -> list[list[int]]:
    """A worker's rows of a result: low, high and why."""
    level = kernel.levels[key]
    rows = [worker] if level == WORKER else rows_of(batch.offsets(level), np.array([worker]))  # type: ignore[attr-defined]
    high = result.low if result.high is None else result.high
    why = np.zeros_like(result.low) if result.why is None else result.why
    return [part[rows].tolist() for part in (result.low, high, why)]


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_worker_is_computed_alike_alone_and_among_others(country: str) -> None:
    """Twelve workers with months of their own, alone and ten times among the others: blocks of one and of ten.

    A past bug: arrays used again, grown for a larger batch, were looked for where they had been before.
    """
    law = book(country)
    kernel = Kernel(law, default_outputs(law)).ready()
    one_by_one = workers(country, 12, 21)
    many = batch_of(law, one_by_one * 10)
    assert blocks.windows(many.laid_out()) > 12
    together = kernel.run(many)
    for number, dossier in enumerate(one_by_one):
        single = batch_of(law, [dossier])
        alone = kernel.run(single)
        for key in kernel.outputs:
            expected = rows_of_worker(kernel, single, key, alone[key], 0)
            for place in (number, number + 12 * 9):
                assert rows_of_worker(kernel, many, key, together[key], place) == expected, (key, dossier.worker)


@pytest.mark.parametrize("country", COUNTRIES)
def test_totals_added_up_in_blocks_are_those_of_the_columns(country: str) -> None:
    law = book(country)
    kernel = Kernel(law, default_outputs(law)).ready()
    drawn = workers(country, 60, 5)
    last = drawn[-1]  # and a block of many who have the same months
    batch = batch_of(law, drawn + [replace(last, worker=f"again{n}") for n in range(70)])
    totals, columns = kernel.totals(batch), kernel.run(batch)
    for key in kernel.outputs:
        assert totals[key] == total_of(law, key, columns[key]), key


def test_blocks_of_many_workers_agree_with_the_reference() -> None:
    """Workers with the same months, each with facts of his own, in one block."""
    law = book("FICTIONAL")
    dice = Dice(law, 8)
    drawn = []
    while len(drawn) < 40:
        dice.window = (2022 * 12, 2023 * 12 + 5)
        dossier = dice.dossier(f"w{len(drawn)}")
        drawn += [dossier] * (dossier.first == 2022 * 12)
    found = compare(law, Kernel(law, outputs_of(law)).ready(), drawn, lambda n: False)
    assert found.plain > 1_000
    assert found.differences == 0, found.examples


def test_contracts_out_of_order_are_refused() -> None:
    law = book("FICTIONAL")
    dossier = next(d for d in workers("FICTIONAL", 50, 1) if len({month for _, month in d.contracts}) > 1)
    batch = batch_of(law, [dossier])
    mixed = replace(batch, c_month=batch.c_month[::-1].copy(), layout=None)
    with pytest.raises(AmparoError, match="unsorted contracts"):
        mixed.laid_out()


MODES = (HALF_UP, UP, DOWN)
_DIVISIONS = "def divisions(N):\n    for i in lanes(0, N):\n" + "".join(
    f"        LARGE[{n} * N + i] = divide_large(A[i], 2000000, {mode})\n"
    f"        ANY[{n} * N + i] = divide_checked(A[i], B[i], {mode}, bad)\n"
    for n, mode in enumerate(int(mode) for mode in MODES)
)
ENDS = [0, 1, 999_999, 1_000_000, 1_000_001, 2**51, 2**52 + 1, 2**53 + 1, 2**61 - 1, 10**15 + 500_000]
numbers = st.one_of(st.sampled_from(ENDS), st.integers(0, 2**61)).flatmap(lambda n: st.sampled_from([n, -n, n - 1]))
divisors = st.one_of(st.sampled_from([1, 2, 3, 7, 12, 10**6, 2**31, 2**52 + 1, 2**60]), st.integers(1, 2**60))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(numbers, divisors), min_size=1, max_size=40))
def test_division_by_an_estimate_in_floating_point_is_exact(pairs: list[tuple[int, int]]) -> None:
    """What many rows can take at a time gives what the law's own whole-number division gives."""
    machine = compiled("divisions", {"divisions": _DIVISIONS}, lambda name: "uint8" if name == "bad" else "int64")
    found = entry(machine, "divisions")
    count = len(pairs)
    arrays = {
        "A": np.array([a for a, _ in pairs], np.int64),
        "B": np.array([b for _, b in pairs], np.int64),
        "LARGE": np.zeros(3 * count, np.int64),
        "ANY": np.zeros(3 * count, np.int64),
        "bad": np.zeros(1, np.uint8),
    }
    found.function(count, address(np.array([address(arrays[name]) for name in found.arrays], np.int64)), 0)
    for n, mode in enumerate(MODES):
        for i, (a, b) in enumerate(pairs):
            assert arrays["LARGE"][n * count + i] == by_the_law(a, 2_000_000, mode)
            assert arrays["ANY"][n * count + i] == by_the_law(a, b, mode)


def test_spells_outside_the_months_count_for_no_month_and_no_other_worker() -> None:
    """A past bug: a spell before the months of one worker counted in the last month of the one before him."""
    law = book("FICTIONAL")
    drawn = []
    for number, dossier in enumerate(workers("FICTIONAL", 60, 31)):
        days = (-200, -60, 60, 200)[number % 4]
        drawn.append(replace(dossier, spells=tuple((first + days, last + days) for first, last in dossier.spells)))
    assert sum(bool(dossier.spells) for dossier in drawn) > 20
    kernel = Kernel(law, ["statement.longest_spell_of_month"]).ready()
    found = compare(law, kernel, drawn, lambda n: False)
    assert found.differences == 0, found.examples
