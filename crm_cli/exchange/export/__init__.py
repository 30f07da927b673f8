"""Records written for other programs, and for ourselves."""
