-- Version 2: what people decided and corrected in the sheets, each change beside what it replaced.

-- A response that people left out is not counted, whatever is found in it.
ALTER TABLE response ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;

-- What was chosen for a response at a step of its chain ("" where it was taken back). `holder` held the post.
CREATE TABLE decision (
  id       INTEGER PRIMARY KEY,
  form     TEXT NOT NULL,
  response TEXT NOT NULL,
  step     TEXT NOT NULL,
  word     TEXT NOT NULL,
  note     TEXT NOT NULL,
  noticed  TEXT NOT NULL,
  holder   TEXT NOT NULL,
  file     TEXT NOT NULL           -- the spreadsheet that it was made in
);
CREATE INDEX decision_response ON decision (form, response);

-- What was answered to a finding; all empty where it was taken back. `answered` is the answer that
-- it was made of: it holds as long as that stands.
CREATE TABLE correction (
  id       INTEGER PRIMARY KEY,
  form     TEXT NOT NULL,
  response TEXT NOT NULL,
  code     TEXT NOT NULL,
  question TEXT NOT NULL,          -- "" for the whole response
  verdict  TEXT NOT NULL,
  value    TEXT NOT NULL,
  note     TEXT NOT NULL,
  noticed  TEXT NOT NULL,
  file     TEXT NOT NULL,
  answered TEXT NOT NULL
);
CREATE INDEX correction_response ON correction (form, response);

-- Histories only grow.
CREATE TRIGGER decision_kept BEFORE UPDATE ON decision
  BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
CREATE TRIGGER decision_stays BEFORE DELETE ON decision
  BEGIN SELECT RAISE(ABORT, 'a decision is never deleted'); END;
CREATE TRIGGER correction_kept BEFORE UPDATE ON correction
  BEGIN SELECT RAISE(ABORT, 'a correction is never changed'); END;
CREATE TRIGGER correction_stays BEFORE DELETE ON correction
  BEGIN SELECT RAISE(ABORT, 'a correction is never deleted'); END;

-- People's cells as they were last read, by the key of their row and the name of their column.
CREATE TABLE cell (
  file TEXT NOT NULL,
  tab  TEXT NOT NULL,
  key  TEXT NOT NULL,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (file, tab, key, name)
) WITHOUT ROWID;

-- Findings that stood once and stand no longer, so that their rows can say so.
CREATE TABLE settled (
  form     TEXT NOT NULL,
  response TEXT NOT NULL,
  code     TEXT NOT NULL,
  question TEXT NOT NULL,
  severity TEXT NOT NULL,
  places   TEXT NOT NULL,
  PRIMARY KEY (form, response, code, question)
) WITHOUT ROWID;
