"""Mechanisms and grafts in words: what a mechanism needs, how money was turned, what is doubled, what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from amparo.analysis.grafts import NO_MONEY, equivalences
from amparo.report.results import Section
from amparo.report.values import count_text, evidence_text, span_text, standing_for
from amparo.report.words import has_word, scheme_name, word
from amparo.rules.helpers import Steps, Table, Tariff
from amparo.rules.kinds import KINDS, date_of, show_value
from amparo.rules.nodes import Fact
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from amparo.analysis.effects import AmountLine, Effect
    from amparo.analysis.grafted_population import GraftOnPopulation
    from amparo.analysis.grafts import Charged, Doubled, Graft, Told
    from amparo.analysis.mechanisms import Mechanism
    from amparo.rules.evidence import Label

_MONEY = KINDS["money"]


# --- mechanisms -------------------------------------------------------------------------------------------------------


def mechanism_lines(every: Iterable[Mechanism], lang: str) -> list[str]:
    """One line each: id, origin, name, and onto which laws it goes."""
    return [
        "\t".join((one.id, one.origin, one.name.text(lang), " ".join(c for c in ("PT", "CN") if one.goes_onto(c))))
        for one in every
    ]


def mechanism_head(one: Mechanism, lang: str) -> list[str]:
    """Name, origin, who pays, who collects, what right it buys."""
    return [
        one.name.text(lang),
        word("mechanism.origin", lang, origin=one.origin, kinds=_kinds(one, lang), day=_day(one.as_on)),
        word("mechanism.payer", lang, who=one.payer.text(lang)),
        word("mechanism.collector", lang, who=one.collector.text(lang)),
        word("mechanism.right", lang, right=one.right.text(lang)),
    ]


def _kinds(one: Mechanism, lang: str) -> str:
    """The atomic mechanisms that it is made of, in words."""
    return word("mark.semicolon", lang).join(f"{word(f'mechanism.kind.{kind}', lang)} ({kind})" for kind in one.kinds)


def mechanism_sections(one: Mechanism, lang: str) -> list[Section]:
    """Ports, institutions, facts, values, provisions taken over, what was adapted, what stays behind."""
    ports = tuple(
        (port.name, port.label.text(lang), "; ".join(f"{host}: {key}" for host, key in port.hosts.items()))
        for port in one.ports
    )
    facts = tuple((fact.name, fact.label.text(lang)) for fact in one.facts)
    taken = tuple((item.source, item.node.label.text(lang)) for item in one.taken)
    return [
        _section("ports", "mechanism.ports", ports, lang),
        _list("institutions", "mechanism.institutions", one.institutions, lang),
        _section("facts", "mechanism.facts", facts, lang),
        _section("values", "mechanism.values", tuple(_value_rows(one, lang)), lang),
        _section("taken", "mechanism.taken", taken, lang),
        _list("adapted", "mechanism.adapted", one.adapted, lang),
        _list("not_moved", "mechanism.not_moved", (*one.cannot_move, *one.missing), lang),
    ]


def mechanism_json(one: Mechanism) -> dict[str, Any]:
    """A mechanism as data."""
    return {
        "id": one.id,
        "origin": one.origin,
        "currency": one.currency,
        "as_on": _day(one.as_on),
        "kinds": list(one.kinds),
        **{key: _label_json(getattr(one, key)) for key in ("name", "payer", "collector", "right")},
        "institutions": [_label_json(item) for item in one.institutions],
        "ports": [
            {"name": p.name, "level": p.level.name.lower(), "kind": p.kind, "hosts": dict(p.hosts)} for p in one.ports
        ],
        "facts": [fact.name for fact in one.facts],
        "values": [
            {"name": row[0], "value": row[2], "citation": row[3], "evidence": row[4]} for row in _value_rows(one, "en")
        ],
        "taken": [item.source for item in one.taken],
        "adapted": [_label_json(item) for item in one.adapted],
        "cannot_move": [_label_json(item) for item in one.cannot_move],
        "missing": [_label_json(item) for item in one.missing],
    }


def _value_rows(one: Mechanism, lang: str) -> Iterable[tuple[str, ...]]:
    for parameter in one.parameters:
        entry = parameter.dated_at(one.as_on)
        if entry is None or entry.value is None:
            yield parameter.name, parameter.label.text(lang), _not_known(parameter, lang), "", ""
            continue
        cite = str(entry.cite) if entry.cite else ""
        shown = _shown(parameter, entry.value, one.currency)
        yield parameter.name, parameter.label.text(lang), shown, cite, evidence_text(entry.evidence, lang)


def _not_known(parameter: Parameter, lang: str) -> str:
    """That a value is not known, and for a rate between which ends it is taken to lie."""
    if parameter.kind.name != "rate":
        return word("mechanism.not_known", lang)
    low, high = (show_value(parameter.kind, end) for end in (parameter.low, parameter.high))
    return word("mechanism.not_known_between", lang, low=low, high=high)


def _shown(parameter: Parameter, value: Any, currency: str) -> str:
    def one(kind: Any, number: int | None) -> str:
        if number is None:
            return "?"
        return f"{show_value(kind, number)} {currency}" if kind.name == "money" else show_value(kind, number)

    match value:
        case Steps(thresholds=thresholds, values=values):
            over, content = parameter.keys[0], parameter.content
            return "; ".join(f"{one(over, t)}: {one(content, v)}" for t, v in zip(thresholds, values, strict=True))
        case Table(cells=cells):
            kinds = parameter.keys
            return "; ".join(
                f"{'/'.join(one(kind, part) for kind, part in zip(kinds, key, strict=True))}: "
                f"{one(parameter.content, cell)}"
                for key, cell in cells.items()
            )
        case Tariff(rate=rate, amount=amount):
            return f"{one(KINDS['rate'], rate)} + {one(_MONEY, amount)}" if amount else one(KINDS["rate"], rate)
        case int():
            return one(parameter.kind, value)
    return str(value)


# --- grafts -----------------------------------------------------------------------------------------------------------


def graft_head(found: Sequence[Graft], lang: str) -> list[str]:
    """What was put onto which law, as it stood on which day, by which equivalences."""
    first = found[0]
    names = [conversion_name(one.conversion, lang) for one in found]
    return [
        word(
            "graft.title",
            lang,
            mechanism=first.mechanism.name.text(lang),
            origin=first.mechanism.origin,
            host=first.host,
        ),
        word("graft.as_on", lang, day=_day(first.as_on)),
        word("graft.by", lang, rules=word("mark.semicolon", lang).join(names)),
    ]


def graft_sections(found: Sequence[Graft], lang: str) -> list[Section]:
    """Factors, amounts turned, existing schemes, ports, what was adapted, what cannot be moved."""
    first = found[0]
    ports = tuple(
        (port.label.text(lang), port.hosts[first.host], _node_label(first, port.hosts[first.host], lang))
        for port in first.mechanism.ports
    )
    sections = [
        _section("factors", "graft.factors", tuple(_factor_rows(found, lang)), lang),
        _amounts(found, lang),
        _section("overlaps", "graft.overlaps", tuple(_overlap_rows(first, lang)), lang, "graft.no_overlap"),
        _section("ports", "graft.ports", ports, lang),
        _list("adapted", "mechanism.adapted", first.mechanism.adapted, lang),
        _list("not_moved", "graft.not_moved", first.not_moved, lang),
    ]
    return [section for section in sections if section.rows or section.id == "overlaps"]


def conversion_name(conversion: str, lang: str) -> str:
    """The equivalence's name; that there is no money to turn."""
    return word("graft.no_money", lang) if conversion == NO_MONEY else equivalences()[conversion].name.text(lang)


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
                _decimal(factor),
                side,
                f"{reference.amount} {reference.unit.text(lang)}",
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
                cells.append(word("graft.on_the_sum", lang, exact=_decimal(turned.exact / 100)))
            else:
                cells.append(f"{show_value(_MONEY, turned.after)} ({_decimal(turned.exact / 100)})")
        rows.append((label + (f" [{line.cell}]" if line.cell else ""), show_value(_MONEY, line.before), *cells))
    heads = (
        word("graft.heads.amount", lang),
        first.mechanism.currency,
        *(f"{conversion_name(one.conversion, lang)}, {first.after.currency}" for one in found),
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
            _node_label(one, item.node, lang),
        )


# --- effect -----------------------------------------------------------------------------------------------------------


def effect_head(
    class_: str, effects: Sequence[Effect], assumed: Mapping[str, str], weight: float, lang: str
) -> list[str]:
    """Class of the data, what was assumed, how many, and that nobody changes behaviour."""
    lines = [word("run.class", lang, data=word(f"class.{class_}", lang))]
    lines += [word("graft.assumed", lang, fact=fact, value=value) for fact, value in assumed.items()]
    if not effects:
        return [*lines, word("graft.no_effect", lang)]
    lines.append(standing_for(effects[0].workers, weight, lang))
    return [*lines, word("reform.no_behaviour", lang)]


def effect_sections(done: GraftOnPopulation, weight: float, lang: str) -> list[Section]:
    """By each equivalence side by side: cost by payer, who pays more; cover, cover twice; what it says of records."""
    found, effects = done.grafts, done.effects
    sections = [
        _charged(found[0], done.charged, weight, lang),
        _twice(done.doubled, weight, lang),
        _told(found[0], done.told, weight, lang),
    ]
    if effects:
        cost = [_costs(found, effects, weight, lang), _purses(found, effects, weight, lang)]
        sections = [*cost, _cover(effects[0], weight, lang), *sections]
    return [section for section in sections if section.rows]


def _costs(found: Sequence[Graft], effects: Sequence[Effect], weight: float, lang: str) -> Section:
    rows = []
    for number, line in enumerate(effects[0].amounts):
        pair = [effect.amounts[number] for effect in effects]
        if not any(_changed(one) for one in pair):
            continue
        role = word(f"payer.{line.payer_role}", lang) if has_word(f"payer.{line.payer_role}") else line.payer_role
        label = found[0].after.nodes[line.node].label.text(lang)  # type: ignore[union-attr]
        branch = word(f"branch.{line.branch}", lang)
        rows.append((str(line.year), role, branch, label, *(_difference(found[0], one, weight, lang) for one in pair)))
    heads = (*word("graft.heads.costs", lang).split("|"), *(conversion_name(one.conversion, lang) for one in found))
    return Section("costs", word("graft.costs", lang), heads, tuple(rows), word("reform.error_note", lang))


def _changed(line: AmountLine) -> bool:
    return (line.before_low, line.before_high) != (line.after_low, line.after_high) or line.error > 0


def _difference(one: Graft, line: AmountLine, weight: float, lang: str) -> str:
    least, most = line.after_low - line.before_high, line.after_high - line.before_low
    text = span_text(one.after, _MONEY, round(least * weight), round(most * weight), lang)
    if least != most or not line.error:
        return text
    error = round(1.96 * line.error * weight)
    return f"{text} {word('reform.plus_minus', lang, error=span_text(one.after, _MONEY, error, error, lang))}"


def _purses(found: Sequence[Graft], effects: Sequence[Effect], weight: float, lang: str) -> Section:
    rows = tuple(
        (
            word(f"reform.side.{line.side}", lang),
            *(count_text(effect.people[number].workers * weight, lang) for effect in effects),
        )
        for number, line in enumerate(effects[0].people)
    )
    heads = (word("graft.heads.workers", lang), *(conversion_name(one.conversion, lang) for one in found))
    return Section("people", word("reform.people", lang), heads, rows, "")


def _cover(effect: Effect, weight: float, lang: str) -> Section:
    rows = tuple(
        (
            word(f"branch.{line.branch}", lang),
            word(f"coverage.{line.state}", lang),
            count_text(line.before * weight, lang),
            count_text(line.after * weight, lang),
            f"{round((line.after - line.before) * weight):+,}",
        )
        for line in effect.cover
        if line.before != line.after
    )
    return Section("cover", word("reform.cover", lang), tuple(word("reform.heads.cover", lang).split("|")), rows, "")


def _twice(doubled: Sequence[Doubled], weight: float, lang: str) -> Section:
    rows = tuple(
        (
            word(f"branch.{line.branch}", lang),
            scheme_name(line.scheme, lang),
            count_text(line.covered * weight, lang),
            count_text(line.also_covered * weight, lang),
            count_text(line.undecided * weight, lang),
        )
        for line in doubled
    )
    return Section("twice", word("graft.twice", lang), tuple(word("graft.heads.twice", lang).split("|")), rows, "")


def _charged(one: Graft, charged: Sequence[Charged], weight: float, lang: str) -> Section:
    rows = tuple(
        (
            scheme_name(line.scheme, lang),
            word(f"payer.{line.payer_role}", lang) if has_word(f"payer.{line.payer_role}") else line.payer_role,
            _node_label(one, line.node, lang),
            span_text(one.after, _MONEY, round(line.low * weight), round(line.high * weight), lang),
        )
        for line in charged
        if line.high
    )
    heads = tuple(word("graft.heads.charged", lang).split("|"))
    return Section("displaced", word("graft.charged", lang), heads, rows, word("graft.charged_note", lang))


def _told(one: Graft, told: Sequence[Told], weight: float, lang: str) -> Section:
    rows = tuple(
        (
            _node_label(one, line.node, lang),
            word(f"level.{line.level.name.lower()}", lang),
            count_text(line.yes * weight, lang),
            count_text(line.no * weight, lang),
            count_text(line.undecided * weight, lang),
        )
        for line in told
    )
    return Section("told", word("graft.told", lang), tuple(word("graft.heads.told", lang).split("|")), rows, "")


# --- data -------------------------------------------------------------------------------------------------------------


def graft_json(found: Sequence[Graft]) -> dict[str, Any]:
    """The graft as data: amounts in the smallest unit, exact values as fractions."""
    first = found[0]
    return {
        "format": 1,
        "mechanism": first.mechanism.id,
        "origin": first.mechanism.origin,
        "onto": first.host,
        "as_on": _day(first.as_on),
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
        "adapted": [_label_json(item) for item in first.mechanism.adapted],
        "not_moved": [_label_json(item) for item in first.not_moved],
    }


def effect_json(
    found: Sequence[Graft],
    effects: Sequence[Effect],
    doubled: Sequence[Doubled],
    charged: Sequence[Charged],
    told: Sequence[Told],
    weight: float,
) -> dict[str, Any]:
    """The effect as data: unweighted sums in the smallest unit, with the weight beside them."""
    first = effects[0] if effects else None
    return {
        "behaviour": "none",
        "workers": first.workers if first else None,
        "weight": weight,
        "by_equivalence": [
            {
                "equivalence": one.conversion,
                "amounts": [
                    {
                        "node": line.node,
                        "payer": line.payer_role,
                        "branch": line.branch,
                        "year": line.year,
                        "before": [line.before_low, line.before_high],
                        "after": [line.after_low, line.after_high],
                        "standard_error_of_change": line.error,
                    }
                    for line in effect.amounts
                    if _changed(line)
                ],
                "people": {line.side: {"workers": line.workers, "amount": line.amount} for line in effect.people},
                "cover": [
                    {"branch": line.branch, "state": line.state, "before": line.before, "after": line.after}
                    for line in effect.cover
                ],
            }
            for one, effect in zip(found, effects, strict=False)
        ],
        "covered_twice": [
            {
                "branch": line.branch,
                "scheme": line.scheme,
                "covered": line.covered,
                "also_covered": line.also_covered,
                "undecided": line.undecided,
            }
            for line in doubled
        ],
        "displaced_charges": [
            {"node": c.node, "scheme": c.scheme, "payer": c.payer_role, "amount": [c.low, c.high]} for c in charged
        ],
        "told": [
            {"node": line.node, "yes": line.yes, "no": line.no, "undecided": line.undecided, "level": line.level.name}
            for line in told
        ],
    }


# --- small ------------------------------------------------------------------------------------------------------------


def _factor(one: Graft) -> Fraction:
    return equivalences()[one.conversion].factor(one.mechanism.origin, one.host)


def _decimal(value: Fraction) -> str:
    """Six significant decimals, cut after rounding half up."""
    scaled = (2 * value.numerator * 10**6 + value.denominator) // (2 * value.denominator)
    return f"{scaled // 10**6}.{scaled % 10**6:06d}".rstrip("0").rstrip(".")


def _node_label(one: Graft, key: str, lang: str) -> str:
    node = one.after.nodes[key]
    text: str = node.label.text(lang) if isinstance(node, Fact | Parameter) or hasattr(node, "label") else ""
    return text or key


def _section(id: str, key: str, rows: tuple[tuple[str, ...], ...], lang: str, empty: str = "") -> Section:
    heads = tuple(word(f"{key}.heads", lang).split("|"))
    return Section(id, word(key, lang), heads, rows, word(empty, lang) if empty and not rows else "")


def _list(id: str, key: str, items: Iterable[Label], lang: str) -> Section:
    return Section(
        id, word(key, lang), (word("mechanism.item", lang),), tuple((item.text(lang),) for item in items), ""
    )


def _label_json(label: Label) -> dict[str, str]:
    return {"en": label.en, "pt": label.pt, "zh": label.zh}


def _day(day: int) -> str:
    return date_of(day).isoformat()
