-- A day without entered values, tasks and exception is no longer recorded. The recomputation, which these days
-- schedule, deletes them and scores the days after them.
UPDATE users SET
    recompute_from = min(coalesce(recompute_from, empty.first), empty.first),
    recompute_since = min(coalesce(recompute_since, empty.first), empty.first),
    recompute_due_at = strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z'
FROM (
    SELECT user_id, min(date) AS first FROM days
    WHERE exception_kind IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM tasks WHERE tasks.user_id = days.user_id AND tasks.date = days.date
        )
        AND NOT EXISTS (
            SELECT 1 FROM entries
            WHERE entries.user_id = days.user_id AND entries.date = days.date
                AND (minutes IS NOT NULL OR quality IS NOT NULL)
        )
    GROUP BY user_id
) AS empty
WHERE users.id = empty.user_id;
