-- The ledger's tables, version 1. A later version is a new file of steps, never an edit of this one.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- A form as it lives in Google. `cursor` is the latest lastSubmittedTime that was pulled.
CREATE TABLE form (
  id            TEXT PRIMARY KEY,
  google_id     TEXT,
  responder_uri TEXT,
  cursor        TEXT,
  listed        TEXT               -- when a full list last came through
) WITHOUT ROWID;

-- Responses as Google gave them, each edit beside what it replaced. Apart from what is made of
-- them, for that is written again and again, and this never.
CREATE TABLE raw (
  form      TEXT NOT NULL,
  id        TEXT NOT NULL,
  submitted TEXT NOT NULL,
  body      BLOB NOT NULL,
  PRIMARY KEY (form, id, submitted)
);

-- One row a response, and what checking made of it. `revision` rises with every change of the
-- response or its findings.
CREATE TABLE response (
  form       TEXT NOT NULL,
  id         TEXT NOT NULL,
  created    TEXT NOT NULL,
  submitted  TEXT NOT NULL,
  origin     TEXT NOT NULL,        -- the Google form it was given to: one that was made anew has others
  revision   INTEGER NOT NULL,
  deleted    TEXT,                 -- when a full list no longer had it
  checked    INTEGER NOT NULL DEFAULT 0,
  day        TEXT,                 -- the local date it is about; else that of its submission
  network    TEXT,
  work_group TEXT,
  counted    INTEGER NOT NULL DEFAULT 0,
  once_key   TEXT,
  entry      BLOB,                 -- forms.model.Entry as JSON
  PRIMARY KEY (form, id)
);
CREATE INDEX response_day ON response (form, day);
CREATE INDEX response_network ON response (form, network, day);
CREATE INDEX response_work_group ON response (form, work_group, day);
CREATE INDEX response_once ON response (once_key) WHERE once_key IS NOT NULL;
CREATE INDEX response_unchecked ON response (form) WHERE checked = 0;

-- What checking had made of a response before an edit took its place.
CREATE TABLE version (
  form      TEXT NOT NULL,
  id        TEXT NOT NULL,
  submitted TEXT NOT NULL,
  entry     BLOB NOT NULL,
  PRIMARY KEY (form, id, submitted)
) WITHOUT ROWID;

CREATE TABLE finding (
  form     TEXT NOT NULL,
  response TEXT NOT NULL,
  number   INTEGER NOT NULL,
  code     TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning')),
  question TEXT,
  places   TEXT NOT NULL,          -- the values its message needs, as JSON
  PRIMARY KEY (form, response, number)
) WITHOUT ROWID;

CREATE TABLE summary (
  partition TEXT NOT NULL,         -- "network:N01"
  form      TEXT NOT NULL,
  period    TEXT NOT NULL,
  rules     TEXT NOT NULL,
  body      BLOB NOT NULL,
  PRIMARY KEY (partition, form, period)
) WITHOUT ROWID;

-- Partitions whose responses changed since their summary, and spreadsheets since their tabs, were made.
CREATE TABLE due (
  subject  TEXT PRIMARY KEY,
  revision INTEGER NOT NULL
) WITHOUT ROWID;

-- Files that nithet made in Drive. `viewers` are those the file was last shared with, as JSON.
CREATE TABLE file (
  key       TEXT PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  kind      TEXT NOT NULL,
  title     TEXT NOT NULL,
  viewers   TEXT NOT NULL DEFAULT '[]',
  published TEXT                   -- when its tabs were last written
) WITHOUT ROWID;

-- What Google acknowledged of each tab: its shape, and a hash of every row.
CREATE TABLE tab (
  file  TEXT NOT NULL,
  key   TEXT NOT NULL,
  shape TEXT NOT NULL,             -- as sync.sheets wrote it, JSON
  PRIMARY KEY (file, key)
) WITHOUT ROWID;
CREATE TABLE tab_row (
  file TEXT NOT NULL,
  tab  TEXT NOT NULL,
  row  INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (file, tab, row)
) WITHOUT ROWID;

-- The batch that was sent last and not yet acknowledged: its stamp, and what it changes when it went through.
CREATE TABLE pending (
  file    TEXT PRIMARY KEY,
  stamp   TEXT NOT NULL,
  changes TEXT NOT NULL
) WITHOUT ROWID;

-- The row of each response in the register tabs, and the revision of it that stands there.
CREATE TABLE listed (
  file     TEXT NOT NULL,
  form     TEXT NOT NULL,
  response TEXT NOT NULL,
  row      INTEGER NOT NULL,
  revision INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (file, form, response),
  UNIQUE (file, form, row)
) WITHOUT ROWID;

CREATE TABLE report (
  kind    TEXT NOT NULL,
  period  TEXT NOT NULL,
  cut     TEXT NOT NULL,
  figures TEXT NOT NULL,
  PRIMARY KEY (kind, period)
) WITHOUT ROWID;
CREATE TABLE delivery (
  kind       TEXT NOT NULL,
  period     TEXT NOT NULL,
  recipient  TEXT NOT NULL,
  message_id TEXT NOT NULL,
  delivered  TEXT,                 -- NULL until the server, or the outbox, has it
  PRIMARY KEY (kind, period, recipient)
) WITHOUT ROWID;

CREATE TABLE run (
  id       INTEGER PRIMARY KEY,
  started  TEXT NOT NULL,
  ended    TEXT NOT NULL,
  outcome  TEXT NOT NULL           -- the cycle's figures as JSON
);

-- What does not work at present: a form, a spreadsheet, the mail.
CREATE TABLE trouble (
  subject TEXT PRIMARY KEY,
  code    TEXT NOT NULL,
  places  TEXT NOT NULL,
  since   TEXT NOT NULL,
  last    TEXT NOT NULL,
  times   INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;
