ALTER TABLE habits
    -- A name of the user's own, under which Today shows the habit.
    ADD COLUMN group_name text CHECK (char_length(group_name) BETWEEN 1 AND 50);
ALTER TABLE entries
    -- Private.
    ADD COLUMN note text CHECK (char_length(note) BETWEEN 1 AND 500);
