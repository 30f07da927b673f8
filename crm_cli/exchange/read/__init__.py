"""Files and folders of other programs, as tables of text."""
