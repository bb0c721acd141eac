//! HTML that is compared without regard to white space that means nothing.

use scraper::Html;

/// Elements around which white space is not seen.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "br",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "object",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "video",
];

/// A tag, or the text between two.
enum Piece<'h> {
    Tag(&'h str),
    Text(&'h str),
}

/// Returns HTML without the white space beside tags of blocks. What stands in `pre` is kept.
pub(super) fn form(html: &str) -> String {
    let html = Html::parse_fragment(html.trim()).root_element().inner_html();
    let pieces = pieces(&html);
    let mut out = String::new();
    let mut verbatim = false;
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Tag(tag) => {
                verbatim = if name(tag) == "pre" { !tag.starts_with("</") } else { verbatim };
                out.push_str(tag);
            }
            Piece::Text(text) if verbatim => out.push_str(text),
            Piece::Text(text) => {
                let after_block = index.checked_sub(1).is_none_or(|before| is_block(&pieces[before]));
                let before_block = pieces.get(index + 1).is_none_or(is_block);
                let text = if after_block { text.trim_start() } else { text };
                out.push_str(if before_block { text.trim_end() } else { text });
            }
        }
    }
    out
}

/// Returns HTML with a line break between blocks, to be read.
pub(super) fn laid_out(html: &str) -> String {
    let pieces = pieces(html.trim());
    let mut out = String::new();
    let mut verbatim = false;
    for (index, piece) in pieces.iter().enumerate() {
        let (Piece::Tag(written) | Piece::Text(written)) = piece;
        out.push_str(written);
        let Piece::Tag(tag) = piece else { continue };
        verbatim = if name(tag) == "pre" { !tag.starts_with("</") } else { verbatim };
        let next_is_block =
            pieces.get(index + 1).is_some_and(|next| matches!(next, Piece::Tag(_)) && is_block(next));
        if !verbatim && is_block(piece) && next_is_block {
            out.push('\n');
        }
    }
    out
}

fn is_block(piece: &Piece<'_>) -> bool {
    matches!(piece, Piece::Tag(tag) if BLOCKS.contains(&name(tag)))
}

fn name(tag: &str) -> &str {
    let tag = tag.trim_start_matches(['<', '/']);
    tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("")
}

/// Cuts HTML that was written by a serialiser, which escapes `>` nowhere but closes every quote.
fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        if rest.starts_with('<') {
            let mut quoted = false;
            let end = rest.find(|c| {
                quoted ^= c == '"';
                c == '>' && !quoted
            });
            let (tag, after) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
            pieces.push(Piece::Tag(tag));
            rest = after;
        } else {
            let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            pieces.push(Piece::Text(text));
            rest = after;
        }
    }
    pieces
}

#[test]
fn white_space_beside_blocks_alone_means_nothing() {
    assert_eq!(
        form("<p>a <b>c</b> d</p>\n\n<ul>\n <li> x</li></ul>\n"),
        "<p>a <b>c</b> d</p><ul><li>x</li></ul>"
    );
    assert_ne!(form("<p>a <b>c</b></p>"), form("<p>a<b>c</b></p>"));
    assert_ne!(form("<pre>a\n b</pre>"), form("<pre>a\nb</pre>"));
}
