"""Searches texts for a pattern in a process of its own, which may be ended: JSON in, JSON out.

Run as a file, it reads nothing of nithet. In: pattern, flags, entire, replacement (texts, and numbers
of groups), texts. Out: [index of the text, its new text, times found] for each that has the pattern.
"""

import json
import re
import sys


def main() -> None:
    """Search once."""
    given = json.load(sys.stdin)
    pattern, replacement = re.compile(given["pattern"], given["flags"]), given["replacement"]

    def filled(found: "re.Match[str]") -> str:
        return "".join(part if isinstance(part, str) else found[part] or "" for part in replacement)

    answer = []
    for index, text in enumerate(given["texts"]):
        if given["entire"]:
            found = pattern.fullmatch(text)
            new, times = (filled(found), 1) if found else (text, 0)
        else:
            new, times = pattern.subn(filled, text)
        if times:
            answer.append((index, new, times))
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
