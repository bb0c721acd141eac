//! Parses one expression.

use super::{Expression, FileField, Function, Operator, Property, Unsupported};

/// How deep brackets may be nested, how many parts an expression may have, and how many may stand inside
/// of one another.
const DEPTH: usize = 32;
const PARTS: usize = 2_000;
const HEIGHT: usize = 48;

/// Parses an expression.
pub(super) fn parse(text: &str) -> Result<Expression, Unsupported> {
    let mut parser = Parser { text, at: 0, depth: 0, parts: 0 };
    let expression = parser.either()?;
    parser.blanks();
    if parser.at < text.len() {
        return Err(Unsupported::Syntax);
    }
    // A long sum is as high as it is long.
    if expression.height(HEIGHT + 1) > HEIGHT { Err(Unsupported::Size) } else { Ok(expression) }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    parts: usize,
}

const COMPARISONS: &[(&str, Operator)] = &[
    ("==", Operator::Equal),
    ("!=", Operator::Unequal),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
];
const SUMS: &[(&str, Operator)] = &[("+", Operator::Add), ("-", Operator::Subtract)];
const PRODUCTS: &[(&str, Operator)] =
    &[("*", Operator::Multiply), ("/", Operator::Divide), ("%", Operator::Remainder)];

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Steps over a sign if it comes next.
    fn sign(&mut self, sign: &str) -> bool {
        self.blanks();
        let found = self.rest().starts_with(sign);
        self.at += if found { sign.len() } else { 0 };
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), Unsupported> {
        if self.sign(sign) { Ok(()) } else { Err(Unsupported::Syntax) }
    }

    fn either(&mut self) -> Result<Expression, Unsupported> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Unsupported::Size);
        }
        let mut parts = vec![self.both()?];
        while self.sign("||") {
            parts.push(self.both()?);
        }
        self.depth -= 1;
        Ok(one_or(parts, Expression::Or))
    }

    fn both(&mut self) -> Result<Expression, Unsupported> {
        let mut parts = vec![self.comparison()?];
        while self.sign("&&") {
            parts.push(self.comparison()?);
        }
        Ok(one_or(parts, Expression::And))
    }

    fn comparison(&mut self) -> Result<Expression, Unsupported> {
        self.row(COMPARISONS, Self::sum)
    }

    fn sum(&mut self) -> Result<Expression, Unsupported> {
        self.row(SUMS, Self::product)
    }

    fn product(&mut self) -> Result<Expression, Unsupported> {
        self.row(PRODUCTS, Self::signed)
    }

    fn row(
        &mut self,
        signs: &[(&str, Operator)],
        next: fn(&mut Self) -> Result<Expression, Unsupported>,
    ) -> Result<Expression, Unsupported> {
        let mut left = next(self)?;
        while let Some(operator) = signs.iter().find_map(|(sign, of)| self.sign(sign).then_some(*of)) {
            self.count()?;
            left = Expression::Binary(operator, Box::new(left), Box::new(next(self)?));
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Expression, Unsupported> {
        let mut signs = Vec::new();
        loop {
            self.blanks();
            if self.sign("!") {
                signs.push('!');
            } else if self.sign("-") {
                signs.push('-');
            } else {
                break;
            }
            if signs.len() > DEPTH {
                return Err(Unsupported::Size);
            }
        }
        let mut value = self.chain()?;
        for sign in signs.into_iter().rev() {
            let inner = Box::new(value);
            value = if sign == '!' { Expression::Not(inner) } else { Expression::Negative(inner) };
        }
        Ok(value)
    }

    /// A value with all that hangs on it: `.name`, `.name(…)`, `[…]`.
    fn chain(&mut self) -> Result<Expression, Unsupported> {
        let mut value = self.value()?;
        let mut links = 0;
        loop {
            links += 1;
            if links > DEPTH {
                return Err(Unsupported::Size);
            }
            if self.sign(".") {
                let name = self.name().ok_or(Unsupported::Syntax)?;
                value = if self.sign("(") {
                    let function = Function::method(&name)?;
                    let mut arguments = vec![value];
                    self.arguments(")", &mut arguments)?;
                    Expression::Call(function, arguments)
                } else {
                    field(value, name)?
                };
            } else if self.sign("[") {
                let index = self.either()?;
                self.expect("]")?;
                value = match (value, index) {
                    (Expression::Note, Expression::Text(name)) => Expression::Property(Property::Note(name)),
                    (Expression::Property(Property::Note(of)), Expression::Text(name)) if of == "formula" => {
                        Expression::Property(Property::Formula(name))
                    }
                    (value, index) => Expression::Index(Box::new(value), Box::new(index)),
                };
            } else {
                return Ok(value);
            }
        }
    }

    fn value(&mut self) -> Result<Expression, Unsupported> {
        self.count()?;
        self.blanks();
        let next = self.rest().chars().next().ok_or(Unsupported::Syntax)?;
        match next {
            '(' => {
                self.at += 1;
                let inner = self.either()?;
                self.expect(")")?;
                Ok(inner)
            }
            '[' => {
                self.at += 1;
                let mut items = Vec::new();
                self.arguments("]", &mut items)?;
                Ok(Expression::List(items))
            }
            '"' | '\'' => self.quoted(next).map(Expression::Text),
            '/' => Err(Unsupported::Pattern),
            '0'..='9' => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Expression, Unsupported> {
        let name = self.name().ok_or(Unsupported::Syntax)?;
        if self.sign("(") {
            let function = Function::global(&name)?;
            let mut arguments = Vec::new();
            self.arguments(")", &mut arguments)?;
            return Ok(Expression::Call(function, arguments));
        }
        Ok(match name.as_str() {
            "true" => Expression::Bool(true),
            "false" => Expression::Bool(false),
            "null" => Expression::Null,
            "file" => Expression::File,
            "note" => Expression::Note,
            "this" => Expression::This,
            _ => Expression::Property(Property::Note(name)),
        })
    }

    /// Reads a name: letters, digits and `_`, of any script.
    fn name(&mut self) -> Option<String> {
        self.blanks();
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        let starts_well = name.starts_with(|c: char| !c.is_ascii_digit());
        self.at += end;
        starts_well.then_some(name)
    }

    fn arguments(&mut self, end: &str, into: &mut Vec<Expression>) -> Result<(), Unsupported> {
        if self.sign(end) {
            return Ok(());
        }
        loop {
            into.push(self.either()?);
            if self.sign(end) {
                return Ok(());
            }
            self.expect(",")?;
        }
    }

    fn quoted(&mut self, quote: char) -> Result<String, Unsupported> {
        let mut text = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((offset, c)) = chars.next() {
            match c {
                '\\' => {
                    let (_, escaped) = chars.next().ok_or(Unsupported::Syntax)?;
                    text.push(match escaped {
                        'n' => '\n',
                        't' => '\t',
                        other => other,
                    });
                }
                c if c == quote => {
                    self.at += offset + 1;
                    return Ok(text);
                }
                c => text.push(c),
            }
        }
        Err(Unsupported::Syntax)
    }

    fn number(&mut self) -> Result<Expression, Unsupported> {
        let rest = self.rest();
        let mut end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if let Some(fraction) = rest[end..].strip_prefix('.') {
            let digits = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
            // `5.round()` is a call on a number.
            end += if digits > 0 { digits + 1 } else { 0 };
        }
        let number = rest[..end].parse().map_err(|_| Unsupported::Syntax)?;
        self.at += end;
        Ok(Expression::Number(number))
    }

    fn count(&mut self) -> Result<(), Unsupported> {
        self.parts += 1;
        if self.parts > PARTS { Err(Unsupported::Size) } else { Ok(()) }
    }
}

fn one_or(mut parts: Vec<Expression>, many: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            many(parts)
        }
        None => many(parts),
    }
}

/// Reads `of.name`.
fn field(of: Expression, name: String) -> Result<Expression, Unsupported> {
    Ok(match of {
        Expression::File => match FileField::named(&name)? {
            FileField::File => Expression::File,
            field => Expression::Property(Property::File(field)),
        },
        Expression::Note => Expression::Property(Property::Note(name)),
        Expression::Property(Property::Note(of)) if of == "formula" => {
            Expression::Property(Property::Formula(name))
        }
        Expression::Field(of, file) if *of == Expression::This && file == "file" => {
            FileField::named(&name)?;
            Expression::Field(Box::new(Expression::Field(of, file)), name)
        }
        of => Expression::Field(Box::new(of), name),
    })
}
