"""The words of the sheets: each that the code names is there, and each that is there is used."""

from __future__ import annotations

import re
from pathlib import Path

from sync.layout import district
from sync.layout.texts import load_texts, packaged_texts
from tests.layout.views import view_of

LAYOUT = Path(district.__file__).parent


def test_no_thai_text_stands_in_the_code() -> None:
    for file in LAYOUT.glob("*.py"):
        code = re.sub(r'"""(?s:.*?)"""', "", file.read_text(encoding="utf-8"))
        thai = [line for line in code.splitlines() if re.search("[ก-๙]", line.partition("#")[0])]
        assert not thai, (file.name, thai)


def test_every_text_is_used() -> None:
    files = [file for file in LAYOUT.glob("*.py") if file.name != "texts.py"]
    code = "".join(file.read_text(encoding="utf-8") for file in files)
    # Keys that stand in the code, lists asked for as a whole, and keys with a place in them.
    whole = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', code))
    partly = [re.escape(text) for text in re.findall(r'f"([a-z_]+\.[^" ]*\{[^" ]*)"', code)]
    patterns = [re.compile(re.sub(r"\\\{.*?\\\}", "[a-z_]+", text)) for text in partly]
    given = [re.compile(rf"{re.escape(key)}\.(title|head|\d+)") for key in whole]  # f"{key}.title"
    unused = [
        key
        for key in packaged_texts().lines
        if key not in whole and not any(pattern.fullmatch(key) for pattern in (*patterns, *given))
    ]
    assert unused == []


def test_values_with_braces_are_harmless(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("b: {c: 'ชื่อ {name}', d: [หนึ่ง, สอง]}\n", encoding="utf-8")
    words = load_texts(tmp_path)
    assert words("a.b.c", name="{x} {0}") == "ชื่อ {x} {0}"
    assert words.under("a.b.d") == ("หนึ่ง", "สอง")


def test_the_overview_speaks_of_the_office() -> None:
    assert any(
        "สำนักงานเขตพื้นที่การศึกษาตัวอย่าง" in str(c.value) for c in district.tabs(view_of())[0].rows[1].cells
    )
