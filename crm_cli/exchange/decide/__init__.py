"""What a table is: the kind of its records, and what each column means."""
