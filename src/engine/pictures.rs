//! The pictures that stand for pages where others link to them.
//!
//! In: a page, and the picture template of the theme. Out: a drawing under a name made from all that it shows,
//! so that a picture that is there already is never drawn again; and the page, which names it. There are none
//! without a base address, since a picture is named by its full address.

use std::sync::Arc;

use super::Inputs;
use super::pages::Edition;
use crate::diagnostic::Diagnostic;
use crate::page::view::PictureView;
use crate::page::{Page, Plan};
use crate::site::{Drawing, OutputPath, Permalink};
use crate::theme::{Shared, TemplateError, Theme};

/// What all pictures share.
pub(super) struct Pictures {
    theme: Arc<Theme>,
    /// What the pages of each edition share.
    shared: Vec<Shared>,
    size: (u32, u32),
}

impl Pictures {
    /// Tries the template once. One that makes no picture is reported, and there are none.
    pub(super) fn new(
        inputs: &Inputs,
        editions: &[Edition],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let wishes = &inputs.config.site;
        if wishes.base_url.is_empty() || !wishes.pictures {
            return None;
        }
        let theme = Arc::clone(&inputs.theme);
        let shared: Vec<Shared> = editions.iter().map(|edition| edition.shared.clone()).collect();
        let view = PictureView { title: "A".to_owned(), ..PictureView::default() };
        let tried = theme.picture(shared.first()?, &view, &wishes.language, "");
        match tried.and_then(|drawing| theme.size_of_picture(&drawing)) {
            Ok(size) => Some(Self { theme, shared, size }),
            Err(error) => {
                diagnostics.push(error.diagnostic());
                None
            }
        }
    }

    /// Gives a page its picture, unless it has one of its own, or letters that pictures lack.
    pub(super) fn give(
        &self,
        plan: &Plan<'_>,
        page: &mut Page,
    ) -> Option<Result<(OutputPath, Drawing), TemplateError>> {
        let view = plan.picture(page)?;
        let title = self.theme.letters_for(&view.title).filter(|title| !title.is_empty())?;
        let known = |text: &str| self.theme.letters_for(text).unwrap_or_default();
        let (description, place, site) = (known(&view.description), known(&view.place), known(&view.site));
        let view = PictureView { title, description, place, site, ..view };
        let shared = self.shared.get(page.edition)?;
        let permalink = page.permalink.as_str().to_owned();
        let drawing = match self.theme.picture(shared, &view, &view.lang, &permalink) {
            Ok(drawing) => drawing,
            Err(error) => return Some(Err(error)),
        };
        let path = OutputPath::new(&format!("assets/picture.{}.png", drawing.key().short()))?;
        page.show_picture(plan.absolute(&Permalink::file(&path))?, self.size);
        Some(Ok((path, drawing)))
    }
}
