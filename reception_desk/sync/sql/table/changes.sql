-- What is new since the cursors {stream: pos}: head and tables of every stream that moved.
-- The one question of the poll; it reads only. Rows up to the head are all committed, because
-- a position is taken and kept under the stream's lock.
CREATE FUNCTION sync.changes(p_cursors jsonb)
RETURNS TABLE (stream bigint, head bigint, tables text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
DECLARE
    d sync.desk := sync.caller();
    is_first bool := coalesce(d.schema_version <= @first@, true);
BEGIN
    -- Mostly nothing is: the plan over every table costs a new connection fifty times this look.
    IF NOT EXISTS (
        SELECT FROM sync.stream AS s
         WHERE s.id = ANY (d.streams)
           AND s.pos > coalesce((p_cursors ->> s.id::text)::bigint, 0)) THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT s.id, s.pos, array_remove(ARRAY[@probes@], NULL)
          FROM sync.stream AS s,
               LATERAL (SELECT coalesce((p_cursors ->> s.id::text)::bigint, 0)) AS c (pos)
         WHERE s.id = ANY (d.streams) AND s.pos > c.pos;
END
$body$;
