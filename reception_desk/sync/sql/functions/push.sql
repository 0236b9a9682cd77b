-- Changes of a desk arrive. One call is one transaction; locks are taken in one order (the desk,
-- then its streams by id), so two desks cannot lock each other out.

CREATE FUNCTION sync.refuse(p_reason text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
BEGIN
    RAISE with_check_option_violation USING MESSAGE = p_reason;
END
$body$;

-- The clocks of single fields come from the desk: none may lie beyond the limit.
CREATE FUNCTION sync.checked_clocks(p_clocks jsonb, p_latest bigint) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $body$
BEGIN
    IF EXISTS (SELECT FROM jsonb_each_text(p_clocks) WHERE value::bigint > p_latest) THEN
        PERFORM sync.refuse('clock beyond the limit');
    END IF;
    RETURN p_clocks;
END
$body$;

-- A desk sends 16 MiB at the most, or one larger row alone.
CREATE FUNCTION sync.most_bytes() RETURNS int LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog AS $body$ SELECT 33554432 $body$;

-- Answers null when changes p_from .. may be taken, else the reason they may not. A desk that did
-- not hear that its last change was put aside is told of it with the duplicate: `refusal`.
CREATE FUNCTION sync.objection(d sync.desk, p_client uuid, p_from bigint, p_to bigint)
RETURNS jsonb LANGUAGE sql STABLE SET search_path = pg_catalog AS $body$
    SELECT jsonb_build_object('outcome', o.outcome, 'last_seq', d.last_seq, 'last_hlc', d.last_hlc,
                              'refusal', (SELECT x.refusal FROM sync.dead AS x
                                           WHERE o.outcome = 'duplicate' AND x.desk = d.id
                                             AND x.client = p_client AND x.seq = d.last_seq
                                             AND x.closed_at IS NULL))
      FROM (SELECT CASE
            WHEN d.client IS DISTINCT FROM p_client THEN 'client'
            WHEN p_from <= d.last_seq THEN 'duplicate'
            WHEN p_from > d.last_seq + 1 OR p_to < p_from THEN 'gap' END) AS o (outcome)
     WHERE o.outcome IS NOT NULL
$body$;

-- p_inserts {table: {column: [value, …], _hlc: […], _fv: […]}},
-- p_updates {table: [[seq, id, hlc, new, old]]}.
CREATE FUNCTION sync.push(
    p_client uuid, p_from bigint, p_to bigint, p_hlc bigint, p_streams bigint[],
    p_inserts json, p_updates jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
DECLARE
    d sync.desk := sync.locked_caller();
    answer jsonb;
    heads jsonb;
    latest bigint := (sync.now_ms() + 600000) << 16;
    part record;
    counted bigint;
    inserted bigint := 0;
    conflicts bigint := 0;
    has_erased bool := false;
BEGIN
    answer := sync.objection(d, p_client, p_from, p_to);
    IF answer IS NOT NULL THEN
        RETURN answer;
    END IF;
    IF p_hlc > latest THEN
        RETURN jsonb_build_object('outcome', 'clock', 'now_ms', sync.now_ms(),
                                  'last_seq', d.last_seq, 'last_hlc', d.last_hlc);
    END IF;
    IF NOT p_streams <@ d.streams THEN
        PERFORM sync.refuse('stream not granted');
    ELSIF octet_length(p_inserts::text) + pg_column_size(p_updates) > sync.most_bytes() THEN
        PERFORM sync.refuse('batch too large');
    END IF;

    PERFORM FROM sync.stream WHERE id = ANY (p_streams) ORDER BY id FOR UPDATE;
    WITH taken AS (
        UPDATE sync.stream SET pos = pos + 1 WHERE id = ANY (p_streams) RETURNING id, pos)
    SELECT coalesce(jsonb_object_agg(id, pos), '{}') INTO heads FROM taken;

    FOR part IN SELECT key, value FROM jsonb_each(p_inserts::jsonb) LOOP
        PERFORM sync.require_table('insert', part.key);
        EXECUTE format('SELECT sync.%I($1, $2, $3, $4)', 'insert_' || part.key)
           INTO counted USING d.id, heads, latest, sync.by_columns(part.value);
        inserted := inserted + counted;
        IF part.key = 'number_request' THEN
            PERFORM sync.note_number_requests(d.id, heads);
        END IF;
        has_erased := has_erased OR part.key = 'erased_row';
    END LOOP;
    FOR part IN SELECT key, value FROM jsonb_each(p_updates) LOOP
        PERFORM sync.require_table('update', part.key);
        EXECUTE format('SELECT sync.%I($1, $2, $3, $4)', 'update_' || part.key)
           INTO counted USING d.id, heads, latest, part.value;
        conflicts := conflicts + counted;
    END LOOP;

    IF has_erased THEN
        inserted := inserted - sync.erase(d.id, heads);
    END IF;
    UPDATE sync.desk SET last_seq = p_to, last_hlc = p_hlc, seen_at = clock_timestamp()
     WHERE id = d.id;
    -- A row that got its number no longer stands as it was sent: its sender must read it again.
    inserted := inserted - sync.give_numbers(p_streams);
    PERFORM pg_notify('s' || key, value) FROM jsonb_each_text(heads);
    RETURN jsonb_build_object('outcome', 'accepted', 'last_seq', p_to, 'last_hlc', p_hlc,
                              'heads', heads, 'inserted', inserted, 'conflicts', conflicts);
END
$body$;

-- Desks of release 0.1.0 send rows, [{column: value, _hlc, _fv}].
CREATE FUNCTION sync.by_columns(p_rows jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $body$
BEGIN
    IF jsonb_typeof(p_rows) = 'object' THEN
        RETURN p_rows;
    END IF;
    RETURN (
        WITH r AS (SELECT value, n
                     FROM jsonb_array_elements(p_rows) WITH ORDINALITY AS e (value, n)),
             c AS (SELECT DISTINCT k.name FROM r, jsonb_object_keys(r.value) AS k (name))
        SELECT jsonb_object_agg(c.name, (SELECT jsonb_agg(r.value -> c.name ORDER BY r.n) FROM r))
          FROM c);
END
$body$;

-- An append-only table has no update function: its rows are added, never changed.
CREATE FUNCTION sync.require_table(p_verb text, p_table text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $body$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_proc WHERE pronamespace = 'sync'::regnamespace
                                         AND proname = p_verb || '_' || p_table) THEN
        PERFORM sync.refuse(format('no %s on %s', p_verb, p_table));
    END IF;
END
$body$;
