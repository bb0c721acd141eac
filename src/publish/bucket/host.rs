//! The host of a bucket: what is asked of it, and what went wrong in words.
//!
//! Only this file knows the library that speaks to it. Several requests are under way at once; a call of
//! this module ends when all of its own are done.

use std::collections::BTreeSet;
use std::env;
use std::io;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, BackoffConfig, ObjectStore, ObjectStoreExt, PutMultipartOptions, PutOptions,
    PutPayload, RetryConfig,
};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;
use tokio_stream::StreamExt;

use super::sent::Headers;
use crate::publish::PublishError;
use crate::publish::compare::Item;
use crate::publish::manifest::MANIFEST_NAME;

/// How many files are under way at a time: hosts answer slowly and take many at once.
const AT_ONCE: usize = 16;
/// A file longer than this goes in parts of this size; hosts take no file of any size at once, nor do we hold it.
const PART: u64 = 16 * 1024 * 1024;

/// How often a request is sent at most, where the environment does not say.
const ATTEMPTS: usize = 6;

/// What says who asks. Without any of it, the host would be asked for minutes whether it knows this machine.
const CREDENTIALS: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_SKIP_SIGNATURE",
];

/// A bucket of a host.
pub(super) struct Host {
    store: AmazonS3,
    runtime: Runtime,
    prefix: String,
    /// `s3://BUCKET/PREFIX`, for messages.
    pub(super) place: String,
}

impl Host {
    /// Finds the host by the environment, as all programs for such buckets do.
    pub(super) fn from_env(name: &str, prefix: &str) -> Result<Self, PublishError> {
        if !CREDENTIALS.iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty())) {
            return Err(PublishError::NoCredentials { place: place(name, prefix) });
        }
        let attempts = env::var("AWS_MAX_ATTEMPTS").ok().and_then(|text| text.parse::<usize>().ok());
        let retry = RetryConfig {
            backoff: BackoffConfig { max_backoff: Duration::from_secs(5), ..BackoffConfig::default() },
            max_retries: attempts.unwrap_or(ATTEMPTS).saturating_sub(1),
            retry_timeout: Duration::from_mins(1),
        };
        Self::of(AmazonS3Builder::from_env().with_retry(retry), name, prefix)
    }

    /// Takes a bucket of a host whose address and keys are known.
    pub(super) fn of(builder: AmazonS3Builder, name: &str, prefix: &str) -> Result<Self, PublishError> {
        let place = place(name, prefix);
        // Who writes the address of a host without TLS means it; keys are never sent.
        let keys = [AmazonS3ConfigKey::S3Endpoint, AmazonS3ConfigKey::Endpoint];
        let address = keys.iter().find_map(|key| builder.get_config_value(key));
        let is_plain = address.is_some_and(|address| address.starts_with("http://"));
        let builder = if is_plain { builder.with_allow_http(true) } else { builder };
        let failed = |said: String| PublishError::Bucket { what: "reach", path: place.clone(), said };
        let store = builder.with_bucket_name(name).build().map_err(|error| failed(words(&error)))?;
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| failed(error.to_string()))?;
        Ok(Self { store, runtime, prefix: prefix.to_owned(), place })
    }

    /// Lists the files below the prefix, by their paths there.
    pub(super) fn list(&self) -> Result<BTreeSet<String>, PublishError> {
        let prefix = Path::parse(&self.prefix).map_err(|error| self.failed("list", "", &error.into()))?;
        let mut listed = self.store.list(Some(&prefix));
        self.runtime.block_on(async {
            let mut files = BTreeSet::new();
            while let Some(entry) = listed.next().await {
                let entry = entry.map_err(|error| self.failed("list", "", &error))?;
                let path = entry.location.as_ref();
                let path = path.strip_prefix(&self.prefix).unwrap_or(path).trim_start_matches('/');
                files.extend((!path.is_empty()).then(|| path.to_owned()));
            }
            Ok(files)
        })
    }

    /// Reads a file.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, PublishError> {
        let key = self.key(path)?;
        let read = async { self.store.get(&key).await?.bytes().await };
        let bytes = self.runtime.block_on(read).map_err(|error| self.failed("read", path, &error))?;
        Ok(bytes.to_vec())
    }

    /// Writes the list of our files.
    pub(super) fn write_list(&self, bytes: Vec<u8>) -> Result<(), PublishError> {
        let key = self.key(MANIFEST_NAME)?;
        let options = PutOptions { attributes: attributes(Headers::of_list()), ..PutOptions::default() };
        let put = self.store.put_opts(&key, bytes.into(), options);
        let done = self.runtime.block_on(put);
        done.map(|_| ()).map_err(|error| self.failed("write", MANIFEST_NAME, &error))
    }

    /// Writes files, in no order.
    pub(super) fn write(&self, items: &[&Item]) -> Result<(), PublishError> {
        self.runtime.block_on(async {
            let mut under_way = JoinSet::new();
            for item in items {
                if under_way.len() >= AT_ONCE {
                    self.one_done(&mut under_way).await?;
                }
                let (key, headers) = (self.key(&item.path)?, Headers::of(item));
                match self.payload(item)? {
                    Some(payload) => {
                        let (store, path) = (self.store.clone(), item.path.clone());
                        let options = PutOptions { attributes: attributes(headers), ..PutOptions::default() };
                        under_way.spawn(async move {
                            (path, store.put_opts(&key, payload, options).await.map(|_| ()))
                        });
                    }
                    None => self.write_in_parts(item, &key, headers).await?,
                }
            }
            while !under_way.is_empty() {
                self.one_done(&mut under_way).await?;
            }
            Ok(())
        })
    }

    /// Waits until one of the files that are under way has arrived.
    async fn one_done(
        &self,
        under_way: &mut JoinSet<(String, object_store::Result<()>)>,
    ) -> Result<(), PublishError> {
        match under_way.join_next().await {
            Some(Ok((path, Err(error)))) => Err(self.failed("write", &path, &error)),
            Some(Err(error)) => Err(self.failed("write", "", &error.into())),
            Some(Ok((_, Ok(())))) | None => Ok(()),
        }
    }

    /// Returns the bytes of a file, unless it is one that has to go in parts.
    fn payload(&self, item: &Item) -> Result<Option<PutPayload>, PublishError> {
        let mut held = None;
        item.send(&mut |length, bytes| {
            if length <= PART {
                let mut whole = Vec::new();
                bytes.read_to_end(&mut whole)?;
                held = Some(PutPayload::from(whole));
            }
            Ok(())
        })
        .map_err(|error| self.unreadable(item, &error))?;
        Ok(held)
    }

    async fn write_in_parts(&self, item: &Item, key: &Path, headers: Headers) -> Result<(), PublishError> {
        let failed = |error: &object_store::Error| self.failed("write", &item.path, error);
        let options = PutMultipartOptions { attributes: attributes(headers), ..Default::default() };
        let mut upload = self.store.put_multipart_opts(key, options).await.map_err(|error| failed(&error))?;
        let (parts, mut arrived) = (item.parts(PART).map_err(|error| self.unreadable(item, &error))?, Ok(()));
        for part in parts {
            let part = part.map_err(|error| self.unreadable(item, &error))?;
            arrived = upload.put_part(part.into()).await;
            if arrived.is_err() {
                break;
            }
        }
        let finished = match arrived {
            Ok(()) => upload.complete().await.map(|_| ()),
            Err(error) => Err(error),
        };
        if let Err(error) = finished {
            // The parts that arrived cost their owner money, and nobody sees them.
            let _ = upload.abort().await;
            return Err(failed(&error));
        }
        Ok(())
    }

    /// Removes files.
    pub(super) fn remove(&self, paths: &[&str]) -> Result<(), PublishError> {
        let keys: Vec<Path> = paths.iter().map(|path| self.key(path)).collect::<Result<_, _>>()?;
        let keys = keys.into_iter().map(Ok);
        let mut removed = self.store.delete_stream(Box::pin(tokio_stream::iter(keys)));
        self.runtime.block_on(async {
            while let Some(done) = removed.next().await {
                match done {
                    // Somebody else was there before.
                    Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                    Err(error) => return Err(self.failed("remove files from", "", &error)),
                }
            }
            Ok(())
        })
    }

    fn key(&self, path: &str) -> Result<Path, PublishError> {
        let key = if self.prefix.is_empty() { path.to_owned() } else { format!("{}/{path}", self.prefix) };
        Path::parse(key).map_err(|error| self.failed("write", path, &error.into()))
    }

    fn failed(&self, what: &'static str, path: &str, error: &object_store::Error) -> PublishError {
        let slash = if path.is_empty() { "" } else { "/" };
        PublishError::Bucket { what, path: format!("{}{slash}{path}", self.place), said: words(error) }
    }

    fn unreadable(&self, item: &Item, error: &io::Error) -> PublishError {
        let path = format!("{}/{}", self.place, item.path);
        PublishError::Bucket { what: "read what belongs at", path, said: error.to_string() }
    }
}

fn place(name: &str, prefix: &str) -> String {
    format!("s3://{name}{}{prefix}", if prefix.is_empty() { "" } else { "/" })
}

fn attributes(headers: Headers) -> Attributes {
    Attributes::from_iter([
        (Attribute::ContentType, headers.content_type),
        (Attribute::CacheControl, headers.cache_control),
    ])
}

/// Says in a line what the host said, or why it said nothing.
fn words(error: &object_store::Error) -> String {
    use object_store::Error::{PermissionDenied, Unauthenticated};
    let whole = whole(error);
    let tag = |name: &str| {
        let (_, rest) = whole.split_once(&format!("<{name}>"))?;
        Some(rest.split_once('<')?.0.to_owned())
    };
    let said = tag("Message").or_else(|| tag("Code"));
    let plain = match error {
        _ if whole.contains("<Code>NoSuchBucket") => return "there is no such bucket".to_owned(),
        PermissionDenied { .. } => Some("these keys may not do that"),
        Unauthenticated { .. } => Some("the host does not know these keys"),
        _ => None,
    };
    match (plain, said) {
        (Some(plain), Some(said)) => format!("{plain}; the host says “{said}”"),
        (Some(plain), None) => plain.to_owned(),
        (None, Some(said)) => format!("the host says “{said}”"),
        (None, None) => whole,
    }
}

/// Returns the messages of an error and of all that it comes from, without what is said twice.
fn whole(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        let more = error.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        next = error.source();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
