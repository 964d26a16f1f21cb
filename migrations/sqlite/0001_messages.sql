-- Official messages, the threads they form, the documents they came in, and how sources do.
-- Ids are text UUIDv7, instants milliseconds since 1970 (UTC), JSON is text, yes/no is 0 or 1.
-- The same version in ../postgres makes the same tables; a test compares them.

-- Rises with every change of what public pages show.
CREATE TABLE content_version (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;

INSERT INTO content_version (id, version) VALUES (1, 1);

-- Raw bytes as received, once per source. carries: 1 when they brought or contested a message; of the
-- others only the last per source is kept.
CREATE TABLE document (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    content_type TEXT,
    sha256 TEXT NOT NULL,
    bytes BLOB NOT NULL,
    carries INTEGER NOT NULL,
    UNIQUE (source, sha256)
) STRICT;

-- One event. ends_at follows from its messages alone; NULL: nothing to tell (yet).
CREATE TABLE thread (
    id TEXT NOT NULL PRIMARY KEY,
    ends_at INTEGER
) STRICT;

-- Ids that led to a thread which turned out to be part of another.
CREATE TABLE thread_alias (
    alias TEXT NOT NULL PRIMARY KEY,
    thread TEXT NOT NULL REFERENCES thread (id)
) STRICT;

CREATE INDEX thread_alias_thread ON thread_alias (thread);

-- Where and when a thread is found: one row for each place code, with all that lists sort or filter by.
CREATE TABLE thread_area (
    thread TEXT NOT NULL REFERENCES thread (id),
    place TEXT NOT NULL,
    colour_rank INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    latest_at INTEGER NOT NULL,
    PRIMARY KEY (thread, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX thread_area_end ON thread_area (place, colour_rank, ends_at, thread);

CREATE INDEX thread_area_latest ON thread_area (place, latest_at, thread);

-- Who, which, when, and what became of it: small, since confirmed_at moves at every poll.
-- Public messages, and no others, are in a thread.
CREATE TABLE message (
    id TEXT NOT NULL PRIMARY KEY,
    thread TEXT REFERENCES thread (id),
    source TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES document (id),
    sender TEXT NOT NULL,
    identifier TEXT NOT NULL,
    series TEXT NOT NULL,
    sent INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    confirmed_at INTEGER NOT NULL,
    review_after INTEGER NOT NULL,
    open_ended INTEGER NOT NULL CHECK (open_ended IN (0, 1)),
    default_language TEXT NOT NULL,
    publication TEXT NOT NULL CHECK (publication IN ('public', 'held', 'withheld')),
    publication_why TEXT,
    completeness TEXT NOT NULL CHECK (completeness IN ('entry', 'full')),
    UNIQUE (identifier, sent, sender),
    CHECK ((publication = 'public') = (thread IS NOT NULL))
) STRICT;

-- Letting a document go asks whether a message hangs on it.
CREATE INDEX message_document ON message (document);
CREATE INDEX message_thread ON message (thread, sent, received_at, id);

CREATE INDEX message_series ON message (source, series, sent, id);

-- What it says: written once, or twice when a feed's entry is completed.
CREATE TABLE message_body (
    message TEXT NOT NULL PRIMARY KEY REFERENCES message (id),
    alert TEXT NOT NULL,
    resolved TEXT NOT NULL,
    deviations TEXT NOT NULL,
    geometry TEXT NOT NULL
) STRICT;

-- What it refers to; sender and sent are NULL where only a bare identifier was given.
CREATE TABLE message_reference (
    message TEXT NOT NULL REFERENCES message (id),
    position INTEGER NOT NULL,
    identifier TEXT NOT NULL,
    sender TEXT,
    sent INTEGER,
    PRIMARY KEY (message, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_reference_identifier ON message_reference (identifier);

-- How each source does.
CREATE TABLE source_status (
    source TEXT NOT NULL PRIMARY KEY,
    first_seen INTEGER,
    last_attempt INTEGER,
    last_success INTEGER,
    last_failure INTEGER,
    last_error TEXT,
    failures INTEGER NOT NULL,
    etag TEXT,
    last_modified TEXT
) STRICT;

-- Contours of communes that an operator imported.
CREATE TABLE commune_contour (
    insee TEXT NOT NULL PRIMARY KEY,
    contour TEXT NOT NULL
) STRICT;
