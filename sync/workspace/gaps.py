"""What the workspace does in part: the methods and kinds of request that refuse something, and what.

docs/workspace.md's table is made from it; each line stands with the code it speaks of, and goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping

PARTLY: Mapping[str, str] = {
    # A method by its discovery id, a kind of request as "sheets.batchUpdate.KIND" or
    # "forms.batchUpdate.KIND": what is missing, one English phrase.
    "sheets.spreadsheets.create": "sheets of other types than GRID",
    "sheets.batchUpdate.addSheet": "sheets of other types than GRID",
    "sheets.batchUpdate.updateCells": "chips and pivot tables",
    "sheets.batchUpdate.repeatCell": "chips and pivot tables",
    "sheets.batchUpdate.appendCells": "chips and pivot tables",
    "sheets.batchUpdate.sortRange": "sorting by a data source's column",
    "sheets.batchUpdate.findReplace": "unions and intersections of character classes, and rare properties",
    "forms.forms.batchUpdate": "a targetRevisionId that is not the latest revision",
    "sheets.batchUpdate.insertComment": "assignees",
    "forms.batchUpdate.createItem": "pictures are not copied, pictures and videos are shown as links",
    "forms.batchUpdate.updateItem": "pictures are not copied, pictures and videos are shown as links",
    "forms.batchUpdate.updateSettings": "a quiz's scores are told to programs, not on the form's page",
    "drive.files.create": "uploads of content and conversions",
    "drive.files.update": "uploads of content",
    "drive.files.get": "downloads of content",
    "drive.permissions.create": "shared drives' own roles",
    "drive.permissions.update": "shared drives' own roles",
}
