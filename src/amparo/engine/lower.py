"""Machine code for the small part of Python that kernels are printed in.

Everything is a 64-bit integer; arrays are named `L.first`, `D.P`, `F[3]`, `bad`, ... and reach the code through a table
of addresses, sizes and single numbers through a table of integers. Statements: assignment, if, for over a range, while,
continue, break, return. `lanes` is a range whose turns touch nothing of one another, so that LLVM may take many at a
time. Division and remainder are of non-negative numbers; `estimate` is n / d in floating point, cut to a whole number.
LLVM does the rest.

With lanes = range and estimate = lambda n, d: int(n / d) the same text runs as plain Python: so a kernel is debugged.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from llvmlite import ir

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

I64: Final = ir.IntType(64)
I32: Final = ir.IntType(32)
I1: Final = ir.IntType(1)
_WIDTH: Final = {"int8": 8, "uint8": 8, "int16": 16, "int32": 32, "int64": 64}
_COMPARE: Final = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


def const(value: int) -> ir.Constant:
    return ir.Constant(I64, value)


@dataclass
class Table:
    """What a kernel asks for by position: arrays with their types, and single numbers."""

    arrays: dict[str, str] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)

    def number(self, name: str) -> int:
        if name not in self.numbers:
            self.numbers.append(name)
        return self.numbers.index(name)

    def array(self, name: str, kind: str) -> int:
        self.arrays.setdefault(name, kind)
        return list(self.arrays).index(name)


def module_of(name: str) -> ir.Module:
    """An empty module for this machine."""
    return ir.Module(name)


_GROUP, _LOOP = 7_000_000, 8_000_000  # marks of metadata that LLVM wants to be distinct, which llvmlite cannot write


def text_of(module: ir.Module) -> str:
    """The module as LLVM reads it, with the marks of parallel loops made distinct."""
    text = re.sub(rf"^(!\d+) = !{{ i32 {_GROUP // 1_000_000}\d{{6}} }}$", r"\1 = distinct !{}", str(module), flags=re.M)
    return re.sub(
        rf"^(!\d+) = !{{ i32 {_LOOP // 1_000_000}\d{{6}}, (!\d+) }}$", r"\1 = distinct !{ \1, \2 }", text, flags=re.M
    )


class Functions:
    """The helper functions of a module: scalar or array arguments, one or more results."""

    def __init__(self, module: ir.Module, source: str, constants: Mapping[str, int]) -> None:
        self.module = module
        self.constants = dict(constants)
        self.groups = 0
        self.known: dict[str, tuple[ir.Function, list[str], int]] = {}
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef):
                self.declare(node)

    def declare(self, node: ast.FunctionDef) -> None:
        kinds = [_argument_kind(argument) for argument in node.args.args]
        results = max(self._results(r.value) for r in ast.walk(node) if isinstance(r, ast.Return))
        types = [I64 if kind == "int" else ir.IntType(_WIDTH[kind]).as_pointer() for kind in kinds]
        outs = [I64.as_pointer()] * (results if results > 1 else 0)
        function = ir.Function(
            self.module, ir.FunctionType(I64 if results == 1 else ir.VoidType(), [*types, *outs]), node.name
        )
        function.linkage = "internal"
        if node.name.startswith(_CALLED):
            function.attributes.add("noinline")
        self.known[node.name] = (function, kinds, results)
        lowering = _Lowering(self, function, None)
        for argument, kind, value in zip(node.args.args, kinds, function.args, strict=False):
            if kind == "int":
                lowering.assign(argument.arg, value)
            else:
                lowering.pointers[argument.arg] = (value, kind)
        lowering.outs = list(function.args[len(kinds) :])
        lowering.block(node.body)
        lowering.finish()

    def _results(self, value: ast.expr | None) -> int:
        """How many values a return gives back."""
        if isinstance(value, ast.Tuple):
            return len(value.elts)
        if isinstance(value, ast.Call) and ast.unparse(value.func) in self.known:
            return self.known[ast.unparse(value.func)][2]
        return 1


def _argument_kind(argument: ast.arg) -> str:
    """An argument marked with an element type is an array of it; any other is an integer."""
    return argument.annotation.id if isinstance(argument.annotation, ast.Name) else "int"


def lower_kernel(functions: Functions, source: str, name: str, kind_of: Callable[[str], str]) -> Table:
    """Add the printed function `name` to the module; kind_of gives an array's element type by its name."""
    node = next(n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef) and n.name == name)
    pointer = ir.IntType(8).as_pointer().as_pointer()
    function = ir.Function(functions.module, ir.FunctionType(ir.VoidType(), [I64, pointer, I64.as_pointer()]), name)
    table = Table()
    lowering = _Lowering(functions, function, table)
    lowering.kind_of = kind_of
    lowering.assign("N", function.args[0])
    lowering.block(node.body)
    lowering.finish()
    return table


class _Lowering:
    """One function being lowered."""

    def __init__(self, functions: Functions, function: ir.Function, table: Table | None) -> None:
        self.functions, self.function, self.table = functions, function, table
        self.entry = function.append_basic_block("entry")
        self.start = function.append_basic_block("start")
        self.builder = ir.IRBuilder(self.start)
        self.top = ir.IRBuilder(self.entry)
        self.variables: dict[str, Any] = {}
        self.pointers: dict[str, tuple[Any, str]] = {}
        self.numbers: dict[str, Any] = {}
        self.loops: list[tuple[Any, Any]] = []
        self.outs: list[Any] = []
        self.group: Any = None
        self.kind_of: Callable[[str], str] = lambda name: "int64"

    def finish(self) -> None:
        if not self.builder.block.is_terminated:
            if isinstance(self.function.function_type.return_type, ir.VoidType):
                self.builder.ret_void()
            else:
                self.builder.ret(const(0))
        self.top.branch(self.start)

    # variables
    def slot(self, name: str) -> Any:
        found = self.variables.get(name)
        if found is None:
            found = self.variables[name] = self.top.alloca(I64, name=name)
            self.top.store(const(0), found)
        return found

    def assign(self, name: str, value: Any) -> None:
        self.builder.store(value, self.slot(name))

    def number(self, name: str) -> Any:
        """A single number from the table, read once."""
        found = self.numbers.get(name)
        if found is None:
            assert self.table is not None
            place = self.top.gep(self.function.args[2], [const(self.table.number(name))])
            found = self.numbers[name] = self.top.load(place)
        return found

    def array(self, name: str) -> tuple[Any, str]:
        """An array's address from the table, read once."""
        found = self.pointers.get(name)
        if found is None:
            assert self.table is not None, name
            kind = self.kind_of(name)
            place = self.top.gep(self.function.args[1], [const(self.table.array(name, kind))])
            pointer = self.top.bitcast(self.top.load(place), ir.IntType(_WIDTH[kind]).as_pointer())
            found = self.pointers[name] = (pointer, kind)
        return found

    # statements
    def block(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            if self.builder.block.is_terminated:
                return
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                return
            case ast.Expr(value=ast.Call(func=ast.Name(id=name)) as value) if name.startswith(_CALLED):
                self.value(value)
            case ast.Expr(value=ast.Call(func=ast.Name(id="call_address"), args=arguments)):
                self.call_address(*(self.value(argument) for argument in arguments))
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=value):
                self.several(targets, value)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.List(elts=elements)):
                self.pointers[name] = (self.top.alloca(ir.IntType(8), size=len(elements)), "uint8")
            case ast.Assign(targets=[target], value=value):
                self.store(target, self.value(value))
            case ast.AugAssign(target=target, op=op, value=value):
                old = self.value(target)
                new = self.value(value)
                self.store(
                    target,
                    self.builder.add(old, new)
                    if isinstance(op, ast.Add)
                    else self.builder.sub(old, new)
                    if isinstance(op, ast.Sub)
                    else self.builder.or_(old, new),
                )
            case ast.If():
                self.branch(node)
            case ast.For(target=ast.Name(id=name), iter=ast.Call(func=ast.Name(id="range"), args=bounds), body=body):
                self.loop(name, bounds, body)
            case ast.For(target=ast.Name(id=name), iter=ast.Call(func=ast.Name(id="lanes"), args=bounds), body=body):
                self.lanes(name, bounds, body)
            case ast.While(test=test, body=body):
                self.repeat(test, body)
            case ast.Continue():
                self.builder.branch(self.loops[-1][0])
            case ast.Break():
                self.builder.branch(self.loops[-1][1])
            case ast.Return(value=value):
                self.give_back(value)
            case _:
                raise AssertionError(f"not lowered: {ast.unparse(node)}")

    def call_address(self, function: Any, workers: Any, addresses: Any, numbers: Any) -> None:
        """Call a kernel by where its code and its two tables lie."""
        pointers = ir.IntType(8).as_pointer().as_pointer(), I64.as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [I64, *pointers]).as_pointer()
        tables = [self.builder.inttoptr(at, to) for at, to in zip((addresses, numbers), pointers, strict=True)]
        self.builder.call(self.builder.inttoptr(function, kind), [workers, *tables])

    def give_back(self, value: ast.expr | None) -> None:
        if isinstance(value, ast.Tuple):
            for out, part in zip(self.outs, [self.value(part) for part in value.elts], strict=True):
                self.builder.store(part, out)
            self.builder.ret_void()
        elif isinstance(value, ast.Call) and self.outs:
            function, arguments = self.call(value)
            self.builder.call(function, [*arguments, *self.outs])
            self.builder.ret_void()
        else:
            assert value is not None
            self.builder.ret(self.value(value))

    def several(self, targets: list[ast.expr], value: ast.expr) -> None:
        if isinstance(value, ast.Tuple):
            for target, part in zip(targets, [self.value(part) for part in value.elts], strict=True):
                self.store(target, part)
            return
        assert isinstance(value, ast.Call)
        function, arguments = self.call(value)
        outs = [self.top.alloca(I64) for _ in targets]
        self.builder.call(function, [*arguments, *outs])
        for target, out in zip(targets, outs, strict=True):
            self.store(target, self.builder.load(out))

    def branch(self, node: ast.If) -> None:
        then, after = self.function.append_basic_block(), self.function.append_basic_block()
        otherwise = self.function.append_basic_block() if node.orelse else after
        self.builder.cbranch(self.test(node.test), then, otherwise)
        for place, body in ((then, node.body), (otherwise, node.orelse)):
            if body:
                self.builder.position_at_end(place)
                self.block(body)
                if not self.builder.block.is_terminated:
                    self.builder.branch(after)
        self.builder.position_at_end(after)

    def lanes(self, name: str, bounds: list[ast.expr], body: list[ast.stmt]) -> None:
        """A loop whose turns touch nothing of one another: LLVM may take many at once."""
        module = self.functions.module
        self.functions.groups += 1
        held, self.group = self.group, module.add_metadata([ir.Constant(I32, _GROUP + self.functions.groups)])
        parallel = module.add_metadata(["llvm.loop.parallel_accesses", self.group])
        mark = module.add_metadata([ir.Constant(I32, _LOOP + self.functions.groups), parallel])
        self.loop(name, bounds, body).set_metadata("llvm.loop", mark)
        self.group = held

    def touching(self, instruction: Any) -> Any:
        """An access to memory, marked as belonging to the parallel loop around it."""
        if self.group is not None:
            instruction.set_metadata("llvm.access.group", self.group)
        return instruction

    def loop(self, name: str, bounds: list[ast.expr], body: list[ast.stmt]) -> Any:
        begin = self.value(bounds[0]) if len(bounds) == 2 else const(0)
        end = self.value(bounds[-1])
        counter = self.top.alloca(I64)
        self.builder.store(begin, counter)
        head, inside, step, after = (self.function.append_basic_block() for _ in range(4))
        self.builder.branch(head)
        self.builder.position_at_end(head)
        current = self.builder.load(counter)
        self.builder.cbranch(self.builder.icmp_signed("<", current, end), inside, after)
        self.builder.position_at_end(inside)
        self.assign(name, current)
        self.loops.append((step, after))
        self.block(body)
        self.loops.pop()
        if not self.builder.block.is_terminated:
            self.builder.branch(step)
        self.builder.position_at_end(step)
        self.builder.store(self.builder.add(self.builder.load(counter), const(1)), counter)
        again = self.builder.branch(head)
        self.builder.position_at_end(after)
        return again

    def repeat(self, test: ast.expr, body: list[ast.stmt]) -> None:
        head, inside, after = (self.function.append_basic_block() for _ in range(3))
        self.builder.branch(head)
        self.builder.position_at_end(head)
        self.builder.cbranch(self.test(test), inside, after)
        self.builder.position_at_end(inside)
        self.loops.append((head, after))
        self.block(body)
        self.loops.pop()
        if not self.builder.block.is_terminated:
            self.builder.branch(head)
        self.builder.position_at_end(after)

    def store(self, target: ast.expr, value: Any) -> None:
        if isinstance(target, ast.Name):
            self.assign(target.id, value)
            return
        pointer, kind = self.element(target)
        width = _WIDTH[kind]
        self.touching(
            self.builder.store(value if width == 64 else self.builder.trunc(value, ir.IntType(width)), pointer)
        )

    # arrays
    def array_name(self, node: ast.expr) -> str | None:
        match node:
            case ast.Name(id=name) if name not in self.variables:
                return name
            case ast.Attribute(value=ast.Name(id=owner), attr=attribute):
                return f"{owner}.{attribute}"
            case ast.Subscript(value=ast.Name(id=owner), slice=ast.Constant(value=int() as position)) if (
                owner in _TUPLES
            ):
                return f"{owner}[{position}]"
        return None

    def element(self, node: ast.expr) -> tuple[Any, str]:
        """The address of an array's element."""
        assert isinstance(node, ast.Subscript), ast.unparse(node)
        name = self.array_name(node.value)
        assert name is not None, ast.unparse(node)
        pointer, kind = self.array(name)
        indices = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        at = self.value(indices[0])
        for position, index in enumerate(indices[1:], start=1):
            at = self.builder.add(self.builder.mul(at, self.number(f"{name}/{position}")), self.value(index))
        return self.builder.gep(pointer, [at]), kind

    def load(self, node: ast.Subscript) -> Any:
        pointer, kind = self.element(node)
        value = self.touching(self.builder.load(pointer))
        if (self.array_name(node.value) or "").startswith(_NEVER_WRITTEN):
            value.set_metadata("invariant.load", self.functions.module.add_metadata([]))
        if kind == "int64":
            return value
        return self.builder.zext(value, I64) if kind == "uint8" else self.builder.sext(value, I64)

    # expressions
    def value(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=bool() | int() as number):
                return const(int(number))
            case ast.Name(id=name):
                if name in self.functions.constants and name not in self.variables:
                    return const(self.functions.constants[name])
                return self.builder.load(self.slot(name))
            case ast.Attribute():
                return self.number(ast.unparse(node))
            case ast.Subscript():
                return self.load(node)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.builder.neg(self.value(operand))
            case ast.BinOp(left=left, op=op, right=right):
                return self.arithmetic(op, self.value(left), self.value(right))
            case ast.IfExp(test=test, body=then, orelse=otherwise) if _is_simple(then) and _is_simple(otherwise):
                return self.builder.select(self.test(test), self.value(then), self.value(otherwise))
            case ast.IfExp(test=test, body=then, orelse=otherwise):
                return self.choice(test, lambda: self.value(then), lambda: self.value(otherwise))
            case ast.Call():
                return self.called(node)
            case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
                return self.builder.zext(self.test(node), I64)
        raise AssertionError(f"not lowered: {ast.unparse(node)}")

    def arithmetic(self, op: ast.operator, left: Any, right: Any) -> Any:
        match op:
            case ast.Add():
                return self.builder.add(left, right)
            case ast.Sub():
                return self.builder.sub(left, right)
            case ast.Mult():
                return self.builder.mul(left, right)
            case ast.FloorDiv():
                return self.builder.sdiv(left, right)
            case ast.Mod():
                return self.builder.srem(left, right)
            case ast.BitOr():
                return self.builder.or_(left, right)
            case ast.BitAnd():
                return self.builder.and_(left, right)
        raise AssertionError(op)

    def eager(self, left: Any, node: ast.expr, every: bool) -> Any:
        right = self.test(node)
        return self.builder.and_(left, right) if every else self.builder.or_(left, right)

    def choice(self, test: ast.expr, then: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:
        result = self.top.alloca(I64)
        first, second, after = (self.function.append_basic_block() for _ in range(3))
        self.builder.cbranch(self.test(test), first, second)
        for place, make in ((first, then), (second, otherwise)):
            self.builder.position_at_end(place)
            self.builder.store(make(), result)
            self.builder.branch(after)
        self.builder.position_at_end(after)
        return self.builder.load(result)

    def test(self, node: ast.expr) -> Any:
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self.builder.icmp_signed(_COMPARE[type(op)], self.value(left), self.value(right))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.builder.not_(self.test(operand))
            case ast.BoolOp(op=op, values=values):
                return self.shortcut(isinstance(op, ast.And), values)
            case ast.Constant(value=value):
                return ir.Constant(I1, int(bool(value)))
        return self.builder.icmp_signed("!=", self.value(node), const(0))

    def shortcut(self, every: bool, values: list[ast.expr]) -> Any:
        """and / or: what follows is looked at only where it still decides."""
        if len(values) == 1:
            return self.test(values[0])
        if all(_is_simple(value) for value in values[1:]):
            found = self.test(values[0])
            for value in values[1:]:
                found = self.eager(found, value, every)
            return found
        rest = ast.BoolOp(op=ast.And() if every else ast.Or(), values=values[1:])
        fixed = const(0 if every else 1)
        found = self.choice(
            values[0],
            (lambda: self.builder.zext(self.test(rest), I64)) if every else (lambda: fixed),
            (lambda: fixed) if every else (lambda: self.builder.zext(self.test(rest), I64)),
        )
        return self.builder.icmp_signed("!=", found, const(0))

    def called(self, node: ast.Call) -> Any:
        name = ast.unparse(node.func)
        if name in ("min", "max"):
            found = self.value(node.args[0])
            for argument in node.args[1:]:
                other = self.value(argument)
                smaller = self.builder.icmp_signed("<", other, found)
                found = (
                    self.builder.select(smaller, other, found)
                    if name == "min"
                    else self.builder.select(smaller, found, other)
                )
            return found
        if name == "estimate":
            top, bottom = (self.builder.sitofp(self.value(argument), ir.DoubleType()) for argument in node.args)
            return self.builder.fptosi(self.builder.fdiv(top, bottom), I64)
        function, arguments = self.call(node)
        return self.touching(self.builder.call(function, arguments))

    def call(self, node: ast.Call) -> tuple[Any, list[Any]]:
        function, kinds, _ = self.functions.known[ast.unparse(node.func)]
        arguments = []
        for kind, argument in zip(kinds, node.args, strict=True):
            arguments.append(self.value(argument) if kind == "int" else self.address(argument))
        return function, arguments

    def address(self, node: ast.expr) -> Any:
        """An array handed to a function: whole, or from a row on."""
        name = self.array_name(node)
        if name is not None:
            return self.array(name)[0]
        assert isinstance(node, ast.Subscript)
        owner = self.array_name(node.value)
        assert owner is not None
        pointer, _ = self.array(owner)
        return self.builder.gep(pointer, [self.builder.mul(self.value(node.slice), self.number(f"{owner}/1"))])


_CALLED: Final = ("fill_", "copy_", "spoil_")
_SIMPLE: Final = (
    ast.Constant,
    ast.Name,
    ast.Compare,
    ast.BoolOp,
    ast.BinOp,
    ast.UnaryOp,
    ast.expr_context,
    ast.operator,
)
_TESTS: Final = (ast.cmpop, ast.boolop, ast.unaryop)


def _is_simple(node: ast.expr) -> bool:
    """Whether working an expression out is cheaper than a branch around it, and can do no harm."""
    parts = list(ast.walk(node))
    harmless = all(isinstance(part, (*_SIMPLE, *_TESTS)) for part in parts)
    return harmless and len(parts) < 40 and not any(isinstance(part, ast.FloorDiv | ast.Mod) for part in parts)


_NEVER_WRITTEN: Final = (
    "YI",
    "QI",
    "D.",
    "L.",
    "F[",
    "FL[",
    "FH[",
    "FR",
    "FW",
    "X[",
    "Xl[",
    "Xh[",
    "Xw[",
    "C[",
    "Cl[",
    "Ch[",
    "Cw[",
)
_TUPLES: Final = frozenset(
    {"C", "Cl", "Ch", "Cw", "F", "FL", "FH", "G", "V", "X", "O", "Xl", "Xh", "Xw", "Ol", "Oh", "Ow"}
)
