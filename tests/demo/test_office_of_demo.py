"""The demo's office: projects with owners and days, what is owed once a year reckoned from long before."""

from __future__ import annotations

from datetime import datetime

from sync.demo.closing import of_demo
from sync.packaged import folder as packaged
from tests.journeys.office import opened

NOW = datetime.fromisoformat("2026-11-20T19:00:00+07:00")
PLAIN = opened(packaged("config"))
OFFICE = of_demo(PLAIN, NOW)


def test_each_project_has_an_owner_of_its_own_group_or_learning_area() -> None:
    people = OFFICE.organisation.supervisors
    for project in OFFICE.organisation.projects.values():
        owner = people[project.owner or ""]
        own = owner.work_group == project.work_group if project.work_group else (
            project.learning_area in owner.learning_areas
        )  # fmt: skip
        assert own, project.code
    owners = {project.owner for project in OFFICE.organisation.projects.values()}
    assert len(owners) > len(people) / 2


def test_some_projects_are_past_their_day_and_most_are_not() -> None:
    days = [project.due for project in OFFICE.organisation.projects.values()]
    past = sum(due is not None and due < NOW.date() for due in days)
    assert 0 < past < len(days) / 4
    assert all(due and OFFICE.calendar.is_working_day(due) for due in days)


def test_only_what_is_owed_once_or_twice_a_year_is_reckoned_from_before() -> None:
    early = {rule.id for rule in OFFICE.duties.rules if rule.since}
    assert early == {"half-year-report", "sar", "school-profile"}
    assert not any(rule.since for rule in PLAIN.duties.rules)
