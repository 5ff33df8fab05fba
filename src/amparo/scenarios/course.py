"""How far long work is as a whole, told while it goes on from step to step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amparo.scenarios.samples import Tell

PARTS: Final = {"population": 2.0, "validation": 3.0, "records": 3.0, "cascade": 5.0, "law": 3.0, "indicators": 3.0}
"""What each step takes beside the others, as measured on populations of 100,000 workers."""


def course(steps: Sequence[str], tell: Tell) -> Tell:
    """A teller of steps that tells `tell` the share of the whole work instead of the share of the step.

    steps: those of PARTS in the order in which they come, as often as they come. One that is left out is passed over;
    the share of the whole never falls. A share lower than the last one of the same step begins the next such step.
    """
    parts = [PARTS[step] for step in steps]
    at, last, told = 0, 0.0, 0.0

    def on(step: str, share: float) -> None:
        nonlocal at, last, told
        if (step != steps[at] or share < last) and step in steps[at + 1 :]:
            at = steps.index(step, at + 1)
        last = share
        if step == steps[at]:
            told = max(told, (sum(parts[:at]) + parts[at] * share) / sum(parts))
        tell(step, told)

    return on


__all__ = ["PARTS", "course"]
