"""Hostile text from every entrance to every exit: shown as text, nothing run."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from typing import Any

import docx
import pytest
import requests
from lxml import etree, html
from openpyxl import load_workbook
from playwright.sync_api import Browser

from forms.question_ids import google_id
from sync import drive, libreoffice
from sync.google import DRIVE, SHEETS
from sync.layout.written import clean
from tests import hostile
from tests.journeys import world
from tests.journeys.command import nithet
from tests.journeys.conftest import MONDAY, Work
from tests.journeys.deciding import FINDINGS, Person, findings
from tests.journeys.hostile_office import EVIL, FORM, JOURNEY, NAMES, TEXTS, write_hostile

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workspace's process is forked")

ORDERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")
SUBJECTS = (
    "../../../etc/passwd", "NUL", "aux. . .", "a:b|c?d*e\\f", "{{ 7*7 }}{% raw %}", "</w:t>]]>&",
    "=1+1\u202eก", "ก\r\nBcc: evil@evil.example", "{%p if x %}", "ก" * 400,
)  # fmt: skip


WRONG = "ยังไม่ถึงวัน"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Work]:
    """The hostile office after its week's mail; without LibreOffice."""
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(libreoffice, "installed", lambda: None)
        write_hostile(folder / "config")
        with world.workspace_of(folder) as base:
            world.install(folder, base, MONDAY)
            made = Work(folder, base)
            _answer(made)
            made.cycle("2026-11-20T18:00:00")
            assert [trouble for trouble in made.troubles if not trouble.code.startswith("mail")] == []
            yield made


def _answer(work: Work) -> None:
    """Every text as an answer: to a made-up form, and to a journey, of which papers are made."""
    base = {"person": NAMES["person"], "day": "2026-11-17", "kind": "ข"}
    for start in range(0, len(TEXTS), 40):
        texts = {f"t{number}": text for number, text in enumerate(TEXTS[start : start + 40])}
        school = ("A1", NAMES["school"]) if start else ("B1", f"{NAMES['school']} ใต้")
        network = ("N01", plain(NAMES["north"])) if start else ("N02", NAMES["south"])
        answers = {"school": "/".join((network[0], "{network}", "{school}")), **base, **texts}
        _fill(work, FORM, answers, network[1], plain(school[1]), f"2026-11-17T10:{start % 60:02}:00")
    form = world.office_in(work.folder).forms[JOURNEY]
    for number, subject in enumerate((*SUBJECTS, WRONG)):
        answers = {
            "kind": world.label(form.questions["kind"], "training"),
            "subject": subject,
            "place": subject,
            "first_day": "2026-11-16",
            "last_day": "2026-12-20" if subject == WRONG else "2026-11-16",  # a finding that people answer
            "ordered_by": world.label(form.questions["ordered_by"], "area"),
            "order_number": "=1+1",
            "reporter": NAMES["person"],
            "party_kind": world.label(form.questions["party_kind"], "alone"),
            "gist": "\n".join(TEXTS),
            "use": subject,
        }
        _fill(work, JOURNEY, answers, "", "", f"2026-11-17T11:{number:02}:00")


def _fill(work: Work, form: str, answers: dict[str, str], network: str, school: str, at: str) -> None:
    definition = world.office_in(work.folder).forms[form]
    fields: dict[str, str] = {}
    for key, text in answers.items():
        if key == "school":
            code = text.split("/")[0]
            fields |= {
                google_id(form, key, "network"): network,
                google_id(form, key, code): school,
            }
        else:
            fields |= world.google_answers(definition, {key: text})
    moment = datetime.fromisoformat(f"{at}+07:00")
    world.set_clock(work.base, moment)
    world.post_form(
        work.base, work.form(form), {f"entry.{int(key, 16)}": text for key, text in fields.items()}
    )


def plain(text: str) -> str:
    """A name as the configuration's reader takes it."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", re.sub(r"[\r\n\t]+", " ", text))


def spreadsheets(work: Work) -> list[drive.File]:
    return drive.find(work.google, f"mimeType = '{drive.MIME['spreadsheet']}'", "all")


def cells_of(work: Work, file: str) -> Iterator[dict[str, Any]]:
    fields = "sheets(properties(title),data(rowData(values(userEnteredValue,effectiveValue,note))))"
    params = {"includeGridData": True, "fields": fields}
    body = work.google.call("GET", f"{SHEETS}/{file}", what="sheet", params=params)
    for sheet in body["sheets"]:
        assert not ORDERS.search(sheet["properties"]["title"])
        assert len(sheet["properties"]["title"]) <= 100
        for row in (row for data in sheet.get("data", ()) for row in data.get("rowData", ())):
            yield from row.get("values", ())


def test_every_text_stands_in_a_cell_and_no_cell_is_a_formula(work: Work) -> None:
    seen: set[str] = set()
    files = spreadsheets(work)
    assert len(files) > 4
    for file in files:
        assert not ORDERS.search(file.name)
        assert "\n" not in file.name
        for cell in cells_of(work, file.id):
            value = cell.get("userEnteredValue", {})
            assert "formulaValue" not in value, value
            seen.add(str(value.get("stringValue", "")))
    kept = "\0".join(seen)
    assert [text for text in TEXTS if clean(text).strip() not in kept] == []
    for name in ("north", "south", "group", "person", "school"):
        assert plain(NAMES[name]) in kept, name


def pages(work: Work) -> list[str]:
    """The addresses of everything that people open."""
    files = drive.find(work.google, "trashed = false", "all")
    opened = [
        "/",
        "/mail/",
        f"/forms/d/e/{work.form(FORM)}/viewform",
        f"/forms/d/e/{work.form(JOURNEY)}/viewform",
    ]
    for file in files:
        if file.mime_type == drive.MIME["spreadsheet"]:
            params = {"fields": "sheets(properties(sheetId,hidden))"}
            body = work.google.call("GET", f"{SHEETS}/{file.id}", what="sheet", params=params)
            gids = [s["properties"]["sheetId"] for s in body["sheets"] if not s["properties"].get("hidden")]
            # Of tabs made alike the last one is of the form: all of its texts stand there.
            opened += [f"/spreadsheets/d/{file.id}/edit?gid={gid}" for gid in (gids[0], gids[-1])]
        elif file.mime_type == drive.MIME["document"]:
            opened += [f"/document/d/{file.id}/edit", f"/document/d/{file.id}/html"]
    return opened


def test_no_page_holds_a_tag_or_an_attribute_of_anyones_text(work: Work) -> None:
    for address in pages(work):
        answer = requests.get(f"{work.base}{address}", timeout=20)
        assert answer.status_code == 200, address
        nothing_runs(answer.text, address)


def nothing_runs(page: str, where: str) -> None:
    """No element, attribute or address of a page comes from a text."""
    for element in html.fromstring(page.encode()).iter():
        if not isinstance(element.tag, str):
            continue
        assert "__ran" not in (element.text or "") or element.tag not in ("script", "style"), where
        assert element.tag not in ("svg",) or "onload" not in element.attrib, where
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), (where, name)
            if name in ("href", "src", "action"):
                assert not str(value).strip().lower().startswith(("javascript:", "vbscript:")), (where, value)
                assert str(value) != "x", where


@pytest.mark.browser
def test_no_script_ran_in_a_browser(work: Work, browser: Browser) -> None:
    page = browser.new_page()
    for address in [one for one in pages(work) if "html" not in one][:7]:
        page.goto(f"{work.base}{address}")
        assert page.evaluate("window.__ran === undefined && !document.querySelector('img[src=x]')"), address
    page.close()


def test_what_is_exported_opens_without_a_formula(work: Work) -> None:
    for file in spreadsheets(work)[::2]:
        exported = work.google.request(
            "GET", f"{DRIVE}/files/{file.id}/export", what=file.id,
            params={"mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        )  # fmt: skip
        book = load_workbook(io.BytesIO(exported.content))
        formulas = [c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
        assert formulas == []


def test_mails_are_one_message_each_and_their_pages_run_nothing(work: Work) -> None:
    files = sorted((work.folder / "data" / "outbox").iterdir())
    assert any(file.suffix == ".eml" for file in files)
    for file in files:
        if file.suffix == ".html":
            nothing_runs(file.read_text(encoding="utf-8"), file.name)
            continue
        content = file.read_bytes()
        mail = message_from_bytes(content, policy=policy.default)
        for part in mail.walk():
            assert part.defects == []
            assert not {"Bcc", "X-Evil"} & set(part.keys())
        assert len(mail.get_all("Subject", [])) == len(mail.get_all("From", [])) == 1
        head = content.partition(b"\r\n\r\n")[0].decode("ascii")
        odd = [line for line in head.split("\r\n") if not re.match(r"[A-Za-z-]+:( |$)|[ \t]", line)]
        assert odd == []
        page = mail.get_body(("html",))
        assert page is not None
        nothing_runs(page.get_content(), file.name)


def test_papers_are_sound_word_files_that_show_the_text(work: Work) -> None:
    root = work.folder / "data" / "papers"
    papers = list(root.rglob("*.docx"))
    assert len(papers) >= len(SUBJECTS)
    shown = ""
    for file in papers:
        assert file.resolve().is_relative_to(root.resolve())
        assert len(file.name.encode()) <= 255
        assert not re.match(r"(?i)(nul|con|aux|prn)(\.|$)", file.name)
        with zipfile.ZipFile(file) as packed:
            for name in packed.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(packed.read(name))
        for part in docx.Document(str(file)).element.body.iter():
            shown += part.text or ""
    for text in ("{{ ๗*๗ }}", "{% raw %}", "</w:t>]]>&", "<script>window.__ran=๑</script>", "{%p if x %}"):
        assert text in shown or text.replace("๗", "7").replace("๑", "1") in shown, text
    assert not list((work.folder / "data").rglob("passwd"))


def test_commands_print_text_and_nothing_that_a_terminal_obeys(work: Work) -> None:
    week, evil = ("--period", "2569-W47"), "\x1b[31m[red]../..\u202e\udcff"
    commands = {
        ("check",): 0,
        ("report", "weekly", *week): 0,
        ("preview", "network-page", "--about", evil, "--out", "../x"): 2,
        ("extract", evil, "--out", f"{evil}.csv"): 2,
        ("results", "load", evil, "--kind", evil, "--year", evil): 2,
    }
    for command, code in commands.items():
        ran = nithet(*command, at=work.folder)
        assert "Traceback" not in ran.err
        assert ran.code == code, (command, ran.err)
        told = ran.out + ran.err
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", told), command


def test_what_people_type_and_how_they_name_things_is_text_as_well(work: Work) -> None:
    group = "sheet:group:G1"
    sheet = findings(work, group)
    key = next(row[-1] for row in sheet.rows if row and row[-1].startswith(f"{JOURNEY}|"))
    person = Person(work, "s01@office.example")
    notes = (
        *hostile.FORMULAS[:3],
        hostile.PAGES[0],
        hostile.TEMPLATES[0],
        hostile.CONTROLS[1],
        "[red]\u202e",
    )
    note = " ".join(notes)
    assert person.types(group, FINDINGS, sheet.at(key, "หมายเหตุ"), note) == 200
    assert person.types(group, FINDINGS, sheet.at(key, "ค่าที่ถูกต้อง"), EVIL) == 200
    file = work.file(group)
    tabs = work.google.call("GET", f"{SHEETS}/{file}", what="sheet", params={"fields": "sheets.properties"})
    last = tabs["sheets"][-1]["properties"]["sheetId"]
    named = {"properties": {"sheetId": last, "title": EVIL[:90]}, "fields": "title"}
    body = {"requests": [{"updateSheetProperties": named}]}
    work.google.call("POST", f"{SHEETS}/{file}:batchUpdate", what="sheet", body=body)
    work.google.call("PATCH", f"{DRIVE}/files/{file}", what="sheet", body={"name": f"../{EVIL}"})

    work.cycle("2026-11-20T18:10:00")
    sheet = findings(work, group)
    assert sheet.text(key, "หมายเหตุ") == note
    assert plain(EVIL)[:20] in sheet.text(key, "การดำเนินการของระบบ")
    assert not [cell for cell in cells_of(work, file) if "formulaValue" in cell.get("userEnteredValue", {})]
    for address in ("/", f"/spreadsheets/d/{file}/edit", f"/spreadsheets/d/{file}/edit?gid={last}"):
        nothing_runs(requests.get(f"{work.base}{address}", timeout=20).text, address)
    exported = work.google.request(
        "GET", f"{DRIVE}/files/{file}/export", what=file, params={"mimeType": "text/csv"}
    )
    rows = list(csv.reader(io.StringIO(exported.content.decode())))
    assert not [
        text
        for row in rows
        for text in row
        if text.startswith(RUN_BY_SPREADSHEETS) and not text[1:2].isdigit()
    ]
