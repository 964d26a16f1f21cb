//! Two processes of two users: the public one puts reports in, and cannot get at the desk's keys.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::command_line::rives;
use crate::program::{Serving, configure, free_port};

const NOBODY: u32 = 65_534;

/// The same command as the user `nobody`, without any group.
fn as_nobody(command: &Command) -> Command {
    let mut other = Command::new("setpriv");
    other.args([
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        "--no-new-privs",
    ]);
    other.arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        other.current_dir(folder);
    }
    other
}

fn chown_all(folder: &Path) {
    chown(folder, Some(NOBODY), Some(NOBODY)).unwrap();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        chown(&path, Some(NOBODY), Some(NOBODY)).unwrap();
        if path.is_dir() {
            chown_all(&path);
        }
    }
}

/// Needs two users, so it needs root: elsewhere it says that it was not run.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_public_process_of_another_user_takes_reports_and_cannot_open_the_desks_keys() {
    let desks = tempfile::tempdir().unwrap();
    if std::fs::metadata(desks.path()).unwrap().uid() != 0 {
        eprintln!("!!! NOT TESTED: two users need root !!!");
        return;
    }
    // The program where every user may run it, and the desk's folder, whose keys are its user's only.
    let place = tempfile::tempdir().unwrap();
    let open = std::fs::Permissions::from_mode(0o755);
    for folder in [desks.path(), place.path()] {
        std::fs::set_permissions(folder, open.clone()).unwrap();
    }
    let program = place.path().join("rives");
    std::fs::copy(env!("CARGO_BIN_EXE_rives"), &program).unwrap();
    let keys = desks.path().join("keys");
    let (public, desk) = (free_port(), free_port());
    let shared = "[valve]\nenabled = true\npublic_key = \"report.pub\"\nidentity = \"identity.pub\"\ndoor = \"sqlite://data/vault.db\"\n";
    let folder = configure("sqlite://data/rives.db", public, desk, shared);
    std::fs::set_permissions(folder.path(), open).unwrap();

    // The desk's user makes keys, publishes their public halves and migrates both databases.
    let mut made = rives(folder.path());
    made.args(["desk", "keys", "init", "--publish", "report.pub", "--dir"])
        .arg(&keys);
    assert!(made.output().unwrap().status.success());
    std::fs::copy(
        keys.join("identity.pub"),
        folder.path().join("identity.pub"),
    )
    .unwrap();
    let mut migrated = rives(folder.path());
    migrated
        .arg("migrate")
        .env("RIVES__REPORTS__VAULT", "sqlite://data/vault.db");
    migrated.env("RIVES__REPORTS__KEYS", &keys);
    let migrated = migrated.output().unwrap();
    assert!(
        migrated.status.success(),
        "{}",
        String::from_utf8_lossy(&migrated.stderr)
    );
    chown_all(folder.path());

    let mut command = Command::new(&program);
    command
        .args(["serve", "--only", "public"])
        .current_dir(folder.path());
    let mut child = as_nobody(&command)
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(place.path().join("log")).unwrap())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let pid = child.id();
    let _serving = Serving::of(child);
    let started = lines
        .map_while(Result::ok)
        .any(|line| line.starts_with("public "));
    assert!(
        started,
        "{}",
        std::fs::read_to_string(place.path().join("log")).unwrap()
    );
    let process = std::fs::metadata(format!("/proc/{pid}")).unwrap();
    assert_eq!(process.uid(), NOBODY);
    let fields = [("quoi", "road-cut"), ("etape", "envoi"), ("lieu", "pont")];
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let sent = reqwest::Client::new()
        .post(format!("http://127.0.0.1:{public}/signaler"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(body);
    let sent = sent.send().await.unwrap();
    assert_eq!(sent.status(), 200);

    // What that user tries, with the same program and without it.
    let folder_mode = std::fs::metadata(&keys).unwrap().permissions().mode() & 0o777;
    assert_eq!(folder_mode, 0o700);
    let mut tries = Vec::new();
    for entry in std::fs::read_dir(&keys).unwrap().flatten() {
        let mut read = Command::new("cat");
        read.arg(entry.path());
        tries.push(read);
    }
    assert!(tries.len() >= 4, "there are keys to try");
    let mut list = Command::new("ls");
    list.arg(&keys);
    let mut status = Command::new(&program);
    status.args(["desk", "keys", "status", "--dir"]).arg(&keys);
    tries.extend([list, status]);
    for command in tries {
        assert!(
            command_works(&command),
            "root reads it, so there is something to refuse: {command:?}"
        );
        let output = as_nobody(&command).output().unwrap();
        assert!(!output.status.success(), "{command:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("ermission denied"), "{command:?}: {said}");
    }
}

fn command_works(command: &Command) -> bool {
    let mut same = Command::new(command.get_program());
    same.args(command.get_args());
    same.output().unwrap().status.success()
}
