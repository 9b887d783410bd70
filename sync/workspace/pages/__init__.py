"""The pages people read: one jinja2 environment, one look, and headers that let nothing be executed."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from sync import packaged
from sync.workspace.access import visitors

LOCAL = ZoneInfo("Asia/Bangkok")
_SELF = "'self'"
TEMPLATES = packaged.folder("templates") / "pages"


def local(moment: datetime) -> datetime:
    """An aware moment in the office's time."""
    return moment.astimezone(LOCAL)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["local"] = local
    return environment


environment = _environment()


def page(
    template: str, status: int = 200, *, framed: bool = False, leads_on_to: str = "", **values: Any
) -> HTMLResponse:
    """Render a template of templates/pages/ as a page.

    Scripts and styles come from files of our own only; a template that must make styles of its
    own writes `<style nonce="{{ nonce }}">`. `framed`: another page of ours may show it in a frame.
    `leads_on_to`: scheme and host that its form is sent on to in the end. The template knows the `visitor`.
    """
    nonce = secrets.token_urlsafe(12)
    html = environment.get_template(template).render(nonce=nonce, visitor=visitors.present(), **values)
    return HTMLResponse(html, status, headers=_headers(nonce, framed, leads_on_to))


def _headers(nonce: str, framed: bool, leads_on_to: str) -> dict[str, str]:
    framers = "'self'" if framed else "'none'"
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; font-src 'self'; "
            "img-src 'self' data:; frame-src 'self'; connect-src 'self'; "
            f"form-action {' '.join(filter(None, (_SELF, leads_on_to)))}; base-uri 'none'; "
            f"frame-ancestors {framers}"
        ),
        "X-Frame-Options": "SAMEORIGIN" if framed else "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
