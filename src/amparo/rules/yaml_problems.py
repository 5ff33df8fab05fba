"""What the reader of YAML says of a text that it cannot read, as messages."""

from __future__ import annotations

from typing import Final

import yaml

from amparo.rules.messages import Message

# how the parser begins what it says
_PROBLEMS: Final = {
    "mapping values are not allowed": "yaml.mapping",
    "did not find expected key": "yaml.key",
    "could not find expected ':'": "yaml.colon",
    "could not find expected directive name": "yaml.sign",
    "did not find expected ',' or ']'": "yaml.list_end",
    "did not find expected ',' or '}'": "yaml.mapping_end",
    "did not find expected '-' indicator": "yaml.dash",
    "did not find expected node content": "yaml.content",
    "did not find expected <document start>": "yaml.second_document",
    "block sequence entries are not allowed": "yaml.dash_here",
    "block mapping entries are not allowed": "yaml.mapping",
    "found character that cannot start any token": "yaml.sign",
    "found a tab character": "yaml.tab",
    "found unexpected end of stream": "yaml.quote",
    "found unexpected document indicator": "yaml.quote",
    "found unknown escape character": "yaml.escape",
    "did not find expected hexdecimal number": "yaml.escape",
    "found invalid Unicode character escape code": "yaml.escape",
    "found undefined tag handle": "yaml.tag",
    "could not determine a constructor": "yaml.tag",
    "did not find expected whitespace": "yaml.sign",
    "did not find expected alphabetic": "yaml.sign",
    "found undefined alias": "yaml.alias",
    "control characters are not allowed": "yaml.control",
}


def problem_of(error: yaml.YAMLError) -> str:
    """What is wrong, without its place: in English in the parser's own words, or a message of its own."""
    own = getattr(error, "problem", None) or getattr(error, "reason", None)
    if not own:
        return Message("yaml.unreadable", "not readable as YAML")
    known = next((id for begin, id in _PROBLEMS.items() if own.startswith(begin)), "yaml.unreadable")
    return Message(known, own.replace("{", "{{").replace("}", "}}"))


def placed_problem(error: yaml.YAMLError) -> str:
    """What is wrong, with the line and column where there is one."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return problem_of(error)
    return Message(
        "yaml.at",
        "line {line}, column {column}: {what}",
        line=mark.line + 1,
        column=mark.column + 1,
        what=problem_of(error),
    )


__all__ = ["placed_problem", "problem_of"]
