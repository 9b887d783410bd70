"""Forms: Google's Forms API v1, and what a form page needs to ask and to keep."""

from __future__ import annotations

from sync.workspace.forms import api, kept

SCHEMA = kept.SCHEMA
routes = api.routes
