"""A seed in the form for people: what is left out has a default, and all problems are reported at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from workato_embedded_mock import MockServer
from workato_embedded_mock.openapi.document import Document
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.seeds.files import read_seed
from workato_embedded_mock.seeds.loading import load_seed
from workato_embedded_mock.seeds.problems import SeedError

HEADERS = {"Authorization": "Bearer seeds"}

RECIPE = """
customers:
- name: Northwind
  external_id: nw
  folders:
  - name: Orders
    folders: [{name: Returns}]
  connections:
  - {name: CRM, provider: salesforce, folder: Orders}
  recipes:
  - name: Sync
    folder: Returns
    running: true
    code:
      {number: 0, provider: salesforce, name: new_object, keyword: trigger, block: []}
    jobs:
    - {title: First}
    - {title: Second, status: failed}
  - name: Idle
  lookup_tables:
  - name: Codes
    columns: [code, country]
    rows:
    - data: {code: SG, country: Singapore}
"""

WRONG = """\
customers:
- name: Northwind
  external_id: same
  recipes:
  - nmae: Sync
    folder: Ordres
    runing: true
    jobs:
    - status: sucess
  folders:
  - name: Orders
  tags: [{title: Finance, id: 5}, {title: Sales, id: 5}]
  lookup_tables:
  - name: Codes
    columns: [code]
    rows:
    - data: {cod: SG}
- name: 7
  external_id: same
  created_at: yesterday
custmers: []
"""


# Nine lists, each with nine aliases of the one before.
MANY_ALIASES = "".join(
    f"l{number}: &l{number} [{', '.join([f'*l{number - 1}' if number else 'x'] * 9)}]\n" for number in range(9)
).encode()


def problems_of(text: str, path: Path, document: Document) -> list[tuple[int | None, str | None, str]]:
    """Return line, pointer and text of each problem of a seed."""
    path.write_text(text)
    with pytest.raises(SeedError) as caught:
        load_seed(read_seed(str(path)), SchemaCompiler(document.content))
    return [(problem.line, problem.pointer, problem.text) for problem in caught.value.problems]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Yield a client of a server with the seed of a customer with recipes."""
    path = tmp_path_factory.mktemp("seeds") / "seed.yaml"
    path.write_text(RECIPE)
    with MockServer(seed=str(path)) as server, httpx2.Client(base_url=server.url, headers=HEADERS) as client:
        yield client


def test_a_recipe_needs_only_a_name(served: httpx2.Client) -> None:
    """A recipe with only a name is in the Home folder, is stopped, and has ids, times and counters."""
    listed = {each["name"]: each for each in served.get("/managed_users/Enw/recipes").json()["result"]}
    idle = listed["Idle"]
    assert (idle["running"], idle["version_no"], idle["job_succeeded_count"]) == (False, 1, 0)
    assert idle["id"] != listed["Sync"]["id"]
    assert idle["created_at"] == idle["updated_at"] == "2023-11-01T08:00:00.000-07:00"
    assert json.loads(idle["code"])["keyword"] == "trigger"


def test_applications_and_connections_of_a_recipe_follow_from_its_code(served: httpx2.Client) -> None:
    """A recipe uses the only connection of its customer with the connector of a step."""
    recipe = next(each for each in served.get("/managed_users/Enw/recipes").json()["result"] if each["name"] == "Sync")
    connection = served.get("/managed_users/Enw/connections").json()["result"][0]
    assert recipe["applications"] == ["salesforce"]
    assert [line["account_id"] for line in recipe["config"]] == [connection["id"]]
    assert connection["authorization_status"] == "success"


def test_jobs_have_outcomes_by_their_status(served: httpx2.Client) -> None:
    """A job that failed has an error, and the others have none."""
    listed = served.get("/managed_users/Enw/recipes").json()["result"]
    recipe = next(each["id"] for each in listed if each["name"] == "Sync")
    jobs = served.get(f"/managed_users/Enw/recipes/{recipe}/jobs").json()["items"]
    assert {(job["title"], job["status"], job["is_error"]) for job in jobs} == {
        ("First", "succeeded", False),
        ("Second", "failed", True),
    }


def test_rows_of_a_lookup_table_are_given_by_their_labels(served: httpx2.Client) -> None:
    """The columns of a lookup table are given as labels, and its rows by them."""
    table = served.get("/managed_users/Enw/lookup_tables").json()["result"][0]
    rows = served.get(f"/managed_users/Enw/lookup_tables/{table['id']}/rows").json()["result"]
    assert [row["data"] for row in rows] == [{"code": "SG", "country": "Singapore"}]


def test_a_folder_at_the_top_has_a_project(served: httpx2.Client) -> None:
    """A folder at the top has a project with its name, and a folder in it has none of its own."""
    projects = served.get("/managed_users/Enw/projects").json()["result"]
    assert [each["name"] for each in projects] == ["Orders"]


def test_all_problems_are_reported_at_once_with_line_and_pointer(tmp_path: Path, document: Document) -> None:
    """A seed with problems of every kind gets all of them, in the order of the lines."""
    found = problems_of(WRONG, tmp_path / "seed.yaml", document)
    assert [(line, pointer) for line, pointer, _ in found] == [
        (5, "/customers/0/recipes/0/nmae"),
        (5, "/customers/0/recipes/0/name"),
        (6, "/customers/0/recipes/0/folder"),
        (7, "/customers/0/recipes/0/runing"),
        (9, "/customers/0/recipes/0/jobs/0/status"),
        (12, "/customers/0/tags/1/id"),
        (17, "/customers/0/lookup_tables/0/rows/0/data"),
        (18, "/customers/1/name"),
        (19, "/customers/1/external_id"),
        (20, "/customers/1/created_at"),
        (21, "/custmers"),
    ]
    texts = {pointer: text for _, pointer, text in found}
    assert texts["/customers/0/recipes/0/nmae"].startswith("unknown field 'nmae'; did you mean name? expected one of: ")
    assert texts["/customers/0/recipes/0/folder"] == (
        "there is no folder 'Ordres'; did you mean Orders? expected one of: Orders"
    )
    assert texts["/customers/0/recipes/0/jobs/0/status"] == (
        "invalid value 'sucess': expected one of: succeeded, failed, pending"
    )
    assert "another object has the id 5: /customers/0/tags/0" in texts["/customers/0/tags/1/id"]
    assert texts["/customers/1/name"] == "invalid value 7: expected text"
    assert "such as 2023-11-20T12:00:00Z" in texts["/customers/1/created_at"]
    assert texts["/custmers"].startswith("unknown section 'custmers'; did you mean customers? expected one of: ")


def test_json_has_the_same_problems_with_lines(tmp_path: Path, document: Document) -> None:
    """The problems of a seed in JSON are those of the same seed in YAML, with lines of their own."""
    text = json.dumps(yaml.safe_load(WRONG), indent="\t")
    found = problems_of(text, tmp_path / "seed.json", document)
    in_yaml = problems_of(WRONG, tmp_path / "seed.yaml", document)
    assert {pointer for _, pointer, _ in found} == {pointer for _, pointer, _ in in_yaml}
    lines = text.splitlines()
    assert '"nmae"' in lines[(found[0][0] or 0) - 1] or '"nmae"' in lines[(found[1][0] or 0) - 1]
    assert all(line is not None for line, _, _ in found)


def test_a_request_gets_the_same_problems_with_pointers(client: httpx2.Client) -> None:
    """A seed in a request is rejected with all problems, and the account keeps its state."""
    before = client.get("/managed_users").json()
    control = str(client.base_url).replace("/api", "/_mock")
    response = client.post(f"{control}reset", json={"seed": yaml.safe_load(WRONG)})
    assert response.status_code == 400
    pointers = [reason["pointer"] for reason in response.json()["reasons"]]
    assert len(pointers) == 11
    assert "/body/seed/customers/0/recipes/0/nmae" in pointers
    assert client.get("/managed_users").json() == before


@pytest.mark.parametrize(
    ("text", "pointer", "sentence"),
    [
        ("customers: [{name: a, recipes: [{name: r, folder: 77}]}]", "/customers/0/recipes/0/folder", "with the id 77"),
        (
            "customers: [{name: a, folders: [{name: f}, {name: f}], recipes: [{name: r, folder: f}]}]",
            "/customers/0/recipes/0/folder",
            "expected the id of one",
        ),
        (
            "customers: [{name: a, folders: [{name: f}]}, {name: b, recipes: [{name: r, folder: f}]}]",
            "/customers/1/recipes/0/folder",
            "there is no folder 'f'; expected one of: none",
        ),
        (
            "customers: [{name: a, folders: [{name: f, id: 9}]}, {name: b, recipes: [{name: r, folder: 9}]}]",
            "/customers/1/recipes/0/folder",
            "belongs to another customer",
        ),
        ("customers: [{name: a, properties: {x: 5}}]", "/customers/0/properties/x", "expected text"),
        ("customers: {name: a}", "/customers", "expected a list"),
        (
            "customers: [{name: a, recipes: [{name: r, applications: [[x]]}]}]",
            "/customers/0/recipes/0/applications/0",
            "expected text",
        ),
        ("customers: [a]", "/customers/0", "expected a mapping"),
        ("customers: [{name: a, id: 0}]", "/customers/0/id", "minimum 1"),
        ("customers: [{name: a, id: null}]", "/customers/0/id", "expected an integer"),
        (
            "customers: [{name: a, environments: [{environment_type: test}, {environment_type: test}]}]",
            "/customers/0/environments/1/environment_type",
            "another object has the environment_type 'test'",
        ),
        (
            "customers: [{name: a, lookup_tables: [{name: t, columns: [x, x]}]}]",
            "/customers/0/lookup_tables/0/columns",
            "unique label",
        ),
        (
            "customers: [{name: a, packages: [{operation_type: export, archive: {data: '%'}}]}]",
            "/customers/0/packages/0/archive/data",
            "base64",
        ),
        (
            "customers: [{name: a, activity_log: [{event_type: x, timestamp: '2023-13-01T00:00:00Z'}]}]",
            "/customers/0/activity_log/0/timestamp",
            "a time with an offset",
        ),
    ],
)
def test_a_wrong_value_is_reported_with_what_was_expected(
    tmp_path: Path, document: Document, text: str, pointer: str, sentence: str
) -> None:
    """Each kind of wrong value or reference has one problem, which says what was expected."""
    found = problems_of(text, tmp_path / "seed.yaml", document)
    assert [each[1] for each in found] == [pointer]
    assert sentence in found[0][2]


@pytest.mark.parametrize(
    ("name", "data", "line", "sentence"),
    [
        ("seed.yaml", b"customers:\n- name: a\n  name: b\n", 3, "'name' is here a second time; the first is in line 2"),
        ("seed.json", b'{"customers": [\n{"name": "a",\n"name": "b"}]}', 3, "the key 'name' is here a second time"),
        ("seed.yaml", b"customers:\n\t- name: a\n", 2, "indented by spaces, not tabs"),
        ("seed.yaml", b"customers: &all\n- *all\n", 1, "an alias is in the value that it stands for"),
        ("seed.yaml", b"\xff\xfec\x00", None, "is not UTF-8 at byte 0; expected a text file in UTF-8"),
        ("seed.yaml", b"", None, "a seed must be a mapping of sections"),
        ("seed.json", b"", None, "a seed must be a mapping of sections"),
        ("seed.json", b'{\n"a": 1,\n"b"}', 3, "does not parse: not JSON"),
        ("seed.yaml", b"- customers\n", 1, "a seed must be a mapping of sections"),
        ("seed.yaml", b"a: 1\n---\nb: 2\n", 2, "expected a single document"),
        ("seed.yaml", MANY_ALIASES, None, "its aliases make"),
        ("seed.yaml", b"a: " + b"[" * 5000, 1, "nest"),
        ("seed.yaml", b"- " * 5000, 1, "nest"),
    ],
)
def test_a_file_that_is_not_a_seed_gets_one_sentence(
    tmp_path: Path, document: Document, name: str, data: bytes, line: int | None, sentence: str
) -> None:
    """A file that cannot be a seed is rejected with one sentence and its line."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SeedError) as caught:
        load_seed(read_seed(str(path)), SchemaCompiler(document.content))
    assert sentence in str(caught.value)
    assert [problem.line for problem in caught.value.problems] == [line]


def test_anchors_can_be_used(tmp_path: Path, document: Document) -> None:
    """A seed can use anchors, aliases and merge keys of YAML, and a byte order mark."""
    path = tmp_path / "seed.yaml"
    path.write_text(
        "\ufeffcustomers:\n- &first {name: a, recipes: &r [{name: x}]}\n"
        "- <<: *first\n  name: b\n- {name: c, recipes: *r}\n"
    )
    rows = load_seed(read_seed(str(path)), SchemaCompiler(document.content))
    counts = {table.name: len(found) for table, found in rows.items()}
    assert (counts["managed_users"], counts["recipes"]) == (3, 3)
