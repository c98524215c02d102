"""Tags, and the connections that have them."""

from __future__ import annotations

import pytest
from workato_embedded import NotFoundError, WorkatoEmbedded


@pytest.mark.round_trip("list_tags", "create_tag", "update_tag", "delete_tag", "update_tags_assignments")
def test_a_tag_is_created_changed_assigned_and_deleted(client: WorkatoEmbedded) -> None:
    """A tag keeps its handle, by which it is assigned to connections; they lose it when it is deleted."""

    def tags_of_connections() -> list[list[str]]:
        return [connection.to_dict()["tags"] for connection in client.connections.list(512044, includes=["tags"])]

    before = tags_of_connections()
    made = client.tags.create(512044, title="Operations", color="green")
    changed = client.tags.update(512044, made.handle, title="Operations EU")
    assert client.tags.list(512044, q="operations").items == [changed]
    assert (changed.handle, changed.title, changed.color) == (made.handle, "Operations EU", "green")
    client.tags.update_assignments(512044, add_tags=[made.handle], connection_ids=[7101, 7102])
    assert tags_of_connections() == [[*before[0], made.handle], [made.handle], []]
    client.tags.update_assignments(512044, remove_tags=[made.handle], connection_ids=[7102])
    assert tags_of_connections() == [[*before[0], made.handle], [], []]
    client.tags.delete(512044, made.handle)
    assert tags_of_connections() == before
    with pytest.raises(NotFoundError):
        client.tags.update_assignments(512044, add_tags=[made.handle], connection_ids=[7101])
