"""The JSON Schema of `amparo worker --format json`: versioned, with the stable ids of branches, levels and payers."""

from __future__ import annotations

from typing import Any, Final

from amparo.report.results import COVER_ORDER, FORMAT
from amparo.report.words import LANGUAGES
from amparo.rules.declarations import Branch
from amparo.rules.levels import Level

SCHEMA: Final = "https://json-schema.org/draft/2020-12/schema"
STATES: Final = (*COVER_ORDER, "no_statement")
BRANCHES: Final = tuple(branch.name.lower() for branch in Branch)
_TEXT: Final = {"type": "string"}
_MONTH: Final = {"type": "string", "pattern": r"^\d{4}-\d{2}$", "description": "calendar month, as 2025-03"}
_DAY: Final = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "day, as 2025-03-10"}
_AMOUNT: Final = {"type": "string", "pattern": r"^-?\d+\.\d{2}$", "description": "currency units, two decimals"}
_COUNT: Final = {"type": "integer", "minimum": 0}


def _object(properties: dict[str, Any], optional: tuple[str, ...] = (), description: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "required": [key for key in properties if key not in optional],
        "additionalProperties": False,
    }
    return {"description": description, **found} if description else found


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


_FOUND: Final[dict[str, Any]] = {
    "id": {"type": "string", "description": "stable id: status.X, coverage.BRANCH.SCHEME, posting.SCHEME.X"},
    "node": {"type": "string", "description": "full name of the rule, as `amparo law show` takes it"},
    "label": _TEXT,
    "row": _ref("row"),
    "value": _ref("value"),
    "text": {"type": "string", "description": "the value in the language asked for"},
    "provision": _or_null(_ref("provision")),
}


def _definitions() -> dict[str, Any]:
    return {
        "branch": {"enum": list(BRANCHES)},
        "row": _object(
            {
                "level": {"enum": [level.name.lower() for level in Level]},
                "number": {**_COUNT, "description": "position among the rows of its level, from 0"},
                "from": _MONTH,
                "to": _MONTH,
                "payer": _TEXT,
                "group": _TEXT,
                "engagement": _COUNT,
                "first_day": _DAY,
                "last_day": _DAY,
            },
            ("payer", "group", "engagement", "first_day", "last_day"),
        ),
        "value": {
            "oneOf": [
                _object(
                    {
                        "known": {"const": True},
                        "value": {"type": "string", "description": "as a case file writes it"},
                        "kind": _TEXT,
                    }
                ),
                _object(
                    {
                        "known": {"const": False},
                        "value": {"type": "null"},
                        "kind": _TEXT,
                        "low": _TEXT,
                        "high": _TEXT,
                        "reasons": _list({"enum": ["fact", "law", "history"]}),
                        "possible": _list(_TEXT),
                    },
                    ("possible",),
                    "not known: it lies between low and high; reasons: a fact is not told, the law is not known, "
                    "the time before the records is not told",
                ),
            ]
        },
        "provision": _object(
            {
                "node": _TEXT,
                "since": _DAY,
                "until": _or_null(_DAY),
                "cites": _list(
                    _object({"instrument": _TEXT, "short": _TEXT, "article": _TEXT, "title": _TEXT, "url": _TEXT})
                ),
                "evidence": _or_null(_object({"kind": _TEXT, "mark": _TEXT, "doubtful": {"type": "boolean"}})),
                "summary": _TEXT,
                "note": _TEXT,
            }
        ),
        "payer": _object({"role": {"enum": ["worker", "payer", "state"]}, "id": _TEXT}),
    }


def result_schema() -> dict[str, Any]:
    """The schema as plain data."""
    properties: dict[str, Any] = {
        "format": {"const": FORMAT},
        "amparo": {"type": "string", "description": "version of the program"},
        "language": {"enum": list(LANGUAGES)},
        "law": _object({"country": _TEXT, "hash": _TEXT, "known_on": _or_null(_DAY)}),
        "worker": _TEXT,
        "class": {"enum": ["hypothetical", "synthetic", "public-use", "restricted"]},
        "currency": _TEXT,
        "from": _MONTH,
        "to": _MONTH,
        "on": _or_null(_DAY),
        "statuses": _list(_object(_FOUND)),
        "coverage": _list(
            _object(
                {
                    **_FOUND,
                    "month": _MONTH,
                    "branch": _ref("branch"),
                    "scheme": _TEXT,
                    "state": {"enum": [state for state in STATES if state != "no_statement"]},
                }
            )
        ),
        "branches": _list(
            _object(
                {
                    "month": _MONTH,
                    "branch": _ref("branch"),
                    "state": {"enum": list(STATES)},
                    "schemes": _object({state: _list(_TEXT) for state in COVER_ORDER}),
                },
                description="the strongest cover of a branch over all schemes, and which schemes give which",
            )
        ),
        "postings": _list(
            _object(
                {
                    **_FOUND,
                    "month": {**_MONTH, "description": "first month concerned; row says the last"},
                    "posted_on": _or_null(_DAY),
                    "branch": {"enum": [*BRANCHES, "all"]},
                    "scheme": _TEXT,
                    "cause": _TEXT,
                    "payer": _ref("payer"),
                }
            )
        ),
        "totals": _list(_object({"payer": _ref("payer"), "low": _AMOUNT, "high": _AMOUNT})),
        "identities": _list(
            _object(
                {
                    "total": _TEXT,
                    "parts": _list(_TEXT),
                    "residual": _or_null(_TEXT),
                    "label": _TEXT,
                    "held": _COUNT,
                    "open": _COUNT,
                    "broken": _list(_ref("row")),
                }
            )
        ),
        "unknowns": _list(
            _object(
                {
                    "fact": _TEXT,
                    "label": _TEXT,
                    "rows": _list(_ref("row")),
                    "results": _list(_TEXT),
                    "effects": _list(
                        _object({"answer": _TEXT, "result": _TEXT, "row": _ref("row"), "value": _ref("value")})
                    ),
                }
            )
        ),
        "doubts": _list(_object({"provision": _ref("provision"), "label": _TEXT, "results": _list(_TEXT)})),
    }
    return {
        "$schema": SCHEMA,
        "$id": "urn:amparo:schema:result:1",
        "title": "Amparo result, version 1",
        **_object(properties),
        "$defs": _definitions(),
    }


__all__ = ["result_schema"]
