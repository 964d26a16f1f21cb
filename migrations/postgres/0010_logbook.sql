-- The logbook: what a team on duty writes down, in order. Beside the audit, which writes itself.
-- Append-only; each entry holds the hash of the one before. An entry's hash is made over the hash of its words, so that
-- words can be purged (words becomes NULL) and the chain still holds. Instants are milliseconds since 1970 (UTC).
-- Ids and codes compare byte by byte (COLLATE "C"), as they do in SQLite.
-- The same version in ../sqlite makes the same tables; a test compares them.
CREATE TABLE logbook (
    seq BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    author TEXT COLLATE "C" NOT NULL,
    author_name TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C",
    words_hash TEXT COLLATE "C" NOT NULL,
    previous TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL UNIQUE
);

-- Where the chain ends: shows a cut tail.
CREATE TABLE logbook_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);

INSERT INTO logbook_head (id, seq, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE FUNCTION logbook_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the logbook is append-only';
END
$$;

CREATE TRIGGER logbook_no_update BEFORE UPDATE ON logbook FOR EACH ROW
WHEN (NEW.words IS NOT NULL OR NEW.seq <> OLD.seq OR NEW.at <> OLD.at OR NEW.author <> OLD.author
    OR NEW.author_name <> OLD.author_name OR NEW.words_hash <> OLD.words_hash OR NEW.previous <> OLD.previous
    OR NEW.hash <> OLD.hash)
EXECUTE FUNCTION logbook_is_append_only();

CREATE TRIGGER logbook_no_delete BEFORE DELETE ON logbook
FOR EACH ROW EXECUTE FUNCTION logbook_is_append_only();

CREATE TRIGGER logbook_no_truncate BEFORE TRUNCATE ON logbook
FOR EACH STATEMENT EXECUTE FUNCTION logbook_is_append_only();
