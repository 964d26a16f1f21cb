//! `rives serve`.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, ValueEnum};
use desk::federation::Federation;
use desk::reports::Reports;
use portal::messages::Messages;
use portal::sources::Source;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{Notify, watch};

use super::{Outcome, exchange, valve};
use crate::clock::{SystemClock, UuidIds};
use crate::config::Config;
use crate::desk::{DeskDeps, SystemRandomness, desk_of, desk_router, schedule};
use crate::federation::OpenIdConnect;
use crate::public::{Live, Pages, PublicDeps, PublicPush, Site};
use crate::push::{Lanes, PushClient, Sending, Teller, Vapid, on_curve};
use crate::relay::{HttpFetch, Relay};
use crate::{build_public, contours, listen, open_store};

/// How often the content version is read when another process may have changed it.
const VERSION_POLL: Duration = Duration::from_millis(250);
/// How long what still runs may take once asked to stop.
const LAST_WORK: Duration = Duration::from_secs(15);

/// Which side this process runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Side {
    /// The listener for residents, and the relay.
    Public,
    /// The listener for staff.
    Desk,
}

/// `serve`'s arguments.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Run one side only; the other runs in another process, as another user or on another machine.
    #[arg(long, value_enum)]
    only: Option<Side>,
}

/// Runs until SIGTERM or SIGINT, then lets running answers and visits finish.
pub async fn run(config: Config, arguments: &Arguments) -> Outcome {
    let clock = Arc::new(SystemClock);
    let store = open_store(&config).await?;
    let contours = contours(&store).await?;
    let configured: Arc<[Source]> = config.sources.iter().map(|s| s.source()).collect();
    let mut stop_signals = StopSignals::watch()?;
    let (stop, stopping) = watch::channel(false);
    let wake = Arc::new(Notify::new());
    let pages = Arc::new(Pages::new(clock.clone()));
    let mut tasks = tokio::task::JoinSet::new();
    let random = Arc::new(SystemRandomness);
    let vapid = match config.push.enabled && arguments.only != Some(Side::Desk) {
        true => Some(Arc::new(Vapid::open_or_create(
            &config.push.key_file,
            &config.push.subject,
            &*random,
        )?)),
        false => None,
    };
    let lanes = vapid.is_some().then(|| Arc::new(Lanes::default()));
    let taken_in = Arc::new(Notify::new());

    let writer = match arguments.only {
        Some(Side::Desk) => None,
        _ => exchange::writer(&config, random.clone())?,
    };
    let contact_hasher = exchange::hasher(&config, writer.as_ref())?;

    // Before the door opens: it makes nothing.
    let vault = valve::owner(&config, arguments.only).await?;
    let reader = match &vault {
        Some(vault) => {
            let keep = config.reports.retention.span();
            tasks.spawn(valve::purge(vault.clone(), keep, stopping.clone()));
            Some(valve::reader(&config, vault)?)
        }
        None => None,
    };
    let mut door = None;

    // The desk's previews are pages of the public side, and look like them.
    let site = Arc::new(match Site::load(&config.public.site_root) {
        Ok(site) => site,
        // Where residents are served elsewhere, previews have the style that is compiled in.
        Err(error) if arguments.only == Some(Side::Desk) => {
            tracing::info!(%error, "the desk alone goes on without it");
            Site::default()
        }
        Err(error) => return Err(error.into()),
    });
    if arguments.only != Some(Side::Desk) {
        let live = Arc::new(Live::new(
            store.clone(),
            pages.clone(),
            clock.clone(),
            &config.public,
        ));
        let reports = valve::public(&config).await?.map(|(opened, reports)| {
            door = Some(opened);
            reports
        });
        let public = build_public(PublicDeps {
            messages: store.clone(),
            sources: store.clone(),
            configured: configured.clone(),
            contours: contours.clone(),
            site: site.clone(),
            pages: pages.clone(),
            live: live.clone(),
            subscriptions: store.clone(),
            push: vapid.as_ref().map(|vapid| PublicPush {
                key: vapid.public_key(),
                key_id: vapid.key_id().to_owned(),
                services: config.push.services(),
                on_curve,
            }),
            exchange: writer
                .clone()
                .map(|writer| exchange::public(&config, &store, writer)),
            reports,
            random: random.clone(),
            clock: clock.clone(),
            config: config.public.clone(),
            portal: config.portal.clone(),
        });
        let listener = bind(config.public.listen, "public.listen").await?;
        println!("public  http://{}", listener.local_addr()?);
        tasks.spawn(listen::serve(
            listener,
            Some(pages.clone()),
            public,
            stopping.clone(),
        ));
        pages.set_version(store.version().await?);
        tasks.spawn(live.run(stopping.clone()));
        tasks.spawn(follow_version(
            store.clone(),
            pages.clone(),
            wake.clone(),
            taken_in.clone(),
            stopping.clone(),
        ));
        if let (Some(vapid), Some(lanes)) = (&vapid, &lanes) {
            let services = config.push.services();
            let sending = Sending {
                outbox: store.clone(),
                teller: Teller::new(store.clone(), told_site(&config)),
                post: Arc::new(PushClient::new(
                    vapid.clone(),
                    services.clone(),
                    config.push.timeout.std(),
                )?),
                services,
                vapid_key: vapid.key_id().to_owned(),
                lanes: lanes.clone(),
                clock: clock.clone(),
                random: random.clone(),
                timeout: config.push.timeout.span(),
                worker: config.push.worker.clone(),
                wake: taken_in,
                expanded: Notify::new(),
            };
            tasks.spawn(sending.run(stopping.clone()));
        }
        if let Some(writer) = writer {
            let worker = &config.push.worker;
            exchange::start(&mut tasks, &store, writer, &config.mail, worker, &stopping)?;
        }
        let relay = Relay {
            intake: store.clone(),
            sources: store.clone(),
            steered: store.clone(),
            fetch: Arc::new(HttpFetch::new(
                &config.relay.user_agent,
                config.relay.timeout.std(),
            )?),
            contours,
            clock: clock.clone(),
            exercise: config.portal.exercise,
            longest_pause: config.relay.longest_pause.std(),
            wake,
        };
        tasks.spawn(relay.run(config.sources.clone(), stopping.clone()));
    }
    if arguments.only != Some(Side::Public) {
        let federation = OpenIdConnect::new(
            &config.federation,
            &config.desk.origin,
            &config.relay.user_agent,
        )?
        .map(|provider| Arc::new(provider) as Arc<dyn Federation>);
        let deps = DeskDeps {
            store: store.clone(),
            configured,
            site,
            pages: (arguments.only != Some(Side::Desk)).then_some(pages),
            federation,
            contact_hasher,
            reports: reader.map(|reader| reader as Arc<dyn Reports>),
            lanes,
            clock,
            ids: Arc::new(UuidIds),
            portal: config.portal.clone(),
            public_origin: config.public.origin.clone(),
            desk: config.desk.clone(),
            authoring: config.authoring.clone(),
        };
        let shared = desk_of(&deps)?;
        let desk = desk_router(shared.clone(), config.desk.trusted_proxies);
        tasks.spawn(schedule::run(shared, stopping.clone()));
        let listener = bind(config.desk.listen, "desk.listen").await?;
        println!(
            "desk    {} (listens on {})",
            config.desk.origin,
            listener.local_addr()?
        );
        tasks.spawn(listen::serve(listener, None, desk, stopping));
    }
    stop_signals.received().await;
    tracing::info!("stopping");
    let _ = stop.send(true);
    if tokio::time::timeout(LAST_WORK, async {
        while tasks.join_next().await.is_some() {}
    })
    .await
    .is_err()
    {
        tracing::warn!(
            "stopped before everything had finished; nothing that was acknowledged is lost"
        );
    }
    if let Some(door) = door {
        door.close().await;
    }
    if let Some(vault) = vault {
        vault.close().await;
    }
    Ok(ExitCode::SUCCESS)
}

/// The portal as notifications name it.
fn told_site(config: &Config) -> app::Site {
    app::Site {
        name: config.portal.name.clone(),
        origin: config.public.origin.clone(),
        exercise: config.portal.exercise,
        assets: app::Assets::default(),
    }
}

async fn bind(address: std::net::SocketAddr, key: &str) -> Result<TcpListener, String> {
    TcpListener::bind(address)
        .await
        .map_err(|e| format!("{key} = \"{address}\": {e}\n    fix: stop what listens there, or choose another address"))
}

/// Keeps the pages' version that of the store, and wakes the sending of push messages: at once after this
/// process took something in, and four times a second for what another process did.
async fn follow_version(
    messages: Arc<dyn Messages>,
    pages: Arc<Pages>,
    wake: Arc<Notify>,
    taken_in: Arc<Notify>,
    mut stopping: watch::Receiver<bool>,
) {
    loop {
        match messages.version().await {
            Ok(version) => {
                // Whoever took it in: there may be something to tell.
                if version != pages.version() {
                    taken_in.notify_one();
                }
                pages.set_version(version);
            }
            Err(error) => {
                tracing::error!(%error, "the content version cannot be read; pages stay as they are")
            }
        }
        tokio::select! {
            () = wake.notified() => {}
            () = tokio::time::sleep(VERSION_POLL) => {}
            _ = stopping.wait_for(|s| *s) => return,
        }
    }
}

/// SIGTERM and SIGINT. Made before anything listens: until then the system's own answer to them, an
/// end on the spot, is the right one.
struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    fn watch() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn received(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
