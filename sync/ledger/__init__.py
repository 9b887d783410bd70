"""The ledger: what nithet knows for certain, in one SQLite file. Every fact is written in a transaction."""

from sync.ledger.store import Ledger

__all__ = ["Ledger"]
