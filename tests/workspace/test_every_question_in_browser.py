"""Every kind of question on a phone of 375 px: filled in, edited, read by programs and in a sheet.

The sheet is written by this test as any program would, from what responses.list says: nithet's own
definitions have no durations, ratings with icons or grids of check boxes. How nithet pulls what its
definitions do have into its sheets is tried in tests/journeys.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.workspace.questions import Client, Json, choice, grid, latest, question, section, served, texts

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Asked:
    """A question: how it is answered first and when edited, and what responses.get then says."""

    item: Json
    fill: Callable[[Page, Locator], None]
    edit: Callable[[Page, Locator], None]
    first: list[str]
    after: list[str]


def pick(*names: str) -> Callable[[Page, Locator], None]:
    def tap(_: Page, card: Locator) -> None:
        for name in names:
            card.get_by_text(name, exact=True).tap()

    return tap


def type_in(text: str, label: str = "") -> Callable[[Page, Locator], None]:
    def fill(_: Page, card: Locator) -> None:
        (card.get_by_label(label, exact=True) if label else card.locator(".line")).fill(text)

    return fill


def choose(name: str) -> Callable[[Page, Locator], None]:
    def select(_: Page, card: Locator) -> None:
        card.locator("select").select_option(name)

    return select


def parts(**given: str) -> Callable[[Page, Locator], None]:
    """Fields beside each other: day, month, hour, minute."""

    def fill(_: Page, card: Locator) -> None:
        for name, text in given.items():
            field = card.locator(f"[name$=_{name}]")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)

    return fill


def other(text: str) -> Callable[[Page, Locator], None]:
    """Text beside "other", which chooses it."""
    return lambda _, card: card.get_by_label("ระบุอื่น ๆ").fill(text)


def scale(low: int, high: int) -> Json:
    return {"low": low, "high": high, "lowLabel": "น้อยที่สุด", "highLabel": "มากที่สุด"}


def rating(icon: str) -> Json:
    return {"ratingScaleLevel": 5, "iconType": icon}


DATE = {"includeYear": True}
OTHER = {"isOther": True}
SHUFFLED = {"type": "CHECKBOX", "shuffle": True, "options": [{"value": v} for v in ("ห้องสมุด", "สนาม")]}
LEVELS = [{"value": "ประถม", "goToSectionId": "000000b1"}, {"value": "มัธยม", "goToAction": "NEXT_SECTION"}]
TURN = {"type": "DROP_DOWN", "options": LEVELS}
PAGES: list[list[Asked]] = [
    [
        Asked(question("textQuestion", title="ชื่อโรงเรียน", required=True),
              type_in("บ้านดอนตาล"), type_in("=บ้านดอนตาล"), ["บ้านดอนตาล"], ["=บ้านดอนตาล"]),
        Asked(question("textQuestion", {"paragraph": True}, "จุดเด่น"),
              type_in("ลงมือทำ\nจริง"), type_in("คิดเอง"), ["ลงมือทำ\nจริง"], ["คิดเอง"]),
        Asked(choice("เดี่ยว", "คณะ", OTHER, title="วิธี"), pick("เดี่ยว"), other("ออนไลน์"), ["เดี่ยว"], ["ออนไลน์"]),
        Asked(choice("วีดิทัศน์", "ใบงาน", OTHER, kind="CHECKBOX", title="สื่อ"),
              pick("ใบงาน", "วีดิทัศน์"), other("ของจริง"), ["วีดิทัศน์", "ใบงาน"], ["วีดิทัศน์", "ใบงาน", "ของจริง"]),
        Asked(question("choiceQuestion", SHUFFLED, "สถานที่"), pick("สนาม"), pick("ห้องสมุด"),
              ["สนาม"], ["ห้องสมุด", "สนาม"]),
        Asked(question("choiceQuestion", TURN, "ระดับ"), choose("ประถม"), choose("ประถม"),
              ["ประถม"], ["ประถม"]),
    ],
    [],  # for มัธยม: the way goes past it
    [
        Asked(question("scaleQuestion", scale(1, 5), "พอใจ"), pick("4"), pick("5"), ["4"], ["5"]),
        Asked(question("scaleQuestion", scale(0, 10), "แนะนำต่อ"), pick("0"), pick("10"), ["0"], ["10"]),
        Asked(question("ratingQuestion", rating("STAR"), "ดาว"), pick("3"), pick("5"), ["3"], ["5"]),
        Asked(question("ratingQuestion", rating("HEART"), "หัวใจ"), pick("1"), pick("2"), ["1"], ["2"]),
        Asked(question("ratingQuestion", rating("THUMB_UP"), "นิ้วโป้ง"), pick("5"), pick("4"), ["5"], ["4"]),
        Asked(question("dateQuestion", DATE, "วันที่"), type_in("2026-11-18"), type_in("2026-11-20"),
              ["2026-11-18"], ["2026-11-20"]),
        Asked(question("dateQuestion", {}, "วันเกิด"), parts(day="29", month="2"), parts(day="1", month="12"),
              ["02-29"], ["12-01"]),
        Asked(question("dateQuestion", DATE | {"includeTime": True}, "นัดหมาย"),
              type_in("2026-11-18T09:30"), type_in("2026-11-19T13:05"),
              ["2026-11-18 09:30"], ["2026-11-19 13:05"]),
        Asked(question("dateQuestion", {"includeTime": True}, "ประจำปี"),
              parts(day="5", month="12", hour="8", minute="0"), parts(minute="45"),
              ["12-05 08:00"], ["12-05 08:45"]),
        Asked(question("timeQuestion", {}, "เวลาเริ่ม"), type_in("08:30"), type_in("13:00"),
              ["08:30"], ["13:00"]),
        Asked(question("timeQuestion", {"duration": True}, "ใช้เวลา"),
              parts(hour="1", minute="5"), parts(hour="2"), ["01:05"], ["02:05"]),
    ],
]  # fmt: skip
LINES = {"0000f001": "จุดประสงค์", "0000f002": "กิจกรรม"}
BOXES = {"0000f003": "ครู", "0000f004": "ผู้เรียน"}
STANDING: list[Json] = [
    {"title": "คำชี้แจง", "description": "อ่านก่อนตอบ", "textItem": {}},
    {"title": "แผนผัง", "imageItem": {"image": {"sourceUri": "https://office.example/a.png"}}},
    {"title": "ตัวอย่าง", "videoItem": {"video": {"youtubeUri": "https://youtu.be/abc"}}},
]


def items() -> list[Json]:
    """The whole form: three sections of which one is passed by, and a last one with two grids."""
    made = [asked.item for asked in PAGES[0]]
    made += [section("มัธยม", "000000b0"), question("textQuestion", title="แผนการเรียน", required=True)]
    made += [section("ความเห็น", "000000b1"), *(asked.item for asked in PAGES[2])]
    boxes = grid(["เช้า", "บ่าย"], BOXES, type="CHECKBOX") | {"title": "ช่วงเวลา"}
    return [*made, section("ให้คะแนน", "000000b2"), *STANDING, grid(["5", "4", "3"], LINES), boxes]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, key_file: bytes) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("workspace"), key_file) as client:
        yield client


def picture(page: Page, name: str) -> None:
    """A picture to look at, where NITHET_PICTURES names a folder; the page must fit the phone in any case."""
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    if folder := os.environ.get("NITHET_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def press(page: Page, name: str) -> None:
    page.locator(".actions").get_by_role("button", name=name, exact=True).tap()


def card(page: Page, title: str) -> Locator:
    return page.locator(".question").filter(has=page.get_by_text(title, exact=False)).first


def go_through(page: Page, *, edited: bool) -> None:
    """Fill in every section, or change every answer."""
    for number in (0, 2):
        for asked in PAGES[number]:
            (asked.edit if edited else asked.fill)(page, card(page, asked.item["title"]))
        picture(page, f"{'edited' if edited else 'filled'}-{number}")
        press(page, "ต่อไป")
    for title, column in (("จุดประสงค์", "3" if edited else "5"), ("กิจกรรม", "4")):
        page.get_by_role("radiogroup", name=title).get_by_text(column, exact=True).tap()
    for title, column in [("ครู", "บ่าย")] if edited else [("ครู", "เช้า"), ("ผู้เรียน", "บ่าย")]:
        row = page.get_by_role("group", name=title, exact=False).and_(page.locator("tr"))
        row.get_by_text(column, exact=True).tap()
    picture(page, f"{'edited' if edited else 'filled'}-3")


def expected(client: Client, form_id: str, *, edited: bool) -> dict[str, list[str]]:
    """What the response must say, by question id."""
    ids = {item["title"]: item["questionItem"]["question"]["questionId"]
           for item in client.get(form_id)["items"] if "questionItem" in item}  # fmt: skip
    answers = {
        ids[asked.item["title"]]: asked.after if edited else asked.first for page in PAGES for asked in page
    }
    grids = {"0000f001": ["3" if edited else "5"], "0000f002": ["4"]}
    return answers | grids | {"0000f003": ["เช้า", "บ่าย"] if edited else ["เช้า"], "0000f004": ["บ่าย"]}


def test_every_kind_is_filled_in_edited_and_read(client: Client, browser_page: Page) -> None:
    settings = {"emailCollectionType": "RESPONDER_INPUT"}
    form_id = client.published(*items(), title="ทุกชนิดคำถาม", settings=settings)
    page = browser_page
    page.goto(f"{client.address}/forms/d/e/{form_id}/viewform")
    press(page, "ต่อไป")
    expect(page.get_by_role("alert")).to_contain_text("มี 2 ข้อที่ต้องแก้ไข")  # the address and the name
    picture(page, "problems")
    page.get_by_label("อีเมลของท่าน").fill("somchai@office.example")
    go_through(page, edited=False)
    for name in ("ดูรูปภาพ", "ดูวิดีโอ"):
        expect(page.get_by_role("link", name=name)).to_be_visible()
    press(page, "ส่งคำตอบ")
    expect(page.get_by_text("ได้รับคำตอบของท่านเรียบร้อยแล้ว")).to_be_visible()
    sent = latest(client, form_id)
    assert texts(sent) == expected(client, form_id, edited=False)
    assert sent["respondentEmail"] == "somchai@office.example"

    sheet = Sheet(client, form_id)
    sheet.show(sent)
    page.get_by_role("link", name="แก้ไขคำตอบของท่าน").tap()
    go_through(page, edited=True)
    press(page, "ส่งคำตอบที่แก้ไข")
    expect(page.get_by_text("แก้ไขล่าสุด")).to_be_visible()
    [edited] = client.responses(form_id)
    assert texts(edited) == expected(client, form_id, edited=True)
    assert client.call("GET", f"/v1/forms/{form_id}/responses/{sent['responseId']}").json() == edited | {
        "formId": form_id
    }
    assert (edited["responseId"], edited["createTime"]) == (sent["responseId"], sent["createTime"])
    assert edited["lastSubmittedTime"] > sent["lastSubmittedTime"]
    sheet.show(edited)
    sheet.is_read(page, edited)


class Sheet:
    """A spreadsheet with a column a question and a row for the response, as Google's linked sheets have."""

    def __init__(self, client: Client, form_id: str) -> None:
        self.client, self.api = client, f"{client.address}/v4/spreadsheets"
        self.heads = dict(self._heads(client.get(form_id)["items"]))
        made = client.session.post(self.api, json={"properties": {"title": "คำตอบ"}})
        self.id = made.json()["spreadsheetId"]

    @staticmethod
    def _heads(kept: list[Json]) -> Iterator[tuple[str, str]]:
        """Question id -> head; a grid's rows say the row in brackets."""
        for item in kept:
            if "questionItem" in item:
                yield item["questionItem"]["question"]["questionId"], item["title"]
            for row in item.get("questionGroupItem", {}).get("questions", []):
                yield row["questionId"], f"{item['title']} [{row['rowQuestion']['title']}]"

    def row(self, response: Json) -> list[str]:
        answers = texts(response)
        return [response["respondentEmail"], *(", ".join(answers.get(one, [])) for one in self.heads)]

    def show(self, response: Json) -> None:
        """Write heads and answers as they are: text that looks like a formula is text."""
        values = [["อีเมล", *self.heads.values()], self.row(response)]
        url = f"{self.api}/{self.id}/values/A1?valueInputOption=RAW"
        answer = self.client.session.put(url, json={"values": values})
        assert answer.ok, answer.text

    def is_read(self, page: Page, response: Json) -> None:
        """What a person sees on the spreadsheet's page."""
        page.goto(f"{self.client.address}/spreadsheets/d/{self.id}/edit")
        shown = page.locator("tbody tr")
        for line, wanted in ((0, ["อีเมล", *self.heads.values()]), (1, self.row(response))):
            cells = shown.nth(line).locator("td")
            assert [" ".join(text.split()) for text in cells.all_text_contents()][: len(wanted)] == wanted
        picture(page, "sheet")
