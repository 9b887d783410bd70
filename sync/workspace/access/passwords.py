"""The password of the pages, where others than this machine may reach them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sync.workspace.access.keys import write_private

VARIABLE = "NITHET_WORKSPACE_PASSWORD"
SHORTEST = 8


class PasswordTooShort(ValueError):
    """A password that could be guessed, and where it stands."""

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(f"{where}: the password is shorter than {SHORTEST} characters")


@dataclass(frozen=True, slots=True)
class Password:
    """The password and where it stands: the name of the variable, or of the file."""

    text: str
    where: str


def password_of(folder: Path, environment: Mapping[str, str]) -> Password:
    """The password from the environment, else from `folder`/password, which is made where there is none.

    The file is its owner's alone. Raises PasswordTooShort, and OSError.
    """
    if given := environment.get(VARIABLE, ""):
        return _checked(Password(given, VARIABLE))
    path = folder / "password"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(path, f"{secrets.token_urlsafe(15)}\n".encode())
    return _checked(Password(path.read_text("utf-8").strip(), str(path)))


def _checked(password: Password) -> Password:
    if len(password.text) < SHORTEST:
        raise PasswordTooShort(password.where)
    return password
