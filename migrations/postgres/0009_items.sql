-- Items: what watchers and verifiers work on. A hazard report, which stays sealed in the vault and of which only the
-- key of its envelope stands here, or a post that somebody found on the web and typed in.
-- Ids are text UUIDv7, instants milliseconds since 1970 (UTC).
-- Ids and codes compare byte by byte (COLLATE "C"), as they do in SQLite.
-- Never here: what a report says, where it is, who sent it. Notes are staff's own words, in clear.
-- The same version in ../sqlite makes the same tables; a test compares them.

-- report: the envelope's key, 32 hexadecimal digits; post: JSON; one of the two. checks: words, apart by spaces.
-- holder, lease_until, fence: who works on it until when; the number rises with every new holder, and a write with
-- an earlier one is refused. lease_until is 0 while nobody holds it.
CREATE TABLE item (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    report TEXT COLLATE "C" UNIQUE,
    post TEXT COLLATE "C",
    lane TEXT COLLATE "C" NOT NULL CHECK (lane IN ('urgent', 'normal', 'slow', 'quarantine')),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('new', 'taken', 'done', 'dropped')),
    came_at BIGINT NOT NULL,
    source_grade TEXT COLLATE "C" NOT NULL CHECK (source_grade IN ('A', 'B', 'C', 'D', 'E', 'F')),
    information_grade BIGINT NOT NULL CHECK (information_grade BETWEEN 1 AND 6),
    checks TEXT COLLATE "C" NOT NULL,
    holder TEXT COLLATE "C" REFERENCES staff (id),
    lease_until BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    CHECK ((report IS NULL) <> (post IS NULL))
);

CREATE INDEX item_open ON item (lane, came_at, id) WHERE state IN ('new', 'taken');

CREATE INDEX item_closed ON item (lane, came_at, id) WHERE state IN ('done', 'dropped');

CREATE INDEX item_held ON item (lease_until) WHERE holder IS NOT NULL;

-- What staff wrote beside an item; nothing is changed or taken away.
CREATE TABLE item_note (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    item TEXT COLLATE "C" NOT NULL REFERENCES item (id),
    author TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    at BIGINT NOT NULL,
    words TEXT COLLATE "C" NOT NULL
);

CREATE INDEX item_note_item ON item_note (item, at, id);

-- Two items that somebody looked at together; a is the smaller id. same: one event, perhaps one person;
-- independent: one event, seen by two; apart: not the same, so that it is not suggested again.
CREATE TABLE item_link (
    a TEXT COLLATE "C" NOT NULL REFERENCES item (id),
    b TEXT COLLATE "C" NOT NULL REFERENCES item (id),
    how TEXT COLLATE "C" NOT NULL CHECK (how IN ('same', 'independent', 'apart')),
    author TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (a, b),
    CHECK (a < b)
);

CREATE INDEX item_link_b ON item_link (b);
