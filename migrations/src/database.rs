//! What both programs say of a database: its address without secrets, how far its schema is, and whether the way to it is
//! cut.

/// An address without user, password and parameters, any of which may be secret.
#[must_use]
pub fn without_secrets(url: &str) -> String {
    let address = url.split_once('?').map_or(url, |(address, _)| address);
    match (address.split_once("://"), address.rsplit_once('@')) {
        (Some((kind, _)), Some((_, place))) => format!("{kind}://{place}"),
        _ => address.to_owned(),
    }
}

/// Whether a text is an address with a password in it.
#[must_use]
pub fn has_password(text: &str) -> bool {
    let Some((_, address)) = text.split_once("://") else { return false };
    let (place, parameters) = address.split_once('?').unwrap_or((address, ""));
    let of_user = place.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'));
    of_user
        || parameters
            .split('&')
            .any(|parameter| parameter.split_once('=').is_some_and(|(key, _)| key.ends_with("password")))
}

/// The path of an SQLite database that is a file.
#[must_use]
pub fn sqlite_path(url: &str) -> Option<&str> {
    let path = url.strip_prefix("sqlite:")?.trim_start_matches("//").split('?').next()?;
    (path != ":memory:" && !path.is_empty()).then_some(path)
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
    fn a_password_is_seen() {
        for (text, seen) in [
            ("postgres://ann:s3cr3t@db:5432/facts", true),
            ("postgres://db/facts?sslmode=require&password=s3cr3t", true),
            ("postgres://ann@db:5432/facts", false),
            ("postgres://db:5432/facts?user=ann", false),
            ("sqlite://facts:1.sqlite", false),
            ("127.0.0.1:8000", false),
        ] {
            assert_eq!(has_password(text), seen, "{text}");
        }
    }

    #[test]
    fn the_path_of_a_database_file_is_found() {
        assert_eq!(sqlite_path("sqlite://a/b.sqlite?mode=rwc"), Some("a/b.sqlite"));
        assert_eq!(sqlite_path("sqlite:///tmp/b.sqlite"), Some("/tmp/b.sqlite"));
        assert_eq!(sqlite_path("sqlite::memory:"), None);
        assert_eq!(sqlite_path("postgres://host/db"), None);
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
