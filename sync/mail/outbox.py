"""The outbox: mail as files, for an office without a mail server and for people who want to look first."""

from __future__ import annotations

import os
import tempfile
from base64 import b64encode
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from sync.errors import NithetError


@dataclass(frozen=True, slots=True)
class Outbox:
    """A folder of `<name>.eml` files, each with a `<name>.html` preview beside it."""

    folder: Path

    def put(self, message: EmailMessage, name: str) -> Path:
        """Write the mail under that name and return the .eml's path.

        The same name again replaces the same files with the same content. Each file appears whole
        or not at all, the preview first, so that an .eml is never without one. Raises NithetError
        outbox-unwritable.
        """
        if not name or Path(name).name != name or name.startswith("."):
            raise ValueError(f"not a file name: {name!r}")
        mail = self.folder / f"{name}.eml"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            page = message.get_body(("html",))
            if page is not None:
                _write(
                    self.folder / f"{name}.html", _with_pictures(message, page.get_content()).encode("utf-8")
                )
            _write(mail, message.as_bytes())
        except OSError as error:
            raise NithetError("outbox-unwritable", file=mail, reason=error.strerror or error) from error
        return mail


def _with_pictures(message: EmailMessage, page: str) -> str:
    """The page with the mail's pictures inside it: a file has no parts beside it to show."""
    for part in message.walk():
        if cid := str(part.get("Content-ID", "")).strip("<>"):
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            inside = f"data:{part.get_content_type()};base64,{b64encode(content).decode('ascii')}"
            page = page.replace(f"cid:{cid}", inside)
    return page


def _write(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
