-- Official messages, the threads they form, the documents they came in, and how sources do.
-- Ids are text UUIDv7, instants milliseconds since 1970 (UTC), JSON is text, yes/no is 0 or 1.
-- Ids and codes compare byte by byte (COLLATE "C"), as they do in SQLite.
-- The same version in ../sqlite makes the same tables; a test compares them.

-- Rises with every change of what public pages show.
CREATE TABLE content_version (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);

INSERT INTO content_version (id, version) VALUES (1, 1);

-- Raw bytes as received, once per source. carries: 1 when they brought or contested a message; of the
-- others only the last per source is kept.
CREATE TABLE document (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    source TEXT COLLATE "C" NOT NULL,
    url TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    content_type TEXT,
    sha256 TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    carries BIGINT NOT NULL,
    UNIQUE (source, sha256)
);

-- One event. ends_at follows from its messages alone; NULL: nothing to tell (yet).
CREATE TABLE thread (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    ends_at BIGINT
);

-- Ids that led to a thread which turned out to be part of another.
CREATE TABLE thread_alias (
    alias TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    thread TEXT COLLATE "C" NOT NULL REFERENCES thread (id)
);

CREATE INDEX thread_alias_thread ON thread_alias (thread);

-- Where and when a thread is found: one row for each place code, with all that lists sort or filter by.
CREATE TABLE thread_area (
    thread TEXT COLLATE "C" NOT NULL REFERENCES thread (id),
    place TEXT COLLATE "C" NOT NULL,
    colour_rank BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    latest_at BIGINT NOT NULL,
    PRIMARY KEY (thread, place)
);

CREATE INDEX thread_area_end ON thread_area (place, colour_rank, ends_at, thread);

CREATE INDEX thread_area_latest ON thread_area (place, latest_at, thread);

-- Who, which, when, and what became of it: small, since confirmed_at moves at every poll.
-- Public messages, and no others, are in a thread.
CREATE TABLE message (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    thread TEXT COLLATE "C" REFERENCES thread (id),
    source TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C" NOT NULL REFERENCES document (id),
    sender TEXT NOT NULL,
    identifier TEXT NOT NULL,
    series TEXT COLLATE "C" NOT NULL,
    sent BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    review_after BIGINT NOT NULL,
    open_ended BIGINT NOT NULL CHECK (open_ended IN (0, 1)),
    default_language TEXT NOT NULL,
    publication TEXT NOT NULL CHECK (publication IN ('public', 'held', 'withheld')),
    publication_why TEXT,
    completeness TEXT NOT NULL CHECK (completeness IN ('entry', 'full')),
    UNIQUE (identifier, sent, sender),
    CHECK ((publication = 'public') = (thread IS NOT NULL))
);

-- Letting a document go asks whether a message hangs on it.
CREATE INDEX message_document ON message (document);
CREATE INDEX message_thread ON message (thread, sent, received_at, id);

CREATE INDEX message_series ON message (source, series, sent, id);

-- What it says: written once, or twice when a feed's entry is completed.
CREATE TABLE message_body (
    message TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES message (id),
    alert TEXT NOT NULL,
    resolved TEXT NOT NULL,
    deviations TEXT NOT NULL,
    geometry TEXT NOT NULL
);

-- What it refers to; sender and sent are NULL where only a bare identifier was given.
CREATE TABLE message_reference (
    message TEXT COLLATE "C" NOT NULL REFERENCES message (id),
    position BIGINT NOT NULL,
    identifier TEXT NOT NULL,
    sender TEXT,
    sent BIGINT,
    PRIMARY KEY (message, position)
);

CREATE INDEX message_reference_identifier ON message_reference (identifier);

-- How each source does.
CREATE TABLE source_status (
    source TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    first_seen BIGINT,
    last_attempt BIGINT,
    last_success BIGINT,
    last_failure BIGINT,
    last_error TEXT,
    failures BIGINT NOT NULL,
    etag TEXT,
    last_modified TEXT
);

-- Contours of communes that an operator imported.
CREATE TABLE commune_contour (
    insee TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    contour TEXT NOT NULL
);
