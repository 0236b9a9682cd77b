-- A centre above the counties: it reads what they publish and changes nothing.

CREATE SCHEMA IF NOT EXISTS sync;
CREATE SCHEMA IF NOT EXISTS app;
CREATE TABLE IF NOT EXISTS sync.upper_level (
    one bool PRIMARY KEY DEFAULT true CHECK (one),
    level text NOT NULL CHECK (level IN ('city', 'province')),
    schema_version int NOT NULL
);
CREATE TABLE IF NOT EXISTS sync.source (
    name text PRIMARY KEY,
    counties text[] NOT NULL
);
COMMENT ON TABLE sync.source IS 'a centre below, and the counties whose rows come from it';

-- Plain triggers rest while replicated rows are applied, so only other writers meet this one.
CREATE OR REPLACE FUNCTION sync.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
BEGIN
    RAISE read_only_sql_transaction USING MESSAGE = 'this centre only reads';
END
$body$;
REVOKE ALL ON FUNCTION sync.refuse_change FROM PUBLIC;
