-- The notes of days. They are not columns of `days`: a note alone does not record a day, which would have a KPI.
CREATE TABLE day_notes (
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    date text NOT NULL,
    -- The note in form C without case and with blanks for line ends, for the search. SQLite knows no case but
    -- that of ASCII. It comes before the note, so that a search does not read the note's pages.
    folded text NOT NULL,
    -- Private.
    note text NOT NULL CHECK (length(note) BETWEEN 1 AND 2000),
    PRIMARY KEY (user_id, date)
) STRICT;
