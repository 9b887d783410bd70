"""What nobody could verify of Google, each as a switch: nithet must keep its promises either way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Facts:
    """How the workspace behaves where Google's documents leave it open; the defaults are the likelier way."""

    storage: Literal["unlimited", "none"] = "unlimited"
    forms_without_storage: Literal["500", "403"] = "500"
    filter_time: Literal["lastSubmittedTime", "createTime"] = "lastSubmittedTime"
    response_order: Literal["submitted", "shuffled"] = "submitted"
    responses_in_changes: Literal["no", "yes"] = "no"
    options: Literal["refused", "accepted"] = "refused"
    sections_ahead: Literal["refused", "accepted"] = "refused"
    drive_limit: Literal["403", "429"] = "403"
    wording: Literal["usual", "other"] = "usual"


MEANINGS = {
    "storage": "what a service account may own: since 15 April 2025 a new one owns nothing at Google",
    "forms_without_storage": "how forms.create refuses a service account that may own nothing",
    "filter_time": "which time the filter of responses.list looks at",
    "response_order": "in which order responses.list answers: Google promises none",
    "responses_in_changes": "whether a form's new or edited response shows up in Drive's changes.list",
    "options": "what becomes of empty options and of an option that stands twice in a question",
    "sections_ahead": "what becomes of an option that leads to a section which the same batch makes later",
    "drive_limit": "how Drive says that a quota is used up: userRateLimitExceeded or rateLimitExceeded",
    "wording": "whether refusals are worded as usual: with another message nobody can lean on it",
}
