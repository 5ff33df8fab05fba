"""Files that cannot be, of each kind that people write: what is refused in the tests of messages in three languages."""

from __future__ import annotations

from typing import Any, Final

BARE: Final = "country: PT\nfrom: 2025-01\nto: 2025-12\n"
_ENGAGED: Final = BARE + "payers: {p: {engagements: [%s]}}\n"

CASES: Final[dict[str, str]] = {
    "empty": "",
    "a list": "- a\n- b",
    "no country": "month: 2025-01",
    "no such country": "country: XX\nmonth: 2025-01",
    "a list that does not end": "country: [PT",
    "a mapping that does not end": "country: {PT",
    "a second colon": "country: PT: x",
    "a quotation that does not end": "country: 'PT",
    "a tab": "country: PT\npayers:\n\ta: 1",
    "a sign that begins nothing": "country: PT\nname: @x",
    "an escape": 'country: "\\q"',
    "a tag": "!!python/object/apply:os.system ['true']",
    "an alias of nothing": "country: *a",
    "a key twice": "country: PT\ncountry: CN",
    "a key that is a list": "? [a, b]\n: c",
    "references": "a: &a [1]\nb: *a",
    "deep": "[" * 3000,
    "control characters": "country: PT\x00",
    "two documents": "country: PT\n---\nmonth: 2025-01",
    "no months": "country: PT",
    "months twice": "country: PT\nmonth: 2025-01\nfrom: 2025-01\nto: 2025-02",
    "one end": "country: PT\nfrom: 2025-01",
    "backwards": "country: PT\nfrom: 2025-03\nto: 2025-01",
    "a hundred years": "country: PT\nfrom: 1900-01\nto: 2025-01",
    "gaps": "country: PT\nmonths: [2025-01, 2025-03]",
    "no month in the list": "country: PT\nmonths: []",
    "no month": "country: PT\nfrom: 2025-13\nto: 2025-12",
    "a month too far": "country: PT\nfrom: 9999-01\nto: 9999-12",
    "no stretch": "country: PT\nmonth: spring",
    "a stretch backwards": "country: PT\nmonths: 2025-03..2025-01",
    "a key that is near": BARE + "wrker: {}",
    "a key that is near nothing": BARE + "zzzzzz: {}",
    "a fact that is near": BARE + "worker: {birth_dat: 1990-01-01}",
    "a fact of another level": BARE + "choices: [{fact: birth_date, from: 2025-01, value: 1}]",
    "a choice of nothing": BARE + "choices: [{fact: hat, from: 2025-01, value: 1}]",
    "a choice without a value": BARE + "choices: [{fact: hat, from: 2025-01}]",
    "no list": BARE + "choices: {fact: x}",
    "no day": BARE + "worker: {birth_date: 2025-02-30}",
    "a day too far": BARE + "spells: [{first_day: 9000-01-01, last_day: 9000-01-02}]",
    "no member": BARE + "worker: {sex: femal}",
    "a value that is a list": BARE + "worker: {sex: [male]}",
    "a fact by period that has none": BARE + 'worker: {sex: {"2025-01": male}}',
    "no place": BARE + "worker: {residence_place: atlantis}",
    "payers in a list": BARE + "payers: [p]",
    "no amount": _ENGAGED % "{gross_pay: much}",
    "a negative amount": _ENGAGED % "{gross_pay: -5}",
    "an amount too fine": _ENGAGED % "{gross_pay: 0.123}",
    "an amount beyond all": _ENGAGED % ("{gross_pay: " + "9" * 60 + "}"),
    "half an order": _ENGAGED % "{orders: 1.5}",
    "months of an engagement twice": _ENGAGED % "{month: 2025-01, months: 2025-02}",
    "an engagement outside": _ENGAGED % "{gross_pay: 5, month: 2026-01}",
    "an engagement backwards": _ENGAGED % "{from: 2025-05, until: 2025-04}",
    "an amount of another month": _ENGAGED % '{tips: {"2025-02": 5}, month: 2025-01}',
    "a month told twice": _ENGAGED % '{tips: {"2025-02": 5, "2025-01..2025-03": 6}}',
    "too many engagements": BARE + "payers: {p: {engagements: [" + "{month: 2025-01}," * 101 + "]}}",
    "a spell without its end": BARE + "spells: [{first_day: 2025-03-01}]",
    "a spell backwards": BARE + "spells: [{first_day: 2025-03-01, last_day: 2025-02-01}]",
    "neither yes nor no": BARE + "nothing_before: perhaps",
    "no class": BARE + "class: secret",
    "a history of no month": BARE + "history: [{posted_on: 2025-01-01}]",
    "a payer that is text": BARE + "payers: {p: text}",
}

REFORMS: Final[dict[str, str]] = {
    "no YAML": "country: [PT",
    "a list": "- a",
    "a key that is near": "contry: PT",
    "no changes": "country: PT\nname: x\nsource: y",
    "a label that is none": "country: PT\nname: {en: x}\nsource: y\nchanges: [{set: a.b, from: 2026-01-01, value: 1}]",
    "no change": "country: PT\nname: x\nsource: y\nchanges: [5]",
    "a change without a day": "country: PT\nname: x\nsource: y\nchanges: [{set: a.b, value: 1}]",
    "a day that is none": "country: PT\nname: x\nsource: y\nchanges: [{set: a.b, from: 2026-13-01, value: 1}]",
    "code that is not there": "country: PT\nname: x\nsource: y\nchanges: [{reword: a.b, by: nothing.py:f}]",
    "a key of a change": "country: PT\nname: x\nsource: y\nchanges: [{set: a.b, frm: 2026-01-01, value: 1}]",
    "another country": "country: CN\nname: x\nsource: y\nchanges: [{set: a.b, from: 2026-01-01, value: 1}]",
}
_NODE: Final = "contracting_entity.high_rate"
_CHANGE: Final = "country: PT\nname: x\nsource: y\nchanges: [{set: %s, from: 2026-01-01, value: %s}]"
REFORMS |= {
    "a name that is not there": _CHANGE % ("social_index_base", "1"),
    "a value that is none": _CHANGE % (_NODE, "much"),
    "a value too fine": _CHANGE % (_NODE, "0.12345678"),
    "the value that it has": _CHANGE % (_NODE, "10%"),
    "a place where there is none": _CHANGE.replace("value: %s", "value: %s, place: madeira") % (_NODE, "11%"),
    "an end before the beginning": _CHANGE.replace("value: %s", "value: %s, until: 2025-01-01") % (_NODE, "11%"),
}

GRID: Final[dict[str, Any]] = {
    "country": "PT",
    "name": "x",
    "source": "y",
    "vary": [{"set": _NODE, "from": "2026-01-01", "values": ["11%", "12%"]}],
}


def _grid(**more: Any) -> dict[str, Any]:
    return {**GRID, **more}


def _vary(**more: Any) -> dict[str, Any]:
    return _grid(vary=[{"set": _NODE, "from": "2026-01-01", **more}])


GRIDS: Final[dict[str, dict[str, Any]]] = {
    "a key that is near": _grid(hwo="crossed"),
    "no source": _grid(source=""),
    "how": _grid(how="crosed"),
    "cover": _grid(cover="laws"),
    "a branch that is none": _grid(branches=["sicknes"]),
    "values and a range": _vary(values=["11%"], between={"low": "1%", "high": "2%", "steps": 2}),
    "no values": _vary(values=[]),
    "a line that is text": _grid(vary=["x"]),
    "no parameter": _grid(vary=[{"set": "labour_status", "from": "2026-01-01", "values": ["1"]}]),
    "no such name": _grid(vary=[{"set": "high_rat", "from": "2026-01-01", "values": ["1"]}]),
    "no day": _grid(vary=[{"set": _NODE, "from": "2026-13-01", "values": ["11%"]}]),
    "a range without steps": _vary(between={"low": "1%", "high": "2%"}),
    "one step": _vary(between={"low": "1%", "high": "2%", "steps": 1}),
    "a range backwards": _vary(between={"low": "2%", "high": "1%", "steps": 2}),
    "a range of no rates": _vary(between={"low": "much", "high": "1%", "steps": 2}),
    "a sample of odd size": _grid(how="sampled", sample={"size": 63}),
    "a sample too large": _grid(how="sampled", sample={"size": 2**14}),
    "a sample with a seed of text": _grid(how="sampled", sample={"seed": "x"}),
    "a sampled line with values": _grid(how="sampled"),
    "a key of the sample": _grid(how="sampled", sample={"sise": 64}),
    "lists of unequal length": _grid(
        how="side-by-side",
        vary=[
            {"set": _NODE, "from": "2026-01-01", "values": ["11%", "12%"]},
            {"set": _NODE, "from": "2027-01-01", "values": ["11%"]},
        ],
    ),
    "too many variants": _vary(values=[f"{n / 10000:.4f}" for n in range(1, 10_100)]),
}
