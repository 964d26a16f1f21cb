//! Moderators of the exchange: who may, four eyes, what a block voids, what an erasure leaves.

use desk::access::{JudgeHeld, ModerateExchange, Proof};
use desk::audit::{Audit as _, Verifier};
use desk::exchange::{Approved, Moderation as _, ModerationError, Reach, Seen, Why};
use portal::exchange::{
    ContactHash, Exchange as _, HoldReason, LinkHash, ListingId, MatchState, Moderation, Party,
    Side, Slot, Standing,
};
use sqlx::{AssertSqlSafe, Executor as _};
use store::{Db, Store};
use store_testing::on_both_engines;

use crate::steering::{proof, staff, suspend};
use crate::telling::*;

async fn run(store: &Store, sql: &str) {
    match store.db() {
        Db::Sqlite { writer, .. } => {
            writer.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
        }
        Db::Postgres(pool) => {
            pool.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
        }
    }
}

/// Nothing sealed, as each engine writes it.
fn nothing(store: &Store) -> &'static str {
    match store.db() {
        Db::Sqlite { .. } => "x''",
        Db::Postgres(_) => "''",
    }
}

/// How many rows a condition finds.
async fn count(store: &Store, from: &str) -> i64 {
    let sql = AssertSqlSafe(format!("SELECT count(*) FROM {from}"));
    match store.db() {
        Db::Sqlite { writer, .. } => sqlx::query_scalar(sql).fetch_one(writer).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
    }
}

const MEALS: &str = r#"{"kind":"Other","help":"repas","count":5}"#;
const BEDS: &str = r#"{"kind":"Housing","beds":4,"from":"2026-11-24","until":"2026-11-26","adults":2,"children":1,"household":"famille","step_free":"oui","pets":false,"own_room":true,"smoking":false,"tonight":false}"#;

/// A listing of contact `hash` in Nîmes, as the store keeps it.
async fn listing(store: &Store, id: &str, hash: &str, kind: &str, moderation: &str, hold: &str) {
    let now = minute(0).0;
    let end = minute(6_000).0;
    let sealed = nothing(store);
    let live = i32::from(moderation != "held");
    let (details, slots, units): (_, &[&str], _) = match kind {
        "logement" => (BEDS, &["2026-11-24", "2026-11-25"], 4),
        _ => (MEALS, &[""], 5),
    };
    run(store, &format!(
        "INSERT INTO exchange_listing (id, idempotency, side, kind, commune, departement, details, words, lang,
            availability, moderation, hold, likeness, posted_at, changed_at, expires_at, closed_at, reminded_at,
            sealed, live, left_most, left_least, from_day, until_day, leaves_from, leaves_until, destination,
            child_seats, wheelchair, pets, step_free, household, wearer, help)
        VALUES ('{id}', 'form-{id}', 'offre', '{kind}', '30189', '30', '{details}', 'Texte de {id}', 'fr',
            'available', '{moderation}', '{hold}', '', {now}, {now}, {end}, NULL, NULL, {sealed}, {live}, {units}, {units},
            NULL, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL)"
    )).await;
    run(store, &format!("INSERT INTO exchange_manage (link, listing, made_at) VALUES ('link-{id}', '{id}', {now})")).await;
    run(
        store,
        &format!("INSERT INTO exchange_word (listing, word) VALUES ('{id}', 'texte')"),
    )
    .await;
    for slot in slots {
        run(store, &format!("INSERT INTO exchange_slot (listing, slot, capacity, taken) VALUES ('{id}', '{slot}', {units}, 0)")).await;
    }
    run(store, &format!("INSERT INTO exchange_contact (hash, since, blocked_at) VALUES ('{hash}', {now}, NULL) ON CONFLICT (hash) DO NOTHING")).await;
    run(
        store,
        &format!("INSERT INTO exchange_contact_listing (hash, listing) VALUES ('{hash}', '{id}')"),
    )
    .await;
}

/// Somebody of contact `hash` answers and takes units of every slot.
async fn talk(store: &Store, id: &str, of: &str, hash: &str, state: &str, units: i64) {
    let now = minute(1).0;
    let sealed = nothing(store);
    run(store, &format!(
        "INSERT INTO exchange_talk (id, listing, idempotency, owner_link, responder_link, sealed, lang, began_at,
            owner_shows, responder_shows, ended, ended_at)
        VALUES ('{id}', '{of}', 'form-{id}', 'o-{id}', 'r-{id}', {sealed}, 'fr', {now}, 0, 0, NULL, NULL)"
    )).await;
    run(store, &format!("INSERT INTO exchange_contact (hash, since, blocked_at) VALUES ('{hash}', {now}, NULL) ON CONFLICT (hash) DO NOTHING")).await;
    run(
        store,
        &format!("INSERT INTO exchange_contact_talk (hash, talk) VALUES ('{hash}', '{id}')"),
    )
    .await;
    run(store, &format!("INSERT INTO exchange_said (talk, turn, party, at, words) VALUES ('{id}', 1, 'responder', {now}, 'Bonjour')")).await;
    run(store, &format!("INSERT INTO exchange_reveal (talk, turn, party, shown, at) VALUES ('{id}', 1, 'owner', 1, {now})")).await;
    let turn = count(store, &format!("exchange_match WHERE listing = '{of}'")).await + 1;
    run(
        store,
        &format!(
        "INSERT INTO exchange_match (id, talk, listing, turn, units, state, answer_by, changed_at)
        VALUES ('m-{id}', '{id}', '{of}', {turn}, {units}, '{state}', NULL, {now})"
    ),
    )
    .await;
    run(store, &format!("INSERT INTO exchange_match_slot (matched, slot) SELECT 'm-{id}', slot FROM exchange_slot WHERE listing = '{of}'")).await;
    if state == "waiting" {
        return;
    }
    run(
        store,
        &format!("UPDATE exchange_slot SET taken = taken + {units} WHERE listing = '{of}'"),
    )
    .await;
    run(store, &format!("UPDATE exchange_listing SET left_most = left_most - {units}, left_least = left_least - {units} WHERE id = '{of}'")).await;
}

/// A report with its evidence.
async fn report(
    store: &Store,
    id: &str,
    of: &str,
    talk: Option<(&str, &str)>,
    contacts: &[(&str, &str)],
) {
    let now = minute(2).0;
    let (talk, party) = match talk {
        Some((talk, party)) => (format!("'{talk}'"), format!("'{party}'")),
        None => ("NULL".to_owned(), "NULL".to_owned()),
    };
    let evidence = format!(
        r#"{{"listing":{{"text":"Texte de {of}"}},"said":[{{"party":"responder","at":{now},"text":"Envoyez votre code"}}]}}"#
    );
    run(
        store,
        &format!(
        "INSERT INTO exchange_report (id, listing, talk, party, reason, evidence, at, settled_at)
        VALUES ('{id}', '{of}', {talk}, {party}, 'Une arnaque', '{evidence}', {now}, NULL)"
    ),
    )
    .await;
    for (hash, party) in contacts {
        run(store, &format!("INSERT INTO exchange_report_contact (report, hash, party) VALUES ('{id}', '{hash}', '{party}')")).await;
    }
}

async fn seen(store: &Store, by: &Proof<ModerateExchange>, id: &str) -> Seen {
    let item = store
        .moderated(by, &ListingId(id.into()), minute(3))
        .await
        .unwrap()
        .unwrap();
    Seen {
        listing: item.listing.id,
        moderation: item.listing.moderation,
        changed_at: item.changed_at,
    }
}

async fn stands(
    store: &Store,
    by: &Proof<ModerateExchange>,
    id: &str,
) -> (Moderation, Vec<(Slot, u8)>) {
    let item = store
        .moderated(by, &ListingId(id.into()), minute(3))
        .await
        .unwrap()
        .unwrap();
    (item.listing.moderation, item.listing.left)
}

async fn live(store: &Store, id: &str) -> bool {
    count(
        store,
        &format!("exchange_listing WHERE id = '{id}' AND live = 1"),
    )
    .await
        == 1
}

/// The audit's actions; the chain holds, and nothing that residents wrote or a hash stands in it.
async fn actions(store: &Store) -> Vec<String> {
    let entries = store.entries_after(0, 100).await.unwrap();
    let mut verifier = Verifier::default();
    for entry in &entries {
        verifier.next(entry).unwrap();
        let all = format!("{}{}{}", entry.subject, entry.before, entry.after);
        assert!(
            !all.contains("Texte de") && !all.contains("hash-") && !all.contains("Bonjour"),
            "{all}"
        );
    }
    entries.into_iter().map(|e| e.action).collect()
}

on_both_engines! {
    async fn only_moderators_and_chiefs_may_moderate(database) {
        let store = store(&database).await;
        for role in ["watcher", "verifier", "mapper", "editor", "communicator", "auditor", "admin"] {
            assert!(staff(&store, role).await.prove::<ModerateExchange>().is_none(), "{role}");
        }
        assert!(staff(&store, "chief").await.prove::<ModerateExchange>().is_some());
        let moderator = staff(&store, "moderator").await;
        assert!(moderator.prove::<ModerateExchange>().is_some());
        assert!(moderator.prove::<JudgeHeld>().is_none());
    }

    async fn the_queue_has_held_first_then_reported_similar_and_new(database) {
        let store = store(&database).await;
        let by = proof::<ModerateExchange>(&store, "moderator").await;
        for (id, hash, kind, moderation, hold) in [
            ("new", "hash-a", "autre", "new", ""),
            ("copy-1", "hash-b", "autre", "new", ""),
            ("copy-2", "hash-c", "autre", "new", ""),
            ("own-1", "hash-d", "autre", "new", ""),
            ("own-2", "hash-d", "autre", "new", ""),
            ("reported", "hash-e", "autre", "approved", ""),
            ("fine", "hash-f", "autre", "approved", ""),
            ("held", "hash-g", "logement", "held", "housing scam"),
        ] {
            listing(&store, id, hash, kind, moderation, hold).await;
        }
        run(&store, "UPDATE exchange_listing SET likeness = 'x' WHERE id IN ('copy-1', 'copy-2')").await;
        run(&store, "UPDATE exchange_listing SET likeness = 'y' WHERE id IN ('own-1', 'own-2')").await;
        report(&store, "p1", "reported", None, &[("hash-e", "owner")]).await;
        let queue = store.moderation_queue(&by, 100, minute(3)).await.unwrap();
        let order: Vec<_> = queue.iter().map(|q| (q.why, q.listing.id.0.as_str())).collect();
        assert_eq!(order, [
            (Why::Held, "held"), (Why::Reported, "reported"), (Why::Similar, "copy-2"), (Why::Similar, "copy-1"),
            (Why::New, "own-2"), (Why::New, "own-1"), (Why::New, "new"),
        ]);
        assert_eq!(queue[0].hold, [HoldReason::Housing, HoldReason::Scam]);
        assert_eq!(queue[1].reports, 1);
        assert_eq!(store.listings_held(&by, minute(3)).await.unwrap(), 1);
        assert_eq!(store.listings_held(&by, minute(7_000)).await.unwrap(), 0, "what is over waits no more");
        let item = store.moderated(&by, &ListingId("own-1".into()), minute(3)).await.unwrap().unwrap();
        assert_eq!(item.history.len(), 1, "the same contact by its hash");
        assert_eq!(item.duplicates, item.history, "the same contact with the same need, beside it and not merged");
        assert!(item.similar.is_empty(), "one's own text again is no copy");
        let item = store.moderated(&by, &ListingId("copy-1".into()), minute(3)).await.unwrap().unwrap();
        assert_eq!((item.similar[0].id.0.as_str(), item.similar[0].standing), ("copy-2", Standing::Live));
    }

    async fn housing_needs_two_different_people_and_the_same_one_twice_is_one(database) {
        let store = store(&database).await;
        let first = proof::<ModerateExchange>(&store, "moderator").await;
        let second = proof::<ModerateExchange>(&store, "chief").await;
        listing(&store, "beds", "hash-a", "logement", "held", "housing").await;
        let it = seen(&store, &first, "beds").await;
        assert_eq!(store.approve_listing(&first, &it, minute(4)).await.unwrap(), Approved::WaitsForSecond);
        let again = store.approve_listing(&first, &it, minute(5)).await;
        assert!(matches!(again, Err(ModerationError::SamePerson)), "{again:?}");
        assert!(!live(&store, "beds").await);
        let item = store.moderated(&first, &it.listing, minute(5)).await.unwrap().unwrap();
        assert_eq!(item.approved_by, Some(("Camille".into(), true)));
        let item = store.moderated(&second, &it.listing, minute(5)).await.unwrap().unwrap();
        assert_eq!(item.approved_by, Some(("Camille".into(), false)));
        assert_eq!(store.approve_listing(&second, &it, minute(6)).await.unwrap(), Approved::Public);
        assert!(live(&store, "beds").await);
        assert_eq!(stands(&store, &first, "beds").await.0, Moderation::Approved);
        assert_eq!(actions(&store).await, ["exchange.approve", "exchange.approve"]);
    }

    async fn a_first_approval_is_void_once_somebody_holds_or_returns_the_listing(database) {
        let store = store(&database).await;
        let first = proof::<ModerateExchange>(&store, "moderator").await;
        let second = proof::<ModerateExchange>(&store, "chief").await;
        listing(&store, "beds", "hash-a", "logement", "held", "housing").await;
        let it = seen(&store, &first, "beds").await;
        store.approve_listing(&first, &it, minute(4)).await.unwrap();
        store.return_listing(&second, &it, "Dites combien d'enfants", minute(5)).await.unwrap();
        let item = store.moderated(&first, &it.listing, minute(6)).await.unwrap().unwrap();
        assert_eq!(item.returned.as_deref(), Some("Dites combien d'enfants"));
        assert!(store.moderation_queue(&first, 10, minute(6)).await.unwrap()[0].returned);
        assert_eq!(store.approve_listing(&second, &it, minute(7)).await.unwrap(), Approved::WaitsForSecond);
    }

    async fn other_listings_need_one_person_and_their_reports_are_settled(database) {
        let store = store(&database).await;
        let by = proof::<ModerateExchange>(&store, "moderator").await;
        listing(&store, "meals", "hash-a", "autre", "held", "reported").await;
        report(&store, "p1", "meals", None, &[("hash-a", "owner")]).await;
        let it = seen(&store, &by, "meals").await;
        assert_eq!(store.approve_listing(&by, &it, minute(4)).await.unwrap(), Approved::Public);
        let item = store.moderated(&by, &it.listing, minute(5)).await.unwrap().unwrap();
        assert!(item.reports[0].settled && item.hold.is_empty());
        assert!(store.moderation_queue(&by, 10, minute(5)).await.unwrap().is_empty());
    }

    async fn a_deed_about_what_was_decided_or_changed_since_changes_nothing(database) {
        let store = store(&database).await;
        let a = proof::<ModerateExchange>(&store, "moderator").await;
        let b = proof::<ModerateExchange>(&store, "chief").await;
        listing(&store, "meals", "hash-a", "autre", "new", "").await;
        let it = seen(&store, &a, "meals").await;
        let (held, blocked) = tokio::join!(
            store.hold_listing(&a, &it, "À revoir", minute(4)),
            store.block_listing(&b, &it, "Arnaque", false, minute(4)),
        );
        assert!(held.is_ok() != blocked.is_ok(), "{held:?} {blocked:?}");
        assert_eq!(actions(&store).await.len(), 1, "one deed, one entry");
        listing(&store, "other", "hash-a", "autre", "new", "").await;
        let it = seen(&store, &a, "other").await;
        run(&store, "UPDATE exchange_listing SET changed_at = changed_at + 1 WHERE id = 'other'").await;
        let approved = store.approve_listing(&a, &it, minute(5)).await;
        assert!(matches!(approved, Err(ModerationError::Changed)), "{approved:?}");
        let gone = Seen { listing: ListingId("never".into()), ..it };
        assert!(matches!(store.approve_listing(&a, &gone, minute(5)).await, Err(ModerationError::Gone)));
    }

    async fn a_block_voids_what_is_open_keeps_what_is_over_and_holds_the_contacts_other_listings(database) {
        let store = store(&database).await;
        let by = proof::<ModerateExchange>(&store, "moderator").await;
        listing(&store, "bad", "hash-a", "autre", "approved", "").await;
        listing(&store, "also", "hash-a", "autre", "new", "").await;
        listing(&store, "good", "hash-b", "autre", "approved", "").await;
        talk(&store, "t1", "bad", "hash-b", "confirmed", 2).await;
        talk(&store, "t2", "bad", "hash-c", "done", 1).await;
        talk(&store, "t3", "good", "hash-a", "proposed", 3).await;
        let it = seen(&store, &by, "bad").await;
        store.block_listing(&by, &it, "Demande de l'argent", true, minute(4)).await.unwrap();
        let (moderation, left) = stands(&store, &by, "bad").await;
        assert_eq!((moderation, left), (Moderation::Blocked, vec![(Slot::Whole, 4)]));
        assert!(!live(&store, "bad").await && !live(&store, "also").await);
        assert_eq!(count(&store, "exchange_match WHERE state = 'cancelled'").await, 2);
        assert_eq!(count(&store, "exchange_match WHERE state = 'done'").await, 1);
        assert_eq!(count(&store, "exchange_talk WHERE ended = 'moderators'").await, 3);
        let also = store.moderated(&by, &ListingId("also".into()), minute(5)).await.unwrap().unwrap();
        assert_eq!((also.listing.moderation, also.hold), (Moderation::Held, vec![HoldReason::KnownContact]));
        assert!(also.contact_blocked);
        let (moderation, left) = stands(&store, &by, "good").await;
        assert_eq!((moderation, left), (Moderation::Approved, vec![(Slot::Whole, 5)]), "given back");
        assert!(live(&store, "good").await);
        assert_eq!(actions(&store).await, ["exchange.block"]);
    }

    async fn a_reported_responder_is_blocked_and_the_listing_of_the_other_side_stays(database) {
        let store = store(&database).await;
        let by = proof::<ModerateExchange>(&store, "moderator").await;
        listing(&store, "good", "hash-a", "autre", "approved", "").await;
        talk(&store, "t1", "good", "hash-b", "confirmed", 2).await;
        report(&store, "p1", "good", Some(("t1", "owner")), &[("hash-a", "owner"), ("hash-b", "responder")]).await;
        report(&store, "p2", "good", Some(("t1", "responder")), &[("hash-a", "owner"), ("hash-b", "responder")]).await;
        let waiting = store.reports_waiting(&by, 10).await.unwrap();
        assert_eq!(waiting.len(), 2);
        assert_eq!((waiting[0].reported(), waiting[0].said[0].by), (Party::Responder, Party::Responder));
        assert_eq!(waiting[0].said[0].text, "Envoyez votre code");
        store.block_reported(&by, "p1", "Hameçonnage", minute(4)).await.unwrap();
        store.dismiss_report(&by, "p2", "Représailles", minute(5)).await.unwrap();
        let again = store.dismiss_report(&by, "p2", "x", minute(6)).await;
        assert!(matches!(again, Err(ModerationError::Changed)), "{again:?}");
        assert_eq!(count(&store, "exchange_contact WHERE hash = 'hash-b' AND blocked_at IS NOT NULL").await, 1);
        assert_eq!(count(&store, "exchange_contact WHERE hash = 'hash-a' AND blocked_at IS NULL").await, 1);
        assert!(live(&store, "good").await);
        assert_eq!(stands(&store, &by, "good").await.1, [(Slot::Whole, 5)]);
        assert_eq!(actions(&store).await, ["exchange.block-contact", "exchange.dismiss"]);
    }

    async fn erasing_a_contact_takes_its_listings_and_conversations_and_leaves_the_evidence(database) {
        let store = store(&database).await;
        let by = proof::<ModerateExchange>(&store, "moderator").await;
        listing(&store, "mine", "hash-a", "logement", "held", "housing").await;
        run(&store, "INSERT INTO exchange_contact (hash, since, blocked_at) VALUES ('hash-mail', 0, NULL)").await;
        run(&store, "INSERT INTO exchange_contact_listing (hash, listing) VALUES ('hash-mail', 'mine')").await;
        listing(&store, "theirs", "hash-b", "autre", "approved", "").await;
        talk(&store, "t1", "mine", "hash-b", "proposed", 1).await;
        talk(&store, "t2", "theirs", "hash-a", "confirmed", 5).await;
        talk(&store, "t3", "theirs", "hash-c", "waiting", 1).await;
        report(&store, "p1", "mine", None, &[("hash-a", "owner")]).await;
        store.approve_listing(&by, &seen(&store, &by, "mine").await, minute(3)).await.unwrap();
        let hashes = [ContactHash("hash-a".into())];
        let reach = Reach { listings: 1, talks: 2, blocked: false };
        assert_eq!(store.reach_of(&by, &hashes).await.unwrap(), reach);
        assert_eq!(store.erase_contact(&by, &hashes, minute(4)).await.unwrap(), reach);
        assert_eq!(store.reach_of(&by, &hashes).await.unwrap(), Reach::default());
        assert!(store.moderated(&by, &ListingId("mine".into()), minute(5)).await.unwrap().is_none());
        for (table, left) in [
            ("exchange_listing", 1), ("exchange_talk", 1), ("exchange_said", 1), ("exchange_reveal", 1),
            ("exchange_match", 1), ("exchange_manage", 1), ("exchange_word", 1), ("exchange_approval", 0),
            ("exchange_contact WHERE hash = 'hash-a'", 0), ("exchange_report", 1), ("exchange_report_contact", 1),
            // Who waited moved up, and is to hear of it.
            ("exchange_notice", 1),
        ] {
            assert_eq!(count(&store, table).await, left, "{table}");
        }
        let evidence = store.reports_waiting(&by, 10).await.unwrap();
        assert_eq!((evidence.len(), evidence[0].text.as_str()), (1, "Texte de mine"));
        assert_eq!(actions(&store).await, ["exchange.approve", "exchange.erase"]);
    }

    async fn a_block_is_lifted_by_the_contacts_hash_and_the_audit_does_not_say_whose(database) {
        let store = store(&database).await;
        let by = proof::<ModerateExchange>(&store, "moderator").await;
        listing(&store, "bad", "hash-a", "autre", "approved", "").await;
        listing(&store, "also", "hash-a", "autre", "new", "").await;
        store.block_listing(&by, &seen(&store, &by, "bad").await, "Faux gîte", true, minute(3)).await.unwrap();
        let hashes = [ContactHash("hash-other".into()), ContactHash("hash-a".into())];
        assert!(store.reach_of(&by, &hashes).await.unwrap().blocked);
        store.unblock_contact(&by, &hashes, "Erreur sur la personne", minute(4)).await.unwrap();
        assert!(!store.reach_of(&by, &hashes).await.unwrap().blocked);
        assert_eq!(stands(&store, &by, "also").await.0, Moderation::Held, "waits for a decision of its own");
        let again = store.unblock_contact(&by, &hashes, "x", minute(5)).await;
        assert!(matches!(again, Err(ModerationError::Changed)), "{again:?}");
        assert_eq!(actions(&store).await, ["exchange.block", "exchange.unblock-contact"]);
        run(&store, "INSERT INTO exchange_contact (hash, since, blocked_at) VALUES ('hash-gone', 0, 1)").await;
        let gone = [ContactHash("hash-gone".into())];
        store.unblock_contact(&by, &gone, "Erreur", minute(6)).await.unwrap();
        assert_eq!(count(&store, "exchange_contact WHERE hash = 'hash-gone'").await, 0);
    }

    async fn the_poster_reads_why_a_listing_is_held_until_somebody_decides_otherwise(database) {
        let store = store(&database).await;
        let by = proof::<ModerateExchange>(&store, "moderator").await;
        listing(&store, "meals", "hash-a", "autre", "new", "").await;
        run(&store, "INSERT INTO exchange_manage (link, listing, made_at) VALUES ('mine', 'meals', 0)").await;
        let why = || async {
            let managed = store.managed(&LinkHash("mine".into()), minute(5)).await.unwrap();
            managed.unwrap().reason
        };
        assert_eq!(why().await, None);
        store.hold_listing(&by, &seen(&store, &by, "meals").await, "À relire", minute(3)).await.unwrap();
        assert_eq!(why().await.as_deref(), Some("À relire"));
        store.return_listing(&by, &seen(&store, &by, "meals").await, "Dites où", minute(4)).await.unwrap();
        assert_eq!(why().await.as_deref(), Some("Dites où"));
        store.approve_listing(&by, &seen(&store, &by, "meals").await, minute(5)).await.unwrap();
        assert_eq!(why().await, None);
    }

    async fn numbers_are_counted_by_what_listings_are_and_how_they_stand(database) {
        let store = store(&database).await;
        let by = proof::<ModerateExchange>(&store, "moderator").await;
        assert_eq!(store.exchange_statistics(&by, minute(3)).await.unwrap(), Default::default());
        listing(&store, "a", "hash-a", "autre", "new", "").await;
        listing(&store, "b", "hash-a", "autre", "approved", "").await;
        listing(&store, "c", "hash-b", "logement", "held", "housing").await;
        talk(&store, "t1", "b", "hash-b", "confirmed", 5).await;
        let numbers = store.exchange_statistics(&by, minute(3)).await.unwrap();
        let standings: Vec<_> = numbers.listings.iter().map(|c| (c.side, c.standing, c.listings)).collect();
        assert!(standings.contains(&(Side::Offer, Standing::Live, 1)), "{standings:?}");
        assert!(standings.contains(&(Side::Offer, Standing::Full, 1)), "{standings:?}");
        assert!(standings.contains(&(Side::Offer, Standing::Held, 1)), "{standings:?}");
        assert_eq!(numbers.matches, [(MatchState::Confirmed, 1)]);
        assert_eq!((numbers.talks, numbers.reports, numbers.blocked), (1, 0, 0));
    }

    async fn somebody_suspended_since_moderates_nothing(database) {
        let store = store(&database).await;
        let by = proof::<ModerateExchange>(&store, "moderator").await;
        listing(&store, "meals", "hash-a", "autre", "new", "").await;
        let it = seen(&store, &by, "meals").await;
        suspend(&store, "moderator").await;
        let hashes = [ContactHash("hash-a".into())];
        for refused in [
            store.hold_listing(&by, &it, "x", minute(4)).await,
            store.return_listing(&by, &it, "x", minute(4)).await,
            store.block_listing(&by, &it, "x", true, minute(4)).await,
            store.approve_listing(&by, &it, minute(4)).await.map(|_| ()),
            store.erase_contact(&by, &hashes, minute(4)).await.map(|_| ()),
            store.dismiss_report(&by, "p1", "x", minute(4)).await,
            store.block_reported(&by, "p1", "x", minute(4)).await,
        ] {
            assert!(matches!(refused, Err(ModerationError::NoLongerAllowed)), "{refused:?}");
        }
        assert!(live(&store, "meals").await && actions(&store).await.is_empty());
    }
}
