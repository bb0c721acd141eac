//! Sentences in the languages that authors are spoken to in.
//!
//! In: a [`Message`] of a catalogue and the names and numbers that stand in it. Out: [`Text`], the sentence in
//! each language. The English one is stable: known findings are told by it, and it decides the order of a report.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::ops::Deref;

use crate::source::SourcePath;
use crate::words::counted;

/// A language that authors are spoken to in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tongue {
    /// English.
    #[default]
    English,
    /// Russian.
    Russian,
}

impl Tongue {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::English, Self::Russian];

    /// Returns its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
        }
    }

    /// Chooses by the locale of the system, the value of `LC_ALL`, `LC_MESSAGES` or `LANG`, and where that
    /// names no language by that of the site, a BCP 47 tag.
    pub fn chosen(locale: &str, site: &str) -> Self {
        let base = |tag: &str| tag.split(['.', '_', '-', '@']).next().unwrap_or_default().to_lowercase();
        let locale = base(locale);
        let speaks = if matches!(locale.as_str(), "" | "c" | "posix") { base(site) } else { locale };
        if speaks == "ru" { Self::Russian } else { Self::English }
    }
}

/// A sentence of a catalogue. `{name}` stands for a value, `{name:page|pages}` for the form of a word that
/// goes with a number: two forms in English, three in Russian.
#[derive(Debug)]
pub struct Message {
    /// The English sentence.
    pub english: &'static str,
    /// The Russian one, with the same values.
    pub russian: &'static str,
}

impl Message {
    /// Puts values in.
    pub fn with(&self, values: &[(&str, &dyn Spoken)]) -> Text {
        Text::of(fill(self.english, Tongue::English, values), fill(self.russian, Tongue::Russian, values))
    }

    /// Says a sentence without values.
    pub fn plain(&self) -> Text {
        self.with(&[])
    }

    /// Puts values in, in one language.
    pub fn say(&self, tongue: Tongue, values: &[(&str, &dyn Spoken)]) -> String {
        match tongue {
            Tongue::English => fill(self.english, tongue, values),
            Tongue::Russian => fill(self.russian, tongue, values),
        }
    }
}

fn fill(template: &str, tongue: Tongue, values: &[(&str, &dyn Spoken)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, (inside, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        out.push_str(before);
        rest = after;
        let (name, forms) =
            inside.split_once(':').map_or((inside, None), |(name, forms)| (name, Some(forms)));
        let value = values.iter().find(|(known, _)| *known == name);
        let value = value.map(|(_, value)| value.spoken(tongue)).unwrap_or_default();
        match forms {
            Some(forms) => out.push_str(&counted(value.parse().unwrap_or_default(), forms, tongue.tag())),
            None => out.push_str(&value),
        }
    }
    out.push_str(rest);
    out
}

/// What can stand in a sentence.
pub trait Spoken {
    /// Returns the words for it.
    fn spoken(&self, tongue: Tongue) -> Cow<'_, str>;
}

impl Spoken for &str {
    fn spoken(&self, _: Tongue) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Spoken for String {
    fn spoken(&self, _: Tongue) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Spoken for SourcePath {
    fn spoken(&self, _: Tongue) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

impl Spoken for usize {
    fn spoken(&self, _: Tongue) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl Spoken for Text {
    fn spoken(&self, tongue: Tongue) -> Cow<'_, str> {
        Cow::Borrowed(self.in_tongue(tongue))
    }
}

/// One sentence in each language, or none. Where nobody asks for a language it is the English one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text(Option<Box<Both>>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Both {
    english: String,
    russian: String,
}

impl Text {
    fn of(english: String, russian: String) -> Self {
        let is_nothing = english.is_empty() && russian.is_empty();
        Self((!is_nothing).then(|| Box::new(Both { english, russian })))
    }

    /// Returns the sentence in a language.
    pub fn in_tongue(&self, tongue: Tongue) -> &str {
        match (&self.0, tongue) {
            (None, _) => "",
            (Some(both), Tongue::English) => &both.english,
            (Some(both), Tongue::Russian) => &both.russian,
        }
    }

    /// Joins texts by a word between blanks.
    pub fn joined(texts: &[Self], by: &Self) -> Self {
        let join = |tongue: Tongue| {
            let texts: Vec<&str> = texts.iter().map(|text| text.in_tongue(tongue)).collect();
            texts.join(&format!(" {} ", by.in_tongue(tongue)))
        };
        Self::of(join(Tongue::English), join(Tongue::Russian))
    }
}

/// What is the same in all languages: a name, or what another program says.
impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::of(text.clone(), text)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.in_tongue(Tongue::English)
    }
}

impl Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

/// Makes a catalogue: constants of [`Message`], and the list of all of them.
macro_rules! catalogue {
    ($($(#[doc = $doc:literal])* $name:ident { $english:literal, $russian:literal $(,)? })*) => {
        $(
            $(#[doc = $doc])*
            pub(crate) const $name: $crate::diagnostic::Message =
                $crate::diagnostic::Message { english: $english, russian: $russian };
        )*

        /// All messages with their names.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, $crate::diagnostic::Message)] = &[$((stringify!($name), $name)),*];
    };
}
pub(crate) use catalogue;

/// Checks that a catalogue says the same in all languages.
#[cfg(test)]
pub(crate) fn check_catalogue(all: &[(&str, Message)]) {
    use std::collections::{BTreeSet, HashSet};
    let values = |text: &'static str| {
        let inside = text.split('{').skip(1).map(|part| part.split_once('}').expect("it is closed").0);
        inside.map(|inside| inside.split_once(':').unwrap_or((inside, "")))
    };
    let names = |text| values(text).map(|(name, _)| name).collect::<BTreeSet<_>>();
    let forms =
        |text| values(text).filter(|(_, forms)| !forms.is_empty()).map(|(_, forms)| forms.split('|').count());
    let ticks = |text: &str| text.matches('`').count();
    let mut seen = HashSet::new();
    for (name, Message { english, russian }) in all {
        assert_eq!(names(english), names(russian), "{name}");
        assert!(forms(english).all(|count| count == 2), "{name}: English numbers have two forms");
        assert!(forms(russian).all(|count| count == 3), "{name}: Russian numbers have three forms");
        assert_eq!(ticks(english), ticks(russian), "{name}: the same is quoted in both");
        assert!(!english.chars().any(|c| matches!(c, 'а'..='я' | 'А'..='Я')), "{name}");
        let is_russian = russian.chars().any(|c| matches!(c, 'а'..='я' | 'А'..='Я'));
        assert!(is_russian || !english.contains(' '), "{name} is not translated");
        for text in [english, russian] {
            assert!(
                !text.ends_with('.') && text.trim_end() == *text,
                "{name}: no full stop, no blank at the end"
            );
        }
        assert!(seen.insert(*english), "{name} stands twice");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_numbers_stand_in_both_languages() {
        let message = Message {
            english: "{count} {count:page|pages} of {name}",
            russian: "у {name} {count} {count:страница|страницы|страниц}",
        };
        let said = |count: usize| {
            let text = message.with(&[("count", &count), ("name", &"x")]);
            format!("{} / {}", text, text.in_tongue(Tongue::Russian))
        };
        assert_eq!(said(1), "1 page of x / у x 1 страница");
        assert_eq!(said(3), "3 pages of x / у x 3 страницы");
        assert_eq!(said(11), "11 pages of x / у x 11 страниц");
        // What a value holds is no template.
        assert_eq!(&*message.with(&[("count", &"1"), ("name", &"{count}")]), "1 page of {count}");
    }

    #[test]
    fn the_locale_decides_and_then_the_site() {
        for (locale, site, expected) in [
            ("ru_RU.UTF-8", "en", Tongue::Russian),
            ("en_US.UTF-8", "ru", Tongue::English),
            ("de_DE", "ru", Tongue::English),
            ("C.UTF-8", "ru", Tongue::Russian),
            ("", "ru-RU", Tongue::Russian),
            ("POSIX", "en", Tongue::English),
            ("", "", Tongue::English),
        ] {
            assert_eq!(Tongue::chosen(locale, site), expected, "{locale} {site}");
        }
    }
}
