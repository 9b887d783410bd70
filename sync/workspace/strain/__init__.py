"""What goes wrong at Google, switched on for tests: quotas, faults, no storage, and unverified facts."""
