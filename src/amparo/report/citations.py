"""Citations as each language writes them: the instrument by a name its readers know, the article with its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from amparo.report.words import has_word, word
from amparo.rules.evidence import Citation
from amparo.rules.nodes import Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable

    from amparo.rules.book import LawBook
    from amparo.rules.evidence import Instrument
    from amparo.rules.nodes import Node

_LATIN_WORD: Final = re.compile(r"[A-Za-z]{3}")
_MONTHS: Final = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_PORTUGUESE_MONTHS: Final = (
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split()  # noqa: SIM905
)
_NUMBER: Final = re.compile(r"\s*[（(][^（）()]*\d[^（）()]*[）)]$")
_DAY: Final = re.compile(rf"(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})")
_MONTH: Final = re.compile(rf"\b({'|'.join(_MONTHS)})\b")
_WORDED: Final = re.compile(
    rf"(?P<article>.*?) ?as worded (?P<how>until|in|from) (?:(?P<month>{'|'.join(_MONTHS)}) )?(?P<year>\d{{4}})"
)
_PHRASE: Final = re.compile(r"[A-Za-z][A-Za-z'_ ]*[A-Za-z]")


def citation_text(cite: Citation, lang: str) -> str:
    """An article of an instrument."""
    return f"{instrument_text(cite.instrument, lang)} {article_text(cite.article, lang)}".strip()


def cites_of_node(node: Node) -> list[Citation]:
    """Every article that a provision rests on, in any of its wordings or values."""
    if isinstance(node, Rule):
        return list(dict.fromkeys(cite for version in node.versions for cite in version.cites))
    if isinstance(node, Parameter):
        dated = (one for series in node.series.values() for one in series)
        return list(dict.fromkeys(one.cite for one in dated if one.cite is not None))
    return []


def citation_writer(book: LawBook, lang: str) -> Callable[[str], str]:
    """Writes citations held as text ("CRC 168(7)") as a language does; those of other instruments as they stand."""
    every = (cite for node in book.nodes.values() for cite in cites_of_node(node))
    known = {cite.instrument.short: cite.instrument for cite in every}

    def written(cite: str) -> str:
        short = max((name for name in known if f"{cite} ".startswith(f"{name} ")), key=len, default="")
        return citation_text(Citation(known[short], cite[len(short) :].strip()), lang) if short else cite

    return written


def instrument_text(instrument: Instrument, lang: str) -> str:
    """The short name, or the title where the short name is in words of another language."""
    if instrument.language == "zh" and lang != "en" and _LATIN_WORD.search(instrument.short):
        return _NUMBER.sub("", instrument.title.text(lang)) or instrument.short
    return instrument.short


def article_text(article: str, lang: str) -> str:
    """An article; its words are in words/citations.yaml (article.*), those of provinces by the place's id."""
    if not _LATIN_WORD.search(article):
        return article
    worded = _WORDED.fullmatch(article)
    if worded and lang != "en":
        time = _time(worded["month"], worded["year"], lang)
        said = word(f"article.as_worded_{worded['how']}", lang, article=worded["article"], time=time)
        return said.removeprefix(", ")
    dated = article if lang == "en" else _DAY.sub(lambda found: _day(found, lang), article)
    phrased = _PHRASE.sub(lambda found: _phrase(found[0], lang), dated)
    return phrased if lang == "en" else _MONTH.sub(lambda found: _month(found[0], lang), phrased)


def _day(found: re.Match[str], lang: str) -> str:
    day, month, year = int(found[1]), _MONTHS.index(found[2]) + 1, int(found[3])
    return f"{year}年{month}月{day}日" if lang == "zh" else f"{day:02d}.{month:02d}.{year}"


def _month(name: str, lang: str) -> str:
    return f"{_MONTHS.index(name) + 1}月" if lang == "zh" else _PORTUGUESE_MONTHS[_MONTHS.index(name)]


def _time(month: str | None, year: str, lang: str) -> str:
    """A year, or a month of it."""
    if lang == "zh":
        return f"{year}年" + (_month(month, lang) if month else "")
    return f"{_month(month, lang)} de {year}" if month else year


def _phrase(text: str, lang: str) -> str:
    return word(f"article.{text}", lang) if has_word(f"article.{text}") else text


__all__ = ["article_text", "citation_text", "citation_writer", "cites_of_node", "instrument_text"]
