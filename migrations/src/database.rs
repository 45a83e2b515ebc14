//! What both programs say of a database: its address without secrets, and how far its schema is.

/// An address without user, password and parameters, any of which may be secret.
#[must_use]
pub fn without_secrets(url: &str) -> String {
    let address = url.split_once('?').map_or(url, |(address, _)| address);
    match (address.split_once("://"), address.rsplit_once('@')) {
        (Some((kind, _)), Some((_, place))) => format!("{kind}://{place}"),
        _ => address.to_owned(),
    }
}

/// Whether an address is that of a kind of database that is known.
#[must_use]
pub fn is_known_kind(url: &str) -> bool {
    ["sqlite:", "postgres:", "postgresql:"].iter().any(|kind| url.starts_with(kind))
}

/// How far a database's schema is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaState {
    /// It has no schema at all.
    Empty,
    /// It has the schema of this program.
    Current,
    /// It lacks these migrations, oldest first.
    Older(Vec<String>),
    /// It has a migration that this program does not know.
    Newer(String),
}

impl SchemaState {
    /// Compares the migrations that were applied with those that this program knows.
    #[must_use]
    pub fn of(applied: &[String]) -> Self {
        let known = crate::names();
        if applied.is_empty() {
            return Self::Empty;
        }
        if let Some(unknown) = applied.iter().find(|name| !known.contains(name)) {
            return Self::Newer(unknown.clone());
        }
        let missing: Vec<String> = known.into_iter().filter(|name| !applied.contains(name)).collect();
        if missing.is_empty() { Self::Current } else { Self::Older(missing) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_left_out() {
        for (url, shown) in [
            ("postgres://ann:s3cr3t@db:5432/facts", "postgres://db:5432/facts"),
            ("postgres://ann:p@ss@db/facts?sslmode=require", "postgres://db/facts"),
            ("postgres://db/facts?user=ann&password=s3cr3t", "postgres://db/facts"),
            ("sqlite://facts.sqlite?mode=rwc", "sqlite://facts.sqlite"),
            ("sqlite::memory:", "sqlite::memory:"),
        ] {
            assert_eq!(without_secrets(url), shown);
        }
    }

    #[test]
    fn a_schema_is_empty_older_current_or_newer() {
        let known = crate::names();
        assert_eq!(SchemaState::of(&[]), SchemaState::Empty);
        assert_eq!(SchemaState::of(&known), SchemaState::Current);
        assert_eq!(SchemaState::of(&known[..1]), SchemaState::Older(known[1..].to_vec()));
        let newer = [known, vec!["m20990101_000001_future".to_owned()]].concat();
        assert_eq!(SchemaState::of(&newer), SchemaState::Newer("m20990101_000001_future".to_owned()));
    }
}
