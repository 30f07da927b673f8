"""Labels that records carry."""
