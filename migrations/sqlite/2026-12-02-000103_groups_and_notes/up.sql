-- A name of the user's own, under which Today shows the habit.
ALTER TABLE habits ADD COLUMN group_name text CHECK (length(group_name) BETWEEN 1 AND 50);
-- Private.
ALTER TABLE entries ADD COLUMN note text CHECK (length(note) BETWEEN 1 AND 500);
