//! What the commands about findings say, in English and Russian, and in which of them the user is spoken to.
//! Findings themselves are worded in `diagnostic`, all else that commands say in `said`.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::diagnostic::{Message, Spoken, Tongue, catalogue};

/// A run speaks one language to its user. Which one is known when the configuration is.
static SPEAKS_RUSSIAN: AtomicBool = AtomicBool::new(false);

/// Chooses the language of this run.
pub(super) fn speak(tongue: Tongue) {
    SPEAKS_RUSSIAN.store(tongue == Tongue::Russian, Ordering::Relaxed);
}

/// Returns the language of this run.
pub(super) fn tongue() -> Tongue {
    if SPEAKS_RUSSIAN.load(Ordering::Relaxed) { Tongue::Russian } else { Tongue::English }
}

/// Puts values into a sentence, in the language of this run.
pub(super) fn say(message: &Message, values: &[(&str, &dyn Spoken)]) -> String {
    message.say(tongue(), values)
}

catalogue! {
    NOTES { "{count} {count:note|notes}", "{count} {count:заметка|заметки|заметок}" }
    LINKS { "{count} {count:link|links}", "{count} {count:ссылка|ссылки|ссылок}" }
    ATTACHMENTS { "{count} {count:attachment|attachments}", "{count} {count:вложение|вложения|вложений}" }
    CHECKED { "Checked {what}: {sums}", "Проверено: {what}; {sums}" }
    KNOWN { "; {count} known", "; {count} {count:известная|известные|известных}" }
    GONE {
        "{count} {count:known finding|known findings} mended; `--write-baseline` forgets what is mended",
        "{count} {count:известная находка исправлена|известные находки исправлены|известных находок исправлено}; `--write-baseline` забудет исправленное",
    }
    WRITTEN_KNOWN {
        "{count} {count:known finding|known findings} → {file}",
        "{count} {count:известная находка|известные находки|известных находок} → {file}",
    }
    WANTED { "Wanted", "Ненаписанное" }
    WANTED_BY { "by {count} {count:note|notes}", "просит {count} {count:заметка|заметки|заметок}" }
    NEAREST { "; nearest is `{path}`", "; ближе всего `{path}`" }
    AND_MORE { "… and {count} more", "… и ещё {count}" }
    AND_MORE_FINDINGS {
        "… and {count} more {count:finding|findings}; `studium check` lists all",
        "… и ещё {count} {count:находка|находки|находок}; все перечислит `studium check`",
    }
    NOTHING_CHECKED {
        "nothing was checked, because the configuration cannot be used",
        "ничего не проверено: настройка не годится",
    }
    CHECKED_AGAIN { "Checked again: {sums}", "Проверено снова: {sums}" }
    LEFT { "left {place} {raw}: {why}", "оставлено {place} {raw}: {why}" }
    REST_UNKNOWN { "; {count} without a suggestion", "; без подсказки: {count}" }
    REST_LEFT { "; {count} left", "; оставлено: {count}" }
    REST_BOTH { "; {left} left, {count} without a suggestion", "; оставлено: {left}, без подсказки: {count}" }
    NOTHING_TO_MEND { "Nothing can be mended without asking{rest}", "Без вопросов исправить нечего{rest}" }
    MENDED {
        "Mended {count} {count:link|links} in {files} {files:file|files}{rest}",
        "{count:Исправлена|Исправлено|Исправлено} {count} {count:ссылка|ссылки|ссылок} в {files} {files:файле|файлах|файлах}{rest}",
    }
    CAN_BE_MENDED {
        "{count} {count:link|links} in {files} {files:file|files} can be mended, `--apply` writes it{rest}",
        "Можно исправить {count} {count:ссылку|ссылки|ссылок} в {files} {files:файле|файлах|файлах}, `--apply` запишет{rest}",
    }
    BUILT {
        "Built {pages} {pages:page|pages} from {notes} {notes:note|notes} ({sums}) in {time} s",
        "{pages:Собрана|Собраны|Собрано} {pages} {pages:страница|страницы|страниц} из {notes} {notes:заметки|заметок|заметок} ({sums}) за {time} с",
    }
    DOCTOR_NOTES { "Notes", "Заметки" }
    DOCTOR_UNPUBLISHED { ", and {count} not published", ", и ещё {count} без публикации" }
    DOCTOR_WORDS { "{count} {count:word|words}", "{count} {count:слово|слова|слов}" }
    DOCTOR_LINKS { "Links", "Ссылки" }
    DOCTOR_BROKEN {
        "{links}, {broken} broken; {external} to other sites",
        "{links}, никуда не ведут: {broken}; на другие сайты: {external}",
    }
    DOCTOR_FINDINGS { "Findings", "Находки" }
    DOCTOR_TAGS { "Tags", "Метки" }
    DOCTOR_ONCE { "{tags}, {once} used once", "{tags}, встречаются однажды: {once}" }
    DOCTOR_TERMS { "Terms", "Термины" }
    DOCTOR_ATTACHMENTS { "Attachments", "Вложения" }
    DOCTOR_UNUSED { "{count}, {size}; {unused} unused", "{count}, {size}; без дела: {unused}" }
    DOCTOR_ORPHANS { "Orphans, which no note links to", "Сироты: на них не ссылается ни одна заметка" }
    DOCTOR_DEAD_ENDS { "Dead ends, which link to no note", "Тупики: сами не ссылаются ни на одну заметку" }
    DOCTOR_TAGS_ONCE { "Tags used once", "Метки, которые встречаются однажды" }
    DOCTOR_AMBIGUOUS { "Names of several notes", "Имена, которые носят несколько заметок" }
    DOCTOR_UNUSED_LIST { "Unused attachments", "Вложения без дела" }
    DOCTOR_LARGEST { "Largest pages", "Самые большие страницы" }
    DOCTOR_SLOWEST { "Slowest notes", "Самые медленные заметки" }
    DOCTOR_CONFIG { "Configuration in effect", "Действующая настройка" }
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
