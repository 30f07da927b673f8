-- What is computed from the tables: views, and the triggers that keep derived tables right.
-- Made anew after every migration, so this is always the current definition.

-- What took place: all that says when we were last in touch asks this, and nothing that is planned, missed or cancelled.
CREATE VIEW _held AS
SELECT *, coalesce(occurred_at, occurred_on || 'T12:00:00Z') AS moment
FROM activities WHERE state = 'held' AND archived_at IS NULL;

-- When we were last in touch with each contact, computed from scratch.
CREATE VIEW _contact_facts_computed AS
SELECT
  c.id AS contact_id,
  (SELECT a.moment FROM activity_links l JOIN _held a ON a.id = l.activity_id
   WHERE l.contact_id = c.id AND a.direction = 'in' AND a.kind <> 'note'
   ORDER BY l.moment DESC LIMIT 1) AS last_in_at,
  (SELECT a.moment FROM activity_links l JOIN _held a ON a.id = l.activity_id
   WHERE l.contact_id = c.id AND a.direction = 'out' AND a.kind <> 'note'
   ORDER BY l.moment DESC LIMIT 1) AS last_out_at,
  (SELECT a.occurred_on FROM activity_links l JOIN _held a ON a.id = l.activity_id
   WHERE l.contact_id = c.id AND a.kind <> 'note'
   ORDER BY l.moment DESC LIMIT 1) AS last_on
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
    last_in_at = CASE WHEN a.direction = 'in' THEN max(coalesce(last_in_at, ''), a.moment) ELSE last_in_at END,
    last_out_at = CASE WHEN a.direction = 'out' THEN max(coalesce(last_out_at, ''), a.moment) ELSE last_out_at END,
    last_on = max(coalesce(last_on, ''), a.occurred_on),
    touch_on = date(max(coalesce(last_on, ''), a.occurred_on), '+' || c.keep_in_touch || ' days')
  FROM _held a, contacts c
  WHERE a.id = new.activity_id AND a.kind <> 'note'
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
CREATE TRIGGER _facts_activity_update AFTER UPDATE OF kind, state, direction, occurred_at, occurred_on, archived_at ON activities BEGIN
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
