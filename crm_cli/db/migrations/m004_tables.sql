-- The table that version 4 added, as it was then: a later version changes nothing of what this one does.

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
