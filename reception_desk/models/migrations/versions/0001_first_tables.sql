-- The first schema: office, persons, visits, matters, papers, audit, and the desk's own tables.

CREATE TABLE audit_entry (
    position INTEGER NOT NULL,
    occurred_at VARCHAR(24) NOT NULL,
    action TEXT NOT NULL,
    subject_table TEXT,
    subject_id VARCHAR(36),
    reason TEXT,
    detail TEXT,
    previous_hash VARCHAR(64) NOT NULL,
    entry_hash VARCHAR(64) NOT NULL,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_audit_entry PRIMARY KEY (id)
);

CREATE INDEX ix_audit_entry_desk_id_position ON audit_entry (desk_id, position);

CREATE INDEX ix_audit_entry_subject_id ON audit_entry (subject_id);

CREATE TABLE calendar_day (
    day DATE NOT NULL,
    is_working BOOLEAN NOT NULL,
    source TEXT NOT NULL,
    status TEXT NOT NULL,
    note TEXT,
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_calendar_day PRIMARY KEY (id)
);

CREATE TABLE draft (
    id VARCHAR(36) NOT NULL,
    account_id VARCHAR(36) NOT NULL,
    position INTEGER NOT NULL,
    payload TEXT NOT NULL,
    updated_at VARCHAR(24) NOT NULL,
    CONSTRAINT pk_draft PRIMARY KEY (id)
);

CREATE INDEX ix_draft_account_id ON draft (account_id);

CREATE TABLE local_setting (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_local_setting PRIMARY KEY (name)
);

CREATE TABLE matter (
    title TEXT NOT NULL,
    matter_class TEXT,
    purpose TEXT,
    category TEXT,
    place_code TEXT,
    registered_at VARCHAR(24) NOT NULL,
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_matter PRIMARY KEY (id)
);

CREATE INDEX ix_matter_registered_at ON matter (registered_at);

CREATE TABLE outbox (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    table_name TEXT NOT NULL,
    row_id TEXT NOT NULL,
    operation VARCHAR(1) NOT NULL,
    hlc INTEGER NOT NULL,
    new_values TEXT,
    old_values TEXT,
    refusal TEXT
);

CREATE INDEX ix_outbox_row_id ON outbox (row_id);

CREATE TABLE person (
    name TEXT,
    sex TEXT,
    nation TEXT,
    birth_date DATE,
    document_type TEXT,
    document_number TEXT,
    document_valid_until DATE,
    phone TEXT,
    address TEXT,
    division_code TEXT,
    occupation TEXT,
    workplace TEXT,
    organisation_name TEXT,
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_person PRIMARY KEY (id)
);

CREATE INDEX ix_person_document_number ON person (document_number);

CREATE TABLE search_key (
    kind VARCHAR(1) NOT NULL,
    text TEXT NOT NULL,
    subject_row INTEGER NOT NULL,
    CONSTRAINT pk_search_key PRIMARY KEY (kind, text, subject_row)
)
 WITHOUT ROWID;

CREATE INDEX ix_search_key_subject_row ON search_key (subject_row);

CREATE TABLE search_pending (
    id INTEGER NOT NULL,
    subject TEXT NOT NULL,
    subject_row INTEGER NOT NULL,
    CONSTRAINT pk_search_pending PRIMARY KEY (id)
);

CREATE TABLE sync_cursor (
    stream INTEGER NOT NULL,
    pos INTEGER NOT NULL,
    CONSTRAINT pk_sync_cursor PRIMARY KEY (stream)
);

CREATE TABLE sync_state (
    one INTEGER NOT NULL,
    client TEXT NOT NULL,
    applying BOOLEAN NOT NULL,
    hlc INTEGER NOT NULL,
    skew INTEGER NOT NULL,
    acked INTEGER NOT NULL,
    epoch TEXT,
    synced_at VARCHAR(24),
    CONSTRAINT pk_sync_state PRIMARY KEY (one),
    CONSTRAINT one_row CHECK (one = 1)
);

CREATE TABLE unit (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent_id VARCHAR(36),
    division_code TEXT,
    own_stream INTEGER NOT NULL,
    address TEXT,
    phone TEXT,
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_unit PRIMARY KEY (id),
    CONSTRAINT fk_unit_parent_id_unit FOREIGN KEY(parent_id) REFERENCES unit (id)
);

CREATE INDEX ix_unit_code ON unit (code);

CREATE TABLE account (
    login TEXT NOT NULL,
    display_name TEXT NOT NULL,
    unit_id VARCHAR(36) NOT NULL,
    password_hash TEXT NOT NULL,
    password_changed_at VARCHAR(24) NOT NULL,
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT fk_account_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id)
);

CREATE INDEX ix_account_login ON account (login);

CREATE TABLE desk (
    unit_id VARCHAR(36) NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    window TEXT NOT NULL,
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_desk PRIMARY KEY (id),
    CONSTRAINT fk_desk_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id)
);

CREATE TABLE account_role (
    account_id VARCHAR(36) NOT NULL,
    role VARCHAR(40) NOT NULL,
    valid_from DATE NOT NULL,
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_account_role PRIMARY KEY (id),
    CONSTRAINT fk_account_role_account_id_account FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_account_role_account_id ON account_role (account_id);

CREATE TABLE visit (
    unit_id VARCHAR(36) NOT NULL,
    provisional_number TEXT NOT NULL,
    number TEXT,
    query_code TEXT NOT NULL,
    arrived_at VARCHAR(24) NOT NULL,
    received_at VARCHAR(24),
    ended_at VARCHAR(24),
    zone TEXT NOT NULL,
    window TEXT NOT NULL,
    received_by VARCHAR(36) NOT NULL,
    form VARCHAR(3) NOT NULL,
    channel TEXT NOT NULL,
    head_count INTEGER NOT NULL,
    claim TEXT NOT NULL,
    facts TEXT NOT NULL,
    to_complete BOOLEAN NOT NULL,
    summary TEXT NOT NULL,
    purpose TEXT,
    matter_class TEXT,
    category TEXT,
    place_code TEXT,
    respondent TEXT,
    earlier_handling TEXT,
    is_oral BOOLEAN NOT NULL,
    read_back_at VARCHAR(24),
    outcome TEXT,
    outcome_note TEXT,
    target_unit_id VARCHAR(36),
    privacy_notice TEXT,
    delivery_way TEXT,
    delivery_address TEXT,
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_visit PRIMARY KEY (id),
    CONSTRAINT fk_visit_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id),
    CONSTRAINT fk_visit_received_by_account FOREIGN KEY(received_by) REFERENCES account (id),
    CONSTRAINT fk_visit_target_unit_id_unit FOREIGN KEY(target_unit_id) REFERENCES unit (id)
);

CREATE INDEX ix_visit_arrived_at_id ON visit (arrived_at, id);

CREATE INDEX ix_visit_provisional_number ON visit (provisional_number);

CREATE TABLE document (
    visit_id VARCHAR(36),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    number TEXT,
    paper TEXT NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    size INTEGER NOT NULL,
    is_stale BOOLEAN NOT NULL,
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_document PRIMARY KEY (id),
    CONSTRAINT fk_document_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id)
);

CREATE INDEX ix_document_visit_id ON document (visit_id);

CREATE TABLE material (
    visit_id VARCHAR(36) NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    pages INTEGER NOT NULL,
    copies INTEGER NOT NULL,
    is_original BOOLEAN NOT NULL,
    returned_at VARCHAR(24),
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_material PRIMARY KEY (id),
    CONSTRAINT fk_material_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id)
);

CREATE INDEX ix_material_visit_id ON material (visit_id);

CREATE TABLE scanned_document (
    visit_id VARCHAR(36) NOT NULL,
    title TEXT NOT NULL,
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_scanned_document PRIMARY KEY (id),
    CONSTRAINT fk_scanned_document_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id)
);

CREATE INDEX ix_scanned_document_visit_id ON scanned_document (visit_id);

CREATE TABLE step (
    matter_id VARCHAR(36) NOT NULL,
    visit_id VARCHAR(36),
    event TEXT NOT NULL,
    occurred_at VARCHAR(24) NOT NULL,
    basis TEXT,
    reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_step PRIMARY KEY (id),
    CONSTRAINT fk_step_matter_id_matter FOREIGN KEY(matter_id) REFERENCES matter (id),
    CONSTRAINT fk_step_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id)
);

CREATE INDEX ix_step_matter_id ON step (matter_id);

CREATE TABLE visit_matter (
    visit_id VARCHAR(36) NOT NULL,
    matter_id VARCHAR(36) NOT NULL,
    relation TEXT NOT NULL,
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_visit_matter PRIMARY KEY (id),
    CONSTRAINT fk_visit_matter_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_visit_matter_matter_id_matter FOREIGN KEY(matter_id) REFERENCES matter (id)
);

CREATE INDEX ix_visit_matter_matter_id ON visit_matter (matter_id);

CREATE INDEX ix_visit_matter_visit_id ON visit_matter (visit_id);

CREATE TABLE visit_need (
    visit_id VARCHAR(36) NOT NULL,
    need TEXT NOT NULL,
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_visit_need PRIMARY KEY (id),
    CONSTRAINT fk_visit_need_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id)
);

CREATE INDEX ix_visit_need_visit_id ON visit_need (visit_id);

CREATE TABLE visit_person (
    visit_id VARCHAR(36) NOT NULL,
    person_id VARCHAR(36) NOT NULL,
    role TEXT NOT NULL,
    position INTEGER NOT NULL,
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_visit_person PRIMARY KEY (id),
    CONSTRAINT fk_visit_person_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_visit_person_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_visit_person_person_id ON visit_person (person_id);

CREATE INDEX ix_visit_person_visit_id ON visit_person (visit_id);

CREATE TABLE print_event (
    document_id VARCHAR(36) NOT NULL,
    job TEXT NOT NULL,
    printer TEXT NOT NULL,
    state TEXT NOT NULL,
    printer_reason TEXT,
    copies INTEGER NOT NULL,
    is_reprint BOOLEAN NOT NULL,
    occurred_at VARCHAR(24) NOT NULL,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_print_event PRIMARY KEY (id),
    CONSTRAINT fk_print_event_document_id_document FOREIGN KEY(document_id) REFERENCES document (id)
);

CREATE INDEX ix_print_event_document_id ON print_event (document_id);

CREATE TABLE scanned_page (
    scanned_document_id VARCHAR(36) NOT NULL,
    position INTEGER NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    resolution INTEGER NOT NULL,
    is_partial BOOLEAN NOT NULL,
    source TEXT NOT NULL,
    voided_at VARCHAR(24),
    voided_by VARCHAR(36),
    void_reason TEXT,
    id VARCHAR(36) NOT NULL,
    stream INTEGER NOT NULL,
    desk_id VARCHAR(36) NOT NULL,
    created_at VARCHAR(24) NOT NULL,
    created_by VARCHAR(36),
    CONSTRAINT pk_scanned_page PRIMARY KEY (id),
    CONSTRAINT fk_scanned_page_scanned_document_id_scanned_document FOREIGN KEY(scanned_document_id) REFERENCES scanned_document (id)
);

CREATE INDEX ix_scanned_page_scanned_document_id ON scanned_page (scanned_document_id);

CREATE VIRTUAL TABLE visit_text USING fts5 (
    summary, claim, facts, content = 'visit', content_rowid = 'rowid', tokenize = 'trigram'
);
