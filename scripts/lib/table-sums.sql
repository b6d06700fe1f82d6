-- Each table of the application with its row count and the sum of its rows' hashes, which is independent
-- of their order.
SELECT tablename,
       (xpath('/row/rows/text()', sums))[1]::text,
       (xpath('/row/hash/text()', sums))[1]::text
FROM pg_tables
CROSS JOIN LATERAL query_to_xml(format(
    'SELECT count(*) AS rows, coalesce(sum(hashtextextended(t::text, 0)), 0) AS hash FROM %I.%I t',
    schemaname, tablename), false, true, '') AS sums
WHERE schemaname = 'public'
ORDER BY tablename COLLATE "C";
