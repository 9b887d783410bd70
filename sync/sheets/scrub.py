"""Scrub: take rows and texts of forgotten responses out of a spreadsheet, wherever people moved them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sync.google import SHEETS, Google

Json = dict[str, Any]
SHORTEST = 12  # characters from which a text is known again where it is quoted
_READ = "sheets(properties(sheetId),data(rowData(values(userEnteredValue(stringValue),note))))"
_EMPTIED = "userEnteredValue,note"


def scrub(
    google: Google,
    file_id: str,
    keys: Collection[str],
    texts: Collection[str],
    others: Collection[str] = (),
    made_again: Collection[int] = (),
) -> int:
    """Empty the rows that have one of these keys, and the cells that quote one of these texts.

    Keys are response ids, and those that begin a row's key of findings ("form|id|…"); a row is emptied
    with what people wrote in it. A row of one of the `others`, by their ids, stays as it is, whatever it
    says: somebody else wrote that. In the sheets that are `made_again` (their ids) by the next writing no
    texts are looked for. Formats stay. Gives how many rows and cells were emptied. One read of the whole
    spreadsheet and at most one batch; safe to repeat.
    """
    params = {"fields": _READ, "includeGridData": "true"}
    found = google.call("GET", f"{SHEETS}/{file_id}", what=file_id, params=params)
    requests = list(scrubbing(found.get("sheets", ()), keys, texts, others, made_again))
    if requests:
        body = {"requests": requests}
        google.call("POST", f"{SHEETS}/{file_id}:batchUpdate", what=file_id, body=body, repeatable=True)
    return len(requests)


def scrubbing(
    sheets: Sequence[Mapping[str, Any]],
    keys: Collection[str],
    texts: Collection[str],
    others: Collection[str] = (),
    made_again: Collection[int] = (),
) -> Iterator[Json]:
    """The requests that empty what speaks of these keys and texts, and of none of the others."""
    anywhere = _Quoted(texts)
    for sheet in sheets:
        where = {"sheetId": sheet["properties"].get("sheetId", 0)}
        quoted = _Quoted(()) if where["sheetId"] in made_again else anywhere
        for data in sheet.get("data", ()):
            for number, row in enumerate(data.get("rowData", ())):
                cells = [_texts(cell) for cell in row.get("values", ())]
                area = {**where, "startRowIndex": number, "endRowIndex": number + 1}
                if any(_is_key(text, keys) for texts_of in cells for text in texts_of):
                    yield _emptied(area)
                    continue
                if any(_id_in(text) in others for texts_of in cells for text in texts_of):
                    continue
                for column, of_it in enumerate(cells):
                    if any(map(quoted.inside, of_it)):
                        yield _emptied({**area, "startColumnIndex": column, "endColumnIndex": column + 1})


def _texts(cell: Mapping[str, Any]) -> tuple[str, ...]:
    value = cell.get("userEnteredValue", {}).get("stringValue", "")
    return tuple(text for text in (value, cell.get("note", "")) if text)


def _is_key(text: str, keys: Collection[str]) -> bool:
    return text in keys or (text.count("|") > 1 and "|".join(text.split("|", 2)[:2]) in keys)


def _id_in(key: str) -> str:
    """The response's id in a row's key."""
    return key.split("|", 2)[1] if key.count("|") > 1 else key


def _emptied(area: Json) -> Json:
    return {"updateCells": {"range": area, "fields": _EMPTIED}}


class _Quoted:
    """Texts that are looked for in others, however many they are: by how they begin."""

    def __init__(self, texts: Collection[str]) -> None:
        self._by_beginning: dict[str, list[str]] = {}
        for text in texts:
            plain = " ".join(text.split())
            if len(plain) >= SHORTEST:
                self._by_beginning.setdefault(plain[:SHORTEST], []).append(plain)

    def inside(self, text: str) -> bool:
        """Whether one of the texts, or a long beginning of it, stands in this one."""
        if not self._by_beginning:
            return False
        plain = " ".join(text.split())
        return any(
            plain.startswith(whole[:_ENOUGH], at)
            for at in range(len(plain) - SHORTEST + 1)
            for whole in self._by_beginning.get(plain[at : at + SHORTEST], ())
        )


_ENOUGH = 40  # characters of a text that tell it: tabs cut long ones short
