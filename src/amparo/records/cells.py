"""How each cell becomes a stored integer: SQL that converts, or says which reason stands against it.

The same forms as `amparo.rules.kinds.read_value`, for millions of rows: never rounded, never through a float. A float
column of a Parquet file is accepted where the float is the nearest one to a value with few enough decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from amparo.records.quarantine import problem
from amparo.records.schemas import YEARS, Column
from amparo.rules.declarations import Branch
from amparo.rules.kinds import KINDS
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

LONGEST_TEXT: Final = 200
# of a fact whose absence says something: the cell says that it is unknown (an empty cell: nothing is recorded)
SAID_UNKNOWN: Final = -(2**63) + 1
SCALE: Final = {"money": 100, "rate": 1_000_000}
WHOLE: Final = ("count", "days", "months", "minutes")
# beyond these nothing is a value of any kind; they keep the arithmetic below from overflowing
_LARGEST: Final = 100_000_000_000
_LARGEST_FLOAT: Final = {1: 1e11, 100: 1e11, 1_000_000: 9e9}

NUMBERS: Final = ("text", "int", "float32", "float", "decimal")
ACCEPTED: Final[dict[str, tuple[str, ...]]] = {
    "id": ("text", "int", "float32", "float"),
    "text": ("text", "int"),
    "fact": ("text",),
    "any": ("text", "int", "float32", "float", "decimal", "bool", "date"),
    "currency": ("text",),
    "year": ("text", "int", "float32", "float"),
    "truth": ("text", "bool", "int"),
    "month": ("text", "date", "timestamp"),
    "quarter": ("text", "date", "timestamp"),
    "date": ("text", "date", "timestamp"),
    "day_or_month": ("text", "date", "timestamp"),
    "place": ("text",),
    **{kind: NUMBERS for kind in ("money", "rate", *WHOLE)},
}
FORMS: Final[dict[str, str]] = {
    "id": Message("form.id", "text or whole numbers"),
    "text": Message("form.text", "text"),
    "id_number": Message("form.whole", "whole numbers"),
    "year": Message("form.year", "whole numbers, as 2025"),
    "truth": Message("form.truth", "yes and no, or truth values"),
    "month": Message("form.month", "text as 2025-03, or dates"),
    "quarter": Message("form.quarter", "text as 2025-01, or dates"),
    "date": Message("form.date", "text as 2025-03-10, or dates"),
    "day_or_month": Message("form.day_or_month", "text as 2025-03 or 2025-03-10, or dates"),
    "money": Message("form.money", "decimals with two places"),
}


def text(value: str) -> str:
    """A text literal."""
    return "'" + value.replace("'", "''") + "'"


def name(value: str) -> str:
    """A quoted identifier."""
    return '"' + value.replace('"', '""') + '"'


def accepted(column: Column, form: str) -> bool:
    """Whether a column may be of a form (text, int, float, decimal, bool, date, timestamp, null, other)."""
    return form == "null" or form in ACCEPTED.get(column.kind, ("text",))


@dataclass(frozen=True, slots=True)
class Cell:
    """SQL in stages over x (as it stands): r (cleaned), d (as a number or day), v (stored), p (what is wrong)."""

    cleaned: str
    number: str
    value: str
    wrong: str
    final: str


@dataclass(frozen=True)
class CellReader:
    """Writes the SQL of cells for a book. integer_workers: worker ids are whole numbers throughout."""

    book: LawBook
    integer_workers: bool = False

    def cell(self, column: Column, number: int, form: str) -> Cell:
        """The stages of column `number` of a table, given the form in which the file holds it."""
        x, r, d, v = (f"{stage}_{number}" for stage in "xrdv")

        def p(reason: str) -> str:
            return str(problem(reason, number))

        if form == "null":
            missing = p("missing_value") if column.required else "NULL"
            return Cell("NULL", "NULL", f"CAST(NULL AS {self.type_of(column)})", missing, v)
        cleaned = _cleaned(x) if form == "text" else x
        day = _day(r, form)
        kind = column.kind
        told = f"{r} IS NOT NULL"
        match kind:
            case "id" | "text":
                number_sql, value, why = self._id(column, r, d, form, p)
            case "fact":
                number_sql, value, why = "NULL", r, p("unknown_fact")
            case "any":
                cleaned = _cleaned(f"CAST({x} AS VARCHAR)")
                number_sql, value, why = "NULL", r, "NULL"
            case "currency":
                own = text(self.book.currency)
                codes = ", ".join(text(code) for code in sorted(CURRENCIES))
                number_sql, value = "NULL", f"CASE WHEN upper({r}) = {own} THEN {own} END"
                why = f"CASE WHEN upper({r}) IN ({codes}) THEN {p('other_currency')} ELSE {p('unknown_currency')} END"
            case "year":
                number_sql, value, _ = _numeric(r, d, form, 1, p)
                why = p("impossible_year")
            case "truth":
                number_sql, value, why = "NULL", _truth(r, form), p("not_yes_or_no")
            case "month" | "quarter":
                number_sql, value, why = day, _month(r, d, form), p("impossible_month")
            case "date":
                number_sql, value, why = day, _date(d, r, form), p("impossible_date")
            case "day_or_month":
                number_sql, value, why = day, _day_or_month(r, d, form, column.name == "until"), p("impossible_date")
            case "place":
                number_sql, value, why = "NULL", self._listed("place", f"lower({r})", r), p("unknown_place")
            case "money" | "rate" | "count" | "days" | "months" | "minutes":
                number_sql, value, why = _numeric(r, d, form, SCALE.get(kind, 1), p, percent=kind == "rate")
            case _:
                plain = f"lower(replace(replace({r}, '-', '_'), ' ', '_'))"
                number_sql, value, why = "NULL", self._listed(kind, plain, r), p("unknown_category")
        missing = f"WHEN {r} IS NULL THEN {p('missing_value')} " if column.required else ""
        ranges = _ranges(column, v, p)
        wrong = f"CASE {missing}WHEN {told} AND {v} IS NULL THEN ({why}) {ranges}END"
        return Cell(cleaned, number_sql, value, wrong, self._final(column, x, v, form))

    def _final(self, column: Column, x: str, v: str, form: str) -> str:
        """The stored value. Where the absence of a record is information, an empty cell is not the word unknown."""
        if not _says_by_absence(column) or form != "text":
            return v
        return f"CASE WHEN lower(trim({x}, {_SPACE})) = 'unknown' THEN CAST({SAID_UNKNOWN} AS BIGINT) ELSE {v} END"

    def _id(self, column: Column, r: str, d: str, form: str, p: object) -> tuple[str, str, str]:
        assert callable(p)
        if form in ("float", "float32"):
            whole = f"CASE WHEN isfinite({r}) AND {r} = trunc({r}) AND abs({r}) < 9e15 THEN CAST({r} AS BIGINT) END"
            number_sql = f"CAST({whole} AS VARCHAR)"
        elif form == "int":
            number_sql = f"CAST({r} AS VARCHAR)"
        else:
            control = r"regexp_matches(" + r + r", '[\x00-\x1f\x7f]')"
            number_sql = f"CASE WHEN length({r}) <= {LONGEST_TEXT} AND NOT {control} THEN {r} END"
        if column.name == "worker" and self.integer_workers:
            # text like 007 or 1e3 is not the worker 7 or 1000: it stays untold, and the row an unknown worker's
            value = f"CASE WHEN CAST(try_cast({d} AS BIGINT) AS VARCHAR) = {d} THEN try_cast({d} AS BIGINT) END"
            return number_sql, value, f"CASE WHEN {d} IS NULL THEN {p('bad_text')} END"
        return number_sql, d, p("bad_text")

    def _listed(self, kind: str, plain: str, r: str) -> str:
        """The number of a member of a closed list: as it stands, or else in plain lower case."""
        numbers = self.members(kind)
        type_name = enum_name(kind)
        code = f"coalesce(enum_code(try_cast({r} AS {type_name})), enum_code(try_cast({plain} AS {type_name})))"
        stored = list(numbers.values())
        first = stored[0]
        if stored == list(range(first, first + len(stored))):
            return f"CAST({code} AS INTEGER) + {first}"
        return f"list_extract([{', '.join(map(str, stored))}], CAST({code} AS INTEGER) + 1)"

    def members(self, kind: str) -> dict[str, int]:
        """The closed list of a kind: written names and stored numbers, in order of the numbers."""
        if kind == "place":
            return {place: number for number, place in enumerate(self.book.places.names)} or {"": 0}
        if kind == "Branch":
            return {member.name.lower(): int(member) for member in Branch}
        category = self.category(kind)
        return {member.name.lower(): int(member) for member in sorted(category, key=int)}

    def category(self, kind: str) -> type[Branch]:
        for node in self.book.nodes.values():
            if node.kind.name == kind and node.kind.category is not None:
                return node.kind.category  # type: ignore[return-value]
        raise KeyError(kind)

    def type_of(self, column: Column) -> str:
        """The SQL type of the stored value."""
        if column.kind == "id" and column.name == "worker":
            return "BIGINT" if self.integer_workers else "VARCHAR"
        if column.kind in ("id", "text", "fact", "any", "currency"):
            return "VARCHAR"
        if _says_by_absence(column):
            return "BIGINT"
        return {"money": "BIGINT", "rate": "BIGINT", "place": "SMALLINT"}.get(
            column.kind, "INTEGER" if column.kind in (*KINDS, "year", "quarter", "day_or_month") else "TINYINT"
        )

    def enums(self, kinds: Sequence[str]) -> list[str]:
        """Statements that make the closed lists known to the database."""
        found = []
        for kind in dict.fromkeys(kinds):
            words = ", ".join(text(word) for word in self.members(kind))
            found.append(f"CREATE TYPE {enum_name(kind)} AS ENUM ({words})")
        return found


def enum_name(kind: str) -> str:
    return name(f"list of {kind}")


def listed_kind(column: Column) -> bool:
    """Whether the column's values come from a closed list that the database must know."""
    return column.kind == "place" or bool(column.members)


_SPACE: Final = r"E' \t\r\n'"


def _cleaned(x: str) -> str:
    """Text without the spaces around it; empty and 'unknown' are NULL."""
    bare = f"trim({x}, {_SPACE})"
    slow = f"CASE WHEN {bare} = '' OR lower({bare}) = 'unknown' THEN NULL ELSE {bare} END"
    # text without a space at either end, and that is nearly all, is taken as it is
    return (
        f"CASE WHEN {x} < '!' OR right({x}, 1) < '!' THEN {slow} "
        f"WHEN length({x}) = 7 AND lower({x}) = 'unknown' THEN NULL ELSE {x} END"
    )


def _says_by_absence(column: Column) -> bool:
    return column.fact is not None and column.fact.absent is not None


def _ranges(column: Column, v: str, p: object) -> str:
    """WHEN clauses for values that are read but may not be."""
    assert callable(p)
    low, high = column.low, column.high
    match column.kind:
        case "year":
            return f"WHEN {v} NOT BETWEEN {YEARS[0]} AND {YEARS[1]} THEN {p('impossible_year')} "
        case "quarter":
            kind = KINDS["month"]
            return (
                f"WHEN {v} NOT BETWEEN {kind.low} AND {kind.high} THEN {p('impossible_month')} "
                f"WHEN {v} % 3 <> 0 THEN {p('not_a_quarter')} "
            )
        case "day_or_month":
            return f"WHEN {v} NOT BETWEEN {KINDS['date'].low} AND {KINDS['date'].high} THEN {p('impossible_date')} "
    if low is None or high is None or column.members or column.kind in ("truth", "place"):
        return ""
    whole = KINDS.get(column.kind)
    if column.kind in ("month", "date") and whole is not None:
        reason = p("impossible_month") if column.kind == "month" else p("impossible_date")
        beyond = f"WHEN {v} NOT BETWEEN {whole.low} AND {whole.high} THEN {reason} "
        if (low, high) == (whole.low, whole.high):
            return beyond
        return beyond + f"WHEN {v} NOT BETWEEN {low} AND {high} THEN {p('out_of_range')} "
    below = "negative_amount" if low >= 0 else "out_of_range"
    return (
        f"WHEN {v} < 0 AND {v} < {low} THEN {p(below)} WHEN {v} NOT BETWEEN {low} AND {high} THEN {p('out_of_range')} "
    )


def _numeric(r: str, d: str, form: str, scale: int, p: object, percent: bool = False) -> tuple[str, str, str]:
    """(number, stored value, reason where there is none) of an amount, a rate or a whole number."""
    assert callable(p)
    finer, far, none = p("finer_than_stored"), p("out_of_range"), p("not_a_number")
    match form:
        case "int":
            return (
                "NULL",
                f"CASE WHEN abs(CAST({r} AS HUGEINT)) < {_LARGEST} THEN CAST({r} AS BIGINT) * {scale} END",
                far,
            )
        case "float" | "float32":
            wide = f"CAST({r} AS DOUBLE)"
            back = f"CAST(round({wide} * {scale}) / {scale}.0::DOUBLE AS {'FLOAT' if form == 'float32' else 'DOUBLE'})"
            limit = f"isfinite({r}) AND abs({wide}) < {_LARGEST_FLOAT[scale]!r}::DOUBLE"
            value = f"CASE WHEN {limit} AND {back} = {r} THEN CAST(round({wide} * {scale}) AS BIGINT) END"
            return (
                "NULL",
                value,
                f"CASE WHEN NOT isfinite({r}) THEN {none} WHEN NOT ({limit}) THEN {far} ELSE {finer} END",
            )
        case "decimal":
            places = {1: 0, 100: 2, 1_000_000: 6}[scale]
            cut = f"try_cast({r} AS DECIMAL(18, {places}))"
            value = f"CASE WHEN {cut} = {r} AND abs({cut}) < {_LARGEST} THEN CAST({cut} * {scale} AS BIGINT) END"
            return "NULL", value, f"CASE WHEN {cut} IS NULL OR abs({cut}) >= {_LARGEST} THEN {far} ELSE {finer} END"
    digits, factor = r, f"{scale}"
    if percent:
        digits = f"rtrim({r}, '% ')"
        factor = f"(CASE WHEN {r} LIKE '%\\%' ESCAPE '\\' THEN {scale // 100} ELSE {scale} END)"
    exact = decimal_of(digits)
    value = (
        f"CASE WHEN abs({exact}) < {_LARGEST} AND {exact} * {factor} = trunc({exact} * {factor}) "
        f"THEN CAST({exact} * {factor} AS BIGINT) END"
    )
    why = f"CASE WHEN {exact} IS NULL THEN {none} WHEN abs({exact}) >= {_LARGEST} THEN {far} ELSE {finer} END"
    if percent:
        return "NULL", value, why
    places = {1: 0, 100: 2}[scale]
    # nearly every cell is short and plain: read it without the long way round
    point = f"strpos({r}, '.')"
    plain = f"{point} = 0 AND NOT contains(lower({r}), 'e')"
    if places:
        plain = f"(({plain}) OR ({point} > 0 AND {point} >= length({r}) - {places}))"
    short = f"CASE WHEN length({r}) <= 14 AND {plain} THEN try_cast({r} AS DECIMAL(18, {places})) END"
    return short, f"CASE WHEN {d} IS NOT NULL THEN CAST({d} * {scale} AS BIGINT) ELSE {value} END", why


def decimal_of(digits: str) -> str:
    """Text as an exact decimal with 20 places; NULL where it is not a number or would have to be rounded."""
    number = f"try_cast({digits} AS DECIMAL(38, 20))"
    small = f"split_part(lower({digits}), 'e-', 1)"
    tenths = f"try_cast(split_part(lower({digits}), 'e-', 2) AS INTEGER)"
    return (
        f"CASE WHEN length({digits}) > 38 THEN NULL "
        f"WHEN contains(lower({digits}), 'e-') THEN CASE WHEN {tenths} + {_places(small)} <= 20 THEN {number} END "
        f"WHEN {_places(digits)} <= 20 THEN {number} END"
    )


def _places(digits: str) -> str:
    """How many characters stand after the decimal point."""
    return f"CASE WHEN strpos({digits}, '.') = 0 THEN 0 ELSE length({digits}) - strpos({digits}, '.') END"


def _truth(r: str, form: str) -> str:
    if form == "bool":
        return f"CAST({r} AS TINYINT)"
    if form == "int":
        return f"CASE WHEN {r} IN (0, 1) THEN CAST({r} AS TINYINT) END"
    words = {"yes": 1, "no": 0, "true": 1, "false": 0, "1": 1, "0": 0}
    return f"CASE lower({r}) {' '.join(f'WHEN {text(word)} THEN {stored}' for word, stored in words.items())} END"


def _day(r: str, form: str) -> str:
    """A calendar day from text, a date or a midnight (NULL: none of these)."""
    if form == "text":
        return f"CASE WHEN regexp_full_match({r}, '\\d{{4}}-\\d{{2}}-\\d{{2}}') THEN try_cast({r} AS DATE) END"
    if form == "timestamp":
        return f"CASE WHEN isfinite({r}) AND date_trunc('day', {r}) = {r} THEN CAST({r} AS DATE) END"
    return f"CASE WHEN isfinite({r}) THEN {r} END"


def _date(d: str, r: str, form: str) -> str:
    return f"CAST(date_diff('day', DATE '1970-01-01', {d}) AS BIGINT)"


def _month(r: str, d: str, form: str) -> str:
    if form != "text":
        return f"CAST(year({d}) * 12 + month({d}) - 1 AS BIGINT)"
    number = f"CAST(substr({r}, 6) AS INTEGER)"
    return (
        f"CASE WHEN regexp_full_match({r}, '\\d{{4}}-\\d{{1,2}}') THEN CASE WHEN {number} BETWEEN 1 AND 12 "
        f"THEN CAST(substr({r}, 1, 4) AS INTEGER) * 12 + {number} - 1 END END"
    )


def _day_or_month(r: str, d: str, form: str, end: bool) -> str:
    day = _date(d, r, form)
    if form != "text":
        return day
    begin = f"try_cast({r} || '-01' AS DATE)"
    edge = f"last_day({begin})" if end else begin
    return (
        f"CASE WHEN regexp_full_match({r}, '\\d{{4}}-\\d{{2}}') "
        f"THEN CAST(date_diff('day', DATE '1970-01-01', {edge}) AS BIGINT) ELSE {day} END"
    )


# ISO 4217, in use
CURRENCIES: Final = frozenset(
    [
        "AED",
        "AFN",
        "ALL",
        "AMD",
        "AOA",
        "ARS",
        "AUD",
        "AWG",
        "AZN",
        "BAM",
        "BBD",
        "BDT",
        "BHD",
        "BIF",
        "BMD",
        "BND",
        "BOB",
        "BRL",
        "BSD",
        "BTN",
        "BWP",
        "BYN",
        "BZD",
        "CAD",
        "CDF",
        "CHF",
        "CLP",
        "CNY",
        "COP",
        "CRC",
        "CUP",
        "CVE",
        "CZK",
        "DJF",
        "DKK",
        "DOP",
        "DZD",
        "EGP",
        "ERN",
        "ETB",
        "EUR",
        "FJD",
        "FKP",
        "GBP",
        "GEL",
        "GHS",
        "GIP",
        "GMD",
        "GNF",
        "GTQ",
        "GYD",
        "HKD",
        "HNL",
        "HTG",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "IQD",
        "IRR",
        "ISK",
        "JMD",
        "JOD",
        "JPY",
        "KES",
        "KGS",
        "KHR",
        "KMF",
        "KPW",
        "KRW",
        "KWD",
        "KYD",
        "KZT",
        "LAK",
        "LBP",
        "LKR",
        "LRD",
        "LSL",
        "LYD",
        "MAD",
        "MDL",
        "MGA",
        "MKD",
        "MMK",
        "MNT",
        "MOP",
        "MRU",
        "MUR",
        "MVR",
        "MWK",
        "MXN",
        "MYR",
        "MZN",
        "NAD",
        "NGN",
        "NIO",
        "NOK",
        "NPR",
        "NZD",
        "OMR",
        "PAB",
        "PEN",
        "PGK",
        "PHP",
        "PKR",
        "PLN",
        "PYG",
        "QAR",
        "RON",
        "RSD",
        "RUB",
        "RWF",
        "SAR",
        "SBD",
        "SCR",
        "SDG",
        "SEK",
        "SGD",
        "SHP",
        "SLE",
        "SOS",
        "SRD",
        "SSP",
        "STN",
        "SVC",
        "SYP",
        "SZL",
        "THB",
        "TJS",
        "TMT",
        "TND",
        "TOP",
        "TRY",
        "TTD",
        "TWD",
        "TZS",
        "UAH",
        "UGX",
        "USD",
        "UYU",
        "UZS",
        "VED",
        "VES",
        "VND",
        "VUV",
        "WST",
        "XAF",
        "XCD",
        "XOF",
        "XPF",
        "YER",
        "ZAR",
        "ZMW",
        "ZWG",
    ]
)
