-- Field by field: the later clock wins, and the value that lost is kept in sync.conflict.
-- Every row touched takes the new position, also where nothing won: its sender reads it again.
-- `= ANY (ids)` with a generic plan: a plan cached while the table was empty would scan it.
CREATE FUNCTION sync.update_@table@(p_desk int, p_heads jsonb, p_latest bigint, p_changes jsonb)
RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog SET TimeZone = 'UTC'
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
DECLARE
    ids uuid[] := ARRAY(SELECT DISTINCT (e ->> 1)::uuid FROM jsonb_array_elements(p_changes) AS e);
    editable text[] := @editable@;
    is_ahead bool := sync.is_ahead(p_desk);
    conflicts bigint;
BEGIN
    IF (SELECT count(coalesce((p_heads ->> t.stream::text)::bigint, sync.refuse('stream not granted')))
          FROM app.@table@ AS t WHERE t.id = ANY (ids)) < cardinality(ids) THEN
        RAISE no_data_found USING MESSAGE = 'row not at the centre';
    END IF;
    WITH change AS (
        SELECT (e ->> 0)::bigint AS seq, (e ->> 1)::uuid AS id, (e ->> 2)::bigint AS hlc,
               e -> 3 AS new, e -> 4 AS old, (e ->> 5)::uuid AS actor,
               to_jsonb(jsonb_populate_record(NULL::app.@table@, e -> 3)) AS typed_new,
               to_jsonb(jsonb_populate_record(NULL::app.@table@, e -> 4)) AS typed_old
          FROM jsonb_array_elements(p_changes) AS e),
    field AS (
        SELECT c.*, k.name,
               CASE WHEN c.hlc <= p_latest
                     AND (k.name = ANY (editable) OR is_ahead AND sync.may_wait(k.name)) THEN c.hlc
                    ELSE sync.refuse('field or clock not allowed') END AS checked_hlc
          FROM change AS c, jsonb_object_keys(c.new) AS k (name)),
    cell AS (  -- of several changes to one field, the last is sent and the first saw the centre's value
        SELECT id, name, max(seq) AS seq, max(checked_hlc) AS hlc,
               (array_agg(new -> name ORDER BY seq DESC))[1] AS raw,
               (array_agg(coalesce(typed_new -> name, new -> name) ORDER BY seq DESC))[1] AS sent,
               (array_agg(coalesce(typed_old -> name, old -> name) ORDER BY seq))[1] AS saw,
               (array_agg(actor ORDER BY seq DESC))[1] AS actor
          FROM field GROUP BY id, name),
    present AS (
        SELECT t.id, t.stream, t._hlc, coalesce(t._fv, '{}') AS clocks, to_jsonb(t) AS content,
               sync.authors(t._by, t._desk, t.created_by) AS authors
          FROM app.@table@ AS t WHERE t.id = ANY (ids) FOR UPDATE),
    met AS (
        SELECT c.*, p.stream, p.authors,
               coalesce(p.authors -> c.name, p.authors -> '') AS held_author,
               coalesce(p.content -> c.name, p.content -> '_extra' -> c.name, 'null') AS held,
               coalesce((p.clocks ->> c.name)::bigint, p._hlc) AS held_hlc
          FROM cell AS c JOIN present AS p USING (id)),
    clash AS (
        INSERT INTO sync.conflict (stream, pos, desk, seq, table_name, row_id, column_name,
                                   saw, held, sent, held_desk, held_by, sent_by,
                                   held_hlc, sent_hlc, sent_won)
        SELECT stream, (p_heads ->> stream::text)::bigint, p_desk,
               sync.unless_erased(id, name, p_heads, seq), '@table@', id, name,
               saw, held, sent, (held_author ->> 0)::int, (held_author ->> 1)::uuid, actor,
               held_hlc, hlc, hlc > held_hlc
          FROM met
         WHERE sent IS DISTINCT FROM held AND (held IS DISTINCT FROM saw OR hlc <= held_hlc)
        RETURNING 1),
    winner AS (
        SELECT id, jsonb_object_agg(name, raw) FILTER (WHERE hlc > held_hlc) AS content,
               jsonb_object_agg(name, raw) FILTER (WHERE hlc > held_hlc AND NOT name = ANY (editable))
                   AS unknown,
               jsonb_object_agg(name, hlc) FILTER (WHERE hlc > held_hlc) AS clocks,
               authors || jsonb_object_agg(name, jsonb_build_array(p_desk, actor))
                          FILTER (WHERE hlc > held_hlc) AS authors
          FROM met GROUP BY id, authors),
    written AS (
        UPDATE app.@table@ AS t
           SET (@columns@) = (SELECT @row_columns@
                                FROM jsonb_populate_record(t, coalesce(w.content, '{}')) AS r),
               _by = coalesce(w.authors, t._by),
               _fv = nullif(coalesce(t._fv, '{}') || coalesce(w.clocks, '{}'), '{}'),
               _extra = nullif(coalesce(t._extra, '{}') || coalesce(w.unknown, '{}'), '{}'),
               _pos = (p_heads ->> t.stream::text)::bigint,
               _desk = CASE WHEN w.content IS NULL THEN t._desk ELSE p_desk END
          FROM winner AS w WHERE t.id = w.id AND t.id = ANY (ids))
    SELECT count(*) INTO conflicts FROM clash;
    RETURN conflicts;
END
$body$;
