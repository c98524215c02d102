"""Pages of an account with 10,000 customers read few rows, however far they are from the first page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer, WorkatoMock
from workato_embedded_mock.console.reads.state import lists
from workato_embedded_mock.store.statements import Result, Statements

START = "accounts/1/state/"
TOKEN = "token-of-the-first-account"
CUSTOMERS, ROWS = 10_000, 20_000
# SQLite calls the handler after this many of its instructions.
STEP = 100


@dataclass
class Work:
    """What was read for a page.

    Attributes:
        statements: The number of statements.
        rows: The number of rows that they returned.
        steps: The number of hundreds of instructions that SQLite ran; 0 for another database.
    """

    statements: int = 0
    rows: int = 0
    steps: int = 0

    def step(self) -> int:
        """Count instructions, and let SQLite continue."""
        self.steps += 1
        return 0


@pytest.fixture(scope="module")
def long_state(new_database: Callable[[], str]) -> Iterator[WorkatoMock]:
    """Return the control of an account, the first of its server, that has many customers, and many rows in a table."""
    with MockServer(database=new_database()) as running:
        mock = WorkatoMock(running.root_url, TOKEN)
        mock.reset()
        state = mock.state()
        tables = state["tables"]
        customer, row = tables["managed_users"][0], tables["lookup_table_rows"][0]
        tables["managed_users"] += [
            {**customer, "id": 600_000 + number, "external_id": f"load-{number}", "name": f"Load {number}"}
            for number in range(CUSTOMERS)
        ]
        tables["lookup_table_rows"] = [{**row, "id": 8_801 + number, "col1": f"c{number}"} for number in range(ROWS)]
        headers = {"X-Mock-Namespace": TOKEN}
        httpx2.put(f"{mock.root_url}/_mock/state", json=state, headers=headers, timeout=None).raise_for_status()
        yield mock
        mock.close()


@pytest.fixture
def open_counted(
    long_state: WorkatoMock, open_browser: Any, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], tuple[Any, Work]]:
    """Return a function that opens a page, and returns it with what was read for it."""
    browser, execute = open_browser(long_state.root_url), Statements.execute
    counted = [Work()]

    def count(self: Statements, connection: Any, statement: Any, values: Any) -> Result:
        work, driver = counted[0], connection.connection.dbapi_connection
        if hasattr(driver, "set_progress_handler"):
            driver.set_progress_handler(work.step, STEP)
        result = execute(self, connection, statement, values)
        work.statements += 1
        work.rows += len(result.rows)
        return result

    monkeypatch.setattr(Statements, "execute", count)

    def open_one(path: str) -> tuple[Any, Work]:
        counted[0] = Work()
        page = browser.open(path)
        assert page.status == 200
        return page, counted[0]

    return open_one


@pytest.mark.parametrize(
    ("path", "last"),
    [
        (START, "after=609900"),
        (f"{START}managed_users/", "after=609900"),
        (f"{START}lookup_table_rows/", "after=28700"),
        (f"{START}lookup_table_rows/?where=lookup_table_id:4101", "after=28700"),
    ],
)
def test_the_last_page_of_a_long_list_takes_as_little_as_the_first(open_counted: Any, path: str, last: str) -> None:
    """A page has one transaction with few statements, returns one page of rows, and skips none before it."""
    _, first = open_counted(path)
    page, far = open_counted(f"{path}{'&' if '?' in path else '?'}{last}")
    assert len(page.soup.table.tbody.find_all("tr")) == lists.PAGE
    assert "Next page" in page.text
    assert far.statements == first.statements <= 6
    assert far.rows <= lists.PAGE + 10
    assert far.steps <= first.steps * 1.1 + 5


def test_counts_of_long_lists_end_at_a_limit(open_counted: Any) -> None:
    """The first page counts each kind up to 1,000 by one statement, and shows that there are more."""
    page, work = open_counted(START)
    counts = {each.a.get_text(): each.select(".number")[0].get_text() for each in page.soup.select(".counts li:has(a)")}
    assert (counts["Rows of lookup tables"], counts["Recipes"]) == ("1,000+", "2")
    assert work.statements <= 6
    # Each of the 2,000 rows that are counted takes about ten instructions.
    assert work.steps < 1_000


def test_a_count_is_exact_when_the_list_has_an_index(long_state: WorkatoMock, open_counted: Any) -> None:
    """The API indexes a long list when a far page is read; then the console shows the whole number."""
    with long_state.http() as http:
        for _ in range(2):
            http.get("/managed_users", params={"page": 90, "per_page": 100}).raise_for_status()
    page, work = open_counted(START)
    counts = {each.a.get_text(): each.select(".number")[0].get_text() for each in page.soup.select(".counts li:has(a)")}
    assert counts["Customers"] == f"{CUSTOMERS + 2:,}"
    assert work.steps < 1_000


def test_one_object_of_many_reads_few_rows(open_counted: Any) -> None:
    """The page of a customer among 10,000, and of a row among 20,000, reads a few rows by their keys."""
    for path in ("managed_users/605000/", "lookup_table_rows/18000/", "lookup_tables/4101/"):
        _, work = open_counted(START + path)
        assert work.rows < 20
        assert work.steps < 500


def test_a_search_reads_a_bounded_number_of_rows(open_counted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search finds ids by their index, and reads some thousand rows for a name; the next page reads more."""
    page, work = open_counted(f"{START}search/?q=load-9999")
    assert "Customer 609999 Load 9999" in page.text
    monkeypatch.setattr(lists, "WINDOW", 500)
    page, work = open_counted(f"{START}search/?q=Load 9999")
    assert "List Customers with this text" in page.text
    assert work.steps < 1_500
    page, work = open_counted(f"{START}managed_users/?q=oad")
    assert len(page.soup.table.tbody.find_all("tr")) == lists.PAGE
    page, work = open_counted(f"{START}managed_users/?q=Load 9999")
    pages = 1
    while "Next page" in page.text:
        assert "500 rows were searched" in page.text
        assert work.steps < 500
        path = page.soup.find("a", string="Next page")["href"]
        page, work = open_counted(path)
        pages += 1
    assert pages == CUSTOMERS // 500 + 1
    assert "Load 9999" in page.text
