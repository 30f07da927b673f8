-- The tables of a crm file as they are now: a new file is made from this, and a migrated one ends like it.
--
-- How to read it: every table has a small number `id`, never used twice. `*_at` is an instant in UTC
-- (2026-11-21T09:30:00Z), `*_on` a day, `*_id` points to another table, `is_*` is 0 or 1. Money is a whole
-- number of the smallest units of the currency beside it; probabilities and discounts are basis points
-- (10000 is 100 %); quantities and rates are decimal text. A table whose rows are parts of a record says
-- "Belongs to"; tables whose names begin with an underscore are the program's own bookkeeping.

CREATE TABLE settings (
  -- The user's choices, kept in the file they belong to.
  -- the choice's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the setting's name, as in `crm config list`
  name TEXT NOT NULL UNIQUE,
  -- what was chosen, as text
  value TEXT NOT NULL
) STRICT;

CREATE TABLE currencies (
  -- Currencies in use in this file.
  -- the currency's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- ISO 4217 code
  code TEXT NOT NULL UNIQUE,
  -- digits after the decimal mark: an amount of 1250 with 2 digits is 12.50
  digits INTEGER NOT NULL,
  -- the sign people write
  symbol TEXT NOT NULL
) STRICT;

CREATE TABLE exchange_rates (
  -- Dated exchange rates.
  -- the rate's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- one unit of this currency …
  from_currency TEXT NOT NULL,
  -- … is `rate` units of this one
  to_currency TEXT NOT NULL,
  -- decimal text
  rate TEXT NOT NULL,
  -- the first day it holds
  rate_on TEXT NOT NULL,
  UNIQUE (from_currency, to_currency, rate_on)
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

CREATE TABLE companies (
  -- Organizations.
  -- the company's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- as written, any text
  name TEXT NOT NULL,
  -- internet domain in lower case
  domain TEXT,
  -- address of its site
  website TEXT,
  -- line of business
  industry TEXT,
  -- how large it is, as the user counts it
  size TEXT,
  -- street and house
  street TEXT,
  -- town
  city TEXT,
  -- state, province or oblast
  region TEXT,
  -- postal code
  postal_code TEXT,
  -- country
  country TEXT,
  -- the company it belongs to
  parent_id INTEGER REFERENCES companies (id),
  -- the user's colleague who looks after it
  owner TEXT,
  -- where it came from: an advert, a referral, a fair
  source TEXT,
  -- anything worth knowing
  description TEXT,
  -- values of custom fields, a JSON object
  custom TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(custom)),
  -- when it was entered
  created_at TEXT NOT NULL,
  -- when it was hidden, if it was
  archived_at TEXT
) STRICT;
CREATE INDEX companies_parent ON companies (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX companies_domain ON companies (domain) WHERE domain IS NOT NULL;

CREATE TABLE contacts (
  -- People.
  -- the person's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the whole name as written, any text
  name TEXT NOT NULL,
  -- given name, where known apart
  given_name TEXT,
  -- family name, where known apart
  family_name TEXT,
  -- where the person works
  company_id INTEGER REFERENCES companies (id),
  -- what the person does there
  job_title TEXT,
  -- how far along: lead, prospect, customer or former
  lifecycle TEXT CHECK (lifecycle IN ('lead', 'prospect', 'customer', 'former')),
  -- where the person came from: an advert, a referral, a fair
  source TEXT,
  -- who referred the person
  referred_by_id INTEGER REFERENCES contacts (id),
  -- the user's colleague who looks after the person
  owner TEXT,
  -- how the person likes to be reached
  preferred_channel TEXT,
  -- language the person speaks
  language TEXT,
  -- the person's time zone
  timezone TEXT,
  -- birthday, with the year (1990-03-14) or without (--03-14)
  birthday TEXT,
  -- street and house
  street TEXT,
  -- town
  city TEXT,
  -- state, province or oblast
  region TEXT,
  -- postal code
  postal_code TEXT,
  -- country
  country TEXT,
  -- be in touch at least every so many days
  keep_in_touch INTEGER,
  -- a number the user gives or computes
  score INTEGER,
  -- anything worth knowing
  description TEXT,
  -- values of custom fields, a JSON object
  custom TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(custom)),
  -- when the person was entered
  created_at TEXT NOT NULL,
  -- when the person was hidden, if so
  archived_at TEXT
) STRICT;
CREATE INDEX contacts_company ON contacts (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX contacts_referred_by ON contacts (referred_by_id) WHERE referred_by_id IS NOT NULL;

CREATE TABLE contact_points (
  -- Ways to reach a contact or a company. Belongs to contact_id or company_id.
  -- the point's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- whose it is, a person
  contact_id INTEGER REFERENCES contacts (id),
  -- or a company
  company_id INTEGER REFERENCES companies (id),
  -- email, phone, url, messenger or social
  kind TEXT NOT NULL CHECK (kind IN ('email', 'phone', 'url', 'messenger', 'social')),
  -- as written
  value TEXT NOT NULL,
  -- for comparing: e-mail in lower case, phone as E.164
  normal TEXT NOT NULL,
  -- work, home, mobile, telegram …
  label TEXT,
  -- 1 for the one to use first
  is_primary INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
  CHECK ((contact_id IS NULL) <> (company_id IS NULL))
) STRICT;
CREATE INDEX contact_points_contact ON contact_points (contact_id, kind) WHERE contact_id IS NOT NULL;
CREATE INDEX contact_points_company ON contact_points (company_id, kind) WHERE company_id IS NOT NULL;
CREATE INDEX contact_points_normal ON contact_points (kind, normal);

CREATE TABLE employments (
  -- Jobs a person has had. Belongs to contact_id.
  -- the job's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- who
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  -- where
  company_id INTEGER REFERENCES companies (id),
  -- as what
  job_title TEXT,
  -- first day, where known
  started_on TEXT,
  -- last day
  ended_on TEXT
) STRICT;
CREATE INDEX employments_contact ON employments (contact_id);
CREATE INDEX employments_company ON employments (company_id) WHERE company_id IS NOT NULL;

CREATE TABLE relations (
  -- What one person or company is to another, in the user's words. Belongs to contact_id or company_id.
  -- the relation's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- this person …
  contact_id INTEGER REFERENCES contacts (id),
  -- … or this company
  company_id INTEGER REFERENCES companies (id),
  -- is a … (wife, partner, supplier)
  kind TEXT NOT NULL,
  -- … of this person
  to_contact_id INTEGER REFERENCES contacts (id),
  -- … or of this company
  to_company_id INTEGER REFERENCES companies (id),
  CHECK ((contact_id IS NULL) <> (company_id IS NULL)),
  CHECK ((to_contact_id IS NULL) <> (to_company_id IS NULL))
) STRICT;
CREATE INDEX relations_contact ON relations (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX relations_company ON relations (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX relations_to_contact ON relations (to_contact_id) WHERE to_contact_id IS NOT NULL;
CREATE INDEX relations_to_company ON relations (to_company_id) WHERE to_company_id IS NOT NULL;

CREATE TABLE not_same (
  -- Two records that look alike and are not the same, as the user said. Belongs to contact_id or company_id.
  -- the pair's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- this person …
  contact_id INTEGER REFERENCES contacts (id),
  -- … is not this one
  other_contact_id INTEGER REFERENCES contacts (id),
  -- or this company …
  company_id INTEGER REFERENCES companies (id),
  -- … is not this one
  other_company_id INTEGER REFERENCES companies (id),
  CHECK ((contact_id IS NULL) <> (company_id IS NULL)),
  CHECK ((contact_id IS NULL) = (other_contact_id IS NULL)),
  CHECK ((company_id IS NULL) = (other_company_id IS NULL)),
  UNIQUE (contact_id, other_contact_id),
  UNIQUE (company_id, other_company_id)
) STRICT;
CREATE INDEX not_same_other_contact ON not_same (other_contact_id) WHERE other_contact_id IS NOT NULL;
CREATE INDEX not_same_other_company ON not_same (other_company_id) WHERE other_company_id IS NOT NULL;

CREATE TABLE important_dates (
  -- Anniversaries and milestones of a person or company. Belongs to contact_id or company_id.
  -- the date's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- whose, a person
  contact_id INTEGER REFERENCES contacts (id),
  -- or a company
  company_id INTEGER REFERENCES companies (id),
  -- what it is: wedding, contract signed
  label TEXT NOT NULL,
  -- the day, with the year (2019-06-01) or without (--06-01)
  date TEXT NOT NULL,
  CHECK ((contact_id IS NULL) <> (company_id IS NULL))
) STRICT;
CREATE INDEX important_dates_contact ON important_dates (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX important_dates_company ON important_dates (company_id) WHERE company_id IS NOT NULL;

CREATE TABLE consents (
  -- What a person allowed or forbade. Belongs to contact_id.
  -- the consent's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- who
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  -- for what: marketing, newsletter
  purpose TEXT NOT NULL,
  -- by what means: email, phone, any
  channel TEXT NOT NULL,
  -- 1 given, 0 withdrawn
  is_given INTEGER NOT NULL CHECK (is_given IN (0, 1)),
  -- when
  decided_at TEXT NOT NULL,
  -- the user's day then
  decided_on TEXT NOT NULL,
  -- how it is known: a form, a letter
  how TEXT
) STRICT;
CREATE INDEX consents_contact ON consents (contact_id);

CREATE TABLE pipelines (
  -- Ways a sale goes, each a row of stages.
  -- the pipeline's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- its name
  name TEXT NOT NULL,
  -- its place among the others; the first is the usual one
  position INTEGER NOT NULL,
  -- when it was added
  created_at TEXT NOT NULL,
  -- when it was hidden, if it was
  archived_at TEXT
) STRICT;

CREATE TABLE stages (
  -- Steps of a pipeline for deals that are still open. Belongs to pipeline_id.
  -- the stage's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the pipeline it is a step of
  pipeline_id INTEGER NOT NULL REFERENCES pipelines (id),
  -- its name
  name TEXT NOT NULL,
  -- its place in the pipeline, from 1
  position INTEGER NOT NULL,
  -- chance that a deal here is won, in basis points, where the user says so
  probability INTEGER CHECK (probability BETWEEN 0 AND 10000),
  -- a deal here longer than so many days is stale
  rotting_days INTEGER
) STRICT;
CREATE INDEX stages_pipeline ON stages (pipeline_id, position);

CREATE TABLE deals (
  -- Possible sales.
  -- the deal's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- what is to be sold, in a few words
  title TEXT NOT NULL,
  -- its pipeline
  pipeline_id INTEGER NOT NULL REFERENCES pipelines (id),
  -- its place there; may be empty once it is closed
  stage_id INTEGER REFERENCES stages (id),
  -- open, won or lost
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'won', 'lost')),
  -- whom it is with
  contact_id INTEGER REFERENCES contacts (id),
  -- which company it is with
  company_id INTEGER REFERENCES companies (id),
  -- what it would bring, in the currency's smallest units
  amount INTEGER,
  -- ISO 4217 code
  currency TEXT,
  -- chance of winning in basis points, where it differs from the stage's
  probability INTEGER CHECK (probability BETWEEN 0 AND 10000),
  -- the day it began
  opened_on TEXT,
  -- the day it should close
  expected_close_on TEXT,
  -- the day it was won or lost
  closed_on TEXT,
  -- why it was lost
  lost_reason TEXT,
  -- who got it instead
  competitor TEXT,
  -- where it came from: an advert, a referral, a fair
  source TEXT,
  -- the user's colleague who works on it
  owner TEXT,
  -- for what repeats: every month, every year
  recurring TEXT,
  -- anything worth knowing
  description TEXT,
  -- values of custom fields, a JSON object
  custom TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(custom)),
  -- when it was entered
  created_at TEXT NOT NULL,
  -- when it was hidden, if it was
  archived_at TEXT,
  CHECK (status <> 'open' OR stage_id IS NOT NULL),
  CHECK ((amount IS NULL) OR (currency IS NOT NULL))
) STRICT;
CREATE INDEX deals_stage ON deals (stage_id);
CREATE INDEX deals_pipeline ON deals (pipeline_id, status);
CREATE INDEX deals_contact ON deals (contact_id, status) WHERE contact_id IS NOT NULL;
CREATE INDEX deals_company ON deals (company_id, status) WHERE company_id IS NOT NULL;
CREATE INDEX deals_status ON deals (status, closed_on);
CREATE INDEX deals_expected_close ON deals (expected_close_on, amount DESC);

CREATE TABLE deal_contacts (
  -- Further people in a deal. Belongs to deal_id.
  -- the row's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the deal
  deal_id INTEGER NOT NULL REFERENCES deals (id),
  -- the person
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  -- decides, pays, advises …
  role TEXT,
  UNIQUE (deal_id, contact_id)
) STRICT;
CREATE INDEX deal_contacts_contact ON deal_contacts (contact_id);

CREATE TABLE stage_moves (
  -- Every change of a deal's stage or status. Belongs to deal_id.
  -- the move's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the deal
  deal_id INTEGER NOT NULL REFERENCES deals (id),
  -- where it stood
  from_stage_id INTEGER REFERENCES stages (id),
  -- where it stood then; empty once closed without one
  to_stage_id INTEGER REFERENCES stages (id),
  -- open, won or lost before
  from_status TEXT NOT NULL,
  -- open, won or lost after
  to_status TEXT NOT NULL,
  -- when
  moved_at TEXT NOT NULL,
  -- the user's day then
  moved_on TEXT NOT NULL
) STRICT;
CREATE INDEX stage_moves_deal ON stage_moves (deal_id, moved_at);
CREATE INDEX stage_moves_from ON stage_moves (from_stage_id) WHERE from_stage_id IS NOT NULL;
CREATE INDEX stage_moves_to ON stage_moves (to_stage_id) WHERE to_stage_id IS NOT NULL;

CREATE TABLE products (
  -- The price list.
  -- the product's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- what it is called
  name TEXT NOT NULL,
  -- the user's own code for it
  code TEXT,
  -- price of one unit, in the currency's smallest units
  price INTEGER,
  -- ISO 4217 code
  currency TEXT,
  -- what one is: piece, hour, kilogram
  unit TEXT,
  -- group of products
  category TEXT,
  -- anything worth knowing
  description TEXT,
  -- values of custom fields, a JSON object
  custom TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(custom)),
  -- when it was entered
  created_at TEXT NOT NULL,
  -- when it was hidden, if it was
  archived_at TEXT,
  CHECK ((price IS NULL) OR (currency IS NOT NULL))
) STRICT;
CREATE INDEX products_code ON products (code) WHERE code IS NOT NULL;

CREATE TABLE deal_items (
  -- Lines of a deal. Belongs to deal_id.
  -- the line's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the deal
  deal_id INTEGER NOT NULL REFERENCES deals (id),
  -- what is sold
  product_id INTEGER REFERENCES products (id),
  -- its place among the lines, from 1
  position INTEGER NOT NULL,
  -- how many, decimal text
  quantity TEXT NOT NULL DEFAULT '1',
  -- price of one, in the smallest units of the deal's currency
  price INTEGER,
  -- off the price, in basis points
  discount INTEGER NOT NULL DEFAULT 0 CHECK (discount BETWEEN 0 AND 10000),
  -- further words
  description TEXT
) STRICT;
CREATE INDEX deal_items_deal ON deal_items (deal_id, position);
CREATE INDEX deal_items_product ON deal_items (product_id) WHERE product_id IS NOT NULL;

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
CREATE INDEX activities_occurred ON activities (occurred_at) WHERE occurred_at IS NOT NULL;
CREATE INDEX activities_moment ON activities (coalesce(occurred_at, occurred_on || 'T12:00:00Z'));
CREATE INDEX activities_kind ON activities (kind, coalesce(occurred_at, occurred_on || 'T12:00:00Z'));
CREATE INDEX activities_planned ON activities (occurred_on, occurred_at) WHERE state = 'planned' AND archived_at IS NULL;

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
CREATE INDEX activity_links_activity ON activity_links (activity_id);
CREATE INDEX activity_links_contact ON activity_links (contact_id, moment, activity_id) WHERE contact_id IS NOT NULL;
CREATE INDEX activity_links_company ON activity_links (company_id, moment, activity_id) WHERE company_id IS NOT NULL;
CREATE INDEX activity_links_deal ON activity_links (deal_id, moment, activity_id) WHERE deal_id IS NOT NULL;

CREATE TABLE reminders (
  -- Things to do.
  -- the reminder's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- what to do
  title TEXT NOT NULL,
  -- the day it is due
  due_on TEXT NOT NULL,
  -- the instant, where a time of day was given
  due_at TEXT,
  -- put off to this day, if it was
  snoozed_on TEXT,
  -- put off to this instant, if it was
  snoozed_at TEXT,
  -- how it repeats, an RFC 5545 rule
  repeat TEXT,
  -- what the next one counts from: due (a fixed calendar) or done (from completion)
  repeat_from TEXT CHECK (repeat_from IN ('due', 'done')),
  -- 1 high, 2 normal, 3 low
  priority INTEGER NOT NULL DEFAULT 2 CHECK (priority BETWEEN 1 AND 3),
  -- a person it is about
  contact_id INTEGER REFERENCES contacts (id),
  -- a company it is about
  company_id INTEGER REFERENCES companies (id),
  -- a deal it is about
  deal_id INTEGER REFERENCES deals (id),
  -- the user's colleague who is to do it
  owner TEXT,
  -- when it was done
  done_at TEXT,
  -- the user's day then
  done_on TEXT,
  -- values of custom fields, a JSON object
  custom TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(custom)),
  -- when it was entered
  created_at TEXT NOT NULL,
  -- when it was hidden, if it was
  archived_at TEXT
) STRICT;
CREATE INDEX reminders_due ON reminders (coalesce(snoozed_on, due_on)) WHERE done_at IS NULL AND archived_at IS NULL;
CREATE INDEX reminders_contact ON reminders (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX reminders_company ON reminders (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX reminders_deal ON reminders (deal_id) WHERE deal_id IS NOT NULL;

CREATE TABLE taggings (
  -- Which record carries which tag. Belongs to contact_id or company_id or deal_id.
  -- the row's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the tag
  tag_id INTEGER NOT NULL REFERENCES tags (id),
  -- on a person
  contact_id INTEGER REFERENCES contacts (id),
  -- or a company
  company_id INTEGER REFERENCES companies (id),
  -- or a deal
  deal_id INTEGER REFERENCES deals (id),
  CHECK ((contact_id IS NOT NULL) + (company_id IS NOT NULL) + (deal_id IS NOT NULL) = 1),
  UNIQUE (contact_id, tag_id),
  UNIQUE (company_id, tag_id),
  UNIQUE (deal_id, tag_id)
) STRICT;
CREATE INDEX taggings_tag ON taggings (tag_id);

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

CREATE TABLE segment_members (
  -- Records put into or kept out of a segment by hand. Belongs to segment_id.
  -- the row's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the segment
  segment_id INTEGER NOT NULL REFERENCES segments (id),
  -- a person
  contact_id INTEGER REFERENCES contacts (id),
  -- or a company
  company_id INTEGER REFERENCES companies (id),
  -- or a deal
  deal_id INTEGER REFERENCES deals (id),
  -- 1 always in, 0 never in
  is_included INTEGER NOT NULL CHECK (is_included IN (0, 1)),
  CHECK ((contact_id IS NOT NULL) + (company_id IS NOT NULL) + (deal_id IS NOT NULL) = 1),
  UNIQUE (segment_id, contact_id),
  UNIQUE (segment_id, company_id),
  UNIQUE (segment_id, deal_id)
) STRICT;
CREATE INDEX segment_members_contact ON segment_members (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX segment_members_company ON segment_members (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX segment_members_deal ON segment_members (deal_id) WHERE deal_id IS NOT NULL;

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
CREATE UNIQUE INDEX external_ids_source ON external_ids (source_id, external_id);
CREATE INDEX external_ids_contact ON external_ids (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX external_ids_company ON external_ids (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX external_ids_deal ON external_ids (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX external_ids_product ON external_ids (product_id) WHERE product_id IS NOT NULL;
CREATE INDEX external_ids_activity ON external_ids (activity_id) WHERE activity_id IS NOT NULL;
CREATE INDEX external_ids_reminder ON external_ids (reminder_id) WHERE reminder_id IS NOT NULL;

CREATE TABLE _file (
  -- What this file is: one row.
  -- always 1
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- the file's own identity, from which global ids of records are derived
  uuid TEXT NOT NULL,
  -- when it was made
  created_at TEXT NOT NULL,
  -- the instant from which the change log is whole, where an earlier part of it was forgotten
  log_begins_at TEXT
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

CREATE TABLE _commands (
  -- The steps: commands that changed something.
  -- the step's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the command as typed
  words TEXT NOT NULL,
  -- when
  at TEXT NOT NULL,
  -- who, as the system names the user
  user TEXT NOT NULL,
  -- on which machine
  host TEXT NOT NULL,
  -- 1 when a person sat at a terminal
  is_terminal INTEGER NOT NULL CHECK (is_terminal IN (0, 1)),
  -- why, where the user said so
  reason TEXT,
  -- do (an ordinary step), undo, redo, or foreign (written by another program)
  role TEXT NOT NULL DEFAULT 'do' CHECK (role IN ('do', 'undo', 'redo', 'foreign')),
  -- the step that this one took back or did again
  target_id INTEGER REFERENCES _commands (id),
  -- the step that took this one back, as long as it holds
  undone_by_id INTEGER REFERENCES _commands (id),
  -- the kind and id of the record it was about, for `@`
  record_kind TEXT,
  -- see record_kind
  record_id INTEGER
) STRICT;

CREATE TABLE _changes (
  -- Every change of every row, in order, with what the row was before.
  -- the change's number: the order of changes
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the step; empty for a write by another program that no step has gathered yet
  command_id INTEGER REFERENCES _commands (id),
  -- for writes by other programs: when
  at TEXT,
  -- the table
  table_name TEXT NOT NULL,
  -- the row
  row_id INTEGER NOT NULL,
  -- for a bulk insert: the last of a range of rows that begins with row_id
  last_row_id INTEGER,
  -- insert, update or delete
  operation TEXT NOT NULL CHECK (operation IN ('insert', 'update', 'delete')),
  -- the kind of record the row is or belongs to
  owner_kind TEXT,
  -- that record's id
  owner_id INTEGER,
  -- an update: the columns that changed, as they were; a delete: the whole row; an insert: nothing
  before TEXT
) STRICT;
CREATE INDEX _changes_command ON _changes (command_id);
CREATE INDEX _changes_row ON _changes (table_name, row_id);
CREATE INDEX _changes_owner ON _changes (owner_kind, owner_id);

CREATE TABLE _writing (
  -- The step being written: one row inside a transaction of ours, none otherwise.
  -- always 1
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- the step
  command_id INTEGER NOT NULL,
  -- 1 while many rows come at once: inserts are then logged as one range a table, at the end
  is_bulk INTEGER NOT NULL DEFAULT 0 CHECK (is_bulk IN (0, 1))
) STRICT;

CREATE TABLE _backups (
  -- Where copies of this file are, so that it can be put back.
  -- the copy's number
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- the whole path of the copy
  path TEXT NOT NULL UNIQUE,
  -- when it was made
  made_at TEXT NOT NULL,
  -- how large it is, in bytes
  size INTEGER NOT NULL,
  -- the newest step it holds
  step INTEGER NOT NULL,
  -- backup, or restore: what the file was before another one was put in its place
  reason TEXT NOT NULL CHECK (reason IN ('backup', 'restore'))
) STRICT;

CREATE TABLE _contact_facts (
  -- Derived per contact, kept by triggers: when we were last in touch.
  -- the contact
  contact_id INTEGER PRIMARY KEY,
  -- last time they came to us
  last_in_at TEXT,
  -- last time we went to them
  last_out_at TEXT,
  -- day of the last real contact, whoever began it
  last_on TEXT,
  -- the day by which to be in touch again
  touch_on TEXT
) STRICT;
CREATE INDEX _contact_facts_touch ON _contact_facts (touch_on) WHERE touch_on IS NOT NULL;

CREATE TABLE _deal_facts (
  -- Derived per deal, kept by triggers: how long it stands where it is, and what comes next.
  -- the deal
  deal_id INTEGER PRIMARY KEY,
  -- the day it came to its stage
  stage_since TEXT,
  -- the day from which it is stale
  rots_on TEXT,
  -- the day of its next open reminder
  next_on TEXT
) STRICT;
CREATE INDEX _deal_facts_rots ON _deal_facts (rots_on) WHERE rots_on IS NOT NULL;

CREATE TABLE _search_pending (
  -- Records whose words have changed since they were indexed.
  -- the kind of record
  kind TEXT NOT NULL,
  -- its id
  record_id INTEGER NOT NULL,
  PRIMARY KEY (kind, record_id)
) STRICT, WITHOUT ROWID;

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
CREATE INDEX _search_text_title ON _search_text (kind, title);
CREATE INDEX _search_text_compact ON _search_text (replace(title, ' ', ''));

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
