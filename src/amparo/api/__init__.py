"""Amparo from Python: one worker, one rule, a file of workers. Results are small typed objects with stable ids."""

from amparo.api.asked import OutsideRecords, case_of, day_told, find_rule, law
from amparo.api.found import (
    BranchFound,
    CoverageFound,
    Found,
    IdentityFound,
    PostingFound,
    Total,
    coverage_state,
)
from amparo.api.open_facts import Effect, Open
from amparo.api.rule_result import RuleResult, evaluate
from amparo.api.running import run
from amparo.api.worker_result import WorkerResult, worker
from amparo.rules.errors import AmparoError

__all__ = [
    "AmparoError",
    "BranchFound",
    "CoverageFound",
    "Effect",
    "Found",
    "IdentityFound",
    "Open",
    "OutsideRecords",
    "PostingFound",
    "RuleResult",
    "Total",
    "WorkerResult",
    "case_of",
    "coverage_state",
    "day_told",
    "evaluate",
    "find_rule",
    "law",
    "run",
    "worker",
]
