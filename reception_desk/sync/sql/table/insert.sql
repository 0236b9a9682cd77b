-- Rows come by columns, {column: [value, …]}; a column not sent is empty.
-- A row that is already there stays as it is: a batch may come twice. One that was erased, or is
-- a part of what was, never comes back.
CREATE FUNCTION sync.insert_@table@(p_desk int, p_heads jsonb, p_latest bigint, p_rows jsonb)
RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog SET TimeZone = 'UTC' AS $body$
DECLARE
    inserted bigint;
BEGIN
    INSERT INTO app.@table@ (@columns@, _pos, _desk, _hlc, _fv, _by)
    SELECT @typed_columns@,
           coalesce((p_heads ->> r.stream)::bigint, sync.refuse('stream not granted')),
           p_desk,
           CASE WHEN r._hlc::bigint <= p_latest THEN r._hlc::bigint
                ELSE sync.refuse('clock beyond the limit') END,
           CASE WHEN r._fv IS NOT NULL THEN sync.checked_clocks(r._fv::jsonb, p_latest) END,
           CASE WHEN r._by IS NOT NULL
                THEN sync.own_authors(r._by::jsonb, p_desk, r.created_by::uuid) END
      FROM ROWS FROM (@sources@,
                      jsonb_array_elements_text(p_rows -> '_hlc'),
                      jsonb_array_elements_text(p_rows -> '_fv'),
                      jsonb_array_elements_text(p_rows -> '_by')) AS r (@columns@, _hlc, _fv, _by)
     WHERE @stays@
        ON CONFLICT (id) DO NOTHING;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    IF sync.is_ahead(p_desk) THEN
        PERFORM sync.keep_unknown('@table@', @known@, p_desk, p_heads, p_rows);
    END IF;
    RETURN inserted;
END
$body$;
