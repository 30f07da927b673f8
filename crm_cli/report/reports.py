"""The reports there are, by name: a new family is a module and its place here."""

from __future__ import annotations

from crm_cli.report import activities, deals

REPORTS = {report.name: report for report in (*deals.REPORTS, *activities.REPORTS)}
