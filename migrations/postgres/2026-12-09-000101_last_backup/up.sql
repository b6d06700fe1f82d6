-- When the database was last backed up, in one row. Whoever makes the backup writes it after that.
CREATE TABLE last_backup (
    id smallint PRIMARY KEY CHECK (id = 1),
    made_at timestamptz NOT NULL,
    bytes bigint NOT NULL CHECK (bytes >= 0)
);
