"""Countries side by side, one table at a time; every state of the page is its address."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from amparo import comparing
from amparo.analysis.standard_persons import comparable
from amparo.api import OutsideRecords
from amparo.law import book
from amparo.law.standards.missoc import missoc_tables
from amparo.report import comparison as words
from amparo.report.values import cites_text, place_text
from amparo.report.words import LANGUAGES, word
from amparo.web.languages import Spoken
from amparo.web.results import attachment
from amparo.web.shell import SHOWN_COUNTRIES, address, page
from amparo.web.taken import Sheet, Taken, take

if TYPE_CHECKING:
    from amparo.analysis.comparison import Column, Comparison, Line
    from amparo.report.results import Section

router = APIRouter()
FIRST: Final = "unemployment"
COMPARED: Final = tuple(code for code in SHOWN_COUNTRIES if code in comparable())
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Asked:
    """What an address asks for: countries, table, day, places, as known on, flipped or not."""

    lang: str
    countries: tuple[str, ...]
    branch: str
    on: str
    known_on: str
    places: tuple[tuple[str, str], ...]
    flip: bool

    def found(self) -> Comparison:
        """The table. Raises NameNotFound and OutsideRecords."""
        return _compared(self.countries, self.branch, self.on, self.places, self.known_on, self.lang)

    def query(self) -> str:
        """The same question as the end of an address."""
        said: list[tuple[str, str]] = [("countries", code) for code in self.countries]
        said += [("branch", self.branch), ("on", self.on)]
        said += [(f"place_{code}", place) for code, place in self.places]
        said += [("known_on", self.known_on)] if self.known_on else []
        return urlencode([*said, *([("flip", "true")] if self.flip else [])])

    def command(self) -> str:
        """The same on the command line."""
        said = ["amparo compare", *self.countries, "--branch", self.branch, "--on", self.on]
        said += [f"--place {code}={place}" for code, place in self.places]
        said += [f"--known-on {self.known_on}"] if self.known_on else []
        return " ".join([*said, *(["--flip"] if self.flip else []), "--lang", self.lang])


@lru_cache(maxsize=16)
def _compared(
    countries: tuple[str, ...], branch: str, on: str, places: tuple[tuple[str, str], ...], known_on: str, lang: str
) -> Comparison:
    return comparing.compare(countries, branch, on, places=dict(places), known_on=known_on or None, lang=lang)


@router.get("/compare")
def compare(request: Request, lang: Spoken) -> Response:
    """The table as a page."""
    asked = _asked(request, lang)
    found = asked.found()
    grid = _grid(found, lang)
    columns = [words.column_name(column, lang) for column in found.columns]
    rows = [row.label.text(lang) for row in found.table.rows]
    countries = [column.country for column in found.columns]
    if asked.flip:
        columns, rows, grid = rows, columns, [list(line) for line in zip(*grid, strict=True)]
        countries = [""] * len(columns)
    return page(
        request,
        lang,
        "compare.html.j2",
        here="compare",
        asked=asked,
        countries=COMPARED,
        tables=[(table.branch, f"{number}. {table.label.text(lang)}") for number, table in missoc_tables().items()],
        branch=found.table.branch,
        places={code: _places(code, lang) for code in COMPARED if book(code).places.names},
        title=words.title(found, lang),
        columns=columns,
        rows=rows,
        grid=[_joined(line, columns, countries) for line in grid],
        persons=words.persons_lines(found, lang),
        doubts=_without_ids(words.doubts_section(found, lang)),
        instruments=[(words.instrument_name(i, lang), _safe(i.url)) for i in found.instruments()],
    )


def _asked(request: Request, lang: str) -> Asked:
    """What the address asks for; fields left empty in the form say nothing. Raises OutsideRecords for no country."""
    said = request.query_params
    told = tuple(code.upper() for code in said.getlist("countries")) or COMPARED
    countries = tuple(code for code in COMPARED if code in told)
    if not countries or set(told) - set(COMPARED):
        raise OutsideRecords(word("web.compare.no_country", lang))

    def text(name: str, otherwise: str = "") -> str:
        return said.get(name, "").strip()[:60] or otherwise

    return Asked(
        lang,
        countries,
        branch=text("branch", FIRST),
        on=text("on", dt.date.today().isoformat()),
        known_on=text("known_on"),
        places=tuple((code, text(f"place_{code}")) for code in countries if text(f"place_{code}")),
        flip=text("flip") in ("1", "true", "yes", "on"),
    )


def _grid(found: Comparison, lang: str) -> list[list[list[dict[str, Any]]]]:
    """Row by row and column by column, the benefits of a cell with the lines said of them."""
    return [
        [
            [
                {"name": name, "lines": [_line(line, found.columns[number], lang) for line in lines]}
                for name, lines in words.cell_parts(found, row, number, lang)
            ]
            for number in range(len(found.columns))
        ]
        for row in found.table.rows
    ]


def _line(line: Line, column: Column, lang: str) -> dict[str, str]:
    """One thing said in a cell, its articles, and where its provision is shown."""
    cites = (*line.cites, *(line.stated.cites if line.stated is not None else ()))
    return {
        "text": words.line_text(line, column, lang, cites=False),
        "cites": cites_text(cites, lang),
        "at": address(lang, "law", column.country, line.stated.key) if line.stated is not None else "",
    }


def _joined(line: list[Any], columns: list[str], countries: list[str]) -> list[dict[str, Any]]:
    """The cells of a row; neighbours of one country that say the same are one cell."""
    found: list[dict[str, Any]] = []
    for cell, name, country in zip(line, columns, countries, strict=True):
        last = found[-1] if found else None
        if last is not None and country and (last["parts"], last["country"]) == (cell, country):
            last["span"] += 1
            last["names"].append(name)
        else:
            found.append({"parts": cell, "country": country, "span": 1, "names": [name]})
    return found


def _without_ids(section: Section) -> Section:
    """The doubts by their titles: the first column holds identifiers, which say nothing to a reader."""
    return replace(section, heads=section.heads[1:], rows=tuple(row[1:] for row in section.rows))


def _places(code: str, lang: str) -> list[tuple[str, str]]:
    held = book(code)
    return [(name, place_text(held, position, lang)) for position, name in enumerate(held.places.names)]


def _safe(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""


@router.get("/compare.json")
def as_json(request: Request, lang: Spoken) -> Response:
    """The table as data."""
    asked = _asked(request, lang)
    data = {**words.comparison_json(asked.found(), lang), "command": asked.command()}
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return attachment(text.encode(), "application/json", f"amparo-{asked.branch}.json")


@router.get("/compare.xlsx")
def as_workbook(request: Request, lang: Spoken) -> Response:
    """The table as a workbook."""
    asked = _asked(request, lang)
    return attachment(words.comparison_xlsx(asked.found(), lang, flip=asked.flip), XLSX, f"amparo-{asked.branch}.xlsx")


@router.get("/compare.{ending}")
def as_file(request: Request, lang: Spoken, ending: str) -> Response:
    """The table as another file: for programs, on paper, or to edit."""
    asked = _asked(request, lang)
    found = asked.found()
    sheets = {one: _sheet(found, one, flip=asked.flip) for one in LANGUAGES}
    taken = Taken(f"amparo-{asked.branch}", sheets, "hypothetical", asked.countries, asked.command())
    return take(taken, ending, lang)


def _sheet(found: Comparison, lang: str, *, flip: bool) -> Sheet:
    sections = (words.grid_section(found, lang, flip=flip), words.persons_section(found, lang))
    more = (words.sources_section(found, lang), _without_ids(words.doubts_section(found, lang)))
    lines = (word("compare.generated", lang), word("compare.structure", lang))
    return Sheet(words.title(found, lang), lines, (*sections, *more))
