//! The HTTP side: requests in, answers from memory out.

use std::io::{Seek, SeekFrom};
use std::net::TcpListener;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

use super::board::{self, Events, Reader};
use super::early::Demand;
use super::guard::{Hosts, Refusal};
use super::line::{Door, PLACES};
use super::pieces::Pieces;
use super::range::{Asked, asked};
use super::respond::{Found, Shown, find, frame_policy, policy, with_script};
use super::wish::Wish;
use crate::site::{content_type, is_active};
use crate::source::{ContentHash, SourcePath, open_attachment};
use crate::words::percent_decode;

/// How the path of the theme's page that draws diagrams begins.
const FRAME: &str = "assets/frame.";
const EVENTS: &str = "/__studium/events";
const STATUS: &str = "/__studium/diagnostics.json";
const SCRIPT: &str = "/__studium/reload.js";
const STYLE: &str = "/__studium/reload.css";
const DRAFTS: [(&str, bool); 2] = [("/__studium/drafts/show", true), ("/__studium/drafts/hide", false)];
/// What only a page of our own can send.
const OWN: HeaderName = HeaderName::from_static("x-studium");
const MORPH: &str = "/__studium/morph.js";
const IDIOMORPH: &str = "/__studium/idiomorph.js";

/// How long a request waits for what is made behind the pages, before it is told to come again.
const PATIENCE: Duration = Duration::from_mins(1);

/// How many browsers may wait for events at a time: never all whom there is a place for.
const LISTENERS: usize = PLACES / 2;

#[derive(Clone)]
struct Server {
    hosts: Arc<Hosts>,
    source: Source,
    listeners: Arc<Semaphore>,
}

/// What there is to answer from.
#[derive(Clone)]
pub(super) struct Source {
    pub(super) reader: Reader,
    /// Takes what is asked for before it is there.
    pub(super) demand: Demand,
    pub(super) events: Events,
    /// Takes what somebody wants to see; `None` where nobody may choose.
    pub(super) wish: Option<Wish>,
}

/// Answers requests until the program is told to stop.
pub(super) async fn serve(listener: TcpListener, hosts: Hosts, source: Source) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let server = Server { hosts: Arc::new(hosts), source, listeners: Arc::new(Semaphore::new(LISTENERS)) };
    let router = Router::new().fallback(answer).with_state(server);
    tokio::select! {
        result = axum::serve(Door::new(listener), router) => result,
        () = told_to_stop() => Ok(()),
    }
}

async fn told_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    interrupted.await;
}

async fn answer(State(server): State<Server>, request: Request) -> Response {
    let mut response = match admit(&server, &request) {
        ControlFlow::Break(refused) => refused,
        ControlFlow::Continue(()) => reply(server, request.uri(), request.headers()).await,
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    // The length stays, the body does not.
    if request.method() == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

fn admit(server: &Server, request: &Request) -> ControlFlow<Response> {
    let wished =
        DRAFTS.iter().find(|(path, _)| *path == request.uri().path() && request.method() == Method::POST);
    if let (Some((_, shown)), Some(wish)) = (wished, &server.source.wish)
        && request.headers().contains_key(OWN)
        && server.hosts.check(request.uri(), request.headers()).is_ok()
    {
        wish.show_drafts(*shown);
        return ControlFlow::Break(StatusCode::NO_CONTENT.into_response());
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let allow = [(header::ALLOW, "GET, HEAD")];
        return ControlFlow::Break(
            (StatusCode::METHOD_NOT_ALLOWED, allow, "only GET and HEAD\n").into_response(),
        );
    }
    let words = match server.hosts.check(request.uri(), request.headers()) {
        Ok(()) => return ControlFlow::Continue(()),
        // The frame that draws diagrams loads its scripts as nobody.
        Err(Refusal::Nobody) if is_code(content_type(request.uri().path())) => {
            return ControlFlow::Continue(());
        }
        Err(Refusal::Host) => "this preview does not answer to that name; `--host` allows another\n",
        Err(Refusal::Origin | Refusal::Nobody) => "this preview does not answer to pages of other sites\n",
    };
    ControlFlow::Break((StatusCode::FORBIDDEN, words).into_response())
}

async fn reply(mut server: Server, uri: &Uri, headers: &HeaderMap) -> Response {
    let path = uri.path();
    match path {
        SCRIPT => return own(SCRIPT, include_str!("reload.js")),
        STYLE => return own(STYLE, include_str!("reload.css")),
        MORPH => return own(MORPH, include_str!("morph.js")),
        IDIOMORPH => return own(IDIOMORPH, include_str!("idiomorph/idiomorph.esm.js")),
        EVENTS => return listen(&server),
        _ => {}
    }
    let Some((state, found)) = look(&mut server.source, path).await else {
        let again = [(header::RETRY_AFTER, "1")];
        return (StatusCode::SERVICE_UNAVAILABLE, again, "this is still being made\n").into_response();
    };
    if path == STATUS {
        let page = page_of(uri.query().unwrap_or_default());
        let told = tokio::task::spawn_blocking(move || state.status.told_on(&page)).await;
        let Ok(told) = told else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
        return private(own(STATUS, &told));
    }
    let range = headers.get(header::RANGE).filter(|_| !headers.contains_key(header::IF_RANGE));
    let range = range.and_then(|range| range.to_str().ok());
    match found {
        Found::Bytes(path, bytes) => {
            let kind = content_type(path.as_str());
            if kind.starts_with("text/html") && path.as_str().starts_with(FRAME) {
                let mut response = held(None, kind, &Bytes::from_owner(bytes));
                let policy = HeaderValue::from_static(frame_policy());
                response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
                response
            } else if kind.starts_with("text/html") {
                page(StatusCode::OK, &bytes)
            } else {
                let response = held(range, kind, &Bytes::from_owner(bytes));
                if is_code(kind) { response } else { private(response) }
            }
        }
        Found::Attachment(source) => attachment(state.shown, source, range).await,
        Found::Elsewhere(address) => match HeaderValue::try_from(address) {
            Ok(address) => (StatusCode::FOUND, [(header::LOCATION, address)]).into_response(),
            Err(_) => StatusCode::NOT_FOUND.into_response(),
        },
        Found::Nothing(Some(bytes)) => page(StatusCode::NOT_FOUND, &bytes),
        Found::Nothing(None) => (StatusCode::NOT_FOUND, "there is nothing here\n").into_response(),
        Found::NoSite => page(StatusCode::SERVICE_UNAVAILABLE, include_bytes!("no_site.html")),
    }
}

/// Returns the page that wants to know what is wrong, as it says in its query; nothing where it says none.
fn page_of(query: &str) -> String {
    let page = query.split('&').find_map(|pair| pair.strip_prefix("page="));
    percent_decode(page.unwrap_or_default()).into_owned()
}

/// Looks for what is at a path, and waits for it where it may still come: before there is a site, while the first
/// one is made, for a piece that is made behind the pages: that of older pages is not answered with, since it may
/// tell what is private now. `None` when it took too long, or there is nobody left to make it.
async fn look(source: &mut Source, path: &str) -> Option<(board::State, Found)> {
    let until = Instant::now() + PATIENCE;
    loop {
        let state = source.reader.borrow_and_update().clone();
        let is_asked = match state {
            Some(state) if path == STATUS && !state.shown.is_growing => {
                return Some((state, Found::Nothing(None)));
            }
            Some(state) => {
                let found = find(&state.shown, path);
                let is_missing = matches!(found, Found::Nothing(_));
                if !is_missing || !(state.shown.is_growing || state.shown.is_to_come(path)) {
                    return Some((state, found));
                }
                state.shown.is_growing
            }
            None => true,
        };
        // Nobody makes this one page before the others.
        if is_asked && path != STATUS {
            source.demand.ask(path);
        }
        if is_asked {
            source.reader.changed().await.ok()?;
        } else {
            timeout_at(until, source.reader.changed()).await.ok()?.ok()?;
        }
    }
}

/// Answers with a page: the reload script added, the policy of the site, and a mark of its bytes by
/// which the script knows a page that it missed the change of.
fn page(status: StatusCode, bytes: &[u8]) -> Response {
    let mark = ContentHash::of(bytes).short();
    let response = (
        status,
        [
            (header::CONTENT_TYPE, content_type(".html").to_owned()),
            (header::CONTENT_SECURITY_POLICY, policy(bytes)),
            (header::ETAG, format!("\"{mark}\"")),
            (HeaderName::from_static("server-timing"), format!("page;desc=\"{mark}\"")),
        ],
        with_script(bytes),
    );
    private(with_length(response.into_response()))
}

/// Answers with an attachment, or the range of it that is asked for. No more of it is read than is sent.
async fn attachment(shown: Arc<Shown>, source: SourcePath, range: Option<&str>) -> Response {
    let kind = content_type(source.as_str());
    let range = range.map(str::to_owned);
    let opened = tokio::task::spawn_blocking(move || {
        let (mut file, whole) = open_attachment(&shown.vault_root, &source)?;
        let asked = asked(range.as_deref(), whole);
        file.seek(SeekFrom::Start(asked.start()))?;
        Ok::<_, std::io::Error>((file, whole, asked))
    });
    let Ok(Ok((file, whole, asked))) = opened.await else {
        return (StatusCode::NOT_FOUND, "this attachment cannot be read\n").into_response();
    };
    let count = asked.count(whole);
    let mut response = private(part(&asked, kind, whole, Body::from_stream(Pieces::new(file, count))));
    if is_active(kind) {
        // What a browser would run is shown in a box: it comes from the vault, not from the theme.
        let policy = "default-src 'none'; img-src 'self' data:; media-src 'self'; font-src 'self'; \
                      style-src 'self' 'unsafe-inline'; sandbox";
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    }
    response
}

/// Answers with bytes that are in memory, or the range of them that is asked for.
fn held(range: Option<&str>, kind: &'static str, bytes: &Bytes) -> Response {
    let whole = bytes.len() as u64;
    let asked = asked(range, whole);
    let at = |place: u64| usize::try_from(place).unwrap_or(bytes.len());
    let end = asked.start() + asked.count(whole);
    let body = Body::from(bytes.slice(at(asked.start())..at(end)));
    part(&asked, kind, whole, body)
}

/// Answers with `body`, which is what was asked for of a file of `whole` bytes.
fn part(asked: &Asked, kind: &'static str, whole: u64, body: Body) -> Response {
    let (status, content_range) = match asked {
        Asked::Whole => (StatusCode::OK, None),
        Asked::Part(part) => {
            let content_range = format!("bytes {}-{}/{whole}", part.start, part.end - 1);
            (StatusCode::PARTIAL_CONTENT, Some(content_range))
        }
        Asked::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, Some(format!("bytes */{whole}"))),
    };
    let headers = [(header::CONTENT_TYPE, kind), (header::ACCEPT_RANGES, "bytes")];
    let mut response = (status, headers, body).into_response();
    response.headers_mut().insert(header::CONTENT_LENGTH, asked.count(whole).into());
    if let Some(content_range) = content_range.and_then(|range| HeaderValue::try_from(range).ok()) {
        response.headers_mut().insert(header::CONTENT_RANGE, content_range);
    }
    response
}

fn own(path: &str, text: &str) -> Response {
    with_length(([(header::CONTENT_TYPE, content_type(path))], text.to_owned()).into_response())
}

/// Opens the stream of what changed. A browser that falls behind is told that everything did.
fn listen(server: &Server) -> Response {
    let Ok(turn) = Arc::clone(&server.listeners).try_acquire_owned() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let events = BroadcastStream::new(server.source.events.subscribe()).map(move |event| {
        let _held = &turn;
        let missed = || r#"{"build":0,"everything":true,"changed":[]}"#.into();
        Ok::<_, std::convert::Infallible>(
            Event::default().event("build").data(event.unwrap_or_else(|_| missed())),
        )
    });
    let alive = KeepAlive::new().interval(Duration::from_secs(15));
    private(Sse::new(events).keep_alive(alive).into_response())
}

/// Keeps other sites from showing what is here. Scripts, styles and fonts are those of the theme, no
/// secret, and a sandboxed frame of our own, which counts as another site, must be able to load them.
fn private(mut response: Response) -> Response {
    let name = HeaderName::from_static("cross-origin-resource-policy");
    response.headers_mut().insert(name, HeaderValue::from_static("same-origin"));
    response
}

fn is_code(kind: &str) -> bool {
    ["text/javascript", "text/css", "font/", "application/wasm"].iter().any(|start| kind.starts_with(start))
}

/// Says how long the body is, which a `HEAD` request must learn too.
fn with_length(mut response: Response) -> Response {
    use axum::body::HttpBody;
    if let Some(length) = response.body().size_hint().exact() {
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    }
    response
}
