"""Read who decides (posts, the head of the group, who acts for the head) and the projects."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from forms.model import Post, Project, Wording
from forms.organisation.coded import aliases, days, email, reference, references, text
from forms.places import Place

# The roles of `forms.model.chains.Step` that a post fills; deputies and supervisors are configured as such.
POSTS = ("director", "head", "admin-head", "clerk", "secretariat", "committee")


def read_post(code: str, place: Place, work_groups: Collection[str] | None) -> Post:
    """A post and who holds it: an address, a work group; a code that no step of a chain knows is told."""
    if code not in POSTS:
        place.wrong('"{code}" is no post', Wording(", ".join(POSTS)), code=code)
    of_people = ("email",) if code == "head" else ("email", "work_group")  # the head is `head`, a supervisor
    fields = place.fields(("name",), of_people)
    group = reference(fields.get("work_group"), work_groups, "work group")
    return Post(code, text(fields, "name"), email(fields), group)


@dataclass(frozen=True, slots=True)
class ProjectReader:
    """Reads projects; the codes that they may refer to, None where that part of the file is missing."""

    work_groups: Collection[str] | None
    learning_areas: Collection[str] | None
    supervisors: Collection[str] | None

    def project(self, code: str, place: Place) -> Project:
        """A project: of a work group or a learning area, not of both."""
        optional = ("work_group", "learning_area", "owner", "due", "since", "until", "aliases")
        fields = place.fields(("name",), optional)
        if "work_group" in fields and "learning_area" in fields:
            place.wrong("a work group and a learning area stand here", "one of them, or neither")
        since, until = days(fields)
        return Project(
            code,
            text(fields, "name"),
            reference(fields.get("work_group"), self.work_groups, "work group"),
            reference(fields.get("learning_area"), self.learning_areas, "learning area"),
            reference(fields.get("owner"), self.supervisors, "supervisor"),
            fields["due"].day() if "due" in fields else None,
            since,
            until,
            aliases(fields),
        )


def read_heads(fields: dict[str, Place], supervisors: Collection[str] | None) -> tuple[str, tuple[str, ...]]:
    """The head's code ("" where none is configured) and the codes of those who act for the head."""
    head = reference(fields.get("head"), supervisors, "supervisor") or ""
    acting = references(fields.get("acting"), supervisors, "supervisor")
    if head and head in acting:
        fields["acting"].wrong("{head} is the head", "those who act when the head is away", head=head)
    return head, acting
