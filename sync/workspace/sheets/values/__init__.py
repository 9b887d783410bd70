"""Values: read as people type them, shown by their formats, got and put as plain rows."""
