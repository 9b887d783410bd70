"""The papers of the office in the cycle: which are due, composed, written, kept in Drive and delivered."""
