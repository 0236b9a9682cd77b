-- A code lets a desk in once; a lost desk is told to destroy its key.

ALTER TABLE sync.desk
    ADD COLUMN code_until timestamptz,
    ADD COLUMN joined_at timestamptz,
    ADD COLUMN wipe_asked_at timestamptz,
    ADD COLUMN wiped_at timestamptz;
COMMENT ON COLUMN sync.desk.code_until IS 'until then the secret that was told lets the desk join, and do nothing else; null once it has';
UPDATE sync.desk SET joined_at = enrolled_at;
