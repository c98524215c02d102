"""List the libraries of an install, with their sizes and who needs each: `python -m contract_tests.tools.dependencies`.

Prints a Markdown table of the extra `mock`, or of the requirement that is given, such as `workato-embedded[cli]`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from contract_tests.support.distributions import dependencies
from contract_tests.support.validator import ROOT
from distribution.build import PROJECTS

# The folder of the code of each distribution.
SOURCES = {
    "workato-embedded": ROOT / "generated_client/workato_embedded",
    "workato-embedded-mock": ROOT / "mock_server/workato_embedded_mock",
}


@dataclass(frozen=True)
class Library:
    """A library that an install has.

    Attributes:
        name: The name of its distribution.
        size: The size of its files in bytes, without bytecode.
        bytecode: The size of the bytecode that pip compiles, and uv does not.
        needed_by: The names of the distributions that require it.
    """

    name: str
    size: int
    bytecode: int
    needed_by: tuple[str, ...]


def libraries(requirement: str) -> list[Library]:
    """Return the libraries that a requirement needs, largest first, without this repository's distributions."""
    found = [
        Library(name, *sizes(distribution(name)), tuple(sorted(parents)))
        for name, parents in dependencies(requirement).items()
        if name not in PROJECTS
    ]
    return sorted(found, key=lambda library: (-library.size, library.name))


def install_size(requirement: str, wheels: Mapping[str, Path]) -> int:
    """Return the size in bytes of what a requirement installs, without bytecode.

    Args:
        requirement: A requirement of one of this repository's distributions.
        wheels: The wheel of each of these distributions, by name.
    """
    size = sum(one.size for one in libraries(requirement))
    for name in dependencies(requirement).keys() & PROJECTS.keys():
        with ZipFile(wheels[name]) as wheel:
            size += sum(file.file_size for file in wheel.infolist())
    return size


def declared(name: str) -> set[str]:
    """Return the distributions that one of this repository's distributions requires, by itself or for an extra."""
    return {canonicalize_name(Requirement(text).name) for text in distribution(name).requires or []}


def imported(name: str) -> set[str]:
    """Return the distributions that the code of one of this repository's distributions imports when it runs."""
    owners = packages_distributions()
    return {canonicalize_name(owner) for module in named_modules(name) for owner in owners.get(module, [module])}


def named_modules(name: str) -> set[str]:
    """Return the top-level modules of other distributions that the code of one of this repository's imports."""
    modules = {
        module for path in SOURCES[name].rglob("*.py") for module in _imports(ast.parse(path.read_text("utf-8")))
    }
    return modules - sys.stdlib_module_names - {SOURCES[name].name}


def table(requirement: str) -> str:
    """Return the libraries of a requirement as a Markdown table, with the sum of their sizes."""
    found = libraries(requirement)
    lines = ["| library | MB | MB of bytecode | needed by |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {one.name} | {_megabytes(one.size)} | {_megabytes(one.bytecode)} | {', '.join(one.needed_by)} |"
        for one in found
    ]
    sums = _megabytes(sum(one.size for one in found)), _megabytes(sum(one.bytecode for one in found))
    lines.append(f"| {len(found)} libraries | {sums[0]} | {sums[1]} | |")
    return "\n".join(lines)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"


def _imports(node: ast.AST) -> Iterator[str]:
    """Yield the first name of each absolute import below a node, except those for type checkers."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    if isinstance(node, ast.Import):
        yield from (alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        yield node.module.partition(".")[0]
    for child in ast.iter_child_nodes(node):
        yield from _imports(child)


def sizes(library: Distribution) -> tuple[int, int]:
    """Return the size of the files of a distribution, and of its bytecode."""
    located = [Path(str(library.locate_file(path))) for path in library.files or [] if path.parts[0] != ".."]
    sizes = {path: path.stat().st_size for path in located if path.is_file()}
    bytecode = sum(size for path, size in sizes.items() if path.suffix == ".pyc")
    return sum(sizes.values()) - bytecode, bytecode


def main() -> None:
    """Print the table."""
    sys.stdout.write(table(*sys.argv[1:] or ["workato-embedded[mock]"]) + "\n")


if __name__ == "__main__":
    main()
