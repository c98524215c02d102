"""Cases of field maps."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, FIELD_MAP, NO_OBJECT, RUNNING_RECIPE, Case

CASES = {
    "list_field_map_introspections": Case(lambda c: c.field_maps.list(CUSTOMER, RUNNING_RECIPE)),
    "get_field_map_introspection": Case(lambda c: c.field_maps.get(CUSTOMER, RUNNING_RECIPE, FIELD_MAP)),
    "update_field_map_introspection": Case(
        lambda c: c.field_maps.update(
            CUSTOMER, RUNNING_RECIPE, FIELD_MAP, mappings=[{"target": "summary", "source": "Order_Status__c"}]
        ),
        bad_bodies=(*NO_OBJECT, "{}", '{"mappings": {}}', '{"mappings": [7]}'),
    ),
    "update_field_map_introspections": Case(
        lambda c: c.field_maps.update_many(
            CUSTOMER,
            RUNNING_RECIPE,
            field_map_introspections=[{"handle": FIELD_MAP, "mappings": [{"target": "labels", "source": "Status"}]}],
        ),
        bad_bodies=(*NO_OBJECT, "{}", '{"field_map_introspections": [{"handle": "dm-1"}]}'),
    ),
    "refresh_field_map_schema": Case(lambda c: c.field_maps.refresh_schema(CUSTOMER, RUNNING_RECIPE, FIELD_MAP)),
    "get_field_map_pick_list": Case(
        lambda c: c.field_maps.pick_list(
            CUSTOMER,
            RUNNING_RECIPE,
            FIELD_MAP,
            pick_list_name="sobject_fields",
            pick_list_params={"sobject_name": "Order__c"},
        ),
        bad_bodies=(*NO_OBJECT, "{}", '{"pick_list_name": "unheard_of"}'),
    ),
}
