"""Seeds: what a test puts into the workspace beforehand, under `/_workspace/`. Google has none of it.

People, service accounts, OAuth clients and groups; files that belong to someone else; the ends of tokens.
"""

from __future__ import annotations

from sync.workspace.seeds import put_files, sign_in

routes = [*sign_in.routes, *put_files.routes]
