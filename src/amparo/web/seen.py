"""One worker as the pages see it: a year, a month of it closely, in words that lead to the provisions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo import api
from amparo.demo import DemoCase
from amparo.engine.explain import provisions_of, reason_id
from amparo.report.demonstration import Shown
from amparo.report.page import SECTIONS, In
from amparo.rules.evidence import Label
from amparo.rules.kinds import month_text

if TYPE_CHECKING:
    from amparo.engine.explain import Reason
    from amparo.report.tree import Branchlet
    from amparo.web import cases

MONTHS_SHOWN: Final = 12


@dataclass(frozen=True)
class Ready:
    """The law run on a case, and what the pages show of it."""

    result: api.WorkerResult
    shown: Shown


def ready(held: cases.Sent, persona: DemoCase | None, on: str, known_on: str, lang: str) -> Ready:
    """A case run once: up to a year, and closely the month of a day (the last one told, where none is said).

    Raises OutsideRecords for a day that the case does not tell.
    """
    result = api.worker(held.case, known_on=known_on or None, lang=lang)
    if not on:
        focus = persona.focus if persona is not None and result.first <= persona.focus <= result.last else result.last
    close = result.in_month(on or f"{month_text(focus)}-01")
    focus = close.months[0]
    view = _view(result, persona, focus)
    return Ready(result, Shown(view, result.in_months(view.first, view.last), close))


def _view(result: api.WorkerResult, persona: DemoCase | None, focus: int) -> DemoCase:
    """What is shown, in the form of the demonstration's cases."""
    name = result.name
    return DemoCase(
        id=name,
        country=result.country,
        file=Path(),
        first=max(result.first, focus - MONTHS_SHOWN + 1),
        last=focus,
        focus=focus,
        title=Label(name, name, name) if persona is None else persona.title,
        story=Label("", "", "") if persona is None else persona.story,
        payers={} if persona is None else persona.payers,
        also=() if persona is None else persona.also,
    )


class Seen(In):
    """One worker in words, with the names of provisions, so that each reason leads to its page."""

    def branchlet(self, tree: Branchlet) -> dict[str, Any]:
        """One node of a tree in words, with the provision it stands for."""
        return {**super().branchlet(tree), "node": tree.reason.node}

    def to_explain(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """(section, results) of all whose reasons can be asked for; the reasons themselves are worked out then."""
        found: dict[str, list[dict[str, Any]]] = {section: [] for section in SECTIONS}
        for section, item, at in self.shown.explained:
            found[section].append(self._head(item, reason_id(*at)))
        return [(self.say(SECTIONS[section]), heads) for section, heads in found.items() if heads]

    def _head(self, item: api.Found | Reason, identity: str) -> dict[str, Any]:
        """A result in one line."""
        provisions = [item.provision] if isinstance(item, api.Found) else list(provisions_of(item))
        return {
            "id": identity,
            "label": item.label.text(self.lang),
            "who": self.who(item.row),
            "value": self.value(item.kind, item.low, item.high, item.reasons),
            "known": item.low == item.high,
            "provisions": [self.provision(provision) for provision in provisions],
        }


__all__ = ["Ready", "Seen", "ready"]
