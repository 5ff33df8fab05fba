"""Amounts of money of one country turned into another's by an equivalence rule, in whole numbers, half up to the cent.

The same share of the average wage, of the minimum wage, or the same quantity of goods: each rule with both countries'
reference amounts, their dates and sources.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import lcm
from typing import TYPE_CHECKING, Any

from amparo.analysis.mechanisms import ALWAYS, Mechanism, MechanismError
from amparo.law.mechanisms import FOLDER
from amparo.rules.errors import nearest
from amparo.rules.evidence import Label, read_evidence, read_label
from amparo.rules.helpers import Steps, Table, Tariff
from amparo.rules.messages import Listed, Message
from amparo.rules.parameters import Dated, Parameter, check_keys
from amparo.rules.topics import instruments, read_yaml

if TYPE_CHECKING:
    from amparo.rules.evidence import Evidence
    from amparo.rules.parameters import Repealed, Stored
    from amparo.rules.topics import Topic

_HERE, _THERE = "reference_amount_here", "reference_amount_there"


@dataclass(frozen=True, slots=True)
class Reference:
    """An amount of a country that an equivalence rule holds equal to another country's."""

    country: str
    amount: Decimal
    unit: Label
    year: int
    source: str
    evidence: Evidence
    note: Label


@dataclass(frozen=True, slots=True)
class Equivalence:
    """A rule by which an amount of one country is turned into one of another."""

    id: str
    name: Label
    rule: Label
    values: Mapping[str, Reference]

    def factor(self, there: str, here: str) -> Fraction:
        """What one unit of the origin's money is in the receiving country's; raises MechanismError where not held."""
        for country in (there, here):
            if country not in self.values:
                held = Listed(sorted(self.values))
                raise MechanismError(
                    Message(
                        "graft.no_reference",
                        "{where}: no reference amount is held for {country} (only {held}). Cure: another "
                        "equivalence with --convert, or its amount, date and source in equivalences.yaml.",
                        where=self.id,
                        country=country,
                        held=held,
                    )
                )
        return Fraction(self.values[here].amount) / Fraction(self.values[there].amount)


@cache
def equivalences() -> Mapping[str, Equivalence]:
    """All equivalence rules, by id, with their reference amounts, dates and sources."""
    return {name: _equivalence(name, data) for name, data in read_yaml(FOLDER / "equivalences.yaml").items()}


def _equivalence(name: str, data: Mapping[str, Any]) -> Equivalence:
    where = f"equivalences.yaml, {name}"
    check_keys(data, {"name", "rule", "values"}, where)
    values = {}
    for country, one in data["values"].items():
        check_keys(one, {"amount", "unit", "date", "source", "evidence", "note"}, f"{where}, {country}")
        evidence = read_evidence(str(one["evidence"]), where)
        unit, note = (read_label(one[key], f"{where}, {country}") for key in ("unit", "note"))
        amount, year, source = Decimal(one["amount"]), int(one["date"]), str(one["source"])
        values[country] = Reference(country, amount, unit, year, source, evidence, note)
    return Equivalence(name, read_label(data["name"], where), read_label(data["rule"], where), values)


def find_equivalence(name: str) -> Equivalence:
    """An equivalence rule by id; raises MechanismError with the nearest ids."""
    found = equivalences().get(name)
    if found is None:
        known = Listed(equivalences())
        raise MechanismError(
            Message(
                "graft.no_equivalence",
                "'{name}' is not an equivalence.{hint} There are: {known}.",
                name=name,
                hint=nearest(name, equivalences()),
                known=known,
            )
        )
    return found


def turned(amount: int, factor: Fraction) -> int:
    """An amount times a factor, in whole numbers, half up (amounts are not negative)."""
    return (2 * amount * factor.numerator + factor.denominator) // (2 * factor.denominator)


# --- provisions in the receiving country's money ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Converted:
    """One amount turned: of which parameter (and cell), what it was, exactly what it would be, and what it became.

    on_the_sum: left in the origin's money and turned once on the month's sum; after is then None.
    """

    parameter: str
    cell: str
    before: int
    exact: Fraction
    after: int | None


def has_money(mechanism: Mechanism) -> bool:
    """Whether any amount of money has to be turned."""
    return any(parameter.name in (_HERE, _THERE) or _holds_money(parameter) for parameter in mechanism.parameters)


def _holds_money(parameter: Parameter) -> bool:
    kinds = {parameter.kind.name, parameter.content.name, *(key.name for key in parameter.keys)}
    return bool(kinds & {"money", "tariff"}) and bool(parameter.series)


def in_money_here(
    topic: Topic,
    mechanism: Mechanism,
    equivalence: Equivalence,
    here: str,
    factor: Fraction,
    converted: list[Converted],
) -> Topic:
    terms = instruments(str(FOLDER / "instruments.py"))["Terms"]("4")
    references = dict(zip((_HERE, _THERE), _whole(equivalence, here, mechanism.origin), strict=True))
    parameters = {}
    for name, parameter in topic.parameters.items():
        if name in references:
            note = f"{equivalence.id}: {equivalence.values[here if name == _HERE else mechanism.origin].source}"
            evidence = equivalence.values[here if name == _HERE else mechanism.origin].evidence
            entry = Dated(ALWAYS, references[name], terms, evidence, ALWAYS, "in force", note=note)
            parameters[name] = replace(parameter, series={"": (entry,)})
        elif name in mechanism.on_the_sum:
            converted += [
                Converted(parameter.full_name, "", e.value, e.value * factor, None)
                for e in parameter.series.get("", ())
                if isinstance(e.value, int)
            ]
            parameters[name] = replace(parameter, label=_of_origin(parameter.label, mechanism.currency))
        else:
            parameters[name] = _parameter_here(parameter, factor, converted)
    rules = {
        name: replace(rule, label=_of_origin(rule.label, mechanism.currency)) if name in mechanism.on_the_sum else rule
        for name, rule in topic.rules.items()
    }
    return replace(topic, parameters=parameters, rules=rules)


def _of_origin(label: Label, currency: str) -> Label:
    """A value that stays in the origin's money says so."""
    return Label(f"{label.en} [in {currency}]", f"{label.pt} [em {currency}]", f"{label.zh}〔以{currency}计〕")


def _whole(equivalence: Equivalence, here: str, there: str) -> tuple[int, int]:
    """The two reference amounts as whole numbers on one scale."""
    amounts = [Fraction(equivalence.values[country].amount) for country in (here, there)]
    scale = lcm(100, *(amount.denominator for amount in amounts))
    first, second = (int(amount * scale) for amount in amounts)
    return first, second


def _parameter_here(parameter: Parameter, factor: Fraction, converted: list[Converted]) -> Parameter:
    if not _holds_money(parameter):
        return parameter

    def money(amount: int, cell: str = "") -> int:
        after = turned(amount, factor)
        converted.append(Converted(parameter.full_name, cell, amount, amount * factor, after))
        return after

    entries = tuple(replace(entry, value=_value_here(parameter, entry.value, money)) for entry in parameter.series[""])
    low, high = parameter.low, parameter.high
    if parameter.content.name == "money":
        low, high = turned(low, factor), min(turned(high, factor) + 1, 10**9)
    return replace(parameter, series={"": entries}, low=low, high=high)


def _value_here(
    parameter: Parameter, value: Stored | Repealed | None, money: Callable[..., int]
) -> Stored | Repealed | None:
    pays = parameter.content.name == "money"
    match value:
        case Steps(thresholds=thresholds, values=values):
            over = parameter.keys[0].name == "money"
            return replace(
                value,
                thresholds=tuple(money(t, "from") if over else t for t in thresholds),
                values=tuple(money(v, str(n)) if pays else v for n, v in enumerate(values, 1)),
            )
        case Table(cells=cells) if pays:
            turned_cells = {key: None if cell is None else money(cell, str(key)) for key, cell in cells.items()}
            return replace(value, cells=turned_cells)
        case Tariff():
            return replace(value, amount=money(value.amount)) if value.amount else value
        case int() if pays:
            return money(value)
    return value


__all__ = [
    "Converted",
    "Equivalence",
    "Reference",
    "equivalences",
    "find_equivalence",
    "has_money",
    "in_money_here",
    "turned",
]
