"""Word files packed: nothing in them tells when, and parts that many of them have are compressed once."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

MOMENT: Final = (1980, 1, 1, 0, 0, 0)  # what a Word file says of when it and its parts were made
_PLACE: Final = slice(42, 46)  # where in a line of the list at an archive's end it says where its part lies
_END: Final = struct.Struct("<4s4H2LH")  # what closes that list, as archives without a remark have it


@dataclass(frozen=True, slots=True)
class Packed:
    """A part as it stands in an archive: the part itself, and its line in the list at the end."""

    part: bytes
    line: bytes


def settled(content: bytes) -> bytes:
    """A Word file packed anew, with nothing in it that tells when."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(info, before.read(name))
    return made.getvalue()


def packed_parts(archive: bytes) -> dict[str, Packed]:
    """The parts of an archive that `settled` made, in their order by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as parts:
        infos = parts.infolist()
    _, _, _, _, _, size, start, _ = _END.unpack(archive[-_END.size :])
    places = [info.header_offset for info in infos] + [start]
    listed, lines = archive[start : start + size], [0]
    for _ in infos:
        name, extra, remark = struct.unpack_from("<3H", listed, lines[-1] + 28)
        lines.append(lines[-1] + 46 + name + extra + remark)
    return {
        info.filename: Packed(archive[first:after], listed[line:end])
        for info, (first, after), (line, end) in zip(infos, pairwise(places), pairwise(lines), strict=True)
    }


def packed_again(content: bytes, others: Mapping[str, Packed]) -> bytes:
    """A Word file as `settled` packs it, with `others` in place of its parts of their names."""
    parts = {**packed_parts(settled(content)), **others}
    made, lines, place = [], [], 0
    for one in parts.values():
        made.append(one.part)
        lines.append(one.line[: _PLACE.start] + struct.pack("<L", place) + one.line[_PLACE.stop :])
        place += len(one.part)
    count, size = len(parts), sum(map(len, lines))
    return b"".join((*made, *lines, _END.pack(b"PK\x05\x06", 0, 0, count, count, size, place, 0)))
