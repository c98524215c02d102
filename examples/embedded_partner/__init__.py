"""A partner's site that shows Workato in iframes: the widget of a connection, and the whole application."""
