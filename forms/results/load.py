"""Read and lint config/results.yaml: every problem at once, by file, line and path."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from forms.model import Organisation, Problem, Wording
from forms.organisation.coded import CODE, reference, references
from forms.places import Place, is_wrong, open_yaml
from forms.results.rules import KindOfTest, ResultRules, Subject, Years
from forms.thai import normalise_text

FILE = "results.yaml"
ROLES = ("school", "code", "place", "province", "area", "year", "grade", "pupils")
_PARTS = ("few_pupils", "years_shown", "nothing", "totals", "places", "ours", "columns")
_MOST_YEARS = 6
_CENTURY = (2480, 2650)  # academic years that tests can be of


def load_result_rules(
    folder: Path, organisation: Organisation | None
) -> tuple[ResultRules | None, tuple[Problem, ...]]:
    """What results.yaml in a folder says; None where anything is wrong with it.

    Learning areas and networks that it names are looked for in the organisation, where that is known.
    """
    root = open_yaml(folder / FILE)
    rules = None if root.problems else _read(root, organisation)
    return (None if is_wrong(root.problems) else rules), tuple(sorted(set(root.problems)))


def _read(root: Place, organisation: Organisation | None) -> ResultRules:
    fields = root.fields(("kinds",), _PARTS)
    shared = _columns(fields.get("columns"))
    areas = organisation.learning_areas if organisation else None
    kinds: dict[str, KindOfTest] = {}
    spelt: dict[str, str] = {}
    for key, place in fields["kinds"].pairs() if "kinds" in fields else ():
        _lint_code(key)
        if (other := spelt.setdefault(key.said.casefold(), key.said)) != key.said:
            key.wrong(
                '"{said}" is "{other}" but for capital letters',
                "a code of its own for each test",
                said=key.said,
                other=other,
            )
        kinds[key.said] = _kind(key, place, shared, areas)
    if "kinds" in fields:
        _lint_names(fields["kinds"], kinds)
    return ResultRules(
        kinds=kinds,
        few_pupils=_whole(fields.get("few_pupils"), 10, 0, 1000),
        years_shown=_whole(fields.get("years_shown"), 3, 2, _MOST_YEARS),
        nothing=fields["nothing"].texts() if "nothing" in fields else (),
        totals=_totals(fields.get("totals")),
        places=_places(fields.get("places"), organisation.networks if organisation else None),
        ours=fields["ours"].texts() if "ours" in fields else (),
    )


def _places(part: Place | None, networks: Collection[str] | None) -> dict[str, tuple[str, ...]]:
    found = {key.said: references(place, networks, "network") for key, place in part.pairs()} if part else {}
    for key, place in part.pairs() if part else ():
        if not place.elements():
            message = Wording(
                'no network is named: no school of a file lies in "{said}"', {"said": key.shown}
            )
            place.warn(message, "the codes of its networks, such as [N15, N16]; or leave the place out")
    return found


def _totals(part: Place | None) -> tuple[str, ...]:
    """What rows that sum others up are called."""
    for element in part.elements() if part else ():
        if element.said.strip("* ") == "":
            element.wrong("every row would be a total", "how such rows begin, with * at the end: จังหวัด*")
    return part.texts() if part else ()


def _columns(part: Place | None) -> dict[str, tuple[str, ...]]:
    fields = part.fields((), ROLES) if part else {}
    return {role: place.texts() for role, place in fields.items()}


def _kind(
    key: Place, place: Place, shared: Mapping[str, tuple[str, ...]], areas: Collection[str] | None
) -> KindOfTest:
    fields = place.fields(("title", "grades", "subjects"), ("names", "years", "full", "target", "columns"))
    columns = {**shared, **_columns(fields.get("columns"))}
    if not columns.get("school") and not columns.get("code"):
        place.wrong("no column for the school is named", "columns: {school: [โรงเรียน, …]}")
    full = _number(fields.get("full"), 100.0)
    target = _number(fields["target"], 0.0) if "target" in fields else None
    if full <= 0:
        fields["full"].wrong("a test has a highest score above 0", "full: 100")
    if target is not None and not 0 <= target <= full:
        fields["target"].wrong("the target lies outside the scores", "a number from 0 to {full:g}", full=full)
    elif target is not None and 0 < target < 1 < full:
        fields["target"].warn(
            "a target of {target:g} of {full:g} is met by everybody", "target: 50", target=target, full=full
        )
    for name in ("grades", "subjects"):
        if name in fields and not any(fields[name].pairs()):
            fields[name].wrong(
                "no {name} is named: nothing of a file would be read",
                "one of the {names}",
                name=name[:-1],
                names=name,
            )
    kind = KindOfTest(
        code=key.said,
        title=fields["title"].text() if "title" in fields else "",
        grades=_grades(fields.get("grades")),
        subjects=_subjects(fields.get("subjects"), areas),
        columns=columns,
        years=_years(fields.get("years")),
        full=full,
        target=target,
        names=fields["names"].texts() if "names" in fields else (),
    )
    _lint_columns(place, kind)
    return kind


def _grades(part: Place | None) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    owners: dict[str, str] = {}
    for key, place in part.pairs() if part else ():
        _lint_code(key)
        found[key.said] = (place.text(),) if place.is_scalar else place.texts()
        if not found[key.said]:
            place.wrong("a grade has no name", "[ป.6, ประถมศึกษาปีที่ 6]")
        for name in found[key.said]:
            if (other := owners.setdefault(normalise_text(name), key.said)) != key.said:
                place.wrong(
                    '"{name}" is also a name of grade {other}',
                    "a name of its own for each grade",
                    name=name,
                    other=other,
                )
    return found


def _subjects(part: Place | None, areas: Collection[str] | None) -> dict[str, Subject]:
    found = {}
    for key, place in part.pairs() if part else ():
        _lint_code(key)
        fields = place.fields(("title",), ("columns", "pupils", "learning_area", "years"))
        title = fields["title"].text() if "title" in fields else ""
        found[key.said] = Subject(
            code=key.said,
            title=title,
            columns=fields["columns"].texts() if "columns" in fields else (title,),
            pupils=fields["pupils"].texts() if "pupils" in fields else (),
            learning_area=reference(fields.get("learning_area"), areas, "learning area"),
            years=_years(fields.get("years")),
        )
    return found


def _years(part: Place | None) -> Years:
    fields = part.fields((), ("from", "until")) if part else {}
    first, last = (_year(fields.get(name)) for name in ("from", "until"))
    if first and last and last < first:
        fields["until"].wrong("the last year comes before the first", "{first} or later", first=first)
    return Years(first, last)


def _year(place: Place | None) -> int | None:
    if place is None:
        return None
    year = place.number()
    if year is not None and (year != int(year) or not _CENTURY[0] <= year <= _CENTURY[1]):
        place.wrong(
            '"{said}" is no academic year', "a year of the Buddhist era, such as 2568", said=place.shown
        )
    return int(year or 0)


def _number(place: Place | None, usual: float) -> float:
    number = place.number() if place else usual
    return usual if number is None else float(number)


def _whole(place: Place | None, usual: int, least: int, most: int) -> int:
    number = place.number() if place else usual
    if place and number is not None and (number != int(number) or not least <= number <= most):
        place.wrong(
            '"{said}" is out of range',
            "a whole number from {least} to {most}",
            said=place.shown,
            least=least,
            most=most,
        )
    return usual if number is None else int(number)


def _lint_code(key: Place) -> None:
    if not CODE.fullmatch(key.said):
        key.wrong('"{said}" is no code', "Latin letters, digits, - and _", said=key.shown)


def _lint_names(part: Place, kinds: Mapping[str, KindOfTest]) -> None:
    """A title must not name two tests by one name."""
    owners: dict[str, str] = {}
    for key, place in part.pairs():
        for name in kinds[key.said].names or (kinds[key.said].title,):
            if (other := owners.setdefault(normalise_text(name), key.said)) != key.said:
                place.wrong(
                    '"{name}" is also a name of {other}',
                    "a name of its own for each test",
                    name=name,
                    other=other,
                )


def _lint_columns(place: Place, kind: KindOfTest) -> None:
    """No two things may be read from columns of one name in the same year."""
    seen: dict[str, tuple[str, Years]] = {}
    said = [(f"columns.{role}", name, Years()) for role, names in kind.columns.items() for name in names]
    for subject in kind.subjects.values():
        said += [(f"subjects.{subject.code}", name, subject.years) for name in subject.columns]
    for owner, name, years in said:
        other, held = seen.setdefault(normalise_text(name), (owner, years))
        if other != owner and _meet(held, years):
            place.wrong(
                'column "{name}" is both {other} and {owner}',
                "a name of its own for each column",
                name=name,
                other=other,
                owner=owner,
            )


def _meet(one: Years, other: Years) -> bool:
    return (one.first or 0) <= (other.last or 9999) and (other.first or 0) <= (one.last or 9999)
