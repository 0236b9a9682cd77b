-- Numbers given to visits and papers: gapless for each template, never given twice.

CREATE TABLE sync.number_count (
    template text PRIMARY KEY,
    last bigint NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE sync.number_count IS 'the last number given; bumped under its row lock in the push that asks, so no gap stays';

CREATE TABLE sync.number (
    template text NOT NULL,
    ordinal bigint NOT NULL,
    request uuid NOT NULL UNIQUE,
    subject text NOT NULL,
    subject_id uuid NOT NULL,
    desk int NOT NULL REFERENCES sync.desk,
    given_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (template, ordinal)
);
COMMENT ON TABLE sync.number IS 'which request got which number; a voided row keeps its own';

CREATE TABLE sync.number_wait (
    request uuid PRIMARY KEY,
    stream bigint NOT NULL,
    desk int NOT NULL REFERENCES sync.desk,
    template text NOT NULL,
    subject text NOT NULL,
    subject_id uuid NOT NULL,
    place bigint GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX number_wait_stream ON sync.number_wait (stream);
COMMENT ON TABLE sync.number_wait IS 'requests not answered yet';

ALTER TABLE sync.centre
    ADD COLUMN rows_lost_at timestamptz,
    ADD COLUMN numbering_open_as text;
COMMENT ON COLUMN sync.centre.rows_lost_at IS 'start of the server that was found to lack rows it had confirmed';
COMMENT ON COLUMN sync.centre.numbering_open_as IS 'the state in which every desk has sent again what it knows; in another no number is given';
ALTER TABLE sync.desk
    ADD COLUMN reach_epoch text,
    ADD COLUMN reach_told_at timestamptz,
    ADD COLUMN reach bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN sync.desk.reach IS 'its last waiting change when it greeted in reach_epoch';
