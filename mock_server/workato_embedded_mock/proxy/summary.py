"""Counts requests and findings by operation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.openapi.nearest import shape
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.proxy.kinds import Kind, kind_of

_MOST_LINES = 200
_MOST_FINDINGS = 200
_LONGEST = 200

# Method, path as the document writes it, and operationId. An unknown path has no ids in it, and no operationId.
OperationKey = tuple[str, str, str | None]


@dataclass(slots=True)
class _Line:
    """The counts of one operation.

    Attributes:
        calls: The number of requests.
        statuses: Their number by outcome.
        findings: The number of findings by kind.
        left_out: The number of findings whose kinds are not kept, because there are too many.
    """

    calls: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    findings: Counter[Kind] = field(default_factory=Counter)
    left_out: int = 0

    def note(self, outcome: str, reasons: Iterable[Reason]) -> None:
        self.calls += 1
        self.statuses[outcome] += 1
        for reason in reasons:
            kind = kind_of(reason)
            if kind in self.findings or len(self.findings) < _MOST_FINDINGS:
                self.findings[kind] += 1
            else:
                self.left_out += 1


class Summary:
    """The requests and findings of one proxy."""

    def __init__(self, to: str) -> None:
        self._to = to
        self._lines: dict[OperationKey, _Line] = {}

    def note(self, key: OperationKey, outcome: str, reasons: Iterable[Reason]) -> None:
        """Count a request. The outcome is the status, or `refused` or `failed`."""
        if key not in self._lines and len(self._lines) >= _MOST_LINES:
            key = (key[0], "…", None)
        self._lines.setdefault(key, _Line()).note(outcome, reasons)

    def as_json(self) -> Json:
        """Return it as JSON."""
        return {
            "to": self._to,
            "exchanges": self._calls(),
            "findings": self._findings(),
            "operations": [
                {
                    "operation_id": operation_id,
                    "method": method,
                    "path": path,
                    "exchanges": line.calls,
                    "statuses": dict(sorted(line.statuses.items())),
                    "findings": [
                        {"pointer": pointer, "keyword": keyword, "count": count}
                        for (pointer, keyword), count in line.findings.most_common()
                    ],
                    "findings_left_out": line.left_out,
                }
                for (method, path, operation_id), line in self._lines.items()
            ],
        }

    def as_text(self) -> str:
        """Return it as text."""
        text = [f"{_number(self._calls(), 'exchange')} with {self._to}, {_number(self._findings(), 'finding')}"]
        for (method, path, operation_id), line in self._lines.items():
            statuses = ", ".join(f"{outcome} {count}x" for outcome, count in sorted(line.statuses.items()))
            text.append(f"{method} {path}: {statuses}{'' if operation_id else ' (not in the document)'}")
            text += [f"  {count}x {pointer} {keyword}" for (pointer, keyword), count in line.findings.most_common()]
            if line.left_out:
                text.append(f"  {line.left_out}x others")
        return "\n".join(text)

    def _calls(self) -> int:
        return sum(line.calls for line in self._lines.values())

    def _findings(self) -> int:
        return sum(line.findings.total() + line.left_out for line in self._lines.values())


def unknown_operation(method: str, path: str) -> OperationKey:
    """Return the key under which a request without an operation is counted."""
    return method, f"/{shape(path)}"[:_LONGEST], None


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
