//! Waits until some file of a project has changed and come to rest.
//!
//! In: a [`Scope`] of folders. Out: the end of a wait, no more: events are hints, and whoever waits reads
//! the files again. Where the system cannot tell, the files are looked at now and then. Not here: what
//! changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::settle::{any_hollow, looks};
use super::wish::Waker;

/// Which files are looked after. All paths are absolute and free of links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Folders with all that lies below them, but for names that start with a dot.
    pub trees: Vec<PathBuf>,
    /// Folders whose own files matter, but not what lies in their folders.
    pub folders: Vec<PathBuf>,
    /// Folders that are left out wherever they lie, such as the output.
    pub skip: Vec<PathBuf>,
}

/// Looks after a scope.
pub struct Watch {
    /// `None` where files are looked at now and then.
    watcher: Option<RecommendedWatcher>,
    notices: Receiver<notify::Result<notify::Event>>,
    waker: Waker,
    scope: Scope,
    /// The folders that are watched, with what tells a folder from another of its name.
    watched: BTreeMap<PathBuf, Option<u64>>,
    /// Why files are looked at now and then, until it has been told.
    reason: Option<String>,
}

/// How often files are looked at where the system cannot tell.
const POLL: Duration = Duration::from_millis(500);
/// How often the watched folders themselves are looked at: the system is silent about some of their ends.
const TICK: Duration = Duration::from_secs(2);
/// Between two looks at a file that just changed.
const GAP: Duration = Duration::from_millis(5);
/// For how long a file that is empty or gone may be on its way back.
const HOLLOW: Duration = Duration::from_millis(60);
/// For how long a few files that go on changing are waited for.
const RESTLESS: Duration = Duration::from_millis(300);
/// More files than this are taken for a checkout or a copy, which is waited for until it is over.
const FEW: usize = 24;
/// How long a checkout is silent when it is over, and how long it may take.
const SILENCE: Duration = Duration::from_millis(200);
const PATIENCE: Duration = Duration::from_secs(30);

impl Watch {
    /// Makes a watch that looks after nothing yet; with `poll`, without the help of the system.
    pub fn new(poll: bool) -> Self {
        let (sender, notices) = channel();
        // The watcher alone holds it: when that is gone, its silence means something.
        let sender = Arc::new(sender);
        let mut watch = Self {
            watcher: None,
            notices,
            waker: Waker(Arc::downgrade(&sender)),
            scope: Scope::default(),
            watched: BTreeMap::new(),
            reason: None,
        };
        if poll {
            watch.reason = Some("as asked for".to_owned());
            return watch;
        }
        // Whoever no longer listens has no use for events either.
        let made = notify::recommended_watcher(move |notice| {
            let _ = sender.send(notice);
        });
        match made {
            Ok(watcher) => watch.watcher = Some(watcher),
            Err(error) => watch.fall_back(&error),
        }
        watch
    }

    /// Looks after this scope from now on. What it held before and holds no more is let go.
    pub fn follow(&mut self, scope: Scope) {
        if self.scope == scope && self.watched.iter().all(|(path, mark)| identity(path) == *mark) {
            return;
        }
        let gone: Vec<PathBuf> = self.watched.keys().cloned().collect();
        for path in gone {
            self.let_go(&path);
        }
        self.scope = scope;
        for folder in self.scope.folders.clone() {
            self.watch(&folder, RecursiveMode::NonRecursive);
        }
        for tree in self.scope.trees.clone() {
            self.follow_tree(&tree);
        }
    }

    /// Returns what ends a wait.
    pub(super) fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Returns why files are looked at now and then, once.
    pub fn take_reason(&mut self) -> Option<String> {
        self.reason.take()
    }

    /// Waits until something changed and came to rest. What changes meanwhile is gathered.
    pub fn wait(&mut self) {
        if self.watcher.is_none() {
            std::thread::sleep(POLL);
            return;
        }
        let mut pending = BTreeSet::new();
        loop {
            match self.notices.recv_timeout(TICK) {
                Ok(notice) => {
                    if self.take(notice, &mut pending) || self.watcher.is_none() {
                        return;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    let replaced = |(path, mark): (&PathBuf, &Option<u64>)| identity(path) != *mark;
                    if self.watched.iter().any(replaced) {
                        let scope = std::mem::take(&mut self.scope);
                        self.follow(scope);
                        return;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.watcher = None;
                    self.reason = Some("the system stopped telling".to_owned());
                    return;
                }
            }
            if !pending.is_empty() {
                self.settle(&mut pending);
                return;
            }
        }
    }

    /// Waits until what changed has come to rest.
    fn settle(&mut self, pending: &mut BTreeSet<PathBuf>) {
        let started = Instant::now();
        let mut last_notice = Instant::now();
        let mut before = looks(pending);
        loop {
            let count = pending.len();
            std::thread::sleep(GAP);
            while let Ok(notice) = self.notices.try_recv() {
                last_notice = Instant::now();
                self.take(notice, pending);
            }
            if pending.len() > FEW {
                if last_notice.elapsed() > SILENCE || started.elapsed() > PATIENCE {
                    return;
                }
                continue;
            }
            let after = looks(pending);
            let is_calm = after == before && pending.len() == count;
            let may_return = any_hollow(&after) && started.elapsed() < HOLLOW;
            if (is_calm && !may_return) || started.elapsed() > RESTLESS {
                return;
            }
            before = after;
        }
    }

    /// Notes what an event is about. Tells whether everything has to be looked at again.
    fn take(&mut self, notice: notify::Result<notify::Event>, pending: &mut BTreeSet<PathBuf>) -> bool {
        let event = match notice {
            Ok(event) => event,
            Err(error) => {
                self.fall_back(&error);
                return true;
            }
        };
        if event.need_rescan() {
            let scope = std::mem::take(&mut self.scope);
            self.follow(scope);
            return true;
        }
        // Reading is an event too, and a build reads.
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        if event.kind.is_access() && event.kind != closed {
            return false;
        }
        for path in event.paths {
            if !self.scope.holds(&path) {
                continue;
            }
            // What lies in a new folder may have come before the folder was watched.
            let may_be_folder = event.kind.is_create() || matches!(event.kind, EventKind::Modify(_));
            let is_known = || self.watched.get(&path) == Some(&identity(&path));
            if may_be_folder && path.is_dir() && !is_known() {
                self.follow_tree(&path);
            }
            pending.insert(path);
        }
        false
    }

    fn follow_tree(&mut self, root: &Path) {
        if !PER_FOLDER {
            self.watch(root, RecursiveMode::Recursive);
            return;
        }
        // Watched before it is listed: what comes in between is seen both ways. A link is no folder.
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            self.watch(&folder, RecursiveMode::NonRecursive);
            let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            let below = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
            folders.extend(below.map(|entry| entry.path()).filter(|path| self.scope.holds(path)));
        }
    }

    fn watch(&mut self, folder: &Path, mode: RecursiveMode) {
        let Some(watcher) = &mut self.watcher else { return };
        match watcher.watch(folder, mode) {
            Ok(()) => {
                self.watched.insert(folder.to_owned(), identity(folder));
            }
            // A folder that went as fast as it came. One that is missed altogether is found by `TICK`.
            Err(error) if is_gone(&error) => {
                if self.scope.trees.iter().chain(&self.scope.folders).any(|root| root == folder) {
                    self.watched.insert(folder.to_owned(), None);
                }
            }
            Err(error) => self.fall_back(&error),
        }
    }

    fn let_go(&mut self, folder: &Path) {
        self.watched.remove(folder);
        if let Some(watcher) = &mut self.watcher {
            // It fails for a folder that is gone, which is as good.
            let _ = watcher.unwatch(folder);
        }
    }

    fn fall_back(&mut self, error: &notify::Error) {
        self.watcher = None;
        self.watched.clear();
        self.reason = Some(why(error));
    }
}

/// Whether every folder has a watch of its own. Elsewhere the system watches whole trees, and what lies
/// in folders that are left out is passed over as it comes.
const PER_FOLDER: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// Files that start with a dot and matter all the same.
const DOT_FILES: [&str; 2] = [".studiumignore", ".gitignore"];
/// The folder of the application, of which one file matters.
const APP_FOLDER: &str = ".obsidian";
const APP_FILE: &str = "app.json";

impl Scope {
    /// Tells whether a change of this path is of interest.
    fn holds(&self, path: &Path) -> bool {
        if self.skip.iter().any(|skip| path.starts_with(skip)) {
            return false;
        }
        let in_tree = self.trees.iter().any(|tree| path.strip_prefix(tree).is_ok_and(is_plain));
        let in_folder = || self.folders.iter().any(|folder| path.parent() == Some(folder));
        let own_name = || path.file_name().is_some_and(|name| is_plain(Path::new(name)));
        let is_app_file = || path.file_name().is_some_and(|name| name == APP_FILE);
        let in_app_folder = || path.parent().is_some_and(|parent| parent.ends_with(APP_FOLDER));
        in_tree || (in_folder() && if in_app_folder() { is_app_file() } else { own_name() })
    }
}

/// Tells whether a path below a watched folder has no part that is left out.
fn is_plain(below: &Path) -> bool {
    let count = below.components().count();
    below.components().enumerate().all(|(index, part)| match part {
        Component::Normal(name) => {
            let name = name.to_string_lossy();
            let is_last = index + 1 == count;
            name != "node_modules" && (!name.starts_with('.') || (is_last && DOT_FILES.contains(&&*name)))
        }
        _ => false,
    })
}

/// Returns what tells a folder from another that takes its name; `None` when nothing is there.
fn identity(folder: &Path) -> Option<u64> {
    let metadata = folder.metadata().ok()?;
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let inode = u64::from(metadata.is_dir());
    Some(inode)
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// Says in words why the system cannot tell what changes.
fn why(error: &notify::Error) -> String {
    // The numbers of ENOSPC and EMFILE: the first stands for watches, the second for watchers.
    match &error.kind {
        ErrorKind::MaxFilesWatch => too_many("folders", "max_user_watches=524288"),
        ErrorKind::Io(error) if error.raw_os_error() == Some(28) => {
            too_many("folders", "max_user_watches=524288")
        }
        ErrorKind::Io(error) if error.raw_os_error() == Some(24) => {
            too_many("programs", "max_user_instances=1024")
        }
        _ => format!("the system cannot tell what changes: {error}"),
    }
}

fn too_many(what: &str, setting: &str) -> String {
    format!("the system watches no more {what}; `sudo sysctl fs.inotify.{setting}` allows more")
}

#[cfg(test)]
mod tests;
