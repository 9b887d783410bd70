"""The weekly mail: its figures, in plain text and in HTML, are what the responses say, and no others."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from forms.thai import sort_key
from tests.figures.facts import Facts, share
from tests.figures.mail_lines import lines
from tests.figures.tables import ENOUGH, SEEN

CUT = "2026-11-20 18:00:00"  # Friday evening in Thailand
LISTED = 5  # schools in each of the two lists
SHOWN = 8  # cases
Term = dict[str, Any]


@pytest.fixture(scope="module")
def mail(term: Term) -> dict[str, str]:
    """The mail's texts by kind, and its week."""
    return {kind: text.replace("\r\n", "\n") for kind, text in term["mail"].items()}


@pytest.fixture(scope="module")
def told(mail: dict[str, str], facts: Facts) -> Told:
    """What the mail should tell."""
    return Told(facts, mail["week"])


class Told:
    """The figures of a week as they were known at its cut, worked out from the responses."""

    def __init__(self, facts: Facts, week: str) -> None:
        self.facts, self.form = facts, facts.form("observation")
        period = facts.office.calendar.week_named(week)
        self.week, self.cut = period, CUT
        self.first, self.end = period.start, period.end
        self.semester = facts.office.calendar.latest_semester(self.first)

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What was known at the cut: `known` are the counted responses then, whatever came later."""
        known = f"WITH known AS (SELECT * FROM response WHERE submitted <= TIMESTAMP '{CUT}')"
        return self.facts.ask(f"{known} {statement}", *values)

    def came(self, what: str, ago: int = 0) -> list[tuple[Any, ...]]:
        """Counted responses of a kind of form in the week, or in the one before."""
        weeks = timedelta(days=7 * ago)
        return self.ask(
            "SELECT known.id, there.code, hundredths, level FROM known"
            " LEFT JOIN (FROM member WHERE dimension = 'school') AS there USING (form, id)"
            " LEFT JOIN own_level USING (form, id)"
            " JOIN form ON form.id = known.form AND counts_as = ?"
            " WHERE counted AND day >= ? AND day < ?",
            what, self.first - weeks, self.end - weeks,
        )  # fmt: skip

    def visited(self, ago: int = 0) -> set[str]:
        """The schools that were visited in the week, or in the one before, in whatever form of a visit."""
        return {row[1] for what in SEEN for row in self.came(what, ago) if row[1]}

    def score(self, first: date, end: date, school: str = "") -> tuple[int, str, str]:
        """How many observations with a score, their mean as it is shown, and its level."""
        n, hundredths = self.ask(
            "SELECT count(*), (200 * sum(points * 26771144400::HUGEINT // items)"
            " + 26771144400::HUGEINT * count(*)) // (2 * 26771144400::HUGEINT * count(*))"
            " FROM known JOIN mark USING (form, id)"
            " LEFT JOIN (FROM member WHERE dimension = 'school') AS there USING (form, id)"
            " WHERE measure = 'score' AND form = ? AND day >= ? AND day < ? AND (? = '' OR there.code = ?)",
            self.form.id, first, end, school, school,
        )[0]  # fmt: skip
        assert self.form.bands
        level = next((one.name for one in self.form.bands.levels if hundredths >= 100 * one.lowest), "")
        return int(n), f"{int(hundredths) / 100:.2f}", level

    def coverage(self, network: str) -> tuple[int, int]:
        """The network's open schools on the week's last day that were visited this semester, and all."""
        last = self.end - timedelta(days=1)
        found = self.ask(
            "SELECT count(DISTINCT seen.code), count(DISTINCT school.code) FROM school"
            " LEFT JOIN moved ON moved.school = school.code AND ? >= moved.since AND ? < moved.until"
            " LEFT JOIN (SELECT there.code FROM known"
            "  JOIN (FROM member WHERE dimension = 'school') AS there USING (form, id)"
            "  JOIN form ON form.id = known.form AND counts_as IN ('observation', 'visit')"
            "  WHERE counted AND day >= ? AND day < ?) AS seen ON seen.code = school.code"
            " WHERE coalesce(moved.network, school.network) = ?"
            " AND coalesce(school.opened <= ?, true) AND coalesce(? < school.closed, true)",
            last, last, self.semester.start, self.end, network, last, last,
        )[0]  # fmt: skip
        return int(found[0]), int(found[1])

    def scores(self) -> dict[str, tuple[int, str, str]]:
        """The open schools that were observed in the semester: how often, their mean and its level."""
        last = self.end - timedelta(days=1)
        there = self.facts.office.organisation.schools
        return {
            code: self.score(self.semester.start, self.end, code)
            for (code,) in self.ask(
                "SELECT DISTINCT there.code FROM known JOIN own_level USING (form, id)"
                " JOIN (FROM member WHERE dimension = 'school') AS there USING (form, id)"
                " WHERE form = ? AND day >= ? AND day < ?",
                self.form.id, self.semester.start, self.end,
            )
            if there[code].is_open(last)
        }  # fmt: skip

    def enough(self) -> dict[str, tuple[int, str, str]]:
        """Those that were observed often enough to be ranked."""
        return {code: of for code, of in self.scores().items() if of[0] >= ENOUGH}

    def ranked(self) -> tuple[list[str], list[str], int]:
        """The strongest schools, the weakest, and how many have too few observations."""
        there, scores = self.facts.office.organisation.schools, self.scores()
        enough = [*self.enough()]
        names = {code: sort_key(there[code].name) for code in enough}
        enough.sort(key=lambda code: (-float(scores[code][1]), -scores[code][0], names[code]))
        strong, weak = min(LISTED, (len(enough) + 1) // 2), min(LISTED, len(enough) // 2)
        last_ones = enough[len(enough) - weak :]
        last_ones.sort(key=lambda code: (float(scores[code][1]), -scores[code][0], names[code]))
        lists = []
        for codes in (enough[:strong], last_ones):
            told = [(code, *scores[code]) for code in codes]
            lists.append([f"{there[c].name}|{self.network(c)}|{m}|{level}|{n}" for c, n, m, level in told])
        return lists[0], lists[1], len(scores) - len(enough)

    def network(self, school: str) -> str:
        """The name of a school's network."""
        there = self.facts.office.organisation
        return there.networks[there.schools[school].network].name

    def logs(self) -> list[tuple[str, int, int]]:
        """Who logged how many of the days owed up to the cut: nobody's permit had passed then."""
        assert self.facts.ask("SELECT count(*) FROM said_at WHERE noticed <= ?", CUT) == [(0,)]
        found = self.ask(
            "SELECT supervisor.code, count(log.day), count(*) FROM working_day"
            " JOIN supervisor ON coalesce(supervisor.since <= working_day.day, true)"
            "  AND coalesce(working_day.day < supervisor.until, true)"
            " LEFT JOIN (SELECT DISTINCT code, day FROM known"
            "  JOIN (FROM member WHERE dimension = 'supervisor') AS who USING (form, id)"
            "  JOIN form ON form.id = known.form AND counts_as = 'log' WHERE counted) AS log"
            "  ON log.code = supervisor.code AND log.day = working_day.day"
            " LEFT JOIN (SELECT person, leaving.day, last FROM leaving JOIN known USING (form, id)"
            "  WHERE NOT asks) AS gone ON gone.person = supervisor.code"
            "  AND working_day.day BETWEEN gone.day AND gone.last"
            " WHERE working_day.day >= ? AND working_day.day < ? AND working_day.day >= (FROM since)"
            " AND (gone.person IS NULL OR log.day IS NOT NULL)"
            " GROUP BY supervisor.code",
            self.first, self.end,
        )  # fmt: skip
        names = self.facts.office.organisation.supervisors
        return sorted((names[code].name, logged, owed) for code, logged, owed in found)

    def findings(self) -> tuple[int, int]:
        """Responses of the week in which something is wrong, and those with remarks alone."""
        found = self.ask(
            "SELECT count(*) FILTER (wrong), count(*) FILTER (odd) FROM known"
            " JOIN form ON form.id = known.form AND counts_as IN ('observation', 'log')"
            " WHERE day >= ? AND day < ?",
            self.first, self.end,
        )[0]  # fmt: skip
        return int(found[0]), int(found[1])


def expected(told: Told) -> Iterator[tuple[str, str]]:
    """Every line of figures as a name and the figures in the order in which the mail tells them."""
    now, before = told.came("observation"), told.came("observation", 1)
    n, mean, level = told.score(told.first, told.end)
    of, past, _ = told.score(told.first - timedelta(days=7), told.first)
    full = max(told.form.grids[0].scale)
    yield "observations", f"{len(now)}|{len(before)}"
    visits = (told.visited(), told.visited(1))
    yield "schools", "|".join(str(len(schools)) for schools in visits)
    stands = f"(ข้อมูลไม่เพียงพอ จาก {n} ครั้ง)" if 0 < n < ENOUGH else f"ระดับ{level}"
    yield "score", f"{mean}|{full}|{stands}|{past}|{f' จาก {of} ครั้ง' if 0 < of < ENOUGH else ''}"
    yield "logs", f"{len(told.came('log'))}|{len(told.came('log', 1))}"
    assert told.form.bands
    for one in told.form.bands.levels:
        if n := sum(row[3] == one.name for row in now):
            yield f"level {one.name}", str(n)
    whole = [told.coverage(code) for code in told.facts.office.organisation.networks]
    visited, owed = (sum(of) for of in zip(*whole, strict=True))
    yield "coverage", f"{visited}|{owed}|{_percent(visited, owed)}"
    for network, (seen, of) in zip(told.facts.office.organisation.networks.values(), whole, strict=True):
        yield f"coverage {network.name}", f"{seen}|{of}|{_percent(seen, of)}"
    strongest, weakest, unranked = told.ranked()
    yield from (("ranked", line) for line in (*strongest, *weakest))
    yield "unranked", f"{unranked}|{ENOUGH}"
    logs = told.logs()
    yield "complete", f"{sum(logged == of for _, logged, of in logs)}|{len(logs)}"
    yield from ((f"days {name}", f"{logged}|{of}") for name, logged, of in logs if logged < of)
    yield "findings", "|".join(map(str, told.findings()))
    told_lines = list(lines(told))
    if cases := sum(name == "case" for name, _ in told_lines):
        assert cases <= SHOWN
        yield "cases", str(cases)
    yield from ((name, line.replace(",", "")) for name, line in told_lines)


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * (share(part, whole) or 0))}"


_NUMBER = r"([\d,]+(?:\.\d+)?)"
_RANKED = rf"^- (โรงเรียน.+?) \((.+?)\) {_NUMBER} ระดับ(\S+) จาก {_NUMBER} ครั้ง$"
_PLAIN = {
    "cases": rf"^กรณีเร่งด่วนที่ยังไม่ยุติ {_NUMBER} กรณี$",
    "case": r"^- (.+ · รับเรื่อง .+)$",
    "help": r"^- (.+ · (?:กรณีเร่งด่วนที่ยัง|ผลการประเมินระบุ|คะแนนเฉลี่ย [\d.]+ ระดับ|ยังไม่ได้รับการนิเทศ).+)$",
    "practice": r"^- (“.+)$",
    "coming": r"^- ((?:นิเทศ|ครบกำหนด) .+)$",
    "freshness": r"^ข้อมูลของสัปดาห์นี้ทุกแบบ: (.+)$",
    "chat": r"^- ((?:สรุปนิเทศ|ครอบคลุมการนิเทศทั้ง|สัปดาห์หน้ามี).+)$",
    "observations": rf"^- สังเกตชั้นเรียน {_NUMBER} ครั้ง \(สัปดาห์ก่อน {_NUMBER} ครั้ง\)$",
    "schools": rf"^- โรงเรียนที่ได้รับการนิเทศ {_NUMBER} โรงเรียน \(สัปดาห์ก่อน {_NUMBER} โรงเรียน\)$",
    "score": rf"^- คะแนนเฉลี่ย\S+ {_NUMBER} จากคะแนนเต็ม {_NUMBER} (.+) \(สัปดาห์ก่อน {_NUMBER}(.*)\)$",
    "logs": rf"^- บันทึกการปฏิบัติงานประจำวัน {_NUMBER} รายการ \(สัปดาห์ก่อน {_NUMBER} รายการ\)$",
    "level (.+)": rf"^- (ดีมาก|ดี|ปานกลาง|พอใช้|ควรปรับปรุง) {_NUMBER}$",
    "coverage": rf"^รวม {_NUMBER} จาก {_NUMBER} โรงเรียน \({_NUMBER}%\)$",
    "coverage (.+)": rf"^- (\S+) {_NUMBER}/{_NUMBER} โรงเรียน \({_NUMBER}%\)$",
    "ranked": _RANKED,
    "unranked": rf"^- อีก {_NUMBER} โรงเรียน .*\(สังเกตน้อยกว่า {_NUMBER} ครั้ง\)$",
    "complete": rf"^บันทึกการปฏิบัติงานประจำวัน: ครบทุกวันทำการ {_NUMBER} จาก {_NUMBER} คน$",
    "days (.+)": rf"^- (ศึกษานิเทศก์ \d+) บันทึก {_NUMBER} จาก {_NUMBER} วันทำการ$",
    "findings": rf"^รายการที่ต้องตรวจสอบ.*: ต้องแก้ไข {_NUMBER} ฉบับ มีข้อสังเกต {_NUMBER} ฉบับ$",
}
# The same in HTML, its tags as bars: tiles, tables and lists.
_TILE = rf"\|{_NUMBER}\|[^|]+\|([▲▼] [\d.,]+|[^|\d]+)\|สัปดาห์ก่อน {_NUMBER}(?=\|)"
_TILES = ("observations", "schools", "logs")
_LINES = ("case", "help", "practice", "coming", "freshness", "chat")
_HTML = {
    "cases": rf"\|กรณีเร่งด่วนที่ยังไม่ยุติ {_NUMBER} กรณี(?=\|)",
    "observations": rf"\|สังเกตชั้นเรียน{_TILE}",
    "schools": rf"\|โรงเรียนที่นิเทศ{_TILE}",
    "logs": rf"\|บันทึกประจำวัน{_TILE}",
    "level (.+)": rf"\|(ดีมาก|ดี|ปานกลาง|พอใช้|ควรปรับปรุง) {_NUMBER} ครั้ง(?=\|)",
    "coverage": rf"\|รวมทั้งเขต\|{_NUMBER}/{_NUMBER}\|{_NUMBER}%\|",
    "coverage (.+)": rf"\|(?!รวม)([^|]+)\|{_NUMBER}/{_NUMBER}\|{_NUMBER}%(?=\|)",
    "ranked": rf"\|(โรงเรียน[^|]+)\|([^|]+)\|{_NUMBER}\|([^|]+)\|จาก {_NUMBER} ครั้ง(?=\|)",
    "unranked": rf"\|อีก {_NUMBER} โรงเรียน [^|]*\(สังเกตน้อยกว่า {_NUMBER} ครั้ง\)",
    "complete": rf"\|ครบทุกวันทำการของสัปดาห์ {_NUMBER} จาก {_NUMBER} คน\|",
    "days (.+)": rf"\|(ศึกษานิเทศก์ \d+)\|{_NUMBER}\|จาก {_NUMBER} วันทำการ(?=\|)",
    "findings": rf"\|ต้องแก้ไข {_NUMBER} ฉบับ\|[^|]*\|?มีข้อสังเกต {_NUMBER} ฉบับ\|",
}


def flat(page: str) -> str:
    """A page's texts with bars between them."""
    body = re.sub(r"(?s)<style.*?</style>|<title.*?</title>|<!--.*?-->", "", page)
    body = re.sub(r'<img [^>]*alt="([^"]+)"[^>]*>', _alternative, body)
    return re.sub(r"[\s|]*\|[\s|]*", "|", html.unescape(re.sub(r"<[^>]+>", "|", body)))


def _alternative(picture: re.Match[str]) -> str:
    """What a reader has in place of the picture: the coverage of each network, as its table has it."""
    return re.sub(rf"(\S+) ({_NUMBER}/{_NUMBER}) \({_NUMBER}%\)", r"|\1|\2|\5%|", f"|{picture[1]}|")


def parsed(text: str, patterns: dict[str, str]) -> tuple[list[tuple[str, str]], str]:
    """The figures that stand in a text, by name, and the text without them."""
    found: list[tuple[str, str]] = []
    for name, pattern in patterns.items():
        for one in re.finditer(pattern, text, re.MULTILINE):
            groups = list(one.groups())
            named = name.replace("(.+)", groups.pop(0)) if "(.+)" in name else name
            found.append((named, "|".join(groups).replace(",", "")))
        text = re.sub(pattern, "|", text, flags=re.MULTILINE)
    return found, text


def test_the_plain_text_tells_what_the_responses_say(mail: dict[str, str], told: Told) -> None:
    found, rest = parsed(mail["text/plain"], _PLAIN)
    assert sorted(found) == sorted(expected(told))
    assert len(found) > 20
    assert _unexplained(rest) == []


def test_the_html_tells_what_the_responses_say(mail: dict[str, str], told: Told) -> None:
    figures = dict(expected(told))
    wanted = [one for one in expected(told) if one[0] not in ("score", *_TILES, *_LINES)]
    wanted += [(name, _tile(figures[name])) for name in _TILES]
    page = flat(mail["text/html"])
    for _, line in lines(told):
        parts = map(re.escape, line.split(" · "))
        page, times = re.subn(rf"\|{'[ |·]+'.join(parts)}(?=\|)", "|", page, count=1)
        assert times, line
    told_twice, rest = parsed(page, _HTML)  # in the table, and in place of the picture
    found = list(dict.fromkeys(told_twice))
    assert sorted(one for one in found if one[0].partition(" ")[0] != "level" or one[1] != "0") == sorted(
        wanted
    )
    now, schools = (figures[name].split("|")[0] for name in ("observations", "schools"))
    mean, full, stands, past, of = figures["score"].split("|")
    visited, owed, percent = figures["coverage"].split("|")
    moved = _moved(float(mean), float(past), "{:.2f}")
    few = stands.startswith("(")
    unit = f"เต็ม {full} จาก {now} ครั้ง" if few else f"เต็ม {full}"
    before = f"{past} ({of.removeprefix(' จาก ')})" if of else past
    told_of = f"จากคะแนนเต็ม {full} {stands if few else stands.replace('ระดับ', 'ระดับ|', 1)}"
    for text in (
        f"|คะแนนเฉลี่ย|{mean}|{unit}|{moved}|สัปดาห์ก่อน {before}|",
        f"|คะแนนเฉลี่ย|{mean}|{told_of}",
        f"|{schools} โรงเรียน|สังเกตชั้นเรียน|{now} ครั้ง|",
        f"|{visited} จาก {owed} โรงเรียน ({percent}%)|",
        f"นิเทศ {schools} โรงเรียน สังเกตชั้นเรียน {now} ครั้ง คะแนนเฉลี่ย {mean} · ครอบคลุม {visited}/{owed} โรงเรียน",
        f"|จาก {now} ครั้งที่นำมาคำนวณ|",
    ):
        assert text in rest
        rest = rest.replace(text, "||")
    assert _unexplained(rest.replace("|", "\n")) == []


def _tile(figures: str) -> str:
    now, before = figures.split("|")
    return f"{now}|{_moved(int(now), int(before), '{:g}')}|{before}"


def _moved(now: float, before: float, pattern: str) -> str:
    arrow = "▲" if now > before else "▼"
    return f"{arrow} {pattern.format(abs(now - before))}" if now != before else "เท่าเดิม"


def test_a_figure_that_is_wrong_is_told(mail: dict[str, str], told: Told) -> None:
    figures = dict(expected(told))
    now, before = figures["observations"].split("|")
    wrong = mail["text/plain"].replace(f"สังเกตชั้นเรียน {now} ครั้ง", f"สังเกตชั้นเรียน {int(now) + 1} ครั้ง", 1)
    found, _ = parsed(wrong, _PLAIN)
    assert set(found) - set(expected(told)) == {("observations", f"{int(now) + 1}|{before}")}


# What holds digits and is no figure: days, semesters, times, how many are enough, addresses.
_NO_FIGURES = (
    r"https?://\S+",
    r"\d{1,2}(?:–\d{1,2})? \S+\.\S*\.? 25\d\d(?: \d\d\.\d\d น\.)?",
    r"ภาคเรียนที่ \d ปีการศึกษา 25\d\d",
    r"สังเกตตั้งแต่ \d ครั้งขึ้นไป",
    r"อย่างน้อย 1 ครั้ง",
)


def _unexplained(rest: str) -> list[str]:
    """What still holds a digit once figures, days and addresses are taken away."""
    for pattern in _NO_FIGURES:
        rest = re.sub(pattern, "", rest)
    return [line for line in rest.splitlines() if re.search(r"\d", line)]
