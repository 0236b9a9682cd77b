-- Those of the streams in which a row names the file; made from the models' file keys.
CREATE FUNCTION sync.naming_streams(p_sha256 text, p_streams bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
    SELECT coalesce(array_agg(stream), '{}') FROM (@names@) AS named (stream)
$body$;
