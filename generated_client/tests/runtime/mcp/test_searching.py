"""Tests of the search for operations."""

from __future__ import annotations

import pytest

from .programs import Program


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("delete customer", "delete_managed_user"),
        ("list customers", "list_managed_users"),
        ("external_id create", "create_managed_user"),
        ("lookup_tables rows post", "add_lookup_table_row"),
        ("start recipe", "start_recipe"),
        ("properties", "list_properties"),
        ("custom OAuth profiles assign", "assign_custom_oauth_profile"),
    ],
)
def test_words_find_operations(query: str, first: str) -> None:
    """Words of names, fields, paths and methods find an operation, in singular and plural."""
    found = Program().data("search_operations", query=query)["operations"]
    assert first in [each["operation_id"] for each in found[:3]]


def test_a_result_is_small() -> None:
    """A search returns at most as many operations as it was asked for, says how many match, and names fields."""
    found = Program().data("search_operations", query="notification_email", limit=2)
    assert len(found["operations"]) == 2
    assert found["found"] > 2
    first = found["operations"][0]
    assert first["matching_fields"] == ["notification_email", "error_notification_emails", "admin_notification_emails"]
    assert first.keys() == {"operation_id", "request", "summary", "access", "matching_fields"}


def test_words_that_none_has_are_left_out() -> None:
    """If no operation has all words, those with most of them are found, with a note."""
    found = Program().data("search_operations", query="please delete the customer")
    assert found["operations"][0]["operation_id"] == "delete_managed_user"
    assert found["note"] == "no operation matches all words; these match 2 of 3"
    assert Program().data("search_operations", query="zzz") == {
        "operations": [],
        "found": 0,
        "note": "no operation matches all words; these match 0 of 1",
    }


def test_no_words_find_all() -> None:
    """A query without words finds every operation."""
    assert Program().data("search_operations", query=" ", limit=25)["found"] > 80


def test_current_operations_come_first() -> None:
    """A deprecated operation is marked, and comes after a current one that matches as well."""
    found = Program().data("search_operations", query="member add")["operations"]
    names = [each["operation_id"] for each in found]
    assert names.index("add_member") < names.index("add_member_deprecated")
    assert [each["operation_id"] for each in found if "deprecated" in each] == ["add_member_deprecated"]
