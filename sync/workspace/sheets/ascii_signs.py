r"""\w, \d, \s and \b of ASCII, as Java and RE2 have them, for patterns that know Unicode besides."""

WORD = "0-9A-Za-z_"
CLASSES = {
    "d": "[0-9]", "D": "[^0-9]", "w": f"[{WORD}]", "W": f"[^{WORD}]",
    "s": r"[ \t\n\x0b\f\r]", "S": r"[^ \t\n\x0b\f\r]",
}  # fmt: skip
"""By the letter after the backslash."""

BOUNDARIES = {
    "b": f"(?:(?<=[{WORD}])(?![{WORD}])|(?<![{WORD}])(?=[{WORD}]))",
    "B": f"(?:(?<=[{WORD}])(?=[{WORD}])|(?<![{WORD}])(?![{WORD}]))",
}
"""By the letter after the backslash; not for use within a class."""
