//! The arguments of every command. Their doc comments are the help, the completions and the manual page.

mod export;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(super) use export::{Export, ExportFormat};

/// Turns a folder of Markdown notes into a linked, searchable study site
///
/// Works in any folder of notes as it is. Settings, where there are some, stand in `studium.toml`.
#[derive(Debug, Parser)]
#[command(name = "studium", version, max_term_width = 100, subcommand_required = true)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What every command understands.
#[derive(Args, Clone, Debug)]
pub(super) struct Global {
    /// Say only what is wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say more: remarks that never count, and the names that are wanted
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    /// When to write in colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
}

/// When to write in colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a small vault to start from
    #[command(alias = "create")]
    Init(Init),
    /// Make a note with front matter, in the right folder
    New(New),
    /// Build the site into a folder
    Build(Build),
    /// Show the site in a browser, fresh after every save
    #[command(aliases = ["server", "dev"])]
    Serve(Serve),
    /// Report broken links and other mistakes, and mend them where asked to
    Check(Check),
    /// Search the notes, in the order of the site's own search
    Search(Search),
    /// Print the link graph
    Graph(Graph),
    /// Tell how a link is resolved, step by step
    Why(Why),
    /// Bring the site to its readers: a folder, a branch, a host, a bucket
    Publish(Publish),
    /// Write the notes for other programs: the glossary, or an index for a cluster
    Export(Export),
    /// Sum the vault up
    Doctor(Doctor),
    /// Remove what was built
    Clean(Clean),
    /// Print the completions for a shell
    Completions(Completions),
    /// Print the manual page
    Man(Man),
}

/// Which vault a command works on.
#[derive(Args, Clone, Debug)]
pub(super) struct Vault {
    /// The folder of notes, or that of `studium.toml` [default: .]
    #[arg(value_name = "VAULT")]
    pub(super) vault: Option<PathBuf>,
    #[command(flatten)]
    pub(super) root: Root,
}

/// The same, where the command has other things to be named.
#[derive(Args, Clone, Debug)]
pub(super) struct Root {
    /// The folder of notes, or that of `studium.toml` [default: .]
    #[arg(long, value_name = "DIR", conflicts_with = "vault")]
    pub(super) root: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct Init {
    /// The folder to make; one that is there must be empty [default: .]
    #[arg(value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
    /// The same as DIR
    #[arg(long, value_name = "DIR", conflicts_with = "dir", hide = true)]
    pub(super) root: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct New {
    /// The name of the note; `Caches/Eviction` is the note `Eviction` in the folder `Caches`
    pub(super) name: String,
    /// Make a glossary term, in the folder of terms
    #[arg(long)]
    pub(super) term: bool,
    /// The folder of notes, or that of `studium.toml` [default: .]
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
}

/// What is laid over the configuration.
#[derive(Args, Clone, Debug)]
pub(super) struct Overrides {
    /// The address that the site is published at, instead of the configured one
    #[arg(short = 'u', long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Show notes with `draft: true` too; what is private stays private
    #[arg(short = 'D', long)]
    pub(super) drafts: bool,
}

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option")]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) vault: Vault,
    #[command(flatten)]
    pub(super) overrides: Overrides,
    /// The folder to write to, instead of the configured one
    #[arg(short, long, value_name = "DIR", aliases = ["output-dir", "destination"])]
    pub(super) output: Option<PathBuf>,
    /// Fail on warnings too: exit with 1 when there is any error or warning
    #[arg(long)]
    pub(super) strict: bool,
    /// Keep the folder up to date until interrupted
    #[arg(long)]
    pub(super) watch: bool,
    #[command(flatten)]
    pub(super) poll: Poll,
    /// Tell how long each stage took, and which notes take longest
    #[arg(long, conflicts_with = "watch")]
    pub(super) timings: bool,
    /// Build once more without anything remembered, and write nothing where the two differ
    #[arg(long, conflicts_with = "watch")]
    pub(super) verify: bool,
    /// How findings are reported
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: ReportFormat,
}

/// How changes are noticed.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Poll {
    /// Look at the files twice a second: for network drives and containers, where changes go unannounced
    #[arg(long)]
    pub(super) poll: bool,
}

#[derive(Args, Debug)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) vault: Vault,
    #[command(flatten)]
    pub(super) overrides: Overrides,
    /// The port to listen on; 0 is any that is free [default: 1111, or the next that is free]
    #[arg(short, long, value_name = "N")]
    pub(super) port: Option<u16>,
    /// The address to listen on, and the name to answer to [default: 127.0.0.1]
    #[arg(long, value_name = "ADDR", alias = "interface")]
    pub(super) host: Option<String>,
    /// Open the site in the browser
    #[arg(long)]
    pub(super) open: bool,
    /// Go to the note that was just saved, in every open page
    #[arg(long)]
    pub(super) follow: bool,
    #[command(flatten)]
    pub(super) poll: Poll,
}

#[derive(Args, Debug)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) vault: Vault,
    /// Fail on warnings too
    #[arg(long)]
    pub(super) strict: bool,
    /// Look at notes with `draft: true` too
    #[arg(short = 'D', long)]
    pub(super) drafts: bool,
    #[command(flatten)]
    pub(super) mend: Mend,
    /// Pass over the findings in this file [default: `baseline` of `[check]`, where it is there]
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Write all findings into that file, so that from now on only new ones fail
    #[arg(long)]
    pub(super) write_baseline: bool,
    /// How findings are reported
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: ReportFormat,
}

/// What is mended.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Mend {
    /// Show what can be mended without asking, as a difference; write nothing
    #[arg(long, conflicts_with_all = ["format", "write_baseline"])]
    pub(super) fix: bool,
    /// Write what `--fix` shows
    #[arg(long, requires = "fix")]
    pub(super) apply: bool,
    /// Make links of the words that name a note, too: the first in a section
    #[arg(long, requires = "fix")]
    pub(super) link_mentions: bool,
}

/// How findings are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For reading
    Text,
    /// One object for programs
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Checkstyle XML, for build servers
    Checkstyle,
}

#[derive(Args, Debug)]
pub(super) struct Search {
    /// Words, "phrases", and filters such as `tag:` or `path:`; write `--` before a word with a minus
    #[arg(value_name = "QUERY", required = true)]
    pub(super) query: Vec<String>,
    /// The folder of notes, or that of `studium.toml` [default: .]
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// How many pages are shown at most
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub(super) limit: u16,
    /// Search notes with `draft: true` too
    #[arg(short = 'D', long)]
    pub(super) drafts: bool,
    /// How hits are shown
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: TextOrJson,
}

/// For whom an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TextOrJson {
    /// For reading
    Text,
    /// One object for programs
    Json,
}

#[derive(Args, Debug)]
pub(super) struct Graph {
    #[command(flatten)]
    pub(super) vault: Vault,
    /// Take notes with `draft: true` for published
    #[arg(short = 'D', long)]
    pub(super) drafts: bool,
    /// How the graph is written
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub(super) format: GraphFormat,
}

/// How the graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    /// Everything that is known of notes, links and attachments
    Json,
    /// For Graphviz
    Dot,
    /// For yEd, Gephi and other programs
    Graphml,
}

#[derive(Args, Debug)]
pub(super) struct Why {
    /// The link as it stands in the note, in quotes: `'[[Name]]'`, or the name alone
    #[arg(value_name = "LINK")]
    pub(super) link: String,
    /// The note that the link stands in: its path, or its name
    #[arg(long, value_name = "NOTE")]
    pub(super) from: String,
    /// The folder of notes, or that of `studium.toml` [default: .]
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// Take notes with `draft: true` for published
    #[arg(short = 'D', long)]
    pub(super) drafts: bool,
    /// How it is told
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: TextOrJson,
}

#[derive(Args, Debug)]
#[command(override_usage = "studium publish [OPTIONS] [VAULT] TARGET")]
pub(super) struct Publish {
    /// The folder of notes [default: .], and last where the site goes: `dir:PATH`, `git:REPOSITORY#BRANCH`,
    /// `rsync:HOST:PATH` or `s3://BUCKET/PREFIX`
    #[arg(value_name = "PLACE", required = true, num_args = 1..=2)]
    pub(super) places: Vec<String>,
    /// The folder of notes, or that of `studium.toml` [default: .]
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// List every file that would be there, what is new first; write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Publish although there are errors
    #[arg(long)]
    pub(super) allow_broken_links: bool,
    /// The address that the site is published at, instead of the configured one
    #[arg(short = 'u', long, value_name = "URL")]
    pub(super) base_url: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct Doctor {
    #[command(flatten)]
    pub(super) vault: Vault,
    /// Take notes with `draft: true` for published
    #[arg(short = 'D', long)]
    pub(super) drafts: bool,
    /// How it is told
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: TextOrJson,
}

#[derive(Args, Debug)]
pub(super) struct Clean {
    #[command(flatten)]
    pub(super) vault: Vault,
    /// The folder that was written to, instead of the configured one
    #[arg(short, long, value_name = "DIR", aliases = ["output-dir", "destination"])]
    pub(super) output: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: Shell,
}

#[derive(Args, Debug)]
pub(super) struct Man {
    /// The command to tell about [default: all of them, in short]
    pub(super) command: Option<String>,
}

impl Vault {
    /// Returns the folder that was named, if one was.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        self.vault.clone().or_else(|| self.root.root.clone())
    }
}

impl Publish {
    /// Returns the vault and the target; `None` where more was named than these.
    pub(super) fn places(&self) -> Option<(Option<PathBuf>, &str)> {
        match (&self.places[..], &self.root) {
            ([target], root) => Some((root.clone(), target)),
            ([vault, target], None) => Some((Some(PathBuf::from(vault)), target)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
