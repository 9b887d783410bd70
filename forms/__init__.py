"""The domain of school supervision: forms, the organisation, rules, summaries. No network, clock or database."""
