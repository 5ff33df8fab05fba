"""Against what a benefit is adequate: the rates of a named Convention, or rates that somebody gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from amparo.rules.declarations import Branch
from amparo.rules.errors import AmparoError
from amparo.rules.helpers import Table
from amparo.rules.kinds import KINDS, read_value
from amparo.rules.messages import Listed, Message
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from amparo.rules.evidence import Citation

# A Part of a Convention is about a branch; Part VI is about diseases from work too.
PART_OF: Final = {
    Branch.SICKNESS: "SICKNESS",
    Branch.UNEMPLOYMENT: "UNEMPLOYMENT",
    Branch.OLD_AGE: "OLD_AGE",
    Branch.EMPLOYMENT_INJURY: "EMPLOYMENT_INJURY",
    Branch.OCCUPATIONAL_DISEASE: "EMPLOYMENT_INJURY",
    Branch.MATERNITY_PARENTAL: "MATERNITY",
    Branch.INVALIDITY: "INVALIDITY",
    Branch.SURVIVORS: "SURVIVORS",
}


class NoSuchStandard(AmparoError):
    """A Convention that names no rates, or a rate that cannot be read."""


@dataclass(frozen=True)
class Standard:
    """Least replacement rates by branch, in millionths, and their source; a branch without a rate has no measure."""

    name: str
    rates: Mapping[Branch, int]
    cite: Citation | None = None
    evidence: str = ""


def standard_of(name: str, day: int) -> Standard:
    """The rates of a Convention such as C102 on a day. Raises NoSuchStandard."""
    from amparo.law.standards import standards_book

    book = standards_book()
    table = book.nodes["conventions.least_rate"]
    assert isinstance(table, Parameter)
    dated = table.dated_at(day, ("",))
    standards, parts = (kind.category for kind in table.keys)
    assert standards is not None and parts is not None
    if dated is None or not isinstance(dated.value, Table) or name not in standards.__members__:
        known = Listed(standards.__members__)
        raise NoSuchStandard(
            Message(
                "standard.no_rates",
                "'{name}' names no rates on that day. Conventions that do: {known}.",
                name=name,
                known=known,
            )
        )
    cells = {
        branch: dated.value.cells.get((standards[name].value, parts[part].value)) for branch, part in PART_OF.items()
    }
    rates = {branch: rate for branch, rate in cells.items() if rate is not None}
    return Standard(name, rates, dated.cite, "" if dated.evidence is None else dated.evidence.mark)


def with_rates(standard: Standard, told: Mapping[str, str]) -> Standard:
    """The standard with rates given by branch: {"sickness": "60%"}. Raises NoSuchStandard."""
    found = dict(standard.rates)
    for name, text in told.items():
        try:
            found[Branch[name.upper()]] = read_value(KINDS["rate"], text)
        except (KeyError, ValueError):
            known = Listed(branch.name.lower() for branch in Branch)
            raise NoSuchStandard(
                Message(
                    "standard.rate",
                    "'{name}={text}' is no rate of a branch: write sickness=60%. Branches: {known}.",
                    name=name,
                    text=text,
                    known=known,
                )
            ) from None
    return Standard(f"{standard.name}*" if told else standard.name, found, standard.cite, standard.evidence)


__all__ = ["PART_OF", "NoSuchStandard", "Standard", "standard_of", "with_rates"]
