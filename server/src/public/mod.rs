//! The public side over HTTP: routes, cache, limits, safety headers. It reads; what it
//! writes is what devices follow, what residents offer and ask each other, and what they report: that goes up only.

mod answer;
mod ask;
mod assets;
mod cache;
mod embeds;
mod exchange;
mod feeds;
mod follow;
mod headers;
mod limits;
mod live;
mod offline;
mod pages;
mod report;
mod sent;

use std::collections::HashMap;
use std::sync::Arc;

use app::{Assets, Css, SourceLine};
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use desk::access::Randomness;
use portal::messages::Messages;
use portal::places::ContourIndex;
use portal::push::Subscriptions;
use portal::sources::{Source, SourceStatus, Sources};
use portal::{Clock, Instant};

use self::answer::{Made, Refusal};
use self::ask::Ask;
pub use self::assets::{Site, SiteError};
pub use self::cache::Pages;
pub use self::exchange::PublicExchange;
pub use self::follow::PublicPush;
pub(crate) use self::headers::Safety;
pub use self::limits::Client;
pub use self::live::{Live, Scope};
pub use self::report::PublicReports;
use crate::config::{PortalConfig, PublicConfig};

/// What the public side needs.
#[derive(Clone)]
pub struct PublicDeps {
    /// Reading messages.
    pub messages: Arc<dyn Messages>,
    /// How sources do.
    pub sources: Arc<dyn Sources>,
    /// The configured sources.
    pub configured: Arc<[Source]>,
    /// Devices that follow places.
    pub subscriptions: Arc<dyn Subscriptions>,
    /// What they subscribe with; `None`: this portal sends no notifications.
    pub push: Option<PublicPush>,
    /// Mutual aid; `None`: it is not open here.
    pub exchange: Option<PublicExchange>,
    /// Hazard reports; `None`: none are taken here.
    pub reports: Option<PublicReports>,
    /// Secrets of links.
    pub random: Arc<dyn Randomness>,
    /// Shapes of communes, for maps.
    pub contours: Arc<ContourIndex>,
    /// What browsers download.
    pub site: Arc<Site>,
    /// The page cache.
    pub pages: Arc<Pages>,
    /// What open pages listen to.
    pub live: Arc<Live>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// `[public]`
    pub config: PublicConfig,
    /// `[portal]`
    pub portal: PortalConfig,
}

/// What handlers share.
pub(crate) struct Web {
    messages: Arc<dyn Messages>,
    sources: Arc<dyn Sources>,
    configured: Arc<[Source]>,
    contours: Arc<ContourIndex>,
    clock: Arc<dyn Clock>,
    live: Arc<Live>,
    site: app::Site,
    follow: follow::Following,
    exchanging: Option<Arc<exchange::Exchanging>>,
    reports: Option<PublicReports>,
}

/// How the configured sources do, in the order of the configuration.
pub(crate) struct SourceLines(Vec<(Source, SourceStatus)>);

impl SourceLines {
    pub(crate) fn lines(&self) -> Vec<SourceLine<'_>> {
        self.0
            .iter()
            .map(|(source, status)| SourceLine { source, status })
            .collect()
    }
}

impl Web {
    fn now(&self) -> Instant {
        self.clock.now()
    }

    async fn source_lines(&self) -> Result<SourceLines, Refusal> {
        let mut statuses: HashMap<_, _> = self.sources.statuses().await?.into_iter().collect();
        let lines = self
            .configured
            .iter()
            .map(|s| (s.clone(), statuses.remove(&s.id).unwrap_or_default()));
        Ok(SourceLines(lines.collect()))
    }
}

/// The public router: what every HTTP test uses.
pub fn build_public(deps: PublicDeps) -> Router {
    let PublicDeps {
        messages,
        sources,
        configured,
        subscriptions,
        push,
        exchange,
        reports,
        random,
        contours,
        site,
        pages,
        live,
        clock,
        config,
        portal,
    } = deps;
    let style = site.style().unwrap_or_else(app::stylesheet);
    let safety = headers::Safety::new(&style, &config.origin);
    let web = Arc::new(Web {
        messages,
        sources,
        configured,
        contours,
        clock,
        follow: follow::Following {
            subscriptions,
            push,
            random,
        },
        exchanging: exchange.map(|public| Arc::new(exchange::Exchanging::new(public))),
        reports,
        live: live.clone(),
        site: app::Site {
            name: portal.name,
            origin: config.origin.clone(),
            exercise: portal.exercise,
            assets: Assets {
                css: Css::Inline(style),
                islands_js: site.href("islands"),
                relative_js: site.href("relative"),
                live_js: site.href("live"),
                icon: site.href("icon"),
                app_icons: app::APP_ICONS
                    .iter()
                    .filter_map(|(size, _)| Some((*size, site.href(&format!("icon-{size}"))?)))
                    .collect(),
                keep_js: site.href("keep"),
            },
        },
    });
    let on_device = offline::routes(&site, &web.site);
    let client = limits::Client {
        trusted_proxies: config.trusted_proxies,
    };
    let limit = |limit| limits::limiter(limit, client.clone());
    let refuse = || from_fn_with_state(web.clone(), too_many);

    let kept = Router::new()
        .merge(pages::kept())
        .merge(feeds::kept())
        .merge(embeds::kept())
        .route("/en-direct/etat", handle(live::state))
        .layer(limit(limits::RENDER))
        .layer(refuse());
    let searched = Router::new()
        .merge(pages::searched())
        .merge(feeds::searched())
        .merge(embeds::searched())
        .layer(limit(limits::SEARCH))
        .layer(refuse());
    let followed = follow::routes(limit).layer(refuse());
    let exchanged = exchange::routes(limit).layer(refuse());
    let reported = report::routes(limit).layer(refuse());
    let assets = Router::new()
        .route("/pkg/{file}", get(assets::get))
        .with_state(site);

    // Streams are for one reader each: past the cache, under a limit of their own.
    let streams = live::routes(live, client.clone())
        .layer(limit(limits::LIVE))
        .layer(from_fn_with_state(safety.clone(), headers::add));

    Router::new()
        .merge(kept)
        .merge(searched)
        .merge(followed)
        .merge(exchanged)
        .merge(reported)
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(web)
        .merge(assets)
        .merge(on_device)
        .layer(from_fn_with_state(safety.clone(), headers::add))
        .layer(from_fn_with_state(pages, cache::serve))
        .merge(streams)
        .layer(DefaultBodyLimit::max(0))
        .layer(from_fn_with_state(safety, refuse_long))
}

/// The longest path and query answered.
const LONGEST_URI: usize = 2_048;

async fn refuse_long(
    State(safety): State<headers::Safety>,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    use axum::response::IntoResponse as _;
    let length = request
        .uri()
        .path_and_query()
        .map_or(0, |p| p.as_str().len());
    if length <= LONGEST_URI {
        return next.run(request).await;
    }
    let mut response = (
        StatusCode::URI_TOO_LONG,
        "Adresse trop longue. / Address too long.\n",
    )
        .into_response();
    safety.add_to(response.headers_mut());
    response
}

/// A limit's refusal as a page in the language, or JSON, that was asked for.
async fn too_many(
    State(web): State<Arc<Web>>,
    ask: Ask,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    let response = next.run(request).await;
    if response.status() != StatusCode::TOO_MANY_REQUESTS {
        return response;
    }
    let wait = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|v| v.to_str().ok());
    let wait = wait.and_then(|v| v.parse().ok()).unwrap_or(1);
    Refusal::TooMany(wait).answer(&web.site, &ask)
}

async fn not_found(State(web): State<Arc<Web>>, ask: Ask) -> axum::response::Response {
    Refusal::Unknown.answer(&web.site, &ask)
}

async fn method_not_allowed(State(web): State<Arc<Web>>, ask: Ask) -> axum::response::Response {
    Refusal::Method.answer(&web.site, &ask)
}

/// A route's handler from a function of what is asked.
fn handle<F, Fut>(make: F) -> axum::routing::MethodRouter<Arc<Web>>
where
    F: Fn(Arc<Web>, Ask) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Made, Refusal>> + Send + 'static,
{
    get(move |State(web): State<Arc<Web>>, ask: Ask| {
        let make = make.clone();
        async move {
            match make(web.clone(), ask.clone()).await {
                Ok(made) => made.answer(),
                Err(refusal) => refusal.answer(&web.site, &ask),
            }
        }
    })
}
