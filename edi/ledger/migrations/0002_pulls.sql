-- What the gateway knows of the files in the folders it fetches from. A row lives as long as its remote file is there.
CREATE TABLE pulls (
    partner   TEXT NOT NULL,
    name      BLOB NOT NULL,                     -- the bytes of the name, there and in the inbox
    size      INTEGER NOT NULL,                  -- size and mtime as the server gave them: both the same, the same file
    mtime     INTEGER NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('seen', 'fetched')),
    since     REAL NOT NULL,                     -- unchanged (seen) or last try to remove it (fetched): seconds of the
    boot      TEXT NOT NULL,                     -- ... monotonic clock of this boot
    sha256    TEXT,                              -- of the bytes fetched
    after_seq INTEGER,                           -- flows.seq when they were: the flow they became has a higher one
    told      INTEGER NOT NULL DEFAULT 0,        -- that it cannot be removed
    PRIMARY KEY (partner, name),
    CHECK ((state = 'fetched') = (sha256 IS NOT NULL AND after_seq IS NOT NULL))
) WITHOUT ROWID;

-- When a server last refused our login: it is not tried again too soon, whatever restarts.
CREATE TABLE logins (
    partner    TEXT PRIMARY KEY,
    refused_at TEXT NOT NULL
) WITHOUT ROWID;
