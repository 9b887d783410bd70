"""Papers as files: written into Word templates that staff may change, checked, and turned into PDF."""

from sync.documents.check import check_templates
from sync.documents.pdf import to_pdf
from sync.documents.render import render
from sync.documents.templates import Template, find_template

__all__ = ["Template", "check_templates", "find_template", "render", "to_pdf"]
