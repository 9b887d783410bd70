"""What is measured: see README.md beside this."""
