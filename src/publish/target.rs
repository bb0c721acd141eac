//! Where a site is put: `dir:PATH`, `git:REPOSITORY#BRANCH`, `rsync:HOST:PATH`.

use std::path::PathBuf;
use std::str::FromStr;

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
    /// A folder that rsync reaches: `HOST:PATH`, `HOST::MODULE/PATH` or a path of this machine.
    Rsync(String),
}

/// Why a text names no place.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TargetError {
    /// The kind of place is not known.
    #[error("`{0}` names no place; write `dir:PATH`, `git:REPOSITORY#BRANCH` or `rsync:HOST:PATH`")]
    Unknown(String),
    /// A place that this program does not write to.
    #[error(
        "publishing to `{0}` is not part of this program; publish to `dir:PATH`, and copy that folder into the bucket"
    )]
    Bucket(String),
    /// A repository without a branch, or a branch of no repository.
    #[error("`{0}` wants a repository and a branch: `git:REPOSITORY#BRANCH`, such as `git:origin#gh-pages`")]
    Branch(String),
    /// A name that git would not take.
    #[error("`{0}` is no name of a branch")]
    BranchName(String),
    /// Nothing stands behind the colon.
    #[error("`{0}` says no path")]
    Empty(String),
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let given = || text.to_owned();
        let (kind, rest) = text.split_once(':').ok_or_else(|| TargetError::Unknown(given()))?;
        match kind {
            "s3" => Err(TargetError::Bucket(given())),
            "dir" | "rsync" if rest.is_empty() || rest.starts_with('-') => Err(TargetError::Empty(given())),
            "dir" => Ok(Self::Folder(PathBuf::from(rest))),
            "rsync" => Ok(Self::Rsync(rest.trim_end_matches('/').to_owned())),
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
            _ => Err(TargetError::Unknown(given())),
        }
    }
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
        assert_eq!(
            "git:git@host.example:a/b.git#pages/x".parse(),
            branch("git@host.example:a/b.git", "pages/x")
        );
        assert_eq!(
            "rsync:me@host.example:/srv/n/".parse(),
            Ok(Target::Rsync("me@host.example:/srv/n".into()))
        );
        for bad in [
            "out",
            "ftp://x",
            "s3://bucket/x",
            "dir:",
            "rsync:-e",
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
}
