"""What people sent in during one week of the small office: good, odd and wrong responses."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from forms.model import Form
from sync.ledger import Ledger, responses
from tests.journeys import world

SCHOOLS = {
    "A1": "N01/เหนือ/โรงเรียนเหนือ 1",
    "A2": "N01/เหนือ/โรงเรียนเหนือ 2",
    "B1": "N02/ใต้/โรงเรียนใต้ 1",
}


def fill_a_week(folder: Path, base: str, monday: datetime) -> None:
    """Fourteen responses to both forms: among them one in the future, one twice, one like a formula."""
    office = world.office_in(folder)
    observation, log = office.forms["classroom-observation"], office.forms["daily-log"]
    ledger = Ledger(folder / "data" / "ledger.sqlite3")
    forms = {form: state.google_id for form, state in responses.form_states(ledger.connection).items()}
    ledger.close()
    visits = [("A1", 5, 0), ("A1", 4, 0), ("A2", 3, 1), ("B1", 2, 2), ("B1", 4, 3), ("A1", 5, 3)]
    for number, (school, value, day) in enumerate(visits):
        moment = monday + timedelta(days=day, hours=number)
        answers = observation_answers(observation, school, value, moment)
        if number == 4:
            answers["observed_on"] = (moment + timedelta(days=30)).date().isoformat()
        world.fill(base, forms[observation.id], observation, answers, moment)
    for day in range(4):
        for supervisor in ("ศึกษานิเทศก์ 1", "ศึกษานิเทศก์ 2"):
            moment = monday + timedelta(days=day, hours=8)
            world.fill(base, forms[log.id], log, log_answers(log, supervisor, moment), moment)
    world.set_clock(base, monday + timedelta(days=4, hours=11))


def observation_answers(form: Form, school: str, value: int, moment: datetime) -> dict[str, str]:
    """A complete observation by the first supervisor."""
    q = form.questions
    return {
        "observed_on": moment.date().isoformat(),
        "time_in": "09:00",
        "time_out": "10:00",
        "part_of_day": world.label(q["part_of_day"], "am"),
        "round": world.label(q["round"], "1"),
        "way": world.label(q["way"], "school-network"),
        "observer_role": world.label(q["observer_role"], "supervisor"),
        "observer": "ศึกษานิเทศก์ 1",
        "school": SCHOOLS[school],
        "class_level": world.label(q["class_level"], "p1"),
        "learning_area": "ภาษาไทย",
        **world.ratings(form, value),
        "strengths": "=1+1 ครูเตรียมสื่อดี",
        "to_develop": "<b>เพิ่มเวลา</b> 😀",
    }


def log_answers(form: Form, supervisor: str, moment: datetime) -> dict[str, str]:
    """A plain day at the office."""
    q = form.questions
    return {
        "worked_on": moment.date().isoformat(),
        "supervisor": supervisor,
        "place": world.label(q["place"], "office"),
        "kind": world.label(q["kind"], "supervision"),
        "school": world.NO_SCHOOL,
        "done": "นิเทศโรงเรียน",
        "result": "เรียบร้อย",
    }
