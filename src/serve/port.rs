//! Which port the preview listens on, and who holds it when it is busy.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs};

use super::ServeError;

/// The port to listen on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// This one, or when it is busy the next that is free.
    From(u16),
    /// This one and no other; 0 is any that is free.
    Exactly(u16),
}

/// A port that is ours.
pub(super) struct Bound {
    pub(super) listener: TcpListener,
    pub(super) address: SocketAddr,
    /// The address to open in a browser.
    pub(super) url: String,
    /// The port that was wanted and is in use, and by whom.
    pub(super) busy: Option<(u16, Option<String>)>,
}

/// How many ports are tried beyond the one that is wanted.
const TRIES: u16 = 100;

/// Takes a port of `host`.
pub(super) fn bind(host: &str, port: Port) -> Result<Bound, ServeError> {
    let wanted = match port {
        Port::From(port) | Port::Exactly(port) => port,
    };
    let plain = host.trim_start_matches('[').trim_end_matches(']');
    let found = (plain, wanted).to_socket_addrs().and_then(|mut addresses| {
        addresses.next().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "it has no address"))
    });
    let first = found.map_err(|source| ServeError::Host { host: host.to_owned(), source })?;
    let last = match port {
        Port::From(port) => port.saturating_add(TRIES),
        Port::Exactly(port) => port,
    };
    for number in wanted..=last {
        let address = SocketAddr::new(first.ip(), number);
        match TcpListener::bind(address) {
            Ok(listener) => {
                let address = listener.local_addr().unwrap_or(address);
                let busy = (number != wanted).then(|| (wanted, holder(wanted)));
                return Ok(Bound { url: url(host, address), listener, address, busy });
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(source) => return Err(ServeError::Listen { address, source }),
        }
    }
    Err(ServeError::Busy { port: wanted, holder: holder(wanted) })
}

/// Returns the address that a browser on this machine can open.
fn url(host: &str, address: SocketAddr) -> String {
    let port = address.port();
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => format!("http://{}:{port}/", Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => format!("http://[{}]:{port}/", Ipv6Addr::LOCALHOST),
        IpAddr::V6(ip) => format!("http://[{ip}]:{port}/"),
        IpAddr::V4(ip) if host.parse::<IpAddr>().is_ok() => format!("http://{ip}:{port}/"),
        IpAddr::V4(_) => format!("http://{host}:{port}/"),
    }
}

/// Returns the name and number of the process that listens on `port`, where the system tells.
#[cfg(target_os = "linux")]
fn holder(port: u16) -> Option<String> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"];
    let inodes: Vec<String> = tables
        .iter()
        .filter_map(|table| std::fs::read_to_string(table).ok())
        .flat_map(|table| listening_inodes(&table, port))
        .collect();
    let processes = std::fs::read_dir("/proc").ok()?.flatten();
    processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()).find_map(|id| {
        let files = std::fs::read_dir(format!("/proc/{id}/fd")).ok()?.flatten();
        let mut targets = files.filter_map(|file| std::fs::read_link(file.path()).ok());
        targets.find(|target| inodes.iter().any(|inode| target.to_str() == Some(inode)))?;
        let name = std::fs::read_to_string(format!("/proc/{id}/comm")).ok()?;
        Some(format!("`{}` (process {id})", name.trim()))
    })
}

#[cfg(not(target_os = "linux"))]
fn holder(_port: u16) -> Option<String> {
    None
}

/// Returns the sockets that listen on `port`, as the links of a process name them.
#[cfg(target_os = "linux")]
fn listening_inodes(table: &str, port: u16) -> Vec<String> {
    const LISTEN: &str = "0A";
    let rows = table.lines().skip(1).map(|row| row.split_ascii_whitespace().collect::<Vec<_>>());
    rows.filter_map(|row| {
        let number = row.get(1)?.rsplit_once(':')?.1;
        let ours = u16::from_str_radix(number, 16) == Ok(port) && row.get(3) == Some(&LISTEN);
        ours.then(|| row.get(9).map(|inode| format!("socket:[{inode}]")))?
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_port_is_passed_over_or_told() {
        let taken = bind("127.0.0.1", Port::Exactly(0)).expect("a port");
        let port = taken.address.port();
        assert_eq!(taken.url, format!("http://127.0.0.1:{port}/"));
        let next = bind("127.0.0.1", Port::From(port)).expect("another port");
        assert_eq!(next.busy.map(|(busy, _)| busy), Some(port));
        let Err(ServeError::Busy { holder, .. }) = bind("127.0.0.1", Port::Exactly(port)) else {
            panic!("the port is ours");
        };
        if cfg!(target_os = "linux") {
            assert!(holder.is_some_and(|holder| holder.contains(&std::process::id().to_string())));
        }
    }

    #[test]
    fn a_host_that_is_none_is_told() {
        assert!(matches!(bind("no.such.host.invalid", Port::From(1111)), Err(ServeError::Host { .. })));
    }
}
