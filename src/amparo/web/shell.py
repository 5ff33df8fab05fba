"""Pages from templates: one environment per language, made once; the frame that every page stands in."""

from __future__ import annotations

import datetime as dt
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

import amparo
from amparo.law import REAL, book
from amparo.population.countries import populated
from amparo.report.results import country_name, country_names
from amparo.report.values import number_text
from amparo.report.words import LANGUAGES, has_word, scheme_name, word
from amparo.web.assets import HTMX, static_url
from amparo.web.tongues import marked

if TYPE_CHECKING:
    from starlette.requests import Request

FOLDER: Final = Path(__file__).parent
TAGS: Final = {"en": "en", "pt": "pt-PT", "zh": "zh-CN"}
NAMES: Final = {"en": "English", "pt": "Português", "zh": "中文"}
MENU: Final = (
    "worker",
    "both",
    "compare",
    "population",
    "reforms",
    "grafts",
    "sweeps",
    "exchange",
    "law",
    "register",
    "glossary",
)
VEGA: Final = ("vega-6.4.0", "vega-lite-6.5.0", "vega-embed-7.3.0")
# A country made up to test the engine would only confuse on these pages.
SHOWN_COUNTRIES: Final = REAL
SHOWN_POPULATIONS: Final = tuple(code for code in REAL if code in populated())
SIGNS: Final = {
    "mandatory": "●",
    "voluntary": "◐",
    "none": "○",
    "undecided": "?",
    "law_not_known": "§?",
    "no_statement": "–",
}


def address(*parts: str) -> str:
    """A path with its parts made safe."""
    return "/" + "/".join(quote(part, safe="") for part in parts)


def topic_name(topic: str, lang: str) -> str:
    """A topic's name; its id where no name is written yet."""
    return word(f"topic.{topic}", lang) if has_word(f"topic.{topic}") else topic


@cache
def environment(lang: str) -> Environment:
    """The templates with the words of one language. A shared one would mix languages."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    opening, closing = word("mark.brackets", lang).split("{text}")
    made.globals.update(
        say=lambda key, **values: word(key, lang, **values),
        lang=lang,
        tag=TAGS[lang],
        tags=TAGS,
        names=NAMES,
        languages=LANGUAGES,
        menu=MENU,
        signs=SIGNS,
        colon="：" if lang == "zh" else ": ",
        comma=word("mark.comma", lang),
        opening=opening,
        closing=closing,
        semicolon=word("mark.semicolon", lang),
        countries=SHOWN_COUNTRIES,
        with_population=SHOWN_POPULATIONS,
        country_name=partial(country_name, lang=lang),
        country_names=partial(country_names, lang=lang),
        scheme_name=partial(scheme_name, lang=lang),
        topic_name=partial(topic_name, lang=lang),
        address=address,
        has_word=has_word,
        version=amparo.__version__,
        static_url=static_url,
        htmx=HTMX,
        vega=lambda: " ".join(static_url(f"vendor/{name}.min.js") for name in VEGA),
        number=lambda value: number_text(str(value), lang),
        books=lambda: ", ".join(f"{code} {book(code).hash[:8]}" for code in SHOWN_COUNTRIES),
    )
    return made


def page(request: Request, lang: str, template: str, code: int = 200, **values: Any) -> HTMLResponse:
    """A whole page. `here`: which entry of the menu it belongs to."""
    query = f"?{request.url.query}" if request.url.query else ""
    shown = {
        "at": request.url.path + query,
        "day": dt.date.today().isoformat(),
        "here": "",
        "posted": request.method == "POST",
        "others": {each: f"/{each}{_below(request.url.path)}{query}" for each in LANGUAGES},
        **values,
    }
    text = environment(lang).get_template(template).render(shown)
    return HTMLResponse(marked(text, lang), code, headers={"content-language": TAGS[lang]})


def for_script(request: Request) -> bool:
    """Whether a script asks, which puts a part into the page; else it is the browser, which shows a whole page."""
    return request.headers.get("hx-request") == "true"


def _below(path: str) -> str:
    """The path below its language."""
    first, _, rest = path.lstrip("/").partition("/")
    return f"/{quote(rest)}" if first in LANGUAGES else "/"


def language_asked(path: str, accepted: str) -> str:
    """The language of the address; else the first of the browser's that is held; else English."""
    first = path.lstrip("/").partition("/")[0]
    if first in LANGUAGES:
        return first
    said = [part.partition(";")[0].strip().lower()[:2] for part in accepted.split(",")]
    return next((code for code in said if code in LANGUAGES), "en")


__all__ = [
    "MENU",
    "SHOWN_COUNTRIES",
    "SHOWN_POPULATIONS",
    "TAGS",
    "address",
    "environment",
    "for_script",
    "language_asked",
    "page",
]
