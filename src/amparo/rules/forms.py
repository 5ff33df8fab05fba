"""A topic written once for several schemes: each rule of it written out for each, as a person would have by hand.

Beside such a form its YAML has `instances`: what each calls the form's provisions, what the names that they read mean
there, and the words that differ. Nothing beyond this module knows of forms.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from string import Formatter
from types import FunctionType
from typing import Any, Final

from amparo.rules.declarations import (
    Benefit,
    CoverageStatement,
    Identity,
    Link,
    Participation,
    Posting,
    Result,
    RuleVersion,
    Signal,
    Status,
)
from amparo.rules.errors import LawError, nearest
from amparo.rules.evidence import LANGUAGES, Citation, Instrument, Label, read_citation, read_label
from amparo.rules.kinds import Category, read_date
from amparo.rules.parameters import check_keys

Declared = tuple[RuleVersion, ast.FunctionDef]

_OF_PARTS: Final = ("reads", "instead", "members", "cites", "evidence", "says", "sentences", "words", "labels")
_KEYS: Final = {"of", "topic", "names", "without", "since", "nothing_before", *_OF_PARTS}
# of each kind of result the fields that name provisions; all its other texts are words
_NODES: Final[dict[type, tuple[str, ...]]] = {
    Status: ("node",),
    CoverageStatement: ("node",),
    Posting: ("node", "posted_on"),
    Identity: ("total", "parts", "residual"),
    Participation: ("registered", "contributing"),
    Benefit: ("qualified", "conditions", "amount", "reference", "waiting", "duration", "entitled", "paid"),
    Signal: ("node", "shown", "strength", "at_stake", "refuted_by"),
}


@dataclass(frozen=True)
class Said:
    """What a topic's module declares, with the labels of its YAML."""

    rules: list[Declared]
    links: Mapping[str, Link]
    labels: Mapping[str, Label]
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Form:
    """What is said once, to which topic it belongs, and what its instances may cite and name."""

    file: str
    home: str
    said: Said
    instruments: Mapping[str, Instrument]
    categories: Mapping[str, type[Category]]

    @cached_property
    def provisions(self) -> tuple[str, ...]:
        """Its rules and links, by name."""
        return tuple(dict.fromkeys([*(version.name for version, _ in self.said.rules), *self.said.links]))

    @cached_property
    def benefits(self) -> tuple[str, ...]:
        """The ids of its benefits, as the form writes them."""
        return tuple(result.id for result in self.said.results if isinstance(result, Benefit))

    @cached_property
    def ports(self) -> frozenset[str]:
        """The names that it reads and does not state itself."""
        read = {argument.arg for _, definition in self.said.rules for argument in definition.args.args}
        read |= {name for version, _ in self.said.rules for name in (version.place, version.law_at.node) if name}
        read |= {name for link in self.said.links.values() for name in (link.source, link.where, link.before) if name}
        read |= {name for result in self.said.results for name in _named(result)}
        return frozenset(read - set(self.provisions))

    @cached_property
    def members(self) -> frozenset[str]:
        """The names in its bodies that are neither arguments nor provisions: for them an instance may say a member."""
        names = {node.id for _, text in self.said.rules for node in ast.walk(text) if isinstance(node, ast.Name)}
        return frozenset(name for name in names if name.isupper())


@dataclass(frozen=True)
class Instance:
    """One scheme (side, benefit) for which a form is written out.

    names: what it calls each provision of the form; reads: what other names of the form mean; absent: provisions and
    benefits of the form that it has not, and that nothing stands for; since: the first day of all its rules, with
    nothing_before it; says, words: what differs in sentences, names and results, and in labels.
    """

    name: str
    topic: str
    since: int | None
    nothing_before: bool
    names: Mapping[str, str]
    absent: frozenset[str]
    reads: Mapping[str, str]
    members: Mapping[str, Category]
    cites: Mapping[str, tuple[Citation, ...]]
    evidence: Mapping[str, str]
    says: Mapping[str, str | tuple[str, ...]]
    sentences: Mapping[str, str]
    words: Mapping[str, Label]
    labels: Mapping[str, Label]

    def meaning(self, name: str) -> str:
        """What a name of the form means here."""
        return self.names.get(name) or self.reads.get(name, name)


# --- reading the instances -------------------------------------------------------------------------------------------


def read_instances(form: Form, instances: Mapping[str, Any], parts: Mapping[str, Any]) -> tuple[Instance, ...]:
    """The instances of a YAML, in its order. Raises LawError naming the slip and its cure."""
    for name, part in parts.items():
        check_keys(part, _KEYS - {"of"}, f"{form.file}, part {name}")
    found = tuple(_instance(form, name, data or {}, parts) for name, data in instances.items())
    taken: dict[str, str] = {}
    for one in found:
        for called in one.names.values():
            if called in taken:
                raise LawError(f"{form.file}: {taken[called]} and {one.name} both call a provision '{called}'.")
            taken[called] = one.name
    return found


def _instance(form: Form, name: str, data: Mapping[str, Any], parts: Mapping[str, Any]) -> Instance:
    where = f"{form.file}, instance {name}"
    check_keys(data, _KEYS, where)
    held: dict[str, dict[str, Any]] = {key: {} for key in _OF_PARTS}
    without: set[str] = set()
    called: str | Mapping[str, str] = f"{name}_{{rule}}"
    for part in (*_parts(data.get("of") or (), parts, where), data):
        without |= set(part.get("without") or ())
        called = part.get("names") or called
        for key in _OF_PARTS:
            held[key] |= part.get(key) or {}
    instead = held["instead"]
    _check_known(without, (*form.provisions, *form.benefits), "leaves out", where)
    _check_known((*instead, *instead.values()), form.provisions, "says instead:", where)
    kept = [provision for provision in form.provisions if provision not in {*without, *instead}]
    for key in ("cites", "evidence", "sentences", "labels"):
        _check_known(held[key], kept, f"says {key} of", where)
    _check_known(held["reads"], form.ports | without, "gives a meaning to", where)
    _check_known(held["members"], form.members, "gives a member to", where)
    says = {key: tuple(value) if isinstance(value, list) else str(value) for key, value in held["says"].items()}
    names = {key: _filled(text, _texts(says), where) for key, text in _names(called, kept, instead, where).items()}
    return Instance(
        name=name,
        topic=str(data.get("topic") or form.home),
        since=read_date(data["since"]) if "since" in data else None,
        nothing_before=bool(data.get("nothing_before")),
        names=names,
        absent=frozenset(without - set(held["reads"])),
        reads={**held["reads"], **{old: names[new] for old, new in instead.items()}},
        members={key: _member(form, str(value), where) for key, value in held["members"].items()},
        cites={key: _cited(form, cites, where) for key, cites in held["cites"].items()},
        evidence=held["evidence"],
        says=says,
        sentences=held["sentences"],
        words={key: read_label(value, f"{where}, words {key}") for key, value in held["words"].items()},
        labels={key: read_label(value, f"{where}, label {key}") for key, value in held["labels"].items()},
    )


def _parts(named: Iterable[str], parts: Mapping[str, Any], where: str) -> Iterable[Mapping[str, Any]]:
    for name in named:
        if name not in parts:
            raise LawError(f"{where}: there is no part '{name}'.{nearest(name, parts)}")
        yield parts[name]


def _names(
    said: str | Mapping[str, str], kept: Iterable[str], instead: Mapping[str, str], where: str
) -> dict[str, str]:
    """By a pattern in which {rule} is the form's name (or that of the rule whose place it takes), or one by one.

    Other words in braces stand for what the instance says.
    """
    if isinstance(said, str):
        if "{rule}" not in said:
            raise LawError(f"{where}: the pattern of names '{said}' has no {{rule}}.")
        place_of = {new: old for old, new in instead.items()}
        return {name: said.replace("{rule}", place_of.get(name, name)) for name in kept}
    lacking = [name for name in kept if name not in said]
    if lacking:
        raise LawError(f"{where}: no name for {', '.join(lacking)}. Cure: names, or without.")
    _check_known(said, kept, "names", where)
    return {name: str(said[name]) for name in kept}


def _check_known(said: Iterable[str], known: Iterable[str], what: str, where: str) -> None:
    known = list(known)
    for name in said:
        if name not in known:
            raise LawError(f"{where}: {what} '{name}', which the form does not have.{nearest(name, known)}")


def _member(form: Form, said: str, where: str) -> Category:
    category, _, member = said.partition(".")
    if category not in form.categories or member not in form.categories[category].__members__:
        raise LawError(f"{where}: '{said}' is no member of a category. Cure: Category.MEMBER.")
    return form.categories[category][member]


def _cited(form: Form, cites: Iterable[Any], where: str) -> tuple[Citation, ...]:
    return tuple(read_citation(str(cite), form.instruments, where) for cite in cites)


# --- writing out -----------------------------------------------------------------------------------------------------


def written_out(form: Form, instances: tuple[Instance, ...]) -> dict[str, Said]:
    """What the form says for each of its instances, by the topics to which they belong; the form's own stands first."""
    once = {key: label for key, label in form.said.labels.items() if key not in form.provisions}
    found = {form.home: Said([], {}, once, ())}
    for one in instances:
        held = found.get(one.topic, Said([], {}, {}, ()))
        found[one.topic] = Said(
            held.rules + [_rule(form, one, *each) for each in form.said.rules if each[0].name in one.names],
            {
                **held.links,
                **{one.names[name]: _link(one, link) for name, link in form.said.links.items() if name in one.names},
            },
            {**held.labels, **_labels(form, one)},
            (*held.results, *_results(form, one)),
        )
    return found


def _rule(form: Form, one: Instance, version: RuleVersion, definition: ast.FunctionDef) -> Declared:
    name, called, day = one.names[version.name], version.function.__name__, version.law_at
    python = called.replace(version.name, name, 1) if called.startswith(version.name) else called
    if one.nothing_before and definition.returns and ast.unparse(definition.returns) in form.categories:
        raise LawError(f"{form.file}, {one.name}.{called}: a category has no nothing. Cure: before= in the form.")
    written = _definition(one, definition, python, one.sentences.get(version.name), f"{form.file}, {one.name}.{called}")
    there = replace(
        version,
        function=_function(one, version.function, written),
        name=name,
        cites=one.cites.get(version.name, version.cites),
        evidence=one.evidence.get(version.name, version.evidence),
        since=version.since if one.since is None else one.since,
        before=0 if one.nothing_before else version.before,
        place=one.meaning(version.place) if version.place else version.place,
        law_at=replace(day, node=one.meaning(day.node)) if day.node else day,
    )
    return there, written


def _definition(one: Instance, definition: ast.FunctionDef, name: str, own: str | None, where: str) -> ast.FunctionDef:
    found: ast.FunctionDef = _Meanings(one).visit(copy.deepcopy(definition))
    found.name = name
    arguments = [argument.arg for argument in found.args.args]
    if len(set(arguments)) < len(arguments):
        raise LawError(f"{where}: two names that it reads mean the same here.")
    sentence = ast.get_docstring(definition, clean=False)
    if sentence:
        said = own or _said(sentence, one, where)
        found.body[0] = ast.copy_location(ast.Expr(ast.Constant(said)), found.body[0])
    return ast.fix_missing_locations(found)


class _Meanings(ast.NodeTransformer):
    """Names of the form put into what they mean in an instance."""

    def __init__(self, one: Instance) -> None:
        self.one = one

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.copy_location(ast.arg(self.one.meaning(node.arg), node.annotation), node)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        member = self.one.members.get(node.id)
        if member is not None:
            category = ast.Name(type(member).__name__, node.ctx)
            return ast.copy_location(ast.Attribute(category, member.name, node.ctx), node)
        return ast.copy_location(ast.Name(self.one.meaning(node.id), node.ctx), node)


def _function(one: Instance, function: Callable[..., Any], written: ast.FunctionDef) -> Callable[..., Any]:
    """The same code, its arguments called as they are here, with the members of this instance."""
    assert isinstance(function, FunctionType)
    names = tuple(argument.arg for argument in written.args.args)
    held = function.__code__
    code = held.replace(co_varnames=(*names, *held.co_varnames[len(names) :]), co_name=written.name)
    found = FunctionType(code, {**function.__globals__, **one.members}, written.name)
    found.__annotations__ = {one.meaning(key): value for key, value in function.__annotations__.items()}
    found.__module__ = function.__module__
    return found


def _link(one: Instance, link: Link) -> Link:
    source, where, before = (one.meaning(name) for name in (link.source, link.where, link.before))
    return replace(link, source=source, where=where, before=before)


def _labels(form: Form, one: Instance) -> dict[str, Label]:
    """Labels by the instance's own names: said for it, or the form's with the words filled in."""
    found = {}
    for name, called in one.names.items():
        label = one.labels.get(name) or form.said.labels.get(name)
        if label is not None:
            where = f"{form.file}, label {called}"
            found[called] = Label(*(_filled(label.text(lang), _in(lang, one.words), where) for lang in LANGUAGES))
    return found


def _in(lang: str, words: Mapping[str, Label]) -> dict[str, str]:
    return {key: label.text(lang) for key, label in words.items()}


# --- results ---------------------------------------------------------------------------------------------------------


def _results(form: Form, one: Instance) -> Iterable[Result]:
    """The declared results of the form as this instance has them, save those of what it leaves out."""
    where = f"{form.file}, RESULTS, instance {one.name}"
    for result in form.said.results:
        id_ = {result.id} if isinstance(result, Benefit) else set()
        if not one.absent & (_named(result) | id_):
            nodes = _NODES[type(result)]
            changed: dict[str, Any] = {
                field.name: _text(one, getattr(result, field.name), field.name in nodes, where)
                for field in fields(result)
            }
            yield replace(result, **changed)


def _text(one: Instance, value: Any, is_node: bool, where: str) -> Any:
    """A name put into its meaning, a text with its words; {many} stands for all that the instance says of it."""
    match value:
        case str():
            said = _said(value, one, where)
            return one.meaning(said) if is_node else said
        case tuple():
            found: list[Any] = []
            for item in value:
                many = one.says.get(item[1:-1]) if isinstance(item, str) and item[:1] == "{" else None
                each = many if isinstance(many, tuple) else (item,)
                found += [_text(one, part, is_node, where) for part in each]
            return tuple(found)
    return value


def _named(result: Result) -> set[str]:
    """The names of provisions in a result."""
    found: set[str] = set()
    for field in _NODES[type(result)]:
        value = getattr(result, field)
        found |= {value} if isinstance(value, str) else set(value) if isinstance(value, tuple) else set()
    return {name for name in found if name and "{" not in name}


def _said(text: str, one: Instance, where: str) -> str:
    return _filled(text, _texts(one.says), where)


def _texts(says: Mapping[str, str | tuple[str, ...]]) -> dict[str, str]:
    return {key: value for key, value in says.items() if isinstance(value, str)}


def _filled(text: str, words: Mapping[str, str], where: str) -> str:
    for _, word, _, _ in Formatter().parse(text):
        if word is not None and word not in words:
            raise LawError(f"{where}: nothing is said for {{{word}}}.{nearest(word, words)}")
    return text.format(**words)


__all__ = ["Declared", "Form", "Instance", "Said", "read_instances", "written_out"]
