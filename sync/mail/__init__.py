"""Report to mail: rendered from templates/mail, sent by SMTP or laid into an outbox."""

from sync.mail.message import Attachment, Picture, Rendered, message
from sync.mail.outbox import Outbox
from sync.mail.papers import MailedPaper, MailedPapers, render_papers
from sync.mail.report import render
from sync.mail.smtp import Smtp

__all__ = [
    "Attachment",
    "MailedPaper",
    "MailedPapers",
    "Outbox",
    "Picture",
    "Rendered",
    "Smtp",
    "message",
    "render",
    "render_papers",
]
