"""Formulas: calculated, and rewritten when cells move."""
