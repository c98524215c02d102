"""Reads and writes the file of the profiles, which only its owner may read."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ..termination import removed_on_termination
from .profiles import Profiles, parse_profiles, profiles_as_json
from .streams import print_error

FOLDER_VARIABLE: Final = "WORKATO_EMBEDDED_CONFIG_DIR"
_FILE: Final = "profiles.json"
# More than any real file has, and little enough to be read at once.
_MAX_SIZE: Final = 1024 * 1024


def profiles_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the path of the file: in the folder of the variable, or in that of the system for settings."""
    if folder := environment.get(FOLDER_VARIABLE):
        return Path(folder).expanduser() / _FILE
    # Imported here, since a command with a token in a variable never needs it.
    import platformdirs

    return platformdirs.user_config_path("workato-embedded", appauthor=False) / _FILE


def load_profiles(environment: Mapping[str, str] = os.environ, *, warn: bool = True) -> Profiles:
    """Return the profiles; none if there is no file. Prints a warning if others can read it.

    Raises:
        ValueError: The file is not valid.
        OSError: The file cannot be read.
    """
    path = profiles_path(environment)
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_MAX_SIZE + 1)
    except FileNotFoundError:
        return Profiles()
    if warn and os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        print_error(f"Warning: others can access {path}, which may contain tokens: run chmod 600 {path}.")
    try:
        if len(content) > _MAX_SIZE:
            raise ValueError(f"it has more than {_MAX_SIZE} bytes")
        return parse_profiles(content.decode())
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} cannot be used: it is not UTF-8 text") from error
    except ValueError as error:
        raise ValueError(f"{path} cannot be used: {error}") from error


def save_profiles(profiles: Profiles) -> None:
    """Replace the file as a whole, with mode 0600; its folder gets 0700 if it is created. Raises OSError."""
    path = profiles_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A symbolic link stays one.
    real = Path(os.path.realpath(path))
    number, name = tempfile.mkstemp(prefix=f".{_FILE}.", dir=real.parent)
    part = Path(name)
    with removed_on_termination(part):
        try:
            with os.fdopen(number, "w", encoding="utf-8") as file:
                file.write(profiles_as_json(profiles))
                file.flush()
                os.fsync(number)
            part.replace(real)
        finally:
            part.unlink(missing_ok=True)
