//! Push: devices, and the outbox of what they are still to be told.
//!
//! Owns who is told what, once: a telling is written with its message, expanded from the places that are
//! followed, claimed under a lease and settled. "Told" means that a delivery was taken by a push service or
//! is being sent to it. Never: what a notification says, encryption, HTTP; and the content version, which no
//! row of these tables changes.
//!
//! No step holds the one writer for longer than its caller says: a telling of a whole country is expanded in
//! steps, and a newer telling makes an older one void by one row, not by all of its deliveries.

mod begin;
mod claim;
mod devices;
mod expand;
mod outbox;
mod progress;
mod rows;
mod settle;
mod sweep;
mod tests_of_reception;

use portal::Instant;
use portal::messages::{MessageId, ThreadId};

use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::{sql, statements};

/// Whether a device was told by that delivery, or is just being told.
macro_rules! told {
    ($d:literal) => {
        concat!(
            "(",
            $d,
            ".state = 'sent' OR (",
            $d,
            ".state = 'open' AND ",
            $d,
            ".worker IS NOT NULL))"
        )
    };
}

/// Place codes from one text ($1), 6 characters each, $2 of them: `n (i, place)`.
macro_rules! with_places {
    ($tail:literal) => {
        concat!(
            "WITH RECURSIVE n (i, place) AS (SELECT 0, substr(CAST($1 AS TEXT), 1, 6)
                UNION ALL SELECT i + 1, substr(CAST($1 AS TEXT), (i + 1) * 6 + 1, 6)
                FROM n WHERE i + 1 < CAST($2 AS BIGINT)) ",
            $tail
        )
    };
}

/// Deliveries of telling $1 for the devices of a range ($3 exclusive, $4 inclusive) of one list ($2), from
/// $5 on: for each its latest telling of the same thread (its peak, a digit, and its fingerprint) decides, and
/// one that said the same leaves it out. Materialised, so that it is looked up once for each device.
macro_rules! deliver {
    ($loud:literal, $peak:literal, $from:literal, $range:expr) => {
        concat!(
            "WITH w AS MATERIALIZED (SELECT f.id AS fanout, u.id AS subscription, u.origin, f.rank, f.fingerprint,
                    (SELECT CAST(d.peak AS TEXT) || o.fingerprint FROM push_fanout o
                        JOIN push_delivery d ON d.fanout = o.id AND d.subscription = u.id
                        WHERE o.thread = f.thread AND o.id <> f.id AND o.expected > 0 AND ",
            told!("d"),
            "
                        ORDER BY o.made_at DESC, o.id DESC LIMIT 1) AS latest
                FROM push_fanout f, ",
            $from,
            " x JOIN push_subscription u ON u.id = x.subscription
                WHERE f.id = $1 AND x.subscription > $3 AND x.subscription <= $4 AND ",
            $range,
            "
                    AND u.gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM push_delivery h
                        WHERE h.fanout = $1 AND h.subscription = x.subscription)),
            p AS (SELECT fanout, subscription, origin, rank, CAST(coalesce(substr(latest, 1, 1), '0') AS BIGINT) AS peak
                FROM w WHERE latest IS NULL OR substr(latest, 2) <> fingerprint)
            INSERT INTO push_delivery (fanout, subscription, origin, loud, peak, state, next_at, attempts)
            SELECT p.fanout, p.subscription, p.origin, ",
            $loud,
            ", ",
            $peak,
            ", 'open', CAST($5 AS BIGINT), 0 FROM p WHERE true
            ON CONFLICT (fanout, subscription) DO NOTHING"
        )
    };
}

/// A SELECT of [`rows::DeviceRow`]s.
macro_rules! select_devices {
    ($tail:literal) => {
        concat!(
            "SELECT id, origin, follows, at_least, lang, created_at, last_ok_at, gone_at FROM push_subscription ",
            $tail
        )
    };
}

statements! {
    // Devices.
    DEVICE = select_devices!("WHERE manage = $1");
    KNOWN = "SELECT id, gone_at FROM push_subscription WHERE endpoint_sha256 = $1";
    KEEP = "INSERT INTO push_subscription (id, endpoint_sha256, endpoint, origin, p256dh, auth, vapid_key, manage,
            follows, at_least, lang, created_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
        ON CONFLICT (endpoint_sha256) DO UPDATE SET p256dh = excluded.p256dh, auth = excluded.auth,
            vapid_key = excluded.vapid_key, manage = excluded.manage, follows = excluded.follows,
            at_least = excluded.at_least, lang = excluded.lang, changed_at = excluded.changed_at";
    CHOOSE = "UPDATE push_subscription SET follows = $2, at_least = $3, lang = $4, changed_at = $5 WHERE id = $1";
    CLEAR_AREAS = "DELETE FROM push_area WHERE subscription = $1";
    ADD_AREAS = with_places!("INSERT INTO push_area (place, subscription, at_least)
        SELECT n.place, CAST($3 AS TEXT), CAST($4 AS BIGINT) FROM n");
    REPLACE = "UPDATE push_subscription SET endpoint_sha256 = $2, endpoint = $3, origin = $4, p256dh = $5, auth = $6,
            vapid_key = $7, replaced_at = $8 WHERE id = $1";
    /// What is under way to the old address may go to the new one.
    REDIRECT = "UPDATE push_delivery SET origin = $2, worker = NULL, next_at = $3
        WHERE subscription = $1 AND state = 'open'";
    FORGET_DELIVERIES = "DELETE FROM push_delivery WHERE subscription = $1 RETURNING fanout, state";
    UNEXPECT = "UPDATE push_fanout SET expected = expected - 1 WHERE id = $1";
    FORGET_TESTS = "DELETE FROM push_test WHERE subscription = $1 RETURNING fanout";
    FORGET_TELLING = "DELETE FROM push_fanout WHERE id = $1";
    FORGET_DEVICE = "DELETE FROM push_subscription WHERE id = $1";
    FORGET_CHOICE = "UPDATE push_subscription SET manage = NULL, follows = '', origin = '', vapid_key = '' WHERE id = $1";

    // Tests of reception.
    LAST_TEST = "SELECT asked_at FROM push_test WHERE subscription = $1 ORDER BY asked_at DESC LIMIT 1";
    ASK = "INSERT INTO push_fanout (id, made_at, not_before, state, fingerprint, urgent, expires_at, cursor_in,
            cursor_at, begun_at, superseded, expected, sent, gone, refused, lapsed)
        VALUES ($1, $2, $2, 'sending', '', 1, $3, '', '', $2, 0, 1, 0, 0, 0, 0)";
    ASK_DELIVERY = "INSERT INTO push_delivery (fanout, subscription, origin, loud, peak, state, next_at, attempts)
        VALUES ($1, $2, $3, 1, 0, 'open', $4, 0)";
    NOTE_TEST = "INSERT INTO push_test (fanout, subscription, receipt, asked_at) VALUES ($1, $2, $3, $4)";
    TEST = "SELECT t.arrived_at, d.state, d.status, f.state FROM push_subscription u
        JOIN push_test t ON t.subscription = u.id JOIN push_fanout f ON f.id = t.fanout
        JOIN push_delivery d ON d.fanout = t.fanout AND d.subscription = t.subscription
        WHERE u.manage = $1 AND t.fanout = $2";
    ARRIVED = "UPDATE push_test SET arrived_at = $2 WHERE receipt = $1 AND arrived_at IS NULL";

    // Tellings.
    TELL = "INSERT INTO push_fanout (id, thread, message, made_at, not_before, state, fingerprint, urgent, cursor_in,
            cursor_at, superseded, expected, sent, gone, refused, lapsed)
        VALUES ($1, $2, $3, $4, $4, 'waiting', '', 0, '', '', 0, 0, 0, 0, 0, 0)";
    MOVE = "UPDATE push_fanout SET thread = $2 WHERE thread = $1";
    WAITING = "SELECT f.id, f.message, f.thread, f.made_at FROM push_fanout f
        WHERE f.state = 'waiting' AND f.not_before <= $1 AND NOT EXISTS (SELECT 1 FROM push_fanout o
            WHERE o.thread = f.thread AND (o.made_at, o.id) > (f.made_at, f.id))
        ORDER BY f.made_at, f.id";
    ONE = "SELECT thread, made_at, state, rank, cursor_in, cursor_at FROM push_fanout WHERE id = $1";
    LAST = "SELECT begun_at, rank FROM push_fanout
        WHERE thread = $1 AND id <> $2 AND begun_at IS NOT NULL AND (expected > 0 OR state = 'matching')
        ORDER BY made_at DESC, id DESC LIMIT 1";
    /// One device that would be told loudly in these places at rank $3: neither told of thread $4 at that rank,
    /// nor about to be.
    LOUD = concat!(with_places!("SELECT a.subscription FROM n JOIN push_area a ON a.place = n.place
        WHERE a.at_least <= $3
            AND NOT EXISTS (SELECT 1 FROM push_fanout o JOIN push_fanout_area c ON c.fanout = o.id AND c.place = n.place
                WHERE o.thread = $4 AND o.state = 'matching' AND o.rank >= $3)
            AND NOT EXISTS (SELECT 1 FROM push_fanout o
                JOIN push_delivery d ON d.fanout = o.id AND d.subscription = a.subscription
                WHERE o.thread = $4 AND d.peak >= $3
                    AND (d.state = 'sent' OR (d.state = 'open' AND (d.worker IS NOT NULL OR o.state <> 'done'))))
        LIMIT 1"));
    PUT_OFF = "UPDATE push_fanout SET not_before = $2 WHERE id = $1";
    SUPERSEDE = "UPDATE push_fanout SET state = 'done', done_at = $4, superseded = 1
        WHERE thread = $1 AND state <> 'done' AND (made_at, id) < ($2, $3)";
    BEGIN = "UPDATE push_fanout SET state = $2, rank = $3, fingerprint = $4, urgent = $5, expires_at = $6, begun_at = $7
        WHERE id = $1";
    HOLD = with_places!("INSERT INTO push_fanout_area (fanout, place) SELECT CAST($3 AS TEXT), n.place FROM n");
    CLOSE = "UPDATE push_fanout SET state = 'done', done_at = $2 WHERE id = $1 AND state <> 'done'";
    EXPANDING = "SELECT id FROM push_fanout WHERE state IN ('matching', 'recalling') ORDER BY id";
    NEXT_PLACE = "SELECT c.place FROM push_fanout_area c WHERE c.fanout = $1 AND c.place > $2 AND EXISTS
            (SELECT 1 FROM push_area a WHERE a.place = c.place AND a.at_least <= $3)
        ORDER BY c.place LIMIT 1";
    NEXT_TELLING = "SELECT id FROM push_fanout WHERE thread = $1 AND id > $2 AND id <> $3 AND expected > 0
        ORDER BY id LIMIT 1";
    FOLLOWERS = "SELECT count(*), max(x.subscription) FROM (SELECT a.subscription FROM push_area a
        WHERE a.place = $1 AND a.subscription > $2 AND a.at_least <= $3 ORDER BY a.subscription LIMIT $4) x";
    TOLD = concat!("SELECT count(*), max(x.subscription) FROM (SELECT d.subscription FROM push_delivery d
        WHERE d.fanout = $1 AND d.subscription > $2 AND ", told!("d"), " ORDER BY d.subscription LIMIT $3) x");
    MATCH = deliver!(
        "CASE WHEN p.rank > p.peak THEN 1 ELSE 0 END",
        "CASE WHEN p.rank > p.peak THEN p.rank ELSE p.peak END",
        "push_area",
        "x.place = $2 AND x.at_least <= f.rank"
    );
    /// An end takes the peak away: what comes after it is news again.
    RECALL = deliver!(
        "0",
        "CASE WHEN p.rank IS NULL THEN 0 ELSE p.peak END",
        "push_delivery",
        concat!("x.fanout = $2 AND ", told!("x"))
    );
    ADVANCE = "UPDATE push_fanout SET state = $2, cursor_in = $3, cursor_at = $4, expected = expected + $5 WHERE id = $1";
    /// Closes a telling that is through: expanded, and nothing open.
    FINISH = "UPDATE push_fanout SET state = 'done', done_at = $2 WHERE id = $1 AND state = 'sending'
        AND NOT EXISTS (SELECT 1 FROM push_delivery d WHERE d.fanout = $1 AND d.state = 'open')";
    EXPIRE = "UPDATE push_fanout SET state = 'done', done_at = expires_at
        WHERE state IN ('matching', 'recalling', 'sending') AND expires_at <= $1";

    // Sending.
    /// Hops along the index from service to service, so that it costs the same however many wait.
    LANES = "WITH RECURSIVE l (fanout, expires_at, origin) AS (
            SELECT f.id, f.expires_at, (SELECT min(d.origin) FROM push_delivery d WHERE d.fanout = f.id AND d.state = 'open')
            FROM push_fanout f WHERE f.state IN ('matching', 'recalling', 'sending')
            UNION ALL
            SELECT l.fanout, l.expires_at, (SELECT min(d.origin) FROM push_delivery d
                WHERE d.fanout = l.fanout AND d.state = 'open' AND d.origin > l.origin)
            FROM l WHERE l.origin IS NOT NULL)
        SELECT l.origin, l.expires_at,
            (SELECT min(d.next_at) FROM push_delivery d
                WHERE d.fanout = l.fanout AND d.state = 'open' AND d.origin = l.origin AND d.loud = 1),
            (SELECT min(d.next_at) FROM push_delivery d
                WHERE d.fanout = l.fanout AND d.state = 'open' AND d.origin = l.origin AND d.loud = 0)
        FROM l WHERE l.origin IS NOT NULL";
    CLAIM = "UPDATE push_delivery SET worker = $1, next_at = $2, attempts = attempts + 1
        WHERE (fanout, subscription) IN (SELECT d.fanout, d.subscription
            FROM push_fanout f JOIN push_delivery d ON d.fanout = f.id
            WHERE f.state IN ('matching', 'recalling', 'sending') AND d.state = 'open' AND d.origin = $3
                AND d.loud = $4 AND d.next_at <= $5 LIMIT $6)
        RETURNING fanout, subscription";
    /// A quiet one is loud after all when what it was to follow never reached the device: it failed, or its
    /// worker did, after this one was expanded.
    HELD = concat!("SELECT d.fanout, d.subscription, f.thread, f.expires_at, f.urgent,
            CASE WHEN d.loud = 1 OR f.rank IS NULL OR d.peak = 0 OR EXISTS (SELECT 1 FROM push_fanout o
                JOIN push_delivery h ON h.fanout = o.id AND h.subscription = d.subscription
                WHERE o.thread = f.thread AND o.id <> f.id AND h.peak >= d.peak AND ", told!("h"), ")
            THEN d.loud ELSE 1 END,
            u.lang, u.endpoint, u.p256dh, u.auth, u.vapid_key, d.attempts - 1, f.rank, t.receipt
        FROM push_delivery d JOIN push_fanout f ON f.id = d.fanout JOIN push_subscription u ON u.id = d.subscription
            LEFT JOIN push_test t ON t.fanout = d.fanout
        WHERE d.worker = $1 AND d.next_at = $2 AND d.origin = $3 AND u.endpoint IS NOT NULL");
    RELEASE = "UPDATE push_delivery SET worker = NULL, next_at = 0 WHERE worker = $1 AND state = 'open'";
    /// Results in one text ($1), [`rows::Line::WIDTH`] characters each, $2 of them.
    SETTLE = "WITH RECURSIVE n (i, line) AS (SELECT 0, substr(CAST($1 AS TEXT), 1, 108)
            UNION ALL SELECT i + 1, substr(CAST($1 AS TEXT), (i + 1) * 108 + 1, 108)
            FROM n WHERE i + 1 < CAST($2 AS BIGINT)),
        given (telling, device, outcome, again_at, answer) AS (
            SELECT rtrim(substr(line, 1, 40)), rtrim(substr(line, 41, 40)), rtrim(substr(line, 81, 8)),
                CAST(substr(line, 89, 15) AS BIGINT), CAST(substr(line, 104, 5) AS BIGINT) FROM n)
        UPDATE push_delivery SET state = given.outcome, next_at = given.again_at,
            status = nullif(given.answer, 0), worker = NULL
        FROM given
        WHERE fanout = given.telling AND subscription = given.device AND worker = $3 AND state = 'open'
        RETURNING fanout, subscription, state";
    REACHED = "WITH RECURSIVE n (i, line) AS (SELECT 0, substr(CAST($1 AS TEXT), 1, 40)
            UNION ALL SELECT i + 1, substr(CAST($1 AS TEXT), (i + 1) * 40 + 1, 40)
            FROM n WHERE i + 1 < CAST($2 AS BIGINT))
        UPDATE push_subscription SET last_ok_at = $3 WHERE id IN (SELECT rtrim(line) FROM n)";
    COUNT = "UPDATE push_fanout SET sent = sent + $2, gone = gone + $3, refused = refused + $4, lapsed = lapsed + $5
        WHERE id = $1";
    REPLACED = "SELECT id FROM push_subscription WHERE id = $1 AND gone_at IS NULL AND replaced_at > $2";
    GO = "UPDATE push_subscription SET endpoint = NULL, p256dh = NULL, auth = NULL, gone_at = $2
        WHERE id = $1 AND gone_at IS NULL";
    GO_DELIVERIES = "UPDATE push_delivery SET state = 'gone', worker = NULL
        WHERE subscription = $1 AND state = 'open' RETURNING fanout";

    // Forgetting.
    ABANDON = "UPDATE push_fanout SET state = 'done', done_at = made_at
        WHERE state = 'waiting' AND made_at < $1
            AND EXISTS (SELECT 1 FROM thread t WHERE t.id = push_fanout.thread AND (t.ends_at IS NULL OR t.ends_at < $1))";
    OVER = "SELECT f.id FROM push_fanout f LEFT JOIN thread t ON t.id = f.thread
        WHERE f.state = 'done' AND f.done_at < $1 AND (t.ends_at IS NULL OR t.ends_at < $1) LIMIT 1";
    SWEEP_DELIVERIES = "DELETE FROM push_delivery WHERE fanout = $1 AND subscription IN
        (SELECT d.subscription FROM push_delivery d WHERE d.fanout = $1 ORDER BY d.subscription LIMIT $2)";
    SWEEP_TEST = "DELETE FROM push_test WHERE fanout = $1";
    SWEEP_AREAS = "DELETE FROM push_fanout_area WHERE fanout = $1";
    FORGET_GONE = "UPDATE push_subscription SET manage = NULL, follows = '', origin = '', vapid_key = ''
        WHERE gone_at IS NOT NULL AND gone_at < $1 AND manage IS NOT NULL";

    // Progress.
    TELLINGS = "SELECT id, thread, made_at, expires_at, done_at, superseded, expected, sent, gone, refused, lapsed
        FROM push_fanout WHERE id < '~' AND thread IS NOT NULL ORDER BY id DESC LIMIT $1";
    DEVICES = "SELECT origin, count(*) FROM push_subscription WHERE gone_at IS NULL GROUP BY origin ORDER BY origin";
    REACH = with_places!("SELECT count(DISTINCT a.subscription) FROM n JOIN push_area a ON a.place = n.place
        WHERE a.at_least <= $3");
}

/// Puts the telling of a public message into the outbox, in the transaction of that message.
pub(crate) async fn tell(
    tx: &mut Tx,
    id: &str,
    thread: &ThreadId,
    message: &MessageId,
    at: Instant,
) -> Result<(), StoreError> {
    let (thread, message) = (thread.0.as_str(), message.0.as_str());
    sql!(execute, tx, TELL, id, thread, message, at.0)?;
    Ok(())
}

/// What was told of the younger thread was told of the older one: they are one event.
pub(crate) async fn merge(tx: &mut Tx, younger: &str, older: &str) -> Result<(), StoreError> {
    sql!(execute, tx, MOVE, younger, older)?;
    Ok(())
}
