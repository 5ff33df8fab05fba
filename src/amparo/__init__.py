"""Amparo: countries' social-security law as executable code.

amparo.worker("case.yaml")                 the law on one worker, with its reasons
amparo.benefits("case.yaml")               every benefit: would they qualify, since or from when, for how much
amparo.claim("case.yaml", "sickness", ...) what a contingency on a day would be given
amparo.evaluate("PT:topic.rule", {...})    one rule for given inputs
amparo.cascade(...)                        who is covered, registered, contributing, qualified, adequately protected
amparo.conform("PT", on="2025-01-01")      the law held against ILO and EU standards
amparo.compare(["PT", "CN"], "sickness")   countries side by side, every cell generated from the law
amparo.run(...)                            the law on a file of workers
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from amparo.api import evaluate, run, worker
    from amparo.cascading import cascade
    from amparo.claiming import benefits, claim
    from amparo.comparing import compare, conform

__version__ = "0.1.0"
__all__ = ["__version__", "benefits", "cascade", "claim", "compare", "conform", "evaluate", "run", "worker"]


def __getattr__(name: str) -> Any:
    if name in ("worker", "evaluate", "run"):
        from amparo import api

        return getattr(api, name)
    if name in ("benefits", "claim"):
        from amparo import claiming

        return getattr(claiming, name)
    if name in ("compare", "conform"):
        from amparo import comparing

        return getattr(comparing, name)
    if name == "cascade":
        from amparo import cascading

        return cascading.cascade
    raise AttributeError(f"module 'amparo' has no attribute '{name}'")
