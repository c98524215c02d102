"""Cases of connections."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, JIRA, NO_OBJECT, NO_OBJECT_OR_NONE, PROJECT, SALESFORCE, SLACK, Case

CASES = {
    "list_connections": Case(
        lambda c: c.connections.list(
            CUSTOMER, provider="jira", folder_id=5512, project_id=str(PROJECT), includes=["tags"]
        ),
        bad_queries=("updated_after=yesterday", "includes[]=secrets"),
    ),
    "get_connection_input_schema": Case(lambda c: c.connections.input_schema(CUSTOMER, JIRA)),
    "create_connection": Case(
        lambda c: c.connections.create(
            CUSTOMER,
            provider="jira",
            name="Northwind Jira EU",
            folder_id=5512,
            parent_id=JIRA,
            external_id="nw-43",
            input={"host": "jira.example.com", "api_key": "secret"},
        ),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            '{"provider": ""}',
            '{"provider": 7}',
            '{"provider": "jira", "name": 7}',
            '{"provider": "jira", "folder_id": "none"}',
            '{"provider": "jira", "parent_id": 7102}',
            '{"provider": "jira", "input": []}',
        ),
    ),
    "update_connection": Case(
        lambda c: c.connections.update(
            CUSTOMER, JIRA, name="Northwind Jira EU", folder_id=5513, input={"host": "jira.example.com"}
        ),
        bad_bodies=(*NO_OBJECT_OR_NONE, '{"name": 7}', '{"name": []}', '{"parent_id": 7101}', '{"parent_id": 7102}'),
    ),
    "delete_connection": Case(
        lambda c: c.connections.delete(CUSTOMER, SLACK), bad_calls=(lambda c: c.connections.delete(CUSTOMER, JIRA),)
    ),
    "disconnect_connection": Case(
        lambda c: c.connections.disconnect(CUSTOMER, JIRA, force=True),
        bad_bodies=(*NO_OBJECT_OR_NONE, '{"force": "none"}', '{"force": []}'),
        bad_calls=(lambda c: c.connections.disconnect(CUSTOMER, JIRA),),
    ),
    "get_picklist_values": Case(
        lambda c: c.connections.pick_list(
            CUSTOMER, SALESFORCE, pick_list_name="sobject_fields", pick_list_params={"sobject_name": "Order__c"}
        ),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            '{"pick_list_name": ""}',
            '{"pick_list_name": "no_such_picklist"}',
            '{"pick_list_name": "sobject_fields"}',
            '{"pick_list_name": "sobject_fields", "pick_list_params": {"sobject_name": "NoSuchObject"}}',
            '{"pick_list_name": "sobject_fields", "pick_list_params": []}',
        ),
        bad_calls=(lambda c: c.connections.pick_list(CUSTOMER, SLACK, pick_list_name="channels"),),
    ),
}
