-- Creates the database and the user that owns it. Run once, as a superuser, on the server:
--
--   KPI_DATABASE_PASSWORD=… psql -d postgres -f create-database.sql
--
-- For names other than kpi_productivity_prod and kpi_prod_user: -v database=NAME -v user=NAME. Existing
-- objects are not changed, except the user's password and connection limit. The password is passed in the
-- environment, so that it does not appear in the process list.

\set ON_ERROR_STOP on
\if :{?database} \else \set database kpi_productivity_prod \endif
\if :{?user} \else \set user kpi_prod_user \endif
\getenv password KPI_DATABASE_PASSWORD
\if :{?password} \else \set password '' \endif
SELECT length(:'password') < 16 AS is_too_short \gset
\if :is_too_short
  \warn 'KPI_DATABASE_PASSWORD has to hold at least 16 characters: openssl rand -hex 24 makes some.'
  DO $$ BEGIN RAISE EXCEPTION 'nothing was created'; END $$;
\endif

-- These statements contain the password: keep them out of the log and the statistics.
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
SET pg_stat_statements.track = 'none';

SELECT format('CREATE ROLE %I LOGIN', :'user')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \gexec

-- The size of the service's pool (connection_limit=20 in DATABASE_URL).
ALTER ROLE :"user" LOGIN NOSUPERUSER CONNECTION LIMIT 20 PASSWORD :'password';

-- The service recognises some errors by their English messages.
ALTER ROLE :"user" SET lc_messages = 'C';

-- C.UTF-8 exists on every system, and its collation does not change with the C library, which would
-- silently corrupt indexes on text.
SELECT format('CREATE DATABASE %I OWNER %I ENCODING ''UTF8'' LC_COLLATE ''C.UTF-8'' LC_CTYPE ''C.UTF-8'' TEMPLATE template0',
  :'database', :'user')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

REVOKE CONNECT, TEMPORARY ON DATABASE :"database" FROM PUBLIC;
GRANT ALL PRIVILEGES ON DATABASE :"database" TO :"user";

\connect :"database"
-- Before PostgreSQL 15 all users could create tables here.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO :"user";
