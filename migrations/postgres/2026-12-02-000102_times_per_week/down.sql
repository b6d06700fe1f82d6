ALTER TABLE entries
    DROP COLUMN week_done,
    DROP COLUMN week_exceptions;
ALTER TABLE habit_versions DROP COLUMN times_per_week;
