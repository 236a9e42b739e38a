//! Accounts: made and changed, signed in and out, copied and erased, the same in both databases.

use crate::copies::filled;
use crate::fixture::anna;
use crate::harness::{on_every_database, open};
use evenstride_app::accounts::{AccountName, Given, LONGEST_IDLE_MS, LONGEST_MS, Reach, Role, SessionSecret};
use evenstride_app::error::Error;
use evenstride_app::store::{Address, By, Doing, Repeats, Store, What};
use evenstride_core::person::SubjectId;
use std::collections::BTreeMap;

const NOW_MS: i64 = 1_795_000_000_000;
/// The store looks at no hash; it keeps and compares texts.
const HASH: &str = "a hash";

fn by(who: &str) -> By<'_> {
    By { who, at_ms: NOW_MS }
}

fn name(text: &str) -> AccountName {
    AccountName::new(text).unwrap()
}

fn ben() -> SubjectId {
    SubjectId::new("ben").unwrap()
}

/// Made-up people with an owner, a coach of one of them, and an athlete.
async fn with_accounts(address: &Address) -> Result<Store, Error> {
    let store = open(address).await?;
    filled(&store).await?;
    let people = |names: &[SubjectId]| Given::People(names.to_vec());
    store.add_account(by(""), &name("olga"), Role::Owner, &people(&[]), HASH).await?;
    store.add_account(by("olga"), &name("carl"), Role::Coach, &people(&[anna(), ben(), anna()]), HASH).await?;
    store.add_account(by("olga"), &name("annie"), Role::Athlete, &people(&[anna()]), HASH).await?;
    Ok(store)
}

async fn reach(store: &Store, account: &str) -> Result<Option<Reach>, Error> {
    let accounts = store.accounts().await?;
    Ok(accounts.into_iter().find(|row| row.account.name.as_str() == account).map(|row| row.account.reach))
}

async fn trailed(store: &Store) -> Result<Vec<String>, Error> {
    let rows = store.trail(100).await?;
    Ok(rows.into_iter().rev().map(|row| format!("{} {} {}", row.who, row.what, row.account)).collect())
}

#[test]
fn each_role_reaches_its_own_people_and_no_others() {
    on_every_database(async |address| {
        let store = with_accounts(address).await?;
        let numbers: BTreeMap<SubjectId, i64> =
            store.people().await?.into_iter().map(|(number, name)| (name, number)).collect();
        let some = |names: &[SubjectId]| {
            Some(Reach::People(names.iter().map(|name| (numbers[name], name.clone())).collect()))
        };
        assert_eq!(reach(&store, "olga").await?, Some(Reach::Everybody));
        assert_eq!(reach(&store, "carl").await?, some(&[anna(), ben()]));
        assert_eq!(reach(&store, "annie").await?, some(&[anna()]));
        let only_ben = Given::People(vec![ben()]);
        store.change_account(by("olga"), &name("carl"), Role::Coach, &Given::Everybody).await?;
        assert_eq!(reach(&store, "carl").await?, Some(Reach::Everybody));
        store.change_account(by("olga"), &name("carl"), Role::Athlete, &only_ben).await?;
        assert_eq!(reach(&store, "carl").await?, some(&[ben()]));
        for (role, given) in [
            (Role::Athlete, Given::Everybody),
            (Role::Athlete, Given::People(Vec::new())),
            (Role::Coach, Given::People(Vec::new())),
            (Role::Owner, only_ben.clone()),
            (Role::Coach, Given::People(vec![SubjectId::new("nobody").unwrap()])),
        ] {
            let refused = store.add_account(by(""), &name("new"), role, &given, HASH).await.unwrap_err();
            assert!(refused.hint.is_some(), "{refused}");
        }
        let twice = store.add_account(by(""), &name("olga"), Role::Athlete, &only_ben, HASH).await;
        assert!(twice.unwrap_err().message.contains("there is one of this name"));
        assert_eq!(store.accounts().await?.len(), 3);
        store.close().await;
        Ok(())
    });
}

#[test]
fn a_session_lasts_until_it_is_ended_idle_or_old() {
    on_every_database(async |address| {
        let store = with_accounts(address).await?;
        let annie = name("annie");
        let secret = SessionSecret::new()?;
        let digest = secret.digest();
        assert!(!store.begin_session(&annie, "another hash", &digest, NOW_MS).await?);
        assert!(store.account_of_session(&digest, NOW_MS).await?.is_none());
        assert!(store.begin_session(&annie, HASH, &digest, NOW_MS).await?);
        let found = store.account_of_session(&digest, NOW_MS + 1).await?;
        assert_eq!(found.map(|account| account.role), Some(Role::Athlete));
        // Each use makes it last longer, up to an end.
        let mut at_ms = NOW_MS;
        while at_ms + LONGEST_IDLE_MS < NOW_MS + LONGEST_MS {
            at_ms += LONGEST_IDLE_MS;
            assert!(store.account_of_session(&digest, at_ms).await?.is_some());
        }
        assert!(store.account_of_session(&digest, NOW_MS + LONGEST_MS + 1).await?.is_none());
        assert!(store.account_of_session(&digest, at_ms + LONGEST_IDLE_MS + 1).await?.is_none());
        store.end_session(&digest, at_ms).await?;
        assert!(store.account_of_session(&digest, at_ms).await?.is_none());
        for _ in 0..2 {
            assert!(store.begin_session(&annie, HASH, &SessionSecret::new()?.digest(), at_ms).await?);
        }
        assert_eq!(store.end_sessions(by("olga"), &annie).await?, 2);
        // A new password ends what was begun with the old one.
        assert!(store.begin_session(&annie, HASH, &digest, at_ms).await?);
        store.change_password(by("olga"), &annie, "a new hash").await?;
        assert!(store.account_of_session(&digest, at_ms).await?.is_none());
        assert_eq!(store.hash_of(&annie).await?.as_deref(), Some("a new hash"));
        store.remove_account(by("olga"), &annie).await?;
        assert_eq!(store.hash_of(&annie).await?, None);
        assert!(store.remove_account(by("olga"), &annie).await.is_err());
        store.close().await;
        Ok(())
    });
}

#[test]
fn the_trail_tells_what_was_done_and_keeps_no_name_that_nobody_has() {
    on_every_database(async |address| {
        let store = with_accounts(address).await?;
        let annie = name("annie");
        let digest = SessionSecret::new()?.digest();
        store.begin_session(&annie, HASH, &digest, NOW_MS).await?;
        store.end_session(&digest, NOW_MS).await?;
        store.sign_in_failed(Some(&annie), NOW_MS).await?;
        store.sign_in_failed(Some(&name("my secret password")), NOW_MS).await?;
        store.sign_in_failed(None, NOW_MS).await?;
        store.remove_account(by("olga"), &annie).await?;
        let expected = [
            " account-added olga",
            "olga account-added carl",
            "olga account-added annie",
            "annie signed-in annie",
            "annie signed-out annie",
            " sign-in-failed annie",
            " sign-in-failed ",
            " sign-in-failed ",
            "olga account-removed annie",
        ];
        assert_eq!(trailed(&store).await?, expected);
        store.close().await;
        Ok(())
    });
}

#[test]
fn a_copy_has_the_accounts_and_no_session_and_erasing_forgets_whose_they_were() {
    on_every_database(async |address| {
        let folder = tempfile::tempdir().unwrap();
        let store = with_accounts(address).await?;
        let digest = SessionSecret::new()?.digest();
        store.begin_session(&name("annie"), HASH, &digest, NOW_MS).await?;
        let path = folder.path().join("copy.backup");
        store.backup(&path).await?;
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(HASH) && !text.contains(digest.as_str()));
        let other = open(&Address::File(folder.path().join("other.db"))).await?;
        other.restore(&path).await?;
        assert_eq!(reach(&other, "carl").await?, reach(&store, "carl").await?);
        assert_eq!(trailed(&other).await?, trailed(&store).await?);
        assert!(other.account_of_session(&digest, NOW_MS).await?.is_none());
        assert!(other.restore(&path).await.is_err(), "it holds accounts now");
        other.close().await;
        let doing = Doing { what: What::Erase, who: "olga", at_ms: NOW_MS, repeats: Repeats::AreKnown };
        store.erase(&doing, &anna()).await?;
        // The coach has one person left, and the account that was hers alone is gone, with its name in the trail.
        let Some(Reach::People(people)) = reach(&store, "carl").await? else { panic!("a coach of people") };
        assert_eq!(people.into_values().collect::<Vec<_>>(), [ben()]);
        assert_eq!(reach(&store, "annie").await?, None);
        assert!(!trailed(&store).await?.iter().any(|line| line.contains("annie")));
        assert!(store.account_of_session(&digest, NOW_MS).await?.is_none());
        store.check().await?;
        store.close().await;
        Ok(())
    });
}
