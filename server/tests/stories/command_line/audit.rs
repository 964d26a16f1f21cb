//! `rives audit verify` on a real database file that somebody tampered with by hand.

use std::path::Path;
use std::process::Output;

use sqlx::AssertSqlSafe;
use store::Db;

use super::{both, rives};

/// Runs the command on a database.
fn verify(url: &str, expect: Option<&str>) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut command = rives(folder.path());
    command
        .env("RIVES__STORE__URL", url)
        .args(["audit", "verify"]);
    if let Some(head) = expect {
        command.args(["--expect", head]);
    }
    command.output().unwrap()
}

/// A file with an audit of five entries, written by the real command.
fn five_entries(folder: &Path) -> String {
    let url = format!("sqlite://{}", folder.join("rives.db").display());
    for name in ["Anne", "Bruno", "Carole", "Denis", "Emma"] {
        let done = rives(folder)
            .env("RIVES__STORE__URL", &url)
            .args(["staff", "invite", "--role", "editor", "--name", name])
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", both(&done));
    }
    url
}

/// Changes the file as whoever has the machine can.
async fn tamper(url: &str, sql: &str) {
    let db = Db::open(url).await.unwrap();
    let Db::Sqlite { writer, .. } = &db else {
        panic!("not a file")
    };
    // The guards in the tables stop a slip, not somebody who may write the file.
    let guards = "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;";
    let sql = AssertSqlSafe(format!("{guards}{sql}"));
    sqlx::raw_sql(sql).execute(writer).await.unwrap();
    db.close().await;
}

/// The head that the command prints.
fn head(output: &Output) -> String {
    assert!(output.status.success(), "{}", both(output));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.starts_with("5 entries"), "{told}");
    let line = told.lines().find_map(|line| line.strip_prefix("head "));
    line.unwrap().to_owned()
}

#[tokio::test]
async fn an_untouched_audit_gives_the_same_head_every_time_and_meets_it() {
    let folder = tempfile::tempdir().unwrap();
    let url = five_entries(folder.path());
    let first = head(&verify(&url, None));
    assert_eq!(head(&verify(&url, Some(&first))), first);
    let other = format!("5:{}", "0".repeat(64));
    let refused = verify(&url, Some(&other));
    assert!(
        !refused.status.success() && both(&refused).contains("entry 5"),
        "{}",
        both(&refused)
    );
    let nonsense = verify(&url, Some("5"));
    assert!(!nonsense.status.success() && !both(&nonsense).contains("panicked"));
}

#[tokio::test]
async fn whatever_somebody_does_to_an_entry_in_the_file_is_found_and_named() {
    for (how, sql, named) in [
        (
            "edited: who was invited",
            "UPDATE audit SET after = replace(after, 'Carole', 'Claire') WHERE seq = 3",
            "entry 3 was edited",
        ),
        (
            "edited: by whom",
            "UPDATE audit SET actor_name = 'Denis Petit' WHERE seq = 2",
            "entry 2 was edited",
        ),
        (
            "edited: when",
            "UPDATE audit SET at = at + 1 WHERE seq = 1",
            "entry 1 was edited",
        ),
        ("dropped", "DELETE FROM audit WHERE seq = 3", "entry 4"),
        (
            "dropped at the beginning",
            "DELETE FROM audit WHERE seq = 1",
            "entry 2",
        ),
        (
            "dropped, and the rest renumbered",
            "DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4;
             UPDATE audit SET seq = 4 WHERE seq = 5",
            "entry 3",
        ),
        (
            "reordered",
            "UPDATE audit SET seq = 99 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4;
             UPDATE audit SET seq = 4 WHERE seq = 99",
            "entry 3",
        ),
        ("cut", "DELETE FROM audit WHERE seq = 5", "entry 5"),
        ("emptied", "DELETE FROM audit", "entry 5"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let url = five_entries(folder.path());
        head(&verify(&url, None));
        tamper(&url, sql).await;
        let output = verify(&url, None);
        let told = both(&output);
        assert_eq!(output.status.code(), Some(1), "{how}: {told}");
        assert!(
            told.contains("the audit is broken") && told.contains(named),
            "{how}: {told}"
        );
    }
}

#[tokio::test]
async fn an_end_cut_off_together_with_the_head_shows_against_a_head_written_down_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let url = five_entries(folder.path());
    let written_down = head(&verify(&url, None));
    tamper(
        &url,
        "DELETE FROM audit WHERE seq > 3;
         UPDATE audit_head SET seq = 3, hash = (SELECT hash FROM audit WHERE seq = 3)",
    )
    .await;
    let alone = verify(&url, None);
    assert!(
        alone.status.success(),
        "nothing in the file tells: {}",
        both(&alone)
    );
    let output = verify(&url, Some(&written_down));
    assert_eq!(output.status.code(), Some(1));
    assert!(
        both(&output).contains("entry 5 is expected"),
        "{}",
        both(&output)
    );
}
