//! Builds that are killed, crowded or shut out: the published folder is the old site or the new one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::TestVault;

/// What lies in the output and is not ours.
const FOREIGN: &[(&str, &str)] = &[
    (".git/config", "git"),
    ("CNAME", "harbour.example"),
    ("old/mine.txt", "mine"),
    ("tides/mine.txt", "mine"),
];

/// Every file of a folder with its bytes.
type Tree = BTreeMap<String, Vec<u8>>;

fn tree(root: &Path) -> Tree {
    let files = walkdir::WalkDir::new(root).min_depth(1).into_iter().map(|entry| entry.expect("listed"));
    let name = |path: &Path| path.strip_prefix(root).expect("below").display().to_string();
    files
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| (name(entry.path()), fs::read(entry.path()).expect("readable")))
        .collect()
}

/// A vault in one of two states, and a folder beside it for the site.
struct Ground {
    folder: TestVault,
}

impl Ground {
    fn new() -> Self {
        let ground = Self { folder: TestVault::from_text("=== vault/index.md\n[[Tides]]\n") };
        ground.turn(false);
        ground
    }

    fn root(&self) -> &Path {
        self.folder.root()
    }

    /// Writes the old or the new vault.
    fn turn(&self, new: bool) {
        let vault = self.root().join("vault");
        let word = if new { "flood" } else { "ebb" };
        let put = |path: &str, text: &str| {
            let path = vault.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        };
        put("Tides.md", &format!("The {word}. [[index]] ![[chart.png]]\n"));
        put("chart.png", &word.repeat(40_000));
        for number in 0..30 {
            put(&format!("Note {number}.md"), &format!("The {word}. [[Tides]]\n"));
        }
        if new {
            let _ = fs::remove_file(vault.join("old.md"));
            put("new.md", "New.\n");
        } else {
            let _ = fs::remove_file(vault.join("new.md"));
            put("old.md", "Old.\n");
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_studium"));
        command.args(["build", "vault", "-o", "out", "-q"]).current_dir(self.root());
        // What was remembered outside must not decide how long a build takes.
        command.env("STUDIUM_CACHE", self.root().join("cache"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn build(&self) {
        let status = self.command().status().expect("the program runs");
        assert!(status.success(), "{status}");
    }

    /// Builds both states and returns what is published of each, what is not ours included.
    fn both(&self) -> [Tree; 2] {
        self.build();
        for (path, text) in FOREIGN {
            let path = self.root().join("out").join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        self.build();
        let old = tree(&self.root().join("out"));
        self.turn(true);
        self.build();
        let new = tree(&self.root().join("out"));
        assert_ne!(old, new);
        for (path, _) in FOREIGN {
            assert!(old.contains_key(*path) && new.contains_key(*path), "{path} is lost");
        }
        [old, new]
    }

    /// Fails where anything is left beside vault, output and cache.
    fn has_no_litter(&self, case: &str) {
        let names =
            fs::read_dir(self.root()).expect("readable").map(|entry| entry.expect("listed").file_name());
        let litter: Vec<_> =
            names.filter(|name| !["vault", "out", "cache"].iter().any(|kept| name == kept)).collect();
        assert!(litter.is_empty(), "{case}: {litter:?}");
    }
}

/// Tells whether a tree is one of two sites. What is not ours may be on its way over.
fn is_whole(found: &Tree, sites: &[Tree; 2]) -> bool {
    let foreign = |path: &str| FOREIGN.iter().any(|(known, _)| *known == path);
    let ours = |tree: &Tree| {
        tree.iter()
            .filter(|(path, _)| !foreign(path))
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect()
    };
    let found: Tree = ours(found);
    sites.iter().any(|site| ours(site) == found)
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_site_or_the_new_one() {
    // More by `STUDIUM_KILLS`.
    let kills = std::env::var("STUDIUM_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(20_u32);
    let ground = Ground::new();
    let sites = ground.both();
    let started = Instant::now();
    ground.turn(false);
    ground.build();
    let whole_build = started.elapsed();
    let mut seen = [0, 0];
    for kill in 0..kills {
        ground.turn(kill % 2 == 0);
        let mut child = ground.command().spawn().expect("the program runs");
        // From the first moment to the last; a prime step, so that no moment comes again.
        std::thread::sleep(whole_build.mul_f64(f64::from(kill * 37 % 101) / 100.0));
        kill_now(&mut child);
        let found = tree(&ground.root().join("out"));
        assert!(is_whole(&found, &sites), "half a site after kill {kill}");
        seen[usize::from(is_whole(&found, &[sites[1].clone(), sites[1].clone()]))] += 1;
        for (path, text) in FOREIGN {
            let lost = || {
                let everywhere = tree(ground.root());
                !everywhere.iter().any(|(found, bytes)| found.ends_with(path) && bytes == text.as_bytes())
            };
            assert!(found.contains_key(*path) || !lost(), "{path} is lost after kill {kill}");
        }
        if kill % 4 == 3 {
            let is_new = kill % 8 == 3;
            ground.turn(is_new);
            ground.build();
            assert!(
                tree(&ground.root().join("out")) == sites[usize::from(is_new)],
                "not mended after kill {kill}"
            );
            ground.has_no_litter(&format!("after kill {kill}"));
        }
    }
    assert!(seen[0] > 0 && seen[1] > 0, "the kills came all on one side: {seen:?}");
}

fn kill_now(child: &mut Child) {
    // On Unix this is SIGKILL: nothing can be tidied up.
    let _ = child.kill();
    child.wait().expect("it ended");
}

#[test]
fn builds_at_once_end_in_one_of_their_sites() {
    let ground = Ground::new();
    let sites = ground.both();
    for round in 0..4 {
        ground.turn(round % 2 == 0);
        let mut builds: Vec<Child> =
            (0..4).map(|_| ground.command().spawn().expect("the program runs")).collect();
        for build in &mut builds {
            assert!(build.wait().expect("it ends").success());
        }
        let found = tree(&ground.root().join("out"));
        assert!(found == sites[usize::from(round % 2 == 0)], "round {round}");
        ground.has_no_litter("builds at once");
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_site() {
    let ground = Ground::new();
    let sites = ground.both();
    ground.turn(false);
    ground.build();
    ground.turn(true);
    // No file may have more blocks of 512 bytes than this: writing fails as on a full disk.
    for blocks in [0, 1, 8, 64, 200] {
        let program = env!("CARGO_BIN_EXE_studium");
        // A signal says that the limit is reached; ignored, the write itself fails.
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec '{program}' build vault -o out -q");
        let output = Command::new("sh")
            .args(["-c", &script])
            .current_dir(ground.root())
            .env("STUDIUM_CACHE", ground.root().join("cache"))
            .output()
            .expect("a shell runs");
        assert_eq!(output.status.code(), Some(2), "{blocks} blocks: {output:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.starts_with("error: "), "{said}");
        assert!(tree(&ground.root().join("out")) == sites[0], "{blocks} blocks");
        ground.has_no_litter(&format!("{blocks} blocks"));
    }
    ground.build();
    assert!(tree(&ground.root().join("out")) == sites[1]);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;

    let ground = Ground::new();
    let sites = ground.both();
    ground.turn(false);
    ground.build();
    ground.turn(true);
    let (root, out) = (ground.root(), ground.root().join("out"));
    let set = |path: &Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
    };
    set(&out, 0o555);
    set(root, 0o555);
    // Whoever may do everything is not kept out by permissions.
    let is_root = fs::write(root.join("probe"), "").is_ok();
    let status = ground.command().status().expect("the program runs");
    set(root, 0o755);
    set(&out, 0o755);
    if is_root {
        fs::remove_file(root.join("probe")).expect("removed");
        assert!(status.success());
    } else {
        assert_eq!(status.code(), Some(2));
        assert!(tree(&out) == sites[0]);
    }
    ground.build();
    assert!(tree(&out) == sites[1]);
    ground.has_no_litter("read-only");
}

#[test]
fn a_build_that_fails_ends_in_time() {
    let ground = Ground::new();
    ground.build();
    fs::write(ground.root().join("vault/studium.toml"), "[site]\ntitle = 3\n").expect("written");
    let before = tree(&ground.root().join("out"));
    let started = Instant::now();
    assert_eq!(ground.command().status().expect("the program runs").code(), Some(2));
    assert!(started.elapsed() < Duration::from_secs(20));
    assert!(tree(&ground.root().join("out")) == before);
}
