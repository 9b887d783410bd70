-- The running numbers of registers. Once given a number is kept, whatever becomes of the record: in
-- an office nothing is ever renumbered, and no number is given twice.
CREATE TABLE number (
  form     TEXT NOT NULL,
  series   TEXT NOT NULL,          -- "2569 received": the year, and the kind where the form has kinds
  number   INTEGER NOT NULL,
  response TEXT NOT NULL,
  PRIMARY KEY (form, series, number),
  UNIQUE (form, response)
) WITHOUT ROWID;
