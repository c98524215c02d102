"""What the command knows of each operation beside what the client knows: data that the generated code fills in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeGuard

from ..operations import Operation, PagedOperation

if TYPE_CHECKING:
    from .extras import Extra

Place = Literal["path", "query", "body", "content"]
"""Where an argument goes; `content` is a body that is no JSON."""
Kind = Literal["text", "integer", "number", "boolean", "number-or-text", "moment", "pairs", "json", "bytes"]
"""How the text of an option is read."""


@dataclass(frozen=True)
class Parameter:
    """An argument of an operation, which becomes an option."""

    name: str
    """The API's own name."""
    place: Place
    kind: Kind
    help: str
    required: bool = False
    many: bool = False
    """Whether the option may be repeated, for a list."""
    choices: tuple[str, ...] = ()
    """Values that the document names; the API may have others."""

    @property
    def option(self) -> str:
        """The option, such as `--managed-user-id`."""
        return f"--{self.name.replace('_', '-')}"


@dataclass(frozen=True)
class Command:
    """An operation as a command."""

    operation: Operation[Any]
    name: str
    summary: str
    description: str
    evidence: str
    """How well the operation is known, as a sentence."""
    parameters: tuple[Parameter, ...] = ()
    deprecated: bool = False
    """Whether the document advises against it."""

    @property
    def paged(self) -> PagedOperation[Any] | None:
        """The operation, if it answers a list page by page."""
        return self.operation if _is_paged(self.operation) else None

    @property
    def has_body(self) -> bool:
        """Whether the operation takes JSON."""
        return any(parameter.place == "body" for parameter in self.parameters)


def _is_paged(operation: Operation[Any]) -> TypeGuard[PagedOperation[Any]]:
    return isinstance(operation, PagedOperation)


@dataclass(frozen=True)
class Room:
    """The commands of a resource, and the resources below it."""

    name: str
    help: str
    commands: tuple[Command, ...] = ()
    rooms: tuple[Room, ...] = ()
    extras: tuple[Extra, ...] = ()
    """What there is beside a command for each operation."""

    def all_commands(self, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Command]]:
        """Yield every command of this resource and those below it, each with the words that call it."""
        here = (*above, self.name)
        for command in self.commands:
            yield (*here, command.name), command
        for room in self.rooms:
            yield from room.all_commands(here)
