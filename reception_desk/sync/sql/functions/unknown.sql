-- Columns of a newer desk wait in _extra, as that desk keeps them, until a migration brings them.

CREATE FUNCTION sync.is_ahead(p_desk int) RETURNS bool
LANGUAGE sql STABLE SET search_path = pg_catalog AS $body$
    SELECT coalesce(d.schema_version > c.schema_version, false)
      FROM sync.desk AS d, sync.centre AS c WHERE d.id = p_desk
$body$;

-- What this centre can hold, told to a desk that may know more: {table: [column, …]}.
CREATE FUNCTION sync.known_columns() RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog AS $body$
    SELECT coalesce(jsonb_object_agg(found.name, found.columns), '{}')
      FROM (SELECT c.relname AS name, jsonb_agg(a.attname) AS columns
              FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
             WHERE c.relnamespace = 'app'::regnamespace AND c.relkind IN ('r', 'p')
               AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
               AND a.attname !~ '^_'
             GROUP BY c.relname) AS found
$body$;

CREATE FUNCTION sync.may_wait(p_column text) RETURNS bool
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $body$
    SELECT p_column ~ '^[a-z][a-z0-9_]{0,62}$' AND p_column NOT IN ('id', 'stream')
$body$;

-- For rows that were inserted in this transaction: one that was there before stays as it is.
CREATE FUNCTION sync.keep_unknown(
    p_table text, p_known text[], p_desk int, p_heads jsonb, p_rows jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
BEGIN
    EXECUTE format($query$
        UPDATE app.%I AS t SET _extra = u.extra
          FROM (SELECT e.id::uuid AS id, jsonb_object_agg(k.name, c.value) AS extra
                  FROM jsonb_array_elements_text($1 -> 'id') WITH ORDINALITY AS e (id, n),
                       jsonb_object_keys($1) AS k (name),
                       LATERAL (SELECT $1 -> k.name -> (e.n - 1)::int) AS c (value)
                 WHERE NOT k.name = ANY ($2) AND sync.may_wait(k.name) AND c.value <> 'null'
                 GROUP BY 1) AS u
         WHERE t.id = u.id AND t._desk = $3 AND t._extra IS NULL
           AND t._pos = ($4 ->> t.stream::text)::bigint $query$, p_table)
      USING p_rows, p_known, p_desk, p_heads;
END
$body$;

-- Moves what waited into columns that exist now; a value that does not fit stays where it is.
CREATE FUNCTION sync.settle_unknown(p_table text, p_columns text[]) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog SET TimeZone = 'UTC' AS $body$
DECLARE
    found uuid;
    moved bigint := 0;
    cells text := (SELECT string_agg(format('%1$I = r.%1$I', name), ', ')
                     FROM unnest(p_columns) AS name);
BEGIN
    FOR found IN EXECUTE format('SELECT id FROM app.%I WHERE _extra IS NOT NULL AND _extra ?| $1', p_table)
           USING p_columns LOOP
        BEGIN
            EXECUTE format($query$
                UPDATE app.%1$I AS t SET %2$s, _extra = nullif(t._extra - $2, '{}')
                  FROM app.%1$I AS o, jsonb_populate_record(o, o._extra) AS r
                 WHERE o.id = $1 AND t.id = $1 $query$, p_table, cells) USING found, p_columns;
            moved := moved + 1;
        EXCEPTION WHEN data_exception THEN
            NULL;
        END;
    END LOOP;
    RETURN moved;
END
$body$;
