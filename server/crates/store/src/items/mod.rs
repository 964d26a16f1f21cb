//! Items of the desk: which report or post, in which lane, under whose lease.
//!
//! Owns the leases: one conditional UPDATE gives one, and every write names its number. Each deed asks first whether
//! its doer still may, and writes its audit entry in the same transaction. Never: what a report says.

mod deeds;
mod leases;
mod port;
mod read;

use crate::statement::statements;

/// A SELECT of [`read::Row`]s.
macro_rules! select_items {
    ($($tail:tt)+) => {
        concat!(
            "SELECT i.id, i.report, i.post, i.lane, i.state, i.came_at, i.source_grade, i.information_grade, i.checks,
                i.holder, s.name, i.lease_until, i.fence
            FROM item i LEFT JOIN staff s ON s.id = i.holder ",
            $($tail)+
        )
    };
}

/// Those of a lane, oldest first, in one of the two parts that have an index.
macro_rules! listed {
    ($states:literal) => {
        select_items!(
            "WHERE i.lane = $1 AND i.state IN ",
            $states,
            " AND i.came_at >= $2
                AND i.source_grade LIKE $3 AND CAST(i.information_grade AS TEXT) LIKE $4
            ORDER BY i.came_at, i.id LIMIT $5"
        )
    };
}

statements! {
    ADMIT = "INSERT INTO item (id, report, post, lane, state, came_at, source_grade, information_grade, checks, holder,
            lease_until, fence)
        VALUES ($1, $2, NULL, $3, 'new', $4, 'F', 6, '', NULL, 0, 0) ON CONFLICT (report) DO NOTHING";
    ADD_POST = "INSERT INTO item (id, report, post, lane, state, came_at, source_grade, information_grade, checks, holder,
            lease_until, fence)
        VALUES ($1, NULL, $2, $3, 'new', $4, 'F', 6, '', NULL, 0, 0)";
    OPEN = listed!("('new', 'taken')");
    CLOSED = listed!("('done', 'dropped')");
    ONE = select_items!("WHERE i.id = $1");
    OF_REPORT = "SELECT id FROM item WHERE report = $1";
    COUNT = "SELECT count(*), CAST(COALESCE(sum(CASE WHEN lease_until > $2 THEN 1 ELSE 0 END), 0) AS BIGINT)
        FROM item WHERE lane = $1 AND state IN ('new', 'taken')";
    HERE = "SELECT s.id, s.name, s.roles, max(e.seen_at) FROM session e JOIN staff s ON s.id = e.staff
        WHERE e.seen_at > $1 AND e.ends_at > $2 AND s.state = 'active'
        GROUP BY s.id, s.name, s.roles ORDER BY s.name, s.id";
    HELD = "SELECT i.id, i.holder, s.name, s.roles, i.lease_until FROM item i JOIN staff s ON s.id = i.holder
        WHERE i.holder IS NOT NULL AND i.lease_until > $1 ORDER BY i.came_at, i.id";
    NOTES = "SELECT s.name, n.at, n.words FROM item_note n JOIN staff s ON s.id = n.author
        WHERE n.item = $1 ORDER BY n.at, n.id";
    LINKS = "SELECT l.a, l.b, l.how, s.name, l.at FROM item_link l JOIN staff s ON s.id = l.author
        WHERE l.a = $1 OR l.b = $1 ORDER BY l.at, l.a, l.b";

    /// The only way to a lease: of two that ask at once, the second finds it taken.
    TAKE = "UPDATE item SET state = 'taken', holder = $2, lease_until = $3, fence = fence + 1
        WHERE id = $1 AND lease_until <= $4";
    /// Goes on with a lease; changes nothing for whoever no longer has it. What writes follows in the same transaction.
    HOLD = "UPDATE item SET lease_until = CASE WHEN lease_until > $4 THEN lease_until ELSE $4 END
        WHERE id = $1 AND holder = $2 AND fence = $3 AND lease_until > $5";
    RELEASE = "UPDATE item SET state = $2, holder = NULL, lease_until = 0 WHERE id = $1";
    SORT = "UPDATE item SET lane = $2, source_grade = $3, information_grade = $4, checks = $5 WHERE id = $1";
    MOVE = "UPDATE item SET lane = $2 WHERE id = $1 AND (lease_until <= $3 OR holder = $4) AND lane <> $2";
    NOTE = "INSERT INTO item_note (id, item, author, at, words) VALUES ($1, $2, $3, $4, $5)";
    TIE = "INSERT INTO item_link (a, b, how, author, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (a, b) DO UPDATE SET how = excluded.how, author = excluded.author, at = excluded.at";
    UNTIE = "DELETE FROM item_link WHERE a = $1 AND b = $2";
    /// Independent items that still count.
    SECONDS = "SELECT count(*) FROM item_link l
        JOIN item o ON o.id = CASE WHEN l.a = $1 THEN l.b ELSE l.a END
        WHERE (l.a = $1 OR l.b = $1) AND l.how = 'independent' AND o.state <> 'dropped' AND o.lane <> 'quarantine'";
    /// What may have stood on an item that counts no more.
    CONFIRMED_AROUND = "SELECT i.id FROM item_link l JOIN item i ON i.id = CASE WHEN l.a = $1 THEN l.b ELSE l.a END
        WHERE (l.a = $1 OR l.b = $1) AND i.information_grade = 1 ORDER BY i.id";
    NO_LONGER_CONFIRMED = "UPDATE item SET information_grade = 2 WHERE id = $1 AND information_grade = 1";
}
