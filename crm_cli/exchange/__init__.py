"""In and out: files of other programs read into records, records written as files."""
