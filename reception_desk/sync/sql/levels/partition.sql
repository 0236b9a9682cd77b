CREATE TABLE IF NOT EXISTS app.@table@_@county@
    PARTITION OF app.@table@ FOR VALUES IN ('@county@');
