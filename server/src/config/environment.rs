//! Overrides from the environment: `RIVES__SECTION__KEY=value`, and for one source
//! `RIVES__SOURCE__ID__KEY=value` with the id in capitals and `_` for `-`.

use toml::{Table, Value};

const PREFIX: &str = "RIVES__";

/// Lays the overrides over the file's table. Unknown sections and keys are refused when the table is
/// read into the configuration, as in the file.
pub fn overlay(
    table: &mut Table,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<(), String> {
    for (name, text) in environment {
        let Some(path) = name.strip_prefix(PREFIX) else {
            continue;
        };
        let parts: Vec<String> = path.split("__").map(str::to_ascii_lowercase).collect();
        match parts.as_slice() {
            [section, id, key] if section == "source" => {
                let source = table
                    .get_mut("source")
                    .and_then(Value::as_array_mut)
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_table_mut)
                    .find(|s| s.get("id").and_then(Value::as_str).is_some_and(|s| s.replace('-', "_") == *id))
                    .ok_or_else(|| {
                        format!("{name}: no [[source]] has the id \"{id}\"; add it to the file or correct the variable's name")
                    })?;
                source.insert(key.clone(), value(key, &text));
            }
            [section, key] => {
                let section = table
                    .entry(section.clone())
                    .or_insert_with(|| Value::Table(Table::new()));
                if let Some(section) = section.as_table_mut() {
                    section.insert(key.clone(), value(key, &text));
                }
            }
            _ => {
                return Err(format!(
                    "{name}: write RIVES__SECTION__KEY, for example RIVES__PUBLIC__LISTEN"
                ));
            }
        }
    }
    Ok(())
}

/// Booleans, numbers and comma lists are recognised where the key is one of those; the rest is text.
fn value(key: &str, text: &str) -> Value {
    match (key, text) {
        (
            "territory" | "departements" | "link_hosts" | "scopes" | "acr_values" | "required_amr"
            | "siret",
            list,
        ) => Value::Array(
            list.split(',')
                .map(str::trim)
                .filter(|s| !s.is_empty())
                .map(|s| Value::String(s.to_owned()))
                .collect(),
        ),
        ("exercise" | "enabled", "true") => Value::Boolean(true),
        ("exercise" | "enabled", "false") => Value::Boolean(false),
        ("trusted_proxies" | "connections", n) if n.parse::<i64>().is_ok() => {
            Value::Integer(n.parse().unwrap_or_default())
        }
        _ => Value::String(text.to_owned()),
    }
}
