"""Erasing a person for good, and giving out everything that is held on one."""
