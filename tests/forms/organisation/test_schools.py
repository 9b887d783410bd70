"""schools.csv, however Excel saved it, and its lint."""

from datetime import date
from pathlib import Path

import pytest

from forms.model import Membership, Problem, School
from forms.organisation.schools import load_schools

NETWORKS = ("N01", "N02")
GOOD = """\
code,name,network,opened,closed,aliases,formerly
SC1,บ้านน้ำคำ,N01,,,บ้านนำคำ|น้ำคำวิทยา,N02
SC2,"บ้านโคก, สาขา",N01,16/5/2560,31 มี.ค. 2569,,
SC3,บ้านโคก,N02,,,,
"""


def load(folder: Path, raw: bytes) -> tuple[dict[str, School], list[Problem]]:
    (folder / "schools.csv").write_bytes(raw)
    return load_schools(folder / "schools.csv", NETWORKS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_way_of_saving_is_read_alike(
    tmp_path: Path, encoding: str, ending: str, delimiter: str
) -> None:
    text = GOOD.replace("โคก, สาขา", "โคก@ สาขา").replace(",", delimiter).replace("@", ",")
    schools, problems = load(tmp_path, text.replace("\n", ending).encode(encoding))
    assert problems == []
    assert schools == {
        "SC1": School("SC1", "บ้านน้ำคำ", "N01", aliases=("บ้านนำคำ", "น้ำคำวิทยา"), formerly=("N02",)),
        "SC2": School("SC2", "บ้านโคก, สาขา", "N01", date(2017, 5, 16), date(2026, 3, 31)),
        "SC3": School("SC3", "บ้านโคก", "N02"),
    }


def test_earlier_networks_may_say_until_when(tmp_path: Path) -> None:
    text = "code,name,network,formerly\nSC1,บ้านโคก,N01,N01|N02 : 16 พ.ค. 2568|N01:16/5/2569\n"
    schools, problems = load(tmp_path, text.encode())
    assert problems == []
    assert schools["SC1"].formerly == ("N01", "N02")
    assert schools["SC1"].earlier == (
        Membership(date(2025, 5, 16), "N02"),
        Membership(date(2026, 5, 16), "N01"),
    )


def test_empty_lines_and_missing_last_cells_are_nothing_wrong(tmp_path: Path) -> None:
    schools, problems = load(tmp_path, "code,name,network,opened\n\nSC1,บ้านโคก,N01\n,,,\n".encode())
    assert problems == []
    assert schools == {"SC1": School("SC1", "บ้านโคก", "N01")}


def test_a_school_may_bear_the_name_of_one_in_another_network(tmp_path: Path) -> None:
    text = "code,name,network\nSC1,บ้านโคก,N01\nSC2,บ้านโคก,N02\n"
    assert load(tmp_path, text.encode())[1] == []


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "message", "accepted"),
    [
        ("code,name", "รหัส,name", 1, "", 'column "code" is missing', "code, name, network"),
        (",opened", ",open", 1, "", 'did you mean "opened"', "opened"),
        ("โคก,N02", "โคก,N99", 4, "network", 'unknown network "N99"', "N01, N02"),
        (",N02\n", ",N03\n", 2, "formerly", 'unknown network "N03"', "N01, N02"),
        (",N02\n", ",N02:31/31/2569\n", 2, "formerly", "is not a date", "22/11/2569"),
        (
            ",N02\n",
            ",N02:1/6/2569|N01:1/6/2569\n",
            2,
            "formerly",
            "N01 ends on 2026-06-01, not after",
            "after 2026-06-01",
        ),
        (
            "31 มี.ค. 2569,,",
            "31 มี.ค. 2569,,N02:31/3/2569",
            3,
            "formerly",
            "when the school is closed",
            "before 2026-03-31",
        ),
        ("SC3", "SC1", 4, "code", 'code "SC1" stands twice', "of its own"),
        ("SC3", "โรง3", 4, "code", "is no code", "Latin letters"),
        ("SC3,บ้านโคก", "SC3,", 4, "name", '"name" is empty', "a value"),
        ("SC3,บ้านโคก,N02", "SC3,โรงเรียน บ้าน โคก@ สาขา,N01", 4, "name", "also a name of SC2", "of its own"),
        ("SC3,บ้านโคก,N02", "SC3,บ้าน น้ำคำ,N02", 4, "name", "a name of SC1 in network N02", "of its own"),
        ("16/5/2560", "16/15/2560", 3, "opened", "is not a date", "22/11/2569"),
        ("31 มี.ค. 2569", "16 พ.ค. 2560", 3, "closed", "closes before it opens", "after 2017-05-16"),
        ("SC3,บ้านโคก,N02", "SC3,บ้าน,โคก,N02", 4, "network", 'unknown network "โคก"', "N01, N02"),
        ("SC3,บ้านโคก,N02,,,,", "SC3,บ้านโคก,N02,,,,,x", 4, "", "8 cells stand in this line", "7 cells: code"),
        ("SC3,บ้านโคก", 'SC3,"บ้านโคก', 4, "", "broken CSV", 'a " at both ends'),
    ],
)
def test_what_is_wrong_is_named_by_file_line_and_column(
    tmp_path: Path, old: str, new: str, line: int, path: str, message: str, accepted: str
) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new).replace("โรงเรียน บ้าน โคก@ สาขา", '"โรงเรียน บ้าน โคก, สาขา"')
    _, problems = load(tmp_path, text.encode())
    first = problems[0]
    assert (first.file, first.line, first.path) == (str(tmp_path / "schools.csv"), line, path)
    assert message in " ".join(p.message for p in problems)
    assert accepted in first.accepted


@pytest.mark.parametrize("raw", [GOOD.encode("utf-16"), b"code,name,network\nSC1,\xff\xfe\xdb,N01\n"])
def test_an_encoding_that_cannot_be_told_is_a_problem(tmp_path: Path, raw: bytes) -> None:
    schools, problems = load(tmp_path, raw)
    assert schools == {}
    assert [(p.line, p.message) for p in problems] == [
        (1, "the file's encoding is neither UTF-8 nor Windows-874")
    ]
    assert "CSV UTF-8" in problems[0].accepted


@pytest.mark.parametrize("raw", [b"", b"code,name,network\n"])
def test_an_empty_file_is_a_problem(tmp_path: Path, raw: bytes) -> None:
    assert load(tmp_path, raw)[1] != []


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    _, problems = load_schools(tmp_path / "schools.csv", None)
    assert "cannot be read" in problems[0].message
