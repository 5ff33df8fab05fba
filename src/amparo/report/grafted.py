"""Grafts in words: how money was turned, which schemes give way or are doubled, what was adapted, what stays behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from amparo.analysis.equivalences import equivalences
from amparo.analysis.grafts import NO_MONEY
from amparo.report.mechanisms import day_text, items_section, label_json, pointed, section, written
from amparo.report.results import Section, country_name
from amparo.report.values import evidence_text, in_brackets
from amparo.report.words import has_word, scheme_name, word
from amparo.rules.kinds import KINDS
from amparo.rules.nodes import Fact
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from amparo.analysis.grafts import Graft

_MONEY = KINDS["money"]


def graft_head(found: Sequence[Graft], lang: str) -> list[str]:
    """What was put onto which law, as it stood on which day, by which equivalences."""
    first = found[0]
    names = [conversion_name(one.conversion, lang) for one in found]
    return [
        word(
            "graft.title",
            lang,
            mechanism=first.mechanism.name.text(lang),
            origin=country_name(first.mechanism.origin, lang),
            host=country_name(first.host, lang),
        ),
        word("graft.as_on", lang, day=day_text(first.as_on)),
        word("graft.by", lang, rules=word("mark.semicolon", lang).join(names)),
        word("graft.existing", lang, way=way_name(first.existing, lang)),
    ]


def graft_sections(found: Sequence[Graft], lang: str) -> list[Section]:
    """Factors, amounts turned, existing schemes, ports, what was adapted, what cannot be moved."""
    first = found[0]
    ports = tuple(
        (port.label.text(lang), port.hosts[first.host], node_label(first, port.hosts[first.host], lang))
        for port in first.mechanism.ports
    )
    sections = [
        section("factors", "graft.factors", tuple(_factor_rows(found, lang)), lang),
        _amounts(found, lang),
        section("overlaps", "graft.overlaps", tuple(_overlap_rows(first, lang)), lang, "graft.no_overlap"),
        section("ports", "graft.ports", ports, lang),
        items_section("adapted", "mechanism.adapted", first.mechanism.adapted, lang),
        items_section("not_moved", "graft.not_moved", first.not_moved, lang),
    ]
    return [section for section in sections if section.rows or section.id == "overlaps"]


def conversion_name(conversion: str, lang: str) -> str:
    """The equivalence's name; that there is no money to turn."""
    return word("graft.no_money", lang) if conversion == NO_MONEY else equivalences()[conversion].name.text(lang)


def way_name(existing: str, lang: str) -> str:
    """Whether existing schemes give way or are kept, in words."""
    return word(f"graft.existing.{existing}", lang)


def _factor_rows(found: Sequence[Graft], lang: str) -> Iterable[tuple[str, ...]]:
    for one in found:
        if one.conversion == NO_MONEY:
            continue
        rule = equivalences()[one.conversion]
        here, there = rule.values[one.host], rule.values[one.mechanism.origin]
        factor = rule.factor(one.mechanism.origin, one.host)
        for side, reference in ((one.host, here), (one.mechanism.origin, there)):
            yield (
                rule.name.text(lang),
                pointed(_decimal(factor), lang),
                side,
                f"{pointed(str(reference.amount), lang)} {reference.unit.text(lang)}",
                str(reference.year),
                reference.source,
                evidence_text(reference.evidence, lang),
                reference.note.text(lang),
            )


def _amounts(found: Sequence[Graft], lang: str) -> Section:
    first = found[0]
    rows = []
    for number, line in enumerate(first.converted):
        node = first.after.nodes[line.parameter]
        label = node.label.text(lang)  # type: ignore[union-attr]
        cells = []
        for one in found:
            turned = one.converted[number]
            if turned.after is None:
                cells.append(word("graft.on_the_sum", lang, exact=pointed(_decimal(turned.exact / 100), lang)))
            else:
                exact = pointed(_decimal(turned.exact / 100), lang)
                cells.append(written(_MONEY, turned.after, lang) + in_brackets(exact, lang))
        rows.append((label + (f" [{line.cell}]" if line.cell else ""), written(_MONEY, line.before, lang), *cells))
    heads = (
        word("graft.heads.amount", lang),
        first.mechanism.currency,
        *(conversion_name(one.conversion, lang) + in_brackets(first.after.currency, lang) for one in found),
    )
    return Section("amounts", word("graft.amounts", lang), heads, tuple(rows), word("graft.rounding", lang))


def _overlap_rows(one: Graft, lang: str) -> Iterable[tuple[str, ...]]:
    for item in one.overlaps:
        role = word(f"payer.{item.payer_role}", lang) if has_word(f"payer.{item.payer_role}") else ""
        yield (
            word(f"graft.overlap.{item.kind}", lang),
            word(f"branch.{item.branch}", lang),
            scheme_name(item.scheme, lang),
            role,
            node_label(one, item.node, lang),
        )


def graft_json(found: Sequence[Graft]) -> dict[str, Any]:
    """The graft as data: amounts in the smallest unit, exact values as fractions."""
    first = found[0]
    return {
        "format": 1,
        "mechanism": first.mechanism.id,
        "origin": first.mechanism.origin,
        "onto": first.host,
        "as_on": day_text(first.as_on),
        "existing": first.existing,
        "conversions": [
            {
                "equivalence": one.conversion,
                "factor": None if one.conversion == NO_MONEY else str(_factor(one)),
                "book": one.after.hash,
                "amounts": [
                    {
                        "parameter": line.parameter,
                        "cell": line.cell,
                        "before": line.before,
                        "exact": str(line.exact),
                        "after": line.after,
                    }
                    for line in one.converted
                ],
            }
            for one in found
        ],
        "rounding": "half up to the cent",
        "added": list(first.added),
        "overlaps": [
            {"kind": o.kind, "branch": o.branch, "scheme": o.scheme, "payer": o.payer_role, "provision": o.node}
            for o in first.overlaps
        ],
        "ports": {port.name: port.hosts[first.host] for port in first.mechanism.ports},
        "adapted": [label_json(item) for item in first.mechanism.adapted],
        "not_moved": [label_json(item) for item in first.not_moved],
    }


def _factor(one: Graft) -> Fraction:
    return equivalences()[one.conversion].factor(one.mechanism.origin, one.host)


def _decimal(value: Fraction) -> str:
    """Six significant decimals, cut after rounding half up."""
    scaled = (2 * value.numerator * 10**6 + value.denominator) // (2 * value.denominator)
    return f"{scaled // 10**6}.{scaled % 10**6:06d}".rstrip("0").rstrip(".")


def node_label(one: Graft, key: str, lang: str) -> str:
    """What a provision is called, else its name."""
    node = one.after.nodes[key]
    text: str = node.label.text(lang) if isinstance(node, Fact | Parameter) or hasattr(node, "label") else ""
    return text or key


__all__ = ["conversion_name", "graft_head", "graft_json", "graft_sections", "node_label", "way_name"]
