"""Saved queries with a name."""
