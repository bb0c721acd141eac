//! What is run to measure vaults of one size.
//!
//! In: a vault, and the programs. Out: what all of them cost. Not here: what is said of it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::ground::Ground;
use super::http;
use super::peers::{self, Peers};
use super::preview::{Preview, Searcher, Watched};
use super::probe::{Cost, Probe};
use super::rounds::{Contestant, Row, rounds};
use super::vault::{Dialect, Shape, Vault};
use super::wishes::{Part, Wishes};
use super::{Measured, UNIT};

/// The names of rows that others refer to.
pub(super) const STUDIUM: &str = "Studium";
pub(super) const AGAIN: &str = "Studium, one note changed";
pub(super) const MEASURE: &str = "unit of work";

/// All that a measurement needs.
pub(super) struct Course<'a> {
    pub(super) wishes: &'a Wishes,
    pub(super) ground: &'a Ground,
    pub(super) probe: &'a Probe,
    pub(super) peers: &'a Peers,
    pub(super) studium: &'a Path,
    /// The program that asks the search of a preview.
    pub(super) searcher: Option<PathBuf>,
}

impl Course<'_> {
    /// # Errors
    ///
    /// Fails where a vault cannot be written or a program does not do its work.
    pub(super) fn measure(&self, vault: &Vault) -> Result<Measured> {
        println!("\n== {} notes", vault.notes());
        let notes = self.ground.vault("vault", vault, Dialect::Wiki)?;
        let mut measured = Measured {
            notes: vault.notes(),
            is_flat: self.wishes.shape == Shape::Flat,
            unit: None,
            builds: Vec::new(),
            checks: Vec::new(),
            previews: Vec::new(),
        };
        if self.wishes.wants(Part::Build) {
            measured.builds = self.builds(vault, &notes)?;
        }
        if self.wishes.wants(Part::Check) {
            measured.checks = self.checks(vault, &notes)?;
        }
        if self.wishes.wants(Part::Preview) {
            measured.previews = self.previews(vault, &notes)?;
        }
        measured.unit = Some(self.unit()?);
        Ok(measured)
    }

    /// Our program, which remembers in a folder of the ground and nowhere else.
    fn studium(&self, words: &[&str]) -> Command {
        let mut command = Command::new(self.studium);
        command.args(words).env("STUDIUM_CACHE", self.ground.path("cache"));
        command
    }

    fn unit(&self) -> Result<Row> {
        let program = env::current_exe().context("cannot tell where this program lies")?;
        let run = || {
            let mut command = Command::new(&program);
            Ok(vec![self.probe.run(command.args(["bench", UNIT]), &[0])?])
        };
        let task = (MEASURE, "the text of 2,000 notes made and thrown away");
        let mut rows =
            rounds(self.wishes.runs, vec![Contestant { tasks: vec![task], run: Box::new(run) }], news)?;
        rows.pop().context("one row for one contestant")
    }

    fn builds(&self, vault: &Vault, notes: &Path) -> Result<Vec<Row>> {
        let changed = vault.editable(1, Dialect::Wiki).pop().context("a vault has notes in English")?;
        let changed = notes.join(changed.path);
        let text = fs::read_to_string(&changed)?;
        let build = |output: &Path| {
            let mut build = self.studium(&["build", "--quiet", "--output"]);
            build.arg(output).arg(notes);
            self.probe.run(&build, &[0])
        };
        let ours = || {
            self.ground.cleared("cache")?;
            let output = self.ground.cleared("site")?;
            let clean = build(&output)?;
            whole(STUDIUM, &output, vault)?;
            fs::write(&changed, format!("{text}\nOne sentence more.\n"))?;
            let again = build(&output);
            fs::write(&changed, &text)?;
            Ok(vec![clean, again?])
        };
        let sites = self.peers.sites();
        let source = if sites.is_empty() {
            PathBuf::new()
        } else {
            self.ground.vault("hugo", vault, Dialect::Hugo)?
        };
        let tasks = vec![(STUDIUM, peers::STUDIUM), (AGAIN, "the same, with what the first build remembers")];
        let mut contestants = vec![Contestant { tasks, run: Box::new(ours) }];
        for site in &sites {
            let source = &source;
            let run = move || {
                let output = self.ground.cleared("site-of-peer")?;
                let mut cost: Option<Cost> = None;
                for command in self.peers.build(site, source, &output) {
                    let next = self.probe.run(&command, &[0])?;
                    cost = Some(cost.map_or(next, |cost| cost.and(next)));
                }
                whole(site.tool, &output, vault)?;
                Ok(Vec::from_iter(cost))
            };
            contestants.push(Contestant { tasks: vec![(site.tool, site.does)], run: Box::new(run) });
        }
        rounds(self.wishes.runs, contestants, news)
    }

    fn checks(&self, vault: &Vault, notes: &Path) -> Result<Vec<Row>> {
        // Broken links are what there is to find: codes that tell of them are those of success.
        let ours = || {
            let mut check = self.studium(&["check", "--quiet"]);
            Ok(vec![self.probe.run(check.arg(notes), &[0, 1])?])
        };
        let does = "wikilinks with headings and other names, embeds, terms, formulas, front matter; excerpts";
        let mut contestants = vec![Contestant { tasks: vec![(STUDIUM, does)], run: Box::new(ours) }];
        let plain = self.ground.vault("plain", vault, Dialect::Plain)?;
        if let Some((tool, does, command)) = self.peers.check(&plain) {
            let run = move || Ok(vec![self.probe.run(&command, &[0, 2])?]);
            contestants.push(Contestant { tasks: vec![(tool, does)], run: Box::new(run) });
        }
        rounds(self.wishes.runs, contestants, news)
    }

    fn previews(&self, vault: &Vault, notes: &Path) -> Result<Vec<Watched>> {
        let mut all = Vec::new();
        let edited = |dialect| vault.editable(self.wishes.saves, dialect);
        let searcher = self.searcher.as_deref().map(Searcher::start).transpose()?;
        let mut serve = self.studium(&["serve", "--port", "0"]);
        let preview = Preview::saying_port(STUDIUM, serve.arg(notes))?;
        println!("preview of {STUDIUM}");
        all.push(preview.watch(notes, Dialect::Wiki, &edited(Dialect::Wiki), searcher)?);
        let port = http::free_port()?;
        let source = self.ground.path("hugo");
        if let Some(mut serve) = self.peers.preview(&source, port) {
            self.ground.vault("hugo", vault, Dialect::Hugo)?;
            println!("preview of Hugo");
            let preview = Preview::on_port("Hugo", &mut serve, port)?;
            all.push(preview.watch(&source, Dialect::Hugo, &edited(Dialect::Hugo), None)?);
        }
        Ok(all)
    }
}

/// Holds that a site has a page for every note: who leaves some out is quick.
fn whole(tool: &str, site: &Path, vault: &Vault) -> Result<()> {
    let count = pages(site)?;
    if count < vault.notes() {
        bail!("{tool} made {count} pages of {} notes", vault.notes());
    }
    Ok(())
}

fn pages(folder: &Path) -> Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        count += if path.is_dir() { pages(&path)? } else { usize::from(path.ends_with("index.html")) };
    }
    Ok(count)
}

fn news(tool: &str, cost: &Cost) {
    println!("{tool}: {:.2} s of CPU, {:.2} s, {} MB", cost.cpu, cost.wall, cost.peak / 1_000_000);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_that_lacks_pages_is_no_site() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::new(2, Shape::Deep, 1).unwrap();
        for name in ["a", "a/b"] {
            fs::create_dir(folder.path().join(name)).unwrap();
            assert!(whole("peer", folder.path(), &vault).is_err());
            fs::write(folder.path().join(name).join("index.html"), "").unwrap();
        }
        whole("peer", folder.path(), &vault).unwrap();
    }
}
