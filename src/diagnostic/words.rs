//! What findings say, in English and Russian: the catalogue of this module.
//!
//! Sentences are in lower case and without a full stop, names in backquotes. What readers of YAML, TOML, JSON and
//! templates say of a file comes as they say it, in English.

use super::text::catalogue;

catalogue! {
    HELP { "help", "подсказка" }
    SUM_ERRORS { "{count} {count:error|errors}", "{count} {count:ошибка|ошибки|ошибок}" }
    SUM_WARNINGS {
        "{count} {count:warning|warnings}",
        "{count} {count:предупреждение|предупреждения|предупреждений}",
    }
    SUM_NOTHING { "no errors", "ошибок нет" }
    HOLDER_FIXED { "a file of a fixed name", "файл с постоянным именем" }
    HOLDER_STATIC { "a file of the static folder", "файл из папки статических файлов" }
    HOLDER_HOME { "the home page", "первая страница" }
    HOLDER_FOLDER { "a folder of this name", "папка с этим именем" }
    THEME_EXTENDS_ITSELF { "it extends itself by way of others", "она через другие продолжает саму себя" }
    NO_NOTE { "no note is called `{name}`", "ни одна заметка не называется `{name}`" }
    NO_FILE { "there is no file `{name}`", "файла `{name}` нет" }
    NOBODY_BEARS { "nothing in the vault bears this name", "ничего с таким именем в хранилище нет" }
    THIS_NOTE { "this note", "этой заметке" }
    NO_HEADING { "{note} has no heading `{part}`", "в {note} нет заголовка `{part}`" }
    HEADING_IS_NOT { "the note is there, the heading is not", "заметка есть, а заголовка нет" }
    NO_BLOCK { "{note} has no block `{part}`", "в {note} нет блока `{part}`" }
    BLOCK_IS_NOT { "the note is there, the block is not", "заметка есть, а блока нет" }
    UNPUBLISHED { "`{name}` is not published", "`{name}` не публикуется" }
    READERS_WILL_NOT_SEE { "readers will not see where this leads", "читатели не увидят, куда это ведёт" }
    OUTSIDE { "`{name}` lies outside the vault", "`{name}` лежит вне хранилища" }
    CLIMBS_ABOVE { "this climbs above the vault", "этот путь выходит из хранилища" }
    DID_YOU_MEAN { "did you mean `{name}`?", "может быть, `{name}`?" }
    DID_YOU_MEAN_KEY { "did you mean {name}?", "может быть, {name}?" }
    MAY_BE { "`{name}` may be {all}", "`{name}` — это может быть {all}" }
    OR { "or", "или" }
    MORE_BEAR_IT {
        "{count} more bear this name; write more of the path to say which is meant",
        "так называются ещё {count}; напишите больше от пути, чтобы было ясно, о чём речь",
    }
    LEADS_TO { "leads to `{path}`", "ведёт к `{path}`" }
    WRITE_MORE_OF_PATH {
        "write more of the path to say which one is meant",
        "напишите больше от пути, чтобы было ясно, о чём речь",
    }
    OTHER_NAME { "`{name}` is another name of `{path}`", "`{name}` — другое имя заметки `{path}`" }
    WORKS_EVERYWHERE { "`{link}` works in every application", "`{link}` работает в любом приложении" }
    EMBED_CYCLE { "this embed leads back to itself: {way}", "эта вставка приводит к самой себе: {way}" }
    SHOWN_AS_LINK { "shown as a plain link", "показана простой ссылкой" }
    DUPLICATE_ALIAS { "`{path}` has the alias `{name}` too", "псевдоним `{name}` есть и у `{path}`" }
    BROKEN_UNTIL_ONE {
        "links to this alias are broken until only one note bears it",
        "ссылки на этот псевдоним никуда не ведут, пока он не у одной заметки",
    }
    DUPLICATE_TRANSLATION {
        "`{path}` says the same in the language `{lang}` already",
        "`{path}` уже говорит то же самое на языке `{lang}`",
    }
    HOW_TRANSLATIONS_PAIR {
        "translations are paired by path, `translation_of` and `translationKey`; this one is alone",
        "переводы сводят вместе путь, `translation_of` и `translationKey`; эта заметка осталась одна",
    }
    REQUIRES_CYCLE { "this can never be read: {way}", "это никогда не прочесть: {way}" }
    PASSED_OVER { "passed over in the learning order", "в порядке изучения пропущено" }
    TAKE_OUT { "take one of these out of `requires`", "уберите одну из них из `requires`" }
    DUPLICATE_BLOCK_ID { "the block id `{id}` is used before", "метка блока `{id}` уже занята выше" }
    LINKS_LEAD_TO_FIRST { "links lead to the first", "ссылки ведут к первому" }
    UNCLOSED_COMMENT { "this comment has no end", "у этого комментария нет конца" }
    HIDDEN_FROM_HERE { "everything from here on is hidden", "всё, что отсюда и дальше, скрыто" }
    CLOSE_IT_WITH { "close it with `{mark}`", "закройте его знаком `{mark}`" }
    UNCLOSED_PRIVATE { "this private part has no end", "у этой закрытой части нет конца" }
    INVALID_FRONT_MATTER {
        "this front matter cannot be read: {why}",
        "свойства заметки прочесть нельзя: {why}",
    }
    KEPT_BACK_UNTIL_READ {
        "it names a visibility key, so the note is kept back until it can be read",
        "среди них есть ключ видимости, поэтому заметка не публикуется, пока их нельзя прочесть",
    }
    BUILT_WITHOUT_IT { "the note is built without it", "заметка собрана без них" }
    BLOCK_HAS_NO_END { "it has no end", "у них нет конца" }
    NEITHER_TRUE_NOR_FALSE {
        "`{key}` is neither `true` nor `false`",
        "`{key}` — не `true` и не `false`",
    }
    BLOCK_IS_NO_LIST { "it is not a list of keys and values", "это не список ключей и значений" }
    INVALID_PROPERTY { "`{key}` wants {wanted}", "`{key}`: сюда пишут {wanted}" }
    PASSED_OVER_VALUE { "passed over", "не учтено" }
    WANTS_DATE { "a day like 2026-11-22, with a time behind it or not", "число вида 2026-11-22, со временем или без него" }
    WANTS_NUMBER { "a number, as in `1.5`", "число, например `1.5`" }
    WANTS_FLAG { "one of `true` and `false`", "одно из двух: `true` или `false`" }
    WANTS_TEXT { "one text, not a list or a map", "одно значение, а не список и не словарь" }
    WANTS_MAP { "values by language or name, one to a line", "значения по языкам или именам, по одному на строку" }
    WANTS_AUTO_LINK { "`first-in-section`, `all` or `off`", "`first-in-section`, `all` или `off`" }
    WANTS_SEARCH { "`false` or a weight", "`false` или вес" }
    WANTS_LINK { "links in brackets: `[[Note]]`", "ссылки в скобках: `[[Заметка]]`" }
    WANTS_TAG {
        "tags: letters, digits, `-`, `_` and `/`, not digits alone",
        "теги: буквы, цифры, `-`, `_` и `/`, но не одни цифры",
    }
    NO_START {
        "`start` names neither a note nor a folder of the site: `{name}`",
        "`start` не называет ни заметки, ни папки сайта: `{name}`",
    }
    SLUG_COLLISION { "the address `{address}` belongs to {holder}", "адрес `{address}` занимает {holder}" }
    PAGE_MOVED_TO {
        "this page is at `{address}`; a `permalink` of its own settles it",
        "эта страница стоит по адресу `{address}`; свой `permalink` решит дело",
    }
    NOTE_IN_THE_WAY {
        "this note stands where the page `{address}` would be",
        "эта заметка стоит там, где была бы страница `{address}`",
    }
    GENERATED_MOVED_TO {
        "the generated page is at `{address}`; a `permalink` for the note settles it",
        "составная страница стоит по адресу `{address}`; `permalink` для заметки решит дело",
    }
    COMMENT_IN_HTML { "`%%` hides nothing in raw HTML", "внутри HTML `%%` ничего не скрывает" }
    READERS_SEE_IT { "readers see this, and what follows", "это и то, что дальше, увидят читатели" }
    HIDE_IN_HTML {
        "write `<!-- -->` there, or end the HTML with an empty line before the comment",
        "пишите там `<!-- -->` или закончите HTML пустой строкой перед комментарием",
    }
    UNREADABLE { "`{path}` cannot be read: {why}", "`{path}` прочесть нельзя: {why}" }
    NO_PLAIN_TEXT {
        "`{path}` is used as far as it could be read: {why}",
        "`{path}` взят, насколько его удалось прочесть: {why}",
    }
    SAVE_AS_UTF8 { "save the file as UTF-8", "сохраните файл в UTF-8" }
    ORPHAN { "no other note links here", "сюда не ссылается ни одна другая заметка" }
    VISIBILITY_CONFLICT {
        "these properties both publish the note and keep it back",
        "эти свойства и публикуют заметку, и скрывают её",
    }
    NOTE_KEPT_BACK { "the note is kept back", "заметка не публикуется" }
    INVALID_CANVAS { "this canvas cannot be read: {why}", "эту доску прочесть нельзя: {why}" }
    EMBEDS_TOO_MUCH {
        "this note embeds more than fits on a page: {limit}",
        "в эту заметку вставлено больше, чем помещается на странице: {limit}",
    }
    LIMIT_EMBEDS {
        "a page may show {limit} embeds, those inside others included",
        "на странице может быть {limit} {limit:вставка|вставки|вставок}, считая и вложенные",
    }
    LIMIT_EMBEDDED_BYTES {
        "the embeds of a page may hold {limit} MiB of text",
        "во вставках страницы может быть {limit} МиБ текста",
    }
    LIMIT_DEPTH { "embeds may lie {limit} deep in each other", "вложенность вставок — не больше {limit}" }
    OVER_IS_A_LINK { "what is over is a link", "остальное стоит ссылкой" }
    LIMIT_CELLS {
        "the tables of a note may have {limit} cells; what stands behind is left out",
        "в таблицах заметки может быть {limit} {limit:ячейка|ячейки|ячеек}; что дальше, опущено",
    }
    LIMIT_LINKS {
        "a note may have {limit} links; from here on they are text",
        "в заметке может быть {limit} {limit:ссылка|ссылки|ссылок}; отсюда они остаются текстом",
    }
    LIMIT_NOTE {
        "a note may have {limit} MiB; what stands behind is left out",
        "в заметке может быть {limit} МиБ; что дальше, опущено",
    }
    LIMIT_BLOCKS {
        "quotes and items may lie {limit} deep in each other; what lies deeper is shown at that depth",
        "вложенность цитат и пунктов — не больше {limit}; что глубже, показано на этой глубине",
    }
    LIMIT_EMPHASIS {
        "emphasis may lie {limit} deep in itself; what lies deeper is plain",
        "вложенность выделений — не больше {limit}; что глубже, не выделено",
    }
    LIMIT_HTML {
        "elements of raw HTML may lie {limit} deep in each other; tags that open more are left out",
        "вложенность элементов HTML — не больше {limit}; теги, которые открывают больше, опущены",
    }
    LIMIT_ATTRIBUTES {
        "a tag of raw HTML may have {limit} attributes; one with more is left out",
        "у тега HTML может быть {limit} {limit:атрибут|атрибута|атрибутов}; тег, у которого их больше, опущен",
    }
    LIMIT_TAGS {
        "a note may have {limit} tags; from here on they are text",
        "в заметке может быть {limit} {limit:метка|метки|меток}; отсюда они остаются текстом",
    }
    LIMIT_TAG_PARTS {
        "a tag may have {limit} parts; what lies deeper counts to the tag above it",
        "в метке может быть {limit} {limit:часть|части|частей}; что глубже, относится к метке выше",
    }
    LIMIT_FOLDERS {
        "folders have pages down to the {limit}th; the note is listed on the page of that one",
        "страницы есть у папок до {limit}-й вглубь; заметка стоит в списке на странице последней из них",
    }
    LIMIT_CODE {
        "code of more than {limit} kB is shown without colours",
        "код длиннее {limit} кБ показан без раскраски",
    }
    UNKNOWN_KEY { "there is no key `{key}`", "ключа `{key}` нет" }
    NOTHING_READS { "nothing reads this", "этого никто не читает" }
    KEY_OF_SECTION { "`{key}` of `{section}`", "`{key}` раздела `{section}`" }
    FAILED_INDEX { "the search index could not be made: {why}", "поисковый указатель не построен: {why}" }
    FAILED_TEMPLATE { "the template `{name}` cannot be used: {why}", "шаблон `{name}` не годится: {why}" }
    ADDRESSES_IN_HTML {
        "addresses in raw HTML are taken as they are; `[[…]]` and `[…](…)` find notes and files",
        "адреса в HTML берутся как есть; заметки и файлы находят `[[…]]` и `[…](…)`",
    }
    WRITTEN_BY_TEMPLATE {
        "it stands in `{tag}`, written by the {count:template|templates} {names}{more}",
        "он стоит в `{tag}`, который {count:пишет шаблон|пишут шаблоны|пишут шаблоны} {names}{more}",
    }
    WRITTEN_BY_STYLE {
        "a style sheet of the theme asks for it; `themes/NAME/` is where its files belong",
        "его просит таблица стилей темы; её файлам место в `themes/NAME/`",
    }
    LEADS_NOWHERE { "leads nowhere", "никуда не ведёт" }
    ON_MORE_PAGES {
        "; the same on {count} more {count:page|pages}",
        "; так же ещё на {count} {count:странице|страницах|страницах}",
    }
    ASKS_FOR_NO_FILE {
        "`{page}` asks for `{written}`, and the site has no `{file}`",
        "`{page}` просит `{written}`, но на сайте нет `{file}`",
    }
    NO_ID_HERE {
        "`{page}` leads to `{written}`, and nothing in it has the id `{id}`",
        "`{page}` ведёт к `{written}`, но ни у чего в ней нет метки `{id}`",
    }
    NO_ID_THERE {
        "`{page}` leads to `{written}`, and nothing in `{other}` has the id `{id}`",
        "`{page}` ведёт к `{written}`, но ни у чего в `{other}` нет метки `{id}`",
    }
    OUTSIDE_SITE {
        "`{page}` leads to `{written}`, which lies outside the site",
        "`{page}` ведёт к `{written}`, а это вне сайта",
    }
    DUPLICATE_ID {
        "{count} elements of `{page}` have the id `{id}`, and links lead to the first",
        "в `{page}` метка `{id}` стоит у {count} {count:элемента|элементов|элементов}, а ссылки ведут к первому",
    }
    CHOOSE_ANOTHER_ID {
        "headings and blocks have ids as well; choose another one here",
        "метки есть и у заголовков, и у блоков; выберите здесь другую",
    }
    TEMPLATE_HAS_ID_TWICE {
        "the {count:template|templates} {names} or what {count:it shows has|they show have} the id more than once{more}",
        "в {count:шаблоне|шаблонах|шаблонах} {names} или в том, что показано, метка стоит не один раз{more}",
    }
    MORE_BROKEN_OUTPUT {
        "{count} more {count:page has|pages have} addresses that lead nowhere, or ids more than once",
        "ещё на {count} {count:странице|страницах|страницах} есть адреса, которые никуда не ведут, или повторные метки",
    }
    DUPLICATE_TERM { "`{path}` defines the term `{name}` too", "термин `{name}` определяет и `{path}`" }
    KEEP_ONE_DEFINITION {
        "keep one definition, and let the other note link to it",
        "оставьте одно определение, а другая заметка пусть ссылается на него",
    }
    MISSING_DEFINITION { "the term `{name}` has no definition", "у термина `{name}` нет определения" }
    WRITE_DEFINITION {
        "write a first paragraph, or `definition:` in the front matter",
        "напишите первый абзац или `definition:` в свойствах",
    }
    UNKNOWN_CATEGORY { "there is no category `{name}`", "категории `{name}` нет" }
    WHERE_CATEGORIES {
        "categories are named under `[glossary] categories`",
        "категории перечислены в `[glossary] categories`",
    }
    UNLINKED_MENTION { "`{words}` names `{path}` without a link", "`{words}` называет `{path}`, но не ссылается" }
    SHOWS_LINKS {
        "`studium check --fix --link-mentions` shows how it would be linked",
        "`studium check --fix --link-mentions` покажет, как здесь встанет ссылка",
    }
    CONFIG_UNREADABLE { "this cannot be read: {why}", "это прочесть нельзя: {why}" }
    CONFIG_NOT_UTF8 { "this file is not UTF-8", "этот файл не в UTF-8" }
    CONFIG_FOLDER { "`{key}` has to name a folder", "`{key}` должен называть папку" }
    CONFIG_SCHEME {
        "`base_url` has to begin with `https://` or `http://`",
        "`base_url` должен начинаться с `https://` или `http://`",
    }
    CONFIG_HOST { "`base_url` has to name a host", "`base_url` должен называть узел" }
    CONFIG_ADDRESS {
        "`base_url` is an address without blanks, quotes, `?` and `#`",
        "`base_url` — адрес без пробелов, кавычек, `?` и `#`",
    }
    CONFIG_ENDPOINT {
        "`endpoint` is the address of a search, such as `https://search.example.org/notes/_search`, without a password",
        "`endpoint` — адрес поиска, как `https://search.example.org/notes/_search`, без пароля",
    }
    CONFIG_LANGUAGE {
        "`{tag}` is no language tag such as `en` or `pt-BR`",
        "`{tag}` — не обозначение языка, как `en` или `pt-BR`",
    }
    CONFIG_EDITOR {
        "`editor` has to be {names}, or an address with `{sign}` in it",
        "`editor` должен быть {names} или адресом, в котором есть `{sign}`",
    }
    CONFIG_THEME {
        "a theme is named by its folder in `themes/`, not by a path",
        "тему называет её папка в `themes/`, а не путь",
    }
    CONFIG_TABLE { "`{key}` has to be a table: `[{name}]`", "`{key}` должен быть таблицей: `[{name}]`" }
    CONFIG_LIST {
        "`{key}` has to be a list of texts, such as `[\"one\", \"two\"]`",
        "`{key}` должен быть списком строк, например `[\"one\", \"two\"]`",
    }
    CONFIG_FLAG {
        "`{key}` has to be `true` or `false`, not {kind}",
        "`{key}` должен быть `true` или `false`, а не {kind}",
    }
    CONFIG_PORT {
        "`{key}` has to be a number from 0 to 65535",
        "`{key}` должен быть числом от 0 до 65535",
    }
    CONFIG_ONE_OF { "`{key}` has to be {words}", "`{key}` должен быть {words}" }
    CONFIG_ONE_OF_NOT { "`{key}` has to be {words}, not `{text}`", "`{key}` должен быть {words}, а не `{text}`" }
    CONFIG_TWICE { "`{key}` names `{text}` twice", "`{key}` дважды называет `{text}`" }
    CONFIG_TEXT {
        "`{key}` has to be text in quotes, not {kind}",
        "`{key}` должен быть строкой в кавычках, а не {kind}",
    }
    KIND_TEXT { "text", "строкой" }
    KIND_NUMBER { "a number", "числом" }
    KIND_FLAG { "`true` or `false`", "`true` или `false`" }
    KIND_DATE { "a date", "датой" }
    KIND_LIST { "a list", "списком" }
    KIND_TABLE { "a table", "таблицей" }
    TEMPLATE_FAILS_FOR { "`{file}` cannot be filled for `{page}`: {why}", "`{file}` не заполнить для `{page}`: {why}" }
    TEMPLATE_FAILS_FOR_NOTE {
        "`{file}` cannot be filled for `{page}`, the page of `{note}`: {why}",
        "`{file}` не заполнить для `{page}`, страницы заметки `{note}`: {why}",
    }
    SAME_ON_PAGES {
        "the same on {count} more {count:page|pages}",
        "так же ещё на {count} {count:странице|страницах|страницах}",
    }
    STRAY_TEMPLATE {
        "no page is made with `{file}`, and no template includes or extends it",
        "ни одна страница не сделана по `{file}`, и ни один шаблон его не включает и не продолжает",
    }
    NO_TEMPLATE_FILE {
        "`{file}` is no template: these end in `.html`, `.xml`, `.txt` or `.svg`",
        "`{file}` — не шаблон: их имена кончаются на `.html`, `.xml`, `.txt` или `.svg`",
    }
    UNKNOWN_WORD {
        "no template uses the word `{name}`",
        "слово `{name}` не нужно ни одному шаблону",
    }
    UNKNOWN_THEME_KEY { "`theme.toml` has no key `{name}`", "ключа `{name}` в `theme.toml` не бывает" }
    TEMPLATE_UNUSABLE { "`{file}` cannot be used: {why}", "`{file}` не годится: {why}" }
    AT_LINE { "line {line}, column {column}", "строка {line}, столбец {column}" }
    WORDS_UNREADABLE { "these words cannot be read: {why}", "эти слова прочесть нельзя: {why}" }
    THEME_CIRCLE {
        "these files of the theme refer to one another in a circle: {way}",
        "эти файлы темы ссылаются друг на друга по кругу: {way}",
    }
    THEME_UNUSABLE { "the theme `{name}` cannot be used: {why}", "тема `{name}` не годится: {why}" }
    TEMPLATE_BELOW { "the template below it is used instead", "вместо него взят тот, что под ним" }
    THEME_NOT_CLASSIC {
        "line {line} of `{path}` cannot be part of a site that works from disk",
        "строка {line} файла `{path}` не годится для сайта, который работает с диска",
    }
    THEME_CLASSIC_HOW {
        "write `import {braces} from \"./b.js\";` and `export` before each thing, at the beginning of a line",
        "пишите `import {braces} from \"./b.js\";` и `export` перед каждой вещью, в начале строки",
    }
    THEME_BELOW { "the theme below it is used instead", "вместо неё взята та, что под ней" }
    THEME_NO_MANIFEST { "it has no `theme.toml`", "в ней нет `theme.toml`" }
    THEME_MANIFEST { "its `theme.toml` cannot be read: {why}", "её `theme.toml` прочесть нельзя: {why}" }
    THEME_CONTRACT {
        "it is written for contract {other}, and this is {ours}",
        "она написана для договора {other}, а здесь {ours}",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::text::check_catalogue;

    #[test]
    fn both_languages_say_the_same() {
        check_catalogue(ALL);
    }
}
