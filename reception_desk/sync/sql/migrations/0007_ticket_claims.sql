-- Which desk may take a ticket out of the common queue: one for each turn, given once.

CREATE TABLE sync.ticket_claim (
    ticket uuid NOT NULL,
    turn int NOT NULL,
    desk int NOT NULL REFERENCES sync.desk,
    claimed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (ticket, turn)
);
COMMENT ON TABLE sync.ticket_claim IS 'the key decides between two windows that call at once';
