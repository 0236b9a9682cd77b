-- Who is calling, and what the two sides know of each other.

CREATE FUNCTION sync.caller() RETURNS sync.desk
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $body$
DECLARE
    found_desk sync.desk;
BEGIN
    SELECT * INTO found_desk FROM sync.desk WHERE login = session_user;
    PERFORM sync.require_entry(found_desk);
    RETURN found_desk;
END
$body$;

-- The same with the desk's row locked until the transaction ends: one push at a time.
CREATE FUNCTION sync.locked_caller() RETURNS sync.desk
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
DECLARE
    found_desk sync.desk;
BEGIN
    SELECT * INTO found_desk FROM sync.desk WHERE login = session_user FOR UPDATE;
    PERFORM sync.require_entry(found_desk);
    RETURN found_desk;
END
$body$;

-- For row-level security: no stream for a login that is not a desk.
CREATE FUNCTION sync.granted_streams() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $body$
    SELECT coalesce(
        (SELECT streams FROM sync.desk
          WHERE login = session_user AND revoked_at IS NULL AND joined_at IS NOT NULL),
        '{}'::bigint[])
$body$;

-- Changes when the server was restored, failed over, moved, or its database made anew.
-- The timeline is read from the write-ahead log: pg_control_checkpoint() shows a new one late.
CREATE FUNCTION sync.epoch() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog AS $body$
    SELECT concat_ws(':',
        (SELECT system_identifier FROM pg_control_system()),
        substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),
        (SELECT oid FROM pg_database WHERE datname = current_database()),
        (SELECT generation FROM sync.centre))
$body$;

CREATE FUNCTION sync.now_ms() RETURNS bigint
LANGUAGE sql VOLATILE SET search_path = pg_catalog AS $body$
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint
$body$;

CREATE FUNCTION sync.positions(p_streams bigint[]) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog AS $body$
    SELECT coalesce(jsonb_object_agg(id, pos), '{}') FROM sync.stream WHERE id = ANY (p_streams)
$body$;

CREATE FUNCTION sync.hello(p_client uuid, p_schema int) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
DECLARE
    d sync.desk := sync.caller();
    c sync.centre;
BEGIN
    SELECT * INTO c FROM sync.centre;
    UPDATE sync.desk
       SET client = coalesce(client, p_client), schema_version = p_schema, seen_at = clock_timestamp()
     WHERE id = d.id
    RETURNING * INTO d;
    RETURN jsonb_build_object(
        'desk', d.name, 'is_same_client', d.client = p_client,
        'last_seq', d.last_seq, 'last_hlc', d.last_hlc,
        'epoch', sync.epoch(), 'now_ms', sync.now_ms(),
        'schema_version', c.schema_version, 'oldest_schema_version', c.oldest_schema_version,
        'heads', sync.positions(d.streams))
        -- Release 0.1.0, whose tables are revision 1, stops at an answer that it does not know.
        || CASE WHEN p_schema > 1 THEN jsonb_build_object('takes_columns', true) ELSE '{}' END
        || CASE WHEN p_schema > c.schema_version
                THEN jsonb_build_object('columns', sync.known_columns()) ELSE '{}' END;
END
$body$;

-- A local file that was rolled back or copied goes on under a new identity, numbering from 1.
-- Safe to repeat. Answers whether the login now belongs to p_new.
CREATE FUNCTION sync.reincarnate(p_old uuid, p_new uuid) RETURNS bool
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
DECLARE
    d sync.desk := sync.caller();
BEGIN
    UPDATE sync.desk SET client = p_new, last_seq = 0, last_hlc = 0
     WHERE id = d.id AND client = p_old AND p_old <> p_new;
    -- What was put aside is sent again under the new identity.
    UPDATE sync.dead SET closed_at = clock_timestamp(), closed_by = d.name
     WHERE desk = d.id AND client = p_old AND p_old <> p_new AND closed_at IS NULL;
    RETURN EXISTS (SELECT FROM sync.desk WHERE id = d.id AND client = p_new);
END
$body$;
