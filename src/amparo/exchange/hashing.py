"""The hash of plain data: the same on every machine."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any


def canonical(data: Any) -> bytes:
    """The one way in which data is written down before it is hashed."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(data: Any) -> str:
    """SHA-256 of data in its one written form."""
    return sha256(canonical(data)).hexdigest()


__all__ = ["canonical", "digest_of"]
