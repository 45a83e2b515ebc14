//! What `importer verify --help` begins with.

pub(super) const LONG_ABOUT: &str = "\
Look whether the database holds what it must: references, counts, and the evidence of every fact

Changes nothing, and sees the database as it is at one moment. Of an SQLite file each page and index is read too; \
PostgreSQL looks after its own files (see pg_amcheck). Then the history is held against its own counts, each fact against its \
evidence, each evidence against the cells that it names, and the positions of all CCGs against the rule by which they follow \
from the facts.

While an SQLite file is looked at, an import waits with its commit, for as long as its --lock-timeout allows. Of a large one \
look at a copy, which `importer backup` makes.";
