"""Grafts: a mechanism of one country put into another country's law, through ports; neither law's files change.

Amounts of money are turned by an equivalence rule (the same share of the average wage, of the minimum wage, the same
quantity of goods), in whole numbers, rounded half up to the cent. What cannot be moved is listed; what the receiving
law already covers or charges is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import lcm
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from amparo.analysis.mechanisms import ALWAYS, Mechanism, MechanismError, topics_on
from amparo.engine.kernel import Kernel
from amparo.engine.outcome import months_of
from amparo.engine.tables import Records
from amparo.law.mechanisms import FOLDER
from amparo.rules.book import assemble, result_key
from amparo.rules.declarations import Benefit, Branch, Coverage, CoverageStatement, Posting, Signal
from amparo.rules.errors import nearest
from amparo.rules.evidence import Label, read_evidence, read_label
from amparo.rules.helpers import Steps, Table, Tariff
from amparo.rules.levels import MONTH, SPELL, TIE_YEAR, YEAR, Level
from amparo.rules.nodes import Builtin, LinkNode, Rule
from amparo.rules.parameters import Dated, Parameter, check_keys
from amparo.rules.topics import instruments, read_yaml

if TYPE_CHECKING:
    from amparo.rules.book import LawBook
    from amparo.rules.evidence import Evidence
    from amparo.rules.parameters import Repealed, Stored
    from amparo.rules.topics import Topic

NO_MONEY: Final = "no money"
DISPLACED, DOUBLED, BESIDE, APART = "displaced", "doubled", "beside", "apart"
_HERE, _THERE = "reference_amount_here", "reference_amount_there"


# --- equivalences -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reference:
    """An amount of a country that an equivalence rule holds equal to another country's."""

    country: str
    amount: Decimal
    unit: Label
    year: int
    source: str
    evidence: Evidence
    note: Label


@dataclass(frozen=True, slots=True)
class Equivalence:
    """A rule by which an amount of one country is turned into one of another."""

    id: str
    name: Label
    rule: Label
    values: Mapping[str, Reference]

    def factor(self, there: str, here: str) -> Fraction:
        """What one unit of the origin's money is in the receiving country's; raises MechanismError where not held."""
        for country in (there, here):
            if country not in self.values:
                held = ", ".join(sorted(self.values))
                raise MechanismError(
                    f"{self.id}: no reference amount is held for {country} (only {held}). "
                    "Cure: another equivalence with --convert, or its amount, date and source in equivalences.yaml."
                )
        return Fraction(self.values[here].amount) / Fraction(self.values[there].amount)


@cache
def equivalences() -> Mapping[str, Equivalence]:
    """All equivalence rules, by id, with their reference amounts, dates and sources."""
    return {name: _equivalence(name, data) for name, data in read_yaml(FOLDER / "equivalences.yaml").items()}


def _equivalence(name: str, data: Mapping[str, Any]) -> Equivalence:
    where = f"equivalences.yaml, {name}"
    check_keys(data, {"name", "rule", "values"}, where)
    values = {}
    for country, one in data["values"].items():
        check_keys(one, {"amount", "unit", "date", "source", "evidence", "note"}, f"{where}, {country}")
        evidence = read_evidence(str(one["evidence"]), where)
        unit, note = (read_label(one[key], f"{where}, {country}") for key in ("unit", "note"))
        amount, year, source = Decimal(one["amount"]), int(one["date"]), str(one["source"])
        values[country] = Reference(country, amount, unit, year, source, evidence, note)
    return Equivalence(name, read_label(data["name"], where), read_label(data["rule"], where), values)


def find_equivalence(name: str) -> Equivalence:
    """An equivalence rule by id; raises MechanismError with the nearest ids."""
    found = equivalences().get(name)
    if found is None:
        known = ", ".join(equivalences())
        raise MechanismError(f"'{name}' is not an equivalence.{nearest(name, equivalences())} There are: {known}.")
    return found


def turned(amount: int, factor: Fraction) -> int:
    """An amount times a factor, in whole numbers, half up (amounts are not negative)."""
    return (2 * amount * factor.numerator + factor.denominator) // (2 * factor.denominator)


# --- the graft --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Converted:
    """One amount turned: of which parameter (and cell), what it was, exactly what it would be, and what it became.

    on_the_sum: left in the origin's money and turned once on the month's sum; after is then None.
    """

    parameter: str
    cell: str
    before: int
    exact: Fraction
    after: int | None


@dataclass(frozen=True, slots=True)
class Overlap:
    """A scheme of the receiving law in the same branch.

    kind: displaced (the mechanism takes its place), doubled (the same payer pays already), beside (another pays), apart
    (for engagements that the mechanism leaves out, such as employment).
    """

    kind: str
    branch: str
    scheme: str
    payer_role: str
    node: str


@dataclass(frozen=True)
class Graft:
    """A mechanism put into a country's law by one equivalence rule."""

    mechanism: Mechanism
    host: str
    conversion: str
    as_on: int
    before: LawBook
    after: LawBook
    converted: tuple[Converted, ...]
    overlaps: tuple[Overlap, ...]
    not_moved: tuple[Label, ...]

    @property
    def added(self) -> tuple[str, ...]:
        """The provisions that the law did not have before."""
        return tuple(key for key in self.after.nodes if key not in self.before.nodes)

    def coverage(self) -> dict[Branch, list[str]]:
        """The mechanism's own rules of cover, by branch."""
        found: dict[Branch, list[str]] = {}
        for topic, one in self.after.results(CoverageStatement):
            key = result_key(self.after, topic, one.node)
            if key not in self.before.nodes:
                found.setdefault(one.branch, []).append(key)
        return found


def has_money(mechanism: Mechanism) -> bool:
    """Whether any amount of money has to be turned."""
    return any(parameter.name in (_HERE, _THERE) or _holds_money(parameter) for parameter in mechanism.parameters)


def graft(mechanism: Mechanism, host: LawBook, conversion: str, *, as_on: int | None = None) -> Graft:
    """The receiving law with the mechanism in it, as the mechanism stood on a day, at all times of the records.

    Raises MechanismError for a mechanism of the same country, a law that does not give its ports, an equivalence
    without a reference amount of either country, or a law already amended.
    """
    code = host.country.code
    _check(mechanism, host)
    day = mechanism.as_on if as_on is None else as_on
    topics = topics_on(mechanism, day)
    converted: list[Converted] = []
    if conversion != NO_MONEY:
        equivalence = find_equivalence(conversion)
        factor = equivalence.factor(mechanism.origin, code)
        topics = tuple(_in_money_here(topic, mechanism, equivalence, code, factor, converted) for topic in topics)
    elif has_money(mechanism):
        raise MechanismError(f"{mechanism.id} holds amounts of money. Cure: --convert {' or '.join(equivalences())}.")
    after = _joined(host, (*topics, *mechanism.adapters.get(code, ())), mechanism)
    return Graft(
        mechanism,
        code,
        conversion,
        day,
        host,
        after,
        tuple(converted),
        tuple(_overlaps(mechanism, host, after)),
        _not_moved(mechanism),
    )


def grafts(
    mechanism: Mechanism, host: LawBook, conversions: Sequence[str] = (), *, as_on: int | None = None
) -> tuple[Graft, ...]:
    """The same mechanism by each equivalence, side by side: at least two where money is turned."""
    if not has_money(mechanism):
        return (graft(mechanism, host, NO_MONEY, as_on=as_on),)
    _check(mechanism, host)
    chosen = tuple(dict.fromkeys(conversions)) or possible(mechanism, host.country.code)
    if len(chosen) < 2:
        rest = [name for name in possible(mechanism, host.country.code) if name not in chosen]
        raise MechanismError(
            f"{mechanism.id}: amounts of money are shown by at least two equivalences side by side. "
            f"Cure: add --convert {' or '.join(rest) or 'one more'}."
        )
    return tuple(graft(mechanism, host, name, as_on=as_on) for name in chosen)


def possible(mechanism: Mechanism, host: str) -> tuple[str, ...]:
    """The equivalences for which both countries' reference amounts are held."""
    both = {mechanism.origin, host}
    return tuple(name for name, one in equivalences().items() if both <= set(one.values))


def _check(mechanism: Mechanism, host: LawBook) -> None:
    code = host.country.code
    if mechanism.origin == code:
        raise MechanismError(
            f"{mechanism.id} is a mechanism of {code} itself. Cure: change its own law with amparo reform."
        )
    lacking = [port for port in mechanism.ports if code not in port.hosts]
    if lacking:
        names = ", ".join(port.name for port in lacking)
        raise MechanismError(
            f"{mechanism.id} cannot be put onto {code}: its law gives nothing for {names}. "
            "Cure: name the provision that gives it in law/mechanisms/catalogue.yaml, hosts."
        )
    if host.amendments or host.known_on is not None:
        raise MechanismError(f"{mechanism.id}: graft first, reform after. Cure: give the law as it stands.")
    if mechanism.topic in host.topics:
        raise MechanismError(f"{mechanism.id} is already in this law.")


def _joined(host: LawBook, topics: Iterable[Topic], mechanism: Mechanism) -> LawBook:
    """A law with the topics added, their ports bound, and everything the host reads bound to what it read before."""
    added = {topic.name: topic for topic in topics if topic.name not in host.topics}
    names = {
        name
        for topic in added.values()
        for part in (topic.facts, topic.parameters, topic.rules, topic.links)
        for name in part
    }
    bindings = dict(host.country.bindings or {}) | _kept_bindings(host, names)
    bindings |= {
        f"{port.topic}.{port.name}": port.hosts[host.country.code] for port in mechanism.ports if port.topic in added
    }
    bindings |= {f"{mechanism.topic}.{name}": f"{mechanism.topic}.{own}" for name, own in mechanism.own_ports.items()}
    country = replace(host.country, bindings=bindings)
    book = assemble(country, {**host.topics, **added}, host.places)
    same = {key: host.nodes[key] for key, node in book.nodes.items() if host.nodes.get(key) == node}
    return replace(book, nodes={key: same.get(key, node) for key, node in book.nodes.items()})


def _kept_bindings(host: LawBook, names: set[str]) -> dict[str, str]:
    """A name that the mechanism brings must not make a name of the host ambiguous."""
    found = {}
    for key, versions in host.inputs.items():
        node = host.nodes[key]
        if not isinstance(node, Rule | LinkNode):
            continue
        for number, inputs in enumerate(versions):
            for name, source in inputs.items():
                said = _said(node, number, name)
                own = source == f"{node.topic}.{said}"
                if said in names and not own and not isinstance(host.nodes[source], Builtin):
                    found[f"{node.topic}.{said}"] = source
    return found


def _said(node: Rule | LinkNode, number: int, name: str) -> str:
    """The name as written: of an argument, a place, a day, or what a link reads."""
    if isinstance(node, LinkNode):
        return {"source": node.link.source, "where": node.link.where, "before": node.link.before}[name]
    return {"place=": node.versions[number].place, "law_at=": node.law_at.node}.get(name, name)


# --- money ------------------------------------------------------------------------------------------------------------


def _holds_money(parameter: Parameter) -> bool:
    kinds = {parameter.kind.name, parameter.content.name, *(key.name for key in parameter.keys)}
    return bool(kinds & {"money", "tariff"}) and bool(parameter.series)


def _in_money_here(
    topic: Topic,
    mechanism: Mechanism,
    equivalence: Equivalence,
    here: str,
    factor: Fraction,
    converted: list[Converted],
) -> Topic:
    terms = instruments(str(FOLDER / "instruments.py"))["Terms"]("4")
    references = dict(zip((_HERE, _THERE), _whole(equivalence, here, mechanism.origin), strict=True))
    parameters = {}
    for name, parameter in topic.parameters.items():
        if name in references:
            note = f"{equivalence.id}: {equivalence.values[here if name == _HERE else mechanism.origin].source}"
            evidence = equivalence.values[here if name == _HERE else mechanism.origin].evidence
            entry = Dated(ALWAYS, references[name], terms, evidence, ALWAYS, "in force", note=note)
            parameters[name] = replace(parameter, series={"": (entry,)})
        elif name in mechanism.on_the_sum:
            converted += [
                Converted(parameter.full_name, "", e.value, e.value * factor, None)
                for e in parameter.series.get("", ())
                if isinstance(e.value, int)
            ]
            parameters[name] = replace(parameter, label=_of_origin(parameter.label, mechanism.currency))
        else:
            parameters[name] = _parameter_here(parameter, factor, converted)
    rules = {
        name: replace(rule, label=_of_origin(rule.label, mechanism.currency)) if name in mechanism.on_the_sum else rule
        for name, rule in topic.rules.items()
    }
    return replace(topic, parameters=parameters, rules=rules)


def _of_origin(label: Label, currency: str) -> Label:
    """A value that stays in the origin's money says so."""
    return Label(f"{label.en} [in {currency}]", f"{label.pt} [em {currency}]", f"{label.zh}〔以{currency}计〕")


def _whole(equivalence: Equivalence, here: str, there: str) -> tuple[int, int]:
    """The two reference amounts as whole numbers on one scale."""
    amounts = [Fraction(equivalence.values[country].amount) for country in (here, there)]
    scale = lcm(100, *(amount.denominator for amount in amounts))
    first, second = (int(amount * scale) for amount in amounts)
    return first, second


def _parameter_here(parameter: Parameter, factor: Fraction, converted: list[Converted]) -> Parameter:
    if not _holds_money(parameter):
        return parameter

    def money(amount: int, cell: str = "") -> int:
        after = turned(amount, factor)
        converted.append(Converted(parameter.full_name, cell, amount, amount * factor, after))
        return after

    entries = tuple(replace(entry, value=_value_here(parameter, entry.value, money)) for entry in parameter.series[""])
    low, high = parameter.low, parameter.high
    if parameter.content.name == "money":
        low, high = turned(low, factor), min(turned(high, factor) + 1, 10**9)
    return replace(parameter, series={"": entries}, low=low, high=high)


def _value_here(
    parameter: Parameter, value: Stored | Repealed | None, money: Callable[..., int]
) -> Stored | Repealed | None:
    pays = parameter.content.name == "money"
    match value:
        case Steps(thresholds=thresholds, values=values):
            over = parameter.keys[0].name == "money"
            return replace(
                value,
                thresholds=tuple(money(t, "from") if over else t for t in thresholds),
                values=tuple(money(v, str(n)) if pays else v for n, v in enumerate(values, 1)),
            )
        case Table(cells=cells) if pays:
            turned_cells = {key: None if cell is None else money(cell, str(key)) for key, cell in cells.items()}
            return replace(value, cells=turned_cells)
        case Tariff():
            return replace(value, amount=money(value.amount)) if value.amount else value
        case int() if pays:
            return money(value)
    return value


# --- what is covered already, and what stays behind ------------------------------------------------------------------


def _overlaps(mechanism: Mechanism, host: LawBook, after: LawBook) -> Iterable[Overlap]:
    """Schemes of the receiving law in the branches of the mechanism, by who pays."""
    topics = {topic.name for topic in mechanism.topics}
    cover = [one for topic, one in after.results(CoverageStatement) if topic in topics]
    postings = [one for topic, one in after.results(Posting) if topic in topics]
    if not cover and not postings:
        return []
    branches = {one.branch for one in cover} | {one.branch for one in postings if one.branch is not None}
    roles = {one.payer for one in postings}
    displaced = set(mechanism.displaces.get(host.country.code, ()))
    apart = set(mechanism.apart.get(host.country.code, ()))
    of_scheme: dict[str, set[Branch]] = {}
    for _, one in host.results(CoverageStatement):
        of_scheme.setdefault(one.scheme, set()).add(one.branch)
    found: dict[tuple[str, str, str], Overlap] = {}
    for topic, posting in host.results(Posting):
        own = {posting.branch} if posting.branch is not None else of_scheme.get(posting.scheme, set())
        shared = own & branches if branches else own
        if not shared:
            continue
        kind = DISPLACED if posting.scheme in displaced else DOUBLED if posting.payer in roles else BESIDE
        node = result_key(host, topic, posting.node)
        if posting.scheme in apart:
            kind = APART
        if host.nodes[node].level != SPELL:  # type: ignore[union-attr]  # what a claim is paid is no charge
            for branch in sorted(shared):
                name = branch.name.lower()
                found.setdefault(
                    (posting.scheme, posting.payer, name), Overlap(kind, name, posting.scheme, posting.payer, node)
                )
    charged = {(one.scheme, one.branch) for one in found.values()}
    for topic, statement in host.results(CoverageStatement):
        if statement.branch in branches and (statement.scheme, statement.branch.name.lower()) not in charged:
            kind = APART if statement.scheme in apart else DISPLACED if statement.scheme in displaced else BESIDE
            key = (statement.scheme, "", statement.branch.name.lower())
            node = result_key(host, topic, statement.node)
            found.setdefault(key, Overlap(kind, statement.branch.name.lower(), statement.scheme, "", node))
    order = (DISPLACED, DOUBLED, BESIDE, APART)
    return sorted(found.values(), key=lambda one: (order.index(one.kind), one.scheme, one.branch))


def _not_moved(mechanism: Mechanism) -> tuple[Label, ...]:
    return (*mechanism.cannot_move, *mechanism.missing)


@dataclass(frozen=True, slots=True)
class Doubled:
    """Worker-months that the mechanism covers in a branch, and of those how many each scheme covers already."""

    branch: str
    scheme: str
    covered: int
    also_covered: int
    undecided: int


def doubling(
    folder: Path | str, found: Graft, *, first: int | None = None, last: int | None = None
) -> tuple[Doubled, ...]:
    """Of the worker-months that the mechanism covers: how many a scheme of the receiving law covers already."""
    mine = found.coverage()
    others: dict[tuple[Branch, str], list[str]] = {}
    for topic, one in found.before.results(CoverageStatement):
        if one.branch in mine:
            others.setdefault((one.branch, one.scheme), []).append(result_key(found.before, topic, one.node))
    if not mine:
        return ()
    names = list(
        dict.fromkeys([*(k for keys in mine.values() for k in keys), *(k for ks in others.values() for k in ks)])
    )
    kernel = Kernel(found.after, names).ready()
    records = Records(Path(folder), found.after, kernel.facts, ids=False)
    counts: dict[tuple[Branch, str], np.ndarray] = {key: np.zeros(3, np.int64) for key in others}
    for begin, end in records.units():
        for _, batch in records.chunk(begin, end).batches(4_096):
            laid = batch.laid_out()
            results = kernel.run(laid)
            inside = _inside(months_of(MONTH, laid), first, last)
            for (branch, scheme), keys in others.items():
                here, maybe_here = _covers([results[key] for key in mine[branch]])
                there, maybe_there = _covers([results[key] for key in keys])
                open_ = (maybe_here & maybe_there) & ~(here & there)
                counts[branch, scheme] += [np.count_nonzero(mask & inside) for mask in (here, here & there, open_)]
    return tuple(
        Doubled(branch.name.lower(), scheme, *(int(n) for n in cell)) for (branch, scheme), cell in counts.items()
    )


@dataclass(frozen=True, slots=True)
class Charged:
    """What a scheme that the mechanism would displace charges today, in all (smallest unit), at least and at most."""

    node: str
    scheme: str
    payer_role: str
    low: int
    high: int


def displaced_charges(
    folder: Path | str, found: Graft, *, first: int | None = None, last: int | None = None
) -> tuple[Charged, ...]:
    """What the displaced schemes charge today on the records: with it taken off, the graft's net cost is known."""
    schemes = set(found.mechanism.displaces.get(found.host, ()))
    postings = {
        result_key(found.before, topic, one.node): one
        for topic, one in found.before.results(Posting)
        if one.scheme in schemes and found.before.nodes[result_key(found.before, topic, one.node)].level != SPELL  # type: ignore[union-attr]
    }
    names = [key for key in postings if isinstance(found.before.nodes[key], Rule | LinkNode)]
    if not names:
        return ()
    kernel = Kernel(found.before, names).ready()
    records = Records(Path(folder), found.after, kernel.facts, ids=False)
    sums = {name: np.zeros(2, np.int64) for name in names}
    for begin, end in records.units():
        for _, batch in records.chunk(begin, end).batches(4_096):
            laid = batch.laid_out()
            for name, result in kernel.run(laid).items():
                level = found.before.nodes[name].level  # type: ignore[union-attr]
                inside = _inside(months_of(level, laid), first, last, yearly=level in (YEAR, TIE_YEAR))
                ends = (result.low, result.low if result.high is None else result.high)
                sums[name] += [int(side[inside].sum()) for side in ends]
    return tuple(
        Charged(name, postings[name].scheme, postings[name].payer, int(low), int(high))
        for name, (low, high) in sums.items()
    )


def _inside(months: np.ndarray, first: int | None, last: int | None, *, yearly: bool = False) -> np.ndarray:
    """Rows of the months asked for; a yearly charge counts when its whole year is."""
    found = np.ones(len(months), bool)
    if first is not None:
        found &= months >= first
    if last is not None:
        found &= (months + 11 if yearly else months) <= last
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What a truth of the mechanism says of the records' rows."""

    node: str
    level: Level
    yes: int
    no: int
    undecided: int


def has_effect(found: Graft) -> bool:
    """Whether an amount or a cover rests on the mechanism."""
    topics = {topic.name for topic in found.mechanism.topics}
    return any(topic in topics for topic, _ in (*found.after.results(Posting), *found.after.results(CoverageStatement)))


def told(folder: Path | str, found: Graft) -> tuple[Told, ...]:
    """The mechanism's truths on the records: its signals, and who would qualify for its benefits."""
    topics = {topic.name for topic in found.mechanism.topics}
    signals = [(topic, one.node) for topic, one in found.after.results(Signal) if topic in topics]
    benefits = [(topic, one.qualified) for topic, one in found.after.results(Benefit) if topic in topics]
    names = [result_key(found.after, topic, node) for topic, node in (*signals, *benefits)]
    if not names:
        return ()
    kernel = Kernel(found.after, names).ready()
    records = Records(Path(folder), found.after, kernel.facts, ids=False)
    counts = {name: np.zeros(3, np.int64) for name in names}
    for begin, end in records.units():
        for _, batch in records.chunk(begin, end).batches(4_096):
            for name, result in kernel.run(batch.laid_out()).items():
                low, high = result.low, result.low if result.high is None else result.high
                counts[name] += [int(np.count_nonzero(mask)) for mask in (low == 1, high == 0, low != high)]
    return tuple(
        Told(name, found.after.nodes[name].level, *(int(n) for n in cell))  # type: ignore[union-attr]
        for name, cell in counts.items()
    )


def _covers(results: list[Any]) -> tuple[np.ndarray, np.ndarray]:
    """Surely covered by one of them, and possibly."""
    low = np.max([one.low for one in results], axis=0)
    high = np.max([one.low if one.high is None else one.high for one in results], axis=0)
    return low > Coverage.NONE, high > Coverage.NONE


__all__ = [
    "APART",
    "BESIDE",
    "DISPLACED",
    "DOUBLED",
    "NO_MONEY",
    "Charged",
    "Converted",
    "Doubled",
    "Equivalence",
    "Graft",
    "Overlap",
    "Reference",
    "Told",
    "displaced_charges",
    "doubling",
    "equivalences",
    "find_equivalence",
    "graft",
    "grafts",
    "has_effect",
    "has_money",
    "possible",
    "told",
    "turned",
]
