-- What is computed from the tables: views, and the triggers that keep derived tables right.
-- Made anew after every migration, so this is always the current definition.

-- When we were last in touch with each contact, computed from scratch.
CREATE VIEW _contact_facts_computed AS
SELECT
  c.id AS contact_id,
  (SELECT l.occurred_at FROM activity_links l JOIN activities a ON a.id = l.activity_id
   WHERE l.contact_id = c.id AND a.direction = 'in' AND a.kind <> 'note' AND a.archived_at IS NULL
   ORDER BY l.occurred_at DESC LIMIT 1) AS last_in_at,
  (SELECT l.occurred_at FROM activity_links l JOIN activities a ON a.id = l.activity_id
   WHERE l.contact_id = c.id AND a.direction = 'out' AND a.kind <> 'note' AND a.archived_at IS NULL
   ORDER BY l.occurred_at DESC LIMIT 1) AS last_out_at,
  (SELECT a.occurred_on FROM activity_links l JOIN activities a ON a.id = l.activity_id
   WHERE l.contact_id = c.id AND a.kind <> 'note' AND a.archived_at IS NULL
   ORDER BY l.occurred_at DESC LIMIT 1) AS last_on
FROM contacts c;

-- How long each deal stands where it is, and what comes next, computed from scratch.
CREATE VIEW _deal_facts_computed AS
SELECT
  d.id AS deal_id,
  coalesce(
    (SELECT m.moved_on FROM stage_moves m WHERE m.deal_id = d.id ORDER BY m.moved_at DESC, m.id DESC LIMIT 1),
    d.opened_on, substr(d.created_at, 1, 10)
  ) AS stage_since,
  (SELECT min(coalesce(r.snoozed_on, r.due_on)) FROM reminders r
   WHERE r.deal_id = d.id AND r.done_at IS NULL AND r.archived_at IS NULL) AS next_on,
  CASE WHEN d.status = 'open' THEN s.rotting_days END AS rotting_days
FROM deals d LEFT JOIN stages s ON s.id = d.stage_id;

CREATE TRIGGER _facts_contact_insert AFTER INSERT ON contacts BEGIN
  INSERT INTO _contact_facts (contact_id, last_in_at, last_out_at, last_on, touch_on)
  SELECT contact_id, last_in_at, last_out_at, last_on,
    date(coalesce(last_on, substr(new.created_at, 1, 10)), '+' || new.keep_in_touch || ' days')
  FROM _contact_facts_computed WHERE contact_id = new.id;
END;
CREATE TRIGGER _facts_contact_update AFTER UPDATE OF keep_in_touch, created_at ON contacts BEGIN
  UPDATE _contact_facts
  SET touch_on = date(coalesce(last_on, substr(new.created_at, 1, 10)), '+' || new.keep_in_touch || ' days')
  WHERE contact_id = new.id;
END;
CREATE TRIGGER _facts_contact_delete AFTER DELETE ON contacts BEGIN
  DELETE FROM _contact_facts WHERE contact_id = old.id;
END;

-- A new link can only move the latest times forward, so it need not look at the older ones.
CREATE TRIGGER _facts_link_insert AFTER INSERT ON activity_links WHEN new.contact_id IS NOT NULL BEGIN
  UPDATE _contact_facts
  SET
    last_in_at = CASE WHEN a.direction = 'in' THEN max(coalesce(last_in_at, ''), new.occurred_at) ELSE last_in_at END,
    last_out_at = CASE WHEN a.direction = 'out' THEN max(coalesce(last_out_at, ''), new.occurred_at) ELSE last_out_at END,
    last_on = max(coalesce(last_on, ''), a.occurred_on),
    touch_on = date(max(coalesce(last_on, ''), a.occurred_on), '+' || c.keep_in_touch || ' days')
  FROM activities a, contacts c
  WHERE a.id = new.activity_id AND a.kind <> 'note' AND a.archived_at IS NULL
    AND c.id = new.contact_id AND _contact_facts.contact_id = new.contact_id;
END;
CREATE TRIGGER _facts_link_delete AFTER DELETE ON activity_links WHEN old.contact_id IS NOT NULL BEGIN
  UPDATE _contact_facts
  SET (last_in_at, last_out_at, last_on) =
    (SELECT last_in_at, last_out_at, last_on FROM _contact_facts_computed n WHERE n.contact_id = old.contact_id)
  WHERE contact_id = old.contact_id;
  UPDATE _contact_facts
  SET touch_on = (SELECT date(coalesce(_contact_facts.last_on, substr(c.created_at, 1, 10)), '+' || c.keep_in_touch || ' days')
                  FROM contacts c WHERE c.id = old.contact_id)
  WHERE contact_id = old.contact_id;
END;
CREATE TRIGGER _facts_link_update AFTER UPDATE ON activity_links BEGIN
  UPDATE _contact_facts
  SET (last_in_at, last_out_at, last_on) =
    (SELECT last_in_at, last_out_at, last_on FROM _contact_facts_computed n WHERE n.contact_id = _contact_facts.contact_id)
  WHERE contact_id IN (old.contact_id, new.contact_id);
  UPDATE _contact_facts
  SET touch_on = (SELECT date(coalesce(_contact_facts.last_on, substr(c.created_at, 1, 10)), '+' || c.keep_in_touch || ' days')
                  FROM contacts c WHERE c.id = _contact_facts.contact_id)
  WHERE contact_id IN (old.contact_id, new.contact_id);
END;
CREATE TRIGGER _facts_activity_update AFTER UPDATE OF kind, direction, occurred_at, occurred_on, archived_at ON activities BEGIN
  UPDATE _contact_facts
  SET (last_in_at, last_out_at, last_on) =
    (SELECT last_in_at, last_out_at, last_on FROM _contact_facts_computed n WHERE n.contact_id = _contact_facts.contact_id)
  WHERE contact_id IN (SELECT l.contact_id FROM activity_links l WHERE l.activity_id = new.id);
  UPDATE _contact_facts
  SET touch_on = (SELECT date(coalesce(_contact_facts.last_on, substr(c.created_at, 1, 10)), '+' || c.keep_in_touch || ' days')
                  FROM contacts c WHERE c.id = _contact_facts.contact_id)
  WHERE contact_id IN (SELECT l.contact_id FROM activity_links l WHERE l.activity_id = new.id);
END;

CREATE TRIGGER _facts_deal_insert AFTER INSERT ON deals BEGIN
  INSERT INTO _deal_facts (deal_id, stage_since, rots_on, next_on)
  SELECT deal_id, stage_since, date(stage_since, '+' || rotting_days || ' days'), next_on
  FROM _deal_facts_computed WHERE deal_id = new.id;
END;
CREATE TRIGGER _facts_deal_update AFTER UPDATE OF stage_id, status, opened_on, created_at ON deals BEGIN
  UPDATE _deal_facts
  SET (stage_since, rots_on, next_on) =
    (SELECT stage_since, date(stage_since, '+' || rotting_days || ' days'), next_on
     FROM _deal_facts_computed n WHERE n.deal_id = new.id)
  WHERE deal_id = new.id;
END;
CREATE TRIGGER _facts_deal_delete AFTER DELETE ON deals BEGIN
  DELETE FROM _deal_facts WHERE deal_id = old.id;
END;
CREATE TRIGGER _facts_move_insert AFTER INSERT ON stage_moves BEGIN
  UPDATE _deal_facts
  SET (stage_since, rots_on) =
    (SELECT stage_since, date(stage_since, '+' || rotting_days || ' days')
     FROM _deal_facts_computed n WHERE n.deal_id = new.deal_id)
  WHERE deal_id = new.deal_id;
END;
CREATE TRIGGER _facts_move_delete AFTER DELETE ON stage_moves BEGIN
  UPDATE _deal_facts
  SET (stage_since, rots_on) =
    (SELECT stage_since, date(stage_since, '+' || rotting_days || ' days')
     FROM _deal_facts_computed n WHERE n.deal_id = old.deal_id)
  WHERE deal_id = old.deal_id;
END;
CREATE TRIGGER _facts_move_update AFTER UPDATE ON stage_moves BEGIN
  UPDATE _deal_facts
  SET (stage_since, rots_on) =
    (SELECT stage_since, date(stage_since, '+' || rotting_days || ' days')
     FROM _deal_facts_computed n WHERE n.deal_id = _deal_facts.deal_id)
  WHERE deal_id IN (old.deal_id, new.deal_id);
END;
CREATE TRIGGER _facts_stage_update AFTER UPDATE OF rotting_days ON stages BEGIN
  UPDATE _deal_facts
  SET rots_on = date(stage_since, '+' || new.rotting_days || ' days')
  WHERE deal_id IN (SELECT d.id FROM deals d WHERE d.stage_id = new.id AND d.status = 'open');
END;
CREATE TRIGGER _facts_reminder_insert AFTER INSERT ON reminders WHEN new.deal_id IS NOT NULL BEGIN
  UPDATE _deal_facts
  SET next_on = (SELECT next_on FROM _deal_facts_computed n WHERE n.deal_id = new.deal_id)
  WHERE deal_id = new.deal_id;
END;
CREATE TRIGGER _facts_reminder_delete AFTER DELETE ON reminders WHEN old.deal_id IS NOT NULL BEGIN
  UPDATE _deal_facts
  SET next_on = (SELECT next_on FROM _deal_facts_computed n WHERE n.deal_id = old.deal_id)
  WHERE deal_id = old.deal_id;
END;
CREATE TRIGGER _facts_reminder_update AFTER UPDATE ON reminders
WHEN old.deal_id IS NOT NULL OR new.deal_id IS NOT NULL BEGIN
  UPDATE _deal_facts
  SET next_on = (SELECT next_on FROM _deal_facts_computed n WHERE n.deal_id = _deal_facts.deal_id)
  WHERE deal_id IN (old.deal_id, new.deal_id);
END;

-- The words by which the records of each kind can be found: title first, then the rest.
CREATE VIEW _searchable_contact AS
SELECT c.id AS record_id, c.name AS title,
  coalesce(c.given_name, '') || char(10) || coalesce(c.family_name, '') || char(10) || coalesce(c.job_title, '') || char(10)
  || coalesce(c.street, '') || char(10) || coalesce(c.city, '') || char(10) || coalesce(c.region, '') || char(10)
  || coalesce(c.postal_code, '') || char(10) || coalesce(c.country, '') || char(10) || coalesce(c.source, '') || char(10)
  || coalesce(c.owner, '') || char(10) || coalesce(c.description, '') || char(10)
  || coalesce((SELECT m.name FROM companies m WHERE m.id = c.company_id), '') || char(10)
  || coalesce((SELECT group_concat(p.value || iif(p.normal = p.value, '', ' ' || p.normal), char(10)) FROM contact_points p WHERE p.contact_id = c.id), '') || char(10)
  || coalesce((SELECT group_concat(g.name, char(10)) FROM taggings x JOIN tags g ON g.id = x.tag_id WHERE x.contact_id = c.id), '') || char(10)
  || coalesce((SELECT group_concat(j.value, char(10)) FROM json_each(c.custom) j WHERE j.value IS NOT NULL), '') AS body
FROM contacts c;
CREATE VIEW _searchable_company AS
SELECT c.id AS record_id, c.name AS title,
  coalesce(c.domain, '') || char(10) || coalesce(c.website, '') || char(10) || coalesce(c.industry, '') || char(10)
  || coalesce(c.street, '') || char(10) || coalesce(c.city, '') || char(10) || coalesce(c.region, '') || char(10)
  || coalesce(c.postal_code, '') || char(10) || coalesce(c.country, '') || char(10) || coalesce(c.source, '') || char(10)
  || coalesce(c.owner, '') || char(10) || coalesce(c.description, '') || char(10)
  || coalesce((SELECT group_concat(p.value || iif(p.normal = p.value, '', ' ' || p.normal), char(10)) FROM contact_points p WHERE p.company_id = c.id), '') || char(10)
  || coalesce((SELECT group_concat(g.name, char(10)) FROM taggings x JOIN tags g ON g.id = x.tag_id WHERE x.company_id = c.id), '') || char(10)
  || coalesce((SELECT group_concat(j.value, char(10)) FROM json_each(c.custom) j WHERE j.value IS NOT NULL), '') AS body
FROM companies c;
CREATE VIEW _searchable_deal AS
SELECT d.id AS record_id, d.title AS title,
  coalesce((SELECT p.name FROM contacts p WHERE p.id = d.contact_id), '') || char(10)
  || coalesce((SELECT m.name FROM companies m WHERE m.id = d.company_id), '') || char(10)
  || coalesce((SELECT group_concat(p.name, char(10)) FROM deal_items i JOIN products p ON p.id = i.product_id WHERE i.deal_id = d.id), '') || char(10)
  || coalesce(d.lost_reason, '') || char(10) || coalesce(d.competitor, '') || char(10) || coalesce(d.source, '') || char(10)
  || coalesce(d.owner, '') || char(10) || coalesce(d.description, '') || char(10)
  || coalesce((SELECT group_concat(g.name, char(10)) FROM taggings x JOIN tags g ON g.id = x.tag_id WHERE x.deal_id = d.id), '') || char(10)
  || coalesce((SELECT group_concat(j.value, char(10)) FROM json_each(d.custom) j WHERE j.value IS NOT NULL), '') AS body
FROM deals d;
CREATE VIEW _searchable_product AS
SELECT p.id AS record_id, p.name AS title,
  coalesce(p.code, '') || char(10) || coalesce(p.category, '') || char(10) || coalesce(p.unit, '') || char(10)
  || coalesce(p.description, '') || char(10)
  || coalesce((SELECT group_concat(j.value, char(10)) FROM json_each(p.custom) j WHERE j.value IS NOT NULL), '') AS body
FROM products p;
CREATE VIEW _searchable_activity AS
SELECT a.id AS record_id, coalesce(a.subject, '') AS title,
  coalesce(a.body, '') || char(10) || coalesce(a.outcome, '') || char(10) || coalesce(a.owner, '') || char(10)
  || coalesce((SELECT group_concat(j.value, char(10)) FROM json_each(a.custom) j WHERE j.value IS NOT NULL), '') AS body
FROM activities a;
CREATE VIEW _searchable_reminder AS
SELECT r.id AS record_id, r.title AS title,
  coalesce(r.owner, '') || char(10)
  || coalesce((SELECT group_concat(j.value, char(10)) FROM json_each(r.custom) j WHERE j.value IS NOT NULL), '') AS body
FROM reminders r;

-- All of them, to compare the index with; look-ups ask the view of one kind, which an index serves.
CREATE VIEW _searchable AS
SELECT 'contact' AS kind, record_id, title, body FROM _searchable_contact
UNION ALL SELECT 'company' AS kind, record_id, title, body FROM _searchable_company
UNION ALL SELECT 'deal' AS kind, record_id, title, body FROM _searchable_deal
UNION ALL SELECT 'product' AS kind, record_id, title, body FROM _searchable_product
UNION ALL SELECT 'activity' AS kind, record_id, title, body FROM _searchable_activity
UNION ALL SELECT 'reminder' AS kind, record_id, title, body FROM _searchable_reminder;

-- The entries of the full-text index that count: `WHERE kind = … AND words MATCH …`. Of an entry's number the
-- lowest 40 bits are the record's id, the next 16 the version, the rest the kind's code.
CREATE VIEW _search_hits AS
SELECT k.kind, f.rowid & 0xffffffffff AS record_id, f.rowid AS entry, f._search AS words
FROM _search_kinds k CROSS JOIN _search f ON f.rowid BETWEEN k.code << 56 AND k.code << 56 | 0xffffffffffffff
WHERE NOT EXISTS (
  SELECT 1 FROM _search_versions v
  WHERE v.record = f.rowid & ~(0xffff << 40) AND v.version <> f.rowid >> 40 & 0xffff
);
-- The names that hold all of these pieces of three letters, somewhere: `WHERE kind = … AND pieces MATCH …`.
CREATE VIEW _search_names AS
SELECT k.kind, f.rowid & 0xffffffffff AS record_id, f._search_trigrams AS pieces
FROM _search_kinds k CROSS JOIN _search_trigrams f ON f.rowid BETWEEN k.code << 56 AND k.code << 56 | 0xffffffffffffff;

-- A changed name is among the words of other records, too.
CREATE TRIGGER _search_company_renamed AFTER UPDATE OF name ON companies WHEN old.name IS NOT new.name BEGIN
  INSERT OR IGNORE INTO _search_pending (kind, record_id) SELECT 'contact', id FROM contacts WHERE company_id = new.id;
  INSERT OR IGNORE INTO _search_pending (kind, record_id) SELECT 'deal', id FROM deals WHERE company_id = new.id;
END;
CREATE TRIGGER _search_contact_renamed AFTER UPDATE OF name ON contacts WHEN old.name IS NOT new.name BEGIN
  INSERT OR IGNORE INTO _search_pending (kind, record_id) SELECT 'deal', id FROM deals WHERE contact_id = new.id;
END;
CREATE TRIGGER _search_product_renamed AFTER UPDATE OF name ON products WHEN old.name IS NOT new.name BEGIN
  INSERT OR IGNORE INTO _search_pending (kind, record_id) SELECT 'deal', deal_id FROM deal_items WHERE product_id = new.id;
END;
CREATE TRIGGER _search_tag_renamed AFTER UPDATE OF name ON tags WHEN old.name IS NOT new.name BEGIN
  INSERT OR IGNORE INTO _search_pending (kind, record_id)
  SELECT CASE WHEN contact_id IS NOT NULL THEN 'contact' WHEN company_id IS NOT NULL THEN 'company' ELSE 'deal' END,
    coalesce(contact_id, company_id, deal_id)
  FROM taggings WHERE tag_id = new.id;
END;

-- For other programs: readable, stable views. Their columns keep their names and meanings, they use no
-- function of ours, and they are single SELECTs whose unused columns cost nothing, so the indexes still serve.

CREATE VIEW v_contacts AS
-- People, one row each, with what hangs on them.
SELECT
  -- the person's number
  c.id,
  -- the whole name as written
  c.name,
  -- given name, where known apart
  c.given_name,
  -- family name, where known apart
  c.family_name,
  -- where the person works
  (SELECT r.name FROM companies r WHERE r.id = c.company_id) AS company,
  -- number of that company
  c.company_id,
  -- what the person does there
  c.job_title,
  -- the e-mail address to use first
  (SELECT p.value AS value FROM contact_points p WHERE p.contact_id = c.id AND p.kind = 'email' ORDER BY p.is_primary DESC, p.id LIMIT 1) AS email,
  -- all of them, joined by `; `
  (SELECT group_concat(value, '; ') FROM (SELECT p.value AS value FROM contact_points p WHERE p.contact_id = c.id AND p.kind = 'email' ORDER BY p.is_primary DESC, p.id)) AS emails,
  -- the phone number to use first
  (SELECT p.value AS value FROM contact_points p WHERE p.contact_id = c.id AND p.kind = 'phone' ORDER BY p.is_primary DESC, p.id LIMIT 1) AS phone,
  -- all of them, joined by `; `
  (SELECT group_concat(value, '; ') FROM (SELECT p.value AS value FROM contact_points p WHERE p.contact_id = c.id AND p.kind = 'phone' ORDER BY p.is_primary DESC, p.id)) AS phones,
  -- how far along: lead, prospect, customer or former
  c.lifecycle,
  -- labels, joined by `; `
  (SELECT group_concat(value, '; ') FROM (SELECT g.name AS value FROM taggings x JOIN tags g ON g.id = x.tag_id WHERE x.contact_id = c.id ORDER BY g.normal)) AS tags,
  -- where the person came from
  c.source,
  -- who referred the person
  (SELECT r.name FROM contacts r WHERE r.id = c.referred_by_id) AS referred_by,
  -- number of that contact
  c.referred_by_id,
  -- the colleague who looks after the person
  c.owner,
  -- how the person likes to be reached
  c.preferred_channel,
  -- language the person speaks
  c.language,
  -- the person's time zone
  c.timezone,
  -- with the year (1990-03-14) or without (--03-14)
  c.birthday,
  -- street and house
  c.street,
  -- town
  c.city,
  -- state, province or oblast
  c.region,
  -- postal code
  c.postal_code,
  -- country
  c.country,
  -- be in touch at least every so many days
  c.keep_in_touch,
  -- day of the last real contact, notes aside
  (SELECT f.last_on FROM _contact_facts f WHERE f.contact_id = c.id) AS last_on,
  -- the day by which to be in touch again
  (SELECT f.touch_on FROM _contact_facts f WHERE f.contact_id = c.id) AS touch_on,
  -- a number the user gives
  c.score,
  -- anything worth knowing
  c.description,
  -- values of custom fields, a JSON object: custom ->> 'name'
  c.custom,
  -- when it was entered
  c.created_at,
  -- when it was hidden, if it was
  c.archived_at
FROM contacts c;

CREATE VIEW v_companies AS
-- Organizations, one row each, with what hangs on them.
SELECT
  -- the company's number
  c.id,
  -- as written
  c.name,
  -- internet domain
  c.domain,
  -- address of its site
  c.website,
  -- line of business
  c.industry,
  -- how large it is
  c.size,
  -- the company it belongs to
  (SELECT r.name FROM companies r WHERE r.id = c.parent_id) AS parent,
  -- number of that company
  c.parent_id,
  -- how many people of it are known
  (SELECT count(*) FROM contacts p WHERE p.company_id = c.id AND p.archived_at IS NULL) AS contacts,
  -- the e-mail address to use first
  (SELECT p.value AS value FROM contact_points p WHERE p.company_id = c.id AND p.kind = 'email' ORDER BY p.is_primary DESC, p.id LIMIT 1) AS email,
  -- all of them, joined by `; `
  (SELECT group_concat(value, '; ') FROM (SELECT p.value AS value FROM contact_points p WHERE p.company_id = c.id AND p.kind = 'email' ORDER BY p.is_primary DESC, p.id)) AS emails,
  -- the phone number to use first
  (SELECT p.value AS value FROM contact_points p WHERE p.company_id = c.id AND p.kind = 'phone' ORDER BY p.is_primary DESC, p.id LIMIT 1) AS phone,
  -- all of them, joined by `; `
  (SELECT group_concat(value, '; ') FROM (SELECT p.value AS value FROM contact_points p WHERE p.company_id = c.id AND p.kind = 'phone' ORDER BY p.is_primary DESC, p.id)) AS phones,
  -- labels, joined by `; `
  (SELECT group_concat(value, '; ') FROM (SELECT g.name AS value FROM taggings x JOIN tags g ON g.id = x.tag_id WHERE x.company_id = c.id ORDER BY g.normal)) AS tags,
  -- where it came from
  c.source,
  -- the colleague who looks after it
  c.owner,
  -- street and house
  c.street,
  -- town
  c.city,
  -- state, province or oblast
  c.region,
  -- postal code
  c.postal_code,
  -- country
  c.country,
  -- anything worth knowing
  c.description,
  -- values of custom fields, a JSON object: custom ->> 'name'
  c.custom,
  -- when it was entered
  c.created_at,
  -- when it was hidden, if it was
  c.archived_at
FROM companies c;

CREATE VIEW v_deals AS
-- Possible sales, one row each.
SELECT
  -- the deal's number
  d.id,
  -- what is to be sold
  d.title,
  -- its pipeline
  (SELECT r.name FROM pipelines r WHERE r.id = d.pipeline_id) AS pipeline,
  -- its place there; may be empty once it is closed
  (SELECT r.name FROM stages r WHERE r.id = d.stage_id) AS stage,
  -- number of that stage
  d.stage_id,
  -- open, won or lost
  d.status,
  -- whom it is with
  (SELECT r.name FROM contacts r WHERE r.id = d.contact_id) AS contact,
  -- number of that contact
  d.contact_id,
  -- which company it is with
  (SELECT r.name FROM companies r WHERE r.id = d.company_id) AS company,
  -- number of that company
  d.company_id,
  -- what it would bring, in units of its currency; exact sums: amount_minor
  d.amount / CAST('1' || substr('00000000', 1, coalesce((SELECT y.digits FROM currencies y WHERE y.code = d.currency), 2)) AS REAL) AS amount,
  -- the same in the currency's smallest units, a whole number
  d.amount AS amount_minor,
  -- ISO 4217 code; amounts of several currencies do not add up
  d.currency,
  -- chance of winning from 0 to 1: its own, else its stage's
  CASE d.status WHEN 'won' THEN 1.0 WHEN 'lost' THEN 0.0
    ELSE coalesce(d.probability, (SELECT s.probability FROM stages s WHERE s.id = d.stage_id)) / 10000.0 END AS probability,
  -- the product of its first line
  (SELECT p.name AS value FROM deal_items i JOIN products p ON p.id = i.product_id WHERE i.deal_id = d.id ORDER BY i.position, i.id LIMIT 1) AS product,
  -- the products of all lines, joined by `; `
  (SELECT group_concat(value, '; ') FROM (SELECT p.name AS value FROM deal_items i JOIN products p ON p.id = i.product_id WHERE i.deal_id = d.id ORDER BY i.position, i.id)) AS products,
  -- the day it began
  d.opened_on,
  -- the day it should close
  d.expected_close_on,
  -- the day it was won or lost
  d.closed_on,
  -- the day it came to its stage
  (SELECT f.stage_since FROM _deal_facts f WHERE f.deal_id = d.id) AS stage_since,
  -- the day of its next open reminder
  (SELECT f.next_on FROM _deal_facts f WHERE f.deal_id = d.id) AS next_on,
  -- labels, joined by `; `
  (SELECT group_concat(value, '; ') FROM (SELECT g.name AS value FROM taggings x JOIN tags g ON g.id = x.tag_id WHERE x.deal_id = d.id ORDER BY g.normal)) AS tags,
  -- why it was lost
  d.lost_reason,
  -- who got it instead
  d.competitor,
  -- where it came from
  d.source,
  -- the colleague who works on it
  d.owner,
  -- for what repeats: every month, every year
  d.recurring,
  -- anything worth knowing
  d.description,
  -- values of custom fields, a JSON object: custom ->> 'name'
  d.custom,
  -- when it was entered
  d.created_at,
  -- when it was hidden, if it was
  d.archived_at
FROM deals d;

CREATE VIEW v_products AS
-- The price list, one row a product.
SELECT
  -- the product's number
  p.id,
  -- what it is called
  p.name,
  -- the user's own code for it
  p.code,
  -- price of one, in units of its currency
  p.price / CAST('1' || substr('00000000', 1, coalesce((SELECT y.digits FROM currencies y WHERE y.code = p.currency), 2)) AS REAL) AS price,
  -- the same in the currency's smallest units, a whole number
  p.price AS price_minor,
  -- ISO 4217 code
  p.currency,
  -- what one is: piece, hour, kilogram
  p.unit,
  -- group of products
  p.category,
  -- anything worth knowing
  p.description,
  -- values of custom fields, a JSON object: custom ->> 'name'
  p.custom,
  -- when it was entered
  p.created_at,
  -- when it was hidden, if it was
  p.archived_at
FROM products p;

CREATE VIEW v_activities AS
-- What happened, one row each: notes, calls, e-mails, meetings, messages.
SELECT
  -- the activity's number
  a.id,
  -- note, call, email, meeting or message
  a.kind,
  -- in: they came to us; out: we went to them
  a.direction,
  -- subject line
  a.subject,
  -- the words
  a.body,
  -- what came of it
  a.outcome,
  -- when it happened, an instant in UTC
  a.occurred_at,
  -- the user's day then
  a.occurred_on,
  -- how long, in minutes
  a.duration,
  -- the people it was with, joined by `; `
  (SELECT group_concat(value, '; ') FROM (SELECT r.name AS value FROM activity_links l JOIN contacts r ON r.id = l.contact_id WHERE l.activity_id = a.id ORDER BY l.id)) AS contacts,
  -- number of the first of them
  (SELECT l.contact_id FROM activity_links l WHERE l.activity_id = a.id AND l.contact_id IS NOT NULL ORDER BY l.id LIMIT 1) AS contact_id,
  -- the companies it was about, joined by `; `
  (SELECT group_concat(value, '; ') FROM (SELECT r.name AS value FROM activity_links l JOIN companies r ON r.id = l.company_id WHERE l.activity_id = a.id ORDER BY l.id)) AS companies,
  -- number of the first of them
  (SELECT l.company_id FROM activity_links l WHERE l.activity_id = a.id AND l.company_id IS NOT NULL ORDER BY l.id LIMIT 1) AS company_id,
  -- the deals it was about, joined by `; `
  (SELECT group_concat(value, '; ') FROM (SELECT r.title AS value FROM activity_links l JOIN deals r ON r.id = l.deal_id WHERE l.activity_id = a.id ORDER BY l.id)) AS deals,
  -- number of the first of them
  (SELECT l.deal_id FROM activity_links l WHERE l.activity_id = a.id AND l.deal_id IS NOT NULL ORDER BY l.id LIMIT 1) AS deal_id,
  -- the colleague who did it
  a.owner,
  -- values of custom fields, a JSON object: custom ->> 'name'
  a.custom,
  -- when it was entered
  a.created_at,
  -- when it was hidden, if it was
  a.archived_at
FROM activities a;

CREATE VIEW v_reminders AS
-- Things to do, one row each, the done ones too.
SELECT
  -- the reminder's number
  r.id,
  -- what to do
  r.title,
  -- the day it counts as due: put off, if it was
  coalesce(r.snoozed_on, r.due_on) AS due,
  -- the day it is due
  r.due_on,
  -- the instant, where a time of day was given
  r.due_at,
  -- put off to this day, if it was
  r.snoozed_on,
  -- put off to this instant, if it was
  r.snoozed_at,
  -- how it repeats, an RFC 5545 rule
  r.repeat,
  -- what the next one counts from: due or done
  r.repeat_from,
  -- high, normal or low
  CASE r.priority WHEN 1 THEN 'high' WHEN 3 THEN 'low' ELSE 'normal' END AS priority,
  -- the person it is about
  (SELECT q.name FROM contacts q WHERE q.id = r.contact_id) AS contact,
  -- number of that contact
  r.contact_id,
  -- the company it is about
  (SELECT q.name FROM companies q WHERE q.id = r.company_id) AS company,
  -- number of that company
  r.company_id,
  -- the deal it is about
  (SELECT q.title FROM deals q WHERE q.id = r.deal_id) AS deal,
  -- number of that deal
  r.deal_id,
  -- the colleague who is to do it
  r.owner,
  -- when it was done; empty while it is open
  r.done_at,
  -- the user's day then
  r.done_on,
  -- values of custom fields, a JSON object: custom ->> 'name'
  r.custom,
  -- when it was entered
  r.created_at,
  -- when it was hidden, if it was
  r.archived_at
FROM reminders r;

CREATE VIEW v_timeline AS
-- What happened with whom: one row for each activity and each record it was about.
SELECT
  -- the record, as `crm show` takes it
  CASE WHEN l.contact_id IS NOT NULL THEN 'contact/' || l.contact_id
    WHEN l.company_id IS NOT NULL THEN 'company/' || l.company_id ELSE 'deal/' || l.deal_id END AS record,
  -- its name or title
  coalesce(
    (SELECT c.name FROM contacts c WHERE c.id = l.contact_id),
    (SELECT m.name FROM companies m WHERE m.id = l.company_id),
    (SELECT d.title FROM deals d WHERE d.id = l.deal_id)
  ) AS name,
  -- number of the contact, where it is one
  l.contact_id,
  -- number of the company, where it is one
  l.company_id,
  -- number of the deal, where it is one
  l.deal_id,
  -- number of the activity
  l.activity_id,
  -- when it happened, an instant in UTC
  l.occurred_at,
  -- the user's day then
  a.occurred_on,
  -- note, call, email, meeting or message
  a.kind,
  -- in: they came to us; out: we went to them
  a.direction,
  -- subject and words as one text
  coalesce(nullif(a.subject, '') || coalesce(': ' || nullif(a.body, ''), ''), a.body) AS text,
  -- what came of it
  a.outcome,
  -- how long, in minutes
  a.duration,
  -- the colleague who did it
  a.owner,
  -- when the activity was hidden, if it was
  a.archived_at
FROM activity_links l JOIN activities a ON a.id = l.activity_id;
