-- What staff decided about sources.
-- The same version in ../postgres makes the same tables; a test compares them.

CREATE TABLE source_steering (
    source TEXT NOT NULL PRIMARY KEY,
    paused_at INTEGER,
    asked_at INTEGER
) STRICT;

-- The queue of what a person has to confirm.
CREATE INDEX message_held ON message (publication, received_at, id);
