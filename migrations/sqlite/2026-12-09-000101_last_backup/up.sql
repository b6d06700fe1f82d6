-- When the database was last backed up, in one row. Whoever makes the backup writes it after that.
CREATE TABLE last_backup (
    id integer NOT NULL PRIMARY KEY CHECK (id = 1),
    made_at text NOT NULL,
    bytes integer NOT NULL CHECK (bytes >= 0)
) STRICT;
