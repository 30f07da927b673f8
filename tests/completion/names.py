"""Names that mean something to a shell, to a terminal, or to the program itself."""

from __future__ import annotations

QUOTED = [
    "Zed$(touch${IFS}PWNED)",
    "tick `touch PWNED` Tom",
    "Olga O'Neil",
    'Say "hi" Sam',
    "back\\slash Bo",
    "semi;touch PWNED Sid",
    "amp&touch PWNED Abe",
    "pipe|touch PWNED Pip",
    "gt>PWNED Gil",
    "lt<in Lil",
    "bang!history!! Bea",
    "star*?[x] Sue",
    "brace{a,b} Cy",
    "~home Hal",
    "col:on=eq Col",
    "$HOME ${PATH} Hop",
    "(paren) Pat",
    "%1 Pct",
    "^x^y Car",
    "Foo: bar",
    "Double  Space",
    "x/y Zoe",
    "=equals Eve",
    "'quoted' Quin",
    '"double" Dee',
    "!first Fay",
    "a\\'b\\\"c Abc",
    "end\\",
    "日本 太郎",
    "علی\u200cرضا احمدی",
    "👍 Thumb",
    "Élodie Été",
    "Ёлкина Наталья",
]
"""Offered as they are, in the quotes of the shell."""

NUMBERED = [
    "#hash Hel",
    "tab\there Ted",
    "new\nline Ned",
    "ESC\x1b[31m Eva",
    "bell\x07 Ben",
    "\u202etxet Uri",
    "\u2066iso Ike",
    "-dash Dan",
    "--option Oda",
    "name:foo Flo",
    "a@b.example",
    "contact/3",
    "del\x7f Dot",
    "csi\x9b31m Cal",
]
"""Offered by number: what they hold may stand on no line, or they would be taken for something else."""
