-- NULL: the account may be signed in to.
ALTER TABLE users ADD COLUMN disabled_at timestamptz;

-- What administrators did. Rows are never changed or deleted, and outlive the accounts that they name.
CREATE TABLE audit_log (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    actor_id uuid NOT NULL,
    -- The address at that time, as of the subject.
    actor text NOT NULL,
    action text NOT NULL,
    subject_id uuid NOT NULL,
    subject text NOT NULL,
    -- What the action says of itself, such as the new role.
    detail text
);

CREATE FUNCTION refuse_audit_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is not changed';
END
$$;
CREATE TRIGGER audit_log_is_not_changed BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_log_change();
