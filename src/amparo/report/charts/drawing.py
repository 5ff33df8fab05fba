"""Specifications drawn without a browser: SVG with its text as text, PNG for documents that take no SVG.

The same specification gives the same bytes; what was drawn once in a process is kept by the hash of its content. No
font of the machine is needed (those of reports come with Amparo), and no address is read.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FONTS: Final = Path(__file__).parents[1] / "fonts"
_VEGA_LITE: Final = "6.4"
_KEPT: Final = 256
# What the renderer says of each part, in English: the picture is one image with one description.
_PARTS: Final = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-label="[^"]*")')
_STYLED: Final = ' style="max-width:100%;height:auto"'
_TAG: Final = {"en": "en", "pt": "pt-PT", "zh": "zh-CN"}


def svg(spec: Mapping[str, Any], lang: str) -> str:
    """A specification as an SVG element that says in its language what it shows (role img, title, desc)."""
    drawn = _drawn(_written(spec))
    heading = spec.get("title", {})
    title = " ".join(heading["text"]) if isinstance(heading, dict) else str(heading)
    mark = f"c{sha256((lang + _written(spec)).encode()).hexdigest()[:10]}"
    drawn = _PARTS.sub("", drawn)
    drawn = re.sub(r'id="(clip|gradient_)', rf'id="{mark}\1', drawn)
    drawn = re.sub(r"url\(#(clip|gradient_)", rf"url(#{mark}\1", drawn)
    named = f'<svg role="img" lang="{_TAG[lang]}" aria-labelledby="{mark}t {mark}d"{_STYLED} '
    told = f'<title id="{mark}t">{escape(title)}</title><desc id="{mark}d">{escape(str(spec["description"]))}</desc>'
    return re.sub(r"<svg ([^>]*)>", lambda found: f"{named}{found[1]}>{told}", drawn, count=1)


def svg_of_page(spec: Mapping[str, Any], lang: str) -> str:
    """The same for a page that takes its styles from its own file alone (Content-Security-Policy)."""
    return svg(spec, lang).replace(_STYLED, "", 1)


def png(spec: Mapping[str, Any], scale: float = 2.0) -> bytes:
    """A specification as PNG, its points times the scale."""
    return _pixels(_written(spec), scale)


def _written(spec: Mapping[str, Any]) -> str:
    return json.dumps(spec, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=_KEPT)
def _drawn(written: str) -> str:
    drawn: str = _renderer().vegalite_to_svg(json.loads(written), vl_version=_VEGA_LITE, allowed_base_urls=[])
    return drawn


@lru_cache(maxsize=_KEPT)
def _pixels(written: str, scale: float) -> bytes:
    made: bytes = _renderer().svg_to_png(_drawn(written), scale=scale)
    return made


@cache
def _renderer() -> Any:
    """The renderer with the fonts of reports; half a second at the first call."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


__all__ = ["FONTS", "png", "svg", "svg_of_page"]
