"""A local-first CRM for the terminal over one SQLite file."""

__version__ = "0.1.0"
