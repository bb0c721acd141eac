//! Asks the search of a preview until it finds a word.
//!
//! In: lines of a port, a word and the address of a page. Out: a line `found` for each, once the search leads there.
//! `cargo xtask bench` starts this and takes the time. The search is asked as a browser asks it: the hot part
//! first, then the files that the query needs, by the same engine, here without a browser around it.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "what measures talks to the program that started it"
)]

use std::error::Error;
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use miniz_oxide::inflate::decompress_to_vec;
use studium_search::{Chunks, OpenError, Searcher};

const PATIENCE: Duration = Duration::from_mins(5);
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);

type Fallible<T> = Result<T, Box<dyn Error>>;

fn main() -> Fallible<()> {
    for line in io::stdin().lines() {
        let line = line?;
        let words: Vec<&str> = line.split(' ').collect();
        let [port, word, address] = words[..] else { return Err(format!("not understood: {line}").into()) };
        wait(port.parse()?, word, address)?;
        println!("found");
        io::stdout().flush()?;
    }
    Ok(())
}

fn wait(port: u16, word: &str, address: &str) -> Fallible<()> {
    let start = Instant::now();
    let mut last = Vec::new();
    loop {
        let hot = get(port, "/search-index/hot.bin")?;
        if hot != last {
            match finds(port, &hot, word, address) {
                Ok(true) => return Ok(()),
                Ok(false) => last = hot,
                // The files of an index that was replaced meanwhile may be gone: then the next one is asked.
                Err(_) => {}
            }
        }
        if start.elapsed() > PATIENCE {
            return Err(format!("`{word}` is not found").into());
        }
        thread::sleep(BETWEEN_LOOKS);
    }
}

fn finds(port: u16, hot: &[u8], word: &str, address: &str) -> Fallible<bool> {
    let fetch = |name: &str| inflated(&get(port, &format!("/search-index/{name}"))?);
    let outcome = Searcher::open(&inflated(hot)?)?.search_with(word, 5, &mut Chunks::default(), fetch)?;
    Ok(outcome.hits.iter().any(|hit| hit.permalink == address))
}

fn inflated(bytes: &[u8]) -> Fallible<Vec<u8>> {
    decompress_to_vec(bytes).map_err(|error| error.to_string().into())
}

fn get(port: u16, path: &str) -> Fallible<Vec<u8>> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").ok_or(OpenError::Damaged)?;
    if !bytes.starts_with(b"HTTP/1.0 200") && !bytes.starts_with(b"HTTP/1.1 200") {
        return Err(format!("{path} is not there").into());
    }
    Ok(bytes.split_off(end + 4))
}
