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
# An article alone or two ends of a row, its paragraph, its item, its year: 168, 168(7)(a), 12-A(4), 15-17, 20 (2022).
_ARTICLE: Final = re.compile(
    r"(?P<first>\d{1,3}(?:-[A-Z])?)(?:-(?P<last>\d{1,3}))?(?:\((?P<paragraph>\d{1,2})\))?"
    r"(?:\((?P<item>[a-z]|\d{1,2})\))?(?: \((?P<year>\d{4})\))?"
)
_OF_MEASURES: Final = re.compile(r"办法 (\d[\d()-]*)")
# Chinese notices, lists and cases are not divided into articles.
_NOT_IN_ARTICLES: Final = re.compile(r"〔|通知|案例|标准|情况|公告|意见")
_DIGITS: Final = "零一二三四五六七八九"
_PHRASE: Final = re.compile(r"[A-Za-z][A-Za-z'_ ]*[A-Za-z]")


def citation_text(cite: Citation, lang: str) -> str:
    """An article of an instrument."""
    name, article = instrument_text(cite.instrument, lang), cited_article(cite, lang)
    near = cite.instrument.language == "zh" and article.startswith("第")
    return f"{name}{article}" if near else f"{name} {article}".strip()


def cited_article(cite: Citation, lang: str) -> str:
    """The article alone; in Chinese as law is cited: 第十条第二款 of Chinese law, 第168条第7款 of another's."""
    if lang != "zh":
        return article_text(cite.article, lang)
    own = cite.instrument.language == "zh"
    numbered = not (own and _NOT_IN_ARTICLES.search(instrument_text(cite.instrument, "zh")))
    text = article_text(cite.article, "zh", numbered=numbered, own=own)
    return (
        _OF_MEASURES.sub(lambda found: "办法" + _numbered(found[1], own), text).replace("， ", "，").replace(", ", "，")
    )


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


def _numbered(article: str, own: bool) -> str:
    """An article's number, or two ends of a row of them, with paragraph and letter; anything else as it stands."""
    if ", " in article:
        parts = [_numbered(part, own) for part in article.split(", ")]
        return "、".join(parts) if all(part.startswith("第") for part in parts) else article
    found = _ARTICLE.fullmatch(article)
    if found is None:
        return article
    first, last, paragraph, item, year = (found[name] and _numeral(found[name], own) for name in _ARTICLE.groupindex)
    below = (f"第{paragraph}款" if paragraph else "") + (f"第{item}项" if item and own else f"{item}项" if item else "")
    return f"第{first}条" + (f"至第{last}条" if last else "") + below + (f"（{year}年文本）" if year else "")


def _numeral(text: str, own: bool) -> str:
    """A number below a thousand as Chinese law writes it (一百零二); of foreign law, and letters, as they stand."""
    if not own or not text.isdigit() or not 0 < int(text) < 1000:
        return text
    hundreds, tens, ones = int(text) // 100, int(text) // 10 % 10, int(text) % 10
    written = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        written += f"{_DIGITS[tens] if hundreds or tens > 1 else ''}十"
    elif hundreds and ones:
        written += "零"
    return written + (_DIGITS[ones] if ones else "")


def instrument_text(instrument: Instrument, lang: str) -> str:
    """The short name, or the title where the short name is in words of another language."""
    if instrument.language == "zh" and lang != "en" and _LATIN_WORD.search(instrument.short):
        return _NUMBER.sub("", instrument.title.text(lang)) or instrument.short
    return instrument.short


def article_text(article: str, lang: str, *, numbered: bool = False, own: bool = False) -> str:
    """An article; its words are in words/citations.yaml (article.*), those of provinces by the place's id.

    `numbered`: in Chinese, a bare number is that of an article; `own`: of a Chinese law.
    """
    if not _LATIN_WORD.search(article):
        return _numbered(article, own) if numbered else article
    worded = _WORDED.fullmatch(article)
    if worded and lang != "en":
        time = _time(worded["month"], worded["year"], lang)
        which = _numbered(worded["article"], own) if numbered else worded["article"]
        said = word(f"article.as_worded_{worded['how']}", lang, article=which, time=time)
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


__all__ = ["article_text", "citation_text", "citation_writer", "cited_article", "cites_of_node", "instrument_text"]
