"""What the law as written still lacks; and the public register: what it holds, since when, how well known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from amparo.rules.declarations import OPEN_END
from amparo.rules.evidence import Label
from amparo.rules.helpers import Steps, Table, Tariff
from amparo.rules.kinds import PARAMETER_RANGES, date_of, show_value
from amparo.rules.language import If, Input, Let, Operation
from amparo.rules.nodes import Fact, LinkNode, Rule
from amparo.rules.parameters import Parameter, Repealed
from amparo.rules.topics import COMMON_CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from amparo.rules.book import LawBook
    from amparo.rules.evidence import Evidence
    from amparo.rules.language import Body, Expression
    from amparo.rules.nodes import Version
    from amparo.rules.parameters import Dated


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or wrong: where, what, and the cure."""

    where: str
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. Cure: {self.cure}."


def check_law(book: LawBook) -> list[Finding]:
    """Every finding of every check, in the order of the checks; empty for a law that may be published."""
    return [finding for check in CHECKS for finding in check(book)]


# --- labels ------------------------------------------------------------------------------------------------------


def labels_of_provisions(book: LawBook) -> Iterator[Finding]:
    """Every fact, parameter, rule and link has its three labels, the Chinese one in Chinese."""
    for key, node in book.nodes.items():
        if isinstance(node, Fact | Parameter | Rule | LinkNode):
            yield from _label(key, node.label)


def labels_of_categories(book: LawBook) -> Iterator[Finding]:
    """Every member of every category has its three labels."""
    written = {name: members for topic in book.topics.values() for name, members in topic.categories.items()}
    types = COMMON_CATEGORIES | {n: t for topic in book.topics.values() for n, t in topic.category_types.items()}
    for name, category in types.items():
        for member in category.__members__:
            yield from _label(f"category {name}.{member}", written.get(name, {}).get(member, _NO_LABEL))


def labels_of_places(book: LawBook) -> Iterator[Finding]:
    """Every place and every instrument that is cited has its name in three languages."""
    for name, label in zip(book.places.names, book.places.labels, strict=True):
        yield from _label(f"place {name}", label)
    instruments = {cite.instrument for rule in book.of_type(Rule) for v in rule.versions for cite in v.cites}
    instruments |= {e.cite.instrument for _, _, e in _entries(book) if e.cite is not None}
    for instrument in sorted(instruments, key=lambda one: one.key):
        yield from _label(f"instrument {instrument.key}", instrument.title)


def labels_of_missing(book: LawBook) -> Iterator[Finding]:
    """What a topic says it does not hold is said in three languages, and so is the country's name."""
    name = book.country.name
    yield from _label(
        f"country {book.country.code}", Label(*(name.get(language, "") for language in ("en", "pt", "zh")))
    )
    for topic in book.topics.values():
        for number, label in enumerate(topic.missing, 1):
            yield from _label(f"topic {topic.name}, missing item {number}", label)


def words_of_provisions(book: LawBook) -> Iterator[Finding]:
    """What a rate is a rate of, and why an absence says something, stand in three languages."""
    for key, node in book.nodes.items():
        words = node.base if isinstance(node, Parameter) else node.because if isinstance(node, Fact) else _NO_LABEL
        if words != _NO_LABEL:
            field_ = "base" if isinstance(node, Parameter) else "because"
            for fault in words.faults():
                yield Finding(
                    f"{key}, {field_}", fault.replace("label", "text"), f"write {field_}: {{en: ..., pt: ..., zh: ...}}"
                )


_NO_LABEL: Final = Label("", "", "")


def _label(where: str, label: Label) -> Iterator[Finding]:
    for fault in label.faults():
        yield Finding(where, fault, "write label: {en: ..., pt: ..., zh: ...}")


# --- citation, evidence, unit, base ------------------------------------------------------------------------------


def values_without_citation(book: LawBook) -> Iterator[Finding]:
    """Every dated value cites an article."""
    for parameter, place, entry in _entries(book):
        if entry.value is not None and entry.cite is None and not entry.note.startswith("amended by"):
            yield Finding(_dated(parameter, place, entry), "no citation", "write cite: <instrument> <article>")


def values_without_evidence(book: LawBook) -> Iterator[Finding]:
    """Every dated value says how it is known."""
    for parameter, place, entry in _entries(book):
        if entry.value is not None and entry.evidence is None and not entry.note.startswith("amended by"):
            yield Finding(_dated(parameter, place, entry), "no evidence", 'write evidence: "L:..." or what it is')


def rates_without_base(book: LawBook) -> Iterator[Finding]:
    """A rate says of what it is a rate."""
    for parameter in book.of_type(Parameter):
        of_rates = "rate" in (parameter.kind.name, parameter.content.name) or parameter.kind.name == "tariff"
        if of_rates and not parameter.base.en.strip():
            yield Finding(parameter.full_name, "a rate without base", "write base: ...")


def money_without_period(book: LawBook) -> Iterator[Finding]:
    """An amount of money says per what it is."""
    for parameter in book.of_type(Parameter):
        if parameter.content.name == "money" and not parameter.per:
            yield Finding(parameter.full_name, "money without per", "write per: month, day, year, order, once, ...")


def values_out_of_range(book: LawBook) -> Iterator[Finding]:
    """No value lies outside the range written for its parameter."""
    for parameter, place, entry in _entries(book):
        written = (parameter.low, parameter.high) != PARAMETER_RANGES.get(parameter.content.name)
        for value in _numbers(entry) if written and parameter.kind.name != "tariff" else ():
            if not parameter.low <= value <= parameter.high:
                shown = show_value(parameter.content, value, book.places)
                yield Finding(
                    _dated(parameter, place, entry), f"{shown} is outside the range", "widen range: [..., ...]"
                )


def _numbers(entry: Dated) -> list[int]:
    match entry.value:
        case Table(cells=cells):
            return [cell for cell in cells.values() if cell is not None]
        case Steps(values=values):
            return list(values)
        case bool() | int() as value:
            return [int(value)]
    return []


# --- time --------------------------------------------------------------------------------------------------------


def rules_with_gaps(book: LawBook) -> Iterator[Finding]:
    """From the country's first day on, every day has a version of every rule, or it is said what holds without one."""
    for rule in book.of_type(Rule):
        first, last = rule.versions[0], rule.versions[-1]
        if first.since > book.law_since and rule.before is None:
            gap = f"nothing from {book.country.law_since} to {_day(first.since - 1)}"
            yield Finding(rule.full_name, gap, "say before=... or write the earlier version")
        if last.until < OPEN_END and rule.after is None:
            gap = f"nothing from {_day(last.until)} on"
            yield Finding(rule.full_name, gap, "say after=... or write the later version")
        for earlier, later in zip(rule.versions, rule.versions[1:], strict=False):
            if earlier.until < later.since:
                gap = f"nothing from {_day(earlier.until)} to {_day(later.since - 1)}"
                yield Finding(rule.full_name, gap, "close it with until= and since=, or write what held between")


def rules_that_overlap(book: LawBook) -> Iterator[Finding]:
    """On no day two versions of one rule."""
    for rule in book.of_type(Rule):
        for earlier, later in zip(rule.versions, rule.versions[1:], strict=False):
            if later.since < earlier.until:
                what = f"two versions from {_day(later.since)} (lines {earlier.line} and {later.line})"
                yield Finding(rule.full_name, what, "end the earlier one with until=")


def values_missing_in_force(book: LawBook) -> Iterator[Finding]:
    """While a rule is in force, what it reads has a value, or is said to be unknown; nothing repealed is read."""
    seen: set[tuple[str, str]] = set()
    for rule in book.of_type(Rule):
        for version, names in zip(rule.versions, book.inputs[rule.full_name], strict=True):
            for parameter in (book.nodes[key] for key in names.values()):
                if not isinstance(parameter, Parameter) or parameter.by_place or not _own_time(rule):
                    continue
                finding = _unheld(book, rule, version, parameter)
                if finding and (finding.where, finding.what) not in seen:
                    seen.add((finding.where, finding.what))
                    yield finding


def _own_time(rule: Rule) -> bool:
    """Whether the rule's days of law are those of its versions (a rule at a named day may look far back or ahead)."""
    return not rule.law_at.node


def _unheld(book: LawBook, rule: Rule, version: Version, parameter: Parameter) -> Finding | None:
    since, until = max(version.since, book.law_since), version.until
    entries = parameter.series.get("", ())
    if since >= until:
        return None
    if not entries or entries[0].start > since:
        gap = f"no value from {_day(since)} though {rule.name} is in force"
        return Finding(parameter.full_name, gap, "add the value, or write value: unknown")
    for entry, following in zip(entries, [*(e.start for e in entries[1:]), OPEN_END], strict=True):
        if isinstance(entry.value, Repealed) and max(since, entry.start) < min(until, following):
            what = f"repealed from {_day(entry.start)}, but {rule.name} (line {version.line}) still reads it"
            return Finding(parameter.full_name, what, "end the rule with until=")
    return None


# --- rules -------------------------------------------------------------------------------------------------------


def arguments_never_read(book: LawBook) -> Iterator[Finding]:
    """A rule reads every argument it names."""
    for rule in book.of_type(Rule):
        for version in rule.versions:
            read = set(_read_in(version.source.body)) | {"days_of_law"}
            for name, _ in version.source.inputs:
                if name not in read:
                    where = f"{rule.full_name} (line {version.line})"
                    yield Finding(where, f"'{name}' is never read", "take it out of the arguments")


def _read_in(body: Body) -> Iterator[str]:
    match body:
        case Let(value=value, body=rest):
            yield from _read_by(value)
            yield from _read_in(rest)
        case If(condition=condition, then=then, otherwise=otherwise):
            yield from _read_by(condition)
            yield from _read_in(then)
            yield from _read_in(otherwise)
        case _:
            yield from _read_by(body.value)


def _read_by(node: Expression) -> Iterator[str]:
    if isinstance(node, Input):
        yield node.name
    elif isinstance(node, Operation):
        for operand in node.operands:
            yield from _read_by(operand)


CHECKS: Final[tuple[Callable[[LawBook], Iterator[Finding]], ...]] = (
    labels_of_provisions,
    labels_of_categories,
    labels_of_places,
    labels_of_missing,
    words_of_provisions,
    values_without_citation,
    values_without_evidence,
    rates_without_base,
    money_without_period,
    values_out_of_range,
    rules_with_gaps,
    rules_that_overlap,
    values_missing_in_force,
    arguments_never_read,
)


def _entries(book: LawBook) -> Iterator[tuple[Parameter, str, Dated]]:
    for parameter in book.of_type(Parameter):
        for place, entries in parameter.series.items():
            for entry in entries:
                yield parameter, place, entry


def _dated(parameter: Parameter, place: str, entry: Dated) -> str:
    return f"{parameter.full_name}{f' of {place}' if place else ''} from {_day(entry.start)}"


def _day(day: int) -> str:
    return date_of(day).isoformat()


# --- the public register -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RegisteredProvision:
    """One rule or parameter: since (and until) when it is held, how many dated values, how well they are known."""

    name: str
    what: str
    label: Label
    since: str | None
    until: str | None
    values: int
    unknown_values: int
    evidence: Mapping[str, int]
    doubtful_values: int
    places_with_value: tuple[str, ...] = ()
    places_without_value: tuple[str, ...] = ()

    @property
    def doubtful(self) -> bool:
        return self.doubtful_values > 0


@dataclass(frozen=True, slots=True)
class RegisteredTopic:
    """A topic: its provisions, what it does not hold, and its dated values by evidence."""

    name: str
    provisions: tuple[RegisteredProvision, ...]
    missing: tuple[Label, ...]

    @property
    def evidence(self) -> Mapping[str, int]:
        return _together(provision.evidence for provision in self.provisions)

    @property
    def doubtful_values(self) -> int:
        return sum(provision.doubtful_values for provision in self.provisions)


@dataclass(frozen=True, slots=True)
class Register:
    """What is held of a country's law."""

    country: str
    law_since: str
    book: str
    topics: tuple[RegisteredTopic, ...]

    @property
    def evidence(self) -> Mapping[str, int]:
        return _together(topic.evidence for topic in self.topics)

    @property
    def provisions(self) -> int:
        return sum(len(topic.provisions) for topic in self.topics)

    @property
    def values(self) -> int:
        return sum(provision.values for topic in self.topics for provision in topic.provisions)

    @property
    def doubtful_values(self) -> int:
        return sum(topic.doubtful_values for topic in self.topics)


def register(book: LawBook) -> Register:
    """The public register of a law book: what is covered, since when, on which evidence, and what is missing."""
    topics = (_registered_topic(book, name) for name in book.topics)
    held = tuple(topic for topic in topics if topic.provisions or topic.missing)
    return Register(book.country.code, book.country.law_since, book.hash, held)


def _registered_topic(book: LawBook, name: str) -> RegisteredTopic:
    mine = [node for node in book.nodes.values() if node.topic == name]
    rules = [_registered_rule(node) for node in mine if isinstance(node, Rule)]
    parameters = [_registered_parameter(book, node) for node in mine if isinstance(node, Parameter)]
    return RegisteredTopic(name, (*rules, *parameters), book.topics[name].missing)


def _registered_rule(rule: Rule) -> RegisteredProvision:
    last = rule.versions[-1].until
    marks = [version.evidence for version in rule.versions]
    return RegisteredProvision(
        name=rule.full_name,
        what="rule",
        label=rule.label,
        since=_day(rule.versions[0].since),
        until=None if last >= OPEN_END else _day(last),
        values=len(rule.versions),
        unknown_values=0,
        evidence=_kinds(marks),
        doubtful_values=sum(mark.doubtful for mark in marks),
    )


def _registered_parameter(book: LawBook, parameter: Parameter) -> RegisteredProvision:
    entries = [entry for held in parameter.series.values() for entry in held]
    known = [entry for entry in entries if entry.value is not None and not isinstance(entry.value, Repealed)]
    repealed = [entry.start for entry in parameter.series.get("", ())[-1:] if isinstance(entry.value, Repealed)]
    marks = [entry.evidence for entry in known if entry.evidence is not None]
    held = [name for name in book.places.names if parameter.by_place and _held_at(book, parameter, name)]
    return RegisteredProvision(
        name=parameter.full_name,
        what="parameter",
        label=parameter.label,
        since=_day(min(entry.start for entry in known)) if known else None,
        until=_day(repealed[0]) if repealed else None,
        values=len(known),
        unknown_values=sum(entry.value is None for entry in entries) + _unknown_cells(known),
        evidence=_kinds(marks),
        doubtful_values=sum(mark.doubtful for mark in marks),
        places_with_value=tuple(held),
        places_without_value=tuple(n for n in book.places.names if parameter.by_place and n not in held),
    )


def _held_at(book: LawBook, parameter: Parameter, place: str) -> bool:
    """Whether the place, something that contains it, or the whole country gives it a value on some day."""
    chain = book.places.chain(book.places.names.index(place))
    entries = [entry for one in chain for entry in parameter.series.get(one, ())]
    return any(isinstance(entry.value, int | Table | Steps | Tariff) for entry in entries)


def _unknown_cells(entries: list[Dated]) -> int:
    tables = [entry.value for entry in entries if isinstance(entry.value, Table)]
    return sum(cell is None for table in tables for cell in table.cells.values())


def _kinds(marks: list[Evidence]) -> Mapping[str, int]:
    return dict(sorted(Counter(mark.kind for mark in marks).items()))


def _together(counts: Iterator[Mapping[str, int]]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for count in counts:
        found.update(count)
    return dict(sorted(found.items()))


__all__ = ["CHECKS", "Finding", "Register", "RegisteredProvision", "RegisteredTopic", "check_law", "register"]
