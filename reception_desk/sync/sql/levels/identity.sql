-- The county's name on every row, and the key by which its rows are found above. A row filter may
-- read only columns of that key; the constant costs no rewrite of the table.
ALTER TABLE app.@table@ ADD COLUMN IF NOT EXISTS _county text NOT NULL DEFAULT '@county@';
CREATE UNIQUE INDEX IF NOT EXISTS @table@_upward ON app.@table@ (id, stream, _county);
ALTER TABLE app.@table@ REPLICA IDENTITY USING INDEX @table@_upward;
-- Row filters do not hold back who reads the table itself: the first copy does.
DROP POLICY IF EXISTS upward ON app.@table@;
CREATE POLICY upward ON app.@table@ FOR SELECT TO @reader@ USING (@filter@);
