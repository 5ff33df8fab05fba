"""What the records floor refuses, in words for the person who can cure it.

RecordsError            something that came in, or should go out, is refused
├── FilesRefused        whole files cannot be read, or lack what they must have: nothing was written
├── CaseError           a case file says something that cannot be: path, value, cure
├── MapError            the mapping of an order log is wrong: path, value, cure
├── CountError          rows in are not accepted + quarantined: a mistake of Amparo, never of the data
└── ExportRefused       results made from restricted records may not leave
"""

from __future__ import annotations

import errno
import reprlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.errors import AmparoError
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 80
_SHORT.maxlevel = 2


def shown(value: Any) -> str:
    """A value as it stands in a message: never longer than a line."""
    return _SHORT.repr(value)


_WHY: Final = {
    errno.ENOENT: Message("why.no_file", "No such file or directory"),
    errno.EACCES: Message("why.no_right", "Permission denied"),
    errno.EPERM: Message("why.not_permitted", "Operation not permitted"),
    errno.EISDIR: Message("why.folder", "Is a directory"),
    errno.ENOTDIR: Message("why.no_folder", "Not a directory"),
    errno.EEXIST: Message("why.exists", "File exists"),
    errno.ENAMETOOLONG: Message("why.long_name", "File name too long"),
    errno.ENOSPC: Message("why.full", "No space left on device"),
    errno.EIO: Message("why.device", "Input/output error"),
}


def why_of(error: OSError) -> str:
    """Why the system refuses a file."""
    other = Message("why.other", "the system refuses it ({number})", number=errno.errorcode.get(error.errno or 0, "?"))
    return _WHY.get(error.errno or 0, other)


class RecordsError(AmparoError):
    """Something that came in, or should go out, is refused."""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Why a whole file is refused."""

    reason: str
    file: str
    sentence: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}: {self.sentence} [{self.reason}] Cure: {self.cure}"


class FilesRefused(RecordsError):
    """Whole files cannot be read, or lack what they must have. Nothing was written."""

    def __init__(self, problems: Iterable[FileProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a document: where it stands, what it says, what is wrong and how to put it right."""

    path: str
    value: Any
    sentence: str
    cure: str

    def __str__(self) -> str:
        value = "" if self.value is None else f" = {shown(self.value)}"
        return f"{self.path or 'the file'}{value}: {self.sentence} Cure: {self.cure}"


class _DocumentError(RecordsError):
    def __init__(self, findings: Iterable[Finding], source: str = "") -> None:
        self.findings = tuple(findings)
        self.source = source
        lines = [f"{source}: {finding}" if source else str(finding) for finding in self.findings]
        super().__init__("\n".join(lines))


class CaseError(_DocumentError):
    """A case file says something that cannot be."""


class MapError(_DocumentError):
    """The mapping of an order log is wrong."""


class CountError(RecordsError):
    """Rows in are not accepted + quarantined."""


class ExportRefused(RecordsError):
    """Results made from restricted records may not leave."""
