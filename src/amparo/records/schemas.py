"""The tables of records, derived from a law book: which columns, of what kind, in what range, called what.

Two things read the same description: the reader that checks a folder (tables.py), and the JSON Schema that others check
their files against (`amparo schema records`, `amparo schema case`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from amparo.records.facts import ONCE, FactIndex
from amparo.rules.declarations import Branch
from amparo.rules.evidence import Label
from amparo.rules.kinds import KINDS, show_value
from amparo.rules.levels import CONTRACT, GROUP_MONTH, MONTH, PAYER, QUARTER, SPELL, TIE_MONTH, TIE_YEAR, YEAR, Level

if TYPE_CHECKING:
    from amparo.rules.book import LawBook
    from amparo.rules.nodes import Fact

RECORDS_VERSION: Final = 1
CASE_VERSION: Final = 1
CLASSES: Final = ("hypothetical", "synthetic", "public-use", "restricted")
JSON_SCHEMA: Final = "https://json-schema.org/draft/2020-12/schema"
YEARS: Final = (1850, 2149)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. kind: id, text, currency, year, quarter, fact (the name of one), any (as that fact says),
    the name of a kind of the law (money, month, date, truth, ...), or a category of the law."""

    name: str
    kind: str
    required: bool
    label: Label
    low: int | None = None
    high: int | None = None
    unit: str = ""
    members: tuple[tuple[str, Label], ...] = ()
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what one row of it is, and its columns in order."""

    name: str
    label: Label
    required: bool
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class RecordsSchema:
    """All tables of a records folder, for one country."""

    country: str
    currency: str
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        return next(table for table in self.tables if table.name == name)


def _c(name: str, kind: str, en: str, pt: str, zh: str, required: bool = False) -> Column:
    low, high = {"month": _kind_range("month"), "date": _kind_range("date"), "truth": (0, 1), "year": YEARS}.get(
        kind, (None, None)
    )
    return Column(name, kind, required, Label(en, pt, zh), low, high)


def _kind_range(name: str) -> tuple[int, int]:
    return KINDS[name].low, KINDS[name].high


def _worker() -> Column:
    return _c("worker", "id", "Worker", "Trabalhador", "劳动者", required=True)


def _payer() -> Column:
    return _c("payer", "id", "Payer", "Entidade pagadora", "支付方", required=True)


def _month() -> Column:
    return _c("month", "month", "Month", "Mês", "月份", required=True)


def _from(required: bool = False) -> Column:
    return _c("from", "day_or_month", "From (month or day)", "Desde (mês ou dia)", "起（月或日）", required)


def _until() -> Column:
    return _c(
        "until", "day_or_month", "Until, included (month or day)", "Até, inclusive (mês ou dia)", "止（含，月或日）"
    )


def _currency() -> Column:
    return _c("currency", "currency", "Currency of the row's amounts", "Moeda dos valores da linha", "该行金额的币种")


@dataclass(frozen=True, slots=True)
class _Plan:
    name: str
    label: Label
    columns: tuple[Column, ...]
    levels: tuple[Level, ...]
    required: bool = False


def _plans() -> tuple[_Plan, ...]:
    return (
        _Plan(
            "workers",
            Label("One row per worker", "Uma linha por trabalhador", "每名劳动者一行"),
            (
                _worker(),
                _c("first_month", "month", "First month told", "Primeiro mês descrito", "记录起始月"),
                _c("last_month", "month", "Last month told", "Último mês descrito", "记录终止月"),
                _c(
                    "nothing_before",
                    "truth",
                    "Nothing before these months",
                    "Nada antes destes meses",
                    "此前无记录事项",
                ),
                _c(
                    "nothing_after", "truth", "Nothing after these months", "Nada depois destes meses", "此后无记录事项"
                ),
            ),
            ONCE,
            required=True,
        ),
        _Plan(
            "payers",
            Label("One row per payer", "Uma linha por entidade pagadora", "每个支付方一行"),
            (_payer(), _c("group", "text", "Business group", "Grupo empresarial", "企业集团")),
            (PAYER,),
        ),
        _Plan(
            "engagements",
            Label(
                "One row per engagement: worker, payer, activity, place, form and month",
                "Uma linha por vínculo: trabalhador, entidade, atividade, local, forma e mês",
                "每项业务一行：劳动者、支付方、工作类型、地点、形式与月份",
            ),
            (
                _worker(),
                _payer(),
                _month(),
                _c("engagement", "text", "Number of the engagement", "Número do vínculo", "业务编号"),
                _currency(),
            ),
            (CONTRACT,),
        ),
        _Plan(
            "ties",
            Label(
                "One row per worker and payer, for a month, some months or a year",
                "Uma linha por trabalhador e entidade, para um mês, vários meses ou um ano",
                "每对劳动者与支付方一行，针对某月、数月或某年",
            ),
            (
                _worker(),
                _payer(),
                _c("month", "month", "Month", "Mês", "月份"),
                _from(),
                _until(),
                _c("year", "year", "Calendar year", "Ano civil", "日历年"),
            ),
            (TIE_MONTH, GROUP_MONTH, TIE_YEAR),
        ),
        _Plan(
            "tie_years",
            Label(
                "One row per worker, payer and calendar year",
                "Uma linha por trabalhador, entidade e ano civil",
                "每名劳动者、支付方与日历年一行",
            ),
            (_worker(), _payer(), _c("year", "year", "Calendar year", "Ano civil", "日历年", required=True)),
            (TIE_YEAR,),
        ),
        _Plan(
            "months",
            Label("One row per worker and month", "Uma linha por trabalhador e mês", "每名劳动者每月一行"),
            (_worker(), _month()),
            (MONTH,),
        ),
        _Plan(
            "quarters",
            Label("One row per worker and quarter", "Uma linha por trabalhador e trimestre", "每名劳动者每季度一行"),
            (
                _worker(),
                _c(
                    "quarter",
                    "quarter",
                    "Quarter, by its first month",
                    "Trimestre, pelo primeiro mês",
                    "季度（以首月表示）",
                    required=True,
                ),
            ),
            (QUARTER,),
        ),
        _Plan(
            "years",
            Label("One row per worker and year", "Uma linha por trabalhador e ano", "每名劳动者每年一行"),
            (_worker(), _c("year", "year", "Calendar year", "Ano civil", "日历年", required=True)),
            (YEAR,),
        ),
        _Plan(
            "choices",
            Label(
                "One row per dated choice or change: residence, options, registrations",
                "Uma linha por escolha ou mudança datada: residência, opções, inscrições",
                "每项带日期的选择或变更一行：居住地、选项、登记",
            ),
            (
                _worker(),
                _c("fact", "fact", "Name of the fact", "Nome do facto", "事实名称", required=True),
                _from(required=True),
                _until(),
                _c("value", "any", "Value", "Valor", "值"),
            ),
            (),
        ),
        _Plan(
            "spells",
            Label(
                "One row per spell: a sickness, an unemployment, a birth",
                "Uma linha por período: doença, desemprego, nascimento",
                "每段期间一行：患病、失业、生育",
            ),
            (
                _worker(),
                _c("spell", "text", "Number of the spell", "Número do período", "期间编号"),
                _c("first_day", "date", "First day", "Primeiro dia", "首日", required=True),
                _c("last_day", "date", "Last day", "Último dia", "末日", required=True),
            ),
            (SPELL,),
        ),
        _Plan(
            "dependants",
            Label(
                "One row per dependant (checked and kept; no rule reads it yet)",
                "Uma linha por dependente (verificada e guardada; nenhuma regra a lê ainda)",
                "每名受抚养人一行（已核验并保存；尚无规则读取）",
            ),
            (
                _worker(),
                _c("dependant", "text", "Dependant", "Dependente", "受抚养人", required=True),
                _c("relation", "text", "Relation to the worker", "Relação com o trabalhador", "与劳动者的关系"),
                _c("birth_date", "date", "Date of birth", "Data de nascimento", "出生日期"),
                _c("first_month", "month", "Dependent from", "Dependente desde", "受抚养起始月"),
                _c("last_month", "month", "Dependent until", "Dependente até", "受抚养终止月"),
            ),
            (),
        ),
        _Plan(
            "history",
            Label(
                "One row per earlier posting (checked and kept; no rule reads it yet)",
                "Uma linha por lançamento anterior (verificada e guardada; nenhuma regra a lê ainda)",
                "每笔以往记账一行（已核验并保存；尚无规则读取）",
            ),
            (
                _worker(),
                _month(),
                _c("scheme", "text", "Scheme", "Regime", "制度", required=True),
                _category("branch", Branch, Label("Branch", "Eventualidade", "险种")),
                _money("base", Label("Contribution base", "Base de incidência", "缴费基数")),
                _money("amount", Label("Amount", "Montante", "金额")),
                _currency(),
            ),
            (),
        ),
    )


def _category(name: str, category: Any, label: Label, required: bool = False) -> Column:
    members = tuple((member.name.lower(), Label("", "", "")) for member in category)
    numbers = [int(member) for member in category]
    return Column(name, category.__name__, required, label, min(numbers), max(numbers), members=members)


def _money(name: str, label: Label) -> Column:
    return Column(name, "money", False, label, 0, 10**12)


UNITS: Final = {
    "money": "currency units, two decimals",
    "rate": "fraction, or per cent with the sign %",
    "count": "number",
    "days": "days",
    "months": "months",
    "minutes": "minutes",
    "month": "calendar month, as 2025-03",
    "quarter": "first month of the quarter, as 2025-01",
    "date": "day, as 2025-03-10",
    "year": "calendar year",
    "truth": "yes or no",
    "place": "name of a place of the country's list",
}


def fact_column(index: FactIndex, fact: Fact) -> Column:
    """The column by which a table tells a fact."""
    members: tuple[tuple[str, Label], ...] = ()
    if fact.kind.category is not None:
        members = tuple(
            (name.lower(), Label(**{"en": "", "pt": "", "zh": "", **index.member_label(fact.kind, name)}))
            for name in fact.kind.category.__members__
        )
    unit = index.book.currency if fact.kind.name == "money" else UNITS.get(fact.kind.name, "")
    kind = fact.kind.name
    return Column(index.short_name(fact), kind, False, fact.label, fact.low, fact.high, unit, members, fact)


def records_schema(book: LawBook) -> RecordsSchema:
    """The tables of a records folder under a law book."""
    index = FactIndex(book)
    tables = []
    for plan in _plans():
        facts = tuple(fact_column(index, fact) for fact in index.at(plan.levels))
        spell_kind = plan.name == "spells" and "kind" not in index.names((SPELL,))
        extra = (_c("kind", "text", "Kind of spell", "Tipo de período", "期间类型"),) if spell_kind else ()
        tables.append(Table(plan.name, plan.label, plan.required, (*plan.columns, *extra, *facts)))
    return RecordsSchema(book.country.code, book.currency, tuple(tables))


TABLE_NAMES: Final = tuple(plan.name for plan in _plans())


# --- JSON Schema -------------------------------------------------------------------------------------------------

_UNKNOWN: Final[dict[str, Any]] = {"enum": ["unknown", "", None]}
_TEXT_OF: Final = {
    "money": r"^\s*[+-]?\d[\d_]*(\.\d{1,2}0*)?\s*$",
    "rate": r"^\s*\d[\d_]*(\.\d+)?\s*%?\s*$",
    "month": r"^\d{4}-(0?[1-9]|1[0-2])$",
    "quarter": r"^\d{4}-(0?[147]|10)$",
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "day_or_month": r"^\d{4}-\d{2}(-\d{2})?$",
    "whole": r"^\s*[+-]?\d[\d_]*\s*$",
}


def _identifier(kind: str, version: int, country: str) -> str:
    return f"urn:amparo:schema:{kind}:{version}:{country}"


def _shown_bounds(column: Column, book: LawBook) -> tuple[str, str]:
    kind = KINDS[column.kind]
    assert column.low is not None and column.high is not None
    return show_value(kind, column.low, book.places), show_value(kind, column.high, book.places)


def _cell(column: Column, book: LawBook) -> dict[str, Any]:
    """The JSON Schema of one cell, unknown not included."""
    kind = column.kind
    if column.members:
        return {"enum": [name for name, _ in column.members]}
    match kind:
        case "id":
            return {"anyOf": [{"type": "string", "minLength": 1, "maxLength": 200}, {"type": "integer"}]}
        case "text" | "fact":
            return {"type": "string", "maxLength": 200}
        case "currency":
            return {"const": book.currency}
        case "any":
            return {"type": ["string", "number", "boolean"]}
        case "truth":
            return {"enum": [True, False, "yes", "no", "true", "false", 1, 0, "1", "0"]}
        case "year":
            return {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[1]}
        case "month" | "quarter" | "date" | "day_or_month":
            return {"type": "string", "pattern": _TEXT_OF[kind]}
        case "place":
            return {"enum": list(book.places.names)} if book.places.names else {"type": "string"}
    low, high = _shown_bounds(column, book)
    text = _TEXT_OF[kind if kind in _TEXT_OF else "whole"]
    number: dict[str, Any] = {"type": "number" if kind in ("money", "rate") else "integer"}
    if kind == "rate":
        number |= {"minimum": (column.low or 0) / 1_000_000, "maximum": (column.high or 0) / 1_000_000}
    elif kind == "money":
        number |= {"minimum": (column.low or 0) / 100, "maximum": (column.high or 0) / 100}
    else:
        number |= {"minimum": column.low, "maximum": column.high}
    return {"anyOf": [number, {"type": "string", "pattern": text}], "x-lowest": low, "x-highest": high}


def _property(column: Column, book: LawBook) -> dict[str, Any]:
    cell = _cell(column, book)
    found: dict[str, Any] = cell if column.required else {"anyOf": [cell, _UNKNOWN]}
    found = {"title": column.label.en or column.name, **found, "x-kind": column.kind}
    if column.unit or column.kind in UNITS:
        found["x-unit"] = column.unit or UNITS[column.kind]
    found["x-label"] = {"en": column.label.en, "pt": column.label.pt, "zh": column.label.zh}
    if column.members:
        found["x-members"] = {name: {"en": m.en, "pt": m.pt, "zh": m.zh} for name, m in column.members}
    if column.fact is not None:
        found |= {"x-fact": column.fact.full_name, "x-level": column.fact.level.name.lower()}
        if column.fact.absent is not None:
            kind = column.fact.kind
            found["x-absent"] = {
                "value": show_value(kind, column.fact.absent, book.places),
                "because": column.fact.because.en,
            }
    return found


def records_json_schema(book: LawBook) -> dict[str, Any]:
    """JSON Schema of a records folder: one array of rows per table."""
    schema = records_schema(book)
    tables = {
        table.name: {
            "type": "object",
            "title": table.label.en,
            "x-label": {"en": table.label.en, "pt": table.label.pt, "zh": table.label.zh},
            "properties": {column.name: _property(column, book) for column in table.columns},
            "required": [column.name for column in table.columns if column.required],
            "additionalProperties": True,
        }
        for table in schema.tables
    }
    return {
        "$schema": JSON_SCHEMA,
        "$id": _identifier("records", RECORDS_VERSION, schema.country),
        "title": f"Amparo records, {book.country.name.get('en', schema.country)}",
        "description": "A folder of tables (CSV or Parquet): one array item per row. Other columns are not read.",
        "x-version": RECORDS_VERSION,
        "x-currency": schema.currency,
        "x-facts": FactIndex(book).fingerprint,
        "type": "object",
        "properties": {
            table.name: {"type": "array", "items": {"$ref": f"#/$defs/{table.name}"}} for table in schema.tables
        },
        "required": [table.name for table in schema.tables if table.required],
        "additionalProperties": False,
        "$defs": tables,
    }


def _by_period(cell: dict[str, Any], key: str) -> dict[str, Any]:
    """A value for the whole period, or one for each stretch of it."""
    mapping = {"type": "object", "patternProperties": {key: cell}, "additionalProperties": False, "minProperties": 1}
    return {"anyOf": [cell, mapping]}


_MONTH_KEY: Final = r"^\d{4}(-\d{1,2})?(\.\.\d{4}(-\d{1,2})?)?$"


def case_json_schema(book: LawBook) -> dict[str, Any]:
    """JSON Schema of a case file (docs/case-file.md)."""
    index = FactIndex(book)

    def properties(levels: tuple[Level, ...], spread: bool) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, fact in sorted(index.names(levels).items()):
            column = fact_column(index, fact)
            cell = {"anyOf": [_cell(column, book), _UNKNOWN]}
            found[name] = {
                "title": fact.label.en or name,
                **(_by_period(cell, _MONTH_KEY) if spread and fact.level != Level.WORKER else cell),
                "x-fact": fact.full_name,
                "x-label": {"en": fact.label.en, "pt": fact.label.pt, "zh": fact.label.zh},
            }
        return found

    month = {"type": "string", "pattern": _TEXT_OF["month"]}
    months = {"anyOf": [{"type": "string", "pattern": _MONTH_KEY}, {"type": "array", "items": month}]}
    period = {"month": month, "months": months, "from": month, "until": month}
    engagement = {
        "type": "object",
        "properties": {**period, **properties((CONTRACT,), True)},
        "additionalProperties": False,
    }
    ties = {
        "type": "object",
        "properties": properties((TIE_MONTH, GROUP_MONTH, TIE_YEAR), True),
        "additionalProperties": False,
    }
    payer = {
        "type": "object",
        "properties": {
            "group": {"type": "string"},
            "engagements": {"anyOf": [{"type": "array", "items": engagement}, engagement]},
            "ties": ties,
            **properties((PAYER,), False),
        },
        "additionalProperties": False,
    }
    day_or_month = {"type": "string", "pattern": _TEXT_OF["day_or_month"]}
    choice = {
        "type": "object",
        "properties": {
            "fact": {"enum": sorted(index.names((MONTH, QUARTER, YEAR)))},
            "from": day_or_month,
            "until": day_or_month,
            "value": {},
        },
        "required": ["fact", "from", "value"],
        "additionalProperties": False,
    }
    day = {"type": "string", "pattern": _TEXT_OF["date"]}
    spell = {
        "type": "object",
        "properties": {"first_day": day, "last_day": day, **properties((SPELL,), False)},
        "required": ["first_day", "last_day"],
        "additionalProperties": False,
    }
    posted = {
        "type": "object",
        "properties": {"month": month, "months": months, "posted_on": day, **properties((MONTH,), False)},
        "additionalProperties": False,
    }
    if "kind" not in spell["properties"]:  # type: ignore[operator]
        spell["properties"]["kind"] = {"type": "string"}  # type: ignore[index]
    truth = {"enum": [True, False, "yes", "no"]}
    return {
        "$schema": JSON_SCHEMA,
        "$id": _identifier("case", CASE_VERSION, book.country.code),
        "title": f"Amparo case file, {book.country.name.get('en', book.country.code)}",
        "x-version": CASE_VERSION,
        "x-currency": book.currency,
        "x-facts": index.fingerprint,
        "type": "object",
        "properties": {
            "country": {"const": book.country.code},
            "name": {"type": ["string", "integer"]},
            "class": {"enum": list(CLASSES)},
            "note": {"type": "string"},
            "month": month,
            "months": months,
            "from": month,
            "to": month,
            "nothing_before": truth,
            "nothing_after": truth,
            "worker": {"type": "object", "properties": properties(ONCE, True), "additionalProperties": False},
            "payers": {"type": "object", "additionalProperties": payer},
            "choices": {"type": "array", "items": choice},
            "spells": {"type": "array", "items": spell},
            "history": {"type": "array", "items": posted},
        },
        "required": ["country"],
        "additionalProperties": False,
    }
