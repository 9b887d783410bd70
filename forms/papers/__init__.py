"""The papers of the office: what each says, before it is written into its template."""

from forms.papers.model import Paper, PaperKind

__all__ = ["Paper", "PaperKind"]
