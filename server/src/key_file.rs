//! Files that hold a key: made once, whole, readable by their owner only.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// What a key's file holds; made of `fresh` when there is none.
pub fn read_or_create(path: &Path, fresh: impl FnOnce() -> String) -> std::io::Result<String> {
    match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => create(path, &fresh()),
        read => read,
    }
}

/// A new key in a new file; gives what the file holds. Two processes that start at once have one key: the file
/// is made once, whole.
pub fn create(path: &Path, text: &str) -> std::io::Result<String> {
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}", std::process::id()));
    let fresh = PathBuf::from(name);
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&fresh)?;
    file.write_all(format!("{text}\n").as_bytes())?;
    file.sync_all()?;
    // A link fails where a file already is, and then that file holds the key.
    let linked = std::fs::hard_link(&fresh, path);
    std::fs::remove_file(&fresh)?;
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => std::fs::read_to_string(path),
    }
}
