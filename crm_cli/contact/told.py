"""How changes of contacts are told beside their fields: former jobs, and what they agreed to."""

from __future__ import annotations

from crm_cli.kinds import names
from crm_cli.kinds.parts import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

    from crm_cli.db.log.images import Image


def _job(db: Connection, contact: Image, image: Image) -> str:
    company = names.of(db, "company", image["company_id"]) if image["company_id"] else ""
    return " at ".join(filter(None, [image["job_title"] or "", company]))


def _consent(db: Connection, contact: Image, image: Image) -> str:
    return f"{image['channel']} {'yes' if image['is_given'] else 'no'} ({image['purpose']})"


PARTS = {
    "employments": listed("employments", "former jobs", _job),
    "consents": listed("consents", "consent", _consent),
}
