"""A simple model of what customers have, without a database: what the mock must have after the same calls."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Folder:
    """A folder. `parent` is the id of its folder; None for the Home folder."""

    name: str
    parent: int | None


@dataclass
class Connection:
    """A connection."""

    name: str
    folder: int | None
    is_authorized: bool = False


@dataclass
class Recipe:
    """A recipe, with the connection of its only action."""

    name: str
    folder: int
    connection: int | None
    is_running: bool = False


@dataclass
class Table:
    """A lookup table: its rows by id."""

    name: str
    rows: dict[int, dict[str, str]] = field(default_factory=dict)


@dataclass
class Customer:
    """A customer, with its objects by id."""

    name: str
    external_id: str | None
    home: int
    folders: dict[int, Folder]
    connections: dict[int, Connection] = field(default_factory=dict)
    recipes: dict[int, Recipe] = field(default_factory=dict)
    tables: dict[int, Table] = field(default_factory=dict)

    def is_project(self, folder: int) -> bool:
        """Return whether a folder is directly in Home."""
        return self.folders[folder].parent == self.home

    def below(self, folder: int) -> set[int]:
        """Return a folder and all folders in it."""
        found = {folder}
        while True:
            more = {one for one, value in self.folders.items() if value.parent in found} - found
            if not more:
                return found
            found |= more

    def is_empty(self, folder: int) -> bool:
        """Return whether neither a folder nor a folder below it has a recipe or a connection."""
        within = self.below(folder)
        has_connection = any(connection.folder in within for connection in self.connections.values())
        return not has_connection and not any(recipe.folder in within for recipe in self.recipes.values())

    def delete_folder(self, folder: int) -> None:
        """Delete a folder with everything in it."""
        within = self.below(folder)
        self.folders = {one: value for one, value in self.folders.items() if one not in within}
        self.recipes = {one: value for one, value in self.recipes.items() if value.folder not in within}
        self.connections = {one: value for one, value in self.connections.items() if value.folder not in within}

    def is_used(self, connection: int) -> bool:
        """Return whether a running recipe uses a connection."""
        return any(recipe.is_running and recipe.connection == connection for recipe in self.recipes.values())

    def can_start(self, recipe: int) -> bool:
        """Return whether the connection of a recipe is there and authorized."""
        wanted = self.recipes[recipe].connection
        return wanted is None or (wanted in self.connections and self.connections[wanted].is_authorized)
