//! How wide texts are, and where their lines break.
//!
//! In: the fonts of pictures, and a text. Out: its lines, as large as they fit. Not here: drawing them
//! (`easel`), and what stands where (the template of a picture).

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;
use skrifa::instance::{LocationRef, Size};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};
use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::UnicodeNormalization;

/// How far the lines of a title are apart, as a part of the size of its letters.
const LEADING: f32 = 1.16;

/// One font: its letters with their widths, as parts of the size.
struct Font {
    family: String,
    widths: HashMap<char, f32>,
}

/// The letters of all fonts.
#[derive(Default)]
pub(super) struct Letters(Vec<Font>);

/// A text in lines.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Laid {
    /// The lines; none where no letter is left.
    pub(super) lines: Vec<String>,
    /// The size of their letters.
    pub(super) size: f32,
    /// How far they are apart.
    pub(super) leading: f32,
}

/// The space that a text has, and how it is set.
#[derive(Clone, Debug)]
pub(super) struct Space<'s> {
    pub(super) width: f32,
    pub(super) height: f32,
    /// The sizes of letters that are tried, the largest first.
    pub(super) sizes: Vec<f32>,
    pub(super) family: &'s str,
    /// Whether the lines are made about equally long.
    pub(super) is_balanced: bool,
}

impl Letters {
    /// Reads fonts. One that cannot be read is left out.
    pub(super) fn read(fonts: &[Arc<[u8]>]) -> Self {
        Self(fonts.iter().filter_map(|bytes| Font::read(bytes)).collect())
    }

    /// Returns a text as it can be set: symbols that no font has, such as emoji, are left out. `None` where a
    /// letter or sign is lacking that cannot be left out without saying something else.
    pub(super) fn known(&self, text: &str) -> Option<String> {
        let mut known = String::with_capacity(text.len());
        for c in text.nfc() {
            let c = match c {
                '\u{2010}' | '\u{2011}' => '-',
                '→' | '⇒' | '➔' => '›',
                '←' | '⇐' => '‹',
                other => other,
            };
            if c.is_whitespace() || self.has(c) {
                known.push(c);
                continue;
            }
            match get_general_category(c) {
                GeneralCategory::OtherSymbol
                | GeneralCategory::ModifierSymbol
                | GeneralCategory::Format
                | GeneralCategory::Control
                | GeneralCategory::EnclosingMark
                | GeneralCategory::PrivateUse => {}
                // What chooses between the looks of an emoji.
                GeneralCategory::NonspacingMark if matches!(c, '\u{fe00}'..='\u{fe0f}') => {}
                _ => return None,
            }
        }
        Some(known.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn has(&self, c: char) -> bool {
        self.0.iter().any(|font| font.widths.contains_key(&c))
    }

    /// Lays a text out: as large as it fits, and cut where it does not fit at all.
    pub(super) fn fit(&self, text: &str, space: &Space<'_>) -> Laid {
        let most = |size: f32| (space.height / (size * LEADING)).floor().max(1.0);
        let mut laid = Laid::default();
        for size in &space.sizes {
            let set = Set { letters: self, family: space.family, size: *size };
            let lines = set.filled(text, space.width);
            #[expect(clippy::cast_precision_loss, reason = "a text has few lines")]
            let fits = lines.len() as f32 <= most(*size);
            let lines =
                if fits && space.is_balanced { set.balanced(text, space.width, lines) } else { lines };
            laid = Laid { lines, size: *size, leading: size * LEADING };
            if fits {
                return laid;
            }
        }
        if let Some(size) = space.sizes.last() {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is small, and at least 1"
            )]
            laid.lines.truncate(most(*size) as usize);
            let set = Set { letters: self, family: space.family, size: *size };
            if let Some(last) = laid.lines.last_mut() {
                set.cut(last, space.width);
            }
        }
        laid
    }
}

impl Font {
    fn read(bytes: &[u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let family = font.localized_strings(StringId::FAMILY_NAME).english_or_first()?.to_string();
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        let widths = font
            .charmap()
            .mappings()
            .filter_map(|(code, glyph)| Some((char::from_u32(code)?, metrics.advance_width(glyph)?)));
        Some(Self { family, widths: widths.collect() })
    }
}

/// Letters of one family at one size.
struct Set<'l> {
    letters: &'l Letters,
    family: &'l str,
    size: f32,
}

impl Set<'_> {
    /// Kerning is not counted: it makes lines shorter, never longer by much.
    fn width(&self, text: &str) -> f32 {
        text.chars().map(|c| self.advance(c)).sum::<f32>() * self.size
    }

    fn advance(&self, c: char) -> f32 {
        let fonts = &self.letters.0;
        let own = fonts.iter().find(|font| font.family == self.family && font.widths.contains_key(&c));
        let any = || fonts.iter().find(|font| font.widths.contains_key(&c));
        own.or_else(any).map_or(0.0, |font| font.widths[&c])
    }

    /// Puts words into lines, each as full as it goes.
    fn filled(&self, text: &str, width: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let (blank, mut used) = (self.width(" "), 0.0);
        let words = text.split(|c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}'));
        for word in words.filter(|word| !word.is_empty()) {
            let wide = self.width(word);
            match lines.last_mut() {
                Some(line) if used + blank + wide <= width => {
                    line.push(' ');
                    line.push_str(word);
                    used += blank + wide;
                }
                _ if wide <= width => {
                    lines.push(word.to_owned());
                    used = wide;
                }
                _ => used = self.broken(word, width, &mut lines),
            }
        }
        lines
    }

    /// Breaks a word that fills more than a line, and returns the width of its last piece.
    fn broken(&self, word: &str, width: f32, lines: &mut Vec<String>) -> f32 {
        let (mut piece, mut used) = (String::new(), 0.0);
        for c in word.chars() {
            let wide = self.advance(c) * self.size;
            if !piece.is_empty() && used + wide > width {
                lines.push(std::mem::take(&mut piece));
                used = 0.0;
            }
            piece.push(c);
            used += wide;
        }
        lines.push(piece);
        used
    }

    /// Narrows lines as far as there are no more of them.
    fn balanced(&self, text: &str, width: f32, lines: Vec<String>) -> Vec<String> {
        if lines.len() < 2 {
            return lines;
        }
        let longest_word = text.split_whitespace().map(|word| self.width(word)).fold(0.0, f32::max);
        let (mut low, mut high) = (longest_word.min(width), width);
        let mut best = lines;
        // The eighth step is finer than an eye sees.
        for _ in 0..8 {
            let middle = f32::midpoint(low, high);
            let tried = self.filled(text, middle);
            if tried.len() <= best.len() {
                (best, high) = (tried, middle);
            } else {
                low = middle;
            }
        }
        best
    }

    /// Ends a line in `…`.
    fn cut(&self, line: &mut String, width: f32) {
        while !line.is_empty() && self.width(line) + self.width("…") > width {
            line.pop();
        }
        let end =
            line.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '–' | '—'));
        line.truncate(end.len());
        line.push('…');
    }
}

#[cfg(test)]
mod tests;
