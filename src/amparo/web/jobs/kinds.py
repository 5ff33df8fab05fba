"""The kinds of long work, by the name they have in addresses. A new kind is a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amparo.web.scenario_kinds import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.web.jobs.asking import Kind

KINDS: Final[Mapping[str, Kind]] = {**SCENARIOS}

__all__ = ["KINDS"]
