ALTER TABLE habit_versions
    -- How many times a week the habit is due; NULL if it is scheduled by weekdays.
    ADD COLUMN times_per_week smallint CHECK (times_per_week BETWEEN 1 AND 7);
ALTER TABLE entries
    -- Of a habit that is due n times a week: how many of them were done in the ISO week up to this day, and the
    -- exception days of the week up to this day.
    ADD COLUMN week_done smallint NOT NULL DEFAULT 0 CHECK (week_done BETWEEN 0 AND 7),
    ADD COLUMN week_exceptions smallint NOT NULL DEFAULT 0 CHECK (week_exceptions BETWEEN 0 AND 7);
