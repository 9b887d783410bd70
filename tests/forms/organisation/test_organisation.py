"""The organisation: what the packaged one holds, and the lint of organisation.yaml."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from forms.model import Organisation
from forms.organisation import load_organisation
from forms.organisation.dated import as_of, deputy_of, learning_areas_of, team_of, work_group_of
from forms.organisation.posts import editors

CONFIG = Path(__file__).resolve().parents[3] / "config"


@pytest.fixture(scope="module")
def office() -> Organisation:
    organisation, problems = load_organisation(CONFIG)
    assert problems == ()
    assert organisation is not None
    return organisation


def test_the_sample_has_the_counts_of_the_manual(office: Organisation) -> None:
    assert (len(office.networks), len(office.schools), len(office.supervisors)) == (19, 243, 17)
    assert (len(office.work_groups), len(office.learning_areas)) == (7, 9)
    assert (len(office.teams), len(office.deputies)) == (9, 4)
    networks = office.networks
    assert Counter(networks[s.network].team for s in office.schools.values()) == {
        "T1": 32, "T2": 29, "T3": 17, "T4": 33, "T5": 36, "T6": 33, "T7": 29, "T8": 19, "T9": 15,
    }  # fmt: skip
    assert Counter(networks[s.network].deputy for s in office.schools.values()) == {
        "A": 77, "B": 96, "C": 51, "D": 19,
    }  # fmt: skip
    assert list(networks)[0::18] == ["N01", "N19"]
    assert networks["N05"].name == "ไตรมิตรนวนพัฒน์"


def test_the_sample_supervisors_have_a_team_a_group_or_none_and_up_to_two_areas(office: Organisation) -> None:
    people = office.supervisors
    assert Counter(s.team for s in people.values()) == {
        "T1": 3, "T2": 2, "T3": 1, "T4": 2, "T5": 2, "T6": 2, "T7": 2, "T8": 2, "T9": 1,
    }  # fmt: skip
    assert [code for code, s in people.items() if s.work_group is None] == ["S07", "S16"]
    assert Counter(s.work_group for s in people.values() if s.work_group) == {
        "G2": 3, "G3": 3, "G4": 3, "G5": 2, "G6": 2, "G7": 2,
    }  # fmt: skip
    areas = Counter(area for s in people.values() for area in s.learning_areas)
    assert [areas[area] for area in office.learning_areas] == [3, 2, 3, 3, 2, 2, 2, 2, 3]


def test_the_sample_has_the_projects_of_the_manual_and_who_decides(office: Organisation) -> None:
    projects = office.projects.values()
    assert Counter(p.work_group for p in projects if p.work_group) == {
        "G2": 10, "G3": 9, "G4": 11, "G5": 6, "G6": 8, "G7": 6,
    }  # fmt: skip
    assert Counter(p.learning_area for p in projects if p.learning_area) == {
        "thai": 3, "mathematics": 4, "english": 4, "science": 2, "social": 3, "early-childhood": 3,
    }  # fmt: skip
    assert set(office.posts) == {"director", "head", "admin-head", "clerk", "secretariat", "committee"}
    assert office.head == "S07"
    led = [office.supervisors[code].work_group for code in office.acting]
    assert led == ["G2", "G4", "G5", "G7", "G6", "G3"]  # the order of the manual's table


def test_the_work_group_that_is_the_secretariat_holds_its_posts(office: Organisation) -> None:
    groups = {code: post.work_group for code, post in office.posts.items() if post.work_group}
    assert groups == {"secretariat": "G7", "committee": "G7"}
    assert "เลขานุการ" in office.work_groups["G7"].name
    assert editors("secretariat", office) == ("s09@mukdahan.example", "s10@mukdahan.example")
    assert editors("committee", office) == (*editors("secretariat", office), "supervision@mukdahan.example")


def test_sample_mail_reaches_nobody(office: Organisation) -> None:
    addresses = [*office.viewers, *(s.email or "" for s in office.supervisors.values())]
    addresses += [post.email for post in office.posts.values() if post.email]
    addresses += [a for n in office.networks.values() for a in n.viewers]
    addresses += [a for g in office.work_groups.values() for a in g.viewers]
    assert {address.rpartition(".")[2] for address in addresses} == {"example"}
    assert all(network.viewers for network in office.networks.values())
    assert all(group.viewers for group in office.work_groups.values())


def test_sample_schools_are_marked_as_such(office: Organisation) -> None:
    assert all(school.name.startswith("โรงเรียนตัวอย่าง ") for school in office.schools.values())


# --- The lint of organisation.yaml -----------------------------------------------------

GOOD = """\
name: สำนักงานเขต
short_name: สพป.
viewers: [director@office.example]
deputies:
  A: {name: รอง ผอ.}
teams:
  T1: {name: ทีมที่ 1}
networks:
  N01: {name: ดอนตาล, team: T1, deputy: A, viewers: [n01@office.example], aliases: [ดอนตาน]}
  N02: {name: ดงหลวง, team: T1, deputy: A}
work_groups:
  G1: {name: งานธุรการ}
  G2: {name: กลุ่มงานวัดผล}
learning_areas:
  thai: {name: ภาษาไทย}
  arts: {name: ศิลปะ}
  work: {name: การงานอาชีพ}
supervisors:
  S01: {name: คนที่ 1, team: T1, work_group: G2, learning_areas: [thai, arts], email: s01@office.example}
  S02: {name: คนที่ 2, team: T1, since: 1 ต.ค. 2568, until: 2569-10-01}
posts:
  director: {name: ผอ.สพป., email: chief@office.example}
head: S01
acting: [S02]
projects:
  P1: {name: การสอบ LAS, work_group: G1, owner: S02, due: 20 มี.ค. 2570, aliases: [LAS]}
  P2: {name: เวทคณิต, learning_area: arts, until: 2569-10-01}
"""
SCHOOLS = "code,name,network\nSC1,บ้านหนึ่ง,N01\nSC2,บ้านสอง,N02\n"


def write(folder: Path, text: str, schools: str = SCHOOLS) -> Path:
    (folder / "organisation.yaml").write_text(text, encoding="utf-8")
    (folder / "schools.csv").write_text(schools, encoding="utf-8")
    return folder


def test_a_good_file_is_read(tmp_path: Path) -> None:
    office, problems = load_organisation(write(tmp_path, GOOD))
    assert problems == ()
    assert office is not None
    assert office.networks["N01"].aliases == ("ดอนตาน",)
    assert office.supervisors["S01"].learning_areas == ("thai", "arts")
    assert (office.head, office.acting) == ("S01", ("S02",))
    assert office.posts["director"].email == "chief@office.example"
    las, ended = office.projects.values()
    assert (las.owner, las.due, las.aliases) == ("S02", date(2027, 3, 20), ("LAS",))
    assert [ended.under_way(day) for day in (date(2026, 9, 30), date(2026, 10, 1))] == [True, False]
    gone = office.supervisors["S02"]
    assert (gone.since, gone.until) == (date(2025, 10, 1), date(2026, 10, 1))
    assert [gone.in_office(day) for day in (date(2026, 9, 30), date(2026, 10, 1))] == [True, False]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp874"])
def test_what_windows_saved_is_read_alike(tmp_path: Path, encoding: str) -> None:
    plain, _ = load_organisation(write(tmp_path, GOOD))
    (tmp_path / "organisation.yaml").write_bytes(GOOD.replace("\n", "\r\n").encode(encoding))
    assert load_organisation(tmp_path) == (plain, ())


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "message", "accepted"),
    [
        ("short_name: สพป.\n", "", 1, "", '"short_name" is missing', "short_name: …"),
        ("viewers: [dir", "viewer: [dir", 3, "viewer", 'did you mean "viewers"', "supervisors"),
        ("director@office.example", "director", 3, "viewers[0]", "no e-mail address", "name@office.example"),
        ("director@office.example", "ผอ@office.example", 3, "viewers[0]", "no e-mail address", "Latin"),
        ("N01: {name: ดอนตาล, team: T1", "N01: {name: ดอนตาล, team: T9", 9, "N01.team",
         'unknown team "T9"', "T1"),
        ("deputy: A}", "deputy: B}", 10, "N02.deputy", 'unknown deputy "B"', "A"),
        ("name: ดงหลวง", "name: ดอนตาน", 10, "N02", "also the name of N01", "of its own"),
        ("N02: {name: ดงหลวง, ", "N02: {", 10, "N02", '"name" is missing', "name: …"),
        ("T1: {name: ทีมที่ 1}", "T1:", 7, "teams.T1", '"name" is missing', "name: …"),
        ("N02:", "N01:", 10, "N01", "stands here twice", "each key once"),
        ("N02:", "น02:", 10, "น02", "is no code", "Latin letters"),
        ("work_group: G2", "work_group: G3", 19, "S01.work_group", "unknown work group", "G1, G2"),
        ("work_group: G2", "work_group: [G1, G2]", 19, "S01.work_group", "at most one", "one code"),
        ("[thai, arts]", "[thai, music]", 19, "S01.learning_areas[1]", "unknown learning area",
         "thai, arts, work"),
        ("[thai, arts]", "[thai, thai]", 19, "S01.learning_areas", "twice", "once"),
        ("[thai, arts]", "[thai, arts, work]", 19, "S01.learning_areas", "3 learning", "one or two"),
        ("s01@office.example", "s01 at office", 19, "S01.email", "no e-mail address", "name@"),
        ("2569-10-01", "2568-09-30", 20, "S02.until", "does not come after", "after 2025-10-01"),
        ("1 ต.ค. 2568", "31 ก.ย. 2568", 20, "S02.since", "is not a date", "22 พ.ย. 2569"),
        ("  director:", "  chief:", 22, "posts.chief", "is no post", "director, head"),
        ("head: S01", "head: S09", 23, "head", "unknown supervisor", "S01, S02"),
        ("acting: [S02]", "acting: [S02, S02]", 24, "acting", "twice", "once"),
        ("acting: [S02]", "acting: [S01]", 24, "acting", "S01 is the head", "away"),
        ("owner: S02", "owner: S03", 26, "P1.owner", "unknown supervisor", "S01"),
        ("owner: S02", "learning_area: thai", 26, "P1", "a work group and a learning area", "one of them"),
        ("name: เวทคณิต", "name: LAS", 27, "P2", "also the name of P1", "of its own"),
        ("deputies:\n  A: {", "deputies:\n  A: ", 5, "", "closes on this line that nothing opens", "{ where"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_file_line_and_path(
    tmp_path: Path, old: str, new: str, line: int, path: str, message: str, accepted: str
) -> None:
    assert old in GOOD
    office, problems = load_organisation(write(tmp_path, GOOD.replace(old, new)))
    assert office is None
    yaml = [p for p in problems if p.file == str(tmp_path / "organisation.yaml")]
    assert [(p.line, p.path) for p in yaml] == [(line, _full(path))]
    assert message in yaml[0].message
    assert accepted in yaml[0].accepted


def _full(path: str) -> str:
    """The path from the top of the file, for one that begins with a code."""
    parts = {"N": "networks.", "น": "networks.", "S": "supervisors.", "P": "projects."}
    return parts.get(path[:1], "") + path


HISTORY = GOOD.replace(
    "  N02: {name: ดงหลวง, team: T1, deputy: A}\n",
    "  N02: {name: ดงหลวง, team: T1, deputy: A, history: [{until: 2569-05-16, team: T2}]}\n",
).replace("  T1: {name: ทีมที่ 1}\n", "  T1: {name: ทีมที่ 1}\n  T2: {name: ทีมที่ 2}\n")
HISTORY = HISTORY.replace(
    "  S02: {name: คนที่ 2, team: T1, since: 1 ต.ค. 2568, until: 2569-10-01}\n",
    """\
  S02:
    name: คนที่ 2
    team: T1
    work_group: G1
    since: 1 ต.ค. 2568
    until: 2569-10-01
    history:
      - {until: 2569-01-01, team: T2, work_group: none}
      - {since: 2569-01-01, until: 2569-05-16, learning_areas: [work]}
""",
)


def test_a_history_tells_what_held_before_and_from_when(tmp_path: Path) -> None:
    office, problems = load_organisation(write(tmp_path, HISTORY))
    assert problems == ()
    assert office is not None
    person = office.supervisors["S02"]
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 5, 15), date(2026, 5, 16)]
    assert [team_of(person, day) for day in days] == ["T2", "T1", "T1", "T1"]
    assert [work_group_of(person, day) for day in days] == [None, "G1", "G1", "G1"]
    assert [learning_areas_of(person, day) for day in days] == [(), ("work",), ("work",), ()]
    network = office.networks["N02"]
    assert [team_of(network, day) for day in days] == ["T2", "T2", "T2", "T1"]
    assert {deputy_of(network, day) for day in days} == {"A"}
    assert as_of(office, days[0]).supervisors["S02"].team == "T2"
    assert as_of(office, days[-1]) is office


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "message", "accepted"),
    [
        ("since: 2569-01-01", "since: 2569-02-01", 29, "S02.history[1].since", "a gap", "2026-01-01"),
        ("since: 2569-01-01", "since: 2568-12-01", 29, "S02.history[1].since", "an overlap", "2026-01-01"),
        ("until: 2569-05-16, learn", "until: 2569-01-01, learn", 29, "S02.history[1].until",
         "does not come after", "after 2026-01-01"),
        ("until: 2569-05-16, learn", "until: 2569-10-01, learn", 29, "S02.history[1].until",
         "nothing comes after", "before 2026-10-01"),
        ("{until: 2569-01-01,", "{until: 2568-10-01,", 28, "S02.history[0].until", "does not come after",
         "after 2025-10-01"),
        ("{until: 2569-05-16, team: T2}", "{team: T2}", 11, "N02.history[0]", '"until" is missing', "until"),
        ("{until: 2569-05-16, team: T2}", "{until: 2569-05-16, team: T3}", 11, "N02.history[0].team",
         "unknown team", "T1, T2"),
        ("work_group: none", "work_group: G9", 28, "S02.history[0].work_group", "unknown work group", "G1"),
    ],
)  # fmt: skip
def test_gaps_and_overlaps_of_a_history_are_named(
    tmp_path: Path, old: str, new: str, line: int, path: str, message: str, accepted: str
) -> None:
    assert old in HISTORY
    _, problems = load_organisation(write(tmp_path, HISTORY.replace(old, new)))
    first = problems[0]
    assert (first.line, first.path) == (line, _full(path))
    assert message in first.message
    assert accepted in first.accepted


def test_everything_wrong_in_both_files_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("team: T1, deputy: A}", "team: T7, deputy: Z}")
    _, problems = load_organisation(write(tmp_path, text, SCHOOLS.replace("N02", "N03")))
    assert [(Path(p.file).name, p.line, p.path) for p in problems] == [
        ("organisation.yaml", 10, "networks.N02.deputy"),
        ("organisation.yaml", 10, "networks.N02.team"),
        ("schools.csv", 3, "network"),
    ]


def test_a_network_without_a_school_is_a_problem(tmp_path: Path) -> None:
    _, problems = load_organisation(write(tmp_path, GOOD, "code,name,network\nSC1,บ้านหนึ่ง,N01\n"))
    assert [(p.line, p.path, p.message) for p in problems] == [
        (10, "networks.N02", "network N02 has no school in schools.csv")
    ]
