-- How many rows a desk is about to read, told once at the beginning of a long reading:
-- [[table, stream, after position, after row, head], …].
CREATE FUNCTION sync.count_rows(p_parts jsonb) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
DECLARE
    d sync.desk := sync.caller();
    part jsonb;
    counted bigint;
    total bigint := 0;
BEGIN
    FOR part IN SELECT * FROM jsonb_array_elements(p_parts) LOOP
        PERFORM sync.require_table('pull', part ->> 0);
        CONTINUE WHEN NOT (part ->> 1)::bigint = ANY (d.streams);
        EXECUTE format('SELECT count(*) FROM app.%I WHERE stream = $1 '
                       'AND (_pos, id) > ($2, $3) AND _pos <= $4', part ->> 0)
           INTO counted
          USING (part ->> 1)::bigint, (part ->> 2)::bigint, (part ->> 3)::uuid, (part ->> 4)::bigint;
        total := total + counted;
    END LOOP;
    RETURN total;
END
$body$;
