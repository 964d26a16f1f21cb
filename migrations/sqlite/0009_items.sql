-- Items: what watchers and verifiers work on. A hazard report, which stays sealed in the vault and of which only the
-- key of its envelope stands here, or a post that somebody found on the web and typed in.
-- Ids are text UUIDv7, instants milliseconds since 1970 (UTC).
-- Never here: what a report says, where it is, who sent it. Notes are staff's own words, in clear.
-- The same version in ../postgres makes the same tables; a test compares them.

-- report: the envelope's key, 32 hexadecimal digits; post: JSON; one of the two. checks: words, apart by spaces.
-- holder, lease_until, fence: who works on it until when; the number rises with every new holder, and a write with
-- an earlier one is refused. lease_until is 0 while nobody holds it.
CREATE TABLE item (
    id TEXT NOT NULL PRIMARY KEY,
    report TEXT UNIQUE,
    post TEXT,
    lane TEXT NOT NULL CHECK (lane IN ('urgent', 'normal', 'slow', 'quarantine')),
    state TEXT NOT NULL CHECK (state IN ('new', 'taken', 'done', 'dropped')),
    came_at INTEGER NOT NULL,
    source_grade TEXT NOT NULL CHECK (source_grade IN ('A', 'B', 'C', 'D', 'E', 'F')),
    information_grade INTEGER NOT NULL CHECK (information_grade BETWEEN 1 AND 6),
    checks TEXT NOT NULL,
    holder TEXT REFERENCES staff (id),
    lease_until INTEGER NOT NULL,
    fence INTEGER NOT NULL,
    CHECK ((report IS NULL) <> (post IS NULL))
) STRICT;

CREATE INDEX item_open ON item (lane, came_at, id) WHERE state IN ('new', 'taken');

CREATE INDEX item_closed ON item (lane, came_at, id) WHERE state IN ('done', 'dropped');

CREATE INDEX item_held ON item (lease_until) WHERE holder IS NOT NULL;

-- What staff wrote beside an item; nothing is changed or taken away.
CREATE TABLE item_note (
    id TEXT NOT NULL PRIMARY KEY,
    item TEXT NOT NULL REFERENCES item (id),
    author TEXT NOT NULL REFERENCES staff (id),
    at INTEGER NOT NULL,
    words TEXT NOT NULL
) STRICT;

CREATE INDEX item_note_item ON item_note (item, at, id);

-- Two items that somebody looked at together; a is the smaller id. same: one event, perhaps one person;
-- independent: one event, seen by two; apart: not the same, so that it is not suggested again.
CREATE TABLE item_link (
    a TEXT NOT NULL REFERENCES item (id),
    b TEXT NOT NULL REFERENCES item (id),
    how TEXT NOT NULL CHECK (how IN ('same', 'independent', 'apart')),
    author TEXT NOT NULL REFERENCES staff (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (a, b),
    CHECK (a < b)
) STRICT;

CREATE INDEX item_link_b ON item_link (b);
