"""Aliases: a word of one's own for a command with its words, kept in the file or in the user's configuration."""
