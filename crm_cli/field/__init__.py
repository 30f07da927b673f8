"""Fields the user adds to records."""
