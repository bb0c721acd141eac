use super::*;
use crate::theme::Layers;

fn letters() -> Letters {
    let layers = Layers::new(&[], None, &mut Vec::new());
    let fonts: Vec<_> = layers
        .files_below("pictures/")
        .into_iter()
        .filter_map(|(path, bytes)| path.strip_suffix(".ttf").map(|_| bytes.clone()))
        .collect();
    Letters::read(&fonts)
}

fn space(sizes: &[f32], is_balanced: bool) -> Space<'static> {
    Space { width: 1000.0, height: 330.0, sizes: sizes.to_vec(), family: "Literata", is_balanced }
}

#[test]
fn a_text_is_as_large_as_it_fits() {
    let letters = letters();
    let fit = |text: &str| letters.fit(text, &space(&[100.0, 70.0, 52.0], false));
    let short = fit("Кворум");
    assert_eq!((short.lines, short.size), (vec!["Кворум".to_owned()], 100.0));
    let long = fit("What happens to a write when the leader of its partition goes away meanwhile");
    assert_eq!((long.size, long.lines.len()), (70.0, 4), "{long:?}");
    assert_eq!(fit(""), Laid { lines: Vec::new(), size: 100.0, leading: 116.0 });
}

#[test]
fn what_does_not_fit_is_cut_and_no_line_is_too_long() {
    let letters = letters();
    for text in ["слово ".repeat(200), "ш".repeat(400), "a, ".repeat(300)] {
        let laid = letters.fit(&text, &space(&[100.0, 52.0], false));
        assert_eq!((laid.size, laid.lines.len()), (52.0, 5), "{laid:?}");
        let set = Set { letters: &letters, family: "Literata", size: 52.0 };
        let too_long = laid.lines.iter().find(|line| set.width(line) > 1000.1);
        assert_eq!(too_long, None);
        let last = laid.lines.last().expect("there are five");
        assert!(last.ends_with('…') && !last.ends_with(" …") && !last.ends_with(",…"), "{last}");
    }
}

#[test]
fn lines_of_a_title_are_about_equally_long() {
    let letters = letters();
    let text = "Data aggregation: when to wait and what";
    let plain = letters.fit(text, &space(&[70.0], false));
    let even = letters.fit(text, &space(&[70.0], true));
    assert_eq!((plain.lines.len(), even.lines.len()), (2, 2));
    let difference = |lines: &[String]| lines[0].chars().count().abs_diff(lines[1].chars().count());
    assert!(difference(&even.lines) < difference(&plain.lines), "{plain:?} {even:?}");
    assert_eq!(even.lines.join(" "), text);
}

#[test]
fn blanks_that_do_not_break_stay() {
    let narrow = Space { width: 200.0, ..space(&[52.0], false) };
    let laid = letters().fit("В\u{a0}реке вода", &narrow);
    assert_eq!(laid.lines, ["В\u{a0}реке", "вода"]);
}

#[test]
fn symbols_may_be_left_out_and_letters_may_not() {
    let letters = letters();
    for (text, expected) in [
        ("Ё ы 🌊 x", Some("Ё ы x")),
        ("Запросы → ответы", Some("Запросы › ответы")),
        ("Write\u{2011}ahead", Some("Write-ahead")),
        ("❤️ Łódź, naïve", Some("Łódź, naïve")),
        ("Й", Some("Й")),
        ("👩‍🚀", Some("")),
        ("日本", None),
        ("x ≤ y ⊂ z", None),
    ] {
        assert_eq!(letters.known(text).as_deref(), expected, "{text}");
    }
}
