"""Libraries of the pages stand in the package exactly as published: each file has the hash that was written down."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import amparo.web

VENDOR = Path(str(amparo.web.__file__)).parent / "static" / "vendor"
WRITTEN = dict(reversed(line.split()) for line in (VENDOR / "SHA256SUMS").read_text().splitlines())


def test_every_file_has_the_hash_written_down() -> None:
    found = {
        file.relative_to(VENDOR).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in VENDOR.rglob("*")
        if file.suffix in (".js", ".css", ".woff2")
    }
    assert found == WRITTEN


def test_licences_stand_beside_what_they_are_for() -> None:
    licences = (VENDOR / "LICENCES.txt").read_text(encoding="utf-8")
    for name in ("htmx 4.0.1", "Vega 6.4.0", "Vega-Lite 6.5.0", "Vega-Embed 7.3.0"):
        assert f"=== {name}\n" in licences
        assert any(file.startswith(name.lower().replace(" ", "-")) for file in WRITTEN)
    assert "SIL Open Font License" in (VENDOR / "fonts" / "OFL.txt").read_text(encoding="utf-8")
