//! The one page there is before accounts exist.

/// Says that the desk is not open yet. `portal` is the portal's name, from the configuration.
pub fn not_open_yet(portal: &str, exercise: bool) -> String {
    let portal = portal
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let exercise = if exercise {
        "<p><strong>EXERCICE</strong></p>"
    } else {
        ""
    };
    format!(
        "<!doctype html><html lang=\"fr\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"dark light\">\
         <title>{portal} · Poste des équipes</title><main>{exercise}<h1>Poste des équipes</h1>\
         <p>Ce poste n'est pas encore ouvert : il n'y a pas encore de comptes.</p>\
         <p>État du portail : <a href=\"/readyz\">/readyz</a>, <a href=\"/metrics\">/metrics</a>.</p></main>"
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_portals_name_cannot_carry_markup() {
        let page = super::not_open_yet("<script>alert(1)</script>", true);
        assert!(
            !page.contains("<script>")
                && page.contains("&lt;script&gt;")
                && page.contains("EXERCICE")
        );
    }
}
