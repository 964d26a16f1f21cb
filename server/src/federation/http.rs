//! How the provider is asked: our HTTP client as the one that `openidconnect` wants.
//!
//! Never: a redirect followed, for the client's secret would travel with it; an answer of any length.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::redirect::Policy;
use reqwest::{Client, Request};

/// One request may take so long: somebody waits before a page.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The longest answer taken, in bytes: keys and claims are a few kB.
const MAX_BYTES: usize = 1024 * 1024;

/// Why the provider gave no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum HttpError {
    /// No connection, no time, no HTTP.
    #[error(transparent)]
    Client(#[from] reqwest::Error),
    /// Longer than [`MAX_BYTES`].
    #[error("an answer of more than {MAX_BYTES} bytes")]
    TooLarge,
}

/// The client.
#[derive(Clone, Debug)]
pub(super) struct Http(Client);

impl Http {
    pub(super) fn new(user_agent: &str) -> Result<Self, reqwest::Error> {
        Client::builder()
            .user_agent(user_agent)
            .timeout(TIMEOUT)
            .redirect(Policy::none())
            // Minutes pass between two questions: a connection kept would be closed by the other side just
            // when it is used again.
            .pool_max_idle_per_host(0)
            .referer(false)
            .build()
            .map(Self)
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let mut response = self.0.execute(Request::try_from(request)?).await?;
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if bytes.len() + chunk.len() > MAX_BYTES {
                return Err(HttpError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        let mut answer = HttpResponse::new(bytes);
        *answer.status_mut() = response.status();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        Ok(answer)
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}
