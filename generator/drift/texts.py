"""Adds to hand-written files without touching what they have: comments, order and layout stay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


class Texts:
    """The texts of files by path below a repository's root, as they will be; nothing is written before `write`."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root, self._folder = root, folder
        self._texts: dict[str, str] = {}

    def get(self, path: str) -> str:
        """Return the text of a file as it will be: that of `folder`, else that of `root`, else an empty one."""
        if path not in self._texts:
            for file in (self._folder / path, self._root / path):
                if file.is_file():
                    return file.read_text(encoding="utf-8")
        return self._texts.get(path, "")

    def data(self, path: str) -> Any:
        """Return the data of a YAML file as it will be; an empty mapping for an empty file."""
        return yaml.safe_load(self.get(path)) or {}

    def set(self, path: str, text: str) -> None:
        """Replace a file."""
        self._texts[path] = text

    def append(self, path: str, text: str) -> None:
        """Add to the end of a file."""
        self.set(path, self.get(path) + text)

    def add_to_block(self, path: str, key: str, text: str) -> None:
        """Add to the end of what stands under a key at the top of a YAML file."""
        lines = self.get(path).splitlines(keepends=True)
        node = yaml.compose("".join(lines), Loader=yaml.CSafeLoader)
        starts = {name.value: int(name.start_mark.line) for name, _ in node.value} if node else {}
        place = min((line for line in starts.values() if line > starts[key]), default=len(lines))
        # A comment above the next key belongs to that key.
        while place and lines[place - 1].startswith(("#", "\n")):
            place -= 1
        lines.insert(place, text)
        self.set(path, "".join(lines))

    def write(self) -> list[str]:
        """Write what was changed into the folder, and return the paths."""
        for path, text in self._texts.items():
            target = self._folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return sorted(self._texts)
