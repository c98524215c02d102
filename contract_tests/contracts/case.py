"""What a case is, and the objects of the seed's world that cases name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CUSTOMER = "Ecust-0042"
EMPTY_CUSTOMER = "Eacme/42"
TABLE, ROW, MEMBER, PROJECT = 4101, 8801, 771203, 523200
ROLE, CUSTOMER_MANAGER, CUSTOMER_MANAGER_PERSON = 2202, 6601, 88101
API_COLLECTION, API_CLIENT = 3301, 3501
API_ENDPOINT, API_ENDPOINT_OF_A_STOPPED_RECIPE = 3401, 3402
ACCESS_PROFILE, JWT_ACCESS_PROFILE = 3601, 3602
FOLDER, RUNNING_RECIPE, STOPPED_RECIPE = 5512, 9001, 9002
JOB = "j-AAAAAAAA-AAAAA1"
JIRA, SALESFORCE, SLACK = 7101, 7102, 7103
CUSTOM_CONNECTOR, UNRELEASED_CONNECTOR = 8101, 8102
PROFILE, OTHER_PROFILE = 8201, 8202


@dataclass(frozen=True)
class Case:
    """How to call an operation, on either client, and queries or bodies that the spec documents as a 400.

    `first` makes the world in which the call succeeds, where the seed's is not it. `bad_calls` are refused for the
    state that they find, or that they make with all but their last request. `never_bad` marks an operation without any
    of these, whose documented 400 has an occasion that the mock has not.
    """

    call: Callable[[Any], Any]
    bad_queries: tuple[str, ...] = ()
    bad_bodies: tuple[str, ...] = ()
    bad_calls: tuple[Callable[[Any], Any], ...] = ()
    never_bad: bool = False
    first: Callable[[Any], Any] | None = None


# What no operation with a body accepts: broken JSON, JSON of the wrong kind, text that is no UTF-8.
NO_OBJECT = ("{", "", "[]", "7", "null", '"text"', "\xff")
# The same for a body that may be left out: the empty one is none.
NO_OBJECT_OR_NONE = tuple(body for body in NO_OBJECT if body)
