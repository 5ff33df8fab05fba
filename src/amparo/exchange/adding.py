"""Entries from what a person tells: a mapping of the same form from a file on the command line and from a page's form.

    kind: comment
    about: provision-3f…         # an object's id, the beginning of it, or a name given with `as`
    text: {pt: Como se apura?, zh: 如何核定？}   # the first language is the original, the others are translations

Docs: docs/exchange.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pydantic import ValidationError

from amparo.exchange import objects
from amparo.exchange.entries import Desk, Entry, Writer
from amparo.exchange.errors import ExchangeError, Fields, Named
from amparo.exchange.exchange import Exchange, Standing
from amparo.exchange.objects import Anchor, Body, Built, Delegation, Meeting, Translation, text_of
from amparo.exchange.persons import read_worker
from amparo.exchange.scenarios import graft_of, reform_text, scenario, with_result
from amparo.exchange.stated import law_of, pinned
from amparo.exchange.texts import LANGUAGES, Text
from amparo.rules.errors import nearest

_SHARED: Final = ("kind", "as", "replaces", "private", "how", "translator")
TELLABLE: Final[dict[str, tuple[str, ...]]] = {
    "exchange": ("title", "delegations", "first", "last", "example"),
    "agenda": ("order", "minutes", "title", "about"),
    "provision": ("country", "provision", "place", "day", "known_on", "quote"),
    "case": ("title", "case", "file", "neutral"),
    "scenario": ("title", "country", "reforms", "persons", "seed", "built_from", "built_to", "from", "to", "run"),
    "graft": ("title", "mechanism", "onto", "convert", "as_on"),
    "comment": ("about", "quote", "cell", "text"),
    "translation": ("of", "text"),
    "outcome": ("state", "text", "owner", "due", "about"),
    "withdrawn": ("of", "reason"),
}
MOST_AT_ONCE: Final = 500


@dataclass
class Adding:
    """Adds to one copy, at one desk. read: how a file that is named is read; none where no files may be named."""

    held: Exchange
    desk: Desk
    read: Callable[[str], str] | None = None
    tell: Callable[[str, float], None] | None = None
    names: dict[str, str] = field(default_factory=dict)

    def add(self, told: Mapping[str, Any]) -> list[Entry]:
        """The entries that a description makes: an object, and translations of its text."""
        kind = str(told.get("kind", ""))
        if kind not in TELLABLE:
            raise ExchangeError("no_kind", kind=kind[:40], known=", ".join(TELLABLE))
        known = (*_SHARED, *TELLABLE[kind])
        for key in told:
            if key not in known:
                raise ExchangeError("no_key", name=str(key)[:40], kind=kind, hint=nearest(str(key), known))
        self._known_delegation()
        desk = replace(self.desk, private=_truth(told.get("private", self.desk.private)))
        entries = self._made(kind, told, desk)
        self._no_private_thing_told(entries)
        self.held = self.held.with_entries(entries)
        if told.get("as"):
            self.names[str(told["as"])] = entries[0].object
        return entries

    def _known_delegation(self) -> None:
        codes = [one.code for one in self.held.meeting.delegations]
        if self.desk.writer.delegation not in codes:
            raise ExchangeError("no_delegation", said=self.desk.writer.delegation, known=", ".join(codes))

    def _made(self, kind: str, told: Mapping[str, Any], desk: Desk) -> list[Entry]:
        texts = _texts(told.get(_TEXT_OF.get(kind, ""), None), kind) if kind != "translation" else []
        try:
            if kind == "withdrawn":
                standing: Standing | None = self.standing(told.get("of"))
                body: Body = objects.Withdrawn(kind="withdrawn", reason=texts[0] if texts else None)
            else:
                standing = self._standing(kind, told)
                body = self._body(kind, told, texts)
        except ValidationError as error:
            raise ExchangeError("told", kind=Named("one", kind), what=Fields(error)) from None
        object_ = standing.object if standing else self.held.id if kind == "exchange" else desk.identity(kind)
        heads = self._replaceable(standing, desk) if standing else ()
        first = desk.entry(self.held.id, object_, body, [head.version for head in heads])
        return [first, *(self._rendered(first, text, told, desk) for text in texts[1:])]

    def _standing(self, kind: str, told: Mapping[str, Any]) -> Standing | None:
        if kind == "exchange":
            return self.held.standing.get(self.held.id)
        found = self.standing(told["replaces"]) if told.get("replaces") else None
        if found is not None and found.kind != kind:
            raise ExchangeError("another_kind", object=found.object, one=found.kind, other=kind)
        return found

    def _replaceable(self, standing: Standing, desk: Desk) -> tuple[Entry, ...]:
        if desk.private and not all(head.private for head in standing.heads):
            raise ExchangeError("private_over_shared", object=standing.object)
        return standing.heads

    def _rendered(self, of: Entry, text: Text, told: Mapping[str, Any], desk: Desk) -> Entry:
        body = _valid(
            Translation,
            kind="translation",
            of=Anchor(object=of.object, version=of.version),
            text=text,
            how=told.get("how", "human"),
            translator=str(told.get("translator") or ""),
        )
        return desk.entry(self.held.id, desk.identity("translation"), body)

    def _no_private_thing_told(self, entries: Sequence[Entry]) -> None:
        """What is shared may not speak of what the other side cannot see."""
        new = {entry.object for entry in entries}
        for entry in entries:
            for key in () if entry.private else objects.said_of(entry.body):
                if key not in new and key in self.held.standing and self.held.standing[key].private:
                    raise ExchangeError("private_reference", object=key)

    # --- what is named

    def find(self, name: Any) -> str:
        """An object's id from its id, the beginning of it, or a name given with `as`. Raises ExchangeError."""
        said = str(name or "").strip()
        if said in self.names:
            return self.names[said]
        found = [key for key in self.held.standing if said and key.startswith(said)]
        if len(found) != 1:
            raise ExchangeError("no_object" if not found else "many_objects", name=said[:60])
        return found[0]

    def standing(self, name: Any) -> Standing:
        return self.held.standing[self.find(name)]

    def _all(self, names: Any) -> tuple[str, ...]:
        listed = names if isinstance(names, list | tuple) else [names] if names else []
        return tuple(self.find(name) for name in listed)

    def _anchor(self, name: Any, told: Mapping[str, Any]) -> Anchor:
        head = self.standing(name).head
        cell = told.get("cell")
        if isinstance(cell, Mapping):
            row = _whole(cell.get("row"), "row")
            cell = objects.Cell(table=cell.get("table", ""), row=row, column=cell.get("column", ""))
        return _valid(Anchor, object=head.object, version=head.version, quote=str(told.get("quote") or ""), cell=cell)

    # --- bodies

    def _body(self, kind: str, told: Mapping[str, Any], texts: list[Text]) -> Body:
        match kind:
            case "exchange":
                return meeting(texts[0], told)
            case "agenda":
                return objects.AgendaItem(
                    kind="agenda",
                    order=_whole(told.get("order", self._next()), "order"),
                    minutes=_whole(told.get("minutes", 0), "minutes"),
                    title=_first(texts, "title"),
                    about=self._all(told.get("about")),
                )
            case "provision":
                return pinned(
                    _needed(told, "country").upper(),
                    _needed(told, "provision"),
                    _needed(told, "day"),
                    place=str(told.get("place") or ""),
                    known_on=str(told["known_on"]) if told.get("known_on") else None,
                    quote=texts[0] if texts else None,
                )
            case "case":
                return self._worker(told, _first(texts, "title"))
            case "scenario":
                return self._scenario(told, _first(texts, "title"))
            case "graft":
                convert = told.get("convert") or ()
                return graft_of(
                    _first(texts, "title"),
                    _needed(told, "mechanism"),
                    _needed(told, "onto").upper(),
                    tuple(convert if isinstance(convert, list | tuple) else [convert]),
                    str(told["as_on"]) if told.get("as_on") else None,
                )
            case "comment":
                on = self._anchor(told["about"], told) if told.get("about") else None
                return objects.Comment(kind="comment", text=_first(texts, "text"), on=on)
            case "translation":
                return self._translation(told)
        return _valid(
            objects.Outcome,
            kind="outcome",
            state=told.get("state"),
            text=_first(texts, "text"),
            owner=str(told.get("owner") or ""),
            due=str(told["due"]) if told.get("due") else None,
            about=self._all(told.get("about")),
        )

    def _next(self) -> int:
        return 1 + max((one.head.body.order for one in self.held.of("agenda")), default=0)  # type: ignore[union-attr]

    def _worker(self, told: Mapping[str, Any], title: Text) -> Body:
        text = str(told.get("case") or "")
        if told.get("file"):
            text = self._file(str(told["file"]))
        case, plain = read_worker(text, neutral=_truth(told.get("neutral", False)))
        return _valid(
            objects.Worker,
            kind="case",
            title=title,
            country=case.country,
            data_class=case.class_,
            law=law_of(case.country).hash,
            case=plain,
        )

    def _file(self, name: str) -> str:
        if self.read is None:
            raise ExchangeError("no_files")
        return self.read(name)

    def _scenario(self, told: Mapping[str, Any], title: Text) -> Body:
        country = _needed(told, "country").upper()
        listed = told.get("reforms") or ()
        names = listed if isinstance(listed, list | tuple) else [listed]
        reforms = tuple(reform_text(str(name), self.read) for name in names)
        population = None
        if told.get("persons"):
            population = _valid(
                Built,
                country=country,
                data_class="synthetic",
                persons=_whole(told["persons"], "persons"),
                seed=_whole(told.get("seed", 1), "seed"),
                first=_needed(told, "built_from"),
                last=_needed(told, "built_to"),
            )
        months = (str(told["from"]), str(told["to"])) if told.get("from") and told.get("to") else None
        made = scenario(title, country, reforms, population, months)
        return with_result(made, self.tell) if population and _truth(told.get("run", True)) else made

    def _translation(self, told: Mapping[str, Any]) -> Body:
        head = self.standing(told.get("of")).head
        original = text_of(head.body)
        texts = _texts(told.get("text"), "translation")
        if original is None:
            raise ExchangeError("nothing_to_translate", object=head.object)
        if len(texts) != 1 or texts[0].language == original.language:
            raise ExchangeError("translation_language", language=original.language)
        return _valid(
            Translation,
            kind="translation",
            of=Anchor(object=head.object, version=head.version),
            text=texts[0],
            how=told.get("how", "human"),
            translator=str(told.get("translator") or ""),
        )


_TEXT_OF: Final = {
    "exchange": "title",
    "agenda": "title",
    "provision": "quote",
    "case": "title",
    "scenario": "title",
    "graft": "title",
    "comment": "text",
    "outcome": "text",
    "withdrawn": "reason",
}


def meeting(title: Text, told: Mapping[str, Any]) -> Meeting:
    """What an exchange is called and who takes part; delegations are {code: {pt: name, zh: name}}."""
    sides = told.get("delegations")
    if not isinstance(sides, Mapping) or not sides:
        raise ExchangeError("no_sides")
    return Meeting(
        kind="exchange",
        title=title,
        delegations=tuple(
            Delegation(code=str(code), name=tuple(_texts(name, "exchange"))) for code, name in sides.items()
        ),
        first=str(told["first"]) if told.get("first") else None,
        last=str(told["last"]) if told.get("last") else None,
        example=_truth(told.get("example", False)),
    )


def new_exchange(told: Mapping[str, Any], desk: Desk) -> Exchange:
    """A new exchange from a description of it. Raises ExchangeError."""
    identity = desk.identity("exchange")
    adding = Adding(Exchange(identity, {}), desk)
    try:
        titles = _texts(told.get("title"), "exchange")
        body = meeting(_first(titles, "title"), told)
    except ValidationError as error:
        raise ExchangeError("told", kind=Named("one", "exchange"), what=Fields(error)) from None
    first = replace(desk, private=False).entry(identity, identity, body)
    rendered = [adding._rendered(first, text, told, desk) for text in titles[1:]]
    found = Exchange(identity, {}).with_entries([first, *rendered])
    Adding(found, desk)._known_delegation()
    return found


def added(
    held: Exchange,
    told: Any,
    writer: Writer,
    *,
    private: bool = False,
    read: Callable[[str], str] | None = None,
    tell: Callable[[str, float], None] | None = None,
) -> tuple[Exchange, list[Entry]]:
    """A copy with what is described added (one description or a list of them), and the new entries."""
    rows = told if isinstance(told, list) else [told]
    if len(rows) > MOST_AT_ONCE or not rows or not all(isinstance(row, Mapping) for row in rows):
        raise ExchangeError("not_described", most=MOST_AT_ONCE)
    adding = Adding(held, Desk(writer, private), read, tell)
    entries = [entry for row in rows for entry in adding.add(row)]
    return adding.held, entries


# --- reading what is told --------------------------------------------------------------------------------------------


def _texts(told: Any, kind: str) -> list[Text]:
    """Texts by language, the original first."""
    if told in (None, "") or told == {}:
        return []
    if not isinstance(told, Mapping) or not set(told) <= set(LANGUAGES):
        raise ExchangeError("not_texts", kind=Named("one", kind))
    try:
        return [Text(language=lang, text=str(text).strip()) for lang, text in told.items() if str(text).strip()]
    except ValidationError as error:
        raise ExchangeError("told", kind=Named("one", kind), what=Fields(error)) from None


def _first(texts: list[Text], name: str) -> Text:
    if not texts:
        raise ExchangeError("no_text", name=Named("name", name))
    return texts[0]


def _valid(model: Any, **values: Any) -> Any:
    """A part of a document from values of which pydantic says whether they fit."""
    return model(**{key: value for key, value in values.items() if value is not None})


def _needed(told: Mapping[str, Any], name: str) -> str:
    text = str(told.get(name) or "").strip()
    if not text:
        raise ExchangeError("no_value", name=Named("name", name))
    return text


def _whole(value: Any, name: str) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ExchangeError("no_number", name=Named("name", name), said=text[:40])
    return int(text)


def _truth(value: Any) -> bool:
    return value is True or str(value).lower() in ("yes", "true", "on", "1")


__all__ = ["MOST_AT_ONCE", "TELLABLE", "Adding", "added", "new_exchange"]
