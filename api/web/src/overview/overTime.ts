// What is asked for adoption over time, and what its answer means.

import type { Question } from "../service/question.ts";
import { number } from "../words/numbers.ts";
import { type ModelCode, type PositionCode, type PositionStatus, positionWords, wordsOf } from "../words/positions.ts";
import { sentence, type Stage, STAGES } from "../words/terms.ts";

/** Counts of several days, each under a name of its own, and the totals that were published. */
export function overTimeQuestion(days: readonly string[]): Question {
    const counts = days.map(
        (day) => `  y${day.slice(0, 4)}: positionStats(asOf: "${day}", groupBy: [MODEL]) { ...Counts }`,
    );
    return {
        query: `query AdoptionOverTime {
${counts.join("\n")}
  totals: coverage(filter: { stage: { in: [APPROVED, LIVE] }, model: { isNull: false } }, first: 200) {
    nodes {
      financialYear stage model { code letter }
      totals { value figure { id publisher note asOf { text } citedSource { title address } } }
    }
  }
}
fragment Counts on PositionStats { asOf totalCcgs groups { key { status model } count } }`,
    };
}

/** Which position each CCG had from when to when: what the counts of any day are counted from. */
export const POSITION_ROWS: Question = {
    query: `query Positions {
  positionRows {
    nodes { odsCode ccgName region status modelLetter modelName conflicting isLive firstDay lastDay }
  }
}`,
};

interface Counts {
    asOf: string;
    totalCcgs: number;
    groups: { key: { status: PositionStatus; model: ModelCode | null }; count: number }[];
}

export interface Statement {
    id: string;
    publisher: string;
    note: string | null;
    asOf: { text: string } | null;
    citedSource: { title: string; address: string | null } | null;
}

interface Totals {
    nodes: {
        financialYear: string | null;
        stage: Stage;
        model: { code: ModelCode; letter: string };
        totals: { value: number | null; figure: Statement }[];
    }[];
}

export type OverTimeData = { totals: Totals } & { [year: `y${string}`]: Counts };

export interface Year {
    day: string;
    ccgs: number;
    counts: Map<PositionCode, number>;
}

export function yearsOf(data: OverTimeData): Year[] {
    return Object.entries(data).flatMap(([name, counts]) => (name === "totals" ? [] : yearOf(counts as Counts)));
}

function yearOf({ asOf, totalCcgs, groups }: Counts): Year {
    const counts = groups.flatMap(({ key, count }): [PositionCode, number][] => {
        const words = positionWords(key.status, key.model);
        return words ? [[words.code, count]] : [];
    });
    return { day: asOf, ccgs: totalCcgs, counts: new Map(counts) };
}

/** A number that was published for a year and a model, and all who say it. */
export interface PublishedTotal {
    /** Tells it from all others, in addresses too. */
    key: string;
    financialYear: string;
    letter: string;
    model: ModelCode;
    value: number;
    statements: (Statement & { stage: Stage })[];
}

/** By value. */
export function totalsOf({ totals }: OverTimeData): PublishedTotal[] {
    const byKey = new Map<string, PublishedTotal>();
    for (const { financialYear, stage, model, totals: published } of totals.nodes) {
        for (const { value, figure } of published) {
            if (value === null || financialYear === null) continue;
            const key = `${model.letter},${financialYear},${value}`;
            const begun = { key, financialYear, letter: model.letter, model: model.code, value, statements: [] };
            const total = byKey.get(key) ?? begun;
            total.statements.push({ ...figure, stage });
            byKey.set(key, total);
        }
    }
    return [...byKey.values()].sort((a, b) => a.value - b.value);
}

export function titleOf({ value, model, letter, financialYear, statements }: PublishedTotal): string {
    const stages = [...new Set(statements.map(({ stage }) => STAGES[stage]))];
    const counted = `${number(value)} CCGs ${stages.join(" or ")}`;
    return `${sentence(wordsOf(model).inText)} (${letter}), ${financialYear}: ${counted}`;
}
