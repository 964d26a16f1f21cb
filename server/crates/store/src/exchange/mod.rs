//! The exchange: listings, conversations, matches, letters.
//!
//! Owns what is kept of them and the taking of units: only `TAKE` takes, and only what is left, whatever
//! happens beside it; whoever waits is served in order. Every deed is one transaction with its letters.
//! Never: an opened contact, a rule of what may be said, a clock.

mod flow;
mod flow_port;
mod letters;
mod listings;
mod matches;
mod owners;
mod port;
mod reports;
mod rows;
mod search;
mod sweep;
mod talks;

use portal::Instant;
use portal::exchange::NewListing;

use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::{sql, statements};

/// Texts of equal width $1 out of one parameter ($3 of them in $2): `n (i, item)`, padded.
macro_rules! with_list {
    ($width:literal, $text:literal, $count:literal, $tail:expr) => {
        concat!(
            "WITH RECURSIVE n (i, item) AS (SELECT 0, rtrim(substr(CAST(",
            $text,
            " AS TEXT), 1, ",
            $width,
            ")) UNION ALL SELECT i + 1, rtrim(substr(CAST(",
            $text,
            " AS TEXT), (i + 1) * ",
            $width,
            " + 1, ",
            $width,
            ")) FROM n WHERE i + 1 < CAST(",
            $count,
            " AS BIGINT)) ",
            $tail
        )
    };
}

/// A SELECT of [`rows::ListingRow`]s.
macro_rules! select_listings {
    ($tail:literal) => {
        concat!(
            "SELECT l.id, l.side, l.commune, l.details, l.words, l.lang, l.availability, l.moderation, l.posted_at,
                l.expires_at, l.hold FROM ",
            $tail
        )
    };
}

/// A SELECT of [`rows::TalkRow`]s.
macro_rules! select_talks {
    ($tail:literal) => {
        concat!(
            "SELECT t.id, t.listing, t.owner_link, t.sealed, l.sealed, t.lang, l.lang, t.began_at, t.owner_shows,
                t.responder_shows, t.ended, l.side, l.kind FROM exchange_talk t
            JOIN exchange_listing l ON l.id = t.listing ",
            $tail
        )
    };
}

/// Whether a word of listing `l` begins with this parameter, if it is given.
macro_rules! begins {
    ($word:literal) => {
        concat!(
            " AND (CAST(",
            $word,
            " AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM exchange_word w
                WHERE w.listing = l.id AND w.word >= ",
            $word,
            " AND w.word < ",
            $word,
            " || '\u{10FFFF}'))"
        )
    };
}

/// What is asked of listing `l`: see [`search::Filter`] for the parameters, which all searches share.
macro_rules! asked {
    () => {
        concat!(
            " l.live = 1 AND l.expires_at > CAST($3 AS BIGINT)
                AND (CAST($1 AS TEXT) IS NULL OR l.side = $1) AND (CAST($2 AS TEXT) IS NULL OR l.kind = $2)
                AND l.left_most >= CAST($6 AS BIGINT)
                AND (CAST($4 AS TEXT) IS NULL OR l.until_day IS NULL OR l.until_day >= $4)
                AND (CAST($5 AS TEXT) IS NULL OR l.from_day IS NULL OR l.from_day < $5
                    OR (l.from_day = $5 AND l.kind = 'trajet'))
                AND (CAST($7 AS BIGINT) = 0 OR l.step_free = 'oui')
                AND (CAST($8 AS BIGINT) = 0 OR l.child_seats > 0)
                AND (CAST($9 AS BIGINT) = 0 OR l.wheelchair = 1)
                AND (CAST($10 AS BIGINT) = 0 OR l.pets = 1)
                AND (l.kind <> 'logement' OR CAST($16 AS BIGINT) = 0 OR
                    (SELECT count(*) FROM exchange_slot s WHERE s.listing = l.id AND s.capacity - s.taken >= $6
                        AND s.slot >= coalesce($4, '') AND s.slot < coalesce($5, '~'))
                    >= CASE WHEN l.side = 'offre' THEN $16 ELSE 1 END)",
            begins!("$11"),
            begins!("$12"),
            begins!("$13"),
            begins!("$14"),
            begins!("$15")
        )
    };
}

/// A page of what is asked, newest first, along one index.
macro_rules! page {
    ($from:literal, $where:literal) => {
        concat!(
            "SELECT l.posted_at, l.id FROM ",
            $from,
            " WHERE ",
            $where,
            " AND ",
            asked!(),
            " ORDER BY l.posted_at DESC, l.id DESC LIMIT CAST($18 AS BIGINT) OFFSET CAST($19 AS BIGINT)"
        )
    };
}

/// How many there are of it, counted up to $18.
macro_rules! number {
    ($from:literal, $where:literal) => {
        concat!(
            "SELECT count(*) FROM (SELECT 1 AS one FROM ",
            $from,
            " WHERE ",
            $where,
            " AND ",
            asked!(),
            " LIMIT CAST($18 AS BIGINT) OFFSET CAST($19 AS BIGINT)) x"
        )
    };
}

/// Listings of side $3 that may suit listing $1, in one place, along one index: see [`flow::Wanted`] for the
/// parameters. The pair is left out when one contact owns both, blocked the other, or talks with it about either.
macro_rules! candidates {
    ($where:literal) => {
        concat!(
            "SELECT l.id, l.sealed FROM exchange_listing l WHERE ",
            $where,
            " AND l.kind = $2 AND l.side = $3 AND l.live = 1 AND l.expires_at > CAST($4 AS BIGINT)
                AND (CAST($6 AS BIGINT) IS NULL OR (l.leaves_until >= $6 AND l.leaves_from <= CAST($7 AS BIGINT)))
                AND (CAST($8 AS TEXT) IS NULL OR (l.until_day >= $8 AND l.from_day <= CAST($9 AS TEXT)))
                AND (CAST($10 AS TEXT) IS NULL OR l.wearer = $10) AND (CAST($11 AS TEXT) IS NULL OR l.help = $11)
                AND (CAST($12 AS BIGINT) <> 1 OR (NOT EXISTS (SELECT 1 FROM exchange_told d
                        WHERE d.about = $1 AND d.told = l.id)
                    AND (SELECT count(*) FROM exchange_told d WHERE d.told = l.id AND d.at > CAST($13 AS BIGINT))
                        < CAST($14 AS BIGINT)))
                AND (CAST($12 AS BIGINT) <> 2 OR NOT EXISTS (SELECT 1 FROM exchange_told d
                    WHERE d.about = l.id AND d.told = $1))
                AND NOT EXISTS (SELECT 1 FROM exchange_contact_listing a
                    JOIN exchange_contact_listing b ON b.hash = a.hash WHERE a.listing = $1 AND b.listing = l.id)
                AND NOT EXISTS (SELECT 1 FROM exchange_contact_listing a JOIN exchange_block o ON o.blocker = a.hash
                    JOIN exchange_contact_listing b ON b.hash = o.blocked WHERE a.listing = $1 AND b.listing = l.id)
                AND NOT EXISTS (SELECT 1 FROM exchange_contact_listing a JOIN exchange_block o ON o.blocked = a.hash
                    JOIN exchange_contact_listing b ON b.hash = o.blocker WHERE a.listing = $1 AND b.listing = l.id)
                AND NOT EXISTS (SELECT 1 FROM exchange_talk t JOIN exchange_contact_talk c ON c.talk = t.id
                    JOIN exchange_contact_listing b ON b.hash = c.hash WHERE t.listing = $1 AND b.listing = l.id)
                AND NOT EXISTS (SELECT 1 FROM exchange_talk t JOIN exchange_contact_talk c ON c.talk = t.id
                    JOIN exchange_contact_listing b ON b.hash = c.hash WHERE t.listing = l.id AND b.listing = $1)
            ORDER BY l.posted_at DESC, l.id DESC LIMIT CAST($15 AS BIGINT)"
        )
    };
}

/// Needs whose turn came by $1, live, and since when.
macro_rules! due {
    ($column:literal) => {
        concat!(
            "SELECT f.need, f.",
            $column,
            " FROM exchange_flow f JOIN exchange_listing l ON l.id = f.need WHERE f.",
            $column,
            " <= $1 AND l.live = 1 AND l.expires_at > $1 ORDER BY f.",
            $column,
            ", f.need LIMIT $2"
        )
    };
}

/// Needs whose turn came by $1 but that are not live have it at $2.
macro_rules! put_off {
    ($column:literal) => {
        concat!(
            "UPDATE exchange_flow SET ",
            $column,
            " = $2 WHERE ",
            $column,
            " <= $1 AND NOT EXISTS (SELECT 1 FROM exchange_listing l
                WHERE l.id = exchange_flow.need AND l.live = 1 AND l.expires_at > $1)"
        )
    };
}

statements! {
    // Listings.
    POSTED = "SELECT id FROM exchange_listing WHERE idempotency = $1";
    POST = "INSERT INTO exchange_listing (id, idempotency, sealed, posted_at, moderation, hold, likeness, side, kind,
            commune, departement, details, words, lang, availability, changed_at, expires_at, live, left_most,
            left_least, child_seats, wheelchair, pets)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', '', '', '', 'available', $4, 0, 0, 0, 0, 0, 0, 0)";
    WRITE = "UPDATE exchange_listing SET commune = $2, departement = $3, details = $4, words = $5, lang = $6,
            changed_at = $7, expires_at = $8, from_day = $9, until_day = $10, leaves_from = $11, leaves_until = $12,
            destination = $13, child_seats = $14, wheelchair = $15, pets = $16, step_free = $17, household = $18,
            wearer = $19, help = $20 WHERE id = $1";
    JUDGE = "UPDATE exchange_listing SET moderation = $2, hold = $3, likeness = $4, reminded_at = NULL WHERE id = $1";
    UNAPPROVE = "DELETE FROM exchange_approval WHERE listing = $1";
    /// What search asks of slots and both axes, kept on the row.
    REFRESH = "UPDATE exchange_listing SET
            left_most = coalesce((SELECT max(s.capacity - s.taken) FROM exchange_slot s WHERE s.listing = $1), 0),
            left_least = coalesce((SELECT min(s.capacity - s.taken) FROM exchange_slot s WHERE s.listing = $1), 0),
            live = CASE WHEN moderation IN ('new', 'approved') AND availability = 'available' AND closed_at IS NULL
                AND EXISTS (SELECT 1 FROM exchange_slot s WHERE s.listing = $1 AND s.taken < s.capacity)
                THEN 1 ELSE 0 END
        WHERE id = $1";
    ADD_SLOTS = with_list!("10", "$1", "$2", "INSERT INTO exchange_slot (listing, slot, capacity, taken)
        SELECT CAST($3 AS TEXT), n.item, CAST($4 AS BIGINT), 0 FROM n WHERE true
        ON CONFLICT (listing, slot) DO UPDATE SET capacity = excluded.capacity");
    DROP_SLOTS = with_list!("10", "$1", "$2", "DELETE FROM exchange_slot WHERE listing = $3
        AND slot NOT IN (SELECT n.item FROM n)");
    TAKEN = "SELECT slot, taken FROM exchange_slot WHERE listing = $1 AND taken > 0";
    ADD_WORDS = with_list!("24", "$1", "$2", "INSERT INTO exchange_word (listing, word)
        SELECT CAST($3 AS TEXT), n.item FROM n");
    CLEAR_WORDS = "DELETE FROM exchange_word WHERE listing = $1";
    ADD_LINK = "INSERT INTO exchange_manage (link, listing, made_at) VALUES ($1, $2, $3)";
    CLEAR_LINKS = "DELETE FROM exchange_manage WHERE listing = $1";
    MANAGED = "SELECT listing FROM exchange_manage WHERE link = $1";
    LISTING = select_listings!("exchange_listing l WHERE l.id = $1");
    LISTINGS = with_list!("40", "$1", "$2",
        select_listings!("n JOIN exchange_listing l ON l.id = n.item ORDER BY n.i"));
    LEFT = with_list!("40", "$1", "$2", "SELECT s.listing, s.slot, s.capacity - s.taken
        FROM n JOIN exchange_slot s ON s.listing = n.item ORDER BY n.i, s.slot");
    WHY_HELD = "SELECT decision, reason FROM exchange_decision WHERE listing = $1 AND talk IS NULL
        ORDER BY at DESC, id DESC LIMIT 1";
    SEALED = "SELECT sealed, lang FROM exchange_listing WHERE id = $1";
    AVAIL = "UPDATE exchange_listing SET availability = $2, closed_at = CAST($3 AS BIGINT), changed_at = $4 WHERE id = $1";
    RENEW = "UPDATE exchange_listing SET expires_at = $2, closed_at = NULL, reminded_at = NULL, changed_at = $3
        WHERE id = $1";
    OF_CONTACT = "SELECT l.id, l.lang FROM exchange_contact_listing c JOIN exchange_listing l ON l.id = c.listing
        WHERE c.hash = $1 AND l.closed_at IS NULL AND l.expires_at > $2 AND l.moderation <> 'blocked' ORDER BY l.id";
    PROBABLY = "SELECT l.id FROM exchange_contact_listing c JOIN exchange_listing l ON l.id = c.listing
        WHERE c.hash = $1 AND l.closed_at IS NULL AND l.expires_at > $2 AND l.side = $3 AND l.kind = $4
            AND l.commune = $5 AND l.id <> $6";

    // Contacts.
    KNOW = "INSERT INTO exchange_contact (hash, since) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
    CONTACT_LISTING = "INSERT INTO exchange_contact_listing (hash, listing) VALUES ($1, $2)
        ON CONFLICT (hash, listing) DO NOTHING";
    CONTACT_TALK = "INSERT INTO exchange_contact_talk (hash, talk) VALUES ($1, $2) ON CONFLICT (hash, talk) DO NOTHING";
    BLOCKED = "SELECT hash FROM exchange_contact WHERE hash = $1 AND blocked_at IS NOT NULL";
    OWNERS = "SELECT hash FROM exchange_contact_listing WHERE listing = $1 ORDER BY hash";
    RESPONDERS = "SELECT hash FROM exchange_contact_talk WHERE talk = $1 ORDER BY hash";
    /// Whose texts are nearly the same; enough of them to tell three posters apart.
    SIMILAR = "SELECT l.id, c.hash FROM exchange_listing l JOIN exchange_contact_listing c ON c.listing = l.id
        WHERE l.likeness = $1 AND l.likeness <> '' LIMIT 40";
    PACE = "SELECT at FROM exchange_pace WHERE hash = $1 AND deed = $2 AND at > $3 ORDER BY at DESC LIMIT $4";
    /// Known since before $2, and nobody blocked or reported it.
    TRUSTED = "SELECT hash FROM exchange_contact WHERE hash = $1 AND since < $2 AND blocked_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM exchange_block b WHERE b.blocked = $1)
        AND NOT EXISTS (SELECT 1 FROM exchange_report_contact c JOIN exchange_report r ON r.id = c.report
            WHERE c.hash = $1 AND (r.party IS NULL AND c.party = 'owner' OR r.party <> c.party))";
    NOTE_PACE = "INSERT INTO exchange_pace (hash, deed, at, id) VALUES ($1, $2, $3, $4)";

    // Search.
    ALL = page!("exchange_listing l", "CAST($17 AS TEXT) IS NULL AND CAST($20 AS BIGINT) = 0");
    ALL_NUMBER = number!("exchange_listing l", "CAST($17 AS TEXT) IS NULL AND CAST($20 AS BIGINT) = 0");
    KIND = page!("exchange_listing l",
        "l.kind = $2 AND l.side = $1 AND CAST($17 AS TEXT) IS NULL AND CAST($20 AS BIGINT) = 0");
    KIND_NUMBER = number!("exchange_listing l",
        "l.kind = $2 AND l.side = $1 AND CAST($17 AS TEXT) IS NULL AND CAST($20 AS BIGINT) = 0");
    DEPARTEMENT = page!("exchange_listing l", "l.departement = $17 AND CAST($20 AS BIGINT) = 0");
    DEPARTEMENT_NUMBER = number!("exchange_listing l", "l.departement = $17 AND CAST($20 AS BIGINT) = 0");
    DEPARTEMENT_KIND = page!("exchange_listing l",
        "l.departement = $17 AND l.kind = $2 AND l.side = $1 AND CAST($20 AS BIGINT) = 0");
    DEPARTEMENT_KIND_NUMBER = number!("exchange_listing l",
        "l.departement = $17 AND l.kind = $2 AND l.side = $1 AND CAST($20 AS BIGINT) = 0");
    /// The first word is a rare one: it is looked up first.
    WORD = page!("(SELECT DISTINCT k.listing FROM exchange_word k
            WHERE k.word >= CAST($11 AS TEXT) AND k.word < CAST($11 AS TEXT) || '\u{10FFFF}') k
        JOIN exchange_listing l ON l.id = k.listing",
        "(CAST($17 AS TEXT) IS NULL OR l.departement = $17) AND CAST($20 AS BIGINT) = 0");
    WORD_NUMBER = number!("(SELECT DISTINCT k.listing FROM exchange_word k
            WHERE k.word >= CAST($11 AS TEXT) AND k.word < CAST($11 AS TEXT) || '\u{10FFFF}') k
        JOIN exchange_listing l ON l.id = k.listing",
        "(CAST($17 AS TEXT) IS NULL OR l.departement = $17) AND CAST($20 AS BIGINT) = 0");
    NEAR = with_list!("5", "$17", "$20", concat!("SELECT l.posted_at, l.id
        FROM n JOIN exchange_listing l ON l.commune = n.item WHERE ", asked!(),
        " ORDER BY n.i, l.posted_at DESC, l.id DESC LIMIT CAST($18 AS BIGINT) OFFSET CAST($19 AS BIGINT)"));
    NEAR_NUMBER = with_list!("5", "$17", "$20", concat!("SELECT count(*) FROM (SELECT 1 AS one
        FROM n JOIN exchange_listing l ON l.commune = n.item WHERE ", asked!(),
        " LIMIT CAST($18 AS BIGINT) OFFSET CAST($19 AS BIGINT)) x"));
    RARE = "SELECT count(*) FROM (SELECT 1 AS one FROM exchange_word
        WHERE word >= $1 AND word < $1 || '\u{10FFFF}' LIMIT $2) x";

    // Conversations.
    ANSWERED = "SELECT id FROM exchange_talk WHERE idempotency = $1";
    /// Those with nothing asked yet, or something open.
    OPEN_TALKS = "SELECT count(*) FROM exchange_talk t WHERE t.listing = $1 AND t.ended IS NULL
        AND (NOT EXISTS (SELECT 1 FROM exchange_match m WHERE m.talk = t.id) OR EXISTS (SELECT 1 FROM exchange_match m
            WHERE m.talk = t.id AND m.state IN ('waiting', 'proposed', 'accepted', 'confirmed')))";
    KEPT_OUT = "SELECT blocked FROM exchange_block WHERE blocker = $1 AND blocked = $2";
    KEEP_OUT = "INSERT INTO exchange_block (blocker, blocked, at) VALUES ($1, $2, $3)
        ON CONFLICT (blocker, blocked) DO NOTHING";
    TALK = "INSERT INTO exchange_talk (id, listing, idempotency, owner_link, responder_link, sealed, lang, began_at,
            owner_shows, responder_shows)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0)";
    TALK_OF = select_talks!("WHERE t.owner_link = $1 OR t.responder_link = $1");
    TALKS_OF = select_talks!("WHERE t.listing = $1 ORDER BY t.began_at DESC, t.id DESC LIMIT 100");
    SAY = "INSERT INTO exchange_said (talk, turn, party, at, words)
        SELECT CAST($1 AS TEXT), coalesce(max(turn), 0) + 1, CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS TEXT)
            FROM exchange_said WHERE talk = $1";
    SAID = "SELECT party, at, words FROM exchange_said WHERE talk = $1 ORDER BY turn";
    SAID_SINCE = "SELECT count(*) FROM exchange_said WHERE talk = $1 AND party = $2 AND at > $3";
    SHOW_OWNER = "UPDATE exchange_talk SET owner_shows = $2 WHERE id = $1";
    SHOW_RESPONDER = "UPDATE exchange_talk SET responder_shows = $2 WHERE id = $1";
    REVEALED = "INSERT INTO exchange_reveal (talk, turn, party, shown, at)
        SELECT CAST($1 AS TEXT), coalesce(max(turn), 0) + 1, CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS BIGINT)
            FROM exchange_reveal WHERE talk = $1";
    HAS_SHOWN = "SELECT turn FROM exchange_reveal WHERE talk = $1 AND party = $2 AND shown = 1 LIMIT 1";
    END_TALK = "UPDATE exchange_talk SET ended = $2, ended_at = $3 WHERE id = $1 AND ended IS NULL";

    // Matches.
    TAKE = with_list!("10", "$1", "$2", "UPDATE exchange_slot SET taken = taken + $4
        WHERE listing = $3 AND slot IN (SELECT n.item FROM n) AND taken + $4 <= capacity RETURNING slot");
    GIVE_BACK = with_list!("10", "$1", "$2", "UPDATE exchange_slot SET taken = taken - $4
        WHERE listing = $3 AND slot IN (SELECT n.item FROM n)");
    COUNTED = with_list!("10", "$1", "$2", "SELECT count(*) FROM exchange_slot
        WHERE listing = $3 AND slot IN (SELECT n.item FROM n)");
    ASK = "INSERT INTO exchange_match (id, talk, listing, turn, units, state, answer_by, changed_at)
        SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), coalesce(max(turn), 0) + 1, CAST($4 AS BIGINT),
            CAST($5 AS TEXT), CAST($6 AS BIGINT), CAST($7 AS BIGINT) FROM exchange_match WHERE listing = $3";
    ASK_SLOTS = with_list!("10", "$1", "$2", "INSERT INTO exchange_match_slot (matched, slot)
        SELECT CAST($3 AS TEXT), n.item FROM n");
    LAST_MATCH = "SELECT id, listing, turn, units, state, answer_by FROM exchange_match WHERE talk = $1
        ORDER BY turn DESC LIMIT 1";
    ONE_MATCH = "SELECT id, listing, turn, units, state, answer_by FROM exchange_match WHERE id = $1";
    MATCH_SLOTS = "SELECT slot FROM exchange_match_slot WHERE matched = $1 ORDER BY slot";
    AHEAD = "SELECT count(*) FROM exchange_match WHERE listing = $1 AND state = 'waiting' AND turn < $2";
    BECOME = "UPDATE exchange_match SET state = $2, answer_by = CAST($3 AS BIGINT), changed_at = $4 WHERE id = $1";
    /// The first in line, after turn $2, for whom there is enough.
    NEXT_FIT = "SELECT m.id, m.units, m.turn FROM exchange_match m
        WHERE m.listing = $1 AND m.state = 'waiting' AND m.turn > $2 AND NOT EXISTS (SELECT 1 FROM exchange_match_slot a
            LEFT JOIN exchange_slot s ON s.listing = m.listing AND s.slot = a.slot
            WHERE a.matched = m.id AND (s.slot IS NULL OR s.taken + m.units > s.capacity))
        ORDER BY m.turn LIMIT 1";
    END_WAITING = "UPDATE exchange_match SET state = $2, answer_by = NULL, changed_at = $3
        WHERE listing = $1 AND state = 'waiting'";
    /// Those in line for a night that is no longer there.
    END_ASTRAY = "UPDATE exchange_match SET state = 'declined', changed_at = $2
        WHERE listing = $1 AND state = 'waiting' AND EXISTS (SELECT 1 FROM exchange_match_slot a
            WHERE a.matched = exchange_match.id AND NOT EXISTS (SELECT 1 FROM exchange_slot s
                WHERE s.listing = $1 AND s.slot = a.slot))";
    UNANSWERED = "SELECT id FROM exchange_match WHERE listing = $1 AND state IN ('proposed', 'accepted')";

    // Flow.
    FLOWS = "INSERT INTO exchange_flow (need, wave_at, night_at) VALUES ($1, $2, $3)";
    CANDIDATES_NEAR = candidates!("l.commune = $5");
    CANDIDATES = candidates!("l.departement = $5");
    DUE_WAVES = due!("wave_at");
    DUE_NIGHTS = due!("night_at");
    PUT_OFF_WAVES = put_off!("wave_at");
    PUT_OFF_NIGHTS = put_off!("night_at");
    TAKE_WAVE = "UPDATE exchange_flow SET wave_at = CAST($3 AS BIGINT) WHERE need = $1 AND wave_at = $2";
    TAKE_NIGHT = "UPDATE exchange_flow SET night_at = CAST($3 AS BIGINT) WHERE need = $1 AND night_at = $2";
    TELL = "INSERT INTO exchange_told (about, told, at) VALUES ($1, $2, $3) ON CONFLICT (about, told) DO NOTHING";
    TOLD_OF = "SELECT count(*) FROM exchange_told WHERE about = $1";
    NOTICE = "INSERT INTO exchange_notice (matched, at) VALUES ($1, $2) ON CONFLICT (matched) DO NOTHING";
    NOTICES = "SELECT m.id, m.state, t.id, t.listing, t.sealed, t.lang, l.sealed FROM exchange_notice q
        JOIN exchange_match m ON m.id = q.matched JOIN exchange_talk t ON t.id = m.talk
        JOIN exchange_listing l ON l.id = t.listing WHERE q.at > 0 ORDER BY q.at, q.matched LIMIT $1";
    NOTICED = "DELETE FROM exchange_notice WHERE matched = $1";

    // Reports.
    REPORT = "INSERT INTO exchange_report (id, listing, talk, party, reason, evidence, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    REPORT_CONTACT = "INSERT INTO exchange_report_contact (report, hash, party) VALUES ($1, $2, $3)
        ON CONFLICT (report, hash, party) DO NOTHING";
    REPORTED_BY = "SELECT id FROM exchange_report WHERE listing = $1 AND talk = $2 AND party = $3
        AND settled_at IS NULL";
    REPORTS = "SELECT count(*) FROM exchange_report WHERE listing = $1 AND settled_at IS NULL
        AND (party IS NULL OR party = 'responder')";
    HOLD = "UPDATE exchange_listing SET moderation = 'held', hold = $2 WHERE id = $1";

    // Letters.
    WRITE_LETTER = "INSERT INTO exchange_letter (id, listing, talk, sealed, next_at, expires_at, attempts)
        VALUES ($1, $2, $3, $4, $5, $6, 0)";
    CLAIM_LETTERS = "UPDATE exchange_letter SET worker = $1, next_at = $2, attempts = attempts + 1
        WHERE id IN (SELECT id FROM exchange_letter WHERE next_at <= $3 AND expires_at > $3
            ORDER BY next_at, id LIMIT $4)
        RETURNING id, sealed, attempts - 1";
    LETTER_AGAIN = "UPDATE exchange_letter SET worker = NULL, next_at = $3 WHERE id = $2 AND worker = $1";
    LETTER_GONE = "DELETE FROM exchange_letter WHERE id = $2 AND worker = $1";

    // Forgetting.
    LATE = "SELECT id FROM exchange_match WHERE answer_by <= $1 ORDER BY answer_by, id LIMIT $2";
    EXPIRED = "SELECT id FROM exchange_listing WHERE closed_at IS NULL AND expires_at <= $1
        ORDER BY expires_at, id LIMIT $2";
    EXPIRE = "UPDATE exchange_listing SET closed_at = expires_at, live = 0 WHERE id = $1";
    OVER = "SELECT id FROM exchange_listing WHERE closed_at <= $1 ORDER BY closed_at, id LIMIT $2";
    TO_REMIND = "SELECT id, sealed, lang FROM exchange_listing WHERE closed_at IS NULL AND expires_at > $1
        AND expires_at <= $2 AND reminded_at IS NULL AND moderation <> 'blocked' AND kind <> 'trajet'
        AND expires_at - changed_at > $3 ORDER BY expires_at, id LIMIT $4";
    REMINDED = "UPDATE exchange_listing SET reminded_at = $2 WHERE id = $1";
    FORGET_PACE = "DELETE FROM exchange_pace WHERE at <= $1";
    FORGET_LETTERS = "DELETE FROM exchange_letter WHERE expires_at <= $1";
    FORGET_BLOCKS = "DELETE FROM exchange_block WHERE at <= $1";
    FORGET_REPORT_CONTACTS = "DELETE FROM exchange_report_contact WHERE report IN
        (SELECT id FROM exchange_report WHERE settled_at <= $1)";
    FORGET_REPORTS = "DELETE FROM exchange_report WHERE settled_at <= $1";
    ERASE_MATCH_SLOTS = "DELETE FROM exchange_match_slot WHERE matched IN
        (SELECT id FROM exchange_match WHERE listing = $1)";
    ERASE_MATCHES = "DELETE FROM exchange_match WHERE listing = $1";
    ERASE_SAID = "DELETE FROM exchange_said WHERE talk IN (SELECT id FROM exchange_talk WHERE listing = $1)";
    ERASE_REVEALS = "DELETE FROM exchange_reveal WHERE talk IN (SELECT id FROM exchange_talk WHERE listing = $1)";
    ERASE_TALK_CONTACTS = "DELETE FROM exchange_contact_talk WHERE talk IN
        (SELECT id FROM exchange_talk WHERE listing = $1) RETURNING hash";
    ERASE_TALKS = "DELETE FROM exchange_talk WHERE listing = $1";
    ERASE_CONTACTS = "DELETE FROM exchange_contact_listing WHERE listing = $1 RETURNING hash";
    ERASE_CONTACT = "DELETE FROM exchange_contact WHERE hash = $1 AND blocked_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM exchange_contact_listing c WHERE c.hash = $1)
        AND NOT EXISTS (SELECT 1 FROM exchange_contact_talk c WHERE c.hash = $1)";
    ERASE_LETTERS = "DELETE FROM exchange_letter WHERE listing = $1";
    ERASE_SLOTS = "DELETE FROM exchange_slot WHERE listing = $1";
    ERASE_LISTING = "DELETE FROM exchange_listing WHERE id = $1";
}

/// After any change of a listing's axes or slots, by its owner or by moderators: whoever waits and fits is
/// served, and search knows how it stands.
pub(crate) async fn settle(tx: &mut Tx, listing: &str, at: Instant) -> Result<(), StoreError> {
    matches::walk(tx, listing, at).await?;
    sql!(execute, tx, REFRESH, listing)?;
    Ok(())
}

/// Whether two say the same but for how much there is of it and in which nights: moderators need not look again.
fn only_amounts_differ(old: &NewListing, new: &NewListing) -> bool {
    use portal::exchange::Details::{Clothing, Housing, Other, Ride};
    let mut new = new.clone();
    match (&old.details, &mut new.details) {
        (Ride(old), Ride(new)) => new.seats = old.seats,
        (Clothing(old), Clothing(new)) => new.pieces = old.pieces,
        (Other(old), Other(new)) => new.count = old.count,
        (Housing(old), Housing(new)) => {
            (new.beds, new.from, new.until) = (old.beds, old.from, old.until);
        }
        _ => return false,
    }
    *old == new
}
