"""The `deal item` commands: what exactly is sold, line by line."""

from __future__ import annotations

from crm_cli.cli import lines

app = lines.commands("deal")
