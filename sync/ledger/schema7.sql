-- A finding's values as they are of what was answered: a value that was typed in an answer's place may tell
-- others, and is replaced. NULL where nothing that was answered has the finding.
ALTER TABLE finding ADD COLUMN answered TEXT;
UPDATE finding SET answered = places;
