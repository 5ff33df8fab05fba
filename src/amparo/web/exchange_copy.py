"""A copy of an exchange as a page carries it: packed into a field of the form, never kept by the server."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from amparo.api import OutsideRecords
from amparo.exchange.errors import ExchangeError, Restricted
from amparo.exchange.files import LARGEST, read, written
from amparo.records.errors import ExportRefused
from amparo.report.words import word

if TYPE_CHECKING:
    from amparo.exchange.exchange import Exchange

LARGEST_FIELD: Final = 3 * 1024 * 1024
_PACKED: Final = re.compile(r"[A-Za-z0-9_-]*={0,2}", re.ASCII)


@contextmanager
def refused_in(lang: str) -> Iterator[None]:
    """What the exchange refuses, as a page says it."""
    try:
        yield
    except Restricted as error:
        raise ExportRefused(error.text(lang)) from None
    except ExchangeError as error:
        raise OutsideRecords(error.text(lang)) from None


async def form_of(request: Request) -> FormData:
    """The fields of a form; two files at most."""
    return await request.form(max_files=2, max_fields=400, max_part_size=LARGEST_FIELD)


def packed(held: Exchange) -> str:
    """A copy as the text of a field."""
    return base64.urlsafe_b64encode(zlib.compress(written(held), 6)).decode()


def unpacked(text: str) -> bytes:
    """The file in a field. Raises ExchangeError; never makes more of it than a file may have."""
    if not _PACKED.fullmatch(text):
        raise ExchangeError("not_an_exchange")
    try:
        engine = zlib.decompressobj()
        data = engine.decompress(base64.urlsafe_b64decode(text), LARGEST + 1)
    except (binascii.Error, ValueError, zlib.error):
        raise ExchangeError("not_an_exchange") from None
    if len(data) > LARGEST:
        raise ExchangeError("too_large", size=len(data), most=LARGEST)
    return data


async def uploaded(form: FormData, name: str) -> bytes:
    """The bytes of a file that was chosen; nothing where none was."""
    file = form.get(name)
    return await file.read() if isinstance(file, UploadFile) else b""


async def copy_of(form: FormData, lang: str, *, file: str = "file", field: str = "exchange") -> Exchange:
    """The copy in a form: a file chosen, else what the page carried. Raises OutsideRecords, ExportRefused."""
    data = await uploaded(form, file)
    carried: Any = form.get(field)
    with refused_in(lang):
        if not data and isinstance(carried, str) and carried:
            data = unpacked(carried)
        if not data:
            raise OutsideRecords(word("web.exchange.no_file", lang))
        return read(data)


__all__ = ["LARGEST_FIELD", "copy_of", "form_of", "packed", "refused_in", "unpacked", "uploaded"]
