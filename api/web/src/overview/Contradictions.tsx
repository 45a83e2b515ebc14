import { RowsFigure } from "../shell/Figure.tsx";
import type { Question } from "../service/question.ts";
import { spanOfDays } from "../words/days.ts";
import { number } from "../words/numbers.ts";
import { type ModelCode, wordsOf } from "../words/positions.ts";
import { sentence, type Stage, STAGES } from "../words/terms.ts";

const QUESTION: Question = {
    query: `query Contradictions {
  reconciliationRows(filter: { reason: { eq: SOURCES_CONTRADICT } }) {
    totalCount
    nodes {
      financialYear modelCode modelLetter stage areaAsPublished published unit publisher asOfFrom asOfTo explanation
    }
  }
}`,
};

interface Contradicted {
    financialYear: string | null;
    modelCode: ModelCode | null;
    modelLetter: string | null;
    stage: Stage | null;
    areaAsPublished: string;
    published: number | null;
    publisher: string;
    asOfFrom: string | null;
    asOfTo: string | null;
}

/** Numbers for the same year, model, stage and place that cannot all be right. */
export function Contradictions() {
    return (
        <RowsFigure<Contradicted>
            id="contradictions"
            title="Where publications contradict each other"
            about={
                <p>
                    Numbers that were published for the same year, model and stage, side by side, with who published
                    them. None is preferred here.
                </p>
            }
            question={QUESTION}
            picture={(rows) => (
                <>
                    {rows.length === 0 && <p>No contradiction is known.</p>}
                    <div class="contradictions">
                        {disputes(rows).map(({ title, numbers }) => (
                            <section key={title}>
                                <h3>{title}</h3>
                                <dl>
                                    {numbers.map(([value, statements]) => (
                                        <div key={value}>
                                            <dt>{number(value)}</dt>
                                            {statements.map((statement, place) => (
                                                <dd key={place}>
                                                    {statement.publisher},{" "}
                                                    {spanOfDays(statement.asOfFrom, statement.asOfTo)}
                                                </dd>
                                            ))}
                                        </div>
                                    ))}
                                </dl>
                            </section>
                        ))}
                    </div>
                    <p class="onward">
                        <a href="figures?status=DIFFERS">Why each of them differs</a>, and how{" "}
                        <a href="figures">all published figures</a> compare.
                    </p>
                </>
            )}
        />
    );
}

interface Dispute {
    title: string;
    numbers: [value: number, statements: Contradicted[]][];
}

function disputes(rows: readonly Contradicted[]): Dispute[] {
    const byTitle = new Map<string, Map<number, Contradicted[]>>();
    for (const row of rows) {
        if (row.published === null) continue;
        const numbers = byTitle.get(titleOf(row)) ?? new Map<number, Contradicted[]>();
        numbers.set(row.published, [...(numbers.get(row.published) ?? []), row]);
        byTitle.set(titleOf(row), numbers);
    }
    return [...byTitle].map(([title, numbers]) => ({ title, numbers: [...numbers].sort(([a], [b]) => a - b) }));
}

function titleOf({ modelCode, modelLetter, stage, financialYear, areaAsPublished }: Contradicted): string {
    const model = modelCode ? `${wordsOf(modelCode).inText} (${modelLetter})` : "any model";
    return sentence([model, stage && STAGES[stage], financialYear, areaAsPublished].filter(Boolean).join(", "));
}
