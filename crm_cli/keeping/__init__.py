"""Keeping the file safe: backups, putting one back, examining the file, and reading it with SQL."""
