//! A real host of buckets for tests, moto, and a door before it that can be shut at any request.

#![allow(clippy::disallowed_methods, reason = "tests start programs and listen")]

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The bucket that is there.
pub(crate) const BUCKET: &str = "notes";

/// Somebody who may read and write: moto believes whoever says so. In this region, a bucket is made without
/// naming one.
const WHO: &str = "Authorization: AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request, \
                   SignedHeaders=host, Signature=0";

/// A running host with one bucket. It ends with this value.
pub(crate) struct Moto {
    child: Child,
    port: u16,
}

/// What the host answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Moto {
    /// Starts the host that `cargo xtask ci bucket` installs and names, or the one on the path.
    pub(crate) fn start() -> Self {
        let program = std::env::var_os("STUDIUM_MOTO").unwrap_or_else(|| "moto_server".into());
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
        let mut command = Command::new(program);
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]).stdin(Stdio::null());
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child =
            child.expect("this test needs moto: `cargo xtask ci bucket` installs it and runs the test");
        let moto = Self { child, port };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(start.elapsed() < Duration::from_mins(2), "moto does not answer");
            thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(moto.ask("PUT", "", b"").status, 200, "a bucket can be made");
        moto
    }

    /// Returns the address of the host.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sends a request for a key of the bucket, as a reader or somebody else would. `key` is escaped already.
    pub(crate) fn ask(&self, method: &str, key: &str, body: &[u8]) -> Answer {
        let head = format!(
            "{method} /{BUCKET}/{key} HTTP/1.1\r\nHost: 127.0.0.1\r\n{WHO}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let answer = exchange(self.port, &[head.as_bytes(), body].concat()).expect("moto answers");
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_lowercase(), value.trim().to_owned()))
        };
        Answer { status, headers: lines.filter_map(header).collect(), body: answer[end + 4..].to_vec() }
    }

    /// Opens a door that lets `open_for` requests pass and then none. Where `swallows_answer`, the first that
    /// is cut off arrives, and only its answer is lost.
    pub(crate) fn door(&self, open_for: usize, swallows_answer: bool) -> Door {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let (passed, behind) = (Arc::new(AtomicUsize::new(0)), self.port);
        let counted = Arc::clone(&passed);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let counted = Arc::clone(&counted);
                thread::spawn(move || {
                    let mut client = client;
                    let Ok(request) = request(&mut client) else { return };
                    let number = counted.fetch_add(1, Ordering::SeqCst);
                    if number > open_for || (number == open_for && !swallows_answer) {
                        return;
                    }
                    let answer = exchange(behind, &request);
                    if let (Ok(answer), true) = (answer, number < open_for) {
                        let _ = client.write_all(&answer);
                    }
                });
            }
        });
        Door { port, passed }
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A way to the host.
pub(crate) struct Door {
    port: u16,
    passed: Arc<AtomicUsize>,
}

impl Door {
    /// Returns the address of the host behind the door.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Returns how many requests have come.
    pub(crate) fn count(&self) -> usize {
        self.passed.load(Ordering::SeqCst)
    }
}

/// Sends a request that closes the connection, and returns the whole answer.
fn exchange(port: u16, request: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.write_all(request)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

/// Reads one request, and lets it close the connection.
fn request(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = client.read(&mut buffer)?;
        bytes.extend_from_slice(&buffer[..count]);
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            let whole = end + 4 + length.unwrap_or(0);
            if bytes.len() >= whole {
                return Ok(
                    [head.as_bytes(), b"\r\nConnection: close\r\n\r\n", &bytes[end + 4..whole]].concat()
                );
            }
        }
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}
