//! Puts a finished site somewhere.
//!
//! In: the artifacts of a site, in a [`Store`], and a place. Out: that place holds the site, or is as it was. Not
//! here: how the site came about, and whether one with errors may be published. Whatever is in the
//! place and was not written by an earlier publish stays.

#![allow(clippy::disallowed_methods, reason = "this is the door through which files leave")]

mod branch;
#[cfg(feature = "s3")]
mod bucket;
mod carry;
mod changes;
mod compare;
mod disk;
pub mod folder;
mod in_place;
mod manifest;
mod place;
mod program;
mod refuse;
mod rsync;
mod store;
mod target;
mod work;

pub use changes::Changes;
pub use folder::clean;
pub use manifest::MANIFEST_NAME;
pub use place::{Parcel, publish_to, survey};
pub use store::{Comparison, Store};
pub use target::{Hint, Target, TargetError};

use std::io;
use std::path::PathBuf;

/// Why a site was not published. But for [`PublishError::Unfinished`], the place holds what it held.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The output would replace the notes themselves.
    #[error("the output `{}` is the vault itself; choose a folder of its own", output.display())]
    IsVault {
        /// The output.
        output: PathBuf,
    },
    /// The output would replace the notes and more.
    #[error("the output `{}` holds the vault `{}`; choose a folder of its own", output.display(), vault.display())]
    HoldsVault {
        /// The output.
        output: PathBuf,
        /// The folder of notes.
        vault: PathBuf,
    },
    /// The output is a folder that is never a site.
    #[error("the output `{}` is {what}; choose a folder of its own", output.display())]
    Precious {
        /// The output.
        output: PathBuf,
        /// Which folder it is.
        what: &'static str,
    },
    /// Notes of the vault lie in the output.
    #[error("the output `{}` holds the note `{}`; choose a folder of its own", output.display(), note.display())]
    HoldsNote {
        /// The output.
        output: PathBuf,
        /// The note.
        note: PathBuf,
    },
    /// The output leads somewhere else.
    #[error("the output `{}` is a link; name the folder that it leads to", output.display())]
    Link {
        /// The output.
        output: PathBuf,
    },
    /// Something that is not a folder has the name of the output.
    #[error("the output `{}` is not a folder", output.display())]
    NotFolder {
        /// The output.
        output: PathBuf,
    },
    /// The output has files, and no list of ours.
    #[error(
        "the output `{}` has files that Studium did not write, such as `{}`; choose an empty folder",
        output.display(), example.display()
    )]
    Foreign {
        /// The output.
        output: PathBuf,
        /// One of the files, relative to the output.
        example: PathBuf,
    },
    /// A file that is not ours lies where the site has one.
    #[error(
        "`{}` in the output `{}` was not written by Studium and is in the way; move or delete it",
        path.display(), output.display()
    )]
    InTheWay {
        /// The output.
        output: PathBuf,
        /// The file, relative to the output.
        path: PathBuf,
    },
    /// The list of our files cannot be read.
    #[error("`{}` is damaged, so it is not known which files may be replaced: {reason}", path.display())]
    Damaged {
        /// The list.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Another build is writing to the same output.
    #[error("another build is writing to `{}`; try again when it is done", output.display())]
    Busy {
        /// The output.
        output: PathBuf,
    },
    /// There is nothing of ours to remove.
    #[error("`{}` holds no site that Studium wrote", output.display())]
    NoSite {
        /// The output.
        output: PathBuf,
    },
    /// An attachment cannot be copied.
    #[error("cannot copy `{}`", path.display())]
    Attachment {
        /// The attachment.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system refused something.
    #[error("cannot {what} `{}`", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The new site is in place, and something that lay in the old one could not be moved into it, or
    /// removed. It still is where it says, and the next publish tries again.
    #[error("the site is in place, but `{}` could not be tidied away: {reason}", path.display())]
    Unfinished {
        /// What is left.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A place elsewhere has files, and no list of ours.
    #[error("`{place}` has files that Studium did not write, such as `{example}`; choose an empty place")]
    ForeignPlace {
        /// The place.
        place: String,
        /// One of the files.
        example: String,
    },
    /// A file that is not ours lies in a place elsewhere where the site has one.
    #[error("`{path}` in `{place}` was not written by Studium and is in the way; move or delete it")]
    InTheWayAt {
        /// The place.
        place: String,
        /// The file.
        path: String,
    },
    /// Nothing says who asks for a bucket.
    #[error(
        "nothing says who publishes to `{place}`: set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, and \
         `AWS_ENDPOINT_URL` where the bucket is not Amazon's"
    )]
    NoCredentials {
        /// The place.
        place: String,
    },
    /// The host of a bucket refused something, or cannot be reached.
    #[error("cannot {what} `{path}`: {said}")]
    Bucket {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: String,
        /// What the host said, or why it said nothing.
        said: String,
    },
    /// A program that is needed cannot be run.
    #[error("cannot run `{program}`; is it installed?")]
    Program {
        /// The program.
        program: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// A program that is needed refused.
    #[error("`{program}` refused: {said}")]
    Refused {
        /// The program.
        program: &'static str,
        /// What it said.
        said: String,
    },
}
