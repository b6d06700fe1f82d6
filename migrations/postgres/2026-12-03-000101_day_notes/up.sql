-- The notes of days. They are not columns of `days`: a note alone does not record a day, which would have a KPI.
CREATE TABLE day_notes (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    date date NOT NULL,
    -- The note in form C without case and with blanks for line ends, for the search. What case PostgreSQL knows
    -- depends on the locale of the database.
    folded text NOT NULL,
    -- Private.
    note text NOT NULL CHECK (char_length(note) BETWEEN 1 AND 2000),
    PRIMARY KEY (user_id, date)
);
