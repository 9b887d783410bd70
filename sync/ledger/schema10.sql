-- How often the connection dropped after the server may have taken a delivery: it is not repeated for ever.
ALTER TABLE try ADD COLUMN uncertain INTEGER NOT NULL DEFAULT 0;
