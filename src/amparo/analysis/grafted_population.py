"""What a graft changes on a population: by each equivalence, what it costs; once, whom it covers twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from amparo.analysis.effects import Effect, effect
from amparo.analysis.grafts import Charged, Doubled, Graft, Told, displaced_charges, doubling, has_effect, told


@dataclass(frozen=True)
class GraftOnPopulation:
    """A mechanism on checked records: one effect per equivalence (none where it pays and covers nothing)."""

    grafts: tuple[Graft, ...]
    effects: tuple[Effect, ...]
    doubled: tuple[Doubled, ...]
    charged: tuple[Charged, ...]
    told: tuple[Told, ...]


def on_population(
    folder: Path | str,
    grafts: Sequence[Graft],
    *,
    first: int | None = None,
    last: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> GraftOnPopulation:
    """The grafts of one mechanism run on records checked against the grafted law."""
    effects = tuple(
        effect(folder, one.before, one.after, first=first, last=last, progress=progress)
        for one in grafts
        if has_effect(one)
    )
    doubled = doubling(folder, grafts[0], first=first, last=last)
    charged = displaced_charges(folder, grafts[0], first=first, last=last)
    return GraftOnPopulation(tuple(grafts), effects, tuple(doubled), tuple(charged), told(folder, grafts[0]))
