"""What tests of duties work with: forms of every kind, short entries, and the sample's rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from forms.calendar import Calendar
from forms.duties import Duties, DutyState, duty_states, load_duties
from forms.model import Entry, Form, Organisation, Period
from forms.model.chains import Chain, Chains, Standing, Step
from tests.forms.builders import BANGKOK, CALENDAR, ORGANISATION

CONFIG = Path(__file__).resolve().parents[2] / "config"
_STEP = Step("director", "director", "ผอ.สพป.", ("อนุญาต",), refuses=("ไม่อนุญาต",))


def form(name: str, counts_as: str, chains: Chains | None = None, **about: str) -> Form:
    """A form that asks for nothing here: its entries are given. `about` are its further roles."""
    return Form(name, f"แบบ {name}", (), (), {"when": "day", **about}, counts_as=counts_as, chains=chains)


FORMS: Mapping[str, Form] = {
    one.id: one
    for one in (
        form("observe", "observation"),
        form("coach", "visit"),
        form("log", "log"),
        form("memo", "journey"),
        form(
            "permit",
            "permit",
            Chains("kind", {"leave": Chain((_STEP,)), "journey": Chain((_STEP,))}),
            part_of_day="leave_part",
        ),
        form("plan", "plan"),
        form("half", "half-year-report", year="fiscal_year", part_of_year="half"),
        form("sar", "sar", year="academic_year"),
        form("profile", "profile", year="academic_year"),
    )
}


def sample_duties() -> Duties:
    """The rules that travel with nithet."""
    loaded, problems = load_duties(CONFIG)
    assert problems == ()
    assert loaded is not None
    return loaded


DUTIES = sample_duties()


def only(*ids: str) -> Duties:
    """Those of the sample's rules alone."""
    return replace(DUTIES, rules=tuple(rule for rule in DUTIES.rules if rule.id in ids))


def entry(
    of: str,
    response: str,
    when: date | None,
    *people: str,
    until: date | None = None,
    sent: date | None = None,
    counted: bool = True,
    school: str = "",
    **answers: str,
) -> Entry:
    """An entry of a form; `sent` on the day that it is about, where nothing else is said."""
    day = sent or until or when
    assert day is not None
    members = {"school": school} if school else {}
    if people:
        members["supervisor"] = people[0]
    if "kind" in answers:
        members["kind"] = answers["kind"]
    moment = datetime.combine(day, time(16), BANGKOK)
    return Entry(
        of, response, moment, when, members, {}, counted, until=until, people=people, answers=answers
    )


def passed(*responses: str, state: str = "passed", of: str = "permit") -> dict[tuple[str, str], Standing]:
    """Standings of permits."""
    return {(of, r): Standing(state, None, None, (), ()) for r in responses}  # type: ignore[arg-type]


def span(first: date, last: date) -> Period:
    """From a day to another, both among them."""
    return Period(first, date.fromordinal(last.toordinal() + 1), "day", "")


def states(
    duties: Duties,
    entries: Iterable[Entry],
    period: Period,
    today: date,
    *,
    standings: Mapping[tuple[str, str], Standing] | None = None,
    organisation: Organisation = ORGANISATION,
    calendar: Calendar = CALENDAR,
    forms: Mapping[str, Form] = FORMS,
) -> tuple[DutyState, ...]:
    """The states of these duties by these entries."""
    by_form: dict[str, list[Entry]] = {}
    for one in entries:
        by_form.setdefault(one.form, []).append(one)
    return duty_states(duties, forms, organisation, calendar, by_form, standings or {}, period, today)


def told(found: Sequence[DutyState], code: str) -> list[tuple[str, str, str]]:
    """Of one person or school: period, status and reason of each state."""
    return [(s.owed.period.name, s.status, s.reason) for s in found if s.owed.code == code]
