"""What the check of a document's fields says of one of them, as a message: the words stay those of the check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from amparo.rules.messages import Either, Message, sentence_of, what_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_KINDS: Final = {
    "string_type": "field.text",
    "string_too_short": "field.text",
    "string_too_long": "field.text",
    "int_type": "field.whole",
    "int_parsing": "field.whole",
    "int_from_float": "field.whole",
    "int_parsing_size": "field.whole",
    "decimal_type": "field.number",
    "decimal_parsing": "field.number",
    "float_type": "field.number",
    "float_parsing": "field.number",
    "finite_number": "field.number",
    "bool_type": "field.truth",
    "bool_parsing": "field.truth",
    "model_type": "field.mapping",
    "model_attributes_type": "field.mapping",
    "dict_type": "field.mapping",
    "list_type": "field.list",
    "tuple_type": "field.list",
}
_LIMITS: Final = {
    "greater_than": ("field.greater", "gt"),
    "greater_than_equal": ("field.at_least", "ge"),
    "less_than": ("field.less", "lt"),
    "less_than_equal": ("field.at_most", "le"),
}


def field_problem(error: Mapping[str, Any]) -> str:
    """What is wrong with a field, as a sentence."""
    context = error.get("ctx") or {}
    kind, own = error["type"], context.get("error")
    if isinstance(own, Exception):
        return sentence_of(what_of(own))
    words = str(error["msg"]).replace("{", "{{").replace("}", "}}")
    if kind in _LIMITS:
        id, name = _LIMITS[kind]
        return sentence_of(Message(id, words, limit=context[name]))
    if kind == "literal_error":
        return sentence_of(Message("field.literal", words, names=literals(error)))
    return sentence_of(Message(_KINDS.get(kind, "field.other"), words))


def literals(error: Mapping[str, Any]) -> str:
    """The words that a field may hold, out of the check's own list ('a', 'b' or 'c')."""
    told = str(error["ctx"]["expected"])
    names = Either(part.strip().strip("'") for part in told.replace(" or ", ", ").split(","))
    return Message("names", told.replace("{", "{{").replace("}", "}}"), names=names)


__all__ = ["field_problem", "literals"]
