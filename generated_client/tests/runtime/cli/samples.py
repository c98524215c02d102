"""A command of an invented API with a parameter of each kind."""

from __future__ import annotations

from workato_embedded._runtime import readers
from workato_embedded._runtime.cli.commands import Command, Parameter
from workato_embedded._runtime.operations import Operation

BREW = Command(
    Operation[object](id="brew", method="POST", path="/pots/{pot_id}", read=readers.anything, wrapper="tea"),
    "brew",
    "Brew tea",
    "Fills a pot.",
    "Inferred.",
    (
        Parameter("pot_id", "path", "text", "The pot.", required=True),
        Parameter("dry_run", "query", "boolean", "Whether to pretend."),
        Parameter("since", "query", "date-time", "From when."),
        Parameter("page[number]", "query", "integer", "Page number."),
        Parameter("by", "query", "pairs", "What to look for."),
        Parameter("name", "body", "text", "Name.", required=True),
        Parameter("cups", "body", "integer", "Cups."),
        Parameter("size", "body", "number-or-text", "Size."),
        Parameter("guests", "body", "text", "Who comes.", many=True),
        Parameter("leaves", "body", "json", "What is in it."),
        Parameter("colour", "body", "text", "Colour.", choices=("black", "green")),
    ),
)
"""An operation with a wrapped body."""

POUR = Command(
    Operation[object](id="pour", method="POST", path="/cups", read=readers.anything, content_type="image/png"),
    "pour",
    "Pour",
    "Fills a cup.",
    "Inferred.",
    (Parameter("picture", "content", "bytes", "The picture.", required=True),),
)
"""An operation with a body that is not JSON."""
