//! Looks by chance for inputs for which something does not hold.
//!
//! In: the corpus of each target, a seed, a time. Out: nothing, or the smallest input found that panics or
//! takes too long, written to `found/`. With a target and files, checks these files alone.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a chore talks to a terminal, reads files and measures time"
)]

mod mutate;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use mutate::{Chance, mutated, smaller};
use studium_fuzz::{TARGETS, Target};

const USAGE: &str = "\
Usage: studium-fuzz [--seconds N] [--seed N] [TARGET…]
       studium-fuzz TARGET --file FILE…

N seconds for each target, 10 by default. Without TARGET, all of them.";

/// An input that takes longer is a finding, in a debug build too.
const SLOW: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match Wishes::read(&words) {
        Ok(wishes) => wishes.run(),
        Err(error) => {
            eprintln!("error: {error}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

struct Wishes {
    targets: Vec<&'static Target>,
    files: Vec<PathBuf>,
    time: Duration,
    seed: u64,
}

impl Wishes {
    fn read(words: &[String]) -> Result<Self, String> {
        let mut wishes =
            Self { targets: Vec::new(), files: Vec::new(), time: Duration::from_secs(10), seed: 1 };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let number = |word: Option<&String>| {
                word.and_then(|word| word.parse().ok()).ok_or_else(|| "a number is missing".to_owned())
            };
            match word.as_str() {
                "--seconds" => wishes.time = Duration::from_secs(number(words.next())?),
                "--seed" => wishes.seed = number(words.next())?,
                "--file" => wishes.files = words.by_ref().map(PathBuf::from).collect(),
                name => {
                    let target = TARGETS.iter().find(|target| target.name == name);
                    wishes.targets.push(target.ok_or_else(|| format!("`{name}` is no target"))?);
                }
            }
        }
        if wishes.targets.is_empty() {
            wishes.targets = TARGETS.iter().collect();
        }
        Ok(wishes)
    }

    fn run(&self) -> ExitCode {
        let mut found = false;
        for target in &self.targets {
            found |= if self.files.is_empty() { self.look(target) } else { self.repeat(target) };
        }
        if found { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }

    fn repeat(&self, target: &Target) -> bool {
        let mut found = false;
        for path in &self.files {
            let verdict =
                fs::read(path).map_err(|error| error.to_string()).and_then(|bytes| verdict(target, &bytes));
            println!("{}: {}", path.display(), verdict.as_ref().err().map_or("holds", |why| why));
            found |= verdict.is_err();
        }
        found
    }

    /// Looks for a while. Returns whether something was found.
    fn look(&self, target: &Target) -> bool {
        // What a panic says stands in the finding.
        std::panic::set_hook(Box::new(|_| {}));
        match search(target, self.time, self.seed) {
            Ok(count) => println!("{:<14}{count} inputs, seed {}", target.name, self.seed),
            Err((bytes, why)) => {
                let bytes = shrunk(target, bytes);
                let path = keep(target, &bytes);
                println!("{:<14}{why}\n              {}", target.name, path.display());
                return true;
            }
        }
        false
    }
}

/// The corpus, then what comes of it by chance.
fn search(target: &Target, time: Duration, seed: u64) -> Result<usize, (Vec<u8>, String)> {
    let started = Instant::now();
    let mut chance = Chance::new(seed);
    let mut pool = corpus(target);
    for input in &pool {
        verdict(target, input).map_err(|why| (input.clone(), why))?;
    }
    let mut count = pool.len();
    while started.elapsed() < time {
        let input = mutated(&mut chance, &pool, target.words, target.longest);
        verdict(target, &input).map_err(|why| (input.clone(), why))?;
        count += 1;
        // Some of what came by chance is where the next begins.
        if count.is_multiple_of(64) {
            if pool.len() > 512 {
                let out = chance.below(pool.len());
                pool.swap_remove(out);
            }
            pool.push(input);
        }
    }
    Ok(count)
}

fn verdict(target: &Target, bytes: &[u8]) -> Result<(), String> {
    let started = Instant::now();
    catch_unwind(AssertUnwindSafe(|| (target.check)(bytes))).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic".to_owned())
    })?;
    let taken = started.elapsed();
    if taken > SLOW { Err(format!("it takes {taken:.1?}")) } else { Ok(()) }
}

/// Makes an input smaller as long as it is a finding, for a while.
fn shrunk(target: &Target, mut bytes: Vec<u8>) -> Vec<u8> {
    let started = Instant::now();
    let mut step = bytes.len().div_ceil(2);
    while step > 0 && started.elapsed() < Duration::from_secs(20) {
        let found = smaller(&bytes, step).find(|bytes| verdict(target, bytes).is_err());
        match found {
            Some(found) => bytes = found,
            None => step /= 2,
        }
    }
    bytes
}

fn folder(target: &Target, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name).join(target.name)
}

fn corpus(target: &Target) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder(target, "corpus")).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let mut inputs: Vec<Vec<u8>> = paths.iter().filter_map(|path| fs::read(path).ok()).collect();
    inputs.push(Vec::new());
    inputs
}

/// Writes a finding down and returns where.
fn keep(target: &Target, bytes: &[u8]) -> PathBuf {
    let folder = folder(target, "found");
    let sum = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    let path = folder.join(format!("{sum:016x}"));
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, bytes));
    if let Err(error) = written {
        eprintln!("cannot write {}: {error}; the bytes are {bytes:?}", path.display());
    }
    path
}
