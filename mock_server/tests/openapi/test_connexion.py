"""A specification that is not checked again is the one that connexion makes of the same document."""

from __future__ import annotations

import copy
from typing import Any

from workato_embedded_mock.openapi._connexion import CheckedSpecification, Resolver, Specification
from workato_embedded_mock.openapi.document import Document, operations_of

BASE_PATH = "/api"


def operations(specification: Any, document: Document) -> list[dict[str, Any]]:
    """Return what the mock reads of the operations of a specification."""
    names = ("operation_id", "path", "method", "security", "security_schemes", "function")
    made = [
        specification.operation_cls.from_spec(
            specification,
            path=path,
            method=method.lower(),
            resolver=Resolver(lambda _name: None),
            uri_parser_class=None,
        )
        for path, method, _declared in operations_of(document.content)
    ]
    return [{name: getattr(operation, name) for name in names} for operation in made]


def test_a_checked_specification_is_that_of_connexion(document: Document) -> None:
    """Without its check, a specification has the attributes and the operations that connexion gives it."""
    checked: Any = CheckedSpecification(document.content)
    loaded: Any = Specification.load(copy.deepcopy(document.content))
    checked.base_path = loaded.base_path = BASE_PATH
    assert vars(checked).keys() == vars(loaded).keys()
    assert checked.raw == loaded.raw
    assert (checked.base_path, checked.version) == (loaded.base_path, loaded.version)
    assert operations(checked, document) == operations(loaded, document)


def test_a_checked_specification_does_not_change_the_document(document: Document) -> None:
    """The document is unchanged when connexion sets defaults, servers and parameters in its specification."""
    before = copy.deepcopy(document.content)
    checked: Any = CheckedSpecification(document.content)
    checked.base_path = BASE_PATH
    assert operations(checked, document) == operations(checked, document)
    assert document.content == before
