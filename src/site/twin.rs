//! A file as a script, for pages that are opened from disk: there a script can load no data but this.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::OutputPath;

/// Returns the script that stands beside a file and tells the page what the file holds.
///
/// ```
/// use studium::site::{OutputPath, twin};
///
/// let (path, script) = twin(&OutputPath::new("graph.json").unwrap(), b"{}");
/// assert_eq!(path.as_str(), "graph.json.js");
/// assert_eq!(&*script, b"studiumFile(\"e30=\");\n");
/// ```
pub fn twin(path: &OutputPath, bytes: &[u8]) -> (OutputPath, Arc<[u8]>) {
    let script = format!("studiumFile(\"{}\");\n", STANDARD.encode(bytes));
    (path.with_suffix(".js"), script.into_bytes().into())
}
