"""The workbook of a brief: what it is, the summary, the cascade with a chart of its own, every table in numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.chains import STEPS
from amparo.report.charts.palette import SERIES
from amparo.report.downloads import Styles, about_sheet, data_sheet, sheet_name
from amparo.report.words import word

if TYPE_CHECKING:
    from amparo.analysis.cascade import Cascade
    from amparo.report.datatables import DataTable, Metadata
    from amparo.report.documents import Document

_WIDE: Final = 100
_CHART: Final = {"width": 900, "height": 520}


def brief_xlsx(document: Document, cascade: Cascade, tables: Sequence[DataTable], metadata: Metadata) -> bytes:
    """The numbers of the brief as a workbook: a sheet for each table, and a chart that the workbook draws itself."""
    import xlsxwriter

    held, lang = io.BytesIO(), document.lang
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as book:
        told = {"title": document.title, "comments": document.class_line, "created": datetime(1980, 1, 1)}
        book.set_properties(told)
        styles = Styles.of(book)
        about_sheet(book, styles, tables, metadata, lang)
        used = {word("data.about", lang).lower()}
        _summary(book.add_worksheet(sheet_name(document.summary_title, used)), styles, document)
        _cascade(book, book.add_worksheet(sheet_name(word("brief.chart_of", lang), used)), styles, document, cascade)
        for table in tables:
            data_sheet(book.add_worksheet(sheet_name(table.title.text(lang), used)), styles, table, metadata, lang)
    return held.getvalue()


def _summary(sheet: Any, styles: Styles, document: Document) -> None:
    sheet.set_column(0, 0, _WIDE)
    lines = [document.title, document.synthetic or document.class_line, *document.summary]
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, styles.head if row == 0 else styles.warning if row == 1 else styles.text)


def _cascade(book: Any, sheet: Any, styles: Styles, document: Document, cascade: Cascade) -> None:
    """Certain shares by branch and step, and a bar chart of them."""
    lang = document.lang
    branches = sorted({step.branch for step in cascade.steps}, key=int)
    sheet.write_string(0, 0, document.synthetic or document.class_line, styles.warning)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, len(STEPS), 16)
    for at, step in enumerate(STEPS, 1):
        sheet.write_string(1, at, word(f"cascade.{step}", lang), styles.head)
    for row, branch in enumerate(branches, 2):
        sheet.write_string(row, 0, word(f"branch.{branch.name.lower()}", lang), styles.text)
        for at, step in enumerate(STEPS, 1):
            total = cascade.total(branch, step)
            if total.rows not in (0, total.no_measure, total.law_not_known):
                sheet.write_number(row, at, total.yes / total.rows, styles.share)
    chart = book.add_chart({"type": "bar"})
    last = len(branches) + 1
    for at, _ in enumerate(STEPS, 1):
        chart.add_series(
            {
                "name": [sheet.name, 1, at],
                "categories": [sheet.name, 2, 0, last, 0],
                "values": [sheet.name, 2, at, last, at],
                "fill": {"color": SERIES[at - 1]},
                "border": {"color": SERIES[0]},
            }
        )
    chart.set_title({"name": f"{word('brief.cascade', lang)} · {document.class_line}", "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "0%", "min": 0, "max": 1})
    chart.set_legend({"position": "bottom"})
    chart.set_size(_CHART)
    sheet.insert_chart(last + 2, 0, chart, {"description": f"{word('brief.cascade', lang)}. {document.class_line}"})


__all__ = ["brief_xlsx"]
