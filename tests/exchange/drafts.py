"""Exchanges made up for tests: a desk whose clock and chance are counted, and copies drawn at random."""

from __future__ import annotations

from itertools import count

from hypothesis import strategies as st

from amparo.exchange.entries import Desk, Entry, Writer
from amparo.exchange.exchange import Exchange
from amparo.exchange.objects import Comment, Delegation, Meeting, Outcome, Withdrawn
from amparo.exchange.texts import Text

ID = "exchange-00000000000000aa"
_COUNTED = count(1)


def desk(delegation: str = "PT", *, private: bool = False, time: str = "2026-11-23T10:00:00.000000Z") -> Desk:
    """A desk: every id and nonce is new, the clock stands still."""
    writer = Writer(delegation=delegation)
    return Desk(writer, private, lambda: time, lambda size: f"{next(_COUNTED):0{2 * size}x}")


def meeting(title: str = "Trabalho em plataformas") -> Entry:
    names = (("PT", "pt", "Portugal"), ("CN", "zh", "中国"))
    sides = tuple(Delegation(code=code, name=(Text(language=lang, text=name),)) for code, lang, name in names)  # type: ignore[arg-type]
    return desk().entry(
        ID, ID, Meeting(kind="exchange", title=Text(language="pt", text=title), delegations=sides, example=True)
    )


def empty() -> Exchange:
    """An exchange that says what it is of, and nothing else."""
    return Exchange(ID, {}).with_entries([MEETING])


MEETING = meeting()


def comment(text: str, language: str = "pt") -> Comment:
    return Comment(kind="comment", text=Text(language=language, text=text))  # type: ignore[arg-type]


@st.composite
def histories(draw: st.DrawFn, most: int = 12) -> list[Entry]:
    """Entries of a few objects, each replacing some of those before it: what any number of writers may leave."""
    entries: list[Entry] = []
    for number in range(draw(st.integers(1, most))):
        where = draw(st.integers(0, 2))
        kind = "outcome" if where == 2 else "comment"
        own = [entry for entry in entries if entry.object.endswith(f"{where:016x}")]
        replaced = draw(st.lists(st.sampled_from(own), unique_by=id, max_size=3)) if own else []
        said = Text(language="zh", text=f"第{number}条")
        body = draw(
            st.sampled_from(
                [
                    Withdrawn(kind="withdrawn"),
                    Outcome(kind="outcome", state="noted", text=said)
                    if kind == "outcome"
                    else Comment(kind="comment", text=said),
                ]
            )
        )
        writer = desk(
            draw(st.sampled_from(["PT", "CN"])),
            private=draw(st.booleans()),
            time=f"2026-11-23T10:00:{draw(st.integers(0, 9)):02d}.000000Z",
        )
        entries.append(writer.entry(ID, f"{kind}-{where:016x}", body, [one.version for one in replaced]))
    return entries


@st.composite
def copies(draw: st.DrawFn, number: int = 3) -> list[Exchange]:
    """Copies of one exchange, each with some of the entries of one history."""
    history = draw(histories())
    found = []
    for _ in range(number):
        held = draw(st.lists(st.sampled_from(history), unique_by=id)) if history else []
        found.append(empty().with_entries(held))
    return found
