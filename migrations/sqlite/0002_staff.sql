-- The people of the desk, how they come in, and the audit of what they do.
-- The same version in ../postgres makes the same tables; a test compares them.

-- roles: words separated by commas, in the order of the code.
CREATE TABLE staff (
    id TEXT NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'suspended')),
    created_at INTEGER NOT NULL,
    last_seen INTEGER
) STRICT;

-- link: hash of the secret in the link. made_by NULL: the command line.
CREATE TABLE invitation (
    id TEXT NOT NULL PRIMARY KEY,
    link TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    made_by TEXT REFERENCES staff (id),
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    approved_by TEXT REFERENCES staff (id),
    accepted_by TEXT REFERENCES staff (id),
    revoked_at INTEGER
) STRICT;

-- A change of roles that waits for a second person; decision: NULL, 'agreed' or 'refused'.
CREATE TABLE role_change (
    id TEXT NOT NULL PRIMARY KEY,
    staff TEXT NOT NULL REFERENCES staff (id),
    roles TEXT NOT NULL,
    asked_by TEXT NOT NULL REFERENCES staff (id),
    asked_at INTEGER NOT NULL,
    decided_by TEXT REFERENCES staff (id),
    decided_at INTEGER,
    decision TEXT CHECK (decision IN ('agreed', 'refused'))
) STRICT;

CREATE TABLE passkey (
    id TEXT NOT NULL PRIMARY KEY,
    staff TEXT NOT NULL REFERENCES staff (id),
    credential TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    passkey TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used INTEGER
) STRICT;

CREATE INDEX passkey_staff ON passkey (staff);

-- hash: argon2id, PHC format. last_step: the last TOTP step that opened a session.
CREATE TABLE password (
    staff TEXT NOT NULL PRIMARY KEY REFERENCES staff (id),
    hash TEXT NOT NULL,
    totp_key BLOB NOT NULL,
    last_step INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_code (
    staff TEXT NOT NULL REFERENCES staff (id),
    code TEXT NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (staff, code)
) STRICT, WITHOUT ROWID;

-- iss and sub of OpenID Connect.
CREATE TABLE federated (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    staff TEXT NOT NULL REFERENCES staff (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX federated_staff ON federated (staff);

-- token, replaced: hashes of the cookie's token and of the one before it.
CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    replaced TEXT,
    staff TEXT NOT NULL REFERENCES staff (id),
    form_token TEXT NOT NULL,
    method TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    rotated_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    device TEXT NOT NULL
) STRICT;

CREATE INDEX session_replaced ON session (replaced);
CREATE INDEX session_staff ON session (staff);
CREATE INDEX session_end ON session (ends_at);

-- What is under way between two requests of a ceremony; taken once.
CREATE TABLE ceremony (
    token TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ceremony_end ON ceremony (ends_at);

-- Append-only; each entry holds the hash of the one before. actor is empty for the portal itself.
CREATE TABLE audit (
    seq INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    words TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;

CREATE INDEX audit_at ON audit (at);

-- Where the chain ends: shows a cut tail.
CREATE TABLE audit_head (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;

INSERT INTO audit_head (id, seq, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
