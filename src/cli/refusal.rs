//! Why something could not be done, in the language of the user.
//!
//! In: an error with what led to it. Out: one line. What the system, Git or another program said stays as it was said.

use std::error::Error;

use super::words::{say, tongue};
use crate::diagnostic::Tongue;
use crate::publish::{Hint, PublishError, TargetError};
use crate::serve::ServeError;
use crate::source::{LocateError, ScanError};

/// Returns an error and its causes, parted by colons.
pub(super) fn told(error: &anyhow::Error) -> String {
    error.chain().map(one).collect::<Vec<_>>().join(": ")
}

fn one(error: &(dyn Error + 'static)) -> String {
    let english = || error.to_string();
    if tongue() == Tongue::English {
        return english();
    }
    let of_publish = error.downcast_ref().and_then(publishing);
    let of_target = || error.downcast_ref().and_then(target);
    let of_serve = || error.downcast_ref().map(serving);
    let of_locate = || error.downcast_ref().map(locating);
    let of_scan = || error.downcast_ref().map(scanning);
    of_publish
        .or_else(of_target)
        .or_else(of_serve)
        .or_else(of_locate)
        .or_else(of_scan)
        .unwrap_or_else(english)
}

fn publishing(error: &PublishError) -> Option<String> {
    use PublishError as E;
    const OWN: &str = "выберите отдельную папку";
    Some(match error {
        E::IsVault { output } => format!("папка сайта `{}` и есть хранилище; {OWN}", output.display()),
        E::HoldsVault { output, vault } => {
            format!("в папке сайта `{}` лежит хранилище `{}`; {OWN}", output.display(), vault.display())
        }
        E::Precious { output, what } => {
            let what = match *what {
                "the root of the file system" => "корень файловой системы",
                "your home folder" => "ваша домашняя папка",
                other => other,
            };
            format!("папка сайта `{}` — {what}; {OWN}", output.display())
        }
        E::HoldsNote { output, note } => {
            format!("в папке сайта `{}` лежит заметка `{}`; {OWN}", output.display(), note.display())
        }
        E::Link { output } => {
            format!("папка сайта `{}` — ссылка; назовите папку, в которую она ведёт", output.display())
        }
        E::NotFolder { output } => format!("`{}` не папка", output.display()),
        E::Foreign { output, example } => format!(
            "в папке сайта `{}` есть чужие файлы, например `{}`; выберите пустую папку",
            output.display(),
            example.display()
        ),
        E::InTheWay { output, path } => format!(
            "`{}` в папке сайта `{}` записано не Studium и мешает; уберите это",
            path.display(),
            output.display()
        ),
        E::Damaged { path, reason } => {
            format!("`{}` повреждён, и неизвестно, какие файлы можно заменить: {reason}", path.display())
        }
        E::Busy { output } => {
            format!("в `{}` уже пишет другая сборка; повторите, когда она закончит", output.display())
        }
        E::NoSite { output } => format!("в `{}` нет сайта, записанного Studium", output.display()),
        E::Attachment { path, .. } => format!("не скопировать `{}`", path.display()),
        E::Io { what, path, .. } => {
            let what = match *what {
                "read" => "прочитать",
                "write" => "записать",
                "lock" => "занять",
                "exchange" => "поменять местами",
                _ => return None,
            };
            format!("не {what} `{}`", path.display())
        }
        E::Unfinished { path, reason } => {
            format!("сайт на месте, но `{}` не удалось убрать: {reason}", path.display())
        }
        E::ForeignPlace { place, example } => {
            format!("в `{place}` есть чужие файлы, например `{example}`; выберите пустое место")
        }
        E::InTheWayAt { place, path } => {
            format!("`{path}` в `{place}` записано не Studium и мешает; уберите это")
        }
        E::Program { program, .. } => format!("не запустить `{program}`; он установлен?"),
        E::Refused { program, said } => format!("`{program}` отказал: {said}"),
        #[allow(unreachable_patterns, reason = "a new refusal is told in English until it is translated")]
        _ => return None,
    })
}

fn target(error: &TargetError) -> Option<String> {
    use TargetError as E;
    Some(match error {
        E::Unknown { given, hint } => format!(
            "`{given}` не место; пишите `dir:PATH`, `git:REPOSITORY#BRANCH`, `rsync:HOST:PATH` или \
             `s3://BUCKET/PREFIX`{}",
            meant(hint)
        ),
        E::NoBuckets(text) => format!(
            "публиковать в `{text}` эта программа не умеет; установите её с `--features s3` или опубликуйте в \
             `dir:PATH` и скопируйте папку"
        ),
        E::Bucket { given, .. } => {
            format!("`{given}` не называет хранилища; пишите `s3://BUCKET` или `s3://BUCKET/PREFIX`")
        }
        E::Branch(text) => format!(
            "в `{text}` нужны хранилище Git и ветка: `git:REPOSITORY#BRANCH`, например `git:origin#gh-pages`"
        ),
        E::BranchName(text) => format!("`{text}` не имя ветки"),
        E::NoFolder(text) => format!("в `{text}` нет пути; пишите `dir:PATH`"),
        E::Dash(text) => format!("`{text}` начинается с дефиса, как ключ; напишите перед ним `./`"),
        E::NoPath { given, folder } => {
            let folder = folder.as_ref();
            let or =
                folder.map(|folder| format!(" или `rsync:./{folder}`, если это папка на этом компьютере"));
            format!("в `{given}` нет пути; пишите `rsync:HOST:PATH`{}", or.unwrap_or_default())
        }
        #[allow(unreachable_patterns, reason = "a new refusal is told in English until it is translated")]
        _ => return None,
    })
}

fn meant(hint: &Hint) -> String {
    match hint {
        Hint::Nothing => String::new(),
        Hint::Pages => format!("; страницы репозитория берутся из ветки: `{}`", Hint::PAGES),
        Hint::Upload(host, command) => {
            format!("; `{host}` принимает папку: опубликуйте в `dir:PATH`, затем `{command}`")
        }
        Hint::Folder(name) => format!("; папка с таким именем — `dir:{name}`"),
    }
}

fn serving(error: &ServeError) -> String {
    match error {
        ServeError::Host { host, .. } => format!("не получается слушать `{host}`"),
        ServeError::Busy { port, holder } => {
            let by = holder.as_ref().map(|holder| say(&super::said::BY, &[("holder", holder)]));
            let by = by.unwrap_or_default();
            format!("порт {port} занят{by}; выберите другой через `--port` или любой: `--port 0`")
        }
        ServeError::Listen { address, .. } => format!("не получается слушать {address}"),
        ServeError::Stopped { .. } => "сервер просмотра остановился".to_owned(),
    }
}

fn locating(error: &LocateError) -> String {
    match error {
        LocateError::Open { path, .. } => format!("не открыть папку `{}`", path.display()),
        LocateError::NotFolder { path } => format!("`{}` не папка", path.display()),
        LocateError::Config { path, reason } => format!("`{}` не прочитать: {reason}", path.display()),
    }
}

fn scanning(error: &ScanError) -> String {
    match error {
        ScanError::Folder { path, .. } => format!("не прочитать папку `{}`", path.display()),
        ScanError::Rules { path, reason } => {
            format!("`{path}` говорит, что исключено, и не читается: {reason}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::words::speak;
    use crate::publish::Target;

    #[test]
    fn a_refusal_and_its_cause_are_told_in_the_language_of_the_user() {
        let source = std::io::Error::other("no space left");
        let error: anyhow::Error =
            PublishError::Io { what: "write", path: "out/a.html".into(), source }.into();
        let error = error.context("x");
        assert_eq!(told(&error), "x: cannot write `out/a.html`: no space left");
        speak(Tongue::Russian);
        assert_eq!(told(&error), "x: не записать `out/a.html`: no space left");
        let busy: anyhow::Error = ServeError::Busy { port: 80, holder: Some("nginx".to_owned()) }.into();
        assert!(told(&busy).starts_with("порт 80 занят программой nginx; "), "{}", told(&busy));
        // What is hinted at is the same in both languages: all that is quoted in the English refusal is here too.
        let quoted = |text: &str| {
            let mut quoted: Vec<String> = text.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            quoted.sort();
            quoted
        };
        for given in ["www", "github", "netlify", "cloudflare", "vercel", "ftp://x", "rsync:h", "rsync:h:"] {
            let error = given.parse::<Target>().expect_err("no place");
            let english = error.to_string();
            let russian = told(&anyhow::Error::from(error));
            assert_ne!(russian, english, "{given}");
            assert_eq!(quoted(&russian), quoted(&english), "{given}");
        }
        speak(Tongue::English);
    }
}
