"""A certificate in words and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amparo.report.results import Section, country_name
from amparo.report.values import number_text
from amparo.report.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amparo.engine.certify import Certificate, Leaf


def certificate_section(found: Certificate, missed: Sequence[Leaf], lang: str) -> Section:
    """What was compared, what was reached (the rest named), and the differences."""
    percent = f"{100 * found.share_reached:.2f}"
    reached = f"{number_text(percent, lang)}\u00a0% ({found.leaves - len(missed)}/{found.leaves})"
    rows = [
        ("worker_months", number_text(str(found.worker_months), lang)),
        ("dossiers", number_text(str(found.dossiers), lang)),
        ("nodes", number_text(str(len(found.nodes)), lang)),
        ("values", number_text(str(found.values), lang)),
        ("unknown", number_text(str(found.unknown), lang)),
        ("reached", reached),
        ("differences", number_text(str(found.differences), lang)),
        ("seconds", number_text(f"{found.seconds:.1f}", lang)),
    ]
    cells = [(word(f"certificate.{key}", lang), text) for key, text in rows]
    cells += [
        (word("certificate.unreached", lang), word("certificate.leaf", lang, rule=rule, version=n + 1, leaf=leaf + 1))
        for rule, n, leaf in missed
    ]
    title = word("certificate.title", lang, country=country_name(found.country, lang))
    return Section("certificate", title, (word("head.name", lang), word("head.value", lang)), tuple(cells))


def certificate_json(found: Certificate, missed: Sequence[Leaf], seed: int, lang: str) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "format": "amparo-certificate/1",
        "language": lang,
        "law": {"country": found.country, "hash": found.book},
        "seed": seed,
        "worker_months": found.worker_months,
        "dossiers": found.dossiers,
        "nodes": len(found.nodes),
        "values": found.values,
        "unknown": found.unknown,
        "branches": found.leaves,
        "branches_reached": found.leaves - len(missed),
        "share_reached": round(found.share_reached, 6),
        "not_reached": [{"rule": rule, "version": n + 1, "end": leaf + 1} for rule, n, leaf in missed],
        "differences": found.differences,
        "examples": list(found.examples),
        "seconds": round(found.seconds, 2),
    }


__all__ = ["certificate_json", "certificate_section"]
