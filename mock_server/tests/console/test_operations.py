"""Tests of the pages about the operations of the API."""

from __future__ import annotations

from typing import Any


def test_the_filters_find_operations_by_words_and_evidence(browser: Any) -> None:
    """The list of operations shows those that have all words of the filter, and the chosen evidence."""
    page = browser.submit(browser.open("operations/"), "Filter operations", text="LOOKUP row", confidence="partly")
    assert "list_lookup_table_rows" in page.text
    assert "create_managed_user" not in page.text
    none = browser.submit(page, "Filter operations", text="no such operation")
    assert "No operation matches these filters." in none.text


def test_every_operation_has_a_page_with_dates_evidence_rule_and_example(browser: Any) -> None:
    """The page of an operation shows since when it exists, how well it is known, its rule and its examples."""
    page = browser.click(browser.open("operations/"), "Create a customer")
    assert page.status == 200
    for expected in (
        "2023-11-20",
        "documented",
        "embedded-docs-2018",
        "managed_users.create_managed_user",
        "Northwind",
    ):
        assert expected in page.text


def test_a_retired_operation_links_to_its_successor(browser: Any) -> None:
    """The page of a retired operation names the day of its end, and links to the operation to use instead."""
    page = browser.open("operations/list_api_clients/")
    assert "gone since 2026-07-01" in page.text
    assert "list_api_clients_v2" in browser.click(page, "list_api_clients_v2").text


def test_an_unknown_operation_is_a_page_with_404(browser: Any) -> None:
    """The page of an operation that the API does not have is an error page that names it."""
    page = browser.open("operations/no_such_operation/")
    assert page.status == 404
    assert "the API has no operation no_such_operation" in page.text
