// What can be said of a CCG on a day: what it is called, its letter and its colour. One place for all pages.

export type ModelCode = "GREATER_INVOLVEMENT" | "JOINT" | "DELEGATED";
export type PositionStatus = "MODEL" | "NONE" | "UNKNOWN" | "CONFLICT" | "NOT_OPEN" | "CLOSED";

/** The positions of a CCG that exists. */
export type PositionCode = ModelCode | "NONE" | "CONFLICT" | "UNKNOWN";

export interface PositionWords {
    code: PositionCode;
    /** Stands in tiles, so that no position is told by its colour alone. */
    letter: string;
    name: string;
    /** What a CCG with it has, within a sentence. */
    inText: string;
    /** What it means, for whoever has never heard of it. */
    meaning: string;
    /** Of a shape in SVG: a custom property of tokens.css or a pattern of shell/patterns.tsx. */
    fill: string;
    /** Of text upon that fill. */
    ink: string;
}

/** From most to least said, which is the order of stacks, legends and tables. */
export const POSITIONS: readonly PositionWords[] = [
    {
        code: "DELEGATED",
        letter: "C",
        name: "Delegated",
        inText: "delegated commissioning",
        meaning: "the CCG decides; NHS England stays liable",
        fill: "var(--delegated)",
        ink: "var(--on-delegated)",
    },
    {
        code: "JOINT",
        letter: "B",
        name: "Joint",
        inText: "joint commissioning",
        meaning: "the CCG and NHS England decide together",
        fill: "var(--joint)",
        ink: "var(--on-joint)",
    },
    {
        code: "GREATER_INVOLVEMENT",
        letter: "A",
        name: "Greater involvement",
        inText: "greater involvement",
        meaning: "NHS England decides; the CCG is consulted",
        fill: "var(--greater-involvement)",
        ink: "var(--on-greater-involvement)",
    },
    {
        code: "NONE",
        letter: "–",
        name: "No model",
        inText: "no model",
        meaning: "known to have had none",
        fill: "var(--none)",
        ink: "var(--on-none)",
    },
    {
        code: "CONFLICT",
        letter: "!",
        name: "Conflict",
        inText: "contradicting models",
        meaning: "sources say several, and nothing says which is right",
        fill: "url(#conflict)",
        ink: "var(--on-conflict)",
    },
    {
        code: "UNKNOWN",
        letter: "?",
        name: "Unknown",
        inText: "an unknown position",
        meaning: "no source that was recovered says; it is not “no model”",
        fill: "url(#unknown)",
        ink: "var(--on-unknown)",
    },
];

const byCode = new Map(POSITIONS.map((position) => [position.code, position]));

/** The words for a position as the service tells it; none where the CCG did not exist. */
export function positionWords(status: PositionStatus, model: ModelCode | null | undefined): PositionWords | undefined {
    return byCode.get((status === "MODEL" ? model : status) as PositionCode);
}

export function wordsOf(code: PositionCode): PositionWords {
    const words = byCode.get(code);
    if (!words) throw new Error(`no words for the position ${code}`);
    return words;
}

/** The three models. */
export const MODELS = POSITIONS.filter(({ code }) => code !== "NONE" && code !== "CONFLICT" && code !== "UNKNOWN");

export const isModel = (code: string | undefined): code is ModelCode => MODELS.some((model) => model.code === code);

/** Whether it is known which model a CCG had, or that it had none. */
export const isKnown = (status: PositionStatus): boolean => status === "MODEL" || status === "NONE";
