-- The centre's own tables. They are reached only through the functions of schema `sync`;
-- the rows of the desks stand in schema `app` (made by sync/schema.py from the models).

CREATE TABLE sync.centre (
    one bool PRIMARY KEY DEFAULT true CHECK (one),
    schema_version int NOT NULL DEFAULT 0,
    oldest_schema_version int NOT NULL DEFAULT 0,
    generation int NOT NULL DEFAULT 1
);
COMMENT ON COLUMN sync.centre.schema_version IS 'the revision of the desks'' models that schema app follows';
COMMENT ON COLUMN sync.centre.generation IS 'raised by hand after a cold copy was put back, so that desks send again';
INSERT INTO sync.centre DEFAULT VALUES;

CREATE TABLE sync.stream (
    id bigint PRIMARY KEY,
    pos bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20);
COMMENT ON TABLE sync.stream IS 'what one unit may see; pos is taken under the row lock, so pos order is commit order';

CREATE TABLE sync.desk (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    login name NOT NULL UNIQUE,
    streams bigint[] NOT NULL,
    client uuid,
    last_seq bigint NOT NULL DEFAULT 0,
    last_hlc bigint NOT NULL DEFAULT 0,
    schema_version int,
    enrolled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at timestamptz,
    revoked_at timestamptz
) WITH (fillfactor = 50);
COMMENT ON COLUMN sync.desk.client IS 'the local file that may push; claimed by the first greeting';
COMMENT ON COLUMN sync.desk.last_hlc IS 'clock of change last_seq: tells a lost reply from a copied file';

CREATE TABLE sync.conflict (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream bigint NOT NULL,
    pos bigint NOT NULL,
    desk int NOT NULL REFERENCES sync.desk,
    seq bigint NOT NULL,
    table_name text NOT NULL,
    row_id uuid NOT NULL,
    column_name text NOT NULL,
    saw jsonb,
    held jsonb,
    sent jsonb,
    held_desk int NOT NULL,
    held_hlc bigint NOT NULL,
    sent_hlc bigint NOT NULL,
    sent_won bool NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX conflict_stream_pos ON sync.conflict (stream, pos);
COMMENT ON TABLE sync.conflict IS 'two desks changed one field: both values are kept for a person to judge';
COMMENT ON COLUMN sync.conflict.saw IS 'what the sending desk had before its change';
COMMENT ON COLUMN sync.conflict.held IS 'what the centre held when the change arrived';

CREATE TABLE sync.dead (
    desk int NOT NULL REFERENCES sync.desk,
    client uuid NOT NULL,
    seq bigint NOT NULL,
    hlc bigint NOT NULL,
    table_name text NOT NULL,
    row_id text NOT NULL,
    refusal text NOT NULL,
    change text,
    parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (desk, client, seq)
);
COMMENT ON TABLE sync.dead IS 'changes the centre cannot hold, with the reason; they do not stop the rest';
