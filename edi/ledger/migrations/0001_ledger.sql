-- The ledger's first shape. Times are UTC, ISO 8601, microseconds. Nothing is ever deleted by the river itself.

CREATE TABLE flows (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT NOT NULL UNIQUE,          -- the gateway's own: sorts by time, never repeats
    partner       TEXT NOT NULL,
    drop_name     TEXT NOT NULL,                 -- as dropped, made printable
    state         TEXT NOT NULL CHECK (state IN ('taken', 'decided', 'returned', 'done')),
    taken_at      TEXT NOT NULL,
    size          INTEGER,
    sha256        TEXT,
    flow_id       TEXT,                          -- the partner's own
    interface     TEXT,
    verdict       TEXT,                          -- NULL until decided
    repeat_of     TEXT REFERENCES flows (id),
    version       INTEGER NOT NULL DEFAULT 1,
    packs         TEXT,                          -- JSON: what judged it
    decided_at    TEXT,
    returned_at   TEXT,
    archived_at   TEXT,
    place         TEXT,                          -- where the original lies, below state/
    attempts      INTEGER NOT NULL DEFAULT 0,    -- judgings that failed by our own fault
    next_try_at   TEXT,
    failure       TEXT,                          -- the last such failure
    CHECK ((state = 'taken') = (verdict IS NULL))
);
CREATE INDEX flows_unfinished ON flows (state) WHERE state <> 'done';
CREATE INDEX flows_by_flow_id ON flows (flow_id);
CREATE INDEX flows_by_sha256 ON flows (sha256);
CREATE INDEX flows_by_drop_name ON flows (drop_name);

-- Documents, findings and returns belong to one version of a flow's verdict; flows.version names the one in force.
CREATE TABLE documents (
    flow                TEXT NOT NULL REFERENCES flows (id),
    version             INTEGER NOT NULL,
    position            INTEGER NOT NULL,
    member              TEXT NOT NULL,
    number              TEXT,
    type                TEXT,
    issue_date          TEXT,
    cadre               TEXT,
    syntax              TEXT,
    supplier_type       INTEGER,
    supplier_id         TEXT,
    supplier_name       TEXT,
    supplier_country    TEXT,
    debtor_id           TEXT,
    debtor_name         TEXT,
    debtor_service      TEXT,
    debtor_service_name TEXT,
    verdict             TEXT NOT NULL,
    statuses            TEXT NOT NULL,           -- JSON list of CPPStatut codes, in order
    PRIMARY KEY (flow, version, position)
) WITHOUT ROWID;
CREATE INDEX documents_by_number ON documents (number);

CREATE TABLE findings (
    flow      TEXT NOT NULL REFERENCES flows (id),
    version   INTEGER NOT NULL,
    position  INTEGER,                           -- the document's; NULL for the flow itself
    rank      INTEGER NOT NULL,
    code      TEXT NOT NULL,
    severity  TEXT NOT NULL,
    rule      TEXT NOT NULL,
    member    TEXT,
    xpath     TEXT,
    line      INTEGER,
    value     TEXT,
    facts     TEXT NOT NULL                      -- JSON: what the sentence quotes
);
CREATE INDEX findings_by_flow ON findings (flow);
CREATE INDEX findings_by_code ON findings (code);

CREATE TABLE returns (
    seq     INTEGER PRIMARY KEY,                 -- order of rendering
    flow    TEXT NOT NULL REFERENCES flows (id),
    version INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    name    TEXT NOT NULL UNIQUE,
    sha256  TEXT NOT NULL,
    content BLOB NOT NULL                        -- zlib
);
CREATE INDEX returns_by_flow ON returns (flow);

-- The 15-digit serials of return ids. A row is one serial given; it never comes back.
CREATE TABLE serials (value INTEGER PRIMARY KEY AUTOINCREMENT);

-- What was received once for ever, written in the transaction of the decision it belongs to.
CREATE TABLE seen (
    kind  TEXT NOT NULL,                         -- bytes, flow-id, invoice
    key   TEXT NOT NULL,
    flow  TEXT NOT NULL REFERENCES flows (id),
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;

-- Drops seen and not yet settled, so that the next run knows since when they have not changed.
CREATE TABLE sightings (
    partner  TEXT NOT NULL,
    name     BLOB NOT NULL,                      -- the bytes of the name
    size     INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode    INTEGER NOT NULL,
    since    REAL NOT NULL,                      -- seconds of the monotonic clock ...
    boot     TEXT NOT NULL,                      -- ... of this boot
    PRIMARY KEY (partner, name)
) WITHOUT ROWID;
