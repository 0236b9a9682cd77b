-- The way in. The reasons are SQLSTATEs of class 28 with our own letters, for the desk to tell.

CREATE FUNCTION sync.reject(p_state text, p_reason text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
BEGIN
    RAISE EXCEPTION USING ERRCODE = p_state, MESSAGE = p_reason;
END
$body$;

-- Says why a desk may not call, if so.
CREATE FUNCTION sync.require_entry(d sync.desk) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $body$
BEGIN
    IF d.id IS NULL THEN
        PERFORM sync.reject('28DNK', 'desk unknown');
    ELSIF d.wipe_asked_at IS NOT NULL THEN
        PERFORM sync.reject('28DWI', 'desk revoked, its key is to be destroyed');
    ELSIF d.revoked_at IS NOT NULL THEN
        PERFORM sync.reject('28DRE', 'desk revoked');
    ELSIF d.joined_at IS NULL THEN
        PERFORM sync.reject('28DJO', 'desk has not joined yet');
    END IF;
END
$body$;

-- Uses up the code. The desk sets its own secret in the same transaction (ALTER ROLE), so a
-- code that was read by somebody else is worth nothing afterwards.
CREATE FUNCTION sync.join() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
DECLARE
    desk_name text;
BEGIN
    UPDATE sync.desk SET code_until = NULL, joined_at = clock_timestamp()
     WHERE login = session_user AND revoked_at IS NULL AND code_until > clock_timestamp()
    RETURNING name INTO desk_name;
    IF NOT FOUND THEN
        PERFORM sync.reject('28DCO', 'code used or expired');
    END IF;
    RETURN desk_name;
END
$body$;

-- A lost desk's last word.
CREATE FUNCTION sync.confirm_wiped() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $body$
    UPDATE sync.desk SET wiped_at = clock_timestamp()
     WHERE login = session_user AND wipe_asked_at IS NOT NULL AND wiped_at IS NULL
$body$;
