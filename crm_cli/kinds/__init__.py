"""What a kind of record is: its fields, points, tags and links, and how words become queries about it."""
