"""LibreOffice, where it is installed: the conversions that no library of Python does well.

Each call has a folder of its own for its files, its profile and its fonts, and ends with all its
processes. Content comes from anybody: macros do not run, links to other files and hosts are not followed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from sync.workspace.conversions import fonts
from sync.workspace.errors import Refusal, unimplemented

TIMEOUT_SECONDS = 120
_NAMES = ("soffice", "libreoffice")
_ONE_AT_A_TIME = threading.Semaphore(1)  # each takes a core and some 300 MB
_WAITING = threading.Semaphore(6)  # each waits on a thread that the server has for all

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
    """LibreOffice made nothing of what it was given, or took too long."""


def installed() -> str | None:
    """Where LibreOffice's command lies, None without it."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def converted(content: bytes, source: str, target: str, *, reads: str = "") -> bytes:
    """Content of the kind `source` ("xlsx") as `target` ("pdf", or "docx:MS Word 2007 XML" with a filter).

    `reads` names the filter that reads it where the name does not say enough. Refusal 501 where
    LibreOffice is not installed, 503 where too many wait already; Unconverted if it fails.
    """
    command = installed()
    if command is None:
        raise unimplemented("this conversion on a machine without LibreOffice")
    if not _WAITING.acquire(blocking=False):
        raise Refusal(503, "The service is currently unavailable.")
    try:
        with (
            _ONE_AT_A_TIME,
            TemporaryDirectory(prefix="nithet-office-", ignore_cleanup_errors=True) as folder,
        ):
            return _converted(command, Path(folder), content, source, target, reads)
    finally:
        _WAITING.release()


def _converted(command: str, folder: Path, content: bytes, source: str, target: str, reads: str) -> bytes:
    profile, given, made = folder / "profile", folder / f"content.{source}", folder / "made"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
    given.write_bytes(content)
    made.mkdir()
    _run(
        [
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
            str(given),
        ],
        folder,
    )
    found = made / f"content.{target.partition(':')[0]}"
    if not found.is_file():
        raise Unconverted(f"{source} to {target}")
    return found.read_bytes()


def _run(words: list[str], folder: Path) -> None:
    """Run a command to its end; one that takes too long is killed with all its children."""
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
        process.wait(TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        raise Unconverted("took too long") from None
    finally:
        _end(process)


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
