"""Currencies in use and their exchange rates."""
