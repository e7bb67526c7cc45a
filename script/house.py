"""Counts what a house is judged by: sizes, types, names, rooms and the arrows between them.

    python script/house.py [CHECKOUT]

It reads source as text, runs nothing of it, and needs Python alone, so that any checkout can be measured alike. The
budgets are those of tests/test_house.py.
"""

import ast
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One source file."""

    name: str
    """Its dotted name."""
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """What it says."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """How many it has."""
        return len(self.text.splitlines())

    @property
    def functions(self) -> list[Function]:
        """All functions and methods."""
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]


def read_modules(package: Path) -> list[Module]:
    """Every module of a package."""
    found = sorted(package.rglob("*.py"))
    return [
        Module(".".join(path.relative_to(package.parent).with_suffix("").parts), path.read_text()) for path in found
    ]


def code_lines(function: Function) -> int:
    """The lines of a function from its name on, without its docstring and what is empty."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return 1
    ends = {line for node in body for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    return 1 + len(ends)


def is_named_by_one_word(function: Function) -> bool:
    """Whether a search for its name finds little: "take", "_ask"."""
    return "_" not in function.name.strip("_")


def is_dunder(function: Function) -> bool:
    """Whether Python gives it its name."""
    return function.name.startswith("__") and function.name.endswith("__")


def is_typed(function: Function) -> bool:
    """Whether every argument and the answer have a type."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    named = [each for each in arguments if each.arg not in ("self", "cls")]
    return function.returns is not None and all(each.annotation for each in named)


def handlers_of(module: Module) -> Iterator[tuple[ast.ExceptHandler, bool]]:
    """Each handler of exceptions, and whether it catches all."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "BaseException"
            yield node, caught in ("Exception", "BaseException")


def arrows_of(modules: Sequence[Module]) -> dict[tuple[str, str], int]:
    """How many imports lead from one room, which is a folder, to another."""
    names = {module.name for module in modules}
    arrows: dict[tuple[str, str], int] = defaultdict(int)
    for module in modules:
        for wanted in _imported(module.tree):
            found = wanted if wanted in names else wanted.rpartition(".")[0]
            if found in names and room_of(found) != room_of(module.name):
                arrows[room_of(module.name), room_of(found)] += 1
    return dict(arrows)


def room_of(module: str) -> str:
    """The folder that a module lies in; a module at the top is a room of its own."""
    above = module.removesuffix(".__init__").rpartition(".")[0]
    return above if "." in above else module


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def circles_in(arrows: Iterable[tuple[str, str]]) -> list[str]:
    """The rooms that lie on a way back to themselves."""
    reached: dict[str, set[str]] = defaultdict(set)
    for start, end in arrows:
        reached[start].add(end)
    changed = True
    while changed:
        changed = False
        for known in reached.values():
            further = set().union(*(reached.get(each, set()) for each in known)) - known
            known |= further
            changed = changed or bool(further)
    return sorted(room for room, known in reached.items() if room in known)


def spread(sizes: Sequence[int]) -> str:
    """Median, 90th percentile and largest."""
    ordered = sorted(sizes)
    return f"{statistics.median(ordered):g} / {ordered[int(len(ordered) * 0.9)]} / {ordered[-1]}"


def share(part: int, whole: int) -> str:
    """A share in words."""
    return f"{part} of {whole} = {part / whole:.0%}" if whole else "none"


def table_of(package: Path, tests: Path) -> Iterator[tuple[str, str]]:
    """The rows of the table."""
    modules = read_modules(package)
    functions = [function for module in modules for function in module.functions]
    named = [function for function in functions if not is_dunder(function)]
    lines = sum(module.lines for module in modules)
    comments = sum(line.lstrip().startswith("#") for module in modules for line in module.text.splitlines())
    handlers = [everything for module in modules for _, everything in handlers_of(module)]
    arrows = arrows_of(modules)
    checked = read_modules(tests) if tests.is_dir() else []
    cases = [each for module in checked for each in module.functions if each.name.startswith("test_")]
    yield "lines", str(lines)
    yield "modules", str(len(modules))
    yield "module median / p90 / max", spread([module.lines for module in modules])
    yield "function median / p90 / max", spread([code_lines(function) for function in functions])
    yield "typed", share(sum(map(is_typed, functions)), len(functions))
    yield "comments per 100 lines", f"{100 * comments / lines:.1f}"
    yield "catch-all handlers", share(sum(handlers), len(handlers))
    yield "test lines per source line", f"{sum(module.lines for module in checked) / lines:.2f}"
    yield "median test", f"{statistics.median(map(code_lines, cases)):g} lines" if cases else "none"
    yield "one-word function names", share(sum(map(is_named_by_one_word, named)), len(named))
    yield "rooms", str(len({room_of(module.name) for module in modules if not module.name.endswith("__init__")}))
    yield "arrows between rooms", str(len(arrows))
    yield "rooms in circles", ", ".join(circles_in(arrows)) or "none"


def main() -> None:
    """Print the table of a checkout."""
    checkout = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent
    package = next(
        (found for found in (checkout / "drillvoice", checkout) if (found / "__init__.py").exists()), checkout
    )
    for name, value in table_of(package, checkout / "tests"):
        print(f"{name:<30}{value}")


if __name__ == "__main__":
    main()
