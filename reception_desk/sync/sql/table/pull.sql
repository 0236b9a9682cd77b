-- One page of a stream's rows after (p_after, p_after_id), not beyond p_to.
-- A revoked login is an error, not an empty page: the desk would take that for "no more rows".
CREATE FUNCTION sync.pull_@table@(
    p_stream bigint, p_after bigint, p_after_id uuid, p_to bigint, p_limit int)
RETURNS SETOF app.@table@ LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
BEGIN
    IF NOT p_stream = ANY ((sync.caller()).streams) THEN
        RAISE insufficient_privilege USING MESSAGE = 'stream not granted';
    END IF;
    RETURN QUERY
        SELECT t.* FROM app.@table@ AS t
         WHERE t.stream = p_stream AND (t._pos, t.id) > (p_after, p_after_id) AND t._pos <= p_to
         ORDER BY t._pos, t.id
         LIMIT least(p_limit, 5000);
END
$body$;
