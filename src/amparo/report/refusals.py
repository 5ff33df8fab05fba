"""What is refused, in the language of whoever is refused: messages of the floors below, in their words.

In English a message stands as it is. In other languages names, keys and values of files stand in quotation marks, as
they are written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from amparo.records.errors import CaseError, FilesRefused, Finding, MapError, shown, why_of
from amparo.report.values import number_text
from amparo.report.words import has_word, word, words
from amparo.rules.messages import Either, Message, Names, what_of

if TYPE_CHECKING:
    from amparo.records.errors import FileProblem

_PLACE: Final = re.compile(r"\{where\}[:：] ?")
_LONG: Final = 10_000


def in_language(text: str, lang: str) -> str:
    """A text in a language where it is a message with words; any other text, and English, as it stands."""
    if lang == "en" or not isinstance(text, Message) or not has_word(_key(text)):
        return str(text)
    template = words()[_key(text)][lang]
    if not text.placed:
        template = _PLACE.sub("", template, count=1)
    return template.format(**{name: detail_text(value, lang) for name, value in text.details.items()})


def lines_of(error: BaseException, lang: str) -> list[str]:
    """All that an error says is wrong, one line each, with the file it is in."""
    match error:
        case CaseError() | MapError():
            return [_of_file(error.source, finding_text(one, lang), lang) for one in error.findings]
        case FilesRefused():
            return [file_problem_text(one, lang) for one in error.problems]
        case OSError() if lang != "en" and error.errno is not None:
            return [_of_file(str(error.filename or ""), in_language(why_of(error), lang), lang)]
    return in_language(what_of(error), lang).splitlines()


def refusal_text(error: BaseException, lang: str) -> str:
    """The same as one text."""
    return "\n".join(lines_of(error, lang))


def finding_text(finding: Finding, lang: str) -> str:
    """What is wrong in a document: where, what it says there, and the cure."""
    if lang == "en":
        return str(finding)
    place = _named(finding.path, lang) if finding.path else word("finding.file", lang)
    if finding.value is not None:
        place = word("finding.value", lang, place=place, value=_value(finding.value, lang))
    what, cure = in_language(finding.sentence, lang), in_language(finding.cure, lang)
    return word("finding.line", lang, place=place, what=what, cure=cure)


def file_problem_text(problem: FileProblem, lang: str) -> str:
    """Why a whole file is refused, and the cure."""
    if lang == "en":
        return str(problem)
    what, cure = in_language(problem.sentence, lang), in_language(problem.cure, lang)
    return word("finding.in_file", lang, file=problem.file, what=what, reason=problem.reason, cure=cure)


def _of_file(source: str, line: str, lang: str) -> str:
    return word("finding.of", lang, source=source, line=line) if source else line


def _key(message: Message) -> str:
    """The word of a message: its own, or one that the report floor has anyway (the levels of facts)."""
    own = f"refused.{message.id}"
    return own if has_word(own) else message.id


def detail_text(value: Any, lang: str) -> Any:
    """What is put into a message: messages, findings and errors in the language, lists of names, long numbers."""
    match value:
        case Message():
            return in_language(value, lang)
        case Finding():
            return finding_text(value, lang)
        case Exception():
            return refusal_text(value, lang)
        case Names() if lang != "en":
            names = [_named(name, lang) for name in value]
            if isinstance(value, Either) and len(names) > 1:
                return word("value.or", lang).join([word("mark.comma", lang).join(names[:-1]), names[-1]])
            return word("mark.comma", lang).join(names)
        case bool():
            return word("value.yes" if value else "value.no", lang)
        case int() if abs(value) >= _LONG:
            return number_text(str(value), lang)
    return value


def _named(name: str, lang: str) -> str:
    """A name in quotation marks; a number, and what stands in quotation marks already, as it is."""
    if isinstance(name, Message):
        return in_language(name, lang)
    return name if not name or name[0] in "0123456789'\"" else f'"{name}"'


def _value(value: Any, lang: str) -> str:
    return word("value.yes" if value else "value.no", lang) if isinstance(value, bool) else shown(value)


__all__ = ["detail_text", "file_problem_text", "finding_text", "in_language", "lines_of", "refusal_text"]
