"""Mails in the cycle: the director's week and the reminders, each delivered once."""
