-- The logbook: what a team on duty writes down, in order. Beside the audit, which writes itself.
-- Append-only; each entry holds the hash of the one before. An entry's hash is made over the hash of its words, so that
-- words can be purged (words becomes NULL) and the chain still holds. Instants are milliseconds since 1970 (UTC).
-- The same version in ../postgres makes the same tables; a test compares them.
CREATE TABLE logbook (
    seq INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    author_name TEXT NOT NULL,
    words TEXT,
    words_hash TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;

-- Where the chain ends: shows a cut tail.
CREATE TABLE logbook_head (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;

INSERT INTO logbook_head (id, seq, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TRIGGER logbook_no_update BEFORE UPDATE ON logbook
WHEN NEW.words IS NOT NULL OR NEW.seq <> OLD.seq OR NEW.at <> OLD.at OR NEW.author <> OLD.author
    OR NEW.author_name <> OLD.author_name OR NEW.words_hash <> OLD.words_hash OR NEW.previous <> OLD.previous
    OR NEW.hash <> OLD.hash
BEGIN SELECT RAISE(ABORT, 'the logbook is append-only'); END;

CREATE TRIGGER logbook_no_delete BEFORE DELETE ON logbook
BEGIN SELECT RAISE(ABORT, 'the logbook is append-only'); END;
