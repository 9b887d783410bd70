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
    "sheets.batchUpdate.findReplace": "(?x), (?U) and properties of Java's own (javaLowerCase)",
    "forms.forms.batchUpdate": "a targetRevisionId that is not the latest revision",
    "sheets.batchUpdate.insertComment": "assignees",
    "sheets.batchUpdate.addTable": "number formats that a column's type brings, chips",
    "sheets.batchUpdate.updateTable": "number formats that a column's type brings, chips",
    "forms.batchUpdate.createItem": "pictures are not copied, pictures and videos are shown as links",
    "forms.batchUpdate.updateItem": "pictures are not copied, pictures and videos are shown as links",
    "forms.batchUpdate.updateSettings": "a quiz's scores are told to programs, not on the form's page",
    "drive.files.create": "kinds of Google's other than folders, shortcuts, sheets, documents and forms",
    "drive.files.update": "labels and content restrictions",
    "drive.files.export": "zipped web pages; PDF, ODS, ODT and RTF where LibreOffice is not installed",
    "drive.files.list": "fullText and labels in q, the corpora domain, the space appDataFolder",
    "drive.files.generateIds": "the space appDataFolder",
    "drive.changes.list": "the space appDataFolder",
    "drive.revisions.get": "older revisions of Google's own kinds",
    "drive.revisions.list": "older revisions of Google's own kinds",
    "drive.revisions.update": "publishing a revision",
    "drive.permissions.create": "shared drives' own roles; nobody is written to (sendNotificationEmail)",
    "drive.permissions.update": "shared drives' own roles",
}
