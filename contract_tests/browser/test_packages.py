"""Packages: what an import of a file would do, with a problem for each file, and the list of exports and imports."""

from __future__ import annotations

import io
import zipfile

import pytest
from playwright.sync_api import FilePayload, Page, expect

from contract_tests.browser.accounts import Account, package
from contract_tests.browser.checks import check_page
from contract_tests.browser.visitor import Visitor, follow


@pytest.fixture
def page(visitor: Visitor, account: Account) -> Page:
    """Return the page of the packages of a new account."""
    page = visitor.page(account.mock.origin)
    page.goto(account.address)
    follow(page.get_by_role("link", name="Packages", exact=True))
    return page


def upload(page: Page, name: str, data: bytes) -> None:
    """Fill in the form with a file, and send it."""
    page.get_by_label("Zip file").set_input_files(FilePayload(name=name, mimeType="application/zip", buffer=data))
    follow(page.get_by_role("button", name="Inspect"))
    expect(page.get_by_role("status")).to_contain_text(name)


def test_the_page_shows_what_an_import_would_create(page: Page, account: Account) -> None:
    """An upload lists what an import of the package would create, and imports nothing."""
    with account.control() as control:
        before = control.get("/state").content
        data = package(account.mock)
        upload(page, "exported.zip", data)
        expect(page.get_by_role("status")).to_contain_text("An import would succeed")
        created = page.get_by_role("region", name="Would be created").get_by_role("row")
        # One row is the heading, and another a folder.
        expect(created).to_have_count(len(zipfile.ZipFile(io.BytesIO(data)).namelist()) + 2)
        expect(created.filter(has_text="Sync orders to Jira")).to_contain_text("recipe")
        assert control.get("/state").content == before
    check_page(page)


def test_each_problem_of_a_package_has_its_file(page: Page) -> None:
    """A file that is not JSON is listed by its name, with what is wrong."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("broken.recipe.json", "{")
    upload(page, "broken.zip", data.getvalue())
    problems = page.get_by_role("region", name="Problems by file")
    expect(problems.get_by_role("row", name="broken.recipe.json")).to_be_visible()
    check_page(page)


def test_an_export_is_listed_and_downloaded(page: Page) -> None:
    """The list has the exports of the account, and an export's page downloads its zip file."""
    page.get_by_role("row", name="export").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Export")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the zip file").click()
    assert zipfile.ZipFile(download.value.path()).testzip() is None
