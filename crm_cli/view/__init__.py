"""Lists of one's own: the words of a list under a name."""
