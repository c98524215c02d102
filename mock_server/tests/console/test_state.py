"""The section State shows what an account has: lists, objects, links between them, a search and downloads."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from sqlalchemy import Column, MetaData, Table, Text
from workato_embedded_mock import WorkatoMock
from workato_embedded_mock.console.reads.state import kinds
from workato_embedded_mock.console.reads.state.declared import LEFT_OUT
from workato_embedded_mock.store.state_checks import row_problems
from workato_embedded_mock.store.states import STATE_TABLES

START = "accounts/1/state/"
CUSTOMER = f"{START}managed_users/512044/"
SCRIPT = "<script>alert('stored')</script>"


def cells(page: Any) -> list[list[str]]:
    """Return the texts of the cells of the first table of a page."""
    rows = page.soup.table.tbody.find_all("tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")] for row in rows]


def facts(page: Any) -> dict[str, str]:
    """Return the names and values of an object."""
    return {fact.dt.get_text(): " ".join(fact.dd.get_text(" ").split()) for fact in page.soup.select(".facts > div")}


def open_state(browser: Any) -> dict[str, Any]:
    """Return all pages of the state that links lead to, by path."""
    waiting, pages = [f"/_mock/console/{START}"], {}
    while waiting:
        path = waiting.pop()
        if path not in pages and path.startswith(f"/_mock/console/{START}"):
            pages[path] = browser.open(path)
            waiting += pages[path].links()
    return pages


def test_every_table_of_the_state_is_shown_or_left_out_with_a_reason() -> None:
    """Each table of an exported state is a kind of objects, or is named with the reason why it is not."""
    names = {table.name for table in STATE_TABLES}
    assert kinds.KINDS.keys() | LEFT_OUT.keys() == names
    assert not kinds.KINDS.keys() & LEFT_OUT.keys()
    assert all(LEFT_OUT.values())


def test_a_table_without_a_declaration_has_a_kind_with_defaults() -> None:
    """A new table has a title, columns and links that follow from its name and its columns."""
    table = Table(
        "weather_replies",
        MetaData(),
        *(Column(name, each.type, primary_key=name != "recipe_id") for name, each in _columns().items()),
        Column("note", Text),
    )
    kind = kinds.kind_of(table, {})
    assert (kind.title, kind.one, kind.group_title) == ("Weather replies", "weather reply", "Other")
    assert (kind.key, kind.label, kind.summary) == (("id",), None, ("recipe_id", "note"))
    assert [each.target for each in kind.references["recipe_id"]] == ["recipes"]


def _columns() -> dict[str, Column[Any]]:
    columns = kinds.KINDS["jobs"].table.c
    return {name: columns[name] for name in ("namespace", "id", "recipe_id")}


@pytest.mark.usefixtures("mock")
def test_all_links_lead_to_pages_and_every_object_is_reached(browser: Any, mock: WorkatoMock) -> None:
    """Links lead from the first page to each object of each table of the state, and none is broken."""
    pages = open_state(browser)
    assert {path: page.status for path, page in pages.items() if page.status != 200} == {}
    state = mock.state()["tables"]
    for name, kind in kinds.KINDS.items():
        for row in state[name]:
            key = [("key", row[column]) for column in kind.key]
            path = f"{row['id']}/" if kind.has_id else f"object/?{urlencode(key)}" if key else "object/"
            assert f"/_mock/console/{START}{name}/{path}" in pages


@pytest.mark.usefixtures("mock")
def test_a_customer_has_its_values_and_links_to_what_it_has(browser: Any) -> None:
    """The page of a customer shows its name, external id and plan, and counts what belongs to it, as links."""
    page = browser.click(browser.open(START), "512044")
    assert page.soup.h1.get_text() == "Customer: Northwind Tools"
    found = facts(page)
    assert (found["External id"], found["Plan id"], found["In trial"]) == ("cust-0042", "partner_standard", "no")
    counts = {each.a.get_text(): each.span.get_text() for each in page.soup.select(".counts li")}
    assert (counts["Recipes"], counts["Folders"], counts["Connections"]) == ("2", "3", "3")
    assert "None: " in page.text
    recipes = browser.click(page, "Recipes")
    assert [row[1] for row in cells(recipes)] == ["Sync orders to Jira", "Nightly returns report"]
    assert "Of the customer 512044 Northwind Tools" in recipes.text


def test_a_recipe_shows_its_code_and_leads_to_a_run(browser: Any, mock: WorkatoMock) -> None:
    """The code of a recipe is shown as JSON; a link leads to the form that runs the recipe, filled in."""
    page = browser.open(f"{START}recipes/9001/")
    assert "None: Recipe timers" in page.text
    assert "Recipe timers (" not in page.text
    code = page.soup.find(attrs={"aria-label": "Code"}).get_text()
    assert json.loads(code)["keyword"] == "trigger"
    assert "\n" in code
    form = browser.click(page, "Run this recipe")
    browser.submit(form, "Run a recipe", status="failed", error="Timeout: no response")
    jobs = browser.click(browser.open(f"{START}recipes/9001/"), "Jobs")
    newest = max(row["id"] for row in mock.state()["tables"]["jobs"])
    assert cells(jobs)[0][0] == str(newest)
    lines = cells(browser.click(jobs, str(newest)))
    assert lines[0][:3] == ["0", "salesforce", "new_custom_object"]
    assert "failed Timeout: no response" in [row[3] for row in lines]


def test_an_object_has_the_requests_that_wrote_it(browser: Any, mock: WorkatoMock) -> None:
    """The page of an object lists the requests that created or changed it, and no others."""
    with mock.http() as http:
        created = http.post("/managed_users", json={"name": "Acme", "notification_email": "ops@example.com"}).json()
        http.put(f"/managed_users/{created['id']}", json={"name": "Acme Freight"}).raise_for_status()
        http.get(f"/managed_users/{created['id']}")
    page = browser.open(f"{START}managed_users/{created['id']}/")
    found = [row[1] for row in cells(page)]
    assert [each.split()[0] for each in found] == ["PUT", "POST"]
    request = browser.click(page, "POST /api/managed_users")
    assert browser.click(request, f"managed_users/{created['id']}").path == page.path
    with mock.http() as http:
        http.delete(f"/managed_users/{created['id']}").raise_for_status()
    assert page.path not in browser.open(request.path).links()
    assert "The journal has no request that wrote it" in browser.open(CUSTOMER).text


@pytest.mark.parametrize(
    ("path", "operation_id", "name"),
    [
        ("managed_users/512044/", "get_managed_user", "Northwind Tools"),
        ("recipes/9001/", "get_recipe", "Sync orders to Jira"),
        ("custom_connectors/8101/", "get_custom_connector", "Acme ERP"),
    ],
)
@pytest.mark.usefixtures("mock")
def test_an_object_leads_to_the_response_of_the_api(browser: Any, path: str, operation_id: str, name: str) -> None:
    """A link leads to the form of the operation that responds with the object, filled in."""
    form = browser.click(browser.open(START + path), f"Request it from the API: {operation_id}")
    page = browser.submit(form, "Send a request")
    assert "Response 200" in page.text
    assert name in page.text


@pytest.mark.usefixtures("mock")
def test_the_links_to_operations_respond_with_the_object(browser: Any) -> None:
    """Whatever the kind of an object is, the request of its link to the API succeeds."""
    sent = set()
    for page in open_state(browser).values():
        for link in page.soup.find_all("a", string=re.compile("^Request it from the API")):
            form = browser.open(str(link["href"]))
            response = browser.submit(form, "Send a request")
            assert "Response 200" in response.text, link["href"]
            sent.add(link.get_text())
    assert len(sent) >= 10


@pytest.mark.usefixtures("mock")
def test_rows_of_a_lookup_table_have_the_names_of_its_columns(browser: Any) -> None:
    """The rows of a lookup table are listed with the labels of its columns, and so is one row."""
    page = browser.click(browser.open(f"{START}lookup_tables/4101/"), "Rows of lookup tables")
    headings = [each.get_text() for each in page.soup.select("thead th")]
    assert headings == ["Id", "code", "country"]
    [number, code, country] = cells(page)[0]
    row = browser.click(page, number)
    assert json.loads(row.soup.find(attrs={"aria-label": "Values"}).get_text()) == {"code": code, "country": country}


def test_secrets_are_masked(browser: Any, mock: WorkatoMock) -> None:
    """Values that the journal would mask are masked in lists, in objects and in the code of recipes."""
    secret = "s3cr3t-of-the-test"
    state = mock.state()
    tables = state["tables"]
    tables["api_keys"][0]["auth_token"] = secret
    tables["properties"][0] |= {"name": "db_password", "value": secret}
    tables["recipes"][0]["code"] = json.dumps({"input": {"password": secret}})
    tables["lookup_tables"][0]["schema"] = json.dumps([{"label": "Password", "name": "col1"}])
    for row in tables["lookup_table_rows"]:
        row["col1"] = secret
    mock.call("PUT", "state", state)
    pages = open_state(browser)
    assert not [path for path, page in pages.items() if secret in page.response.text]
    assert [path for path, page in pages.items() if "REDACTED" in page.response.text]


def with_script(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Return the texts and lists of texts of a row, each with the script, that a state may have."""
    texts = {name: f"{value}{SCRIPT}" for name, value in row.items() if isinstance(value, str)}
    lists = {name: [*value, SCRIPT] for name, value in row.items() if isinstance(value, list)}
    return {name: value for name, value in (texts | lists).items() if not row_problems(table, {**row, name: value}, "")}


def test_a_script_in_each_text_of_the_state_stays_text(browser: Any, mock: WorkatoMock) -> None:
    """A script in any column of text or JSON of any table appears as text on the pages."""
    state, columns = mock.state(), set[str]()
    for table in STATE_TABLES:
        for row in state["tables"][table.name]:
            scripted = with_script(table, row)
            row |= scripted
            columns.update(f"{table.name}.{name}" for name in scripted)
    assert len(columns) > 100
    mock.call("PUT", "state", state)
    pages = open_state(browser)
    assert {page.status for page in pages.values()} == {200}
    assert not [path for path, page in pages.items() if "<script>alert" in page.response.text]
    assert len([path for path, page in pages.items() if "&lt;script&gt;alert" in page.response.text]) > 50


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("512044", ["Customer 512044 Northwind Tools"]),
        ("cust-0042", ["Customer 512044 Northwind Tools"]),
        ("Ecust-0042", ["Customer 512044 Northwind Tools"]),
        ("9001", ["Recipe 9001 Sync orders to Jira"]),
        ("northwind sales", ["7102 Northwind Salesforce"]),
        ("ORDERS TO", ["9001 Sync orders to Jira"]),
        ("100%", ["No object has this id, external id or name."]),
        ("n_rthwind", ["No object has this id, external id or name."]),
        ("99999999999999999999", ["No object has this id, external id or name."]),
    ],
)
@pytest.mark.usefixtures("mock")
def test_a_search_finds_ids_external_ids_and_names(browser: Any, text: str, expected: list[str]) -> None:
    """One field finds objects by id, by external id with and without E, and by a part of a name."""
    page = browser.submit(browser.open(START), "Search", q=text)
    assert page.status == 200
    for each in expected:
        assert each in page.text


def test_the_state_is_downloaded_as_json_and_as_a_seed(browser: Any, mock: WorkatoMock) -> None:
    """Both files give the same state again, and their names do not have the name of the account."""
    page = browser.open(START)
    found = {link.get_text(): link["href"] for link in page.soup.select("a[download]")}
    state = browser.client.get(found["State as JSON"])
    seed = browser.client.get(found["State as a seed in YAML"])
    assert state.json() == mock.state()
    names = [each.headers["content-disposition"] for each in (state, seed)]
    assert names == [f'attachment; filename="{name}"' for name in ("state-of-account-1.json", "seed-of-account-1.yaml")]
    before = mock.state()["tables"]
    mock.seed(yaml.safe_load(seed.text))
    assert mock.state()["tables"] == before


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("recipes/1/", "there is no recipe 1 in this account"),
        ("recipes/99999999999999999999/", "there is no recipe 99999999999999999999"),
        ("recipes/-1/", "there is no recipe -1"),
        ("properties/object/?key=512044", "there is no property 512044"),
        ("properties/object/?key=x&key=0&key=y", "there is no property x"),
        ("clocks/", "there is no kind of objects 'clocks'"),
        ("nothing/", "there is no kind of objects 'nothing'"),
    ],
)
@pytest.mark.usefixtures("mock")
def test_a_page_of_what_does_not_exist_says_so(browser: Any, path: str, expected: str) -> None:
    """The page of an object or kind that does not exist has the status 404 and says what is missing."""
    page = browser.open(START + path)
    assert page.status == 404
    assert expected in page.text


@pytest.mark.parametrize(
    "query", ["after=x", "after=1&after=2", "where=recipe_id:x", "where=code:1", "where=x", "q=%00"]
)
@pytest.mark.usefixtures("mock")
def test_queries_that_pages_do_not_have_are_ignored(browser: Any, query: str) -> None:
    """A page with a query that no link has shows the list, and not an error."""
    assert browser.open(f"{START}recipes/?{query}").status == 200
    assert browser.open(f"{START}?{query}").status == 200


@pytest.mark.usefixtures("mock")
@pytest.mark.parametrize("text", ["9" * 19, "9" * 40, "0" * 20 + "9" * 30])
def test_a_search_for_a_number_that_is_not_an_id_finds_nothing(browser: Any, text: str) -> None:
    """Numbers of any length can be searched for; those that no id can have are not found."""
    assert browser.open(f"accounts/1/state/search/?q={text}").status == 200
