"""The framework that runs the formulas: openfisca-core, or policyengine-core, its fork, by the same names.

AMPARO_BENCH_PEER names it (openfisca_core unless told otherwise), before anything here is imported: one for a process.
"""

from __future__ import annotations

import os
from importlib import import_module
from types import SimpleNamespace
from typing import Any, Final

PEERS: Final = {"openfisca_core": "openfisca-core", "policyengine_core": "policyengine-core"}
PEER: Final = os.environ.get("AMPARO_BENCH_PEER") or "openfisca_core"
if PEER not in PEERS:
    raise RuntimeError(f"AMPARO_BENCH_PEER is one of {', '.join(PEERS)}, not '{PEER}'.")


def _part(name: str) -> Any:
    return import_module(f"{PEER}.{name}")


_periods = _part("periods")
DateUnit: Final = SimpleNamespace(ETERNITY=_periods.ETERNITY, MONTH=_periods.MONTH, YEAR=_periods.YEAR)
Enum: Final = _part("indexed_enums" if PEER == "openfisca_core" else "enums").Enum
Simulation: Final = _part("simulations").Simulation
TaxBenefitSystem: Final = _part("taxbenefitsystems").TaxBenefitSystem
Variable: Final = _part("variables").Variable
build_entity: Final = _part("entities").build_entity

__all__ = ["PEER", "PEERS", "DateUnit", "Enum", "Simulation", "TaxBenefitSystem", "Variable", "build_entity"]
