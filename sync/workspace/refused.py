"""OAuth's own errors (RFC 6749): a name and a description, not Google's JSON of the APIs."""

from __future__ import annotations

from starlette.responses import JSONResponse


class TokenRefusal(Exception):
    """What the token endpoint refuses: `error` by its OAuth name, `description` in Google's words."""

    def __init__(self, error: str, description: str, code: int = 400) -> None:
        self.error, self.description, self.code = error, description, code
        super().__init__(description)

    def answer(self) -> JSONResponse:
        """The HTTP answer."""
        return JSONResponse(
            {"error": self.error, "error_description": self.description}, self.code, headers=NO_STORE
        )


NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
