//! `studium export`: the notes for other programs.

use std::path::PathBuf;

use anyhow::{Context, anyhow, bail};
use clap::ValueEnum;

use super::args::{self, ExportFormat};
use super::project::Project;
use super::terminal::{Terminal, plain};
use super::wishes::Wishes;
use super::words::say;
use super::{Exit, said};
use crate::engine::analyse;
use crate::page::Plan;
use crate::publish::Store;
use crate::publish::folder::{PublishOptions, publish};
use crate::search::cluster::{self, Engine};
use crate::search::documents;
use crate::site::{Artifact, OutputPath, Sink};

/// The files for a cluster.
const INDEX: &str = "index.json";
const DOCUMENTS: &str = "documents.ndjson";

pub(super) fn run(args: &args::Export, terminal: Terminal) -> anyhow::Result<Exit> {
    let (folder, word) = args.places().with_context(|| say(&said::EXPORT_WHAT, &[]))?;
    let format = ExportFormat::from_str(word, false)
        .map_err(|_| anyhow!(say(&said::NO_FORMAT, &[("word", &word)])))?;
    let mut project = Project::open(Wishes { drafts: args.drafts, ..Wishes::of_folder(folder) })?;
    project.refuse_unusable()?;
    let (inputs, _) = project.inputs()?;
    let progress = terminal.progress();
    let tell = |stage: &str, done: usize, of: usize| progress.tell(stage, done, of);
    let analysis = analyse(&inputs, &mut project.cache, &tell);
    let (plan, _) = Plan::new(&analysis.vault, &analysis.graph, &analysis.terms, &analysis.options);
    drop(progress);
    let snapshot = project.snapshot()?;
    let engine = match format {
        ExportFormat::Csv | ExportFormat::Json => {
            let glossary = plan.glossary_data().with_context(|| say(&said::NO_GLOSSARY, &[]))?;
            let text = match format {
                ExportFormat::Csv => glossary.csv(),
                _ => serde_json::to_string_pretty(&glossary)? + "\n",
            };
            terminal.answer(&text)?;
            return Ok(Exit::Done);
        }
        ExportFormat::Quickwit => Engine::Quickwit,
        ExportFormat::Opensearch => Engine::OpenSearch,
    };
    if !cluster::is_index_name(&args.index) {
        bail!(say(&said::NO_INDEX_NAME, &[("name", &args.index)]));
    }
    let documents = documents(&plan);
    let export = cluster::export(engine, &args.index, &documents);
    let mut files = Store::default();
    for (name, bytes) in [(INDEX, export.index), (DOCUMENTS, export.documents)] {
        let path = OutputPath::new(name).context("a plain name")?;
        files.emit(path, Artifact::Bytes(bytes.into()));
    }
    let root = &snapshot.located.vault_root;
    let usual = || PathBuf::from("export").join(word);
    let output = std::env::current_dir().context("cannot find the working directory")?;
    let output = output.join(args.output.clone().unwrap_or_else(usual));
    let options = PublishOptions {
        notes: snapshot.vault.files.keys().map(|path| root.join(path.as_str())).collect(),
        ..PublishOptions::new(root.clone())
    };
    publish(&files, &|path| root.join(path.as_str()), &output, &options)?;
    if !terminal.quiet {
        let place = plain(&output.display().to_string());
        terminal.answer(&(say(&said::EXPORTED, &[("count", &documents.len()), ("place", &place)]) + "\n"))?;
    }
    Ok(Exit::Done)
}
