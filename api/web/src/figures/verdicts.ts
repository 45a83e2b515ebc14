// What came of a comparison, in words.

export type Status = "MATCHES" | "DIFFERS" | "NOT_COMPARABLE";

export const VERDICTS: Record<Status, { sign: string; name: string; meaning: string }> = {
    MATCHES: { sign: "=", name: "Matches", meaning: "the same comes out" },
    DIFFERS: { sign: "≠", name: "Differs", meaning: "something else comes out, or others say something else" },
    NOT_COMPARABLE: {
        sign: "?",
        name: "Cannot be compared",
        meaning: "there is nothing that could confirm or refute it",
    },
};

export const isStatus = (text: string | undefined): text is Status => text !== undefined && text in VERDICTS;

export type Reason =
    | "SOURCES_CONTRADICT"
    | "INCOMPLETE_NAMES"
    | "OTHER_STAGE"
    | "OTHER_DATE"
    | "OTHER_DENOMINATOR"
    | "PARTS_DO_NOT_ADD_UP"
    | "MORE_NAMED_THAN_PUBLISHED"
    | "RESPONDERS_ONLY"
    | "NO_NUMERATOR"
    | "CIRCULAR"
    | "NO_NUMBER"
    | "NO_DAY"
    | "NOT_MODELLED"
    | "UNEXPLAINED";

export const REASONS: Record<Reason, string> = {
    SOURCES_CONTRADICT: "other publications give another number",
    INCOMPLETE_NAMES: "not all CCGs that it counts are known by name",
    OTHER_STAGE: "the CCGs that are known by name are known for another stage",
    OTHER_DATE: "the number was right on another day",
    OTHER_DENOMINATOR: "the share is right of another whole",
    PARTS_DO_NOT_ADD_UP: "the published parts do not add up to the published whole",
    MORE_NAMED_THAN_PUBLISHED: "more CCGs are known by name than were published",
    RESPONDERS_ONLY: "it counts only those who answered a survey",
    NO_NUMERATOR: "no number was published of which it could be the share",
    CIRCULAR: "it fits only what it was itself worked out from",
    NO_NUMBER: "the publisher gives no number",
    NO_DAY: "the publisher gives no day, and the number changed over time",
    NOT_MODELLED: "it counts what this service holds nothing of",
    UNEXPLAINED: "something else comes out, and nothing that is known says why",
};
