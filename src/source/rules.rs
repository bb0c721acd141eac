//! Which files of a folder are part of the vault: `.studiumignore` and `.gitignore`, nested.

use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::SourcePath;
use super::read::read_limited;

/// The ignore file of ours.
const OWN: &str = ".studiumignore";
const RULES_LIMIT_BYTES: u64 = 1024 * 1024;

/// The rules that hold in one folder: its own, and those of the folders above it.
///
/// A rule of `.studiumignore` comes before any of `.gitignore`, a deeper file before a higher one, and
/// in one file the last line that matches decides, as in Git.
#[derive(Default)]
pub(super) struct Rules {
    levels: Vec<Level>,
}

struct Level {
    depth: usize,
    studium: Gitignore,
    git: Gitignore,
}

/// What is wrong with an ignore file.
pub(super) struct BadRules {
    pub(super) file: PathBuf,
    pub(super) reason: String,
    /// Whether nobody can tell any more what was meant to be left out. A line that Git would pass over
    /// is told, and the others hold.
    pub(super) is_fatal: bool,
}

impl Rules {
    /// Reads the rules of `folder`, which lies `depth` folders below the root, and forgets those of
    /// folders that are not above it. `shown` is the path by which entries of the folder are asked for.
    pub(super) fn enter(&mut self, folder: &Path, shown: &Path, depth: usize) -> Vec<BadRules> {
        self.levels.retain(|level| level.depth < depth);
        let mut bad = Vec::new();
        let studium = read_rules(folder, shown, OWN, &mut bad);
        let git = read_rules(folder, shown, ".gitignore", &mut bad);
        if !studium.is_empty() || !git.is_empty() {
            self.levels.push(Level { depth, studium, git });
        }
        bad
    }

    /// Forgets the rules of folders that an entry at `depth` does not lie in.
    pub(super) fn leave_to(&mut self, depth: usize) {
        self.levels.retain(|level| level.depth < depth);
    }

    /// Tells whether the rules leave this entry out. Its folders are asked before it.
    pub(super) fn ignores(&self, shown: &Path, is_folder: bool) -> bool {
        let by_kind: [fn(&Level) -> &Gitignore; 2] = [|level| &level.studium, |level| &level.git];
        for rules in by_kind {
            for level in self.levels.iter().rev() {
                match rules(level).matched(shown, is_folder) {
                    Match::Ignore(_) => return true,
                    Match::Whitelist(_) => return false,
                    Match::None => {}
                }
            }
        }
        false
    }
}

fn read_rules(folder: &Path, shown: &Path, name: &str, bad: &mut Vec<BadRules>) -> Gitignore {
    let file = folder.join(name);
    if file.symlink_metadata().is_err() {
        return Gitignore::empty();
    }
    let text = match read_limited(&file, RULES_LIMIT_BYTES) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(reason) => {
            bad.push(BadRules { file: shown.join(name), reason, is_fatal: true });
            return Gitignore::empty();
        }
    };
    let lines = text.trim_start_matches('\u{feff}').lines();
    match globs(shown, lines) {
        (rules, None) => rules,
        (rules, Some(reason)) => {
            bad.push(BadRules { file: shown.join(name), reason, is_fatal: name == OWN });
            rules
        }
    }
}

/// Makes one set of patterns in the syntax of `.gitignore`, relative to `root`.
///
/// A pattern that cannot be read is left out; the second value says what is wrong with the first such.
pub(super) fn globs<'l>(root: &Path, lines: impl Iterator<Item = &'l str>) -> (Gitignore, Option<String>) {
    let mut builder = GitignoreBuilder::new(root);
    let mut wrong = None;
    for line in lines {
        if let Err(error) = check_glob(line) {
            wrong.get_or_insert(error);
        } else if let Err(error) = builder.add_line(None, line) {
            wrong.get_or_insert(format!("`{line}` is no pattern: {error}"));
        }
    }
    let rules = builder.build().unwrap_or_else(|error| {
        wrong.get_or_insert(format!("the patterns are too many or too long: {error}"));
        Gitignore::empty()
    });
    (rules, wrong)
}

/// A pattern in the syntax of `.gitignore`, for paths of a vault.
#[derive(Clone, Debug)]
pub struct Pattern(Gitignore);

impl Pattern {
    /// Makes a pattern. One that cannot be read matches nothing; [`check_glob`] tells.
    pub fn new(glob: &str) -> Self {
        Self(globs(Path::new(""), std::iter::once(glob)).0)
    }

    /// Tells whether the pattern matches a file, or a folder that it lies in.
    pub fn matches(&self, path: &SourcePath) -> bool {
        self.0.matched_path_or_any_parents(path.as_str(), false).is_ignore()
    }
}

/// Tells whether `glob` is a pattern in the syntax of `.gitignore`.
///
/// # Errors
///
/// Returns what is wrong with it, to be shown.
pub fn check_glob(glob: &str) -> Result<(), String> {
    // The time to build a matcher grows with the alternatives, and nobody writes such a line by hand.
    const LIMIT_BYTES: usize = 1024;
    if glob.len() > LIMIT_BYTES {
        return Err(format!("a pattern is longer than {LIMIT_BYTES} bytes"));
    }
    let mut builder = GitignoreBuilder::new("");
    let added = builder.add_line(None, glob).map(|_| ());
    added.map_err(|error| format!("`{glob}` is no pattern: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_pattern_is_told_and_the_others_hold() {
        let (rules, wrong) = globs(Path::new("/v"), ["a/{b", "*.tmp"].into_iter());
        assert!(wrong.is_some_and(|wrong| wrong.contains("a/{b")));
        assert!(rules.matched("/v/x/y.tmp", false).is_ignore());
    }

    #[test]
    fn a_pattern_matches_files_and_what_lies_below_folders() {
        let matches = |glob: &str, path: &str| {
            Pattern::new(glob).matches(&SourcePath::new(path).expect("a plain path"))
        };
        assert!(matches("Archive/", "Archive/a/b.md") && matches("Archive/**", "Archive/b.md"));
        assert!(matches("*.canvas", "x/y.canvas") && matches("/Log.md", "Log.md"));
        assert!(!matches("Archive/", "x/b.md") && !matches("/Log.md", "x/Log.md") && !matches("{", "{"));
    }

    #[test]
    fn patterns_that_explode_do_not() {
        let bombs = ["{a,b}".repeat(40), "**/".repeat(60) + "x", "[".repeat(200), "*".repeat(500) + "y"];
        let (rules, _) = globs(Path::new("/v"), bombs.iter().map(String::as_str));
        assert!(!rules.matched("/v/Home.md", false).is_ignore());
    }
}
