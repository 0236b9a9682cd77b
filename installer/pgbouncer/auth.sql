-- Run once in the centre's database, as its administrator. The pooler may look up the verifiers
-- of desks that may log in, and nothing else; it sees no row of the centre.

CREATE SCHEMA IF NOT EXISTS pooler;
DO $$ BEGIN
    IF to_regrole('reception_desk_pooler') IS NULL THEN
        CREATE ROLE reception_desk_pooler LOGIN;  -- then: \password reception_desk_pooler
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO reception_desk_pooler', current_database());
END $$;
CREATE OR REPLACE FUNCTION pooler.verifier_of(p_login text, OUT login text, OUT verifier text)
RETURNS SETOF record LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $body$
    SELECT a.rolname, a.rolpassword
      FROM pg_authid AS a JOIN sync.desk AS d ON d.login = a.rolname
     WHERE a.rolname = p_login AND a.rolcanlogin
$body$;
REVOKE ALL ON FUNCTION pooler.verifier_of FROM PUBLIC;
GRANT USAGE ON SCHEMA pooler TO reception_desk_pooler;
GRANT EXECUTE ON FUNCTION pooler.verifier_of TO reception_desk_pooler;
