-- Whether any table of the application has a row, but for the record of the last backup.
SELECT coalesce(bool_or(
    (xpath('/row/has/text()', query_to_xml(
        format('SELECT EXISTS (SELECT FROM %I.%I) AS has', schemaname, tablename), false, true, ''
    )))[1]::text = 'true'), false)
FROM pg_tables
WHERE schemaname = 'public' AND tablename NOT IN ('__diesel_schema_migrations', 'last_backup');
