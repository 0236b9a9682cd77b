-- Grants the first of these tickets that nobody has taken at the turn its caller saw. One call is
-- one transaction and takes one ticket, so no two callers can wait for each other.
--
-- A restored centre has forgotten claims: as with numbers, it grants nothing until every desk has
-- sent again what it had; events that were sent count as claims from then on.
CREATE FUNCTION sync.claim_ticket(p_tickets uuid[], p_turns int[]) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
DECLARE
    d sync.desk := sync.caller();
    wish record;
BEGIN
    IF NOT sync.open_numbering(false) THEN
        RETURN jsonb_build_object('is_open', false);
    END IF;
    FOR wish IN SELECT * FROM unnest(p_tickets, p_turns) WITH ORDINALITY AS w (ticket, turn, place)
                 ORDER BY w.place LOOP
        CONTINUE WHEN EXISTS (SELECT FROM app.ticket_event AS e
                               WHERE e.ticket_id = wish.ticket AND e.turn >= wish.turn
                                 AND e.event IN ('called', 'received'));
        INSERT INTO sync.ticket_claim (ticket, turn, desk) VALUES (wish.ticket, wish.turn, d.id)
            ON CONFLICT DO NOTHING;
        IF EXISTS (SELECT FROM sync.ticket_claim AS c
                    WHERE c.ticket = wish.ticket AND c.turn = wish.turn AND c.desk = d.id) THEN
            RETURN jsonb_build_object('is_open', true, 'ticket', wish.ticket);
        END IF;
    END LOOP;
    RETURN jsonb_build_object('is_open', true, 'ticket', NULL);
END
$body$;
