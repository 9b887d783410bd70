"""Everything that touches the world: Google or its stand-in, the ledger, mail, clock and command line."""
