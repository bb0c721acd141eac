//! The search engine of the default theme: built for the browser, kept beside its stamp.
//!
//! In: the sources of `crates/search` and `crates/search-wasm`, the versions of what they depend on, the
//! flags. Out: the module in the theme, and a stamp that says what it was built from. Building Studium
//! needs neither: the module is kept in the repository. Not here: what the module does.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::report::Outcome;
use crate::tools::{on_path, output};
use crate::workspace::{Workspace, run};

const PACKAGE: &str = "studium-search-wasm";
const TARGET: &str = "wasm32-unknown-unknown";
const PROFILE: &str = "wasm";
const MODULE: &str = "themes/default/static/search_engine.wasm";
const STAMP: &str = "crates/search-wasm/stamp.txt";

/// What the module is built from. The half of `crates/search` that writes packs is not part of it.
const SOURCES: &[&str] = &["crates/search/src", "crates/search-wasm/src"];
const NOT_BUILT: &str = "crates/search/src/write";

/// Numbers that the linker fills in take as many bytes as they need, not as many as the largest would.
const FLAGS: &[&str] = &["-Clink-arg=--compress-relocations"];

/// Builds the module and writes it and its stamp into the repository.
///
/// # Errors
///
/// Fails where no compiler for the target is found, and says what to install.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let compiler = Compiler::find(workspace)?;
    let built = compile(workspace, &compiler)?;
    let stamp = Stamp { inputs: inputs(workspace)?, module: digest(&built), compiler: compiler.version };
    fs::write(workspace.root.join(MODULE), &built).context("cannot write the module")?;
    fs::write(workspace.root.join(STAMP), stamp.text()).context("cannot write the stamp")?;
    println!("{MODULE}: {} bytes", built.len());
    Ok(())
}

/// The module in the repository is the one that its sources make.
///
/// The stamp is always compared. The module is built anew where the compiler that built it is there.
///
/// # Errors
///
/// Fails when the sources changed without a rebuild, or when the rebuild gives other bytes.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome> {
    let rebuild = "build it anew with `cargo xtask wasm`";
    let text = fs::read_to_string(workspace.root.join(STAMP)).context("cannot read the stamp")?;
    let stamp = Stamp::parse(&text).context("the stamp cannot be read")?;
    let module = fs::read(workspace.root.join(MODULE)).context("cannot read the module")?;
    if stamp.module != digest(&module) {
        bail!("{MODULE} is not the module that its stamp is for: {rebuild}");
    }
    if stamp.inputs != inputs(workspace)? {
        bail!("the sources, dependencies or flags of {MODULE} changed: {rebuild}");
    }
    let not_rebuilt = |why: String| Ok(Outcome::PassedInPart(format!("the stamp only, {why}")));
    match Compiler::find(workspace) {
        Err(_) => not_rebuilt(format!("there is no compiler for {TARGET}")),
        Ok(compiler) if compiler.version != stamp.compiler => {
            not_rebuilt(format!("the module was built by {}", stamp.compiler))
        }
        Ok(compiler) if compile(workspace, &compiler)? == module => Ok(Outcome::Passed),
        Ok(_) => bail!("building {MODULE} gives other bytes: {rebuild}"),
    }
}

/// What the module was built from, and by what.
struct Stamp {
    inputs: String,
    module: String,
    compiler: String,
}

impl Stamp {
    fn text(&self) -> String {
        format!("inputs {}\nmodule {}\ncompiler {}\n", self.inputs, self.module, self.compiler)
    }

    fn parse(text: &str) -> Option<Self> {
        let line = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        Some(Self {
            inputs: line("inputs")?.to_owned(),
            module: line("module")?.to_owned(),
            compiler: line("compiler")?.to_owned(),
        })
    }
}

/// A compiler that has the target.
struct Compiler {
    cargo: PathBuf,
    rustc: PathBuf,
    version: String,
    /// Whether the standard library must be compiled too, as distributions ship it in source.
    builds_std: bool,
}

impl Compiler {
    /// Finds the compiler of this build with the target added, or else that of Debian for the web.
    fn find(workspace: &Workspace) -> Result<Self> {
        let rustc = PathBuf::from(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        let sysroot = output(workspace.command(&rustc).args(["--print", "sysroot"]));
        if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir() {
            let cargo = PathBuf::from(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
            return Ok(Self { version: version(&rustc), cargo, rustc, builds_std: false });
        }
        let (cargo, rustc) = (PathBuf::from("/usr/bin/cargo"), PathBuf::from("/usr/bin/rustc"));
        let sysroot = output(workspace.command(&rustc).args(["--print", "sysroot"]));
        let library = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/vendor");
        if cargo.is_file() && library.is_dir() && linker().is_some() {
            return Ok(Self { version: version(&rustc), cargo, rustc, builds_std: true });
        }
        bail!(
            "no compiler has the target {TARGET}: run `rustup target add {TARGET}`, or on Debian \
             `apt-get install --no-install-recommends rustc-web cargo-web rust-web-src lld-19`"
        )
    }
}

fn version(rustc: &Path) -> String {
    output(Command::new(rustc).arg("--version")).trim().to_owned()
}

/// The linker, which Debian ships apart from the compiler.
fn linker() -> Option<PathBuf> {
    ["wasm-ld-19", "wasm-ld"].into_iter().find_map(on_path)
}

fn compile(workspace: &Workspace, compiler: &Compiler) -> Result<Vec<u8>> {
    // A target folder of its own: other flags would have the programs of this one built anew.
    let target = workspace.target.join(PROFILE);
    let mut command = workspace.command(&compiler.cargo);
    command.args(["build", "--locked", "--package", PACKAGE, "--profile", PROFILE, "--target", TARGET]);
    command.env("RUSTC", &compiler.rustc).env("CARGO_TARGET_DIR", &target);
    command.env("CARGO_ENCODED_RUSTFLAGS", flags(workspace)?.join("\x1f"));
    if compiler.builds_std {
        command.args(["-Zbuild-std=std,panic_abort"]).env("RUSTC_BOOTSTRAP", "1");
        let linker = linker().context("the linker is gone")?;
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    }
    run(&mut command)?;
    let built = target.join(TARGET).join(PROFILE).join("studium_search_wasm.wasm");
    fs::read(&built).with_context(|| format!("cannot read {}", built.display()))
}

/// The flags, with those that keep the paths of this machine out of the module.
fn flags(workspace: &Workspace) -> Result<Vec<String>> {
    let cargo_home =
        env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let sources = cargo_home.context("cargo has no home")?.join("registry/src");
    let mut flags: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    flags.push(format!("--remap-path-prefix={}=", workspace.root.display()));
    for registry in fs::read_dir(&sources).into_iter().flatten().flatten() {
        flags.push(format!("--remap-path-prefix={}=", registry.path().display()));
    }
    Ok(flags)
}

/// The digest of all that decides what the module is, but for the compiler.
fn inputs(workspace: &Workspace) -> Result<String> {
    let mut all = vec![FLAGS.join(" "), profiles(workspace)?, dependencies(workspace)?];
    for folder in SOURCES {
        let mut files = Vec::new();
        gather(&workspace.root.join(folder), &workspace.root.join(NOT_BUILT), &mut files)?;
        files.sort();
        for file in files {
            let path = file.strip_prefix(&workspace.root)?.to_string_lossy().replace('\\', "/");
            all.push(format!("{path} {}", digest(&fs::read(&file)?)));
        }
    }
    Ok(digest(all.join("\n").as_bytes()))
}

fn gather(folder: &Path, left_out: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() && path != left_out {
            gather(&path, left_out, files)?;
        } else if path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

/// The profiles of the workspace that the module is built with.
fn profiles(workspace: &Workspace) -> Result<String> {
    let manifest = fs::read_to_string(workspace.root.join("Cargo.toml"))?;
    let tables = manifest
        .split("\n[")
        .filter(|table| ["profile.release", "profile.wasm"].iter().any(|name| table.starts_with(name)));
    Ok(tables.map(str::trim).collect::<Vec<_>>().join("\n"))
}

/// The packages that go into the module, with their versions and features, one a line.
fn dependencies(workspace: &Workspace) -> Result<String> {
    let words = ["tree", "--locked", "--package", PACKAGE, "--target", TARGET, "--edges", "normal,build"];
    let mut tree = workspace.cargo(&words);
    let listed = output(tree.args(["--prefix", "none", "--format", "{p} {f}"]));
    // A package of the workspace is listed with its path, a package that comes again with a star.
    let name = |line: &str| {
        let line = line.trim_end().trim_end_matches(" (*)");
        match (line.find(" (/"), line.find(") ")) {
            (Some(start), Some(end)) if start < end => format!("{}{}", &line[..start], &line[end + 1..]),
            (Some(start), _) => line[..start].to_owned(),
            _ => line.to_owned(),
        }
    };
    let mut lines: Vec<String> = listed.lines().map(name).collect();
    lines.sort();
    lines.dedup();
    if lines.is_empty() {
        bail!("cargo lists no dependencies of {PACKAGE}");
    }
    Ok(lines.join("\n"))
}

fn digest(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::Stamp;

    #[test]
    fn a_stamp_is_read_as_it_was_written() {
        let stamp = Stamp { inputs: "a".into(), module: "b".into(), compiler: "rustc 1.95.0 (x)".into() };
        let text = stamp.text();
        let read = Stamp::parse(&text).unwrap();
        assert_eq!(read.text(), text);
        assert!(Stamp::parse("inputs a").is_none());
    }
}
