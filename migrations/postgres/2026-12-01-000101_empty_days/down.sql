-- The empty days are gone; there is nothing to revert.
SELECT 1;
