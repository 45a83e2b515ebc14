// Which position the CCG had from when to when, and which facts say so: what is drawn along the years.

import type { Question } from "../service/question.ts";
import { dayInWords } from "../words/days.ts";
import { type ModelCode, type PositionStatus, positionWords, wordsOf } from "../words/positions.ts";
import type { Statement } from "./facts.ts";

export const timelineQuestion = (code: string, on: string): Question => ({
    query: `query Timeline($code: OdsCode!, $on: Date!) {
  ccg(odsCode: $code) {
    position(asOf: $on) { ...Said adoptions { id } }
    positions(first: 50) { nodes { ...Said } }
    adoptions(orderBy: [{ field: FINANCIAL_YEAR }, { field: STAGE }], first: 30) {
      nodes {
        id stage effectiveFrom effectiveTo model { code } wave { financialYear number startsOn endsOn }
        evidence(first: 10) { nodes { statedOn { earliest latest } } }
      }
    }
  }
}
fragment Said on Position {
  status conflicting model { code } isLive begunFrom begunBy firstDay lastDay lastStated
}`,
    variables: { code, on },
});

export const positionRows = (code: string): Question => ({
    query: `query Positions($code: OdsCode!) {
  positionRows(filter: { ccg: { odsCode: { eq: $code } } }) {
    nodes { odsCode ccgName status modelLetter modelName conflicting isLive begunFrom begunBy firstDay lastDay }
  }
}`,
    variables: { code },
});

export interface TimelineData {
    ccg: {
        position: Said & { adoptions: { id: string }[] };
        positions: { nodes: Said[] };
        adoptions: { nodes: DrawnFact[] };
    };
}

/** A position, and of which days it is said. */
export interface Said {
    status: PositionStatus;
    conflicting: ModelCode[];
    model: { code: ModelCode } | null;
    isLive: boolean | null;
    begunFrom: string | null;
    begunBy: string | null;
    firstDay: string | null;
    lastDay: string | null;
    lastStated: string | null;
}

export interface DrawnFact extends Statement {
    evidence: { nodes: { statedOn: { earliest: string; latest: string } | null }[] };
}

/** What a CCG had, within a sentence: "delegated commissioning". */
export function positionInWords({ status, model, conflicting }: Said): string {
    if (status === "NOT_OPEN") return "not yet open";
    if (status === "CLOSED") return "closed";
    if (status === "CONFLICT") return conflicting.map((code) => wordsOf(code).inText).join(" or ");
    return positionWords(status, model?.code)?.inText ?? "";
}

/** When a model began, as far as that is known. */
export function begunInWords({ begunFrom, begunBy, model }: Said, facts: readonly DrawnFact[]): string {
    if (!begunBy) return "";
    if (begunFrom === begunBy) {
        const isStated = facts.some((fact) => fact.effectiveFrom === begunBy && fact.model?.code === model?.code);
        const why = isStated ? "" : ", though no source gives that day: it cannot have begun earlier, and by then it had";
        return `It began on ${dayInWords(begunBy)}${why}.`;
    }
    const earliest = begunFrom ? `not before ${dayInWords(begunFrom)}, and ` : "";
    return `It began on a day that no source gives: ${earliest}by ${dayInWords(begunBy)}.`;
}
