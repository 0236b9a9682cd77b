-- Puts one change aside that the centre cannot hold, so that the next may come.
CREATE FUNCTION sync.park(
    p_client uuid, p_seq bigint, p_hlc bigint, p_table text, p_row text, p_refusal text,
    p_change text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
DECLARE
    d sync.desk := sync.locked_caller();
    answer jsonb;
BEGIN
    answer := sync.objection(d, p_client, p_seq, p_seq);
    IF answer IS NOT NULL THEN
        RETURN answer;
    END IF;
    INSERT INTO sync.dead (desk, client, seq, hlc, table_name, row_id, refusal, change)
    SELECT d.id, p_client, p_seq, p_hlc, p_table, p_row,
           CASE WHEN e.is_field THEN 'field erased by an order' ELSE p_refusal END,
           CASE WHEN NOT e.is_field THEN p_change END
      FROM sync.has_erased_field(p_table, p_row) AS e (is_field)
     WHERE NOT sync.mentions_erased(p_row, p_change)
    ON CONFLICT DO NOTHING;
    UPDATE sync.desk SET last_seq = p_seq, last_hlc = p_hlc, seen_at = clock_timestamp()
     WHERE id = d.id;
    PERFORM sync.give_waiting_numbers();
    RETURN jsonb_build_object('outcome', 'accepted', 'last_seq', p_seq, 'last_hlc', p_hlc,
                              'heads', '{}'::jsonb, 'inserted', 0, 'conflicts', 0);
END
$body$;

-- The desk has sent these changes anew, or sent their rows whole: they are no longer open.
CREATE FUNCTION sync.close_dead(p_client uuid, p_seqs bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
DECLARE
    d sync.desk := sync.caller();
    closed bigint;
BEGIN
    UPDATE sync.dead SET closed_at = clock_timestamp(), closed_by = d.name
     WHERE desk = d.id AND client = p_client AND seq = ANY (p_seqs) AND closed_at IS NULL;
    GET DIAGNOSTICS closed = ROW_COUNT;
    RETURN closed;
END
$body$;
