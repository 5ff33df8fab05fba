"""One law book run from several threads at once gives each what it would have got alone."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import amparo

CASES = Path(__file__).parents[1] / "cli" / "cases"


def _answer(country: str) -> str:
    return json.dumps(amparo.worker(CASES / f"{country}.yaml").to_json(), sort_keys=True)


def test_workers_of_one_law_book_side_by_side() -> None:
    countries = ["portugal", "china"] * 3
    with ThreadPoolExecutor(8) as pool:  # threads first: the caches of the book are still empty
        together = list(pool.map(_answer, countries))
    alone = {country: _answer(country) for country in set(countries)}
    assert together == [alone[country] for country in countries]
