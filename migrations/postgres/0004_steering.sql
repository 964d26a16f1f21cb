-- What staff decided about sources.
-- The same version in ../sqlite makes the same tables; a test compares them.

CREATE TABLE source_steering (
    source TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    paused_at BIGINT,
    asked_at BIGINT
);

-- The queue of what a person has to confirm.
CREATE INDEX message_held ON message (publication, received_at, id);
