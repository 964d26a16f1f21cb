-- The exchange: listings, conversations, matches, letters, and what moderators need.
-- Ids are text UUIDv7, instants milliseconds since 1970 (UTC), yes/no is 0 or 1, days 2026-11-23, details JSON.
-- A contact stands here sealed under a key that is not in the database, and as keyed hashes; nowhere in clear.
-- The same version in ../postgres makes the same tables; a test compares them.

-- The columns after sealed are taken out of details for search, and kept with it. live: public, available,
-- something left; whether it expired is asked of expires_at. left_most, left_least: of what is left in its slots.
-- hold: reasons, apart by spaces. leaves_from, leaves_until, destination: rides.
CREATE TABLE exchange_listing (
    id TEXT NOT NULL PRIMARY KEY,
    idempotency TEXT NOT NULL UNIQUE,
    side TEXT NOT NULL CHECK (side IN ('besoin', 'offre')),
    kind TEXT NOT NULL CHECK (kind IN ('trajet', 'vetements', 'logement', 'autre')),
    commune TEXT NOT NULL,
    departement TEXT NOT NULL,
    details TEXT NOT NULL,
    words TEXT NOT NULL,
    lang TEXT NOT NULL,
    availability TEXT NOT NULL CHECK (availability IN ('available', 'paused', 'fulfilled', 'cancelled')),
    moderation TEXT NOT NULL CHECK (moderation IN ('new', 'approved', 'held', 'blocked')),
    hold TEXT NOT NULL,
    likeness TEXT NOT NULL,
    posted_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    closed_at INTEGER,
    reminded_at INTEGER,
    sealed BLOB NOT NULL,
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    left_most INTEGER NOT NULL,
    left_least INTEGER NOT NULL,
    from_day TEXT,
    until_day TEXT,
    leaves_from INTEGER,
    leaves_until INTEGER,
    destination TEXT,
    child_seats INTEGER NOT NULL,
    wheelchair INTEGER NOT NULL CHECK (wheelchair IN (0, 1)),
    pets INTEGER NOT NULL CHECK (pets IN (0, 1)),
    step_free TEXT,
    household TEXT,
    wearer TEXT,
    help TEXT
) STRICT;

-- Lists are ranges of these, newest first, whatever is asked beside.
CREATE INDEX exchange_listing_live ON exchange_listing (posted_at, id) WHERE live = 1;

CREATE INDEX exchange_listing_live_kind ON exchange_listing (kind, side, posted_at, id) WHERE live = 1;

CREATE INDEX exchange_listing_live_departement ON exchange_listing (departement, posted_at, id) WHERE live = 1;

CREATE INDEX exchange_listing_live_departement_kind ON exchange_listing (departement, kind, side, posted_at, id)
    WHERE live = 1;

CREATE INDEX exchange_listing_live_commune ON exchange_listing (commune, posted_at, id) WHERE live = 1;

-- What waits for moderators, oldest first.
CREATE INDEX exchange_listing_held ON exchange_listing (posted_at, id) WHERE moderation = 'held';

-- What nobody looked at yet.
CREATE INDEX exchange_listing_new ON exchange_listing (posted_at, id) WHERE moderation = 'new';

CREATE INDEX exchange_listing_open ON exchange_listing (expires_at, id) WHERE closed_at IS NULL;

CREATE INDEX exchange_listing_closed ON exchange_listing (closed_at, id) WHERE closed_at IS NOT NULL;

CREATE INDEX exchange_listing_likeness ON exchange_listing (likeness) WHERE likeness <> '';

-- The secret links by which an owner manages a listing: the first, and one with each reminder.
CREATE TABLE exchange_manage (
    link TEXT NOT NULL PRIMARY KEY,
    listing TEXT NOT NULL REFERENCES exchange_listing (id),
    made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX exchange_manage_listing ON exchange_manage (listing);

-- Capacity by night, or ('') of the whole listing. Units are taken here and nowhere else.
CREATE TABLE exchange_slot (
    listing TEXT NOT NULL REFERENCES exchange_listing (id),
    slot TEXT NOT NULL,
    capacity INTEGER NOT NULL,
    taken INTEGER NOT NULL CHECK (taken BETWEEN 0 AND capacity),
    PRIMARY KEY (listing, slot)
) STRICT, WITHOUT ROWID;

-- Normalised words of a listing, its commune, and what is exchanged.
CREATE TABLE exchange_word (
    listing TEXT NOT NULL REFERENCES exchange_listing (id),
    word TEXT NOT NULL,
    PRIMARY KEY (listing, word)
) STRICT, WITHOUT ROWID;

CREATE INDEX exchange_word_word ON exchange_word (word, listing);

-- A contact by its keyed hash. blocked_at: moderators blocked it.
CREATE TABLE exchange_contact (
    hash TEXT NOT NULL PRIMARY KEY,
    since INTEGER NOT NULL,
    blocked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE exchange_contact_listing (
    hash TEXT NOT NULL REFERENCES exchange_contact (hash),
    listing TEXT NOT NULL REFERENCES exchange_listing (id),
    PRIMARY KEY (hash, listing)
) STRICT, WITHOUT ROWID;

CREATE INDEX exchange_contact_listing_listing ON exchange_contact_listing (listing);

-- One conversation of a listing's owner with one who answers. sealed: the responder's contact.
-- owner_shows, responder_shows: whether that side's contact is shown to the other now.
CREATE TABLE exchange_talk (
    id TEXT NOT NULL PRIMARY KEY,
    listing TEXT NOT NULL REFERENCES exchange_listing (id),
    idempotency TEXT NOT NULL UNIQUE,
    owner_link TEXT NOT NULL UNIQUE,
    responder_link TEXT NOT NULL UNIQUE,
    sealed BLOB NOT NULL,
    lang TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    owner_shows INTEGER NOT NULL CHECK (owner_shows IN (0, 1)),
    responder_shows INTEGER NOT NULL CHECK (responder_shows IN (0, 1)),
    ended TEXT CHECK (ended IN ('owner', 'responder', 'moderators', 'erased')),
    ended_at INTEGER
) STRICT;

CREATE INDEX exchange_talk_listing ON exchange_talk (listing, began_at, id);

CREATE TABLE exchange_contact_talk (
    hash TEXT NOT NULL REFERENCES exchange_contact (hash),
    talk TEXT NOT NULL REFERENCES exchange_talk (id),
    PRIMARY KEY (hash, talk)
) STRICT, WITHOUT ROWID;

CREATE INDEX exchange_contact_talk_talk ON exchange_contact_talk (talk);

-- What was said, in order (turn, from 1).
CREATE TABLE exchange_said (
    talk TEXT NOT NULL REFERENCES exchange_talk (id),
    turn INTEGER NOT NULL,
    party TEXT NOT NULL CHECK (party IN ('owner', 'responder')),
    at INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (talk, turn)
) STRICT, WITHOUT ROWID;

-- Who asked for what, in order of asking (turn). At most one of a conversation is open.
CREATE TABLE exchange_match (
    id TEXT NOT NULL PRIMARY KEY,
    talk TEXT NOT NULL REFERENCES exchange_talk (id),
    listing TEXT NOT NULL REFERENCES exchange_listing (id),
    turn INTEGER NOT NULL,
    units INTEGER NOT NULL CHECK (units > 0),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'proposed', 'accepted', 'confirmed', 'done', 'no-show', 'declined',
        'cancelled', 'lapsed')),
    answer_by INTEGER,
    changed_at INTEGER NOT NULL,
    UNIQUE (listing, turn)
) STRICT;

CREATE INDEX exchange_match_talk ON exchange_match (talk, turn);

CREATE UNIQUE INDEX exchange_match_open ON exchange_match (talk)
    WHERE state IN ('waiting', 'proposed', 'accepted', 'confirmed');

CREATE INDEX exchange_match_waiting ON exchange_match (listing, turn) WHERE state = 'waiting';

CREATE INDEX exchange_match_answer ON exchange_match (answer_by, id) WHERE answer_by IS NOT NULL;

CREATE TABLE exchange_match_slot (
    matched TEXT NOT NULL REFERENCES exchange_match (id),
    slot TEXT NOT NULL,
    PRIMARY KEY (matched, slot)
) STRICT, WITHOUT ROWID;

-- Every showing and hiding of a contact.
CREATE TABLE exchange_reveal (
    talk TEXT NOT NULL REFERENCES exchange_talk (id),
    turn INTEGER NOT NULL,
    party TEXT NOT NULL CHECK (party IN ('owner', 'responder')),
    shown INTEGER NOT NULL CHECK (shown IN (0, 1)),
    at INTEGER NOT NULL,
    PRIMARY KEY (talk, turn)
) STRICT, WITHOUT ROWID;

-- blocked may not answer listings of blocker: keyed hashes of contacts.
CREATE TABLE exchange_block (
    blocker TEXT NOT NULL,
    blocked TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (blocker, blocked)
) STRICT, WITHOUT ROWID;

CREATE INDEX exchange_block_at ON exchange_block (at);

-- What a contact did lately (post, answer), for its limits; forgotten after a day.
CREATE TABLE exchange_pace (
    hash TEXT NOT NULL,
    deed TEXT NOT NULL CHECK (deed IN ('post', 'answer')),
    at INTEGER NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (hash, deed, at, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX exchange_pace_at ON exchange_pace (at);

-- A report. evidence: what was reported, as JSON, also when it is erased later (listing and talk then lead
-- nowhere): {"listing":{side,kind,commune,details,text},"said":[{party,at,text}]}. party: who of a conversation
-- reported it. settled_at: moderators decided.
CREATE TABLE exchange_report (
    id TEXT NOT NULL PRIMARY KEY,
    listing TEXT NOT NULL,
    talk TEXT,
    party TEXT CHECK (party IN ('owner', 'responder')),
    reason TEXT NOT NULL,
    evidence TEXT NOT NULL,
    at INTEGER NOT NULL,
    settled_at INTEGER
) STRICT;

CREATE INDEX exchange_report_listing ON exchange_report (listing, at);

CREATE INDEX exchange_report_open ON exchange_report (at, id) WHERE settled_at IS NULL;

CREATE INDEX exchange_report_settled ON exchange_report (settled_at) WHERE settled_at IS NOT NULL;

-- The contacts of a report, so that they can be blocked also when the listing was erased. party: whose.
CREATE TABLE exchange_report_contact (
    report TEXT NOT NULL REFERENCES exchange_report (id),
    hash TEXT NOT NULL,
    party TEXT NOT NULL CHECK (party IN ('owner', 'responder')),
    PRIMARY KEY (report, hash, party)
) STRICT, WITHOUT ROWID;

-- Yes of a moderator to a listing as it is now: an edit takes them away. Housing needs two.
CREATE TABLE exchange_approval (
    listing TEXT NOT NULL REFERENCES exchange_listing (id),
    moderator TEXT NOT NULL REFERENCES staff (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (listing, moderator)
) STRICT, WITHOUT ROWID;

-- What moderators decided, of a listing or of one of its conversations; stays when the listing is erased.
CREATE TABLE exchange_decision (
    id TEXT NOT NULL PRIMARY KEY,
    listing TEXT NOT NULL,
    talk TEXT,
    moderator TEXT NOT NULL REFERENCES staff (id),
    decision TEXT NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX exchange_decision_listing ON exchange_decision (listing, at);

-- Letters to be sent; a row goes with its sending. With a worker: being sent until next_at.
CREATE TABLE exchange_letter (
    id TEXT NOT NULL PRIMARY KEY,
    listing TEXT,
    talk TEXT,
    sealed BLOB NOT NULL,
    next_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    worker TEXT,
    attempts INTEGER NOT NULL
) STRICT;

CREATE INDEX exchange_letter_next ON exchange_letter (next_at, id);

CREATE INDEX exchange_letter_expires ON exchange_letter (expires_at);

CREATE INDEX exchange_letter_listing ON exchange_letter (listing) WHERE listing IS NOT NULL;
