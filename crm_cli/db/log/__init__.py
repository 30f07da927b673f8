"""The change log: triggers, steps, and the ways back."""
