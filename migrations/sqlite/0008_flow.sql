-- The flow of the exchange: which needs are shown to which offers next, who was told of what, and who moved up
-- from a waiting line and has to hear of it. What is here goes with its listing or match (ON DELETE CASCADE).
-- The same version in ../postgres makes the same tables; a test compares them.

-- When a need is shown to the next few offers (NULL: to as many as it may be), and when its owner next hears of
-- new offers.
CREATE TABLE exchange_flow (
    need TEXT NOT NULL PRIMARY KEY REFERENCES exchange_listing (id) ON DELETE CASCADE,
    wave_at INTEGER,
    night_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX exchange_flow_wave ON exchange_flow (wave_at, need) WHERE wave_at IS NOT NULL;

CREATE INDEX exchange_flow_night ON exchange_flow (night_at, need);

-- The owner of listing told was told of listing about: never twice.
CREATE TABLE exchange_told (
    about TEXT NOT NULL REFERENCES exchange_listing (id) ON DELETE CASCADE,
    told TEXT NOT NULL REFERENCES exchange_listing (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    PRIMARY KEY (about, told)
) STRICT, WITHOUT ROWID;

CREATE INDEX exchange_told_told ON exchange_told (told, at);

-- A match that moved up from the waiting line, until its two sides are written to.
CREATE TABLE exchange_notice (
    matched TEXT NOT NULL PRIMARY KEY REFERENCES exchange_match (id) ON DELETE CASCADE,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX exchange_notice_at ON exchange_notice (at, matched);

-- Whether somebody blocked or reported a contact, for its limits.
CREATE INDEX exchange_block_blocked ON exchange_block (blocked);

CREATE INDEX exchange_report_contact_hash ON exchange_report_contact (hash);

-- Needs that were posted before take their turn.
INSERT INTO exchange_flow (need, wave_at, night_at)
    SELECT id, posted_at, posted_at FROM exchange_listing WHERE side = 'besoin';
