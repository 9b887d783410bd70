"""Ids of questions: the same for ever, and of a shape that Google and its form page take."""

import re

from hypothesis import given
from hypothesis import strategies as st

from forms.definition import load_forms, packaged_definitions
from forms.question_ids import google_id


def test_ids_never_change() -> None:
    assert google_id("classroom-observation", "observed_on") == "6fa4975f"
    assert google_id("classroom-observation", "school", "N01") == "6784c37b"


@given(st.text(), st.lists(st.text()))
def test_an_id_has_eight_hex_digits_and_is_a_positive_31_bit_number(form: str, parts: list[str]) -> None:
    assert re.fullmatch("[1-7][0-9a-f]{7}", google_id(form, *parts))


def test_parts_do_not_run_together() -> None:
    assert google_id("form", "ab", "c") != google_id("form", "a", "bc")


def test_no_two_parts_of_a_packaged_form_share_an_id() -> None:
    forms, _ = load_forms(packaged_definitions())
    networks = [f"N{n:02}" for n in range(1, 20)]
    for form in forms.values():
        parts: list[tuple[str, ...]] = [(q,) for q in form.questions]
        parts += [("section", s.id) for s in form.sections]
        parts += [(q, "item") for q in form.questions] + [(g.id, "grid") for g in form.grids]
        parts += [("school", "network"), *(("school", n) for n in networks)]
        parts += [("school", "section", n) for n in networks]
        assert len({google_id(form.id, *part) for part in parts}) == len(parts)
