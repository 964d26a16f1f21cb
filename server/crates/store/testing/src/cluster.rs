//! A private PostgreSQL cluster: one for each test process, in a temporary directory, on a Unix socket only.
//!
//! It belongs to a small shell that waits on a pipe from the test process: however the process ends, the pipe
//! closes, and the shell stops the cluster and removes its directory.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

const TO_TYPE: &str = "PostgreSQL's programs were not found. Type: apt-get install postgresql \
    (or set RIVES_TEST_POSTGRES=waived to test on SQLite only)";

/// Starts the cluster, says so, waits until the test process is gone, stops it.
const KEEPER: &str = r#"
trap '' INT TERM HUP
if "$1/initdb" -D "$2/data" -U rives -A trust -E UTF8 --locale=C --no-sync &&
    "$1/pg_ctl" -D "$2/data" -w -l "$2/log" start </dev/null \
        -o "-c listen_addresses='' -c unix_socket_directories='$2' -c fsync=off -c max_connections=400"
then echo READY
else echo FAILED
fi
exec >/dev/null 2>&1
cat
"$1/pg_ctl" -D "$2/data" -m immediate stop </dev/null
cd / && rm -rf "$2"
"#;

struct Cluster {
    bin: PathBuf,
    socket: PathBuf,
    databases: AtomicU32,
    /// Open for as long as this process lives.
    _pipe: ChildStdin,
}

/// A fresh database's URL.
pub(crate) fn database() -> Result<String, String> {
    static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();
    let cluster = CLUSTER.get_or_init(start).as_ref().map_err(Clone::clone)?;
    let name = format!("t{}", cluster.databases.fetch_add(1, Ordering::Relaxed));
    let made = Command::new(cluster.bin.join("createdb"))
        .args(["-U", "rives", "-h"])
        .arg(&cluster.socket)
        .arg(&name)
        .output()
        .map_err(|e| format!("createdb: {e}"))?;
    if !made.status.success() {
        return Err(format!(
            "createdb: {}",
            String::from_utf8_lossy(&made.stderr)
        ));
    }
    Ok(format!(
        "postgres://rives@localhost/{name}?host={}",
        cluster.socket.display()
    ))
}

fn start() -> Result<Cluster, String> {
    let bin = binaries().ok_or(TO_TYPE)?;
    let directory = tempfile::Builder::new()
        .prefix("rives-pg-")
        .tempdir_in("/tmp")
        .map_err(|e| format!("no temporary directory for PostgreSQL: {e}"))?
        .keep();
    let mut keeper = Command::new("sh");
    keeper.args(["-c", KEEPER, "rives-postgres"]);
    keeper.args([&bin, &directory]);
    keeper.current_dir("/").process_group(0);
    keeper.stdin(Stdio::piped()).stdout(Stdio::piped());
    let errors = std::fs::File::create(directory.join("errors"));
    keeper.stderr(errors.map_or_else(|_| Stdio::null(), Stdio::from));
    prepare_user(&mut keeper, &directory)?;
    let mut keeper = keeper.spawn().map_err(|e| format!("sh: {e}"))?;
    let (Some(pipe), Some(output)) = (keeper.stdin.take(), keeper.stdout.take()) else {
        return Err("sh gave no pipes".to_owned());
    };
    let ready = BufReader::new(output)
        .lines()
        .map_while(Result::ok)
        .find(|line| line == "READY" || line == "FAILED");
    if ready.as_deref() != Some("READY") {
        let told = |file| std::fs::read_to_string(directory.join(file)).unwrap_or_default();
        return Err(format!(
            "the PostgreSQL cluster of the tests did not start: {}{}",
            told("errors"),
            told("log")
        ));
    }
    Ok(Cluster {
        bin,
        socket: directory,
        databases: AtomicU32::new(0),
        _pipe: pipe,
    })
}

/// PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`.
fn prepare_user(keeper: &mut Command, directory: &Path) -> Result<(), String> {
    let metadata = |e: std::io::Error| format!("{}: {e}", directory.display());
    if std::fs::metadata(directory).map_err(metadata)?.uid() != 0 {
        return Ok(());
    }
    let (uid, gid) = ["postgres", "nobody"]
        .into_iter()
        .find_map(|user| Some((id(user, "-u")?, id(user, "-g")?)))
        .ok_or("root, and no user `postgres` or `nobody` to run PostgreSQL as")?;
    chown(directory, Some(uid), Some(gid)).map_err(metadata)?;
    let readable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(directory, readable).map_err(metadata)?;
    keeper.uid(uid).gid(gid);
    Ok(())
}

fn id(user: &str, what: &str) -> Option<u32> {
    let output = Command::new("id").args([what, user]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// The directory of PostgreSQL's programs: `pg_config`'s answer, Debian's newest, or one of `PATH`.
fn binaries() -> Option<PathBuf> {
    let asked = Command::new("pg_config").arg("--bindir").output().ok();
    let asked = asked.and_then(|o| String::from_utf8(o.stdout).ok());
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .collect();
    debian.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    asked
        .map(|text| PathBuf::from(text.trim()))
        .into_iter()
        .chain(debian.into_iter().rev())
        .chain(std::env::split_paths(&path))
        .find(|bin| {
            ["initdb", "pg_ctl", "createdb"]
                .iter()
                .all(|program| bin.join(program).is_file())
        })
}
