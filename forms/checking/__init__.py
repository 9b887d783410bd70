"""Checking a response, corrections applied before, and what people read of what is found."""

from forms.checking.rules import Checked, Checker, once_finding

__all__ = ["Checked", "Checker", "once_finding"]
