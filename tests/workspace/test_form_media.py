"""Pictures, videos and shuffled options of a form: kept as Google has them, shown without being fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.workspace.questions import Client, Json, choice, grid, question, served
from tests.workspace.respondent import Respondent

PICTURE = "https://pictures.office.example/a.png"
VIDEO = "https://www.youtube.com/watch?v=abc"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, key_file: bytes) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("workspace"), key_file) as client:
        yield client


def image(**more: Any) -> Json:
    return {"sourceUri": PICTURE, "altText": "แผนผัง", **more}


def test_pictures_and_videos_are_kept_and_led_to(client: Client) -> None:
    asked = question("textQuestion", {}, "ก")
    asked["questionItem"]["image"] = image(properties={"alignment": "CENTER", "width": 300})
    items: list[Json] = [
        {"title": "ภาพ", "imageItem": {"image": image()}},
        {"videoItem": {"caption": "วิธีสังเกต", "video": {"youtubeUri": VIDEO}}},
        asked,
        choice({"value": "ข", "image": image(altText="ข้อ ข")}),
    ]
    form_id = client.published(*items)
    kept = client.get(form_id)["items"]
    assert kept[0]["imageItem"] == {"image": {"contentUri": PICTURE, "altText": "แผนผัง"}}
    assert kept[1]["videoItem"] == items[1]["videoItem"]
    assert kept[2]["questionItem"]["image"]["properties"] == {"alignment": "CENTER", "width": 300}
    page = Respondent(client.address, form_id).page
    assert page.texts["medium"].count("ดูรูปภาพ: แผนผัง") == 2
    assert {"ดูรูปภาพ: ข้อ ข", "ดูวิดีโอ: วิธีสังเกต"} <= set(page.texts["medium"])
    assert [page.links.count(address) for address in (PICTURE, VIDEO)] == [3, 1]
    assert 'src="http' not in page.html
    # An item that was read can be written back.
    written = {"item": kept[2], "location": {"index": 2}, "updateMask": "*"}
    assert client.batch(form_id, {"updateItem": written}).ok
    assert client.get(form_id)["items"] == kept


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"imageItem": {}}, "must have an image"),
        ({"imageItem": {"image": {"altText": "ก"}}}, "Invalid image source URI"),
        ({"imageItem": {"image": {"sourceUri": "javascript:alert(1)"}}}, "Invalid image source URI"),
        ({"imageItem": {"image": {"contentUri": PICTURE + "x"}}}, "Invalid image source URI"),
        ({"imageItem": {"image": image(properties={"width": 741})}}, "between 0 and 740"),
        ({"videoItem": {"video": {"youtubeUri": "https://office.example/v"}}}, "must be a YouTube URI"),
        ({"videoItem": {}}, "must be a YouTube URI"),
    ],
)
def test_media_that_google_does_not_take(client: Client, item: Json, message: str) -> None:
    response = client.add(client.form(), item)
    assert response.status_code == 400, response.text
    assert message in response.json()["error"]["message"]


def test_shuffled_options_and_rows_keep_their_order_for_one_respondent(client: Client) -> None:
    letters = [chr(97 + number) for number in range(12)]
    options = {"type": "RADIO", "options": [{"value": v} for v in [*letters]], "shuffle": True}
    rows = grid(["5", "4"], [letter.upper() for letter in letters])
    rows["questionGroupItem"]["grid"]["shuffleQuestions"] = True
    form_id = client.published(question("choiceQuestion", options, "ก", required=True), rows)
    first, other = Respondent(client.address, form_id), Respondent(client.address, form_id)
    assert sorted(shown(first)) == sorted(letters)
    assert shown(first) != letters  # one in 479,001,600 that this fails
    assert shown(first) != shown(other)
    before = shown(first), lines(first)
    first.press("submit")  # nothing is answered: the same page again
    assert (shown(first), lines(first)) == before
    assert sorted(lines(first)) == sorted(letter.upper() for letter in letters)


def shown(person: Respondent) -> list[str]:
    return re.findall(r'type="radio" name="entry\.\d+" value="([a-l])"', person.page.html)


def lines(person: Respondent) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*>([A-L])', person.page.html)
