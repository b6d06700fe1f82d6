-- Makes the database and the user that owns it. Run once, as a superuser, on the server:
--
--   KPI_DATABASE_PASSWORD=… psql -d postgres -f create-database.sql
--
-- Other names than kpi_productivity_prod and kpi_prod_user: -v database=NAME -v user=NAME. What is
-- there already stays as it is, but for the user's password and limit. The password comes by the
-- environment, so that no list of processes shows it.

\set ON_ERROR_STOP on
\if :{?database} \else \set database kpi_productivity_prod \endif
\if :{?user} \else \set user kpi_prod_user \endif
\getenv password KPI_DATABASE_PASSWORD
\if :{?password} \else \set password '' \endif
SELECT length(:'password') < 16 AS is_too_short \gset
\if :is_too_short
  \warn 'KPI_DATABASE_PASSWORD has to hold at least 16 characters: openssl rand -hex 24 makes some.'
  DO $$ BEGIN RAISE EXCEPTION 'nothing was made'; END $$;
\endif

-- Statements that change a role hold its password: neither the log nor the statistics get them.
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
SET pg_stat_statements.track = 'none';

SELECT format('CREATE ROLE %I LOGIN', :'user')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \gexec

-- As many connections as the service's pool has (connection_limit=20 in DATABASE_URL).
ALTER ROLE :"user" LOGIN NOSUPERUSER CONNECTION LIMIT 20 PASSWORD :'password';

-- The service knows some errors by their words only.
ALTER ROLE :"user" SET lc_messages = 'C';

-- C.UTF-8 is on every system, and its order does not change with the system's C library, which
-- would quietly break indexes on text.
SELECT format('CREATE DATABASE %I OWNER %I ENCODING ''UTF8'' LC_COLLATE ''C.UTF-8'' LC_CTYPE ''C.UTF-8'' TEMPLATE template0',
  :'database', :'user')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

REVOKE CONNECT, TEMPORARY ON DATABASE :"database" FROM PUBLIC;
GRANT ALL PRIVILEGES ON DATABASE :"database" TO :"user";

\connect :"database"
-- Before PostgreSQL 15 everybody might make tables here.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO :"user";
