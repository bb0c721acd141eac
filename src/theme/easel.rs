//! Pictures drawn from templates.
//!
//! In: the fonts in `pictures/` of a theme, and an SVG. Out: a PNG. The fonts are those of the theme and no
//! others, so that a picture is the same on every machine. Not here: what it looks like (the template), and
//! where its lines break (`letters`).

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use quick_xml::events::Event;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb::Database};

use super::Layers;
use super::letters::Letters;
use crate::site::Pen;
use crate::source::ContentHash;

/// Raised with every change of what an SVG becomes.
const REVISION: &str = "picture 1";
/// No picture is wider or higher.
const MOST: u32 = 4096;

/// The fonts, and what is drawn with them.
pub(super) struct Easel {
    fonts: Vec<Arc<[u8]>>,
    pub(super) letters: Letters,
    /// How an SVG is read; made when the first is.
    options: OnceLock<Options<'static>>,
    mark: ContentHash,
}

impl Easel {
    pub(super) fn new(layers: &Layers) -> Self {
        let files = layers.files_below("pictures/").into_iter();
        let is_font = |path: &str| matches!(path.rsplit_once('.'), Some((_, "ttf" | "otf")));
        let fonts: Vec<_> = files.filter(|(path, _)| is_font(path)).map(|(_, bytes)| bytes.clone()).collect();
        let mut all = REVISION.as_bytes().to_vec();
        all.extend(fonts.iter().flat_map(|font| *ContentHash::of(font).bytes()));
        Self { letters: Letters::read(&fonts), fonts, options: OnceLock::new(), mark: ContentHash::of(&all) }
    }

    /// Reads an SVG and returns its size.
    ///
    /// # Errors
    ///
    /// Says what is wrong with it.
    pub(super) fn size(&self, svg: &str) -> Result<(u32, u32), String> {
        let size = self.tree(svg)?.size().to_int_size();
        Ok((size.width(), size.height()))
    }

    fn tree(&self, svg: &str) -> Result<Tree, String> {
        let options = self.options.get_or_init(|| {
            let mut fonts = Database::new();
            for font in &self.fonts {
                fonts.load_font_data(font.to_vec());
            }
            let family = fonts.faces().next().and_then(|face| Some(face.families.first()?.0.clone()));
            let mut options = Options { font_family: family.unwrap_or_default(), ..Options::default() };
            options.fontdb = Arc::new(fonts);
            // A template draws; it fetches nothing, neither from disk nor from elsewhere.
            options.image_href_resolver.resolve_string = Box::new(|_, _| None);
            options
        });
        let tree = Tree::from_str(svg, options).map_err(|error| error.to_string())?;
        let size = tree.size().to_int_size();
        if size.width() > MOST || size.height() > MOST {
            let (width, height) = (size.width(), size.height());
            return Err(format!("it is {width} by {height} pixels, and may be {MOST} by {MOST}"));
        }
        Ok(tree)
    }

    fn pixels(&self, svg: &str) -> Result<Pixmap, String> {
        let tree = self.tree(svg)?;
        let size = tree.size().to_int_size();
        let mut pixels = Pixmap::new(size.width(), size.height()).ok_or("it has no size")?;
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        Ok(pixels)
    }
}

impl Pen for Easel {
    fn mark(&self) -> ContentHash {
        self.mark
    }

    /// A picture that cannot be drawn is white: its template was tried when the theme was loaded.
    fn draw(&self, source: &str) -> Vec<u8> {
        let pixels = self.pixels(source).ok().or_else(|| Pixmap::new(1200, 630));
        pixels.and_then(|pixels| packed(&pixels).ok()).unwrap_or_default()
    }
}

/// Tells whether a text is XML with one element around all.
pub(super) fn well_formed(text: &str) -> Result<(), String> {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut depth, mut elements) = (0_usize, 0_usize);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(_) => {
                elements += usize::from(depth == 0);
                depth += 1;
            }
            Event::Empty(_) => elements += usize::from(depth == 0),
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof if depth == 0 && elements == 1 => return Ok(()),
            Event::Eof => return Err("it is no SVG: one element has to stand around all".to_owned()),
            _ => {}
        }
    }
}

/// Writes a PNG: with a palette, which a drawing of few colours needs a third of the bytes with. Where a drawing
/// has more than fit, the nearest are taken for one; where it is a painting, every pixel has its own.
fn packed(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    // Pictures are shown on any ground: what was left out is white.
    let opaque = |pixel: &resvg::tiny_skia::PremultipliedColorU8| {
        let rest = 255 - pixel.alpha();
        [pixel.red() + rest, pixel.green() + rest, pixel.blue() + rest]
    };
    let colours: Vec<[u8; 3]> = pixels.pixels().iter().map(opaque).collect();
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, pixels.width(), pixels.height());
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    if let Some((palette, indices)) = indexed(&colours) {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette.concat());
        encoder.set_filter(png::Filter::NoFilter);
        encoder.write_header()?.write_image_data(&indices)?;
    } else {
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header()?.write_image_data(colours.as_flattened())?;
    }
    Ok(png)
}

/// Returns at most 256 colours, and which of them each pixel has; `None` where that would show.
fn indexed(colours: &[[u8; 3]]) -> Option<(Vec<[u8; 3]>, Vec<u8>)> {
    let mut counts: Vec<([u8; 3], u32)> = Vec::new();
    let mut number: HashMap<[u8; 3], usize> = HashMap::new();
    // Most pixels are as the one before: a drawing is runs of a colour.
    let mut runs: Vec<(usize, u32)> = Vec::new();
    for run in colours.chunk_by(|one, next| one == next) {
        let at = *number.entry(run[0]).or_insert_with(|| {
            counts.push((run[0], 0));
            counts.len() - 1
        });
        let length = u32::try_from(run.len()).ok()?;
        counts[at].1 += length;
        runs.push((at, length));
    }
    // Letters have as many shades as their edges have slopes: a sixteenth of the way is near enough.
    for bits in [8, 6, 5, 4] {
        if let Some((palette, of_number)) = palette(&counts, bits) {
            let mut indices = Vec::with_capacity(colours.len());
            for (number, length) in &runs {
                indices.resize(indices.len() + *length as usize, of_number[*number]);
            }
            return Some((palette, indices));
        }
    }
    None
}

/// Takes colours that agree in the first bits of each part for one, the most frequent of them.
fn palette(counts: &[([u8; 3], u32)], bits: u32) -> Option<(Vec<[u8; 3]>, Vec<u8>)> {
    let mut palette: Vec<([u8; 3], u32)> = Vec::new();
    let mut places: HashMap<[u8; 3], u8> = HashMap::new();
    let mut of_number = Vec::with_capacity(counts.len());
    for (colour, count) in counts {
        let nearest = colour.map(|part| part >> (8 - bits));
        let place = if let Some(place) = places.get(&nearest) {
            *place
        } else {
            let place = u8::try_from(palette.len()).ok()?;
            palette.push((*colour, 0));
            places.insert(nearest, place);
            place
        };
        let entry = &mut palette[usize::from(place)];
        if *count > entry.1 {
            *entry = (*colour, *count);
        }
        of_number.push(place);
    }
    // Edges of letters are few; where much would change its colour, there is a painting.
    let all: u32 = counts.iter().map(|(_, count)| count).sum();
    let changed = counts.iter().zip(&of_number);
    let changed: u32 = changed
        .filter(|((colour, _), place)| palette[usize::from(**place)].0 != *colour)
        .map(|((_, count), _)| count)
        .sum();
    if changed > all / 10 {
        return None;
    }
    Some((palette.into_iter().map(|(colour, _)| colour).collect(), of_number))
}

#[cfg(test)]
mod tests;
