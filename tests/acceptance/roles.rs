//! The roles of `deploy/postgres/roles.sql`: each program does its work with no more than it needs.

use std::process::Command;

use sea_orm::{ConnectionTrait, Database};
use serde_json::json;

use crate::harness::{Api, Store, block_on, importer, psql, repository};

/// A store as a role of its own sees it, which goes with it.
struct Roles {
    /// As the owner of the tables.
    owner: Store,
    importer: String,
    api: String,
}

impl Roles {
    fn grant() -> Self {
        let owner = Store::postgres();
        assert_eq!(importer(&owner, &["migrate"]).code, 0);
        let name = owner.url().rsplit_once('/').unwrap().1.to_owned();
        let roles = Self { importer: format!("{name}_importer"), api: format!("{name}_api"), owner };
        // A second time does no harm.
        for _ in 0..2 {
            let granted = roles.run_file();
            assert!(granted.status.success(), "{granted:?}");
            assert_eq!(String::from_utf8_lossy(&granted.stderr), "");
        }
        roles
    }

    fn run_file(&self) -> std::process::Output {
        let file = repository().join("deploy/postgres/roles.sql");
        let mut command: Command = psql(&self.owner);
        command.arg(format!("--set=importer={}", self.importer)).arg(format!("--set=api={}", self.api));
        command.arg("--file").arg(file).output().unwrap()
    }

    /// What the database says of a statement by a role; empty when it does it.
    fn refusal(&self, role: &str, statement: &str) -> String {
        let done = block_on(async {
            let db = Database::connect(self.url(role)).await.unwrap();
            db.execute_unprepared(statement).await
        });
        done.err().map(|error| error.to_string()).unwrap_or_default()
    }

    fn url(&self, role: &str) -> String {
        self.owner.url().replace("postgres@", &format!("{role}@"))
    }

    fn of(&self, role: &str) -> Store {
        Store::at(self.url(role))
    }
}

impl Drop for Roles {
    fn drop(&mut self) {
        for role in [&self.importer, &self.api] {
            self.owner.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
        }
    }
}

#[test]
fn each_program_works_with_its_own_role() {
    let roles = Roles::grant();
    let writing = roles.of(&roles.importer);
    let run = importer(&writing, &["run"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let facts = "data/workbooks/co-commissioning-adoptions.xlsx";
    for work in [&["revert", "9"][..], &["run", facts], &["runs"], &["verify"], &["explain", "08K"]] {
        let done = importer(&writing, work);
        assert_eq!(done.code, 0, "{work:?}: {}{}", done.stdout, done.stderr);
    }
    let reading = roles.of(&roles.api);
    let data =
        Api::start(&reading).ask("{ adoptions { totalCount } ccgRows(first: 1) { nodes { odsCode } } }");
    assert_eq!(data, json!({"adoptions": {"totalCount": 207}, "ccgRows": {"nodes": [{"odsCode": "00C"}]}}));
}

#[test]
fn no_role_can_do_more_than_it_needs() {
    let roles = Roles::grant();
    for (role, statement, refused) in [
        (&roles.importer, "DELETE FROM adoption", "permission denied for table adoption"),
        (&roles.importer, "TRUNCATE evidence", "permission denied for table evidence"),
        (&roles.importer, "DROP TABLE wave", "must be owner of table wave"),
        (&roles.importer, "CREATE TABLE other (id int)", "permission denied for schema public"),
        (
            &roles.importer,
            "INSERT INTO seaql_migrations VALUES ('m', 0)",
            "permission denied for table seaql_migrations",
        ),
        (&roles.api, "UPDATE wave SET title = ''", "cannot execute"),
        (&roles.api, "INSERT INTO source (kind) VALUES ('')", "permission denied for table source"),
    ] {
        let said = roles.refusal(role, statement);
        let denied = said.contains(refused) || said.contains("permission denied");
        assert!(denied, "{statement}: {said}");
    }
    let reading = roles.of(&roles.api);
    let run = importer(&reading, &["run"]);
    assert_eq!(run.code, 77, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("you may not use this database, or not write it"), "{}", run.stderr);
    // A table of a later migration is granted to both.
    roles.owner.execute("CREATE TABLE later (id bigint)");
    for role in [&roles.importer, &roles.api] {
        assert_eq!(roles.refusal(role, "SELECT * FROM later"), "", "{role}");
    }
}
