-- Which forms' records counted as visits when a report was told, their ids apart by blanks: figures of
-- schools visited that were told by others ('': it is not known by which) mean something else.
ALTER TABLE report ADD COLUMN visiting TEXT NOT NULL DEFAULT '';
