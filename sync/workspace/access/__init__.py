"""Who may come in, as whom and for what: people, keys, tokens, scopes, apps, codes, passwords."""
