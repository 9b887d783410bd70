"""See that no two definitions claim the same: an id, a title, or what only one form may count as."""

from __future__ import annotations

from forms.model import Form
from forms.places import Place

# Duties and layouts ask one form for each of these; visits, minutes and registers may be many.
ONLY_ONE = frozenset(
    {
        "observation",
        "log",
        "journey",
        "permit",
        "plan",
        "case",
        "half-year-report",
        "profile",
        "sar",
    }
)
_TITLE_HOLDS = 100  # characters of a tab's name in Google Sheets


class Claims:
    """What the definitions read so far claim, each by the file that came first."""

    def __init__(self) -> None:
        self._owners: dict[tuple[str, str], str] = {}

    def lint(self, form: Form, root: Place, file: str) -> None:
        """Note what another definition claimed before this one; what is new is this one's."""
        said = {key.said: value for key, value in root.pairs()}
        if form.id and self._lint(
            ("id", form.id),
            said["id"],
            file,
            'form "{id}" is also defined in {owner}',
            "an id of its own for each form",
            id=form.id,
        ):
            return
        if form.title:
            self._lint(
                ("title", "".join(form.title.split())[:_TITLE_HOLDS].casefold()),
                said["title"],
                file,
                "the form in {owner} has this title, too",
                "a title of its own: it names the form's tab in every spreadsheet",
            )
        if form.counts_as in ONLY_ONE:
            self._lint(
                ("counts_as", form.counts_as),
                said["counts_as"],
                file,
                "the form in {owner} counts as {kind}, too",
                "one form that counts as {kind}; visit, minutes and register may be many",
                kind=form.counts_as,
            )

    def _lint(
        self, claim: tuple[str, str], place: Place, file: str, message: str, accepted: str, **values: str
    ) -> bool:
        owner = self._owners.setdefault(claim, file)
        if owner != file:
            place.wrong(message, accepted, owner=owner, **values)
        return owner != file
