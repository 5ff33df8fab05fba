"""The best of the last years in which a filter holds: known, unknown, before the records, and in the kernel."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import tiny

from amparo.engine import Dossier, run_dossier
from amparo.engine.certify import compare, outputs_of
from amparo.engine.kernel import Kernel
from amparo.rules.book import LawBook
from amparo.rules.bounds import FACT, HISTORY, Unknown, high, low

YAML = f"""
facts:
  earned: {{level: year, kind: money, range: [0, 1000], label: {tiny.LABEL}}}
  chosen: {{level: year, kind: truth, label: {tiny.LABEL}}}
labels:
  two: {tiny.LABEL}
"""
TWO_OF_THREE = 'two = best("earned", at=YEAR, n=2, of_last=3, where="chosen")\n'


def law(folder: Path) -> LawBook:
    return tiny.topic(folder, TWO_OF_THREE, YAML)


def dossier(book: LawBook, earned: dict[int, int], chosen: dict[int, int], worker: str = "w", **more: Any) -> Dossier:
    facts: dict[str, Any] = {book.find("earned"): earned, book.find("chosen"): chosen}
    return Dossier(worker, 2010 * 12, 2019 * 12 + 11, facts=facts, **more)


def last_year(book: LawBook, earned: dict[int, int], chosen: dict[int, int], **more: Any) -> Any:
    return run_dossier(book, dossier(book, earned, chosen, **more)).column("two")[-1]


def test_the_last_three_chosen_years_however_far_back(tmp_path: Path) -> None:
    """Chosen 2011, 2013, 2016, 2019: the last three are 13, 16, 19; of 90, 20 and 30 the best two are 120."""
    earned = {year: 500 for year in range(2010, 2020)} | {2011: 400, 2013: 90, 2016: 20, 2019: 30}
    chosen = {year: int(year in (2011, 2013, 2016, 2019)) for year in range(2010, 2020)}
    assert last_year(law(tmp_path), earned, chosen, nothing_before=True) == 120


def test_fewer_chosen_years_than_asked_need_to_know_what_was_before(tmp_path: Path) -> None:
    book = law(tmp_path)
    earned = {year: 10 for year in range(2010, 2020)}
    two = {year: int(year >= 2018) for year in range(2010, 2020)}
    assert last_year(book, earned, two, nothing_before=True) == 20
    assert last_year(book, earned, two) == Unknown(0, 200000, HISTORY)
    assert last_year(book, earned, {**two, 2012: 1}) == 20


def test_a_year_that_may_be_chosen_widens_the_bounds(tmp_path: Path) -> None:
    """2019 may be chosen, then 2018, 2017 and 2016 are: 5 + 80 without 2019 and its place, 80 + 70 with 2019 at best.

    At worst 2019 takes a place and gives nothing: the best two of 0, 5, 80. At best it takes none: of 70, 5, 80, 60.
    """
    earned = {year: 1 for year in range(2010, 2020)} | {2019: 70, 2018: 5, 2017: 80, 2016: 60}
    chosen = {year: 1 for year in range(2010, 2019)}
    found = last_year(law(tmp_path), earned, chosen, nothing_before=True)
    assert found == Unknown(85, 150, FACT)
    for certainly, exact in ((1, 150), (0, 140)):
        assert last_year(law(tmp_path), earned, {**chosen, 2019: certainly}, nothing_before=True) == exact


def test_bounds_hold_every_completion_and_the_kernel_agrees(tmp_path: Path) -> None:
    """Random years, a third untold: whatever they turn out to be, the sum lies within the bounds."""
    book, dice, dossiers = law(tmp_path), random.Random(5), []
    for number in range(150):
        years = range(2010, 2020)
        earned = {y: dice.randint(0, 900) for y in years if dice.random() > 0.15}
        chosen = {y: dice.randint(0, 1) for y in years if dice.random() > 0.3}
        before = number % 3 > 0
        dossiers.append(dossier(book, earned, chosen, f"w{number:03d}", nothing_before=before))
        open_ = run_dossier(book, dossiers[-1]).column("two")
        full = {y: earned.get(y, dice.randint(0, 1000)) for y in years}
        settled = {y: chosen.get(y, dice.randint(0, 1)) for y in years}
        for some, exact in zip(
            open_, run_dossier(book, dossier(book, full, settled, nothing_before=True)).column("two"), strict=True
        ):
            assert isinstance(exact, int)
            assert low(some) <= exact <= high(some)
    found = compare(book, Kernel(book, outputs_of(book)).ready(1), dossiers, lambda _: False)
    assert (found.differences, found.examples) == (0, [])
    assert found.unknown > 0
