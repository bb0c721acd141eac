//! The programs that checks need besides cargo: found, or installed where that is ours to do.
//!
//! In: names. Out: paths of programs that can be started. What cannot be installed is an error that
//! says what to install by hand.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::workspace::{self, Workspace, run};

/// A program that comes from a crate.
pub(crate) struct CargoTool {
    name: &'static str,
    /// The version to install; one that is on the path already is taken as it is.
    version: &'static str,
}

pub(crate) const CARGO_DENY: CargoTool = CargoTool { name: "cargo-deny", version: "0.20.2" };
pub(crate) const CARGO_MACHETE: CargoTool = CargoTool { name: "cargo-machete", version: "0.9.2" };

/// The names under which distributions install the browser.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// Finds a tool on the path or in the target folder, or builds it there.
pub(crate) fn cargo_tool(workspace: &Workspace, tool: &CargoTool) -> Result<PathBuf> {
    let folder = workspace.target.join("tools");
    let program = format!("{}{}", tool.name, env::consts::EXE_SUFFIX);
    let installed = folder.join("bin").join(program);
    if let Some(program) = on_path(tool.name) {
        return Ok(program);
    }
    let mut version = workspace.command(&installed);
    if !installed.is_file() || !output(version.arg("--version")).contains(tool.version) {
        let mut install = workspace.cargo(&["install", "--locked", "--debug", "--force", "--root"]);
        install.arg(&folder).args(["--version", tool.version, tool.name]);
        // The tools run for a second or two, so their own compile time is what counts. A target
        // folder of their own, thrown away by cargo, keeps their dependencies out of ours.
        install.env("CARGO_PROFILE_DEV_DEBUG", "false").env_remove("CARGO_TARGET_DIR");
        run(&mut install).with_context(|| format!("cannot install {}", tool.name))?;
    }
    Ok(installed)
}

/// Finds Chromium, or installs it where there is Debian's package manager and the right to use it.
pub(crate) fn chromium(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(program) = env::var_os("STUDIUM_CHROMIUM") {
        return Ok(PathBuf::from(program));
    }
    let found = || BROWSERS.iter().find_map(|name| on_path(name));
    if let Some(program) = found() {
        return Ok(program);
    }
    // Chromium needs one font of the system even for pages that bring their own.
    let help = "the browser tests need Chromium: install it (Debian: `apt-get install chromium`), or \
                set STUDIUM_CHROMIUM to the path of a browser made from it";
    install(workspace, &["chromium", "fonts-dejavu-core"], help)?;
    found().context("the package `chromium` was installed, but its program is not on the path")
}

/// Finds rsync, which the tests of publishing send with, or installs it as [`chromium`] is.
pub(crate) fn rsync(workspace: &Workspace) -> Result<()> {
    if on_path("rsync").is_some() {
        return Ok(());
    }
    let help =
        "the tests of `publish` need rsync 3.2.3 or newer: install it (Debian: `apt-get install rsync`)";
    install(workspace, &["rsync"], help)
}

/// Installs packages where there is Debian's package manager and the right to use it; elsewhere it fails
/// with `help`.
fn install(workspace: &Workspace, packages: &[&str], help: &str) -> Result<()> {
    let root = output(Command::new("id").arg("-u")).trim() == "0";
    if !(root && Path::new("/etc/debian_version").exists()) {
        bail!("{help}");
    }
    let apt = |words: &[&str]| {
        let mut command = workspace.command("apt-get");
        run(command.args(words).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update", "--quiet"])?;
    apt(&[&["install", "--quiet", "--yes", "--no-install-recommends"], packages].concat())
}

/// Installs packages of Python into a folder of their own in the target folder; returns the folder of their
/// programs.
pub(crate) fn python_packages(
    workspace: &Workspace,
    folder: &str,
    programs: &[&str],
    packages: &[&str],
) -> Result<PathBuf> {
    let folder = workspace.target.join("tools").join(folder);
    let place = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let file = |name: &str| place.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    if !programs.iter().all(|name| file(name).is_file()) {
        let help = "this step needs Python 3 with `venv` and a network on first use (Debian: \
                    `apt-get install python3-venv`)";
        run(workspace.command("python3").args(["-m", "venv"]).arg(&folder)).context(help)?;
        let mut install = workspace.command(file("python"));
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        run(install.args(packages)).context(help)?;
    }
    Ok(place)
}

/// Finds Node.js and its package manager.
pub(crate) fn node() -> Result<PathBuf> {
    let help = "the browser tests need Node.js 20.19, 22.12 or newer, with npm: install it";
    let program = on_path("node").context(help)?;
    let version = output(Command::new(&program).arg("--version"));
    let mut numbers = version.trim().trim_start_matches('v').split('.').map_while(|part| part.parse().ok());
    let known: (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if !matches!(known, (20, 19..) | (22, 12..) | (23.., _)) || on_path("npm").is_none() {
        bail!("{help} (found node {})", version.trim());
    }
    Ok(program)
}

/// Installs the packages that the lock file of a folder names, unless they are there.
pub(crate) fn node_packages(workspace: &Workspace, folder: &Path) -> Result<()> {
    let modified = |path: &str| fs::metadata(folder.join(path)).and_then(|file| file.modified()).ok();
    // npm leaves a copy of the lock file among them.
    let installed = match (modified("node_modules/.package-lock.json"), modified("package-lock.json")) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    };
    if installed {
        return Ok(());
    }
    let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    run(workspace.command("npm").args(words).current_dir(folder))
}

/// Runs the command, and ends it when it takes longer than the limit, which is no success either.
pub(crate) fn succeeds_within(command: &mut Command, limit: Duration) -> Result<bool> {
    let shown = workspace::shown(command);
    println!("$ {shown}");
    let mut child = command.spawn().with_context(|| format!("cannot start `{shown}`"))?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// The first file of this name in the folders of `PATH`.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let program = format!("{name}{}", env::consts::EXE_SUFFIX);
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(&program)).find(|path| path.is_file())
}

/// What the command writes to its standard output; nothing when it cannot be started.
pub(crate) fn output(command: &mut Command) -> String {
    let output = command.output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&output).into_owned()
}
