"""Results of tests from files: what a file should hold, reading it, and telling its schools apart."""
