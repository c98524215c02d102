"""Inserts text into hand-written files. Keeps their comments, order and layout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from generator.document import parse_yaml


class FileEdits:
    """Pending edits of files, by path relative to the repository. `write` writes all of them, or none."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root, self._folder = root, folder
        self._texts: dict[str, str] = {}

    def get(self, path: str) -> str:
        """Return the edited text of a file."""
        return self._texts[path] if path in self._texts else self.original(path)

    def original(self, path: str) -> str:
        """Return the text of a file without edits: from `folder`, else from `root`, else empty."""
        for file in (self._folder / path, self._root / path):
            if file.is_file():
                return file.read_text(encoding="utf-8")
        return ""

    def data(self, path: str) -> Any:
        """Return the data of an edited YAML file, or an empty mapping for an empty file. Callers must not change it."""
        return parse_yaml(self.get(path)) or {}

    def set(self, path: str, text: str) -> None:
        """Replace the text of a file."""
        self._texts[path] = text

    def append(self, path: str, text: str) -> None:
        """Append text to a file."""
        self.set(path, self.get(path) + text)

    def add_to_block(self, path: str, key: str, text: str) -> None:
        """Append text to the block of a top-level key of a YAML file."""
        lines = self.get(path).splitlines(keepends=True)
        node = yaml.compose("".join(lines), Loader=yaml.CSafeLoader)
        starts = {name.value: int(name.start_mark.line) for name, _ in node.value} if node else {}
        index = min((line for line in starts.values() if line > starts[key]), default=len(lines))
        # A comment above the next key belongs to that key.
        while index and lines[index - 1].startswith(("#", "\n")):
            index -= 1
        lines.insert(index, text)
        self.set(path, "".join(lines))

    @property
    def paths(self) -> list[str]:
        """The paths of the edited files."""
        return sorted(self._texts)

    def write(self) -> list[str]:
        """Write the edited files into the folder, and return their paths.

        Raises:
            OSError: A file cannot be written. Files that were written before are restored.
        """
        before: dict[Path, bytes | None] = {}
        try:
            for path in self.paths:
                target = self._folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                before[target] = target.read_bytes() if target.exists() else None
                target.write_text(self._texts[path], encoding="utf-8")
        except OSError:
            for target, content in before.items():
                if content is None:
                    target.unlink(missing_ok=True)
                else:
                    target.write_bytes(content)
            raise
        return self.paths
