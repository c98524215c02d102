"""Tests of the packages of an account on the console."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workato_embedded_mock import WorkatoMock

PAGE = "accounts/1/packages/"
FOLDER = 5512


def test_an_uploaded_package_is_inspected(
    browser: Any, mock: WorkatoMock, sample_package: Callable[..., bytes]
) -> None:
    """The page shows what an import would create, and each problem with its file, and imports nothing."""
    before = mock.state()
    upload = {"file": ("acme.zip", sample_package({"broken.recipe.json": "{"}))}
    page = browser.submit(browser.open(PAGE), "Inspect a package", files=upload, managed_user_id="Ecust-0042")
    for expected in ("acme.zip: 4 files", "An import would succeed", "Shared Jira", "broken.recipe.json", "lost"):
        assert expected in page.text
    assert mock.state() == before


def test_errors_of_an_inspection_are_shown(browser: Any, mock: WorkatoMock) -> None:
    """A file that is not a package, no file, and an unknown customer are said on the page."""
    page = browser.open(PAGE)
    broken = browser.submit(page, "Inspect a package", files={"file": ("a.zip", b"text")})
    assert "An import would fail this is not a zip file" in broken.text
    assert browser.submit(page, "Inspect a package").messages == ["choose a zip file"]
    unknown = browser.submit(page, "Inspect a package", files={"file": ("a.zip", b"x")}, managed_user_id="Enone")
    assert unknown.messages == ["/query/managed_user_id: no customer has the external id 'none'"]
    assert mock.journal.entries() == []


def test_imports_are_listed_with_warnings_and_their_file(
    browser: Any,
    mock: WorkatoMock,
    sample_package: Callable[..., bytes],
    import_to_the_end: Callable[[WorkatoMock, bytes, int], None],
) -> None:
    """An import is listed; its page has its warnings and recipes, and sends its zip file."""
    data = sample_package()
    import_to_the_end(mock, data, FOLDER)
    page = browser.open(PAGE)
    number = max(int(link.get_text()) for link in page.soup.select("main td a"))
    one = browser.click(page, str(number))
    assert "ignored: it is not an asset" in one.text
    assert "no_update_or_updated_without_restart" in one.text
    sent = browser.submit(one, "Download the zip file").response
    assert sent.content == data
    assert sent.headers["content-disposition"] == f'attachment; filename="package_{number}.zip"'


def test_an_unknown_package_is_a_page_with_404(browser: Any, mock: WorkatoMock) -> None:
    """The page of a package that the account does not have is an error page that names it."""
    assert mock.journal.entries() == []
    for number in (1, 2**40):
        page = browser.open(f"{PAGE}{number}/")
        assert page.status == 404
        assert f"the account has no package {number}" in page.text
