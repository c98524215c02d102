"""The class of cases, and the objects of the default seed that cases use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CUSTOMER = "Ecust-0042"
EMPTY_CUSTOMER = "Eacme/42"
TABLE, ROW, MEMBER, PROJECT = 4101, 8801, 771203, 523200
ROLE, CUSTOMER_MANAGER, CUSTOMER_MANAGER_PERSON = 2202, 6601, 88101
ENVIRONMENT_ROLE, SYSTEM_ROLE, PROJECT_ROLE, SYSTEM_PROJECT_ROLE = 411, 301, 421, 351
OTHER_MEMBER, GROUP, SYSTEM_GROUP = 771377, "pf-MOCK0431-ID", "am-MOCK512044-ID"
PROJECT_GRANT, PROJECT_GRANT_ROLE = "pg-MOCK0441-ID", "pr-MOCK0421-ID"
API_COLLECTION, API_CLIENT = 3301, 3501
API_ENDPOINT, API_ENDPOINT_OF_A_STOPPED_RECIPE = 3401, 3402
ACCESS_PROFILE, JWT_ACCESS_PROFILE = 3601, 3602
API_CLIENT_V2, JWT_API_CLIENT = 3502, 3503
API_KEY, DISABLED_API_KEY, JWT_API_KEY = 3701, 3702, 3703
FOLDER, RUNNING_RECIPE, STOPPED_RECIPE = 5512, 9001, 9002
RECIPE_VERSION, FIELD_MAP = 91002, "dm-Kq7Tz2Lm-8hW3xYp"
JOB = "j-AAAAAAAA-AAAAA1"
JIRA, SALESFORCE, SLACK = 7101, 7102, 7103
CUSTOM_CONNECTOR, UNRELEASED_CONNECTOR = 8101, 8102
PROFILE, OTHER_PROFILE = 8201, 8202
DEVELOPER_API_CLIENT, CLIENT_ROLE = 40311, 26110
TAG = "tag-Ab3dEf7h-Kq2M9z"
PROJECT_BUILD, DEPLOYMENT, APPROVED_DEPLOYMENT = 3907, 4410, 4411


@dataclass(frozen=True)
class Case:
    """How to call an operation with either client, and requests for which the spec documents a 400.

    Attributes:
        call: A call that succeeds.
        bad_queries: Query strings that get a 400.
        bad_bodies: Bodies that get a 400.
        bad_calls: Calls that get a 400 because of the state of the account, with their last request.
        unprocessable_calls: Calls that get a 422 because of the state of the account, with their last request.
        never_bad: Whether the mock has no occasion for the documented 400, so that there are no bad requests.
        first: Prepares the account before the call, if the default seed is not enough.
        not_found_calls: Calls with ids outside of the path that get a 404, each with its last request.
    """

    call: Callable[[Any], Any]
    bad_queries: tuple[str, ...] = ()
    bad_bodies: tuple[str, ...] = ()
    bad_calls: tuple[Callable[[Any], Any], ...] = ()
    unprocessable_calls: tuple[Callable[[Any], Any], ...] = ()
    never_bad: bool = False
    first: Callable[[Any], Any] | None = None
    not_found_calls: tuple[Callable[[Any], Any], ...] = ()


# Bodies that no operation accepts: malformed JSON, JSON of the wrong type, text that is not UTF-8.
NO_OBJECT = ("{", "", "[]", "7", "null", '"text"', "\xff")
# The same for an optional body, which may be empty.
NO_OBJECT_OR_NONE = tuple(body for body in NO_OBJECT if body)
