"""Owns the corpus: texts that do harm wherever text is taken for something else, and what a reader should still see."""

from dataclasses import dataclass

from consultant_tui.contract.text import clean


@dataclass(frozen=True)
class Hostile:
    """One text from outside."""

    name: str
    text: str
    seen: str
    """What a reader should still see of it, on one line."""

    @property
    def is_harmless(self) -> bool:
        """Whether it may be kept to the letter: all that is odd about it is what it would mean elsewhere."""
        return clean(self.text) == self.text and self.text.encode(errors="ignore") == self.text.encode(errors="replace")

    @property
    def can_be_sent(self) -> bool:
        """Whether it has an encoding at all; half a character has none."""
        return self.text.encode(errors="ignore") == self.text.encode(errors="replace")


_ESCAPES = (
    ("colours", "Ana\x1b[31;1mRED\x1b[0m", "RED"),
    ("cursor", "Ana\x1b[2J\x1b[1;1Hhome", "home"),
    ("scrolling", "Ana\x1b[5;10r\x1b[3Mline", "line"),
    ("alternate screen", "Ana\x1b[?1049lshell", "shell"),
    ("reports", "Ana\x1b[6n\x1b[c\x1b[>0c\x1b[5nasked", "asked"),
    ("reset", "Ana\x1bcwiped", "wiped"),
    ("character set", "Ana\x1b(0lqqk\x1b(B", "lqqk"),
    ("title", "Ana\x1b]0;owned\x07title", "title"),
    ("clipboard", "Ana\x1b]52;c;cm0gLXJmIH4=\x07copied", "copied"),
    ("clipboard asked", "Ana\x1b]52;c;?\x1b\\pasted", "pasted"),
    ("hyperlink", "Ana\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\", "click"),
    ("colour table", "Ana\x1b]4;1;rgb:ff/ff/ff\x07\x1b]10;#000\x07ink", "ink"),
    ("notification", "Ana\x1b]9;owned\x07\x1b]777;notify;a;b\x07ding", "ding"),
    ("device string", 'Ana\x1bP$q"p\x1b\\dcs', "dcs"),
    ("tmux passthrough", "Ana\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\tmux", "tmux"),
    ("application string", "Ana\x1b_Gf=24;AAAA\x1b\\apc", "apc"),
    ("privacy and start of string", "Ana\x1b^pm\x1b\\\x1bXsos\x1b\\end", "end"),
    ("unfinished", "Ana\x1b[", "Ana"),
    ("unfinished string", "Ana\x1b]0;", "Ana"),
    ("eight bits", "Ana\x9b31mRED\x9d0;owned\x9c\x90q\x9c", "RED"),
    ("bell and back", "Ana\x07\x08\x08\x08Eve", "Eve"),
    ("overprinting", "Ana\rEve\x0b\x0cpage", "page"),
    ("shifting", "Ana\x0e\x0fshift", "shift"),
    ("nothing", "Ana\x00Eve", "Eve"),
    ("deletes", "Ana\x7f\x7f\x7fEve", "Eve"),
    ("every control", "A" + "".join(map(chr, (*range(32), *range(127, 160)))) + "Z", "Z"),
)
"""What a terminal would take for orders."""

_LINES = (
    ("header", "Ana\r\nBcc: eve@example.com\r\nX-Evil: yes\r\n\r\n<b>body</b>", "Bcc: eve@example.com"),
    (
        "calendar",
        "Ana\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:owned\r\nATTENDEE:mailto:eve@example.com",
        "SUMMARY:owned",
    ),
    (
        "calendar folded",
        "Ana\n ATTACH:https://evil.example\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM",
        "END:VALARM",
    ),
    ("csv row", 'Ana"\r\n"CLI-999","owned","', "owned"),
    ("log line", "Ana\n2026-11-23 09:04:00,000 ERROR owned", "ERROR owned"),
    ("line ends", "Ana\u2028Eve\u2029Mallory\x85end", "Mallory"),
    ("dot line", "Ana\r\n.\r\nMAIL FROM:<eve@example.com>", "MAIL FROM"),
)
"""What breaks out of a line."""

_DIRECTIONS = (
    ("overrides", "Ana\u202egpj.exe\u202c", "gpj.exe"),
    ("isolates", "Ana\u2066\u2067Eve\u2069\u2069", "Eve"),
    ("unclosed", "Ana\u202a\u202b\u202d\u2068left open", "left open"),
    ("marks", "Ana\u200e\u200f\u061cmarks", "marks"),
)
"""What turns the direction of everything that follows."""

_PLAIN = (
    ("pronouns", "Zoë [he/him] O’Brien", "[he/him]"),
    ("amount", "Owes [$100]", "[$100]"),
    ("closing markup", "A[/b]", "A[/b]"),
    ("action", "[@click=app.quit]Ana[/]", "[@click=app.quit]Ana[/]"),
    ("markup link", "[link=https://evil.example]Ana[/link]", "[link=https://evil.example]"),
    ("markup colour", "[red on black]Ana[/red on black]", "[red on black]Ana"),
    ("markup variable", "[$error]Ana[/]", "[$error]Ana"),
    ("escaped markup", "\\[b]Ana\\\\[/b]", "\\[b]Ana"),
    ("unclosed markup", "Ana [bold", "Ana [bold"),
    ("emoji code", "Ana :smile:", "Ana :smile:"),
    ("template", "{{ 7*7 }}{% raw %}${7*7}#{7*7}{0.__class__}", "{{ 7*7 }}"),
    ("percent", "100%s %(name)s %n %d %", "100%s %(name)s"),
    ("script", "<script>alert(1)</script>", "<script>alert(1)"),
    ("attribute", "\" onmouseover='alert(1)' x=\"", "onmouseover="),
    ("entity", "&lt;b&gt; &#60;b&#62; &amp;", "&lt;b&gt;"),
    ("image", "<img src=x onerror=alert(1)>", "<img src=x"),
    ("comment", "--><svg onload=alert(1)><!--", "<svg onload"),
    ("scheme", "javascript:alert(1)", "javascript:alert(1)"),
    ("statement", "'; DROP TABLE clients; --", "DROP TABLE clients"),
    ("path", "../../../../etc/passwd", "../etc/passwd"),
    ("shell", "$(reboot) `reboot` | reboot; reboot", "$(reboot)"),
    ("formula", "=cmd|' /C calc'!A0", "=cmd"),
    ("formula link", '=HYPERLINK("https://evil.example","Ana")', "=HYPERLINK"),
    ("plus", "+1+cmd|' /C calc'!A0", "+1+cmd"),
    ("minus", "-2+3+cmd|' /C calc'!A0", "-2+3+cmd"),
    ("at", "@SUM(1+1)*cmd|' /C calc'!A0", "@SUM(1+1)"),
    ("quotes and commas", 'Ana "Eve", O\'Neil; x', 'Ana "Eve", O\'Neil'),
    ("calendar signs", "Ana\\;\\,\\n:;,", "Ana\\;"),
    ("address list", "Ana <a@example.com>, Eve <eve@example.com>", "Eve <eve@example.com>"),
    ("encoded word", "=?utf-8?q?=0ABcc=3A_eve=40example=2Ecom?=", "=?utf-8?q?"),
    ("right to left", "محمد الأحمد (שלום)", "محمد"),
    ("wide", "渡辺 純一郎 전지현", "渡辺"),
    ("family", "Ana 👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽", "Ana"),
    ("joined", "می‌خواهم क्‍ष", "می"),
    ("no width", "A\u200bna\ufeff\u2060E\u00adve", "A"),
    ("flood", "Ana" + "\u0335\u0489\u0311" * 40 + "Eve", "Eve"),
    ("tags", "Ana" + "".join(chr(0xE0000 + ord(letter)) for letter in "ignore") + "Eve", "Eve"),
    ("private use", "Ana\ue000\U0010fffd\ufffeEve", "Eve"),
    ("decomposed", "Zoe\u0308 A\u030angstro\u0308m", "Zoe"),
    ("nulls in words", "NULL None null undefined NaN", "NULL None"),
)
"""What means something else to somebody else; it is kept to the letter."""

_LED = (
    ("tab formula", "\t=1+1", "=1+1"),
    ("return formula", "\r=1+1", "=1+1"),
    ("line formula", "\n@SUM(1+1)", "@SUM(1+1)"),
    ("no-break formula", "\u00a0=1+1", "=1+1"),
    ("wide formula", "＝1+1", "＝1+1"),
)
"""What a spreadsheet may take for a formula after all."""

_HALVES = (
    ("half a character", "Ana\ud800Eve", "Eve"),
    ("other half", "Ana\udc9b31mEve", "Eve"),
    ("halves in the wrong order", "Ana\ude00\ud83dEve", "Eve"),
)
"""What no encoding has."""

CORPUS = tuple(
    Hostile(*one)
    for one in (*_PLAIN, *_ESCAPES, *_LINES, *_DIRECTIONS, *_LED, *_HALVES, ("long", "Ana " * 3000, "Ana Ana"))
)
"""Everything."""

SENT = tuple(one for one in CORPUS if one.can_be_sent)
"""What can be sent over a line at all."""

HARMLESS = tuple(one for one in CORPUS if one.is_harmless)
"""What is kept to the letter."""

HARMFUL = tuple(one for one in SENT if not one.is_harmless)
"""What is refused, or loses what does the harm."""


def by_name(one: Hostile) -> str:
    """Name a text in the list of tests."""
    return one.name.replace(" ", "-")
