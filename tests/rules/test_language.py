"""The closed language: what it reads, and that each refusal names the line and the cure."""

from __future__ import annotations

import pytest
import tiny

from amparo.rules import Category, Coverage, Money
from amparo.rules.errors import LanguageError
from amparo.rules.language import If, Input, Let, Literal, Operation, Return


class Colour(Category):
    RED = 1
    BLUE = 2


def refused(text: str) -> str:
    with pytest.raises(LanguageError) as error:
        tiny.read(text, Colour=Colour)
    message = str(error.value)
    assert message.startswith("tiny.rule, line ")
    assert "Cure: " in message
    return message


def body(*lines: str, arguments: str = "pay: Money, rate: Rate, days: Days, yes: Truth", result: str = "Money") -> str:
    inside = "\n".join(f"    {line}" for line in lines)
    return f'def f({arguments}) -> {result}:\n    """Law."""\n{inside}\n'


def test_a_rule_becomes_a_small_tree() -> None:
    source = tiny.read(body("if pay > 0 and not yes:", "    return NOTHING", "more = pay + pay", "return more * 2"))
    assert [name for name, _ in source.inputs] == ["pay", "rate", "days", "yes"]
    assert source.result.name == "money"
    assert source.leaves == 2
    assert isinstance(source.body, If)
    assert source.body.text == "pay > 0 and (not yes)"
    assert source.body.then == Return(Literal(0, "money"), 0, 4)
    otherwise = source.body.otherwise
    assert isinstance(otherwise, Let)
    assert otherwise.value == Operation("add", (Input("pay"), Input("pay")))


def test_helpers_keep_their_rounding_and_options() -> None:
    source = tiny.read(body("return round_to(percent_of(pay, rate, round=DOWN), unit=10, round=UP)"))
    assert isinstance(source.body, Return)
    assert isinstance(source.body.value, Operation)
    assert dict(source.body.value.options) == {"unit": 10, "round": 2}
    inner = source.body.value.operands[0]
    assert isinstance(inner, Operation)
    assert inner.option("round") == 3


def test_half_up_is_the_rounding_where_none_is_named() -> None:
    source = tiny.read(body("return percent_of(pay, rate)"))
    assert isinstance(source.body, Return)
    assert isinstance(source.body.value, Operation)
    assert source.body.value.option("round") == 1


def test_chained_comparisons_are_read_pair_by_pair() -> None:
    source = tiny.read(body("return 0 <= days < 31", result="Truth"))
    assert isinstance(source.body, Return)
    assert isinstance(source.body.value, Operation)
    assert [part.name for part in source.body.value.operands if isinstance(part, Operation)] == ["le", "lt"]


@pytest.mark.parametrize(
    "text",
    [
        body("return pay if yes else NOTHING"),
        body("return max(pay, NOTHING, percent_of(pay, rate))"),
        body("return pay * days"),
        body("return days * pay"),
        body("return -pay"),
        body("return percents_of(pay, rate, pay, WHOLE, over=3, round=UP)"),
        body("return mul_div(pay, days, 30)"),
        body("return exceeds(pay, of=pay, share=rate)", result="Truth"),
        body("return colour == Colour.RED", arguments="colour: Colour", result="Truth"),
        body("return Coverage.NONE", result="Coverage"),
        body("return count_true(yes, yes, not yes)", result="Count"),
        body("return 3 + days", result="Days"),
        body("return lookup(table, colour)", arguments="table: Table, colour: Colour", result="Rate"),
        body("return lookup(table, colour, days)", arguments="table: Table, colour: Colour, days: Days", result="Rate"),
        body("return bracket(steps, days)", arguments="steps: Steps, days: Days", result="Days"),
        body(
            "return tariff_amount(tariff, pay) if tariff_open(tariff) else NOTHING",
            arguments="tariff: Tariff, pay: Money",
        ),
        body("half: Money = mul_div(pay, 1, 2)", "return half"),
        body("if yes:", "    return pay", "elif days > 3:", "    return NOTHING", "else:", "    return pay + pay"),
        body("return times(rate, share_of(pay, of=pay))", result="Rate"),
        body(
            "return add_days(first_day(add_months(month, 1)), days - 1)",
            arguments="month: Month, days: Days",
            result="Date",
        ),
    ],
)
def test_what_the_language_allows(text: str) -> None:
    tiny.read(text, Colour=Colour)


@pytest.mark.parametrize(
    ("line", "what", "cure"),
    [
        ("return pay / 2", "pay / 2", "mul_div or share_of"),
        ("return pay // 2", "pay // 2", "round=DOWN"),
        ("return pay % 2", "pay % 2", "calendar helpers or a table"),
        ("return pay ** 2", "pay ** 2", "write the product out"),
        ("return round(pay)", "'round' may not be called", "helpers of amparo.rules"),
        ("return abs(pay)", "'abs' may not be called", "helpers of amparo.rules"),
        ("return pay.bit_length()", "may not be called", "helpers of amparo.rules"),
        ("return (lambda: pay)()", "may not be called", "helpers of amparo.rules"),
        ("for x in pay: pass", "for x in pay", "use a link"),
        ("while yes: pass", "while yes", "use a link"),
        ("return pay[0]", "pay[0]", "lookup or bracket"),
        ("pay += 1", "pay += 1", "its own name"),
        ("pay = NOTHING", "'pay' is assigned twice", "its own name"),
        ("return None", "None", "unknown"),
        ("return 'pay'", "'pay'", "Category"),
        ("return f'{pay}'", "outside the language", "Category"),
        ("return 0.5", "0.5", "YAML"),
        ("return pay is NOTHING", "pay is NOTHING", "use < <= > >= == !="),
        ("return pay in (1, 2)", "outside the language", "helpers of amparo.rules"),
        ("return OTHER", "'OTHER' is neither an input nor a local", "among the arguments"),
        ("return [pay]", "[pay]", "helpers of amparo.rules"),
        ("return (x := pay)", "x := pay", "line of its own"),
        ("import os", "import os", "keep to if, assignment and return"),
        ("global other", "global other", "keep to if, assignment and return"),
        ("x, y = pay, pay", "x, y = (pay, pay)", "keep to if, assignment and return"),
        ("return", "return", "keep to if, assignment and return"),
        ("try:\n        return pay\n    finally:\n        pass", "try:", "keep to if, assignment and return"),
        ("assert yes", "assert yes", "keep to if, assignment and return"),
        ("return pay * rate", "money times rate", "percent_of, times or mul_div"),
        ("return pay + days", "a money and a days stand together", "one kind"),
        ("return pay + 1", "a money and a int stand together", "one kind"),
        ("return pay if yes else days", "a money and a days stand together", "one kind"),
        ("return pay if days else pay", "a condition takes truth", "kinds of the inputs"),
        ("return min(pay, 0)", "a money and a int stand together", "one kind"),
        ("return max(pay)", "max takes two or more values", "write them out"),
        ("return max(pay, pay, key=pay)", "max takes two or more values", "write them out"),
        ("return not pay", "not takes truth", "kinds of the inputs"),
        ("return days", "returns a days where a money is promised", "annotation"),
        ("return 0", "returns a int where a money is promised", "annotation"),
        ("return percent_of(rate, pay)", "percent_of takes money", "kinds of the inputs"),
        ("return percent_of(pay)", "percent_of takes money, rate", "writing-law"),
        ("return percent_of(pay, rate, round=SIDEWAYS)", "does not take round=SIDEWAYS", "writing-law"),
        ("return percents_of(pay, rate, pay)", "percents_of takes", "writing-law"),
        ("return percents_of(pay, rate, over=0)", "does not take over=0", "writing-law"),
        ("return percents_of(pay, rate, over=days)", "does not take over=days", "writing-law"),
        ("return round_to(pay, unit=100)", "round_to without unit= and round=", "name the unit and the rounding"),
        ("return round_to(pay, round=UP)", "round_to without unit= and round=", "name the unit and the rounding"),
        ("return mul_div(pay, days, pay)", "a days and a money stand together", "one kind"),
        ("if pay: return pay", "the condition is a money", "compare it"),
        ("if exceeds(pay, of=days, share=rate): return pay", "a money and a days stand together", "one kind"),
        ("if exceeds(pay, share=rate): return pay", "exceeds takes number and of=, share=", "writing-law"),
        ("if yes: return pay", "this path ends without a return", "on every path"),
        ("half: float = pay", "'float' is no kind of the law", "leave it out"),
        ("half: Rate = pay", "returns a money where a rate is promised", "annotation"),
        ("percent_of = pay", "'percent_of' is a word of the language", "another name"),
        ("NOTHING = pay", "'NOTHING' is a word of the language", "another name"),
        ("return 10000000000000 * pay", "too large", "YAML"),
        ("return percent_of(*pay)", "percent_of takes", "writing-law"),
        ("return percent_of(pay, **rate)", "does not take", "writing-law"),
        ("if Money.x == pay: return pay", "'Money.x' is no member of a Category", "Category member"),
        ("if Colour.GREEN == Colour.RED: return pay", "Colour has no member GREEN", "RED, BLUE"),
        ("if Colour.RED < Colour.BLUE: return pay", "a Colour has no order", "use == or !="),
        ("if Colour.RED == Coverage.NONE: return pay", "a Colour and a Coverage stand together", "one kind"),
        ("if yes > days: return pay", "a truth and a days stand together", "one kind"),
    ],
)
def test_each_refusal_names_what_the_line_and_the_cure(line: str, what: str, cure: str) -> None:
    message = refused(body(line))
    assert what in message
    assert cure in message.partition("Cure: ")[2]
    assert int(message.partition("line ")[2].partition(":")[0]) >= 3


def test_the_line_is_that_of_the_fault() -> None:
    assert "line 5:" in refused(body("half = mul_div(pay, 1, 2)", "x = half", "return x / 2"))


@pytest.mark.parametrize(
    "lines",
    [
        ("return pay", "return pay / 2"),
        ("if yes:", "    return pay", "    x = 1 / 0", "return pay"),
        ("if yes:", "    return pay", "else:", "    return pay", "    import os"),
    ],
)
def test_a_line_after_a_return_is_never_skipped_in_silence(lines: tuple[str, ...]) -> None:
    assert "stands after a return" in refused(body(*lines))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('def f(pay) -> Money:\n    """Law."""\n    return pay', "'pay' has no kind of the law"),
        ('def f(pay: float) -> Money:\n    """Law."""\n    return pay', "'pay' has no kind of the law"),
        ('def f(pay: int) -> Money:\n    """Law."""\n    return pay', "'pay' has no kind of the law"),
        ('def f(pay: Money):\n    """Law."""\n    return pay', "the result has no kind"),
        ('def f(t: Table) -> Table:\n    """Law."""\n    return t', "the result has no kind"),
        ("def f(pay: Money) -> Money:\n    return pay", "no docstring"),
        ('def f(pay: Money = 0) -> Money:\n    """Law."""\n    return pay', "plain names without defaults"),
        ('def f(*pay: Money) -> Money:\n    """Law."""\n    return NOTHING', "plain names without defaults"),
        ('def f(**pay: Money) -> Money:\n    """Law."""\n    return NOTHING', "plain names without defaults"),
        ('def f(pay: Money, /) -> Money:\n    """Law."""\n    return pay', "plain names without defaults"),
        ('def f(*, pay: Money) -> Money:\n    """Law."""\n    return pay', "plain names without defaults"),
        ('def f(max: Money) -> Money:\n    """Law."""\n    return max', "'max' is a word of the language"),
        ('def f(t: Table) -> Truth:\n    """Law."""\n    return t == t', "'t' is a table, not a value"),
        (
            'def f(t: Tariff, y: Truth) -> Truth:\n    """Law."""\n    return tariff_open(t if y else t)',
            "reads a tariff, by its name",
        ),
        (
            'def f(t: Table, p: Money) -> Money:\n    """Law."""\n    return lookup(t, p)',
            "a money is no key of a table",
        ),
        ('def f(t: Table) -> Money:\n    """Law."""\n    return lookup(t)', "lookup takes table, key"),
        ('def f(t: Steps, p: Money) -> Money:\n    """Law."""\n    return lookup(t, p)', "lookup reads a table"),
        ('def f(t: Table) -> Money:\n    """Law."""\n    x = t\n    return lookup(x, 1)', "'t' is a table"),
    ],
)
def test_refused_signatures_and_parameters(text: str, what: str) -> None:
    assert what in refused(text)


def test_a_stand_in_for_a_helper_is_refused() -> None:
    with pytest.raises(LanguageError, match=r"'percent_of' is not the one of amparo\.rules"):
        tiny.read(body("return percent_of(pay, rate)"), percent_of=lambda pay, rate: pay)
    with pytest.raises(LanguageError, match=r"'NOTHING' is not the one of amparo\.rules"):
        tiny.read(body("return NOTHING"), NOTHING=Money(5))
    with pytest.raises(LanguageError, match=r"'max' is not the one of amparo\.rules"):
        tiny.read(body("return max(pay, pay)"), max=min)


def test_a_rule_with_too_many_ends_is_to_be_split() -> None:
    lines = [f"if pay > percent_of(pay, WHOLE) * {n}: return pay" for n in range(70)]
    assert "more than 64 ends" in refused(body(*lines, "return NOTHING"))


def test_a_category_member_stands_for_its_number() -> None:
    source = tiny.read(body("return Coverage.MANDATORY", result="Coverage"))
    assert source.body == Return(Literal(Coverage.MANDATORY.value, "Coverage"), 0, 3)
