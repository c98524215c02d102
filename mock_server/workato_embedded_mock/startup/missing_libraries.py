"""The sentence about a missing library, with the command that installs it; must not import any library."""

from __future__ import annotations

# What extras of the distribution install, by the extra's name. Everything else comes with the mock itself.
_EXTRAS = {
    "a2wsgi": "console",
    "cryptography": "embedding",
    "flask": "console",
    "jinja2": "embedding",
    "jwt": "embedding",
    "psycopg": "postgres",
}


def missing_library(error: ModuleNotFoundError) -> str:
    """Return one sentence that names the missing library and the command that installs it.

    Raises:
        ModuleNotFoundError: The module is one of the mock's own, so that nothing can be installed.
    """
    library = (error.name or "").partition(".")[0]
    if library in ("", __package__):
        raise error
    return f"{library} is missing: pip install 'workato-embedded[{_EXTRAS.get(library, 'mock')}]'"
