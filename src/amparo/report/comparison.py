"""A comparative table in words: for the terminal, as a page, as a workbook, and as plain data."""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.terms import terms_of
from amparo.law.standards.missoc import group_labels
from amparo.law.translations import MISSING, translated
from amparo.report.citations import instrument_text
from amparo.report.claims import benefit_name, text_of
from amparo.report.explained import content_text
from amparo.report.results import Section, country_name, section_text
from amparo.report.values import (
    cites_text,
    day_text,
    evidence_text,
    in_brackets,
    money_text,
    number_text,
    place_text,
    value_text,
)
from amparo.report.words import scheme_name, word
from amparo.rules.bounds import Unknown
from amparo.rules.declarations import Branch, Coverage
from amparo.rules.helpers import NOT_OPEN, PERCENT, Steps, Table, Tariff
from amparo.rules.kinds import KINDS, RATE_SCALE
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from amparo.analysis.comparison import Column, Comparison, Line
    from amparo.analysis.provisions import Stated
    from amparo.law.standards.missoc import TableRow
    from amparo.rules.evidence import Citation, Instrument

FORMAT: Final = "amparo-comparison/1"
_LANGUAGE: Final = {"pt": "pt-PT", "zh": "zh-CN"}


# --- words of a cell ------------------------------------------------------------------------------------------------


def title(found: Comparison, lang: str) -> str:
    """The number and name of the table, and the day."""
    return word(
        "compare.title", lang, number=found.table.number, table=found.table.label.text(lang), day=day_text(found.on)
    )


def column_name(column: Column, lang: str) -> str:
    """The country and the way of working."""
    group = group_labels()[column.group].text(lang)
    return word("compare.column", lang, country=country_name(column.country, lang), group=group)


def line_text(line: Line, column: Column, lang: str, *, cites: bool = True) -> str:
    """One thing said in a cell, with its articles in brackets and a mark where it is doubtful."""
    text = _said(line, column, lang)
    articles = _articles(line)
    if cites and articles:
        text += f" [{cites_text(articles, lang)}]"
    return text + (" §?" if line.doubtful else "")


def _articles(line: Line) -> tuple[Citation, ...]:
    return (*line.cites, *(line.stated.cites if line.stated is not None else ()))


def cell_parts(found: Comparison, row: TableRow, number: int, lang: str) -> list[tuple[str, list[Line]]]:
    """The lines of a cell by benefit, with the benefit's name ('' where a cell is of one benefit or of none)."""
    column = found.columns[number]
    by: dict[str, list[Line]] = {}
    for line in found.cell(row, number):
        by.setdefault(line.benefit, []).append(line)
    return [(_benefit(column, benefit, lang) if benefit else "", lines) for benefit, lines in by.items()]


def _cell_lines(found: Comparison, row: TableRow, number: int, lang: str) -> Iterator[str]:
    """A cell for terminal and workbook."""
    column = found.columns[number]
    for name, lines in cell_parts(found, row, number, lang):
        if name:
            yield name
        yield from (f"{'  ' if name else ''}– {line_text(line, column, lang)}" for line in lines)


def _benefit(column: Column, identity: str, lang: str) -> str:
    terms = next((t for t in terms_of(column.book) if t.id == identity), None)
    if terms is None:
        return identity
    name, scheme = benefit_name(column.book, terms, lang), scheme_name(terms.scheme, lang)
    return name if scheme in name else name + in_brackets(scheme, lang)


def _said(line: Line, column: Column, lang: str) -> str:
    match line.kind:
        case "instrument":
            assert line.instrument is not None
            return instrument_name(line.instrument, lang)
        case "coverage":
            return _covered(line, lang)
        case "phrase":
            return _phrase(line, column, lang)
    assert line.stated is not None
    return stated_text(line.stated, column, lang)


def instrument_name(instrument: Instrument, lang: str) -> str:
    """The name by which readers of the language know an instrument, with its title where that says more."""
    name, full = instrument_text(instrument, lang), instrument.title.text(lang)
    if name != instrument.short or name in full or not full:
        return full or name
    return name + in_brackets(full, lang)


def _covered(line: Line, lang: str) -> str:
    assert line.value is not None
    cover = "undecided" if isinstance(line.value, Unknown) else Coverage(line.value).name.lower()
    said = {"scheme": scheme_name(line.scheme, lang), "cover": word(f"coverage.{cover}", lang)}
    branch: Branch = dict(line.values)["branch"]
    text = word("compare.covered_branch", lang, branch=word(f"branch.{branch.name.lower()}", lang), **said)
    if line.stated is not None and (sentence := _sentence(line.stated, lang)):
        text += f" – {sentence}"
    return text


def _phrase(line: Line, column: Column, lang: str) -> str:
    values = dict(line.values)
    if line.phrase == "computed":
        book, money = column.book, KINDS["money"]
        amount = text_of(book, money, values["amount"], lang)
        per = values["per"]
        shown = (
            word("benefits.once", lang, amount=amount)
            if per == "once"
            else word("benefits.each", lang, amount=amount, per=word(f"per.{per}", lang))
        )
        return word(
            "compare.phrase.computed",
            lang,
            wage=money_text(values["wage"], book.currency, lang),
            amount=shown,
            years=values["years"],
            qualified=text_of(book, KINDS["truth"], values["qualified"], lang),
        )
    if line.phrase == "applied":
        kind = KINDS[values["kind"]]
        text = text_of(column.book, kind, values["value"], lang)
        return word("compare.phrase.applied", lang, value=_with_unit(text, kind.name, lang))
    if line.phrase == "record":
        return word("compare.phrase.record", lang, value=_with_unit(str(values["value"]), "months", lang))
    if "scheme" in values:
        values["scheme"] = scheme_name(values["scheme"], lang)
    return word(f"compare.phrase.{line.phrase}", lang, **values)


def stated_text(stated: Stated, column: Column, lang: str) -> str:
    """A provision: its label; a value with its base, period and place; the rule's own sentence too."""
    label = stated.label.text(lang)
    if stated.role != "parameter":
        sentence = _sentence(stated, lang).rstrip(".。")
        return word("compare.label_value", lang, label=label, value=sentence) if sentence else label
    return word("compare.label_value", lang, label=label, value=_value(stated, column, lang))


def _sentence(stated: Stated, lang: str) -> str:
    """The rule's sentence in the reader's language; nothing where it is not held in it."""
    said = translated(stated.summary, lang)
    return "" if said.state == MISSING else said.text


def _value(stated: Stated, column: Column, lang: str) -> str:
    node, book = stated.node, column.book
    assert isinstance(node, Parameter)
    if stated.content is None:
        return word("compare.not_known_by_place" if node.by_place else "compare.not_known", lang)
    text = _content(stated, column, lang)
    base = node.base.text(lang)
    if isinstance(stated.content, Tariff) and stated.content.form == NOT_OPEN:
        base = ""
    elif isinstance(stated.content, Tariff) and base and stated.content.form == PERCENT:
        text, base = word("compare.of_base", lang, value=text, base=base), ""
    elif isinstance(stated.content, int) and base and node.kind.name == "rate":
        text, base = _of_base(stated.content, text, base, lang), ""
    text += in_brackets(base, lang) if base else ""
    if node.per and not isinstance(stated.content, Tariff):
        text = word("compare.per", lang, value=text, per=word(f"per.{node.per}", lang))
    if stated.place:
        place = place_text(book, book.places.index(stated.place), lang)
        text = word("compare.in_place", lang, value=text, place=place)
    return text


def _content(stated: Stated, column: Column, lang: str) -> str:
    """A value, or all cells of a table: a comparison leaves none out."""
    node, book, content = stated.node, column.book, stated.content
    assert isinstance(node, Parameter)
    if isinstance(content, Table):
        cells = [
            "/".join(value_text(book, kind, key, lang) for kind, key in zip(node.keys, keys, strict=True))
            + " "
            + (word("value.unknown", lang) if cell is None else value_text(book, node.content, cell, lang))
            for keys, cell in content.cells.items()
        ]
        return word("mark.semicolon", lang).join(cells)
    if isinstance(content, Steps | Tariff):
        return content_text(node, content, book, lang)
    return _with_unit(value_text(book, node.kind, content, lang), node.kind.name, lang)


def _of_base(rate: int, text: str, base: str, lang: str) -> str:
    """A percentage of the base; from twice the base on, so many times the base."""
    if rate < 2 * RATE_SCALE:
        return word("compare.of_base", lang, value=text, base=base)
    whole, part = divmod(rate, RATE_SCALE)
    times = number_text(f"{whole}.{part:06d}".rstrip("0").rstrip("."), lang)
    return word("compare.times_base", lang, value=times, base=base)


def _with_unit(text: str, kind: str, lang: str) -> str:
    return word(f"conform.{kind}", lang, value=text) if kind in ("days", "months") else text


# --- terminal -------------------------------------------------------------------------------------------------------


def comparison_text(found: Comparison, lang: str, *, flip: bool = False) -> str:
    """Row by row, and in each row column by column; columns of a country that say the same stand together.

    flip: column by column, and in each its rows.
    """
    parts = [title(found, lang), word("compare.generated", lang)]
    sections = list(_by_columns(found, lang) if flip else _by_rows(found, lang))
    return "\n\n".join([*parts[:1], *parts[1:], *sections, section_text(sources_section(found, lang))]) + "\n"


def _by_rows(found: Comparison, lang: str) -> Iterator[str]:
    for row in found.table.rows:
        lines = [row.label.text(lang), "=" * len(row.label.text(lang))]
        for columns in _alike(found, row):
            lines.append(_names(found, columns, lang))
            lines += [f"  {line}" for line in _cell_lines(found, row, columns[0], lang)]
        yield "\n".join(lines)


def _by_columns(found: Comparison, lang: str) -> Iterator[str]:
    for number, column in enumerate(found.columns):
        lines = [column_name(column, lang), "=" * len(column_name(column, lang))]
        for row in found.table.rows:
            lines.append(row.label.text(lang))
            lines += [f"  {line}" for line in _cell_lines(found, row, number, lang)]
        yield "\n".join(lines)


def _alike(found: Comparison, row: TableRow) -> list[list[int]]:
    """Columns of one country whose cells say the same."""
    groups: list[list[int]] = []
    for number, column in enumerate(found.columns):
        for held in groups:
            first = found.columns[held[0]]
            if first.country == column.country and found.cell(row, held[0]) == found.cell(row, number):
                held.append(number)
                break
        else:
            groups.append([number])
    return groups


def _names(found: Comparison, columns: Sequence[int], lang: str) -> str:
    country = country_name(found.columns[columns[0]].country, lang)
    labels = group_labels()
    group = word("mark.comma", lang).join(labels[found.columns[n].group].text(lang) for n in columns)
    return word("compare.column", lang, country=country, group=group)


def sources_section(found: Comparison, lang: str) -> Section:
    """The instruments cited, with their titles and addresses."""
    rows = tuple((instrument_text(i, lang), i.title.text(lang), i.url) for i in found.instruments())
    heads = tuple(word(f"head.{key}", lang) for key in ("instrument", "title", "url"))
    return Section("sources", word("compare.sources", lang), heads, rows)


def doubts_section(found: Comparison, lang: str) -> Section:
    """Every doubtful provision in the table, with how it is known."""
    held: dict[str, tuple[str, ...]] = {}
    for (_, number), lines in found.cells.items():
        for line in lines:
            if line.stated is not None and line.doubtful:
                stated, country = line.stated, found.columns[number].country
                held[f"{country}:{stated.key}"] = (
                    f"{country}:{stated.key}",
                    stated.label.text(lang),
                    cites_text(stated.cites, lang),
                    evidence_text(stated.evidence, lang),
                )
    heads = tuple(word(f"head.{key}", lang) for key in ("provision", "title", "cites", "evidence"))
    rows = tuple(held[key] for key in sorted(held))
    note = "" if rows else word("worker.no_doubts", lang)
    return Section("doubts", word("compare.doubts", lang), heads, rows, note)


def persons_lines(found: Comparison, lang: str) -> list[str]:
    """Who stands in each column."""
    return [
        word(
            "compare.person",
            lang,
            country=country_name(column.country, lang),
            group=group_labels()[column.group].text(lang),
            person=column.person.label.text(lang),
        )
        for column in found.columns
    ]


# --- page -----------------------------------------------------------------------------------------------------------

_STYLE: Final = """
:root{color-scheme:light dark;--line:#8886;--head:#8882}
body{font:15px/1.5 system-ui,"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;margin:1.5rem;max-width:none}
h1{font-size:1.4rem}h2{font-size:1.1rem}
.wide{overflow-x:auto}
table{border-collapse:collapse}
th,td{border:1px solid var(--line);padding:.45rem .6rem;vertical-align:top;text-align:start;min-width:13rem}
thead th{background:var(--head)}
tbody th{background:var(--head);position:sticky;inset-inline-start:0;backdrop-filter:blur(6px)}
td ul{margin:0;padding-inline-start:1.1rem}
td p{margin:0 0 .2rem;font-weight:600}
td ul+p{margin-top:.6rem}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
cite{font-style:normal;opacity:.75;font-size:.88em}
.doubt{font-weight:600}
.phrase{opacity:.8}
@media print{.wide{overflow:visible}th,td{min-width:0;font-size:9px}}
"""


def comparison_html(found: Comparison, lang: str, *, flip: bool = False) -> str:
    """The table as one page that needs nothing else: no script, no address fetched."""
    heading = escape(title(found, lang))
    people = "".join(f"<li>{escape(line)}</li>" for line in persons_lines(found, lang))
    notes = f"<p>{escape(word('compare.generated', lang))} {escape(word('compare.structure', lang))}</p>"
    parts = [
        f"<h1>{heading}</h1>{notes}",
        f'<div class="wide">{_html_table(found, lang, flip)}</div>',
        f"<h2>{escape(word('compare.persons', lang))}</h2><ul>{people}</ul>",
        _html_section(doubts_section(found, lang)),
        _html_sources(found, lang),
    ]
    return (
        f'<!doctype html>\n<html lang="{_LANGUAGE.get(lang, lang)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{heading}</title>'
        f"<style>{_STYLE}</style></head><body><main>{''.join(parts)}</main></body></html>\n"
    )


def _html_table(found: Comparison, lang: str, flip: bool) -> str:
    columns = [escape(column_name(column, lang)) for column in found.columns]
    rows = [escape(row.label.text(lang)) for row in found.table.rows]
    cells = [[_html_cell(found, row, number, lang) for number in range(len(found.columns))] for row in found.table.rows]
    if flip:
        columns, rows, cells = rows, columns, [list(line) for line in zip(*cells, strict=True)]
    head = "".join(f'<th scope="col">{name}</th>' for name in ("", *columns))
    body = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in line)}</tr>'
        for name, line in zip(rows, cells, strict=True)
    )
    caption = escape(title(found, lang))
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html_cell(found: Comparison, row: TableRow, number: int, lang: str) -> str:
    parts = []
    for name, lines in cell_parts(found, row, number, lang):
        items = "".join(_html_line(line, found.columns[number], lang) for line in lines)
        parts.append(f"{f'<p>{escape(name)}</p>' if name else ''}<ul>{items}</ul>")
    return "".join(parts)


def _html_line(line: Line, column: Column, lang: str) -> str:
    said = _said(line, column, lang)
    articles = _articles(line)
    cites = f" <cite>[{escape(cites_text(articles, lang))}]</cite>" if articles else ""
    doubt = ""
    if line.stated is not None and line.doubtful:
        how = escape(word("compare.doubt_mark", lang, evidence=evidence_text(line.stated.evidence, lang)))
        doubt = f' <abbr class="doubt" title="{how}">§?</abbr>'
    kind = ' class="phrase"' if line.kind == "phrase" else ""
    return f"<li{kind}>{escape(said)}{cites}{doubt}</li>"


def _html_section(section: Section) -> str:
    from amparo.report.results import section_html

    return section_html(section)


def _html_sources(found: Comparison, lang: str) -> str:
    items = []
    for instrument in found.instruments():
        name = escape(instrument_name(instrument, lang))
        safe = instrument.url.startswith(("https://", "http://"))
        items.append(f'<li><a href="{escape(instrument.url)}">{name}</a></li>' if safe else f"<li>{name}</li>")
    return f"<h2>{escape(word('compare.sources', lang))}</h2><ul>{''.join(items)}</ul>"


# --- workbook -------------------------------------------------------------------------------------------------------


def comparison_xlsx(found: Comparison, lang: str, *, flip: bool = False) -> bytes:
    """The table as a workbook: the table, who stands in each column, instruments, doubtful provisions."""
    import xlsxwriter

    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title(found, lang), "comments": word("compare.generated", lang)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EDEDED", "border": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        sheet = book.add_worksheet(found.table.number)
        grid = _grid(found, lang, flip)
        for y, line in enumerate(grid):
            for x, text in enumerate(line):
                sheet.write_string(y, x, text, bold if y == 0 or x == 0 else plain)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, max(1, len(grid[0]) - 1), 48)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for section in (persons_section(found, lang), sources_section(found, lang), doubts_section(found, lang)):
            extra = book.add_worksheet(section.title[:31])
            for y, cells in enumerate([section.heads, *section.rows]):
                for x, text in enumerate(cells):
                    extra.write_string(y, x, text, bold if y == 0 else plain)
            extra.set_column(0, max(0, len(section.heads) - 1), 45)
    return held.getvalue()


def _grid(found: Comparison, lang: str, flip: bool) -> list[list[str]]:
    """The table as text, heading row and column first."""
    head = [title(found, lang), *(column_name(column, lang) for column in found.columns)]
    body = [
        [
            row.label.text(lang),
            *("\n".join(_cell_lines(found, row, number, lang)) for number in range(len(found.columns))),
        ]
        for row in found.table.rows
    ]
    grid = [head, *body]
    return [list(line) for line in zip(*grid, strict=True)] if flip else grid


def grid_section(found: Comparison, lang: str, *, flip: bool = False) -> Section:
    """The table itself as a section, a row for each line of MISSOC; flipped, a row for each column."""
    (_, *heads), *rows = _grid(found, lang, flip)
    first = word("compare.row", lang)
    return Section("table", title(found, lang), (first, *heads), tuple(tuple(row) for row in rows))


def persons_section(found: Comparison, lang: str) -> Section:
    """Who stands in each column."""
    rows = tuple((column_name(column, lang), column.person.label.text(lang)) for column in found.columns)
    heads = (word("compare.row", lang), word("head.title", lang))
    return Section("persons", word("compare.persons", lang), heads, rows)


# --- plain data -----------------------------------------------------------------------------------------------------


def comparison_json(found: Comparison, lang: str) -> dict[str, Any]:
    """The table as plain data: for each cell its lines with provision, value, citations and evidence."""
    return {
        "format": FORMAT,
        "language": lang,
        "table": found.table.number,
        "branch": found.table.branch,
        "title": found.table.label.text(lang),
        "on": day_text(found.on),
        "columns": [
            {
                "country": column.country,
                "group": column.group,
                "name": column_name(column, lang),
                "person": column.person.label.text(lang),
                "place": column.place or None,
                "law": column.book.hash,
            }
            for column in found.columns
        ],
        "rows": [
            {
                "id": row.id,
                "title": row.label.text(lang),
                "cells": [
                    [_line_json(line, column, lang) for line in found.cell(row, number)]
                    for number, column in enumerate(found.columns)
                ],
            }
            for row in found.table.rows
        ],
        "instruments": [
            {"key": i.key, "short": i.short, "title": i.title.text(lang), "url": i.url} for i in found.instruments()
        ],
    }


def _line_json(line: Line, column: Column, lang: str) -> dict[str, Any]:
    stated = line.stated
    articles = _articles(line)
    return {
        "kind": line.kind,
        "text": line_text(line, column, lang, cites=False),
        "provision": None if stated is None else stated.key,
        "sentence": None if stated is None else stated.summary or None,
        "phrase": line.phrase or None,
        "benefit": line.benefit or None,
        "scheme": line.scheme or None,
        "cites": [{"instrument": cite.instrument.key, "article": cite.article} for cite in articles],
        "evidence": None if stated is None or stated.evidence is None else stated.evidence.mark,
        "doubtful": line.doubtful,
    }


__all__ = [
    "FORMAT",
    "cell_parts",
    "column_name",
    "comparison_html",
    "comparison_json",
    "comparison_text",
    "comparison_xlsx",
    "line_text",
    "stated_text",
    "title",
]
