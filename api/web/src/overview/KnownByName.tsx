import { RowsFigure } from "../shell/Figure.tsx";
import { ShareBar } from "../shell/ShareBar.tsx";
import type { Question } from "../service/question.ts";
import { number } from "../words/numbers.ts";
import { type ModelCode, wordsOf } from "../words/positions.ts";

const QUESTION: Question = {
    query: `query KnownByName {
  coverageRows(filter: { stage: { eq: LIVE }, model: { isNull: false }, financialYear: { isNull: false } }) {
    totalCount
    nodes { financialYear modelCode modelLetter total totalPublisher known unknown status }
  }
}`,
};

interface CoverageRow {
    financialYear: string;
    modelCode: ModelCode;
    total: number | null;
    known: number;
}

/** How many of the CCGs that publications count can be named. */
export function KnownByName() {
    return (
        <RowsFigure<CoverageRow>
            id="known-by-name"
            title="How much is known by name"
            about={
                <p>
                    Publications say how many CCGs had a model in a year; most lists that named them are lost. Each bar
                    is a published total, and the part of it that can be named. Years and models without a published
                    total are left out: how many are missing there cannot be said.
                </p>
            }
            question={QUESTION}
            picture={(rows) => (
                <>
                    {rows.length === 0 && <p>No published total is known.</p>}
                    <ul class="shares">
                        {totalsOf(rows).map(({ financialYear, modelCode, known, least, most }) => {
                            const { fill, inText } = wordsOf(modelCode);
                            return (
                                <li key={`${financialYear} ${modelCode}`}>
                                    <span>
                                        <b>{financialYear}</b> {inText}
                                    </span>
                                    <ShareBar part={known} whole={most} fill={fill} />
                                    <span>
                                        {number(known)} of{" "}
                                        {least === most ? number(most) : `${number(least)} to ${number(most)}`}
                                    </span>
                                </li>
                            );
                        })}
                    </ul>
                    <p class="onward">
                        <a href="coverage">Every total, all stages, and what was imported when</a>.
                    </p>
                </>
            )}
        />
    );
}

/** What was published for a year and a model, from the least to the most. */
interface Totals {
    financialYear: string;
    modelCode: ModelCode;
    known: number;
    least: number;
    most: number;
}

function totalsOf(rows: readonly CoverageRow[]): Totals[] {
    const byKey = new Map<string, Totals>();
    for (const { financialYear, modelCode, total, known } of rows) {
        if (total === null) continue;
        const key = `${financialYear} ${modelCode}`;
        const { least, most } = byKey.get(key) ?? { least: total, most: total };
        byKey.set(key, { financialYear, modelCode, known, least: Math.min(least, total), most: Math.max(most, total) });
    }
    return [...byKey.values()];
}
