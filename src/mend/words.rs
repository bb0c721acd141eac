//! Why something is not mended, in English and Russian.

use crate::diagnostic::catalogue;

catalogue! {
    UNUSUAL { "it is written in an unusual way", "она написана необычно" }
    ELSEWHERE {
        "its address stands elsewhere, or is written in an unusual way",
        "её адрес стоит в другом месте или написан необычно",
    }
    NOT_PLAIN { "the file is not plain UTF-8", "файл не в чистом UTF-8" }
    MAY_MEAN { "it may mean {all}", "это может быть {all}" }
    OUT_OF_VAULT { "it leads out of the vault", "она ведёт из хранилища" }
    NOT_SURE { "it may mean `{name}`, but that is not sure", "это может быть `{name}`, но это не точно" }
    TO_BE_WRITTEN {
        "{count} {count:note asks|notes ask} for it, so it may be a note to be written",
        "её {count:просит|просят|просят} {count} {count:заметка|заметки|заметок}: может быть, её ещё предстоит написать",
    }
    NO_WIKILINK { "no wikilink can hold the name of the note", "такое имя заметки в ссылку не поместить" }
    MARKDOWN_ALIAS {
        "a Markdown link by an alias is left to its author",
        "ссылка Markdown по псевдониму оставлена автору",
    }
    CANVAS { "canvases are not written", "доски не переписываются" }
    NO_PLACE { "its place in the file cannot be told", "её место в файле не определить" }
    QUOTES { "the name cannot stand in quotes", "это имя не может стоять в кавычках" }
    OTHER_WAY { "the mended text would be read in another way", "исправленный текст читался бы иначе" }
    OVER_LINES {
        "the mention runs over the end of a line, or is written in an unusual way",
        "упоминание переходит на другую строку или написано необычно",
    }
    NO_SUCH_WORDS { "no wikilink can show these words", "эти слова в ссылке не показать" }
    OR { "or", "или" }
    CHANGED { "it was changed meanwhile", "он за это время изменился" }
    IS_LINK { "it is a link, or lies behind one", "это ссылка файловой системы, или он лежит за такой" }
    READ_ONLY { "it is read-only", "он только для чтения" }
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
