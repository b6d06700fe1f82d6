DROP TABLE support_messages;
DROP TABLE blocks;
DROP TABLE friendships;
DROP TABLE friend_requests;
DROP INDEX users_friend_code_key;
ALTER TABLE users DROP COLUMN friend_code;
ALTER TABLE users DROP COLUMN shared_with_friends;
