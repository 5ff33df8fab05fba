"""`amparo exchange`: the file that two delegations pass back and forth: new, add, show, check, diff, merge, record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from amparo.api import OutsideRecords
from amparo.cli.codes import DIFFERS, UsageProblem
from amparo.cli.common import AsFormat, Format, Lang, Language, out_json, out_sections, say
from amparo.cli.run import pair_option, progress_shown
from amparo.report.words import word
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from amparo.exchange.entries import Writer

exchange = typer.Typer(
    name="exchange",
    no_args_is_help=True,
    help="An exchange file between delegations: new, add, show, check, diff, merge, hand-over, record.",
    rich_markup_mode=None,
)
File = Annotated[Path, typer.Argument(metavar="FILE", help="An exchange file (ending .exchange.json).")]
Other = Annotated[Path, typer.Argument(metavar="OTHER", help="Another copy of the same exchange.")]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the file goes.")]
Side = Annotated[str, typer.Option("--as", metavar="CODE", help="The delegation that writes, as PT.")]
Capacity = Annotated[
    str, typer.Option("--capacity", metavar="LANG=TEXT", help="In what capacity: an office or a function, no name.")
]


def add(app: typer.Typer) -> None:
    """Put the verbs on the command line."""
    app.add_typer(exchange, name="exchange")


@contextmanager
def in_words(lang: Language) -> Iterator[None]:
    """What the exchange refuses, in the language asked for."""
    from amparo.exchange.errors import ExchangeError, Restricted
    from amparo.records.errors import ExportRefused

    try:
        yield
    except Restricted as error:
        raise ExportRefused(error.text(lang.value)) from None
    except ExchangeError as error:
        raise OutsideRecords(error.text(lang.value)) from None


def _not_read(error: OSError | UnicodeDecodeError) -> str:
    from amparo.records.errors import why_of

    if isinstance(error, OSError):
        return why_of(error)
    return Message("document.not_utf8", "it is not UTF-8 text (byte {byte}).", byte=error.start + 1)


def _writer(side: str, capacity: str) -> Writer:
    from pydantic import ValidationError

    from amparo.exchange.entries import Writer
    from amparo.exchange.errors import ExchangeError, Fields, Named
    from amparo.exchange.texts import Text

    try:
        language, _, text = capacity.partition("=")
        said = Text(language=language, text=text) if capacity else None  # type: ignore[arg-type]
        return Writer(delegation=side.upper(), capacity=said)
    except ValidationError as error:
        raise ExchangeError("told", kind=Named("one", "writer"), what=Fields(error)) from None


def _sides(told: Iterable[tuple[str, Any]]) -> dict[str, dict[str, str]]:
    """PT.pt=DGERT as {PT: {pt: DGERT}}."""
    sides: dict[str, dict[str, str]] = {}
    for name, text in told:
        code, _, language = name.partition(".")
        sides.setdefault(code.upper(), {})[language] = str(text)
    return sides


@exchange.command()
def new(
    file: File,
    titles: Annotated[
        list[str], typer.Option("--title", metavar="LANG=TEXT", help="The title; the first is the original.")
    ],
    delegations: Annotated[
        list[str],
        typer.Option(
            "--delegation", metavar="CODE.LANG=NAME", help="Who takes part, as PT.pt=DGERT; repeat it for more."
        ),
    ],
    side: Side,
    capacity: Capacity = "",
    first: Annotated[str | None, typer.Option("--first", metavar="DATE", help="First day.")] = None,
    last: Annotated[str | None, typer.Option("--last", metavar="DATE", help="Last day.")] = None,
    example: Annotated[bool, typer.Option("--example", help="Mark it as made up, said by nobody.")] = False,
    lang: Lang = Language.en,
) -> None:
    """Begin an exchange: its title, and the delegations that take part."""
    from amparo.exchange.adding import new_exchange
    from amparo.exchange.entries import Desk
    from amparo.exchange.errors import ExchangeError
    from amparo.exchange.files import write_file

    with in_words(lang):
        if file.exists():
            raise ExchangeError("exists", file=file.name)
        told: dict[str, Any] = {
            "title": dict(pair_option(text, lang.value) for text in titles),
            "delegations": _sides(pair_option(text, lang.value) for text in delegations),
            "first": first,
            "last": last,
            "example": example,
        }
        write_file(new_exchange(told, Desk(_writer(side, capacity))), file)
    say(word("exchange.written", lang.value, file=file))


@exchange.command("add")
def add_(
    file: File,
    entries: Annotated[Path, typer.Argument(metavar="ENTRIES", help="YAML: one description, or a list of them.")],
    side: Side,
    capacity: Capacity = "",
    private: Annotated[bool, typer.Option("--private", help="Only for the own delegation.")] = False,
    lang: Lang = Language.en,
) -> None:
    """Add what a file describes: agenda, provision, case, scenario, graft, comment, translation, outcome, withdrawn."""
    from amparo.exchange.adding import added
    from amparo.exchange.errors import ExchangeError
    from amparo.exchange.files import read_file, write_file
    from amparo.exchange.listing import short_id
    from amparo.records.documents import Unreadable, read_document

    with in_words(lang), progress_shown(lang.value) as tell:
        held = read_file(file)
        try:
            told = read_document(entries)
        except Unreadable as error:
            raise ExchangeError("unreadable", file=entries.name, what=error.finding) from None

        def read(name: str) -> str:
            try:
                return (entries.parent / name).read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise ExchangeError("unreadable", file=name, what=_not_read(error)) from None

        found, made = added(held, told, _writer(side, capacity), private=private, read=read, tell=tell)
        write_file(found, file)
    say(word("exchange.added", lang.value, objects=", ".join(short_id(entry.object) for entry in made)))


@exchange.command()
def show(file: File, lang: Lang = Language.en, format: AsFormat = Format.text) -> None:
    """What stands: agenda, provisions, scenarios, comments, outcomes, conflicts; and what has changed in the law."""
    from amparo.exchange.checking import check
    from amparo.exchange.files import read_file
    from amparo.exchange.listing import head_lines, sections

    with in_words(lang):
        held = read_file(file)
    if format == Format.json:
        standing = {
            one.object: [{"version": head.version, **head.content} for head in one.heads]
            for one in held.standing.values()
        }
        out_json({"format": "amparo-exchange-standing/1", "exchange": held.id, "state": held.state, "stands": standing})
    else:
        out_sections(head_lines(held, lang.value), sections(held, lang.value, check(held)))


@exchange.command("check")
def check_(
    file: File,
    results: Annotated[bool, typer.Option("--run", help="Run the scenarios again too (minutes).")] = False,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """Same law, same reform, same result? Every hash worked out again by the law here; code 4 where one differs."""
    from amparo.exchange.checking import check
    from amparo.exchange.files import read_file
    from amparo.exchange.listing import check_json, check_section, head_lines

    with in_words(lang), progress_shown(lang.value) as tell:
        held = read_file(file)
        found = check(held, results=results, tell=tell)
    differing = [one for one in found if one.verdict not in ("same", "not_run")]
    if format == Format.json:
        out_json(
            {"format": "amparo-exchange-check/1", "exchange": held.id, "checks": [check_json(one) for one in found]}
        )
    else:
        out_sections(head_lines(held, lang.value), [check_section(found, held, lang.value)])
    key = "exchange.not_all_same" if differing else "exchange.all_same"
    say(word(key, lang.value, count=len(differing)) if differing else word(key, lang.value))
    if differing:
        raise typer.Exit(DIFFERS)


@exchange.command()
def diff(file: File, other: Other, lang: Lang = Language.en, format: AsFormat = Format.text) -> None:
    """What each of two copies holds that the other does not, and what both changed."""
    from amparo.exchange.exchange import difference
    from amparo.exchange.files import read_file
    from amparo.exchange.listing import difference_sections

    with in_words(lang):
        found = difference(read_file(file), read_file(other))
    if format == Format.json:
        out_json(
            {
                "format": "amparo-exchange-difference/1",
                "only_first": [entry.version for entry in found.only_one],
                "only_second": [entry.version for entry in found.only_other],
                "both": found.both,
                "conflicts": {one.object: [head.version for head in one.heads] for one in found.conflicts},
            }
        )
    else:
        head = [word("exchange.both", lang.value, count=found.both)]
        out_sections(head, difference_sections(found, lang.value))


@exchange.command()
def merge(file: File, other: Other, out: Out, lang: Lang = Language.en) -> None:
    """Both copies as one: every entry of either, nothing lost; what both changed stands side by side."""
    from amparo.exchange.exchange import merged
    from amparo.exchange.files import read_file, write_file
    from amparo.exchange.listing import conflict_section

    with in_words(lang):
        found = merged(read_file(file), read_file(other))
        write_file(found, out)
    if found.conflicts:
        out_sections([], [conflict_section(found.conflicts, found, lang.value)])
    say(word("exchange.written", lang.value, file=out))


@exchange.command("hand-over")
def hand_over(file: File, out: Out, lang: Lang = Language.en) -> None:
    """A copy for the other side: without private entries."""
    from amparo.exchange.files import read_file, write_file

    with in_words(lang):
        held = read_file(file)
        if out.resolve() == file.resolve():
            raise UsageProblem(word("exchange.error.exists", lang.value, file=out.name))
        write_file(held.to_hand_over, out)
    say(word("exchange.handed", lang.value, count=len(held.kept_back), file=out))


@exchange.command()
def record(
    file: File,
    out_dir: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the record goes.")],
    langs: Annotated[str, typer.Option("--langs", help="Languages of the record, with commas.")] = "en,pt,zh",
    close: Annotated[
        str, typer.Option("--close", metavar="CODE", help="Also write into FILE that this delegation made the record.")
    ] = "",
    lang: Lang = Language.en,
) -> None:
    """The closing record of what is shared, in each language as HTML, PDF and DOCX, with its hashes in record.json."""
    from amparo.exchange.files import read_file, write_file
    from amparo.exchange.record_files import closed, write_record

    chosen = [part.strip() for part in langs.split(",") if part.strip()]
    if not chosen or not set(chosen) <= {each.value for each in Language}:
        raise UsageProblem(word("exchange.error.no_value", lang.value, name="--langs en,pt,zh"))
    with in_words(lang):
        held = read_file(file)
        write_record(held, out_dir, chosen)
        if close:
            write_file(closed(held, _writer(close, ""))[0], file)
    say(word("record.written", lang.value, folder=out_dir))


__all__ = ["add", "exchange"]
