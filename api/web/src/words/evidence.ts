// Words for what stands behind a fact.

export type Confidence =
    | "PUBLISHED"
    | "COLLECTIVE"
    | "START_UNKNOWN"
    | "UNDATED"
    | "IMPLIED"
    | "COMPLETED"
    | "TITLE_ONLY"
    | "INFERRED";

/** How directly a publication states something. */
export const CONFIDENCES: Record<Confidence, string> = {
    PUBLISHED: "the source names the CCG and says it",
    COLLECTIVE: "the source speaks of a group of CCGs, which was expanded to its members",
    START_UNKNOWN: "the source says that it was in force, but not since when",
    UNDATED: "the source says it, but carries no date",
    IMPLIED: "the source implies it without saying it word for word",
    COMPLETED: "the recovered text breaks off within the name, which was completed",
    TITLE_ONLY: "only the title of the source says it",
    INFERRED: "no source says it; it follows from others",
};

export type MatchMethod = "ODS_CODE" | "ONS_CODE" | "NAME" | "ALIAS";

/** How the CCG of a row was found in the register. */
export const MATCHES: Record<MatchMethod, string> = {
    ODS_CODE: "by its ODS code",
    ONS_CODE: "by its ONS code",
    NAME: "by a name that it bore",
    ALIAS: "by a listed other spelling of its name",
};

export type Basis = "PUBLISHED" | "INFERRED";

export const BASES: Record<Basis, string> = {
    PUBLISHED: "published",
    INFERRED: "inferred",
};

/** What a cell is read as. */
export const FIELDS: Record<string, string> = {
    ods_code: "ODS code",
    ons_code: "ONS code",
    ccg_name: "CCG",
    region: "region",
    model: "model",
    stage: "stage",
    financial_year: "financial year",
    effective_from: "in force from",
    effective_to: "in force to",
    stated_on: "stated on",
    basis_note: "what it rests on",
    confidence: "confidence",
    citation: "source",
};
