//! What search costs and finds, measured beside Pagefind.
//!
//! In: folders of notes. Out: a table in Markdown for each, then what packing costs and what other
//! sizes of its files would. Not here: what is measured and how
//! (`tests/search-bench/README.md`).

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::tools;
use crate::workspace::{Workspace, run};

/// Measures the search of the sites of some folders, each given as `name=folder` or `name=folder:number`.
///
/// # Errors
///
/// Fails without folders, without Node.js or Chromium, and where one of the engines does.
pub(crate) fn search(workspace: &Workspace, folders: &[&str]) -> Result<()> {
    let wrong = folders.iter().find(|folder| !folder.contains('='));
    if folders.is_empty() || wrong.is_some() {
        bail!(
            "`bench search` wants folders of notes as NAME=FOLDER, or NAME=FOLDER:NUMBER for so many of its notes"
        );
    }
    let node = tools::node()?;
    let chromium = tools::chromium(workspace)?;
    let bench = workspace.root.join("tests").join("search-bench");
    tools::node_packages(workspace, &bench)?;
    let program = if let Some(program) = env::var_os("STUDIUM_BIN") {
        PathBuf::from(program)
    } else {
        run(&mut workspace.cargo(&["build", "--locked", "--release", "--bin", "studium"]))?;
        workspace.target.join("release").join(format!("studium{}", env::consts::EXE_SUFFIX))
    };
    // Folders are those of whoever asks, not of the repository.
    let here = env::current_dir()?;
    let folders: Vec<(&str, &str)> = folders.iter().filter_map(|folder| folder.split_once('=')).collect();
    let documents = workspace.target.join("search-bench");
    let mut measure = workspace.command(node);
    measure.arg(bench.join("bench.js"));
    measure.args(folders.iter().map(|(name, folder)| format!("{name}={}", here.join(folder).display())));
    measure.env("STUDIUM_BIN", program).env("STUDIUM_CHROMIUM", chromium).env("BENCH_DOCUMENTS", &documents);
    run(&mut measure)?;
    for (name, _) in folders {
        let words =
            ["run", "--locked", "--release", "--package", "studium-search", "--example", "cost", "--"];
        let file = |end: &str| documents.join(format!("{name}.{end}"));
        run(workspace.cargo(&words).arg(file("jsonl")).arg(file("txt")))?;
    }
    Ok(())
}
