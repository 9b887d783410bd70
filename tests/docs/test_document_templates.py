"""The packaged Word templates are what docs/make_document_templates.py makes."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

from sync.packaged import folder

ROOT = Path(__file__).parents[2]
MAKE = """
import sys
from pathlib import Path
sys.path.insert(0, "docs")
import make_document_templates as made
made.FOLDER = Path(sys.argv[1])
made.main()
"""


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_templates_are_as_they_are_drawn(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", MAKE, str(tmp_path)], cwd=ROOT, check=True)
    drawn = {file.name: parts(file.read_bytes()) for file in tmp_path.glob("*.docx")}
    packaged = (folder("templates") / "documents").glob("*.docx")
    assert drawn == {file.name: parts(file.read_bytes()) for file in packaged}
    assert drawn
