"""What a graft changes on a population: by each equivalence, what it costs and spares; once, whom it covers twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from amparo.analysis.displacement import DISPLACE, KEEP, displaced_by
from amparo.analysis.effects import Effect, effect
from amparo.analysis.grafted_records import Doubled, Told, doubling, has_effect, told
from amparo.analysis.grafts import Graft, graft


@dataclass(frozen=True)
class GraftOnPopulation:
    """A mechanism on checked records: one effect per equivalence (none where it pays and covers nothing).

    other_way: the same with the existing schemes treated the other way; none where none could give way.
    """

    grafts: tuple[Graft, ...]
    effects: tuple[Effect, ...]
    other_way: tuple[Effect, ...]
    doubled: tuple[Doubled, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class NetLine:
    """What one payer owes anew, owes no longer, and the difference, each at least and at most, in all months together.

    payer_role may be "benefit": then what workers are paid anew and no longer. error: of the difference, by sampling.
    """

    payer_role: str
    new: tuple[int, int]
    gone: tuple[int, int]
    difference: tuple[int, int]
    error: float

    @property
    def moves(self) -> bool:
        """Whether anything is owed anew, or no longer."""
        return {*self.new, *self.gone} != {0}


def on_population(
    folder: Path | str,
    grafts: Sequence[Graft],
    *,
    first: int | None = None,
    last: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> GraftOnPopulation:
    """The grafts of one mechanism run on records checked against the grafted law."""
    whole = [one for one in grafts if has_effect(one)]
    others = [_the_other_way(one) for one in whole if displaced_by(one.mechanism, one.host)]

    def run(one: Graft) -> Effect:
        return effect(folder, one.before, one.after, first=first, last=last, progress=progress)

    return GraftOnPopulation(
        tuple(grafts),
        tuple(run(one) for one in whole),
        tuple(run(one) for one in others),
        doubling(folder, grafts[0], first=first, last=last),
        told(folder, grafts[0]),
    )


def _the_other_way(one: Graft) -> Graft:
    existing = KEEP if one.existing == DISPLACE else DISPLACE
    return graft(one.mechanism, one.before, one.conversion, as_on=one.as_on, existing=existing)


def net_cost(found: Graft, done: Effect) -> tuple[NetLine, ...]:
    """By payer: the mechanism's own charges, what the receiving law charges no longer, and the difference."""
    return tuple(_net(found, done, line.payer_role, line.error) for line in done.payers)


def _net(found: Graft, done: Effect, role: str, error: float) -> NetLine:
    lines = [line for line in done.amounts if line.payer_role == role]
    own = [line for line in lines if line.node.partition(".")[0] in found.own_topics]
    rest = [line for line in lines if line not in own]
    new = sum(line.change_low for line in own), sum(line.change_high for line in own)
    gone = -sum(line.change_high for line in rest), -sum(line.change_low for line in rest)
    return NetLine(role, new, gone, (new[0] - gone[1], new[1] - gone[0]), error)


__all__ = ["GraftOnPopulation", "NetLine", "net_cost", "on_population"]
