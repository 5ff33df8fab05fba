"""Whether a country's law meets international standards: pass, fail or undetermined, requirement by requirement.

What the text of the law decides (rates, waiting, duration, qualifying periods, who bears the cost, who is covered) is
measured by running the law on a standard person; the standard's own rule then compares. How many persons are protected
needs a population or labour statistics. What is missing is named, and nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.measures import (
    Covered,
    Measure,
    RateAt,
    benefit_days,
    contributions,
    covered_groups,
    measured,
    missing_at,
    pension_age,
    rate_at,
    shortest_record,
    waiting_days,
)
from amparo.analysis.provisions import behind, cites_of, facts_behind
from amparo.analysis.standard_persons import RESIDENTS, Told, month_of_day, persons_of
from amparo.analysis.terms import terms_of
from amparo.engine.explain import label_of
from amparo.engine.reference import evaluate_rule
from amparo.law.standards import standards_book
from amparo.law.standards.conventions import Part, Standard
from amparo.law.standards.requirements import (
    FLAT_RATE_RULE,
    REDUCED_RATE_RULE,
    Requirement,
    ratifications,
    requirements,
    standards,
)
from amparo.rules.bounds import LAW, Unknown, high, low, why
from amparo.rules.declarations import Branch, Contingency, Coverage
from amparo.rules.errors import NameNotFound, nearest
from amparo.rules.kinds import KINDS, date_of, read_value, show_value
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from amparo.analysis.aggregates import Aggregates
    from amparo.analysis.series import LabourShares, SdgValue
    from amparo.analysis.standard_persons import Person, Persons
    from amparo.analysis.terms import Terms
    from amparo.law.standards.requirements import Ratification
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value
    from amparo.rules.evidence import Citation, Evidence, Label


# Words with their values, for report/ to say.
Remarks = tuple[tuple[str, tuple[tuple[str, Any], ...]], ...]
PASS, FAIL, UNDETERMINED, NOT_APPLICABLE, MEASURED = "pass", "fail", "undetermined", "not_applicable", "measured"
STATES: Final = (PASS, FAIL, UNDETERMINED, NOT_APPLICABLE, MEASURED)
WHOLE: Final = 1_000_000

BRANCH_OF: Final[Mapping[str, Branch]] = {
    "MEDICAL_CARE": Branch.MEDICAL_CARE,
    "SICKNESS": Branch.SICKNESS,
    "UNEMPLOYMENT": Branch.UNEMPLOYMENT,
    "OLD_AGE": Branch.OLD_AGE,
    "EMPLOYMENT_INJURY": Branch.EMPLOYMENT_INJURY,
    "EMPLOYMENT_INJURY_SURVIVORS": Branch.EMPLOYMENT_INJURY,
    "FAMILY": Branch.FAMILY,
    "MATERNITY": Branch.MATERNITY_PARENTAL,
    "INVALIDITY": Branch.INVALIDITY,
    "SURVIVORS": Branch.SURVIVORS,
}
_C102_NUMBER: Final = {
    part: number
    for part, number in zip(
        Part.__members__, ("II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "VI"), strict=True
    )
}
# The record of contributions that each Part gives its standard beneficiary (30 years, 15 years; else three years).
_CAREERS: Final = {"OLD_AGE": 360, "INVALIDITY": 180, "SURVIVORS": 180}
_USUAL_CAREER: Final = 36
_SHORT_RECORD: Final = 60
_RATE_POINTS: Final = 5
# Months of record tried where the standard gives no number; twice its number where it gives one.
_LONGEST_RECORD_TRIED: Final = 60
_OF_BENEFIT: Final = ("rate", "duration", "waiting", "qualifying", "age")
_OLD_ENOUGH: Final = 68 * 12
_UNTIL_OLD_AGE: Final = 15 * 365


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands: kind (rate, days, months, money, count, coverage), and its bounds."""

    kind: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one requirement, for one benefit, person or the whole country.

    found and asked are the two numbers compared, relation how ('at_least', 'at_most'). missing: facts, provisions or
    statistics not known (name, label; a name of report/words has no label). remarks: words with their values.
    """

    requirement: Requirement
    state: str
    scheme: str = ""
    benefit: str = ""
    group: str = ""
    found: Quantity | None = None
    asked: Quantity | None = None
    relation: str = ""
    missing: tuple[tuple[str, Label | None], ...] = ()
    cites: tuple[Citation, ...] = ()
    doubts: tuple[tuple[str, Evidence], ...] = ()
    remarks: Remarks = ()


@dataclass(frozen=True, slots=True)
class PartVerdict:
    """A Part as a whole, and how it stands for platform workers: inside, voluntary, outside or undecided.

    carried_by: the schemes of employees whose benefits meet every number; broken_by: those that fail one.
    """

    standard: str
    part: str
    number: str
    state: str
    platform: str
    carried_by: tuple[str, ...] = ()
    broken_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conformity:
    """All verdicts for a country on a day."""

    book: LawBook = field(repr=False)
    country: str
    on: int
    place: str
    verdicts: tuple[Verdict, ...]
    parts: tuple[PartVerdict, ...]
    ratified: tuple[Ratification, ...]
    class_: str = ""
    source: str = ""
    assumed: tuple[tuple[str, str], ...] = ()

    def of(self, requirement: str) -> tuple[Verdict, ...]:
        """The verdicts on one requirement, by its id."""
        return tuple(verdict for verdict in self.verdicts if verdict.requirement.id == requirement)


def conform(
    book: LawBook,
    on: int,
    *,
    only: str | None = None,
    place: str = "",
    aggregates: Aggregates | None = None,
    labour: LabourShares | None = None,
    sdg: Iterable[SdgValue] = (),
    skilled_wage: int | None = None,
    labourer_wage: int | None = None,
    assumed: Mapping[str, str] | None = None,
) -> Conformity:
    """Hold a country's law on a day against the standards (all, or the one named).

    Wages are a month's, in smallest units: of a skilled manual male employee (art. 65(6)) and of an ordinary adult
    male labourer (art. 66(4)). assumed: facts of the standard persons that the law asks for and nobody tells, by name;
    they are recorded. Raises NameNotFound for a standard or a fact that is not held.
    """
    if only is not None and only not in standards():
        raise NameNotFound(
            f"'{only}' is not a standard held.{nearest(only, standards())} Held: {', '.join(standards())}."
        )
    told = tuple((book.find(name), value) for name, value in (assumed or {}).items())
    run = _Run(book, on, place, aggregates, labour, tuple(sdg), skilled_wage, labourer_wage, told)
    asked = [each for each in requirements() if only in (None, each.standard)]
    verdicts = tuple(verdict for requirement in asked for verdict in run.verdicts(requirement))
    code = book.country.code
    return Conformity(
        book=book,
        country=code,
        on=on,
        place=run.place,
        verdicts=verdicts,
        parts=tuple(run.part_verdicts(verdicts)),
        ratified=tuple(r for r in ratifications() if r.country == code and only in (None, r.standard)),
        class_="" if aggregates is None else aggregates.class_,
        source="" if aggregates is None else aggregates.source,
        assumed=told,
    )


class _Run:
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
        self.month = month_of_day(on)
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
        self.covered: tuple[Covered, ...] = covered_groups(book, self.persons, self.told(_USUAL_CAREER))
        self.by_group = {each.person.group: each for each in self.covered}
        self._measures: dict[tuple[str, str, str], Any] = {}

    # --- the standard person

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
        share = self._parameter("skilled_over_average")
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

    def _parameter(self, name: str) -> int:
        node = self.standards.node(name)
        assert isinstance(node, Parameter)
        value = node.at(self.on)
        assert isinstance(value, int)
        return value

    # --- requirements

    def verdicts(self, requirement: Requirement) -> Iterator[Verdict]:
        match requirement.aspect:
            case "effective_coverage":
                yield self._of_series(requirement)
            case "legal_coverage":
                yield self._legal_coverage(requirement)
            case "contributing":
                yield self._of_active(requirement, "active")
            case "effective" | "adequacy":
                yield self._of_active(requirement, "qualified" if requirement.aspect == "effective" else "adequate")
            case "persons":
                yield self._persons(requirement)
            case "financing":
                yield self._financing(requirement)
            case "seekers":
                yield self._seekers(requirement)
            case "formal_employees" | "formal_self_employed":
                yield from self._formal(requirement)
            case "guarantee_health":
                yield self._health(requirement)
            case "guarantee_children" | "guarantee_active_age" | "guarantee_older":
                yield self._income(requirement)
            case aspect if aspect in _OF_BENEFIT:
                yield from self._benefits(requirement)
            case _:
                yield self._undecidable(requirement)

    def _undecidable(self, requirement: Requirement) -> Verdict:
        return Verdict(requirement, UNDETERMINED)

    def _decide(self, requirement: Requirement, rule: str, given: Mapping[str, Any]) -> str:
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

    def _asked(self, requirement: Requirement, table: str, kind: str) -> Quantity | None:
        """What the standard asks in this Part, from its table."""
        node = self.standards.node(table)
        assert isinstance(node, Parameter)
        content: Any = node.at(self.on)
        if node.kind.name != "table":
            return Quantity(kind, content, content)
        cell = content.cells.get((Standard[requirement.standard].value, Part[requirement.part].value))
        return None if cell is None else Quantity(kind, cell, cell)

    # --- benefits

    def _of_part(self, requirement: Requirement) -> list[Terms]:
        number = _C102_NUMBER[requirement.part]
        found = [terms for terms in self.terms if terms.c102 == number]
        if number == "VI":
            survivors = requirement.part == "EMPLOYMENT_INJURY_SURVIVORS"
            found = [terms for terms in found if _is_of_survivors(terms) == survivors]
        return found

    def _benefits(self, requirement: Requirement) -> Iterator[Verdict]:
        benefits = self._of_part(requirement)
        if not benefits:
            yield self._without_benefit(requirement)
        for terms in benefits:
            person = self._person(terms)
            if person is None:
                yield self._verdict(requirement, terms, UNDETERMINED, missing=(("missing.standard_person", None),))
                continue
            yield self._benefit(requirement, terms, person)
        if benefits and requirement.aspect == "rate" and all(terms.per == "once" for terms in benefits):
            yield Verdict(requirement, UNDETERMINED, missing=(("missing.periodical", None),))

    def _without_benefit(self, requirement: Requirement) -> Verdict:
        """No benefit of the Part is held: the law gives none where it covers nobody, else it is not known."""
        branch = BRANCH_OF[requirement.part]
        nobody = bool(self.covered) and all(self._surely_outside(each, branch) for each in self.covered)
        if nobody:
            return Verdict(requirement, FAIL, remarks=(("no_cover_of_branch", (("branch", branch),)),))
        return Verdict(requirement, UNDETERMINED, missing=(("missing.benefit", None),))

    def _surely_outside(self, each: Covered, branch: Branch) -> bool:
        strongest = each.strongest(branch)
        return strongest is not None and strongest.value == Coverage.NONE

    def _person(self, terms: Terms) -> Person | None:
        """The first standard person to whom the law may give the benefit."""
        return next((held.person for held in self.covered if held.may_have(terms)), None)

    def _benefit(self, requirement: Requirement, terms: Terms, person: Person) -> Verdict:
        match requirement.aspect:
            case "rate":
                return self._rate(requirement, terms, person)
            case "waiting":
                return self._waiting(requirement, terms, person)
            case "duration":
                return self._duration(requirement, terms, person)
            case "age":
                return self._age(requirement, terms, person)
        return self._qualifying(requirement, terms, person)

    def _verdict(self, requirement: Requirement, terms: Terms, state: str, node: str = "", **more: Any) -> Verdict:
        stated = behind(self.book, node, self.on, self.place) if node else ()
        own = [each for each in stated if each.role in ("rule", "parameter")]
        doubts = tuple(
            (each.key, each.evidence) for each in own if each.evidence is not None and each.evidence.doubtful
        )
        return Verdict(requirement, state, terms.scheme, terms.id, cites=cites_of(own), doubts=doubts, **more)

    def _cached(self, what: str, terms: Terms, person: Person, make: Any) -> Any:
        key = (what, terms.id, person.id)
        if key not in self._measures:
            self._measures[key] = make()
        return self._measures[key]

    def _beneficiary(self, terms: Terms, person: Person) -> Told:
        """The standard beneficiary of the benefit: the record of its Part, and for a pension the age that it asks."""
        part = next((p for p, number in _C102_NUMBER.items() if number == terms.c102), "")
        told = self.told(_CAREERS.get(part, _USUAL_CAREER))
        if part == "MATERNITY":
            told = replace(told, worker=(*told.worker, ("sex", "female")), age_months=30 * 12)
        if part == "OLD_AGE":
            age: Measure = self._cached("age", terms, person, lambda: pension_age(self.book, terms, person, told))
            told = replace(told, age_months=low(age.value) if age.known else _OLD_ENOUGH)
        return told

    def _waiting(self, requirement: Requirement, terms: Terms, person: Person) -> Verdict:
        if terms.per == "once":
            return self._verdict(requirement, terms, NOT_APPLICABLE)
        run = measured(self.book, person, self._beneficiary(terms, person))
        found: Measure = waiting_days(run, terms)
        state = self._decide(requirement, requirement.rule, {"waiting_days": found.value})
        return self._verdict(
            requirement,
            terms,
            state,
            terms.waiting,
            found=_quantity("days", found.value),
            asked=self._asked(requirement, "most_waiting_days", "days"),
            relation="at_most",
            missing=self._missing(found, state, "waiting_is_older" if found.known else ""),
        )

    def _duration(self, requirement: Requirement, terms: Terms, person: Person) -> Verdict:
        if terms.per == "once":
            return self._verdict(requirement, terms, NOT_APPLICABLE)
        run = measured(self.book, person, self._beneficiary(terms, person))
        found: Measure | None = benefit_days(self.book, run, terms)
        asked = self._asked(requirement, "least_benefit_days", "days")
        if found is None:
            state = self._decide(requirement, requirement.rule, {"paid_throughout": 1})
            return self._verdict(
                requirement, terms, state, asked=asked, relation="at_least", remarks=(("no_limit_in_time", ()),)
            )
        follows = self._followed(requirement, terms)
        # An invalidity benefit may end where the old-age benefit begins: decades cannot be told from that end.
        open_ = bool(follows) or (requirement.part == "INVALIDITY" and high(found.value) >= _UNTIL_OLD_AGE)
        given: dict[str, Value | None] = {"benefit_days": found.value, "paid_throughout": None if open_ else 0}
        state = self._decide(requirement, requirement.rule, given)
        missing = self._missing(found, state, "paid_throughout" if open_ else "")
        return self._verdict(
            requirement,
            terms,
            state,
            terms.duration,
            found=_quantity("days", found.value),
            asked=asked,
            relation="at_least" if asked else "throughout",
            missing=missing,
            remarks=tuple(("may_be_followed_by", (("benefit", other.id),)) for other in follows),
        )

    def _followed(self, requirement: Requirement, terms: Terms) -> list[Terms]:
        """Benefits without limit of the same scheme and Part, which may follow one that ends."""
        return [
            other
            for other in self._of_part(requirement)
            if other.scheme == terms.scheme and not other.duration and other.per != "once" and other.id != terms.id
        ]

    def _qualifying(self, requirement: Requirement, terms: Terms, person: Person) -> Verdict:
        told = self._beneficiary(terms, person)
        asked = self._asked(requirement, "most_qualifying_months", "months")
        most = max(_LONGEST_RECORD_TRIED, 2 * asked.low if asked is not None else 0)
        found: Measure = self._cached(
            f"qualifying within {most}", terms, person, lambda: shortest_record(self.book, terms, person, told, most)
        )
        quantity = _quantity("months", found.value)
        if not requirement.rule:
            return self._verdict(
                requirement, terms, UNDETERMINED, terms.qualified, found=quantity, relation="no_number"
            )
        state = self._decide(requirement, requirement.rule, {"qualifying_months": found.value})
        return self._verdict(
            requirement,
            terms,
            state,
            terms.qualified,
            found=quantity,
            asked=asked,
            relation="at_most",
            missing=self._missing(found, state),
        )

    def _age(self, requirement: Requirement, terms: Terms, person: Person) -> Verdict:
        told = self.told(_CAREERS["OLD_AGE"])
        found: Measure = self._cached("age", terms, person, lambda: pension_age(self.book, terms, person, told))
        state = self._decide(requirement, requirement.rule, {"pension_age_months": found.value})
        return self._verdict(
            requirement,
            terms,
            state,
            terms.qualified,
            found=_quantity("age", found.value),
            asked=Quantity("age", *(2 * (self._parameter("most_pension_age_months"),))),
            relation="at_most",
            missing=self._missing(found, state, "higher_age_justified" if found.known else ""),
        )

    # --- rates

    def _rate(self, requirement: Requirement, terms: Terms, person: Person) -> Verdict:
        if terms.per == "once":
            return self._verdict(requirement, terms, NOT_APPLICABLE, terms.amount)
        asked = self._asked(requirement, "least_rate", "rate")
        told = self._beneficiary(terms, person)
        if not terms.reference:
            return self._flat_rate(requirement, terms, person, told, asked)
        points = self._points(terms, person, told)
        if self._is_flat(points):
            return self._flat_rate(requirement, terms, person, told, asked)
        if all(high(point.earnings) <= 0 for point in points):
            missing_person = (("missing.standard_person", None),)
            return self._verdict(requirement, terms, UNDETERMINED, terms.amount, asked=asked, missing=missing_person)
        states = [self._decide_rate(requirement, point) for point in points]
        open_ = next((p.wage for p, state in zip(points, states, strict=True) if state == UNDETERMINED), None)
        missing: tuple[tuple[str, Label | None], ...] = ()
        if open_ is not None:
            missing = missing_at(self.book, terms, person, replace(told, wage=open_))
        state = FAIL if FAIL in states else UNDETERMINED if UNDETERMINED in states else PASS
        worst = min(points, key=_rate_low)
        remarks = self.remark_on_wage
        if self.skilled_wage is None:
            state, more = self._without_wage(requirement, terms, person, told, points, states)
            remarks = (*remarks, *more)
            if state == UNDETERMINED and not missing:
                missing = (("missing.skilled_wage", None),)
        if state != PASS:
            alternative = self._reduced(requirement, terms, person, told)
            if alternative == PASS:
                remarks = (*remarks, ("reduced_rate", ()))
            elif state == FAIL:
                remarks = (*remarks, *self._allowance_needed(asked, worst))
                if alternative == UNDETERMINED:
                    short = replace(told, career=_SHORT_RECORD)
                    missing = missing_at(self.book, terms, person, short) or (("missing.reduced_rate", None),)
            state = _any([state, alternative])
        if state == FAIL and not self._of_whole_family(requirement, terms):
            state, missing = UNDETERMINED, (("missing.family_of_survivors", None),)
        return self._verdict(
            requirement,
            terms,
            state,
            terms.amount,
            found=_rate(worst),
            asked=asked,
            relation="at_least",
            missing=missing if state == UNDETERMINED else (),
            remarks=(("rate_at_wage", (("wage", worst.wage),)), *remarks),
        )

    def _is_flat(self, points: list[RateAt]) -> bool:
        """Whether the benefit is the same at all wages: then art. 66 measures it, whatever the law calls its base."""
        return (
            len(points) > 1
            and len({(low(p.benefit), high(p.benefit)) for p in points}) == 1
            and all(not isinstance(p.benefit, Unknown) and p.benefit for p in points)
        )

    def _points(self, terms: Terms, person: Person, told: Told) -> list[RateAt]:
        """Rates at wages from the least to that of the skilled employee; to the most where his is not known."""

        def make() -> list[RateAt]:
            least, most = self.persons.least_wage, self.skilled_wage or self.persons.most_wage
            steps = _RATE_POINTS - 1
            wages = sorted({least + (most - least) * step // steps for step in range(_RATE_POINTS)})
            return [rate_at(self.book, terms, person, replace(told, wage=wage)) for wage in wages]

        found: list[RateAt] = self._cached(f"rates at {told.career}", terms, person, make)
        return found

    def _decide_rate(self, requirement: Requirement, point: RateAt, rule: str = "") -> str:
        """By bounds: surely reached at the least benefit over the most earnings, surely missed the other way round.

        Family allowances stand on both sides and raise a rate below one: at least those known, at most those possible.
        """
        rule = rule or requirement.rule
        sure = self._earnings_rate(requirement, rule, low(point.benefit), high(point.earnings), low(point.allowance))
        if sure == PASS:
            return PASS
        best = self._earnings_rate(requirement, rule, high(point.benefit), low(point.earnings), high(point.allowance))
        return FAIL if best == FAIL else UNDETERMINED

    def _earnings_rate(self, requirement: Requirement, rule: str, benefit: int, earnings: int, allowance: int) -> str:
        given = {"benefit_paid": benefit, "previous_earnings": earnings}
        same = {"family_allowance_during": allowance, "family_allowance_before": allowance}
        return self._decide(requirement, rule, given | same)

    def _allowance_needed(self, asked: Quantity | None, point: RateAt) -> Remarks:
        """With which family allowances the rate would be reached: (p x earnings - benefit) / (1 - p)."""
        if asked is None or not low(point.earnings):
            return ()
        gap = asked.low * high(point.earnings) - WHOLE * low(point.benefit)
        return (("allowance_needed", (("wage", -(-gap // (WHOLE - asked.low))),)),) if gap > 0 else ()

    def _of_whole_family(self, requirement: Requirement, terms: Terms) -> bool:
        """Whether the amount measured is that of a widow with two children, and not of one survivor alone.

        It is where the amount asks for the survivors, and the standard persons tell of them.
        """
        if requirement.part not in ("SURVIVORS", "EMPLOYMENT_INJURY_SURVIVORS"):
            return True
        read = facts_behind(self.book, terms.amount, self.on)
        return any(name.rpartition(".")[2] in self.persons.family for name in read)

    def _reduced(self, requirement: Requirement, terms: Terms, person: Person, told: Told) -> str:
        """The alternative: ten points less from a short record (arts. 29(3), 57(3), 63(3) of C102); none elsewhere."""
        short = self._asked(requirement, "short_record_months", "months")
        if short is None:
            return FAIL
        if self.skilled_wage is None:
            return UNDETERMINED
        points = self._points(terms, person, replace(told, career=short.low))
        return _all([self._decide_rate(requirement, point, REDUCED_RATE_RULE) for point in points])

    def _without_wage(
        self,
        requirement: Requirement,
        terms: Terms,
        person: Person,
        told: Told,
        points: list[RateAt],
        states: list[str],
    ) -> tuple[str, Remarks]:
        """Without the skilled wage: decided where all wages tried agree; else up to which wage the rate is reached."""
        if set(states) == {PASS} or set(states) == {FAIL}:
            ends = (("least", points[0].wage), ("most", points[-1].wage))
            return states[0], (("at_all_wages_tried", ends),)
        if states[0] != PASS:
            return UNDETERMINED, ()
        below = next(n for n, state in enumerate(states) if state != PASS)
        reached, above = points[below - 1].wage, points[below].wage
        while above - reached > 100:
            middle = (reached + above) // 2
            point = rate_at(self.book, terms, person, replace(told, wage=middle))
            reached, above = (middle, above) if self._decide_rate(requirement, point) == PASS else (reached, middle)
        return UNDETERMINED, (("reached_up_to", (("wage", reached),)),)

    def _flat_rate(
        self, requirement: Requirement, terms: Terms, person: Person, told: Told, asked: Quantity | None
    ) -> Verdict:
        """A flat benefit is measured by the labourer's wage."""
        point = rate_at(self.book, terms, person, told)
        if self.labourer_wage is None:
            found = _quantity("money", point.benefit)
            missing = (*missing_at(self.book, terms, person, told), ("missing.labourer_wage", None))
            return self._verdict(
                requirement,
                terms,
                UNDETERMINED,
                terms.amount,
                found=found,
                asked=asked,
                relation="at_least",
                missing=missing,
            )
        basis = {"day": 30, "year": 1}.get(terms.per, 1)
        wage = self.labourer_wage * (12 if terms.per == "year" else 1) // basis
        given = {"labourer_wage": wage, "family_allowance_during": 0, "family_allowance_before": 0}
        ends = [
            self._decide(requirement, FLAT_RATE_RULE, {**given, "benefit_paid": end})
            for end in (low(point.benefit), high(point.benefit))
        ]
        state = ends[0] if ends[0] == ends[1] else UNDETERMINED
        rate = replace(point, earnings=wage)
        return self._verdict(
            requirement,
            terms,
            state,
            terms.amount,
            found=_rate(rate),
            asked=asked,
            relation="at_least",
            missing=missing_at(self.book, terms, person, told) if state == UNDETERMINED else (),
            remarks=(("by_labourer_wage", (("wage", self.labourer_wage),)),),
        )

    def _missing(self, found: Measure, state: str, of_standard: str = "") -> tuple[tuple[str, Label | None], ...]:
        """What is missing for a verdict that is not decided: of the country's law and facts, or of the standard's."""
        if state != UNDETERMINED:
            return ()
        if of_standard:
            return ((of_standard, label_of(self.standards.node(of_standard))),)
        return found.missing or (("missing.law" if why(found.value) == LAW else "missing.fact", None),)

    # --- persons

    def _persons(self, requirement: Requirement) -> Verdict:
        branch = BRANCH_OF[requirement.part]
        asked = self._asked(requirement, "least_employees_share", "rate")
        shares = self._shares(branch, asked is not None and asked.low <= WHOLE // 2)
        state = self._decide(requirement, requirement.rule, {name: value for name, (value, _) in shares.items()})
        employees = shares.get("employees_share")
        missing = [word for name, word in self._statistics(requirement) if name not in shares]
        return Verdict(
            requirement,
            state,
            found=None if employees is None else Quantity("rate", employees[0], employees[0]),
            asked=asked,
            relation="at_least",
            missing=tuple((word, None) for word in dict.fromkeys(missing)) if state == UNDETERMINED else (),
            cites=self._cites_of_coverage(branch),
            remarks=tuple(dict.fromkeys((basis, ()) for _, basis in shares.values())),
        )

    def _statistics(self, requirement: Requirement) -> Iterator[tuple[str, str]]:
        """The shares that the alternatives of this Part compare, with the words for what is missing without them."""
        yield "employees_share", "missing.employees_protected"
        if self._open(requirement, "active_alternative"):
            of_residents = self._open(requirement, "active_counted_in_residents")
            yield "active_share_of_residents" if of_residents else "active_share_of_active", "missing.active_protected"
        if self._open(requirement, "residents_alternative"):
            yield "residents_share", "missing.residents_protected"
        if self._open(requirement, "means_limit_alternative"):
            yield "all_under_means_limit", "missing.means_limit"

    def _open(self, requirement: Requirement, table: str) -> bool:
        asked = self._asked(requirement, table, "truth")
        return asked is not None and asked.low == 1

    def _shares(self, branch: Branch, half_is_enough: bool) -> dict[str, tuple[int, str]]:
        """Shares protected, with what they rest on: a population, labour statistics, or the text that covers nobody.

        Labour statistics by status stand for the common case of each status and leave exceptions out of account:
        they are taken only where half of the employees is enough.
        """
        found: dict[str, tuple[int, str]] = {}
        if self.aggregates is not None:
            for name, counted, whole in (
                ("employees_share", "employees", "employees"),
                ("active_share_of_residents", "active", "residents"),
                ("active_share_of_active", "active", "active"),
                ("residents_share", "residents", "residents"),
            ):
                share = self.aggregates.share(branch, counted, whole)
                if share is not None:
                    found[name] = (min(share, WHOLE), "by_population")
        outside = {group: self._surely_outside(each, branch) for group, each in self.by_group.items()}
        if outside.get("employees"):
            found.setdefault("employees_share", (0, "by_text"))
        if outside and all(outside.values()):
            for name in ("active_share_of_residents", "active_share_of_active", "residents_share"):
                found.setdefault(name, (0, "by_text"))
            found["all_under_means_limit"] = (0, "by_text")
        if self.labour is not None and half_is_enough:
            for name, share in self._legal_shares(branch, self.labour).items():
                found.setdefault(name, (share, "by_labour_series"))
        return found

    def _legal_shares(self, branch: Branch, labour: LabourShares) -> dict[str, int]:
        """Coverage in law by status, weighed by labour statistics: shares of persons in work, not of contributors."""
        found: dict[str, int] = {}
        employees = self._mandatory("employees", branch)
        own_account = self._mandatory("self_employed", branch)
        if employees is not None:
            found["employees_share"] = WHOLE if employees else 0
        if employees is not None and own_account is not None:
            found["active_share_of_active"] = (labour.employees if employees else 0) + (
                labour.self_employed if own_account else 0
            )
        return found

    def _mandatory(self, group: str, branch: Branch) -> bool | None:
        """Whether the law covers the group's standard person by force of law; None where it is not known."""
        held = self.by_group.get(group)
        strongest = held.strongest(branch) if held is not None else None
        if strongest is None or (not strongest.known and high(strongest.value) == Coverage.MANDATORY):
            return None
        return low(strongest.value) == Coverage.MANDATORY

    def _cites_of_coverage(self, branch: Branch, group: str = "employees") -> tuple[Citation, ...]:
        from amparo.analysis.terms import coverages_of

        held = self.by_group.get(group)
        if held is None:
            return ()
        strongest = held.strongest(branch)
        if strongest is None:
            return ()
        nodes = [
            by.node
            for by in coverages_of(self.book)
            if by.branch == branch and high(held.scheme(branch, by.scheme)) == high(strongest.value)
        ]
        return cites_of(one for node in nodes for one in behind(self.book, node, self.on)[:1])

    # --- cost

    def _financing(self, requirement: Requirement) -> Verdict:
        person = self.persons.of_group("employees")
        if person is None:
            return Verdict(requirement, UNDETERMINED, missing=(("missing.standard_person", None),))
        own, every = contributions(self.book, person, self.told(_USUAL_CAREER))
        if not every.known or every.value == 0:
            missing = every.missing or (("missing.contributions", None),)
            return Verdict(requirement, UNDETERMINED, missing=missing, relation="at_most")
        given = {"contributions_of_employees": own.value, "contributions_of_all": every.value}
        share = low(own.value) * WHOLE // low(every.value)
        limit = self._parameter("most_employees_part")
        return Verdict(
            requirement,
            self._decide(requirement, requirement.rule, given),
            group="employees",
            found=Quantity("rate", share, share),
            asked=Quantity("rate", limit, limit),
            relation="at_most",
            remarks=(("contributions_at_wage", (("own", own.value), ("all", every.value), ("wage", self.usual_wage))),),
        )

    # --- seekers of work, formal cover, floors

    def _seekers(self, requirement: Requirement) -> Verdict:
        """Of the ten groups, the law held tells one: those who worked on their own account (j)."""
        own_account = [
            self._mandatory(group, Branch.UNEMPLOYMENT) for group in ("self_employed", "dependent", "platform")
        ]
        least = 1 if own_account and own_account[0] else 0
        groups = Unknown(least, 10, LAW)
        state = self._decide(requirement, requirement.rule, {"groups_of_seekers": groups})
        asked = self._parameter("least_groups_of_seekers")
        return Verdict(
            requirement,
            state,
            found=_quantity("count", groups),
            asked=Quantity("count", asked, asked),
            relation="at_least",
            missing=(("missing.groups_of_seekers", None),) if state == UNDETERMINED else (),
        )

    def _formal(self, requirement: Requirement) -> Iterator[Verdict]:
        branch = Branch[requirement.branch.upper()]
        employees = requirement.aspect == "formal_employees"
        groups = ("employees",) if employees else ("self_employed", "dependent", "platform")
        fact = "employees_coverage" if employees else "self_employed_coverage"
        for group in groups:
            held = self.by_group.get(group)
            if held is None:
                continue
            strongest = held.strongest(branch)
            if strongest is None:
                yield Verdict(requirement, UNDETERMINED, group=group, missing=(("missing.coverage", None),))
                continue
            state = self._decide_coverage(requirement, fact, strongest.value)
            yield Verdict(
                requirement,
                state,
                group=group,
                scheme="、".join(held.schemes(branch)) if len(held.schemes(branch)) == 1 else "",
                found=_quantity("coverage", strongest.value),
                missing=self._missing(strongest, state),
                cites=self._cites_of_coverage(branch, group),
            )

    def _decide_coverage(self, requirement: Requirement, fact: str, value: Value) -> str:
        ends = {
            self._decide(requirement, requirement.rule, {fact: member.value})
            for member in Coverage
            if low(value) <= member.value <= high(value)
        }
        return ends.pop() if len(ends) == 1 else UNDETERMINED

    def _health(self, requirement: Requirement) -> Verdict:
        resident = self.by_group.get(RESIDENTS)
        strongest = resident.strongest(Branch.MEDICAL_CARE) if resident is not None else None
        if strongest is None:
            return Verdict(requirement, UNDETERMINED, missing=(("missing.coverage", None),))
        state = self._decide_coverage(requirement, "residents_health_coverage", strongest.value)
        fact = "health_open_without_hardship" if strongest.value == Coverage.VOLUNTARY else ""
        return Verdict(
            requirement,
            state,
            group=RESIDENTS,
            found=_quantity("coverage", strongest.value),
            missing=self._missing(strongest, state, fact),
            cites=self._cites_of_coverage(Branch.MEDICAL_CARE, RESIDENTS),
        )

    def _income(self, requirement: Requirement) -> Verdict:
        """A basic income in law, for a resident without work; its adequacy needs the country's own minimum."""
        wanted = {
            "guarantee_children": lambda terms: terms.branch == Branch.FAMILY,
            "guarantee_active_age": lambda terms: terms.contingency == Contingency.NEED or terms.missoc == "XI",
            "guarantee_older": lambda terms: terms.branch == Branch.OLD_AGE,
        }[requirement.aspect]
        resident = self.by_group.get(RESIDENTS)
        held = [
            terms
            for terms in self.terms
            if wanted(terms)
            and resident is not None
            and (
                high(resident.scheme(terms.branch, terms.scheme)) > Coverage.NONE
                or terms.contingency == Contingency.NEED
            )
        ]
        # The benefit of the branch itself first, then those not tied to earnings, then the residents' own scheme.
        held.sort(key=lambda terms: (terms.c102 not in ("V", "VII"), bool(terms.reference), terms.scheme != RESIDENTS))
        branch = {"guarantee_children": Branch.FAMILY, "guarantee_older": Branch.OLD_AGE}.get(requirement.aspect)
        if not held:
            nobody = branch is not None and resident is not None and self._surely_outside(resident, branch)
            remarks = (("no_cover_of_branch", (("branch", branch),)),) if nobody else ()
            if nobody:
                state = self._decide(requirement, requirement.rule, {"income_security_in_law": 0})
                return Verdict(requirement, state, group=RESIDENTS, remarks=remarks)
            return Verdict(requirement, UNDETERMINED, group=RESIDENTS, missing=(("missing.benefit", None),))
        state = self._decide(requirement, requirement.rule, {"income_security_in_law": 1})
        return Verdict(
            requirement,
            state,
            scheme=held[0].scheme,
            benefit=held[0].id,
            group=RESIDENTS,
            missing=(("national_minimum", label_of(self.standards.node("national_minimum"))),),
            cites=cites_of(one for terms in held for one in behind(self.book, terms.amount, self.on)[:1]),
            remarks=(("given_by_law", ()),),
        )

    # --- indicators

    def _of_series(self, requirement: Requirement) -> Verdict:
        held = [
            value
            for value in self.sdg
            if value.series == requirement.series
            and value.country == self.book.country.code
            and value.year <= self.month // 12
        ]
        if not held:
            return Verdict(requirement, UNDETERMINED, missing=(("missing.series", None),))
        last = max(held, key=lambda value: value.year)
        return Verdict(
            requirement,
            MEASURED,
            found=Quantity("rate", last.share, last.share),
            remarks=(("series_of_year", (("year", last.year), ("release", last.release))),),
        )

    def _legal_coverage(self, requirement: Requirement) -> Verdict:
        """Legal coverage by the ILO's method: what the law gives each status, weighed by persons in work.

        Mandatory coverage is the figure; voluntary coverage stands beside it and is never added.
        """
        branch = Branch[requirement.branch.upper()]
        if self.labour is None:
            return Verdict(requirement, UNDETERMINED, missing=(("missing.labour", None),))
        weights = {"employees": self.labour.employees, "self_employed": self.labour.self_employed}
        held = {group: self.by_group[group].strongest(branch) for group in weights if group in self.by_group}
        open_ = [m for m in held.values() if m is None or not m.known]
        if len(held) < len(weights) or open_:
            return Verdict(requirement, UNDETERMINED, missing=(("missing.coverage", None),))
        shares = {
            cover: sum(weights[group] for group, m in held.items() if m is not None and m.value == cover)
            for cover in (Coverage.MANDATORY, Coverage.VOLUNTARY)
        }
        mandatory, voluntary = shares[Coverage.MANDATORY], shares[Coverage.VOLUNTARY]
        return Verdict(
            requirement,
            MEASURED,
            found=Quantity("rate", mandatory, mandatory),
            cites=self._cites_of_coverage(branch),
            remarks=(("legal_coverage", (("share", voluntary), ("year", self.labour.year))),),
        )

    def _of_active(self, requirement: Requirement, counted: str) -> Verdict:
        """A share of the active population: contributors, those who qualify, or those whose benefit is adequate."""
        branch = Branch[requirement.branch.upper()]
        share = None if self.aggregates is None else self.aggregates.share(branch, counted, "active")
        if share is None:
            return Verdict(requirement, UNDETERMINED, missing=((f"missing.{counted}_protected", None),))
        found = Quantity("rate", share, share)
        return Verdict(requirement, MEASURED, found=found, remarks=(("by_population", ()),))

    # --- whole Parts

    def part_verdicts(self, verdicts: tuple[Verdict, ...]) -> Iterator[PartVerdict]:
        parts = dict.fromkeys((v.requirement.standard, v.requirement.part, v.requirement.number) for v in verdicts)
        for standard, part, number in parts:
            if standard in Standard.__members__ and part and part != "EMPLOYMENT_INJURY_SURVIVORS":
                yield self._part(standard, part, number, verdicts)

    def _part(self, standard: str, part: str, number: str, verdicts: tuple[Verdict, ...]) -> PartVerdict:
        both = (part, "EMPLOYMENT_INJURY_SURVIVORS") if part == "EMPLOYMENT_INJURY" else (part,)
        own = [v for v in verdicts if v.requirement.standard == standard and v.requirement.part in both]
        general = [v for v in verdicts if v.requirement.standard == standard and not v.requirement.part]
        persons = [v.state for v in own if v.requirement.aspect == "persons"]
        employees = self.by_group.get("employees")
        branch = BRANCH_OF[part]
        of_employees = employees.schemes(branch) if employees is not None else ()
        states = _by_scheme(own, every=part == "EMPLOYMENT_INJURY")
        best = _any([states[s] for s in of_employees if s in states])
        without = [v.state for v in own if v.requirement.aspect in _OF_BENEFIT and not v.benefit and v.requirement.rule]
        cost = [
            v.state
            for v in general
            if v.requirement.aspect == "financing" and part not in ("EMPLOYMENT_INJURY", "FAMILY")
        ]
        # What needs statistics, or a text that has not been verified, keeps a Part undetermined.
        open_ = [v.state for v in own if not v.requirement.rule and not v.requirement.left_to_judgement]
        needs = [*persons, *([best] if states else []), *without, *cost, *open_]
        return PartVerdict(
            standard,
            part,
            number,
            _all(needs),
            self._platform(branch),
            tuple(s for s in of_employees if states.get(s) == PASS),
            tuple(s for s, state in states.items() if state == FAIL),
        )

    def _platform(self, branch: Branch) -> str:
        held = self.by_group.get("platform")
        strongest = held.strongest(branch) if held is not None else None
        if strongest is None:
            return "not_known"
        if not strongest.known:
            return "undecided"
        return {Coverage.NONE: "outside", Coverage.VOLUNTARY: "voluntary"}.get(Coverage(low(strongest.value)), "inside")


def _is_of_survivors(terms: Terms) -> bool:
    """Whether a benefit of injury is paid for a death: by its contingency, or by name where that is the accident."""
    return terms.contingency == Contingency.DEATH or any(w in terms.id for w in ("death", "survivors", "dependants"))


def _by_scheme(verdicts: list[Verdict], *, every: bool) -> dict[str, str]:
    """How each scheme stands: whether one of its benefits meets every number; every: whether all of them do.

    Part VI asks for each of its benefits (incapacity, loss, death); elsewhere one benefit that conforms is enough. What
    is paid once only is no periodical payment and does not count.
    """
    by: dict[str, dict[str, list[str]]] = {}
    once = {(v.scheme, v.benefit) for v in verdicts if v.state == NOT_APPLICABLE and v.requirement.aspect == "rate"}
    for verdict in verdicts:
        if verdict.benefit and verdict.requirement.rule and (verdict.scheme, verdict.benefit) not in once:
            by.setdefault(verdict.scheme, {}).setdefault(verdict.benefit, []).append(verdict.state)
    joined = _all if every else _any
    return {scheme: joined([_all(held) for held in benefits.values()]) for scheme, benefits in by.items()}


def _all(states: list[str]) -> str:
    """A conjunction of verdicts."""
    if FAIL in states:
        return FAIL
    return UNDETERMINED if UNDETERMINED in states or not states else PASS


def _any(states: list[str]) -> str:
    """A disjunction of verdicts."""
    if PASS in states:
        return PASS
    return UNDETERMINED if UNDETERMINED in states or not states else FAIL


def _quantity(kind: str, value: Value) -> Quantity:
    return Quantity(kind, low(value), high(value))


def _rate_low(point: RateAt) -> int:
    return (low(point.benefit) + low(point.allowance)) * WHOLE // max(high(point.earnings) + low(point.allowance), 1)


def _rate(point: RateAt) -> Quantity | None:
    """Benefit over earnings, family allowances on both sides, in millionths: claims no more than is known."""
    if high(point.earnings) <= 0 or low(point.earnings) <= 0:
        return None
    lowest, more = _rate_low(point), high(point.allowance)
    highest = (high(point.benefit) + more) * WHOLE // (low(point.earnings) + more)
    return Quantity("rate", lowest, max(lowest, highest))


__all__ = [
    "BRANCH_OF",
    "FAIL",
    "MEASURED",
    "NOT_APPLICABLE",
    "PASS",
    "STATES",
    "UNDETERMINED",
    "Conformity",
    "PartVerdict",
    "Quantity",
    "Verdict",
    "conform",
]
