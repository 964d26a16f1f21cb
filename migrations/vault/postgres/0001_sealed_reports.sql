-- The vault: hazard reports as they were sealed, in a schema of their own, `vault`.
-- Instants are milliseconds since 1970 (UTC), yes/no is 0 or 1.
-- The same version in ../sqlite makes the same table; a test compares them.

-- The clear head of an envelope, and the envelope whole. The key was drawn at random by whoever sealed it.
-- received_at is a whole minute, so that it does not tell in which order they came.
CREATE TABLE sealed_report (
    idempotency BYTEA NOT NULL PRIMARY KEY CHECK (length(idempotency) = 16),
    key_id BYTEA NOT NULL CHECK (length(key_id) = 8),
    suite BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    sealed_at_door BIGINT NOT NULL CHECK (sealed_at_door IN (0, 1)),
    envelope BYTEA NOT NULL,
    received_at BIGINT NOT NULL CHECK (received_at % 60000 = 0)
);

-- Ciphertext does not shrink: do not try.
ALTER TABLE sealed_report ALTER COLUMN envelope SET STORAGE EXTERNAL;

-- The desk's reading, and what retention deletes.
CREATE INDEX sealed_report_received ON sealed_report (received_at, idempotency);

-- What the public side sees of the vault: a slit. Nothing is ever in it.
CREATE VIEW letterbox AS
    SELECT NULL::bytea AS idempotency, NULL::bytea AS key_id, NULL::bigint AS suite, NULL::bigint AS bucket,
        NULL::bigint AS sealed_at_door, NULL::bytea AS envelope, NULL::bigint AS received_at
    WHERE false;

-- Runs as the owner, so that the door needs no right on the table itself. Whoever puts in is not told whether the
-- key was there: one row went into the letterbox, either way.
CREATE FUNCTION letterbox_falls() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = vault, pg_temp
AS $$ BEGIN
    INSERT INTO vault.sealed_report (idempotency, key_id, suite, bucket, sealed_at_door, envelope, received_at)
        VALUES (NEW.idempotency, NEW.key_id, NEW.suite, NEW.bucket, NEW.sealed_at_door, NEW.envelope, NEW.received_at)
        ON CONFLICT DO NOTHING;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION letterbox_falls() FROM PUBLIC;

CREATE TRIGGER letterbox_falls INSTEAD OF INSERT ON letterbox FOR EACH ROW EXECUTE FUNCTION letterbox_falls();

CREATE FUNCTION sealed_report_unchanged() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
    RAISE EXCEPTION 'a sealed report is never changed';
END $$;

REVOKE ALL ON FUNCTION sealed_report_unchanged() FROM PUBLIC;

CREATE TRIGGER sealed_report_unchanged BEFORE UPDATE ON sealed_report
    FOR EACH ROW EXECUTE FUNCTION sealed_report_unchanged();

-- The door's role: it may put into the letterbox, and nothing else. Roles belong to the whole cluster, so another
-- portal of it may have made this one, perhaps at this moment. Where the owner may make no roles, somebody who may
-- makes it first. It has no password until somebody gives it one.
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rives_door') THEN
        CREATE ROLE rives_door LOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

REVOKE ALL ON SCHEMA vault FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA vault FROM PUBLIC;
GRANT USAGE ON SCHEMA vault TO rives_door;
GRANT INSERT ON letterbox TO rives_door;
