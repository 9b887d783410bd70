"""A small office, two small forms, and responses as Google gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from forms.calendar import Calendar
from forms.model import (
    Bands,
    Check,
    Choice,
    Entry,
    Form,
    LearningArea,
    Level,
    Network,
    Organisation,
    Project,
    Question,
    QuestionType,
    RatingGrid,
    School,
    Section,
    Supervisor,
    WorkGroup,
)
from forms.question_ids import google_id

BANGKOK = ZoneInfo("Asia/Bangkok")
CALENDAR = Calendar(
    {1: ((5, 16), (10, 10)), 2: ((11, 1), (3, 31))}, added={date(2026, 11, 18): "วันหยุดของสำนักงาน"}
)

ORGANISATION = Organisation(
    name="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
    short_name="สพป.ตัวอย่าง",
    networks={
        "N1": Network("N1", "แก้วมุกดาหาร", "T1", "A", aliases=("เครือข่ายแก้ว",)),
        "N2": Network("N2", "เมืองน้ำทิพย์", "T1", "A"),
        "N3": Network("N3", "ดอนตาล", "T1", "A"),
    },
    schools={
        "S1": School("S1", "บ้านหนองบัว", "N1", aliases=("หนองบัวเดิม",)),
        "S2": School("S2", "บ้านโพน", "N1"),
        "S3": School("S3", "บ้านหนองบัว", "N2"),
        "S4": School("S4", "บ้านนาเก่า", "N2", closed=date(2026, 11, 10)),
        "S5": School("S5", "บ้านย้าย", "N2", formerly=("N1",)),
        "S6": School("S6", "บ้านใหม่", "N3", opened=date(2026, 11, 19)),
    },
    work_groups={"G1": WorkGroup("G1", "วัดและประเมินผล"), "G2": WorkGroup("G2", "ประกันคุณภาพการศึกษา")},
    learning_areas={"thai": LearningArea("thai", "ภาษาไทย"), "maths": LearningArea("maths", "คณิตศาสตร์")},
    supervisors={
        "P1": Supervisor("P1", "ศึกษานิเทศก์ 1", "T1", "G1"),
        "P2": Supervisor("P2", "ศึกษานิเทศก์ 2", "T1"),
        "P3": Supervisor("P3", "ศึกษานิเทศก์ 3", "T1", "G2", until=date(2026, 11, 18)),
    },
    teams={},
    deputies={},
    projects={
        "PJ1": Project("PJ1", "โครงการอ่านออกเขียนได้", work_group="G1"),
        "PJ2": Project("PJ2", "โครงการเก่า", learning_area="thai", until=date(2026, 11, 1)),
    },
)

SCALE = {5: "ดีมาก", 4: "ดี", 3: "ปานกลาง", 2: "พอใช้", 1: "ควรปรับปรุง"}
BANDS = Bands(
    "mean",
    (
        Level("ดีมาก", 4.51, "#1e8e3e"),
        Level("ดี", 3.51, "#7cb342"),
        Level("ปานกลาง", 2.51, "#f9ab00"),
        Level("พอใช้", 1.51, "#fa7b17"),
        Level("ควรปรับปรุง", 1.0, "#d93025"),
    ),
)


def question(name: str, kind: QuestionType, *, required: bool = False, **more: Any) -> Question:
    """A question that asks for its own id."""
    return Question(name, f"ข้อ {name}", kind, required, **more)


def grid(name: str, rows: int) -> RatingGrid:
    """A domain of so many rows."""
    items = tuple(
        Question(f"{name}.{n}", f"รายการ {n}", QuestionType.RATING, domain=name) for n in range(1, rows + 1)
    )
    return RatingGrid(name, f"ด้าน {name}", SCALE, items)


VISIT = Form(
    id="visit",
    counts_as="observation",
    title="แบบบันทึกการสังเกตชั้นเรียน",
    records=("S6",),
    about={
        "who": "observer",
        "who_name": "leader",
        "where": "school",
        "when": "day",
        "role": "role",
        "class": "class_level",
        "learning_area": "area",
    },
    cut_by=("media", "part"),
    once_per=("observer", "school", "class_level", "day"),
    sections=(
        Section(
            "visit",
            "การเยี่ยม",
            (
                question("day", QuestionType.DATE, required=True),
                question("start", QuestionType.TIME),
                question("end", QuestionType.TIME),
                question(
                    "role",
                    QuestionType.CHOICE,
                    required=True,
                    choices=(
                        Choice("supervisor", "ศึกษานิเทศก์", "by_supervisor"),
                        Choice("leader", "ผู้บริหารสถานศึกษา", "by_leader", ("ผู้อำนวยการ",)),
                    ),
                ),
            ),
        ),
        Section(
            "by_supervisor",
            "ศึกษานิเทศก์",
            (question("observer", QuestionType.SUPERVISOR, required=True),),
            leads_to="where",
        ),
        Section("by_leader", "ผู้บริหาร", (question("leader", QuestionType.TEXT, required=True),)),
        Section(
            "where",
            "โรงเรียน",
            (
                question("school", QuestionType.SCHOOL, required=True),
                question(
                    "class_level", QuestionType.DROPDOWN, choices=(Choice("p1", "ป.1"), Choice("p2", "ป.2"))
                ),
                question("part", QuestionType.CHOICE, choices=(Choice("am", "เช้า"), Choice("pm", "บ่าย"))),
                question("area", QuestionType.LEARNING_AREA),
                question("pupils", QuestionType.NUMBER, minimum=1, maximum=60),
                question(
                    "media",
                    QuestionType.CHECKBOXES,
                    choices=(Choice("book", "หนังสือ"), Choice("film", "วีดิทัศน์")),
                ),
            ),
        ),
        Section("plan", "ด้านที่ 1", (grid("plan", 2),)),
        Section("teach", "ด้านที่ 2", (grid("teach", 3),)),
        Section("words", "ข้อเสนอแนะ", (question("advice", QuestionType.PARAGRAPH),)),
    ),
    checks=(
        Check("not-in-future", ("day",), "error"),
        Check("in-semester", ("day",), "error"),
        Check("time-order", ("start", "end"), "error"),
        Check("shorter-than-an-hour", ("start", "end"), "warning", {"at_least": "60 min"}),
    ),
    bands=BANDS,
)

LOG = Form(
    id="log",
    counts_as="log",
    title="บันทึกการปฏิบัติงานประจำวัน",
    records=("S1",),
    about={"who": "person", "where": "school", "when": "day", "group": "group", "kind": "kind"},
    sections=(
        Section(
            "work",
            "งาน",
            (
                question("day", QuestionType.DATE, required=True),
                question("person", QuestionType.SUPERVISOR, required=True),
                question("group", QuestionType.WORK_GROUP),
                question("kind", QuestionType.CHOICE, choices=(Choice("visit", "งานนิเทศ"),)),
                question("school", QuestionType.SCHOOL, required=True, nothing="ไม่เกี่ยวข้องกับโรงเรียน"),
                question("left", QuestionType.TIME),
            ),
        ),
    ),
    checks=(
        Check("working-day", ("day",), "warning"),
        Check("outside-hours", ("left",), "warning", {"to": "16:30"}),
    ),
)

JOURNEY = Form(
    id="journey",
    counts_as="journey",
    title="รายงานผลการไปราชการ",
    records=("S2",),
    about={
        "who": "person",
        "members": "party",
        "where": "school",
        "network": "network",
        "when": "first",
        "until": "last",
        "project": "project",
    },
    sections=(
        Section(
            "journey",
            "การเดินทาง",
            (
                question("person", QuestionType.SUPERVISOR, required=True),
                question("party", QuestionType.SUPERVISORS),
                question("first", QuestionType.DATE, required=True),
                question("last", QuestionType.DATE),
                question("left", QuestionType.TIME),
                question("back", QuestionType.TIME),
                question("project", QuestionType.PROJECT),
                question("year", QuestionType.YEAR, minimum=2560, maximum=2580),
                question("all", QuestionType.NUMBER),
                question("boys", QuestionType.NUMBER),
                question("girls", QuestionType.NUMBER),
                question("network", QuestionType.NETWORK),
                question("school", QuestionType.SCHOOL, nothing="ไม่เกี่ยวข้องกับโรงเรียน"),
            ),
        ),
        Section("result", "ผล", (question("done", QuestionType.PARAGRAPH),)),
    ),
    checks=(
        Check("date-order", ("first", "last"), "error"),
        Check("in-advance", ("first",), "warning", {"days": 3}),
        Check("longer-than", ("left", "back"), "error", {"at_most": 180}),
        Check("total-of-parts", ("all", "boys", "girls"), "error"),
        Check("part-of-whole", ("boys", "all"), "error"),
    ),
)

Given = str | Sequence[str] | Mapping[str, str]  # for a SCHOOL: {"network": label, "N1": label}


def raw(
    form: Form,
    answers: Mapping[str, Given],
    *,
    response: str = "r1",
    submitted: str = "2026-11-20T09:00:00.123456Z",
) -> dict[str, Any]:
    """A response as Google's responses.list gives it; answers by our question ids."""
    written: dict[str, Any] = {}
    for name, given in answers.items():
        if isinstance(given, Mapping):
            for part, text in given.items():
                written |= _answer(google_id(form.id, name, part), [text])
        else:
            written |= _answer(google_id(form.id, name), [given] if isinstance(given, str) else given)
    return {
        "formId": "1FAIpQL",
        "responseId": response,
        "createTime": submitted,
        "lastSubmittedTime": submitted,
        "answers": written,
    }


def _answer(key: str, texts: Sequence[str]) -> dict[str, Any]:
    return {key: {"questionId": key, "textAnswers": {"answers": [{"value": text} for text in texts]}}}


# A visit in which nothing is wrong or odd; tests change single answers of it.
SOUND: Mapping[str, Given] = {
    "day": "2026-11-20",
    "start": "09:00",
    "end": "10:00",
    "role": "ศึกษานิเทศก์",
    "observer": "ศึกษานิเทศก์ 1",
    "school": {"network": "แก้วมุกดาหาร", "N1": "บ้านหนองบัว"},
    "class_level": "ป.1",
    "area": "ภาษาไทย",
    "part": "เช้า",
    "pupils": "25",
    "media": ["หนังสือ", "วีดิทัศน์"],
    "plan.1": "5 ดีมาก",
    "plan.2": "4 ดี",
    "teach.1": "4 ดี",
    "teach.2": "3 ปานกลาง",
    "teach.3": "5 ดีมาก",
    "advice": "จัดกิจกรรมกลุ่มให้มากขึ้น",
}


def visit(
    response: str,
    when: date | None,
    *,
    school: str = "S1",
    scores: Sequence[int] = (4, 4, 4, 4, 4),
    counted: bool = True,
    submitted: datetime | None = None,
    grade: str | None = None,
    **members: str,
) -> Entry:
    """A counted visit; ratings are of plan.1, plan.2, teach.1, …; 0 leaves one out."""
    rows = [item.id for g in VISIT.grids for item in g.items]
    network = ORGANISATION.schools[school].network
    return Entry(
        form=VISIT.id,
        response=response,
        submitted=submitted or datetime(2026, 11, 20, 16, tzinfo=BANGKOK),
        when=when,
        members={"school": school, "network": network, **({"class": grade} if grade else {}), **members},
        scores={row: score for row, score in zip(rows, scores, strict=False) if score},
        counted=counted,
    )


def log(response: str, when: date, supervisor: str, *, counted: bool = True) -> Entry:
    """A counted daily log."""
    submitted = datetime.combine(when, datetime.min.time(), BANGKOK).replace(hour=16)
    return Entry(LOG.id, response, submitted, when, {"supervisor": supervisor}, {}, counted)


def with_texts(entry: Entry, **texts: str) -> Entry:
    """The entry with answers to open questions."""
    return replace(entry, texts=texts)
