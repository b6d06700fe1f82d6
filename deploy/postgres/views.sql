-- Views for performance analysis. Run in the application's database, as a superuser, after
-- postgresql.tuning.conf is in effect; running it again replaces them:
--
--   psql -d kpi_productivity_prod -f views.sql
--
--   SELECT * FROM monitoring.slow_queries;      statements by their mean time
--   SELECT * FROM monitoring.costly_queries;    statements by their total time
--   SELECT * FROM monitoring.missing_indexes;   foreign keys and high-cardinality columns without an index
--   SELECT * FROM monitoring.sequential_scans;  large tables with sequential scans
--   SELECT * FROM monitoring.unused_indexes;    indexes that are never used
--   SELECT * FROM monitoring.connections;       connections, and what blocks them
--
-- SELECT pg_stat_statements_reset(); resets the statistics.

\set ON_ERROR_STOP on
BEGIN;

CREATE SCHEMA IF NOT EXISTS monitoring;
CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA monitoring;

CREATE OR REPLACE VIEW monitoring.statements AS
SELECT
    s.queryid,
    s.calls,
    round(s.mean_exec_time::numeric, 2) AS mean_ms,
    round(s.max_exec_time::numeric, 2) AS max_ms,
    round(s.total_exec_time::numeric) AS total_ms,
    round((100 * s.total_exec_time / nullif(sum(s.total_exec_time) OVER (), 0))::numeric, 1) AS share,
    s.rows / nullif(s.calls, 0) AS rows_each,
    round(100.0 * s.shared_blks_hit / nullif(s.shared_blks_hit + s.shared_blks_read, 0), 1) AS cached,
    s.query
FROM monitoring.pg_stat_statements s
JOIN pg_database d ON d.oid = s.dbid
WHERE d.datname = current_database();

CREATE OR REPLACE VIEW monitoring.slow_queries AS
SELECT * FROM monitoring.statements ORDER BY mean_ms DESC LIMIT 20;

CREATE OR REPLACE VIEW monitoring.costly_queries AS
SELECT * FROM monitoring.statements ORDER BY total_ms DESC LIMIT 20;

-- Without an index on a foreign key, each deletion in the referenced table scans this one. A
-- high-cardinality column in random order may need an index if queries filter by it.
CREATE OR REPLACE VIEW monitoring.missing_indexes AS
WITH indexed AS (
    SELECT i.indrelid, i.indkey::smallint[] AS columns
    FROM pg_index i
    WHERE i.indisvalid AND i.indpred IS NULL
), tables AS (
    SELECT c.oid, n.nspname AS schema, c.relname AS name, greatest(c.reltuples, 0) AS rows
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public'
)
SELECT t.name AS "table", string_agg(a.attname, ', ' ORDER BY k.place) AS columns,
       'foreign key' AS reason, t.rows::bigint AS rows
FROM pg_constraint f
JOIN tables t ON t.oid = f.conrelid
CROSS JOIN LATERAL unnest(f.conkey) WITH ORDINALITY AS k (number, place)
JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.number
WHERE f.contype = 'f'
  AND NOT EXISTS (
      SELECT FROM indexed l
      JOIN pg_index u ON u.indrelid = f.confrelid AND u.indisunique AND u.indpred IS NULL
      -- The index leads, in any order, with the columns that identify the referenced row: all of the key's, or as
      -- many as another unique index there needs. An indkey starts at 0.
      WHERE l.indrelid = f.conrelid
        AND l.columns[0:u.indnkeyatts - 1] @> ARRAY(
            SELECT f.conkey[array_position(f.confkey, number)]
            FROM unnest((u.indkey::smallint[])[0:u.indnkeyatts - 1]) AS number))
GROUP BY f.oid, t.name, t.rows
UNION ALL
SELECT t.name, s.attname, 'many values in no order', t.rows::bigint
FROM pg_stats s
JOIN tables t ON t.schema = s.schemaname AND t.name = s.tablename
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = s.attname
-- A negative number is the fraction of distinct rows.
WHERE CASE WHEN s.n_distinct < 0 THEN -s.n_distinct * t.rows ELSE s.n_distinct END > 100
  AND abs(s.correlation) < 0.1
  AND t.rows >= 10000
  AND NOT EXISTS (SELECT FROM indexed l WHERE l.indrelid = t.oid AND a.attnum = ANY (l.columns))
ORDER BY rows DESC, "table", columns;

CREATE OR REPLACE VIEW monitoring.sequential_scans AS
SELECT relname AS "table", n_live_tup AS rows, seq_scan AS scans, seq_tup_read / seq_scan AS rows_each,
       idx_scan AS by_index
FROM pg_stat_user_tables
WHERE seq_scan > 0 AND n_live_tup >= 10000
ORDER BY seq_tup_read DESC;

-- Since the last reset of the statistics; check the replicas too before dropping an index.
CREATE OR REPLACE VIEW monitoring.unused_indexes AS
SELECT s.relname AS "table", s.indexrelname AS index, pg_size_pretty(pg_relation_size(s.indexrelid)) AS size
FROM pg_stat_user_indexes s
JOIN pg_index i ON i.indexrelid = s.indexrelid
WHERE s.idx_scan = 0 AND NOT i.indisunique
ORDER BY pg_relation_size(s.indexrelid) DESC;

CREATE OR REPLACE VIEW monitoring.connections AS
SELECT pid, usename AS "user", client_addr AS address, state,
       now() - state_change AS for_so_long, wait_event_type AS waits_for,
       pg_blocking_pids(pid) AS blocked_by, left(query, 200) AS query
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
ORDER BY state_change;

-- The application's user sees its own statements, members of pg_monitor see all.
SELECT format('GRANT USAGE ON SCHEMA monitoring TO %1$I, pg_monitor', rolname),
       format('GRANT SELECT ON ALL TABLES IN SCHEMA monitoring TO %1$I, pg_monitor', rolname)
FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
WHERE d.datname = current_database() \gexec

COMMIT;
