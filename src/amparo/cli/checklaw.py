"""`amparo check-law`: what the law as written lacks, and the public register."""

from __future__ import annotations

import typer

from amparo.cli.codes import DIFFERS
from amparo.cli.common import AsFormat, CountryOption, Format, Lang, Language, out_json, out_sections
from amparo.report.words import word


def add(app: typer.Typer) -> None:
    """Put the verb on the command line."""
    app.command("check-law")(check_law)


def check_law(country: CountryOption = None, lang: Lang = Language.en, format: AsFormat = Format.text) -> None:
    """Findings (exit code 4), and the register: what is covered, since when, on which evidence, what is missing."""
    from amparo.engine.ranges import prove
    from amparo.law import COUNTRIES, book
    from amparo.report.lawbook import register_json, register_sections
    from amparo.report.results import country_name
    from amparo.rules import lint

    failed = False
    data = []
    for code in [country] if country else list(COUNTRIES):
        held = book(code)
        findings, unsafe, register = lint.check_law(held), prove(held), lint.register(held)
        failed = failed or bool(findings or unsafe)
        if format == Format.json:
            data.append(register_json(register, findings, unsafe, lang.value))
        else:
            title = word("register.title", lang.value, country=country_name(held.country.code, lang.value))
            out_sections([title], register_sections(register, findings, unsafe, lang.value))
    if format == Format.json:
        out_json(data[0] if country else {"format": "amparo-registers/1", "countries": data})
    if failed:
        raise typer.Exit(DIFFERS)
