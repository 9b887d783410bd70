"""Results of tests from file to book: corrected files, schools named by people, what makes sheets due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms.model import Partition
from forms.results.match import NO_SCHOOL
from sync.errors import InputError
from sync.ledger import Ledger
from sync.ledger import results as kept
from sync.ledger.store import due
from sync.pipeline import results
from sync.pipeline.desired import desired
from sync.pipeline.files import sheets
from sync.pipeline.office import Office
from sync.pipeline.shelf import Shelf
from tests.forms.results.files import Row, csv
from tests.journeys.office import opened, write_config

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HEAD = ("โรงเรียน", "เครือข่าย", "ด้านภาษาไทย", "ด้านคณิตศาสตร์")
FOREIGN: list[Row] = [(f"วัดดอนไกลโพ้นที่ {n} วิทยา", "", 1, 2) for n in range(80)]
TWO_OF_ONE_NAME = "C1,โรงเรียนกลาง,N01,,,,\nC2,โรงเรียนกลาง,N02,,,,\n"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    folder = write_config(tmp_path / "config")
    with (folder / "schools.csv").open("a", encoding="utf-8") as file:
        file.write(TWO_OF_ONE_NAME)
    return opened(folder)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "data" / "ledger.sqlite3")
    yield ledger
    ledger.close()


def load(ledger: Ledger, office: Office, *rows: Row, name: str = "nt.csv") -> results.Looked:
    kind = office.results.kinds["nt"]
    looked = results.look(ledger, office, name, csv([HEAD, *rows]), kind, 2568, NOW)
    assert not looked.reading.troubles
    results.keep(ledger, office, looked)
    return looked


def shown(ledger: Ledger, office: Office) -> tuple[dict[str, float], list[str]]:
    """Scores in the first subject by school, and the texts that wait."""
    book = results.book_of(ledger, office)
    scores = {one.school: one.score for one in book.results if one.subject == "literacy"}
    return scores, [one.text for one in book.unmatched]


def test_two_schools_of_one_name_are_told_apart_by_their_networks_or_wait(
    ledger: Ledger, office: Office
) -> None:
    load(ledger, office, ("กลาง", "เหนือ", 40, 1), ("กลาง", "ใต้", 50, 1), ("เหนือ 1", "", 60, 1))
    assert shown(ledger, office) == ({"C1": 40.0, "C2": 50.0, "A1": 60.0}, [])
    load(ledger, office, ("กลาง", "", 41, 1), ("กลาง", "", 51, 1), name="no-networks.csv")
    assert shown(ledger, office)[1] == ["กลาง", "กลาง"]
    with pytest.raises(InputError) as refused:
        results.decide(ledger, office, "กลาง", "", "C1", NOW)
    assert refused.value.code == "results-text-twice"
    assert shown(ledger, office)[1] == ["กลาง", "กลาง"]
    load(ledger, office, ("กลาง", "", 41, 1), name="no-networks.csv")  # what the message says helps
    assert results.decide(ledger, office, "กลาง", "", "C1", NOW) == 2  # of both files


def test_what_a_person_said_holds_for_the_next_file(ledger: Ledger, office: Office) -> None:
    load(ledger, office, ("ศูนย์เรียนรู้", "ใต้", 40, 1))
    assert shown(ledger, office) == ({}, ["ศูนย์เรียนรู้"])
    assert results.decide(ledger, office, "ศูนย์เรียนรู้", "ใต้", "B1", NOW) == 1
    assert shown(ledger, office) == ({"B1": 40.0}, [])
    load(ledger, office, ("ศูนย์ เรียนรู้", "เครือข่ายใต้", 45, 1))
    assert shown(ledger, office) == ({"B1": 45.0}, [])
    assert results.decide(ledger, office, "ศูนย์เรียนรู้", "", "A2", NOW) == 0  # what was said of the place holds
    assert results.decide(ledger, office, "ศูนย์เรียนรู้", "ใต้", "A2", NOW) == 1  # a change of mind
    assert shown(ledger, office) == ({"A2": 45.0}, [])


def test_a_word_without_a_place_leaves_alone_what_another_place_tells(ledger: Ledger, office: Office) -> None:
    load(ledger, office, ("กลาง", "", 41, 1), name="no-networks.csv")
    assert results.decide(ledger, office, "กลาง", "", "C2", NOW) == 1
    load(ledger, office, ("กลาง", "เหนือ", 40, 1), ("กลาง", "ใต้", 50, 1))
    assert shown(ledger, office) == ({"C1": 40.0, "C2": 50.0}, [])


def test_a_corrected_file_replaces_its_rows_and_the_same_one_changes_nothing(
    ledger: Ledger, office: Office
) -> None:
    load(ledger, office, ("เหนือ 1", "", 40, 1), ("เหนือ 2", "", 50, 1))
    load(ledger, office, ("เหนือ 1", "", 42, 1))
    stamp = results.stamp_of(ledger)
    assert load(ledger, office, ("เหนือ 1", "", 42, 1)).known is not None
    assert shown(ledger, office) == ({"A1": 42.0}, [])
    assert results.stamp_of(ledger) == stamp


def test_a_waiting_row_is_matched_again_when_the_configuration_has_its_school(
    ledger: Ledger, office: Office
) -> None:
    load(ledger, office, ("โรงเรียนตะวันออกเฉียงเหนือ", "", 40, 1))
    assert shown(ledger, office)[1] == ["โรงเรียนตะวันออกเฉียงเหนือ"]
    with (office.settings.config / "schools.csv").open("a", encoding="utf-8") as file:
        file.write("D1,โรงเรียนตะวันออกเฉียงเหนือ,N02,,,,\n")
    grown = opened(office.settings.config)
    load(ledger, grown, ("โรงเรียนตะวันออกเฉียงเหนือ", "", 40, 1))
    assert shown(ledger, grown) == ({"D1": 40.0}, [])


def test_loading_makes_the_sheets_due_that_show_results(ledger: Ledger, office: Office) -> None:
    load(ledger, office, ("เหนือ 1", "", 40, 1))
    assert set(due(ledger.connection, "sheet:")) == {
        "district:", "network:N01", "network:N02", "deputy:A", "learning_area:thai",
        "supervisor:S01", "supervisor:S02",
    }  # fmt: skip


def test_a_networks_sheet_shows_them(ledger: Ledger, office: Office) -> None:
    load(ledger, office, ("เหนือ 1", "", 40, 1))
    shelf = Shelf(ledger, office)
    shelf.look(NOW.date())
    sheet = next(one for one in sheets(office, 2569) if one.partition == Partition("network", "N01"))
    made = desired(ledger, office, shelf, sheet, None, NOW).tabs
    tab = next(tab for tab in made if tab.key == "test-results")
    line = next(row for row in tab.rows.values() if row.key == "nt|p3|A1")
    assert [cell.value for cell in line.cells][:4] == ["โรงเรียนเหนือ 1", None, 40.0, None]
    results.decide(ledger, office, "เหนือ 1", "", "A2", NOW)  # a person's word goes before the name
    assert shelf.results().results[0].school == "A2"


def test_what_a_person_said_is_taken_back(ledger: Ledger, office: Office) -> None:
    load(ledger, office, ("ศูนย์เรียนรู้", "ใต้", 40, 1), ("ศูนย์เรียนรู้", "", 50, 1), ("เหนือ 1", "", 60, 1))
    assert shown(ledger, office)[1] == ["ศูนย์เรียนรู้", "ศูนย์เรียนรู้"]
    with pytest.raises(InputError) as refused:
        results.take_back(ledger, office, "ศูนย์เรียนรู้", "ใต้", NOW)
    assert refused.value.code == "results-nothing-said"
    results.decide(ledger, office, "ศูนย์เรียนรู้", "ใต้", "B1", NOW)
    results.decide(ledger, office, "ศูนย์เรียนรู้", "", "A2", NOW)
    assert shown(ledger, office) == ({"B1": 40.0, "A2": 50.0, "A1": 60.0}, [])
    assert results.take_back(ledger, office, "ศูนย์เรียนรู้", "", NOW) == 1  # what was said of the place holds
    assert shown(ledger, office) == ({"B1": 40.0, "A1": 60.0}, ["ศูนย์เรียนรู้"])
    assert results.take_back(ledger, office, "ศูนย์เรียนรู้", "ใต้", NOW) == 1
    load(ledger, office, ("ศูนย์เรียนรู้", "ใต้", 45, 1), name="next.csv")
    assert shown(ledger, office) == ({"A1": 60.0}, ["ศูนย์เรียนรู้"] * 3)
    assert results.decide(ledger, office, "ศูนย์เรียนรู้", "ใต้", "B1", NOW) == 2


def test_rows_that_are_alike_in_everything_are_settled_together(ledger: Ledger, office: Office) -> None:
    load(ledger, office, ("กลาง", "", 41, 1), ("รร.กลาง", "", 41, 1), ("เหนือ 1", "", 60, 1))
    load(ledger, office, ("เหนือ 2", "", 42, 1), ("เหนือ 2", "", 42, 1), name="twice.csv")
    assert shown(ledger, office) == ({"A1": 60.0, "A2": 42.0}, ["กลาง", "รร.กลาง"])
    assert results.decide(ledger, office, "กลาง", "", "C1", NOW) == 2
    assert shown(ledger, office) == ({"A1": 60.0, "A2": 42.0, "C1": 41.0}, [])
    assert results.take_back(ledger, office, "กลาง", "", NOW) == 2


def test_what_is_no_school_is_said_once_and_taken_back(ledger: Ledger, office: Office) -> None:
    load(ledger, office, ("ห้องสอบพิเศษ", "", 41, 1), ("เหนือ 1", "", 60, 1))
    assert results.decide(ledger, office, "ห้องสอบพิเศษ", "", NO_SCHOOL, NOW) == 1
    assert shown(ledger, office) == ({"A1": 60.0}, [])
    load(ledger, office, ("ห้องสอบพิเศษ", "ใต้", 43, 1), ("เหนือ 1", "", 61, 1))
    assert shown(ledger, office) == ({"A1": 61.0}, [])
    assert results.take_back(ledger, office, "ห้องสอบพิเศษ", "", NOW) == 1
    assert shown(ledger, office) == ({"A1": 61.0}, ["ห้องสอบพิเศษ"])


def test_a_dropped_file_leaves_what_it_had_replaced_and_its_history(ledger: Ledger, office: Office) -> None:
    load(ledger, office, ("เหนือ 1", "", 40, 1), ("ใครก็ไม่รู้", "", 50, 1))
    load(ledger, office, ("เหนือ 1", "", 70, 1), ("เหนือ 2", "", 71, 1))
    results.decide(ledger, office, "ใครก็ไม่รู้", "", "B1", NOW)  # of a file that is replaced just now
    first, second = kept.files(ledger.connection)
    stamp = results.stamp_of(ledger)
    back = results.drop(ledger, office, second, NOW)
    assert back and back.id == first.id
    assert shown(ledger, office) == ({"A1": 40.0, "B1": 50.0}, [])
    assert results.stamp_of(ledger) != stamp
    held, gone = kept.files(ledger.connection)
    assert (held.replaced, gone.dropped) == (None, True)
    assert kept.dropped_at(ledger.connection, gone.id) == NOW
    assert kept.dropped_at(ledger.connection, held.id) is None
    assert results.drop(ledger, office, held, NOW) is None
    assert shown(ledger, office) == ({}, [])
    load(ledger, office, ("เหนือ 1", "", 70, 1), ("เหนือ 2", "", 71, 1))
    assert shown(ledger, office) == ({"A1": 70.0, "A2": 71.0}, [])
    assert len(kept.files(ledger.connection)) == 3


def test_a_file_of_far_fewer_schools_is_refused(ledger: Ledger, office: Office) -> None:
    load(ledger, office, *((name, "", 40, 1) for name in ("เหนือ 1", "เหนือ 2", "ใต้ 1")))
    kind = office.results.kinds["nt"]

    def refused(name: str, *rows: Row) -> str:
        try:
            results.refuse_loss(results.look(ledger, office, name, csv([HEAD, *rows]), kind, 2568, NOW))
        except InputError as error:
            return error.code
        return ""

    assert refused("nt.csv", ("เหนือ 1", "", 41, 1)) == "results-fewer-schools"
    assert refused("nt.csv", ("เหนือ 1", "", 41, 1), ("ใต้ 1", "", 41, 1)) == ""
    assert refused("another.csv", ("เหนือ 1", "", 40, 1)) == ""
    assert refused("another.csv", *FOREIGN) == "results-none-like"


def test_results_of_another_file_give_way_to_a_word_alone(ledger: Ledger, office: Office) -> None:
    kind = office.results.kinds["nt"]

    def look(name: str, *rows: Row) -> results.Looked:
        return results.look(ledger, office, name, csv([HEAD, *rows]), kind, 2568, NOW)

    def others(looked: results.Looked) -> dict[str, tuple[str, ...]]:
        return {file.name: schools for file, schools in looked.overrides}

    load(ledger, office, ("เหนือ 1", "", 40, 1), ("เหนือ 2", "", 50, 1), name="north.csv")
    south = look("south.csv", ("ใต้ 1", "", 60, 1))  # files of parts of the district come one by one
    results.refuse_loss(south)
    results.keep(ledger, office, south)
    both = look("all.csv", ("เหนือ 1", "", 41, 1), ("เหนือ 2", "", 50, 1), ("ใต้ 1", "", 61, 1))
    assert others(both) == {"north.csv": ("A1",), "south.csv": ("B1",)}
    with pytest.raises(InputError) as refused:
        results.refuse_loss(both)
    assert refused.value.code == "results-overrides"
    assert {name: refused.value.values[name] for name in ("others", "count", "of")} == {
        "others": "1 north.csv (1), 2 south.csv (1)",
        "count": "2",
        "of": "3",
    }
    results.keep(ledger, office, both)  # as somebody said
    assert others(look("all.csv", ("เหนือ 1", "", 42, 1))) == {}  # it is corrected: its own results
    assert others(look("all.csv", ("เหนือ 1", "", 41, 1), ("เหนือ 2", "", 50, 1), ("ใต้ 1", "", 61, 1))) == {}
    assert others(look("north.csv", ("เหนือ 1", "", 43, 1))) == {"all.csv": ("A1",)}
    assert others(look("same.csv", ("เหนือ 2", "", 50, 1))) == {}


def test_what_stands_in_no_file_is_not_noted(ledger: Ledger, office: Office) -> None:
    load(ledger, office, ("ศูนย์เรียนรู้", "ใต้", 40, 1))
    for text, place in (("ศูนย์เรียนรุ้ดี", ""), ("ศูนย์เรียนรู้", "เหนือ")):
        with pytest.raises(InputError) as refused:
            results.decide(ledger, office, text, place, "B1", NOW)
        assert (refused.value.code, refused.value.values["like"]) == ("results-text-nowhere", "“ศูนย์เรียนรู้”")
    assert kept.decided(ledger.connection) == {}


def test_rows_of_other_offices_are_set_aside_and_found_again_when_a_school_comes(
    ledger: Ledger, office: Office
) -> None:
    rows = [*FOREIGN, ("เหนือ 1", "", 60, 1)]
    load(ledger, office, *rows)
    assert (shown(ledger, office), results.book_of(ledger, office).set_aside) == (({"A1": 60.0}, []), 80)
    assert results.decide(ledger, office, "วัดดอนไกลโพ้นที่ 7 วิทยา", "", "B1", NOW) == 1
    with (office.settings.config / "schools.csv").open("a", encoding="utf-8") as file:
        file.write("D1,วัดดอนไกลโพ้นที่ 8 วิทยา,N02,,,,\n")
    grown = opened(office.settings.config)
    load(ledger, grown, *rows)
    assert shown(ledger, grown)[0] == {"A1": 60.0, "B1": 1.0, "D1": 1.0}
