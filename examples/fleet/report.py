"""The report of a roll-out: one line of JSON for each event, from which another run can resume."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any, Final

COMPLETED: Final = "completed"
FAILED: Final = "failed"
# The API has accepted the import `import_id`; its end was not seen.
STARTED: Final = "started"
# The response to the import request was lost: the import may exist, under an id that is not known.
UNKNOWN: Final = "unknown"

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Report:
    """The status of each customer, in a file to which lines are only appended.

    Args:
        path: The file; it is created if it is missing.
        package: The package that is rolled out.
        project: The name of the project to import into.

    Raises:
        ValueError: The file is not a report, is damaged, or is for another package or project. It is not changed.
        OSError: The file or the package cannot be read, or the file cannot be written.
    """

    def __init__(self, path: Path, package: Path, project: str) -> None:
        self._path = path
        self._last: dict[int, dict[str, Any]] = {}
        with package.open("rb") as file:
            about = {"package": hashlib.file_digest(file, "sha256").hexdigest(), "project": project}
        data = path.read_bytes() if path.exists() else b""
        if data:
            self._resume(data, about)
        else:
            self._write(about)

    def note(self, customer: int, status: str, **more: Any) -> None:
        """Write the status of a customer."""
        self._last[customer] = {"customer": customer, "status": status, **more}
        self._write(self._last[customer])

    def status(self, customer: int) -> str | None:
        """Return the last status of a customer, or None if nothing was started."""
        status: str | None = self._last.get(customer, {}).get("status")
        return status

    def started_import(self, customer: int) -> int | None:
        """Return the id of an import that may still be running, or None."""
        last = self._last.get(customer, {})
        return last["import_id"] if last.get("status") == STARTED else None

    def _resume(self, data: bytes, about: dict[str, str]) -> None:
        """Read a report, and repair its last line if the rest is valid."""
        *lines, rest = data.split(b"\n")
        is_whole = _parsed(rest) is not None
        if is_whole:
            lines.append(rest)
        head = _parsed(lines[0]) if lines else None
        if not _is_head(head):
            raise ValueError(f"{self._path} is not a report of a roll-out; name another file with --report")
        if head != about:
            raise ValueError(
                f"{self._path} is the report of another package or project; name another file with --report"
            )
        for number, line in enumerate(lines[1:], 2):
            entry = _parsed(line)
            if not _is_entry(entry):
                raise ValueError(f"{self._path}:{number}: invalid line of a report; fix or delete it")
            self._last[entry["customer"]] = entry
        if is_whole:
            with self._path.open("ab") as file:
                file.write(b"\n")
        elif rest:
            # An earlier run was killed while it wrote its last line.
            os.truncate(self._path, len(data) - len(rest))

    def _write(self, line: dict[str, Any]) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(line)}\n")


def _parsed(line: bytes) -> Any:
    """Return the JSON value of a line, or None if it is not JSON."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _is_head(line: Any) -> bool:
    """Return whether a line is a valid first line of a report."""
    if not isinstance(line, dict) or line.keys() != {"package", "project"}:
        return False
    return bool(_DIGEST.fullmatch(str(line["package"]))) and isinstance(line["project"], str)


def _is_entry(line: Any) -> bool:
    """Return whether a line is a valid status of a customer."""
    if not isinstance(line, dict) or type(line.get("customer")) is not int:
        return False
    if line.get("status") == STARTED:
        return type(line.get("import_id")) is int
    return line.get("status") in (COMPLETED, FAILED, UNKNOWN)
