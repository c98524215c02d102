"""Lists of any length and pages of any size are read completely, in each style of paging."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workato_embedded import UNSET
from workato_embedded_mock import WorkatoMock

from contract_tests.contracts.case import CUSTOMER, RUNNING_RECIPE, TABLE
from contract_tests.support.validator import operations


@dataclass(frozen=True)
class Paged:
    """A paged list.

    Attributes:
        operation_id: The operation that returns it.
        longer: Adds a number of items.
        call: Requests the list.
    """

    operation_id: str
    longer: Callable[[WorkatoMock, int], None]
    call: Callable[..., Any]


def more_customers(mock: WorkatoMock, count: int) -> None:
    """Create customers."""
    for number in range(count):
        mock.client.managed_users.create(name=f"{number}", notification_email="ops@example.com")


def more_rows(mock: WorkatoMock, count: int) -> None:
    """Create rows of a lookup table."""
    for number in range(count):
        mock.client.lookup_tables.rows.add(CUSTOMER, TABLE, data={"code": f"{number}"})


def more_recipes(mock: WorkatoMock, count: int) -> None:
    """Create recipes."""
    for number in range(count):
        mock.client.recipes.create(CUSTOMER, name=f"{number}", code="{}")


def more_public_recipes(mock: WorkatoMock, count: int) -> None:
    """Add public recipes to the state, since no operation creates them."""
    state = mock.state()
    rows = state["tables"]["public_recipes"]
    rows += [{**rows[0], "id": rows[0]["id"] + 1000 * number} for number in range(1, count + 1)]
    mock.seed(state)


def more_jobs(mock: WorkatoMock, count: int) -> None:
    """Make a recipe run."""
    if count:
        mock.run_recipe(CUSTOMER, RUNNING_RECIPE, count=count)


def more_entries(mock: WorkatoMock, count: int) -> None:
    """Make writes, which the activity log records one by one."""
    for number in range(count):
        mock.client.folders.create(CUSTOMER, name=f"{number}")


LISTS = {
    "numbers, with a total": Paged(
        "list_managed_users", more_customers, lambda c, **size: c.managed_users.list(**size)
    ),
    "numbers alone": Paged(
        "list_lookup_table_rows", more_rows, lambda c, **size: c.lookup_tables.rows.list(CUSTOMER, TABLE, **size)
    ),
    "numbers from zero": Paged(
        "search_public_recipes",
        more_public_recipes,
        lambda c, **size: c.recipes.search_public(applications="salesforce,jira", **size),
    ),
    "since_id": Paged("list_recipes", more_recipes, lambda c, **size: c.recipes.list(CUSTOMER, **size)),
    "page[after]": Paged(
        "list_activity_logs",
        more_entries,
        lambda c, per_page=UNSET: c.activity_logs.list(CUSTOMER, page_size=per_page),
    ),
    "offset_job_id": Paged("list_jobs", more_jobs, lambda c, **_: c.jobs.list(CUSTOMER, RUNNING_RECIPE)),
}


def test_each_style_of_paging_is_tested() -> None:
    """Each style of paging in the document has a list here."""
    rules = {name: operation.get("x-pagination", {}) for name, operation in operations().items()}

    def style(name: str) -> tuple[Any, ...]:
        rule = rules[name]
        return (rule.get("style"), rule.get("first"), "total" in rule, rule.get("cursor"))

    assert {style(paged.operation_id) for paged in LISTS.values()} == {style(name) for name in rules if rules[name]}


def keys(items: list[Any]) -> list[Any]:
    """Return the ids of items."""
    return [item.id for item in items]


@pytest.mark.parametrize("style", LISTS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(0, 12), size=st.integers(1, 8))
def test_a_list_is_read_completely(style: str, workato_mock: WorkatoMock, count: int, size: int) -> None:
    """For any length and page size, both clients return each item once, in the order of the list."""
    paged = LISTS[style]
    workato_mock.reset()
    paged.longer(workato_mock, count)
    expected = keys(list(paged.call(workato_mock.client)))
    assert len(expected) == len(set(expected)) >= count
    sized = {} if style == "offset_job_id" else {"per_page": size}
    first = paged.call(workato_mock.client, **sized)
    pages = [page.items for page in first.iter_pages()]
    assert keys([item for page in pages for item in page]) == expected
    assert style == "offset_job_id" or all(len(page) <= size for page in pages)

    async def asynchronous() -> list[Any]:
        async with workato_mock.async_client as client:
            return [item async for item in paged.call(client, **sized)]

    assert keys(asyncio.run(asynchronous())) == expected
    # The event loop of the fixture's cached client has ended.
    del vars(workato_mock)["async_client"]
