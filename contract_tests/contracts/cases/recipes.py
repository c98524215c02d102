"""Cases of recipes."""

from __future__ import annotations

from contract_tests.contracts.case import (
    CUSTOMER,
    FOLDER,
    NO_OBJECT,
    NO_OBJECT_OR_NONE,
    PROJECT,
    RECIPE_VERSION,
    RUNNING_RECIPE,
    STOPPED_RECIPE,
    Case,
)

# A folder below the project of the recipes.
OTHER_FOLDER = "5513"

CODE = (
    '{"number":0,"provider":"clock","name":"scheduled_event","keyword":"trigger","input":{},'
    '"block":[{"number":1,"provider":"jira","name":"create_issue","keyword":"action","input":{}}]}'
)
CONFIG = '[{"keyword":"application","name":"jira","provider":"jira","account_id":7101}]'

# Invalid fields, both for a new recipe and for an update.
BAD_FIELDS = (
    '{"recipe": []}',
    '{"recipe": {"code": 7}}',
    '{"recipe": {"code": "c", "folder_id": [5512]}}',
    '{"recipe": {"code": "c", "folder_id": "Home"}}',
    '{"recipe": {"code": "c", "config": 7}}',
    '{"recipe": {"code": "c", "name": "' + 256 * "n" + '"}}',
)

CASES = {
    "list_recipes": Case(
        lambda c: c.recipes.list(
            CUSTOMER,
            adapter_names_any="jira,clock",
            adapter_names_all="jira,salesforce",
            folder_id=FOLDER,
            with_subfolders=True,
            project_id=str(PROJECT),
            running=True,
            updated_after="2023-11-01T00:00:00Z",
            exclude_code=True,
            order="activity",
            since_id=STOPPED_RECIPE,
            page=1,
            per_page=10,
            includes=["tags"],
        ),
        bad_queries=(
            "page=0",
            "per_page=none",
            "folder_id=Home",
            "running=on",
            "stop_cause=boredom",
            "stopped_after=yesterday",
            "updated_after=yesterday",
            "with_subfolders=on",
            "exclude_code=2",
            "project_id=one",
            "since_id=none",
            "includes[]=secrets",
        ),
    ),
    "create_recipe": Case(
        lambda c: c.recipes.create(
            CUSTOMER, code=CODE, name="Hourly issue", config=CONFIG, folder_id=str(FOLDER), description="Makes issues"
        ),
        bad_bodies=(*NO_OBJECT, "{}", *BAD_FIELDS),
    ),
    "get_recipe": Case(
        lambda c: c.recipes.get(CUSTOMER, RUNNING_RECIPE, includes=["tags"]), bad_queries=("includes[]=secrets",)
    ),
    "update_recipe": Case(
        lambda c: c.recipes.update(CUSTOMER, STOPPED_RECIPE, name="Returns", code=CODE, folder_id=str(FOLDER)),
        bad_bodies=(*NO_OBJECT, "{}", *BAD_FIELDS),
    ),
    "delete_recipe": Case(lambda c: c.recipes.delete(CUSTOMER, STOPPED_RECIPE)),
    "start_recipe": Case(lambda c: c.recipes.start(CUSTOMER, STOPPED_RECIPE), never_bad=True),
    "stop_recipe": Case(lambda c: c.recipes.stop(CUSTOMER, RUNNING_RECIPE), never_bad=True),
    "search_public_recipes": Case(
        lambda c: c.recipes.search_public(
            applications="jira,salesforce", term="order", boost_owned=True, page=0, per_page=20
        ),
        bad_queries=("", "applications=", "applications=jira&page=-1", "applications=jira&per_page=0"),
    ),
    "copy_recipe": Case(
        lambda c: c.recipes.copy(CUSTOMER, RUNNING_RECIPE, folder_id=OTHER_FOLDER),
        bad_bodies=(*NO_OBJECT_OR_NONE, '{"folder_id": []}', '{"folder_id": "Home"}'),
    ),
    "reset_recipe_trigger": Case(lambda c: c.recipes.reset_trigger(CUSTOMER, RUNNING_RECIPE), never_bad=True),
    "poll_recipe_now": Case(
        lambda c: c.recipes.poll_now(CUSTOMER, RUNNING_RECIPE),
        bad_calls=(lambda c: c.recipes.poll_now(CUSTOMER, STOPPED_RECIPE),),
    ),
    "list_recipe_versions": Case(
        lambda c: c.recipes.versions.list(CUSTOMER, RUNNING_RECIPE, page=1, per_page=2),
        bad_queries=("page=0", "per_page=none"),
    ),
    "get_recipe_version": Case(lambda c: c.recipes.versions.get(CUSTOMER, RUNNING_RECIPE, RECIPE_VERSION)),
    "update_recipe_version_comment": Case(
        lambda c: c.recipes.versions.update_comment(CUSTOMER, RUNNING_RECIPE, RECIPE_VERSION, comment="Reviewed"),
        bad_bodies=(*NO_OBJECT, "{}", '{"comment": 7}', '{"comment": "' + 256 * "n" + '"}'),
    ),
}
