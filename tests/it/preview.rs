//! A preview that runs, seen from outside.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::TestVault;

/// How long anything may take. A build of thousands of notes takes its time in the dev profile, and more of it
/// on a machine that has other things to do.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

/// A preview that runs as long as this value lives.
pub(crate) struct Preview {
    pub(crate) child: Child,
    pub(crate) port: u16,
}

impl Preview {
    pub(crate) fn of(vault: &TestVault, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_studium"))
            .args(["serve", "-p", "0"])
            .args(arguments)
            .current_dir(vault.root())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let port = line.split(':').nth(2).and_then(|rest| rest.split('/').next()).expect("an address");
        Self { port: port.parse().expect("a port"), child }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        stream
    }

    /// Sends a request line with more headers, and returns the answer.
    pub(crate) fn ask(&self, line: &str, headers: &str) -> Answer {
        let bytes = self.ask_for_bytes(line, headers);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        Answer { head: head.to_lowercase(), body: body.to_owned() }
    }

    /// Returns a file that is no text; nothing where there is none.
    pub(crate) fn file(&self, path: &str) -> Option<Vec<u8>> {
        let mut bytes = self.ask_for_bytes(&format!("GET {path}"), "");
        let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        bytes.starts_with(b"HTTP/1.1 200").then(|| bytes.split_off(head + 4))
    }

    fn ask_for_bytes(&self, line: &str, headers: &str) -> Vec<u8> {
        let host = format!("Host: 127.0.0.1:{}\r\n", self.port);
        let host = if headers.to_lowercase().contains("host:") { "" } else { &host };
        let mut stream = self.connect();
        write!(stream, "{line} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n").expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        bytes
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), "")
    }

    /// Waits until the page at `path` holds `text`.
    pub(crate) fn wait_for(&self, path: &str, text: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.get(path).body.contains(text) {
            assert!(Instant::now() < until, "`{text}` did not come to {path}: {}", self.get(path).body);
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Opens the stream of events and returns it once it is open.
    pub(crate) fn listen(&self) -> BufReader<TcpStream> {
        let mut stream = self.connect();
        write!(stream, "GET /__studium/events HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("sent");
        let mut events = BufReader::new(stream);
        let mut line = String::new();
        while line.trim_end() != "" || line.is_empty() {
            line.clear();
            assert!(events.read_line(&mut line).expect("a head") > 0, "the stream ended");
        }
        events
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back.
pub(crate) struct Answer {
    /// Status line and headers, in lower case.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// Returns the data of the next event. That of the first build is passed over: its page is shown a moment before
/// the event is sent.
pub(crate) fn next_event(events: &mut BufReader<TcpStream>) -> serde_json::Value {
    loop {
        let mut line = String::new();
        assert!(events.read_line(&mut line).expect("an event") > 0, "the stream ended");
        if let Some(data) = line.strip_prefix("data: ") {
            let event: serde_json::Value = serde_json::from_str(data).expect("JSON");
            if event["build"] != 1 {
                return event;
            }
        }
    }
}

/// Writes a file of the vault in place.
pub(crate) fn write(vault: &TestVault, path: &str, text: &str) {
    fs::write(vault.root().join(path), text).expect("written");
}

/// Puts a file of the vault in place as a whole: in between, one that is written in place may be seen empty.
pub(crate) fn put(vault: &TestVault, path: &str, text: &str) {
    let beside = vault.root().join(format!(".put.{}", path.replace('/', ".")));
    fs::write(&beside, text).expect("written");
    fs::rename(&beside, vault.root().join(path)).expect("moved");
}
