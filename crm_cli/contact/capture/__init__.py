"""What a business card or a signature says: words become a name, a company, ways to reach somebody, and a note.

Rules without guesses (docs/everyday.md): what can be read in two ways has two readings, and a person decides.
"""
