//! What `studium why` says, in English and Russian.

use crate::diagnostic::catalogue;

catalogue! {
    IN_NOTE { "in {note}", "в заметке {note}" }
    OWN_NOTE {
        "it names no file, so it means the note that it stands in",
        "файл не назван, значит, это заметка, в которой стоит ссылка",
    }
    OUTSIDE { "the path `{name}` climbs out of the vault", "путь `{name}` выводит из хранилища" }
    EXACT { "`{name}` means one file: {path}", "`{name}` значит один файл: {path}" }
    CANDIDATES {
        "{count} {count:file is|files are} called `{name}`; those in the folder of the link or below it come first, then the shortest path, then the first in order",
        "{count} {count:файл называется|файла называются|файлов называются} `{name}`; сначала те, что в папке ссылки или ниже, потом самый короткий путь, потом первый по порядку",
    }
    LANGUAGE {
        "`{name}` is there in several languages, and {path} is the one in `{lang}`",
        "`{name}` есть на нескольких языках, и на `{lang}` это {path}",
    }
    OTHERS_TOO { "others in it bear the name too", "на нём так называются и другие" }
    NO_FILE {
        "no file has the path `{name}`, or one that ends with it",
        "нет файла с путём `{name}` или с путём, который им кончается",
    }
    NO_ALIAS { "`{name}` is another name of no published note", "`{name}` не другое имя ни одной опубликованной заметки" }
    ALIAS { "`{name}` is another name of {notes}", "`{name}` другое имя: {notes}" }
    ONE_ALIAS { "only a single one is taken", "берётся только единственное" }
    WITHHELD { "what was found is not published", "найденное не опубликовано" }
    PART { "{note} has the part `{part}`", "в {note} есть часть `{part}`" }
    NO_PART { "{note} has no part `{part}`", "в {note} нет части `{part}`" }
    LEADS_TO { "It leads to {target}", "Она ведёт в {target}" }
    LEADS_NOWHERE { "It leads nowhere: {reason}", "Она никуда не ведёт: {reason}" }
    MISSING_NOTE { "missing note", "нет такой заметки" }
    MISSING_FILE { "missing file", "нет такого файла" }
    MISSING_HEADING { "missing heading", "нет такого заголовка" }
    MISSING_BLOCK { "missing block", "нет такого блока" }
    UNPUBLISHED { "unpublished", "не опубликовано" }
    OUTSIDE_VAULT { "outside vault", "вне хранилища" }
    DID_YOU_MEAN { "did you mean {name}?", "может быть, {name}?" }
    NEAR { "in the folder of the link or below", "в папке ссылки или ниже" }
    NOT_PUBLISHED { "not published", "не опубликован" }
    SPELLING { "spelled alike", "пишется так же" }
    TITLE { "its title or another name", "заголовок или другое имя" }
    FOLDER { "the same name in another place", "то же имя в другом месте" }
    EXTENSION { "the same name with another extension", "то же имя с другим расширением" }
    ONE_SLIP { "one typing error away", "отличие в одну опечатку" }
    TYPING {
        "{count} typing {count:error|errors} away",
        "отличие в {count} {count:опечатку|опечатки|опечаток}",
    }
    SOUND { "it sounds alike", "звучит так же" }
    KEYBOARD { "typed on the other keyboard layout", "набрано в другой раскладке" }
    FORM { "another form of the word", "другая форма слова" }
    MOVED { "it was moved there", "файл переехал туда" }
    SEVERAL { "several notes are called `{name}`: {notes}", "так называются несколько заметок, `{name}`: {notes}" }
    KEPT_BACK {
        "`{note}` is not published, so none of its links is resolved; `--drafts` looks at drafts",
        "`{note}` не публикуется, и её ссылки никуда не ведут; `--drafts` смотрит и черновики",
    }
    NO_NOTE { "there is no note `{name}` in the vault", "в хранилище нет заметки `{name}`" }
    NO_NOTE_NEAR {
        "there is no note `{name}` in the vault; did you mean {notes}?",
        "в хранилище нет заметки `{name}`; может быть, {notes}?",
    }
    OTHER_SITE {
        "`{text}` leads to another site, not into the vault",
        "`{text}` ведёт на другой сайт, а не в хранилище",
    }
    NO_LINK {
        "`{text}` is no link; write `[[Name]]`, `![[Name]]` or `[text](name.md)`",
        "`{text}` не ссылка; пишите `[[Имя]]`, `![[Имя]]` или `[текст](имя.md)`",
    }
    MANY_LINKS {
        "`{text}` holds {count} links; ask for one of them",
        "в `{text}` несколько ссылок ({count}); спросите про одну",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::check_catalogue;

    #[test]
    fn both_languages_say_the_same() {
        check_catalogue(ALL);
    }
}
