"""The report of a roll-out: a line of JSON for each thing that happened, so that another run goes on from it."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any, Final

COMPLETED: Final = "completed"
FAILED: Final = "failed"
STARTED: Final = "started"
"""The API has accepted an import, `import_id`, which was not seen to end."""
UNKNOWN: Final = "unknown"
"""An import was asked for, and its answer was lost: whether there is one, and under which id, is not known."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Report:
    """What became of each customer, kept in a file to which lines are only added.

    Args:
        path: The file; it is made when it is missing.
        package: The package that is rolled out.
        project: Name of the project that it goes to.

    Raises:
        ValueError: the file is no report, a damaged one, or one of another package or project; it stays as it is.
        OSError: the file or the package cannot be read, or the file cannot be written.
    """

    def __init__(self, path: Path, package: Path, project: str) -> None:
        self._path = path
        self._last: dict[int, dict[str, Any]] = {}
        with package.open("rb") as file:
            about = {"package": hashlib.file_digest(file, "sha256").hexdigest(), "project": project}
        data = path.read_bytes() if path.exists() else b""
        if data:
            self._go_on_from(data, about)
        else:
            self._write(about)

    def note(self, customer: int, status: str, **more: Any) -> None:
        """Write what became of a customer."""
        self._last[customer] = {"customer": customer, "status": status, **more}
        self._write(self._last[customer])

    def status(self, customer: int) -> str | None:
        """Return what became of a customer, or None where nothing was begun."""
        status: str | None = self._last.get(customer, {}).get("status")
        return status

    def started_import(self, customer: int) -> int | None:
        """Return the id of an import whose end was not seen, or None."""
        last = self._last.get(customer, {})
        return last["import_id"] if last.get("status") == STARTED else None

    def _go_on_from(self, data: bytes, about: dict[str, str]) -> None:
        """Read a file, and mend its end when all of it is known to be a report."""
        *lines, rest = data.split(b"\n")
        is_whole = _parsed(rest) is not None
        if is_whole:
            lines.append(rest)
        head = _parsed(lines[0]) if lines else None
        if not _is_head(head):
            raise ValueError(f"{self._path} is no report of a roll-out; give another with --report")
        if head != about:
            raise ValueError(f"{self._path} is the report of another package or project; give another with --report")
        for number, line in enumerate(lines[1:], 2):
            entry = _parsed(line)
            if not _is_entry(entry):
                raise ValueError(f"{self._path}:{number}: this is no line of a report; mend the line or take it out")
            self._last[entry["customer"]] = entry
        if is_whole:
            with self._path.open("ab") as file:
                file.write(b"\n")
        elif rest:
            # A run was ended while it wrote its last line.
            os.truncate(self._path, len(data) - len(rest))

    def _write(self, line: dict[str, Any]) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(line)}\n")


def _parsed(line: bytes) -> Any:
    """Return the JSON of a line, or None where it is none."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _is_head(line: Any) -> bool:
    """Say whether a line is the first one of a report."""
    if not isinstance(line, dict) or line.keys() != {"package", "project"}:
        return False
    return bool(_DIGEST.fullmatch(str(line["package"]))) and isinstance(line["project"], str)


def _is_entry(line: Any) -> bool:
    """Say whether a line is one of what became of a customer."""
    if not isinstance(line, dict) or type(line.get("customer")) is not int:
        return False
    if line.get("status") == STARTED:
        return type(line.get("import_id")) is int
    return line.get("status") in (COMPLETED, FAILED, UNKNOWN)
