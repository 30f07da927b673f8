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

-- The words by which each record can be found: title first, then the rest.
CREATE VIEW _searchable AS
SELECT 'contact' AS kind, c.id AS record_id, c.name AS title,
  concat_words.words AS body
FROM contacts c JOIN (
  SELECT c.id AS id,
    coalesce(c.given_name, '') || char(10) || coalesce(c.family_name, '') || char(10) || coalesce(c.job_title, '') || char(10)
    || coalesce(c.street, '') || char(10) || coalesce(c.city, '') || char(10) || coalesce(c.region, '') || char(10)
    || coalesce(c.postal_code, '') || char(10) || coalesce(c.country, '') || char(10) || coalesce(c.source, '') || char(10)
    || coalesce(c.owner, '') || char(10) || coalesce(c.description, '') || char(10)
    || coalesce((SELECT m.name FROM companies m WHERE m.id = c.company_id), '') || char(10)
    || coalesce((SELECT group_concat(p.value || ' ' || p.normal, char(10)) FROM contact_points p WHERE p.contact_id = c.id), '') || char(10)
    || coalesce((SELECT group_concat(g.name, char(10)) FROM taggings x JOIN tags g ON g.id = x.tag_id WHERE x.contact_id = c.id), '') || char(10)
    || coalesce((SELECT group_concat(j.value, char(10)) FROM json_each(c.custom) j WHERE j.value IS NOT NULL), '') AS words
  FROM contacts c
) concat_words ON concat_words.id = c.id
UNION ALL
SELECT 'company', c.id, c.name,
  coalesce(c.domain, '') || char(10) || coalesce(c.website, '') || char(10) || coalesce(c.industry, '') || char(10)
  || coalesce(c.street, '') || char(10) || coalesce(c.city, '') || char(10) || coalesce(c.region, '') || char(10)
  || coalesce(c.postal_code, '') || char(10) || coalesce(c.country, '') || char(10) || coalesce(c.source, '') || char(10)
  || coalesce(c.owner, '') || char(10) || coalesce(c.description, '') || char(10)
  || coalesce((SELECT group_concat(p.value || ' ' || p.normal, char(10)) FROM contact_points p WHERE p.company_id = c.id), '') || char(10)
  || coalesce((SELECT group_concat(g.name, char(10)) FROM taggings x JOIN tags g ON g.id = x.tag_id WHERE x.company_id = c.id), '') || char(10)
  || coalesce((SELECT group_concat(j.value, char(10)) FROM json_each(c.custom) j WHERE j.value IS NOT NULL), '')
FROM companies c
UNION ALL
SELECT 'deal', d.id, d.title,
  coalesce((SELECT p.name FROM contacts p WHERE p.id = d.contact_id), '') || char(10)
  || coalesce((SELECT m.name FROM companies m WHERE m.id = d.company_id), '') || char(10)
  || coalesce((SELECT group_concat(p.name, char(10)) FROM deal_items i JOIN products p ON p.id = i.product_id WHERE i.deal_id = d.id), '') || char(10)
  || coalesce(d.lost_reason, '') || char(10) || coalesce(d.competitor, '') || char(10) || coalesce(d.source, '') || char(10)
  || coalesce(d.owner, '') || char(10) || coalesce(d.description, '') || char(10)
  || coalesce((SELECT group_concat(g.name, char(10)) FROM taggings x JOIN tags g ON g.id = x.tag_id WHERE x.deal_id = d.id), '') || char(10)
  || coalesce((SELECT group_concat(j.value, char(10)) FROM json_each(d.custom) j WHERE j.value IS NOT NULL), '')
FROM deals d
UNION ALL
SELECT 'product', p.id, p.name,
  coalesce(p.code, '') || char(10) || coalesce(p.category, '') || char(10) || coalesce(p.unit, '') || char(10)
  || coalesce(p.description, '') || char(10)
  || coalesce((SELECT group_concat(j.value, char(10)) FROM json_each(p.custom) j WHERE j.value IS NOT NULL), '')
FROM products p
UNION ALL
SELECT 'activity', a.id, coalesce(a.subject, ''),
  coalesce(a.body, '') || char(10) || coalesce(a.outcome, '') || char(10) || coalesce(a.owner, '') || char(10)
  || coalesce((SELECT group_concat(j.value, char(10)) FROM json_each(a.custom) j WHERE j.value IS NOT NULL), '')
FROM activities a
UNION ALL
SELECT 'reminder', r.id, r.title,
  coalesce(r.owner, '') || char(10)
  || coalesce((SELECT group_concat(j.value, char(10)) FROM json_each(r.custom) j WHERE j.value IS NOT NULL), '')
FROM reminders r;

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
