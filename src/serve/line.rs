//! The connections of the preview: so many, and no more.
//!
//! In: a listening socket. Out: connections, each with a place. Clients may be slow, dead or many; when
//! every place is taken, the next client gets the one of a client that has not asked for anything yet, or
//! else of the one that has been silent for longest. So nobody who keeps quiet can keep others out.

use std::collections::BTreeMap;
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// How many clients are attended to at a time: well below the files that a system lets a program have.
pub(super) const PLACES: usize = 160;

/// Accepts connections and gives each a place.
pub(super) struct Door {
    listener: TcpListener,
    places: Places,
    next_number: u64,
}

type Places = Arc<Mutex<BTreeMap<u64, Place>>>;

struct Place {
    /// When a byte went either way.
    last_heard: Instant,
    /// Whether anything was answered; until then there was no whole request.
    is_known: bool,
    /// Dropped to send the client away.
    _stay: oneshot::Sender<()>,
}

/// A connection with a place, which it gives back when it ends.
pub(super) struct Line {
    stream: TcpStream,
    number: u64,
    places: Places,
    /// Ends when the place is given to another.
    sent_away: oneshot::Receiver<()>,
}

impl Door {
    pub(super) fn new(listener: TcpListener) -> Self {
        Self { listener, places: Places::default(), next_number: 0 }
    }

    /// Sends clients away until less than `most` are here.
    fn make_room(&self, most: usize) {
        let mut places = lock(&self.places);
        while places.len() >= most {
            let quiet = places.iter().min_by_key(|(_, place)| (place.is_known, place.last_heard));
            let Some(number) = quiet.map(|(number, _)| *number) else { return };
            places.remove(&number);
        }
    }

    fn seat(&mut self, stream: TcpStream) -> Line {
        self.make_room(PLACES);
        let number = self.next_number;
        self.next_number += 1;
        let (stay, sent_away) = oneshot::channel();
        let place = Place { last_heard: Instant::now(), is_known: false, _stay: stay };
        lock(&self.places).insert(number, place);
        Line { stream, number, places: Arc::clone(&self.places), sent_away }
    }
}

impl Listener for Door {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, address)) => return (self.seat(stream), address),
                // The client went before it came.
                Err(error) if is_of_client(&error) => {}
                // The system gives no more files: somebody has to go first.
                Err(_) => {
                    let here = lock(&self.places).len();
                    self.make_room(here);
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

fn is_of_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Whoever panicked while holding this left whole entries behind.
fn lock(places: &Places) -> MutexGuard<'_, BTreeMap<u64, Place>> {
    places.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Line {
    /// Fails once the place was given to another, and sees to it that this is asked again then.
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        match Pin::new(&mut self.sent_away).poll(context) {
            Poll::Pending => Ok(()),
            Poll::Ready(_) => Err(io::ErrorKind::ConnectionAborted.into()),
        }
    }

    fn heard(&self, answered: bool) {
        if let Some(place) = lock(&self.places).get_mut(&self.number) {
            place.last_heard = Instant::now();
            place.is_known |= answered;
        }
    }

    fn write(
        &mut self,
        context: &mut Context<'_>,
        write: impl FnOnce(Pin<&mut TcpStream>, &mut Context<'_>) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        let written = write(Pin::new(&mut self.stream), context);
        if matches!(written, Poll::Ready(Ok(1..))) {
            self.heard(true);
        }
        written
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        lock(&self.places).remove(&self.number);
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.heard(false);
        }
        read
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.write(context, |stream, context| stream.poll_write(context, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.write(context, |stream, context| stream.poll_write_vectored(context, bytes))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
