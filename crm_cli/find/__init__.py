"""Finding and showing records of any kind."""
