-- Second judgings, and retention: which originals were given up, and what may not be.

ALTER TABLE flows ADD COLUMN purged_at TEXT;                            -- set first; place is emptied once it is removed
ALTER TABLE flows ADD COLUMN rejudged INTEGER NOT NULL DEFAULT 0;         -- how often, by edi reprocess
ALTER TABLE flows ADD COLUMN rejudge_failures INTEGER NOT NULL DEFAULT 0; -- of the last of these, in a row

CREATE TABLE holds (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    flow       TEXT REFERENCES flows (id),
    partner    TEXT,                             -- all of its flows, those to come included
    reason     TEXT NOT NULL,
    at         TEXT NOT NULL,
    removed_at TEXT,                             -- a hold that was lifted stays on record
    CHECK ((flow IS NULL) <> (partner IS NULL))
);
CREATE INDEX holds_by_flow ON holds (flow) WHERE removed_at IS NULL;
CREATE INDEX flows_half_purged ON flows (seq) WHERE purged_at IS NOT NULL AND place IS NOT NULL;
