//! Saved queries: documents with a name, for whoever can follow an address and no more. Those of `queries/` are part of the
//! program, and a site can add its own.

mod query;
mod variable;

use std::{collections::BTreeMap, fs, path::Path};

pub(crate) use self::{
    query::{RESERVED, SavedQuery},
    variable::Variable,
};

/// The documents of `queries/`.
macro_rules! documents {
    ($($name:literal,)+) => {
        [$(($name, include_str!(concat!("../../../queries/", $name, ".graphql")))),+]
    };
}

/// Each under its name, which is that of its file.
const BUILT_IN: [(&str, &str); 13] = documents![
    "adoptions",
    "ccgs",
    "coverage",
    "evidence",
    "import-issues",
    "import-runs",
    "models-by-wave",
    "positions",
    "positions-by-region",
    "published-figures",
    "reconciliations",
    "scope",
    "successions",
];

/// Queries by their names.
#[derive(Clone, Debug, Default)]
pub struct SavedQueries(BTreeMap<String, SavedQuery>);

impl SavedQueries {
    /// Those that are part of the program.
    pub(crate) fn built_in() -> Self {
        let read = |(name, text): (&str, &str)| match SavedQuery::read(name, text) {
            Ok(query) => Some((name.to_owned(), query)),
            // The tests read them all.
            Err(error) => {
                tracing::error!(%error, name, "a saved query cannot be read");
                None
            }
        };
        Self(BUILT_IN.into_iter().filter_map(read).collect())
    }

    /// Those of a folder, in which every file that ends in `.graphql` is one.
    ///
    /// # Errors
    /// When one cannot be read, or is no query for one list.
    pub fn read(folder: &str) -> Result<Self, String> {
        let failed = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let mut queries = BTreeMap::new();
        let folder = Path::new(folder);
        let entries = fs::read_dir(folder)
            .map_err(|error| format!("it cannot be read: {error}. Give a folder with files NAME.graphql"))?;
        for entry in entries {
            let path = entry.map_err(|error| failed(folder, &error))?.path();
            if path.extension().is_none_or(|extension| extension != "graphql") {
                continue;
            }
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).map_err(|error| failed(&path, &error))?;
            let query = SavedQuery::read(&name, &text).map_err(|error| failed(&path, &error))?;
            queries.insert(name, query);
        }
        Ok(Self(queries))
    }

    /// These, with others that stand in the place of those of the same name.
    #[must_use]
    pub(crate) fn with(mut self, others: &Self) -> Self {
        self.0.extend(others.0.clone());
        self
    }

    /// The one of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&SavedQuery> {
        self.0.get(name)
    }

    /// All of them, by name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &SavedQuery> {
        self.0.values()
    }

    /// The names.
    pub(crate) fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::SavedQueries;

    #[test]
    fn every_document_of_the_folder_is_part_of_the_program() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("queries");
        let of_folder = SavedQueries::read(folder.to_str().expect("a path")).expect("queries");
        let built_in = SavedQueries::built_in();
        assert_eq!(built_in.names(), of_folder.names());
        for query in built_in.iter() {
            assert!(!query.title.is_empty() && !query.description.is_empty(), "{}", query.name);
            for variable in &query.variables {
                assert!(!variable.description.is_empty(), "{}: {}", query.name, variable.name);
            }
        }
    }

    #[test]
    fn a_document_that_is_no_table_is_refused_with_its_file() {
        for (name, text, told) in [
            ("two", "{ ccgs { nodes { name } } waves { nodes { title } } }", "one list"),
            ("broken", "{ ccgs {", "not a GraphQL document"),
            (
                "several",
                "query A { ccgs { nodes { name } } } query B { ccgs { nodes { name } } }",
                "operation",
            ),
            ("Loud Name", "{ ccgs { nodes { name } } }", "small letters"),
            ("pinned", "query ($v: Int) { ccgs(first: $v) { nodes { name } } }", "\"v\""),
        ] {
            let folder = tempfile::tempdir().expect("a folder");
            fs::write(folder.path().join("notes.txt"), "no query").expect("a file");
            fs::write(folder.path().join(format!("{name}.graphql")), text).expect("a file");
            let error = SavedQueries::read(folder.path().to_str().expect("a path")).expect_err("a refusal");
            assert!(error.contains(&format!("{name}.graphql")) && error.contains(told), "{error}");
        }
        assert!(SavedQueries::read("/nowhere").is_err());
    }
}
