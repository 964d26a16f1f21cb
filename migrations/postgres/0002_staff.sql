-- The people of the desk, how they come in, and the audit of what they do.
-- The same version in ../sqlite makes the same tables; a test compares them.

-- roles: words separated by commas, in the order of the code.
CREATE TABLE staff (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    login TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT NOT NULL,
    roles TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('active', 'suspended')),
    created_at BIGINT NOT NULL,
    last_seen BIGINT
);

-- link: hash of the secret in the link. made_by NULL: the command line.
CREATE TABLE invitation (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    link TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT NOT NULL,
    roles TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C" REFERENCES staff (id),
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    approved_by TEXT COLLATE "C" REFERENCES staff (id),
    accepted_by TEXT COLLATE "C" REFERENCES staff (id),
    revoked_at BIGINT
);

-- A change of roles that waits for a second person; decision: NULL, 'agreed' or 'refused'.
CREATE TABLE role_change (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    staff TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    roles TEXT COLLATE "C" NOT NULL,
    asked_by TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    asked_at BIGINT NOT NULL,
    decided_by TEXT COLLATE "C" REFERENCES staff (id),
    decided_at BIGINT,
    decision TEXT COLLATE "C" CHECK (decision IN ('agreed', 'refused'))
);

CREATE TABLE passkey (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    staff TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    credential TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT NOT NULL,
    passkey TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used BIGINT
);

CREATE INDEX passkey_staff ON passkey (staff);

-- hash: argon2id, PHC format. last_step: the last TOTP step that opened a session.
CREATE TABLE password (
    staff TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES staff (id),
    hash TEXT COLLATE "C" NOT NULL,
    totp_key BYTEA NOT NULL,
    last_step BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE recovery_code (
    staff TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    code TEXT COLLATE "C" NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (staff, code)
);

-- iss and sub of OpenID Connect.
CREATE TABLE federated (
    issuer TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    staff TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);

CREATE INDEX federated_staff ON federated (staff);

-- token, replaced: hashes of the cookie's token and of the one before it.
CREATE TABLE session (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    token TEXT COLLATE "C" NOT NULL UNIQUE,
    replaced TEXT COLLATE "C",
    staff TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    form_token TEXT COLLATE "C" NOT NULL,
    method TEXT COLLATE "C" NOT NULL,
    opened_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    rotated_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    device TEXT NOT NULL
);

CREATE INDEX session_replaced ON session (replaced);
CREATE INDEX session_staff ON session (staff);
CREATE INDEX session_end ON session (ends_at);

-- What is under way between two requests of a ceremony; taken once.
CREATE TABLE ceremony (
    token TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    ends_at BIGINT NOT NULL
);

CREATE INDEX ceremony_end ON ceremony (ends_at);

-- Append-only; each entry holds the hash of the one before. actor is empty for the portal itself.
CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    actor_name TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    previous TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL UNIQUE
);

CREATE INDEX audit_at ON audit (at);

-- Where the chain ends: shows a cut tail.
CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);

INSERT INTO audit_head (id, seq, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only';
END
$$;

CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
