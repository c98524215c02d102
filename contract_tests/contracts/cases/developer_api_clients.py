"""Cases of Developer API clients and their roles."""

from __future__ import annotations

from contract_tests.contracts.case import CLIENT_ROLE, CUSTOMER, DEVELOPER_API_CLIENT, FOLDER, NO_OBJECT, Case

_BAD_PAGES = ("page=0", "page=none", "per_page=0", "per_page=1.5")
_ALL = '"api_privilege_group_id": 26110, "all_folders": true, "environment": "DEV"'

CASES = {
    "list_developer_api_clients": Case(
        lambda c: c.developer_api_clients.list(CUSTOMER, page=1, per_page=10), bad_queries=_BAD_PAGES
    ),
    "create_developer_api_client": Case(
        lambda c: c.developer_api_clients.create(
            CUSTOMER,
            name="Acme deploy",
            api_privilege_group_id=CLIENT_ROLE,
            all_folders=False,
            folder_ids=[FOLDER],
            environment_name="Development",
            ip_allow_list=["203.0.113.10", "198.51.100.0/24"],
        ),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            f"{{{_ALL}}}",
            f'{{"name": "", {_ALL}}}',
            '{"name": "a", "api_privilege_group_id": 26110}',
            '{"name": "a", "api_privilege_group_id": 26110, "environment": "DEV", "all_folders": false}',
            '{"name": "a", "api_privilege_group_id": 26110, "all_folders": true}',
            '{"name": "a", "api_privilege_group_id": 1, "all_folders": true, "environment": "DEV"}',
            '{"name": "a", "api_privilege_group_id": 26110, "all_folders": true, "environment": "UAT"}',
            f'{{"name": "a", {_ALL}, "environment_name": "Production"}}',
            f'{{"name": "a", {_ALL}, "ip_allow_list": "everywhere"}}',
            f'{{"name": "a", {_ALL}, "ip_allow_list": [7]}}',
        ),
    ),
    "get_developer_api_client": Case(lambda c: c.developer_api_clients.get(CUSTOMER, DEVELOPER_API_CLIENT)),
    "update_developer_api_client": Case(
        lambda c: c.developer_api_clients.update(CUSTOMER, DEVELOPER_API_CLIENT, name="Acme nightly import"),
        bad_bodies=(
            *NO_OBJECT,
            '{"name": ""}',
            '{"all_folders": "no"}',
            '{"folder_ids": []}',
            '{"api_privilege_group_id": 1}',
            '{"ip_allow_list": "203.0.113.300"}',
            '{"environment_name": "Staging"}',
            '{"environment_name": "Test"}',
        ),
    ),
    "delete_developer_api_client": Case(lambda c: c.developer_api_clients.delete(CUSTOMER, DEVELOPER_API_CLIENT)),
    "regenerate_developer_api_client_token": Case(
        lambda c: c.developer_api_clients.regenerate_token(CUSTOMER, DEVELOPER_API_CLIENT)
    ),
    "list_developer_api_client_roles": Case(
        lambda c: c.developer_api_clients.roles.list(CUSTOMER, page=1, per_page=1), bad_queries=_BAD_PAGES
    ),
    "copy_developer_api_client_role": Case(lambda c: c.developer_api_clients.roles.copy(CUSTOMER, CLIENT_ROLE)),
}
