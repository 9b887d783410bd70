"""A new ledger in place of a damaged or lost one: from forms, sheets, and what the old one still gives."""
