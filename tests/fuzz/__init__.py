"""What is made up for fuzzing, and what must hold of it: for tests, and for `benchmarks/fuzz.py`."""
