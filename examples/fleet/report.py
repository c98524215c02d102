"""The report of a roll-out: a line of JSON for each thing that happened, so that another run goes on from it."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

COMPLETED, FAILED, STARTED = "completed", "failed", "started"


class Report:
    """What became of each customer, kept in a file to which lines are only added.

    Args:
        path: The file; it is made when it is missing.
        package: The package that is rolled out.
        project: Name of the project that it goes to.

    Raises:
        ValueError: the file is no report, or one of another package or project.
        OSError: the file or the package cannot be read, or the file cannot be written.
    """

    def __init__(self, path: Path, package: Path, project: str) -> None:
        self._path = path
        with package.open("rb") as file:
            about = {"package": hashlib.file_digest(file, "sha256").hexdigest(), "project": project}
        self._last: dict[int, dict[str, Any]] = {}
        lines = self._lines()
        if not lines:
            self._write(about)
        elif lines[0] != about:
            raise ValueError(f"{path} is the report of another package or project; give another with --report")
        for line in lines[1:]:
            self._last[line["customer"]] = line

    def note(self, customer: int, status: str, **more: Any) -> None:
        """Write what became of a customer."""
        self._last[customer] = {"customer": customer, "status": status, **more}
        self._write(self._last[customer])

    def is_completed(self, customer: int) -> bool:
        """Say whether a customer has the package."""
        return self._last.get(customer, {}).get("status") == COMPLETED

    def started_import(self, customer: int) -> int | None:
        """Return the id of an import whose end was not seen, or None."""
        last = self._last.get(customer, {})
        return last["import_id"] if last.get("status") == STARTED else None

    def _lines(self) -> list[Any]:
        if not self._path.exists():
            return []
        text = self._path.read_bytes()
        whole = text[: text.rfind(b"\n") + 1]
        if whole != text:
            # A run was ended while it wrote its last line.
            os.truncate(self._path, len(whole))
        try:
            lines = [json.loads(line) for line in whole.splitlines()]
            if all(isinstance(line, dict) for line in lines) and all("customer" in line for line in lines[1:]):
                return lines
        except ValueError:
            pass
        raise ValueError(f"{self._path} is no report of a roll-out; give another with --report")

    def _write(self, line: dict[str, Any]) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(line)}\n")
