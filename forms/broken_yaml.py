"""What is wrong in a YAML file that cannot be read at all, in the words of whoever typed it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ruamel.yaml.error import MarkedYAMLError

from forms.model.problems import Wording

Told = tuple[int, str | Wording, str | Wording]  # the line from 1, what is wrong, what would be accepted
_SPACES = "the space key alone: two more spaces for each step"
_STEPS = f'{_SPACES}, and "- " before what begins another'
_QUOTED = 'the text in quotation marks: "…"'
_WHOLE = 'the whole text in one pair of quotation marks: "…"'
_BLANKS = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
_COLONS = "\uff1a\ufe55\ua789\u2236"  # that look like ":" and are none
_INDENT = re.compile(rf"[ \t{_BLANKS}]*")
_GLUED = re.compile(r"[ -]*[\w-]+:[^\s/:]")
_BRACKETS = (("{", "}"), ("[", "]"))
_KEY = re.compile(r"[ -]*[\w-]+:(\s|$)")
# A text in quotation marks with more of it behind them.
_BEHIND = re.compile(r"(?<=[\s:,\[{])(\"[^\"]*\"|'[^']*')\s*[^\s,\]}:#]")
# A second ": " within one part of a {…}; a key of its own before it would lack no more than a comma.
_OWN_COLON = re.compile(r":\s[^,{}\[\]\"']*:\s")
_OWN_KEY = re.compile(r":\s[^,{}\[\]\"']*\s[a-z][a-z0-9_-]*:\s")


def explain(text: str, error: MarkedYAMLError) -> Told:
    """The line that is to be mended, what is wrong with it, and what would be accepted.

    The parser often notices far below the slip: what stands out on the lines up to there comes first.
    """
    lines = [*text.splitlines(), ""]
    at = min(_line(error.problem_mark) or _line(error.context_mark) or 1, len(lines))
    opened = _line(error.context_mark)
    return (
        next(_characters(lines, at), None)
        or _unclosed(error, lines, opened, at)
        or next(_on_line(lines, at, opened, str(error.problem)), None)
        or (
            at,
            Wording("broken YAML: {why}", {"why": error.problem or error.context}),
            "see the lines just above, too",
        )
    )


def _characters(lines: list[str], at: int) -> Iterator[Told]:
    """Keys that type what looks right and is not: on any line up to the one where reading stopped."""
    for number, line in enumerate(lines[:at], start=1):
        indent = _INDENT.match(line)
        before = indent.group() if indent else ""
        if "\t" in before:
            yield number, "a tab stands before the text of this line", _SPACES
        elif set(before) & set(_BLANKS):
            message = "a space before the text of this line is not the space key's: it came with copied text"
            yield number, message, _SPACES
        elif colon := next((sign for sign in _COLONS if re.match(rf"[ -]*[\w-]+\s*{sign}", line)), None):
            yield (
                number,
                Wording('the colon of this line is "{colon}", not ":"', {"colon": colon}),
                "key: value, the colon as in English",
            )


def _unclosed(error: MarkedYAMLError, lines: list[str], opened: int | None, at: int) -> Told | None:
    """A quotation mark or bracket that was opened on an earlier line and never closed."""
    context = error.context or ""
    odd = [number for number, line in enumerate(lines, start=1) if line.count('"') % 2]
    if len(odd) % 2 and odd[0] <= at:  # it was closed by the one that opens the next text
        opened = odd[0]
    if opened and ("quoted scalar" in context or opened in odd[:1]):
        return opened, "a quotation mark that opens on this line is never closed", _QUOTED
    if "stream end" in str(error.problem):
        opened = next((n for n in range(at, 0, -1) if any(_opens(lines[n - 1], *b) for b in _BRACKETS)), None)
    elif "flow mapping" not in context and "flow sequence" not in context:
        return None
    for bracket, closing in _BRACKETS:
        if opened and opened < at and _opens(lines[opened - 1], bracket, closing):
            message = Wording("a {bracket} that opens on this line is never closed", {"bracket": bracket})
            return opened, message, Wording("{closing} at its end", {"closing": closing})
    return None


def _opens(line: str, bracket: str, closing: str) -> bool:
    return line.count(bracket) > line.count(closing)


def _on_line(lines: list[str], at: int, opened: int | None, problem: str) -> Iterator[Told]:
    """What the line where reading stopped, or one just above it, says of the slip; the likeliest first."""
    line, above = lines[at - 1], lines[at - 2] if at > 1 else ""
    for number in dict.fromkeys((opened or at, at)):
        if problem.startswith("could not find expected") and _GLUED.match(lines[number - 1]):
            yield number, "no space stands after the colon of this line", "key: value, with a space between"
    for bracket, closing in _BRACKETS:
        if _opens(line, closing, bracket):
            message = Wording("a {closing} closes on this line that nothing opens", {"closing": closing})
            yield at, message, Wording("{bracket} where it begins", {"bracket": bracket})
    if problem.startswith(("expected <block end>", "expected ',' or")) and _BEHIND.search(line):
        yield at, "text stands after the closing quotation mark of this line", _WHOLE
    if _holds_colon(line, problem):
        yield at, 'the text of this line holds a ": " of its own', _QUOTED
    if sign := re.search(r"character '(.)' that cannot start", problem):
        yield at, Wording('a text cannot begin with "{sign}"', {"sign": sign.group(1)}), _QUOTED
    if "undefined alias" in problem:
        yield at, 'a text cannot begin with "*"', _QUOTED
    if "another document" in problem:
        yield at, "a second form begins here, after ---", "one form in each file"
    if re.search(r"\s#", above):
        yield at - 1, "nothing after the # of this line is read: it begins a remark", _QUOTED
    if problem.startswith("expected ',' or"):
        yield at, "a comma is missing between two parts of this line", "{one: …, another: …}, [one, another]"
    if problem.startswith(("mapping values", "expected <block end>")) and _KEY.match(line):
        yield at, "this line stands too far left or right of those that it belongs to", _STEPS


def _holds_colon(line: str, problem: str) -> bool:
    if problem.startswith("mapping values"):
        return len(re.findall(r":(?=\s|$)", line)) > 1
    within = problem.startswith("expected ',' or") and _OWN_COLON.search(line)
    return bool(within) and not _OWN_KEY.search(line)


def _line(mark: object) -> int | None:
    line = getattr(mark, "line", None)
    return line + 1 if isinstance(line, int) else None
