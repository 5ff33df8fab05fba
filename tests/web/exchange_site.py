"""What the forms of the exchange send, from the example exchange: for tests/web/site.py."""

from __future__ import annotations

from typing import Final

from amparo.demo import example_exchange
from amparo.exchange.adding import added
from amparo.exchange.entries import Writer
from amparo.exchange.exchange import Exchange, merged
from amparo.exchange.files import read_file
from amparo.web.exchange_copy import packed

EXAMPLE: Final = read_file(example_exchange())


def _object(kind: str) -> str:
    return EXAMPLE.of(kind)[0].object


def _disagreeing() -> tuple[Exchange, Exchange]:
    """Two copies in which both sides wrote the first outcome anew, one of them with a private note."""
    outcome = _object("outcome")
    texts = (("PT", {"pt": "Registado por ambas as partes."}), ("CN", {"zh": "双方记录在案。"}))
    one, other = (
        added(
            EXAMPLE, {"kind": "outcome", "replaces": outcome, "state": "noted", "text": text}, Writer(delegation=side)
        )[0]
        for side, text in texts
    )
    note = {"kind": "comment", "private": True, "text": {"pt": "Nota da delegação."}}
    return added(one, note, Writer(delegation="PT"))[0], other


ONE, OTHER = _disagreeing()
_CARRIED: Final = {"exchange": packed(EXAMPLE), "side": "PT"}
_COMMENT: Final = {"kind": "comment", "language": "pt", "text_pt": "De acordo."}

EXCHANGE_POSTED: Final[dict[str, tuple[tuple[str, dict[str, str]], ...]]] = {
    "/exchange/page": (
        ("example", {"example": "1"}),
        ("conflict", {"exchange": packed(merged(ONE, OTHER)), "side": "PT"}),
        ("pin", {**_CARRIED, "pin": "PT:reference_amounts.ias"}),
        ("refused", {"exchange": "bm90aGluZw=="}),
    ),
    "/exchange/new": (("two sides", {"title": "2026", "code1": "PT", "code2": "CN", "first": "2026-12-01"}),),
    "/exchange/save": (("file", _CARRIED),),
    "/exchange/hand-over": (("file", _CARRIED),),
    "/exchange/entry": (
        *((kind, {**_CARRIED, "do": kind}) for kind in ("outcome", "provision", "scenario", "graft", "case", "agenda")),
        ("comment", {**_CARRIED, "do": f"comment {_object('scenario')}"}),
        ("translate", {**_CARRIED, "do": f"translate {_object('comment')}"}),
        ("change", {**_CARRIED, "do": f"change {_object('outcome')}"}),
        ("withdraw", {**_CARRIED, "do": f"withdraw {_object('comment')}"}),
    ),
    "/exchange/add": (
        ("comment", {**_CARRIED, **_COMMENT}),
        ("refused", {**_CARRIED, **_COMMENT, "text_pt": "a@b.pt"}),
    ),
    "/exchange/compare": (("conflict", {"exchange": packed(ONE), "other": packed(OTHER)}),),
    "/exchange/record": (("example", _CARRIED),),
    "/exchange/record-file": (("file", {**_CARRIED, "record_file": "zh.pdf"}),),
    "/exchange/close": (("closed", {**_CARRIED, "close": "1"}),),
}
