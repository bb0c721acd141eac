//! What the bar of the preview says, in English and Russian. Findings are worded in `diagnostic`.

use crate::diagnostic::catalogue;

catalogue! {
    BAR { "Studium preview", "Просмотр Studium" }
    CLOSE { "Close", "Закрыть" }
    NOT_UP_TO_DATE { "Not up to date", "Устарело" }
    LAST_GOOD { "This is the last good site", "Это последний удачный сайт" }
    NO_FAULTS { "No faults", "Всё в порядке" }
    ON_THIS_PAGE { "On this page", "На этой странице" }
    COUNT_HERE { "{count} on this page", "на этой странице: {count}" }
    ELSEWHERE { "Elsewhere", "В других местах" }
    AND_MORE { "and {count} more; “studium check” lists all", "и ещё {count}; все перечислит «studium check»" }
    DRAFTS { "{count} {count:draft|drafts}", "{count} {count:черновик|черновика|черновиков}" }
    SHOW_DRAFTS { "Show {count} {count:draft|drafts}", "Показать {count} {count:черновик|черновика|черновиков}" }
    HIDE_DRAFTS {
        "View as reader, without {count} {count:draft|drafts}",
        "Показать как читателю, без {count} {count:черновика|черновиков|черновиков}",
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
