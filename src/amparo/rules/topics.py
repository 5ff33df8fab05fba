"""Reading a topic (one Python file and one YAML file), a list of instruments, and a list of places."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from amparo.rules import declarations
from amparo.rules.declarations import Link, Result, RuleVersion
from amparo.rules.errors import LawError, nearest
from amparo.rules.evidence import Instrument, Label, read_evidence, read_label, read_words
from amparo.rules.forms import Declared, Form, Said, read_instances, written_out
from amparo.rules.kinds import Category, Kind, read_value
from amparo.rules.language import read_rule
from amparo.rules.levels import Level
from amparo.rules.messages import Message
from amparo.rules.nodes import Fact, Rule, Version
from amparo.rules.parameters import Parameter, Reading, check_keys, read_parameter
from amparo.rules.yaml_problems import placed_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import ModuleType

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TOPIC_KEYS: Final = {"facts", "parameters", "labels", "categories", "missing", "topic", "parts", "instances"}
_FACT_KEYS: Final = {"level", "kind", "range", "label", "absent", "because", "typical", "per", "base", "note"}
COMMON_CATEGORIES: Final[dict[str, type[Category]]] = {
    category.__name__: category
    for category in (
        declarations.Coverage,
        declarations.Activity,
        declarations.PayerKind,
        declarations.Form,
        declarations.Sex,
        declarations.Contingency,
    )
}


class _NoDuplicates(_LOADER):  # type: ignore[misc,valid-type]
    """YAML in which a key written twice is an error, not the last one kept."""


def _mapping(loader: Any, node: Any) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in found:
            raise LawError(
                Message(
                    "document.twice_at",
                    "{name}, line {line}: '{key}' is written twice.",
                    name=key_node.start_mark.name,
                    line=key_node.start_mark.line + 1,
                    key=key,
                )
            )
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_NoDuplicates.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(file: Path) -> dict[str, Any]:
    """A YAML mapping; anything else, or a key written twice, is an error."""
    try:
        with file.open(encoding="utf-8") as stream:
            data = yaml.load(stream, Loader=_NoDuplicates)  # a safe loader
    except yaml.YAMLError as error:
        raise LawError(
            Message(
                "document.file_not_yaml",
                "{file}: not readable as YAML: {what}",
                file=file.name,
                what=placed_problem(error),
            )
        ) from None
    except ValueError:  # what looks like a day becomes one, or fails
        raise LawError(
            Message("document.no_such_day", "{file}: it holds a day that is not in the calendar.", file=file.name)
        ) from None
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise LawError(Message("document.no_mapping_at_top", "{file}: expected a mapping at the top.", file=file.name))
    return data


@cache
def instruments(file: str) -> Mapping[str, Instrument]:
    """The instruments of `instruments.yaml` beside the given Python file, by key."""
    path = Path(file).with_name("instruments.yaml")
    found: dict[str, Instrument] = {}
    for key, data in read_yaml(path).items():
        check_keys(data, {"title", "short", "url", "language", "note"}, f"{path.name}, {key}")
        title = data.get("title")
        label = read_label(title, f"{path.name}, {key}") if isinstance(title, dict) else Label("", "", "")
        found[str(key)] = Instrument(
            str(key), str(data.get("short", key)), label, str(data.get("url") or ""), str(data.get("language", ""))
        )
    return found


@dataclass(frozen=True)
class Places:
    """The places of a country: stored by position, known by name, each with what contains it."""

    names: tuple[str, ...]
    codes: tuple[int, ...]
    labels: tuple[Label, ...]
    parents: tuple[str, ...]

    def index(self, name: str) -> int:
        try:
            return self.names.index(name)
        except ValueError:
            raise ValueError(
                Message(
                    "value.place",
                    "'{name}' is not a place known here.{hint}",
                    name=name,
                    hint=nearest(name, self.names),
                )
            ) from None

    def name(self, position: int) -> str:
        return self.names[position]

    def chain(self, position: int) -> tuple[str, ...]:
        """The place, what contains it, ..., and '' for the whole country."""
        found: list[str] = []
        name = self.names[position]
        while name and name not in found:
            found.append(name)
            name = self.parents[self.names.index(name)]
        return (*found, "")


NO_PLACES: Final = Places((), (), (), ())


@dataclass(frozen=True)
class Topic:
    """A topic as read: what it states and what it still needs by name."""

    name: str
    rules: Mapping[str, Rule]
    links: Mapping[str, Link]
    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    labels: Mapping[str, Label]
    categories: Mapping[str, Mapping[str, Label]]
    results: tuple[Result, ...]
    missing: tuple[Label, ...] = ()
    category_types: Mapping[str, type[Category]] = field(default_factory=dict)
    elsewhere: tuple[Topic, ...] = ()


def read_topic(
    name: str,
    module: ModuleType | None,
    yaml_file: Path,
    instruments_: Mapping[str, Instrument],
    places: Places,
    known: Mapping[str, type[Category]],
) -> Topic:
    """Read a topic's Python module (may be None for facts alone) and its YAML; a form is written out."""
    data = read_yaml(yaml_file) if yaml_file.exists() else {}
    check_keys(data, _TOPIC_KEYS, yaml_file.name)
    for part in ("facts", "parameters", "labels"):
        _check_names(data.get(part) or {}, f"{yaml_file.name}, {part}")
    categories = {**known, **_categories(module)}
    home = str(data.get("topic") or name)
    reading = Reading(home, yaml_file.name, instruments_, categories, places)
    labels = {
        key: read_label(value, f"{yaml_file.name}, label {key}") for key, value in (data.get("labels") or {}).items()
    }
    said = {home: Said(_declared(name, module), _links(module), labels, tuple(getattr(module, "RESULTS", ())))}
    if data.get("instances"):
        form = Form(yaml_file.name, home, said[home], instruments_, categories)
        said = written_out(form, read_instances(form, data["instances"], data.get("parts") or {}))
    own, *others = (_topic(at, module, one) for at, one in said.items())
    return replace(
        own,
        facts={key: _fact(key, value, reading) for key, value in (data.get("facts") or {}).items()},
        parameters={key: read_parameter(key, value, reading) for key, value in (data.get("parameters") or {}).items()},
        categories=_category_labels(data.get("categories") or {}, categories, yaml_file.name),
        missing=tuple(read_label(item, f"{yaml_file.name}, missing") for item in data.get("missing") or ()),
        category_types=_categories(module),
        elsewhere=tuple(others),
    )


def _topic(name: str, module: ModuleType | None, said: Said) -> Topic:
    """A topic of what is said, without facts and values."""
    return Topic(name, _rules(name, module, said), said.links, {}, {}, said.labels, {}, said.results)


def joined(topic: Topic, form: Topic) -> Topic:
    """A topic with a form that belongs to it. Raises LawError for a name that both declare."""
    parts = ("rules", "links", "facts", "parameters", "labels", "categories", "category_types")
    for part in parts:
        twice = set(getattr(topic, part)) & set(getattr(form, part))
        if twice:
            raise LawError(
                f"topic {topic.name}: {', '.join(sorted(twice))} stands in it and in a form that belongs to it."
            )
    both: dict[str, Any] = {part: {**getattr(topic, part), **getattr(form, part)} for part in parts}
    return replace(topic, **both, results=(*topic.results, *form.results), missing=(*topic.missing, *form.missing))


def instance(topic: Topic, name: str) -> Topic:
    """The same topic under another name, to be bound otherwise."""
    return replace(
        topic,
        name=name,
        rules={key: replace(rule, topic=name) for key, rule in topic.rules.items()},
        facts={key: replace(fact, topic=name) for key, fact in topic.facts.items()},
        parameters={key: replace(parameter, topic=name) for key, parameter in topic.parameters.items()},
    )


def _check_names(data: Any, where: str) -> None:
    """YAML reads yes, no, on and off as truths: as names they would be lost."""
    if not isinstance(data, dict):
        raise LawError(f"{where}: expected names with what they stand for, found {data!r}.")
    for name in data:
        if not isinstance(name, str) or not name.isidentifier():
            raise LawError(
                f"{where}: {name!r} is no name. Cure: letters, digits and underscores; not yes, no, on, off."
            )


def _categories(module: ModuleType | None) -> dict[str, type[Category]]:
    if module is None:
        return {}
    return {
        key: value
        for key, value in vars(module).items()
        if isinstance(value, type)
        and issubclass(value, Category)
        and value is not Category
        and value.__module__ == module.__name__
    }


def _category_labels(
    data: Mapping[str, Any], categories: Mapping[str, type[Category]], file: str
) -> dict[str, dict[str, Label]]:
    found: dict[str, dict[str, Label]] = {}
    for name, members in data.items():
        if name not in categories:
            raise LawError(f"{file}: labels for '{name}', which is no category.{nearest(name, categories)}")
        check_keys(members, set(categories[name].__members__), f"{file}, category {name}")
        found[name] = {key: read_label(value, f"{file}, {name}.{key}") for key, value in members.items()}
    return found


def _fact(name: str, data: Mapping[str, Any], reading: Reading) -> Fact:
    where = f"{reading.file}, fact {name}"
    check_keys(data, _FACT_KEYS, where)
    kind = reading.kind(str(data.get("kind")), where)
    try:
        level = Level[str(data.get("level")).upper()]
        most = len(reading.places.names) - 1 if kind.name == "place" and reading.places.names else kind.high
        low, high = (
            (read_value(kind, end, reading.places) for end in data["range"]) if "range" in data else (kind.low, most)
        )
        typical = tuple(read_value(kind, value, reading.places) for value in data.get("typical") or ())
        absent = read_value(kind, data["absent"], reading.places) if "absent" in data else None
    except KeyError:
        raise LawError(
            f"{where}: level '{data.get('level')}' is not one of {', '.join(x.name.lower() for x in Level)}."
        ) from None
    except (ValueError, TypeError) as error:
        raise LawError(f"{where}: {error}.") from None
    if kind.name == "money" and "range" not in data:
        raise LawError(f"{where}: money needs a range, so that no product can wrap.")
    if absent is not None and not data.get("because"):
        raise LawError(f"{where}: 'absent' without 'because': say why the absence of a record is information.")
    return Fact(
        name,
        reading.topic,
        level,
        kind,
        low,
        high,
        read_label(data.get("label"), where),
        absent,
        read_words(data.get("because"), where),
        typical,
    )


def _links(module: ModuleType | None) -> dict[str, Link]:
    return {} if module is None else {key: value for key, value in vars(module).items() if isinstance(value, Link)}


def _declared(topic: str, module: ModuleType | None) -> list[Declared]:
    """Every rule that the module declares, with its text."""
    if module is None or module.__file__ is None:
        return []
    definitions: dict[str, ast.FunctionDef] = {}
    for node in ast.parse(Path(module.__file__).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            if node.name in definitions:
                first = definitions[node.name].lineno
                raise LawError(
                    f"{topic}: two functions are called '{node.name}' (line {first} and line {node.lineno}): "
                    "only the second would count. Cure: give each its own name, and both the same name=."
                )
            definitions[node.name] = node
    return [
        (value, definitions[value.function.__name__])
        for value in vars(module).values()
        if isinstance(value, RuleVersion) and value.function.__module__ == module.__name__
    ]


def _rules(topic: str, module: ModuleType | None, said: Said) -> dict[str, Rule]:
    if module is None:
        return {}
    versions: dict[str, list[tuple[RuleVersion, Version]]] = {}
    for declared, definition in said.rules:
        version = read_version(declared, definition, module.__name__)
        versions.setdefault(declared.name, []).append((declared, version))
    return {
        name: make_rule(name, topic, found, said.labels.get(name, Label("", "", "")))
        for name, found in versions.items()
    }


def read_version(declared: RuleVersion, definition: ast.FunctionDef, where: str) -> Version:
    """Read the body of a decorated function."""
    name = declared.function.__name__
    text = ast.unparse(
        ast.FunctionDef(
            name=name,
            args=definition.args,
            body=definition.body,
            decorator_list=[],
            returns=definition.returns,
            lineno=0,
        )
    )
    read = read_rule(declared.function, definition, f"{where}.{name}", text)
    return Version(
        since=declared.since,
        until=declared.until,
        source=read,
        function=declared.function,
        cites=declared.cites,
        evidence=read_evidence(declared.evidence, f"{where}.{name}"),
        place=declared.place or "",
        summary=ast.get_docstring(definition) or "",
        line=definition.lineno,
    )


def make_rule(name: str, topic: str, found: Iterable[tuple[RuleVersion, Version]], label: Label) -> Rule:
    """Join dated versions; overlap, or versions of different level, anchor or kind, are errors."""
    ordered = sorted(found, key=lambda pair: pair[1].since)
    first = ordered[0][0]
    for (declared, version), (_, earlier) in zip(ordered[1:], ordered, strict=False):
        if version.since < earlier.until:
            raise LawError(
                f"{topic}.{name}: two versions are in force at once (line {earlier.line} and line {version.line}). "
                "Cure: end the earlier one with until=."
            )
        if (declared.level, declared.law_at) != (first.level, first.law_at) or version.source.result != ordered[0][
            1
        ].source.result:
            raise LawError(f"{topic}.{name}: its versions differ in level, anchor or kind (line {version.line}).")
    ranges = [declared.declared_range for declared, _ in ordered if declared.declared_range]
    befores = [declared.before for declared, _ in ordered if declared.before is not None]
    afters = [declared.after for declared, _ in ordered if declared.after is not None]
    return Rule(
        name=name,
        topic=topic,
        level=first.level,
        law_at=first.law_at,
        kind=ordered[0][1].source.result,
        versions=tuple(version for _, version in ordered),
        before=befores[0] if befores else None,
        after=afters[-1] if afters else None,
        declared_range=(min(r[0] for r in ranges), max(r[1] for r in ranges)) if ranges else None,
        label=label,
    )


__all__ = [
    "COMMON_CATEGORIES",
    "NO_PLACES",
    "Kind",
    "Places",
    "Topic",
    "instance",
    "instruments",
    "joined",
    "make_rule",
    "read_topic",
    "read_version",
    "read_yaml",
]
