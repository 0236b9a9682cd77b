CREATE TABLE IF NOT EXISTS app.@table@ (
    id uuid PRIMARY KEY,
    stream bigint NOT NULL,
    _pos bigint NOT NULL,
    _desk int NOT NULL,
    _hlc bigint NOT NULL,
    _fv jsonb,
    _extra jsonb
);
ALTER TABLE app.@table@ ADD COLUMN IF NOT EXISTS _by jsonb;
@added_columns@
CREATE INDEX IF NOT EXISTS @table@_pull ON app.@table@ (stream, _pos, id);
CREATE INDEX IF NOT EXISTS @table@_extra ON app.@table@ (id) WHERE _extra IS NOT NULL;
COMMENT ON TABLE app.@table@ IS '@comment@';
COMMENT ON COLUMN app.@table@._pos IS 'place in its stream, in order of commit';
COMMENT ON COLUMN app.@table@._fv IS 'clock of each field changed since the row was made';
COMMENT ON COLUMN app.@table@._by IS 'desk and account that changed a field, under "" those that made the row';
COMMENT ON COLUMN app.@table@._extra IS 'columns of a newer desk that this centre does not know yet';
ALTER TABLE app.@table@ ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own_streams ON app.@table@;
CREATE POLICY own_streams ON app.@table@ FOR SELECT TO @desk_role@
    USING (stream = ANY ((SELECT sync.granted_streams())::bigint[]));
