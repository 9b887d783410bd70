"""The office's calendar, read and linted, and the periods that need none."""

from forms.calendar.calendar import Calendar, load_calendar

__all__ = ["Calendar", "load_calendar"]
