"""The state of an account, browsed by clicks: from lists to objects and what belongs to them, and by search."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from contract_tests.browser.accounts import MANY, MANY_CUSTOMERS, ORDERS, TOKENS, Account, Mock
from contract_tests.browser.checks import check_page
from contract_tests.browser.links import START
from contract_tests.browser.visitor import Visitor, follow


@pytest.fixture
def page(visitor: Visitor, prepared: Mock) -> Page:
    """Return the page of the state of the account with the most."""
    page = visitor.page(prepared.origin)
    page.goto(f"{prepared.origin}{START}accounts/{TOKENS.index(ORDERS) + 1}/")
    follow(page.get_by_role("link", name="State", exact=True))
    return page


def test_a_customer_leads_to_its_recipes_and_their_jobs(page: Page) -> None:
    """Ids are links: from a customer to its recipes, from a recipe to its jobs, and from a job back to both."""
    page.get_by_role("row", name="Northwind Tools").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Northwind Tools")
    page.get_by_role("main").get_by_role("link", name="Recipes", exact=True).click()
    page.get_by_role("link", name="9001", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Jobs", exact=True).click()
    page.get_by_role("row", name="failed").first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Job")
    page.get_by_role("main").get_by_role("link", name="9001", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Recipe")
    page.get_by_role("main").get_by_role("link", name="512044", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Northwind Tools")


def test_a_recipe_has_its_code_and_a_job_its_lines(page: Page) -> None:
    """The code of a recipe is indented, the lines of a failed job say which one failed, and both pages are sound."""
    page.goto(f"{page.url}recipes/9001/")
    expect(page.get_by_role("region", name="Code")).to_contain_text('"keyword": "trigger"')
    check_page(page)
    page.get_by_role("main").get_by_role("link", name="Jobs", exact=True).click()
    page.get_by_role("row", name="failed").first.get_by_role("link").first.click()
    table = page.get_by_role("region", name="Lines of the job")
    expect(table.get_by_text("failed", exact=True)).to_be_visible()
    check_page(page)
    page.get_by_text("Show the lines as JSON").click()
    expect(page.get_by_role("region", name="Lines as JSON")).to_contain_text('"recipe_line_number": 0')


def test_a_recipe_leads_to_the_form_that_runs_it(page: Page) -> None:
    """The link of a recipe opens the instruments, with the customer and the recipe filled in."""
    page.get_by_role("link", name="Recipes", exact=True).click()
    page.get_by_role("link", name="9001").click()
    page.get_by_role("link", name="Run this recipe").click()
    expect(page.get_by_label("Recipe", exact=True)).to_have_value("9001")
    expect(page.get_by_label("Customer", exact=True)).to_have_value("512044")


def test_the_rows_of_a_lookup_table_have_the_labels_of_its_columns(page: Page) -> None:
    """A lookup table leads to its rows, which are shown with the labels that the table has."""
    page.get_by_role("link", name="Lookup tables", exact=True).click()
    page.get_by_role("link", name="4101").click()
    page.get_by_role("link", name="Rows of lookup tables").click()
    expect(page.get_by_role("columnheader", name="country", exact=True)).to_be_visible()
    check_page(page)


@pytest.mark.parametrize("text", ["acme/7", "Acme Freight"])
def test_a_customer_is_found_by_external_id_and_name(page: Page, text: str) -> None:
    """The search finds a customer by its external id and by its name."""
    page.get_by_role("searchbox").fill(text)
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("main")).to_contain_text("Acme Freight")


def test_the_pages_of_a_long_list_have_each_customer_once(visitor: Visitor, prepared: Mock) -> None:
    """The links to the next page lead through all customers of an account."""
    page = visitor.page(prepared.origin)
    page.goto(f"{prepared.origin}{START}accounts/{TOKENS.index(MANY) + 1}/state/managed_users/")
    names: list[str] = []
    while True:
        names += [row.inner_text() for row in page.get_by_role("row", name="Customer").all() if "@" in row.inner_text()]
        following = page.get_by_role("link", name="Next page")
        if not following.count():
            break
        follow(following)
    assert len({*names}) == len(names) == MANY_CUSTOMERS


def test_the_state_is_downloaded_as_the_control_plane_exports_it(
    visitor: Visitor, account: Account, tmp_path: Path
) -> None:
    """The download of the page is the JSON that the control plane exports."""
    page = visitor.page(account.mock.origin)
    page.goto(account.address)
    page.get_by_role("link", name="State", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="State as JSON").click()
    download.value.save_as(tmp_path / "state.json")
    with account.control() as control:
        assert json.loads((tmp_path / "state.json").read_text("utf-8")) == control.get("/state").json()
