-- Tries of deliveries that the server has not taken: how often in a row, when the last began, by which
-- settings (a digest), and whether that was refused for good. The row goes when the server takes the mail.
CREATE TABLE try (
  kind      TEXT NOT NULL,
  period    TEXT NOT NULL,
  recipient TEXT NOT NULL,
  attempts  INTEGER NOT NULL,
  tried     TEXT NOT NULL,
  settings  TEXT NOT NULL,
  refused   INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, period, recipient)
) WITHOUT ROWID;

-- Mails that an account's server took or may have taken, for the account's limit a day.
CREATE TABLE handed (
  id      INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  moment  TEXT NOT NULL
);
CREATE INDEX handed_moment ON handed (account, moment);
