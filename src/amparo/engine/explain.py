"""Why a value is what it is: the provisions it rests on, what decided, what is doubtful, what would change it.

Everything is read from a reference run after the fact. The records here hold stored integers and no language;
report/ puts them into words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from amparo.engine.reference import Reference
from amparo.rules.bounds import FACT, HISTORY, LAW, Interpretation, Unknown, high, low, why
from amparo.rules.errors import OutOfRange
from amparo.rules.evidence import NO_WORDS, Citation, Evidence, Label
from amparo.rules.helpers import Steps, Table, Tariff, last_day
from amparo.rules.kinds import Month
from amparo.rules.language import If, Input, Let, Literal, Local, Operation
from amparo.rules.levels import Level
from amparo.rules.messages import Message
from amparo.rules.nodes import Builtin, Fact, LinkNode, Rule
from amparo.rules.parameters import REPEALED, Dated, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from amparo.rules.bounds import Interval, Value
    from amparo.rules.kinds import Kind
    from amparo.rules.language import Body, Expression
    from amparo.rules.nodes import Node

REASON_IDS: Final = {FACT: "fact", LAW: "law", HISTORY: "history"}
At = tuple[str, int]


def reason_ids(reasons: int) -> tuple[str, ...]:
    """The stable words of a set of reasons."""
    return tuple(name for bit, name in REASON_IDS.items() if reasons & bit)


# --- records -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """Which row of a level: its months, and its payer, group, position or days where it has them."""

    level: Level
    number: int
    first_month: int
    last_month: int
    payer: str = ""
    group: str = ""
    engagement: int = -1
    first_day: int | None = None
    last_day: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """An expression as it stood: what is done, on what, and what came out.

    op: literal, input, local, or an operation of the language; node: which node an input is.
    """

    op: str
    low: int
    high: int
    kind: str = ""
    node: str = ""
    name: str = ""
    parts: tuple[Term, ...] = ()
    options: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the way: as written, how it came out (yes, no, open), and the comparisons that decided it."""

    text: str
    line: int
    outcome: str
    decisive: tuple[tuple[Term, str], ...]


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule's dated version or a parameter's dated value: what it cites and how well it is known."""

    node: str
    since: int
    until: int | None
    cites: tuple[Citation, ...]
    evidence: Evidence | None
    summary: str = ""
    note: str = ""

    @property
    def doubtful(self) -> bool:
        return self.evidence is not None and self.evidence.doubtful


@dataclass(frozen=True, slots=True)
class Source:
    """Where a part came from: the name by which it is read and the id of its reason."""

    name: str
    id: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a rule: the day whose law was taken, the provision, what decided, the ends reached, the inputs."""

    day: int
    until: int | None
    provision: Provision
    conditions: tuple[Condition, ...]
    ends: tuple[Term, ...]
    inputs: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Dating:
    """What a parameter says on a day: its entry, base, period, place, state, and the day it became known."""

    provision: Provision | None
    base: Label
    per: str
    place: str
    frozen: bool
    known: int | None
    state: str
    repealed: bool
    content: Any = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One node on one row.

    role: rule, link, fact, parameter, calendar. told: told, absent, not_told, given ('' for anything worked out).
    """

    id: str
    node: str
    role: str
    row: Row | None
    kind: Kind
    low: int
    high: int
    reasons: tuple[str, ...]
    label: Label
    anchor: str = ""
    told: str = ""
    because: Label = NO_WORDS
    readings: tuple[Reading, ...] = ()
    dating: Dating | None = None
    fold: str = ""
    numbers: tuple[tuple[str, int], ...] = ()
    inputs: tuple[Source, ...] = ()

    @property
    def known(self) -> bool:
        return self.low == self.high

    def sources(self) -> tuple[Source, ...]:
        """All it was read from, in order, each once."""
        found = dict.fromkeys([*(s for reading in self.readings for s in reading.inputs), *self.inputs])
        return tuple(found)


@dataclass(frozen=True)
class Why:
    """The why-tree of a value; a part that several things rest on stands in it once."""

    root: str
    reasons: Mapping[str, Reason]

    def walk(self) -> Iterator[tuple[int, str, Reason, bool]]:
        """(depth, name read by, reason, whether it was shown before), top down; what was shown is not opened again."""
        seen: set[str] = set()
        stack: list[tuple[int, str, str]] = [(0, "", self.root)]
        while stack:
            depth, name, key = stack.pop()
            again = key in seen
            seen.add(key)
            yield depth, name, self.reasons[key], again
            if not again:
                stack += [(depth + 1, source.name, source.id) for source in reversed(self.reasons[key].sources())]

    def provisions(self) -> Iterator[Provision]:
        """Every provision in the tree, each once."""
        seen: set[tuple[str, int]] = set()
        for reason in self.reasons.values():
            for provision in provisions_of(reason):
                if (provision.node, provision.since) not in seen:
                    seen.add((provision.node, provision.since))
                    yield provision


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful provision, and which of the results asked about rest on it."""

    provision: Provision
    label: Label
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an outcome would be if a fact that is not told were told so."""

    value: int
    low: int
    high: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact not told on some rows, that an outcome waits for, and what each answer would make of the outcome.

    alone: whether one answer by itself narrows the outcome. node '' asks whether anything came before (or after).
    """

    node: str
    rows: tuple[Row, ...]
    label: Label
    kind: Kind | None
    answers: tuple[Answer, ...]
    alone: bool


@dataclass(frozen=True, slots=True)
class Move:
    """One declared fact moved from `before` to `after` gives another outcome; one step less does not."""

    node: str
    row: Row | None
    label: Label
    kind: Kind
    before: int
    after: int
    outcome_low: int
    outcome_high: int


# --- rows and labels ---------------------------------------------------------------------------------------------


def row_of(run: Reference, level: Level, number: int) -> Row:
    """The row's own description."""
    layout, name = run.layout, run.layout.ids[level][number]
    first, last = layout.months[level][number]
    match level:
        case Level.CONTRACT:
            payer = run.dossier.contracts[name][0]
            return Row(level, number, first, last, payer, run.dossier.group(payer), name)
        case Level.TIE_MONTH:
            return Row(level, number, first, last, name[0], run.dossier.group(name[0]))
        case Level.TIE_YEAR | Level.GROUP_MONTH:
            return Row(level, number, first, last, "", name[0])
        case Level.PAYER:
            return Row(level, number, first, last, name, run.dossier.group(name))
        case Level.SPELL:
            begin, end = layout.spell_days[number]
            return Row(level, number, first, last, first_day=begin, last_day=end)
    return Row(level, number, first, last)


_CALENDAR: Final = {
    "month": Label("month", "mês", "月份"),
    "year": Label("year", "ano", "年度"),
    "quarter_month": Label("first month of the quarter", "primeiro mês do trimestre", "季度首月"),
    "spell_first_day": Label("first day of the spell", "primeiro dia do período", "期间首日"),
    "spell_last_day": Label("last day of the spell", "último dia do período", "期间末日"),
    "days_of_law": Label("days of the month under this law", "dias do mês sob esta lei", "当月适用该规定的天数"),
}


def label_of(node: Node) -> Label:
    """The node's label; its name in words where it has none in a language."""
    if isinstance(node, Builtin):
        return _CALENDAR[node.name]
    plain = node.name.replace("_", " ")
    label = node.label
    return Label(label.en or plain, label.pt or label.en or plain, label.zh or label.en or plain)


def provisions_of(reason: Reason) -> tuple[Provision, ...]:
    """The provisions that a reason itself states."""
    if reason.dating is not None:
        return () if reason.dating.provision is None else (reason.dating.provision,)
    return tuple(reading.provision for reading in reason.readings)


def reason_id(key: str, row: int) -> str:
    """By which a node on a row is known among the reasons."""
    return f"{key}[{row}]"


# --- reading a body after the fact ---------------------------------------------------------------------------------


class _Body:
    """Reads a rule's body again on the values it had, and keeps what decided."""

    def __init__(
        self, inputs: Mapping[str, Any], kinds: Mapping[str, str], names: Mapping[str, str], truth: bool
    ) -> None:
        self.inputs, self.kinds, self.names, self.truth = inputs, kinds, names, truth
        self.run = Interpretation(inputs, [], [])
        self.lets: dict[str, Expression] = {}
        self.conditions: list[Condition] = []
        self.ends: list[Term] = []
        self.used: dict[str, None] = {}

    def read(self, body: Body, scope: Mapping[str, Interval]) -> None:
        while isinstance(body, Let):
            self.lets[body.name] = body.value
            scope = {**scope, body.name: self.run.expression(body.value, dict(scope))}
            body = body.body
        if isinstance(body, If):
            lowest, highest = self.run.expression(body.condition, dict(scope))
            decisive = tuple(self.decisive(body.condition, scope))
            self.conditions.append(Condition(body.text, body.line, _outcome((lowest, highest)), decisive))
            if highest == 1:
                self.read(body.then, scope)
            if lowest == 0:
                self.read(body.otherwise, scope)
            return
        if self.truth and not isinstance(body.value, Literal):
            outcome = _outcome(self.run.expression(body.value, dict(scope)))
            self.conditions.append(Condition("", body.line, outcome, tuple(self.decisive(body.value, scope))))
        else:
            self.ends.append(self.term(body.value, scope))

    def decisive(self, node: Expression, scope: Mapping[str, Interval]) -> Iterator[tuple[Term, str]]:
        """The comparisons that settled a condition, or left it open."""
        if isinstance(node, Local):
            yield from self.decisive(self.lets[node.name], scope)
        elif isinstance(node, Operation) and node.name in ("and", "or"):
            found = self.run.expression(node, dict(scope))
            settled = (0, 0) if node.name == "and" else (1, 1)
            for operand in node.operands:
                value = self.run.expression(operand, dict(scope))
                mixed = found[0] != found[1]
                if (mixed and value[0] != value[1]) or (not mixed and (found != settled or value == settled)):
                    yield from self.decisive(operand, scope)
        elif isinstance(node, Operation) and node.name == "not":
            yield from self.decisive(node.operands[0], scope)
        else:
            yield self.term(node, scope), _outcome(self.run.expression(node, dict(scope)))

    def term(self, node: Expression, scope: Mapping[str, Interval]) -> Term:
        if isinstance(node, Literal):
            return Term("literal", node.value, node.value, node.kind)
        if isinstance(node, Local):
            inner = self.term(self.lets[node.name], scope)
            return Term("local", inner.low, inner.high, inner.kind, name=node.name, parts=(inner,))
        if isinstance(node, Input):
            self.used[node.name] = None
            value = self.inputs[node.name]
            simple = isinstance(value, int | Unknown)
            ends = (low(value), high(value)) if simple else (0, 0)
            return Term("input", *ends, self.kinds[node.name], self.names[node.name], node.name)
        lowest, highest = self.run.expression(node, dict(scope))
        return Term(node.name, lowest, highest, parts=tuple(self.operands(node, scope)), options=node.options)

    def operands(self, node: Operation, scope: Mapping[str, Interval]) -> Iterator[Term]:
        if node.name != "if":
            yield from (self.term(operand, scope) for operand in node.operands)
            return
        lowest, highest = self.run.expression(node.operands[0], dict(scope))
        yield self.term(node.operands[0], scope)
        if highest == 1:
            yield self.term(node.operands[1], scope)
        if lowest == 0:
            yield self.term(node.operands[2], scope)


def _outcome(value: Interval) -> str:
    return "yes" if value[0] == 1 else "no" if value[1] == 0 else "open"


# --- the tree ------------------------------------------------------------------------------------------------------


class Explainer:
    """Explains values of one run; what was explained is kept, so that many questions cost little more than one."""

    def __init__(self, run: Reference) -> None:
        self.run = run
        self.book = run.book
        self.held: dict[str, Reason] = {}
        self.bodies: dict[tuple[Any, ...], _Body] = {}

    def why(self, name: str, row: int = 0) -> Why:
        """The why-tree of a node on a row."""
        root = self.reach([(self.book.find(name), row)])[0]
        found: dict[str, Reason] = {}
        stack = [root]
        while stack:
            key = stack.pop()
            if key not in found:
                found[key] = self.held[key]
                stack += [source.id for source in reversed(self.held[key].sources())]
        return Why(root, found)

    def reason(self, key: str, row: int) -> Reason:
        """One node on one row, without what it rests on; a parameter (row -1) was noted when it was read."""
        if row < 0:
            return self.held[key]
        found = self.held.get(reason_id(key, row))
        if found is None:
            found = self.held[reason_id(key, row)] = self._reason(key, row)
        return found

    def reason_named(self, identity: str) -> Reason:
        """The reason of an id that another reason named."""
        held = self.held.get(identity)
        return self.reason(*self._place(identity)) if held is None else held

    def reach(self, wanted: Iterable[At]) -> list[str]:
        """Explain these and everything they rest on."""
        roots = list(wanted)
        stack = list(roots)
        seen: set[At] = set()
        while stack:
            at = stack.pop()
            if at not in seen:
                seen.add(at)
                stack += [self._place(source.id) for source in self.reason(*at).sources()]
        return [reason_id(*at) for at in roots]

    def _place(self, identity: str) -> At:
        reason = self.held.get(identity)
        if reason is not None and reason.role == "parameter":
            return identity, -1
        key, _, row = identity.rpartition("[")
        return key, int(row[:-1])

    def _reason(self, key: str, row: int) -> Reason:
        node = self.book.nodes[key]
        assert not isinstance(node, Parameter)
        value = self.run.value(key, row)
        where = row_of(self.run, node.level, row)
        told, because = self._told(node, row)
        reason = Reason(
            reason_id(key, row),
            key,
            _role(node),
            where,
            node.kind,
            low(value),
            high(value),
            reason_ids(why(value)),
            label_of(node),
            told=told,
            because=because,
        )
        if told:
            return reason
        match node:
            case Rule():
                return self._rule(reason, node, row)
            case LinkNode():
                return self._link(reason, node, row)
        return reason

    def _told(self, node: Node, row: int) -> tuple[str, Label]:
        assert not isinstance(node, Parameter)
        if (node.full_name, row) in self.run.given:
            return ("not_told" if isinstance(self.run.given[node.full_name, row], Unknown) else "given"), NO_WORDS
        if not isinstance(node, Fact):
            return "", NO_WORDS
        told = self.run.dossier.facts.get(node.full_name)
        if told is not None and not isinstance(told, int | Unknown):
            told = told.get(self.run.layout.ids[node.level][row])
        if told is None:
            return ("not_told", NO_WORDS) if node.absent is None else ("absent", node.because)
        return ("told" if isinstance(told, int) else "not_told"), NO_WORDS

    def _rule(self, reason: Reason, rule: Rule, row: int) -> Reason:
        day = self.run.law_day(rule, row)
        inputs = tuple(self._inputs(rule, row, ("law_at=",), 0, 0))
        if isinstance(day, Unknown):
            return _with(reason, anchor=rule.law_at.name, inputs=inputs)
        if rule.law_at.name == "each_day":
            end = self.run.layout.months[rule.level][row]
            stretches = self.run.stretches(rule, row, day, int(last_day(Month(end[0]))))
            readings = [self._reading(rule, row, begin, until) for begin, until in stretches]
        else:
            readings = [self._reading(rule, row, day, None)]
        kept = tuple(reading for reading in readings if reading is not None)
        return _with(reason, anchor=rule.law_at.name, readings=kept, inputs=inputs)

    def _reading(self, rule: Rule, row: int, day: int, until: int | None) -> Reading | None:
        number = rule.active(day)
        if number < 0:
            return None
        version, names = rule.versions[number], self.book.inputs[rule.full_name][number]
        length = None if until is None else until - day + 1
        values = self.run.inputs(rule, number, row, day, length)
        body = self._body(rule, number, values)
        wanted = [*body.used]
        if any(self._by_place(names[name]) for name in wanted):
            wanted.append("place=")
        return Reading(
            day,
            until,
            Provision(
                rule.full_name,
                version.since,
                None if version.until == OPEN else version.until,
                version.cites,
                version.evidence,
                version.summary,
            ),
            tuple(body.conditions),
            tuple(body.ends),
            tuple(self._inputs(rule, row, wanted, day, number)),
        )

    def _body(self, rule: Rule, number: int, values: Mapping[str, Any]) -> _Body:
        """The body read on these values; months in which all values are the same are read once."""
        alike = (rule.full_name, number, *(v if isinstance(v, int | Unknown) else id(v) for v in values.values()))
        body = self.bodies.get(alike)
        if body is None:
            version = rule.versions[number]
            kinds = {name: kind.name for name, kind in version.source.inputs}
            body = _Body(values, kinds, self.book.inputs[rule.full_name][number], rule.kind.name == "truth")
            body.read(version.source.body, {})
            self.bodies[alike] = body
        return body

    def _by_place(self, key: str) -> bool:
        node = self.book.nodes[key]
        return isinstance(node, Parameter) and node.by_place

    def _inputs(self, rule: Rule, row: int, wanted: Iterable[str], day: int, number: int) -> Iterator[Source]:
        """Where the wanted inputs stand; parameters are noted with their day and place."""
        names = self.book.inputs[rule.full_name][number]
        for name in wanted:
            if name not in names:
                continue
            node = self.book.nodes[names[name]]
            if isinstance(node, Parameter):
                yield Source(name, self._parameter(node, day, self._where(node, names, rule, row)))
            elif isinstance(node, Builtin) and node.name == "days_of_law":
                continue
            else:
                container = row if node.level == rule.level else self.run.layout.within[rule.level, node.level][row]
                if container >= 0:
                    yield Source(name, reason_id(names[name], container))

    def _where(self, node: Parameter, names: Mapping[str, str], rule: Rule, row: int) -> Value:
        if not node.by_place or "place=" not in names:
            return -1
        return self.run.read(names["place="], rule.level, row)

    def _parameter(self, node: Parameter, day: int, place: Value) -> str:
        known = place if isinstance(place, int) else -1
        chain = self.book.places_of[known] if known >= 0 else ("",)
        dated = None if isinstance(place, Unknown) else node.dated_at(day, chain)
        start = dated.start if dated is not None else day
        at = f"@{self.book.places.names[known]}" if known >= 0 else ""
        identity = f"{node.full_name}{at}[{'unknown' if dated is None else start}]"
        if identity not in self.held:
            self.held[identity] = self._dated(node, identity, dated, at[1:], place)
        return identity

    def _dated(self, node: Parameter, identity: str, dated: Dated | None, place: str, where: Value) -> Reason:
        value = None if dated is None or dated.value is REPEALED else dated.value
        reasons = why(where) if isinstance(where, Unknown) else LAW if value is None else 0
        ends = (value, value) if isinstance(value, int) else (node.low, node.high) if value is None else (0, 0)
        content = value if isinstance(value, Table | Steps | Tariff) else None
        provision = None
        if dated is not None:
            cites = () if dated.cite is None else (dated.cite,)
            provision = Provision(node.full_name, dated.start, None, cites, dated.evidence, "", dated.note)
        dating = Dating(
            provision,
            node.base,
            node.per,
            place,
            dated is not None and dated.frozen,
            dated.known if dated is not None and dated.known_stated else None,
            "" if dated is None else dated.state,
            dated is not None and dated.value is REPEALED,
            content,
        )
        label = label_of(node)
        return Reason(
            identity, node.full_name, "parameter", None, node.kind, *ends, reason_ids(reasons), label, dating=dating
        )

    def _link(self, reason: Reason, node: LinkNode, row: int) -> Reason:
        link = node.link
        numbers = {"lag": link.lag, "n": link.n, "back": link.back, "until": link.until, "months": link.months}
        inputs = tuple(
            Source(name, reason_id(*at))
            for name, at in _that_matter(link.fold, reason, self.run.reads(node.full_name, row), self)
        )
        fold = link.fold if link.how in ("up", "window") else ""
        kept = tuple((name, number) for name, number in numbers.items() if number)
        return _with(reason, anchor=link.how, fold=fold, numbers=kept, inputs=inputs)


OPEN: Final = 2**31 - 1


def _with(reason: Reason, **changes: Any) -> Reason:
    return replace(reason, **changes)


def _role(node: Node) -> str:
    return {Rule: "rule", LinkNode: "link", Fact: "fact", Builtin: "calendar", Parameter: "parameter"}[type(node)]


def _that_matter(fold: str, reason: Reason, reads: Iterable[At], explainer: Explainer) -> Iterator[tuple[str, At]]:
    """Of all rows a link read, those that made its value."""
    for key, row in dict.fromkeys(reads):
        value = explainer.run.value(key, row)
        match fold:
            case "any":
                wanted = low(value) == 1 if reason.low == 1 else low(value) != high(value) if reason.high == 1 else True
            case "all":
                wanted = (
                    high(value) == 0 if reason.high == 0 else low(value) != high(value) if reason.low == 0 else True
                )
            case "total" | "count" | "largest":
                wanted = (low(value), high(value)) != (0, 0)
            case _:
                wanted = True
        if wanted:
            yield key.rpartition(".")[2], (key, row)


# --- doubts --------------------------------------------------------------------------------------------------------


def doubts(explainer: Explainer, results: Mapping[str, At]) -> tuple[Doubt, ...]:
    """Every doubtful provision that the named results rest on, with the results that rest on it."""
    explainer.reach(results.values())
    readers: dict[str, list[str]] = {}
    stating: dict[tuple[str, int], tuple[Provision, list[str]]] = {}
    for identity, reason in explainer.held.items():
        for source in reason.sources():
            readers.setdefault(source.id, []).append(identity)
        for provision in provisions_of(reason):
            if provision.doubtful:
                stating.setdefault((provision.node, provision.since), (provision, []))[1].append(identity)
    ids: dict[str, list[str]] = {}
    for name, at in results.items():
        ids.setdefault(reason_id(*at), []).append(name)
    nodes = explainer.book.nodes
    found = []
    for provision, stated in stating.values():
        over = _over(stated, readers)
        resting = tuple(name for identity, names in ids.items() if identity in over for name in names)
        if resting:
            found.append(Doubt(provision, label_of(nodes[provision.node]), resting))
    return tuple(found)


def _over(stated: Iterable[str], readers: Mapping[str, list[str]]) -> set[str]:
    """All that rests on these."""
    over: set[str] = set()
    stack = list(stated)
    while stack:
        identity = stack.pop()
        if identity not in over:
            over.add(identity)
            stack += readers.get(identity, ())
    return over


# --- what is missing -----------------------------------------------------------------------------------------------


def varied(run: Reference, changes: Mapping[str, Mapping[int, Value]]) -> Reference:
    """The same run with facts told otherwise on some rows; what does not depend on them is not worked out again."""
    touched = run.plan.downstream(changes)
    other = Reference(run.book, run.dossier).sharing(run, touched)
    for key, rows in changes.items():
        slots = other.memo[key]
        slots[:] = run.column(key)
        for row, value in rows.items():
            slots[row] = value
    return other


def may_reach(run: Reference, other: Reference, key: str, ends: frozenset[str]) -> bool:
    """Whether moving a node could have changed any of the ends: not where what all of it passes through stayed."""
    passage = run.plan.passages(ends).get(key)
    if passage is None:
        return True
    try:
        return any(
            (low(before), high(before)) != (low(after := other.value(passage, row)), high(after))
            for row, before in enumerate(run.memo.get(passage, ()))
            if before is not None
        )
    except OutOfRange:
        return True


def missing_facts(explainer: Explainer, outcomes: Iterable[At]) -> dict[str, tuple[int, ...]]:
    """The facts not told that unknown outcomes wait for: fact -> rows. Only what bears on the outcomes is followed."""
    found: dict[str, set[int]] = {}
    seen: set[str] = set()
    stack = [reason_id(*at) for at in outcomes]
    while stack:
        identity = stack.pop()
        if identity in seen:
            continue
        seen.add(identity)
        reason = explainer.reason_named(identity)
        if reason.known and not _content_open(reason):
            continue
        if (reason.role == "fact" or reason.told) and reason.row is not None:
            found.setdefault(reason.node, set()).add(reason.row.number)
        stack += [source.id for source in reason.sources()]
    return {key: tuple(sorted(rows)) for key, rows in found.items()}


def _content_open(reason: Reason) -> bool:
    return reason.role == "parameter" and reason.dating is not None and reason.dating.content is None


def unknowns(explainer: Explainer, outcome: At) -> tuple[Missing, ...]:
    """What is not told and would decide an unknown outcome, with what each answer would make of it."""
    run = explainer.run
    value = run.value(*outcome)
    if not isinstance(value, Unknown):
        return ()
    found = []
    for key, rows in missing_facts(explainer, [outcome]).items():
        fact = run.book.nodes[key]
        assert isinstance(fact, Fact | LinkNode | Rule)
        tried = (
            _answer(varied(run, {key: dict.fromkeys(rows, answer)}), outcome, answer)
            for answer in answers_of(run, fact)
        )
        answers = tuple(answer for answer in tried if answer is not None)
        alone = any((answer.low, answer.high) != (value.low, value.high) for answer in answers)
        places = tuple(row_of(run, fact.level, row) for row in rows)
        found.append(Missing(key, places, label_of(fact), fact.kind, answers, alone))
    return tuple(sorted(found, key=lambda item: (not item.alone, item.node)))


def _answer(run: Reference, outcome: At, answer: int) -> Answer | None:
    """What an answer makes of the outcome; None where the law knows no such case."""
    try:
        value = run.value(*outcome)
    except OutOfRange:
        return None
    return Answer(answer, low(value), high(value), reason_ids(why(value)))


MOST_ANSWERS: Final = 40


def answers_of(run: Reference, fact: Fact | LinkNode | Rule) -> tuple[int, ...]:
    """Answers worth trying: every one of a closed list, else the ends and the values typical of the fact."""
    lowest, highest = run.plan.ranges.of(fact.full_name)
    if fact.kind.category is not None:
        return tuple(member.value for member in fact.kind.category if lowest <= member.value <= highest)
    if highest - lowest < MOST_ANSWERS:
        return tuple(range(lowest, highest + 1))
    typical = fact.typical if isinstance(fact, Fact) else ()
    return tuple(sorted({lowest, *typical, highest}))


# --- the smallest change -------------------------------------------------------------------------------------------


def outcome_of(kind: Kind, value: Value) -> tuple[int, int]:
    """What counts as the same outcome: the value itself of truths and closed lists, owed or not of amounts."""
    if kind.category is not None or kind.name in ("truth", "place"):
        return low(value), high(value)
    return int(low(value) > 0), int(high(value) > 0)


def smallest_changes(explainer: Explainer, outcome: At) -> tuple[Move, ...]:
    """For each declared fact that bears on an outcome, the smallest move of it alone that alters the outcome.

    The smallest of all stands first: amounts by how much of themselves they move, answers and dates after them.
    """
    run = explainer.run
    kind = run.book.nodes[outcome[0]].kind
    held = outcome_of(kind, run.value(*outcome))
    moves = []
    for key, row in _declared(explainer, outcome):
        trial = _Trial(run, key, row, outcome, kind, held)
        after = trial.nearest()
        if after is not None:
            value = trial.at(after)
            fact = run.book.nodes[key]
            where = None if row is None else row_of(run, trial.fact.level, row)
            moves.append(Move(key, where, label_of(fact), trial.fact.kind, trial.told, after, low(value), high(value)))
    return tuple(sorted(moves, key=_size))


MOST_ROWS: Final = 6
_BY_SHARE: Final = frozenset({"money", "rate", "count", "days", "months", "minutes"})


def smallest_cure(explainer: Explainer, outcome: At) -> Move | None:
    """The smallest move of one declared fact after which a truth that fails holds; None where no single move does.

    Rows of a fact are ruled out many at a time; of those that could do, the latest few are tried. Where the outcome
    would rest on what is not known, the move is no cure.
    """
    run = explainer.run
    kind = run.book.nodes[outcome[0]].kind
    held = outcome_of(kind, run.value(*outcome))
    rows: dict[str, list[int | None]] = {}
    for key, row in _declared(explainer, outcome):
        rows.setdefault(key, []).append(row)
    best: Move | None = None
    # amounts count as smaller moves than answers, and an answer cannot move by less than one step: what can no longer
    # be the smallest is not tried
    for key in sorted(rows, key=lambda key: run.book.nodes[key].kind.name not in _BY_SHARE):
        least = (0, 0.0) if run.book.nodes[key].kind.name in _BY_SHARE else (1, 1.0)
        if best is not None and _size(best) <= least:
            continue
        for row in _that_may_turn(run, key, rows[key], outcome, held):
            trial = _Trial(run, key, row, outcome, kind, held)
            after = trial.nearest()
            if after is None or low(trial.at(after)) != 1:
                continue
            where = None if row is None else row_of(run, trial.fact.level, row)
            move = Move(key, where, label_of(run.book.nodes[key]), trial.fact.kind, trial.told, after, 1, 1)
            best = move if best is None or _size(move) < _size(best) else best
    return best


def _that_may_turn(
    run: Reference, key: str, places: list[int | None], outcome: At, held: tuple[int, int]
) -> list[int | None]:
    """The latest few rows whose value could turn the outcome: halves of rows that cannot are passed over together."""
    if None in places:
        return [None]
    fact = run.book.nodes[key]
    assert isinstance(fact, Fact)
    kind, open_ = run.book.nodes[outcome[0]].kind, Unknown(fact.low, fact.high, FACT)
    found: list[int | None] = []
    stack = [sorted(row for row in places if row is not None)]
    while stack and len(found) < MOST_ROWS:
        part = stack.pop()
        other = varied(run, {key: dict.fromkeys(part, open_)})
        if outcome_of(kind, other.value(*outcome)) == held:
            continue
        if len(part) == 1:
            found.append(part[0])
        else:
            stack += [part[: len(part) // 2], part[len(part) // 2 :]]
    return found


def _size(move: Move) -> tuple[int, float]:
    step = abs(move.after - move.before)
    if move.kind.name in _BY_SHARE:
        return 0, step / max(abs(move.before), 1)
    return 1, float(step)


def _declared(explainer: Explainer, outcome: At) -> list[tuple[str, int | None]]:
    """The declarations upstream: (fact, row), or (fact, None) where one value was told for all rows."""
    explainer.reach([outcome])
    found: dict[tuple[str, int | None], None] = {}
    stack, seen = [reason_id(*outcome)], set[str]()
    while stack:
        identity = stack.pop()
        if identity in seen:
            continue
        seen.add(identity)
        reason = explainer.held[identity]
        if reason.role == "fact" and reason.row is not None and reason.told in ("told", "absent"):
            single = isinstance(explainer.run.dossier.facts.get(reason.node), int)
            found[reason.node, None if single else reason.row.number] = None
        stack += [source.id for source in reason.sources()]
    return list(found)


class _Trial:
    """One declared fact, moved about while everything else stays."""

    def __init__(
        self, run: Reference, key: str, row: int | None, outcome: At, kind: Kind, held: tuple[int, int]
    ) -> None:
        fact = run.book.nodes[key]
        assert isinstance(fact, Fact)
        self.run, self.key, self.fact, self.outcome, self.kind, self.held = run, key, fact, outcome, kind, held
        column = run.column(key)
        self.rows = tuple(range(len(column))) if row is None else (row,)
        told = column[self.rows[0]]
        assert isinstance(told, int)
        self.told = told
        self.tried: dict[int, Value | None] = {}

    def at(self, value: int) -> Value:
        """The outcome's value with the fact at this value. Raises OutOfRange where the law knows no such case."""
        if value not in self.tried:
            other = varied(self.run, {self.key: dict.fromkeys(self.rows, value)})
            try:
                self.tried[value] = other.value(*self.outcome)
            except OutOfRange:
                self.tried[value] = None
        found = self.tried[value]
        if found is None:
            raise OutOfRange(
                Message(
                    "range.leads_out", "{key}: {value} leads out of the range of a rule.", key=self.key, value=value
                )
            )
        return found

    def turns(self, value: int) -> bool:
        """Whether the outcome turns; False where the law knows no such case."""
        try:
            return outcome_of(self.kind, self.at(value)) != self.held
        except OutOfRange:
            return False

    def _ends_here(self, value: int) -> bool:
        """Whether the outcome turns at the value, or the law knows no such case."""
        return self.turns(value) or self.tried[value] is None

    def may_turn(self, lowest: int, highest: int) -> bool:
        """Whether any value of a stretch could turn the outcome: one run on bounds rules most facts out."""
        open_ = Unknown(lowest, highest, FACT)
        other = varied(self.run, {self.key: dict.fromkeys(self.rows, open_)})
        return outcome_of(self.kind, other.value(*self.outcome)) != self.held

    def nearest(self) -> int | None:
        """The nearest value at which the outcome turns: the neighbour towards the told value does not turn it."""
        if self.fact.kind.category is not None or self.fact.kind.name in ("truth", "place"):
            if not self.may_turn(self.fact.low, self.fact.high):
                return None
            others = [v for v in answers_of(self.run, self.fact) if v != self.told]
            return next((v for v in sorted(others, key=lambda v: abs(v - self.told)) if self.turns(v)), None)
        found = [end for end in (self._towards(self.fact.low), self._towards(self.fact.high)) if end is not None]
        return min(found, key=lambda value: abs(value - self.told), default=None)

    def _towards(self, end: int) -> int | None:
        """Gallop towards an end of the range until the outcome turns, then halve the stretch."""
        if end == self.told or not self.may_turn(min(end, self.told), max(end, self.told)):
            return None
        sign = 1 if end > self.told else -1
        step, still = 1, self.told
        while still != end:
            reached = self.told + sign * step
            if (end - reached) * sign <= 0:
                reached = end
            if self._ends_here(reached):
                turned = self._between(still, reached)
                return turned if self.turns(turned) else None
            still, step = reached, step * 4
        return None

    def _between(self, still: int, turned: int) -> int:
        while abs(turned - still) > 1:
            middle = (still + turned) // 2
            if self._ends_here(middle):
                turned = middle
            else:
                still = middle
        return turned


__all__ = [
    "Answer",
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
    "doubts",
    "label_of",
    "may_reach",
    "missing_facts",
    "outcome_of",
    "reason_ids",
    "row_of",
    "smallest_changes",
    "smallest_cure",
    "unknowns",
    "varied",
]
