"""The exit codes of the command line, by error."""

from __future__ import annotations

from typing import Final

from .. import errors

# The code of each error class; other classes have the code of the nearest base class. 0 is success. click uses 2 for
# invalid arguments, with which nothing was sent.
EXIT_CODES: Final[dict[type[Exception], int]] = {
    errors.APITimeoutError: 4,
    errors.APIConnectionError: 3,
    errors.APIResponseError: 5,
    errors.PackageFailedError: 6,
    errors.PackageTimeoutError: 7,
    errors.BadRequestError: 11,
    errors.AuthenticationError: 12,
    errors.PermissionDeniedError: 13,
    errors.NotFoundError: 14,
    errors.ConflictError: 15,
    errors.UnprocessableEntityError: 16,
    errors.RateLimitError: 17,
    errors.InternalServerError: 18,
    errors.RefusedError: 19,
    errors.APIStatusError: 10,
    errors.WorkatoEmbeddedError: 1,
}

# The code that shells use after Ctrl-C.
INTERRUPTED: Final = 130


def exit_code(error: errors.WorkatoEmbeddedError) -> int:
    """Return the exit code of an error."""
    return next(EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES)
