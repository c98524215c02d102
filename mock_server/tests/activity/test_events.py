"""The events of the activity log cover the operations that write below a customer."""

from __future__ import annotations

from workato_embedded_mock.activity.events import EVENTS, NOT_RECORDED
from workato_embedded_mock.openapi.document import load_document, operations_of
from workato_embedded_mock.rules.catalogue import all_rules
from workato_embedded_mock.rules.context import is_writing

CUSTOMER = "{managed_user_id}"


def writes_below_a_customer() -> set[str]:
    """Return the operations that write below a customer, by their methods."""
    return {
        operation["operationId"]
        for path, method, operation in operations_of(load_document().content)
        if method.upper() != "GET" and CUSTOMER in path
    }


def test_each_write_below_a_customer_has_an_event_or_a_reason() -> None:
    """Each operation that writes below a customer has an event in `activity/events`, or a reason to have none."""
    without = writes_below_a_customer() - EVENTS.keys() - NOT_RECORDED.keys()
    assert not without, f"add these to EVENTS or NOT_RECORDED in activity/events/<resource>.py: {sorted(without)}"


def test_no_event_is_of_another_operation() -> None:
    """Only operations that write below a customer have an event or a reason, and none has both."""
    assert writes_below_a_customer() >= EVENTS.keys() | NOT_RECORDED.keys()
    assert not EVENTS.keys() & NOT_RECORDED.keys()


def test_events_are_named_like_those_of_the_product() -> None:
    """An event is in snake_case and in the past tense, and a kind of resource in Pascal case."""
    for event in EVENTS.values():
        assert event.event_type.isidentifier()
        assert event.event_type.endswith(("ed", "reset"))
        assert event.resource_type[0].isupper()


def test_no_read_leaves_an_entry() -> None:
    """No rule of a GET has an event, also if it writes something."""
    assert not {name for name, rule in all_rules().items() if is_writing(rule)} & EVENTS.keys()
