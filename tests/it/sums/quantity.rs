//! Numbers with units, and sums of them.

use std::collections::BTreeMap;

/// A number with what it counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Quantity {
    /// In bytes, seconds and single things.
    pub(super) value: f64,
    /// Unit → its power; none is zero.
    pub(super) units: BTreeMap<String, i32>,
    /// How much the last digit shown is worth; zero for what was computed.
    pub(super) step: f64,
    /// The same for the last digit that is not zero.
    pub(super) rounded_step: f64,
}

impl Quantity {
    /// Returns the units as words.
    pub(super) fn named(&self) -> String {
        let units = self.units.iter().map(|(unit, power)| format!("{unit}^{power}"));
        format!("a number of [{}]", units.collect::<Vec<_>>().join(" "))
    }

    fn times(mut self, other: &Self, power: i32) -> Self {
        self.value *= other.value.powi(power);
        (self.step, self.rounded_step) = (0.0, 0.0);
        for (unit, own) in &other.units {
            let sum = self.units.entry(unit.clone()).or_default();
            *sum += own * power;
        }
        self.units.retain(|_, power| *power != 0);
        self
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(String),
    Word(String),
    Sign(char),
}

/// Reads and computes a sum: `(6 + 3) × 2.5 MB / photo`.
pub(super) fn read(text: &str) -> Result<Quantity, String> {
    let mut reader = Reader { tokens: tokens(text)?, at: 0 };
    let sum = reader.sum()?;
    match reader.peek() {
        None => Ok(sum),
        Some(token) => Err(format!("{token:?} is not understood in `{}`", text.trim())),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            _ if c.is_whitespace() => {}
            '0'..='9' => {
                let mut number = String::from(c);
                while let Some(next) =
                    chars.next_if(|next| next.is_ascii_digit() || matches!(next, ',' | '.'))
                {
                    number.push(next);
                }
                tokens.push(Token::Number(number));
            }
            '+' | '-' | '−' | '×' | '*' | '·' | '/' | '÷' | '^' | '(' | ')' => {
                let sign = match c {
                    '−' => '-',
                    '*' | '·' => '×',
                    '÷' => '/',
                    other => other,
                };
                tokens.push(Token::Sign(sign));
            }
            '%' => tokens.push(Token::Word("%".to_owned())),
            _ if c.is_alphabetic() => {
                let mut word = String::from(c);
                while let Some(next) = chars.next_if(|next| next.is_alphabetic() || *next == '-') {
                    word.push(next);
                }
                tokens.push(Token::Word(word));
            }
            other => return Err(format!("`{other}` is not understood in `{}`", text.trim())),
        }
    }
    Ok(tokens)
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn takes(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(&Token::Sign(sign));
        self.at += usize::from(found);
        found
    }

    fn sum(&mut self) -> Result<Quantity, String> {
        let mut sum = self.product()?;
        loop {
            let factor = if self.takes('+') {
                1.0
            } else if self.takes('-') {
                -1.0
            } else {
                return Ok(sum);
            };
            let other = self.product()?;
            if other.units != sum.units {
                return Err(format!("{} cannot be added to {}", other.named(), sum.named()));
            }
            (sum.value, sum.step, sum.rounded_step) = (sum.value + factor * other.value, 0.0, 0.0);
        }
    }

    fn product(&mut self) -> Result<Quantity, String> {
        let mut product = self.power()?;
        loop {
            let power = if self.takes('×') {
                1
            } else if self.takes('/') {
                -1
            } else {
                return Ok(product);
            };
            let other = self.power()?;
            product = product.times(&other, power);
        }
    }

    fn power(&mut self) -> Result<Quantity, String> {
        let base = self.atom()?;
        if !self.takes('^') {
            return Ok(base);
        }
        if !base.units.is_empty() {
            return Err("only numbers have powers here".to_owned());
        }
        let value = base.value.powf(self.exponent()?);
        let number = Quantity { value, step: 1.0, rounded_step: value, ..Quantity::default() };
        self.scientific(number)
    }

    /// Reads the number behind `^`, which takes no units: those behind it belong to the power.
    fn exponent(&mut self) -> Result<f64, String> {
        let factor = if self.takes('-') { -1.0 } else { 1.0 };
        if let Some(Token::Number(text)) = self.peek().cloned() {
            self.at += 1;
            return Ok(factor * number(&text)?.value);
        }
        let power = self.atom()?;
        if power.units.is_empty() { Ok(factor * power.value) } else { Err("a power has no units".to_owned()) }
    }

    fn atom(&mut self) -> Result<Quantity, String> {
        if self.takes('(') {
            let inner = self.sum()?;
            if !self.takes(')') {
                return Err("a `(` is not closed".to_owned());
            }
            return Ok(self.with_units(inner));
        }
        if self.takes('-') {
            let mut inner = self.atom()?;
            inner.value = -inner.value;
            return Ok(inner);
        }
        match self.peek().cloned() {
            Some(Token::Number(text)) => {
                self.at += 1;
                let number = number(&text)?;
                // The units belong to the power then: `10^9 views`.
                let is_base = self.peek() == Some(&Token::Sign('^'));
                if is_base { Ok(number) } else { self.scientific(number) }
            }
            Some(Token::Word(_)) => {
                let one = Quantity { value: 1.0, ..Quantity::default() };
                Ok(self.with_units(one))
            }
            found => Err(format!("a number is missing before {found:?}")),
        }
    }

    /// Takes the power of ten behind a number, which is a part of it: `3.33 × 10^8`.
    fn scientific(&mut self, mut number: Quantity) -> Result<Quantity, String> {
        let is_ten = self.tokens.get(self.at) == Some(&Token::Sign('×'))
            && self.tokens.get(self.at + 1) == Some(&Token::Number("10".to_owned()))
            && self.tokens.get(self.at + 2) == Some(&Token::Sign('^'));
        if is_ten {
            self.at += 3;
            let factor = 10_f64.powf(self.exponent()?);
            number.value *= factor;
            number.step *= factor;
            number.rounded_step *= factor;
        }
        Ok(self.with_units(number))
    }

    /// Takes the words behind a number: `2.5 MB`, `100 million links`, `46.3 MB/s`.
    fn with_units(&mut self, mut number: Quantity) -> Quantity {
        while let Some(Token::Word(word)) = self.peek().cloned() {
            self.at += 1;
            let (factor, unit) = unit(&word);
            number.value *= factor;
            number.step *= factor;
            number.rounded_step *= factor;
            if let Some(unit) = unit {
                *number.units.entry(unit).or_default() += 1;
            }
            number.units.retain(|_, power| *power != 0);
        }
        while self.peek() == Some(&Token::Sign('/'))
            && let Some(Token::Word(word)) = self.tokens.get(self.at + 1).cloned()
        {
            self.at += 2;
            let (factor, unit) = unit(&word);
            number.value /= factor;
            number.step /= factor;
            number.rounded_step /= factor;
            if let Some(unit) = unit {
                *number.units.entry(unit).or_default() -= 1;
            }
            number.units.retain(|_, power| *power != 0);
        }
        number
    }
}

fn number(text: &str) -> Result<Quantity, String> {
    let plain = text.replace(',', "");
    let plain = plain.trim_end_matches('.');
    let value: f64 = plain.parse().map_err(|_| format!("`{text}` is no number"))?;
    let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let step = 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
    let digits = plain.replace('.', "");
    let zeros = if decimals == 0 { digits.len() - digits.trim_end_matches('0').len() } else { 0 };
    let zeros = if value == 0.0 { 0 } else { i32::try_from(zeros).unwrap_or(0) };
    Ok(Quantity { value, step, rounded_step: step * 10_f64.powi(zeros), ..Quantity::default() })
}

/// Returns what a word multiplies by, and what it counts.
fn unit(word: &str) -> (f64, Option<String>) {
    const DAY: f64 = 86_400.0;
    let of = |factor: f64, unit: &str| (factor, Some(unit.to_owned()));
    match word {
        "%" => (0.01, None),
        "thousand" => (1e3, None),
        "million" => (1e6, None),
        "billion" => (1e9, None),
        "trillion" => (1e12, None),
        "s" | "second" | "seconds" => of(1.0, "second"),
        "ms" => of(1e-3, "second"),
        "µs" => of(1e-6, "second"),
        "min" | "minute" | "minutes" => of(60.0, "second"),
        "h" | "hour" | "hours" => of(3_600.0, "second"),
        "day" | "days" => of(DAY, "second"),
        "month" | "months" => of(30.0 * DAY, "second"),
        "year" | "years" => of(365.0 * DAY, "second"),
        "B" | "byte" | "bytes" => of(1.0, "byte"),
        _ => {
            let prefixes = [("k", 1e3), ("K", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15)];
            for (prefix, factor) in prefixes {
                match word.strip_prefix(prefix) {
                    Some("B") => return of(factor, "byte"),
                    Some("bit") => return of(factor / 8.0, "byte"),
                    _ => {}
                }
            }
            if word == "bit" { of(0.125, "byte") } else { (1.0, Some(singular(word))) }
        }
    }
}

fn singular(word: &str) -> String {
    let word = word.to_lowercase();
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    for end in ["ches", "shes", "xes", "sses"] {
        if let Some(stem) = word.strip_suffix(end) {
            return format!("{stem}{}", &end[..end.len() - 2]);
        }
    }
    word.strip_suffix('s').map_or(word.clone(), str::to_owned)
}
