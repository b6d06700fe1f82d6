ALTER TABLE entries DROP COLUMN note;
ALTER TABLE habits DROP COLUMN group_name;
