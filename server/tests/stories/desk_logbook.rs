//! The logbook as a team keeps it, and `rives logbook verify` on the file that somebody changed by hand.

use axum::http::StatusCode;
use desk::staff::Role;
use sqlx::AssertSqlSafe;
use store::Db;

use crate::command_line::{both, rives};
use crate::house::House;

/// What the command ends with and says.
fn verify(url: &str, expect: Option<&str>) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = rives(folder.path());
    command
        .env("RIVES__STORE__URL", url)
        .args(["logbook", "verify"]);
    if let Some(head) = expect {
        command.args(["--expect", head]);
    }
    let output = command.output().unwrap();
    (output.status.code(), both(&output))
}

#[tokio::test]
async fn what_a_team_wrote_down_is_whole_until_somebody_changes_the_file() {
    let database = store_testing::sqlite();
    let house = House::open(database.url(), vec![]).await;
    let vera = house.colleague("Vera Veille", &[Role::Watcher]).await;
    for words in ["Prise de poste", "La mairie <appelle>", "Relève"] {
        let done = house
            .desk(vera.post("/main-courante", &[("texte", words)]))
            .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    }
    let empty = house
        .desk(vera.post("/main-courante", &[("texte", " ")]))
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = house.desk(vera.get("/main-courante")).await.good();
    assert!(page.says("La mairie &lt;appelle&gt;") && page.says("n° 3"));

    let (code, told) = verify(database.url(), None);
    assert_eq!(code, Some(0), "{told}");
    let head = told
        .lines()
        .find_map(|line| line.strip_prefix("head "))
        .unwrap();
    assert!(page.says(head), "the page says the same head");
    assert_eq!(verify(database.url(), Some(head)).0, Some(0));

    let db = Db::open(database.url()).await.unwrap();
    let Db::Sqlite { writer, .. } = &db else {
        panic!("not a file")
    };
    // As whoever may write the file: the guards stop a slip only.
    let cut = "DROP TRIGGER logbook_no_delete; DELETE FROM logbook WHERE seq = 3;";
    sqlx::raw_sql(AssertSqlSafe(cut))
        .execute(writer)
        .await
        .unwrap();
    let (code, told) = verify(database.url(), None);
    assert_eq!(code, Some(1));
    assert!(told.contains("entry 3 should be the last"), "{told}");
    let set_back =
        "UPDATE logbook_head SET seq = 2, hash = (SELECT hash FROM logbook WHERE seq = 2)";
    sqlx::raw_sql(AssertSqlSafe(set_back))
        .execute(writer)
        .await
        .unwrap();
    assert_eq!(verify(database.url(), None).0, Some(0));
    let (code, told) = verify(database.url(), Some(head));
    assert_eq!(code, Some(1));
    assert!(told.contains("entry 3 is expected"), "{told}");
}
