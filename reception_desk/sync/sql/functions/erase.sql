-- 依法删除 (个人信息保护法 Art. 47): the keys in app.erased_row name rows that go for good. They were
-- removed at one desk already; here they go with everything that is a part of them, and no desk can
-- bring them back: insert_* leaves out what is erased or a part of it, update_* refuses what a
-- field held before, park keeps no word of either.

CREATE FUNCTION sync.is_new(p_stream bigint, p_pos bigint, p_heads jsonb) RETURNS bool
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $body$
    SELECT p_pos = (p_heads ->> p_stream::text)::bigint
$body$;

CREATE FUNCTION sync.mentions_erased(p_row text, p_change text) RETURNS bool
LANGUAGE sql STABLE SET search_path = pg_catalog AS $body$
    SELECT EXISTS (SELECT FROM app.erased_row AS e
                    WHERE e.column_name IS NULL
                      AND (e.row_id::text = p_row OR position(e.row_id::text IN p_change) > 0))
$body$;

-- A field of a row that stays: who did not see what it holds now sends what is gone, or what was
-- made of it. Neither comes back, and no record of a clash keeps it. The erasing push may.
CREATE FUNCTION sync.unless_erased(p_row uuid, p_column text, p_heads jsonb, p_seq bigint)
RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
DECLARE
    is_by_this_push bool := (SELECT bool_or(sync.is_new(e.stream, e._pos, p_heads))
                               FROM app.erased_row AS e
                              WHERE e.row_id = p_row AND e.column_name = p_column);
BEGIN
    IF NOT is_by_this_push THEN
        PERFORM sync.refuse('field erased by an order');
    END IF;
    RETURN p_seq;
END
$body$;

CREATE FUNCTION sync.has_erased_field(p_table text, p_row text) RETURNS bool
LANGUAGE sql STABLE SET search_path = pg_catalog AS $body$
    SELECT EXISTS (SELECT FROM app.erased_row AS e
                    WHERE e.column_name IS NOT NULL
                      AND e.table_name = p_table AND e.row_id::text = p_row)
$body$;

-- Carries out what this push brought, order by order. Returns how many rows the sender has to
-- read again.
CREATE FUNCTION sync.erase(p_desk int, p_heads jsonb) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
DECLARE
    one app.erased_row;
    again bigint := 0;
BEGIN
    IF EXISTS (SELECT FROM app.erased_row AS e
                WHERE sync.is_new(e.stream, e._pos, p_heads) AND NOT EXISTS (
                      SELECT FROM app.erase_order AS o
                        JOIN app.erase_decision AS c ON c.order_id = o.id AND c.is_confirmed
                       WHERE o.id = e.order_id AND c.created_by <> o.created_by)) THEN
        PERFORM sync.refuse('erasure not confirmed by a second person');
    END IF;
    IF EXISTS (SELECT FROM app.erased_row AS e WHERE sync.is_new(e.stream, e._pos, p_heads)
                  AND (e.table_name IN (@erasable@)) IS NOT TRUE) THEN
        PERFORM sync.refuse('erasure of what no order may name');
    END IF;
    FOR one IN SELECT DISTINCT ON (e.order_id) e.* FROM app.erased_row AS e
                WHERE sync.is_new(e.stream, e._pos, p_heads) ORDER BY e.order_id, e.id LOOP
        again := again + sync.erase_order(p_desk, p_heads, one);
    END LOOP;
    RETURN again;
END
$body$;

CREATE FUNCTION sync.erase_order(p_desk int, p_heads jsonb, p_one app.erased_row) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
DECLARE
    streams bigint[] := ARRAY(SELECT k::bigint FROM jsonb_object_keys(p_heads) AS k);
    gone uuid[] := ARRAY(
        SELECT e.row_id FROM app.erased_row AS e
         WHERE e.order_id = p_one.order_id AND e.column_name IS NULL
           AND sync.is_new(e.stream, e._pos, p_heads));
    kept uuid[] := sync.still_used(gone);
    told bigint := cardinality(gone);
    renamed bigint;
    hashes text[];
BEGIN
    IF EXISTS (@foreign@) THEN
        PERFORM sync.refuse('stream not granted');
    END IF;
    IF kept <> '{}' THEN
        PERFORM sync.give_back(kept, p_heads);
        gone := ARRAY(SELECT unnest(gone) EXCEPT SELECT unnest(kept));
    END IF;
    -- Parts that the sender did not know of; owners come first.
@parts@
    renamed := sync.rename_matters(p_one.order_id, gone, p_heads);
    hashes := ARRAY(@hashes@);
@deletes@
    DELETE FROM sync.conflict AS c USING app.erased_row AS e
     WHERE e.order_id = p_one.order_id AND c.row_id = e.row_id AND c.stream = e.stream
       AND (e.column_name IS NULL OR c.column_name = e.column_name);
    DELETE FROM sync.dead WHERE sync.mentions_erased(row_id, change);
    UPDATE sync.dead SET change = NULL, refusal = 'field erased by an order'
     WHERE sync.has_erased_field(table_name, row_id);
    DELETE FROM sync.number_wait WHERE subject_id = ANY (gone);
    PERFORM sync.drop_files(hashes);
    RETURN cardinality(kept) + greatest(cardinality(gone) + cardinality(kept) - told, 0) + renamed;
END
$body$;

-- Persons and matters that a visit unknown to the sender has come to use, and what hangs on them.
CREATE FUNCTION sync.still_used(p_gone uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $body$
DECLARE
    kept uuid[] := ARRAY(
        SELECT v.person_id FROM app.visit_person AS v
         WHERE v.person_id = ANY (p_gone) AND v.voided_at IS NULL
           AND NOT v.id = ANY (p_gone) AND NOT v.visit_id = ANY (p_gone)
        UNION SELECT v.matter_id FROM app.visit_matter AS v
         WHERE v.matter_id = ANY (p_gone) AND v.voided_at IS NULL
           AND NOT v.id = ANY (p_gone) AND NOT v.visit_id = ANY (p_gone));
BEGIN
    RETURN kept || ARRAY(
        SELECT s.id FROM app.step AS s WHERE s.id = ANY (p_gone) AND s.matter_id = ANY (kept)
           AND (s.visit_id = ANY (p_gone)) IS NOT TRUE
        UNION ALL SELECT v.id FROM app.visit_matter AS v
         WHERE v.id = ANY (p_gone) AND v.matter_id = ANY (kept) AND NOT v.visit_id = ANY (p_gone)
        UNION ALL SELECT v.id FROM app.visit_person AS v
         WHERE v.id = ANY (p_gone) AND v.person_id = ANY (kept) AND NOT v.visit_id = ANY (p_gone));
END
$body$;

-- They stay, and their new position lets the sender read them again.
CREATE FUNCTION sync.give_back(p_kept uuid[], p_heads jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
DECLARE
    found text;
BEGIN
    DELETE FROM app.erased_row AS e
     WHERE e.row_id = ANY (p_kept) AND sync.is_new(e.stream, e._pos, p_heads);
    FOREACH found IN ARRAY ARRAY['person', 'matter', 'step', 'visit_matter', 'visit_person'] LOOP
        EXECUTE format('UPDATE app.%I SET _pos = ($1 ->> stream::text)::bigint '
                       'WHERE id = ANY ($2) AND $1 ? stream::text', found) USING p_heads, p_kept;
    END LOOP;
END
$body$;

-- A matter that was called after an erased visit is called after the earliest that is left, as the
-- sender did: but another desk may have changed the title meanwhile, or the centre was restored.
-- Returns how many the sender has to read again.
CREATE FUNCTION sync.rename_matters(p_order uuid, p_gone uuid[], p_heads jsonb) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
DECLARE
    renamed bigint;
BEGIN
    UPDATE app.matter AS m
       SET title = n.summary,
           _fv = coalesce(m._fv, '{}') || jsonb_build_object('title', greatest(
               sync.now_ms() << 16, m._hlc + 1, (m._fv ->> 'title')::bigint + 1)),
           _pos = (p_heads ->> m.stream::text)::bigint
      FROM (SELECT DISTINCT ON (l.matter_id) l.matter_id, v.summary
              FROM app.visit_matter AS l JOIN app.visit AS v ON v.id = l.visit_id
             WHERE l.voided_at IS NULL AND NOT v.id = ANY (p_gone)
               AND l.matter_id IN (SELECT g.matter_id FROM app.visit_matter AS g
                                    WHERE g.visit_id = ANY (p_gone))
             ORDER BY l.matter_id, v.arrived_at, v.id) AS n
     WHERE m.id = n.matter_id AND NOT m.id = ANY (p_gone) AND p_heads ? m.stream::text
       AND m.title IS DISTINCT FROM n.summary
       AND (m.title IN (SELECT v.summary FROM app.visit AS v WHERE v.id = ANY (p_gone))
            OR EXISTS (SELECT FROM app.erased_row AS e
                        WHERE e.row_id = m.id AND e.column_name = 'title'
                          AND e.order_id = p_order AND sync.is_new(e.stream, e._pos, p_heads)));
    GET DIAGNOSTICS renamed = ROW_COUNT;
    RETURN renamed;
END
$body$;

CREATE FUNCTION sync.drop_files(p_hashes text[]) RETURNS void
LANGUAGE sql SET search_path = pg_catalog AS $body$
    DELETE FROM sync.blob_stream AS s
     WHERE s.sha256 = ANY (p_hashes) AND sync.naming_streams(s.sha256, ARRAY[s.stream]) = '{}';
    WITH gone AS (
        DELETE FROM sync.blob AS b
         WHERE NOT EXISTS (SELECT FROM sync.blob_stream AS s WHERE s.blob = b.id) RETURNING object)
    INSERT INTO sync.erased_object (object) SELECT object FROM gone WHERE object IS NOT NULL
$body$;
