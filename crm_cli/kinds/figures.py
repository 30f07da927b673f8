"""What becomes of an amount when only its currency changes: the figure stays, so the minor units may not."""

from __future__ import annotations

from crm_cli.core import money
from crm_cli.core.errors import UsageError


def same_figure(minor: int, old: str, new: str) -> int:
    """The minor units in `new` that read as `minor` does in `old`: 125000 EUR cents are 1250 yen.

    Raises UsageError where the new currency has too few digits for the figure.
    """
    shift = money.digits(new) - money.digits(old)
    if shift >= 0:
        return minor * int(10**shift)
    whole, rest = divmod(minor, int(10**-shift))
    if rest:
        shown = money.format_plain(money.Money(minor, old))
        raise UsageError(f"`{shown}` has more digits than {new} has", hint="type the amount, too")
    return whole
