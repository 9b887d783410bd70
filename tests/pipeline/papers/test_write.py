"""Papers on the embedded workspace: made once, made anew in place, kept where people changed them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pytest
import requests

from forms.papers import Paper
from sync import drive, libreoffice
from sync.google import Google
from sync.ledger import Ledger, papers, publishing, reports
from sync.pipeline.office import Office
from sync.pipeline.papers.drive import share_papers
from sync.pipeline.papers.files import safe_stem
from sync.pipeline.papers.write import Made, write_papers
from sync.pipeline.troubles import Troubles
from tests.documents.papers import memo
from tests.google.conftest import Exchanges, exchanges, google, key_file, workspace
from tests.google.test_drive_documents import text_of, word
from tests.google.test_forms_api import Killed, failing_after
from tests.journeys import world
from tests.journeys.office import write_config

__all__ = ["exchanges", "google", "key_file", "workspace"]

NOW = datetime.fromisoformat("2026-11-20T19:00:00+07:00")
FURTHER = "การอบรมการอ่าน (ปรับปรุง 20 พ.ย. 2569)"


@dataclass
class Desk:
    """An office with its ledger, which has papers written."""

    ledger: Ledger
    google: Google | None
    office: Office

    def write(self, *wanted: Paper) -> dict[str, Made]:
        return write_papers(self.ledger, self.google, self.office, wanted, NOW, Troubles(self.ledger))

    @property
    def folder(self) -> Path:
        return self.office.settings.data / "papers" / "2569" / "journey-memo"

    def files(self) -> list[str]:
        return sorted(file.name for file in self.folder.iterdir())

    def documents(self, only: str = "") -> dict[str, str]:
        """The Google Docs, or those of one name: their texts by name."""
        assert self.google
        found = drive.find(self.google, f"mimeType = '{drive.MIME['document']}'", "all")
        return {file.name: text_of(self.google, file.id) for file in found if only in file.name}

    def troubles(self) -> list[tuple[str, str]]:
        return [(one.subject, one.code) for one in reports.troubles(self.ledger.connection)]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    write_config(tmp_path / "config")
    return world.office_in(tmp_path)


@pytest.fixture
def desk(office: Office, google: Google, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Without LibreOffice: one test below has it."""
    monkeypatch.setattr(libreoffice, "installed", lambda: None)
    ledger = Ledger(office.settings.data / "ledger.sqlite3")
    yield Desk(ledger, google, office)
    ledger.close()


def test_a_paper_becomes_files_and_a_google_doc_for_those_who_may_read_it(desk: Desk, google: Google) -> None:
    (made,) = desk.write(memo()).values()
    assert made.word == desk.folder / "การอบรมการอ่าน.docx"
    assert (made.pdf, made.no_pdf and made.no_pdf.code) == (None, "pdf-unavailable")
    assert desk.files() == ["การอบรมการอ่าน.docx"]
    (told,) = desk.documents().items()
    assert told[0] == "การอบรมการอ่าน"
    assert "รายงานผลการไปราชการ" in told[1]
    file = publishing.files(desk.ledger.connection)[memo().key]
    shared = {p["emailAddress"]: p["role"] for p in drive.list_permissions(google, file.id)}
    assert shared == {
        "nithet@workspace.example": "owner",
        "director@office.example": "reader",
        "s01@office.example": "reader",
    }
    names, at = [], drive.read_file(google, file.id)
    while at.parents and (at := drive.read_file(google, at.parents[0])).key:
        names.append(at.name)
    assert names == ["รายงานผลการไปราชการ", "เอกสาร", "ปีการศึกษา 2569", "งานนิเทศ สพป.ทดสอบ"]
    assert desk.troubles() == []


def test_what_says_nothing_new_asks_nothing(desk: Desk, exchanges: Exchanges) -> None:
    first = desk.write(memo())
    before, asked = desk.ledger.connection.total_changes, len(exchanges.seen)
    assert desk.write(memo()).keys() == first.keys()
    assert (desk.ledger.connection.total_changes, len(exchanges.seen)) == (before, asked)


def test_what_changed_is_written_in_its_place_under_its_new_title(desk: Desk) -> None:
    desk.write(memo())
    desk.write(memo(gist="สรุปใหม่"))
    assert ["สรุปใหม่" in text for text in desk.documents().values()] == [True]
    desk.write(replace(memo(gist="สรุปใหม่"), title="เรื่องอื่น"))
    assert list(desk.documents()) == ["เรื่องอื่น"]
    assert desk.files() == ["เรื่องอื่น.docx"]


def test_what_people_changed_in_google_docs_stays_and_a_further_one_is_made(
    desk: Desk, google: Google
) -> None:
    desk.write(memo())
    file = publishing.files(desk.ledger.connection)[memo().key]
    url = f"https://www.googleapis.com/upload/drive/v3/files/{file.id}"
    docx_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    google.request("PATCH", url, what="", params={"uploadType": "media"}, content=(docx_type, word("แก้มือ")))
    desk.write(memo(gist="สรุปใหม่"))
    told = desk.documents()
    assert told["การอบรมการอ่าน"].strip() == "แก้มือ"
    assert "สรุปใหม่" in told[FURTHER]
    assert desk.files() == [f"{FURTHER}.docx", "การอบรมการอ่าน.docx"]
    desk.write(memo(gist="สรุปอีก"))  # nobody changed the further one: it is written in its place
    assert "สรุปอีก" in desk.documents()[FURTHER]
    assert len(desk.documents()) == 2


def test_what_people_changed_in_word_stays_too(desk: Desk) -> None:
    desk.write(memo())
    (desk.folder / "การอบรมการอ่าน.docx").write_bytes(word("แก้มือ"))
    desk.write(memo(gist="สรุปใหม่"))
    kept = docx.Document(str(desk.folder / "การอบรมการอ่าน.docx"))
    assert kept.paragraphs[-1].text == "แก้มือ"
    assert f"{FURTHER}.docx" in desk.files()


def test_a_doc_in_the_trash_is_made_anew_when_it_says_something_new(desk: Desk, google: Google) -> None:
    desk.write(memo())
    drive.trash(google, publishing.files(desk.ledger.connection)[memo().key].id)
    desk.write(memo())
    assert desk.documents() == {}
    desk.write(memo(gist="สรุปใหม่"))
    assert list(desk.documents()) == ["การอบรมการอ่าน"]


def test_two_of_one_title_lie_beside_each_other(desk: Desk) -> None:
    desk.write(memo(), replace(memo(), about="journey-report/r2"))
    assert desk.files() == ["การอบรมการอ่าน (2).docx", "การอบรมการอ่าน.docx"]


def test_a_broken_own_template_is_told_and_the_packaged_one_used(desk: Desk) -> None:
    own = desk.office.settings.config / "documents" / "journey-memo.docx"
    own.parent.mkdir()
    for tag in ("{{ ไม่มี }}", "{{ 1 / 0 }}", "{% for x in %}"):
        broken = docx.Document()
        broken.add_paragraph(tag)
        broken.save(str(own))
        (made,) = desk.write(memo(gist=tag)).values()
        assert docx.Document(str(made.word)).paragraphs[0].text != tag
        assert desk.troubles() == [("template:journey-memo", "template-broken")]
    own.unlink()
    desk.write(memo(gist="หายแล้ว"))
    assert desk.troubles() == []


def test_one_that_fails_stops_no_other(desk: Desk) -> None:
    other = replace(memo(), about="journey-report/r2", title="เรื่องอื่น")
    desk.folder.mkdir(parents=True)
    blocked = desk.folder / f".{'0' * 16}.new"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sync.pipeline.papers.files._draft_of", lambda file: _blocked(file, blocked))
        blocked.mkdir()
        assert desk.write(memo(), other).keys() == {other.key}
    assert desk.troubles() == [(memo().key, "folder-unwritable")]
    assert desk.write(memo(), other).keys() == {memo().key, other.key}
    assert desk.troubles() == []


def _blocked(file: Path, blocked: Path) -> Path:
    return blocked if "การอบรม" in file.name else file.with_name("draft")


def test_whoever_leaves_the_configuration_reads_no_paper_any_more(
    desk: Desk, google: Google, exchanges: Exchanges
) -> None:
    desk.write(memo())
    organisation = desk.office.organisation
    people = {code: replace(one, email=None) for code, one in organisation.supervisors.items()}
    later = replace(desk.office, organisation=replace(organisation, supervisors=people), rules="other")
    for _ in range(2):
        share_papers(desk.ledger, google, later, NOW, Troubles(desk.ledger))
    file = publishing.files(desk.ledger.connection)[memo().key]
    assert file.viewers == ("director@office.example",)
    shared = {p["emailAddress"] for p in drive.list_permissions(google, file.id)}
    assert shared == {"nithet@workspace.example", "director@office.example"}
    asked = len(exchanges.seen)
    share_papers(desk.ledger, google, later, NOW, Troubles(desk.ledger))
    assert len(exchanges.seen) == asked


@pytest.mark.parametrize("ending", [Killed, requests.ConnectionError], ids=["killed", "answer lost"])
def test_whatever_request_it_ends_at_the_next_run_mends_it(
    desk: Desk, google: Google, ending: type[Exception]
) -> None:
    """A paper that is new, and at once says something new, each time."""
    drive.account(google)
    desk.write(memo())  # makes the folders
    number, ended = 0, True
    while ended:
        mine = replace(memo(), about=f"journey-report/k{number}", title=f"เรื่อง {number}")
        failing, asked = failing_after(google, number, ending)
        desk.google = failing
        for wanted in (mine, _saying(mine, "สอง")):
            with contextlib.suppress(Killed):
                desk.write(wanted)
        ended = len(asked) > number
        desk.google = google
        desk.write(_saying(mine, "สอง"))
        told = {name: text for name, text in desk.documents().items() if name == mine.title}
        assert ["สอง" in text for text in told.values()] == [True], number
        assert desk.troubles() == []
        kept = papers.of(desk.ledger.connection, [mine.key])[mine.key]
        assert (kept.number, kept.digest) == (1, kept.begun), number
        number += 1
    assert number > 7
    assert len(drive.find(google, f"mimeType = '{drive.MIME['document']}'", "all")) == number + 1


@pytest.mark.parametrize("committed", [False, True], ids=["before the commit", "after it"])
def test_whatever_transaction_it_ends_at_the_next_run_mends_it(
    desk: Desk, google: Google, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    desk.write(memo())
    transaction, number, taken = Ledger.transaction, 0, [1]
    while len(taken) >= number:
        mine = replace(memo(), about=f"journey-report/k{number}", title=f"เรื่อง {number}")
        taken = []

        @contextlib.contextmanager
        def ending(ledger: Ledger, taken: list[int] = taken, at: int = number) -> Iterator[Any]:
            taken.append(1)
            with transaction(ledger) as tx:
                yield tx
                if len(taken) == at and not committed:
                    raise Killed
            if len(taken) == at:
                raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(Ledger, "transaction", ending)
            for wanted in (mine, _saying(mine, "สอง")):
                with contextlib.suppress(Killed):
                    desk.write(wanted)
        desk.write(_saying(mine, "สอง"))
        assert ["สอง" in text for text in desk.documents(mine.title).values()] == [True], number
        assert sorted(name for name in desk.files() if mine.title in name) == [f"{mine.title}.docx"]
        number += 1
    assert number > 7
    assert len(drive.find(google, f"mimeType = '{drive.MIME['document']}'", "all")) == number + 1


def _saying(paper: Paper, gist: str) -> Paper:
    answers = paper.values["answers"]
    assert isinstance(answers, dict)
    return replace(paper, values={**paper.values, "answers": {**answers, "gist": gist}})


def test_all_are_turned_into_pdf_those_that_were_made_without_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    if libreoffice.installed() is None:
        lacks = "needs LibreOffice"
        (pytest.fail if os.environ.get("NITHET_REQUIRE_OFFICE") == "1" else pytest.skip)(lacks)
    desk = Desk(Ledger(office.settings.data / "ledger.sqlite3"), None, office)
    with monkeypatch.context() as without:
        without.setattr(libreoffice, "installed", lambda: None)
        desk.write(memo())
    assert desk.files() == ["การอบรมการอ่าน.docx"]
    made = desk.write(memo(), replace(memo(), about="journey-report/r2"))
    assert all(one.pdf and one.pdf.read_bytes().startswith(b"%PDF") for one in made.values())
    assert len(desk.files()) == 4
    desk.ledger.close()


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ('ก/ข\\ค: "ง" <จ>|?*\n', "ก-ข ค ง จ"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("จบด้วยจุด. .", "จบด้วยจุด"),
        ("", "_"),
        ("ที่" * 100, "ที่" * 25),
        ("a\u202eb\u200bc", "a b c"),
    ],
)
def test_names_are_such_as_windows_takes(title: str, stem: str) -> None:
    assert safe_stem(title) == stem
    assert len((safe_stem(title, " (ปรับปรุง 20 พ.ย. 2569)") + ".docx").encode()) < 255
