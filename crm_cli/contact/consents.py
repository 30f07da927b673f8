"""What a person allowed or forbade, by channel: the latest word counts."""

from __future__ import annotations

from crm_cli.core.errors import UsageError
from crm_cli.core.fields import FLAG, TAG, Field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

    from crm_cli.core.fields import Raw


CHANNELS = ("email", "phone", "message", "post")
ANY = "any"
"""Said of all channels at once."""


def record(
    db: Connection,
    contact_id: int,
    channel: str,
    *,
    is_given: bool,
    purpose: str,
    how: str | None,
    at: str,
    on: str,
) -> None:
    """Note that a person gave or withdrew consent; earlier words stay, as proof. UsageError for another channel."""
    if channel not in (*CHANNELS, ANY):
        raise UsageError(f"`{channel}` is not a channel: {', '.join(CHANNELS)}, or {ANY}")
    from crm_cli.db import table

    values: dict[str, Raw] = {
        "contact_id": contact_id,
        "purpose": purpose,
        "channel": channel,
        "is_given": int(is_given),
        "decided_at": at,
        "decided_on": on,
        "how": how,
    }
    table.insert(db, "consents", values)


def latest(channel: str) -> str:
    """SQL for the latest word on a channel: 1 given, 0 withdrawn, NULL where nothing was said."""
    return (
        "(SELECT c.is_given FROM consents c WHERE c.contact_id = t.id"
        f" AND c.channel IN ('{channel}', '{ANY}') ORDER BY c.decided_at DESC, c.id DESC LIMIT 1)"
    )


def fields() -> tuple[Field, ...]:
    """The fields that ask for consent: `consent` lists the channels it holds for, `consent.email` asks one."""
    given = " UNION ALL ".join(
        f"SELECT '{channel}' AS value WHERE {latest(channel)} = 1" for channel in CHANNELS
    )
    return (
        Field("consent", TAG, given, many=True, example="email", help="channels the person agreed to"),
        *(
            Field(f"consent.{channel}", FLAG, latest(channel), example="yes", help=f"agreed to {channel}")
            for channel in CHANNELS
        ),
    )
