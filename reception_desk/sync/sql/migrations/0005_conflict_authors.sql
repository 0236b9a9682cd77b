-- Conflicts go to the desks, where a person settles them: who changed what, under a key that is
-- the same when a restored centre meets the same two changes again.

ALTER TABLE sync.conflict
    ADD COLUMN held_by uuid,
    ADD COLUMN sent_by uuid,
    ADD COLUMN key uuid;
UPDATE sync.conflict
   SET key = md5(concat_ws(' ', table_name, row_id, column_name, held_hlc, sent_hlc))::uuid;
ALTER TABLE sync.conflict ALTER COLUMN key SET NOT NULL;
DROP INDEX sync.conflict_stream_pos;
CREATE INDEX conflict_pull ON sync.conflict (stream, pos, key);
COMMENT ON COLUMN sync.conflict.held_by IS 'the account that made the value held';
COMMENT ON COLUMN sync.conflict.sent_by IS 'the account that made the value sent';

-- A refused change that went up again in another way is no longer open.
ALTER TABLE sync.dead
    ADD COLUMN closed_at timestamptz,
    ADD COLUMN closed_by text;
COMMENT ON COLUMN sync.dead.closed_by IS 'the desk that sent the row anew, or the administrator';
