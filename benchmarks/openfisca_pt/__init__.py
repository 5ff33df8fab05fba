"""The Portuguese self-employed and contracting-entity rules as an OpenFisca country system.

It is written as an OpenFisca author who cares for speed would write it: one numpy expression per rule, no Python loop
over rows, integer cents, sorted inputs used as such, and plain index arrays between group entities. It holds the same
rules as `amparo.law.portugal` and gives the same totals to the cent, within the bounds of the benchmark's records:

- the months of the records, October 2024 to March 2025; nothing before and after;
- no stretches of law inside a month, and no steps of before 2019, to the advantage of this system.
"""

from pathlib import Path

from benchmarks.openfisca_pt import entities
from benchmarks.openfisca_pt.core import TaxBenefitSystem
from benchmarks.openfisca_pt.facts import FACTS

HERE = Path(__file__).parent


class PortugueseSystem(TaxBenefitSystem):
    """Entities, parameters and variables."""

    def __init__(self) -> None:
        super().__init__(entities.ALL)
        self.add_variables(*FACTS)
        for file in sorted((HERE / "variables").glob("[a-z]*.py")):
            self.add_variables_from_file(str(file))
        self.load_parameters(str(HERE / "parameters"))
