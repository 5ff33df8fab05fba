"""Why a value is what it is: the provisions it rests on, what decided, what is doubtful, what would change it.

Everything is read from a reference run after the fact. The records hold stored integers and no language; report/ puts
them into words.
"""

from amparo.engine.explain.changes import Move, outcome_of, smallest_changes, smallest_cure
from amparo.engine.explain.doubts import Doubt, doubts
from amparo.engine.explain.explainer import Explainer
from amparo.engine.explain.missing import Answer, Missing, missing_facts, unknowns
from amparo.engine.explain.naming import label_of, row_of
from amparo.engine.explain.reasons import (
    At,
    Condition,
    Dating,
    Provision,
    Reading,
    Reason,
    Row,
    Source,
    Term,
    Why,
    dated_provision,
    provisions_of,
    reason_id,
    reason_ids,
    version_provision,
)
from amparo.engine.explain.trials import answers_of, may_reach, varied

__all__ = [
    "Answer",
    "At",
    "Condition",
    "Dating",
    "Doubt",
    "Explainer",
    "Missing",
    "Move",
    "Provision",
    "Reading",
    "Reason",
    "Row",
    "Source",
    "Term",
    "Why",
    "answers_of",
    "dated_provision",
    "doubts",
    "label_of",
    "may_reach",
    "missing_facts",
    "outcome_of",
    "provisions_of",
    "reason_id",
    "reason_ids",
    "row_of",
    "smallest_changes",
    "smallest_cure",
    "unknowns",
    "varied",
    "version_provision",
]
