//! What `rives serve` runs for the exchange.

use std::sync::Arc;

use desk::exchange::ContactHasher;
use store::Store;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::clock::{SystemClock, UuidIds};
use crate::config::{Config, MailConfig};
use crate::desk::SystemRandomness;
use crate::exchange::{ContactKey, Keeping, KeyError, MailError, Mailing, Post, Writer};
use crate::public::PublicExchange;

/// The portal as letters name it, with its key; `None` where the exchange is not open.
pub(super) fn writer(
    config: &Config,
    random: Arc<SystemRandomness>,
) -> Result<Option<Writer>, KeyError> {
    if !config.exchange.enabled {
        return Ok(None);
    }
    let key = ContactKey::open_or_create(&config.exchange.key_file, &*random)?;
    Ok(Some(Writer {
        name: config.portal.name.clone(),
        origin: config.public.origin.clone(),
        exercise: config.portal.exercise,
        key: Arc::new(key),
        random,
    }))
}

/// What finds contacts again at the desk. Where residents are served elsewhere, it is there only if the key was
/// brought here: a key of this machine's own would find nobody.
pub(super) fn hasher(
    config: &Config,
    writer: Option<&Writer>,
) -> Result<Option<Arc<dyn ContactHasher>>, KeyError> {
    if let Some(writer) = writer {
        return Ok(Some(writer.key.clone()));
    }
    let path = &config.exchange.key_file;
    if !config.exchange.enabled || !path.exists() {
        return Ok(None);
    }
    let key = ContactKey::open_or_create(path, &SystemRandomness)?;
    Ok(Some(Arc::new(key)))
}

/// What the pages need.
pub(super) fn public(config: &Config, store: &Arc<Store>, writer: Writer) -> PublicExchange {
    PublicExchange {
        exchange: store.clone(),
        writer,
        ids: Arc::new(UuidIds),
        departements: config.exchange.departements(),
        mails: config.mail.is_on(),
    }
}

/// Starts the workers: one that sends letters, where there is a mail server, and one that keeps order.
pub(super) fn start(
    tasks: &mut JoinSet<()>,
    store: &Arc<Store>,
    writer: Writer,
    mail: &MailConfig,
    worker: &str,
    stopping: &watch::Receiver<bool>,
) -> Result<(), MailError> {
    let clock = Arc::new(SystemClock);
    if mail.is_on() {
        let mailing = Mailing {
            letters: store.clone(),
            key: writer.key.clone(),
            post: Post::new(mail)?,
            clock: clock.clone(),
            worker: worker.to_owned(),
        };
        tasks.spawn(mailing.run(stopping.clone()));
    }
    let keeping = Keeping {
        exchange: store.clone(),
        writer,
        clock,
    };
    tasks.spawn(keeping.run(stopping.clone()));
    Ok(())
}
