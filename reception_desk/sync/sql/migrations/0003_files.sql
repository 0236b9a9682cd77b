-- Files of the rows, by their SHA-256 (functions/files.sql tells who may reach them).

CREATE TABLE sync.file_bucket (
    one bool PRIMARY KEY DEFAULT true CHECK (one),
    url text NOT NULL,
    bucket text NOT NULL,
    region text NOT NULL,
    access_key text NOT NULL,
    secret_key text NOT NULL,
    takes_new bool NOT NULL DEFAULT true
);
COMMENT ON TABLE sync.file_bucket IS 'an S3-compatible bucket instead of this database; no row: there is none';
COMMENT ON COLUMN sync.file_bucket.takes_new IS 'false: new files stay here, older ones are still read there';

CREATE TABLE sync.blob (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    desk int NOT NULL REFERENCES sync.desk,
    object uuid,
    size bigint,
    begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    complete_at timestamptz
);
CREATE INDEX blob_unfinished ON sync.blob (desk, id) WHERE complete_at IS NULL;
COMMENT ON TABLE sync.blob IS 'the bytes of one file; readable once complete_at is set';
COMMENT ON COLUMN sync.blob.desk IS 'the desk that began to send it';
COMMENT ON COLUMN sync.blob.object IS 'its name in the bucket, which nobody can guess; null: the bytes are here';

CREATE TABLE sync.blob_stream (
    stream bigint NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    blob bigint NOT NULL REFERENCES sync.blob ON DELETE CASCADE,
    PRIMARY KEY (sha256, stream)
);
CREATE INDEX blob_stream_blob ON sync.blob_stream (blob);
COMMENT ON TABLE sync.blob_stream IS 'the streams whose desks have proved that they have the file';

CREATE TABLE sync.blob_chunk (
    blob bigint NOT NULL REFERENCES sync.blob ON DELETE CASCADE,
    number int NOT NULL,
    content bytea,
    PRIMARY KEY (blob, number)
);
ALTER TABLE sync.blob_chunk ALTER COLUMN content SET STORAGE EXTERNAL;  -- scans and PDF do not shrink
COMMENT ON COLUMN sync.blob_chunk.content IS 'null where the bytes are in the bucket';
