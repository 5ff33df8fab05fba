"""Running the law: the reference run in plain Python, and the compiled kernel that must agree with it."""

from amparo.engine.dossier import Dossier
from amparo.engine.evaluation import evaluate_rule
from amparo.engine.reference import Reference, run_dossier

__all__ = ["Dossier", "Reference", "evaluate_rule", "run_dossier"]
