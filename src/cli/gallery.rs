//! Pictures that were drawn, kept for the next run of the program.
//!
//! In: drawings on their way to where a site is published. Out: the same, drawn by who asks first whether the
//! picture hangs here. One file a vault beside its cache: a picture is added behind the others, with its key and the
//! sum of its bytes, and read from its place when it is wanted, so memory does not grow with the site. What is
//! damaged, cut off or of another program is as good as not there. A file that is full begins anew.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::project::Snapshot;
use super::shelf::{Shelf, program};
use crate::site::{Artifact, Drawing, OutputPath, Pen, Sink};
use crate::source::ContentHash;

/// How the file begins; raised with every change of what follows.
const MAGIC: &[u8] = b"studium pictures 1\n";
/// The file is not longer, in bytes: some twenty thousand pictures.
const MOST: u64 = 512 * 1024 * 1024;
const HASH: usize = 32;
/// What stands before the bytes of a picture: its key, the sum of its bytes, their number.
const HEAD: usize = HASH + HASH + 4;

type Hash = [u8; HASH];

/// The pictures of one vault.
pub(super) struct Gallery {
    wall: Mutex<Wall>,
}

struct Wall {
    file: File,
    /// Where the next picture goes.
    end: u64,
    most: u64,
    pictures: HashMap<Hash, Picture>,
}

#[derive(Clone, Copy)]
struct Picture {
    start: u64,
    length: u32,
    sum: Hash,
}

impl Gallery {
    /// Opens the pictures that earlier runs drew of this vault, if there are to be any.
    pub(super) fn of(snapshot: &Snapshot) -> Option<Self> {
        let site = &snapshot.config.site;
        if !site.pictures || site.base_url.is_empty() {
            return None;
        }
        Self::open(&Shelf::of(snapshot)?.pictures(), &program()?)
    }

    /// Opens the file of this program, and begins it anew where it is another's, or full. `None` where the system
    /// refuses, and where another run of the program has it.
    fn open(path: &Path, program: &Hash) -> Option<Self> {
        Self::open_for(path, program, MOST)
    }

    fn open_for(path: &Path, program: &Hash, most: u64) -> Option<Self> {
        fs::create_dir_all(path.parent()?).ok()?;
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).ok()?;
        file.try_lock().ok()?;
        let mut wall = Wall { file, end: 0, most, pictures: HashMap::new() };
        wall.read(program).ok()?;
        Some(Self { wall: Mutex::new(wall) })
    }

    fn find(&self, key: &Hash) -> Option<Vec<u8>> {
        let mut wall = self.wall.lock().unwrap_or_else(PoisonError::into_inner);
        let picture = *wall.pictures.get(key)?;
        let bytes = wall.bytes(picture).ok().filter(|bytes| *ContentHash::of(bytes).bytes() == picture.sum);
        if bytes.is_none() {
            wall.pictures.remove(key);
        }
        bytes
    }

    fn hang(&self, key: Hash, bytes: &[u8]) {
        let mut wall = self.wall.lock().unwrap_or_else(PoisonError::into_inner);
        if !wall.pictures.contains_key(&key) && wall.add(key, bytes).is_err() {
            // Whoever reads next stops where this one was cut off; nothing more is put behind it.
            wall.most = 0;
        }
    }
}

impl Wall {
    /// Finds the pictures. What does not end where it says is cut off.
    fn read(&mut self, program: &Hash) -> io::Result<()> {
        let start = [MAGIC, program].concat();
        let length = self.file.metadata()?.len();
        let mut reader = BufReader::new(&self.file);
        let mut found = vec![0; start.len()];
        let is_ours = length <= self.most && reader.read_exact(&mut found).is_ok() && found == start;
        self.end = start.len() as u64;
        if !is_ours {
            self.file.set_len(0)?;
            self.file.seek(SeekFrom::Start(0))?;
            return self.file.write_all(&start);
        }
        let mut head = [0; HEAD];
        while reader.read_exact(&mut head).is_ok() {
            let (key, rest) = head.split_at(HASH);
            let (sum, count) = rest.split_at(HASH);
            let (Ok(key), Ok(sum), Ok(count)) = (key.try_into(), sum.try_into(), count.try_into()) else {
                break;
            };
            let (start, count) = (self.end + HEAD as u64, u32::from_le_bytes(count));
            if start + u64::from(count) > length {
                break;
            }
            reader.seek_relative(i64::from(count))?;
            self.pictures.insert(key, Picture { start, length: count, sum });
            self.end = start + u64::from(count);
        }
        drop(reader);
        if self.end < length {
            self.file.set_len(self.end)?;
        }
        Ok(())
    }

    fn bytes(&mut self, picture: Picture) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; picture.length as usize];
        self.file.seek(SeekFrom::Start(picture.start))?;
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn add(&mut self, key: Hash, bytes: &[u8]) -> io::Result<()> {
        let Ok(length) = u32::try_from(bytes.len()) else { return Ok(()) };
        let sum = *ContentHash::of(bytes).bytes();
        let entry = [key.as_slice(), &sum, &length.to_le_bytes(), bytes].concat();
        let end = self.end + entry.len() as u64;
        if self.most == 0 {
            return Ok(());
        }
        if end > self.most {
            // One byte too long says that it is full: the next run begins it anew, with what is used then.
            self.file.set_len(self.most + 1)?;
            self.most = 0;
            return Ok(());
        }
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&entry)?;
        self.pictures.insert(key, Picture { start: self.end + HEAD as u64, length, sum });
        self.end = end;
        Ok(())
    }
}

/// Draws what does not hang in a gallery.
struct Copyist {
    pen: Arc<dyn Pen>,
    gallery: Arc<Gallery>,
}

impl Pen for Copyist {
    fn mark(&self) -> ContentHash {
        self.pen.mark()
    }

    fn draw(&self, source: &str) -> Vec<u8> {
        let key = *Drawing::key_of(self.pen.mark(), source).bytes();
        self.gallery.find(&key).unwrap_or_else(|| {
            let drawn = self.pen.draw(source);
            self.gallery.hang(key, &drawn);
            drawn
        })
    }
}

/// A sink whose drawings are looked for in a gallery before they are drawn.
pub(super) struct Visitor<'v> {
    sink: &'v mut dyn Sink,
    gallery: Option<Arc<Gallery>>,
    /// Who drew last, and who draws in his place.
    last: Option<(Arc<dyn Pen>, Arc<dyn Pen>)>,
}

impl<'v> Visitor<'v> {
    /// Goes to a gallery, where there is one.
    pub(super) fn new(sink: &'v mut dyn Sink, gallery: Option<Gallery>) -> Self {
        Self { sink, gallery: gallery.map(Arc::new), last: None }
    }

    fn pen(&mut self, pen: &Arc<dyn Pen>, gallery: &Arc<Gallery>) -> Arc<dyn Pen> {
        match &self.last {
            Some((known, copyist)) if Arc::ptr_eq(known, pen) => Arc::clone(copyist),
            _ => {
                let copyist: Arc<dyn Pen> =
                    Arc::new(Copyist { pen: Arc::clone(pen), gallery: Arc::clone(gallery) });
                self.last = Some((Arc::clone(pen), Arc::clone(&copyist)));
                copyist
            }
        }
    }
}

impl Sink for Visitor<'_> {
    fn emit(&mut self, path: OutputPath, artifact: Artifact) {
        let artifact = match (artifact, self.gallery.clone()) {
            (Artifact::Drawn(drawing), Some(gallery)) => {
                let pen = self.pen(drawing.pen(), &gallery);
                Artifact::Drawn(Drawing::new(drawing.source(), pen))
            }
            (other, _) => other,
        };
        self.sink.emit(path, artifact);
    }

    fn wanted(&mut self) -> Option<OutputPath> {
        self.sink.wanted()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::site::Site;

    const PROGRAM: Hash = [7; HASH];

    /// Draws a text as itself, and counts.
    #[derive(Default)]
    struct Copier(AtomicUsize);

    impl Pen for Copier {
        fn mark(&self) -> ContentHash {
            ContentHash::of(b"copier")
        }

        fn draw(&self, source: &str) -> Vec<u8> {
            self.0.fetch_add(1, Ordering::Relaxed);
            source.repeat(40).into_bytes()
        }
    }

    /// Draws these by way of the file, and returns how many took the pen.
    fn drawn(path: &Path, program: &Hash, most: u64, sources: &[&str]) -> usize {
        let copier = Arc::new(Copier::default());
        let pen: Arc<dyn Pen> = Arc::clone(&copier) as Arc<dyn Pen>;
        let mut site = Site::default();
        let mut visitor = Visitor::new(&mut site, Gallery::open_for(path, program, most));
        for (number, source) in sources.iter().enumerate() {
            let path = OutputPath::new(&format!("{number}.png")).expect("plain");
            visitor.emit(path, Artifact::Drawn(Drawing::new(source, Arc::clone(&pen))));
        }
        for (artifact, source) in site.artifacts.values().zip(sources) {
            let Artifact::Drawn(drawing) = artifact else { panic!("a drawing stays one") };
            assert_eq!(drawing.key(), Drawing::new(source, Arc::clone(&pen)).key());
            assert_eq!(drawing.bytes(), source.repeat(40).into_bytes());
        }
        copier.0.load(Ordering::Relaxed)
    }

    fn file() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cache/x.studium-pictures");
        (folder, path)
    }

    #[test]
    fn what_was_drawn_once_is_not_drawn_again_by_the_same_program() {
        let (_folder, path) = file();
        assert_eq!(drawn(&path, &PROGRAM, MOST, &["a", "b", "a"]), 2);
        assert_eq!(drawn(&path, &PROGRAM, MOST, &["b", "c", "a"]), 1);
        assert_eq!(drawn(&path, &PROGRAM, MOST, &["a", "b", "c"]), 0);
        assert_eq!(drawn(&path, &[8; HASH], MOST, &["a"]), 1, "another program may draw in another way");
        assert_eq!(drawn(&path, &PROGRAM, MOST, &["a"]), 1);
        let held = Gallery::open(&path, &PROGRAM).expect("free");
        assert_eq!(drawn(&path, &PROGRAM, MOST, &["a"]), 1, "another run has it, so this one draws");
        drop(held);
        assert_eq!(drawn(&path, &PROGRAM, MOST, &["a"]), 0);
    }

    #[test]
    fn a_damaged_file_shows_nothing_wrong() {
        let (_folder, path) = file();
        drawn(&path, &PROGRAM, MOST, &["a", "b"]);
        let whole = fs::read(&path).expect("kept");
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs::write(&path, &damaged).expect("written");
            assert!(drawn(&path, &PROGRAM, MOST, &["a", "b"]) > 0, "byte {at}");
            fs::write(&path, &whole[..at]).expect("written");
            assert!(drawn(&path, &PROGRAM, MOST, &["a", "b"]) > 0, "cut at {at}");
            assert_eq!(drawn(&path, &PROGRAM, MOST, &["a", "b"]), 0, "mended after {at}");
        }
    }

    #[test]
    fn a_full_file_begins_anew() {
        let (_folder, path) = file();
        let most = (MAGIC.len() + HASH + 2 * (HEAD + 40)) as u64;
        assert_eq!(drawn(&path, &PROGRAM, most, &["a", "b", "c"]), 3);
        assert!(fs::metadata(&path).expect("there").len() <= most + 1);
        assert_eq!(drawn(&path, &PROGRAM, most, &["b", "c"]), 2);
        assert_eq!(drawn(&path, &PROGRAM, most, &["b", "c"]), 0);
    }
}
