-- Responses that are being forgotten: asked for, and, once `erased`, taken out of everything but their own
-- row, which goes at the cycle's end. What is about them may be emptied, and nothing else may.
CREATE TABLE forgotten (
  form     TEXT NOT NULL,
  response TEXT NOT NULL,
  asked    TEXT NOT NULL,
  erased   INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (form, response)
) WITHOUT ROWID;

DROP TRIGGER decision_kept;
CREATE TRIGGER decision_kept BEFORE UPDATE ON decision
  WHEN NOT EXISTS (SELECT 1 FROM forgotten WHERE form = OLD.form AND response = OLD.response)
  BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
DROP TRIGGER correction_kept;
CREATE TRIGGER correction_kept BEFORE UPDATE ON correction
  WHEN NOT EXISTS (SELECT 1 FROM forgotten WHERE form = OLD.form AND response = OLD.response)
  BEGIN SELECT RAISE(ABORT, 'a correction is never changed'); END;
