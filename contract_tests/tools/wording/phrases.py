"""Reads the phrase list and finds its phrases in passages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final

import yaml

from contract_tests.tools.wording.passages import KINDS, Passage

LIST: Final = Path(__file__).with_name("phrases.yaml")
_CODE: Final = re.compile(r"``[^`]+``|`[^`]*`")
_GROUPS: Final = {"prose": frozenset(KINDS) - {"name"}, "names": frozenset({"name"}), "all": frozenset(KINDS)}


@dataclass(frozen=True)
class Rule:
    """A phrase, what to write instead, and the kinds of passages in which it is banned."""

    find: re.Pattern[str]
    say: str
    kinds: frozenset[str]


@dataclass(frozen=True)
class Exemption:
    """A text that may contain a phrase, and the files in which it may."""

    text: re.Pattern[str]
    paths: tuple[str, ...]


@dataclass(frozen=True)
class PhraseList:
    """The banned phrases and their exemptions."""

    rules: tuple[Rule, ...]
    exemptions: tuple[Exemption, ...]

    def findings(self, path: str, passage: Passage) -> Iterator[tuple[int, str, str]]:
        """Yield line, phrase and replacement of each banned phrase in a passage of a file."""
        text = _without_code(passage.text)
        allowed = [
            match.span()
            for exemption in self.exemptions
            if any(fnmatch(path, pattern) for pattern in exemption.paths)
            for match in exemption.text.finditer(text)
        ]
        for rule in self.rules:
            for match in rule.find.finditer(text) if passage.kind in rule.kinds else ():
                if not any(start <= match.start() and match.end() <= end for start, end in allowed):
                    line = passage.line + text.count("\n", 0, match.start())
                    yield line, " ".join(match[0].split()), rule.say


def read_phrases(path: Path = LIST) -> PhraseList:
    """Return the phrase list of a file.

    Raises:
        ValueError: An entry has an unknown key or kind, or an exemption has no reason.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return PhraseList(tuple(map(_rule, content["rules"])), tuple(map(_exemption, content["allow"])))


def _rule(entry: dict[str, Any]) -> Rule:
    _check_keys(entry, required={"find", "say"}, optional={"in"})
    kinds = entry.get("in", "prose")
    kinds = _GROUPS[kinds] if isinstance(kinds, str) else frozenset(kinds)
    if unknown := kinds - set(KINDS):
        raise ValueError(f"unknown kinds {sorted(unknown)} in {entry}")
    return Rule(_pattern(entry["find"]), entry["say"], kinds)


def _exemption(entry: dict[str, Any]) -> Exemption:
    _check_keys(entry, required={"text", "why"}, optional={"paths"})
    return Exemption(_pattern(entry["text"]), tuple(entry.get("paths", ["*"])))


def _check_keys(entry: dict[str, Any], required: set[str], optional: set[str]) -> None:
    if not required <= entry.keys() <= required | optional:
        raise ValueError(f"expected the keys {sorted(required)} and perhaps {sorted(optional)}: {entry}")


def _without_code(text: str) -> str:
    """Replace code in backticks by as many empty lines, so that the line numbers of the rest are kept."""
    return _CODE.sub(lambda code: "``" + "\n" * code[0].count("\n"), text)


def _pattern(text: str) -> re.Pattern[str]:
    """Compile an expression in which a space stands for any white space, outside of brackets and look-behinds."""
    return re.compile(re.sub(r"(?<!\[) ", r"\\s+", text), re.IGNORECASE)
