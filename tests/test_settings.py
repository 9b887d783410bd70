"""Settings: defaults, every problem at once, where each lies and what would be accepted."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from sync.errors import NithetError
from sync.packaged import folder
from sync.settings import SHEETS, config_folder, load_settings


def write(directory: Path, text: str) -> Path:
    (directory / "settings.yaml").write_text(text, encoding="utf-8")
    return directory


def test_the_packaged_settings_are_right() -> None:
    settings, problems = load_settings(folder("config"))
    assert problems == ()
    assert settings is not None
    assert (settings.workspace, settings.interval_seconds, settings.cut) == ("embedded", 5, time(18, 0))
    assert settings.respondents == ()
    assert settings.sheets == SHEETS
    assert settings.to == ("director@mukdahan.example",)


def test_a_key_left_out_takes_the_default_and_google_its_own_interval(tmp_path: Path) -> None:
    settings, problems = load_settings(
        write(tmp_path, "workspace: google\nmail:\n  smtp: {host: mail.example}\n")
    )
    assert problems == ()
    assert settings is not None
    assert (settings.interval_seconds, settings.publish_seconds) == (30, 60)
    assert (settings.smtp.host, settings.smtp.port) == ("mail.example", 587)


LIMITS = [
    ("smtp: {host: smtp.gmail.com}", 450),
    ("smtp: {host: SMTP-relay.gmail.com.}", 1900),
    ("smtp: {host: mail.office.example}", None),
    ("smtp: {host: smtp.gmail.com}, daily_limit: none", None),
    ("smtp: {host: mail.office.example}, daily_limit: 20", 20),
]


@pytest.mark.parametrize(("written", "limit"), LIMITS)
def test_the_days_limit_of_mails_is_googles_by_itself(
    tmp_path: Path, written: str, limit: int | None
) -> None:
    settings, _ = load_settings(write(tmp_path, f"mail: {{{written}}}\n"))
    assert settings is not None
    assert settings.daily_limit == limit


WRONG = [
    ("workspace: googel\n", 1, "workspace", "embedded, google"),
    ("\nintervall: 5\n", 2, "intervall", "interval"),
    ("interval: 0\n", 1, "interval", "from 1 to 86400"),
    ("timezone: Asia/Mukdahan\n", 1, "timezone", "Asia/Bangkok"),
    ("embedded:\n  port: 70000\n", 2, "embedded.port", "65535"),
    ("embedded: 5\n", 1, "embedded", ""),
    ("reports:\n  weekly:\n    cut: 25:00\n", 3, "reports.weekly.cut", "18:00"),
    ("reports:\n  weekly:\n    to: [director]\n", 3, "reports.weekly.to[0]", "@"),
    ("forms: {respondents: everyone}\n", 1, "forms.respondents", ""),
    ("reports:\n  weekly:\n    to: []\n", 3, "reports.weekly.to", "one or more"),
    ("reports: {weekly: {to: [ผอ@office.example]}}\n", 1, "reports.weekly.to[0]", "Latin"),
    ("reports: {weekly: {cc: [a..b@office.example]}}\n", 1, "reports.weekly.cc[0]", "@"),
    ("mail: {sender: x@ก.ไทย}\n", 1, "mail.sender", "Latin"),
    ("forms: {respondents: [a.@office.example]}\n", 1, "forms.respondents[0]", "@"),
    ("forms: {respondents: []}\n", 1, "forms.respondents", "one or more"),
    ('data: ""\n', 1, "data", "folder"),
    ("mail: {deliver: smtp}\n", 1, "", "host"),
    ("mail: {daily_limit: 0}\n", 1, "mail.daily_limit", "from 1 to 100000"),
    ("mail: [\n", 1, "", "] at its end"),
    ("sheets: [district, teams]\n", 1, "sheets[1]", "supervisors, deputies"),
    ("sheets: []\n", 1, "sheets", "learning_areas"),
]


@pytest.mark.parametrize(("text", "line", "path", "accepted"), WRONG, ids=[text for text, *_ in WRONG])
def test_a_problem_is_told_with_its_place(
    tmp_path: Path, text: str, line: int, path: str, accepted: str
) -> None:
    settings, problems = load_settings(write(tmp_path, text))
    assert settings is None
    (problem,) = problems
    assert (problem.line, problem.path) == (line, path)
    assert problem.file.endswith("settings.yaml")
    assert accepted in problem.accepted


def test_problems_are_told_all_at_once(tmp_path: Path) -> None:
    _, problems = load_settings(write(tmp_path, "workspace: x\ntimezone: y\nmail: {sender: z}\n"))
    assert [problem.path for problem in problems] == ["workspace", "timezone", "mail.sender"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    settings, (problem,) = load_settings(tmp_path)
    assert settings is None
    assert "cannot be read" in problem.message


def test_the_configuration_is_the_one_named_then_the_one_here_then_the_packaged_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NITHET_CONFIG", raising=False)
    assert config_folder() == folder("config")
    (tmp_path / "config").mkdir()
    write(tmp_path / "config", "")
    assert config_folder() == Path("config")
    monkeypatch.setenv("NITHET_CONFIG", str(tmp_path / "elsewhere"))
    assert config_folder() == tmp_path / "elsewhere"
    assert config_folder(Path("named")) == Path("named")


def test_the_password_comes_from_the_environment_or_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, _ = load_settings(write(tmp_path, "mail: {smtp: {password_file: secret.txt}}\n"))
    assert settings is not None
    (tmp_path / "secret.txt").write_text("from the file\n", encoding="utf-8")
    monkeypatch.delenv("NITHET_SMTP_PASSWORD", raising=False)
    assert settings.smtp.password(tmp_path) == "from the file"
    monkeypatch.setenv("NITHET_SMTP_PASSWORD", "from the environment")
    assert settings.smtp.password(tmp_path) == "from the environment"


@pytest.mark.parametrize("content", [None, "ลับ".encode("cp874")], ids=["missing", "not UTF-8"])
def test_a_password_file_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    monkeypatch.delenv("NITHET_SMTP_PASSWORD", raising=False)
    settings, _ = load_settings(write(tmp_path, "mail: {smtp: {password_file: secret.txt}}\n"))
    assert settings is not None
    if content is not None:
        (tmp_path / "secret.txt").write_bytes(content)
    with pytest.raises(NithetError) as told:
        settings.smtp.password(tmp_path)
    assert told.value.code == "password-missing"
    assert told.value.values["file"].endswith("secret.txt")
