"""What `amparo worker --benefits` and `--claim` put out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from amparo.cli.codes import UsageProblem
from amparo.cli.common import out, out_json, out_sections
from amparo.report.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence


def show_benefits(case: str, on: str | None, known_on: str | None, lang: str, format: str) -> None:
    """Every benefit in the month of the day (the last month told where none is given)."""
    from amparo import claiming
    from amparo.report.claims import benefits_head, benefits_html, benefits_sections, page

    result = claiming.benefits(case, on=on, known_on=known_on, lang=lang)
    may_leave(result.of.class_, format, lang)
    match format:
        case "json":
            out_json(result.to_json())
        case "html":
            out(page(result.of.name, benefits_html(result), lang))
        case _:
            out_sections(benefits_head(result), benefits_sections(result))


def show(
    case: str,
    contingency: str,
    on: str | None,
    days: int | None,
    told: Sequence[str],
    known_on: str | None,
    lang: str,
    format: str,
    why: str | None = None,
) -> None:
    """What a contingency beginning on a day would be given; why: only why a node is what it is."""
    from amparo import claiming
    from amparo.report.claims import claim_head, claim_html, claim_reasons, claim_sections, page, why_of_claim

    if on is None:
        raise UsageProblem(word("claim.needs_day", lang))
    facts = dict(_pair(text, lang) for text in told)
    result = claiming.claim(case, contingency, on, days=days, told=facts, known_on=known_on, lang=lang)
    may_leave(result.class_, format, lang)
    if why is not None:
        out(why_of_claim(result, why))
        return
    match format:
        case "json":
            out_json(result.to_json())
        case "html":
            out(page(result.name, claim_html(result), lang))
        case _:
            out_sections(claim_head(result), claim_sections(result))
            out("\n" + "\n\n".join(claim_reasons(result)))


def _pair(text: str, lang: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise UsageProblem(word("error.no_set", lang, text=text))
    return name.strip(), value.strip()


def may_leave(class_: str, format: str, lang: str) -> None:
    """Restricted data are shown on a terminal; nothing made from them goes into a file or another program."""
    if class_ == "restricted" and (format != "text" or not sys.stdout.isatty()):
        from amparo.records.errors import ExportRefused

        raise ExportRefused(word("error.restricted", lang))
