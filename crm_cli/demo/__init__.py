"""A lively sample business to try everything on."""
