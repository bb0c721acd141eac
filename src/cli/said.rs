//! What the commands say besides findings and sums, in English and Russian: remarks, closing lines, why something
//! could not be done.

use crate::diagnostic::catalogue;

catalogue! {
    BUG {
        "this is a bug in Studium {version}, not in your notes; please report it at {place}/issues with this line: {line}",
        "это ошибка в Studium {version}, а не в ваших заметках; сообщите о ней на {place}/issues вместе с этой строкой: {line}",
    }
    SECONDS { "{number} s", "{number} с" }
    MILLISECONDS { "{number} ms", "{number} мс" }
    PAGES { "{count} {count:page|pages}", "{count} {count:страница|страницы|страниц}" }
    CHARACTERS { "{count} {count:character|characters}", "{count} {count:знак|знака|знаков}" }
    ANY_OF { "or", "или" }
    ALL_OF { "and", "и" }

    READING { "reading", "чтение" }
    PARSING { "parsing", "разбор" }
    RESOLVING { "resolving", "ссылки" }
    MENTIONING { "looking for mentions", "поиск упоминаний" }
    PLANNING { "planning", "план страниц" }
    RENDERING { "rendering", "страницы" }
    INDEXING { "indexing", "поисковый указатель" }
    GATHERING { "gathering data", "сбор данных" }
    LOOKING_THROUGH { "looking pages through", "проверка страниц" }
    WRITING { "writing", "запись" }
    PUBLISHING { "publishing", "публикация" }
    ASKING_GIT { "asking Git", "вопрос к Git" }
    WHOLE_TIME { "all", "всё" }
    STAGE { "Stage", "Этап" }
    TIME { "Time", "Время" }
    SHARE { "Share", "Доля" }

    EXPORT_WHAT {
        "one vault and one format are named; see `studium export --help`",
        "называют одно хранилище и один формат; смотрите `studium export --help`",
    }
    NO_FORMAT {
        "`{word}` is no format; there are `csv`, `json`, `quickwit` and `opensearch`",
        "`{word}` не формат; есть `csv`, `json`, `quickwit` и `opensearch`",
    }
    NO_GLOSSARY { "there is no glossary to export", "словаря нет, выгружать нечего" }
    NO_INDEX_NAME {
        "`{name}` is no name of an index: 3 to 255 small letters, digits, dashes and underscores, a letter first",
        "`{name}` не имя индекса: от 3 до 255 строчных латинских букв, цифр, дефисов и подчёркиваний, первой буква",
    }
    EXPORTED {
        "Exported {count} {count:page|pages} → {place}",
        "Выгружено: {count} {count:страница|страницы|страниц} → {place}",
    }
    NOT_READ { "nothing has been read", "ещё ничего не прочитано" }
    CONFIG_UNUSABLE { "the configuration cannot be used", "настройка не годится" }
    CACHE_NOT_KEPT {
        "The cache cannot be kept, so the next build takes longer: {why}",
        "Кэш не сохранить, и следующая сборка будет дольше: {why}",
    }
    NO_OUTPUT_PLACE { "cannot find the output", "не найти папку сайта" }
    NO_THEME_NAME {
        "`{name}` is no name of a theme; it is named by its folder in `{folder}/`",
        "`{name}` не имя темы; тему называют по её папке в `{folder}/`",
    }
    THEME_TOO_DEEP {
        "the theme `{name}` extends itself, or too many others",
        "тема `{name}` продолжает саму себя или слишком много других",
    }
    NO_THEME { "there is no theme `{name}`", "нет темы `{name}`" }
    FOLDER_OUTSIDE {
        "the folder of {what} `{folder}` must lie below that of the configuration",
        "папка «{what}» `{folder}` должна лежать ниже папки настройки",
    }
    NO_FOLDER { "there is no folder of {what} `{folder}`", "нет папки «{what}» `{folder}`" }
    TEMPLATES { "templates", "шаблоны" }
    STATIC_FILES { "static files", "статические файлы" }
    CANNOT_READ { "cannot read `{path}`", "не прочитать `{path}`" }
    CANNOT_WRITE { "cannot write `{path}`", "не записать `{path}`" }
    CANNOT_MAKE { "cannot make `{path}`", "не создать `{path}`" }
    CANNOT_MAKE_FOLDER { "cannot make the folder of `{path}`", "не создать папку для `{path}`" }
    CANNOT_OPEN { "`{path}` cannot be opened", "`{path}` не открыть" }
    CANNOT_FIND_FOLDER { "cannot find the folder", "не найти папку" }
    NO_WORKING_DIRECTORY { "cannot find the working directory", "не найти текущую папку" }
    NO_BASELINE {
        "there is no file `{path}`; `--write-baseline` makes one",
        "нет файла `{path}`; его создаст `--write-baseline`",
    }
    NO_LIST {
        "`{path}` is no list of known findings: {why}",
        "`{path}` не список известных находок: {why}",
    }

    LOOKING_TWICE {
        "Looking at the files twice a second: {why}",
        "Файлы проверяются дважды в секунду: {why}",
    }
    AS_ASKED { "as asked for", "так было велено" }
    SYSTEM_SILENT { "the system stopped telling", "система перестала сообщать о переменах" }
    NOTHING_WRITTEN_CONFIG {
        "nothing was written, because the configuration cannot be used",
        "ничего не записано: настройка не годится",
    }
    NOTHING_WRITTEN_PAGES {
        "nothing was written, because some pages could not be made",
        "ничего не записано: часть страниц не получилась",
    }
    NO_BASE_URL {
        "No `base_url` is set, so there is no feed and no site map, and pages do not say their full address",
        "Нет `base_url`, поэтому нет ни ленты, ни карты сайта, и страницы не знают своего полного адреса",
    }
    NO_HISTORY {
        "This clone has no history, so Git is not asked when notes changed",
        "У этой копии нет истории, поэтому Git не спросить, когда менялись заметки",
    }

    CACHE_REMOVED { "Removed the cache", "Кэш удалён" }
    NOTHING_TO_REMOVE {
        "There is no {place}/, so there is nothing to remove",
        "Папки {place}/ нет, удалять нечего",
    }
    REMOVED {
        "Removed {count} {count:file|files} from {place}/",
        "{count:Удалён|Удалено|Удалено} {count} {count:файл|файла|файлов} из {place}/",
    }
    MADE_VAULT {
        "Made a vault in {place}; `studium serve{argument}` shows it",
        "Хранилище создано в {place}; его покажет `studium serve{argument}`",
    }
    NOT_EMPTY {
        "`{place}` is not empty, it holds `{name}`; name a folder that is empty or not there yet",
        "`{place}` не пуста, в ней лежит `{name}`; назовите папку пустую или такую, которой ещё нет",
    }

    BEARS_NAME_TOO {
        "`{path}` bears this name too; links need more of the path to tell them apart",
        "`{path}` носит то же имя; чтобы их различать, в ссылке нужна ещё часть пути",
    }
    NAME_WITH_SIGN {
        "a note cannot have {sign} in its name, or links could not lead to it everywhere",
        "в имени заметки не может быть {sign}, иначе ссылки на неё работали бы не везде",
    }
    NAME_WITH_EDGES {
        "no part of `{name}` may begin with a dot or a blank, or end with one",
        "ни одна часть `{name}` не может начинаться или кончаться точкой или пробелом",
    }
    NO_NAME_OF_NOTE {
        "`{name}` is no name of a note; write it as `Name` or `Folder/Name`",
        "`{name}` не имя заметки; пишите `Имя` или `Папка/Имя`",
    }
    LIES_OUTSIDE { "`{path}` would lie outside the vault", "`{path}` лежала бы вне хранилища" }
    IS_THERE { "`{path}` is there already; it was left as it is", "`{path}` уже есть; она осталась как была" }
    NOT_OF_VAULT {
        "`{path}` would be no note of the vault: {why}; choose another folder",
        "`{path}` не стала бы заметкой хранилища: {why}; выберите другую папку",
    }
    IN_OUTPUT { "the site is written to `{folder}`", "в `{folder}` пишется сайт" }
    IN_OWN_FOLDER {
        "`{folder}` holds files of the theme or of the site",
        "в `{folder}` лежат файлы темы или сайта",
    }
    IN_HIDDEN { "nothing in `{folder}` is read", "из `{folder}` ничего не читается" }
    IN_IGNORED {
        "`.studiumignore` or `.gitignore` leave it out",
        "её исключает `.studiumignore` или `.gitignore`",
    }
    IN_EXCLUDED {
        "`exclude` of `[site]` or the excluded files of the application keep it back",
        "её не публикует `exclude` в `[site]` или список исключённых файлов приложения",
    }
    ASKED_FOR_BY { "asked for by {note}", "о ней просит {note}" }
    BY_MORE { "and by {count} more", "и ещё {count}" }

    TWO_PLACES {
        "one vault and one target are named; see `studium publish --help`",
        "называют одно хранилище и одно место; см. `studium publish --help`",
    }
    NOT_PUBLISHED_PAGES {
        "nothing was published, because some pages could not be made",
        "ничего не опубликовано: часть страниц не получилась",
    }
    NOT_PUBLISHED_ERRORS {
        "nothing was published, because there are errors; mend them, or say `--allow-broken-links`",
        "ничего не опубликовано: есть ошибки; исправьте их или добавьте `--allow-broken-links`",
    }
    WOULD_PUBLISH { "Would publish to {place}: {sums}", "Было бы опубликовано в {place}: {sums}" }
    ASKS_TO_ALLOW {
        "Publishing asks for `--allow-broken-links`, because there are errors",
        "Для публикации нужно `--allow-broken-links`: есть ошибки",
    }
    NOTHING_CHANGED {
        "Nothing has changed since the last time, at {place}",
        "С прошлого раза в {place} ничего не изменилось",
    }
    PUBLISHED {
        "Published {written} {written:file|files}, removed {removed} {removed:file|files}, in {time} s → {place}",
        "Опубликовано: {written} {written:файл|файла|файлов}, удалено: {removed} {removed:файл|файла|файлов}, за {time} с → {place}",
    }
    CHANGES {
        "{new} new, {changed} changed, {removed} removed, {same} the same",
        "новых: {new}, изменённых: {changed}, удалённых: {removed}, прежних: {same}",
    }
    ROW_NEW { "new", "новый" }
    ROW_PRIVATE { "private", "скрыт" }
    ROW_REMOVED { "removed", "удалён" }
    ROW_CHANGED { "changed", "изменён" }
    ROW_SAME { "same", "прежний" }

    STOPPED { "Stopped", "Остановлено" }
    PORT_IN_USE { "Port {port} is in use{by}; taking the next", "Порт {port} занят{by}; берём следующий" }
    BY { " by {holder}", " программой {holder}" }
    EXPOSED {
        "anyone who reaches this machine can read what is shown",
        "показанное прочитает каждый, кому доступна эта машина",
    }
    SERVING { "Serving {url}  (Ctrl-C stops)", "Сайт на {url}  (Ctrl-C остановит)" }
    NO_BROWSER { "no browser could be opened: {why}", "браузер не открылся: {why}" }
    LAST_GOOD {
        "the last good site stays until this is mended",
        "пока это не исправлено, остаётся последний целый сайт",
    }

    NO_INDEX { "the search index could not be made", "поисковый указатель не получился" }
    UNREAD_INDEX { "the search index could not be read", "поисковый указатель не прочитать" }
    CORRECTED {
        "Nothing has `{query}`; these have `{corrected}`",
        "`{query}` нигде нет; вот где есть `{corrected}`",
    }
    NOTHING_FOUND { "Nothing found", "Ничего не нашлось" }
    SOME_OF {
        "{shown} of {count} {count:page|pages}; `--limit` shows more",
        "{shown} из {count} {count:страницы|страниц|страниц}; больше покажет `--limit`",
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
