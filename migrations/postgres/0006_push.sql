-- Devices that are told, and the outbox in which it waits what they are told.
-- Ids are text UUIDv7, instants milliseconds since 1970 (UTC), yes/no is 0 or 1, colours their rank (1–4).
-- Ids and codes compare byte by byte (COLLATE "C"), as they do in SQLite.
-- The same version in ../sqlite makes the same tables; a test compares them.

-- Once gone, its address, its keys and its areas are erased; after a while all but the hash, so that a
-- device that is gone never comes back. follows: what was chosen, as codes apart by spaces.
CREATE TABLE push_subscription (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    endpoint_sha256 TEXT COLLATE "C" NOT NULL UNIQUE,
    endpoint TEXT,
    origin TEXT COLLATE "C" NOT NULL,
    p256dh BYTEA,
    auth BYTEA,
    vapid_key TEXT NOT NULL,
    manage TEXT COLLATE "C" UNIQUE,
    follows TEXT NOT NULL,
    at_least BIGINT NOT NULL,
    lang TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    replaced_at BIGINT,
    last_ok_at BIGINT,
    gone_at BIGINT,
    CHECK ((gone_at IS NULL) = (endpoint IS NOT NULL)),
    CHECK ((endpoint IS NULL) = (p256dh IS NULL)),
    CHECK ((endpoint IS NULL) = (auth IS NULL))
);

-- Only devices gone and not yet forgotten: for the sweep.
CREATE INDEX push_subscription_gone ON push_subscription (gone_at, id) WHERE gone_at IS NOT NULL;

-- What live devices are found by. A follower of a commune has two codes, its own (C30189) and that of alerts
-- for the whole département (P30); a follower of a département has one (D30). Padded with spaces to six.
CREATE TABLE push_area (
    place TEXT COLLATE "C" NOT NULL,
    subscription TEXT COLLATE "C" NOT NULL REFERENCES push_subscription (id),
    at_least BIGINT NOT NULL,
    PRIMARY KEY (place, subscription)
);

CREATE INDEX push_area_subscription ON push_area (subscription);

-- One telling: a message's, or a test of reception (thread NULL). It waits, finds those who follow its places
-- (matching), then those who were told before (recalling), is sent, and is done. rank NULL: the end of an
-- alert. expected: how many deliveries were made for it.
CREATE TABLE push_fanout (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    thread TEXT COLLATE "C" REFERENCES thread (id),
    message TEXT COLLATE "C" REFERENCES message (id),
    made_at BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'matching', 'recalling', 'sending', 'done')),
    rank BIGINT,
    fingerprint TEXT COLLATE "C" NOT NULL,
    urgent BIGINT NOT NULL CHECK (urgent IN (0, 1)),
    expires_at BIGINT,
    cursor_in TEXT COLLATE "C" NOT NULL,
    cursor_at TEXT COLLATE "C" NOT NULL,
    begun_at BIGINT,
    done_at BIGINT,
    superseded BIGINT NOT NULL CHECK (superseded IN (0, 1)),
    expected BIGINT NOT NULL,
    sent BIGINT NOT NULL,
    gone BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    lapsed BIGINT NOT NULL,
    CHECK ((thread IS NULL) = (message IS NULL)),
    CHECK ((state = 'done') = (done_at IS NOT NULL))
);

CREATE INDEX push_fanout_thread ON push_fanout (thread, made_at, id);

-- Completing a message asks whether a telling hangs on it.
CREATE INDEX push_fanout_message ON push_fanout (message);

CREATE INDEX push_fanout_state ON push_fanout (state, done_at);

-- Where a telling holds: equal codes match.
CREATE TABLE push_fanout_area (
    fanout TEXT COLLATE "C" NOT NULL REFERENCES push_fanout (id),
    place TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (fanout, place)
);

-- One device of one telling. Open with a worker: being sent until next_at; open without: waits until then.
-- peak: the worst rank of which the device has been told in this thread, this one included, since its end.
CREATE TABLE push_delivery (
    fanout TEXT COLLATE "C" NOT NULL REFERENCES push_fanout (id),
    subscription TEXT COLLATE "C" NOT NULL REFERENCES push_subscription (id),
    origin TEXT COLLATE "C" NOT NULL,
    loud BIGINT NOT NULL CHECK (loud IN (0, 1)),
    peak BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'sent', 'gone', 'refused', 'lapsed')),
    next_at BIGINT NOT NULL,
    worker TEXT COLLATE "C",
    attempts BIGINT NOT NULL,
    status BIGINT,
    PRIMARY KEY (fanout, subscription)
);

CREATE INDEX push_delivery_open ON push_delivery (fanout, origin, loud, next_at) WHERE state = 'open';

CREATE INDEX push_delivery_held ON push_delivery (worker, next_at) WHERE worker IS NOT NULL;

CREATE INDEX push_delivery_subscription ON push_delivery (subscription);

-- A test of reception: receipt is what the device sends back.
CREATE TABLE push_test (
    fanout TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES push_fanout (id),
    subscription TEXT COLLATE "C" NOT NULL REFERENCES push_subscription (id),
    receipt TEXT COLLATE "C" NOT NULL UNIQUE,
    asked_at BIGINT NOT NULL,
    arrived_at BIGINT
);

CREATE INDEX push_test_subscription ON push_test (subscription, asked_at);
