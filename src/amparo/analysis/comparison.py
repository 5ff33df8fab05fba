"""Comparative tables as MISSOC draws them, with every cell generated from the provisions in force on a day.

A column is a way of working in a country: its standard person says which schemes cover whom. A cell lists provisions
with their values and citations; where there is nothing to list it holds a standard phrase, and is never empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.measures import covered, measured, shortest_record
from amparo.analysis.provisions import LEAST, MAIN, MOST, Stated, behind, cites_of, facts_behind, sources
from amparo.analysis.standard_persons import GROUPS, Told, persons_of
from amparo.analysis.terms import coverages_of, terms_of
from amparo.engine.dossier import month_holding
from amparo.law.standards.missoc import table_of
from amparo.rules.book import result_key
from amparo.rules.bounds import Unknown, high, low
from amparo.rules.declarations import Branch, Contingency, Coverage, Posting
from amparo.rules.kinds import KINDS, read_value
from amparo.rules.levels import SPELL
from amparo.rules.nodes import Fact, LinkNode, Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from amparo.analysis.measures import Covered, Measured
    from amparo.analysis.standard_persons import Person
    from amparo.analysis.terms import Terms
    from amparo.law.standards.missoc import MissocTable, TableRow
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value
    from amparo.rules.evidence import Citation, Instrument

_BRANCHES: Final[Mapping[str, tuple[Branch, ...]]] = {
    "medical_care": (Branch.MEDICAL_CARE,),
    "sickness": (Branch.SICKNESS,),
    "maternity_parental": (Branch.MATERNITY_PARENTAL,),
    "invalidity": (Branch.INVALIDITY,),
    "old_age": (Branch.OLD_AGE,),
    "survivors": (Branch.SURVIVORS,),
    "employment_injury": (Branch.EMPLOYMENT_INJURY, Branch.OCCUPATIONAL_DISEASE),
    "family": (Branch.FAMILY,),
    "unemployment": (Branch.UNEMPLOYMENT,),
}
_OF_HISTORY: Final = frozenset({"window", "previous", "days_in", "best"})
_HISTORY_DEPTH: Final = 3
# Words in the names of facts by which a supplement for the family or a test of means is told.
_FAMILY_WORDS: Final = ("child", "dependant", "spouse", "partner", "household", "descendant", "single_parent", "family")
_MEANS_WORDS: Final = ("means", "household_income", "asset", "reference_income", "household_resources")
_CAREER: Final = 36
# Months of record tried for the qualifying period, and the age at which a pension is asked for.
_USUAL_LONGEST, _LONGEST, _OLD_ENOUGH = 60, 240, 68 * 12


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said in a cell.

    kind: provision (stated), coverage (scheme, value and its rule), instrument, or phrase (a word with its values).
    benefit: under which benefit it stands, '' for all.
    """

    kind: str
    stated: Stated | None = None
    scheme: str = ""
    value: Value | None = field(default=None, hash=False)
    instrument: Instrument | None = None
    phrase: str = ""
    values: tuple[tuple[str, Any], ...] = field(default=(), hash=False)
    benefit: str = ""
    cites: tuple[Citation, ...] = ()

    @property
    def doubtful(self) -> bool:
        return self.stated is not None and self.stated.doubtful


@dataclass(frozen=True)
class Column:
    """A way of working in a country, with the person that stands for it and the cover that the law gives."""

    country: str
    group: str
    person: Person
    place: str
    wage: int
    book: LawBook = field(repr=False)
    covered: Covered = field(repr=False)


@dataclass(frozen=True)
class Comparison:
    """A table: rows, columns, and what each cell says."""

    table: MissocTable
    on: int
    columns: tuple[Column, ...]
    cells: Mapping[tuple[str, int], tuple[Line, ...]]

    def cell(self, row: TableRow | str, column: int) -> tuple[Line, ...]:
        """What stands in a row (by its id) and column (by its number)."""
        return self.cells[(row if isinstance(row, str) else row.id, column)]

    def instruments(self) -> tuple[Instrument, ...]:
        """Every instrument cited anywhere in the table, once."""
        found: dict[str, Instrument] = {}
        for lines in self.cells.values():
            for line in lines:
                for cite in _cited(line):
                    found.setdefault(cite.instrument.key, cite.instrument)
        return tuple(found[key] for key in sorted(found))


def _cited(line: Line) -> tuple[Citation, ...]:
    return (*line.cites, *(line.stated.cites if line.stated is not None else ()))


def compare(books: Sequence[LawBook], branch: str, on: int, *, places: Mapping[str, str] | None = None) -> Comparison:
    """The table of a branch (or of 'financing', 'minimum_resources', 'long_term_care') for countries on a day.

    places: by country, where the standard persons live. Raises NameNotFound for a table that is not one.
    """
    table = table_of(branch)
    columns = tuple(
        column for book in books for column in _columns(book, on, (places or {}).get(book.country.code, ""))
    )
    cells = {
        (row.id, number): _cell(table, row, column, on) for number, column in enumerate(columns) for row in table.rows
    }
    return Comparison(table, on, columns, cells)


def _columns(book: LawBook, on: int, place: str) -> Iterator[Column]:
    persons = persons_of(book.country.code)
    place = place or persons.place
    earnings = persons.average_earnings.get("amount")
    middle = int((persons.least_wage * persons.most_wage) ** 0.5) // 100 * 100
    wage = middle if earnings is None else read_value(KINDS["money"], earnings)
    for group in GROUPS:
        person = persons.of_group(group)
        if person is not None:
            told = Told(month_holding(on), wage, _CAREER, place=place)
            yield Column(book.country.code, group, person, place, wage, book, covered(book, person, told))


# --- which benefits a column has ----------------------------------------------------------------------------------


def benefits_of(table: MissocTable, column: Column) -> tuple[Terms, ...]:
    """The benefits of the table whose scheme covers the column's person, or may."""
    return tuple(terms for terms in terms_of(column.book) if _in_table(table, terms) and column.covered.may_have(terms))


def _in_table(table: MissocTable, terms: Terms) -> bool:
    """By its branch; minimum resources and long-term care are no branches and are named by the benefit."""
    if table.number in ("XI", "XII"):
        return terms.missoc == table.number or (terms.missoc == "" and terms.contingency == Contingency.NEED)
    return terms.missoc not in ("XI", "XII") and terms.branch in _BRANCHES.get(table.branch, ())


# --- cells --------------------------------------------------------------------------------------------------------


def _cell(table: MissocTable, row: TableRow, column: Column, on: int) -> tuple[Line, ...]:
    """The lines of a cell; the standard phrase of the row where there are none."""
    if row.shows == "not_held":
        return (_phrase("not_held"),)
    if row.shows.startswith("contributions_of_"):
        return _contributions(column, row.shows.removeprefix("contributions_of_"), on)
    if row.shows in _HEAD:
        return _HEAD[row.shows](table, column, on)
    benefits = benefits_of(table, column)
    if not benefits:
        return (_nothing(table, column, on),)
    several = len(benefits) > 1
    lines: list[Line] = []
    for terms in benefits:
        found = _BENEFIT[row.shows](column, terms, on) or (_phrase(_EMPTY[row.shows]),)
        lines += [_under(line, terms.id if several else "") for line in found]
    return tuple(lines)


def _under(line: Line, benefit: str) -> Line:
    return replace(line, benefit=benefit)


def _phrase(name: str, cites: tuple[Citation, ...] = (), **values: Any) -> Line:
    return Line("phrase", phrase=name, values=tuple(values.items()), cites=cites)


def _nothing(table: MissocTable, column: Column, on: int) -> Line:
    """Why there is no benefit: the law does not cover the column, or none is held, or nothing is said of the branch."""
    branches = _BRANCHES.get(table.branch, ())
    stated = [(branch, column.covered.strongest(branch)) for branch in branches]
    held = [(branch, measure) for branch, measure in stated if measure is not None]
    if not held:
        return _phrase("no_provision")
    if all(high(measure.value) == Coverage.NONE for _, measure in held):
        return _phrase("not_covered", _cites_of_no_cover(column, branches, on))
    return _phrase("benefit_not_held")


def _cites_of_no_cover(column: Column, branches: Sequence[Branch], on: int) -> tuple[Citation, ...]:
    rules = [by.node for by in coverages_of(column.book) if by.branch in branches]
    return cites_of(one for node in rules for one in behind(column.book, node, on)[:1])


def _provisions(stated: Iterable[Stated]) -> tuple[Line, ...]:
    return tuple(Line("provision", stated=one) for one in stated)


# --- the common head ------------------------------------------------------------------------------------------------


def _basis(table: MissocTable, column: Column, on: int) -> tuple[Line, ...]:
    """The instruments cited by the coverage and the benefits."""
    cites: dict[Citation, None] = {}
    for line in _coverage_lines(table, column, on, all_schemes=False):
        cites |= dict.fromkeys(line.stated.cites if line.stated is not None else ())
    for terms in benefits_of(table, column):
        for key in (*terms.conditions, terms.amount, terms.reference, terms.waiting, terms.duration):
            if key:
                cites |= dict.fromkeys(cites_of(behind(column.book, key, on, column.place)))
    found = {cite.instrument.key: cite.instrument for cite in cites}
    if not found:
        return (_nothing(table, column, on),)
    return tuple(Line("instrument", instrument=instrument) for instrument in found.values())


def _principles(table: MissocTable, column: Column, on: int) -> tuple[Line, ...]:
    """Compulsory or voluntary, and whether contributions are paid for it: once for each scheme, with its articles."""
    cites: dict[tuple[str, str], dict[Citation, None]] = {}
    for line in _coverage_lines(table, column, on, all_schemes=False):
        branch = dict(line.values)["branch"]
        paid = any(
            posting.scheme == line.scheme and posting.payer != "state" and posting.branch in (None, branch)
            for _, posting in column.book.results(Posting)
        )
        how = "voluntary" if high(line.value or 0) == Coverage.VOLUNTARY else "mandatory"
        kind = "contributory" if paid else "without_contributions"
        held = cites.setdefault((f"principle.{how}.{kind}", line.scheme), {})
        held |= dict.fromkeys(line.stated.cites if line.stated else ())
    lines = tuple(_phrase(name, tuple(found), scheme=scheme) for (name, scheme), found in cites.items())
    return lines or (_nothing(table, column, on),)


def _beneficiaries(table: MissocTable, column: Column, on: int) -> tuple[Line, ...]:
    lines = tuple(_coverage_lines(table, column, on, all_schemes=False))
    return lines or (_nothing(table, column, on),)


def _voluntary(table: MissocTable, column: Column, on: int) -> tuple[Line, ...]:
    held = tuple(
        line
        for line in _coverage_lines(table, column, on, all_schemes=False)
        if low(line.value or 0) <= Coverage.VOLUNTARY <= high(line.value or 0)
    )
    return held or (_phrase("no_voluntary"),)


def _coverage_lines(table: MissocTable, column: Column, on: int, *, all_schemes: bool) -> Iterator[Line]:
    """How each scheme covers the column's person for the branches of the table."""
    for by in coverages_of(column.book):
        if by.branch not in _BRANCHES.get(table.branch, ()) and table.branch != "financing":
            continue
        value = column.covered.scheme(by.branch, by.scheme)
        if all_schemes or high(value) > Coverage.NONE:
            stated = behind(column.book, by.node, on, column.place)
            rule = stated[0] if stated else None
            yield Line("coverage", rule, by.scheme, value, values=(("branch", by.branch),))


_HEAD: Final[Mapping[str, Callable[[Any, Column, int], tuple[Line, ...]]]] = {
    "basis": _basis,
    "principles": _principles,
    "beneficiaries": _beneficiaries,
    "voluntary": _voluntary,
}


# --- what a benefit says ----------------------------------------------------------------------------------------------


def _conditions(column: Column, terms: Terms, on: int) -> tuple[Line, ...]:
    """Each condition, in the order in which it is checked, with the values it compares unless it is one of history."""
    found: list[Stated] = []
    for key in terms.conditions:
        stated = behind(column.book, key, on, column.place)
        found += stated[:1]
        if not _of_history(column.book, key, on):
            found += [one for one in stated[1:] if one.role == "parameter" and one.depth == 1]
    return _provisions(dict.fromkeys(found))


def _qualifying(column: Column, terms: Terms, on: int) -> tuple[Line, ...]:
    """The shortest record that qualifies here, then the conditions that count what came before, with their numbers."""
    record = _shortest(column, terms, on)
    if record == 0:
        return ()
    found: list[Stated] = []
    for key in terms.conditions:
        if _of_history(column.book, key, on):
            stated = behind(column.book, key, on, column.place)
            direct = [one for one in stated[1:] if one.role == "parameter" or (one.role == "link" and one.depth == 1)]
            found += [*stated[:1], *direct]
    measured_here = _phrase("not_measured") if record is None else _phrase("record", value=record)
    return (measured_here, *_provisions(dict.fromkeys(found)))


def _shortest(column: Column, terms: Terms, on: int) -> int | None:
    """The shortest unbroken record with which the column's person qualifies; None where none tried surely does."""
    pension = terms.contingency == Contingency.OLD_AGE
    told = Told(month_holding(on), column.wage, place=column.place)
    told = replace(told, age_months=_OLD_ENOUGH if pension else told.age_months)
    found = shortest_record(column.book, terms, column.person, told, _LONGEST if pension else _USUAL_LONGEST)
    return None if isinstance(found.value, Unknown) else found.value


def _of_history(book: LawBook, key: str, day: int) -> bool:
    """Whether a condition looks back on earlier months, within a few steps."""
    waiting = [(key, 0)]
    seen: set[str] = set()
    while waiting:
        name, depth = waiting.pop()
        node = book.nodes[name]
        if isinstance(node, LinkNode) and node.link.how in _OF_HISTORY:
            return True
        if name not in seen and depth < _HISTORY_DEPTH and isinstance(node, Rule | LinkNode):
            waiting += [(source, depth + 1) for source in sources(book, name, day)]
        seen.add(name)
    return False


def _means_test(column: Column, terms: Terms, on: int) -> tuple[Line, ...]:
    tested = [key for key in terms.conditions if _reads(column.book, key, on, _MEANS_WORDS)]
    return _provisions(one for key in tested for one in behind(column.book, key, on, column.place)[:1])


def _reads(book: LawBook, key: str, on: int, words: tuple[str, ...]) -> bool:
    names = [name.rpartition(".")[2] for name in facts_behind(book, key, on)]
    return any(word in name for name in names for word in words)


def _waiting(column: Column, terms: Terms, on: int) -> tuple[Line, ...]:
    return _applied(column, terms.waiting, on)


def _duration(column: Column, terms: Terms, on: int) -> tuple[Line, ...]:
    return _applied(column, terms.duration, on)


def _reference(column: Column, terms: Terms, on: int) -> tuple[Line, ...]:
    return _node_with_values(column, terms.reference, on)


def _applied(column: Column, key: str, on: int) -> tuple[Line, ...]:
    """What applies to the column's person, then the provisions that say so."""
    if not key:
        return ()
    value = _run(column, on).value(key)
    kind = getattr(column.book.nodes[key], "kind", KINDS["days"])
    return (_phrase("applied", kind=kind.name, value=value), *_node_with_values(column, key, on))


def _run(column: Column, on: int, pension: bool = False) -> Measured:
    """The column's person after three years of work, at the wage of the column; for a pension after twenty, at 68."""
    told = Told(month_holding(on), column.wage, _LONGEST if pension else _CAREER, place=column.place)
    told = replace(told, age_months=_OLD_ENOUGH) if pension else told
    return measured(column.book, column.person, told)


def _node_with_values(column: Column, key: str, on: int) -> tuple[Line, ...]:
    """A node's own provision, then the values that it rests on in its topic."""
    if not key:
        return ()
    stated = behind(column.book, key, on, column.place)
    return _provisions([*stated[:1], *(one for one in stated[1:] if one.role == "parameter")])


def _determining(column: Column, terms: Terms, on: int) -> tuple[Line, ...]:
    """What the amount depends on: what its rule reads that is no value of the law."""
    book = column.book
    direct = [one for one in behind(book, terms.amount, on, column.place) if one.depth == 1 and one.role != "parameter"]
    return _provisions(direct)


def _amount(column: Column, terms: Terms, on: int) -> tuple[Stated, ...]:
    left_out = frozenset({terms.reference, terms.qualified, terms.duration, terms.waiting, *terms.conditions}) - {""}
    return behind(column.book, terms.amount, on, column.place, leave_out=left_out - {terms.amount})


def _of_content(kind: str) -> Callable[[Column, Terms, int], tuple[Line, ...]]:
    def lines(column: Column, terms: Terms, on: int) -> tuple[Line, ...]:
        return _provisions(one for one in _amount(column, terms, on) if _holds(one, kind) and MAIN in one.use)

    return lines


def _holds(one: Stated, kind: str) -> bool:
    node = one.node
    if not isinstance(node, Parameter):
        return False
    return node.content.name == kind or (kind == "rate" and node.kind.name == "tariff")


def _of_use(use: str) -> Callable[[Column, Terms, int], tuple[Line, ...]]:
    def lines(column: Column, terms: Terms, on: int) -> tuple[Line, ...]:
        return _provisions(one for one in _amount(column, terms, on) if use in one.use and _bounds_money(one))

    return lines


def _bounds_money(one: Stated) -> bool:
    """A rule of an amount, or a value in money or as a share: days that bound days are no bound of an amount."""
    node = one.node
    if isinstance(node, Parameter):
        return node.content.name in ("money", "rate")
    return isinstance(node, Rule) and node.kind.name == "money"


def _family(column: Column, terms: Terms, on: int) -> tuple[Line, ...]:
    """The rules of the amount that read a fact of the family, with their values."""
    book = column.book
    found: list[Stated] = []
    stated = {one.key: one for one in _amount(column, terms, on)}
    for key, one in stated.items():
        read = sources(book, key, on) if one.role == "rule" else ()
        if any(_is_family(book, name) for name in read):
            found += [one, *(stated[name] for name in read if name in stated and stated[name].role == "parameter")]
    return _provisions(dict.fromkeys(found))


def _is_family(book: LawBook, key: str) -> bool:
    name = key.rpartition(".")[2]
    return isinstance(book.nodes[key], Fact) and any(word in name for word in _FAMILY_WORDS)


def _computed(column: Column, terms: Terms, on: int) -> tuple[Line, ...]:
    """What the law gives the column's person at the wage of the column."""
    run = _run(column, on, terms.contingency == Contingency.OLD_AGE)
    amount, qualified = run.value(terms.amount), run.value(terms.qualified)
    stated = behind(column.book, terms.amount, on, column.place)
    years = (_LONGEST if terms.contingency == Contingency.OLD_AGE else _CAREER) // 12
    values = {"wage": column.wage, "amount": amount, "per": terms.per, "qualified": qualified, "years": years}
    return (_phrase("computed", stated[0].cites if stated else (), **values),)


_BENEFIT: Final[Mapping[str, Callable[[Column, Any, int], tuple[Line, ...]]]] = {
    "conditions": _conditions,
    "qualifying": _qualifying,
    "means_test": _means_test,
    "waiting": _waiting,
    "determining": _determining,
    "reference": _reference,
    "rates": _of_content("rate"),
    "amounts": _of_content("money"),
    "minimum": _of_use(LEAST),
    "maximum": _of_use(MOST),
    "family": _family,
    "duration": _duration,
    "computed": _computed,
}
_EMPTY: Final[Mapping[str, str]] = {
    "conditions": "no_conditions",
    "qualifying": "no_qualifying",
    "means_test": "no_means_test",
    "waiting": "no_waiting",
    "determining": "no_determining",
    "reference": "not_on_earnings",
    "rates": "no_rates",
    "amounts": "no_amounts",
    "minimum": "no_minimum",
    "maximum": "no_maximum",
    "family": "no_family",
    "duration": "no_limit",
    "computed": "no_computation",
}


# --- Table I ----------------------------------------------------------------------------------------------------------


def _contributions(column: Column, payer: str, on: int) -> tuple[Line, ...]:
    """The rates and bounds behind what the schemes covering the column's person charge this payer."""
    schemes = {scheme for (_, scheme), measure in column.covered.by.items() if high(measure.value) > Coverage.NONE}
    lines: list[Line] = []
    for topic, posting in column.book.results(Posting):
        if posting.payer != payer or posting.scheme not in schemes:
            continue
        key = result_key(column.book, topic, posting.node)
        if getattr(column.book.nodes[key], "level", None) == SPELL:  # what is paid for a spell is a benefit
            continue
        stated = behind(column.book, key, on, column.place)
        values = [
            one for one in stated[1:] if one.role == "parameter" and (_holds(one, "rate") or one.use & {LEAST, MOST})
        ]
        lines += _provisions([*stated[:1], *values])
    unique = tuple(dict.fromkeys(lines))
    return unique or (_phrase("no_contributions"),)


__all__ = ["Column", "Comparison", "Line", "benefits_of", "compare"]
