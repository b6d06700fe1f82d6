DROP TABLE last_backup;
