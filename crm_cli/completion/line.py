"""A command line as a shell reads it, up to the cursor: its words without their quotes, and the quote that is open."""

from __future__ import annotations

import os

BLANKS = " \t"
ENDS = ";&|()\n"
"""Signs after which another command begins."""


class Rules:
    """How a shell quotes. single, double: what a backslash takes the meaning of, inside those quotes."""

    __slots__ = ("double", "has_dollar_quotes", "single")

    def __init__(self, single: str, double: str, *, has_dollar_quotes: bool) -> None:
        self.single = single
        self.double = double
        self.has_dollar_quotes = has_dollar_quotes


SH = Rules("", '$`"\\\n', has_dollar_quotes=True)
"""bash and zsh."""

FISH = Rules("'\\", '$"\\\n', has_dollar_quotes=False)


class Line:
    """What stands before the cursor.

    words: of the last command, those that are whole. typed: the word at the cursor, up to it, as the program would
    be given it; raw: as it is written. quote: the quote that is open at its end: "", `'`, `"` or `$'`.
    is_known: whether no word holds what only the shell knows, a variable or another command's output.
    is_file: whether the word stands behind `<` or `>`.
    """

    __slots__ = ("is_file", "is_known", "quote", "raw", "typed", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.typed = ""
        self.raw = ""
        self.quote = ""
        self.is_known = True
        self.is_file = False

    def assigned(self) -> dict[str, str]:
        """Take the variables set before the command (`CRM_DB=other.db crm …`) out of the words."""
        found = {}
        while self.words:
            name, equals, value = self.words[0].partition("=")
            if not equals or not name.isidentifier():
                break
            found[name] = value
            del self.words[0]
        return found


class _Reader:
    """One line being read, sign by sign."""

    def __init__(self, text: str, rules: Rules) -> None:
        self.text = text
        self.rules = rules
        self.place = 0
        self.line = Line()
        self.word: list[str] | None = None
        self.start = 0

    def read(self) -> Line:
        """Read all of it."""
        while self.place < len(self.text):
            self._sign(self.text[self.place])
        line = self.line
        if self.word is not None:
            line.typed, line.raw = "".join(self.word), self.text[self.start :]
        return line

    def _sign(self, sign: str) -> None:
        if sign in BLANKS:
            self._end_word()
        elif sign in "<>":
            self._redirect()
            return
        elif sign in ENDS:
            self._end_word()
            self.line = Line()
        elif sign == "\\":
            self._escaped()
            return
        elif sign in "'\"":
            self._quoted(sign)
            return
        elif (
            sign == "$" and self.rules.has_dollar_quotes and self.text[self.place + 1 : self.place + 2] == "'"
        ):
            self._open()
            self.place += 1
            self._dollar_quoted()
            return
        else:
            if sign in "$`" or (sign == "#" and self.word is None):
                self.line.is_known = False
            self._open().append(sign)
        self.place += 1

    def _open(self) -> list[str]:
        if self.word is None:
            self.word, self.start = [], self.place
        return self.word

    def _end_word(self) -> None:
        if self.word is not None and not self.line.is_file:
            is_home = self.text.startswith(("~/", "~ "), self.start)
            word = "".join(self.word)
            self.line.words.append(os.path.expanduser(word) if is_home else word)
        if self.word is not None:
            self.line.is_file = False  # the name of a file that `<` or `>` takes is no word of the command
        self.word = None

    def _redirect(self) -> None:
        if self.word is not None and "".join(self.word).isdigit():
            self.word = None  # `2>`
        self._end_word()
        while self.text[self.place : self.place + 1] in ("<", ">", "&", "|"):
            self.place += 1
        self.line.is_file = True

    def _escaped(self) -> None:
        word = self._open()
        if self.text[self.place + 1 : self.place + 2] != "\n":
            word += self.text[self.place + 1 : self.place + 2]
        self.place += 2

    def _quoted(self, quote: str) -> None:
        word = self._open()
        escapable = self.rules.single if quote == "'" else self.rules.double
        self.place += 1
        while self.place < len(self.text):
            sign = self.text[self.place]
            if sign == quote:
                self.place += 1
                return
            if sign == "\\" and self.text[self.place + 1 : self.place + 2] in [*escapable]:
                self.place += 1
                sign = "" if (quote, self.text[self.place]) == ('"', "\n") else self.text[self.place]
            elif quote == '"' and sign in ("$`" if self.rules.has_dollar_quotes else "$"):
                self.line.is_known = False
            word.append(sign)
            self.place += 1
        self.line.quote = quote

    def _dollar_quoted(self) -> None:
        word = self._open()
        self.place += 1
        while self.place < len(self.text):
            sign = self.text[self.place]
            if sign == "'":
                self.place += 1
                return
            if sign == "\\":
                self.place += 1
                sign = self.text[self.place : self.place + 1]
                if sign.isalnum():
                    self.line.is_known = False  # `\n`, `\x41`: no name is typed so
            word.append(sign)
            self.place += 1
        self.line.quote = "$'"


def read(text: str, rules: Rules) -> Line:
    """Read a line up to the cursor. Never fails."""
    return _Reader(text, rules).read()
