//! Tells whom the list of sources names. What goes wrong here is logged and changes nothing else.

use std::process::Stdio;

use entities::domain::CheckOutcome;
use sea_orm::ActiveEnum;
use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt, process::Command, time::timeout};

use crate::{
    catalogue::{Event, Notify, Webhook},
    report::Report,
};

/// What there is to tell.
#[derive(Clone, Debug)]
pub struct Notice<'a> {
    /// The source's name, or `inbox`.
    pub source: &'a str,
    /// What came of looking at it.
    pub outcome: CheckOutcome,
    /// The same as a sentence.
    pub message: Option<&'a str>,
    /// What was done with its files.
    pub report: &'a Report,
}

impl Notice<'_> {
    /// What it is about; none when nothing happened that anybody waits for. A failure outweighs a change.
    #[must_use]
    pub fn event(&self) -> Option<Event> {
        let changed =
            self.report.files.iter().any(|file| file.diff.added + file.diff.changed + file.diff.removed > 0);
        if !self.outcome.is_success() || self.report.exit_code != 0 {
            Some(Event::Failure)
        } else {
            changed.then_some(Event::Change)
        }
    }

    fn json(&self, event: Event, report: Value) -> Value {
        json!({
            "event": event,
            "source": self.source,
            "outcome": self.outcome.to_value(),
            "message": self.message,
            "report": report,
        })
    }
}

/// Tells the webhook and the command, where they are to be told of this.
pub async fn tell(notify: &Notify, notice: &Notice<'_>) {
    let Some(event) = notice.event().filter(|event| notify.on.contains(event)) else { return };
    let Ok(report) = serde_json::to_value(notice.report) else { return };
    if let Some(command) = &notify.command {
        let text = notice.json(event, report.clone()).to_string();
        match timeout(notify.time_limit, run(command, &text)).await {
            Ok(Ok(())) => {}
            Ok(Err(why)) => {
                tracing::warn!("the notification of {} failed: {} {why}", notice.source, command[0]);
            }
            Err(_) => {
                tracing::warn!("the notification of {} failed: {} took too long", notice.source, command[0]);
            }
        }
    }
    if let Some(webhook) = &notify.webhook {
        let text = notice.json(event, short(report)).to_string();
        if let Err(why) = post(notify, webhook, text).await {
            tracing::warn!("the notification of {} failed: {webhook} {why}", notice.source);
        }
    }
}

/// The report without what grows with the file.
fn short(mut report: Value) -> Value {
    for file in report["files"].as_array_mut().into_iter().flatten() {
        if let Some(file) = file.as_object_mut() {
            let issues = file.remove("issues").and_then(|issues| issues.as_array().map(Vec::len));
            file.insert("issueCount".to_owned(), json!(issues.unwrap_or(0)));
            file.remove("skipped");
            file.remove("changes");
            file.remove("sheets");
        }
    }
    report
}

async fn run(command: &[String], text: &str) -> Result<(), String> {
    let [program, arguments @ ..] = command else { return Ok(()) };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("did not start: {error}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program need not read what it is given.
        let _ = stdin.write_all(text.as_bytes()).await;
    }
    let status = child.wait().await.map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(format!("ended with {status}")) }
}

/// The address is the operator's own and may well be local, so it is not held against the rules for sources. Redirects
/// are not followed: the report goes where it was meant to go, or nowhere.
async fn post(notify: &Notify, webhook: &Webhook, text: String) -> Result<(), String> {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(notify.time_limit))
        .build()
        .new_agent();
    let address = webhook.secret().to_owned();
    let send = move || agent.post(address).content_type("application/json").send(text);
    match tokio::task::spawn_blocking(send).await {
        Ok(Ok(response)) if response.status().is_success() => Ok(()),
        Ok(Ok(response)) => Err(format!("answered {}", response.status())),
        // These repeat the address, which may be a secret.
        Ok(Err(ureq::Error::BadUri(_) | ureq::Error::RequireHttpsOnly(_))) => {
            Err("is not an address that can be asked".to_owned())
        }
        Ok(Err(error)) => Err(format!("did not answer: {error}")),
        Err(_) => Err("was not asked: the client broke down".to_owned()),
    }
}
