-- NULL: the account may be signed in to.
ALTER TABLE users ADD COLUMN disabled_at text;

-- What administrators did. Rows are never changed or deleted, and outlive the accounts that they name.
CREATE TABLE audit_log (
    id text NOT NULL PRIMARY KEY,
    at text NOT NULL,
    actor_id text NOT NULL,
    -- The address at that time, as of the subject.
    actor text NOT NULL,
    action text NOT NULL,
    subject_id text NOT NULL,
    subject text NOT NULL,
    -- What the action says of itself, such as the new role.
    detail text
) STRICT;

CREATE TRIGGER audit_log_is_not_updated BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is not changed'); END;
CREATE TRIGGER audit_log_is_not_deleted BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is not changed'); END;
