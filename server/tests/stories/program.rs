//! The running program: where it listens, how it is started, told to end, and killed.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use crate::command_line::rives;

/// A program that is ended when the story is.
pub struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Serving {
    /// A program that was started.
    pub fn of(child: Child) -> Self {
        Self(child)
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([name, &self.0.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Waits for its end.
    pub async fn end(&mut self) -> ExitStatus {
        for _ in 0..500 {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("it does not end");
    }
}

/// A port of this machine that was free a moment ago.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// A folder with a built site (empty: pages carry their style themselves) and a configuration.
pub fn configure(store: &str, public: u16, desk: u16, sources: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("site/pkg")).unwrap();
    std::fs::write(folder.path().join("site/manifest.json"), "{}").unwrap();
    let written = format!(
        "[public]\nlisten = \"127.0.0.1:{public}\"\nsite_root = \"site\"\n[desk]\nlisten = \"127.0.0.1:{desk}\"\n\
         [store]\nurl = \"{store}\"\n{sources}"
    );
    std::fs::write(folder.path().join("rives.toml"), written).unwrap();
    folder
}

/// Starts `rives serve` and waits until it says where it listens.
pub fn serve(folder: &Path) -> Serving {
    let mut child = rives(folder)
        .arg("serve")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let serving = Serving(child);
    assert!(
        lines
            .map_while(Result::ok)
            .any(|line| line.starts_with("desk ")),
        "it did not start"
    );
    serving
}
