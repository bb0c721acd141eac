//! The configuration, handed down to each module as the options that it owns.

use std::collections::BTreeMap;

use super::Inputs;
use crate::config::{
    AppSettings, AutoLink as ConfiguredLinks, Category, Config, PublishMode, RawHtml as Configured,
    RemoteImages, Search, SearchEngine, Slugs, TitleFrom,
};
use crate::diagnostic::{Diagnostic, words};
use crate::graph::{Languages, ResolveOptions};
use crate::note::{AutoLink, ParseOptions};
use crate::page::{Cluster, Labels, LanguageOptions, Letters, Plan, SiteOptions};
use crate::render::{RawHtml, RenderOptions};
use crate::site::Style;
use crate::source::Sources;
use crate::theme::Theme;
use crate::words::language_name;

fn app_settings(vault: &Sources) -> Option<AppSettings> {
    vault.app_settings.as_ref().map(AppSettings::parse)
}

pub(super) fn parse(config: &Config, vault: &Sources) -> ParseOptions {
    ParseOptions { hard_line_breaks: config.markdown.hard_line_breaks(app_settings(vault).as_ref()) }
}

pub(super) fn resolve(config: &Config, vault: &Sources) -> ResolveOptions {
    // A folder that the application never saw is read as every Markdown tool reads it.
    let relative_first = app_settings(vault).is_none_or(|settings| settings.relative_links);
    ResolveOptions { aliases: config.links.aliases, markdown_relative_first: relative_first }
}

pub(super) fn languages(config: &Config) -> Languages {
    Languages { default: config.site.language.clone(), marked: config.languages.keys().cloned().collect() }
}

pub(super) fn opt_in(config: &Config) -> bool {
    config.publish.mode == PublishMode::OptIn
}

pub(super) fn render(config: &Config) -> RenderOptions {
    RenderOptions {
        raw_html: match config.markdown.raw_html {
            Configured::Clean => RawHtml::Clean,
            Configured::Escape => RawHtml::Escape,
            Configured::Trust => RawHtml::Trust,
        },
        remote_images: config.markdown.remote_images == RemoteImages::Keep,
    }
}

/// Says that the study path starts with something that is not in the site.
pub fn missing_start(config: &Config, plan: &Plan<'_>) -> Option<Diagnostic> {
    let place = config.site.start_at.clone().filter(|_| plan.lacks_start())?;
    let why = words::NO_START.with(&[("name", &config.site.start.as_str())]);
    Some(Diagnostic::invalid_config(place, why))
}

pub(super) fn site(inputs: &Inputs) -> SiteOptions {
    let (config, theme) = (&*inputs.config, &*inputs.theme);
    let site = &config.site;
    let others = config.languages.keys().filter(|tag| **tag != site.language);
    let tags = std::iter::once(&site.language).chain(others);
    SiteOptions {
        description: site.description.clone(),
        author: site.author.clone(),
        languages: tags.map(|tag| language(config, theme, tag)).collect(),
        base_url: site.base_url.clone(),
        start: site.start.clone(),
        wanted: site.wanted,
        glossary_folder: config.glossary.folder.clone(),
        auto_link: match config.glossary.auto_link {
            ConfiguredLinks::FirstInSection => AutoLink::FirstInSection,
            ConfiguredLinks::All => AutoLink::All,
            ConfiguredLinks::Off => AutoLink::Off,
        },
        title_from_heading: site.title_from == TitleFrom::Heading,
        letters: letters(config),
        statics: inputs.statics.files.keys().map(ToString::to_string).collect(),
        style: Style { flat: site.ugly_urls, named: site.portable },
        card_headings: config.study.card_headings.clone(),
        search: true,
        // A cluster cannot be kept, and from disk there is nobody to keep it.
        search_offline: config.search.offline && config.search.endpoint.is_empty() && !site.portable,
        full_text: site.llms_full,
        cluster: cluster(&config.search),
        extra: serde_json::Value::Object(config.extra.clone()),
    }
}

pub(super) fn letters(config: &Config) -> Letters {
    match config.site.slugs {
        Slugs::Keep => Letters::AsWritten,
        Slugs::Latin => Letters::Latin,
    }
}

/// Returns where searches are answered, if not by the site itself.
fn cluster(search: &Search) -> Option<Cluster> {
    let engine = match search.engine {
        SearchEngine::Quickwit => "quickwit",
        SearchEngine::OpenSearch => "opensearch",
    };
    let endpoint = search.endpoint.clone();
    (!endpoint.is_empty()).then(|| Cluster { endpoint, engine: engine.to_owned() })
}

fn language(config: &Config, theme: &Theme, tag: &str) -> LanguageOptions {
    let configured = config.languages.get(tag);
    let name = configured.and_then(|language| language.name.as_deref());
    let title = configured.and_then(|language| language.title.as_ref());
    let categories = config.glossary.categories.iter();
    let title_of = |category: &Category| category.names.get(tag).unwrap_or(&category.name).clone();
    LanguageOptions {
        tag: tag.to_owned(),
        name: name.unwrap_or_else(|| language_name(tag)).to_owned(),
        title: title.unwrap_or(&config.site.title).clone(),
        categories: categories.map(|category| (category.key.clone(), title_of(category))).collect(),
        labels: labels(theme.words(tag, &config.site.language).1),
    }
}

/// Picks the words that pages need before there is a template.
fn labels(words: &BTreeMap<String, String>) -> Labels {
    let word = |name: &str| words.get(name).cloned().unwrap_or_default();
    let facts = words.iter().filter_map(|(name, text)| Some((name.strip_prefix("fact_")?, text)));
    Labels {
        glossary: word("glossary"),
        tags: word("tags"),
        wanted: word("wanted"),
        wanted_about: word("wanted_about"),
        orphans: word("orphans"),
        orphans_about: word("orphans_about"),
        path: word("path"),
        path_about: word("path_about"),
        path_other: word("path_other"),
        graph: word("graph"),
        search: word("search"),
        not_found: word("not_found"),
        yes: word("yes"),
        no: word("no"),
        months: word("months").split('|').map(str::to_owned).collect(),
        date: word("date"),
        facts: facts.map(|(key, text)| (key.to_owned(), text.clone())).collect(),
    }
}
