"""`amparo example`: the synthetic workers that come with Amparo, as case files to start from."""

from __future__ import annotations

from typing import Annotated

import typer

from amparo.cli.codes import UsageProblem
from amparo.cli.common import AsFormat, Format, Lang, Language, out, out_json, out_sections
from amparo.report.words import word


def example(
    case: Annotated[str | None, typer.Argument(metavar="[ID]", help="Which one, as PT-01; none: list them.")] = None,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """Synthetic workers that come with Amparo: a list; with ID, its case file (amparo example PT-01 > a.yaml)."""
    from amparo.demo import demo_cases
    from amparo.report.results import Section

    held = {each.id: each for each in demo_cases()}
    if case is None:
        rows = tuple((each.id, each.title.text(lang.value)) for each in held.values())
        if format == Format.json:
            out_json([{"id": id_, "title": title} for id_, title in rows])
            return
        heads = (word("head.id", lang.value), word("head.name", lang.value))
        title = word("example.title", lang.value)
        out_sections([], [Section("examples", title, heads, rows, word("example.note", lang.value))])
    elif case not in held:
        raise UsageProblem(word("example.unknown", lang.value, id=case, held=", ".join(held)))
    else:
        out(held[case].file.read_text(encoding="utf-8"))


__all__ = ["example"]
