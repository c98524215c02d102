"""The operations of browsers: direct links, their pages, and what people do there. The document does not have them."""

from __future__ import annotations

# What each operation is, by the id that it has in the journal and in fault rules.
BROWSER_OPERATIONS = {
    "open_direct_link": "Open a direct link",
    "open_direct_link_path": "Open a direct link with its path in the URL",
    "open_connection_widget": "Open the connection widget",
    "open_recipe_widget": "Open the recipe widget",
    "open_embedded_page": "Open a page of a session",
    "get_embedding_client": "Get the client script",
    "connect_in_widget": "Connect a connection",
    "cancel_in_widget": "Cancel connecting a connection",
    "disconnect_in_widget": "Disconnect a connection",
    "authorize_in_application": "Ask the application for access",
    "start_in_editor": "Start a recipe",
    "stop_in_editor": "Stop a recipe",
}
