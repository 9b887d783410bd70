"""Everything that touches the world: Google or its stand-in, the ledger, the mail, the clock, the command line."""
