"""How the packaged Word templates are drawn."""
