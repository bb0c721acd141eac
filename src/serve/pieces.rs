//! A file on its way to a client, one piece after the other.
//!
//! In: an open file and how much of it is wanted. Out: a stream of bytes. A piece is read when the one
//! before it has gone, so that a client that takes its time holds one piece and no thread.

use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Bytes;
use tokio::task::JoinHandle;
use tokio_stream::Stream;

/// The longest piece.
const PIECE_BYTES: u64 = 128 * 1024;

/// The next `left` bytes of a file.
pub(super) struct Pieces {
    left: u64,
    state: Reading,
}

enum Reading {
    Waits(File),
    Reads(JoinHandle<io::Result<(File, Vec<u8>)>>),
    Ended,
}

impl Pieces {
    /// Takes `count` bytes from where the file stands.
    pub(super) fn new(file: File, count: u64) -> Self {
        Self { left: count, state: Reading::Waits(file) }
    }
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, Reading::Ended) {
                Reading::Ended => return Poll::Ready(None),
                Reading::Waits(_) if self.left == 0 => {}
                Reading::Waits(file) => {
                    let count = self.left.min(PIECE_BYTES);
                    self.state = Reading::Reads(tokio::task::spawn_blocking(move || read(file, count)));
                }
                Reading::Reads(mut reading) => {
                    let Poll::Ready(read) = Pin::new(&mut reading).poll(context) else {
                        self.state = Reading::Reads(reading);
                        return Poll::Pending;
                    };
                    let (file, bytes) = match read.map_err(io::Error::other).flatten() {
                        Ok(read) => read,
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    };
                    self.left -= bytes.len() as u64;
                    self.state = Reading::Waits(file);
                    return Poll::Ready(Some(Ok(bytes.into())));
                }
            }
        }
    }
}

/// Reads as much as there is of the next `count` bytes. A file that became shorter is an error: the client
/// was told how much comes.
fn read(mut file: File, count: u64) -> io::Result<(File, Vec<u8>)> {
    let mut bytes = Vec::with_capacity(usize::try_from(count).unwrap_or_default());
    (&mut file).take(count).read_to_end(&mut bytes)?;
    if bytes.is_empty() { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok((file, bytes)) }
}
