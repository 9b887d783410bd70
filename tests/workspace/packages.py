"""Workbooks written by hand: the smallest packages that are XLSX, with a worksheet as a test has it."""

from __future__ import annotations

import zipfile
from io import BytesIO

_SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def package(inside: str, *, strings: str = "", date1904: bool = False) -> bytes:
    """A workbook of one worksheet "a" with that XML in it; format 1 is a date, `strings` are its `si`."""
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            + "".join(
                f'<Override PartName="/xl/{part}.xml" ContentType="{_KIND}.{kind}+xml"/>'
                for part, kind in (
                    ("workbook", "sheet.main"), ("sheet1", "worksheet"), ("styles", "styles"),
                    ("texts", "sharedStrings"),
                )
            )
            + "</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships {_RELATIONS}><Relationship Id="a" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook {_SPACE} xmlns:r="{_OFFICE}"><workbookPr date1904="{int(date1904)}"/>'
            '<sheets><sheet name="a" sheetId="1" r:id="a"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships {_RELATIONS}>'
            f'<Relationship Id="a" Type="{_OFFICE}/worksheet" Target="sheet1.xml"/></Relationships>'
        ),
        "xl/sheet1.xml": f"<worksheet {_SPACE}>{inside}</worksheet>",
        "xl/styles.xml": (
            f"<styleSheet {_SPACE}><fonts><font/></fonts><fills><fill><patternFill/></fill></fills>"
            "<borders><border/></borders>"
            '<cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'
        ),
        "xl/texts.xml": f"<sst {_SPACE}>{strings}</sst>",
    }  # fmt: skip
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return made.getvalue()
