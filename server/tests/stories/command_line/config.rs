//! `rives check-config`, and the environment over the file.

use super::{both, rives, run};

const GOOD: &str = "[portal]\nname = \"Rives Gard\"\n[[source]]\nid = \"gard\"\nkind = \"cap\"\n\
    publisher = \"Préfecture du Gard\"\nurl = \"https://exemple.invalid/cap.xml\"\nterritory = [\"30\"]\n";

#[test]
fn check_config_says_what_would_be_used_or_which_key_is_wrong_and_how_to_mend_it() {
    let folder = tempfile::tempdir().unwrap();
    let check = |text: &str| {
        std::fs::write(folder.path().join("essai.toml"), text).unwrap();
        run(folder.path(), &["--config", "essai.toml", "check-config"])
    };
    let good = check(GOOD);
    assert!(good.status.success(), "{}", both(&good));
    assert!(both(&good).contains("good") && both(&good).contains("Préfecture du Gard"));

    for (broken, named, fix) in [
        (
            GOOD.replace("https://exemple.invalid/cap.xml", "ftp://x"),
            "source.gard.url",
            "fix: ",
        ),
        (
            GOOD.replace("\"30\"", "\"00\""),
            "source.gard.territory",
            "territory = [\"30\"",
        ),
        (
            GOOD.replace("kind = \"cap\"", "kind = \"capp\""),
            "capp",
            "cap-feed",
        ),
        (
            GOOD.replace("publisher", "publsher"),
            "publsher",
            "publisher",
        ),
        (
            format!("[public]\nlisten = \"nowhere\"\n{GOOD}"),
            "listen",
            "line 2",
        ),
        (
            format!("[public]\norigin = \"https://x/\"\n{GOOD}"),
            "public.origin",
            "without a path",
        ),
        (
            format!("[desk]\nlisten = \"127.0.0.1:3000\"\n{GOOD}"),
            "desk.listen",
            "its own port",
        ),
        (
            format!("[store]\nurl = \"mysql://x\"\n{GOOD}"),
            "store.url",
            "sqlite://",
        ),
        (
            format!("[relay]\ntimeout = \"fast\"\n{GOOD}"),
            "timeout",
            "90s",
        ),
        (
            format!("{GOOD}poll_interval = \"0s\""),
            "source.gard.poll_interval",
            "60s",
        ),
        (
            format!("{GOOD}publish = \"auto\"").replace("kind = \"cap\"", "kind = \"rss-news\""),
            "source.gard.publish",
            "hold",
        ),
        (
            format!(
                "{GOOD}{}",
                GOOD.split("\n[[source]]")
                    .nth(1)
                    .map(|s| format!("[[source]]{s}"))
                    .unwrap()
            ),
            "source.gard.id",
            "its own id",
        ),
        ("[portal".to_owned(), "essai.toml", "line 1"),
    ] {
        let output = check(&broken);
        assert!(!output.status.success(), "{broken}");
        let told = both(&output);
        assert!(
            told.contains(named) && told.contains(fix),
            "{named} or {fix} is missing: {told}"
        );
        assert!(!told.contains("panicked"));
    }
    let missing = run(folder.path(), &["--config", "absent.toml", "check-config"]);
    assert!(!missing.status.success());
    assert!(
        both(&missing).contains("absent.toml") && both(&missing).contains("--config FILE"),
        "{}",
        both(&missing)
    );
    let none = run(folder.path(), &["check-config"]);
    assert!(
        none.status.success() && both(&none).contains("the defaults"),
        "{}",
        both(&none)
    );
}

#[test]
fn the_environment_overrides_the_file_and_its_mistakes_are_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rives.toml"), GOOD).unwrap();
    let with = |name: &str, value: &str| {
        rives(folder.path())
            .env(name, value)
            .arg("check-config")
            .output()
            .unwrap()
    };
    let told = with("RIVES__PUBLIC__LISTEN", "127.0.0.1:4321");
    assert!(
        told.status.success() && both(&told).contains("127.0.0.1:4321"),
        "{}",
        both(&told)
    );
    let told = with("RIVES__SOURCE__GARD__POLL_INTERVAL", "7m");
    assert!(
        told.status.success() && both(&told).contains("every 7m"),
        "{}",
        both(&told)
    );
    let told = with("RIVES__PORTAL__EXERCISE", "true");
    assert!(both(&told).contains("EXERCISE"));
    let told = with("RIVES__SOURCE__GARD__TOKEN", "secret-7");
    assert!(told.status.success() && !both(&told).contains("secret-7"));
    for (name, value, part) in [
        ("RIVES__PUBLIC__LISTEN", "x", "listen"),
        ("RIVES__PUBLIC__LISEN", "127.0.0.1:1", "lisen"),
        (
            "RIVES__SOURCE__LOZERE__TOKEN",
            "x",
            "RIVES__SOURCE__LOZERE__TOKEN",
        ),
        ("RIVES__PUBLIC", "x", "RIVES__SECTION__KEY"),
    ] {
        let told = with(name, value);
        assert!(
            !told.status.success() && both(&told).contains(part),
            "{name}: {}",
            both(&told)
        );
    }
}
