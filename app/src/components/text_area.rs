//! The one place where a `textarea` is made.
//!
//! Leptos 0.8 does not escape the children of `<textarea>` and `<noscript>` when it renders on the
//! server: what someone typed could close the element. The raw tags are forbidden elsewhere
//! (see the test in `walls`).

use leptos::prelude::*;

use crate::typography::as_typed;

/// A multi-line field with its label; `value` is escaped here.
#[component]
pub fn TextArea(
    /// The field's name and id.
    name: &'static str,
    /// What is written above it.
    label: String,
    /// What it holds.
    #[prop(into)]
    value: String,
    /// How many lines are seen at once.
    #[prop(default = 4)]
    rows: u32,
    /// The most characters it takes.
    #[prop(default = 2000)]
    maxlength: u32,
    /// Only to be read and copied.
    #[prop(default = false)]
    readonly: bool,
    /// Id of the element that tells what is wrong with it.
    #[prop(optional, into)]
    described_by: Option<String>,
) -> impl IntoView {
    // A line break right after the opening tag is dropped by parsers: one more keeps the author's.
    let inner = format!("\n{}", encode(&value));
    let invalid = described_by.is_some().then_some("true");
    view! {
        <label for=name>{label}</label>
        <textarea
            id=name
            name=name
            rows=rows.to_string()
            maxlength=maxlength.to_string()
            aria-describedby=described_by
            aria-invalid=invalid
            readonly=readonly
            inner_html=inner
        ></textarea>
    }
}

fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\0' => {}
            c => out.push(c),
        }
    }
    as_typed(&out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typography::set;

    #[test]
    fn the_typography_of_documents_leaves_what_someone_typed_alone() {
        for typed in ["Donc : « oui »", "https://exemple.fr"] {
            assert_eq!(set(&encode(typed)), typed);
        }
    }

    #[test]
    fn what_someone_typed_cannot_close_the_field() {
        let typed = "\n</textarea><script>alert(1)</script> & \"";
        let html = view! { <TextArea name="texte" label="L".to_owned() value=typed/> }.to_html();
        let page = scraper::Html::parse_fragment(&html);
        let field = page
            .select(&scraper::Selector::parse("textarea").unwrap())
            .next()
            .unwrap();
        assert_eq!(set(&field.text().collect::<String>()), typed);
        assert!(
            page.select(&scraper::Selector::parse("script").unwrap())
                .next()
                .is_none()
        );
    }
}
