//! `docs/desk.md` says of every route who may take it. This compares what it says with the table that the
//! router is made from: no route is missing there, none is invented, none says something else.

#![expect(clippy::unwrap_used, reason = "a test that cannot read has failed")]

use std::collections::BTreeSet;

use desk::web::Access;

/// Rows of the documentation's table: method, path, who.
fn documented() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/desk.md");
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .filter(|line| line.starts_with("| GET |") || line.starts_with("| POST |"))
        .map(|line| line.trim().to_owned())
        .collect()
}

#[test]
fn the_documentation_lists_every_route_with_who_may_take_it_and_nothing_else() {
    let documented = documented();
    let said: BTreeSet<String> = documented.iter().cloned().collect();
    assert_eq!(
        said.len(),
        documented.len(),
        "docs/desk.md says a route twice"
    );
    let routes = desk::routes();
    let real: BTreeSet<String> = routes
        .table()
        .iter()
        .map(|route| {
            let who = match route.access {
                Access::Open => "open",
                Access::SignedIn => "signed in",
                Access::May(name, _) => name,
            };
            format!("| {} | {} | {who} |", route.method, route.path)
        })
        .collect();
    let missing: Vec<_> = real.difference(&said).collect();
    let invented: Vec<_> = said.difference(&real).collect();
    assert!(
        missing.is_empty() && invented.is_empty(),
        "docs/desk.md\n  lacks: {missing:#?}\n  says what is not so: {invented:#?}"
    );
}

#[test]
fn the_documentation_lists_every_role_with_what_it_may_do() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/desk.md");
    let text = std::fs::read_to_string(path).unwrap();
    for role in desk::staff::Role::ALL {
        let may: BTreeSet<&str> = desk::routes()
            .table()
            .iter()
            .filter_map(|route| match route.access {
                Access::May(name, roles) if roles.contains(role) => Some(name),
                _ => None,
            })
            .collect();
        let row = format!("| `{}` | {} | ", role.word(), role.name());
        let line = text.lines().find(|line| line.starts_with(&row));
        let line = line.unwrap_or_else(|| panic!("docs/desk.md has no row {row}"));
        for name in may {
            assert!(line.contains(name), "{line} does not say {name}");
        }
    }
}
