//! Parsing a query.

use super::{Atom, Clause, Filter, Operator, Query, Word};
use crate::analysis::{Unit, fold, stem_of, units};

/// More is cut: nobody types it, and every clause costs an array as long as the index.
const LONGEST_QUERY: usize = 400;
const MOST_CLAUSES: usize = 24;

/// Takes a query apart. Every text is a query; one without a word in it asks for nothing.
pub(crate) fn parse(text: &str) -> Query {
    let end = text.char_indices().nth(LONGEST_QUERY).map_or(text.len(), |(at, _)| at);
    let text = &text[..end];
    let pieces = pieces(text);
    let mut query = Query::default();
    let mut rest = pieces.as_slice();
    let only_piece = pieces.len() == 1;
    while let Some((piece, after)) = rest.split_first() {
        rest = after;
        if query.wanted.len() + query.unwanted.len() >= MOST_CLAUSES {
            break;
        }
        let atoms = atoms(text, piece, only_piece);
        if piece.negated {
            query.unwanted.extend(atoms.into_iter().map(closed));
            continue;
        }
        let mut either: Vec<Vec<Atom>> = vec![atoms];
        let mut span = piece.span;
        while let [or, next, after @ ..] = rest
            && or.is_or(text)
            && !next.negated
        {
            either.push(self::atoms(text, next, false));
            span.1 = next.span.1;
            rest = after;
        }
        query.name = joined(&query.name, &either);
        either.retain(|atoms| !atoms.is_empty());
        if either.len() > 1 {
            query.wanted.push(Clause { any: either.into_iter().map(one).collect(), span });
        } else {
            query.wanted.extend(either.into_iter().flatten().map(|atom| Clause { any: vec![atom], span }));
        }
    }
    query.wanted.truncate(MOST_CLAUSES);
    query
}

/// A piece of the query between white space or quotes.
struct Piece {
    negated: bool,
    operator: Option<Operator>,
    quoted: bool,
    /// What it says, without sign, operator and quotes.
    value: (usize, usize),
    /// All of it.
    span: (usize, usize),
}

impl Piece {
    fn is_or(&self, text: &str) -> bool {
        let plain = !self.negated && !self.quoted && self.operator.is_none();
        plain && matches!(&text[self.value.0..self.value.1], "OR" | "|")
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// Cuts a query into pieces. A quote that is not closed is none.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(skip) = text[at..].find(|c: char| !c.is_whitespace()) {
        let start = at + skip;
        let mut from = start;
        let negated =
            text[from..].starts_with('-') && text[from + 1..].starts_with(|c: char| !c.is_whitespace());
        from += usize::from(negated);
        let mut operator = None;
        if let Some(colon) = text[from..].find(|c: char| !c.is_ascii_alphabetic())
            && text[from + colon..].starts_with(':')
        {
            operator = Operator::from_name(&text[from..from + colon]);
            from += operator.map_or(0, |_| colon + 1);
        }
        let quote = text[from..].chars().next().filter(|c| is_quote(*c)).map_or(0, char::len_utf8);
        let close =
            if quote == 0 { None } else { text[from + quote..].char_indices().find(|(_, c)| is_quote(*c)) };
        if let Some((length, c)) = close {
            let value = (from + quote, from + quote + length);
            at = value.1 + c.len_utf8();
            pieces.push(Piece { negated, operator, quoted: true, value, span: (start, at) });
        } else {
            from += quote;
            let ends = |c: char| c.is_whitespace() || is_quote(c);
            at = text[from..].find(ends).map_or(text.len(), |length| from + length);
            pieces.push(Piece { negated, operator, quoted: false, value: (from, at), span: (start, at) });
            // A quote ends a word, yet an opening one must be seen again, and a stray one skipped.
            if text[at..].chars().filter(|c| is_quote(*c)).count() == 1 && text[at..].starts_with(is_quote) {
                at += text[at..].chars().next().map_or(0, char::len_utf8);
            }
        }
    }
    pieces
}

/// Returns what a piece asks for, all of it being wanted.
fn atoms(text: &str, piece: &Piece, only_piece: bool) -> Vec<Atom> {
    let value = &text[piece.value.0..piece.value.1];
    let open = !piece.quoted && piece.value.1 == text.len();
    match piece.operator {
        Some(_) if value.trim().is_empty() && !only_piece => Vec::new(),
        Some(operator) if !value.trim().is_empty() => {
            filter(operator, value, open).map(Atom::Filter).into_iter().collect()
        }
        _ if piece.quoted => {
            let forms: Vec<String> = units(value).iter().flat_map(Unit::phrase).map(str::to_owned).collect();
            if forms.is_empty() { Vec::new() } else { vec![Atom::Phrase(forms)] }
        }
        // An operator that is all there is, and empty, is a word until something follows it.
        _ => words(text, if piece.operator.is_some() { piece.span } else { piece.value })
            .map(Atom::Word)
            .collect(),
    }
}

/// Returns the demand of an operator; `None` where its value holds no word.
fn filter(operator: Operator, value: &str, open: bool) -> Option<Filter> {
    let values: Vec<String> = if operator.takes_words() {
        units(value).into_iter().flat_map(|unit| unit.parts).map(|part| part.form).collect()
    } else {
        vec![fold(value.trim().trim_start_matches('#').trim_matches('/'))]
    };
    let asks = values.iter().any(|value| !value.is_empty());
    asks.then(|| Filter { operator, values, open: open || operator.takes_words() })
}

/// Returns the words of a range of the query.
fn words(text: &str, (from, to): (usize, usize)) -> impl Iterator<Item = Word> {
    units(&text[from..to]).into_iter().map(move |unit| {
        let span = (from + unit.start, from + unit.end);
        let parts: Vec<String> = unit.parts.into_iter().map(|part| part.form).collect();
        let open = span.1 == text.len();
        match (unit.whole, unit.cut) {
            (None, _) => Word { whole: parts.into_iter().next(), parts: Vec::new(), open, span },
            // The whole of a chain that was cut says too little about the chain.
            (Some(_), true) => Word { whole: None, parts, open, span },
            // A single part is too little of a compound: `C++` must not find every `C`.
            (whole, false) => {
                Word { whole, parts: if parts.len() > 1 { parts } else { Vec::new() }, open, span }
            }
        }
    })
}

/// Makes one alternative of atoms that are wanted together.
fn one(atoms: Vec<Atom>) -> Atom {
    let mut atoms = atoms;
    if atoms.len() == 1 {
        return atoms.remove(0);
    }
    let mut word = Word { whole: None, parts: Vec::new(), open: false, span: (0, 0) };
    for atom in atoms {
        if let Atom::Word(other) = atom {
            word.open = other.open;
            word.parts.extend(if other.parts.is_empty() {
                other.whole.into_iter().collect()
            } else {
                other.parts
            });
        }
    }
    Atom::Word(word)
}

/// Returns an unwanted atom as finished: what is being typed must not take away what it is not yet.
fn closed(mut atom: Atom) -> Atom {
    match &mut atom {
        Atom::Word(word) => word.open = false,
        Atom::Filter(filter) => filter.open &= filter.operator.takes_words(),
        Atom::Phrase(_) => {}
    }
    atom
}

/// Adds the stems of a clause to the name that a query spells; alternatives spell none.
fn joined(name: &str, either: &[Vec<Atom>]) -> String {
    let mut name = name.to_owned();
    let [atoms] = either else { return name };
    for atom in atoms {
        let forms: Vec<&str> = match atom {
            Atom::Word(word) if word.parts.is_empty() => word.whole.as_deref().into_iter().collect(),
            Atom::Word(word) => word.parts.iter().map(String::as_str).collect(),
            Atom::Phrase(forms) => forms.iter().map(String::as_str).collect(),
            Atom::Filter(_) => Vec::new(),
        };
        for form in forms {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(&stem_of(form));
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Atom, Query};
    use super::parse;

    fn show_atom(atom: &Atom) -> String {
        match atom {
            Atom::Word(word) => {
                let mut shown = word.whole.clone().unwrap_or_default();
                if !word.parts.is_empty() {
                    shown = format!("{shown}({})", word.parts.join(" "));
                }
                shown + if word.open { "*" } else { "" }
            }
            Atom::Phrase(forms) => format!("\"{}\"", forms.join(" ")),
            Atom::Filter(filter) => {
                let star = if filter.open { "*" } else { "" };
                format!("{:?}={}{star}", filter.operator, filter.values.join("+"))
            }
        }
    }

    fn show(query: &Query) -> String {
        let clause = |any: &[Atom]| any.iter().map(show_atom).collect::<Vec<_>>().join("|");
        let wanted = query.wanted.iter().map(|wanted| clause(&wanted.any));
        let unwanted = query.unwanted.iter().map(|atom| format!("-{}", show_atom(atom)));
        wanted.chain(unwanted).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_language() {
        for (text, shown) in [
            ("", ""),
            ("  ,;  ", ""),
            ("Load balancer", "load balancer*"),
            ("load balancer ", "load balancer"),
            ("load-bal", "load bal*"),
            ("\"strong consistency\" read", "\"strong consistency\" read*"),
            ("\"strong consist", "strong consist*"),
            ("strong\"", "strong"),
            ("«пропускная способность»", "\"пропускная способность\""),
            ("cache -redis", "cache -redis"),
            ("cache - redis ", "cache redis"),
            ("cache -\"write back\" ", "cache -\"write back\""),
            ("redis OR memcached cache ", "redis|memcached cache"),
            ("a OR b OR c ", "a|b|c"),
            ("OR b ", "or b"),
            ("a OR", "a or*"),
            ("tag:DB/SQL index ", "Tag=db/sql index"),
            ("tag:#arch", "Tag=arch*"),
            ("path:\"System design\" x ", "Path=system+design* x"),
            ("-tag:draft x ", "x -Tag=draft"),
            ("tag:", "tag"),
            ("tag: x ", "x"),
            ("x tag:", "x"),
            ("colour:red ", "colour red"),
            ("is:term lang:ru ", "Is=term Lang=ru"),
            ("C++ HTTP/2", "c++ http/2(http 2)*"),
            ("a/b/c/d ", "(a b c d)"),
        ] {
            assert_eq!(show(&parse(text)), shown, "{text:?}");
        }
    }

    #[test]
    fn a_query_spells_a_name() {
        assert_eq!(parse("Eventual  Consistency").name, "eventu consist");
        assert_eq!(parse("tag:db C++").name, "c++");
        assert_eq!(parse("a OR b").name, "");
    }

    proptest! {
        #[test]
        fn any_text_is_a_query(text in "\\PC*") {
            let query = parse(&text);
            for clause in &query.wanted {
                prop_assert!(!clause.any.is_empty());
                prop_assert!(text.get(clause.span.0..clause.span.1).is_some());
            }
        }

        #[test]
        fn any_signs_are_a_query(text in "[-\"«» |OR:a-dtag#+./é\u{301}]{0,40}") {
            parse(&text);
        }
    }
}
