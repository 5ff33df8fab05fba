"""One country on one day, held against the standards: its standard persons, wages, and the standards' own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.conformity.verdicts import FAIL, PASS, UNDETERMINED, WHOLE, Quantity, Remarks
from amparo.analysis.measures import Covered, Measure, covered_groups
from amparo.analysis.standard_persons import Told, persons_of
from amparo.analysis.terms import terms_of
from amparo.engine.dossier import month_holding
from amparo.engine.evaluation import evaluate_rule
from amparo.engine.explain import label_of
from amparo.law.standards import standards_book
from amparo.law.standards.conventions import Part, Standard
from amparo.rules.bounds import LAW, Unknown, why
from amparo.rules.kinds import KINDS, date_of, read_value, show_value
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.analysis.aggregates import Aggregates
    from amparo.analysis.series import LabourShares, SdgValue
    from amparo.analysis.standard_persons import Person, Persons
    from amparo.analysis.terms import Terms
    from amparo.law.standards.requirements import Requirement
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value
    from amparo.rules.evidence import Label

# Months of contributions of a standard person, where the standard gives no other record.
USUAL_CAREER: Final = 36


class Assessed:
    """One country on one day: what was measured is kept, so that each standard person is run once for each question."""

    def __init__(
        self,
        book: LawBook,
        on: int,
        place: str,
        aggregates: Aggregates | None,
        labour: LabourShares | None,
        sdg: tuple[SdgValue, ...],
        skilled_wage: int | None,
        labourer_wage: int | None,
        assumed: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.book, self.on, self.assumed = book, on, assumed
        self.month = month_holding(on)
        self.day = date_of(on).isoformat()
        self.persons: Persons = persons_of(book.country.code)
        self.place = place or self.persons.place
        self.aggregates, self.labour, self.sdg = aggregates, labour, sdg
        self.standards = standards_book()
        self.terms = terms_of(book)
        self.remark_on_wage: Remarks = ()
        self.skilled_wage = self._skilled_wage(skilled_wage)
        self.labourer_wage = labourer_wage or (aggregates.labourer_wage if aggregates else None)
        self.usual_wage = self.skilled_wage or self._middle_wage()
        self.covered: tuple[Covered, ...] = covered_groups(book, self.persons, self.told(USUAL_CAREER))
        self.by_group = {each.person.group: each for each in self.covered}
        self._measures: dict[tuple[str, str, str], Any] = {}

    def told(self, career: int, wage: int | None = None, **more: Any) -> Told:
        family = (*self.persons.family.items(), *self.assumed)
        return Told(self.month, wage or self.usual_wage, career, place=self.place, worker=family, **more)

    def _middle_wage(self) -> int:
        least, most = self.persons.least_wage, self.persons.most_wage
        return int((least * most) ** 0.5) // 100 * 100

    def _skilled_wage(self, given: int | None) -> int | None:
        """Given; or 125 % of average earnings of the persons protected, from the aggregates or a published figure."""
        if given is not None:
            self.remark_on_wage = (("wage_given", (("wage", given),)),)
            return given
        share = self.parameter("skilled_over_average")
        if self.aggregates is not None and self.aggregates.average_earnings is not None:
            wage = self.aggregates.average_earnings * share // WHOLE
            self.remark_on_wage = (("wage_of_aggregates", (("wage", wage),)),)
            return wage
        published = self.persons.average_earnings
        if not published:
            return None
        wage = read_value(KINDS["money"], published["amount"]) * share // WHOLE
        self.remark_on_wage = (
            ("wage_published", (("wage", wage), ("source", published["label"]), ("mark", published["evidence"]))),
        )
        return wage

    def parameter(self, name: str) -> int:
        node = self.standards.node(name)
        assert isinstance(node, Parameter)
        value = node.at(self.on)
        assert isinstance(value, int)
        return value

    def decide(self, requirement: Requirement, rule: str, given: Mapping[str, Any]) -> str:
        """The standard's own rule on the measures."""
        told = {name: self._written(name, value) for name, value in given.items() if value is not None}
        if requirement.standard in Standard.__members__ and requirement.part:
            told |= {"standard": requirement.standard.lower(), "part": requirement.part.lower()}
        outcome = evaluate_rule(self.standards, rule, told, on=self.day).value
        if isinstance(outcome, Unknown):
            return UNDETERMINED
        return PASS if outcome else FAIL

    def _written(self, name: str, value: Value) -> Any:
        """A measure as text for the rule: what is not known stays unknown."""
        if isinstance(value, Unknown):
            return "unknown"
        kind = self.standards.node(name).kind
        return show_value(kind, int(value))

    def asked(self, requirement: Requirement, table: str, kind: str) -> Quantity | None:
        """What the standard asks in this Part, from its table."""
        node = self.standards.node(table)
        assert isinstance(node, Parameter)
        content: Any = node.at(self.on)
        if node.kind.name != "table":
            return Quantity(kind, content, content)
        cell = content.cells.get((Standard[requirement.standard].value, Part[requirement.part].value))
        return None if cell is None else Quantity(kind, cell, cell)

    def cached(self, what: str, terms: Terms, person: Person, make: Any) -> Any:
        key = (what, terms.id, person.id)
        if key not in self._measures:
            self._measures[key] = make()
        return self._measures[key]

    def missing(self, found: Measure, state: str, of_standard: str = "") -> tuple[tuple[str, Label | None], ...]:
        """What is missing for a verdict that is not decided: of the country's law and facts, or of the standard's."""
        if state != UNDETERMINED:
            return ()
        if of_standard:
            return ((of_standard, label_of(self.standards.node(of_standard))),)
        return found.missing or (("missing.law" if why(found.value) == LAW else "missing.fact", None),)


__all__ = ["USUAL_CAREER", "Assessed"]
