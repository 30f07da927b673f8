"""The world of one command: its file, clock, settings and streams, without a command line."""
