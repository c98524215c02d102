"""What was written is read back, by every way there is to read it."""

from __future__ import annotations

import json
import uuid

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded import UNSET, BadRequestError, NotFoundError, WorkatoEmbedded

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)


@pytest.mark.round_trip("create_managed_user", "get_managed_user", "list_managed_users")
def test_a_customer_is_read_back(client: WorkatoEmbedded) -> None:
    """A new customer is found by its id, by its external id and in the list, with what was sent."""
    made = client.managed_users.create(
        name="Globex", notification_email="ops@example.com", external_id="globex", frame_ancestors="https://example.com"
    )
    got = client.managed_users.get(made.id)
    assert (got.name, got.notification_email, got.external_id) == ("Globex", "ops@example.com", "globex")
    assert (got.frame_ancestors, got.origin_url) == ("https://example.com", None)
    assert client.managed_users.get("Eglobex") == got
    assert got in client.managed_users.list().items


@pytest.mark.round_trip("update_managed_user")
def test_an_update_changes_what_is_sent_and_null_clears(client: WorkatoEmbedded) -> None:
    """Absent, null and given are three things, all the way to the store."""
    before = client.managed_users.get(512101)
    assert before.origin_url is not None
    client.managed_users.update(512101, origin_url=None, name="Contoso Ltd")
    after = client.managed_users.get(512101)
    assert (after.name, after.origin_url) == ("Contoso Ltd", None)
    assert (after.frame_ancestors, after.external_id) == (before.frame_ancestors, before.external_id)


def test_a_new_external_id_moves_the_path(client: WorkatoEmbedded) -> None:
    """After a change of the external id the old `E` form is unknown and the new one works; null takes it away."""
    client.managed_users.update("Ecust-0042", external_id="E/42 %")
    assert client.managed_users.get("EE/42 %").id == 512044
    with pytest.raises(NotFoundError):
        client.managed_users.get("Ecust-0042")
    assert client.managed_users.update("EE/42 %", external_id=None).external_id is None
    with pytest.raises(NotFoundError):
        client.managed_users.get("EE/42 %")


@pytest.mark.round_trip("list_members", "add_member", "get_member", "update_member", "remove_member")
def test_members_come_and_go(client: WorkatoEmbedded) -> None:
    """A member is read back, changes its role, and is gone after removal."""
    managers = client.managed_users.members.list("Eacme/42")
    made = client.managed_users.members.add("Eacme/42", name="Kim Lee", role_name="Operator", external_id="u-1")
    assert [*managers, made] == client.managed_users.members.list("Eacme/42").items
    assert (made.name, made.role_name, made.external_id) == ("Kim Lee", "Operator", "u-1")
    client.managed_users.members.update("Eacme/42", made.id, role_name="Admin", time_zone="Kolkata")
    after = client.managed_users.members.get("Eacme/42", made.id)
    assert after == evolve(made, role_name="Admin")
    assert client.managed_users.members.remove("Eacme/42", made.id).id == made.id
    assert client.managed_users.members.list("Eacme/42") == managers


@pytest.mark.round_trip("create_lookup_table", "list_lookup_tables")
def test_a_table_is_read_back(client: WorkatoEmbedded) -> None:
    """A new table is in the list, its columns named col1 and so on, its project as text."""
    made = client.lookup_tables.create(
        512044, name="regions", schema=[{"label": "Region name"}, {"label": "lead"}], project_id=523200
    )
    assert made in client.lookup_tables.list(512044).items
    columns = json.loads(made.schema)
    assert [(c["name"], c["label"], c["type"]) for c in columns] == [
        ("col1", "Region name", "string"),
        ("col2", "lead", "string"),
    ]
    assert made.project_id == "523200"
    assert client.lookup_tables.create(512044, name="wide", schema=[]).project_id is None


@pytest.mark.round_trip(
    "add_lookup_table_row",
    "get_lookup_table_row",
    "update_lookup_table_row",
    "lookup_lookup_table_row",
    "list_lookup_table_rows",
    "delete_lookup_table_row",
)
def test_rows_come_change_and_go(client: WorkatoEmbedded) -> None:
    """A row is read back by id, list and lookup; an update merges; a deleted row is gone everywhere."""
    rows = client.lookup_tables.rows
    made = rows.add(512044, 4101, data={"code": "JP"})
    assert rows.get(512044, 4101, made.id).data["code"] == "JP"
    assert rows.update(512044, 4101, made.id, data={"country": "Japan"}).data == {"code": "JP", "country": "Japan"}
    assert client.lookup_tables.lookup(512044, 4101, by={"country": "Japan"}).id == made.id
    assert [row.id for row in rows.list(512044, 4101, by={"code": "JP"})] == [made.id]
    rows.delete(512044, 4101, made.id)
    with pytest.raises(NotFoundError):
        rows.get(512044, 4101, made.id)
    with pytest.raises(NotFoundError):
        client.lookup_tables.lookup(512044, 4101, by={"code": "JP"})


def test_a_lookup_finds_the_first_and_is_exact(client: WorkatoEmbedded) -> None:
    """Of equal rows the one with the lowest id is found; case counts; all given columns must match."""
    client.lookup_tables.rows.add(512044, 4101, data={"code": "SG", "country": "Singapore"})
    assert client.lookup_tables.lookup(512044, 4101, by={"code": "SG"}).id == 8801
    for by in ({"code": "sg"}, {"code": "SG", "country": "Thailand"}, {"code": "SG "}, {"code": "S%"}, {"code": "S_"}):
        with pytest.raises(NotFoundError):
            client.lookup_tables.lookup(512044, 4101, by=by)


@pytest.mark.round_trip("batch_delete_lookup_tables")
def test_a_batch_is_deleted_whole_or_not_at_all(client: WorkatoEmbedded) -> None:
    """An unknown id refuses the batch and deletes nothing; otherwise tables go with their rows."""
    other = client.lookup_tables.create(512044, name="regions", schema=[{"label": "region"}])
    with pytest.raises(NotFoundError):
        client.lookup_tables.batch_delete(512044, ids=[4101, other.id, 1])
    assert len(client.lookup_tables.list(512044).items) == 2
    client.lookup_tables.batch_delete(512044, ids=[4101, other.id])
    assert client.lookup_tables.list(512044).items == []
    with pytest.raises(NotFoundError):
        client.lookup_tables.rows.list(512044, 4101)


@given(
    environment=st.dictionaries(TEXT, TEXT, max_size=4), project=st.dictionaries(TEXT, TEXT, max_size=4), prefix=TEXT
)
def test_properties_are_kept_by_scope_and_found_by_prefix(
    base_url: str, environment: dict[str, str], project: dict[str, str], prefix: str
) -> None:
    """Whatever their names, properties of one scope are read back from it, and a prefix means the beginning."""
    with WorkatoEmbedded(f"properties-{uuid.uuid4()}", base_url=base_url) as client:
        client.properties.upsert("Eacme/42", properties=environment)
        assert client.properties.list("Eacme/42", prefix="") == environment
        client.properties.upsert(512044, project_id=523200, properties=project)
        own = {**project, "billing.admin_email": "admin@example.com", "billing.public_url": "https://www.example.com"}
        expected = {name: value for name, value in own.items() if name.startswith(prefix)}
        got = client.properties.list(512044, project_id="523200", prefix=prefix)
        assert got == {**expected, **{k: project[k] for k in expected if k in project}}


@pytest.mark.round_trip("upsert_properties", "list_properties")
def test_upserting_keeps_what_is_not_sent(client: WorkatoEmbedded) -> None:
    """A name that exists gets the new value, a new one is added, the others stay, up to a thousand."""
    client.properties.upsert(512044, properties={"crm_sync.batch_size": "5", "new": ""})
    assert client.properties.list(512044, prefix="") == {
        "crm_sync.object_name": "Contact",
        "crm_sync.batch_size": "5",
        "new": "",
    }
    client.properties.upsert(512044, properties={f"p{n}": "" for n in range(997)})
    assert len(client.properties.list(512044, prefix="")) == 1000
    with pytest.raises(BadRequestError):
        client.properties.upsert(512044, properties={"one more": ""})
    client.properties.upsert(512044, properties={"p0": "a name that exists is no further one"})


@pytest.mark.round_trip("delete_managed_user")
def test_a_deleted_customer_is_gone_with_all_it_had(client: WorkatoEmbedded) -> None:
    """Every path below a deleted customer is unknown, and its external id is free again."""
    client.managed_users.delete("Ecust-0042")
    for read in (client.managed_users.members.list, client.connections.list, client.lookup_tables.list):
        with pytest.raises(NotFoundError):
            read(512044)
    again = client.managed_users.create(name="Again", notification_email="ops@example.com", external_id="cust-0042")
    assert again.id != 512044
    assert client.lookup_tables.list(again.id).items == []


def test_usage_counts_tasks(client: WorkatoEmbedded) -> None:
    """The usage is an object; its keys are not documented and not promised."""
    assert isinstance(client.managed_users.usage(), dict)


def test_connections_are_filtered(client: WorkatoEmbedded) -> None:
    """Each filter keeps what equals it, and several are combined."""

    def names(**by: str | int) -> list[str]:
        return [connection.provider for connection in client.connections.list(512044, **by)]  # type: ignore[arg-type]  # any filter

    assert names() == ["jira", "salesforce", "slack"]
    assert names(provider="jira") == names(external_id="nw-42") == ["jira"]
    assert names(provider="jira", external_id="other") == names(folder_id=1) == names(parent_id=7101) == []
    assert names(folder_id=5512, include_runtime_connections="true") == ["jira", "salesforce", "slack"]


def test_what_was_not_sent_is_unset(client: WorkatoEmbedded) -> None:
    """An answer to create lacks what only get answers, and the client says so by UNSET or a value, never by failing."""
    made = client.managed_users.create(name="Globex", notification_email="ops@example.com")
    assert made.external_id is None
    assert made.task_count is UNSET or isinstance(made.task_count, int | None)
