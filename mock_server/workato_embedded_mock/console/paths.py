"""Where the console is."""

from __future__ import annotations

PREFIX = "/_mock/console"
