"""The files of the configuration, looked at before each cycle."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from sync.pipeline.configured import Configured, as_far_as_it_goes, first_of, waiting
from sync.pipeline.office import ConfigurationWrong
from tests.journeys.office import write_config


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return write_config(tmp_path / "config")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_is_news_while_files_say_the_same(config: Path) -> None:
    configured = Configured(config, lambda office: office)
    assert configured.news() is None
    os.utime(config / "schools.csv", (1, 1))
    (config / "notes.txt").write_text("read by nobody", encoding="utf-8")
    assert configured.news() is None


def test_a_file_that_says_another_thing_is_news_once(config: Path) -> None:
    configured = Configured(config, lambda office: office)
    edit(config / "organisation.yaml", "เหนือ, team", "เหนือสุด, team")
    news = configured.news()
    assert news is not None
    assert news.organisation.networks["N01"].name == "เหนือสุด"
    assert configured.news() is None


def test_other_papers_are_news_and_nothing_is_judged_anew(config: Path) -> None:
    configured = Configured(config, lambda office: office)
    assert configured.office.reports.cut == configured.office.settings.cut
    assert len(configured.office.reports.papers) > 1  # those that travel with nithet
    rules = "papers:\n  weekly: {every: week}\n"
    (config / "reports.yaml").write_text(rules, encoding="utf-8")
    news = configured.news()
    assert news is not None
    assert [paper.kind for paper in news.reports.papers] == ["weekly"]
    assert (news.reports.reminders.send, news.rules) == (False, configured.office.rules)
    (config / "reports.yaml").write_text(f"{rules}  wekly: {{}}\n", encoding="utf-8")
    with pytest.raises(ConfigurationWrong) as wrong:
        configured.news()
    assert "reports.yaml:3" in first_of(wrong.value).values["place"]


def test_a_wrong_file_is_told_once_and_the_right_one_is_news_though_it_says_what_it_did(config: Path) -> None:
    configured = Configured(config, lambda office: office)
    edit(config / "calendar.yaml", "semesters:", "semestres:")
    with pytest.raises(ConfigurationWrong) as wrong:
        configured.news()
    assert "calendar.yaml:" in first_of(wrong.value).values["place"]
    assert configured.news() is None
    edit(config / "calendar.yaml", "semestres:", "semesters:")
    assert configured.news() is not None


def test_what_a_running_process_stands_on_waits_for_a_new_start(config: Path) -> None:
    before = Configured(config, lambda office: office).office.settings
    now = replace(before, port=1, interval_seconds=99, to=("other@office.example",))
    assert waiting(before, now) == ("embedded.port", "interval")
    assert as_far_as_it_goes(before, now) == replace(before, to=("other@office.example",))
    assert waiting(before, replace(before, to=())) == ()
