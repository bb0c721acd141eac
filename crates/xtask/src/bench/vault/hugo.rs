//! A site of Hugo around the notes: settings and a small theme.
//!
//! Out: files. Pages have what Hugo can give them for little: a menu, a table of contents, tags, code in colours;
//! and, where `HUGO_PARAMS_BACKLINKS` is set, who links here, found in one pass over all notes that is kept for
//! all pages, since the usual way looks through all notes for every page.

const SETTINGS: &str = r#"baseURL = "/"
title = "Everything"
disableKinds = ["RSS"]
paginate = 1000000

[params]
backlinks = false

[taxonomies]
tag = "tags"

[markup.highlight]
noClasses = false
"#;

const BASE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} | {{ site.Title }}</title>
</head>
<body>
<header><a href="/">{{ site.Title }}</a> <a href="/tags/">Tags</a></header>
<nav><ul>{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav>
<main>{{ block "main" . }}{{ end }}</main>
</body>
</html>
"#;

const SINGLE: &str = r#"{{ define "main" }}
<h1>{{ .Title }}</h1>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time></p>
<ul>{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>
{{ .TableOfContents }}
<article>{{ .Content }}</article>
{{ if site.Params.backlinks }}
{{ $whence := partialCached "whence.html" site "all" }}
<h2>Linked from</h2>
<ul>{{ range $whence.Get .RelPermalink }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>
{{ end }}
{{ end }}
"#;

const LIST: &str = r#"{{ define "main" }}
<h1>{{ .Title }}</h1>
{{ .Content }}
<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>
{{ end }}
"#;

/// From the address of a page to those that link to it.
const WHENCE: &str = r"{{ $whence := newScratch }}
{{ range $from := site.RegularPages }}
  {{ range findRE `\]\(/[^)#]+` .RawContent | uniq }}
    {{ $whence.Add (substr . 2) (slice $from) }}
  {{ end }}
{{ end }}
{{ return $whence }}
";

pub(super) fn files() -> Vec<(String, String)> {
    let files = [
        ("hugo.toml", SETTINGS),
        ("layouts/_default/baseof.html", BASE),
        ("layouts/_default/single.html", SINGLE),
        ("layouts/_default/list.html", LIST),
        ("layouts/partials/whence.html", WHENCE),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}
