//! Blocks of code and formulas.
//!
//! In: numbers, and names to use in them. Out: source text in eight languages, and formulas.

use super::random::Random;

/// A piece of code with holes: names `@a`, `@b` and `@c`, a number `@n`.
const SNIPPETS: &[(&str, &str)] = &[
    (
        "python",
        "def merge_@a(@b: list[int], limit: int = @n) -> dict[str, int]:\n    \"\"\"Count what `@b` holds, up to a limit.\"\"\"\n    seen: dict[str, int] = {}\n    for place, @c in enumerate(@b):\n        if @c >= limit or place % 7 == 0:\n            continue  # @a comes later\n        key = f\"{@c:04d}-@a\"\n        seen[key] = seen.get(key, 0) + 1\n    return seen\n",
    ),
    (
        "rust",
        "/// Joins every `@a` with its `@b`.\nfn join_@a<'a>(@b: &'a [Option<&'a str>]) -> Result<Vec<String>, Error> {\n    let mut @c = Vec::with_capacity(@n);\n    for part in @b.iter().flatten() {\n        match part.split_once(':') {\n            Some((name, value)) if !value.is_empty() => @c.push(format!(\"{name}={value}\")),\n            _ => return Err(Error::Missing { what: \"@a\", line: @n }),\n        }\n    }\n    Ok(@c)\n}\n",
    ),
    (
        "javascript",
        "// Asks for @a until @b answers.\nexport const wait@n = async (@c, { signal } = {}) => {\n  for (let tries = 0; tries < @n; tries += 1) {\n    const answer = await fetch(`/@a/${@c}?try=${tries}`, { signal });\n    if (answer.ok) return (await answer.json()).@b ?? null;\n    await new Promise((done) => setTimeout(done, 2 ** tries * 10));\n  }\n  throw new Error(\"no @b after @n tries\");\n};\n",
    ),
    (
        "go",
        "// Drain@n reads from @a until it is closed.\nfunc Drain@n(ctx context.Context, @a <-chan Event) (int, error) {\n\tcount := 0\n\tfor {\n\t\tselect {\n\t\tcase <-ctx.Done():\n\t\t\treturn count, fmt.Errorf(\"@b: %w\", ctx.Err())\n\t\tcase @c, open := <-@a:\n\t\t\tif !open {\n\t\t\t\treturn count, nil\n\t\t\t}\n\t\t\tcount += len(@c.Parts)\n\t\t}\n\t}\n}\n",
    ),
    (
        "sql",
        "WITH ranked AS (\n  SELECT @a_id, @b, row_number() OVER (PARTITION BY @b ORDER BY created_at DESC) AS place\n  FROM @c_log\n  WHERE created_at >= now() - interval '@n days' AND @b IS NOT NULL\n)\nSELECT r.@a_id, r.@b, sum(o.amount) AS total -- one row for each @b\nFROM ranked r LEFT JOIN @c_orders o USING (@a_id)\nWHERE r.place = 1\nGROUP BY 1, 2 HAVING sum(o.amount) > @n;\n",
    ),
    (
        "bash",
        "#!/usr/bin/env bash\nset -euo pipefail\n# Keep the newest @n copies of @a.\nmapfile -t copies < <(ls -1t \"${@b_DIR:-/var/backups}\"/@a-*.tar.gz)\nfor @c in \"${copies[@]:@n}\"; do\n  printf 'dropping %s\\n' \"${@c##*/}\" >&2\n  rm -- \"$@c\"\ndone\n",
    ),
    (
        "yaml",
        "@a:\n  replicas: @n\n  image: \"registry.example/@b:1.@n\" # pinned\n  env:\n    - { name: MODE, value: @c }\n    - { name: LIMIT, value: \"@n\" }\n  probes:\n    ready: { path: /@b/ready, period: 5s }\n",
    ),
    (
        "c",
        "#include <stddef.h>\n\n/* Moves @a to the front; returns its old place. */\nsize_t front_@a(unsigned *@b, size_t length, unsigned @c)\n{\n    for (size_t i = 0; i < length && i < @nu; i++) {\n        if (@b[i] != @c)\n            continue;\n        for (size_t j = i; j > 0; j--)\n            @b[j] = @b[j - 1];\n        @b[0] = @c;\n        return i;\n    }\n    return length;\n}\n",
    ),
];

const FORMULAS: &[&str] = &[
    r"\sum_{i=1}^{@n} \frac{x_i^2}{i + @n}",
    r"\lim_{n \to \infty} \left(1 + \frac{@n}{n}\right)^n = e^{@n}",
    r"\int_0^{@n} \sqrt{1 + x^2} \, dx",
    r"P(A \mid B) = \frac{P(B \mid A)\, P(A)}{P(B)}",
    r"\begin{pmatrix} a & @n \\ 0 & d \end{pmatrix} \vec{v} = \lambda \vec{v}",
    r"T(n) = 2\,T(n/2) + \Theta(n \log n)",
];

const SHORT_FORMULAS: &[&str] =
    &[r"O(n \log n)", r"x_{@n} \le y^2", r"\alpha + \beta", r"2^{@n}", r"\frac{1}{@n}", r"n!"];

/// A language and some lines in it.
pub(super) fn snippet(random: &mut Random, name: impl Fn(&mut Random) -> String) -> (&'static str, String) {
    let (language, text) = *random.pick(SNIPPETS);
    let text =
        ["@a", "@b", "@c"].iter().fold(String::from(text), |text, hole| text.replace(hole, &name(random)));
    (language, numbered(&text, random))
}

/// A formula for a line of its own.
pub(super) fn formula(random: &mut Random) -> String {
    let formula = *random.pick(FORMULAS);
    numbered(formula, random)
}

/// A formula within a line.
pub(super) fn short_formula(random: &mut Random) -> String {
    let formula = *random.pick(SHORT_FORMULAS);
    numbered(formula, random)
}

fn numbered(text: &str, random: &mut Random) -> String {
    text.replace("@n", &random.between(2, 99).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hole_is_left() {
        for place in 0..200 {
            let mut random = Random::new(1, 1, place);
            let (language, text) = snippet(&mut random, |_| String::from("name"));
            assert!(!["@a", "@b", "@c", "@n"].iter().any(|hole| text.contains(hole)), "{language}: {text}");
            assert!(!formula(&mut random).contains('@') && !short_formula(&mut random).contains('@'));
        }
    }
}
