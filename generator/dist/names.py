"""The files for other teams, and what each of them is for."""

from __future__ import annotations

from typing import Final

SEED_SCHEMA: Final = "seed.schema.json"
FIXTURES: Final = "fixtures.json"
OPENAPI: Final = ("openapi.yaml", "openapi.json")
OPENAPI_3_1: Final = ("openapi-3.1.yaml", "openapi-3.1.json")
SCHEMAS: Final = "schemas.json"
COLLECTION: Final = "workato-embedded.postman_collection.json"
# What the collection imports. Postman looks for it in its working directory.
PACKAGE: Final = "package.zip"
WORKFLOWS: Final = "workflows.arazzo.yaml"
CATALOG_INFO: Final = "catalog-info.yaml"
LLMS: Final = "llms.txt"
# It needs Node, so it is not always there. The name has no version, as the names of the other files.
TYPESCRIPT: Final = "workato-embedded.tgz"
TYPESCRIPT_PURPOSE: Final = "a package for TypeScript and JavaScript, which npm installs"


def first_edition(date: str) -> tuple[str, str]:
    """Return the names of the files with the document of the first edition, which has this date."""
    return f"openapi-{date}.yaml", f"openapi-{date}.json"


def purposes(first: str) -> list[tuple[tuple[str, ...], str]]:
    """Return the names of files that belong together, with what they are for; `first` is the first edition's date."""
    return [
        (OPENAPI, "the OpenAPI 3.0.3 document in one file"),
        (OPENAPI_3_1, "the same document as OpenAPI 3.1"),
        (first_edition(first), "the document of the first edition"),
        ((SCHEMAS,), "the schemas as JSON Schema, draft 2020-12"),
        ((FIXTURES,), "example objects by schema name"),
        ((COLLECTION, PACKAGE), "a Postman collection of all operations, and the package that it imports"),
        ((WORKFLOWS,), "workflows of a partner in Arazzo 1.0, such as onboarding a customer"),
        ((CATALOG_INFO,), "the API as an entity of a Backstage catalog"),
        ((LLMS,), "an index for language models, with the Markdown of each page in `markdown/`"),
        ((SEED_SCHEMA,), "a JSON Schema of seeds, the initial states of the mock server"),
    ]
