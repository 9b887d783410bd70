"""What the operator reads when something did not work: what happened, where, and what to do."""

from __future__ import annotations


class NithetError(Exception):
    """Something that a person can mend. Ends a command with `exit_code`, never with a traceback.

    `code` names a message of the catalogue (templates/messages.yaml, "error.<code>") that holds
    what happened, where and what to do in Thai and English; `values` fill its places.
    """

    exit_code = 1

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(f"{code}: " + ", ".join(f"{k}={v}" for k, v in self.values.items()))


class InputError(NithetError):
    """What the operator gave is wrong: an option, a configuration file, a definition."""

    exit_code = 2


class GoogleError(NithetError):
    """Google or the workspace said no, or could not be reached. `status` is the HTTP status, 0 for none."""

    def __init__(self, code: str, *, status: int = 0, reason: str = "", **values: object) -> None:
        super().__init__(code, status=status, reason=reason, **values)
        self.status = status
        self.reason = reason


class UnknownOutcome(GoogleError):
    """A request was sent and no answer came: it may have been carried out."""


class Postponed(GoogleError):
    """Google as a whole could not be asked, or was not asked any more in this round of work.

    Nothing is wrong with what the call is about: it stays due and is asked for in the next round.
    """
