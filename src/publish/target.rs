//! Where a site is put: `dir:PATH`, `git:REPOSITORY#BRANCH`, `rsync:HOST:PATH`, `s3://BUCKET/PREFIX`.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// The word for the branch that a host of pages reads.
const PAGES: &str = "github-pages";
const PAGES_BRANCH: &str = "git:origin#gh-pages";

/// A place for a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A branch of a repository.
    Branch {
        /// A path, an address, or the name of a remote.
        repository: String,
        /// The branch, without `refs/heads/`.
        branch: String,
    },
    /// A folder that rsync reaches: `HOST:PATH`, `HOST::MODULE/PATH`, `rsync://HOST/MODULE/PATH` or a path of
    /// this machine.
    Rsync(String),
    /// A bucket of a host that speaks the language of S3.
    #[cfg(feature = "s3")]
    Bucket {
        /// Its name.
        name: String,
        /// What the names of all files begin with, without slashes at the ends; empty for the whole bucket.
        prefix: String,
    },
}

/// Why a text names no place.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TargetError {
    /// The kind of place is not known.
    #[error(
        "`{given}` names no place; write `dir:PATH`, `git:REPOSITORY#BRANCH`, `rsync:HOST:PATH` or \
         `s3://BUCKET/PREFIX`{hint}"
    )]
    Unknown {
        /// What was given.
        given: String,
        /// What was meant, if that can be told.
        hint: Hint,
    },
    /// A place that this program does not write to.
    #[error(
        "publishing to `{0}` is not part of this program; install it with `--features s3`, or publish to \
         `dir:PATH` and copy that folder into the bucket"
    )]
    NoBuckets(String),
    /// A bucket that cannot be.
    #[error("`{given}` names no bucket: {why}; write `s3://BUCKET` or `s3://BUCKET/PREFIX`")]
    Bucket {
        /// What was given.
        given: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A repository without a branch, or a branch of no repository.
    #[error("`{0}` wants a repository and a branch: `git:REPOSITORY#BRANCH`, such as `git:origin#gh-pages`")]
    Branch(String),
    /// A name that git would not take.
    #[error("`{0}` is no name of a branch")]
    BranchName(String),
    /// Nothing stands behind the colon.
    #[error("`{0}` says no path; write `dir:PATH`")]
    NoFolder(String),
    /// A path that programs would take for an option.
    #[error("`{0}` begins with a dash like an option; write `./` before it")]
    Dash(String),
    /// A host without a path on it.
    #[error("`{given}` says no path: write `rsync:HOST:PATH`{}", or_folder(folder.as_deref()))]
    NoPath {
        /// What was given.
        given: String,
        /// The folder of this machine that may have been meant.
        folder: Option<String>,
    },
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let given = || text.to_owned();
        let unknown = || TargetError::Unknown { given: given(), hint: Hint::of(text) };
        if text == PAGES {
            return Self::from_str(PAGES_BRANCH);
        }
        if text.starts_with("rsync://") {
            return rsync(text, text);
        }
        let (kind, rest) = text.split_once(':').ok_or_else(unknown)?;
        match kind {
            "s3" => bucket(text, rest),
            "dir" if rest.is_empty() => Err(TargetError::NoFolder(given())),
            "dir" | "rsync" if rest.starts_with('-') => Err(TargetError::Dash(rest.to_owned())),
            "dir" => Ok(Self::Folder(PathBuf::from(rest))),
            "rsync" => rsync(text, rest),
            "git" => {
                let (repository, branch) =
                    rest.rsplit_once('#').ok_or_else(|| TargetError::Branch(given()))?;
                if repository.is_empty() || repository.starts_with('-') || branch.is_empty() {
                    return Err(TargetError::Branch(given()));
                }
                let branch = branch.strip_prefix("refs/heads/").unwrap_or(branch);
                if !is_branch(branch) {
                    return Err(TargetError::BranchName(branch.to_owned()));
                }
                Ok(Self::Branch { repository: repository.to_owned(), branch: branch.to_owned() })
            }
            _ => Err(unknown()),
        }
    }
}

/// What may have been meant by a text that names no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Nobody can tell.
    Nothing,
    /// The branch that the pages of a repository come from.
    Pages,
    /// A host that takes a folder, and the command that brings it there.
    Upload(&'static str, &'static str),
    /// The folder of this name.
    Folder(String),
}

impl Hint {
    /// How the branch of pages is named.
    pub const PAGES: &'static str = PAGES_BRANCH;

    fn of(text: &str) -> Self {
        const UPLOAD: [(&str, &str); 3] = [
            ("netlify", "netlify deploy --prod --no-build --dir PATH"),
            ("cloudflare", "wrangler pages deploy PATH"),
            ("vercel", "vercel deploy --prod PATH"),
        ];
        let upload = UPLOAD.into_iter().find(|(host, _)| *host == text);
        match text {
            "" => Self::Nothing,
            "gh-pages" | "github" | "pages" => Self::Pages,
            _ if text.contains(':') => Self::Nothing,
            _ => upload
                .map_or_else(|| Self::Folder(text.to_owned()), |(host, command)| Self::Upload(host, command)),
        }
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Pages => write!(f, "; pages of a repository come from a branch: `{PAGES_BRANCH}`"),
            Self::Upload(host, command) => {
                write!(f, "; `{host}` takes a folder: publish to `dir:PATH`, then `{command}`")
            }
            Self::Folder(name) => write!(f, "; the folder of this name is `dir:{name}`"),
        }
    }
}

/// Reads a place of rsync. One word alone may be a host or a folder, so it is neither.
fn rsync(given: &str, rest: &str) -> Result<Target, TargetError> {
    let no_path = |folder: Option<&str>| TargetError::NoPath {
        given: given.to_owned(),
        folder: folder.map(str::to_owned),
    };
    let place = rest.trim_end_matches('/');
    if let Some(daemon) = place.strip_prefix("rsync://") {
        let module = daemon.split_once('/').map_or("", |(_, module)| module);
        let whole = !module.is_empty() && !daemon.starts_with('/');
        return if whole { Ok(Target::Rsync(place.to_owned())) } else { Err(no_path(None)) };
    }
    // As rsync reads it: a colon behind a slash is part of a path.
    let host = rest.split_once(':').filter(|(host, _)| !host.contains('/'));
    match host {
        Some(("", _)) => Err(no_path(None)),
        Some((_, path)) if path.trim_matches([':', '/']).is_empty() => Err(no_path(None)),
        None if place.is_empty() => Err(no_path(None)),
        None if !rest.contains('/') => Err(no_path(Some(rest))),
        _ => Ok(Target::Rsync(place.to_owned())),
    }
}

fn or_folder(folder: Option<&str>) -> String {
    folder.map(|folder| format!(", or `rsync:./{folder}` for a folder of this machine")).unwrap_or_default()
}

/// Reads the name of a bucket and what names in it begin with.
fn bucket(given: &str, rest: &str) -> Result<Target, TargetError> {
    let wrong = |why| Err(TargetError::Bucket { given: given.to_owned(), why });
    let Some(rest) = rest.strip_prefix("//") else { return wrong("two slashes go before its name") };
    let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let prefix = prefix.trim_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if name.is_empty() {
        return wrong("it has no name");
    }
    if !(3..=63).contains(&name.len()) || !name.chars().all(plain) {
        return wrong("a name has 3 to 63 letters, digits, dots and dashes");
    }
    if prefix.contains(char::is_control) || prefix.split('/').any(|part| matches!(part, "." | "..")) {
        return wrong("its prefix is no path");
    }
    if !prefix.is_empty() && prefix.split('/').any(str::is_empty) {
        return wrong("its prefix has two slashes in a row");
    }
    below(given, name, prefix)
}

#[cfg(feature = "s3")]
#[allow(clippy::unnecessary_wraps, reason = "a program without buckets refuses here")]
fn below(_: &str, name: &str, prefix: &str) -> Result<Target, TargetError> {
    Ok(Target::Bucket { name: name.to_owned(), prefix: prefix.to_owned() })
}

#[cfg(not(feature = "s3"))]
fn below(given: &str, _: &str, _: &str) -> Result<Target, TargetError> {
    Err(TargetError::NoBuckets(given.to_owned()))
}

/// Tells whether git takes a name for a branch.
fn is_branch(name: &str) -> bool {
    let bad = |c: char| c.is_control() || c.is_whitespace() || "~^:?*[\\".contains(c);
    let is_lock = |part: &str| part.rsplit_once('.').is_some_and(|(_, end)| end == "lock");
    let good_part = |part: &str| !part.is_empty() && !part.starts_with('.') && !is_lock(part);
    !name.starts_with('-')
        && !name.contains(bad)
        && !name.contains("..")
        && !name.contains("@{")
        && !name.ends_with('.')
        && name != "@"
        && name.split('/').all(good_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_apart() {
        let branch = |repository: &str, branch: &str| {
            Ok(Target::Branch { repository: repository.to_owned(), branch: branch.to_owned() })
        };
        assert_eq!("dir:../out".parse(), Ok(Target::Folder("../out".into())));
        assert_eq!("git:origin#gh-pages".parse(), branch("origin", "gh-pages"));
        assert_eq!("github-pages".parse(), branch("origin", "gh-pages"));
        assert_eq!(
            "git:git@host.example:a/b.git#pages/x".parse(),
            branch("git@host.example:a/b.git", "pages/x")
        );
        assert_eq!(
            "rsync:me@host.example:/srv/n/".parse(),
            Ok(Target::Rsync("me@host.example:/srv/n".into()))
        );
        for local in ["srv/www", "./h", "/srv/h", "../a:b"] {
            assert_eq!(format!("rsync:{local}/").parse(), Ok(Target::Rsync(local.to_owned())));
        }
        assert_eq!("rsync://h/m/x/".parse(), Ok(Target::Rsync("rsync://h/m/x".into())));
        assert_eq!("rsync:h::m".parse(), Ok(Target::Rsync("h::m".into())));
        for bad in [
            "out",
            "ftp://x",
            "dir:",
            "dir:-x",
            "rsync:-e",
            "rsync:",
            "rsync:/",
            "rsync:h",
            "rsync:me@h",
            "rsync:h:",
            "rsync:h:/",
            "rsync:h::",
            "rsync::x",
            "rsync://h",
            "rsync://h/",
            "s3:b",
            "s3://",
            "s3://b",
            "s3://b u/x",
            "s3://bucket/a//b",
            "s3://bucket/../b",
            "git:origin",
            "git:#b",
            "git:o#",
            "git:o#a b",
            "git:o#-x",
            "git:o#a..b",
            "git:o#a.lock",
            "git:--upload-pack=x#b",
        ] {
            assert!(bad.parse::<Target>().is_err(), "{bad}");
        }
    }

    #[test]
    fn buckets_are_known_where_they_can_be_written_to() {
        for (given, prefix) in [("", ""), ("/", ""), ("/a", "a"), ("/a/b/", "a/b")] {
            let given = format!("s3://my.notes{given}");
            assert_eq!(given.parse::<Target>(), below(&given, "my.notes", prefix));
        }
    }

    #[test]
    fn what_was_meant_is_said() {
        let said = |text: &str| text.parse::<Target>().expect_err("no place").to_string();
        for (text, hint) in [
            ("www", "`dir:www`"),
            ("github", "`git:origin#gh-pages`"),
            ("netlify", "`dir:PATH`, then `netlify deploy --prod"),
            ("cloudflare", "`wrangler pages deploy PATH`"),
            ("rsync:h", "`rsync:./h` for a folder"),
            ("rsync:h:", "`rsync:HOST:PATH`"),
            ("dir:-x", "`./` before it"),
            ("s3:bucket", "two slashes"),
        ] {
            assert!(said(text).contains(hint), "{text}: {}", said(text));
        }
    }
}
