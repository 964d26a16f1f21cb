-- Official messages as staff write them.
-- The same version in ../postgres makes the same tables; a test compares them.

-- typed: everything as typed, JSON. detail: the state's own data (reason, publish_at), JSON.
-- thread: what it continues. message, released_thread: what it became.
CREATE TABLE draft (
    id TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('new', 'update', 'extend', 'all-clear', 'cancel')),
    thread TEXT,
    state TEXT NOT NULL CHECK (state IN ('writing', 'submitted', 'returned', 'scheduled', 'released', 'withdrawn')),
    reason TEXT NOT NULL,
    publish_at INTEGER,
    message TEXT REFERENCES message (id),
    released_thread TEXT,
    revision INTEGER NOT NULL,
    version INTEGER NOT NULL,
    typed TEXT NOT NULL,
    emergency INTEGER NOT NULL CHECK (emergency IN (0, 1)),
    begun_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    CHECK ((purpose = 'new') = (thread IS NULL)),
    CHECK ((state = 'released') = (message IS NOT NULL)),
    CHECK ((state = 'scheduled') = (publish_at IS NOT NULL))
) STRICT;

CREATE INDEX draft_state ON draft (state, changed_at, id);
CREATE INDEX draft_publish_at ON draft (publish_at);
CREATE INDEX draft_message ON draft (message);

-- Everybody who ever saved it: none of them releases it.
CREATE TABLE draft_author (
    draft TEXT NOT NULL REFERENCES draft (id),
    position INTEGER NOT NULL,
    staff TEXT NOT NULL REFERENCES staff (id),
    PRIMARY KEY (draft, staff)
) STRICT, WITHOUT ROWID;

-- What was handed in; never changed but for its outcome.
CREATE TABLE draft_version (
    draft TEXT NOT NULL REFERENCES draft (id),
    number INTEGER NOT NULL,
    typed TEXT NOT NULL,
    staff TEXT NOT NULL REFERENCES staff (id),
    at INTEGER NOT NULL,
    base TEXT,
    outcome TEXT NOT NULL,
    decided_by TEXT REFERENCES staff (id),
    decided_at INTEGER,
    reason TEXT NOT NULL,
    PRIMARY KEY (draft, number)
) STRICT, WITHOUT ROWID;

-- Releases by one person alone, until each of the others has seen them.
CREATE TABLE alarm (
    draft TEXT NOT NULL REFERENCES draft (id),
    staff TEXT NOT NULL REFERENCES staff (id),
    raised_at INTEGER NOT NULL,
    seen_at INTEGER,
    PRIMARY KEY (draft, staff)
) STRICT, WITHOUT ROWID;

CREATE INDEX alarm_staff ON alarm (staff, seen_at);
