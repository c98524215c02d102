"""For each operation a call that succeeds in the seed's world, and what to send to be refused."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from attrs import asdict
from workato_embedded import AsyncPages, AsyncWorkatoEmbedded, Page, WorkatoEmbedded

CUSTOMER = "Ecust-0042"
EMPTY_CUSTOMER = "Eacme/42"
TABLE, ROW, MEMBER, PROJECT = 4101, 8801, 771203, 523200


@dataclass(frozen=True)
class Case:
    """How to call an operation, on either client, and queries or bodies that the spec documents as a 400."""

    call: Callable[[Any], Any]
    bad_queries: tuple[str, ...] = ()
    bad_bodies: tuple[str, ...] = ()


# What no operation with a body accepts: broken JSON, JSON of the wrong kind, text that is no UTF-8.
NO_OBJECT = ("{", "", "[]", "7", "null", '"text"', "\xff")

CASES: dict[str, Case] = {
    "list_managed_users": Case(
        lambda c: c.managed_users.list(page=1, per_page=2),
        bad_queries=("page=0", "page=none", "page=-1", "per_page=0", "per_page=1.5"),
    ),
    "create_managed_user": Case(
        lambda c: c.managed_users.create(
            name="Globex",
            notification_email="ops@example.com",
            external_id="globex/1 ö",
            whitelisted_apps=["jira"],
            auth_settings={"type": "workato_auth"},
            task_limit_adjustment="-5",
        ),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            '{"name": "Globex"}',
            '{"name": "", "notification_email": "ops@example.com"}',
            '{"name": null, "notification_email": "ops@example.com"}',
            '{"name": "Globex", "notification_email": 7}',
            '{"name": "Globex", "notification_email": "ops@example.com", "external_id": "cust-0042"}',
            '{"name": "Globex", "notification_email": "ops@example.com", "task_limit_adjustment": "many"}',
            '{"name": "Globex", "notification_email": "ops@example.com", "auth_settings": {"type": "magic"}}',
        ),
    ),
    "get_task_usage": Case(lambda c: c.managed_users.usage()),
    "get_managed_user": Case(lambda c: c.managed_users.get(CUSTOMER)),
    "update_managed_user": Case(
        lambda c: c.managed_users.update(CUSTOMER, name="Northwind Ltd", origin_url=None, in_trial=True),
        bad_bodies=(
            *NO_OBJECT,
            '{"name": 7}',
            '{"name": null}',
            '{"external_id": "acme/42"}',
            '{"custom_task_limit": 1203}',
            '{"custom_task_limit": -1}',
        ),
    ),
    "delete_managed_user": Case(lambda c: c.managed_users.delete(CUSTOMER)),
    "list_members": Case(lambda c: c.managed_users.members.list(CUSTOMER)),
    "add_member": Case(
        lambda c: c.managed_users.members.add(
            CUSTOMER, name="Kim Lee", role_name="Operator", external_id="usr-18", oauth_id="idp-18"
        ),
        bad_bodies=(*NO_OBJECT, "{}", '{"name": ["Kim"]}', '{"name": ""}'),
    ),
    "get_member": Case(lambda c: c.managed_users.members.get(CUSTOMER, MEMBER)),
    "update_member": Case(
        lambda c: c.managed_users.members.update(CUSTOMER, MEMBER, role_name="Operator"),
        bad_bodies=(*NO_OBJECT, '{"role_name": 1}'),
    ),
    "remove_member": Case(lambda c: c.managed_users.members.remove(CUSTOMER, MEMBER)),
    "list_connections": Case(lambda c: c.connections.list(CUSTOMER, provider="jira", folder_id=5512)),
    "list_lookup_tables": Case(
        lambda c: c.lookup_tables.list(CUSTOMER, per_page=10), bad_queries=("page=0", "per_page=none")
    ),
    "create_lookup_table": Case(
        lambda c: c.lookup_tables.create(
            CUSTOMER, name="regions", schema=[{"label": "region"}, {"label": "lead"}], project_id=PROJECT
        ),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            '{"name": "regions", "schema": []}',
            '{"lookup_table": {"name": "regions"}}',
            '{"lookup_table": {"name": "regions", "schema": [{"name": "region"}]}}',
            '{"lookup_table": {"name": "regions", "schema": "region"}}',
            '{"lookup_table": {"name": "r", "schema": [' + ",".join(f'{{"label": "c{n}"}}' for n in range(11)) + "]}}",
        ),
    ),
    "batch_delete_lookup_tables": Case(
        lambda c: c.lookup_tables.batch_delete(CUSTOMER, ids=[TABLE]),
        bad_bodies=(*NO_OBJECT, "{}", '{"ids": 4101}', '{"ids": ["x"]}', '{"ids": [1.5]}'),
    ),
    "lookup_lookup_table_row": Case(
        lambda c: c.lookup_tables.lookup(CUSTOMER, TABLE, by={"code": "SG", "country": "Singapore"}),
        bad_queries=("", "by=SG", "by[code=SG"),
    ),
    "list_lookup_table_rows": Case(
        lambda c: c.lookup_tables.rows.list(CUSTOMER, TABLE, by={"code": "TH"}, page=1, per_page=1000),
        bad_queries=("page=0", "per_page=0", "by=TH"),
    ),
    "add_lookup_table_row": Case(
        lambda c: c.lookup_tables.rows.add(CUSTOMER, TABLE, data={"code": "JP", "country": "Japan"}),
        bad_bodies=(*NO_OBJECT, "{}", '{"data": []}', '{"data": {"code": 7}}', '{"data": {"continent": "Asia"}}'),
    ),
    "get_lookup_table_row": Case(lambda c: c.lookup_tables.rows.get(CUSTOMER, TABLE, ROW)),
    "update_lookup_table_row": Case(
        lambda c: c.lookup_tables.rows.update(CUSTOMER, TABLE, ROW, data={"country": "Republic of Singapore"}),
        bad_bodies=(*NO_OBJECT, "{}", '{"data": "x"}', '{"data": {"continent": "Asia"}}'),
    ),
    "delete_lookup_table_row": Case(lambda c: c.lookup_tables.rows.delete(CUSTOMER, TABLE, ROW)),
    "list_properties": Case(
        lambda c: c.properties.list(CUSTOMER, prefix="billing.", project_id=PROJECT),
        bad_queries=("", "project_id=523200", "prefix=&project_id=none"),
    ),
    "upsert_properties": Case(
        lambda c: c.properties.upsert(CUSTOMER, properties={"erp.url": "https://erp.example.com", "": ""}),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            '{"properties": []}',
            '{"properties": {"a": 1}}',
            '{"properties": {"a": "' + 1025 * "x" + '"}}',
            '{"properties": {"' + 101 * "x" + '": "a"}}',
            '{"properties": {' + ",".join(f'"p{n}": ""' for n in range(1000)) + "}}",
        ),
    ),
}


class Recorder:
    """Notes the exchanges of the clients that it makes. All of them go to one server, with one token."""

    def __init__(self, base_url: str, token: str) -> None:
        self.base_url, self.token = base_url, token
        self.exchanges: list[httpx.Response] = []

    def sync(self, call: Callable[[WorkatoEmbedded], Any]) -> Any:
        """Carry out a call with the client that waits, and return its plain result."""
        with httpx.Client(event_hooks={"response": [self._note]}) as http:
            result = call(WorkatoEmbedded(self.token, base_url=self.base_url, http_client=http))
            return plain(result.items if isinstance(result, Page) else result)

    async def asynchronous(self, call: Callable[[AsyncWorkatoEmbedded], Any]) -> Any:
        """Carry out a call with the client for asyncio, and return its plain result."""
        async with httpx.AsyncClient(event_hooks={"response": [self._note_later]}) as http:
            result = call(AsyncWorkatoEmbedded(self.token, base_url=self.base_url, http_client=http))
            if isinstance(result, AsyncPages):
                result = (await result).items
            return plain(await result if inspect.isawaitable(result) else result)

    def _note(self, response: httpx.Response) -> None:
        response.read()
        self.exchanges.append(response)

    async def _note_later(self, response: httpx.Response) -> None:
        await response.aread()
        self.exchanges.append(response)


def plain(result: Any) -> Any:
    """Turn models into dicts, so that results can be compared whatever their class."""
    if isinstance(result, list):
        return [plain(entry) for entry in result]
    return asdict(result) if hasattr(result, "__attrs_attrs__") else result


def without_times(result: Any) -> Any:
    """Leave out what differs from moment to moment."""
    if isinstance(result, list):
        return [without_times(entry) for entry in result]
    times = ("created_at", "updated_at", "current_billing_period_start", "current_billing_period_end")
    return {k: v for k, v in result.items() if k not in times} if isinstance(result, dict) else result
