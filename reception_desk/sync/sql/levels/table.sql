-- The key is the one that the level below replicates by; it also holds what the row filter reads.
CREATE TABLE IF NOT EXISTS app.@table@ (
    id uuid NOT NULL,
    stream bigint NOT NULL,
    _county text NOT NULL,
    _pos bigint NOT NULL,
    PRIMARY KEY (id, stream, _county)
) PARTITION BY LIST (_county);
@added_columns@
COMMENT ON TABLE app.@table@ IS '@comment@';
DROP TRIGGER IF EXISTS read_only ON app.@table@;
CREATE TRIGGER read_only BEFORE INSERT OR UPDATE OR DELETE ON app.@table@
    FOR EACH ROW EXECUTE FUNCTION sync.refuse_change();
GRANT SELECT ON app.@table@ TO @reader@;
