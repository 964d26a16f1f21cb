//! Items and their leases: never two holders, no write of somebody whose lease is over, grades that stand on something.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use desk::access::{LeadReports, Proof, ReadReports, SortReports};
use desk::audit::Audit as _;
use desk::items::{
    Arrival, Check, Filter, Grade, Hold, InformationGrade, ItemError, ItemId, Items as _, Key,
    LEASE, Lane, Origin, Post, Sorted, SourceGrade, State, Tie,
};
use desk::staff::Role;
use portal::places::Insee;
use portal::valve::Category;
use portal::{Instant, Span};
use store::Store;
use store_testing::on_both_engines;

use crate::people::{may, person};
use crate::steering::suspend;
use crate::telling::{minute, store};

/// A store with people who sort.
struct Team {
    store: Store,
    reads: Proof<ReadReports>,
    vera: Proof<SortReports>,
    yann: Proof<SortReports>,
    chief: Proof<LeadReports>,
}

async fn team(database: &store_testing::Database) -> Team {
    let store = store(database).await;
    let vera = person(&store, "Vera Veille", &[Role::Verifier]).await;
    let yann = person(&store, "Yann Roux", &[Role::Verifier]).await;
    let chief = person(&store, "Anne Martin", &[Role::Chief]).await;
    Team {
        reads: may(&vera),
        vera: may(&vera),
        yann: may(&yann),
        chief: may(&chief),
        store,
    }
}

impl Team {
    /// Items of so many reports, a minute apart.
    async fn items(&self, reports: u8) -> Vec<ItemId> {
        let arrivals: Vec<Arrival> = (0..reports)
            .map(|n| Arrival {
                report: Key([n; 16]),
                lane: Lane::Normal,
                came_at: minute(i64::from(n)),
            })
            .collect();
        self.store
            .admit_reports(&self.reads, &arrivals, minute(0))
            .await
            .unwrap();
        self.listed(Lane::Normal).await
    }

    async fn listed(&self, lane: Lane) -> Vec<ItemId> {
        let filter = Filter {
            lane,
            open: true,
            since: None,
            source: None,
            information: None,
        };
        let items = self
            .store
            .items_waiting(&self.reads, &filter, 100)
            .await
            .unwrap();
        items.into_iter().map(|item| item.id).collect()
    }

    async fn held(&self, by: &Proof<SortReports>, id: &ItemId, at: Instant) -> Hold {
        let taken = self.store.take_item(by, id, at).await.unwrap();
        Hold {
            item: id.clone(),
            fence: taken.fence,
        }
    }

    async fn information(&self, id: &ItemId) -> InformationGrade {
        let whole = self.store.item(&self.reads, id).await.unwrap().unwrap();
        whole.item.grade.information
    }
}

fn sorted(information: InformationGrade) -> Sorted {
    Sorted {
        lane: Lane::Urgent,
        grade: Grade {
            source: SourceGrade::C,
            information,
        },
        checks: [Check::Place, Check::Gauge].into(),
    }
}

/// A lease that somebody was given.
#[derive(Clone, Copy, Debug)]
struct Given {
    fence: u64,
    who: usize,
    from: i64,
    until: i64,
}

on_both_engines! {
    async fn ten_thousand_races_for_leases_have_never_two_holders_and_no_late_write_is_done(database) {
        const EACH: usize = 2_500;
        let team = team(&database).await;
        let ids = Arc::new(team.items(5).await);
        let clock = Arc::new(AtomicI64::new(minute(10).0));
        let mut racers = Vec::new();
        for who in 0..4 {
            // Four people, each with a session of their own.
            let name = format!("Coureur {who}");
            let by: Proof<SortReports> = may(&person(&team.store, &name, &[Role::Verifier]).await);
            let (store, ids, clock) = (team.store.clone(), ids.clone(), clock.clone());
            racers.push(tokio::spawn(async move {
                let mut given: Vec<(usize, Given)> = Vec::new();
                for n in 0..EACH {
                    let which = (n * 7 + who * 3) % ids.len();
                    // The clock goes on, by so much that leases end under their holders' hands.
                    let now = Instant(clock.fetch_add(LEASE.0 / 12, Ordering::SeqCst));
                    match store.take_item(&by, &ids[which], now).await {
                        Ok(taken) => given.push((which, Given {
                            fence: taken.fence, who, from: now.0, until: taken.until.0,
                        })),
                        Err(ItemError::Held(..)) => {}
                        Err(error) => panic!("{error}"),
                    }
                    if n % 10 != 0 {
                        continue;
                    }
                    // Whoever's lease is over writes all the same.
                    let now = Instant(clock.load(Ordering::SeqCst));
                    let over = given.iter().find(|(_, one)| one.until <= now.0);
                    if let Some((which, one)) = over {
                        let hold = Hold { item: ids[*which].clone(), fence: one.fence };
                        let late = match n % 20 {
                            0 => store.sort_item(&by, &hold, &sorted(InformationGrade::Possible), now).await,
                            _ => store.return_item(&by, &hold, now).await,
                        };
                        assert!(matches!(late, Err(ItemError::Fenced)), "{late:?}");
                    }
                }
                given
            }));
        }
        let mut by_item: BTreeMap<usize, Vec<Given>> = BTreeMap::new();
        for racer in racers {
            for (which, given) in racer.await.unwrap() {
                by_item.entry(which).or_default().push(given);
            }
        }
        let mut leases = 0;
        for given in by_item.values_mut() {
            given.sort_by_key(|one| (one.fence, one.until));
            for pair in given.windows(2) {
                let (before, after) = (pair[0], pair[1]);
                if before.fence == after.fence {
                    // One lease, gone on with by its own holder.
                    assert_eq!(before.who, after.who, "two holders: {pair:?}");
                } else {
                    assert_eq!(before.fence + 1, after.fence, "a number was left out: {pair:?}");
                    assert!(after.from >= before.until, "taken before it was over: {pair:?}");
                    leases += 1;
                }
            }
        }
        assert!(leases > 500, "{leases} leases are no race");
        // No late write was done: nothing was graded.
        for id in ids.iter() {
            assert_eq!(team.information(id).await, InformationGrade::Unknown);
        }
    }

    async fn a_report_becomes_one_item_however_often_it_is_read(database) {
        let team = team(&database).await;
        assert_eq!(team.items(3).await.len(), 3);
        assert_eq!(team.items(4).await.len(), 4);
        let whole = team.store.item(&team.reads, &team.listed(Lane::Normal).await[2]).await.unwrap().unwrap();
        assert_eq!(whole.item.origin, Origin::Report(Key([2; 16])));
        assert_eq!((whole.item.grade, whole.item.state), (Grade::UNKNOWN, State::New));
        assert_eq!(team.store.item_of(&team.reads, Key([2; 16])).await.unwrap(), Some(whole.item.id));
    }

    async fn a_lease_is_taken_kept_given_back_broken_and_over(database) {
        let team = team(&database).await;
        let id = team.items(1).await.remove(0);
        let hold = team.held(&team.vera, &id, minute(0)).await;
        let refused = team.store.take_item(&team.yann, &id, minute(9)).await;
        assert!(matches!(refused, Err(ItemError::Held(name, until)) if name == "Vera Veille" && until == minute(0) + LEASE));
        let gone_on = team.store.keep_item(&team.vera, &hold, minute(9)).await.unwrap();
        assert_eq!((gone_on.fence, gone_on.until), (1, minute(9) + LEASE));
        assert!(team.store.take_item(&team.yann, &id, minute(12)).await.is_err());
        // Her number is not his.
        assert!(matches!(team.store.return_item(&team.yann, &hold, minute(12)).await, Err(ItemError::Fenced)));
        team.store.return_item(&team.vera, &hold, minute(12)).await.unwrap();
        assert!(matches!(team.store.keep_item(&team.vera, &hold, minute(12)).await, Err(ItemError::Fenced)));
        let his = team.held(&team.yann, &id, minute(12)).await;
        assert_eq!(his.fence, 2);
        team.store.break_lease(&team.chief, &id, minute(13)).await.unwrap();
        let late = team.store.sort_item(&team.yann, &his, &sorted(InformationGrade::Possible), minute(13)).await;
        assert!(matches!(late, Err(ItemError::Fenced)));
        let here = team.store.on_shift(&team.reads, Span::minutes(15), minute(1)).await.unwrap();
        assert_eq!(here.len(), 3, "{here:?}");
        assert!(here.iter().all(|one| one.holds.is_empty()));
        team.held(&team.yann, &id, minute(14)).await;
        let here = team.store.on_shift(&team.reads, Span::minutes(15), minute(14)).await.unwrap();
        let yann = here.iter().find(|one| one.name == "Yann Roux").unwrap();
        assert_eq!(yann.holds, [(id, minute(14) + LEASE)]);
    }

    async fn confirmed_needs_another_independent_item_and_ends_with_it(database) {
        let team = team(&database).await;
        let ids = team.items(3).await;
        let hold = team.held(&team.vera, &ids[0], minute(1)).await;
        let confirmed = sorted(InformationGrade::Confirmed);
        let alone = team.store.sort_item(&team.vera, &hold, &confirmed, minute(1)).await;
        assert!(matches!(alone, Err(ItemError::NeedsSecond)));
        let tie = |other: usize, tie| team.store.tie_items(&team.vera, &hold, &ids[other], tie, minute(2));
        tie(1, Some(Tie::Same)).await.unwrap();
        assert!(team.store.sort_item(&team.vera, &hold, &confirmed, minute(2)).await.is_err(), "perhaps one person");
        tie(1, Some(Tie::Independent)).await.unwrap();
        team.store.sort_item(&team.vera, &hold, &confirmed, minute(2)).await.unwrap();
        assert_eq!(team.information(&ids[0]).await, InformationGrade::Confirmed);
        // Taken back: what stood on it does not stand.
        tie(1, None).await.unwrap();
        assert_eq!(team.information(&ids[0]).await, InformationGrade::Probable);
        // The other turns out to be of no use.
        tie(1, Some(Tie::Independent)).await.unwrap();
        team.store.sort_item(&team.vera, &hold, &confirmed, minute(3)).await.unwrap();
        let other = team.held(&team.yann, &ids[1], minute(3)).await;
        team.store.close_item(&team.yann, &other, State::Dropped, minute(3)).await.unwrap();
        assert_eq!(team.information(&ids[0]).await, InformationGrade::Probable);
        // Or goes to quarantine with many others.
        tie(2, Some(Tie::Independent)).await.unwrap();
        team.store.sort_item(&team.vera, &hold, &confirmed, minute(4)).await.unwrap();
        let moved = team.store.move_items(&team.yann, &ids, Lane::Quarantine, minute(4)).await.unwrap();
        assert_eq!(moved, 2, "what somebody else holds stays where it is");
        assert_eq!(team.information(&ids[0]).await, InformationGrade::Probable);
        let whole = team.store.item(&team.reads, &ids[0]).await.unwrap().unwrap();
        assert_eq!(whole.links.len(), 2);
        assert_eq!(whole.item.checks, [Check::Place, Check::Gauge].into());
        assert_eq!(whole.item.lane, Lane::Urgent);
    }

    async fn a_post_is_an_item_with_notes_and_the_audit_has_nothing_of_either(database) {
        let team = team(&database).await;
        let post = Post {
            url: "https://reseau.exemple.invalid/1".into(),
            quote: "Le pont canari est coupé".into(),
            note: "Vu par canari".into(),
            kind: Category::RoadCut,
            commune: Some(Insee("30189".into())),
        };
        let id = team.store.add_post(&team.reads, &post, Lane::Slow, minute(1)).await.unwrap();
        team.store.note_item(&team.reads, &id, "Rappeler canari", minute(2)).await.unwrap();
        let whole = team.store.item(&team.reads, &id).await.unwrap().unwrap();
        assert_eq!(whole.item.origin, Origin::Post(post));
        assert_eq!(whole.notes[0].words, "Rappeler canari");
        let counts = team.store.item_counts(&team.reads, minute(2)).await.unwrap();
        assert_eq!(counts.iter().map(|c| c.open).collect::<Vec<_>>(), [0, 0, 1, 0]);
        let entries = team.store.entries_after(0, 100).await.unwrap();
        assert!(entries.iter().any(|e| e.action == "item.note"));
        assert!(entries.iter().all(|e| !format!("{e:?}").contains("canari")));
    }

    async fn whoever_was_suspended_takes_nothing_any_more(database) {
        let team = team(&database).await;
        let id = team.items(1).await.remove(0);
        let hold = team.held(&team.vera, &id, minute(0)).await;
        suspend(&team.store, &team.vera.id().0).await;
        let late = team.store.sort_item(&team.vera, &hold, &sorted(InformationGrade::Possible), minute(1)).await;
        assert!(matches!(late, Err(ItemError::NoLongerAllowed)));
        // And nobody waits for them longer than their lease.
        team.store.take_item(&team.yann, &id, minute(0) + LEASE).await.unwrap();
    }
}
