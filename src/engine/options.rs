//! The configuration, handed down to each module as the options that it owns.

use crate::config::{
    AppSettings, AutoLink as ConfiguredLinks, Config, PublishMode, RawHtml as Configured, RemoteImages,
    Slugs, TitleFrom,
};
use crate::graph::ResolveOptions;
use crate::note::{AutoLink, ParseOptions};
use crate::page::{Letters, SiteOptions};
use crate::render::{RawHtml, RenderOptions};
use crate::source::Sources;

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

pub(super) fn site(config: &Config) -> SiteOptions {
    let site = &config.site;
    SiteOptions {
        title: site.title.clone(),
        description: site.description.clone(),
        author: site.author.clone(),
        language: site.language.clone(),
        base_url: site.base_url.clone(),
        start: site.start.clone(),
        wanted: site.wanted,
        glossary_folder: config.glossary.folder.clone(),
        categories: config
            .glossary
            .categories
            .iter()
            .map(|c| (c.key.clone(), c.names.get(&site.language).unwrap_or(&c.name).clone()))
            .collect(),
        auto_link: match config.glossary.auto_link {
            ConfiguredLinks::FirstInSection => AutoLink::FirstInSection,
            ConfiguredLinks::All => AutoLink::All,
            ConfiguredLinks::Off => AutoLink::Off,
        },
        title_from_heading: site.title_from == TitleFrom::Heading,
        letters: match site.slugs {
            Slugs::Keep => Letters::AsWritten,
            Slugs::Latin => Letters::Latin,
        },
        search: true,
        extra: serde_json::Value::Object(config.extra.clone()),
    }
}
