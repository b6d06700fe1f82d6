-- What a user may do beyond what is their own: nothing, or look after the installation.
ALTER TABLE users ADD COLUMN role text NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin'));
