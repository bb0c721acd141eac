//! Asking a server on this machine.
//!
//! In: a port and a path. Out: the status and the body. Not here: anything that a browser does.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result};

/// How long a server may think about one answer.
const PATIENCE: Duration = Duration::from_mins(5);

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn holds(&self, text: &str) -> bool {
        self.status == 200 && self.body.windows(text.len()).any(|window| window == text.as_bytes())
    }
}

/// Asks for a path.
///
/// # Errors
///
/// Fails where nobody listens, and where what comes is no answer.
pub(super) fn get(port: u16, path: &str) -> Result<Answer> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    // Version 1.0, so that the body comes in one piece and ends with the connection.
    write!(stream, "GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    parsed(&bytes).with_context(|| format!("{path} was answered with no HTTP"))
}

/// A port that is free now.
///
/// # Errors
///
/// Fails where the machine has none.
pub(super) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn parsed(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]);
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, body: bytes[end + 4..].to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read() {
        let answer = parsed(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello").unwrap();
        assert_eq!(answer, Answer { status: 200, body: b"hello".to_vec() });
        assert!(answer.holds("ell") && !answer.holds("hallo"));
        assert!(!parsed(b"HTTP/1.1 404 Not Found\r\n\r\nell").unwrap().holds("ell"));
        assert_eq!(parsed(b"SSH-2.0"), None);
    }
}
