"""Chinese terms on pages of another language, marked as such: read aloud and drawn as Chinese (WCAG 2.2, 3.1.2)."""

from __future__ import annotations

import re
from typing import Final

# A tag, or an element whose text can hold no other element.
_MARKUP: Final = re.compile(r"(<(?P<name>textarea|title|option|script|style)\b.*?</(?P=name)>|<[^>]*>)", re.DOTALL)
_HAN: Final = re.compile(r"[\u3400-\u9fff](?:[\u3400-\u9fff\u3001-\u301f\uff01-\uff5e\d]*[\u3400-\u9fff])?")
_CHINESE: Final = 'lang="zh'


def marked(page: str, lang: str) -> str:
    """The page with its Chinese words in elements that say so; a page in Chinese, or without any, as it is."""
    if lang == "zh" or not _HAN.search(page):
        return page
    parts, found, before = _MARKUP.split(page), [], ""
    # split() gives text, markup, name of the element held whole, text, ...
    for text, markup in zip(parts[::3], [*parts[1::3], ""], strict=True):
        found += [text if _CHINESE in before else _HAN.sub(r'<span lang="zh-CN">\g<0></span>', text), markup]
        before = markup
    return "".join(found)


__all__ = ["marked"]
