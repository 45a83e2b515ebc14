//! The questions whose costs are watched: what people, dashboards and exports ask of the facts.

/// A question, and what it may cost.
pub(crate) struct Question {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    /// The question whose answer has the cursor from which this one goes on, where it says `$cursor`.
    pub(crate) begun_by: Option<&'static str>,
    /// How many statements it takes, the one among them that tells which data is read, once that was read which is kept.
    pub(crate) statements: usize,
    /// Why all rows of a large table are read for it, where they are.
    pub(crate) reads_all: Option<&'static str>,
}

const fn asked(name: &'static str, statements: usize, text: &'static str) -> Question {
    Question { name, text, begun_by: None, statements, reads_all: None }
}

const fn continued(name: &'static str, begun_by: &'static str, text: &'static str) -> Question {
    Question { begun_by: Some(begun_by), ..asked(name, 2, text) }
}

impl Question {
    const fn that_reads_all(self, why: &'static str) -> Self {
        Self { reads_all: Some(why), ..self }
    }
}

pub(crate) const QUESTIONS: &[Question] = &[
    asked(
        "a CCG with its adoptions",
        3,
        r#"{ ccg(odsCode: "11X") { odsCode name adoptions { nodes {
             stage effectiveFrom model { code title } wave { financialYear title } } } } }"#,
    ),
    asked(
        "the CCGs of a region with their adoptions",
        3,
        r#"{ ccgs(filter: { region: { name: { eq: "London" } } }) { nodes { odsCode name adoptions { nodes {
             stage model { code } wave { financialYear } } } } } }"#,
    ),
    asked(
        "the adoptions of a round and a model with their CCGs",
        3,
        r#"{ adoptions(first: 200, filter: { model: { eq: DELEGATED }, wave: { financialYear: { eq: "2016/17" } } }) {
             nodes { stage ccg { odsCode name } } } }"#,
    ),
    asked(
        "the same as flat rows",
        2,
        r#"{ adoptionRows(first: 200, filter: { model: { eq: DELEGATED }, wave: { financialYear: { eq: "2016/17" } } }) {
             nodes { stage odsCode ccgName } } }"#,
    ),
    asked(
        "adoptions with all that flat rows look up",
        2,
        "{ adoptionRows { nodes { odsCode onsCode ccgName region areaTeam modelName financialYear stage evidenceCount
             bestConfidence sourceTitle citedTitle } } }",
    ),
    asked(
        "CCGs as flat rows",
        2,
        "{ ccgRows { nodes { odsCode onsCode ccgName region localOffice stpIcs predecessorCount adoptionCount } } }",
    ),
    asked(
        "how many adoptions there are of each model and round",
        2,
        "{ adoptionStats(groupBy: [MODEL, FINANCIAL_YEAR]) { groups { key { model financialYear } count } } }",
    )
    .that_reads_all("it counts them all, by an index that has all that it asks for"),
    asked(
        "of which models and rounds there are several adoptions",
        2,
        "{ adoptionStats(groupBy: [MODEL, FINANCIAL_YEAR], having: { count: { gte: 2 } }) {
             groups { key { model financialYear } count } } }",
    )
    .that_reads_all("it counts them all, by an index that has all that it asks for"),
    asked("the first adoptions", 2, "{ adoptions { nodes { stage } pageInfo { endCursor } } }"),
    asked("the last adoptions", 2, "{ adoptions(last: 50) { nodes { stage } pageInfo { startCursor } } }"),
    continued(
        "the deepest adoptions",
        "{ adoptions(last: 51) { pageInfo { startCursor } } }",
        "{ adoptions(first: 50, after: $cursor) { nodes { stage } pageInfo { endCursor } } }",
    ),
    continued(
        "the adoptions before the last",
        "{ adoptions(last: 51) { pageInfo { startCursor } } }",
        "{ adoptions(last: 50, before: $cursor) { nodes { stage } } }",
    ),
    continued(
        "the deepest CCGs",
        "{ ccgs(last: 51) { pageInfo { startCursor } } }",
        "{ ccgs(first: 50, after: $cursor) { nodes { name } pageInfo { endCursor } } }",
    ),
    continued(
        "the deepest positions",
        "{ positions(last: 51) { pageInfo { startCursor } } }",
        "{ positions(first: 50, after: $cursor) { nodes { status } pageInfo { endCursor } } }",
    ),
    asked("the last positions", 2, "{ positions(last: 50) { nodes { status } } }"),
    continued(
        "the deepest positions as flat rows",
        "{ positionRows(last: 51) { pageInfo { startCursor } } }",
        "{ positionRows(first: 50, after: $cursor) { nodes { odsCode status } } }",
    ),
    continued(
        "the deepest evidence",
        "{ evidence(last: 51) { pageInfo { startCursor } } }",
        "{ evidence(first: 50, after: $cursor) { nodes { row } pageInfo { endCursor } } }",
    ),
    continued(
        "the deepest memberships",
        "{ memberships(last: 51) { pageInfo { startCursor } } }",
        "{ memberships(first: 50, after: $cursor) { nodes { basis } } }",
    ),
    asked(
        "adoptions by CCG",
        2,
        "{ adoptions(orderBy: [{ field: CCG_ODS_CODE, direction: DESC }]) { nodes { stage } } }",
    ),
    asked(
        "the earliest adoptions",
        2,
        "{ adoptions(orderBy: [{ field: EFFECTIVE_FROM }]) { nodes { stage } } }",
    ),
    asked("the adoptions in force on a day", 2, r#"{ adoptions(asOf: "2016-06-01") { nodes { stage } } }"#),
    asked(
        "adoptions with their evidence and its sources",
        4,
        "{ adoptions { nodes { stage evidence { nodes { sheet row source { title } } } } } }",
    ),
    asked(
        "sources with the first of their evidence",
        3,
        "{ sources { nodes { title evidence(first: 3) { nodes { row } } } } }",
    ),
    asked(
        "the position of a CCG on a day",
        3,
        r#"{ ccg(odsCode: "11X", asOf: "2019-06-01") { odsCode position { status model { code } } } }"#,
    ),
    asked(
        "CCGs with their positions on a day",
        3,
        r#"{ ccgs(asOf: "2016-06-01") { nodes { odsCode position { status model { code } } } } }"#,
    ),
    asked(
        "positions on a day with their CCGs",
        3,
        r#"{ positions(asOf: "2016-06-01") { nodes { status model { code } ccg { odsCode } } } }"#,
    ),
    asked(
        "CCGs with their positions by what had been published",
        4,
        r#"{ ccgs(asOf: "2016-06-01", statedBy: "2017-01-01") { nodes { odsCode position { status model { code } } } } }"#,
    ),
    asked(
        "positions with what they rest on",
        6,
        r#"{ ccgs(asOf: "2016-06-01") { nodes { position { lastStated adoptions { stage } } } } }"#,
    ),
    asked(
        "CCGs by their position by what had been published",
        7,
        r#"{ ccgs(asOf: "2016-06-01", statedBy: "2017-01-01", filter: { position: { model: { eq: DELEGATED } } }) {
             nodes { odsCode } } }"#,
    )
    .that_reads_all("the first by these dates of an edition judges all CCGs, and those after it none"),
    asked(
        "positions counted by what had been published",
        3,
        r#"{ positionStats(asOf: "2015-06-01", statedBy: "2017-01-01", groupBy: [MODEL]) { groups { count } } }"#,
    )
    .that_reads_all("it goes through the CCGs of the day"),
    asked(
        "how much is known by name",
        9,
        "{ coverage(first: 5) { nodes { financialYear stage named known status } } }",
    )
    .that_reads_all("the first of an edition goes through all facts, and those after it through none"),
    asked(
        "how much is known by name, asked again",
        1,
        "{ coverageRows(first: 5, filter: { status: { ne: COMPLETE } }) { nodes { stage notKnownCount } } }",
    ),
    asked(
        "figures worked out again",
        5,
        "{ reconciliations(first: 5) { nodes { status explanation countedCcgs(first: 2) { nodes { odsCode } } } } }",
    )
    .that_reads_all("the first of an edition goes through all memberships, and those after it through none"),
    asked(
        "figures worked out again, asked again",
        1,
        "{ reconciliationRows(first: 5, orderBy: [{ field: STATUS }]) { nodes { status explanation } } }",
    ),
    asked(
        "what changed between two days",
        7,
        r#"{ changes(from: { asOf: "2015-06-01" }, to: { asOf: "2017-06-01" }) { list(first: 5) { nodes { kind } } } }"#,
    )
    .that_reads_all("it compares all CCGs"),
    asked("a search", 4, r#"{ search(text: "lambth") { matched quality ccg { odsCode } } }"#)
        .that_reads_all("the first of an edition looks at all names, and those after it at none"),
];
