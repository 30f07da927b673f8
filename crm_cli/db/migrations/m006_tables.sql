-- The tables that version 6 made anew, as they were then: a later version changes nothing of what this one does.

CREATE TABLE activities (
  -- What happened: notes, calls, e-mails, meetings, messages.
  -- the activity's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- note, call, email, meeting or message
  kind TEXT NOT NULL CHECK (kind IN ('note', 'call', 'email', 'meeting', 'message')),
  -- in: they came to us; out: we went to them
  direction TEXT CHECK (direction IN ('in', 'out')),
  -- subject line
  subject TEXT,
  -- the words
  body TEXT,
  -- what came of it
  outcome TEXT,
  -- planned: yet to come, or to be settled; held: it happened; missed: it did not; cancelled: called off
  state TEXT NOT NULL DEFAULT 'held' CHECK (state IN ('planned', 'held', 'missed', 'cancelled')),
  -- when it happened, or is to; empty where no hour was said
  occurred_at TEXT,
  -- the user's day then
  occurred_on TEXT NOT NULL,
  -- how long, in minutes
  duration INTEGER,
  -- where
  place TEXT,
  -- the user's colleague who did it
  owner TEXT,
  -- values of custom fields, a JSON object
  custom TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(custom)),
  -- when it was entered
  created_at TEXT NOT NULL,
  -- when it was hidden, if it was
  archived_at TEXT
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
  -- the activity's instant in seconds since 1970, noon in UTC where no hour was said; here too so that the latest per record is one look-up
  moment INTEGER NOT NULL,
  CHECK ((contact_id IS NOT NULL) + (company_id IS NOT NULL) + (deal_id IS NOT NULL) = 1)
) STRICT;
