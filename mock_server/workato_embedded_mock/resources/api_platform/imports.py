"""Creates recipes and API endpoints from a parsed OpenAPI document."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select

from workato_embedded_mock.plain_json import Json, write_json
from workato_embedded_mock.resources.api_platform.documents import DocumentedEndpoint
from workato_embedded_mock.resources.recipes.recipes import create_recipe
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.api_platform import api_endpoints
from workato_embedded_mock.store.tables.folders import projects

# The base URL of API endpoints.
GATEWAY = "https://apim.example.com"

# The maximum length of a recipe name.
MAX_NAME_LENGTH = 255

_INSERT = insert(api_endpoints).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_FOLDER = select(projects.c.folder_id).where(projects.c.namespace == NAMESPACE_ID, projects.c.id == bindparam("of"))


def import_endpoints(
    context: Context, owner: int, collection: Row, documented: list[DocumentedEndpoint]
) -> dict[str, Json]:
    """Create an inactive endpoint with a stopped recipe for each documented one; return the results."""
    folder = context.session.scalar(_FOLDER, of=collection["project_id"]) if collection["project_id"] else None
    created = 0
    for endpoint in documented:
        recipe_id = _add_recipe(context, owner, endpoint, folder)
        if recipe_id is None:
            # The workspace is full.
            break
        _add_endpoint(context, owner, collection, endpoint, recipe_id)
        created += 1
    failed = documented[created:]
    return {
        "message": "Import failed" if failed else "Import completed successfully",
        "import_results": {
            "success": not failed,
            "total_endpoints": len(documented),
            "failed_endpoints": len(failed),
            "failed_actions": [f"{endpoint.method} {endpoint.path}" for endpoint in failed],
        },
    }


def _add_recipe(context: Context, owner: int, endpoint: DocumentedEndpoint, folder: int | None) -> int | None:
    recipe: dict[str, Json] = {"name": endpoint.name[:MAX_NAME_LENGTH], "code": _code(endpoint)}
    if folder is not None:
        recipe["folder_id"] = str(folder)
    response = create_recipe(context, str(owner), {"recipe": recipe})
    return int(response["id"]) if response["success"] else None


def _code(endpoint: DocumentedEndpoint) -> str:
    """Return the code of a recipe that receives a request and returns a response."""
    response = {
        "number": 1,
        "provider": "workato_api_platform",
        "name": "return_response",
        "keyword": "action",
        "input": {},
    }
    request = {
        "number": 0,
        "provider": "workato_api_platform",
        "name": "receive_request",
        "keyword": "trigger",
        "input": {"name": endpoint.name},
        "block": [response],
    }
    return write_json(request).decode("utf-8")


def _add_endpoint(context: Context, owner: int, collection: Row, endpoint: DocumentedEndpoint, recipe_id: int) -> None:
    url = f"{collection['url']}/{endpoint.path}"
    context.session.execute(
        _INSERT,
        owner=owner,
        id=context.session.next_id("api_endpoints"),
        api_collection_id=collection["id"],
        flow_id=recipe_id,
        name=endpoint.name,
        method=endpoint.method,
        url=url,
        legacy_url=None,
        base_path=url.removeprefix(GATEWAY),
        path=endpoint.path,
        active=False,
        legacy=False,
        created_at=collection["created_at"],
        updated_at=collection["created_at"],
    )
