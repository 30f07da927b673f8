"""What can be done to records of any kind, without a command line."""
