-- Results of tests from files: every file that was loaded, its rows, and what people said of its schools.

-- `replaced` is the file that took this one's place; what it held stays.
CREATE TABLE result_file (
  id       INTEGER PRIMARY KEY,
  hash     TEXT NOT NULL,
  name     TEXT NOT NULL,
  sheet    TEXT NOT NULL,
  kind     TEXT NOT NULL,
  year     INTEGER NOT NULL,       -- the academic year, of the Buddhist era
  grade    TEXT NOT NULL,          -- the one that was given with a file that does not say it, else ""
  loaded   TEXT NOT NULL,
  rows     INTEGER NOT NULL,
  replaced INTEGER REFERENCES result_file (id)
);

-- A school's row. `school` is NULL until somebody or something says which it is; `means` is what said it.
CREATE TABLE result_row (
  file   INTEGER NOT NULL REFERENCES result_file (id),
  row    INTEGER NOT NULL,
  text   TEXT NOT NULL,
  code   TEXT NOT NULL,
  place  TEXT NOT NULL,
  grade  TEXT NOT NULL,
  school TEXT,
  means  TEXT NOT NULL,
  PRIMARY KEY (file, row)
) WITHOUT ROWID;

CREATE TABLE result (
  file    INTEGER NOT NULL REFERENCES result_file (id),
  row     INTEGER NOT NULL,
  subject TEXT NOT NULL,
  score   REAL NOT NULL,
  pupils  INTEGER,
  PRIMARY KEY (file, row, subject)
) WITHOUT ROWID;

-- Which school a text of a file means, as people said; the latest holds. It only grows.
CREATE TABLE school_text (
  id      INTEGER PRIMARY KEY,
  text    TEXT NOT NULL,           -- as forms.results.match keys it, with the place beside it
  said    TEXT NOT NULL,           -- as it stands in the file
  school  TEXT NOT NULL,
  decided TEXT NOT NULL
);
CREATE TRIGGER school_text_kept BEFORE UPDATE ON school_text
  BEGIN SELECT RAISE(ABORT, 'what was said of a text is never changed'); END;
CREATE TRIGGER school_text_stays BEFORE DELETE ON school_text
  BEGIN SELECT RAISE(ABORT, 'what was said of a text is never deleted'); END;
