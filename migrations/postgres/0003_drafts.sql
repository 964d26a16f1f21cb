-- Official messages as staff write them.
-- The same version in ../sqlite makes the same tables; a test compares them.

-- typed: everything as typed, JSON. detail: the state's own data (reason, publish_at), JSON.
-- thread: what it continues. message, released_thread: what it became.
CREATE TABLE draft (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    purpose TEXT COLLATE "C" NOT NULL CHECK (purpose IN ('new', 'update', 'extend', 'all-clear', 'cancel')),
    thread TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('writing', 'submitted', 'returned', 'scheduled', 'released', 'withdrawn')),
    reason TEXT NOT NULL,
    publish_at BIGINT,
    message TEXT COLLATE "C" REFERENCES message (id),
    released_thread TEXT COLLATE "C",
    revision BIGINT NOT NULL,
    version BIGINT NOT NULL,
    typed TEXT NOT NULL,
    emergency BIGINT NOT NULL CHECK (emergency IN (0, 1)),
    begun_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    CHECK ((purpose = 'new') = (thread IS NULL)),
    CHECK ((state = 'released') = (message IS NOT NULL)),
    CHECK ((state = 'scheduled') = (publish_at IS NOT NULL))
);

CREATE INDEX draft_state ON draft (state, changed_at, id);
CREATE INDEX draft_publish_at ON draft (publish_at);
CREATE INDEX draft_message ON draft (message);

-- Everybody who ever saved it: none of them releases it.
CREATE TABLE draft_author (
    draft TEXT COLLATE "C" NOT NULL REFERENCES draft (id),
    position BIGINT NOT NULL,
    staff TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    PRIMARY KEY (draft, staff)
);

-- What was handed in; never changed but for its outcome.
CREATE TABLE draft_version (
    draft TEXT COLLATE "C" NOT NULL REFERENCES draft (id),
    number BIGINT NOT NULL,
    typed TEXT NOT NULL,
    staff TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    at BIGINT NOT NULL,
    base TEXT COLLATE "C",
    outcome TEXT COLLATE "C" NOT NULL,
    decided_by TEXT COLLATE "C" REFERENCES staff (id),
    decided_at BIGINT,
    reason TEXT NOT NULL,
    PRIMARY KEY (draft, number)
);

-- Releases by one person alone, until each of the others has seen them.
CREATE TABLE alarm (
    draft TEXT COLLATE "C" NOT NULL REFERENCES draft (id),
    staff TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    raised_at BIGINT NOT NULL,
    seen_at BIGINT,
    PRIMARY KEY (draft, staff)
);

CREATE INDEX alarm_staff ON alarm (staff, seen_at);
