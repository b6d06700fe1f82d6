DROP TABLE tasks;
DROP TABLE entries;
DROP TABLE days;
