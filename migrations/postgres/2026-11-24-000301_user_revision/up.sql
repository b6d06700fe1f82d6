-- Which state the user's days and habits are in: every write of them makes a new one. Answers that
-- were made of another state are not shown any more.
ALTER TABLE users ADD COLUMN revision uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
