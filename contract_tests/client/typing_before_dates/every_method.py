"""What each method takes and gives, for type checkers; never run. The next release's client must still satisfy it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Literal, assert_type

from workato_embedded import (
    AsyncFileContent,
    AsyncPages,
    AsyncWorkatoEmbedded,
    FileContent,
    Page,
    Unset,
    WorkatoEmbedded,
    models,
)


def list_managed_users(client: WorkatoEmbedded, page: int | Unset, per_page: int | Unset) -> None:
    """GET /managed_users."""
    assert_type(
        client.managed_users.list(
            page=page,
            per_page=per_page,
        ),
        Page[models.ManagedUser],
    )


def async_list_managed_users(client: AsyncWorkatoEmbedded, page: int | Unset, per_page: int | Unset) -> None:
    """GET /managed_users."""
    assert_type(
        client.managed_users.list(
            page=page,
            per_page=per_page,
        ),
        AsyncPages[models.ManagedUser],
    )


def create_managed_user(
    client: WorkatoEmbedded,
    name: str,
    notification_email: str,
    plan_id: str | Unset,
    external_id: str | Unset | None,
    origin_url: str | Unset | None,
    frame_ancestors: str | Unset | None,
    whitelisted_apps: Sequence[str] | Unset | None,
    error_notification_emails: str | Unset | None,
    admin_notification_emails: str | Unset | None,
    in_trial: bool | Unset,
    task_limit_adjustment: int | str | Unset,
    time_zone: str | Unset | None,
    oauth_id: str | Unset,
    auth_settings: models.AuthSettings | Mapping[str, Any] | Unset | None,
) -> None:
    """POST /managed_users."""
    assert_type(
        client.managed_users.create(
            name=name,
            notification_email=notification_email,
            plan_id=plan_id,
            external_id=external_id,
            origin_url=origin_url,
            frame_ancestors=frame_ancestors,
            whitelisted_apps=whitelisted_apps,
            error_notification_emails=error_notification_emails,
            admin_notification_emails=admin_notification_emails,
            in_trial=in_trial,
            task_limit_adjustment=task_limit_adjustment,
            time_zone=time_zone,
            oauth_id=oauth_id,
            auth_settings=auth_settings,
        ),
        models.ManagedUser,
    )


async def async_create_managed_user(
    client: AsyncWorkatoEmbedded,
    name: str,
    notification_email: str,
    plan_id: str | Unset,
    external_id: str | Unset | None,
    origin_url: str | Unset | None,
    frame_ancestors: str | Unset | None,
    whitelisted_apps: Sequence[str] | Unset | None,
    error_notification_emails: str | Unset | None,
    admin_notification_emails: str | Unset | None,
    in_trial: bool | Unset,
    task_limit_adjustment: int | str | Unset,
    time_zone: str | Unset | None,
    oauth_id: str | Unset,
    auth_settings: models.AuthSettings | Mapping[str, Any] | Unset | None,
) -> None:
    """POST /managed_users."""
    assert_type(
        await client.managed_users.create(
            name=name,
            notification_email=notification_email,
            plan_id=plan_id,
            external_id=external_id,
            origin_url=origin_url,
            frame_ancestors=frame_ancestors,
            whitelisted_apps=whitelisted_apps,
            error_notification_emails=error_notification_emails,
            admin_notification_emails=admin_notification_emails,
            in_trial=in_trial,
            task_limit_adjustment=task_limit_adjustment,
            time_zone=time_zone,
            oauth_id=oauth_id,
            auth_settings=auth_settings,
        ),
        models.ManagedUser,
    )


def get_task_usage(client: WorkatoEmbedded) -> None:
    """GET /managed_users/usage."""
    assert_type(client.managed_users.usage(), dict[str, Any])


async def async_get_task_usage(client: AsyncWorkatoEmbedded) -> None:
    """GET /managed_users/usage."""
    assert_type(await client.managed_users.usage(), dict[str, Any])


def get_managed_user(client: WorkatoEmbedded, managed_user_id: int | str) -> None:
    """GET /managed_users/{managed_user_id}."""
    assert_type(
        client.managed_users.get(
            managed_user_id,
        ),
        models.ManagedUser,
    )


async def async_get_managed_user(client: AsyncWorkatoEmbedded, managed_user_id: int | str) -> None:
    """GET /managed_users/{managed_user_id}."""
    assert_type(
        await client.managed_users.get(
            managed_user_id,
        ),
        models.ManagedUser,
    )


def update_managed_user(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    name: str | Unset,
    notification_email: str | Unset,
    external_id: str | Unset | None,
    origin_url: str | Unset | None,
    frame_ancestors: str | Unset | None,
    whitelisted_apps: Sequence[str] | Unset | None,
    error_notification_emails: str | Unset | None,
    admin_notification_emails: str | Unset | None,
    plan_id: str | Unset,
    in_trial: bool | Unset,
    task_limit_adjustment: int | str | Unset,
    custom_task_limit: int | Unset | None,
) -> None:
    """PUT /managed_users/{managed_user_id}."""
    assert_type(
        client.managed_users.update(
            managed_user_id,
            name=name,
            notification_email=notification_email,
            external_id=external_id,
            origin_url=origin_url,
            frame_ancestors=frame_ancestors,
            whitelisted_apps=whitelisted_apps,
            error_notification_emails=error_notification_emails,
            admin_notification_emails=admin_notification_emails,
            plan_id=plan_id,
            in_trial=in_trial,
            task_limit_adjustment=task_limit_adjustment,
            custom_task_limit=custom_task_limit,
        ),
        models.ManagedUser,
    )


async def async_update_managed_user(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    name: str | Unset,
    notification_email: str | Unset,
    external_id: str | Unset | None,
    origin_url: str | Unset | None,
    frame_ancestors: str | Unset | None,
    whitelisted_apps: Sequence[str] | Unset | None,
    error_notification_emails: str | Unset | None,
    admin_notification_emails: str | Unset | None,
    plan_id: str | Unset,
    in_trial: bool | Unset,
    task_limit_adjustment: int | str | Unset,
    custom_task_limit: int | Unset | None,
) -> None:
    """PUT /managed_users/{managed_user_id}."""
    assert_type(
        await client.managed_users.update(
            managed_user_id,
            name=name,
            notification_email=notification_email,
            external_id=external_id,
            origin_url=origin_url,
            frame_ancestors=frame_ancestors,
            whitelisted_apps=whitelisted_apps,
            error_notification_emails=error_notification_emails,
            admin_notification_emails=admin_notification_emails,
            plan_id=plan_id,
            in_trial=in_trial,
            task_limit_adjustment=task_limit_adjustment,
            custom_task_limit=custom_task_limit,
        ),
        models.ManagedUser,
    )


def delete_managed_user(client: WorkatoEmbedded, managed_user_id: int | str) -> None:
    """DELETE /managed_users/{managed_user_id}."""
    assert_type(
        client.managed_users.delete(
            managed_user_id,
        ),
        models.DeletedManagedUser,
    )


async def async_delete_managed_user(client: AsyncWorkatoEmbedded, managed_user_id: int | str) -> None:
    """DELETE /managed_users/{managed_user_id}."""
    assert_type(
        await client.managed_users.delete(
            managed_user_id,
        ),
        models.DeletedManagedUser,
    )


def list_members(client: WorkatoEmbedded, managed_user_id: int | str) -> None:
    """GET /managed_users/{managed_user_id}/members."""
    assert_type(
        client.managed_users.members.list(
            managed_user_id,
        ),
        Page[models.Member],
    )


def async_list_members(client: AsyncWorkatoEmbedded, managed_user_id: int | str) -> None:
    """GET /managed_users/{managed_user_id}/members."""
    assert_type(
        client.managed_users.members.list(
            managed_user_id,
        ),
        AsyncPages[models.Member],
    )


def add_member(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    name: str,
    oauth_id: str | Unset,
    role_name: str | Unset,
    external_id: str | Unset | None,
    time_zone: str | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/members."""
    assert_type(
        client.managed_users.members.add(
            managed_user_id,
            name=name,
            oauth_id=oauth_id,
            role_name=role_name,
            external_id=external_id,
            time_zone=time_zone,
        ),
        models.Member,
    )


async def async_add_member(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    name: str,
    oauth_id: str | Unset,
    role_name: str | Unset,
    external_id: str | Unset | None,
    time_zone: str | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/members."""
    assert_type(
        await client.managed_users.members.add(
            managed_user_id,
            name=name,
            oauth_id=oauth_id,
            role_name=role_name,
            external_id=external_id,
            time_zone=time_zone,
        ),
        models.Member,
    )


def get_member(client: WorkatoEmbedded, managed_user_id: int | str, member_id: int) -> None:
    """GET /managed_users/{managed_user_id}/members/{member_id}."""
    assert_type(
        client.managed_users.members.get(
            managed_user_id,
            member_id,
        ),
        models.Member,
    )


async def async_get_member(client: AsyncWorkatoEmbedded, managed_user_id: int | str, member_id: int) -> None:
    """GET /managed_users/{managed_user_id}/members/{member_id}."""
    assert_type(
        await client.managed_users.members.get(
            managed_user_id,
            member_id,
        ),
        models.Member,
    )


def update_member(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    member_id: int,
    role_name: str | Unset,
    oauth_id: str | Unset,
    external_id: str | Unset | None,
    time_zone: str | Unset,
) -> None:
    """PUT /managed_users/{managed_user_id}/members/{member_id}."""
    assert_type(
        client.managed_users.members.update(
            managed_user_id,
            member_id,
            role_name=role_name,
            oauth_id=oauth_id,
            external_id=external_id,
            time_zone=time_zone,
        ),
        models.Member,
    )


async def async_update_member(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    member_id: int,
    role_name: str | Unset,
    oauth_id: str | Unset,
    external_id: str | Unset | None,
    time_zone: str | Unset,
) -> None:
    """PUT /managed_users/{managed_user_id}/members/{member_id}."""
    assert_type(
        await client.managed_users.members.update(
            managed_user_id,
            member_id,
            role_name=role_name,
            oauth_id=oauth_id,
            external_id=external_id,
            time_zone=time_zone,
        ),
        models.Member,
    )


def remove_member(client: WorkatoEmbedded, managed_user_id: int | str, member_id: int) -> None:
    """DELETE /managed_users/{managed_user_id}/members/{member_id}."""
    assert_type(
        client.managed_users.members.remove(
            managed_user_id,
            member_id,
        ),
        models.RemovedMember,
    )


async def async_remove_member(client: AsyncWorkatoEmbedded, managed_user_id: int | str, member_id: int) -> None:
    """DELETE /managed_users/{managed_user_id}/members/{member_id}."""
    assert_type(
        await client.managed_users.members.remove(
            managed_user_id,
            member_id,
        ),
        models.RemovedMember,
    )


def upgrade_managed_user(client: WorkatoEmbedded, managed_user_id: int | str, plan_id: str | Unset) -> None:
    """PUT /managed_users/{managed_user_id}/upgrade."""
    call = client.managed_users.upgrade  # pyright: ignore[reportDeprecated]
    assert_type(
        call(
            managed_user_id,
            plan_id=plan_id,
        ),
        models.ManagedUserPlan,
    )


async def async_upgrade_managed_user(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, plan_id: str | Unset
) -> None:
    """PUT /managed_users/{managed_user_id}/upgrade."""
    call = client.managed_users.upgrade  # pyright: ignore[reportDeprecated]
    assert_type(
        await call(
            managed_user_id,
            plan_id=plan_id,
        ),
        models.ManagedUserPlan,
    )


def downgrade_managed_user(client: WorkatoEmbedded, managed_user_id: int | str) -> None:
    """PUT /managed_users/{managed_user_id}/downgrade."""
    call = client.managed_users.downgrade  # pyright: ignore[reportDeprecated]
    assert_type(
        call(
            managed_user_id,
        ),
        models.ManagedUserPlan,
    )


async def async_downgrade_managed_user(client: AsyncWorkatoEmbedded, managed_user_id: int | str) -> None:
    """PUT /managed_users/{managed_user_id}/downgrade."""
    call = client.managed_users.downgrade  # pyright: ignore[reportDeprecated]
    assert_type(
        await call(
            managed_user_id,
        ),
        models.ManagedUserPlan,
    )


def add_member_deprecated(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    name: str,
    oauth_id: str,
    role_name: str | Unset,
    external_id: str | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/member."""
    call = client.managed_users.members.add_deprecated  # pyright: ignore[reportDeprecated]
    assert_type(
        call(
            managed_user_id,
            name=name,
            oauth_id=oauth_id,
            role_name=role_name,
            external_id=external_id,
        ),
        models.ManagedUserPlan,
    )


async def async_add_member_deprecated(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    name: str,
    oauth_id: str,
    role_name: str | Unset,
    external_id: str | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/member."""
    call = client.managed_users.members.add_deprecated  # pyright: ignore[reportDeprecated]
    assert_type(
        await call(
            managed_user_id,
            name=name,
            oauth_id=oauth_id,
            role_name=role_name,
            external_id=external_id,
        ),
        models.ManagedUserPlan,
    )


def remove_member_deprecated(client: WorkatoEmbedded, managed_user_id: int | str, member_id: str) -> None:
    """DELETE /managed_users/{managed_user_id}/member."""
    call = client.managed_users.members.remove_deprecated  # pyright: ignore[reportDeprecated]
    assert_type(
        call(
            managed_user_id,
            member_id=member_id,
        ),
        models.RemovedMemberDeprecated,
    )


async def async_remove_member_deprecated(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, member_id: str
) -> None:
    """DELETE /managed_users/{managed_user_id}/member."""
    call = client.managed_users.members.remove_deprecated  # pyright: ignore[reportDeprecated]
    assert_type(
        await call(
            managed_user_id,
            member_id=member_id,
        ),
        models.RemovedMemberDeprecated,
    )


def list_connections(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    provider: str | Unset,
    folder_id: int | str | Unset,
    parent_id: int | str | Unset,
    external_id: int | str | Unset,
    include_runtime_connections: str | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/connections."""
    assert_type(
        client.connections.list(
            managed_user_id,
            provider=provider,
            folder_id=folder_id,
            parent_id=parent_id,
            external_id=external_id,
            include_runtime_connections=include_runtime_connections,
        ),
        Page[models.Connection],
    )


def async_list_connections(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    provider: str | Unset,
    folder_id: int | str | Unset,
    parent_id: int | str | Unset,
    external_id: int | str | Unset,
    include_runtime_connections: str | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/connections."""
    assert_type(
        client.connections.list(
            managed_user_id,
            provider=provider,
            folder_id=folder_id,
            parent_id=parent_id,
            external_id=external_id,
            include_runtime_connections=include_runtime_connections,
        ),
        AsyncPages[models.Connection],
    )


def create_connection(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    provider: str,
    name: str | Unset,
    folder_id: int | Unset,
    parent_id: int | Unset,
    external_id: str | Unset,
    shell_connection: bool | Unset,
    input: Mapping[str, Any] | Unset,
    oauth_token_pair: models.OauthTokenPair | Mapping[str, Any] | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/connections."""
    assert_type(
        client.connections.create(
            managed_user_id,
            provider=provider,
            name=name,
            folder_id=folder_id,
            parent_id=parent_id,
            external_id=external_id,
            shell_connection=shell_connection,
            input=input,
            oauth_token_pair=oauth_token_pair,
        ),
        models.Connection,
    )


async def async_create_connection(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    provider: str,
    name: str | Unset,
    folder_id: int | Unset,
    parent_id: int | Unset,
    external_id: str | Unset,
    shell_connection: bool | Unset,
    input: Mapping[str, Any] | Unset,
    oauth_token_pair: models.OauthTokenPair | Mapping[str, Any] | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/connections."""
    assert_type(
        await client.connections.create(
            managed_user_id,
            provider=provider,
            name=name,
            folder_id=folder_id,
            parent_id=parent_id,
            external_id=external_id,
            shell_connection=shell_connection,
            input=input,
            oauth_token_pair=oauth_token_pair,
        ),
        models.Connection,
    )


def update_connection(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    connection_id: int,
    name: str | Unset,
    folder_id: int | Unset,
    parent_id: int | Unset,
    external_id: str | Unset,
    input: Mapping[str, Any] | Unset,
    oauth_token_pair: models.OauthTokenPair | Mapping[str, Any] | Unset,
    provider: str | Unset,
) -> None:
    """PUT /managed_users/{managed_user_id}/connections/{connection_id}."""
    assert_type(
        client.connections.update(
            managed_user_id,
            connection_id,
            name=name,
            folder_id=folder_id,
            parent_id=parent_id,
            external_id=external_id,
            input=input,
            oauth_token_pair=oauth_token_pair,
            provider=provider,
        ),
        models.Connection,
    )


async def async_update_connection(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    connection_id: int,
    name: str | Unset,
    folder_id: int | Unset,
    parent_id: int | Unset,
    external_id: str | Unset,
    input: Mapping[str, Any] | Unset,
    oauth_token_pair: models.OauthTokenPair | Mapping[str, Any] | Unset,
    provider: str | Unset,
) -> None:
    """PUT /managed_users/{managed_user_id}/connections/{connection_id}."""
    assert_type(
        await client.connections.update(
            managed_user_id,
            connection_id,
            name=name,
            folder_id=folder_id,
            parent_id=parent_id,
            external_id=external_id,
            input=input,
            oauth_token_pair=oauth_token_pair,
            provider=provider,
        ),
        models.Connection,
    )


def delete_connection(client: WorkatoEmbedded, managed_user_id: int | str, connection_id: int) -> None:
    """DELETE /managed_users/{managed_user_id}/connections/{connection_id}."""
    client.connections.delete(
        managed_user_id,
        connection_id,
    )


async def async_delete_connection(client: AsyncWorkatoEmbedded, managed_user_id: int | str, connection_id: int) -> None:
    """DELETE /managed_users/{managed_user_id}/connections/{connection_id}."""
    await client.connections.delete(
        managed_user_id,
        connection_id,
    )


def disconnect_connection(
    client: WorkatoEmbedded, managed_user_id: int | str, connection_id: int, force: bool | Unset
) -> None:
    """POST /managed_users/{managed_user_id}/connections/{connection_id}/disconnect."""
    assert_type(
        client.connections.disconnect(
            managed_user_id,
            connection_id,
            force=force,
        ),
        models.DisconnectedConnection,
    )


async def async_disconnect_connection(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, connection_id: int, force: bool | Unset
) -> None:
    """POST /managed_users/{managed_user_id}/connections/{connection_id}/disconnect."""
    assert_type(
        await client.connections.disconnect(
            managed_user_id,
            connection_id,
            force=force,
        ),
        models.DisconnectedConnection,
    )


def get_picklist_values(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    connection_id: int,
    pick_list_name: str,
    pick_list_params: Mapping[str, Any] | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/connections/{connection_id}/pick_list."""
    assert_type(
        client.connections.pick_list(
            managed_user_id,
            connection_id,
            pick_list_name=pick_list_name,
            pick_list_params=pick_list_params,
        ),
        list[list[str]],
    )


async def async_get_picklist_values(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    connection_id: int,
    pick_list_name: str,
    pick_list_params: Mapping[str, Any] | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/connections/{connection_id}/pick_list."""
    assert_type(
        await client.connections.pick_list(
            managed_user_id,
            connection_id,
            pick_list_name=pick_list_name,
            pick_list_params=pick_list_params,
        ),
        list[list[str]],
    )


def list_connector_metadata(client: WorkatoEmbedded, applications: str | Unset) -> None:
    """GET /integrations."""
    assert_type(
        client.connectors.query(
            applications=applications,
        ),
        list[models.Connector],
    )


async def async_list_connector_metadata(client: AsyncWorkatoEmbedded, applications: str | Unset) -> None:
    """GET /integrations."""
    assert_type(
        await client.connectors.query(
            applications=applications,
        ),
        list[models.Connector],
    )


def list_all_connectors(client: WorkatoEmbedded, page: int | Unset, per_page: int | Unset) -> None:
    """GET /integrations/all."""
    assert_type(
        client.connectors.list(
            page=page,
            per_page=per_page,
        ),
        Page[models.Connector],
    )


def async_list_all_connectors(client: AsyncWorkatoEmbedded, page: int | Unset, per_page: int | Unset) -> None:
    """GET /integrations/all."""
    assert_type(
        client.connectors.list(
            page=page,
            per_page=per_page,
        ),
        AsyncPages[models.Connector],
    )


def list_custom_connectors(client: WorkatoEmbedded, title: str | Unset, oem_shared: bool | Unset) -> None:
    """GET /custom_connectors."""
    assert_type(
        client.custom_connectors.list(
            title=title,
            oem_shared=oem_shared,
        ),
        Page[models.CustomConnector],
    )


def async_list_custom_connectors(client: AsyncWorkatoEmbedded, title: str | Unset, oem_shared: bool | Unset) -> None:
    """GET /custom_connectors."""
    assert_type(
        client.custom_connectors.list(
            title=title,
            oem_shared=oem_shared,
        ),
        AsyncPages[models.CustomConnector],
    )


def get_custom_connector(client: WorkatoEmbedded, id: int) -> None:
    """GET /custom_connectors/{id}."""
    assert_type(
        client.custom_connectors.get(
            id,
        ),
        models.CustomConnector,
    )


async def async_get_custom_connector(client: AsyncWorkatoEmbedded, id: int) -> None:
    """GET /custom_connectors/{id}."""
    assert_type(
        await client.custom_connectors.get(
            id,
        ),
        models.CustomConnector,
    )


def share_custom_connector_version(client: WorkatoEmbedded, id: int, version: int) -> None:
    """POST /custom_connectors/{id}/oem_share/{version}."""
    assert_type(
        client.custom_connectors.share_version(
            id,
            version,
        ),
        dict[str, Any],
    )


async def async_share_custom_connector_version(client: AsyncWorkatoEmbedded, id: int, version: int) -> None:
    """POST /custom_connectors/{id}/oem_share/{version}."""
    assert_type(
        await client.custom_connectors.share_version(
            id,
            version,
        ),
        dict[str, Any],
    )


def suppress_shared_connector(client: WorkatoEmbedded, id: int) -> None:
    """DELETE /custom_connectors/{id}/suppress_oem_version."""
    assert_type(
        client.custom_connectors.suppress(
            id,
        ),
        dict[str, Any],
    )


async def async_suppress_shared_connector(client: AsyncWorkatoEmbedded, id: int) -> None:
    """DELETE /custom_connectors/{id}/suppress_oem_version."""
    assert_type(
        await client.custom_connectors.suppress(
            id,
        ),
        dict[str, Any],
    )


def share_recipe(client: WorkatoEmbedded, managed_user_id: int | str, recipe_id: int) -> None:
    """POST /managed_users/{managed_user_id}/recipes/{recipe_id}/share."""
    assert_type(
        client.custom_connectors.share_recipe(
            managed_user_id,
            recipe_id,
        ),
        dict[str, Any],
    )


async def async_share_recipe(client: AsyncWorkatoEmbedded, managed_user_id: int | str, recipe_id: int) -> None:
    """POST /managed_users/{managed_user_id}/recipes/{recipe_id}/share."""
    assert_type(
        await client.custom_connectors.share_recipe(
            managed_user_id,
            recipe_id,
        ),
        dict[str, Any],
    )


def assign_custom_oauth_profile(client: WorkatoEmbedded, managed_user_id: int | str, id: int) -> None:
    """POST /managed_users/{managed_user_id}/custom_oauth_profiles/{id}/assign."""
    client.custom_oauth_profiles.assign(
        managed_user_id,
        id,
    )


async def async_assign_custom_oauth_profile(client: AsyncWorkatoEmbedded, managed_user_id: int | str, id: int) -> None:
    """POST /managed_users/{managed_user_id}/custom_oauth_profiles/{id}/assign."""
    await client.custom_oauth_profiles.assign(
        managed_user_id,
        id,
    )


def unassign_custom_oauth_profile(
    client: WorkatoEmbedded, managed_user_id: int | str, id: int, force: bool | Unset
) -> None:
    """DELETE /managed_users/{managed_user_id}/custom_oauth_profiles/{id}/unassign."""
    client.custom_oauth_profiles.unassign(
        managed_user_id,
        id,
        force=force,
    )


async def async_unassign_custom_oauth_profile(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, id: int, force: bool | Unset
) -> None:
    """DELETE /managed_users/{managed_user_id}/custom_oauth_profiles/{id}/unassign."""
    await client.custom_oauth_profiles.unassign(
        managed_user_id,
        id,
        force=force,
    )


def list_api_collections(
    client: WorkatoEmbedded, managed_user_id: int | str, page: int | Unset, per_page: int | Unset
) -> None:
    """GET /managed_users/{managed_user_id}/api_collections."""
    assert_type(
        client.api_platform.collections.list(
            managed_user_id,
            page=page,
            per_page=per_page,
        ),
        Page[models.ApiCollection],
    )


def async_list_api_collections(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, page: int | Unset, per_page: int | Unset
) -> None:
    """GET /managed_users/{managed_user_id}/api_collections."""
    assert_type(
        client.api_platform.collections.list(
            managed_user_id,
            page=page,
            per_page=per_page,
        ),
        AsyncPages[models.ApiCollection],
    )


def create_api_collection(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    name: str,
    project_id: str | int | Unset,
    proxy_connection_id: int | Unset,
    openapi_spec: models.ApiDocument | Mapping[str, Any] | Unset,
    version: str | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/api_collections."""
    assert_type(
        client.api_platform.collections.create(
            managed_user_id,
            name=name,
            project_id=project_id,
            proxy_connection_id=proxy_connection_id,
            openapi_spec=openapi_spec,
            version=version,
        ),
        models.ApiCollection,
    )


async def async_create_api_collection(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    name: str,
    project_id: str | int | Unset,
    proxy_connection_id: int | Unset,
    openapi_spec: models.ApiDocument | Mapping[str, Any] | Unset,
    version: str | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/api_collections."""
    assert_type(
        await client.api_platform.collections.create(
            managed_user_id,
            name=name,
            project_id=project_id,
            proxy_connection_id=proxy_connection_id,
            openapi_spec=openapi_spec,
            version=version,
        ),
        models.ApiCollection,
    )


def list_api_endpoints(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    api_collection_id: int | Unset,
    page: int | Unset,
    per_page: int | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/api_endpoints."""
    assert_type(
        client.api_platform.endpoints.list(
            managed_user_id,
            api_collection_id=api_collection_id,
            page=page,
            per_page=per_page,
        ),
        Page[models.ApiEndpoint],
    )


def async_list_api_endpoints(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    api_collection_id: int | Unset,
    page: int | Unset,
    per_page: int | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/api_endpoints."""
    assert_type(
        client.api_platform.endpoints.list(
            managed_user_id,
            api_collection_id=api_collection_id,
            page=page,
            per_page=per_page,
        ),
        AsyncPages[models.ApiEndpoint],
    )


def enable_api_endpoint(client: WorkatoEmbedded, managed_user_id: int | str, api_endpoint_id: int) -> None:
    """PUT /managed_users/{managed_user_id}/api_endpoints/{api_endpoint_id}/enable."""
    client.api_platform.endpoints.enable(
        managed_user_id,
        api_endpoint_id,
    )


async def async_enable_api_endpoint(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, api_endpoint_id: int
) -> None:
    """PUT /managed_users/{managed_user_id}/api_endpoints/{api_endpoint_id}/enable."""
    await client.api_platform.endpoints.enable(
        managed_user_id,
        api_endpoint_id,
    )


def disable_api_endpoint(client: WorkatoEmbedded, managed_user_id: int | str, api_endpoint_id: int) -> None:
    """PUT /managed_users/{managed_user_id}/api_endpoints/{api_endpoint_id}/disable."""
    client.api_platform.endpoints.disable(
        managed_user_id,
        api_endpoint_id,
    )


async def async_disable_api_endpoint(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, api_endpoint_id: int
) -> None:
    """PUT /managed_users/{managed_user_id}/api_endpoints/{api_endpoint_id}/disable."""
    await client.api_platform.endpoints.disable(
        managed_user_id,
        api_endpoint_id,
    )


def list_api_clients(
    client: WorkatoEmbedded, managed_user_id: int | str, page: int | Unset, per_page: int | Unset
) -> None:
    """GET /managed_users/{managed_user_id}/api_clients."""
    assert_type(
        client.api_platform.clients.list(
            managed_user_id,
            page=page,
            per_page=per_page,
        ),
        Page[models.ApiClient],
    )


def async_list_api_clients(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, page: int | Unset, per_page: int | Unset
) -> None:
    """GET /managed_users/{managed_user_id}/api_clients."""
    assert_type(
        client.api_platform.clients.list(
            managed_user_id,
            page=page,
            per_page=per_page,
        ),
        AsyncPages[models.ApiClient],
    )


def create_api_client(client: WorkatoEmbedded, managed_user_id: int | str, name: str, project_id: str | Unset) -> None:
    """POST /managed_users/{managed_user_id}/api_clients."""
    assert_type(
        client.api_platform.clients.create(
            managed_user_id,
            name=name,
            project_id=project_id,
        ),
        models.ApiClient,
    )


async def async_create_api_client(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, name: str, project_id: str | Unset
) -> None:
    """POST /managed_users/{managed_user_id}/api_clients."""
    assert_type(
        await client.api_platform.clients.create(
            managed_user_id,
            name=name,
            project_id=project_id,
        ),
        models.ApiClient,
    )


def list_api_access_profiles(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    api_client_id: int | Unset,
    page: int | Unset,
    per_page: int | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/api_access_profiles."""
    assert_type(
        client.api_platform.access_profiles.list(
            managed_user_id,
            api_client_id=api_client_id,
            page=page,
            per_page=per_page,
        ),
        Page[models.ApiAccessProfile],
    )


def async_list_api_access_profiles(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    api_client_id: int | Unset,
    page: int | Unset,
    per_page: int | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/api_access_profiles."""
    assert_type(
        client.api_platform.access_profiles.list(
            managed_user_id,
            api_client_id=api_client_id,
            page=page,
            per_page=per_page,
        ),
        AsyncPages[models.ApiAccessProfile],
    )


def create_api_access_profile(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    name: str,
    api_collection_ids: Sequence[int],
    auth_type: Literal["jwt", "oauth2", "oidc", "token"],
    api_client_id: int | str | Unset,
    jwt_method: Literal["hmac", "rsa"] | Unset,
    jwt_secret: str | Unset,
    oidc_issuer: str | Unset,
    oidc_jwks_uri: str | Unset,
    access_profile_claim: str | Unset,
    required_claims: Sequence[str] | Unset,
    allowed_issuers: Sequence[str] | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/api_access_profiles."""
    assert_type(
        client.api_platform.access_profiles.create(
            managed_user_id,
            name=name,
            api_collection_ids=api_collection_ids,
            auth_type=auth_type,
            api_client_id=api_client_id,
            jwt_method=jwt_method,
            jwt_secret=jwt_secret,
            oidc_issuer=oidc_issuer,
            oidc_jwks_uri=oidc_jwks_uri,
            access_profile_claim=access_profile_claim,
            required_claims=required_claims,
            allowed_issuers=allowed_issuers,
        ),
        models.ApiAccessProfileDetails,
    )


async def async_create_api_access_profile(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    name: str,
    api_collection_ids: Sequence[int],
    auth_type: Literal["jwt", "oauth2", "oidc", "token"],
    api_client_id: int | str | Unset,
    jwt_method: Literal["hmac", "rsa"] | Unset,
    jwt_secret: str | Unset,
    oidc_issuer: str | Unset,
    oidc_jwks_uri: str | Unset,
    access_profile_claim: str | Unset,
    required_claims: Sequence[str] | Unset,
    allowed_issuers: Sequence[str] | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/api_access_profiles."""
    assert_type(
        await client.api_platform.access_profiles.create(
            managed_user_id,
            name=name,
            api_collection_ids=api_collection_ids,
            auth_type=auth_type,
            api_client_id=api_client_id,
            jwt_method=jwt_method,
            jwt_secret=jwt_secret,
            oidc_issuer=oidc_issuer,
            oidc_jwks_uri=oidc_jwks_uri,
            access_profile_claim=access_profile_claim,
            required_claims=required_claims,
            allowed_issuers=allowed_issuers,
        ),
        models.ApiAccessProfileDetails,
    )


def update_api_access_profile(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    api_access_profile_id: int,
    name: str | Unset,
    api_collection_ids: Sequence[int] | Unset,
    auth_type: Literal["jwt", "oauth2", "oidc", "token"] | Unset,
    jwt_method: Literal["hmac", "rsa"] | Unset,
    jwt_secret: str | Unset,
    oidc_issuer: str | Unset,
    oidc_jwks_uri: str | Unset,
    access_profile_claim: str | Unset,
    required_claims: Sequence[str] | Unset,
    allowed_issuers: Sequence[str] | Unset,
) -> None:
    """PUT /managed_users/{managed_user_id}/api_access_profiles/{api_access_profile_id}."""
    assert_type(
        client.api_platform.access_profiles.update(
            managed_user_id,
            api_access_profile_id,
            name=name,
            api_collection_ids=api_collection_ids,
            auth_type=auth_type,
            jwt_method=jwt_method,
            jwt_secret=jwt_secret,
            oidc_issuer=oidc_issuer,
            oidc_jwks_uri=oidc_jwks_uri,
            access_profile_claim=access_profile_claim,
            required_claims=required_claims,
            allowed_issuers=allowed_issuers,
        ),
        models.ApiAccessProfileDetails,
    )


async def async_update_api_access_profile(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    api_access_profile_id: int,
    name: str | Unset,
    api_collection_ids: Sequence[int] | Unset,
    auth_type: Literal["jwt", "oauth2", "oidc", "token"] | Unset,
    jwt_method: Literal["hmac", "rsa"] | Unset,
    jwt_secret: str | Unset,
    oidc_issuer: str | Unset,
    oidc_jwks_uri: str | Unset,
    access_profile_claim: str | Unset,
    required_claims: Sequence[str] | Unset,
    allowed_issuers: Sequence[str] | Unset,
) -> None:
    """PUT /managed_users/{managed_user_id}/api_access_profiles/{api_access_profile_id}."""
    assert_type(
        await client.api_platform.access_profiles.update(
            managed_user_id,
            api_access_profile_id,
            name=name,
            api_collection_ids=api_collection_ids,
            auth_type=auth_type,
            jwt_method=jwt_method,
            jwt_secret=jwt_secret,
            oidc_issuer=oidc_issuer,
            oidc_jwks_uri=oidc_jwks_uri,
            access_profile_claim=access_profile_claim,
            required_claims=required_claims,
            allowed_issuers=allowed_issuers,
        ),
        models.ApiAccessProfileDetails,
    )


def enable_api_access_profile(client: WorkatoEmbedded, managed_user_id: int | str, api_access_profile_id: int) -> None:
    """PUT /managed_users/{managed_user_id}/api_access_profiles/{api_access_profile_id}/enable."""
    client.api_platform.access_profiles.enable(
        managed_user_id,
        api_access_profile_id,
    )


async def async_enable_api_access_profile(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, api_access_profile_id: int
) -> None:
    """PUT /managed_users/{managed_user_id}/api_access_profiles/{api_access_profile_id}/enable."""
    await client.api_platform.access_profiles.enable(
        managed_user_id,
        api_access_profile_id,
    )


def disable_api_access_profile(client: WorkatoEmbedded, managed_user_id: int | str, api_access_profile_id: int) -> None:
    """PUT /managed_users/{managed_user_id}/api_access_profiles/{api_access_profile_id}/disable."""
    client.api_platform.access_profiles.disable(
        managed_user_id,
        api_access_profile_id,
    )


async def async_disable_api_access_profile(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, api_access_profile_id: int
) -> None:
    """PUT /managed_users/{managed_user_id}/api_access_profiles/{api_access_profile_id}/disable."""
    await client.api_platform.access_profiles.disable(
        managed_user_id,
        api_access_profile_id,
    )


def refresh_api_access_profile_secret(
    client: WorkatoEmbedded, managed_user_id: int | str, api_access_profile_id: int
) -> None:
    """PUT /managed_users/{managed_user_id}/api_access_profiles/{api_access_profile_id}/refresh_secret."""
    assert_type(
        client.api_platform.access_profiles.refresh_secret(
            managed_user_id,
            api_access_profile_id,
        ),
        models.ApiAccessProfileDetails,
    )


async def async_refresh_api_access_profile_secret(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, api_access_profile_id: int
) -> None:
    """PUT /managed_users/{managed_user_id}/api_access_profiles/{api_access_profile_id}/refresh_secret."""
    assert_type(
        await client.api_platform.access_profiles.refresh_secret(
            managed_user_id,
            api_access_profile_id,
        ),
        models.ApiAccessProfileDetails,
    )


def list_customer_managers(client: WorkatoEmbedded) -> None:
    """GET /customer_managers."""
    assert_type(client.customer_managers.list(), Page[models.CustomerManager])


def async_list_customer_managers(client: AsyncWorkatoEmbedded) -> None:
    """GET /customer_managers."""
    assert_type(client.customer_managers.list(), AsyncPages[models.CustomerManager])


def create_customer_manager(client: WorkatoEmbedded, team_collaborator_id: int, role_id: int | str) -> None:
    """POST /customer_managers."""
    assert_type(
        client.customer_managers.create(
            team_collaborator_id=team_collaborator_id,
            role_id=role_id,
        ),
        models.CustomerManager,
    )


async def async_create_customer_manager(
    client: AsyncWorkatoEmbedded, team_collaborator_id: int, role_id: int | str
) -> None:
    """POST /customer_managers."""
    assert_type(
        await client.customer_managers.create(
            team_collaborator_id=team_collaborator_id,
            role_id=role_id,
        ),
        models.CustomerManager,
    )


def update_customer_manager(client: WorkatoEmbedded, id: int, role_id: int | str) -> None:
    """PUT /customer_managers/{id}."""
    assert_type(
        client.customer_managers.update(
            id,
            role_id=role_id,
        ),
        models.CustomerManager,
    )


async def async_update_customer_manager(client: AsyncWorkatoEmbedded, id: int, role_id: int | str) -> None:
    """PUT /customer_managers/{id}."""
    assert_type(
        await client.customer_managers.update(
            id,
            role_id=role_id,
        ),
        models.CustomerManager,
    )


def delete_customer_manager(client: WorkatoEmbedded, id: int) -> None:
    """DELETE /customer_managers/{id}."""
    client.customer_managers.delete(
        id,
    )


async def async_delete_customer_manager(client: AsyncWorkatoEmbedded, id: int) -> None:
    """DELETE /customer_managers/{id}."""
    await client.customer_managers.delete(
        id,
    )


def list_folders(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    parent_id: int | str | Unset,
    page: int | Unset,
    per_page: int | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/folders."""
    assert_type(
        client.folders.list(
            managed_user_id,
            parent_id=parent_id,
            page=page,
            per_page=per_page,
        ),
        Page[models.Folder],
    )


def async_list_folders(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    parent_id: int | str | Unset,
    page: int | Unset,
    per_page: int | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/folders."""
    assert_type(
        client.folders.list(
            managed_user_id,
            parent_id=parent_id,
            page=page,
            per_page=per_page,
        ),
        AsyncPages[models.Folder],
    )


def create_folder(client: WorkatoEmbedded, managed_user_id: int | str, name: str, parent_id: str | Unset) -> None:
    """POST /managed_users/{managed_user_id}/folders."""
    assert_type(
        client.folders.create(
            managed_user_id,
            name=name,
            parent_id=parent_id,
        ),
        models.Folder,
    )


async def async_create_folder(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, name: str, parent_id: str | Unset
) -> None:
    """POST /managed_users/{managed_user_id}/folders."""
    assert_type(
        await client.folders.create(
            managed_user_id,
            name=name,
            parent_id=parent_id,
        ),
        models.Folder,
    )


def list_projects(
    client: WorkatoEmbedded, managed_user_id: int | str, page: int | Unset, per_page: int | Unset
) -> None:
    """GET /managed_users/{managed_user_id}/projects."""
    assert_type(
        client.projects.list(
            managed_user_id,
            page=page,
            per_page=per_page,
        ),
        Page[models.Project],
    )


def async_list_projects(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, page: int | Unset, per_page: int | Unset
) -> None:
    """GET /managed_users/{managed_user_id}/projects."""
    assert_type(
        client.projects.list(
            managed_user_id,
            page=page,
            per_page=per_page,
        ),
        AsyncPages[models.Project],
    )


def list_properties(
    client: WorkatoEmbedded, managed_user_id: int | str, prefix: str, project_id: int | str | Unset
) -> None:
    """GET /managed_users/{managed_user_id}/properties."""
    assert_type(
        client.properties.list(
            managed_user_id,
            prefix=prefix,
            project_id=project_id,
        ),
        dict[str, str],
    )


async def async_list_properties(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, prefix: str, project_id: int | str | Unset
) -> None:
    """GET /managed_users/{managed_user_id}/properties."""
    assert_type(
        await client.properties.list(
            managed_user_id,
            prefix=prefix,
            project_id=project_id,
        ),
        dict[str, str],
    )


def upsert_properties(
    client: WorkatoEmbedded, managed_user_id: int | str, properties: Mapping[str, str], project_id: int | str | Unset
) -> None:
    """POST /managed_users/{managed_user_id}/properties."""
    client.properties.upsert(
        managed_user_id,
        properties=properties,
        project_id=project_id,
    )


async def async_upsert_properties(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    properties: Mapping[str, str],
    project_id: int | str | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/properties."""
    await client.properties.upsert(
        managed_user_id,
        properties=properties,
        project_id=project_id,
    )


def list_lookup_tables(
    client: WorkatoEmbedded, managed_user_id: int | str, page: int | Unset, per_page: int | Unset
) -> None:
    """GET /managed_users/{managed_user_id}/lookup_tables."""
    assert_type(
        client.lookup_tables.list(
            managed_user_id,
            page=page,
            per_page=per_page,
        ),
        Page[models.LookupTable],
    )


def async_list_lookup_tables(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, page: int | Unset, per_page: int | Unset
) -> None:
    """GET /managed_users/{managed_user_id}/lookup_tables."""
    assert_type(
        client.lookup_tables.list(
            managed_user_id,
            page=page,
            per_page=per_page,
        ),
        AsyncPages[models.LookupTable],
    )


def create_lookup_table(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    name: str,
    schema: Sequence[models.LookupTableColumn | Mapping[str, Any]],
    project_id: int | str | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/lookup_tables."""
    assert_type(
        client.lookup_tables.create(
            managed_user_id,
            name=name,
            schema=schema,
            project_id=project_id,
        ),
        models.LookupTable,
    )


async def async_create_lookup_table(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    name: str,
    schema: Sequence[models.LookupTableColumn | Mapping[str, Any]],
    project_id: int | str | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/lookup_tables."""
    assert_type(
        await client.lookup_tables.create(
            managed_user_id,
            name=name,
            schema=schema,
            project_id=project_id,
        ),
        models.LookupTable,
    )


def batch_delete_lookup_tables(client: WorkatoEmbedded, managed_user_id: int | str, ids: Sequence[int]) -> None:
    """POST /managed_users/{managed_user_id}/lookup_tables/batch_delete."""
    client.lookup_tables.batch_delete(
        managed_user_id,
        ids=ids,
    )


async def async_batch_delete_lookup_tables(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, ids: Sequence[int]
) -> None:
    """POST /managed_users/{managed_user_id}/lookup_tables/batch_delete."""
    await client.lookup_tables.batch_delete(
        managed_user_id,
        ids=ids,
    )


def lookup_lookup_table_row(
    client: WorkatoEmbedded, managed_user_id: int | str, lookup_table_id: int, by: Mapping[str, str]
) -> None:
    """GET /managed_users/{managed_user_id}/lookup_tables/{lookup_table_id}/lookup."""
    assert_type(
        client.lookup_tables.lookup(
            managed_user_id,
            lookup_table_id,
            by=by,
        ),
        models.LookupTableRow,
    )


async def async_lookup_lookup_table_row(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, lookup_table_id: int, by: Mapping[str, str]
) -> None:
    """GET /managed_users/{managed_user_id}/lookup_tables/{lookup_table_id}/lookup."""
    assert_type(
        await client.lookup_tables.lookup(
            managed_user_id,
            lookup_table_id,
            by=by,
        ),
        models.LookupTableRow,
    )


def list_lookup_table_rows(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    lookup_table_id: int,
    page: int | Unset,
    per_page: int | Unset,
    by: Mapping[str, str] | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/lookup_tables/{lookup_table_id}/rows."""
    assert_type(
        client.lookup_tables.rows.list(
            managed_user_id,
            lookup_table_id,
            page=page,
            per_page=per_page,
            by=by,
        ),
        Page[models.LookupTableRow],
    )


def async_list_lookup_table_rows(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    lookup_table_id: int,
    page: int | Unset,
    per_page: int | Unset,
    by: Mapping[str, str] | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/lookup_tables/{lookup_table_id}/rows."""
    assert_type(
        client.lookup_tables.rows.list(
            managed_user_id,
            lookup_table_id,
            page=page,
            per_page=per_page,
            by=by,
        ),
        AsyncPages[models.LookupTableRow],
    )


def add_lookup_table_row(
    client: WorkatoEmbedded, managed_user_id: int | str, lookup_table_id: int, data: Mapping[str, str]
) -> None:
    """POST /managed_users/{managed_user_id}/lookup_tables/{lookup_table_id}/rows."""
    assert_type(
        client.lookup_tables.rows.add(
            managed_user_id,
            lookup_table_id,
            data=data,
        ),
        models.LookupTableRow,
    )


async def async_add_lookup_table_row(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, lookup_table_id: int, data: Mapping[str, str]
) -> None:
    """POST /managed_users/{managed_user_id}/lookup_tables/{lookup_table_id}/rows."""
    assert_type(
        await client.lookup_tables.rows.add(
            managed_user_id,
            lookup_table_id,
            data=data,
        ),
        models.LookupTableRow,
    )


def get_lookup_table_row(
    client: WorkatoEmbedded, managed_user_id: int | str, lookup_table_id: int, row_id: int
) -> None:
    """GET /managed_users/{managed_user_id}/lookup_tables/{lookup_table_id}/rows/{row_id}."""
    assert_type(
        client.lookup_tables.rows.get(
            managed_user_id,
            lookup_table_id,
            row_id,
        ),
        models.LookupTableRow,
    )


async def async_get_lookup_table_row(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, lookup_table_id: int, row_id: int
) -> None:
    """GET /managed_users/{managed_user_id}/lookup_tables/{lookup_table_id}/rows/{row_id}."""
    assert_type(
        await client.lookup_tables.rows.get(
            managed_user_id,
            lookup_table_id,
            row_id,
        ),
        models.LookupTableRow,
    )


def update_lookup_table_row(
    client: WorkatoEmbedded, managed_user_id: int | str, lookup_table_id: int, row_id: int, data: Mapping[str, str]
) -> None:
    """PUT /managed_users/{managed_user_id}/lookup_tables/{lookup_table_id}/rows/{row_id}."""
    assert_type(
        client.lookup_tables.rows.update(
            managed_user_id,
            lookup_table_id,
            row_id,
            data=data,
        ),
        models.LookupTableRow,
    )


async def async_update_lookup_table_row(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, lookup_table_id: int, row_id: int, data: Mapping[str, str]
) -> None:
    """PUT /managed_users/{managed_user_id}/lookup_tables/{lookup_table_id}/rows/{row_id}."""
    assert_type(
        await client.lookup_tables.rows.update(
            managed_user_id,
            lookup_table_id,
            row_id,
            data=data,
        ),
        models.LookupTableRow,
    )


def delete_lookup_table_row(
    client: WorkatoEmbedded, managed_user_id: int | str, lookup_table_id: int, row_id: int
) -> None:
    """DELETE /managed_users/{managed_user_id}/lookup_tables/{lookup_table_id}/rows/{row_id}."""
    client.lookup_tables.rows.delete(
        managed_user_id,
        lookup_table_id,
        row_id,
    )


async def async_delete_lookup_table_row(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, lookup_table_id: int, row_id: int
) -> None:
    """DELETE /managed_users/{managed_user_id}/lookup_tables/{lookup_table_id}/rows/{row_id}."""
    await client.lookup_tables.rows.delete(
        managed_user_id,
        lookup_table_id,
        row_id,
    )


def list_recipes(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    adapter_names_any: str | Unset,
    adapter_names_all: str | Unset,
    folder_id: int | str | Unset,
    running: bool | Unset,
    stop_cause: Literal["action_quota_limit", "trial_expired", "trigger_errors_limit", "txn_quota_limit"] | Unset,
    stopped_after: datetime.datetime | Unset,
    since_id: int | Unset,
    page: int | Unset,
    per_page: int | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/recipes."""
    assert_type(
        client.recipes.list(
            managed_user_id,
            adapter_names_any=adapter_names_any,
            adapter_names_all=adapter_names_all,
            folder_id=folder_id,
            running=running,
            stop_cause=stop_cause,
            stopped_after=stopped_after,
            since_id=since_id,
            page=page,
            per_page=per_page,
        ),
        Page[models.Recipe],
    )


def async_list_recipes(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    adapter_names_any: str | Unset,
    adapter_names_all: str | Unset,
    folder_id: int | str | Unset,
    running: bool | Unset,
    stop_cause: Literal["action_quota_limit", "trial_expired", "trigger_errors_limit", "txn_quota_limit"] | Unset,
    stopped_after: datetime.datetime | Unset,
    since_id: int | Unset,
    page: int | Unset,
    per_page: int | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/recipes."""
    assert_type(
        client.recipes.list(
            managed_user_id,
            adapter_names_any=adapter_names_any,
            adapter_names_all=adapter_names_all,
            folder_id=folder_id,
            running=running,
            stop_cause=stop_cause,
            stopped_after=stopped_after,
            since_id=since_id,
            page=page,
            per_page=per_page,
        ),
        AsyncPages[models.Recipe],
    )


def create_recipe(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    name: str | Unset,
    code: str | Unset,
    config: str | Unset,
    folder_id: str | Unset,
    description: str | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/recipes."""
    assert_type(
        client.recipes.create(
            managed_user_id,
            name=name,
            code=code,
            config=config,
            folder_id=folder_id,
            description=description,
        ),
        models.CreatedRecipe,
    )


async def async_create_recipe(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    name: str | Unset,
    code: str | Unset,
    config: str | Unset,
    folder_id: str | Unset,
    description: str | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/recipes."""
    assert_type(
        await client.recipes.create(
            managed_user_id,
            name=name,
            code=code,
            config=config,
            folder_id=folder_id,
            description=description,
        ),
        models.CreatedRecipe,
    )


def get_recipe(client: WorkatoEmbedded, managed_user_id: int | str, recipe_id: int) -> None:
    """GET /managed_users/{managed_user_id}/recipes/{recipe_id}."""
    assert_type(
        client.recipes.get(
            managed_user_id,
            recipe_id,
        ),
        models.Recipe,
    )


async def async_get_recipe(client: AsyncWorkatoEmbedded, managed_user_id: int | str, recipe_id: int) -> None:
    """GET /managed_users/{managed_user_id}/recipes/{recipe_id}."""
    assert_type(
        await client.recipes.get(
            managed_user_id,
            recipe_id,
        ),
        models.Recipe,
    )


def update_recipe(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    recipe_id: int,
    name: str | Unset,
    code: str | Unset,
    config: str | Unset,
    folder_id: str | Unset,
    description: str | Unset,
) -> None:
    """PUT /managed_users/{managed_user_id}/recipes/{recipe_id}."""
    assert_type(
        client.recipes.update(
            managed_user_id,
            recipe_id,
            name=name,
            code=code,
            config=config,
            folder_id=folder_id,
            description=description,
        ),
        models.RecipeOutcome,
    )


async def async_update_recipe(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    recipe_id: int,
    name: str | Unset,
    code: str | Unset,
    config: str | Unset,
    folder_id: str | Unset,
    description: str | Unset,
) -> None:
    """PUT /managed_users/{managed_user_id}/recipes/{recipe_id}."""
    assert_type(
        await client.recipes.update(
            managed_user_id,
            recipe_id,
            name=name,
            code=code,
            config=config,
            folder_id=folder_id,
            description=description,
        ),
        models.RecipeOutcome,
    )


def delete_recipe(client: WorkatoEmbedded, managed_user_id: int | str, recipe_id: int) -> None:
    """DELETE /managed_users/{managed_user_id}/recipes/{recipe_id}."""
    assert_type(
        client.recipes.delete(
            managed_user_id,
            recipe_id,
        ),
        models.RecipeOutcome,
    )


async def async_delete_recipe(client: AsyncWorkatoEmbedded, managed_user_id: int | str, recipe_id: int) -> None:
    """DELETE /managed_users/{managed_user_id}/recipes/{recipe_id}."""
    assert_type(
        await client.recipes.delete(
            managed_user_id,
            recipe_id,
        ),
        models.RecipeOutcome,
    )


def start_recipe(client: WorkatoEmbedded, managed_user_id: int | str, recipe_id: int) -> None:
    """PUT /managed_users/{managed_user_id}/recipes/{recipe_id}/start."""
    assert_type(
        client.recipes.start(
            managed_user_id,
            recipe_id,
        ),
        models.RecipeStart,
    )


async def async_start_recipe(client: AsyncWorkatoEmbedded, managed_user_id: int | str, recipe_id: int) -> None:
    """PUT /managed_users/{managed_user_id}/recipes/{recipe_id}/start."""
    assert_type(
        await client.recipes.start(
            managed_user_id,
            recipe_id,
        ),
        models.RecipeStart,
    )


def stop_recipe(client: WorkatoEmbedded, managed_user_id: int | str, recipe_id: int) -> None:
    """PUT /managed_users/{managed_user_id}/recipes/{recipe_id}/stop."""
    client.recipes.stop(
        managed_user_id,
        recipe_id,
    )


async def async_stop_recipe(client: AsyncWorkatoEmbedded, managed_user_id: int | str, recipe_id: int) -> None:
    """PUT /managed_users/{managed_user_id}/recipes/{recipe_id}/stop."""
    await client.recipes.stop(
        managed_user_id,
        recipe_id,
    )


def search_public_recipes(
    client: WorkatoEmbedded,
    applications: str,
    term: str | Unset,
    boost_owned: bool | Unset,
    page: int | Unset,
    per_page: int | Unset,
) -> None:
    """GET /recipes/search."""
    assert_type(
        client.recipes.search_public(
            applications=applications,
            term=term,
            boost_owned=boost_owned,
            page=page,
            per_page=per_page,
        ),
        Page[models.PublicRecipe],
    )


def async_search_public_recipes(
    client: AsyncWorkatoEmbedded,
    applications: str,
    term: str | Unset,
    boost_owned: bool | Unset,
    page: int | Unset,
    per_page: int | Unset,
) -> None:
    """GET /recipes/search."""
    assert_type(
        client.recipes.search_public(
            applications=applications,
            term=term,
            boost_owned=boost_owned,
            page=page,
            per_page=per_page,
        ),
        AsyncPages[models.PublicRecipe],
    )


def list_jobs(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    recipe_id: int,
    offset_job_id: int | str | Unset,
    prev: bool | Unset,
    status: Literal["failed", "pending", "succeeded"] | Unset,
    rerun_only: bool | Unset,
    offset_run_id: int | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/recipes/{recipe_id}/jobs."""
    assert_type(
        client.jobs.list(
            managed_user_id,
            recipe_id,
            offset_job_id=offset_job_id,
            prev=prev,
            status=status,
            rerun_only=rerun_only,
            offset_run_id=offset_run_id,
        ),
        Page[models.Job],
    )


def async_list_jobs(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    recipe_id: int,
    offset_job_id: int | str | Unset,
    prev: bool | Unset,
    status: Literal["failed", "pending", "succeeded"] | Unset,
    rerun_only: bool | Unset,
    offset_run_id: int | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/recipes/{recipe_id}/jobs."""
    assert_type(
        client.jobs.list(
            managed_user_id,
            recipe_id,
            offset_job_id=offset_job_id,
            prev=prev,
            status=status,
            rerun_only=rerun_only,
            offset_run_id=offset_run_id,
        ),
        AsyncPages[models.Job],
    )


def get_job(client: WorkatoEmbedded, managed_user_id: int | str, recipe_id: int, job_id: int | str) -> None:
    """GET /managed_users/{managed_user_id}/recipes/{recipe_id}/jobs/{job_id}."""
    assert_type(
        client.jobs.get(
            managed_user_id,
            recipe_id,
            job_id,
        ),
        models.JobDetail,
    )


async def async_get_job(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, recipe_id: int, job_id: int | str
) -> None:
    """GET /managed_users/{managed_user_id}/recipes/{recipe_id}/jobs/{job_id}."""
    assert_type(
        await client.jobs.get(
            managed_user_id,
            recipe_id,
            job_id,
        ),
        models.JobDetail,
    )


def create_export_manifest(
    client: WorkatoEmbedded,
    name: str,
    assets: Sequence[models.AssetReference | Mapping[str, Any]] | Unset,
    folder_id: int | Unset,
    include_test_cases: bool | Unset,
    auto_generate_assets: bool | Unset,
    include_data: bool | Unset,
    include_tags: bool | Unset,
    auto_run: bool | Unset,
) -> None:
    """POST /export_manifests."""
    assert_type(
        client.export_manifests.create(
            name=name,
            assets=assets,
            folder_id=folder_id,
            include_test_cases=include_test_cases,
            auto_generate_assets=auto_generate_assets,
            include_data=include_data,
            include_tags=include_tags,
            auto_run=auto_run,
        ),
        models.ExportManifest,
    )


async def async_create_export_manifest(
    client: AsyncWorkatoEmbedded,
    name: str,
    assets: Sequence[models.AssetReference | Mapping[str, Any]] | Unset,
    folder_id: int | Unset,
    include_test_cases: bool | Unset,
    auto_generate_assets: bool | Unset,
    include_data: bool | Unset,
    include_tags: bool | Unset,
    auto_run: bool | Unset,
) -> None:
    """POST /export_manifests."""
    assert_type(
        await client.export_manifests.create(
            name=name,
            assets=assets,
            folder_id=folder_id,
            include_test_cases=include_test_cases,
            auto_generate_assets=auto_generate_assets,
            include_data=include_data,
            include_tags=include_tags,
            auto_run=auto_run,
        ),
        models.ExportManifest,
    )


def get_export_manifest(client: WorkatoEmbedded, id: int) -> None:
    """GET /export_manifests/{id}."""
    assert_type(
        client.export_manifests.get(
            id,
        ),
        models.ExportManifest,
    )


async def async_get_export_manifest(client: AsyncWorkatoEmbedded, id: int) -> None:
    """GET /export_manifests/{id}."""
    assert_type(
        await client.export_manifests.get(
            id,
        ),
        models.ExportManifest,
    )


def update_export_manifest(
    client: WorkatoEmbedded,
    id: int,
    name: str | Unset,
    assets: Sequence[models.AssetReference | Mapping[str, Any]] | Unset,
    folder_id: int | Unset,
    include_test_cases: bool | Unset,
    auto_generate_assets: bool | Unset,
    include_data: bool | Unset,
    include_tags: bool | Unset,
    auto_run: bool | Unset,
) -> None:
    """PUT /export_manifests/{id}."""
    assert_type(
        client.export_manifests.update(
            id,
            name=name,
            assets=assets,
            folder_id=folder_id,
            include_test_cases=include_test_cases,
            auto_generate_assets=auto_generate_assets,
            include_data=include_data,
            include_tags=include_tags,
            auto_run=auto_run,
        ),
        models.ExportManifest,
    )


async def async_update_export_manifest(
    client: AsyncWorkatoEmbedded,
    id: int,
    name: str | Unset,
    assets: Sequence[models.AssetReference | Mapping[str, Any]] | Unset,
    folder_id: int | Unset,
    include_test_cases: bool | Unset,
    auto_generate_assets: bool | Unset,
    include_data: bool | Unset,
    include_tags: bool | Unset,
    auto_run: bool | Unset,
) -> None:
    """PUT /export_manifests/{id}."""
    assert_type(
        await client.export_manifests.update(
            id,
            name=name,
            assets=assets,
            folder_id=folder_id,
            include_test_cases=include_test_cases,
            auto_generate_assets=auto_generate_assets,
            include_data=include_data,
            include_tags=include_tags,
            auto_run=auto_run,
        ),
        models.ExportManifest,
    )


def import_package(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    folder_id: int | str,
    package: FileContent,
    restart_recipes: bool | Unset,
    include_tags: bool | Unset,
    folder_id_for_home_assets: str | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/imports."""
    assert_type(
        client.packages.import_package(
            managed_user_id,
            folder_id=folder_id,
            package=package,
            restart_recipes=restart_recipes,
            include_tags=include_tags,
            folder_id_for_home_assets=folder_id_for_home_assets,
        ),
        models.PackageImport,
    )


async def async_import_package(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    folder_id: int | str,
    package: AsyncFileContent,
    restart_recipes: bool | Unset,
    include_tags: bool | Unset,
    folder_id_for_home_assets: str | Unset,
) -> None:
    """POST /managed_users/{managed_user_id}/imports."""
    assert_type(
        await client.packages.import_package(
            managed_user_id,
            folder_id=folder_id,
            package=package,
            restart_recipes=restart_recipes,
            include_tags=include_tags,
            folder_id_for_home_assets=folder_id_for_home_assets,
        ),
        models.PackageImport,
    )


def get_import_status(client: WorkatoEmbedded, managed_user_id: int | str, package_id: int) -> None:
    """GET /managed_users/{managed_user_id}/imports/{package_id}."""
    assert_type(
        client.packages.get_import(
            managed_user_id,
            package_id,
        ),
        models.PackageImport,
    )


async def async_get_import_status(client: AsyncWorkatoEmbedded, managed_user_id: int | str, package_id: int) -> None:
    """GET /managed_users/{managed_user_id}/imports/{package_id}."""
    assert_type(
        await client.packages.get_import(
            managed_user_id,
            package_id,
        ),
        models.PackageImport,
    )


def export_package(client: WorkatoEmbedded, managed_user_id: int | str, id: int) -> None:
    """POST /managed_users/{managed_user_id}/exports/{id}."""
    assert_type(
        client.packages.export_package(
            managed_user_id,
            id,
        ),
        models.PackageExport,
    )


async def async_export_package(client: AsyncWorkatoEmbedded, managed_user_id: int | str, id: int) -> None:
    """POST /managed_users/{managed_user_id}/exports/{id}."""
    assert_type(
        await client.packages.export_package(
            managed_user_id,
            id,
        ),
        models.PackageExport,
    )


def get_export_status(client: WorkatoEmbedded, managed_user_id: int | str, id: int) -> None:
    """GET /managed_users/{managed_user_id}/exports/{id}."""
    assert_type(
        client.packages.get_export(
            managed_user_id,
            id,
        ),
        models.PackageExport,
    )


async def async_get_export_status(client: AsyncWorkatoEmbedded, managed_user_id: int | str, id: int) -> None:
    """GET /managed_users/{managed_user_id}/exports/{id}."""
    assert_type(
        await client.packages.get_export(
            managed_user_id,
            id,
        ),
        models.PackageExport,
    )


def list_roles(
    client: WorkatoEmbedded,
    managed_user_id: int | str,
    role_name: str | Unset,
    page: int | Unset,
    per_page: int | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/roles."""
    assert_type(
        client.roles.list(
            managed_user_id,
            role_name=role_name,
            page=page,
            per_page=per_page,
        ),
        Page[models.Role],
    )


def async_list_roles(
    client: AsyncWorkatoEmbedded,
    managed_user_id: int | str,
    role_name: str | Unset,
    page: int | Unset,
    per_page: int | Unset,
) -> None:
    """GET /managed_users/{managed_user_id}/roles."""
    assert_type(
        client.roles.list(
            managed_user_id,
            role_name=role_name,
            page=page,
            per_page=per_page,
        ),
        AsyncPages[models.Role],
    )


def copy_role(
    client: WorkatoEmbedded, managed_user_id: int | str, role_id: int, name: str, folder_ids: Sequence[str] | Unset
) -> None:
    """POST /managed_users/{managed_user_id}/roles/{role_id}/copy."""
    assert_type(
        client.roles.copy(
            managed_user_id,
            role_id,
            name=name,
            folder_ids=folder_ids,
        ),
        models.Role,
    )


async def async_copy_role(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, role_id: int, name: str, folder_ids: Sequence[str] | Unset
) -> None:
    """POST /managed_users/{managed_user_id}/roles/{role_id}/copy."""
    assert_type(
        await client.roles.copy(
            managed_user_id,
            role_id,
            name=name,
            folder_ids=folder_ids,
        ),
        models.Role,
    )


def invite_member(client: WorkatoEmbedded, managed_user_id: int | str, name: str, email: str, role_name: str) -> None:
    """POST /managed_users/{managed_user_id}/member_invitations."""
    client.member_invitations.create(
        managed_user_id,
        name=name,
        email=email,
        role_name=role_name,
    )


async def async_invite_member(
    client: AsyncWorkatoEmbedded, managed_user_id: int | str, name: str, email: str, role_name: str
) -> None:
    """POST /managed_users/{managed_user_id}/member_invitations."""
    await client.member_invitations.create(
        managed_user_id,
        name=name,
        email=email,
        role_name=role_name,
    )


def update_signature_verification_key(client: WorkatoEmbedded, key: str) -> None:
    """PUT /account/signature_verification_key."""
    assert_type(
        client.account.update_signature_verification_key(
            key=key,
        ),
        models.UpdatedSignatureVerificationKey,
    )


async def async_update_signature_verification_key(client: AsyncWorkatoEmbedded, key: str) -> None:
    """PUT /account/signature_verification_key."""
    assert_type(
        await client.account.update_signature_verification_key(
            key=key,
        ),
        models.UpdatedSignatureVerificationKey,
    )
