"""The domain of school supervision: forms, the organisation, rules and summaries. No network, no clock, no database."""
