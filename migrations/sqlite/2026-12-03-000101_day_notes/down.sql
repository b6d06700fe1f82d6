DROP TABLE day_notes;
