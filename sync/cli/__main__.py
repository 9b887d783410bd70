"""`python -m sync.cli`: the same as the `nithet` script."""

from sync.cli.app import main

main()
