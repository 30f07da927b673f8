"""The user's choices."""
