"""Cases of lookup tables."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, NO_OBJECT, PROJECT, ROW, TABLE, Case

CASES = {
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
            '{"name": "regions", "schema": 7}',
            '{"lookup_table": {"name": "regions"}}',
            '{"lookup_table": {"name": "regions", "schema": [{"name": "region"}]}}',
            '{"lookup_table": {"name": "regions", "schema": "region"}}',
            '{"lookup_table": {"name": "regions", "schema": []}}',
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
}
