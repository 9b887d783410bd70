"""The domain of school supervision: forms, organisation, rules, summaries; no network, clock or database."""
