//! XML as a small tree, over quick-xml: entities off, depth, size and count limited.

use crate::cap::Deviations;

/// One element: local name, namespace, attributes, child elements, direct text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    /// Local name, as written.
    pub name: String,
    /// Namespace URI, if bound.
    pub namespace: Option<String>,
    /// Attributes by local name, unescaped.
    pub attributes: Vec<(String, String)>,
    /// Child elements in order.
    pub children: Vec<Element>,
    /// Direct text and CDATA, concatenated, unescaped, not trimmed.
    pub text: String,
}

impl Element {
    /// The first child of that local name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|c| c.name == name)
    }
    /// All children of that local name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |c| c.name == name)
    }
    /// The trimmed text of the first child of that name, `None` when absent or empty.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name)
            .map(|c| c.text.trim())
            .filter(|t| !t.is_empty())
    }
    /// An attribute by local name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

/// A parsed document.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The root element.
    pub root: Element,
    /// What was tolerated: a byte-order mark, another encoding, an undefined entity…
    pub notes: Deviations,
}

/// Why bytes are not XML that this portal reads; a sentence for operators.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct XmlError(pub String);

/// Parses bytes.
pub fn parse(_bytes: &[u8]) -> Result<Parsed, XmlError> {
    unimplemented!("cap")
}
