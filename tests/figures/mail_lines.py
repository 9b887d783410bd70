"""What the weekly mail tells in lines besides its figures, worked out again as it was known at the cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import orjson

from forms.model import Form
from forms.thai import sort_key, thai_date, thai_datetime, thai_period
from tests.figures.facts import share

if TYPE_CHECKING:
    from tests.figures.test_mail import Told

_SEEN = "counts_as IN ('observation', 'visit')"
_PLACE = "LEFT JOIN (FROM member WHERE dimension = 'school') AS place USING (form, id)"


def lines(told: Told) -> Iterator[tuple[str, str]]:
    """Each line as a name and what it tells, in the mail's order."""
    # Nothing was decided by the cut: what goes up a chain waits at its first step, never the director's.
    assert told.facts.ask("SELECT count(*) FROM said_at WHERE noticed <= ?", told.cut) == [(0,)]
    chains = [form.chains for form in told.facts.office.forms.values() if form.chains]
    assert all(one.steps[0].by != "director" for chain in chains for one in chain.of.values())
    cases = _cases(told)
    yield from (("case", _case(told, *one)) for one in cases)
    yield from (("help", line) for line in _helped(told, cases))
    yield from (("practice", line) for line in _practice(told))
    visits, duties = _visits(told), _duties(told)
    yield from (("coming", line) for line in (*_by_day(told, visits), *(line for line, _ in duties)))
    yield "freshness", _freshness(told)
    yield from _chat(told, len(cases), len(visits), sum(n for _, n in duties))


# --- Cases -----------------------------------------------------------------------------


def _cases(told: Told) -> list[tuple[Any, ...]]:
    return told.ask(
        "SELECT known.form, known.id, place.code, day, CAST(answers ->> 'due_on' AS DATE) AS due,"
        f" answers, people, wrong FROM known {_PLACE}"
        " JOIN form ON form.id = known.form AND counts_as = 'case'"
        " WHERE counted OR wrong ORDER BY due NULLS LAST, day, known.id"
    )


def _case(
    told: Told, form: str, _id: str, school: str, day: date, due: date | None, answers: str, people: str,
    wrong: bool,
) -> str:  # fmt: skip
    of, said = told.facts.office.forms[form], orjson.loads(answers)
    by = "ยังไม่กำหนดวันแล้วเสร็จ"
    if due:
        late = (told.end - timedelta(days=1) - due).days
        by = f"กำหนดแล้วเสร็จ {thai_date(due)}" + (f" (เกินกำหนด {late} วัน)" if late > 0 else "")
    parts = [
        _where(told, school), _chosen(of, "kind", said), _chosen(of, "urgency", said),
        f"รับเรื่อง {thai_date(day)}", by, f"ผู้รับผิดชอบ {_names(told, orjson.loads(people))}",
        "ต้องแก้ไขข้อมูล" if wrong else "",
    ]  # fmt: skip
    return " · ".join(part for part in parts if part)


def _chosen(form: Form, role: str, said: dict[str, Any]) -> str:
    question = form.questions[form.about[role]]
    return {choice.code: choice.label for choice in question.choices}.get(said.get(question.id, ""), "")


# --- Help ------------------------------------------------------------------------------


def _helped(told: Told, cases: Sequence[tuple[Any, ...]]) -> list[str]:
    urgent: dict[str, list[date]] = {}
    for _, _, school, day, *_ in cases:
        urgent.setdefault(school, []).append(day)
    rules = (
        {c: f"กรณีเร่งด่วนที่ยังไม่ยุติ {len(days)} กรณี ตั้งแต่ {thai_date(min(days))}" for c, days in urgent.items()},
        _needs(told), _low(told), _unvisited(told),
    )  # fmt: skip
    turns = [school for turn in zip_longest(*rules) for school in turn if school is not None]
    first = list(dict.fromkeys(turns))[:5]
    return [
        " · ".join([_where(told, school), *(rule[school] for rule in rules if school in rule)])
        for school in first
    ]


def _needs(told: Told) -> dict[str, str]:
    """Schools of which the latest answer to a marking question marks it, the earliest due first."""
    rows = told.ask(
        "SELECT place.code, question, day, list_contains(codes, answers ->> ('$.' || question)),"
        " CAST(nullif(answers ->> ('$.' || until), '') AS DATE) FROM known"
        " JOIN (SELECT form, question, any_value(until) AS until, list(code) AS codes FROM marking"
        f" GROUP BY ALL) AS marking USING (form) {_PLACE} JOIN school ON school.code = place.code"
        " JOIN (SELECT form, id, created FROM raw_response) AS sent USING (form, id)"
        " WHERE counted AND nullif(answers ->> ('$.' || question), '') IS NOT NULL"
        " AND coalesce(opened <= ?, true) AND coalesce(? < closed, true) ORDER BY day, created, known.id",
        told.end - timedelta(days=1), told.end - timedelta(days=1),
    )  # fmt: skip
    runs: dict[tuple[str, str], list[tuple[date, date | None]]] = {}
    for school, question, day, marked, until in rows:
        run = runs.setdefault((school, question), [])
        run[:] = [*run, (day, until)] if marked else []
    found: dict[str, tuple[date, date, date | None]] = {}
    for (school, _), run in runs.items():
        if run:
            since, (last, until) = run[0][0], run[-1]
            before = found.get(school, (since, last, until))
            later = before if before[1] >= last else (since, last, until)
            found[school] = min(since, before[0]), later[1], later[2]
    order = sorted(found, key=lambda school: (found[school][2] or date.max, found[school][0], school))
    return {school: _need(found[school][0], found[school][2]) for school in order}


def _need(since: date, until: date | None) -> str:
    by = f" กำหนดช่วยเหลือถึง {thai_date(until)}" if until else ""
    return f"ผลการประเมินระบุว่าต้องได้รับความช่วยเหลือ ตั้งแต่ {thai_date(since)}{by}"


def _low(told: Told) -> dict[str, str]:
    """Ranked schools whose level is of the lower half, the weakest first."""
    assert told.form.bands
    levels = [one.name for one in told.form.bands.levels]
    low = {code: of for code, of in told.enough().items() if of[2] in levels[len(levels) // 2 :]}
    names = {code: sort_key(told.facts.office.organisation.schools[code].name) for code in low}
    order = sorted(low, key=lambda code: (float(low[code][1]), -low[code][0], names[code]))
    return {
        code: f"คะแนนเฉลี่ย {low[code][1]} ระดับ{low[code][2]} จากการสังเกตชั้นเรียน {low[code][0]} ครั้ง"
        for code in order
    }


def _unvisited(told: Told) -> dict[str, str]:
    rows = told.ask(
        "SELECT school.code, max(seen.day) AS last, any_value(opened) FROM school LEFT JOIN ("
        f" SELECT place.code, day FROM known {_PLACE} JOIN form ON form.id = known.form AND"
        f" {_SEEN} WHERE counted) AS seen USING (code)"
        " WHERE coalesce(opened <= ?, true) AND coalesce(? < closed, true)"
        " GROUP BY school.code HAVING last IS NULL OR last < ?",
        told.end - timedelta(days=1), told.end - timedelta(days=1), told.semester.start,
    )  # fmt: skip
    names = {code: sort_key(school.name) for code, school in told.facts.office.organisation.schools.items()}
    rows.sort(key=lambda row: (row[1] or row[2] or date.min, names[row[0]], row[0]))
    return {
        code: "ยังไม่ได้รับการนิเทศในภาคเรียนนี้ "
        + (f"ครั้งล่าสุด {thai_date(last)}" if last else "ไม่พบบันทึกการนิเทศก่อนหน้านี้")
        for code, last, _ in rows
    }


# --- Practice, the next week, freshness ------------------------------------------------


def _practice(told: Told) -> Iterator[str]:
    forms = [form for form in told.facts.office.forms.values() if "S27" in form.records]
    asked = "SELECT known.id, place.code, day, answers, people, known.submitted FROM known"
    for form in forms:
        kinds = [choice.code for choice in form.questions["kind"].choices]
        rows = told.ask(
            f"{asked} {_PLACE} WHERE known.form = ? AND counted AND day >= ? AND day < ?",
            form.id, told.first, told.end,
        )  # fmt: skip
        rows.sort(key=lambda row: (kinds.index(orjson.loads(row[3])["kind"]), -row[5].timestamp(), row[0]))
        for _, school, day, answers, people, _ in rows[:1]:
            said = orjson.loads(answers)
            yield _shared(told, said["name"], _chosen(form, "kind", said), school, orjson.loads(people), day)
            return
    rows = told.ask(
        "SELECT place.code, day, people, hundredths, texts FROM known"
        " JOIN (SELECT form, id, entry -> '$[7]' AS texts FROM raw_response) AS wrote USING (form, id)"
        f" JOIN own_level USING (form, id) {_PLACE} WHERE known.form = ? AND counted AND day >= ? AND day < ?"
        " ORDER BY hundredths DESC, day DESC, known.id",
        told.form.id, told.first, told.end,
    )  # fmt: skip
    first = next(one.id for one in told.form.questions.values() if one.type == "paragraph")
    for school, day, people, hundredths, texts in rows:
        if len(text := orjson.loads(texts).get(first, "").strip()) >= 10:
            of = f"จุดเด่นที่ผู้นิเทศบันทึก คะแนนเฉลี่ย {int(hundredths) / 100:.2f}"
            yield _shared(told, text, of, school, orjson.loads(people), day)
            return


def _shared(told: Told, title: str, kind: str, school: str | None, people: list[str], day: date) -> str:
    by = f"ผู้บันทึก {_names(told, people)}" if people else ""
    parts = (f"“{title}”", kind, _where(told, school) if school else "", by, thai_date(day))
    return " · ".join(part for part in parts if part)


def _visits(told: Told) -> list[tuple[date, str, str, list[str]]]:
    """Plans of a day of the next week: nobody can have gone yet."""
    rows = told.ask(
        "SELECT day, coalesce(net.code, ''), place.code, people FROM known"
        f" {_PLACE} LEFT JOIN (FROM member WHERE dimension = 'network') AS net USING (form, id)"
        " JOIN form ON form.id = known.form AND counts_as = 'plan'"
        " WHERE counted AND coalesce(ends, day) = day AND day >= ? AND day < ? ORDER BY ALL",
        told.end, told.end + timedelta(days=7),
    )  # fmt: skip
    return [(day, network, school, orjson.loads(people)) for day, network, school, people in rows]


def _by_day(told: Told, visits: Sequence[tuple[date, str, str, list[str]]]) -> Iterator[str]:
    there = told.facts.office.organisation
    for day, network in dict.fromkeys((day, network) for day, network, *_ in visits):
        of = [one for one in visits if one[:2] == (day, network)]
        schools = ", ".join(there.schools[one[2]].name for one in of)
        people = _names(told, list(dict.fromkeys(code for one in of for code in one[3])))
        parts = (f"นิเทศ {thai_date(day)}", there.networks[network].name, schools, people)
        yield " · ".join(part for part in parts if part)


def _duties(told: Told) -> list[tuple[str, int]]:
    """The week's hand-over of logs: whoever is in office on the last working day."""
    rules = [rule for rule in told.facts.office.duties.rules if rule.gathers]
    found = told.ask(
        "SELECT any_value(last.day), count(*) FROM supervisor,"
        " (SELECT max(day) AS day FROM working_day WHERE day >= ? AND day < ?) AS last"
        " WHERE coalesce(since <= last.day, true) AND coalesce(last.day < until, true)",
        told.end, told.end + timedelta(days=7),
    )[0]  # fmt: skip
    return [(f"ครบกำหนด {thai_date(found[0])} · {rule.title} · {found[1]} ราย", found[1]) for rule in rules]


def _freshness(told: Told) -> str:
    latest = told.ask("SELECT max(submitted) FROM known")[0][0]
    received, counted, wrong, odd = told.ask(
        "SELECT count(*), count(*) FILTER (counted), count(*) FILTER (wrong), count(*) FILTER (odd)"
        " FROM known WHERE day >= ? AND day < ?",
        told.first, told.end,
    )[0]  # fmt: skip
    parts = (
        f"ข้อมูลล่าสุดส่งเมื่อ {thai_datetime(latest)}",
        f"ได้รับ {received} ฉบับ จาก {len(told.facts.office.forms)} แบบ",
        f"นำมาคำนวณ {counted} ฉบับ ({round(100 * (share(counted, received) or 0))}%)",
        f"ต้องแก้ไข {wrong} ฉบับ",
        f"มีข้อสังเกต {odd} ฉบับ",
    )
    return " · ".join(parts)


def _chat(told: Told, cases: int, visits: int, owed: int) -> Iterator[tuple[str, str]]:
    mean = told.score(told.first, told.end)[1]
    whole = [told.coverage(code) for code in told.facts.office.organisation.networks]
    seen, of = (sum(part) for part in zip(*whole, strict=True))
    week = thai_period(told.week).partition(" ")[2]
    yield (
        "chat",
        f"สรุปนิเทศ {week} {told.facts.office.organisation.short_name}: นิเทศ {len(told.visited())} โรงเรียน"
        f" สังเกตชั้นเรียน {len(told.came('observation'))} ครั้ง คะแนนเฉลี่ย {mean}",
    )
    percent = round(100 * (share(seen, of) or 0))
    yield (
        "chat",
        f"ครอบคลุมการนิเทศทั้งภาคเรียน {seen} จาก {of} โรงเรียน ({percent}%) กรณีเร่งด่วนที่ยังไม่ยุติ {cases} กรณี",
    )
    yield "chat", f"สัปดาห์หน้ามีแผนนิเทศ {visits} ครั้ง รายการครบกำหนด {owed} ราย"


def _where(told: Told, school: str) -> str:
    return f"{told.facts.office.organisation.schools[school].name} ({told.network(school)})"


def _names(told: Told, codes: Sequence[str]) -> str:
    return ", ".join(told.facts.office.organisation.supervisors[code].name for code in codes)
