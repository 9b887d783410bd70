"""Hand-made resources in the shape of Google's Spreadsheet with grid data, short enough to read in a test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Cell = dict[str, Any]


def colour(hexadecimal: str) -> dict[str, Any]:
    """A ColorStyle from "#rrggbb"."""
    parts = (int(hexadecimal[place : place + 2], 16) / 255 for place in (1, 3, 5))
    rgb = {name: round(part, 6) for name, part in zip(("red", "green", "blue"), parts, strict=True) if part}
    return {"rgbColor": rgb}


def cell(value: str | float | bool | None = None, shown: str | None = None, **more: Any) -> Cell:
    """A CellData; `shown` is its formattedValue, `more` words of `_format` and further fields."""
    made: Cell = {}
    if value is not None:
        kind = (
            "boolValue"
            if isinstance(value, bool)
            else "stringValue"
            if isinstance(value, str)
            else "numberValue"
        )
        made = {"userEnteredValue": {kind: value}, "effectiveValue": {kind: value}}
        made["formattedValue"] = shown if shown is not None else str(value)
    style = _format(more)
    if style:
        made |= {"userEnteredFormat": style, "effectiveFormat": style}
    return made | more


def _format(more: dict[str, Any]) -> dict[str, Any]:
    """Takes the words of a format out of `more`."""
    style: dict[str, Any] = more.pop("format", {})
    text: dict[str, Any] = {}
    for name, google in (("bold", "bold"), ("italic", "italic"), ("size", "fontSize")):
        if name in more:
            text[google] = more.pop(name)
    if "ink" in more:
        text["foregroundColorStyle"] = colour(more.pop("ink"))
    for name, google in (
        ("align", "horizontalAlignment"),
        ("valign", "verticalAlignment"),
        ("wrap", "wrapStrategy"),
    ):
        if name in more:
            style[google] = more.pop(name)
    if "background" in more:
        style["backgroundColorStyle"] = colour(more.pop("background"))
    if "pattern" in more:
        style["numberFormat"] = {"type": "NUMBER", "pattern": more.pop("pattern")}
    if "borders" in more:
        edge = {"style": "SOLID", "colorStyle": colour(more.pop("borders"))}
        style["borders"] = dict.fromkeys(("top", "bottom", "left", "right"), edge)
    return style | ({"textFormat": text} if text else {})


def sheet(
    rows: Sequence[Sequence[Cell | str | float | None]],
    *,
    title: str = "แผ่น 1",
    gid: int = 0,
    index: int = 0,
    size: tuple[int, int] = (40, 12),
    frozen: tuple[int, int] = (0, 0),
    widths: Sequence[int] = (),
    heights: dict[int, int] | None = None,
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
    **more: Any,
) -> dict[str, Any]:
    """A Sheet with one GridData block; plain values become cells. `more` are further fields of Sheet."""
    grid = {"rowCount": size[0], "columnCount": size[1]}
    grid |= {"frozenRowCount": frozen[0], "frozenColumnCount": frozen[1]}
    grid |= {"hideGridlines": True} if more.pop("hide_gridlines", False) else {}
    properties = {"sheetId": gid, "title": title, "index": index, "sheetType": "GRID", "gridProperties": grid}
    properties |= {"tabColorStyle": colour(more.pop("tab"))} if "tab" in more else {}
    properties |= {"hidden": True} if more.pop("hidden", False) else {}
    values = [{"values": [one if isinstance(one, dict) else cell(one) for one in row]} for row in rows]
    sizes = {place: {"pixelSize": pixels} for place, pixels in (heights or {}).items()}
    row_metadata = [sizes.get(row, {"pixelSize": 21}) for row in range(size[0])]
    for row in hidden_rows:
        row_metadata[row] = row_metadata[row] | {"hiddenByUser": True}
    wide = [*widths, *[100] * (size[1] - len(widths))]
    column_metadata = [
        {"pixelSize": pixels} | ({"hiddenByUser": True} if column in hidden_columns else {})
        for column, pixels in enumerate(wide)
    ]
    block = {"rowData": values, "rowMetadata": row_metadata, "columnMetadata": column_metadata}
    return {"properties": properties, "data": [block], **more}


def spreadsheet(*sheets: dict[str, Any], title: str = "สรุปผลการนิเทศ") -> dict[str, Any]:
    """A Spreadsheet."""
    return {"spreadsheetId": "s1", "properties": {"title": title, "locale": "th_TH"}, "sheets": list(sheets)}


def area(top: int, left: int, bottom: int, right: int, gid: int = 0) -> dict[str, int]:
    """A GridRange."""
    return {
        "sheetId": gid,
        "startRowIndex": top,
        "startColumnIndex": left,
        "endRowIndex": bottom,
        "endColumnIndex": right,
    }


def chart(
    kind: str,
    title: str,
    domain: dict[str, int],
    series: Sequence[tuple[dict[str, int], str]],
    *,
    at: tuple[int, int],
    size: tuple[int, int] = (600, 371),
    **more: Any,
) -> dict[str, Any]:
    """A basic EmbeddedChart over ranges headed by one row; `more` are fields of BasicChartSpec."""
    basic = {
        "chartType": kind,
        "headerCount": 1,
        "domains": [{"domain": {"sourceRange": {"sources": [domain]}}}],
        "series": [
            {"series": {"sourceRange": {"sources": [source]}}, "colorStyle": colour(tint)}
            for source, tint in series
        ],
        **more,
    }
    anchor = {"sheetId": domain["sheetId"], "rowIndex": at[0], "columnIndex": at[1]}
    overlay = {"anchorCell": anchor, "widthPixels": size[0], "heightPixels": size[1]}
    return {
        "chartId": 1,
        "spec": {"title": title, "basicChart": basic},
        "position": {"overlayPosition": overlay},
    }
