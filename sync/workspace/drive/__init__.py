"""Drive v3: files and folders, sharing, changes."""
