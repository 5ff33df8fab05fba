"""Reading a document written by a person (YAML, JSON): numbers stay text, so that no amount passes through a float."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from amparo.records.errors import Finding, shown, why_of
from amparo.rules.messages import Message, sentence_of
from amparo.rules.yaml_problems import placed_problem, problem_of

_BASE: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LARGEST: Final = 5_000_000
DEEPEST: Final = 30


class Unreadable(ValueError):
    """The document is not one: what is wrong, and the cure."""

    def __init__(self, sentence: str, cure: str) -> None:
        self.finding = Finding("", None, sentence, cure)
        super().__init__(sentence)


class _Loader(_BASE):  # type: ignore[misc,valid-type]
    """YAML with numbers kept as written, no key twice, no references."""


def _mapping(loader: Any, node: Any) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int | float) or key in found:
            line = key_node.start_mark.line + 1
            what = (
                Message("document.written_twice", "is written twice")
                if isinstance(key, str | int | float)
                else Message("document.no_key", "cannot be a key")
            )
            raise Unreadable(
                Message("document.key", "line {line}: '{key}' {what}.", line=line, key=shown(key), what=what),
                Message("document.key_cure", "write each key once, as a word."),
            )
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: str(node.value))
_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: str(node.value))
_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: str(node.value))


def parse(text: str) -> Any:
    """The document as mappings, lists, truths and text. Raises Unreadable."""
    if len(text) > LARGEST:
        raise Unreadable(
            Message("document.long", "the file has {size:,} characters.", size=len(text)),
            Message("document.long_cure", "such a file is written by hand; use a records folder."),
        )
    try:
        if text.lstrip().startswith(("{", "[")):
            try:
                return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
            except json.JSONDecodeError:
                pass  # a YAML document may begin like that too
        _check_shape(text)
        return yaml.load(text, Loader=_Loader)  # a safe loader
    except yaml.MarkedYAMLError as error:
        cure = Message("document.yaml_cure", "mind indentation and colons.")
        raise Unreadable(sentence_of(placed_problem(error)), cure) from None
    except yaml.YAMLError as error:
        raise Unreadable(
            Message("document.not_yaml", "not readable as YAML: {what}.", what=problem_of(error)),
            Message("document.text_cure", "write plain text in UTF-8."),
        ) from None
    except RecursionError:
        raise _too_deep() from None


def _check_shape(text: str) -> None:
    """Refuses references and deep nesting before the document is built, which libyaml does without any limit."""
    depth = 0
    for event in yaml.parse(text, Loader=_BASE):
        match event:
            case yaml.AliasEvent():
                raise Unreadable(
                    Message("document.references", "it uses references (& and *)."),
                    Message("document.references_cure", "write the values out."),
                )
            case yaml.CollectionStartEvent():
                depth += 1
                if depth > DEEPEST:
                    raise _too_deep()
            case yaml.CollectionEndEvent():
                depth -= 1


def _too_deep() -> Unreadable:
    return Unreadable(
        Message("document.deep", "it is nested too deeply."),
        Message("document.deep_cure", "a case needs six levels at most."),
    )


def read_document(path: Path) -> Any:
    """A YAML or JSON file in UTF-8. Raises Unreadable."""
    try:
        if path.stat().st_size > 4 * LARGEST:
            raise Unreadable(
                Message("document.large", "the file has {size:,} bytes.", size=path.stat().st_size),
                Message("document.large_cure", "such a file is written by hand."),
            )
        return parse(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        sentence = Message("document.not_utf8", "it is not UTF-8 text (byte {byte}).", byte=error.start + 1)
        raise Unreadable(sentence, Message("document.utf8_cure", "save it as UTF-8.")) from None
    except OSError as error:
        raise Unreadable(
            Message("document.unread", "it cannot be read: {why}.", why=why_of(error)),
            Message("document.unread_cure", "check the name of the file."),
        ) from None


class _Plain(yaml.SafeDumper):
    """Writes numbers and days as they stand: a case file reads them as text."""


_AS_TEXT: Final = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:timestamp"})
_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in held if tag not in _AS_TEXT]
    for first, held in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def written(data: Mapping[str, Any]) -> str:
    """Data as the text of a YAML document that `parse` reads back as the same."""
    return yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)
