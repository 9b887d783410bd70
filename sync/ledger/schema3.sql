-- The supervisors, deputies and learning areas that a response belongs to; its network and work group
-- stand in its own row.
CREATE TABLE membership (
  kind     TEXT NOT NULL,          -- "supervisor", "deputy", "learning_area"
  code     TEXT NOT NULL,
  form     TEXT NOT NULL,
  response TEXT NOT NULL,
  PRIMARY KEY (kind, code, form, response)
) WITHOUT ROWID;
CREATE INDEX membership_response ON membership (form, response);

-- What changed since a revision is found without looking at everything.
CREATE INDEX response_revision ON response (revision);

-- What was checked before is checked again, so that its memberships become known.
UPDATE response SET checked = 0;
DELETE FROM due WHERE subject LIKE 'summary:%';
DELETE FROM meta WHERE key = 'ground';
