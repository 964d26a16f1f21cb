//! People join, are suspended and change roles by the rules, whoever tries and however many at once.

use desk::access::{ManageStaff, Proof, Sessions as _, Staff};
use desk::staff::{
    AccountState, Accounts as _, Changed, Credentials as _, Federated, FirstCredential, Invitation,
    Inviter, NewInvitation, Role, Roles, StaffError, StoredPasskey,
};
use portal::Instant;
use store::Store;
use store_testing::on_both_engines;

use crate::people::*;
use crate::telling::*;

fn roles(roles: &[Role]) -> Roles {
    roles.iter().copied().collect()
}

fn passkey(id: &str) -> StoredPasskey {
    StoredPasskey {
        id: id.into(),
        staff: desk::staff::StaffId("somebody else".into()),
        credential: format!("credential-{id}"),
        name: "Téléphone".into(),
        passkey: "{}".into(),
        created_at: START,
        last_used: None,
    }
}

async fn chief(store: &Store, name: &str) -> (Staff, Proof<ManageStaff>) {
    let staff = person(store, name, &[Role::Chief]).await;
    let proof = may(&staff);
    (staff, proof)
}

/// An invitation by somebody at the desk, and its link's hash.
async fn invite(
    store: &Store,
    by: &Proof<ManageStaff>,
    name: &str,
    of: &[Role],
    at: Instant,
) -> (Invitation, desk::access::TokenHash) {
    let link = token().hash();
    let new = NewInvitation {
        name: name.into(),
        roles: roles(of),
    };
    let made = store.invite(Inviter::Staff(by), new, link.clone(), at);
    (made.await.unwrap(), link)
}

/// The roles that somebody has now, as a chief sees them.
async fn roles_of(store: &Store, by: &Proof<ManageStaff>, name: &str) -> Roles {
    let accounts = store.accounts(by).await.unwrap();
    accounts.into_iter().find(|a| a.name == name).unwrap().roles
}

/// The action of the last entry of the audit, and what it tells after.
async fn last_entry(store: &Store) -> (String, String) {
    use desk::audit::Audit as _;
    let entry = store.entries_after(0, 1000).await.unwrap().pop().unwrap();
    (entry.action, entry.after)
}

on_both_engines! {
    async fn the_first_chief_comes_from_the_command_line(database) {
        let store = store(&database).await;
        let account = join(&store, "Élodie Martin", &[Role::Chief], START).await;
        assert_eq!(account.login, "elodie.martin");
        let kept = store.account_of_login("elodie.martin").await.unwrap();
        assert_eq!(kept, Some(account));
        assert_eq!(store.account_of_login("elodie").await.unwrap(), None);
    }

    async fn a_link_works_once_even_for_two_at_the_same_time(database) {
        let store = store(&database).await;
        let (_, by) = chief(&store, "Chef").await;
        let (_, link) = invite(&store, &by, "Anna Roy", &[Role::Editor], START).await;
        let first = store.accept(&link, opening("Un"), minute(1));
        let second = store.accept(&link, opening("Deux"), minute(1));
        let (first, second) = tokio::join!(first, second);
        assert_eq!(first.is_ok() as u8 + second.is_ok() as u8, 1);
        let lost = if first.is_ok() { second } else { first };
        assert!(matches!(lost, Err(StaffError::Gone)), "{lost:?}");
        assert_eq!(store.accounts(&by).await.unwrap().len(), 2);
    }

    async fn a_link_works_for_a_day(database) {
        let store = store(&database).await;
        let (_, by) = chief(&store, "Chef").await;
        let (_, late) = invite(&store, &by, "Anna Roy", &[Role::Editor], START).await;
        let day = 24 * 60;
        let refused = store.accept(&late, opening("Anna Roy"), minute(day)).await;
        assert!(matches!(refused, Err(StaffError::Gone)));
        store.accept(&late, opening("Anna Roy"), minute(day - 1)).await.unwrap();
    }

    async fn a_revoked_link_opens_nothing(database) {
        let store = store(&database).await;
        let (_, by) = chief(&store, "Chef").await;
        let (made, link) = invite(&store, &by, "Anna Roy", &[Role::Editor], START).await;
        assert_eq!(store.invitations(&by, START).await.unwrap(), std::slice::from_ref(&made));
        store.revoke_invitation(&by, &made.id, minute(1)).await.unwrap();
        assert_eq!(last_entry(&store).await.0, "staff.revoke-invitation");
        let refused = store.accept(&link, opening("Anna Roy"), minute(2)).await;
        assert!(matches!(refused, Err(StaffError::Gone)));
        assert!(store.invitation(&link).await.unwrap().unwrap().revoked);
        assert_eq!(store.invitations(&by, START).await.unwrap(), []);
        let again = store.revoke_invitation(&by, &made.id, minute(3)).await;
        assert!(matches!(again, Err(StaffError::Gone)));
    }

    async fn an_invitation_of_a_chief_waits_for_another_person(database) {
        let store = store(&database).await;
        let (_, by) = chief(&store, "Chef").await;
        let (_, other) = chief(&store, "Adjoint").await;
        let (made, link) = invite(&store, &by, "Anna Roy", &[Role::Chief], START).await;
        let early = store.accept(&link, opening("Anna Roy"), minute(1)).await;
        assert!(matches!(early, Err(StaffError::Gone)));
        let own = store.approve_invitation(&by, &made.id, minute(1)).await;
        assert!(matches!(own, Err(StaffError::NeedsAnother)));
        store.approve_invitation(&other, &made.id, minute(2)).await.unwrap();
        assert_eq!(last_entry(&store).await.0, "staff.approve-invitation");
        store.accept(&link, opening("Anna Roy"), minute(3)).await.unwrap();
        assert_eq!(last_entry(&store).await.0, "staff.join");
    }

    async fn a_login_belongs_to_one_person(database) {
        let store = store(&database).await;
        let (_, by) = chief(&store, "Chef").await;
        let (_, link) = invite(&store, &by, "Autre chef", &[Role::Editor], START).await;
        let mut taken = opening("Chef");
        taken.id.0 = "another".into();
        let refused = store.accept(&link, taken.clone(), minute(1)).await;
        assert!(matches!(refused, Err(StaffError::LoginTaken)));
        // The link still works, with another login.
        taken.login = "chef.2".into();
        store.accept(&link, taken, minute(1)).await.unwrap();
    }

    async fn suspension_ends_every_session_and_a_proof_from_before(database) {
        let store = store(&database).await;
        let (_, by) = chief(&store, "Chef").await;
        let adjoint = join(&store, "Adjoint", &[Role::Chief], START).await;
        let phone = sign_in(&store, &adjoint.id, START).await;
        let desk = sign_in(&store, &adjoint.id, START).await;
        let staff = who(&store, &desk, START).await.unwrap();
        let held = may::<ManageStaff>(&staff);
        store.suspend(&by, &adjoint.id, "Téléphone perdu", minute(1)).await.unwrap();
        let (action, after) = last_entry(&store).await;
        assert_eq!(action, "staff.suspend");
        assert!(after.contains("Téléphone perdu"), "{after}");
        for shown in [&phone, &desk] {
            assert!(who(&store, shown, minute(1)).await.is_none());
        }
        let new = NewInvitation { name: "Complice".into(), roles: roles(&[Role::Editor]) };
        let link = token().hash();
        let refused = store.invite(Inviter::Staff(&held), new, link.clone(), minute(1)).await;
        assert!(matches!(refused, Err(StaffError::NoLongerAllowed)));
        assert_eq!(store.invitation(&link).await.unwrap(), None);
        let refused = store.set_recovery(&staff, vec![token().hash()], minute(1)).await;
        assert!(matches!(refused, Err(StaffError::NoLongerAllowed)));

        // Reinstated, the person comes in anew; what was held before stays worthless.
        let of = &adjoint.id;
        store.reinstate(&by, of, minute(2)).await.unwrap();
        assert_eq!(last_entry(&store).await.0, "staff.reinstate");
        assert!(who(&store, &desk, minute(2)).await.is_none());
        sign_in(&store, of, minute(2)).await;
        let again = store.reinstate(&by, of, minute(2)).await;
        assert!(matches!(again, Err(StaffError::Gone)));
    }

    async fn what_somebody_suspended_asked_for_or_agreed_to_opens_no_account(database) {
        let store = store(&database).await;
        let (_, by) = chief(&store, "Chef").await;
        let (adjoint, other) = chief(&store, "Adjoint").await;
        let (_, third) = chief(&store, "Troisième").await;
        let (_, open) = invite(&store, &other, "Complice", &[Role::Editor], START).await;
        let (_, used) = invite(&store, &other, "Anna Roy", &[Role::Editor], START).await;
        store.accept(&used, opening("Anna Roy"), minute(1)).await.unwrap();
        let (_, mine) = invite(&store, &by, "Paul Gay", &[Role::Editor], START).await;
        let (agreed, waits) = invite(&store, &by, "Second", &[Role::Chief], START).await;
        store.approve_invitation(&other, &agreed.id, minute(1)).await.unwrap();

        store.suspend(&by, adjoint.id(), "Départ", minute(2)).await.unwrap();
        let (_, after) = last_entry(&store).await;
        assert!(after.contains("\"invitations_revoked\":1"), "{after}");
        assert!(after.contains("\"approvals_withdrawn\":1"), "{after}");
        for (link, name) in [(&open, "Complice"), (&waits, "Second")] {
            let refused = store.accept(link, opening(name), minute(3)).await;
            assert!(matches!(refused, Err(StaffError::Gone)), "{name}");
        }
        // Not for ever where another person made it; and what others did stays.
        store.approve_invitation(&third, &agreed.id, minute(4)).await.unwrap();
        store.accept(&waits, opening("Second"), minute(5)).await.unwrap();
        store.accept(&mine, opening("Paul Gay"), minute(5)).await.unwrap();
        // Reinstating gives no link back.
        store.reinstate(&by, adjoint.id(), minute(6)).await.unwrap();
        let refused = store.accept(&open, opening("Complice"), minute(6)).await;
        assert!(matches!(refused, Err(StaffError::Gone)));
    }

    async fn whoever_is_suspended_opens_no_session(database) {
        let store = store(&database).await;
        let (_, by) = chief(&store, "Chef").await;
        let anna = join(&store, "Anna Roy", &[Role::Editor], START).await;
        store.suspend(&by, &anna.id, "", minute(1)).await.unwrap();
        let new = desk::access::NewSession {
            staff: anna.id.clone(),
            method: desk::staff::Method::Password,
            token: token().hash(),
            form_token: token(),
            device: String::new(),
            ends_at: START + ABSOLUTE,
        };
        assert!(!store.open(new, minute(2)).await.unwrap());
        let kept = store.account_of_login("anna.roy").await.unwrap().unwrap();
        assert_eq!(kept.state, AccountState::Suspended);
    }

    async fn nobody_suspends_or_changes_themselves(database) {
        let store = store(&database).await;
        let (own, by) = chief(&store, "Chef").await;
        join(&store, "Adjoint", &[Role::Chief], START).await;
        let refused = store.suspend(&by, own.id(), "", minute(1)).await;
        assert!(matches!(refused, Err(StaffError::NeedsAnother)));
        for wanted in [&[Role::Chief, Role::Admin][..], &[Role::Editor]] {
            let refused = store.change_roles(&by, own.id(), roles(wanted), minute(1)).await;
            assert!(matches!(refused, Err(StaffError::NeedsAnother)));
        }
        assert_eq!(roles_of(&store, &by, "Chef").await, roles(&[Role::Chief]));
    }

    async fn somebody_always_manages_staff(database) {
        let store = store(&database).await;
        let (own, by) = chief(&store, "Chef").await;
        join(&store, "Anna Roy", &[Role::Editor], START).await;
        let refused = store.suspend(&by, own.id(), "", minute(1)).await;
        assert!(matches!(refused, Err(StaffError::LastOne)));
        let refused = store.change_roles(&by, own.id(), roles(&[Role::Editor]), minute(1)).await;
        assert!(matches!(refused, Err(StaffError::LastOne)));
    }

    async fn of_two_chiefs_who_suspend_each_other_one_stays(database) {
        let store = store(&database).await;
        let (one, by_one) = chief(&store, "Un").await;
        let (two, by_two) = chief(&store, "Deux").await;
        let (first, second) = tokio::join!(
            store.suspend(&by_one, two.id(), "", minute(1)),
            store.suspend(&by_two, one.id(), "", minute(1)),
        );
        assert_eq!(first.is_ok() as u8 + second.is_ok() as u8, 1);
        let lost = if first.is_ok() { second } else { first };
        assert!(matches!(lost, Err(StaffError::NoLongerAllowed)), "{lost:?}");
    }

    async fn roles_that_give_no_power_over_staff_change_at_once(database) {
        let store = store(&database).await;
        let (_, by) = chief(&store, "Chef").await;
        let anna = person(&store, "Anna Roy", &[Role::Editor]).await;
        let wanted = roles(&[Role::Communicator, Role::Auditor]);
        let changed = store.change_roles(&by, anna.id(), wanted.clone(), minute(1)).await;
        assert_eq!(changed.unwrap(), Changed::Now);
        assert_eq!(last_entry(&store).await.0, "staff.roles");
        assert_eq!(roles_of(&store, &by, "Anna Roy").await, wanted);
        assert_eq!(store.role_changes(&by).await.unwrap(), []);
    }

    async fn a_role_taken_away_ends_the_proof_of_it(database) {
        let store = store(&database).await;
        let (_, by) = chief(&store, "Chef").await;
        let (adjoint, held) = chief(&store, "Adjoint").await;
        let anna = person(&store, "Anna Roy", &[Role::Editor]).await;
        store.change_roles(&by, adjoint.id(), roles(&[Role::Editor]), minute(1)).await.unwrap();
        let refused = store.suspend(&held, anna.id(), "", minute(2)).await;
        assert!(matches!(refused, Err(StaffError::NoLongerAllowed)));
    }

    async fn power_over_staff_waits_for_a_third_person(database) {
        let store = store(&database).await;
        let (_, by) = chief(&store, "Chef").await;
        let (_, third) = chief(&store, "Adjoint").await;
        let anna = person(&store, "Anna Roy", &[Role::Editor]).await;
        let wanted = roles(&[Role::Editor, Role::Admin]);
        let changed = store.change_roles(&by, anna.id(), wanted.clone(), minute(1)).await.unwrap();
        let Changed::Waits(id) = changed else { panic!("{changed:?}") };
        assert_eq!(last_entry(&store).await.0, "staff.ask-roles");
        assert_eq!(roles_of(&store, &by, "Anna Roy").await, roles(&[Role::Editor]));
        let waiting = store.role_changes(&third).await.unwrap();
        assert_eq!((waiting.len(), &waiting[0].id, &waiting[0].roles), (1, &id, &wanted));
        let own = store.decide_change(&by, &id, true, minute(2)).await;
        assert!(matches!(own, Err(StaffError::NeedsAnother)));
        store.decide_change(&third, &id, true, minute(3)).await.unwrap();
        assert_eq!(last_entry(&store).await.0, "staff.decide-roles");
        assert_eq!(roles_of(&store, &by, "Anna Roy").await, wanted);
        let again = store.decide_change(&third, &id, false, minute(4)).await;
        assert!(matches!(again, Err(StaffError::Gone)));
    }

    async fn whom_a_change_is_about_does_not_agree_to_it(database) {
        let store = store(&database).await;
        let (_, by) = chief(&store, "Chef").await;
        let admin = person(&store, "Anna Roy", &[Role::Admin]).await;
        let wanted = roles(&[Role::Admin, Role::Chief]);
        let changed = store.change_roles(&by, admin.id(), wanted, minute(1)).await.unwrap();
        let Changed::Waits(id) = changed else { panic!("{changed:?}") };
        let own = store.decide_change(&may(&admin), &id, true, minute(2)).await;
        assert!(matches!(own, Err(StaffError::NeedsAnother)));
    }

    async fn a_refused_change_changes_nothing_and_a_later_wish_replaces_one(database) {
        let store = store(&database).await;
        let (_, by) = chief(&store, "Chef").await;
        let (_, third) = chief(&store, "Adjoint").await;
        let anna = person(&store, "Anna Roy", &[Role::Editor]).await;
        let mut ids = vec![];
        for wanted in [Role::Admin, Role::Chief] {
            let asked = store.change_roles(&by, anna.id(), roles(&[wanted]), minute(1)).await;
            let Changed::Waits(id) = asked.unwrap() else { panic!() };
            ids.push(id);
        }
        let stale = store.decide_change(&third, &ids[0], true, minute(2)).await;
        assert!(matches!(stale, Err(StaffError::Gone)));
        store.decide_change(&third, &ids[1], false, minute(2)).await.unwrap();
        assert_eq!(roles_of(&store, &by, "Anna Roy").await, roles(&[Role::Editor]));
        assert_eq!(store.role_changes(&by).await.unwrap(), []);
    }

    async fn a_recovery_code_works_once(database) {
        let store = store(&database).await;
        let anna = person(&store, "Anna Roy", &[Role::Editor]).await;
        let (one, two) = (token().hash(), token().hash());
        store.set_recovery(&anna, vec![one.clone(), two.clone()], START).await.unwrap();
        assert_eq!(store.recovery_left(anna.id()).await.unwrap(), 2);
        assert!(store.use_recovery(anna.id(), &one, minute(1)).await.unwrap());
        assert!(!store.use_recovery(anna.id(), &one, minute(1)).await.unwrap());
        assert!(!store.use_recovery(anna.id(), &token().hash(), minute(1)).await.unwrap());
        assert_eq!(store.recovery_left(anna.id()).await.unwrap(), 1);
        // New codes replace all of the old.
        store.set_recovery(&anna, vec![token().hash()], minute(2)).await.unwrap();
        assert!(!store.use_recovery(anna.id(), &two, minute(3)).await.unwrap());
    }

    async fn a_code_of_a_step_opens_once(database) {
        let store = store(&database).await;
        let anna = person(&store, "Anna Roy", &[Role::Editor]).await;
        assert!(store.use_step(anna.id(), 100).await.unwrap());
        assert!(!store.use_step(anna.id(), 100).await.unwrap());
        assert!(!store.use_step(anna.id(), 99).await.unwrap(), "an earlier one");
        assert!(store.use_step(anna.id(), 101).await.unwrap());
        assert_eq!(store.password(anna.id()).await.unwrap().unwrap().last_step, 101);
    }

    async fn a_new_password_ends_the_other_sessions(database) {
        let store = store(&database).await;
        let anna = person(&store, "Anna Roy", &[Role::Editor]).await;
        let other = sign_in(&store, anna.id(), START).await;
        let mut new = password();
        new.hash = "$argon2id$new".into();
        store.set_password(&anna, new, minute(1)).await.unwrap();
        assert!(who(&store, &other, minute(1)).await.is_none());
        assert_eq!(store.sessions(&anna).await.unwrap().len(), 1);
        assert_eq!(store.password(anna.id()).await.unwrap().unwrap().hash, "$argon2id$new");
    }

    async fn the_last_way_in_stays(database) {
        let store = store(&database).await;
        let link = token().hash();
        let new = NewInvitation { name: "Anna Roy".into(), roles: roles(&[Role::Editor]) };
        store.invite(Inviter::CommandLine, new, link.clone(), START).await.unwrap();
        let mut with_key = opening("Anna Roy");
        with_key.credential = FirstCredential::Passkey(passkey("a"));
        with_key.recovery = vec![token().hash()];
        let account = store.accept(&link, with_key, START).await.unwrap();
        let shown = sign_in(&store, &account.id, START).await;
        let anna = who(&store, &shown, START).await.unwrap();

        let last = store.remove_passkey(&anna, "a", minute(1)).await;
        assert!(matches!(last, Err(StaffError::LastCredential)));
        store.add_passkey(&anna, passkey("b"), minute(2)).await.unwrap();
        store.remove_passkey(&anna, "a", minute(3)).await.unwrap();
        let kept = store.passkeys(anna.id()).await.unwrap();
        assert_eq!((kept.len(), kept[0].id.as_str(), &kept[0].staff), (1, "b", anna.id()));
        // With another way in besides, none of the keys is the last.
        let who = Federated { issuer: "https://id.example.fr".into(), subject: "s1".into() };
        store.add_federated(&anna, who.clone(), minute(4)).await.unwrap();
        store.remove_passkey(&anna, "b", minute(5)).await.unwrap();
        let found = store.account_of_federated(&who).await.unwrap();
        assert_eq!(found.unwrap().id, *anna.id());
    }

    async fn passkeys_are_their_owners_own(database) {
        let store = store(&database).await;
        let anna = person(&store, "Anna Roy", &[Role::Editor]).await;
        let paul = person(&store, "Paul Gay", &[Role::Editor]).await;
        store.add_passkey(&anna, passkey("a"), START).await.unwrap();
        let renamed = store.rename_passkey(&paul, "a", "À moi", minute(1)).await;
        assert!(matches!(renamed, Err(StaffError::Gone)));
        let removed = store.remove_passkey(&paul, "a", minute(1)).await;
        assert!(matches!(removed, Err(StaffError::Gone)));
        let mut same = passkey("b");
        same.credential = passkey("a").credential;
        let taken = store.add_passkey(&paul, same, minute(1)).await;
        assert!(matches!(taken, Err(StaffError::LoginTaken)));
        store.rename_passkey(&anna, "a", "Clé bleue", minute(2)).await.unwrap();
        assert!(store.passkey_used("a", "{\"n\":2}", minute(3)).await.unwrap());
        assert!(!store.passkey_used("none", "{}", minute(3)).await.unwrap());
        let kept = store.passkeys(anna.id()).await.unwrap().remove(0);
        assert_eq!(kept.name, "Clé bleue");
        assert_eq!((kept.passkey.as_str(), kept.last_used), ("{\"n\":2}", Some(minute(3))));
    }

    async fn an_identity_at_a_provider_opens_one_account(database) {
        let store = store(&database).await;
        let anna = person(&store, "Anna Roy", &[Role::Editor]).await;
        let paul = person(&store, "Paul Gay", &[Role::Editor]).await;
        let who = Federated { issuer: "https://id.example.fr".into(), subject: "s1".into() };
        store.add_federated(&anna, who.clone(), START).await.unwrap();
        store.add_federated(&anna, who.clone(), START).await.unwrap();
        let taken = store.add_federated(&paul, who.clone(), START).await;
        assert!(matches!(taken, Err(StaffError::LoginTaken)));
        let elsewhere = Federated { issuer: "https://other.example.fr".into(), ..who };
        assert_eq!(store.account_of_federated(&elsewhere).await.unwrap(), None);
    }

    async fn an_identity_is_unlinked_by_its_owner_unless_it_is_the_last_way_in(database) {
        let store = store(&database).await;
        let who = Federated { issuer: "https://id.example.fr".into(), subject: "s1".into() };
        let link = token().hash();
        let new = NewInvitation { name: "Anna Roy".into(), roles: roles(&[Role::Editor]) };
        store.invite(Inviter::CommandLine, new, link.clone(), START).await.unwrap();
        let mut by_provider = opening("Anna Roy");
        by_provider.credential = FirstCredential::Federation(who.clone());
        let account = store.accept(&link, by_provider, START).await.unwrap();
        let shown = sign_in(&store, &account.id, START).await;
        let anna = crate::people::who(&store, &shown, START).await.unwrap();
        let kept = store.identities(anna.id()).await.unwrap();
        assert_eq!((kept.len(), &kept[0].who, kept[0].since), (1, &who, START));

        let last = store.remove_federated(&anna, &who, minute(1)).await;
        assert!(matches!(last, Err(StaffError::LastCredential)));
        assert_eq!(store.identities(anna.id()).await.unwrap().len(), 1);
        store.add_passkey(&anna, passkey("a"), minute(2)).await.unwrap();
        let paul = person(&store, "Paul Gay", &[Role::Editor]).await;
        let foreign = store.remove_federated(&paul, &who, minute(3)).await;
        assert!(matches!(foreign, Err(StaffError::Gone)));
        store.remove_federated(&anna, &who, minute(4)).await.unwrap();
        assert_eq!(last_entry(&store).await.0, "credential.remove-federated");
        assert_eq!(store.identities(anna.id()).await.unwrap(), []);
        assert_eq!(store.account_of_federated(&who).await.unwrap(), None);
    }
}
