"""Reminders by the cycles themselves: the working day after the week, once, beside the weekly mail."""

from __future__ import annotations

from tests.journeys.conftest import Work, text_of


def test_who_owes_the_week_is_reminded_on_monday_morning_once(work: Work) -> None:
    assert work.cycle("2026-11-20T18:00:00").delivered == 1  # the weekly mail; the logs are due today
    assert work.cycle("2026-11-21T09:00:00").delivered == 0  # a Saturday
    assert work.cycle("2026-11-23T08:29:00").delivered == 0
    assert work.cycle("2026-11-23T08:30:00").delivered == 2
    assert work.cycle("2026-11-23T11:00:00").delivered == 0
    told = {str(mail["To"]): mail for mail in work.mails}
    assert told.keys() == {"director@mukdahan.example", "s01@office.example", "s02@office.example"}
    assert "ศึกษานิเทศก์ 1" in text_of(told["s01@office.example"])
    (work.folder / "config" / "reports.yaml").write_text(
        "papers: {weekly: {every: week}}\n", encoding="utf-8"
    )
    assert work.cycle("2026-11-24T09:00:00").delivered == 0
    assert work.troubles == ()
