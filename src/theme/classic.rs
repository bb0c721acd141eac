//! The modules of a theme as one classic script, for pages that are opened from disk: browsers load
//! modules from hosts only.
//!
//! In: modules under their final names. Out: a script in which each is a function, asked for by its name by
//! the script that comes last. Understood is what stands at the beginning of a line, as in code that people
//! write: `import … from`, `import "…"`, and `export` before what it exports. Not here: what calls them
//! (`portable.js`).

use std::fmt::Write as _;

/// Puts modules, by name, before the script that starts them.
///
/// # Errors
///
/// Says in which module, by its place among them, and in which line there is something that is not
/// understood.
pub(super) fn joined(modules: &[(&str, &str)], last: &str) -> Result<String, (usize, usize)> {
    let mut out = String::from("self.studiumModules = {\n");
    for (index, (name, text)) in modules.iter().enumerate() {
        let body = function_body(text).map_err(|line| (index, line))?;
        let _ = writeln!(out, "\"{name}\": async (module, self, Worker, fetch) => {{\n{body}}},");
    }
    out.push_str("};\n");
    out.push_str(last);
    Ok(out)
}

/// Turns a module into the body of a function of `module`. Fails with the number of a line from 1.
fn function_body(text: &str) -> Result<String, usize> {
    let mut out = String::with_capacity(text.len());
    let mut exports = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let fail = || index + 1;
        if let Some(rest) = line.strip_prefix("import ") {
            let mut statement = rest.to_owned();
            while !statement.trim_end().ends_with(';') {
                let (_, more) = lines.next().ok_or_else(fail)?;
                statement = format!("{statement} {}", more.trim());
            }
            import(&statement, &mut out).ok_or_else(fail)?;
        } else if let Some(rest) = line.strip_prefix("export ") {
            if let Some(value) = rest.strip_prefix("default ") {
                let _ = writeln!(out, "module.exports.default = {value}");
            } else {
                exports.push(declared(rest).ok_or_else(fail)?);
                let _ = writeln!(out, "{rest}");
            }
        } else {
            let _ = writeln!(out, "{line}");
        }
    }
    for name in exports {
        let _ = writeln!(out, "module.exports.{name} = {name};");
    }
    Ok(out.replace("import.meta.url", "module.url").replace("import(", "module.load("))
}

/// Writes an import, `{ a, b as c } from "./x.js";`, as a declaration.
fn import(statement: &str, out: &mut String) -> Option<()> {
    let statement = statement.trim_end().trim_end_matches(';');
    let quoted = |text: &str| {
        let text = text.trim();
        let inner = text.strip_prefix('"')?.strip_suffix('"')?;
        (!inner.contains('"')).then(|| text.to_owned())
    };
    let Some((names, from)) = statement.rsplit_once(" from ") else {
        let _ = writeln!(out, "await module.load({});", quoted(statement)?);
        return Some(());
    };
    let (names, from) = (names.trim(), quoted(from)?);
    let pattern = if names.starts_with('{') && names.ends_with('}') {
        names.replace(" as ", ": ")
    } else if let Some(all) = names.strip_prefix("* as ") {
        all.to_owned()
    } else {
        format!("{{ default: {names} }}")
    };
    let _ = writeln!(out, "const {pattern} = await module.load({from});");
    Some(())
}

/// Returns the name of what is declared: `const open = …`, `async function open(…`, `class Box {`.
fn declared(declaration: &str) -> Option<&str> {
    let rest = declaration.strip_prefix("async ").unwrap_or(declaration);
    let (kind, rest) = rest.split_once(' ')?;
    if !matches!(kind, "const" | "let" | "function" | "class") {
        return None;
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$')?;
    (end > 0).then(|| &rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_becomes_a_function() {
        let module = "\
import { a, b as c } from \"./one.js\";
import {
  d,
} from \"./two.js\";
import \"./three.js\";
import * as four from \"./four.js\";
export const open = (x) => x;
export async function close() {}
const here = new URL(\"./\", import.meta.url);
if (a) import(\"./five.js\");
";
        insta::assert_snapshot!(function_body(module).expect("understood"), @r#"
        const { a, b: c } = await module.load("./one.js");
        const { d, } = await module.load("./two.js");
        await module.load("./three.js");
        const four = await module.load("./four.js");
        const open = (x) => x;
        async function close() {}
        const here = new URL("./", module.url);
        if (a) module.load("./five.js");
        module.exports.open = open;
        module.exports.close = close;
        "#);
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (module, line) in [
            ("a();\nexport * from \"./x.js\";\n", 2),
            ("export { a };\n", 1),
            ("import { a } from './x.js'\n", 1),
            ("import x from y;\n", 1),
        ] {
            assert_eq!(function_body(module), Err(line), "{module}");
        }
        assert_eq!(joined(&[("a.js", "a();"), ("b.js", "\nexport *;\n")], ""), Err((1, 2)));
    }
}
