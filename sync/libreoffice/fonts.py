"""The fonts that LibreOffice draws with: the machine's own, and Sarabun from its wheel for Thai.

Letters written in TH Sarabun get Sarabun at two thirds of its size: it is drawn half as large again at
the same number of points, and a page set in the one would not hold the other.
"""

from __future__ import annotations

import struct
from pathlib import Path

import fontpkg_sarabun

_FILES = Path(fontpkg_sarabun.__file__).parent / "files"
_WEIGHTS = ("Regular", "Bold", "Italic", "BoldItalic")
_UNITS = 1500  # of 1000: two thirds as large
_NAME, _SMALL_NAME = "Sarabun", "SarabTH"  # of one length: it is written over in its place
_TH = ("TH Sarabun New", "TH SarabunPSK", "TH Sarabun", "TH SarabunIT9", "TH SarabunIT๙")

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<match target="pattern">
<edit name="family" mode="append" binding="strong"><string>Sarabun</string></edit>
</match>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>{sarabun}</dir>
<dir>{small}</dir>
<cachedir>{cache}</cachedir>
{aliases}
</fontconfig>
"""
_ALIAS = """<match target="pattern"><test name="family"><string>{name}</string></test>
<edit name="family" mode="prepend" binding="strong"><string>{small}</string></edit></match>"""


def configured(folder: Path) -> Path:
    """Write a fontconfig file, and the fonts it speaks of, into a folder; returns the file."""
    small = folder / "small-sarabun"
    small.mkdir()
    for weight in _WEIGHTS:
        name = f"Sarabun-{weight}.ttf"
        (small / name).write_bytes(_smaller((_FILES / name).read_bytes()))
    written = folder / "fonts.conf"
    aliases = "\n".join(_ALIAS.format(name=name, small=_SMALL_NAME) for name in _TH)
    written.write_text(
        _CONFIGURATION.format(sarabun=_FILES, small=small, cache=folder / "font-cache", aliases=aliases),
        encoding="utf-8",
    )
    return written


def _smaller(font: bytes) -> bytes:
    """A TrueType font under another name whose letters are drawn smaller: more units make an em of it."""
    content = bytearray(font)
    (tables,) = struct.unpack_from(">H", content, 4)
    for index in range(tables):
        tag, _, offset, length = struct.unpack_from(">4sIII", content, 12 + 16 * index)
        if tag == b"head":
            struct.pack_into(">H", content, offset + 18, _UNITS)
        elif tag == b"name":
            names = bytes(content[offset : offset + length])
            for encoding in ("ascii", "utf-16-be"):
                names = names.replace(_NAME.encode(encoding), _SMALL_NAME.encode(encoding))
            content[offset : offset + length] = names
    return bytes(content)
