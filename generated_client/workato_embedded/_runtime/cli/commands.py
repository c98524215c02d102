"""The commands as data, which the generated code fills in. They add texts and options to the client's operations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ..argument_names import plain_name
from ..operations import Operation, PagedOperation, is_paged

if TYPE_CHECKING:
    import click

    from ..base_client import SyncClient

# Where an argument goes; `content` is a body that is not JSON.
Location = Literal["path", "query", "body", "content"]
# How the text of an option is parsed.
Kind = Literal["text", "integer", "number", "boolean", "number-or-text", "date-time", "pairs", "json", "bytes"]
# Shows the progress of a command, as one word.
ShowProgress = Callable[[str], object]


@dataclass(frozen=True)
class Parameter:
    """An argument of an operation, which becomes an option.

    Attributes:
        name: The API's name.
        location: Where the argument goes.
        kind: How the text of the option is parsed.
        help: The help text.
        required: Whether the API requires it.
        many: Whether the option may be repeated, for a list.
        choices: Values that the document names; the API may accept others.
    """

    name: str
    location: Location
    kind: Kind
    help: str
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()

    @property
    def python_name(self) -> str:
        """The name without brackets."""
        return plain_name(self.name)

    @property
    def option(self) -> str:
        """The option, such as `--managed-user-id`."""
        return f"--{self.python_name.replace('_', '-')}"


@dataclass(frozen=True)
class Deprecation:
    """States that the vendor has deprecated or retired an operation.

    Attributes:
        status: What the operation is, such as `retired since 2026-07-01`.
        successor: The words of the command to use instead; empty if there is none.
    """

    status: str
    successor: tuple[str, ...] = ()


@dataclass(frozen=True)
class Command:
    """An operation as a command.

    Attributes:
        operation: The operation.
        name: The name of the client's method.
        summary: The summary of the operation.
        description: Its description.
        provenance: How well the operation is known, as a sentence.
        parameters: The arguments of the operation.
        deprecation: The deprecation of the operation, or None.
        customer_is_object: Whether the command is about the customer itself, not about something of the customer.
    """

    operation: Operation[Any]
    name: str
    summary: str
    description: str
    provenance: str
    parameters: tuple[Parameter, ...] = ()
    deprecation: Deprecation | None = None
    customer_is_object: bool = False

    @property
    def paged(self) -> PagedOperation[Any] | None:
        """The operation, if it returns a list in pages."""
        return self.operation if is_paged(self.operation) else None

    @property
    def has_body(self) -> bool:
        """Whether the operation takes a JSON body."""
        return any(parameter.location == "body" for parameter in self.parameters)


@dataclass(frozen=True)
class CompositeCommand:
    """A command that combines several operations.

    Attributes:
        name: The name of the client's method.
        path_of: The name of the command in the same resource whose path parameters it takes.
        summary: One sentence for the list of commands, without a full stop.
        description: The rest of the help text.
        options: Returns the options besides the path parameters.
        run: Runs the command with the client, the command of `path_of`, the path values, the values of the options and
            a progress function, and returns the result as JSON, or None to show nothing. It raises
            WorkatoEmbeddedError, ValueError for an invalid argument, or OSError.
        has_progress: Whether it shows its progress.
    """

    name: str
    path_of: str
    summary: str
    description: str
    options: Callable[[], list[click.Option]]
    run: Callable[[SyncClient, Command, Mapping[str, Any], Mapping[str, Any], ShowProgress], Any]
    has_progress: bool = True


@dataclass(frozen=True)
class CommandGroup:
    """The commands of a resource and the groups of the resources below it.

    Attributes:
        name: The name of the resource.
        help: The help text.
        commands: The commands of its operations.
        groups: The resources below it.
        composites: The commands that combine several operations.
    """

    name: str
    help: str
    commands: tuple[Command, ...] = ()
    groups: tuple[CommandGroup, ...] = ()
    composites: tuple[CompositeCommand, ...] = ()

    def all_commands(self, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Command]]:
        """Yield each command of this resource and of those below it, with the words that call it."""
        here = (*above, self.name)
        for command in self.commands:
            yield (*here, command.name), command
        for group in self.groups:
            yield from group.all_commands(here)
