-- The exchange: listings, conversations, matches, letters, and what moderators need.
-- Ids are text UUIDv7, instants milliseconds since 1970 (UTC), yes/no is 0 or 1, days 2026-11-23, details JSON.
-- Ids and codes compare byte by byte (COLLATE "C"), as they do in SQLite.
-- A contact stands here sealed under a key that is not in the database, and as keyed hashes; nowhere in clear.
-- The same version in ../sqlite makes the same tables; a test compares them.

-- The columns after sealed are taken out of details for search, and kept with it. live: public, available,
-- something left; whether it expired is asked of expires_at. left_most, left_least: of what is left in its slots.
-- hold: reasons, apart by spaces. leaves_from, leaves_until, destination: rides.
CREATE TABLE exchange_listing (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    idempotency TEXT COLLATE "C" NOT NULL UNIQUE,
    side TEXT COLLATE "C" NOT NULL CHECK (side IN ('besoin', 'offre')),
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('trajet', 'vetements', 'logement', 'autre')),
    commune TEXT COLLATE "C" NOT NULL,
    departement TEXT COLLATE "C" NOT NULL,
    details TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    lang TEXT COLLATE "C" NOT NULL,
    availability TEXT COLLATE "C" NOT NULL CHECK (availability IN ('available', 'paused', 'fulfilled', 'cancelled')),
    moderation TEXT COLLATE "C" NOT NULL CHECK (moderation IN ('new', 'approved', 'held', 'blocked')),
    hold TEXT COLLATE "C" NOT NULL,
    likeness TEXT COLLATE "C" NOT NULL,
    posted_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    closed_at BIGINT,
    reminded_at BIGINT,
    sealed BYTEA NOT NULL,
    live BIGINT NOT NULL CHECK (live IN (0, 1)),
    left_most BIGINT NOT NULL,
    left_least BIGINT NOT NULL,
    from_day TEXT COLLATE "C",
    until_day TEXT COLLATE "C",
    leaves_from BIGINT,
    leaves_until BIGINT,
    destination TEXT COLLATE "C",
    child_seats BIGINT NOT NULL,
    wheelchair BIGINT NOT NULL CHECK (wheelchair IN (0, 1)),
    pets BIGINT NOT NULL CHECK (pets IN (0, 1)),
    step_free TEXT COLLATE "C",
    household TEXT COLLATE "C",
    wearer TEXT COLLATE "C",
    help TEXT COLLATE "C"
);

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
    link TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    listing TEXT COLLATE "C" NOT NULL REFERENCES exchange_listing (id),
    made_at BIGINT NOT NULL
);

CREATE INDEX exchange_manage_listing ON exchange_manage (listing);

-- Capacity by night, or ('') of the whole listing. Units are taken here and nowhere else.
CREATE TABLE exchange_slot (
    listing TEXT COLLATE "C" NOT NULL REFERENCES exchange_listing (id),
    slot TEXT COLLATE "C" NOT NULL,
    capacity BIGINT NOT NULL,
    taken BIGINT NOT NULL CHECK (taken BETWEEN 0 AND capacity),
    PRIMARY KEY (listing, slot)
);

-- Normalised words of a listing, its commune, and what is exchanged.
CREATE TABLE exchange_word (
    listing TEXT COLLATE "C" NOT NULL REFERENCES exchange_listing (id),
    word TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (listing, word)
);

CREATE INDEX exchange_word_word ON exchange_word (word, listing);

-- A contact by its keyed hash. blocked_at: moderators blocked it.
CREATE TABLE exchange_contact (
    hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    since BIGINT NOT NULL,
    blocked_at BIGINT
);

CREATE TABLE exchange_contact_listing (
    hash TEXT COLLATE "C" NOT NULL REFERENCES exchange_contact (hash),
    listing TEXT COLLATE "C" NOT NULL REFERENCES exchange_listing (id),
    PRIMARY KEY (hash, listing)
);

CREATE INDEX exchange_contact_listing_listing ON exchange_contact_listing (listing);

-- One conversation of a listing's owner with one who answers. sealed: the responder's contact.
-- owner_shows, responder_shows: whether that side's contact is shown to the other now.
CREATE TABLE exchange_talk (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    listing TEXT COLLATE "C" NOT NULL REFERENCES exchange_listing (id),
    idempotency TEXT COLLATE "C" NOT NULL UNIQUE,
    owner_link TEXT COLLATE "C" NOT NULL UNIQUE,
    responder_link TEXT COLLATE "C" NOT NULL UNIQUE,
    sealed BYTEA NOT NULL,
    lang TEXT COLLATE "C" NOT NULL,
    began_at BIGINT NOT NULL,
    owner_shows BIGINT NOT NULL CHECK (owner_shows IN (0, 1)),
    responder_shows BIGINT NOT NULL CHECK (responder_shows IN (0, 1)),
    ended TEXT COLLATE "C" CHECK (ended IN ('owner', 'responder', 'moderators', 'erased')),
    ended_at BIGINT
);

CREATE INDEX exchange_talk_listing ON exchange_talk (listing, began_at, id);

CREATE TABLE exchange_contact_talk (
    hash TEXT COLLATE "C" NOT NULL REFERENCES exchange_contact (hash),
    talk TEXT COLLATE "C" NOT NULL REFERENCES exchange_talk (id),
    PRIMARY KEY (hash, talk)
);

CREATE INDEX exchange_contact_talk_talk ON exchange_contact_talk (talk);

-- What was said, in order (turn, from 1).
CREATE TABLE exchange_said (
    talk TEXT COLLATE "C" NOT NULL REFERENCES exchange_talk (id),
    turn BIGINT NOT NULL,
    party TEXT COLLATE "C" NOT NULL CHECK (party IN ('owner', 'responder')),
    at BIGINT NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (talk, turn)
);

-- Who asked for what, in order of asking (turn). At most one of a conversation is open.
CREATE TABLE exchange_match (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    talk TEXT COLLATE "C" NOT NULL REFERENCES exchange_talk (id),
    listing TEXT COLLATE "C" NOT NULL REFERENCES exchange_listing (id),
    turn BIGINT NOT NULL,
    units BIGINT NOT NULL CHECK (units > 0),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'proposed', 'accepted', 'confirmed', 'done', 'no-show', 'declined',
        'cancelled', 'lapsed')),
    answer_by BIGINT,
    changed_at BIGINT NOT NULL,
    UNIQUE (listing, turn)
);

CREATE INDEX exchange_match_talk ON exchange_match (talk, turn);

CREATE UNIQUE INDEX exchange_match_open ON exchange_match (talk)
    WHERE state IN ('waiting', 'proposed', 'accepted', 'confirmed');

CREATE INDEX exchange_match_waiting ON exchange_match (listing, turn) WHERE state = 'waiting';

CREATE INDEX exchange_match_answer ON exchange_match (answer_by, id) WHERE answer_by IS NOT NULL;

CREATE TABLE exchange_match_slot (
    matched TEXT COLLATE "C" NOT NULL REFERENCES exchange_match (id),
    slot TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (matched, slot)
);

-- Every showing and hiding of a contact.
CREATE TABLE exchange_reveal (
    talk TEXT COLLATE "C" NOT NULL REFERENCES exchange_talk (id),
    turn BIGINT NOT NULL,
    party TEXT COLLATE "C" NOT NULL CHECK (party IN ('owner', 'responder')),
    shown BIGINT NOT NULL CHECK (shown IN (0, 1)),
    at BIGINT NOT NULL,
    PRIMARY KEY (talk, turn)
);

-- blocked may not answer listings of blocker: keyed hashes of contacts.
CREATE TABLE exchange_block (
    blocker TEXT COLLATE "C" NOT NULL,
    blocked TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (blocker, blocked)
);

CREATE INDEX exchange_block_at ON exchange_block (at);

-- What a contact did lately (post, answer), for its limits; forgotten after a day.
CREATE TABLE exchange_pace (
    hash TEXT COLLATE "C" NOT NULL,
    deed TEXT COLLATE "C" NOT NULL CHECK (deed IN ('post', 'answer')),
    at BIGINT NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (hash, deed, at, id)
);

CREATE INDEX exchange_pace_at ON exchange_pace (at);

-- A report. evidence: what was reported, as JSON, also when it is erased later (listing and talk then lead
-- nowhere): {"listing":{side,kind,commune,details,text},"said":[{party,at,text}]}. party: who of a conversation
-- reported it. settled_at: moderators decided.
CREATE TABLE exchange_report (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    listing TEXT COLLATE "C" NOT NULL,
    talk TEXT COLLATE "C",
    party TEXT COLLATE "C" CHECK (party IN ('owner', 'responder')),
    reason TEXT COLLATE "C" NOT NULL,
    evidence TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    settled_at BIGINT
);

CREATE INDEX exchange_report_listing ON exchange_report (listing, at);

CREATE INDEX exchange_report_open ON exchange_report (at, id) WHERE settled_at IS NULL;

CREATE INDEX exchange_report_settled ON exchange_report (settled_at) WHERE settled_at IS NOT NULL;

-- The contacts of a report, so that they can be blocked also when the listing was erased. party: whose.
CREATE TABLE exchange_report_contact (
    report TEXT COLLATE "C" NOT NULL REFERENCES exchange_report (id),
    hash TEXT COLLATE "C" NOT NULL,
    party TEXT COLLATE "C" NOT NULL CHECK (party IN ('owner', 'responder')),
    PRIMARY KEY (report, hash, party)
);

-- Yes of a moderator to a listing as it is now: an edit takes them away. Housing needs two.
CREATE TABLE exchange_approval (
    listing TEXT COLLATE "C" NOT NULL REFERENCES exchange_listing (id),
    moderator TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (listing, moderator)
);

-- What moderators decided, of a listing or of one of its conversations; stays when the listing is erased.
CREATE TABLE exchange_decision (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    listing TEXT COLLATE "C" NOT NULL,
    talk TEXT COLLATE "C",
    moderator TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    decision TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL
);

CREATE INDEX exchange_decision_listing ON exchange_decision (listing, at);

-- Letters to be sent; a row goes with its sending. With a worker: being sent until next_at.
CREATE TABLE exchange_letter (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    listing TEXT COLLATE "C",
    talk TEXT COLLATE "C",
    sealed BYTEA NOT NULL,
    next_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    worker TEXT COLLATE "C",
    attempts BIGINT NOT NULL
);

CREATE INDEX exchange_letter_next ON exchange_letter (next_at, id);

CREATE INDEX exchange_letter_expires ON exchange_letter (expires_at);

CREATE INDEX exchange_letter_listing ON exchange_letter (listing) WHERE listing IS NOT NULL;
