-- The revision of the user's days and habits: every write sets a new one. It is part of the key of
-- cached responses.
ALTER TABLE users ADD COLUMN revision text NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
