//! The files that a command works on, read as one: configuration, vault and theme.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};

use super::folders::{DEFAULT_THEME, THEMES, read_folder, read_themes};
use super::shelf::{Shelf, program};
use super::terminal::{Terminal, locale, plain};
use super::wishes::Wishes;
use super::{old_names, said, words};
use crate::config::{self, Config};
use crate::diagnostic::{Baseline, Code, Diagnostic, PathLevels, Report, ReportOptions, TextOptions, Tongue};
use crate::engine::{Cache, Inputs};
use crate::serve::Scope;
use crate::source::{
    DateSource, Dates, Located, Pattern, ScanOptions, SourceFile, SourcePath, Sources, dates, locate, scan,
    settle,
};
use crate::theme::{Theme, ThemeFolder};

/// All files of one moment.
pub(super) struct Snapshot {
    pub(super) located: Located,
    pub(super) config: Arc<Config>,
    pub(super) vault: Sources,
    /// The theme's own folder and those of the themes that it extends, the most specific first.
    themes: Vec<(SourcePath, Sources)>,
    templates: Option<(SourcePath, Sources)>,
    /// Files that go to the site as they are.
    statics: Option<(SourcePath, Arc<Sources>)>,
    /// What was noticed in the configuration.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The folder to write to.
    pub(super) output: PathBuf,
}

/// A vault that is worked on, with what is remembered between two readings of it.
pub(super) struct Project {
    wishes: Wishes,
    snapshot: Option<Arc<Snapshot>>,
    theme: Option<(Arc<Theme>, Vec<Diagnostic>)>,
    dates: Arc<Dates>,
    old_names: old_names::Known,
    pub(super) cache: Cache,
    /// Whether the cache has what earlier runs kept.
    has_recalled: bool,
}

impl Project {
    /// Makes a project of which nothing is read yet. The cache is one for many builds or for one.
    pub(super) fn new(wishes: Wishes, cache: Cache) -> Self {
        Self {
            wishes,
            snapshot: None,
            theme: None,
            dates: Arc::default(),
            old_names: Arc::default(),
            cache,
            has_recalled: false,
        }
    }

    /// Reads everything once.
    pub(super) fn open(wishes: Wishes) -> anyhow::Result<Self> {
        let mut project = Self::new(wishes, Cache::for_one_build());
        project.read()?;
        Ok(project)
    }

    /// Takes drafts in or leaves them out. Tells whether that is different from before.
    pub(super) fn show_drafts(&mut self, shown: bool) -> bool {
        std::mem::replace(&mut self.wishes.drafts, shown) != shown
    }

    pub(super) fn shows_drafts(&self) -> bool {
        self.wishes.drafts
    }

    /// Reads everything that may have changed. Tells whether anything did, and which attachments.
    pub(super) fn read(&mut self) -> anyhow::Result<Option<Vec<SourcePath>>> {
        let next = Snapshot::take(&self.wishes, self.snapshot.as_deref())?;
        let before = self.snapshot.as_deref();
        let touched = before.map(|before| before.touched(&next)).unwrap_or_default();
        let is_same = before.is_some_and(|before| before.is_same(&next));
        if before.is_none_or(|before| !before.has_theme_of(&next)) {
            self.theme = None;
        }
        self.snapshot = Some(Arc::new(next));
        Ok((!is_same).then_some(touched))
    }

    /// Returns what was read.
    pub(super) fn snapshot(&self) -> anyhow::Result<&Snapshot> {
        self.snapshot.as_deref().with_context(|| words::say(&said::NOT_READ, &[]))
    }

    /// Returns the same, for whoever needs it later.
    pub(super) fn shared_snapshot(&self) -> anyhow::Result<Arc<Snapshot>> {
        self.snapshot.clone().with_context(|| words::say(&said::NOT_READ, &[]))
    }

    /// Refuses to go on with a configuration that nothing should be built by.
    pub(super) fn refuse_unusable(&self) -> anyhow::Result<()> {
        let snapshot = self.snapshot()?;
        if !snapshot.is_unusable() {
            return Ok(());
        }
        let report = snapshot.report(snapshot.diagnostics.clone(), false);
        let text = report.text(TextOptions::default());
        bail!("{}\n\n{}", words::say(&said::CONFIG_UNUSABLE, &[]), text.trim_end())
    }

    /// Returns what a build sees, with what was noticed so far.
    pub(super) fn inputs(&mut self) -> anyhow::Result<(Inputs, Vec<Diagnostic>)> {
        let snapshot = self.snapshot.as_deref().with_context(|| words::say(&said::NOT_READ, &[]))?;
        let (theme, noticed) = self.theme.get_or_insert_with(|| {
            let (theme, noticed) = snapshot.theme();
            (Arc::new(theme), noticed)
        });
        let diagnostics = snapshot.diagnostics.iter().chain(&*noticed).cloned().collect();
        let inputs = Inputs {
            config: Arc::clone(&snapshot.config),
            vault: snapshot.vault.clone(),
            theme: Arc::clone(theme),
            statics: snapshot.statics.as_ref().map(|(_, files)| Arc::clone(files)).unwrap_or_default(),
            drafts: self.wishes.drafts,
        };
        Ok((inputs, diagnostics))
    }

    /// Returns what a build sees, with the days that Git knows of. Git is asked again when there is a new
    /// commit.
    pub(super) fn dated_inputs(&mut self) -> anyhow::Result<(Inputs, Vec<Diagnostic>)> {
        let (mut inputs, diagnostics) = self.inputs()?;
        let order = &inputs.config.build.dates;
        let mut known = Arc::default();
        if order.contains(&DateSource::Git) {
            let found = dates(&self.snapshot()?.located.vault_root, Some(&self.dates));
            if found != *self.dates {
                self.dates = Arc::new(found);
            }
            known = Arc::clone(&self.dates);
        }
        if let (true, Some(snapshot)) = (inputs.config.publish.git_redirects, &self.snapshot) {
            inputs.vault.old_names = old_names::allowed(snapshot, &mut self.old_names)?;
        }
        inputs.vault.dates =
            Dates::in_order(&known, order, &self.snapshot()?.located.vault_root, &inputs.vault);
        Ok((inputs, diagnostics))
    }

    /// Takes over what an earlier run of the program kept of this vault.
    pub(super) fn recall(&mut self) {
        let Some(snapshot) = self.snapshot.as_deref().filter(|_| !self.has_recalled) else { return };
        self.has_recalled = true;
        let found = Shelf::of(snapshot).and_then(|shelf| shelf.take());
        if let (Some(bytes), Some(program)) = (found, program()) {
            self.cache.recall(&bytes, &program);
        }
    }

    /// Keeps what the next run can use. What the system refuses is told and does no harm.
    pub(super) fn keep(&mut self, terminal: Terminal) {
        let Some(place) = self.snapshot.as_deref().and_then(Shelf::of) else { return };
        let Some(bytes) = program().and_then(|program| self.cache.keep(&program)) else { return };
        if let Err(error) = place.put(&bytes)
            && terminal.verbose
        {
            let why = error.to_string();
            terminal.remark(&plain(&words::say(&said::CACHE_NOT_KEPT, &[("why", &why)])));
        }
    }

    /// Throws away what was kept for the next run.
    pub(super) fn discard(&self) {
        if let Some(place) = self.snapshot.as_deref().and_then(Shelf::of) {
            place.clear();
        }
    }

    /// Forgets all that was read and made.
    pub(super) fn forget(&mut self) {
        self.cache = Cache::new();
        self.has_recalled = false;
        self.snapshot = None;
        self.theme = None;
        (self.dates, self.old_names) = (Arc::default(), Arc::default());
    }

    /// Returns the folders to watch, by what was read last and what is there now.
    pub(super) fn scope(&self) -> Scope {
        match (&self.snapshot, locate(self.wishes.folder.as_deref())) {
            (Some(snapshot), _) => snapshot.scope(),
            (None, Ok(located)) => {
                Scope { trees: vec![located.vault_root], folders: vec![located.config_dir], skip: Vec::new() }
            }
            (None, Err(_)) => Scope::default(),
        }
    }
}

impl Snapshot {
    fn take(wishes: &Wishes, previous: Option<&Self>) -> anyhow::Result<Self> {
        let located = locate(wishes.folder.as_deref())?;
        let (mut config, diagnostics) = config::parse(located.config.as_ref(), &located.folder_name());
        words::speak(Tongue::chosen(&locale(), &config.site.language));
        if let Some(base_url) = &wishes.base_url {
            config.site.base_url = config::site_address(base_url)
                .map_err(|why| anyhow!("`--base-url {base_url}`: {}", words::say(&why, &[])))?;
        }
        let below = |path: &Path| {
            settle(&located.config_dir.join(path)).with_context(|| words::say(&said::NO_OUTPUT_PLACE, &[]))
        };
        let output = match &wishes.output {
            Some(output) => settle(output).with_context(|| words::say(&said::NO_OUTPUT_PLACE, &[]))?,
            None => below(Path::new(&config.site.output))?,
        };
        if is_unusable(&diagnostics) {
            // Which folder is the vault and what is left out of it is not known then.
            let (config, vault, themes) = (Arc::new(config), Sources::default(), Vec::new());
            let (templates, statics) = (None, None);
            return Ok(Self { located, config, vault, themes, templates, statics, diagnostics, output });
        }
        let located = located.with_content(config.site.content.as_deref())?;
        let themes = read_themes(&located.config_dir, &config.theme.name)?;
        let templates = read_folder(&located.config_dir, &config.theme.templates, &said::TEMPLATES)?;
        let statics = read_folder(&located.config_dir, &config.site.static_folder, &said::STATIC_FILES)?;
        let statics = statics.map(|(path, files)| (path, Arc::new(files)));
        // A note is read again where another folder is the vault now.
        let previous = previous.filter(|previous| previous.located.vault_root == located.vault_root);
        let (config, vault) = (Arc::new(config), Sources::default());
        let mut taken = Self { located, config, vault, themes, templates, statics, diagnostics, output };
        let options = taken.scan_options();
        taken.vault = scan(&taken.located.vault_root, &options, previous.map(|previous| &previous.vault))?;
        Ok(taken)
    }

    /// Returns what the vault is made of, besides what its ignore files say.
    pub(super) fn scan_options(&self) -> ScanOptions {
        let Self { located, config, .. } = self;
        let own = self.themes.iter().chain(&self.templates).map(|(folder, _)| folder);
        let own = own.chain(self.statics.iter().map(|(folder, _)| folder));
        let own = own.map(|folder| located.config_dir.join(folder.as_str()));
        ScanOptions {
            skip: std::iter::once(self.output.clone()).chain(own).collect(),
            exclude: config.site.exclude.clone(),
            project: Some(located.config_dir.clone()),
        }
    }

    /// Tells whether the configuration is such that nothing should be built by it.
    pub(super) fn is_unusable(&self) -> bool {
        is_unusable(&self.diagnostics)
    }

    /// Makes a report of what was noticed.
    pub(super) fn report(&self, diagnostics: Vec<Diagnostic>, with_info: bool) -> Report {
        self.report_but(diagnostics, with_info, None)
    }

    /// Makes a report of what was noticed, but for what is known.
    pub(super) fn report_but(
        &self,
        diagnostics: Vec<Diagnostic>,
        with_info: bool,
        baseline: Option<Baseline>,
    ) -> Report {
        let options = ReportOptions { with_info, baseline, ..self.levels() };
        Report::new(diagnostics, &options, &|path| self.file(path))
    }

    /// Returns the language in which the author is spoken to.
    pub(super) fn tongue(&self) -> Tongue {
        Tongue::chosen(&locale(), &self.config.site.language)
    }

    /// Returns the levels of findings in this vault, and the language of a report.
    pub(super) fn levels(&self) -> ReportOptions {
        let check = &self.config.check;
        let of_path = |(glob, levels): &(String, _)| PathLevels {
            pattern: Pattern::new(glob),
            levels: BTreeMap::clone(levels),
        };
        let paths = check.paths.iter().map(of_path).collect();
        ReportOptions {
            levels: check.levels.clone(),
            paths,
            tongue: self.tongue(),
            ..ReportOptions::default()
        }
    }

    /// Returns the text that a finding is about.
    fn file(&self, path: &SourcePath) -> Option<&SourceFile> {
        let of_config = || self.located.config.as_ref().filter(|config| config.path == *path);
        let of_theme = || {
            self.themes.iter().chain(&self.templates).find_map(|(folder, files)| {
                let below = path.as_str().strip_prefix(folder.as_str())?.strip_prefix('/')?;
                files.files.get(&SourcePath::new(below)?)
            })
        };
        self.vault.files.get(path).or_else(of_config).or_else(of_theme)
    }

    /// Returns where a file that a finding is about lies on disk.
    pub(super) fn place_of(&self, path: &SourcePath) -> PathBuf {
        let of_vault = self.vault.files.contains_key(path) || self.file(path).is_none();
        let folder = if of_vault { &self.located.vault_root } else { &self.located.config_dir };
        folder.join(path.as_str())
    }

    fn theme(&self) -> (Theme, Vec<Diagnostic>) {
        let folders: Vec<_> = self.themes.iter().map(|(path, files)| ThemeFolder { path, files }).collect();
        let templates = self.templates.as_ref().map(|(path, files)| ThemeFolder { path, files });
        Theme::load(&folders, templates.as_ref())
    }

    fn scope(&self) -> Scope {
        let Located { config_dir, vault_root, .. } = &self.located;
        let mut trees = vec![vault_root.clone()];
        if self.config.theme.name != DEFAULT_THEME {
            trees.push(config_dir.join(THEMES));
        }
        let templates = self.templates.iter().map(|(folder, _)| folder);
        let own = templates.chain(self.statics.iter().map(|(folder, _)| folder));
        trees.extend(own.map(|folder| config_dir.join(folder.as_str())));
        let mut folders = vec![vault_root.join(".obsidian")];
        if config_dir != vault_root {
            folders.push(config_dir.clone());
        }
        Scope { trees, folders, skip: vec![self.output.clone()] }
    }

    /// Tells whether a build of `other` would see the same.
    fn is_same(&self, other: &Self) -> bool {
        let hash = |file: &Option<SourceFile>| file.as_ref().map(|file| file.hash);
        hash(&self.located.config) == hash(&other.located.config)
            && self.located.vault_root == other.located.vault_root
            && self.output == other.output
            && self.has_theme_of(other)
            && self.has_statics_of(other)
            && self.vault.attachments == other.vault.attachments
            && self.vault.excluded == other.vault.excluded
            && self.vault.unreadable == other.vault.unreadable
            && hash(&self.vault.app_settings) == hash(&other.vault.app_settings)
            && are_same(&self.vault, &other.vault)
    }

    fn has_theme_of(&self, other: &Self) -> bool {
        let own = || self.themes.iter().chain(&self.templates);
        let others = || other.themes.iter().chain(&other.templates);
        own().count() == others().count()
            && own().zip(others()).all(|(a, b)| a.0 == b.0 && are_same(&a.1, &b.1))
    }

    fn has_statics_of(&self, other: &Self) -> bool {
        match (&self.statics, &other.statics) {
            (Some(own), Some(others)) => own.0 == others.0 && are_same(&own.1, &others.1),
            (own, others) => own.is_none() && others.is_none(),
        }
    }

    /// Returns the attachments of `next` that were there before and are different now.
    fn touched(&self, next: &Self) -> Vec<SourcePath> {
        let differs = |(path, now): &(&SourcePath, &_)| {
            self.vault.attachments.get(path).is_some_and(|before| before != *now)
        };
        next.vault.attachments.iter().filter(differs).map(|(path, _)| path.clone()).collect()
    }
}

fn is_unusable(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|found| found.code == Code::InvalidConfig)
}

fn are_same(a: &Sources, b: &Sources) -> bool {
    a.files.len() == b.files.len()
        && a.files.values().zip(b.files.values()).all(|(a, b)| a.hash == b.hash && a.path == b.path)
}

#[cfg(test)]
mod tests;
