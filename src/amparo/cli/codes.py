"""Exit codes and the message of every refusal.

0 done · 1 unexpected error · 2 the command is written wrongly · 3 the data that came in cannot be read ·
4 the law or the certificate differs from what it must be · 5 blocked by disclosure control ·
6 something needed is not told or not known · 130 interrupted
"""

from __future__ import annotations

import os
import sys
from typing import Final

import typer

from amparo.report.words import LANGUAGES, word
from amparo.rules.errors import AmparoError, LawError, LawNotKnown, NameNotFound

OK: Final = 0
UNEXPECTED: Final = 1
USAGE: Final = 2
INVALID: Final = 3
DIFFERS: Final = 4
BLOCKED: Final = 5
NEEDED: Final = 6
INTERRUPTED: Final = 130


class UsageProblem(AmparoError):
    """The command asks for something that is not there, or says it in the wrong form."""


def code_of(error: BaseException) -> int:
    """The exit code of an error."""
    names = {kind.__name__ for kind in type(error).__mro__}
    match error:
        case typer.Exit():
            return int(error.exit_code)
        case SystemExit():
            return error.code if isinstance(error.code, int) else UNEXPECTED
        case KeyboardInterrupt() | typer.Abort():
            return INTERRUPTED
        case UsageProblem() | NameNotFound():
            return USAGE
        case LawNotKnown():
            return NEEDED
        case LawError():
            return DIFFERS
    if "ClickException" in names:  # the command line's own refusals, whichever package they stand in
        return USAGE
    if "ExportRefused" in names:
        return BLOCKED
    if isinstance(error, AmparoError | ValueError | OSError | UnicodeError):
        return INVALID
    return UNEXPECTED


def message_of(error: BaseException) -> str:
    """What a person is told of an error; nothing for a plain stop."""
    language = interface_language()
    if isinstance(error, typer.Exit | SystemExit):
        return ""
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return word("error.interrupted", language)
    if hasattr(error, "format_message"):
        from amparo.cli.usage import usage_line, usage_text

        text = str(error.format_message())
        if type(error).__name__ == "NoArgsIsHelpError":
            return text
        context = getattr(error, "ctx", None)
        usage = f"{usage_line(context.get_usage(), language)}\n" if context is not None else ""
        return usage + _titled(usage_text(text, language), language)
    from amparo.report.refusals import refusal_text

    if code_of(error) == UNEXPECTED:
        return _titled(word("error.unexpected", language, what=f"{type(error).__name__}: {error}"), language)
    return _titled(refusal_text(error, language), language)


def _titled(text: str, language: str) -> str:
    return word("error.line", language, text=text)


def interface_language() -> str:
    """The language of messages: --lang, else AMPARO_LANG, else English."""
    words = sys.argv[1:]
    said = [words[n + 1] for n, text in enumerate(words[:-1]) if text == "--lang"]
    said += [text.partition("=")[2] for text in words if text.startswith("--lang=")]
    said.append(os.environ.get("AMPARO_LANG", "en")[:2].lower())
    return next((language for language in said if language in LANGUAGES), "en")
