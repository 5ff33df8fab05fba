"""The lines that stand above every scenario: synthetic, of which country and year, by which law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo import __version__
from amparo.report.results import country_name
from amparo.report.values import count_text, number_text
from amparo.report.words import word
from amparo.rules.kinds import month_text

if TYPE_CHECKING:
    from amparo.rules.book import LawBook
    from amparo.scenarios.samples import Held, Sample


def head_lines(sample: Sample, found: Held, book: LawBook, lang: str) -> tuple[str, ...]:
    """What the figures are of, and by which law."""
    country = country_name(sample.country, lang)
    return (
        word("scenario.synthetic", lang),
        word(
            "scenario.of",
            lang,
            country=country,
            year=sample.year,
            persons=count_text(sample.n, lang),
            weight=number_text(f"{found.weight:.2f}", lang),
            first=month_text(sample.first),
            last=month_text(sample.last),
            seed=sample.seed,
        ),
        word("scenario.law", lang, country=country, hash=book.hash[:12], version=__version__),
    )


__all__ = ["head_lines"]
