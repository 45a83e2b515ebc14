//! Who is told what came of a check.

use std::{fmt, time::Duration};

use serde::Deserialize;
use url::Url;

use super::duration;

const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Who is told what came of a check.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Notify {
    /// Of what.
    pub on: Vec<Event>,
    /// An address that gets it as JSON by POST.
    pub webhook: Option<Webhook>,
    /// A program and its arguments, which gets it as JSON on standard input.
    pub command: Option<Vec<String>>,
    /// How long either may take.
    pub time_limit: Duration,
}

/// What deserves a notice.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A file was not found or refused, or rows of it were rejected.
    Failure,
    /// What is stored has changed.
    Change,
}

/// An address that may hold a secret, and so is never shown whole.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook(Url);

impl Webhook {
    /// The whole address, for the request and nothing else.
    #[must_use]
    pub fn secret(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}/...", self.0.scheme(), self.0.host_str().unwrap_or_default())
    }
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    on: Vec<Event>,
    webhook: Option<String>,
    webhook_from: Option<String>,
    command: Option<Vec<String>>,
    #[serde(default, deserialize_with = "duration::optional")]
    time_limit: Option<Duration>,
}

impl TryFrom<Written> for Notify {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let address = match (written.webhook, written.webhook_from) {
            (Some(_), Some(_)) => return Err("notify has either webhook or webhook_from".to_owned()),
            (address, None) => address,
            (None, Some(name)) => Some(std::env::var(&name).map_err(|_| {
                format!("webhook_from names the environment variable {name}, which is not set")
            })?),
        };
        let webhook = address.as_deref().map(webhook_of).transpose()?;
        if webhook.is_none() && written.command.is_none() {
            return Err("notify needs a webhook, webhook_from or a command".to_owned());
        }
        if written.command.as_ref().is_some_and(Vec::is_empty) {
            return Err(
                "notify: the command is empty; give the program and its arguments as a list".to_owned()
            );
        }
        Ok(Self {
            on: written.on,
            webhook,
            command: written.command,
            time_limit: written.time_limit.unwrap_or(TIME_LIMIT),
        })
    }
}

/// The error must not repeat the text, which may be a secret.
fn webhook_of(text: &str) -> Result<Webhook, String> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    url.map(Webhook).ok_or_else(|| "notify: the webhook is not an http or https address".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notify(toml: &str) -> Result<Notify, String> {
        toml::from_str(toml).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn a_webhook_is_never_shown_whole() {
        let told = notify("on = [\"failure\"]\nwebhook = \"https://ann:pw@hooks.example/T0/s3cr3t?key=k3y\"")
            .unwrap();
        let shown = format!("{told:?}");
        assert!(shown.contains("https://hooks.example/..."), "{shown}");
        assert!(!["s3cr3t", "k3y", "pw", "ann"].iter().any(|secret| shown.contains(secret)), "{shown}");
        assert!(told.webhook.unwrap().secret().ends_with("/T0/s3cr3t?key=k3y"));
        let error = notify("on = []\nwebhook = \"hooks.example/s3cr3t\"").unwrap_err();
        assert_eq!(error, "notify: the webhook is not an http or https address");
    }

    #[test]
    fn someone_must_be_told() {
        assert!(notify("on = [\"change\"]").unwrap_err().contains("needs a webhook"));
        assert!(notify("on = [\"change\"]\ncommand = []").unwrap_err().contains("the command is empty"));
        assert!(notify("on = [\"success\"]\ncommand = [\"true\"]").unwrap_err().contains("unknown variant"));
        let unset = notify("on = [\"change\"]\nwebhook_from = \"NO_SUCH_VARIABLE_IS_SET\"").unwrap_err();
        assert!(unset.contains("NO_SUCH_VARIABLE_IS_SET, which is not set"), "{unset}");
    }
}
