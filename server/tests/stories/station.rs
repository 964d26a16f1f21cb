//! A source's server: real HTTP on this machine, whose answers a story can change while it runs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::response::Response;

use crate::house::until;

/// What a path answers.
#[derive(Clone, Debug)]
pub enum Reply {
    /// A status, headers, a body.
    Say(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// This document, with an `ETag` made of this text: 304 to who has it.
    Tagged(&'static str, Vec<u8>),
    /// Nothing, for ever.
    Hang,
}

impl Reply {
    pub fn xml(body: impl Into<Vec<u8>>) -> Self {
        Reply::Say(
            200,
            vec![("content-type", "application/cap+xml".to_owned())],
            body.into(),
        )
    }
    pub fn status(status: u16) -> Self {
        Reply::Say(status, Vec::new(), b"panne".to_vec())
    }
    pub fn redirect(to: String) -> Self {
        Reply::Say(302, vec![("location", to)], Vec::new())
    }
}

#[derive(Default)]
struct Desk {
    replies: HashMap<String, Reply>,
    asked: Vec<(String, HeaderMap)>,
}

/// The server.
#[derive(Clone)]
pub struct Station {
    port: u16,
    desk: Arc<Mutex<Desk>>,
    task: Arc<Mutex<Option<tokio::task::JoinHandle<()>>>>,
}

impl Station {
    pub async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let station = Self {
            port: listener.local_addr().unwrap().port(),
            desk: Arc::default(),
            task: Arc::default(),
        };
        station.listen(listener);
        station
    }

    fn listen(&self, listener: tokio::net::TcpListener) {
        let router = Router::new().fallback(serve).with_state(self.desk.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        *self.task.lock().unwrap() = Some(task);
    }

    /// Stops listening: connections are refused.
    pub async fn close(&self) {
        let task = self.task.lock().unwrap().take().unwrap();
        task.abort();
        let _ = task.await;
    }

    /// Listens again where it did.
    pub async fn reopen(&self) {
        self.listen(
            tokio::net::TcpListener::bind(("127.0.0.1", self.port))
                .await
                .unwrap(),
        );
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The same server under another host name.
    pub fn other_host(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    pub fn says(&self, path: &str, reply: Reply) {
        self.desk
            .lock()
            .unwrap()
            .replies
            .insert(path.to_owned(), reply);
    }

    /// The heads of the requests for a path.
    pub fn asked(&self, path: &str) -> Vec<HeaderMap> {
        let desk = self.desk.lock().unwrap();
        desk.asked
            .iter()
            .filter(|(p, _)| p == path)
            .map(|(_, h)| h.clone())
            .collect()
    }

    /// Waits until a visit that began after now has ended: visits of one source follow each other.
    pub async fn visited(&self, path: &str) {
        let before = self.asked(path).len();
        until("a whole visit", || async {
            self.asked(path).len() >= before + 2
        })
        .await;
    }
}

async fn serve(State(desk): State<Arc<Mutex<Desk>>>, uri: Uri, headers: HeaderMap) -> Response {
    let reply = {
        let mut desk = desk.lock().unwrap();
        desk.asked.push((uri.path().to_owned(), headers.clone()));
        desk.replies
            .get(uri.path())
            .cloned()
            .unwrap_or_else(|| Reply::status(404))
    };
    let mut response = Response::new(Body::empty());
    // A connection that stays open would answer on after the server was closed.
    response
        .headers_mut()
        .insert("connection", HeaderValue::from_static("close"));
    match reply {
        Reply::Say(status, more, body) => {
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            for (name, value) in more {
                let value = HeaderValue::try_from(value).unwrap();
                response
                    .headers_mut()
                    .insert(HeaderName::from_static(name), value);
            }
            *response.body_mut() = Body::from(body);
        }
        Reply::Tagged(tag, body) => {
            let tag = format!("\"{tag}\"");
            response
                .headers_mut()
                .insert("etag", HeaderValue::try_from(&tag).unwrap());
            let date = HeaderValue::from_static("Mon, 23 Nov 2026 19:00:00 GMT");
            response.headers_mut().insert("last-modified", date);
            if headers
                .get("if-none-match")
                .is_some_and(|t| t.to_str().unwrap() == tag)
            {
                *response.status_mut() = StatusCode::NOT_MODIFIED;
            } else {
                *response.body_mut() = Body::from(body);
            }
        }
        Reply::Hang => tokio::time::sleep(Duration::from_secs(3_600)).await,
    }
    response
}
