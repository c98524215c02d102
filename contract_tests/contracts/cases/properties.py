"""Cases of properties."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, NO_OBJECT, PROJECT, Case

CASES = {
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
