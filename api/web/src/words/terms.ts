// Words for the closed vocabularies of the schema, where more than one page shows them.

export type Stage = "EXPRESSED_INTEREST" | "APPLIED" | "APPROVED" | "LIVE" | "DECLINED" | "WITHDRAWN" | "ENDED";

export const STAGES: Record<Stage, string> = {
    EXPRESSED_INTEREST: "expressed interest",
    APPLIED: "applied",
    APPROVED: "approved",
    LIVE: "live",
    DECLINED: "declined",
    WITHDRAWN: "withdrawn",
    ENDED: "ended",
};

/** With a capital, to begin a sentence or a heading. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
