"""The configuration changes, and with it the choices of forms that people fill; old texts stay valid."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from forms.question_ids import google_id
from sync.google import DRIVE
from sync.ledger import Ledger
from sync.pipeline.files import sheets
from tests.journeys import world
from tests.journeys.conftest import Work
from tests.journeys.people import observation_answers

FORM = "classroom-observation"
TIME_IN = "เวลาเริ่มสังเกต"
DAY = datetime.fromisoformat("2026-11-17T08:30:00+07:00")
NEW_SCHOOLS = """\
code,name,network,opened,closed,aliases,formerly
A1,โรงเรียนเหนือพัฒนา,N01,,,โรงเรียนเหนือ 1,
A2,โรงเรียนเหนือ 2,N01,,17/11/2569,,
A3,โรงเรียนเหนือ 3,N01,17/11/2569,,,
B1,โรงเรียนใต้ 1,N03,,,,N02
B2,โรงเรียนใต้ 2,N02,,,,
"""


def visited(work: Work, school: str, at: str) -> str:
    """Somebody observes a class at "N01/เหนือ/โรงเรียนเหนือ 1"; the response's id."""
    form = world.office_in(work.folder).forms[FORM]
    answers = {**observation_answers(form, "A1", 4, datetime.fromisoformat(f"{at}+07:00")), "school": school}
    return work.fill(FORM, answers, at)


def options(work: Work, *parts: str) -> list[str]:
    """What a question of the live form offers."""
    wanted = google_id(FORM, *parts)
    for item in work.live_form(FORM)["items"]:
        question: dict[str, Any] = item.get("questionItem", {}).get("question", {})
        if question.get("questionId") == wanted:
            return [option["value"] for option in question["choiceQuestion"]["options"]]
    return []


def belongs(work: Work) -> dict[str, tuple[str, int]]:
    """The network of each response, and whether it is counted."""
    ledger = Ledger(work.folder / "data" / "ledger.sqlite3")
    try:
        rows = ledger.connection.execute("SELECT id, network, counted FROM response").fetchall()
        return {row["id"]: (row["network"], row["counted"]) for row in rows}
    finally:
        ledger.close()


def line_of(work: Work, question: str) -> str:
    """The line of a definition that asks a question."""
    text = (work.folder / "config" / "forms" / f"{FORM}.yaml").read_text(encoding="utf-8")
    return next(line for line in text.splitlines() if f"{{id: {question}," in line)


def reconfigure(work: Work) -> None:
    (work.folder / "config" / "schools.csv").write_text(NEW_SCHOOLS, encoding="utf-8")
    work.configure(
        "organisation.yaml",
        "work_groups:",
        "  N03: {name: ตะวันออก, team: T1, deputy: A, viewers: [east@office.example]}\nwork_groups:",
    )
    work.configure("organisation.yaml", "S02: {name: ศึกษานิเทศก์ 2,", "S03: {name: ศึกษานิเทศก์ 3,")


def test_schools_networks_and_people_are_chosen_as_configured_and_counted_rightly(work: Work) -> None:
    work.cycle("2026-11-16T09:00:00")
    early = visited(work, "N01/เหนือ/โรงเรียนเหนือ 1", "2026-11-16T10:00:00")
    reconfigure(work)
    outcome = work.cycle("2026-11-17T08:00:00")
    assert (outcome.troubles, work.troubles) == (0, ())

    assert options(work, "school", "network") == ["เหนือ", "ใต้", "ตะวันออก"]
    assert options(work, "school", "N01") == ["โรงเรียนเหนือพัฒนา", "โรงเรียนเหนือ 3"]
    assert options(work, "school", "N02") == ["โรงเรียนใต้ 2"]
    assert options(work, "school", "N03") == ["โรงเรียนใต้ 1"]
    assert options(work, "observer") == ["ศึกษานิเทศก์ 1", "ศึกษานิเทศก์ 3"]

    new = visited(work, "N01/เหนือ/โรงเรียนเหนือ 3", "2026-11-17T09:00:00")
    renamed = visited(work, "N01/เหนือ/โรงเรียนเหนือพัฒนา", "2026-11-17T10:00:00")
    moved = visited(work, "N03/ตะวันออก/โรงเรียนใต้ 1", "2026-11-17T11:00:00")
    work.cycle("2026-11-17T12:00:00")
    found = belongs(work)
    assert {found[early], found[new], found[renamed]} == {("N01", 1)}
    assert found[moved] == ("N03", 1)
    schools = work.cells("sheet:network:N01:")["สถานะการนิเทศรายโรงเรียน"]
    row = next(row for row in schools if "โรงเรียนเหนือพัฒนา" in row)
    assert "2" in row  # the visit under the school's old name, and the one under its new
    assert not any("โรงเรียนเหนือ 1" in cell for row in schools for cell in row)


def test_a_school_closes_on_its_day_without_a_change_of_the_configuration(work: Work) -> None:
    work.configure("schools.csv", "โรงเรียนเหนือ 2,N01,,,", "โรงเรียนเหนือ 2,N01,,18/11/2569,")
    work.cycle("2026-11-17T23:59:00")
    assert options(work, "school", "N01") == ["โรงเรียนเหนือ 1", "โรงเรียนเหนือ 2"]
    asked = work.cycle("2026-11-18T00:00:30")
    assert options(work, "school", "N01") == ["โรงเรียนเหนือ 1"]
    assert asked.requests["forms"] == 6  # two lists; each form read once and changed once
    idle = work.cycle("2026-11-18T00:01:30")
    assert idle.requests["forms"] <= 4  # our own writing is noticed once
    assert work.cycle("2026-11-18T00:02:30").requests["forms"] == 2


def test_what_somebody_made_of_the_form_stays_while_choices_follow(work: Work) -> None:
    work.cycle("2026-11-16T09:00:00")
    items = work.live_form(FORM)["items"]
    index = next(n for n, item in enumerate(items) if item["title"] == "เครือข่าย")
    added = {"title": "คำถามเพิ่มเติม", "questionItem": {"question": {"textQuestion": {}}}}
    work.change_form(FORM, {"createItem": {"item": added, "location": {"index": index}}})
    renamed = {"item": {**items[index], "title": "เครือข่ายของโรงเรียน"}, "location": {"index": index + 1}}
    work.change_form(FORM, {"updateItem": {**renamed, "updateMask": "title"}})
    reconfigure(work)
    work.cycle("2026-11-17T08:00:00")
    titles = [item["title"] for item in work.live_form(FORM)["items"]]
    assert {"คำถามเพิ่มเติม", "เครือข่ายของโรงเรียน"} <= set(titles)
    assert options(work, "school", "N03") == ["โรงเรียนใต้ 1"]
    assert {trouble.code for trouble in work.troubles} == {"form-added", "question-renamed"}


def asked(work: Work) -> list[str]:
    """The titles of what the live form asks and says, in its order."""
    return [item["title"] for item in work.live_form(FORM)["items"]]


def file_name(work: Work) -> str:
    url = f"{DRIVE}/files/{work.form(FORM)}"
    return str(work.google.call("GET", url, what=FORM, params={"fields": "name"})["name"])


def test_questions_that_move_in_the_definition_move_in_the_form_with_their_answers(work: Work) -> None:
    work.cycle("2026-11-16T09:00:00")
    early = visited(work, "N01/เหนือ/โรงเรียนเหนือ 1", "2026-11-16T10:00:00")
    before = asked(work)
    times, agreed = (line_of(work, name) for name in ("time_in", "agreed"))
    work.configure(f"forms/{FORM}.yaml", f"{times}\n", "")
    work.configure(f"forms/{FORM}.yaml", agreed, f"{agreed}\n{times}")  # from the first page to the last
    outcome = work.cycle("2026-11-17T08:00:00")
    assert (outcome.troubles, work.troubles) == (0, ())
    wanted = [*before]
    wanted.insert(before.index("ผลการสะท้อนผลร่วมกันและข้อตกลง"), wanted.pop(before.index(TIME_IN)))
    assert asked(work) == wanted
    late = visited(work, "N01/เหนือ/โรงเรียนเหนือ 1", "2026-11-17T09:00:00")
    work.cycle("2026-11-17T12:00:00")
    assert {belongs(work)[one] for one in (early, late)} == {("N01", 1)}
    assert work.cycle("2026-11-17T12:01:00").requests["forms"] == 2  # nothing is left to do


def test_what_somebody_moved_in_the_form_stays_and_is_told(work: Work) -> None:
    work.cycle("2026-11-16T09:00:00")
    index = asked(work).index(TIME_IN)
    places = {"originalLocation": {"index": index}, "newLocation": {"index": index + 1}}
    work.change_form(FORM, {"moveItem": places})
    reconfigure(work)
    work.cycle("2026-11-17T08:00:00")
    assert asked(work).index(TIME_IN) == index + 1
    assert [(trouble.code, trouble.values["form"]) for trouble in work.troubles] == [
        ("form-moved", world.office_in(work.folder).forms[FORM].title)
    ]
    places = {"originalLocation": {"index": index + 1}, "newLocation": {"index": index}}
    work.change_form(FORM, {"moveItem": places})
    work.cycle("2026-11-17T09:00:00")
    assert work.troubles == ()


def test_a_forms_file_is_named_as_the_form_until_somebody_names_it(work: Work) -> None:
    work.cycle("2026-11-16T09:00:00")
    title = world.office_in(work.folder).forms[FORM].title
    assert file_name(work) == title
    work.configure(f"forms/{FORM}.yaml", f"title: {title}\n", f"title: {title} 2570\n")
    outcome = work.cycle("2026-11-17T08:00:00")
    assert (outcome.troubles, file_name(work)) == (0, f"{title} 2570")
    url = f"{DRIVE}/files/{work.form(FORM)}"
    work.google.call("PATCH", url, what=FORM, body={"name": "แบบของฉัน"})
    reconfigure(work)
    work.cycle("2026-11-17T09:00:00")
    assert file_name(work) == "แบบของฉัน"


DISSOLVED = """\
code,name,network,opened,closed,aliases,formerly
A1,โรงเรียนเหนือ 1,N01,,,,
A2,โรงเรียนเหนือ 2,N01,,,,
B1,โรงเรียนใต้ 1,N01,,,,N02:18/11/2569
"""


def test_a_network_that_is_dissolved_is_counted_where_it_was_and_offered_no_longer(work: Work) -> None:
    work.cycle("2026-11-16T09:00:00")
    early = visited(work, "N02/ใต้/โรงเรียนใต้ 1", "2026-11-16T10:00:00")
    (work.folder / "config" / "schools.csv").write_text(DISSOLVED, encoding="utf-8")
    south = "N02: {name: ใต้, team: T1, deputy: A, "
    work.configure("organisation.yaml", south, f"{south}until: 18 พ.ย. 2569, ")
    outcome = work.cycle("2026-11-17T23:50:00")  # its last day
    assert (outcome.troubles, work.troubles) == (0, ())
    assert options(work, "school", "network") == ["เหนือ", "ใต้"]
    late = visited(work, "N02/ใต้/โรงเรียนใต้ 1", "2026-11-17T23:55:00")
    outcome = work.cycle("2026-11-18T00:05:00")
    assert (outcome.troubles, work.troubles) == (0, ())  # no form has lost anything
    assert options(work, "school", "network") == ["เหนือ"]
    assert options(work, "school", "N01") == ["โรงเรียนเหนือ 1", "โรงเรียนเหนือ 2", "โรงเรียนใต้ 1"]
    moved = visited(work, "N01/เหนือ/โรงเรียนใต้ 1", "2026-11-18T10:00:00")
    work.cycle("2026-11-18T11:00:00")
    assert belongs(work) == {early: ("N02", 1), late: ("N02", 1), moved: ("N01", 1)}
    assert any("ใต้" in cell for row in work.cells("sheet:network:N02:")["ภาพรวมเครือข่าย"] for cell in row)
    assert any("ใต้" in row[:1] for row in work.cells("sheet:district:")["เปรียบเทียบเครือข่าย"])
    assert titles_of(work, 2569) == {"N01", "N02"}
    assert titles_of(work, 2570) == {"N01"}


def test_a_network_that_is_struck_from_the_configuration_loses_no_question(work: Work) -> None:
    work.cycle("2026-11-16T09:00:00")
    (work.folder / "config" / "schools.csv").write_text(
        DISSOLVED.replace("N02:18/11/2569", ""), encoding="utf-8"
    )
    line = "  N02: {name: ใต้, team: T1, deputy: A, viewers: [south@office.example]}\n"
    work.configure("organisation.yaml", line, "")
    outcome = work.cycle("2026-11-18T09:00:00")
    assert (outcome.troubles, work.troubles) == (0, ())
    assert options(work, "school", "network") == ["เหนือ"]


def titles_of(work: Work, year: int) -> set[str]:
    """The codes of the networks that a year's spreadsheets are made for."""
    office = world.office_in(work.folder)
    return {sheet.partition.code for sheet in sheets(office, year) if sheet.partition.kind == "network"}
