"""The reasons for which a direct link is rejected, with the status of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from workato_embedded_mock.errors import Reason


class Rejection(NamedTuple):
    """One reason to reject a link.

    Attributes:
        status: The status code, which is inferred.
        when: When a link is rejected for it.
        documented: Whether the vendor documents the code; the others are the mock's own.
    """

    status: int
    when: str
    documented: bool = False


# By code.
REJECTIONS = {
    "http_request_invalid": Rejection(400, "the request is not one for an HTML page", documented=True),
    "path_invalid": Rejection(400, "the path is missing or is not a path, or the link is not https", documented=True),
    "token_missing": Rejection(400, "the link has no token"),
    "token_invalid": Rejection(400, "the token is not a JWT"),
    "subject_invalid": Rejection(400, "the claim sub does not name vendor and customer"),
    "vendor_unknown": Rejection(401, "no account has the vendor id in the claim sub"),
    "algorithm_invalid": Rejection(401, "the algorithm of the token is not RS256"),
    "key_missing": Rejection(401, "the account has no key that verifies signatures"),
    "signature_invalid": Rejection(401, "the signature does not fit the account's key"),
    "iat_invalid": Rejection(401, "the claim iat is missing or is not a number"),
    "token_early": Rejection(401, "the claim iat is in the future"),
    "token_expired": Rejection(401, "the claim iat is too old"),
    "jti_missing": Rejection(401, "the claim jti is missing"),
    "jti_used": Rejection(401, "another request has used the claim jti"),
    "customer_unknown": Rejection(404, "the account has no such customer"),
    "user_unknown": Rejection(404, "the customer has no such collaborator"),
    "origin_invalid": Rejection(401, "the claim origin is not an origin"),
    "origin_not_allowed": Rejection(401, "the claim origin is not one of the allowed origins"),
}

_TOKEN = "/query/workato_dl_token"  # noqa: S105  # a JSON pointer


class LinkRejectedError(Exception):
    """A direct link is rejected.

    Attributes:
        code: The code of the reason.
        reason: The reason in words.
        allowed: The origins that may frame the page with the reason; None for all, because they are not known.
    """

    def __init__(self, code: str, text: str, pointer: str = _TOKEN, allowed: Sequence[str] | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.reason = Reason(pointer, code, text)
        self.allowed = allowed

    @property
    def rejection(self) -> Rejection:
        """The entry of the table."""
        return REJECTIONS[self.code]
