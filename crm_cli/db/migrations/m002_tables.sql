-- The tables that version 2 made or changed, as they were then: a later version changes nothing of what this one does.

CREATE TABLE segments (
  -- Saved queries with a name.
  -- the segment's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- its name
  name TEXT NOT NULL,
  -- its name folded: two names that fold alike are one
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

CREATE TABLE external_ids (
  -- What records are called elsewhere, and the imported row each was last read from. Belongs to contact_id or company_id or deal_id or product_id or activity_id or reminder_id.
  -- the row's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the system the row came from, and what it was there
  source_id INTEGER NOT NULL REFERENCES _sources (id),
  -- its id there; for a row without one, its digest, with -2, -3 … for further rows alike
  external_id TEXT NOT NULL,
  -- digest of the row last read, where external_id does not tell it
  digest TEXT,
  -- a person
  contact_id INTEGER REFERENCES contacts (id),
  -- or a company
  company_id INTEGER REFERENCES companies (id),
  -- or a deal
  deal_id INTEGER REFERENCES deals (id),
  -- or a product
  product_id INTEGER REFERENCES products (id),
  -- or an activity
  activity_id INTEGER REFERENCES activities (id),
  -- or a reminder
  reminder_id INTEGER REFERENCES reminders (id),
  CHECK (
    (contact_id IS NOT NULL) + (company_id IS NOT NULL) + (deal_id IS NOT NULL)
    + (product_id IS NOT NULL) + (activity_id IS NOT NULL) + (reminder_id IS NOT NULL) = 1
  )
) STRICT;

CREATE TABLE activity_links (
  -- Whom and what an activity was about. Belongs to activity_id.
  -- the link's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the activity
  activity_id INTEGER NOT NULL REFERENCES activities (id),
  -- a person
  contact_id INTEGER REFERENCES contacts (id),
  -- or a company
  company_id INTEGER REFERENCES companies (id),
  -- or a deal
  deal_id INTEGER REFERENCES deals (id),
  -- the activity's instant in seconds since 1970, here too so that the latest per record is one look-up
  moment INTEGER NOT NULL,
  CHECK ((contact_id IS NOT NULL) + (company_id IS NOT NULL) + (deal_id IS NOT NULL) = 1)
) STRICT;

CREATE TABLE _sources (
  -- Where imported rows came from: their system, and what they were there.
  -- the source's number
  id INTEGER PRIMARY KEY,
  -- the system; `file` for rows known by their digest only
  name TEXT NOT NULL,
  -- what the rows were: contact, company, deal, product, activity, reminder
  object TEXT NOT NULL,
  UNIQUE (name, object)
) STRICT;

CREATE TABLE _search_kinds (
  -- The kinds of record in the full-text index, whose entries are numbered: kind code, version, id in one number.
  -- the kind's code: the upper bits of its entries' numbers
  code INTEGER PRIMARY KEY,
  -- the kind of record
  kind TEXT NOT NULL UNIQUE,
  -- records with a greater id have never been indexed
  reached INTEGER NOT NULL DEFAULT 0,
  -- how many entries of this kind no longer count; when they are many, the index is made anew
  stale INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE _search_versions (
  -- Records that were indexed more than once, or are gone: only the entry of this version counts.
  -- kind code and id in one number
  record INTEGER PRIMARY KEY,
  -- the version of the entry that counts; the first is 0
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE _search_text (
  -- The folded names and titles, for look-ups, sorting and parts of names; subjects of activities are no names.
  -- the kind of record
  kind TEXT NOT NULL,
  -- its id
  record_id INTEGER NOT NULL,
  -- its name or title, folded
  title TEXT NOT NULL,
  PRIMARY KEY (kind, record_id)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE _search USING fts5 (
  words,
  content = '', columnsize = 0,
  tokenize = 'ascii tokenchars ''!"#$%&''''()*+,-./:;<=>?@[\]^_`{|}~'''
);

CREATE VIRTUAL TABLE _search_trigrams USING fts5 (
  title,
  content = '', columnsize = 0, detail = none,
  tokenize = 'trigram'
);
