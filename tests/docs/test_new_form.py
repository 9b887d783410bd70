"""docs/new-form.md, followed to the letter: its lines are run, its definition linted, its words all there."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import googleapiclient
import pytest
from ruamel.yaml import YAML

from forms.checking.codes import CHECKS
from forms.definition import load_forms
from forms.definition.placing import COUNTS_AS, PARTITIONS, YEARS
from forms.definition.roles import NEEDED, ROLES
from forms.definition.states import DECIDERS
from forms.model import Form, Partition, QuestionType
from sync.cli.app import main
from sync.layout import deputy, district, group, network
from tests.layout.views import DISTRICT, FORMS, named, texts, view_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "new-form.md").read_text(encoding="utf-8")
OWN = "config/forms/school-advice.yaml"
CODE = re.compile(r"`([a-z_-]+)`")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


LINES, (DEFINITION, RATED, CHECKED, CHAIN), TOLD = blocks("sh"), blocks("yaml"), blocks("text")


@pytest.fixture
def told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[list[str]]:
    """What the page's lines of the first two steps print, run one by one in an empty folder."""
    monkeypatch.chdir(tmp_path)
    printed: list[str] = []
    for line in "".join(LINES[:2]).splitlines():
        printed.append(run(line, monkeypatch, capsys))
    yield printed


def run(line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What a line of the page prints, whether it succeeds or not."""
    word, *rest = shlex.split(line)
    if word == "mkdir":
        Path(rest[0]).mkdir()
    elif word == "cd":
        monkeypatch.chdir(rest[0])
    elif word == "cp":
        shutil.copyfile(rest[0], rest[1])
    else:
        assert word == "nithet"
        monkeypatch.setattr("sys.argv", [word, *rest])
        try:
            main()
        except SystemExit as ended:
            assert ended.code in (0, 2)
        captured = capsys.readouterr()
        return unwrapped(captured.out + captured.err)
    return ""


def unwrapped(text: str) -> str:
    return " ".join(text.split())


def test_its_lines_print_what_it_says(
    told: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made, right, copied, taken = told[2], told[3], told[4], told[5]
    assert "daily-log.yaml" in made
    assert (copied, unwrapped(TOLD[0]) in taken) == ("", True), taken
    check = LINES[2].strip()
    Path(OWN).write_text(DEFINITION, encoding="utf-8")
    before, after = (forms_in(text) for text in (right, run(check, monkeypatch, capsys)))
    assert after == before + 1
    Path(OWN).write_text(DEFINITION.replace("type: supervisor,", "type: supervizor,"), encoding="utf-8")
    wrong = run(check, monkeypatch, capsys)
    assert unwrapped(TOLD[1]).removesuffix("…").strip() in wrong


def forms_in(told: str) -> int:
    found = re.search(r"แบบฟอร์ม (\d+)", told)
    assert found, told
    return int(found[1])


def form_of(folder: Path, text: str) -> Form:
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    forms, problems = load_forms(folder)
    assert problems == ()
    return next(iter(forms.values()))


def test_its_definition_takes_its_chain_too(tmp_path: Path) -> None:
    chains = form_of(tmp_path, DEFINITION + CHAIN).chains
    assert chains is not None
    assert [step.by for step in chains.of[""].steps] == ["head", "director"]


def test_its_definition_takes_its_checks_too(tmp_path: Path) -> None:
    checks = form_of(tmp_path, DEFINITION + CHECKED).checks
    assert ("working-day", ("advised_on",), "error") in {(one.code, one.of, one.severity) for one in checks}


def test_it_says_which_checks_are_errors() -> None:
    section = PAGE[PAGE.index("(checks)\n") :].split("\n#", 1)[0]
    rows = [
        line.split("|") for line in section.splitlines() if line.startswith("| `") and "`code`" not in line
    ]
    told = {CODE.findall(row[1])[0]: CODE.findall(row[3])[0] for row in rows}
    assert told == {code: check.severity for code, check in CHECKS.items()}


def test_its_rated_form_has_the_tab_that_it_tells_of(tmp_path: Path) -> None:
    form = form_of(tmp_path, RATED)
    view = view_of(forms={**FORMS, form.id: form})
    readers = {"district": district.tabs, "deputy": deputy.tabs, "network": network.tabs, "group": group.tabs}
    told = {"district": DISTRICT, "network": Partition("network", "N1"), "group": Partition("group", "G1")}
    told["deputy"] = Partition("deputy", "A")
    for kind, made in readers.items():
        tab = named(made(replace(view, partition=told[kind])), f"results:{form.id}")
        assert f"“{tab.title}”" in PAGE
        shown = texts(tab)
        assert {"ด้านที่ 1 โรงครัว", "ด้านที่ 2 อาหาร"} <= set(shown)
        assert ("จำแนกตามเครือข่าย" in shown) == (kind in ("district", "deputy"))


@pytest.mark.parametrize("line", ["ask: โรงครัว, ", "type: text, "])
def test_a_rated_part_takes_no_words_of_questions(tmp_path: Path, line: str) -> None:
    (tmp_path / "own.yaml").write_text(RATED.replace("rate: โรงครัว", f"{line}rate: โรงครัว"), encoding="utf-8")
    assert load_forms(tmp_path)[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("records: [S3]", "records: []"),  # not in the manual
        ("  who: adviser\n", ""),  # nobody in particular
        ("confirmation: บันทึกการให้คำปรึกษาเรียบร้อยแล้ว ขอขอบคุณ\n", ""),
    ],
)
def test_what_it_says_may_be_left_out_may(tmp_path: Path, old: str, new: str) -> None:
    assert old in DEFINITION
    form_of(tmp_path, DEFINITION.replace(old, new))


def test_googles_forms_have_no_place_for_a_confirmation() -> None:
    """The page says so: were it otherwise by now, nithet could set it."""
    written = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents" / "forms.v1.json"
    assert "confirmation" not in written.read_text(encoding="utf-8").casefold()
    assert "`confirmation`" in (ROOT / "docs" / "google.md").read_text(encoding="utf-8")


def test_a_choice_picks_the_chain_as_it_says(tmp_path: Path) -> None:
    by_kind = CHAIN.replace("state:\n", "state:\n  by: field\n").replace("    all:\n", "    academic:\n")
    others = "".join(f"    {code}: []\n" for code in ("budget", "personnel", "general"))
    assert form_of(tmp_path, DEFINITION + by_kind + others).chains is not None


def test_an_earlier_wording_stays_as_it_says(tmp_path: Path) -> None:
    line = "office: {label: มาที่สำนักงานเขต, aliases: [มาที่สำนักงาน]}"
    assert line in PAGE
    form = form_of(tmp_path, DEFINITION.replace("office: มาที่สำนักงาน", line))
    assert form.questions["channel"].choices[2].aliases == ("มาที่สำนักงาน",)


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("types of questions", [kind.value for kind in QuestionType if kind is not QuestionType.RATING]),
        ("roles", list(ROLES)),
        ("checks", list(CHECKS)),
        ("places", [*PARTITIONS, *COUNTS_AS, *YEARS]),
        ("chains", list(DECIDERS)),
    ],
)
def test_it_tells_every_word_of_the_language(heading: str, words: list[str]) -> None:
    section = PAGE[PAGE.index(f"({heading})\n") :].split("\n#", 1)[0]
    assert [word for word in words if f"`{word}`" not in section] == []


def test_it_tells_of_messages_that_there_are() -> None:
    """In English as in Thai: the pieces between its dots stand in one message each."""
    section = PAGE[PAGE.index("*in English*") :].split("\n#", 1)[0]
    rows = [line.split(" | ") for line in section.splitlines()[2:] if line.startswith("| ")]
    written = YAML(typ="safe").load((ROOT / "templates" / "problems.yaml").read_text(encoding="utf-8"))
    told = [(said, "en") for row in rows for said in re.findall(r"`+ ?([^`]+?) ?`+", row[2])]
    told += [(row[0].removeprefix("| ").split(", ")[0].strip(" ,"), "th") for row in rows]
    assert len(rows) > 15
    assert [
        said for said, language in told if not any(in_pieces(said, one[language]) for one in written)
    ] == []


def in_pieces(said: str, message: str) -> bool:
    return all(piece.strip() in message for piece in said.split("…"))


def test_it_tells_which_roles_the_readers_of_a_form_need() -> None:
    section = PAGE[PAGE.index("(roles that readers need)\n") :].split("\n#", 1)[0]
    rows = [line.split("|")[1:3] for line in section.splitlines() if line.startswith("| `")]
    found = {code: set(CODE.findall(roles)) for codes, roles in rows for code in CODE.findall(codes)}
    assert found == {what: set(roles) for what, roles in NEEDED.items()}
