-- What a person decided about a held message, for when the source sends it again, whole.
-- The same version in ../sqlite makes the same tables; a test compares them.

CREATE TABLE held_decision (
    message TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES message (id),
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('released', 'dismissed', 'reopened')),
    -- Where the source said that it holds, and where the person said instead: JSON.
    told TEXT COLLATE "C" NOT NULL,
    chosen TEXT COLLATE "C",
    -- The event that residents found it in: permalinks outlive a decision.
    thread TEXT COLLATE "C"
);
