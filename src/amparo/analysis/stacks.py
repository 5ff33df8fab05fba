"""Mechanisms of other laws and reforms of one's own in one law: mechanisms first, then reforms; clashes are errors.

Where a mechanism holds amounts of money there are as many laws as equivalences, side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amparo.analysis.cascade import Cascade, cascade
from amparo.analysis.displacement import DISPLACE, displaced_by
from amparo.analysis.effects import Effect, effect
from amparo.analysis.equivalences import has_money
from amparo.analysis.grafts import NO_MONEY, Graft, graft, possible, two_needed
from amparo.analysis.mechanisms import Mechanism, MechanismError, find_mechanism, mechanisms
from amparo.analysis.reforms import Changed, Reform, changed_provisions, read_reform, reformed
from amparo.rules.evidence import Label
from amparo.rules.kinds import date_of
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from amparo.analysis.adequacy import Standard
    from amparo.rules.book import LawBook


@dataclass(frozen=True)
class Added:
    """A mechanism in a stack, told like a reform: what it is called, why, whence."""

    id: str
    name: Label
    why: Label
    source: str


Part = Added | Reform


@dataclass(frozen=True)
class Stack:
    """A law with mechanisms, then reforms, in it. ground: with the mechanisms alone; conversion: of money."""

    conversion: str
    grafts: tuple[Graft, ...]
    reforms: tuple[Reform, ...]
    before: LawBook
    ground: LawBook
    after: LawBook

    @property
    def parts(self) -> tuple[Part, ...]:
        """All that was put in, in its order."""
        return (*(_added(one) for one in self.grafts), *self.reforms)

    @property
    def provisions(self) -> tuple[Changed, ...]:
        """What the reforms change, of the law at hand and of the mechanisms."""
        return changed_provisions(self.ground, self.after)


def stacks(
    host: LawBook,
    added: Sequence[Mechanism],
    reforms: Sequence[Reform],
    conversions: Sequence[str] = (),
    *,
    existing: str | None = None,
) -> tuple[Stack, ...]:
    """The law with mechanisms and reforms in it, by each equivalence: at least two where money is turned.

    Raises MechanismError where two mechanisms take the place of one scheme, or money has one equivalence only, and
    AmendmentError where two reforms clash or one misfits the law with the mechanisms in it.
    """
    _check_displaced(added, host.country.code, existing)
    names = rules_for(added, host.country.code, conversions)
    return tuple(_stack(host, added, tuple(reforms), name, existing) for name in names)


def _stack(
    host: LawBook, added: Sequence[Mechanism], reforms: tuple[Reform, ...], conversion: str, existing: str | None
) -> Stack:
    law, done = host, []
    for one in added:
        made = graft(one, law, conversion if has_money(one) else NO_MONEY, existing=existing)
        done.append(made)
        law = made.after
    return Stack(conversion, tuple(done), reforms, host, law, reformed(law, reforms))


def effect_of(folder: Path, stack: Stack, **options: Any) -> Effect:
    """What the stack changes on checked records (options as of `effect`), with all that its reforms change."""
    return replace(effect(folder, stack.before, stack.after, **options), provisions=stack.provisions)


def cascades_of(
    folder: Path, stack: Stack, measure: Standard, before: Cascade | None = None, **options: Any
) -> tuple[Cascade, Cascade]:
    """The coverage cascade of checked records under the law and under the stack (options as of `cascade`).

    before: under the law, where it is known already.
    """
    return before or cascade(folder, stack.before, measure, **options), cascade(folder, stack.after, measure, **options)


def rules_for(added: Sequence[Mechanism], host: str, conversions: Sequence[str] = ()) -> tuple[str, ...]:
    """The equivalences by which mechanisms come: one that says there is no money, or two at least."""
    moneyed = [possible(one, host) for one in added if has_money(one)]
    if not moneyed:
        return (NO_MONEY,)
    shared = tuple(name for name in moneyed[0] if all(name in others for others in moneyed))
    chosen = tuple(dict.fromkeys(conversions)) or shared
    if len(chosen) < 2:
        rest = [name for name in shared if name not in chosen]
        raise two_needed(", ".join(one.id for one in added), rest)
    return chosen


def _check_displaced(added: Sequence[Mechanism], host: str, existing: str | None) -> None:
    """Two mechanisms cannot both take the place of one scheme in one branch."""
    if existing not in (None, DISPLACE):
        return
    taken: dict[tuple[str, str], str] = {}
    for one in added:
        places = {(part.part.scheme, branch) for part in displaced_by(one, host) for branch in part.part.branches}
        for scheme, branch in sorted(places):
            other = taken.setdefault((scheme, branch), one.id)
            if other != one.id:
                raise MechanismError(
                    Message(
                        "stack.displaced",
                        "{one} and {other} both take the place of the scheme {scheme} ({branch}) in {host}. "
                        "Cure: leave one of them out, or keep the scheme with --existing keep.",
                        one=other,
                        other=one.id,
                        scheme=scheme,
                        branch=branch,
                        host=host,
                    )
                )


def _added(one: Graft) -> Added:
    source = f"{one.mechanism.origin}, {one.mechanism.id}, {date_of(one.as_on).isoformat()}"
    return Added(one.mechanism.id, one.mechanism.name, Label("", "", ""), source)


# --- as written -------------------------------------------------------------------------------------------------------


def parts_of(said: str) -> tuple[str, ...]:
    """The reforms and mechanisms of `one+other+third`; a file whose name has a plus is one."""
    return (said,) if Path(said).exists() else tuple(part.strip() for part in said.split("+") if part.strip())


def read_stack(said: Iterable[str]) -> tuple[tuple[Mechanism, ...], tuple[Reform, ...]]:
    """The mechanisms, and the reforms, among files and ids. Raises AmendmentError with the nearest id."""
    names = list(said)
    known = mechanisms()
    return (
        tuple(find_mechanism(name) for name in names if name in known),
        tuple(read_reform(name) for name in names if name not in known),
    )


__all__ = ["Added", "Part", "Stack", "cascades_of", "effect_of", "parts_of", "read_stack", "rules_for", "stacks"]
