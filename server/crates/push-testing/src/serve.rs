//! HTTP/1.1 and HTTP/2, on one port.

use std::convert::Infallible;
use std::sync::Arc;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::check::{self, Fault};
use crate::{Reply, Shared};

/// Far over what is taken, so that "too long" is said rather than broken off.
const MOST: usize = 1024 * 1024;

/// Takes connections until it is dropped; then they end with it.
pub(crate) async fn run(listener: TcpListener, tls: Option<TlsAcceptor>, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        shared.state().connections += 1;
        let _ = stream.set_nodelay(true);
        let (tls, shared) = (tls.clone(), shared.clone());
        connections.spawn(async move {
            match tls {
                Some(tls) => {
                    if let Ok(stream) = tls.accept(stream).await {
                        serve(stream, shared).await;
                    }
                }
                None => serve(stream, shared).await,
            }
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, shared: Arc<Shared>) {
    let service = service_fn(move |request| {
        let shared = shared.clone();
        async move { respond(&shared, request).await }
    });
    // A sender that breaks off is no matter of the service.
    let _ = Builder::new(TokioExecutor::new())
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// The connection is to be broken.
#[derive(Debug)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("broken on purpose")
    }
}

impl std::error::Error for Broken {}

type Answered = Result<Response<Full<Bytes>>, Broken>;

async fn respond(shared: &Shared, request: Request<Incoming>) -> Answered {
    let (parts, body) = request.into_parts();
    let id = parts.uri.path().strip_prefix("/push/").unwrap_or_default();
    let body = Limited::new(body, MOST).collect().await;
    let body = body.map(|b| b.to_bytes()).unwrap_or_default();
    {
        let mut state = shared.state();
        state.requests += 1;
        if let Some(kept) = state.devices.get_mut(id) {
            kept.requests += 1;
        }
    }
    let taken = check::headers(shared, &parts.method, &parts.headers).and_then(|mut received| {
        if !shared.count_only {
            received.payload = check::open(shared, id, &body)?;
        }
        Ok(received)
    });
    let mut received = match taken {
        Ok(received) => received,
        Err(Fault(status, fault)) => {
            shared.state().faults.push(fault.clone());
            return Ok(plain(status.as_u16(), fault));
        }
    };
    if shared.count_only {
        return Ok(plain(201, String::new()));
    }
    let reply = {
        let mut state = shared.state();
        let Some(kept) = state.devices.get_mut(id) else {
            return Ok(plain(404, String::new()));
        };
        let reply = kept.next_reply();
        received.answered = match &reply {
            Reply::Status(status) | Reply::Later(status, _) | Reply::Long(status, _) => {
                Some(*status)
            }
            Reply::Moved(_) => Some(307),
            Reply::Reset | Reply::Hang => None,
        };
        kept.received.push(received);
        reply
    };
    match reply {
        Reply::Status(status) => Ok(plain(status, String::new())),
        Reply::Later(status, after) => {
            Ok(with(plain(status, String::new()), "retry-after", &after))
        }
        Reply::Long(status, length) => Ok(plain(status, "x".repeat(length))),
        Reply::Moved(to) => Ok(with(plain(307, String::new()), "location", &to)),
        Reply::Reset => Err(Broken),
        Reply::Hang => std::future::pending::<Result<_, Infallible>>()
            .await
            .map_err(|never| match never {}),
    }
}

fn plain(status: u16, text: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(text));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    response
}

fn with(
    mut response: Response<Full<Bytes>>,
    name: &'static str,
    value: &str,
) -> Response<Full<Bytes>> {
    let value = value.parse().expect("a header's value");
    response.headers_mut().insert(name, value);
    response
}
