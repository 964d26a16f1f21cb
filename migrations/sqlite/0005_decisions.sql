-- What a person decided about a held message, for when the source sends it again, whole.
-- The same version in ../postgres makes the same tables; a test compares them.

CREATE TABLE held_decision (
    message TEXT NOT NULL PRIMARY KEY REFERENCES message (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('released', 'dismissed', 'reopened')),
    -- Where the source said that it holds, and where the person said instead: JSON.
    told TEXT NOT NULL,
    chosen TEXT,
    -- The event that residents found it in: permalinks outlive a decision.
    thread TEXT
) STRICT;
