"""The stand-in for Google Workspace: a loopback server with Google's own paths."""
