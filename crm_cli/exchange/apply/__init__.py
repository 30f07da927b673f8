"""Rows written as records, and the answer about them."""
