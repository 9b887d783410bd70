-- The papers that were made: what each is, what it says (a digest), which of its documents is ours to change,
-- and what we left there. `begun` and `begun_word` are what was being written when nithet may have ended.
CREATE TABLE paper (
  key        TEXT PRIMARY KEY,
  kind       TEXT NOT NULL,
  about      TEXT NOT NULL,
  period     TEXT NOT NULL,
  year       INTEGER NOT NULL,              -- the academic year (BE) whose folder it lies in
  title      TEXT NOT NULL,
  readers    TEXT NOT NULL,                 -- partitions by name, as JSON
  number     INTEGER NOT NULL,              -- 2 and up: further files beside one that people changed
  stem       TEXT NOT NULL,                 -- of its files' names
  begun      TEXT NOT NULL,
  begun_word TEXT NOT NULL,
  digest     TEXT NOT NULL DEFAULT '',      -- '' until it was made once
  word       TEXT NOT NULL DEFAULT '',      -- SHA-256 of the .docx that we left
  pdf        INTEGER NOT NULL DEFAULT 0,
  version    INTEGER NOT NULL DEFAULT 0,    -- of the Google Doc as we left it
  modified   TEXT NOT NULL DEFAULT '',
  made       TEXT
) WITHOUT ROWID;
CREATE UNIQUE INDEX paper_stem ON paper (year, kind, stem COLLATE NOCASE);
