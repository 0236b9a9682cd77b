-- Who last changed each field of a row: {field: [desk, account]}, and under "" its maker.
CREATE FUNCTION sync.authors(p_by jsonb, p_desk int, p_maker uuid) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $body$
    SELECT coalesce(p_by, jsonb_build_object('', jsonb_build_array(p_desk, p_maker)))
$body$;

-- The authors of a row that arrives with later changes {field: account} of its own desk.
CREATE FUNCTION sync.own_authors(p_by jsonb, p_desk int, p_maker uuid) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $body$
    SELECT sync.authors(NULL, p_desk, p_maker)
           || jsonb_object_agg(key, jsonb_build_array(p_desk, value::uuid))
      FROM jsonb_each_text(p_by)
$body$;

-- Whoever records a conflict need not name it.
CREATE FUNCTION sync.name_conflict() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
BEGIN
    NEW.key := md5(concat_ws(' ', NEW.table_name, NEW.row_id, NEW.column_name,
                             NEW.held_hlc, NEW.sent_hlc))::uuid;
    RETURN NEW;
END
$body$;
CREATE TRIGGER name_conflict BEFORE INSERT ON sync.conflict
    FOR EACH ROW EXECUTE FUNCTION sync.name_conflict();

-- One page of a stream's conflicts, as `pull_*` of the tables. A desk is called as its own row
-- calls it, otherwise by the name it was enrolled with.
CREATE FUNCTION sync.pull_sync_conflict(
    p_stream bigint, p_after bigint, p_after_id uuid, p_to bigint, p_limit int)
RETURNS TABLE (
    id uuid, of_stream bigint, table_name text, row_id uuid, column_name text,
    saw jsonb, held jsonb, sent jsonb, held_desk text, sent_desk text, held_by uuid, sent_by uuid,
    held_hlc bigint, sent_hlc bigint, of_pos bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
#variable_conflict use_column
BEGIN
    IF NOT p_stream = ANY ((sync.caller()).streams) THEN
        RAISE insufficient_privilege USING MESSAGE = 'stream not granted';
    END IF;
    RETURN QUERY
        SELECT c.key, c.stream, c.table_name, c.row_id, c.column_name, c.saw, c.held, c.sent,
               sync.desk_called(c.held_desk), sync.desk_called(c.desk), c.held_by, c.sent_by,
               c.held_hlc, c.sent_hlc, c.pos
          FROM sync.conflict AS c
         WHERE c.stream = p_stream AND (c.pos, c.key) > (p_after, p_after_id) AND c.pos <= p_to
         ORDER BY c.pos, c.key
         LIMIT least(p_limit, 5000);
END
$body$;

CREATE FUNCTION sync.desk_called(p_desk int) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $body$
BEGIN
    RETURN coalesce(
        (SELECT t.name FROM app.desk AS t WHERE t._desk = p_desk AND t.name <> ''
          ORDER BY t._hlc DESC LIMIT 1),
        (SELECT d.name FROM sync.desk AS d WHERE d.id = p_desk), '');
END
$body$;
