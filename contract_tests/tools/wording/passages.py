"""Cuts files into passages: docstrings, comments, help texts, error messages, other strings, names and documents.

Knows nothing about phrases.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Generated files say so on one of their first lines, and are checked through what they are generated from.
BANNER: Final = re.compile(r"\b(Generated|Copied|Written) by `(python -m generator|make )")
KINDS: Final = ("docstring", "comment", "help", "error", "string", "name", "markdown", "yaml", "template")

_COMMENT = re.compile(r"(?:^|(?<=\s))(?:#+|//) ?(?P<text>.*)$")
_PROSE_WORDS = 3


@dataclass(frozen=True)
class Passage:
    """A text that people read.

    Attributes:
        line: The line of the file on which it begins.
        kind: One of `KINDS`.
        text: The text, with the line breaks of the file.
    """

    line: int
    kind: str
    text: str


def passages(path: Path) -> Iterator[Passage]:
    """Yield the passages of a file, or nothing if the file is generated or of an unknown type."""
    source = path.read_text(encoding="utf-8")
    if BANNER.search("\n".join(source.splitlines()[:5])):
        return
    if path.suffix in {".py", ".pyi"}:
        yield from _python(source)
    elif path.suffix == ".md":
        yield from _markdown(source)
    elif path.suffix in {".jinja", ".mako"}:
        yield Passage(1, "template", source)
    elif path.suffix in {".yaml", ".yml"}:
        yield from _yaml(source)
        yield from _comment_lines(source)
    elif path.suffix in {".toml", ".conf", ".mts", ".mjs"} or path.name in {"Makefile", "Dockerfile", "run"}:
        yield from _comment_lines(source)


def _python(source: str) -> Iterator[Passage]:
    yield from _Strings().collect(ast.parse(source))
    comments = [
        token for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.type == tokenize.COMMENT
    ]
    yield from _joined((token.start[0], token.string.lstrip("#").strip()) for token in comments)


class _Strings(ast.NodeVisitor):
    """Collects docstrings, other strings of some words, and names."""

    def __init__(self) -> None:
        self._found: list[Passage] = []
        self._kind = "string"

    def collect(self, tree: ast.AST) -> list[Passage]:
        self.visit(tree)
        return self._found

    def visit(self, node: ast.AST) -> None:
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):  # also the string literal under a field
                self._found.append(Passage(node.lineno, "docstring", text))
            case ast.Constant() | ast.JoinedStr():
                text = _text(node)
                if text.count(" ") >= _PROSE_WORDS - 1:
                    self._found.append(Passage(node.lineno, self._kind, text))
            case ast.Raise():
                self._inside("error", node)
            case ast.keyword(arg="help"):
                self._inside("help", node)
            case _:
                if name := _name(node):
                    self._found.append(Passage(getattr(node, "lineno", 1), "name", name))
                self.generic_visit(node)

    def _inside(self, kind: str, node: ast.AST) -> None:
        outer, self._kind = self._kind, kind
        self.generic_visit(node)
        self._kind = outer


def _text(node: ast.AST) -> str:
    """Return the text of a string; expressions in an f-string become `{…}`."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(value) or "{…}" for value in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _name(node: ast.AST) -> str:
    """Return the name that a node defines, as words; empty if it defines none."""
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            pass
        case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            pass
        case _:
            return ""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").strip().lower()


def _markdown(source: str) -> Iterator[Passage]:
    for token in MarkdownIt().enable("table").parse(source):
        if token.type == "inline" and token.map:
            yield Passage(token.map[0] + 1, "markdown", "".join(map(_inline_text, token.children or [])))


def _inline_text(token: Token) -> str:
    return f"`{token.content}`" if token.type == "code_inline" else token.content or "\n" * (token.type == "softbreak")


def _yaml(source: str) -> Iterator[Passage]:
    for document in yaml.compose_all(source, yaml.SafeLoader):
        yield from _scalars(document, source)


def _scalars(node: yaml.Node, source: str) -> Iterator[Passage]:
    match node:
        case yaml.MappingNode(value=pairs):
            for _, value in pairs:
                yield from _scalars(value, source)
        case yaml.SequenceNode(value=entries):
            for entry in entries:
                yield from _scalars(entry, source)
        case yaml.ScalarNode(value=str(value)) if value.count(" ") >= _PROSE_WORDS - 1:
            # As it is written: the value of a folded scalar has lost its line breaks.
            written = source[node.start_mark.index : node.end_mark.index]
            yield Passage(node.start_mark.line + 1, "yaml", written)


def _comment_lines(source: str) -> Iterator[Passage]:
    found = ((number, _COMMENT.search(line)) for number, line in enumerate(source.splitlines(), 1))
    yield from _joined((number, comment["text"]) for number, comment in found if comment)


def _joined(comments: Iterator[tuple[int, str]]) -> Iterator[Passage]:
    """Join the comments of adjacent lines, since a phrase may run over the end of a line."""
    first, lines = 0, list[str]()
    for number, text in comments:
        if lines and number != first + len(lines):
            yield Passage(first, "comment", "\n".join(lines))
            lines = []
        first = first if lines else number
        lines.append(text)
    if lines:
        yield Passage(first, "comment", "\n".join(lines))
