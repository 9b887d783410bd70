"""What in the organisation is likely not meant so: told, and worked with; and networks with an end."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from forms.definition import load_forms, packaged_definitions
from forms.model import Organisation, Problem
from forms.model.chains import Chain, Chains, Step
from forms.organisation import load_organisation
from forms.organisation.dated import networks_in, work_groups_in
from sync.packaged import folder
from tests.forms.builders import LOG

TODAY = date(2026, 11, 23)
GOOD = """\
name: สำนักงานเขต
short_name: สพป.
deputies:
  A: {name: รอง ผอ. 1, email: a@office.example}
  B: {name: รอง ผอ. 2, email: b@office.example}
teams:
  T1: {name: ทีมที่ 1}
  T2: {name: ทีมที่ 2}
networks:
  N01: {name: เหนือ, team: T1, deputy: A}
  N02: {name: ใต้, team: T2, deputy: B}
work_groups:
  G1: {name: งานธุรการ}
  G2: {name: กลุ่มงานวัดผล}
learning_areas:
  thai: {name: ภาษาไทย}
supervisors:
  S01: {name: คนที่ 1, team: T1, work_group: G1, email: s01@office.example}
  S02: {name: คนที่ 2, team: T2, work_group: G2, email: s02@office.example}
  S03: {name: คนที่ 3, team: T2, email: s03@office.example, until: 1 ต.ค. 2569}
head: S01
acting: [S02]
projects:
  P1: {name: โครงการ, owner: S02}
"""
SCHOOLS = """\
code,name,network,opened,closed,aliases,formerly
SC1,บ้านหนึ่ง,N01,,,,
SC2,บ้านสอง,N02,,,,
"""
ENDED = "deputy: B, until: 1 ธ.ค. 2569}"


def load(
    folder: Path, text: str, schools: str = SCHOOLS, today: date | None = TODAY
) -> tuple[Organisation | None, list[Problem]]:
    (folder / "organisation.yaml").write_text(text, encoding="utf-8")
    (folder / "schools.csv").write_text(schools, encoding="utf-8")
    office, problems = load_organisation(folder, today)
    return office, list(problems)


def test_the_packaged_sample_and_a_good_file_give_no_warning(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD)[1] == []
    config = Path(__file__).resolve().parents[3] / "config"
    assert load_organisation(config, TODAY)[1] == ()


@pytest.mark.parametrize(
    ("old", "new", "path", "message", "accepted"),
    [
        ("head: S01", "head: S03", "head", "S03 is not in office on 2026-11-23", "one of S01, S02"),
        ("acting: [S02]", "acting: [S02, S03]", "acting[1]", "S03 left on 2026-10-01", "in office"),
        ("s02@", "S01@", "supervisors.S02.email", "is the address of S01, too", "of one's own"),
        ("b@office", "a@office", "deputies.B.email", "is the address of A, too", "of one's own"),
        ("team: T2, deputy: B", "team: T2, deputy: A", "deputies.B", "no network names", "deputy: B"),
        ("คนที่ 1, team: T1", "คนที่ 1", "supervisors.S01", "S01 is in no team", "T1, T2"),
        ("email: s02@office.example}", "until: 2569-11-01}", "networks.N02.team", "nobody of", "in office"),
        ("owner: S02", "owner: S03", "projects.P1.owner", "S03 left on 2026-10-01", "until: the day"),
        ("วัดผล}", "วัดผล, until: 1 ต.ค. 2569}", "supervisors.S02.work_group", "work group G2 ends",
         "history: [{until: 2026-10-01"),
    ],
)  # fmt: skip
def test_what_is_likely_not_meant_so_is_warned_of_and_worked_with(
    tmp_path: Path, old: str, new: str, path: str, message: str, accepted: str
) -> None:
    assert old in GOOD
    office, problems = load(tmp_path, GOOD.replace(old, new))
    assert office is not None
    assert {p.severity for p in problems} == {"warning"}
    found = next(p for p in problems if p.path == path)
    assert message in found.message
    assert accepted in found.accepted


@pytest.mark.parametrize(
    ("schools", "file", "path", "message", "accepted"),
    [
        (SCHOOLS.replace("N02", "N01"), "organisation.yaml", "networks.N02", "has no school", "until: the"),
        (SCHOOLS.replace("สอง,N02,,,", "สอง,N02,,1 พ.ย. 2569,"), "organisation.yaml", "networks.N02",
         "N02 has no open school", "until: the day"),
    ],
)  # fmt: skip
def test_a_network_without_open_schools_stops_nothing(
    tmp_path: Path, schools: str, file: str, path: str, message: str, accepted: str
) -> None:
    office, problems = load(tmp_path, GOOD, schools)
    assert office is not None
    found = [p for p in problems if p.path == path]
    assert [(Path(p.file).name, p.severity) for p in found] == [(file, "warning")]
    assert message in found[0].message
    assert accepted in found[0].accepted


def test_a_dissolved_network_whose_schools_went_elsewhere_is_nothing_to_warn_of(tmp_path: Path) -> None:
    schools = SCHOOLS.replace("สอง,N02,,,,", "สอง,N01,,,,N02:1/12/2569")
    office, problems = load(tmp_path, GOOD.replace("deputy: B}", ENDED), schools)
    assert problems == []
    assert office is not None
    network = office.networks["N02"]
    assert [network.is_there(day) for day in (date(2026, 11, 30), date(2026, 12, 1))] == [True, False]


@pytest.mark.parametrize(
    ("text", "schools", "column", "message", "accepted"),
    [
        (ENDED, SCHOOLS, "network", "N02 ends on 2026-12-01, the school is in it later", "formerly N02:day"),
        (ENDED, SCHOOLS.replace("สอง,N02,,,,", "สอง,N01,,,,N02:2/12/2569"), "formerly", "ends on 2026-12-01",
         "the next network"),
        ("deputy: B, since: 1 ธ.ค. 2569}", SCHOOLS, "network", "N02 begins on 2026-12-01",
         "N01:2026-12-01"),
    ],
)  # fmt: skip
def test_a_school_in_a_network_that_is_not_there_is_warned_of(
    tmp_path: Path, text: str, schools: str, column: str, message: str, accepted: str
) -> None:
    office, problems = load(tmp_path, GOOD.replace("deputy: B}", text), schools)
    assert office is not None
    found = [p for p in problems if p.file.endswith("schools.csv")]
    assert [(p.line, p.path, p.severity) for p in found] == [(3, column, "warning")]
    assert message in found[0].message
    assert accepted in found[0].accepted


@pytest.mark.parametrize(
    ("first", "last", "there"),
    [
        (date(2026, 5, 16), date(2026, 11, 30), ["N01", "N02"]),
        (date(2026, 11, 30), date(2027, 5, 15), ["N01", "N02"]),
        (date(2026, 12, 1), date(2027, 5, 15), ["N01"]),
    ],
)
def test_networks_of_some_days_are_those_there_on_one_of_them(
    tmp_path: Path, first: date, last: date, there: list[str]
) -> None:
    schools = SCHOOLS.replace("สอง,N02,,,,", "สอง,N01,,,,N02:1/12/2569")
    office, _ = load(tmp_path, GOOD.replace("deputy: B}", ENDED), schools)
    assert office is not None
    assert [network.code for network in networks_in(office, first, last)] == there


def test_a_network_in_which_an_open_school_is_left_is_not_lost(tmp_path: Path) -> None:
    office, _ = load(tmp_path, GOOD.replace("deputy: B}", ENDED))
    assert office is not None
    assert [n.code for n in networks_in(office, date(2027, 5, 16), date(2028, 5, 15))] == ["N01", "N02"]


def test_a_work_group_ends(tmp_path: Path) -> None:
    office, _ = load(tmp_path, GOOD.replace("วัดผล}", "วัดผล, until: 1 ต.ค. 2569}"))
    assert office is not None
    days = (date(2026, 9, 30), date(2026, 10, 1))
    assert [[g.code for g in work_groups_in(office, day, day)] for day in days] == [["G1", "G2"], ["G1"]]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  N02:", "  n01:", '"n01" is "N01" but for capital letters'),
        ("  S02:", "  s01:", '"s01" is "S01" but for capital letters'),
        ("deputy: B}", "deputy: B, since: 2569-12-01, until: 2569-11-01}", "does not come after `since`"),
    ],
)
def test_two_codes_that_differ_in_capital_letters_alone_and_ends_before_beginnings_are_errors(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    office, problems = load(tmp_path, GOOD.replace(old, new))
    assert office is None
    assert message in " ".join(p.message for p in problems)


def test_two_schools_whose_codes_differ_in_capital_letters_alone_are_an_error(tmp_path: Path) -> None:
    office, problems = load(tmp_path, GOOD, SCHOOLS.replace("SC2", "sc1"))
    assert office is None
    assert [(p.line, p.path) for p in problems] == [(3, "code")]
    assert '"sc1" is "SC1" but for capital letters' in problems[0].message


def test_the_name_of_a_school_that_closed_is_no_alias_of_the_one_it_was_merged_into(tmp_path: Path) -> None:
    schools = "code,name,network,closed,aliases\nSC1,บ้านหนึ่ง,N01,,บ้านสอง\nSC2,บ้านสอง,N01,1/12/2569,\n"
    office, problems = load(tmp_path, GOOD, schools)
    assert office is None
    assert "SC2, which closes, keeps its name by itself: no alias" in problems[0].accepted


@pytest.mark.parametrize(
    ("new", "column", "message"),
    [
        ("สอง,N02,,1/4/2579,,", "closed", "2036-04-01 lies far ahead"),
        ("สอง,N02,1/4/2579,,,", "opened", "2036-04-01 lies far ahead"),
    ],
)
def test_a_school_that_opens_or_closes_in_many_years_is_warned_of(
    tmp_path: Path, new: str, column: str, message: str
) -> None:
    office, problems = load(tmp_path, GOOD, SCHOOLS.replace("สอง,N02,,,,", new))
    assert office is not None
    found = [p for p in problems if p.file.endswith("schools.csv")]
    assert [(p.line, p.path, p.severity, p.message) for p in found] == [(3, column, "warning", message)]


def test_a_name_that_excel_could_not_reckon_is_an_error(tmp_path: Path) -> None:
    office, problems = load(tmp_path, GOOD, SCHOOLS.replace("บ้านสอง", "#N/A"))
    assert office is None
    assert [(p.line, p.path) for p in problems] == [(3, "name")]
    assert '"#N/A" is what Excel says of a broken formula' in problems[0].message


# --- Who can be written to -------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "without", "told"),
    [
        ("director", "", set()),
        ("director", "director", {("posts.director", "nobody has an address who decides as director (แบบ)")}),
        ("head", "s01", {("supervisors.S01", "no address: S01 get no mail and fill no yellow cells")}),
        (
            "team-lead",
            "s02",
            {
                (
                    "supervisors.S02",
                    "S02 get no mail and fill no yellow cells; every supervisor may",
                )
            },
        ),
        ("deputy", "a", {("deputies.A", "cells; every deputy may decide in their place")}),
        (
            "deputy",
            "[ab]",
            {
                ("deputies.A", "no address: A, B get"),
                ("deputies", "nobody has an address who decides as deputy"),
            },
        ),
    ],
)
def test_who_has_no_address_is_told_with_what_that_stops(
    tmp_path: Path, by: str, without: str, told: set[tuple[str, str]]
) -> None:
    text = GOOD + "posts:\n  director: {name: ผอ., email: director@office.example}\n"
    (tmp_path / "schools.csv").write_text(SCHOOLS, encoding="utf-8")
    silent = re.sub(f", email: {without}@office.example", "", text)
    (tmp_path / "organisation.yaml").write_text(silent, encoding="utf-8")
    chain = Chain((Step("first", by, "ขั้น", ("ทราบ",)),))
    form = replace(LOG, title="แบบ", chains=Chains(None, {"": chain}))
    found = load_organisation(tmp_path, TODAY, [form])[1]
    if not without:
        assert found == ()
        return
    assert {problem.severity for problem in found} == {"warning"}
    assert len(found) == len(told)
    for path, message in told:
        assert any(problem.path == path and message in problem.message for problem in found), found


@pytest.mark.parametrize(
    ("post", "told"),
    [
        ("secretariat: {name: เลขานุการ, work_group: G2}", None),
        ("secretariat: {name: เลขานุการ, email: box@office.example}", None),
        ("secretariat: {name: เลขานุการ}", "nobody has an address who decides as secretariat (แบบ)"),
        ("director: {name: ผอ.}", "no post secretariat stands here: the head decides in its place (แบบ)"),
    ],
)
def test_a_step_that_no_post_takes_is_told(tmp_path: Path, post: str, told: str | None) -> None:
    (tmp_path / "schools.csv").write_text(SCHOOLS, encoding="utf-8")
    (tmp_path / "organisation.yaml").write_text(f"{GOOD}posts:\n  {post}\n", encoding="utf-8")
    chain = Chain((Step("first", "secretariat", "ขั้น", ("ทราบ",)),))
    form = replace(LOG, title="แบบ", chains=Chains(None, {"": chain}))
    found = [p for p in load_organisation(tmp_path, TODAY, [form])[1] if p.path != "posts.director"]
    assert [told is not None and problem.message.startswith(told) for problem in found] == [True] * bool(told)
    assert {problem.severity for problem in found} <= {"warning"}


def test_the_packaged_configuration_has_somebody_for_every_step_of_the_packaged_forms() -> None:
    forms = load_forms(packaged_definitions())[0]
    problems = load_organisation(folder("config"), TODAY, forms.values())[1]
    assert [p.message for p in problems if "decides" in p.message] == []


def test_the_head_is_a_supervisor_and_no_work_group(tmp_path: Path) -> None:
    post = "posts:\n  head: {name: ผอ.กลุ่ม, work_group: G2}\n"
    assert load(tmp_path, GOOD + post)[0] is None
