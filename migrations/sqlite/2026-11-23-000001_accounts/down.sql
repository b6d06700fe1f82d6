DROP TABLE habit_versions;
DROP TABLE habits;
DROP TABLE sessions;
DROP TABLE users;
