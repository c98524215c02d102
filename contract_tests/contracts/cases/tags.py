"""Cases of tags."""

from __future__ import annotations

from contract_tests.contracts.case import CUSTOMER, NO_OBJECT, SALESFORCE, STOPPED_RECIPE, TAG, Case

CASES = {
    "list_tags": Case(
        lambda c: c.tags.list(CUSTOMER, q="fin", page=1, per_page=10),
        bad_queries=("page=0", "per_page=none"),
    ),
    "create_tag": Case(
        lambda c: c.tags.create(CUSTOMER, title="Operations", description="Recipes of operations", color="green"),
        bad_bodies=(*NO_OBJECT, "{}", '{"title": ""}', '{"title": " "}', '{"title": "Finance"}', '{"title": null}'),
    ),
    "update_tag": Case(
        lambda c: c.tags.update(CUSTOMER, TAG, title="Finance EU"),
        bad_bodies=(*NO_OBJECT, '{"title": ""}', '{"title": "Archived"}', '{"color": 7}'),
    ),
    "delete_tag": Case(lambda c: c.tags.delete(CUSTOMER, TAG)),
    "update_tags_assignments": Case(
        lambda c: c.tags.update_assignments(
            CUSTOMER, add_tags=[TAG], recipe_ids=[STOPPED_RECIPE], connection_ids=[SALESFORCE]
        ),
        bad_bodies=(
            *NO_OBJECT,
            "{}",
            f'{{"add_tags": ["{TAG}"]}}',
            '{"recipe_ids": [9001]}',
            f'{{"add_tags": ["{TAG}"], "recipe_ids": []}}',
            f'{{"add_tags": ["{TAG}"], "remove_tags": ["{TAG}"], "recipe_ids": [9001]}}',
            f'{{"add_tags": "{TAG}", "recipe_ids": [9001]}}',
            f'{{"add_tags": ["{TAG}"], "recipe_ids": ["x"]}}',
        ),
    ),
}
