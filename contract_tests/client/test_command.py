"""The command works with a server: forms of output, pages, errors and their exit codes."""

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

from contract_tests.client.command_line import run
from contract_tests.contracts.case import CUSTOMER
from contract_tests.contracts.cases.account import KEY

Run = Callable[..., Result]

FORMS = ("json", "table", "csv")
OF = f"--managed-user-id {CUSTOMER}"
LINES = {
    "account": "account update-signature-verification-key",
    "api_platform": f"api-platform collections list {OF}",
    "connections": f"connections list {OF}",
    "connectors": "connectors list",
    "custom_connectors": "custom-connectors list",
    "custom_oauth_profiles": f"custom-oauth-profiles assign {OF} --id 8201",
    "customer_managers": "customer-managers list",
    "export_manifests": "export-manifests get --id 6101",
    "folders": f"folders list {OF}",
    "jobs": f"jobs list {OF} --recipe-id 9001",
    "lookup_tables": f"lookup-tables rows list {OF} --lookup-table-id 4101 --by code=TH",
    "managed_users": f"managed-users members list {OF}",
    "member_invitations": f"member-invitations create {OF} --name Lou --email lou@example.com --role-name Operator",
    "packages": f"packages export-package {OF} --id 6101",
    "projects": f"projects list {OF}",
    "properties": f"properties upsert {OF} --properties erp.url=https://erp.example.com",
    "recipes": f"recipes list {OF}",
    "roles": f"roles list {OF}",
}
"""A command of each resource."""


@pytest.fixture
def ask(base_url: str, token: str) -> Run:
    """Runs the command against the mock, in the test's namespace."""

    def ask(line: str, *more: str, **options: str) -> Result:
        environment = {"WORKATO_EMBEDDED_API_TOKEN": token, "WORKATO_EMBEDDED_BASE_URL": base_url}
        return run(*shlex.split(line), *more, **{**environment, **options})

    return ask


def test_each_resource_has_a_line() -> None:
    """No resource is left out below."""
    assert LINES.keys() == cli.RESOURCES.keys()


@pytest.mark.parametrize("resource", LINES)
def test_each_resource_can_be_asked_in_each_form(resource: str, ask: Run, token: str) -> None:
    """A command of each resource works with the mock, and what it answers can be shown as table, JSON and CSV."""
    line = f"{LINES[resource]} --key {shlex.quote(KEY)}" if resource == "account" else LINES[resource]
    # In a namespace for each, since there may be one invitation in a minute.
    answers = {form: ask(line, "-o", form, WORKATO_EMBEDDED_API_TOKEN=token + form) for form in FORMS}
    assert [answer.exit_code for answer in answers.values()] == [0, 0, 0], [a.output for a in answers.values()]
    assert json.loads(answers["json"].stdout) is not None
    assert answers["table"].stdout.strip()
    assert list(csv.reader(io.StringIO(answers["csv"].stdout)))


def test_a_written_object_can_be_read(ask: Run) -> None:
    """What one command makes, with flags and a body, another one shows."""
    body = '{"auth_settings": {"type": "workato_auth"}, "origin_url": null}'
    made = ask("managed-users create --name Globex --notification-email g@example.com -o json --body", body)
    number = json.loads(made.stdout)["id"]
    shown = ask(f"managed-users get --managed-user-id {number} --columns id,name -o csv")
    assert shown.stdout == f"id,name\n{number},Globex\n"


def test_an_object_can_be_written_as_json(ask: Run) -> None:
    """Properties are given one by one or as JSON, and read again as CSV with a row for each."""
    made = ask(
        f"properties upsert {OF} --properties erp.url=https://erp.example.com --properties", '{"erp.kind": "a b"}'
    )
    assert made.exit_code == 0, made.output
    assert ask(f"properties list {OF} --prefix erp -o csv").stdout == (
        "property,value\nerp.kind,a b\nerp.url,https://erp.example.com\n"
    )
    assert ask(f"managed-users get --managed-user-id {CUSTOMER} -o csv").stdout.startswith("id,external_id,name,")


def test_an_external_id_is_written_plainly(ask: Run) -> None:
    """The command encodes it for the URL, a slash in it too."""
    shown = ask("managed-users get --managed-user-id Eacme/42 -o csv --columns external_id")
    assert shown.stdout == "external_id\nacme/42\n"


def test_an_empty_list_is_told_to_people_alone(ask: Run) -> None:
    """Standard output stays empty."""
    answer = ask(f"folders list {OF} --page 9")
    assert (answer.exit_code, answer.stdout, answer.stderr) == (0, "", "No entries.\n")


def test_all_goes_through_all_pages(ask: Run) -> None:
    """Without --all one page comes as it was answered; with it the entries of all, by numbers or by a cursor."""
    page = json.loads(ask("managed-users list --per-page 1 -o json").stdout)
    assert len(page["result"]) == 1
    entries = json.loads(ask("managed-users list --per-page 1 --all -o json").stdout)
    assert [entry["external_id"] for entry in entries] == ["cust-0042", "acme/42"]
    jobs = json.loads(ask(f"jobs list {OF} --recipe-id 9001 --all -o json").stdout)
    assert len({job["id"] for job in jobs}) == len(jobs) > 1


def test_secrets_are_masked_for_people_alone(ask: Run) -> None:
    """A table masks them unless it is told not to; JSON is what the API answered."""
    line = f"api-platform access-profiles create {OF} --name P --api-client-id 3501 --auth-type token"
    line += " --api-collection-ids 3301"
    secret = json.loads(ask(line, "-o", "json").stdout)["secret"]
    assert secret
    assert "••••" in ask(line).stdout
    assert "••••" not in ask(line, "--show-secrets").stdout


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (f"recipes get {OF} --recipe-id 1", 14, "/recipes/1: 404 Not found"),
        (f"recipes update {OF} --recipe-id 9001 --name New", 19, "200 running: can't modify running recipe"),
        ("managed-users list --page 0", 11, "GET /api/managed_users: 400 "),
        ("managed-users list --base-url http://127.0.0.1:1", 3, "GET /api/managed_users: "),
        ("managed-users list --base-url ftp://x", 2, "--base-url must look like https://host/api"),
        ("managed-users get --managed-user-id .", 2, "--managed-user-id must not be '.'."),
        ("managed-users list --timeout 0", 2, "'0' is no number of seconds above 0"),
        ("managed-users list --timeout inf", 2, "'inf' is no number of seconds above 0"),
        ("-o json managed-users list", 2, "Options stand behind the command"),
        ("managed-users lits", 2, "No such command 'lits'."),
        (f"packages download {OF} --id 1 --to x.zip", 14, "404 Not found"),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_a_code(ask: Run, line: str, code: int, said: str) -> None:
    """Each class of errors has its code, nothing is written to standard output, and no traceback to the other."""
    answer = ask(line)
    assert (answer.exit_code, answer.stdout) == (code, "")
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


def test_without_a_token_nothing_is_sent(ask: Run) -> None:
    """Where nobody can be asked for the token, the command says how to give it; no option takes it."""
    answer = ask("managed-users list", WORKATO_EMBEDDED_API_TOKEN="")
    assert answer.exit_code == 2
    assert "an API token is needed: set WORKATO_EMBEDDED_API_TOKEN." in answer.stderr
    assert "token" not in "".join(
        option for option in ask("managed-users list --help").stdout.split() if "--" in option
    )


def test_a_wrong_token_is_a_code_of_its_own() -> None:
    """401 can be told from everything else."""
    with MockServer(tokens=["right"]) as server:
        environment = {"WORKATO_EMBEDDED_API_TOKEN": "wrong", "WORKATO_EMBEDDED_BASE_URL": server.url}
        answer = run("managed-users", "list", **environment)
    assert (answer.exit_code, answer.stdout) == (12, "")
    assert "wrong" not in answer.stderr
