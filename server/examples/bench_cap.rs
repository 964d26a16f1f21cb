//! CAP documents parsed per second, on one core: bytes → tree → typed alert with deviations.
//! `cargo run --release --example bench_cap [FOLDER…]`; without a folder, a typical document.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use portal::documents::{Reading, read};

const TYPICAL: &str = include_str!("typical.cap.xml");
const ROUND: Duration = Duration::from_secs(2);
const ROUNDS: usize = 3;

fn main() {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    measure("one typical document", &[TYPICAL.as_bytes().to_vec()]);
    for folder in folders {
        let mut corpus = Vec::new();
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            corpus.extend(std::fs::read(entry.path()));
        }
        measure(&format!("all of {}", folder.display()), &corpus);
    }
}

fn measure(name: &str, corpus: &[Vec<u8>]) {
    let reading = Reading {
        kind: None,
        publisher: "bench",
        source: "bench",
        default_language: "fr-FR",
        at: portal::Instant(0),
        previous: &[],
        exercise: false,
    };
    let bytes: usize = corpus.iter().map(Vec::len).sum();
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let (mut documents, mut alerts) = (0_u64, 0_usize);
        while start.elapsed() < ROUND {
            for document in corpus {
                alerts += read(std::hint::black_box(document), &reading).alerts.len();
                documents += 1;
            }
        }
        assert!(
            alerts > 0,
            "the corpus holds no alert: nothing was measured"
        );
        rates.push(documents as f64 / start.elapsed().as_secs_f64());
    }
    rates.sort_by(f64::total_cmp);
    let median = rates[rates.len() / 2];
    let mean_kb = bytes as f64 / corpus.len() as f64 / 1_000.0;
    println!(
        "CAP parsing, {name}: {median:.0} documents/s ({mean_kb:.1} kB each, {:.0} MB/s; {} rounds of {ROUND:?})",
        median * mean_kb / 1_000.0,
        rates.len()
    );
}
