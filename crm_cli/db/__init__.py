"""SQLite: one file, its schema, its change log and its search index. Knows no concept but "table"."""
