-- Files of erased rows that lie in a bucket: only its administrator can remove them there.

CREATE TABLE sync.erased_object (
    object uuid PRIMARY KEY,
    erased_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE sync.erased_object IS 'objects of the bucket that no row names any more since an erasure';
