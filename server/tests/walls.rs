//! The walls between crates, from Cargo's own knowledge: Cargo features unify and are no walls.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Who may use whom, of ours (normal dependencies).
const MAY_USE: [(&str, &[&str]); 7] = [
    ("rives-portal", &[]),
    ("rives-app", &["rives-portal"]),
    ("rives-desk", &["rives-portal"]),
    ("rives-authorizer", &[]),
    (
        "rives-store",
        &["rives-portal", "rives-desk", "rives-authorizer"],
    ),
    (
        "rives",
        &["rives-portal", "rives-app", "rives-desk", "rives-store"],
    ),
    ("xtask", &[]),
];

#[test]
fn no_crate_uses_more_of_ours_than_the_architecture_allows() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let ours: BTreeSet<String> = metadata
        .packages
        .iter()
        .map(|p| p.name.to_string())
        .collect();
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.into_iter().collect();
    for package in &metadata.packages {
        let used: BTreeSet<&str> = package
            .dependencies
            .iter()
            .filter(|d| d.kind == DependencyKind::Normal && ours.contains(&d.name))
            .map(|d| d.name.as_str())
            .collect();
        let Some(may) = allowed.get(package.name.as_str()) else {
            assert!(
                package.name.ends_with("-testing"),
                "{} is not in the table of walls",
                package.name
            );
            continue;
        };
        for name in used {
            assert!(may.contains(&name), "{} may not use {name}", package.name);
        }
    }
}

#[test]
fn what_is_for_tests_is_used_by_tests_only() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    for package in &metadata.packages {
        for dependency in &package.dependencies {
            if dependency.name.ends_with("-testing") {
                assert_eq!(
                    dependency.kind,
                    DependencyKind::Development,
                    "{} uses {}",
                    package.name,
                    dependency.name
                );
            }
        }
    }
}

#[test]
fn the_public_side_and_the_domain_name_no_database_and_open_no_connection() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    for package in metadata
        .packages
        .iter()
        .filter(|p| ["rives-app", "rives-portal", "rives-desk"].contains(&p.name.as_str()))
    {
        for dependency in package
            .dependencies
            .iter()
            .filter(|d| d.kind == DependencyKind::Normal)
        {
            assert!(
                !["sqlx", "reqwest"].contains(&dependency.name.as_str()),
                "{} uses {}",
                package.name,
                dependency.name
            );
        }
    }
}
