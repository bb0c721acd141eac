//! Reads and checks `studium.toml`.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::editor::{EDITORS, editor_address};
use super::raw::{Findings, Section};
use super::{
    AutoLink, Build, Category, Check, Config, Glossary, Language, Links, Markdown, Publish, PublishMode,
    RawHtml, RemoteImages, Search, SearchEngine, Serve, Site, Slugs, Study, Theme, TitleFrom,
};
use crate::diagnostic::{Code, Diagnostic, Message, Severity, words};
use crate::source::{DateSource, SourceFile, Span, check_glob};

/// Reads the configuration. A vault without one is configured by its folder's name alone.
///
/// A value that cannot be used is left at its default and reported as [`Code::InvalidConfig`]; whoever
/// asked for the build should then not build. A key that nothing reads is [`Code::UnknownKey`].
pub fn parse(file: Option<&SourceFile>, root_name: &str) -> (Config, Vec<Diagnostic>) {
    let Some(file) = file else {
        let site = Site { title: root_name.to_owned(), ..Site::default() };
        return (Config { site, ..Config::default() }, Vec::new());
    };
    let mut findings = Findings::new(file.path.clone());
    let config = match std::str::from_utf8(&file.bytes) {
        Ok(text) => {
            let (table, errors) = DeTable::parse_recoverable(text);
            // What follows the first error is most often made by it.
            if let Some(error) = errors.first() {
                let span = error.span().map_or_else(|| Span::new(text.len(), text.len()), Span::from);
                findings.wrong(span, words::CONFIG_UNREADABLE.with(&[("why", &error.message())]));
            }
            let readable = errors.is_empty().then_some(table);
            let config = read(Section::root(readable), &mut findings, root_name);
            findings.report_unknown();
            config
        }
        Err(error) => {
            let start = error.valid_up_to();
            findings.wrong(Span::new(start, start + 1), words::CONFIG_NOT_UTF8.plain());
            read(Section::root(None), &mut findings, root_name)
        }
    };
    findings.diagnostics.sort_by(|a, b| a.place.cmp(&b.place));
    (config, findings.diagnostics)
}

fn read(mut root: Section<'_>, f: &mut Findings, root_name: &str) -> Config {
    let config = Config {
        site: site(root.section(f, "site"), f, root_name),
        languages: languages(root.section(f, "languages"), f),
        markdown: markdown(root.section(f, "markdown"), f),
        links: links(root.section(f, "links"), f),
        check: check(root.section(f, "check"), f),
        glossary: glossary(root.section(f, "glossary"), f),
        study: study(root.section(f, "study"), f),
        search: search(root.section(f, "search"), f),
        publish: publish(root.section(f, "publish"), f),
        theme: theme(root.section(f, "theme"), f),
        serve: serve(root.section(f, "serve"), f),
        build: build(root.section(f, "build"), f),
        extra: root.section(f, "extra").rest(),
    };
    root.finish(f);
    config
}

fn site(mut table: Section<'_>, f: &mut Findings, root_name: &str) -> Site {
    let usual = Site::default();
    let title = table.text(f, "title").map_or_else(|| root_name.to_owned(), |(title, _)| title);
    let base_url = table.text(f, "base_url").and_then(|(url, span)| base_url(f, &url, span));
    let language = table.text(f, "language").and_then(|(tag, span)| language_tag(f, tag, span));
    let exclude = table.texts(f, "exclude").unwrap_or_default();
    let exclude = exclude.into_iter().filter_map(|(glob, span)| match check_glob(&glob) {
        Ok(()) => Some(glob),
        Err(why) => {
            f.wrong(span, why.into());
            None
        }
    });
    let exclude = exclude.collect();
    let start = table.text(f, "start");
    let slugs = [("keep", Slugs::Keep), ("latin", Slugs::Latin)];
    let titles = [("file", TitleFrom::File), ("heading", TitleFrom::Heading)];
    let site = Site {
        title,
        base_url: base_url.unwrap_or_default(),
        language: language.unwrap_or(usual.language),
        description: text_or(&mut table, f, "description", usual.description),
        author: text_or(&mut table, f, "author", usual.author),
        content: path(&mut table, f, "content"),
        output: path(&mut table, f, "output").unwrap_or(usual.output),
        exclude,
        static_folder: text_or(&mut table, f, "static", usual.static_folder),
        start_at: start.as_ref().map(|(_, span)| f.place(*span)),
        start: start.map_or(usual.start, |(start, _)| start),
        wanted: table.flag(f, "wanted").unwrap_or(usual.wanted),
        portable: table.flag(f, "portable").unwrap_or(usual.portable),
        ugly_urls: table.flag(f, "ugly_urls").unwrap_or(usual.ugly_urls),
        pictures: table.flag(f, "pictures").unwrap_or(usual.pictures),
        llms_full: table.flag(f, "llms_full").unwrap_or(usual.llms_full),
        title_from: table.one_of(f, "title_from", &titles).unwrap_or(usual.title_from),
        slugs: table.one_of(f, "slugs", &slugs).unwrap_or(usual.slugs),
    };
    table.finish(f);
    site
}

fn languages(mut table: Section<'_>, f: &mut Findings) -> BTreeMap<String, Language> {
    let mut languages = BTreeMap::new();
    for (tag, span) in table.keys() {
        let mut inner = table.section(f, &tag);
        let name = inner.text(f, "name").map(|(name, _)| name);
        let title = inner.text(f, "title").map(|(title, _)| title);
        inner.finish(f);
        if let Some(tag) = language_tag(f, tag, span) {
            languages.insert(tag, Language { name, title });
        }
    }
    languages
}

fn markdown(mut table: Section<'_>, f: &mut Findings) -> Markdown {
    let html = [("clean", RawHtml::Clean), ("escape", RawHtml::Escape), ("trust", RawHtml::Trust)];
    let images = [("keep", RemoteImages::Keep), ("link", RemoteImages::Link)];
    let markdown = Markdown {
        raw_html: table.one_of(f, "raw_html", &html).unwrap_or_default(),
        remote_images: table.one_of(f, "remote_images", &images).unwrap_or_default(),
        strict_line_breaks: table.flag(f, "strict_line_breaks"),
    };
    table.finish(f);
    markdown
}

fn links(mut table: Section<'_>, f: &mut Findings) -> Links {
    let links = Links { aliases: table.flag(f, "aliases").unwrap_or(true) };
    table.finish(f);
    links
}

fn check(mut table: Section<'_>, f: &mut Findings) -> Check {
    let mut check = Check { levels: levels(&mut table, f), ..Check::default() };
    check.baseline = text_or(&mut table, f, "baseline", check.baseline);
    let mut paths = table.section(f, "paths");
    for (glob, span) in paths.keys() {
        if let Err(why) = check_glob(&glob) {
            f.wrong(span, why.into());
        }
        let mut inner = paths.section(f, &glob);
        check.paths.push((glob, levels(&mut inner, f)));
        inner.finish(f);
    }
    table.finish(f);
    check
}

fn levels(table: &mut Section<'_>, f: &mut Findings) -> BTreeMap<Code, Severity> {
    let words = [
        ("error", Severity::Error),
        ("warn", Severity::Warning),
        ("info", Severity::Info),
        ("off", Severity::Off),
    ];
    let level = |code: &Code| Some((*code, table.one_of(f, code.as_str(), &words)?));
    Code::ALL.iter().filter_map(level).collect()
}

fn glossary(mut table: Section<'_>, f: &mut Findings) -> Glossary {
    let usual = Glossary::default();
    let words =
        [("first-in-section", AutoLink::FirstInSection), ("all", AutoLink::All), ("off", AutoLink::Off)];
    let folder = text_or(&mut table, f, "folder", usual.folder);
    let mut rows = table.section(f, "categories");
    let mut categories = Vec::new();
    for (key, _) in rows.keys() {
        let mut names = BTreeMap::new();
        let mut name = key.clone();
        if rows.is_table(&key) {
            let mut inner = rows.section(f, &key);
            for (tag, span) in inner.keys() {
                let word = inner.text(f, &tag).map(|(word, _)| word);
                if let (Some(tag), Some(word)) = (language_tag(f, tag, span), word) {
                    names.insert(tag, word);
                }
            }
        } else if let Some((word, _)) = rows.text(f, &key) {
            name = word;
        }
        categories.push(Category { key, name, names });
    }
    let auto_link = table.one_of(f, "auto_link", &words).unwrap_or_default();
    table.finish(f);
    Glossary { folder: folder.trim_matches('/').to_owned(), categories, auto_link }
}

fn study(mut table: Section<'_>, f: &mut Findings) -> Study {
    let headings = table.texts(f, "card_headings");
    let study = headings.map_or_else(Study::default, |headings| Study {
        card_headings: headings.into_iter().map(|(heading, _)| heading).collect(),
    });
    table.finish(f);
    study
}

fn search(mut table: Section<'_>, f: &mut Findings) -> Search {
    let engines = [("quickwit", SearchEngine::Quickwit), ("opensearch", SearchEngine::OpenSearch)];
    let endpoint = table.text(f, "endpoint").and_then(|(address, span)| match endpoint(&address) {
        Ok(()) => Some(address),
        Err(why) => {
            f.wrong(span, why.plain());
            None
        }
    });
    let search = Search {
        offline: table.flag(f, "offline").unwrap_or_default(),
        endpoint: endpoint.unwrap_or_default(),
        engine: table.one_of(f, "engine", &engines).unwrap_or_default(),
    };
    table.finish(f);
    search
}

fn publish(mut table: Section<'_>, f: &mut Findings) -> Publish {
    let modes = [("all", PublishMode::All), ("opt-in", PublishMode::OptIn)];
    let mode = table.one_of(f, "mode", &modes).unwrap_or_default();
    let publish = Publish { mode, git_redirects: table.flag(f, "git_redirects").unwrap_or_default() };
    table.finish(f);
    publish
}

fn theme(mut table: Section<'_>, f: &mut Findings) -> Theme {
    let usual = Theme::default();
    let name = table.text(f, "name").and_then(|(name, span)| {
        let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':', '\0']);
        if !plain {
            f.wrong(span, words::CONFIG_THEME.plain());
        }
        plain.then_some(name)
    });
    let name = name.unwrap_or(usual.name);
    let theme = Theme { name, templates: text_or(&mut table, f, "templates", usual.templates) };
    table.finish(f);
    theme
}

fn serve(mut table: Section<'_>, f: &mut Findings) -> Serve {
    let usual = Serve::default();
    let serve = Serve {
        port: table.port(f, "port").unwrap_or(usual.port),
        host: text_or(&mut table, f, "host", usual.host),
        editor: editor(&mut table, f).unwrap_or(usual.editor),
    };
    table.finish(f);
    serve
}

/// Reads what opens a file in an editor: a name, or an address.
fn editor(table: &mut Section<'_>, f: &mut Findings) -> Option<String> {
    let (text, span) = table.text(f, "editor").filter(|(text, _)| !text.trim().is_empty())?;
    let address = editor_address(&text);
    if address.is_none() {
        let names: Vec<String> = EDITORS.iter().map(|(name, _)| format!("`{name}`")).collect();
        f.wrong(
            span,
            words::CONFIG_EDITOR.with(&[("names", &names.join(", ").as_str()), ("sign", &"{path}")]),
        );
    }
    address
}

fn build(mut table: Section<'_>, f: &mut Findings) -> Build {
    let usual = Build::default();
    let cache = text_or(&mut table, f, "cache", usual.cache);
    let (git, file) = (table.flag(f, "git_dates"), table.flag(f, "file_dates"));
    let sources = [("note", DateSource::Note), ("git", DateSource::Git), ("file", DateSource::File)];
    let named = table.some_of(f, "dates", &sources);
    let is_asked = |source: &DateSource| match source {
        DateSource::Note => true,
        // Who names the order names all; a flag beside it can only take away.
        DateSource::Git => git.unwrap_or(true),
        DateSource::File => file.unwrap_or(named.is_some()),
    };
    let order = named.clone().unwrap_or_else(|| sources.map(|(_, source)| source).to_vec());
    let build = Build { cache, dates: order.into_iter().filter(is_asked).collect() };
    table.finish(f);
    build
}

fn text_or(table: &mut Section<'_>, f: &mut Findings, key: &str, usual: String) -> String {
    table.text(f, key).map_or(usual, |(text, _)| text)
}

/// Reads a path that has to name something.
fn path(table: &mut Section<'_>, f: &mut Findings, key: &str) -> Option<String> {
    let (path, span) = table.text(f, key)?;
    if path.is_empty() || path.contains('\0') {
        f.wrong(span, words::CONFIG_FOLDER.with(&[("key", &key)]));
        return None;
    }
    Some(path)
}

/// Checks the address of the site. Links are joined to it as they are, so it holds nothing that would
/// have to be escaped.
fn base_url(f: &mut Findings, url: &str, span: Span) -> Option<String> {
    match site_address(url) {
        Ok(address) => (!address.is_empty()).then_some(address),
        Err(why) => {
            f.wrong(span, why.plain());
            None
        }
    }
}

/// Checks the address that a site is published at, and returns it without a slash at its end; an empty one is
/// as good as none.
///
/// # Errors
///
/// Says what is wrong with it.
pub fn site_address(url: &str) -> Result<String, Message> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let bad = |c: char| c.is_whitespace() || c.is_control() || "\"'<>\\^`{|}?#".contains(c);
    match rest {
        _ if url.is_empty() => Ok(String::new()),
        None => Err(words::CONFIG_SCHEME),
        Some(rest) if rest.starts_with('/') || rest.is_empty() => Err(words::CONFIG_HOST),
        Some(rest) if rest.contains(bad) => Err(words::CONFIG_ADDRESS),
        Some(_) => Ok(url.trim_end_matches('/').to_owned()),
    }
}

/// Checks the address of a cluster. Its host stands in the policy that pages run under, so it holds nothing
/// that would mean something there.
fn endpoint(address: &str) -> Result<(), Message> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_~:/[]%@?=&".contains(c);
    let host = rest.map(|rest| rest.split(['/', '?']).next().unwrap_or_default());
    match host {
        _ if address.is_empty() => Ok(()),
        Some(host) if !host.is_empty() && !host.contains('@') && address.chars().all(plain) => Ok(()),
        _ => Err(words::CONFIG_ENDPOINT),
    }
}

/// Reads a language tag. The case of the language itself does not matter: `RU` is `ru`.
fn language_tag(f: &mut Findings, mut tag: String, span: Span) -> Option<String> {
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let first = tag.split('-').next().unwrap_or_default();
    let good = first.len() >= 2 && first.bytes().all(|b| b.is_ascii_alphabetic()) && tag.split('-').all(part);
    if !good {
        f.wrong(span, words::CONFIG_LANGUAGE.with(&[("tag", &tag)]));
    }
    let end = tag.find('-').unwrap_or(tag.len());
    tag[..end].make_ascii_lowercase();
    good.then_some(tag)
}

#[cfg(test)]
mod tests;
