"""The command with a mock server: output formats, paging, errors and exit codes."""

from __future__ import annotations

import csv
import io
import json
import shlex
from collections.abc import Callable

import pytest
from click.testing import Result
from workato_embedded import cli
from workato_embedded_mock import MockServer

from contract_tests.contracts.case import CUSTOMER
from contract_tests.contracts.cases.account import KEY
from contract_tests.support.command_line import run

Run = Callable[..., Result]

FORMS = ("json", "table", "csv")
OF = f"--managed-user-id {CUSTOMER}"
# A command of each resource.
LINES = {
    "account": "account update-signature-verification-key",
    "activity_logs": f"activity-logs list {OF} --page-size 10 --include-resource-types Flow",
    "api_platform": f"api-platform collections list {OF}",
    "collaborator_groups": f"collaborator-groups members list {OF} --id pf-MOCK0431-ID --text sam",
    "connections": f"connections list {OF}",
    "connectors": "connectors list",
    "custom_connectors": "custom-connectors list",
    "custom_oauth_profiles": f"custom-oauth-profiles assign {OF} --id 8201",
    "customer_managers": "customer-managers list",
    "deployments": f"deployments list {OF} --environment-type test",
    "environment_roles": f"environment-roles list {OF} --page-number 1 --page-size 10",
    "developer_api_clients": f"developer-api-clients roles list {OF}",
    "export_manifests": "export-manifests get --id 6101",
    "field_maps": f"field-maps list {OF} --recipe-id 9001",
    "folders": f"folders list {OF}",
    "jobs": f"jobs list {OF} --recipe-id 9001",
    "lookup_tables": f"lookup-tables rows list {OF} --lookup-table-id 4101 --by code=TH",
    "managed_users": f"managed-users members list {OF}",
    "member_invitations": f"member-invitations create {OF} --name Lou --email lou@example.com --role-name Operator",
    "packages": f"packages export-package {OF} --id 6101",
    "project_grants": f"project-grants get {OF} --id pg-MOCK0441-ID",
    "project_roles": f"project-roles list {OF} --name Builder",
    "project_builds": f"project-builds deploy {OF} --id 3907 --environment-type test",
    "projects": f"projects list {OF}",
    "properties": f"properties upsert {OF} --properties erp.url=https://erp.example.com",
    "recipes": f"recipes list {OF}",
    "roles_migration": f"roles-migration migrate-system-roles {OF} --dry-run",
    "roles": f"roles list {OF}",
    "tags": f"tags list {OF}",
}


@pytest.fixture
def command(base_url: str, token: str) -> Run:
    """Return a function that runs the command against the mock, in the test's namespace."""

    def call(line: str, *more: str, **options: str) -> Result:
        environment = {"WORKATO_EMBEDDED_API_TOKEN": token, "WORKATO_EMBEDDED_BASE_URL": base_url}
        return run(*shlex.split(line), *more, **{**environment, **options})

    return call


def test_each_resource_is_tested() -> None:
    """Each resource has a command line here."""
    assert LINES.keys() == cli.RESOURCES.keys()


@pytest.mark.parametrize("resource", LINES)
def test_each_resource_has_each_output_format(resource: str, command: Run, token: str) -> None:
    """A command of each resource works with the mock, and prints its result as JSON, table and CSV."""
    line = f"{LINES[resource]} --key {shlex.quote(KEY)}" if resource == "account" else LINES[resource]
    # Each format has its own namespace, since invitations are rate limited.
    results = {form: command(line, "-o", form, WORKATO_EMBEDDED_API_TOKEN=token + form) for form in FORMS}
    assert [result.exit_code for result in results.values()] == [0, 0, 0], [
        result.output for result in results.values()
    ]
    assert json.loads(results["json"].stdout) is not None
    assert results["table"].stdout.strip()
    assert list(csv.reader(io.StringIO(results["csv"].stdout)))


def test_a_created_object_is_shown(command: Run) -> None:
    """An object that is created with options and a body is shown by another command."""
    body = '{"auth_settings": {"type": "workato_auth"}, "origin_url": null}'
    made = command("managed-users create --name Globex --notification-email g@example.com -o json --body", body)
    number = json.loads(made.stdout)["id"]
    shown = command(f"managed-users get --managed-user-id {number} --columns id,name -o csv")
    assert shown.stdout == f"id,name\n{number},Globex\n"


def test_an_object_can_be_given_as_pairs_or_json(command: Run) -> None:
    """Properties can be given as pairs or as JSON, and are printed as CSV with one row for each."""
    made = command(
        f"properties upsert {OF} --properties erp.url=https://erp.example.com --properties", '{"erp.kind": "a b"}'
    )
    assert made.exit_code == 0, made.output
    assert command(f"properties list {OF} --prefix erp -o csv").stdout == (
        "property,value\nerp.kind,a b\nerp.url,https://erp.example.com\n"
    )
    assert command(f"managed-users get --managed-user-id {CUSTOMER} -o csv").stdout.startswith("id,external_id,name,")


def test_an_external_id_is_encoded_by_the_command(command: Run) -> None:
    """The command percent-encodes an external id with a slash."""
    shown = command("managed-users get --managed-user-id Eacme/42 -o csv --columns external_id")
    assert shown.stdout == "external_id\nacme/42\n"


def test_an_empty_list_prints_a_note_to_standard_error(command: Run) -> None:
    """An empty list prints nothing to standard output, and a note to standard error."""
    result = command(f"folders list {OF} --page 9")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No entries.\n")


def test_option_all_reads_all_pages(command: Run) -> None:
    """`--all` prints the items of all pages, with page numbers or a cursor; without it, those of one page."""
    page = json.loads(command("managed-users list --per-page 1 -o json").stdout)
    assert len(page) == 1
    assert json.loads(command("managed-users list --per-page 1 --envelope").stdout)["result"] == page
    entries = json.loads(command("managed-users list --per-page 1 --all -o json").stdout)
    assert [entry["external_id"] for entry in entries] == ["cust-0042", "acme/42"]
    jobs = json.loads(command(f"jobs list {OF} --recipe-id 9001 --all -o json").stdout)
    assert len({job["id"] for job in jobs}) == len(jobs) > 1


def test_secrets_are_masked_in_tables(command: Run) -> None:
    """A table masks secrets unless `--show-secrets` is given; JSON is the unchanged response."""
    line = f"api-platform access-profiles create {OF} --name P --api-client-id 3501 --auth-type token"
    line += " --api-collection-ids 3301"
    secret = json.loads(command(line, "-o", "json").stdout)["secret"]
    assert secret
    assert "••••" in command(line).stdout
    assert "••••" not in command(line, "--show-secrets").stdout


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (f"recipes get {OF} --recipe-id 1", 14, "/recipes/1: 404 Not found"),
        (f"recipes update {OF} --recipe-id 9001 --name New", 19, "200 running: can't modify running recipe"),
        ("managed-users list --page 0", 11, "GET /api/managed_users: 400 "),
        ("managed-users list --base-url http://127.0.0.1:1", 3, "GET /api/managed_users: "),
        ("managed-users list --base-url ftp://x", 2, "invalid --base-url: expected https://host/api"),
        ("managed-users get --managed-user-id .", 2, "invalid --managed-user-id: '.'."),
        ("managed-users list --timeout 0", 2, "'0' is not a number of seconds above 0"),
        ("managed-users list --timeout inf", 2, "'inf' is not a number of seconds above 0"),
        ("-o json managed-users list", 2, "Put options after the command"),
        ("managed-users lits", 2, "No such command 'lits'."),
        (f"packages download {OF} --id 1 --to x.zip", 14, "404 Not found"),
    ],
)
def test_an_error_is_a_sentence_with_an_exit_code(command: Run, line: str, code: int, message: str) -> None:
    """Each kind of error has its exit code and a message on standard error, without a traceback."""
    result = command(line)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_token_is_required(command: Run) -> None:
    """Without a token and a terminal, the command fails and names the variable; no option takes a token."""
    result = command("managed-users list", WORKATO_EMBEDDED_API_TOKEN="")
    assert result.exit_code == 2
    assert "missing API token: set WORKATO_EMBEDDED_API_TOKEN;" in result.stderr
    assert "token" not in "".join(
        option for option in command("managed-users list --help").stdout.split() if "--" in option
    )


def test_a_wrong_token_has_its_own_exit_code() -> None:
    """A 401 has its own exit code."""
    with MockServer(tokens=["right"]) as server:
        environment = {"WORKATO_EMBEDDED_API_TOKEN": "wrong", "WORKATO_EMBEDDED_BASE_URL": server.url}
        result = run("managed-users", "list", **environment)
    assert (result.exit_code, result.stdout) == (12, "")
    assert "wrong" not in result.stderr
