-- The vault: hazard reports as they were sealed, in a database of their own.
-- Instants are milliseconds since 1970 (UTC), yes/no is 0 or 1.
-- The same version in ../postgres makes the same table; a test compares them.

-- The clear head of an envelope, and the envelope whole. The key was drawn at random by whoever sealed it.
-- WITHOUT ROWID, so that no row number tells the connection that puts in how many there are, nor in which order
-- they came; received_at is a whole minute for the same reason.
CREATE TABLE sealed_report (
    idempotency BLOB NOT NULL PRIMARY KEY CHECK (length(idempotency) = 16),
    key_id BLOB NOT NULL CHECK (length(key_id) = 8),
    suite INTEGER NOT NULL,
    bucket INTEGER NOT NULL,
    sealed_at_door INTEGER NOT NULL CHECK (sealed_at_door IN (0, 1)),
    envelope BLOB NOT NULL,
    received_at INTEGER NOT NULL CHECK (received_at % 60000 = 0)
) STRICT, WITHOUT ROWID;

-- The desk's reading, and what retention deletes.
CREATE INDEX sealed_report_received ON sealed_report (received_at, idempotency);

-- What the public side sees of the vault: a slit. Nothing is ever in it.
CREATE VIEW letterbox AS
    SELECT CAST(NULL AS BLOB) AS idempotency, CAST(NULL AS BLOB) AS key_id, CAST(NULL AS INTEGER) AS suite,
        CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS INTEGER) AS sealed_at_door, CAST(NULL AS BLOB) AS envelope,
        CAST(NULL AS INTEGER) AS received_at
    WHERE 0;

-- Whoever puts in is not told whether the key was there: a view's insertions change no row of it. The condition,
-- rather than OR IGNORE: the conflict clause of the statement outside (INSERT OR REPLACE) overrides one in here.
CREATE TRIGGER letterbox_falls INSTEAD OF INSERT ON letterbox BEGIN
    INSERT INTO sealed_report (idempotency, key_id, suite, bucket, sealed_at_door, envelope, received_at)
        SELECT NEW.idempotency, NEW.key_id, NEW.suite, NEW.bucket, NEW.sealed_at_door, NEW.envelope, NEW.received_at
        WHERE NOT EXISTS (SELECT 1 FROM sealed_report s WHERE s.idempotency = NEW.idempotency);
END;

-- And whatever else comes to write here: a row is kept as it came, until it is deleted.
CREATE TRIGGER sealed_report_stays BEFORE INSERT ON sealed_report
    WHEN EXISTS (SELECT 1 FROM sealed_report s WHERE s.idempotency = NEW.idempotency) BEGIN
    SELECT RAISE(IGNORE);
END;

CREATE TRIGGER sealed_report_unchanged BEFORE UPDATE ON sealed_report BEGIN
    SELECT RAISE(ABORT, 'a sealed report is never changed');
END;
