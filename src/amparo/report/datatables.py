"""Result tables as data that explain themselves: named columns with type, unit and base, and where all of it is from.

A `DataTable` holds values, not texts: amounts as decimal numbers of the currency, shares between 0 and 1, ids as they
are. What a column means stands beside it in three languages. `Metadata` says what the tables were made from and how
they are made again. Every file that leaves (downloads.py, datapackage.py) is written from these two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from amparo.report.words import LANGUAGES, has_word, word
from amparo.rules.evidence import NO_WORDS, Label
from amparo.rules.kinds import MINOR_UNITS

if TYPE_CHECKING:
    from amparo.report.results import Section

Type = Literal["string", "integer", "number", "money", "boolean", "date", "yearmonth"]
Cell = str | int | float | bool | Decimal | None
LICENCE: Final = "Apache-2.0"
LICENCE_PATH: Final = "https://www.apache.org/licenses/LICENSE-2.0"


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name (the same in every language), type, title, description, unit and what a share is a share of.

    type: money is a decimal number with two places, held exactly. unit: an ISO 4217 code for money, 'share' (0 to 1),
    'workers', 'worker-months', 'percent'; '' where there is none. codes: what the ids in the column are called; files
    for programs keep the ids, a workbook shows the names.
    """

    name: str
    type: Type
    title: Label
    description: Label
    unit: str = ""
    base: Label = NO_WORDS
    codes: Mapping[str, Label] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table of values; a cell is None where nothing is known or nothing applies."""

    name: str
    title: Label
    description: Label
    fields: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Something the tables rest on: its title in its own words, address, and how well it is known ('' where told)."""

    title: str
    path: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Metadata:
    """What stands beside tables wherever they go.

    class_: of the data (hypothetical, synthetic, public-use, restricted). laws: law-book hash by country.
    command: what makes the same tables again. notes: what a reader has to know before using a figure.
    """

    name: str
    title: Label
    description: Label
    class_: str
    laws: Mapping[str, str]
    command: str
    sources: tuple[Source, ...] = ()
    notes: tuple[Label, ...] = field(default=())
    licence: str = LICENCE

    @property
    def version(self) -> str:
        """The version of Amparo that made the tables."""
        from amparo import __version__

        return __version__


def money(amount: int) -> Decimal:
    """An amount of the smallest unit as a decimal number of the currency, exact."""
    return Decimal(amount) / MINOR_UNITS


def said(key: str, **values: object) -> Label:
    """A word of the interface in its three languages."""
    return Label(*(word(key, lang, **values) for lang in LANGUAGES))


def in_each(text: Callable[[str], str]) -> Label:
    """What a text in a language comes to in each of them."""
    return Label(*(text(lang) for lang in LANGUAGES))


def column(name: str, type: Type, unit: str = "", base: str = "", codes: Mapping[str, Label] | None = None) -> Field:
    """A column whose title and description are words of the interface: data.NAME and data.NAME.says.

    base: the word for what a share is a share of. Raises KeyError for a column without words.
    """
    told = said(f"data.{name}.says") if has_word(f"data.{name}.says") else said(f"data.{name}")
    of = said(f"data.base.{base}") if base else NO_WORDS
    return Field(name, type, said(f"data.{name}"), told, unit, of, codes or {})


def of_sections(sections: Mapping[str, Section], lang: str) -> DataTable:
    """A table of texts as a person reads them: the same section in each language, its cells in one of them.

    For tables that hold words rather than figures. The names of columns come from the English heads.
    """
    here = sections[lang]
    names = _names([head for head in sections["en"].heads])
    titles = [Label(*(sections[one].heads[at] for one in LANGUAGES)) for at in range(len(here.heads))]
    fields = tuple(Field(name, "string", title, title) for name, title in zip(names, titles, strict=True))
    title = in_each(lambda one: sections[one].title)
    return DataTable(_names([here.id])[0], title, in_each(lambda one: sections[one].note), fields, here.rows)


def _names(heads: Sequence[str]) -> list[str]:
    """Names that every program takes, each once."""
    found: list[str] = []
    for number, head in enumerate(heads, 1):
        plain = re.sub(r"[^a-z0-9]+", "_", head.lower()).strip("_") or f"column_{number}"
        found.append(plain if plain not in found else f"{plain}_{number}")
    return found


__all__ = [
    "Cell",
    "DataTable",
    "Field",
    "Metadata",
    "Source",
    "Type",
    "column",
    "in_each",
    "money",
    "of_sections",
    "said",
]
