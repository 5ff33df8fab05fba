"""What must hold when a law book is put together: every name reaches what it reads, and nothing reads itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amparo.rules.declarations import Benefit, CoverageStatement, Identity, Participation, Posting, Signal, Status
from amparo.rules.errors import LawError
from amparo.rules.kinds import read_value
from amparo.rules.language import Contents, read_rule
from amparo.rules.levels import (
    CONTRACT,
    GROUP_MONTH,
    MONTH,
    PAYER,
    QUARTER,
    SPELL,
    TIE_MONTH,
    TIE_YEAR,
    WORKER,
    YEAR,
    Anchor,
    Level,
    contains,
)
from amparo.rules.nodes import Fact, LinkNode, Node, Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from amparo.rules.book import LawBook
    from amparo.rules.declarations import Link, Result
    from amparo.rules.nodes import Version

_LINK_LEVELS: Final[dict[str, tuple[Level, ...]]] = {
    "in_force": (MONTH, QUARTER),
    "previous": (MONTH, QUARTER, YEAR, TIE_MONTH, GROUP_MONTH, TIE_YEAR),
    "window": (MONTH, SPELL),
    "best": (YEAR,),
    "days_in": (MONTH, YEAR, WORKER, SPELL),
}
_FOLDS: Final = ("total", "count", "any", "all", "largest", "smallest")
_ANY_WHOLE: Final = {"count", "days", "months", "minutes"}
_SUMMABLE: Final = _ANY_WHOLE | {"money", "rate"}
_PAYER_LEVELS: Final = (CONTRACT, TIE_MONTH, TIE_YEAR, GROUP_MONTH)


def word(level: Level) -> str:
    """The level as a person writes it."""
    return level.name.lower()


# --- links -------------------------------------------------------------------------------------------------------


def check_link(node: LinkNode, source: Node, where: str) -> None:
    """A link's levels, lags and fold have a meaning. Raises LawError."""
    link, level = node.link, level_of(source, where)
    if link.how in _LINK_LEVELS and node.level not in _LINK_LEVELS[link.how]:
        raise LawError(f"{where}: {link.how} has no meaning at level {word(node.level)}.")
    match link.how:
        case "up":
            _check_up(link, level, node.level, where)
        case "in_force":
            if level not in (QUARTER, YEAR) or not contains(level, node.level) or level == node.level:
                raise LawError(f"{where}: in_force reads a longer period's value, not a {word(level)}'s.")
        case "window":
            if level != MONTH:
                raise LawError(f"{where}: window reads MONTH values, '{link.source}' is at {word(level)}.")
            if not 0 <= link.until <= link.back:
                raise LawError(f"{where}: a window goes from back= to until=, with back >= until >= 0.")
        case "best":
            if level != YEAR:
                raise LawError(f"{where}: best reads YEAR values, '{link.source}' is at {word(level)}.")
            if not 1 <= link.n <= link.back:
                raise LawError(f"{where}: best takes n= of of_last= years, with 1 <= n <= of_last.")
        case "previous":
            if link.n < 1:
                raise LawError(f"{where}: previous goes back n= periods, 1 or more.")
    if link.lag < 0:
        raise LawError(f"{where}: lag= goes back 0 or more periods.")
    _check_fold(link, source, where)


def _check_up(link: Link, source: Level, target: Level, where: str) -> None:
    if source == target or not contains(target, source) or target == PAYER:
        raise LawError(
            f"{where}: {word(source)} rows do not lie in {word(target)} rows. Cure: choose a containing level."
        )
    if link.lag and target not in (MONTH, QUARTER, YEAR, TIE_YEAR):
        raise LawError(f"{where}: lag needs a level with periods (month, quarter, year, tie_year).")


def _check_fold(link: Link, source: Node, where: str) -> None:
    kind = source.kind.name
    if link.how in ("up", "window"):
        if link.fold not in _FOLDS:
            raise LawError(f"{where}: how='{link.fold}' is not one of {', '.join(_FOLDS)}.")
        if link.fold in ("count", "any", "all") and kind != "truth":
            raise LawError(f"{where}: {link.fold} reads a truth, '{link.source}' is a {kind}.")
    if (link.how == "best" or (link.how in ("up", "window") and link.fold == "total")) and kind not in _SUMMABLE:
        cure = "Cure: use count." if kind == "truth" else "Cure: use largest or smallest."
        raise LawError(f"{where}: a {kind} cannot be added up. {cure}")


def level_of(node: Node, where: str) -> Level:
    """The level of what a link reads."""
    if isinstance(node, Parameter):
        raise LawError(f"{where}: a link reads facts and rules, not the parameter '{node.name}'.")
    return node.level


def lagged(node: Node, names: Mapping[str, str]) -> set[str]:
    """Those inputs of a node that are read from an earlier period only."""
    if not isinstance(node, LinkNode):
        return set()
    link = node.link
    earlier = (
        (link.how in ("up", "in_force") and link.lag > 0)
        or link.how == "previous"
        or (link.how == "window" and link.until > 0 and node.level == MONTH)
    )
    filters = {names["where"]} if "where" in names and link.how == "up" else set()
    return {names["source"]} | filters if earlier else set()


# --- reach -------------------------------------------------------------------------------------------------------


def check_reach(book: LawBook) -> None:
    """Every input is of the promised kind and readable from the reader's level; raises LawError."""
    for key, versions in book.inputs.items():
        node = book.nodes[key]
        if isinstance(node, Rule):
            for version, names in zip(node.versions, versions, strict=True):
                _check_version(book, node, version, names)
        elif isinstance(node, LinkNode):
            _check_link_inputs(book, node, versions[0])
    check_circles(book)


def _check_version(book: LawBook, rule: Rule, version: Version, names: Mapping[str, str]) -> None:
    where = f"rule {rule.full_name} (line {version.line})"
    if rule.level == PAYER:
        raise LawError(f"{where}: the payer level holds facts only. Cure: use tie_month.")
    for name, kind in version.source.inputs:
        source = book.nodes[names[name]]
        if isinstance(source, Parameter):
            if source.by_place and not version.place:
                raise LawError(f"{where}: '{name}' is kept by place. Cure: say place=\"...\" in the rule.")
        elif not contains(source.level, rule.level):
            raise LawError(
                f"{where}: '{name}' is a {word(source.level)} value; "
                f"a {word(rule.level)} rule cannot read it without a link."
            )
        given = source.kind.name
        if kind.name != given and not {kind.name, given} <= _ANY_WHOLE:
            raise LawError(f"{where}: '{name}' is asked for as a {kind.name}, but {source.full_name} is a {given}.")
    if "place=" in names:
        _check_named(book, rule.level, names["place="], "place", f'{where}: place="{version.place}"')
    if "law_at=" in names:
        _check_named(book, rule.level, names["law_at="], "date", f'{where}: at_day("{rule.law_at.node}")')
    if "days_of_law" in names and rule.law_at.name != "each_day":
        raise LawError(f"{where}: days_of_law belongs to law_at=each_day.")
    if rule.law_at.name == "each_day" and "days_of_law" not in names:
        raise LawError(f"{where}: law_at=each_day needs the argument days_of_law: Days.")
    _check_contents(book, version, names, f"rule {rule.full_name}")


def _check_named(book: LawBook, level: Level, key: str, kind: str, where: str) -> None:
    node = book.nodes[key]
    if node.kind.name != kind or isinstance(node, Parameter) or not contains(node.level, level):
        raise LawError(f"{where} is not a {kind} this level can read.")


def _check_contents(book: LawBook, version: Version, names: Mapping[str, str], where: str) -> None:
    """Cells of tables and steps are of the kind that the rule makes of them."""
    contents = {}
    for name, _ in version.source.inputs:
        parameter = book.nodes[names[name]]
        if isinstance(parameter, Parameter) and parameter.keys:
            contents[name] = Contents(parameter.content.name, tuple(key.name for key in parameter.keys))
    if contents and version.source.definition is not None:
        read_rule(version.function, version.source.definition, where, version.source.text, contents)


def _check_link_inputs(book: LawBook, node: LinkNode, names: Mapping[str, str]) -> None:
    where = f"link {node.full_name}"
    if node.link.how == "days_in" and node.level not in _LINK_LEVELS["days_in"]:
        raise LawError(f"{where}: days_in has no meaning at level {word(node.level)}.")
    if "where" in names:
        rows = SPELL if node.link.how == "days_in" else level_of(book.nodes[names["source"]], where)
        filter_ = book.nodes[names["where"]]
        if filter_.kind.name != "truth" or isinstance(filter_, Parameter) or filter_.level != rows:
            raise LawError(f'{where}: where="{node.link.where}" must be a truth of the same {word(rows)} rows.')
    if "before" in names:
        _check_named(book, node.level, names["before"], "date", f'{where}: before="{node.link.before}"')


def check_circles(book: LawBook) -> None:
    """Nothing depends on itself within one period. Raises LawError naming the circle."""
    done: set[str] = set()
    for root in book.inputs:
        if root in done:
            continue
        path: list[str] = []
        held: set[str] = set()
        work = [(root, iter(_same_time(book, root)))]
        path.append(root)
        held.add(root)
        while work:
            following = next((key for key in work[-1][1] if key not in done), None)
            if following is None:
                work.pop()
                done.add(path[-1])
                held.discard(path.pop())
            elif following in held:
                circle = [*path[path.index(following) :], following]
                raise LawError(
                    f"These depend on one another within one period: {' -> '.join(circle)}. "
                    "Cure: read an earlier period with previous or in_force."
                )
            else:
                path.append(following)
                held.add(following)
                work.append((following, iter(_same_time(book, following))))


def _same_time(book: LawBook, key: str) -> list[str]:
    """The rules and links a node reads of its own period."""
    versions = book.inputs.get(key, ())
    earlier = lagged(book.nodes[key], versions[0]) if versions else set()
    found = {source for names in versions for source in names.values()}
    return sorted(source for source in found - earlier if source in book.inputs)


# --- results -----------------------------------------------------------------------------------------------------


def check_results(book: LawBook) -> None:
    """Every declared result names nodes of the right kind and level. Raises LawError."""
    for topic, result in book.results(object):
        where = f"topic {topic}, RESULTS"
        match result:
            case Status(node=name):
                _node(book, topic, name)
            case CoverageStatement():
                _check_coverage(book, topic, result, where)
            case Posting():
                _check_posting(book, topic, result, where)
            case Identity():
                _check_identity(book, topic, result, where)
            case Participation():
                _check_month_nodes(book, topic, (result.registered, result.contributing), ("truth",), where)
            case Benefit():
                _check_benefit(book, topic, result, f"{where}, benefit '{result.id}'")
            case Signal():
                _check_signal(book, topic, result, f"{where}, signal '{result.id}'")
            case _:
                raise LawError(f"{where} holds {result!r}, which is no result.")


def _node(book: LawBook, topic: str, name: str) -> Node:
    own = f"{topic}.{name}"
    return book.nodes[own if own in book.nodes else book.find(name)]


def _check_coverage(book: LawBook, topic: str, result: CoverageStatement, where: str) -> None:
    node = _node(book, topic, result.node)
    if isinstance(node, Parameter) or node.level != MONTH or node.kind.name != "Coverage":
        raise LawError(f"{where}: coverage by '{result.node}' needs a MONTH rule that returns Coverage.")


def _check_posting(book: LawBook, topic: str, result: Posting, where: str) -> None:
    node = _node(book, topic, result.node)
    if isinstance(node, Parameter) or node.kind.name != "money":
        raise LawError(f"{where}: posting '{result.node}' is not an amount of money.")
    if result.payer == "payer" and node.level not in _PAYER_LEVELS:
        raise LawError(
            f"{where}: posting '{result.node}' is owed by the payer of the row, but {word(node.level)} rows have none."
        )
    if isinstance(result.posted_on, Anchor):
        if node.level not in result.posted_on.levels or result.posted_on.node or result.posted_on.name == "each_day":
            raise LawError(f"{where}: posting '{result.node}': {result.posted_on.name} is no day of its rows.")
        return
    day = _node(book, topic, result.posted_on)
    if isinstance(day, Parameter) or day.kind.name != "date" or not contains(day.level, node.level):
        raise LawError(f"{where}: posting '{result.node}': '{result.posted_on}' is not a date of its rows.")


def _check_identity(book: LawBook, topic: str, result: Result, where: str) -> None:
    assert isinstance(result, Identity)
    names = [result.total, *result.parts, *([result.residual] if result.residual else [])]
    nodes = [_node(book, topic, name) for name in names]
    levels = {node.level for node in nodes if not isinstance(node, Parameter)}
    if any(isinstance(node, Parameter) or node.kind.name != "money" for node in nodes) or len(levels) != 1:
        raise LawError(f"{where}: identity of '{result.total}': all of {', '.join(names)} are money of one level.")


def _check_month_nodes(book: LawBook, topic: str, names: Iterable[str], kinds: tuple[str, ...], where: str) -> None:
    for name in names:
        node = _node(book, topic, name)
        if isinstance(node, Parameter) or not contains(node.level, MONTH) or node.kind.name not in kinds:
            raise LawError(f"{where}: '{name}' is not a {' or '.join(kinds)} that a MONTH row can read.")


def _check_benefit(book: LawBook, topic: str, result: Benefit, where: str) -> None:
    _check_month_nodes(book, topic, (result.qualified, *result.conditions), ("truth",), where)
    _check_month_nodes(book, topic, (name for name in (result.amount, result.reference) if name), ("money",), where)
    terms = (name for name in (result.waiting, result.duration) if name)
    _check_month_nodes(book, topic, terms, ("days", "months", "count"), where)
    for name, kind in ((result.entitled, "truth"), (result.paid, "money")):
        if name:
            node = _node(book, topic, name)
            if isinstance(node, Parameter) or node.level != SPELL or node.kind.name != kind:
                raise LawError(f"{where}: '{name}' is not a {kind} of a SPELL.")
    for name, said in result.assumed:
        node = _node(book, topic, name)
        if not isinstance(node, Fact) or node.level != SPELL:
            raise LawError(f"{where}: assumed '{name}' is not a fact of a SPELL.")
        try:
            read_value(node.kind, said, book.places)
        except (ValueError, TypeError) as error:
            raise LawError(f"{where}: assumed '{name}': {error}.") from None


def _check_signal(book: LawBook, topic: str, result: Signal, where: str) -> None:
    node = _node(book, topic, result.node)
    if not isinstance(node, Rule) or node.kind.name != "truth":
        raise LawError(f"{where}: '{result.node}' is not a rule that says yes or no.")
    for name in result.refuted_by:
        _node(book, topic, name)
    for name in (*result.shown, result.strength, result.at_stake):
        beside = _node(book, topic, name) if name else node
        if not isinstance(beside, Rule | LinkNode) or beside.level != node.level:
            raise LawError(f"{where}: '{name}' is not computed for the same {word(node.level)} rows.")
    if result.strength and _node(book, topic, result.strength).kind.name != "count":
        raise LawError(f"{where}: strength '{result.strength}' is not a count.")
    if result.at_stake and _node(book, topic, result.at_stake).kind.name != "money":
        raise LawError(f"{where}: at stake '{result.at_stake}' is not money.")
