"""What the command line's own library refuses (options, arguments, verbs), in the reader's language.

The library speaks English only, and gives a sentence: its form says which one it is.
"""

from __future__ import annotations

import re
from typing import Final

from amparo.report.words import word

_FORMS: Final = (
    (r"No such option: (?P<name>\S+) \(Possible options: (?P<known>.*)\)", "usage.no_option_known"),
    (r"No such option: (?P<name>\S+)", "usage.no_option"),
    (r"No such command '(?P<name>.*?)'\. Did you mean '?(?P<known>.*?)'?\?", "usage.no_verb_known"),
    (r"No such command '(?P<name>.*?)'", "usage.no_verb"),
    (r"Missing (?:option|argument|parameter):? '?(?P<name>[^'.]+)'?", "usage.missing"),
    (r"Option '?(?P<name>--?[\w-]+)'? requires an argument", "usage.no_argument"),
    (r"Got unexpected extra arguments? \((?P<name>.*)\)", "usage.extra"),
    (r"Invalid value for '(?P<name>.*?)':.* '(?P<value>[^']*)' is not one of (?P<known>.*)\.", "usage.one_of"),
    (r"Invalid value for '(?P<name>.*?)':.*valid integer", "usage.whole"),
    (r"Invalid value for '(?P<name>.*?)':.*valid (?:number|decimal|float)", "usage.number"),
    (r"Invalid value for '(?P<name>.*?)'", "usage.wrong"),
)


def usage_text(text: str, lang: str) -> str:
    """A sentence of the library in a language; that it cannot be understood, where the form is not known."""
    if lang == "en":
        return text
    for form, key in _FORMS:
        found = re.match(form, text, re.DOTALL)
        if found is not None:
            told = found.groupdict()
            if "known" in told:
                told["known"] = word("mark.comma", lang).join(
                    f'"{name}"' for name in re.findall(r"[\w-]+", told["known"])
                )
            return word(key, lang, **told)
    return word("usage.other", lang)


def usage_line(text: str, lang: str) -> str:
    """'Usage: amparo worker [OPTIONS] {CASE}' in a language."""
    return word("usage.line", lang, command=text.removeprefix("Usage: "))


__all__ = ["usage_line", "usage_text"]
