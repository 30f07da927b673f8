-- The tables that version 3 made anew, as they were then: a later version changes nothing of what this one does.

CREATE TABLE segments (
  -- Saved queries with a name.
  -- the segment's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- its name
  name TEXT NOT NULL,
  -- its name without case, accents, spaces, hyphens and quotes: two names that are alike so are one
  normal TEXT NOT NULL UNIQUE,
  -- what it selects: the kind of record, such as contact or deal
  kind TEXT NOT NULL,
  -- the query, as in `crm contact list`
  query TEXT NOT NULL,
  -- when it was added
  created_at TEXT NOT NULL,
  -- when it was hidden, if it was
  archived_at TEXT
) STRICT;

CREATE TABLE tags (
  -- Labels that records can carry.
  -- the tag's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the label as first written
  name TEXT NOT NULL,
  -- the label without case, accents, spaces, hyphens and quotes: two tags that are alike so are one
  normal TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE custom_fields (
  -- Fields the user added; their values live in the `custom` column of the records.
  -- the field's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the kind of record that has it: contact, company, deal, product, activity, reminder
  record_kind TEXT NOT NULL,
  -- its name, the key in `custom`
  name TEXT NOT NULL,
  -- its name without case, spaces, underscores and hyphens: two names that are alike so are one
  normal TEXT NOT NULL,
  -- text, number, date, choice or flag
  type TEXT NOT NULL CHECK (type IN ('text', 'number', 'date', 'choice', 'flag')),
  -- for a choice: a JSON array of what it may be
  choices TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(choices)),
  -- when it was added
  created_at TEXT NOT NULL,
  UNIQUE (record_kind, normal)
) STRICT;
