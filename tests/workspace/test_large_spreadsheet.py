"""A spreadsheet of 200,000 rows: written, read, moved and found in, within bounds of the server's memory."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.workspace.served import serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux tells it")

_ROWS, _STEP = 200_000, 10_000
_MOST_MEGABYTES = 200  # measured: 127


def test_two_hundred_thousand_rows_fit_in_little_memory(tmp_path: Path, key_file: bytes) -> None:
    (tmp_path / "service-account.json").write_bytes(key_file)
    with serving(tmp_path) as served:
        client = served.client()
        grid = {"rowCount": _ROWS, "columnCount": 4}
        client.do(
            {
                "updateSheetProperties": {
                    "properties": {"sheetId": 0, "gridProperties": grid},
                    "fields": "gridProperties(rowCount,columnCount)",
                }
            }
        )
        for top in range(0, _ROWS, _STEP):
            client.write([[row, f"แถว {row}"] for row in range(top, top + _STEP)], f"A{top + 1}")
        assert client.values(f"A{_ROWS - 1}:B{_ROWS}") == [
            [row, f"แถว {row}"] for row in (_ROWS - 2, _ROWS - 1)
        ]
        client.do(
            {
                "insertDimension": {
                    "range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 10, "endIndex": 12}
                }
            }
        )
        client.append("ท้าย", "สุด")
        assert client.values("A10:B13") == [[9, "แถว 9"], [], [], [10, "แถว 10"]]
        assert client.values(f"A{_ROWS + 2}:B{_ROWS + 3}") == [
            [_ROWS - 1, f"แถว {_ROWS - 1}"],
            ["ท้าย", "สุด"],
        ]
        assert served.memory() < _MOST_MEGABYTES
