//! The exchange as moderators see and decide about it.
//!
//! Owns the deeds of moderators; each asks first whether its doer still may, and writes its audit entry in
//! the same transaction. Never: a contact beyond its keyed hash; what residents wrote, in the audit.

mod deeds;
mod erase;
mod ports;
mod read;
mod reports;

use crate::statement::statements;

/// A SELECT of [`read::Row`]s from `exchange_listing l`; `$reports` says which reports of it are counted.
macro_rules! select_listings {
    ($reports:literal, $tail:literal) => {
        concat!(
            "SELECT l.id, l.side, l.commune, l.details, l.words, l.lang, l.availability, l.moderation, l.hold,
                l.posted_at, l.changed_at, l.expires_at, l.likeness, l.left_most,
                (SELECT count(*) FROM exchange_report r WHERE r.listing = l.id ",
            $reports,
            ") FROM exchange_listing l ",
            $tail
        )
    };
}

/// Of the queue: the reports of the listing itself that nobody has settled.
macro_rules! queued {
    ($tail:literal) => {
        select_listings!("AND r.talk IS NULL AND r.settled_at IS NULL", $tail)
    };
}

statements! {
    HELD_COUNT = "SELECT count(*) FROM exchange_listing
        WHERE moderation = 'held' AND closed_at IS NULL AND expires_at > $1";
    HELD = queued!("WHERE l.moderation = 'held' AND l.closed_at IS NULL AND l.expires_at > $1
        ORDER BY l.posted_at, l.id LIMIT $2");
    REPORTED = queued!("WHERE l.moderation IN ('new', 'approved') AND l.closed_at IS NULL AND l.expires_at > $1
        AND l.id IN (SELECT listing FROM exchange_report WHERE talk IS NULL AND settled_at IS NULL AND at <= $1)
        ORDER BY l.posted_at DESC, l.id DESC LIMIT $2");
    SIMILAR = queued!("WHERE l.moderation = 'new' AND l.closed_at IS NULL AND l.expires_at > $1 AND l.likeness <> ''
        AND EXISTS (SELECT 1 FROM exchange_listing o WHERE o.likeness = l.likeness AND o.likeness <> '' AND o.id <> l.id
            AND NOT EXISTS (SELECT 1 FROM exchange_contact_listing a
                JOIN exchange_contact_listing b ON b.hash = a.hash WHERE a.listing = l.id AND b.listing = o.id))
        ORDER BY l.posted_at DESC, l.id DESC LIMIT $2");
    NEW = queued!("WHERE l.moderation = 'new' AND l.closed_at IS NULL AND l.expires_at > $1
        ORDER BY l.posted_at DESC, l.id DESC LIMIT $2");
    ONE = queued!("WHERE l.id = $1");
    /// Kin: all reports count, settled or not.
    SAME_CONTACT = select_listings!("", "WHERE l.id <> CAST($1 AS TEXT) AND l.id IN (SELECT b.listing
        FROM exchange_contact_listing a JOIN exchange_contact_listing b ON b.hash = a.hash WHERE a.listing = $1)
        ORDER BY l.posted_at DESC, l.id DESC LIMIT 100");
    SAME_TEXT = select_listings!("", "WHERE l.likeness = $2 AND l.likeness <> '' AND l.id <> CAST($1 AS TEXT) AND l.id NOT IN (SELECT b.listing
        FROM exchange_contact_listing a JOIN exchange_contact_listing b ON b.hash = a.hash WHERE a.listing = $1)
        ORDER BY l.posted_at DESC, l.id DESC LIMIT 100");
    SLOTS = "SELECT slot, capacity - taken FROM exchange_slot WHERE listing = $1 ORDER BY slot";
    APPROVALS = "SELECT a.moderator, s.name FROM exchange_approval a JOIN staff s ON s.id = a.moderator
        WHERE a.listing = $1 ORDER BY a.at, a.moderator";
    LAST_DECISION = "SELECT decision, reason, at FROM exchange_decision WHERE listing = $1 AND talk IS NULL
        ORDER BY at DESC, id DESC LIMIT 1";
    CONTACT_BLOCKED = "SELECT count(*) FROM exchange_contact_listing l JOIN exchange_contact c ON c.hash = l.hash
        WHERE l.listing = $1 AND c.blocked_at IS NOT NULL";

    REPORTS_OF = "SELECT id, listing, party, reason, evidence, at, settled_at FROM exchange_report
        WHERE listing = $1 ORDER BY at DESC, id DESC LIMIT 100";
    REPORTS_WAITING = "SELECT id, listing, party, reason, evidence, at, settled_at FROM exchange_report r
        WHERE settled_at IS NULL AND at > 0 AND (talk IS NOT NULL
            OR NOT EXISTS (SELECT 1 FROM exchange_listing l WHERE l.id = r.listing))
        ORDER BY at, id LIMIT $1";
    REPORT = "SELECT id, listing, party, reason, evidence, at, settled_at FROM exchange_report WHERE id = $1";
    REPORT_TALK = "SELECT talk FROM exchange_report WHERE id = $1 AND talk IS NOT NULL";
    REPORT_HASHES = "SELECT hash FROM exchange_report_contact WHERE report = $1 AND party = $2 ORDER BY hash";
    SETTLE = "UPDATE exchange_report SET settled_at = $2 WHERE id = $1";
    /// Of the listing itself: a conversation is another matter.
    SETTLE_OF = "UPDATE exchange_report SET settled_at = $2 WHERE listing = $1 AND talk IS NULL AND settled_at IS NULL";

    SET = "UPDATE exchange_listing SET moderation = $2, hold = $3 WHERE id = $1";
    APPROVE = "INSERT INTO exchange_approval (listing, moderator, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    UNAPPROVE = "DELETE FROM exchange_approval WHERE listing = $1";
    DECIDE = "INSERT INTO exchange_decision (id, listing, talk, moderator, decision, reason, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";

    HASHES_OF = "SELECT hash FROM exchange_contact_listing WHERE listing = $1 ORDER BY hash";
    BLOCK_CONTACT = "INSERT INTO exchange_contact (hash, since, blocked_at) VALUES ($1, $2, $2)
        ON CONFLICT (hash) DO UPDATE SET blocked_at = excluded.blocked_at";
    IS_BLOCKED = "SELECT hash FROM exchange_contact WHERE hash = $1 AND blocked_at IS NOT NULL";
    UNBLOCK_CONTACT = "UPDATE exchange_contact SET blocked_at = NULL WHERE hash = $1 AND blocked_at IS NOT NULL";
    FORGET_CONTACT = "DELETE FROM exchange_contact WHERE hash = $1 AND blocked_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM exchange_contact_listing c WHERE c.hash = $1)
        AND NOT EXISTS (SELECT 1 FROM exchange_contact_talk c WHERE c.hash = $1)";
    UNAPPROVE_OF_HASH = "DELETE FROM exchange_approval
        WHERE listing IN (SELECT listing FROM exchange_contact_listing WHERE hash = $1)";
    HOLD_OF_HASH = "UPDATE exchange_listing SET moderation = 'held', live = 0, hold = 'known-contact'
        WHERE moderation IN ('new', 'approved')
        AND id IN (SELECT listing FROM exchange_contact_listing WHERE hash = $1)";

    VOID_OF_LISTING = "UPDATE exchange_match SET state = 'cancelled', answer_by = NULL, changed_at = $2
        WHERE listing = $1 AND state IN ('waiting', 'proposed', 'accepted', 'confirmed')";
    VOID_OF_TALK = "UPDATE exchange_match SET state = 'cancelled', answer_by = NULL, changed_at = $2
        WHERE talk = $1 AND state IN ('waiting', 'proposed', 'accepted', 'confirmed')";
    END_OF_LISTING = "UPDATE exchange_talk SET ended = 'moderators', ended_at = $2 WHERE listing = $1 AND ended IS NULL";
    END_TALK = "UPDATE exchange_talk SET ended = 'moderators', ended_at = $2 WHERE id = $1 AND ended IS NULL";
    TALK_LISTING = "SELECT listing FROM exchange_talk WHERE id = $1";
    /// Nothing is taken any more but by what is over.
    RETAKE = "UPDATE exchange_slot SET taken = (SELECT CAST(COALESCE(sum(m.units), 0) AS BIGINT)
            FROM exchange_match m JOIN exchange_match_slot s ON s.matched = m.id
            WHERE m.listing = exchange_slot.listing AND s.slot = exchange_slot.slot
            AND m.state IN ('proposed', 'accepted', 'confirmed', 'done', 'no-show'))
        WHERE listing = $1";

    LISTINGS_OF_HASH = "SELECT listing FROM exchange_contact_listing WHERE hash = $1";
    TALKS_OF_HASH = "SELECT talk FROM exchange_contact_talk WHERE hash = $1";
    TALKS_OF_LISTING = "SELECT id FROM exchange_talk WHERE listing = $1";
    ERASE_MATCH_SLOTS = "DELETE FROM exchange_match_slot WHERE matched IN (SELECT id FROM exchange_match WHERE talk = $1)";
    ERASE_MATCHES = "DELETE FROM exchange_match WHERE talk = $1";
    ERASE_REVEALS = "DELETE FROM exchange_reveal WHERE talk = $1";
    ERASE_SAID = "DELETE FROM exchange_said WHERE talk = $1";
    ERASE_TALK_LETTERS = "DELETE FROM exchange_letter
        WHERE listing = (SELECT listing FROM exchange_talk WHERE id = $1) AND talk = $1";
    ERASE_TALK_CONTACTS = "DELETE FROM exchange_contact_talk WHERE talk = $1";
    ERASE_TALK = "DELETE FROM exchange_talk WHERE id = $1";
    ERASE_LETTERS = "DELETE FROM exchange_letter WHERE listing = $1";
    ERASE_MANAGE = "DELETE FROM exchange_manage WHERE listing = $1";
    ERASE_SLOTS = "DELETE FROM exchange_slot WHERE listing = $1";
    ERASE_WORDS = "DELETE FROM exchange_word WHERE listing = $1";
    ERASE_CONTACTS = "DELETE FROM exchange_contact_listing WHERE listing = $1";
    ERASE_LISTING = "DELETE FROM exchange_listing WHERE id = $1";
    ERASE_PACE = "DELETE FROM exchange_pace WHERE hash = $1";
    ERASE_BLOCKS = "DELETE FROM exchange_block WHERE blocker = $1";
    /// Whoever is blocked stays so.
    ERASE_CONTACT = "DELETE FROM exchange_contact WHERE hash = $1 AND blocked_at IS NULL";

    COUNTS = "SELECT side, kind, departement, moderation, availability,
            CAST(CASE WHEN expires_at <= $1 THEN 1 ELSE 0 END AS BIGINT),
            CAST(CASE WHEN left_most > 0 THEN 0 ELSE 1 END AS BIGINT), count(*)
        FROM exchange_listing GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7";
    MATCHES = "SELECT state, count(*) FROM exchange_match GROUP BY state";
    TOTALS = "SELECT (SELECT count(*) FROM exchange_talk), (SELECT count(*) FROM exchange_report),
        (SELECT count(*) FROM exchange_contact WHERE blocked_at IS NOT NULL)";
}
