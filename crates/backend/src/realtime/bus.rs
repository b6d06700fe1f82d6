//! [`Bus`]: carries events between processes, by a stream and a channel of Redis of the same name.
//!
//! A script appends each notice to the stream and publishes it with the id that the stream gave it, so all
//! processes see the same order. A process that starts reads what the stream has; one whose subscription
//! broke reads what came since. While Redis is away each process delivers to its own sockets. A process that
//! has done so tells everybody once Redis is back, and clients ask for everything.

use std::convert::Infallible;
use std::time::Duration;

use futures_util::StreamExt as _;
use kpi_common::redis::Redis;
use kpi_common::redis::client::{Msg, Script, cmd};
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::events::Notice;
use super::hub::HubQueues;
use super::{EventId, Hub, Live};
use crate::domain::Clock;

/// Notices that wait for Redis.
const QUEUE: usize = 10_000;
/// Notices of one command.
const BATCH: usize = 100;
/// Notices in the stream, approximately, and for how many seconds they stay after the last one.
const STREAM_LENGTH: usize = 20_000;
const STREAM_SECONDS: usize = 3_600;
/// The timeout of a command.
const TIMEOUT: Duration = Duration::from_secs(2);
/// The delay before another attempt to subscribe, or to tell that events were missed.
const RETRY: Duration = Duration::from_secs(1);

const APPEND: &str = "
    for i = 3, #ARGV do
        local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'notice', ARGV[i])
        redis.call('PUBLISH', KEYS[1], id .. ' ' .. ARGV[i])
    end
    redis.call('EXPIRE', KEYS[1], ARGV[2])
";

/// The connection of this process to the others.
pub struct Bus {
    redis: Redis,
    hub: Hub,
    name: String,
    append: Script,
    notices: mpsc::Receiver<Notice>,
}

/// Why nothing comes from other processes.
#[derive(Debug, thiserror::Error)]
enum Lost {
    /// The subscription broke.
    #[error("the subscription broke")]
    Subscription,
    /// Redis can't be used.
    #[error("{0}")]
    Redis(String),
}

impl Bus {
    /// The hub of this process, and its bus if there is a Redis.
    #[must_use]
    pub fn start(redis: Option<Redis>, clock: Clock) -> (Hub, HubQueues, Option<Self>) {
        let Some(redis) = redis else {
            tracing::info!("without Redis, events reach clients of this instance only");
            let (hub, queues) = Hub::new(clock, None);
            return (hub, queues, None);
        };
        let (sender, notices) = mpsc::channel(QUEUE);
        let (hub, queues) = Hub::new(clock, Some(sender));
        let bus = Self {
            name: redis.key("events"),
            append: Script::new(APPEND),
            hub: hub.clone(),
            redis,
            notices,
        };
        (hub, queues, Some(bus))
    }

    /// Carries notices both ways, until it is aborted.
    pub async fn run(self) {
        let Self {
            redis,
            hub,
            name,
            append,
            notices,
        } = self;
        let publisher = Publisher {
            redis: redis.clone(),
            hub: hub.clone(),
            name: name.clone(),
            append,
        };
        let subscriber = Subscriber {
            redis,
            hub,
            name,
            last: None,
        };
        tokio::join!(publisher.run(notices), subscriber.run());
    }
}

struct Publisher {
    redis: Redis,
    hub: Hub,
    name: String,
    append: Script,
}

impl Publisher {
    async fn run(self, mut notices: mpsc::Receiver<Notice>) {
        // Whether other processes have missed notices of this one.
        let mut has_fallen_back = false;
        let mut batch = Vec::new();
        loop {
            let back = async {
                sleep(RETRY).await;
                self.redis.wait_until(true).await;
            };
            tokio::select! {
                _ = notices.recv_many(&mut batch, BATCH) => {}
                () = back, if has_fallen_back => {}
            }
            if has_fallen_back {
                batch.insert(0, Notice::Resync);
            }
            if self.append(&batch).await.is_some() {
                has_fallen_back = false;
                batch.clear();
                continue;
            }
            for notice in batch.drain(..) {
                if !matches!(notice, Notice::Resync) {
                    has_fallen_back = true;
                    self.hub.deliver_here(notice);
                }
            }
        }
    }

    /// Appends notices to the stream, and publishes them.
    async fn append(&self, batch: &[Notice]) -> Option<()> {
        let mut invocation = self.append.key(&self.name);
        invocation.arg(STREAM_LENGTH).arg(STREAM_SECONDS);
        for notice in batch {
            invocation.arg(serde_json::to_string(notice).ok()?);
        }
        self.redis
            .execute(TIMEOUT, async |connection| {
                invocation.invoke_async(connection).await
            })
            .await
    }
}

struct Subscriber {
    redis: Redis,
    hub: Hub,
    name: String,
    /// The id of the last notice; `None` before the stream was read.
    last: Option<EventId>,
}

impl Subscriber {
    async fn run(mut self) {
        loop {
            if !self.redis.is_available() {
                self.hub.set_live(Live::Instance);
                self.redis.wait_until(true).await;
            }
            match self.follow().await {
                // It may be the subscription alone.
                Err(Lost::Subscription) => sleep(RETRY / 10).await,
                Err(error) => {
                    self.hub.set_live(Live::Instance);
                    tracing::warn!(%error, "events reach clients of this instance only");
                    sleep(RETRY).await;
                }
                Ok(never) => match never {},
            }
        }
    }

    /// Subscribes, reads what came since the last notice, and passes on what comes, until the connection
    /// breaks.
    async fn follow(&mut self) -> Result<Infallible, Lost> {
        let subscribed = self.redis.subscribe(&self.name, TIMEOUT).await;
        let mut messages = subscribed
            .map_err(|error| Lost::Redis(error.to_string()))?
            .into_on_message();
        self.catch_up().await?;
        self.hub.set_live(Live::All);
        let redis = self.redis.clone();
        let unavailable = redis.wait_until(false);
        tokio::pin!(unavailable);
        loop {
            tokio::select! {
                message = messages.next() => {
                    let message = message.ok_or(Lost::Subscription)?;
                    self.receive(&message);
                }
                () = &mut unavailable => return Err(Lost::Redis("Redis is unavailable".to_owned())),
            }
        }
    }

    fn receive(&mut self, message: &Msg) {
        let payload: Result<String, _> = message.get_payload();
        let parts = payload.as_ref().ok().and_then(|text| text.split_once(' '));
        if let Some((id, notice)) = parts {
            self.pass_on(id, notice);
        }
    }

    /// Passes on a notice, unless it was passed on before, or is one that only a newer version knows.
    fn pass_on(&mut self, id: &str, notice: &str) {
        let Ok(id) = id.parse() else {
            return;
        };
        if self.last.is_some_and(|last| id <= last) {
            return;
        }
        self.last = Some(id);
        match serde_json::from_str(notice) {
            Ok(notice) => self.hub.deliver_from_bus(id, notice),
            Err(error) => tracing::warn!(%error, "an event of another version was left out"),
        }
    }

    /// Reads what the stream has since the last notice. If the stream does not have that one any more,
    /// more may be missing.
    async fn catch_up(&mut self) -> Result<(), Lost> {
        type Entry = (String, (String, String));
        let from = self.last.map_or("-".to_owned(), |last| last.to_string());
        let mut range = cmd("XRANGE");
        range.arg(&self.name).arg(from).arg("+");
        let entries: Option<Vec<Entry>> = self
            .redis
            .execute(TIMEOUT, async |connection| {
                range.query_async(connection).await
            })
            .await;
        let entries = entries.ok_or_else(|| Lost::Redis("the stream can't be read".to_owned()))?;
        let first = entries.first().map(|(id, _)| id.clone());
        let is_known = |last: EventId| first == Some(last.to_string());
        if self
            .last
            .is_some_and(|last| last != EventId::default() && !is_known(last))
        {
            // Redis may have begun anew, with smaller ids.
            self.last = entries.last().and_then(|(id, _)| id.parse().ok());
            self.hub.resync();
        } else {
            for (id, (_, notice)) in &entries {
                self.pass_on(id, notice);
            }
        }
        self.last.get_or_insert_default();
        Ok(())
    }
}
