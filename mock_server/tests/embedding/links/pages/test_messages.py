"""The table of messages, and the messages that are made from it."""

from __future__ import annotations

from typing import get_args

import pytest
from workato_embedded_mock.embedding.messages import (
    KINDS,
    Message,
    error_message,
    failure,
    height_change,
    loaded,
    message_types,
    navigated,
    posted_types,
    status_change,
)
from workato_embedded_mock.rules.embedding import Failure

MADE = [
    loaded("/recipes"),
    navigated("/recipes"),
    height_change(),
    status_change(7, "jira", connected=True),
    status_change(7, "jira", connected=False, error="Authorization failed"),
    error_message("Something went wrong"),
    *(message for how in get_args(Failure) for message in failure(7, "jira", "Authorization failed", how)),
    Message("click"),
    Message("unloaded"),
]
_TYPES = {"string": str, "number": int, "boolean": bool}


@pytest.mark.parametrize("message", MADE, ids=lambda message: message.type)
def test_a_message_has_the_fields_of_its_type(message: Message) -> None:
    """Each message has the required fields of its type and no others; what the page fills in is None."""
    fields = {field["name"]: field for field in message_types()[message.type]["fields"]}
    payload = message.payload or {}
    assert payload.keys() <= fields.keys()
    assert {name for name, field in fields.items() if field["required"]} <= payload.keys()
    for name, value in payload.items():
        by_page = fields[name].get("set_by_page") == "value"
        assert (value is None) if by_page else isinstance(value, _TYPES[fields[name]["type"]])


def test_every_type_from_the_frame_is_made() -> None:
    """The mock posts every type of the table that comes from the frame."""
    sent = {name for name, one in message_types().items() if one["direction"] == "from the frame"}
    assert {message.type for message in MADE} == sent


@pytest.mark.parametrize("kind", KINDS)
def test_undocumented_messages_come_on_top_of_the_documented_ones(kind: str) -> None:
    """A page knows all types with the undocumented ones, and fewer without them."""
    assert posted_types(kind, undocumented=True) == list(message_types())
    assert "heightChange" in posted_types(kind, undocumented=False) != list(message_types())
