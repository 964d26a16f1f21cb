//! Letters leave by a real mail server on this machine, are tried again while it refuses, and go once sent.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use portal::Span;
use portal::exchange::{Contact, Exchange as _, Letters as _, Posting, SealedContact};
use portal::exchange::{Draft, parse_listing};
use server::config::{MailConfig, SmtpAddress};
use server::exchange::{Mailing, Post, Told, link_hash};
use store_testing::on_both_engines;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::house::{House, exchange_key, gard, until, writer};

/// A mail server that keeps what it takes; while `busy` it takes nothing.
#[derive(Clone, Default)]
pub struct Catcher {
    pub taken: Arc<Mutex<Vec<String>>>,
    refused: Arc<Mutex<u32>>,
    busy: Arc<Mutex<bool>>,
}

impl Catcher {
    pub async fn open(&self) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let catcher = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let catcher = catcher.clone();
                tokio::spawn(async move { catcher.talk(stream).await });
            }
        });
        port
    }

    async fn talk(&self, stream: TcpStream) {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut letter: Option<String> = None;
        let mut answer = "220 essai ESMTP\r\n";
        loop {
            if write.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
            let Ok(Some(line)) = lines.next_line().await else {
                return;
            };
            answer = match (&mut letter, line.as_str()) {
                (Some(_), ".") => {
                    self.taken.lock().unwrap().extend(letter.take());
                    "250 taken\r\n"
                }
                (Some(text), line) => {
                    text.push_str(line);
                    text.push('\n');
                    ""
                }
                (None, "DATA") => {
                    letter = Some(String::new());
                    "354 go on\r\n"
                }
                (None, line) if line.starts_with("RCPT") && *self.busy.lock().unwrap() => {
                    *self.refused.lock().unwrap() += 1;
                    "451 not now\r\n"
                }
                (None, "QUIT") => "221 bye\r\n",
                (None, _) => "250 essai\r\n",
            };
        }
    }
}

/// A listing with a letter to its poster.
async fn posted(house: &House) {
    let fields = [
        ("cote", "offre"),
        ("genre", "autre"),
        ("aide", "repas"),
        ("nombre", "4"),
        ("commune", "Nîmes (30189)"),
        ("texte", "Soupe chaude"),
    ];
    let draft = Draft::new(fields.map(|(n, v)| (n.to_owned(), v.to_owned())));
    let now = portal::Clock::now(&*house.clock);
    let listing = parse_listing(&draft, now).unwrap();
    let contact = Contact {
        email: Some("lea@exemple.fr".to_owned()),
        phone: None,
    };
    let writer = writer(false, house.secrets.clone());
    let paths = ["/entraide/gerer/essai".to_owned()];
    let letter = writer.sealed(
        &contact,
        listing.tongue,
        &Told::Posted(&listing),
        &paths,
        now,
    );
    let key = exchange_key();
    let SealedContact { sealed, hashes } = key.seal_contact(&contact, &*house.secrets).unwrap();
    let secret = key.manage_secret("essai");
    house
        .store
        .post(
            &Posting {
                listing,
                contact: SealedContact { sealed, hashes },
                manage: link_hash(&secret).unwrap(),
                idempotency: "essai".to_owned(),
                hold: Vec::new(),
                likeness: String::new(),
                letter,
            },
            now,
        )
        .await
        .unwrap();
}

on_both_engines! {
    async fn a_letter_waits_while_the_mail_server_is_busy_and_is_sent_once(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        posted(&house).await;
        let catcher = Catcher::default();
        *catcher.busy.lock().unwrap() = true;
        let config = MailConfig {
            smtp: SmtpAddress(format!("smtp://127.0.0.1:{}", catcher.open().await)),
            from: "Rives <entraide@rives.example>".to_owned(),
        };
        let (stop, stopping) = watch::channel(false);
        let mailing = Mailing {
            letters: house.store.clone(),
            key: Arc::new(exchange_key()),
            post: Post::new(&config).unwrap(),
            clock: house.clock.clone(),
            worker: "essai".to_owned(),
        };
        let task = tokio::spawn(mailing.run(stopping));
        until("a refusal", || async { *catcher.refused.lock().unwrap() == 1 }).await;
        *catcher.busy.lock().unwrap() = false;
        assert!(catcher.taken.lock().unwrap().is_empty());
        // Its pause passes.
        house.at(portal::Clock::now(&*house.clock) + Span::minutes(2));
        until("the letter", || async { catcher.taken.lock().unwrap().len() == 1 }).await;
        let letter = catcher.taken.lock().unwrap()[0].clone();
        assert!(letter.contains("To: lea@exemple.fr") && letter.contains("entraide@rives.example"), "{letter}");
        house.at(portal::Clock::now(&*house.clock) + Span::hours(1));
        tokio::time::sleep(Duration::from_millis(100)).await;
        let _ = stop.send(true);
        task.await.unwrap();
        let now = portal::Clock::now(&*house.clock);
        let left = house.store.claim_letters("other", 10, now + Span::minutes(1), now).await.unwrap();
        assert!(left.is_empty(), "it went once it was sent");
        assert_eq!(catcher.taken.lock().unwrap().len(), 1);
    }
}
