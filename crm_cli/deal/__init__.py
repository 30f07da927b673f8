"""Possible sales and their pipelines."""
