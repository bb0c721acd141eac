//! The program speaks to authors in English and in Russian.

#![allow(clippy::disallowed_methods, reason = "tests make vaults and run the program")]

use std::fs;
use std::process::Output;

use crate::program::{code, command, err, json, out};
use crate::support::TestVault;

/// Findings of many kinds.
const FAULTY: &str = "
=== studium.toml
[site]
content = \".\"
[glossary]
categories = { base = \"Основы\" }
[serch]
=== Кэш.md
---
aliases: [Хранилище, Запас]
---
## Когда не нужно
=== терм.md
---
type: term
category: bse
---
=== x/Ёж.md
=== y/Ёж.md
=== z/Ёж.md
=== n.md
[[Кешш]] [[Кэш#Когда нужно]] [[Кэш#^нет]] ![[нет.png]] [x](../../вне.md) [[Ёж]] [[Запас]]

![[n]]

%%
конец
";

fn run(vault: &TestVault, arguments: &str, locale: &str) -> Output {
    command(vault.root(), arguments).env("LC_ALL", locale).output().expect("the program runs")
}

#[test]
fn findings_are_told_in_russian() {
    let vault = TestVault::from_text(FAULTY);
    let told = out(&run(&vault, "check|-v", "ru_RU.UTF-8"));
    insta::assert_snapshot!(told, @"
    info[orphan-note]: сюда не ссылается ни одна другая заметка
    --> n.md:1:1

    error[broken-link]: ни одна заметка не называется `Кешш`
     --> n.md:1:1
      |
    1 | [[Кешш]] [[Кэш#Когда нужно]] [[Кэш#^нет]] ![[нет.png]] [x](../../вне.md) [[Ёж]] [[Запас]]
      | ^^^^^^^^ ничего с таким именем в хранилище нет

    error[broken-heading]: в `Кэш` нет заголовка `Когда нужно`
     --> n.md:1:10
      |
    1 | [[Кешш]] [[Кэш#Когда нужно]] [[Кэш#^нет]] ![[нет.png]] [x](../../вне.md) [[Ёж]] [[Запас]]
      |          ^^^^^^^^^^^^^^^^^^^ заметка есть, а заголовка нет

    error[broken-block]: в `Кэш` нет блока `^нет`
     --> n.md:1:30
      |
    1 | [[Кешш]] [[Кэш#Когда нужно]] [[Кэш#^нет]] ![[нет.png]] [x](../../вне.md) [[Ёж]] [[Запас]]
      |                              ^^^^^^^^^^^^ заметка есть, а блока нет

    error[missing-file]: файла `нет.png` нет
     --> n.md:1:43
      |
    1 | [[Кешш]] [[Кэш#Когда нужно]] [[Кэш#^нет]] ![[нет.png]] [x](../../вне.md) [[Ёж]] [[Запас]]
      |                                           ^^^^^^^^^^^^ ничего с таким именем в хранилище нет

    error[outside-vault]: `../../вне.md` лежит вне хранилища
     --> n.md:1:56
      |
    1 | [[Кешш]] [[Кэш#Когда нужно]] [[Кэш#^нет]] ![[нет.png]] [x](../../вне.md) [[Ёж]] [[Запас]]
      |                                                        ^^^^^^^^^^^^^^^^^ этот путь выходит из хранилища

    warning[ambiguous-link]: `Ёж` — это может быть `x/Ёж.md` или `y/Ёж.md` или `z/Ёж.md`
     --> n.md:1:74
      |
    1 | [[Кешш]] [[Кэш#Когда нужно]] [[Кэш#^нет]] ![[нет.png]] [x](../../вне.md) [[Ёж]] [[Запас]]
      |                                                                          ^^^^^^ ведёт к `x/Ёж.md`
      = подсказка: напишите больше от пути, чтобы было ясно, о чём речь

    info[alias-link]: `Запас` — другое имя заметки `Кэш.md`
     --> n.md:1:81
      |
    1 | [[Кешш]] [[Кэш#Когда нужно]] [[Кэш#^нет]] ![[нет.png]] [x](../../вне.md) [[Ёж]] [[Запас]]
      |                                                                                 ^^^^^^^^^
      = подсказка: `[[Кэш|Запас]]` работает в любом приложении

    warning[embed-cycle]: эта вставка приводит к самой себе: n.md → n.md
     --> n.md:3:1
      |
    3 | ![[n]]
      | ^^^^^^ показана простой ссылкой

    warning[unclosed-comment]: у этого комментария нет конца
     --> n.md:5:1
      |
    5 | %%
      | ^^ всё, что отсюда и дальше, скрыто
      = подсказка: закройте его знаком `%%`

    warning[unknown-key]: ключа `serch` нет
     --> studium.toml:5:2
      |
    5 | [serch]
      |  ^^^^^ этого никто не читает
      = подсказка: может быть, `[search]`?

    info[orphan-note]: сюда не ссылается ни одна другая заметка
    --> y/Ёж.md:1:1

    info[orphan-note]: сюда не ссылается ни одна другая заметка
    --> z/Ёж.md:1:1

    warning[missing-definition]: у термина `терм` нет определения
    --> терм.md:1:1
      = подсказка: напишите первый абзац или `definition:` в свойствах

    info[orphan-note]: сюда не ссылается ни одна другая заметка
    --> терм.md:1:1

    warning[unknown-category]: категории `bse` нет
     --> терм.md:3:11
      |
    3 | category: bse
      |           ^^^
      = подсказка: категории перечислены в `[glossary] categories`

    Ненаписанное
      Кешш  просит 1 заметка
        n.md  Кешш Кэш > Когда нужно Кэш > ^нет x Ёж Запас

    Проверено: 6 заметок, 8 ссылок, 0 вложений; 5 ошибок, 6 предупреждений
    ");
}

#[test]
fn the_locale_decides_and_without_one_the_language_of_the_site() {
    let vault = TestVault::from_text(
        "=== studium.toml\n[site]\nlanguage = \"ru\"\ncontent = \".\"\n=== n.md\n[[Нет]]\n",
    );
    for (locale, expected) in [
        ("C.UTF-8", "ни одна заметка не называется `Нет`"),
        ("POSIX", "ни одна заметка не называется `Нет`"),
        ("ru_RU.UTF-8", "ни одна заметка не называется `Нет`"),
        ("en_GB.UTF-8", "no note is called `Нет`"),
        ("de_DE", "no note is called `Нет`"),
    ] {
        let told = out(&run(&vault, "check", locale));
        assert!(told.contains(expected) && told.contains("error[broken-link]"), "{locale}: {told}");
        let object = json(&run(&vault, "check|--format|json", locale));
        assert_eq!(object["diagnostics"][0]["message"], expected, "{locale}");
        for format in ["github", "sarif", "checkstyle"] {
            let told = out(&run(&vault, &format!("check|--format|{format}"), locale));
            assert!(told.contains(expected), "{locale}, {format}: {told}");
        }
    }
    let built = run(&vault, "build", "ru_RU.UTF-8");
    let built = err(&built) + &out(&built);
    assert!(built.contains("ни одна заметка") && built.contains("(1 ошибка) за "), "{built}");
}

#[test]
fn known_findings_are_known_in_every_language() {
    let vault = TestVault::from_text(FAULTY);
    let written = run(&vault, "check|--write-baseline", "ru_RU.UTF-8");
    let russian = fs::read(vault.root().join(".studium-baseline.json")).expect("there");
    assert!(err(&written).contains("известных находок"), "{}", err(&written));
    assert_eq!(code(&run(&vault, "check|--strict", "en_US.UTF-8")), 0);
    run(&vault, "check|--write-baseline", "en_US.UTF-8");
    assert_eq!(fs::read(vault.root().join(".studium-baseline.json")).expect("there"), russian);
}

#[test]
fn mending_and_sums_are_told_in_russian() {
    let vault = TestVault::from_text(
        "=== Шардирование.md\n=== Plan.md\n=== n.md\n[[Шардирования]] [[Plna]] [[Nowhere]]\n",
    );
    let shown = err(&run(&vault, "check|--fix", "ru"));
    insta::assert_snapshot!(shown, @"
    оставлено n.md:1:18 [[Plna]]: это может быть `Plan`, но это не точно
    Можно исправить 1 ссылку в 1 файле, `--apply` запишет; оставлено: 1, без подсказки: 1
    ");
    let told = out(&run(&vault, "doctor", "ru"));
    let told: Vec<&str> = told.lines().take(6).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    Заметки      3; 3 слова
    Ссылки       3, никуда не ведут: 3; на другие сайты: 0
    Находки      3 ошибки, 0 предупреждений
    Метки        0, встречаются однажды: 0
    Термины      0
    Вложения     0, 0 B; без дела: 0
    ");
}

/// Words that are the same in both languages: names of ours, of files, of formats, and what the system says.
const SAME: &[&str] = &[
    "studium", "error", "warning", "info", "toml", "md", "html", "git", "dir", "rsync", "public", "base",
    "url", "kb", "ms",
];

fn foreign_words(text: &str) -> Vec<String> {
    // What stands in backquotes is quoted, and paths hold a slash or a dot.
    let quoted = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let words = quoted.split_whitespace().filter(|word| !word.contains(['/', '.', '[', '-', '=', '|']));
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    words
        .filter(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic()))
        .filter(|word| !SAME.contains(&word.as_str()))
        .collect()
}

#[test]
fn no_command_speaks_english_to_a_russian_user() {
    let vault = TestVault::from_text(
        "=== .gitignore\nчерновики/\n=== Кэш.md\n## Зачем\n[[Шард]] [[Кэшш]]\n=== а/Имя.md\n=== б/Имя.md\n[[Имя]]\n\
         === скрыто.md\n---\ndraft: true\n---\n=== занято/файл.txt\n",
    );
    for arguments in [
        "why|[[Кэш#Зачем]]|--from|Кэш",
        "why|[[Имя]]|--from|б/Имя",
        "why|[[Кэшш]]|--from|Кэш",
        "why|[[Нет]]|--from|Кэш",
        "why|[[скрыто]]|--from|Кэш",
        "why|Кэш|--from|скрыто",
        "why|Кэш|--from|Кеш",
        "why|https://example.org|--from|Кэш",
        "new|Шард",
        "new|Шард",
        "new|x#y",
        "new|public/Заметка",
        "new|черновики/Заметка",
        "new|../Заметка",
        "build|--timings",
        "publish|--dry-run|dir:сайт",
        "publish|dir:сайт",
        "publish|dir:сайт|--allow-broken-links",
        "publish|dir:сайт|--allow-broken-links",
        "publish|dir:занято|--allow-broken-links",
        "publish|dir:.|--allow-broken-links",
        "publish|s3://x",
        "publish|git:x",
        "serve|--host|нет.такого.места",
        "search|кэш",
        "search|такогонет",
        "check|--baseline|нет.json",
        "check",
        "check|--fix",
        "doctor",
        "clean",
        "clean",
        "init|занято",
        "init|новое",
        "build|нет-такой-папки",
    ] {
        let told = run(&vault, arguments, "ru_RU.UTF-8");
        let text = out(&told) + &err(&told);
        // A cause that the system told stands behind a colon, settings are written as in their file, and names of
        // files hold any words.
        let lines = text
            .lines()
            .filter(|line| !line.contains(" = ") && !line.trim_end().to_lowercase().ends_with(".md"));
        let own: Vec<&str> = lines.map(|line| line.split(": ").take(2).last().unwrap_or(line)).collect();
        assert_eq!(foreign_words(&own.join("\n")), [""; 0], "{arguments}: {text}");
    }
}
