//! What the arguments are, and what the words of other programs do.

use clap::CommandFactory;

use super::*;

#[test]
fn the_arguments_do_not_contradict_each_other() {
    Cli::command().debug_assert();
}

#[test]
fn words_of_neighbours_are_understood_and_not_shown() {
    let parsed = |line: &str| Cli::try_parse_from(line.split(' ')).map(|cli| cli.command);
    assert!(matches!(parsed("studium server"), Ok(Command::Serve(_))));
    assert!(matches!(parsed("studium dev --interface ::1"), Ok(Command::Serve(Serve { host: Some(_), .. }))));
    assert!(matches!(parsed("studium create x"), Ok(Command::Init(_))));
    for flag in ["-o", "--output", "--output-dir", "--destination"] {
        let build = parsed(&format!("studium build {flag} out"));
        assert!(matches!(build, Ok(Command::Build(Build { output: Some(_), .. }))), "{flag}");
    }
    let mut command = Cli::command();
    let build = command.find_subcommand_mut("build").expect("there").render_long_help().to_string();
    let all = command.render_long_help().to_string() + &build;
    for word in ["server", "create", "destination", "output-dir"] {
        assert!(!all.split(|c: char| !c.is_alphanumeric() && c != '-').any(|shown| shown == word), "{word}");
    }
}

#[test]
fn a_vault_is_named_once() {
    assert!(Cli::try_parse_from(["studium", "build", "a", "--root", "b"]).is_err());
    for words in ["v dir:x --dry-run", "v --dry-run dir:x", "--dry-run v dir:x", "dir:x --root v"] {
        let words = ["studium", "publish"].into_iter().chain(words.split(' '));
        let Command::Publish(publish) = Cli::try_parse_from(words).expect("parsed").command else {
            panic!("a publish")
        };
        assert_eq!(publish.places(), Some((Some(PathBuf::from("v")), "dir:x")));
    }
    let cli = Cli::try_parse_from(["studium", "check", "--root", "b"]).expect("parsed");
    let Command::Check(check) = cli.command else { panic!("a check") };
    assert_eq!(check.vault.folder(), Some(PathBuf::from("b")));
}
