"""What the prefixing proxy changes, read from `rewrites.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("rewrites.yaml")


@dataclass(frozen=True)
class RequestRewrite:
    """A request that goes to another path.

    Attributes:
        request: Pattern of method and path, separated by a space.
        becomes: The new path and query, with the groups of the pattern in braces.
        why: Why the program needs it.
    """

    request: str
    becomes: str
    why: str

    def target(self, request: str, managed_user_id: str) -> str | None:
        """Return the new path and query of a request; None if the pattern does not fit."""
        found = re.fullmatch(self.request, request)
        return self.becomes.format(managed_user_id=managed_user_id, **found.groupdict()) if found else None


@dataclass(frozen=True)
class ResponseRewrite:
    """A successful response whose body leaves the envelope `result`, if it has one.

    Attributes:
        request: Pattern of the method and path that the program sent.
        why: Why the program needs it.
        envelope: The property that gets the body; None for no envelope.
        copy: Properties that each object gets as copies of others: the name of the original, by the new name.
    """

    request: str
    why: str
    envelope: str | None = None
    copy: dict[str, str] = field(default_factory=dict)

    def body(self, content: Any) -> Any:
        """Return the new body."""
        content = content.get("result", content)
        content = [self._entry(one) for one in content] if isinstance(content, list) else self._entry(content)
        return {self.envelope: content} if self.envelope else content

    @property
    def summary(self) -> str:
        """What changes, in Markdown."""
        parts = [f"`result` is renamed to `{self.envelope}`" if self.envelope else "the envelope `result` is removed"]
        parts += [f"`{old}` is repeated as `{new}`" for new, old in self.copy.items()]
        return ", ".join(parts)

    def _entry(self, content: Any) -> Any:
        return {**content, **{new: content[old] for new, old in self.copy.items()}}


@dataclass(frozen=True)
class Rewrites:
    """All rewrites.

    Attributes:
        requests: Those of requests; the first that fits counts.
        responses: Those of responses; the first that fits counts.
    """

    requests: tuple[RequestRewrite, ...]
    responses: tuple[ResponseRewrite, ...]

    def target(self, method: str, path: str, managed_user_id: str) -> str:
        """Return the path, and perhaps a query, to which a request goes."""
        targets = (one.target(f"{method} {path}", managed_user_id) for one in self.requests)
        return next((target for target in targets if target is not None), path)

    def body(self, method: str, path: str, content: Any) -> Any:
        """Return the body of the response to a request."""
        fitting = (one for one in self.responses if re.fullmatch(one.request, f"{method} {path}"))
        rewrite = next(fitting, None)
        return content if rewrite is None else rewrite.body(content)


def read_rewrites() -> Rewrites:
    """Return the rewrites in `rewrites.yaml`."""
    content = yaml.safe_load(_FILE.read_text("utf-8"))
    return Rewrites(
        tuple(RequestRewrite(**one) for one in content["requests"]),
        tuple(ResponseRewrite(**one) for one in content["responses"]),
    )
