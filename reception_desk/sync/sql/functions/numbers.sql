-- Numbers are given in the push that asks for them, once for each request, without a gap.
--
-- A restored centre has forgotten numbers that stand on paper already; the desks know them. So
-- after a change of epoch no number is given until every desk has sent again what it had.

CREATE FUNCTION sync.numbering_state() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog SET TimeZone = 'UTC' AS $body$
    SELECT concat_ws('/', sync.epoch(), rows_lost_at) FROM sync.centre
$body$;

-- Desks that have not sent again what they had when the centre was last restored.
CREATE FUNCTION sync.desks_behind() RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = pg_catalog AS $body$
    SELECT d.name FROM sync.desk AS d, sync.centre AS c
     WHERE d.revoked_at IS NULL AND d.reach_told_at IS NOT NULL
       AND (d.reach_epoch <> sync.epoch() OR d.last_seq < d.reach
            OR d.reach_told_at < coalesce(c.rows_lost_at, '-infinity'))
$body$;

CREATE FUNCTION sync.open_numbering(p_at_once bool) RETURNS bool
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
DECLARE
    state text := sync.numbering_state();
BEGIN
    IF EXISTS (SELECT FROM sync.centre WHERE numbering_open_as = state) THEN
        RETURN true;
    END IF;
    IF NOT p_at_once AND EXISTS (SELECT FROM sync.desks_behind()) THEN
        RETURN false;
    END IF;
    UPDATE sync.centre SET numbering_open_as = state;
    RETURN true;
END
$body$;

-- Each desk tells after its greeting how far its own changes reach. One that was confirmed more
-- than the centre has shows that rows were lost, also where the epoch is the same: a cold copy
-- was put back. Every restore starts the server, so desks told since then count.
CREATE FUNCTION sync.tell_reach(p_client uuid, p_last bigint, p_acked bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
DECLARE
    d sync.desk := sync.locked_caller();
BEGIN
    IF d.client IS DISTINCT FROM p_client THEN
        RETURN;
    END IF;
    IF p_acked > d.last_seq AND d.reach_told_at IS NOT NULL THEN
        UPDATE sync.centre SET rows_lost_at = pg_postmaster_start_time();
    END IF;
    UPDATE sync.desk SET reach_epoch = sync.epoch(), reach_told_at = clock_timestamp(),
                         reach = p_last
     WHERE id = d.id;
    PERFORM sync.give_waiting_numbers();
END
$body$;

-- A row that asks for nothing that can be given stays a row like any other.
CREATE FUNCTION sync.note_number_requests(p_desk int, p_heads jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
BEGIN
    INSERT INTO sync.number_wait (request, stream, desk, template, subject, subject_id)
    SELECT q.id, q.stream, p_desk, q.template, q.subject, q.subject_id
      FROM jsonb_each_text(p_heads) AS h
      JOIN app.number_request AS q ON q.stream = h.key::bigint AND q._pos = h.value::bigint
     WHERE q.template ~ '^[^{}]*\{n(:[1-9])?\}[^{}]*$' AND length(q.template) <= 80
       AND q.subject IN ('visit', 'document')
       AND NOT EXISTS (SELECT FROM sync.number AS n WHERE n.request = q.id)
       AND NOT EXISTS (SELECT FROM app.erased_row AS e WHERE e.row_id = q.subject_id)
     ORDER BY q.id
        ON CONFLICT DO NOTHING;
END
$body$;

CREATE FUNCTION sync.write_number(p_template text, p_ordinal bigint) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $body$
    SELECT regexp_replace(p_template, '\{n(:[1-9])?\}',
        lpad(p_ordinal::text, greatest(length(p_ordinal::text), place.width), '0'))
      FROM (SELECT coalesce(substring(p_template FROM '\{n:([1-9])\}')::int, 1)) AS place (width)
$body$;

-- Which place of a template a number has; null when it is not of that template.
CREATE FUNCTION sync.read_number(p_template text, p_number text) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $body$
    SELECT CASE WHEN sync.write_number(p_template, middle::bigint) = p_number THEN middle::bigint END
      FROM (SELECT regexp_match(p_template, '^([^{]*)\{[^}]*\}(.*)$')) AS part (ends),
           LATERAL (SELECT substr(p_number, length(ends[1]) + 1,
                                  length(p_number) - length(ends[1]) - length(ends[2]))) AS m (middle)
     WHERE middle ~ '^[0-9]{1,15}$'
$body$;

CREATE FUNCTION sync.number_of(p_subject text, p_id uuid, p_stream bigint, OUT is_here bool, OUT number text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $body$
BEGIN
    EXECUTE format('SELECT true, number FROM app.%I WHERE id = $1 AND stream = $2', p_subject)
       INTO is_here, number USING p_id, p_stream;
END
$body$;

-- Takes note of numbers given before the centre was restored; the desks bring them.
CREATE FUNCTION sync.adopt_numbers(p_streams bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
DECLARE
    w record;
BEGIN
    FOR w IN SELECT q.*, sync.read_number(q.template, n.number) AS ordinal
               FROM sync.number_wait AS q, sync.number_of(q.subject, q.subject_id, q.stream) AS n
              WHERE q.stream = ANY (p_streams) AND n.number IS NOT NULL
              ORDER BY q.template, q.place LOOP
        IF w.ordinal IS NOT NULL THEN
            INSERT INTO sync.number_count AS c VALUES (w.template, w.ordinal)
                ON CONFLICT (template) DO UPDATE SET last = greatest(c.last, excluded.last);
            PERFORM sync.note_number(w.request, w.ordinal);
        END IF;
        DELETE FROM sync.number_wait WHERE request = w.request;
    END LOOP;
END
$body$;

-- Answers the requests that wait in these streams. The caller holds the streams' locks and has
-- taken their positions; counts are locked in the order of their names. Returns how many rows
-- got a number.
CREATE FUNCTION sync.give_numbers(p_streams bigint[]) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
DECLARE
    w record;
    ordinal bigint;
    given bigint := 0;
BEGIN
    IF NOT EXISTS (SELECT FROM sync.number_wait WHERE stream = ANY (p_streams)) THEN
        RETURN 0;
    END IF;
    PERFORM sync.adopt_numbers(p_streams);
    IF NOT sync.open_numbering(false) THEN
        RETURN 0;
    END IF;
    FOR w IN SELECT q.*
               FROM sync.number_wait AS q, sync.number_of(q.subject, q.subject_id, q.stream) AS n
              WHERE q.stream = ANY (p_streams) AND n.is_here  -- a row put aside comes when it comes
              ORDER BY q.template, q.place LOOP
        INSERT INTO sync.number_count AS c VALUES (w.template, 1)
            ON CONFLICT (template) DO UPDATE SET last = c.last + 1 RETURNING last INTO ordinal;
        EXECUTE format($query$
            UPDATE app.%I AS t
               SET number = $2, _pos = s.pos,
                   _fv = coalesce(t._fv, '{}') || jsonb_build_object('number', greatest(
                       sync.now_ms() << 16, t._hlc + 1, (t._fv ->> 'number')::bigint + 1))
              FROM sync.stream AS s WHERE t.id = $1 AND s.id = t.stream $query$, w.subject)
          USING w.subject_id, sync.write_number(w.template, ordinal);
        PERFORM sync.note_number(w.request, ordinal);
        DELETE FROM sync.number_wait WHERE request = w.request;
        given := given + 1;
    END LOOP;
    RETURN given;
END
$body$;

CREATE FUNCTION sync.note_number(p_request uuid, p_ordinal bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
BEGIN
    INSERT INTO sync.number (template, ordinal, request, subject, subject_id, desk)
    SELECT template, p_ordinal, request, subject, subject_id, desk
      FROM sync.number_wait WHERE request = p_request
        ON CONFLICT (template, ordinal) DO NOTHING;
    IF NOT FOUND THEN
        PERFORM sync.note_number_given_twice(p_request, p_ordinal);
    END IF;
END
$body$;

-- Both stand on paper, so both stay; a person must know.
CREATE FUNCTION sync.note_number_given_twice(p_request uuid, p_ordinal bigint) RETURNS void
LANGUAGE sql SET search_path = pg_catalog AS $body$
    INSERT INTO sync.conflict (stream, pos, desk, seq, table_name, row_id, column_name,
                               saw, held, sent, held_desk, held_hlc, sent_hlc, sent_won)
    SELECT w.stream, s.pos, w.desk, 0, w.subject, w.subject_id, 'number', NULL,
           to_jsonb(n.subject_id), to_jsonb(sync.write_number(w.template, p_ordinal)),
           n.desk, 0, 0, true
      FROM sync.number_wait AS w
      JOIN sync.stream AS s ON s.id = w.stream
      JOIN sync.number AS n ON n.template = w.template AND n.ordinal = p_ordinal
     WHERE w.request = p_request
$body$;

-- Answers every request that can be answered. The caller holds no stream's lock yet.
CREATE FUNCTION sync.give_waiting_numbers() RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
DECLARE
    streams bigint[] := ARRAY(
        SELECT DISTINCT q.stream
          FROM sync.number_wait AS q, sync.number_of(q.subject, q.subject_id, q.stream) AS n
         WHERE n.is_here);
BEGIN
    IF streams = '{}' OR NOT sync.open_numbering(false) THEN
        RETURN 0;
    END IF;
    PERFORM FROM sync.stream WHERE id = ANY (streams) ORDER BY id FOR UPDATE;
    UPDATE sync.stream SET pos = pos + 1 WHERE id = ANY (streams);
    PERFORM pg_notify('s' || id, pos::text) FROM sync.stream WHERE id = ANY (streams);
    RETURN sync.give_numbers(streams);
END
$body$;

-- The administrator's word that no desk will come back with numbers from before.
CREATE FUNCTION sync.give_numbers_at_once() RETURNS bigint
LANGUAGE sql SET search_path = pg_catalog AS $body$
    SELECT CASE WHEN sync.open_numbering(true) THEN sync.give_waiting_numbers() END
$body$;
