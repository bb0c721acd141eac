use super::*;

fn easel() -> Easel {
    Easel::new(&Layers::new(&[], None, &mut Vec::new()))
}

/// Reads a PNG as other programs do.
fn decoded(png: &[u8]) -> Pixmap {
    Pixmap::decode_png(png).expect("a PNG")
}

fn drawn(easel: &Easel, text: &str) -> Vec<u8> {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"160\" height=\"40\"><rect width=\"160\" height=\"40\" \
         fill=\"#fff\"/><text x=\"4\" y=\"30\" font-size=\"30\" font-family=\"Literata\">{text}</text></svg>"
    );
    assert_eq!(easel.size(&svg), Ok((160, 40)));
    decoded(&easel.draw(&svg)).data().to_vec()
}

#[test]
fn letters_of_both_alphabets_are_drawn() {
    let easel = easel();
    let ink = |text: &str| drawn(&easel, text).chunks(4).filter(|pixel| pixel[0] < 128).count();
    assert_eq!(ink(""), 0);
    assert!(ink("Quorum") > 300 && ink("Кворум") > 300, "{} {}", ink("Quorum"), ink("Кворум"));
    // Different letters, not boxes.
    let words = ["шшшш", "мммм", "жжжж", "ыыыы", "Łłőő"].map(|word| drawn(&easel, word));
    assert!(words.iter().enumerate().all(|(at, word)| !words[..at].contains(word)));
}

#[test]
fn few_colours_are_kept_and_paintings_have_all() {
    let easel = easel();
    let svg = |fill: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"300\"><defs><linearGradient id=\"g\" x2=\"1\" \
             y2=\"1\"><stop stop-color=\"#f0a\"/><stop offset=\".5\" stop-color=\"#0f3\"/><stop offset=\"1\" \
             stop-color=\"#03f\"/></linearGradient></defs><rect width=\"300\" height=\"300\" fill=\"{fill}\"/></svg>"
        )
    };
    let kind = |png: &[u8]| png[25];
    let flat = easel.draw(&svg("#fbfaf6"));
    assert_eq!(kind(&flat), 3, "a palette");
    assert_eq!(
        decoded(&flat).pixels()[7].demultiply(),
        resvg::tiny_skia::ColorU8::from_rgba(251, 250, 246, 255)
    );
    let painting = easel.draw(&svg("url(#g)"));
    assert_eq!(kind(&painting), 2, "true colours");
    let nothing = easel.draw("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    assert_eq!(
        decoded(&nothing).pixels()[0].demultiply(),
        resvg::tiny_skia::ColorU8::from_rgba(255, 255, 255, 255)
    );
}

#[test]
fn what_is_no_picture_is_said() {
    let easel = easel();
    assert!(easel.size("<svg").is_err() && easel.size("").is_err());
    let huge = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90000\" height=\"2\"/>";
    assert_eq!(easel.size(huge), Err("it is 90000 by 2 pixels, and may be 4096 by 4096".to_owned()));
    assert!(easel.draw("<svg").starts_with(b"\x89PNG"));
    for (text, is_whole) in [
        ("<svg/>", true),
        (" <svg><a>&amp;</a></svg> ", true),
        ("<svg><a></svg>", false),
        ("<svg></svg><svg/>", false),
        ("text", false),
        ("<svg>", false),
    ] {
        assert_eq!(well_formed(text).is_ok(), is_whole, "{text}");
    }
}

#[test]
fn a_picture_fetches_nothing_from_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let red = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\" fill=\"red\"/></svg>";
    let path = folder.path().join("red.svg");
    #[expect(clippy::disallowed_methods, reason = "what must not be read has to be there")]
    std::fs::write(&path, red).expect("written");
    let easel = easel();
    assert_ne!(decoded(&easel.draw(red)).data()[1], 255);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><image width=\"9\" height=\"9\" \
         href=\"{}\"/></svg>",
        path.display()
    );
    assert!(decoded(&easel.draw(&svg)).data().iter().all(|part| *part == 255));
}
