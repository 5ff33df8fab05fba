"""The certificate would catch a wrong compiler: a kernel with one thing changed differs from the reference.

Only the largest segment that says the thing is changed: the others are those of every other test, from the cache.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from amparo.engine.certify import Dice, compare, outputs_of
from amparo.engine.kernel import Kernel
from amparo.law import book
from amparo.rules.book import Amendment, LawBook, set_value
from amparo.rules.kinds import read_date, show_value
from amparo.rules.parameters import Parameter

MUTANTS = {
    "greater for greater or equal": (" >= ", " > ", "p"),
    "rounding down for half up": (", 1)", ", 3)", "divide"),
    "the end of the month for its beginning": ("D.EPM[mv - D.BASE]", "D.EPE[mv - D.BASE]", "EPM"),
    "a year's first day for its last": ("D.EPE[yv * 12 + 11 - D.BASE]", "D.EPM[yv * 12 - D.BASE]", "EPE"),
}


def law_that_changes_within_months() -> LawBook:
    """The fictional law with every rate and amount of the whole country doubled in the middle of a month."""
    law = book("FICTIONAL")
    changes = []
    for parameter in law.of_type(Parameter):
        held = parameter.dated_at(read_date("2022-03-15"))
        if parameter.kind.name in ("money", "rate") and not parameter.by_place and held and isinstance(held.value, int):
            doubled = show_value(parameter.kind, held.value * 2)
            if held.value and parameter.low <= held.value * 2 <= parameter.high:
                changes.append(set_value(parameter.full_name, doubled, since="2022-03-15", until="2023-08-20"))
    return law.amend(Amendment("doubled for a time", tuple(changes)))


@pytest.mark.parametrize("mutant", MUTANTS)
@pytest.mark.parametrize("kernel", ["plain", "bounds"])
def test_a_changed_kernel_is_caught(mutant: str, kernel: str) -> None:
    law = law_that_changes_within_months()
    old, new, mark = MUTANTS[mutant]
    found = Kernel(law, outputs_of(law), by_calendar=False)
    changed = {}
    for number, part in enumerate(found.parts):
        lines = part.sources[kernel].split("\n")
        mutated = [line.replace(old, new) if mark in line else line for line in lines]
        if mutated != lines:
            changed[number] = replace(part, sources={**part.sources, kernel: "\n".join(mutated)})
    if not changed:
        pytest.skip(f"nothing to change in the {kernel} kernel: it says this in another way")
    largest = max(changed, key=lambda number: len(changed[number].sources[kernel]))
    found.parts[largest] = changed[largest]
    dossiers = list(Dice(law, 2).dossiers(1500))
    try:
        result = compare(law, found.ready(1), dossiers, lambda n: False)
    except Exception as error:
        assert "divides by zero" in str(error) or "leaves its range" in str(error)
    else:
        assert result.differences > 0
