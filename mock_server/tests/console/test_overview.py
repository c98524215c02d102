"""The overview lists the accounts, and shows the figures of one."""

from __future__ import annotations

import hashlib
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer, WorkatoMock
from workato_embedded_mock.console.figures import figures_of
from workato_embedded_mock.instruments.journal_entries import RequestSummary


def rows(page: Any, caption: str) -> list[list[str]]:
    """Return the texts of the cells of a table."""
    for table in page.soup.find_all("table"):
        if table.caption.get_text() == caption:
            return [
                [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["td", "th"])]
                for row in table.tbody.find_all("tr")
            ]
    raise AssertionError(f"{page.path} has no table {caption!r}")


def facts(page: Any) -> dict[str, str]:
    """Return the names and values of an account."""
    return {fact.dt.get_text(): " ".join(fact.dd.get_text(" ").split()) for fact in page.soup.select(".facts > div")}


def test_an_account_has_its_content_clock_and_counts(mock: WorkatoMock, browser: Any) -> None:
    """The list and the overview say what an account has, and where its content came from."""
    with mock.http() as http:
        http.get("/managed_users")
        http.get("/nothing")
    mock.clock.freeze()
    assert rows(browser.open(), "Accounts")[0][0] == "1"
    (listed,) = rows(browser.open(), "Accounts")
    assert (listed[2], listed[3], listed[5:]) == ("seed default", "less than a minute ago", ["2", "2", "3", "2"])
    assert listed[4].endswith(" frozen")
    found = facts(browser.open("accounts/1/"))
    assert (found["Content"], found["Customers"], found["Requests in the journal"]) == ("seed default", "2", "2")
    assert found["Clock"].endswith(" frozen")


def test_an_account_says_where_its_content_came_from(mock: WorkatoMock, browser: Any) -> None:
    """A reset, a seed, a state and a snapshot are named as the source of the content."""

    def source() -> str:
        return facts(browser.open("accounts/1/"))["Content"]

    state = mock.state()
    mock.seed("empty")
    assert source() == "seed empty"
    mock.seed({})
    assert source() == "seed in a request"
    mock.snapshot("before")
    mock.call("PUT", "state", state)
    assert source() == "state in a request"
    mock.restore("before")
    assert source() == "snapshot before"
    mock.reset()
    assert source() == "seed default"


def test_accounts_are_listed_by_page_and_found_by_number(mock_server: MockServer, browser: Any) -> None:
    """The list has a page for each 25 accounts, newest first, and the header opens an account by its number."""
    for number in range(60):
        httpx2.get(f"{mock_server.url}/managed_users", headers={"Authorization": f"Bearer account-{number}"})
    page, numbers = browser.open(), []
    while True:
        numbers += [int(row[0]) for row in rows(page, "Accounts")]
        if not page.soup.select("a[rel=next]"):
            break
        page = browser.click(page, "Next page")
    assert numbers == list(range(60, 0, -1))
    assert browser.click(page, "First page").text.startswith("Accounts 60 accounts")
    assert browser.submit(page, "Open", go="7").text.startswith("Account 7")
    assert browser.submit(page, "Open", go="61").status == 404


def test_figures_name_their_basis_and_have_a_table(mock: WorkatoMock, browser: Any) -> None:
    """The charts say how many requests they are made from, and their numbers are in tables too."""
    mock.faults.add("list_recipes", status=503)
    with mock.http() as http:
        for path, times in (("/managed_users", 5), ("/managed_users/512044/recipes", 2), ("/nothing", 3)):
            for _ in range(times):
                http.get(path)
    page = browser.open("accounts/1/")
    assert "Figures of the last 10 requests in the journal." in page.text
    responses = [row[:2] for row in rows(page, "Responses")]
    assert responses == [["2xx success", "5"], ["4xx rejected", "3"], ["5xx failed", "2"]]
    assert sum(int(row[1]) for row in rows(page, "Requests over time")) == 10
    slowest = {row[0]: row[1] for row in rows(page, "Slowest operations, by the median")}
    assert slowest == {"list_managed_users": "5", "list_recipes": "2", "no operation": "3"}
    chart = page.soup.select_one("svg[role=img]")
    assert [chart.title.get_text(), chart.desc.get_text()][0] == "Requests per minute"


def test_the_code_to_connect_has_the_address_and_no_token(mock: WorkatoMock, browser: Any) -> None:
    """The examples call this server, and take the token from the environment."""
    for path in ("", "accounts/1/"):
        code = browser.open(path).text
        assert f"WORKATO_EMBEDDED_BASE_URL={mock.url}" in code
        assert f'curl -H "Authorization: Bearer $WORKATO_EMBEDDED_API_TOKEN" {mock.url}/managed_users' in code


def request_at(moment: str) -> RequestSummary:
    """Return a request that came at a time."""
    return RequestSummary(1, moment, "get_thing", "GET", "/thing", "", 200, 1.0, rejected=False, reason="")


@pytest.mark.parametrize(
    ("last", "length"), [("2023-11-20T10:05:00Z", 1), ("2023-11-20T13:00:00Z", 5), ("2033-11-20T10:00:00Z", 112320)]
)
def test_the_intervals_of_the_timeline_fit_the_time(last: str, length: int) -> None:
    """The timeline of any time has from 24 to 48 intervals, and all requests."""
    figures = figures_of([request_at(moment) for moment in ("2023-11-20T10:00:59.999Z", last)])
    timeline = figures.timeline
    assert (timeline.minutes, sum(each.requests for each in timeline.intervals)) == (length, 2)
    assert 24 <= len(timeline.intervals) <= 48


def test_a_token_is_shown_as_in_the_log(mock: WorkatoMock, browser: Any) -> None:
    """An account has the first characters of its token and the digits that the log has; short tokens have none."""
    digits = hashlib.sha256(mock.token.encode()).hexdigest()[:8]
    assert facts(browser.open("accounts/1/"))["Token"] == f"toke… {digits}"
    httpx2.get(f"{mock.url}/managed_users", headers={"Authorization": "Bearer ab"})
    assert facts(browser.open("accounts/2/"))["Token"].startswith("… ")


def test_requests_without_a_token_have_a_journal_only(mock: WorkatoMock, browser: Any) -> None:
    """The account of requests without a token has an overview and requests; its other sections are 404."""
    httpx2.get(f"{mock.url}/managed_users")
    page = browser.open()
    (listed,) = (row for row in rows(page, "Accounts") if row[1] == "requests without a token")
    page = browser.submit(page, "Open", go=listed[0])
    assert "Figures of the last request in the journal." in page.text
    sections = [link.get_text() for link in page.soup.select("nav[aria-label=Sections] a")]
    assert sections == ["Overview", "Requests", "Operations", "Explorer"]
    missing = browser.open(f"accounts/{listed[0]}/instruments/")
    assert (missing.status, "a journal only" in missing.text) == (404, True)


def test_an_account_is_listed_from_its_first_request_on(mock_server: MockServer, browser: Any) -> None:
    """A token whose only request has an unknown path has an account, whose journal has the request."""
    httpx2.get(f"{mock_server.url}/nothing", headers={"Authorization": "Bearer a-token-with-a-wrong-path"})
    (listed,) = rows(browser.open(), "Accounts")
    assert (listed[0], listed[-1]) == ("1", "1")
