//! What the site would hold if nothing were kept back: for the author, who wants to know what goes and why.

use std::collections::BTreeSet;

use super::former::published_names;
use super::{Analysis, Inputs, options};
use crate::note;
use crate::page::{file_of, files_of, usual_files};
use crate::site::OutputPath;

/// Returns the output files of notes that are kept back, and of attachments whether or not a page shows them.
///
/// A file that was published, is among these and is no longer published is one that became private. Costs the
/// parsing of what is kept back.
pub fn withheld_files(inputs: &Inputs, analysis: &Analysis) -> BTreeSet<OutputPath> {
    let (languages, site) = (&analysis.vault.languages, &analysis.options);
    let parse_options = options::parse(&inputs.config, &inputs.vault);
    let mut files: BTreeSet<_> = inputs.vault.attachments.keys().filter_map(file_of).collect();
    for withheld in &analysis.vault.withheld {
        let Some(file) = inputs.vault.files.get(&withheld.path) else {
            // What the application is told to leave out is not read, so only its path speaks.
            let is_note = withheld.path.is_note();
            let usual = is_note.then(|| usual_files(languages, &withheld.path, site.letters, site.style));
            files.extend(usual.into_iter().flatten());
            continue;
        };
        let note = note::parse(file, &parse_options);
        let terms = note::line_terms(&note, &inputs.config.glossary.folder);
        let former: Vec<_> = published_names(inputs, &withheld.path).collect();
        for note in terms.iter().chain([&note]).chain(&former) {
            files.extend(files_of(languages, note, site.letters, site.style));
        }
    }
    files
}
