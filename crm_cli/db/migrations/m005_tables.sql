-- The table that version 5 made anew, as it was then: a later version changes nothing of what this one does.

CREATE TABLE external_ids (
  -- What records are called elsewhere, and the imported row each was last read from. Belongs to contact_id or company_id or deal_id or product_id or activity_id or reminder_id.
  -- the row's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the system the row came from, and what it was there
  source_id INTEGER NOT NULL REFERENCES _sources (id),
  -- its id there; for a row without one, its digest, with -2, -3 … for further rows alike
  external_id TEXT NOT NULL,
  -- digest of the row last read, where neither external_id nor cells tell it
  digest TEXT,
  -- what each cell of that row was, in six signs: two for its column, four for its text; blank ones left out
  cells TEXT,
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
