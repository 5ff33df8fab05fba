"""The JSON Schema of `amparo worker --format json`: versioned, with the stable ids of branches, levels and payers."""

from __future__ import annotations

from typing import Any, Final

from amparo.analysis.outlook import STATES as OUTLOOK_STATES
from amparo.report.claims import BENEFITS_FORMAT, CLAIM_FORMAT
from amparo.report.results import COVER_ORDER, FORMAT
from amparo.report.words import LANGUAGES
from amparo.rules.declarations import BENEFIT_PERIODS, Branch, Contingency
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
        "state": {"enum": list(OUTLOOK_STATES)},
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


_OUTLOOK: Final[dict[str, Any]] = {
    "id": {"type": "string", "description": "stable id of the benefit"},
    "name": _TEXT,
    "branch": _ref("branch"),
    "scheme": _TEXT,
    "contingency": {"enum": [member.name.lower() for member in Contingency]},
    "classification": _object({"c102": _TEXT, "missoc": _TEXT, "esspros": _TEXT}),
    "month": _MONTH,
    "state": _ref("state"),
    "qualified": _ref("value"),
    "conditions": _list(_object({"node": _TEXT, "label": _TEXT, "state": _ref("state"), "value": _ref("value")})),
    "fails_first": _or_null(_TEXT),
    "amount": _ref("value"),
    "per": {"enum": list(BENEFIT_PERIODS)},
    "reference": _or_null(_ref("value")),
    "replacement": {**_or_null(_ref("value")), "description": "amount / reference"},
    "waiting": _or_null(_ref("value")),
    "duration": _or_null(_ref("value")),
    "since": {**_or_null(_MONTH), "description": "first month of the unbroken run of qualified months"},
    "since_or_before": {"type": "boolean", "description": "the run reaches back to the first month told"},
}
_LACKING: Final[dict[str, Any]] = {
    "node": _TEXT,
    "label": _TEXT,
    "decides": {"type": "string", "description": "the comparisons that settled the condition"},
    "provisions": _list(_ref("provision")),
}


def _head(format: str) -> dict[str, Any]:
    """What every answer on a worker begins with."""
    return {
        "format": {"const": format},
        "amparo": {"type": "string", "description": "version of the program"},
        "language": {"enum": list(LANGUAGES)},
        "law": _object({"country": _TEXT, "hash": _TEXT, "known_on": _or_null(_DAY)}),
        "worker": _TEXT,
        "class": {"enum": ["hypothetical", "synthetic", "public-use", "restricted"]},
        "currency": _TEXT,
    }


def benefits_schema() -> dict[str, Any]:
    """The schema of `amparo worker --benefits --format json`."""
    prospect = _object(
        {"state": {"enum": ["now", "later", "never", "undecided"]}, "month": _or_null(_MONTH), "until": _MONTH},
        description="when it will be qualified for if the last month told repeats itself",
    )
    change = _object(
        {
            "fact": _TEXT,
            "label": _TEXT,
            "row": _or_null(_ref("row")),
            "before": _ref("value"),
            "after": _ref("value"),
            "outcome": _ref("value"),
        },
        description="the smallest move of one fact told that cures the condition which fails first",
    )
    lacking = _object(
        {**_LACKING, "not_told": {**_list(_TEXT), "description": "facts that an open condition waits for"}}
    )
    row = {**_OUTLOOK, "prospect": _or_null(prospect), "lacking": _or_null(lacking), "cure": _or_null(change)}
    properties = {
        **_head(BENEFITS_FORMAT),
        "from": _MONTH,
        "to": _MONTH,
        "month": _MONTH,
        "benefits": _list(_object(row)),
    }
    return _document("benefits", properties)


def claim_schema() -> dict[str, Any]:
    """The schema of `amparo worker --claim --format json`."""
    assumption = _object(
        {"fact": _or_null(_TEXT), "why": {"enum": ["law", "length", "repeated"]}, "value": _TEXT},
        description="law: a standard claim assumes it; length: days, not told; repeated: months that repeat the last",
    )
    tree = _object({"root": _TEXT, "reasons": {"type": "object"}})
    row = {
        **_OUTLOOK,
        "entitled": _or_null(_ref("value")),
        "paid": _or_null(_ref("value")),
        "assumptions": _list(assumption),
        "why": tree,
        "reasons_of_conditions": _list(_object(_LACKING)),
    }
    properties = {
        **_head(CLAIM_FORMAT),
        "contingency": _OUTLOOK["contingency"],
        "first_day": _DAY,
        "last_day": _DAY,
        "spell_told": {"type": "boolean", "description": "the case itself tells this spell"},
        "history_rows": {**_COUNT, "description": "rows of the history, by fact and month"},
        "history_left_out": {**_COUNT, "description": "rows of the history posted after the first day"},
        "assumptions": _list(assumption),
        "benefits": _list(_object(row)),
    }
    return _document("claim", properties)


def _document(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": SCHEMA,
        "$id": f"urn:amparo:schema:{name}:1",
        "title": f"Amparo {name}, version 1",
        **_object(properties),
        "$defs": _definitions(),
    }


def result_schema() -> dict[str, Any]:
    """The schema as plain data."""
    properties: dict[str, Any] = {
        **_head(FORMAT),
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
        "benefits": {
            **_list(_object(_OUTLOOK)),
            "description": "every benefit in the last month shown, as if its contingency began then",
        },
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
    return _document("result", properties)


__all__ = ["benefits_schema", "claim_schema", "result_schema"]
