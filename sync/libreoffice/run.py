"""Running LibreOffice: a folder of its own for each start, with its profile and its fonts, and an end.

Content comes from anybody: macros do not run, links to other files and hosts are not followed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from sync.libreoffice import fonts

TIMEOUT_SECONDS = 120
_NAMES = ("soffice", "libreoffice")

# Office's own settings, by their path: nothing of a document is executed, followed or fetched.
_SETTINGS = {
    "Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
    },
    "Office.Calc/Content/Update": {"Link": "2"},
    "Office.Calc/Formula/Load": {"OOXMLRecalcMode": "1", "ODFRecalcMode": "1"},
    "Office.Writer/Content/Update": {"Link": "0"},
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
    "Office.Common/Misc": {"FirstRun": "false"},
}


class Unconverted(Exception):
    """LibreOffice made nothing of a file, or took too long; `made` is what came all the same."""

    def __init__(self, reason: str, made: Mapping[str, bytes] | None = None) -> None:
        super().__init__(reason)
        self.made: Mapping[str, bytes] = made or {}


def installed() -> str | None:
    """Where LibreOffice's command lies, None without it."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def convert(
    command: str,
    files: Mapping[str, bytes],
    target: str,
    *,
    reads: str = "",
    timeout: float = TIMEOUT_SECONDS,
) -> dict[str, bytes]:
    """Files by their names ("a.docx") as `target` ("pdf", or "docx:MS Word 2007 XML" with a filter).

    One start of `command` (see `installed`) for all of them, with all its processes ended in the end.
    `reads` names the filter that reads them where a name does not say enough. Names have no folder and
    differ before their ending. Raises Unconverted, with the names, where a file came to nothing.
    """
    with TemporaryDirectory(prefix="nithet-office-", ignore_cleanup_errors=True) as folder:
        return _converted(command, Path(folder), files, target, reads, timeout)


def _converted(
    command: str, folder: Path, files: Mapping[str, bytes], target: str, reads: str, timeout: float
) -> dict[str, bytes]:
    profile, given, made = folder / "profile", folder / "given", folder / "made"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
    given.mkdir()
    made.mkdir()
    for name, content in files.items():
        (given / name).write_bytes(content)
    words = [
        command,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        *([f"--infilter={reads}"] if reads else []),
        "--convert-to",
        target,
        "--outdir",
        str(made),
        *(str(given / name) for name in files),
    ]
    in_time = _run(words, folder, timeout)
    ending = target.partition(":")[0]
    found = {name: made / f"{PurePath(name).stem}.{ending}" for name in files}
    there = {name: file.read_bytes() for name, file in found.items() if file.is_file()}
    if not in_time:  # the last one may be half written
        raise Unconverted("took too long", dict(list(there.items())[:-1]))
    if lacking := [name for name in files if name not in there]:
        raise Unconverted(f"{', '.join(lacking)} to {target}", there)
    return there


def _run(words: list[str], folder: Path, timeout: float) -> bool:
    """Run a command; whether it came to its end: one that takes too long is killed with all its children."""
    process = subprocess.Popen(  # noqa: S603 - the words are ours, the content is in a file
        words,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it left behind: its session is its own."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """What LibreOffice is told: nothing of ours but where programs lie, and fonts with Sarabun among them."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT", "WINDIR"}}
    return kept | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "FONTCONFIG_FILE": str(fonts.configured(folder)),
    }


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, properties in _SETTINGS.items()
        for name, value in properties.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>'
    )
