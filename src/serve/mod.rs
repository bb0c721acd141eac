//! The preview: watches the files, builds when they change, and shows the site to a browser.
//!
//! In: a [`Project`] that can be built again and again, and an address. Out: answers to HTTP requests
//! from a site held in memory, one stream of what changed, and [`News`] for whoever started it. Not
//! here: how a site is built, and what the terminal shows (`cli`). Nothing is written anywhere, and the
//! preview is no mode of the build: what it adds to a page it adds on the way out.

#![allow(clippy::disallowed_methods, reason = "this is the door at which the preview listens")]

mod behind;
mod board;
mod early;
mod editor;
mod guard;
mod http;
mod line;
mod pieces;
mod port;
mod range;
mod reload;
mod respond;
mod settle;
mod status;
mod watch;
mod wish;
mod words;

pub use early::{Early, Growing};
pub use port::Port;
pub use respond::look_up;
pub use watch::{Scope, Watch};

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::diagnostic::Report;
use crate::site::{OutputPath, Site};
use crate::source::SourcePath;

/// What is shown: a vault with its configuration and theme.
pub trait Project: Send {
    /// Tells which folders it is made from, by what is on disk now.
    fn scope(&mut self) -> Scope;

    /// Reads the files and builds into a site of `early`. `None` when nothing is different from the last time.
    fn build(&mut self, early: &Early) -> Option<Build>;

    /// Takes drafts into what is built from now on, or leaves them out.
    fn show_drafts(&mut self, shown: bool);

    /// Forgets what it remembers of earlier builds, since one of them did not come to its end.
    fn forget(&mut self);
}

/// What came of one build.
#[derive(Debug)]
pub struct Build {
    /// The site, whole or not; `None` when there was nothing to build from.
    pub site: Option<Site>,
    /// Why the site cannot be shown in place of an earlier one; `None` when it can.
    pub failure: Option<String>,
    /// What is to be told about the author's files.
    pub report: Report,
    /// The folder that attachments are read from.
    pub vault_root: PathBuf,
    /// The attachments whose bytes changed since the last build.
    pub touched: Vec<SourcePath>,
    /// The address that the site is published at; empty where it is not known. The site is shown below
    /// the same path.
    pub base_url: String,
    /// What was built, in words.
    pub summary: String,
    /// The folder that all files are below which are not in the vault.
    pub project_root: PathBuf,
    /// The pages of notes, and the files that these are written in.
    pub notes: Vec<(OutputPath, SourcePath)>,
    /// How many drafts there are, and whether they are shown.
    pub drafts: (usize, bool),
    /// The note that the open pages are to go to.
    pub follow: Option<SourcePath>,
    /// What is still to be made, once this is shown.
    pub rest: Option<Rest>,
}

/// What a site has besides what its readers look at, made piece by piece behind the pages. With new pages, the
/// pieces of those before are gone: who asks for one waits for the new.
pub struct Rest {
    /// How many pieces there are.
    pub count: usize,
    /// Makes them, one by one.
    pub pieces: Box<dyn Iterator<Item = More> + Send>,
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rest")
    }
}

/// A piece of the rest.
#[derive(Debug)]
pub struct More {
    /// Its files.
    pub site: Site,
    /// What is to be told about the author's files now, where that is more than before.
    pub report: Option<Report>,
}

/// How the preview is run.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// The address or name to listen on.
    pub host: String,
    /// The port to listen on.
    pub port: Port,
    /// Whether to look at the files now and then instead of asking the system to tell.
    pub poll: bool,
    /// The address that opens a file in an editor, with `{path}` in it; empty for none.
    pub editor: String,
}

/// What happens while the preview runs, to be told to its author.
#[derive(Debug)]
pub enum News<'n> {
    /// It listens. The first build begins now.
    Listening {
        /// The address to open in a browser.
        url: String,
        /// The port that was wanted and is in use, with the program that holds it where that is known.
        busy: Option<(u16, Option<String>)>,
        /// Whether other machines can reach it.
        exposed: bool,
    },
    /// A build came to its end.
    Built(&'n Build),
    /// A build did not come to its end, by a fault of this program. The last site stays.
    Panicked(String),
    /// The files are looked at now and then, for this reason.
    Polling(String),
}

/// Takes the news, from the threads that build or the one that listens.
pub type Tell = Arc<dyn Fn(News<'_>) + Send + Sync>;

/// Why there is no preview.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The host is no address of this machine.
    #[error("cannot listen on `{host}`")]
    Host {
        /// The host as given.
        host: String,
        /// What the system said.
        source: io::Error,
    },
    /// The port that was asked for is in use.
    #[error("port {port} is in use{}; choose another with `--port`, or `--port 0` for any", by(holder.as_deref()))]
    Busy {
        /// The port.
        port: u16,
        /// The program that listens there, where that is known.
        holder: Option<String>,
    },
    /// The system did not let us listen.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The server ended by itself.
    #[error("the preview server stopped")]
    Stopped {
        /// What the system said.
        source: io::Error,
    },
}

/// Says who holds a port, where that is known: ` by python3 (process 4711)`.
pub fn by(holder: Option<&str>) -> String {
    holder.map_or_else(String::new, |holder| format!(" by {holder}"))
}

/// Serves `project` until the program is told to stop.
///
/// The port is taken first and the first build comes after; the pages that somebody asks for meanwhile are
/// made first. A
/// build that fails leaves the last good site in place, with the reason laid over it.
///
/// # Errors
///
/// Fails when the address cannot be listened on. What is wrong with the files is no error.
pub fn serve(project: Box<dyn Project>, options: &ServeOptions, tell: &Tell) -> Result<(), ServeError> {
    let bound = port::bind(&options.host, options.port)?;
    tell(News::Listening {
        url: bound.url.clone(),
        busy: bound.busy.clone(),
        exposed: !bound.address.ip().is_loopback(),
    });
    let is_private = bound.address.ip().is_loopback();
    let (board, shown) = board::Board::new(options.editor.clone(), is_private);
    let events = board.events();
    let watch = Watch::new(options.poll);
    let wish = wish::Wish::new(watch.waker());
    let stopped = |source| ServeError::Stopped { source };
    let board = Arc::new(Mutex::new(board));
    let behind = behind::Behind::start(&board, tell).map_err(stopped)?;
    let building = std::thread::Builder::new().name("build".to_owned());
    let demand = early::Demand::default();
    let early = Early { board, demand: demand.clone() };
    let tell = Arc::clone(tell);
    let asked = wish.clone();
    // What is kept back from readers is no affair of other machines.
    let wish = is_private.then_some(wish);
    building.spawn(move || reload::run(project, watch, &early, &behind, &asked, &tell)).map_err(stopped)?;
    let hosts = guard::Hosts::new(&options.host, bound.address.ip());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(8)
        .build()
        .map_err(|source| ServeError::Stopped { source })?;
    let result = runtime.block_on(http::serve(
        bound.listener,
        hosts,
        http::Source { reader: shown, demand, events, wish },
    ));
    // Streams of events never end by themselves, and nothing is lost with them.
    runtime.shutdown_background();
    result.map_err(|source| ServeError::Stopped { source })
}
