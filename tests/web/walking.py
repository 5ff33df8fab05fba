"""What a user does on the way through the pages: find by words and role, press, take a file away and read it back."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree

import docx
import pyarrow.parquet as pq

from amparo.report.words import word

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from web.chromium import Visitor

_CELL: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}v"


def begin(visitor: Visitor, lang: str, door: str) -> Page:
    """From the first page through the menu."""
    visitor.go(f"/{lang}/")
    visitor.page.get_by_role("navigation").get_by_role("link", name=word(f"web.nav.{door}", lang), exact=True).click()
    visitor.page.wait_for_url(f"**/{lang}/{door}")
    return visitor.page


def press(page: Page, key: str, lang: str) -> None:
    """Presses the first button with these words."""
    page.get_by_role("button", name=word(key, lang), exact=True).first.click()


def follow(page: Page, key: str, lang: str) -> None:
    """Follows the first link of the content with these words."""
    page.locator("main").get_by_role("link", name=word(key, lang), exact=True).first.click()


def unfold(page: Page) -> None:
    """Opens everything that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")


def taken(page: Page, action: Callable[[], None]) -> Path:
    """The file that an action takes away."""
    with page.expect_download() as waiting:
        action()
    return Path(waiting.value.path())


def taken_as(page: Page, ending: str) -> Path:
    """The result of the page as a file of an ending: a link, or a button where facts must be posted."""
    same = {"name": ending.upper(), "exact": True}
    return taken(page, lambda: page.get_by_role("link", **same).or_(page.get_by_role("button", **same)).first.click())


# --- files read back ------------------------------------------------------------------------------------------------

Rows = list[dict[str, Any]]


def rows_of_json(file: Path, table: str) -> Rows:
    """A table of the JSON."""
    held: Rows = json.loads(file.read_text(encoding="utf-8"))["tables"][table]
    return held


def rows_of_csv(file: Path, table: str) -> Rows:
    """A table of the archive of CSV files."""
    with zipfile.ZipFile(file) as packed:
        return list(csv.DictReader(io.StringIO(packed.read(f"{table}.csv").decode("utf-8-sig"))))


def rows_of_parquet(file: Path, table: str) -> Rows:
    """A table of the archive of Parquet files."""
    with zipfile.ZipFile(file) as packed:
        found: Rows = pq.read_table(io.BytesIO(packed.read(f"{table}.parquet"))).to_pylist()
        return found


def numbers_of_workbook(file: Path) -> set[Decimal]:
    """Every number of a workbook, to the cent: a workbook holds them in binary."""
    with zipfile.ZipFile(file) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
    cells = [cell.text or "" for sheet in sheets for cell in ElementTree.fromstring(sheet).iter(_CELL)]
    return {round(Decimal(text), 2) for text in cells if re.fullmatch(r"-?\d+(\.\d+)?", text)}


def cells_of_paper(file: Path) -> set[str]:
    """Every cell of the tables of a DOCX."""
    return {cell.text for table in docx.Document(str(file)).tables for row in table.rows for cell in row.cells}


def cells_of_page(page: Page, title: str) -> list[list[str]]:
    """The rows of the table with a title, as they are read."""
    table = page.get_by_role("table", name=title, exact=True).first
    return [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]


__all__ = [
    "begin",
    "cells_of_page",
    "cells_of_paper",
    "follow",
    "numbers_of_workbook",
    "press",
    "rows_of_csv",
    "rows_of_json",
    "rows_of_parquet",
    "taken",
    "taken_as",
    "unfold",
]
