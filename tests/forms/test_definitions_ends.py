"""A page of a definition may end the form: the pages after it are neither asked nor required."""

from __future__ import annotations

from pathlib import Path as FilePath

from forms.definition import load_forms
from forms.response.path import Path

BRANCHING = """\
id: errand
records: [S18]
title: ขออนุญาต
about: {when: day}
sections:
  - id: start
    title: เริ่ม
    questions:
      - {id: day, ask: วันที่, type: date, required: true}
      - id: kind
        ask: เรื่อง
        type: choice
        required: true
        choices:
          none: {label: ไม่มี, leads_to: end}
          leave: {label: ลา, leads_to: leave}
          out: {label: ออก, leads_to: out}
  - id: leave
    title: ลา
    leads_to: end
    questions:
      - {id: stand_in, ask: ผู้รับงานแทน, type: supervisor, required: true}
  - id: out
    title: ออก
    questions:
      - {id: place, ask: สถานที่, type: text, required: true}
"""


def test_what_leads_to_the_end_requires_no_later_page(tmp_path: FilePath) -> None:
    (tmp_path / "errand.yaml").write_text(BRANCHING, encoding="utf-8")
    loaded, problems = load_forms(tmp_path)
    assert problems == ()
    path = Path(loaded["errand"])
    assert {kind: path.required({"kind": kind}) - {"day", "kind"} for kind in ("none", "leave", "out")} == {
        "none": frozenset(),
        "leave": {"stand_in"},
        "out": {"place"},
    }
