import { DataTable } from "../shell/DataTable.tsx";
import { RowsFigure } from "../shell/Figure.tsx";
import { ModelSelect, Select } from "../shell/Select.tsx";
import { ShareBar } from "../shell/ShareBar.tsx";
import { useChoice } from "../shell/state.ts";
import type { Question } from "../service/question.ts";
import { spanOfDays } from "../words/days.ts";
import { number } from "../words/numbers.ts";
import { isModel, type ModelCode, wordsOf } from "../words/positions.ts";
import { type Stage, STAGES } from "../words/terms.ts";

type Status =
    "COMPLETE" | "PARTIAL" | "NOBODY_NAMED" | "NO_TOTAL_PUBLISHED" | "NOTHING_KNOWN" | "MORE_NAMED_THAN_PUBLISHED";

const STATUSES: Record<Status, string> = {
    COMPLETE: "All are named",
    PARTIAL: "Some are named",
    NOBODY_NAMED: "Nobody is named",
    NO_TOTAL_PUBLISHED: "Some are named, but no total was published",
    NOTHING_KNOWN: "Nothing is known",
    MORE_NAMED_THAN_PUBLISHED: "More are named than were published",
};

interface Row {
    financialYear: string | null;
    modelCode: ModelCode | null;
    modelLetter: string | null;
    stage: Stage;
    total: number | null;
    totalPublisher: string | null;
    totalAsOfFrom: string | null;
    totalAsOfTo: string | null;
    status: Status;
    known: number;
    unknown: number | null;
    notKnownCount: number | null;
}

/** Each total that was published, and how many of the CCGs that it counts can be named. */
export function Totals() {
    const [model, setModel] = useChoice("model");
    const [status, setStatus] = useChoice("status");
    const choices = {
        model: isModel(model) ? model : undefined,
        status: status !== undefined && status in STATUSES ? status : undefined,
    };
    return (
        <RowsFigure<Row>
            id="totals"
            title="How much is known by name"
            about={
                <p>
                    A row for each year, model and stage, and for each total that was published of it. Nothing known
                    does not mean that there were none.
                </p>
            }
            controls={
                <>
                    <ModelSelect value={choices.model} onChange={setModel} />
                    <Select
                        label="Known"
                        value={choices.status}
                        onChange={setStatus}
                        options={Object.entries(STATUSES).map(([value, name]) => ({ value, name }))}
                    />
                </>
            }
            question={question(choices)}
            picture={(rows) => (
                <DataTable
                    title="How much is known by name"
                    columns={[
                        { name: "Year" },
                        { name: "Model" },
                        { name: "Stage" },
                        { name: "Published total" },
                        { name: "Known by name" },
                        { name: "Missing", isNumber: true },
                        { name: "How much" },
                    ]}
                    rows={rows.map((row) => [
                        row.financialYear ?? "no year given",
                        row.modelCode ? `${row.modelLetter}: ${wordsOf(row.modelCode).name}` : "any",
                        STAGES[row.stage],
                        <Published {...row} />,
                        <Known {...row} />,
                        row.unknown === null ? "cannot be said" : number(row.unknown),
                        STATUSES[row.status],
                    ])}
                />
            )}
        />
    );
}

function Published({ total, totalPublisher, totalAsOfFrom, totalAsOfTo }: Row) {
    if (total === null) return <>none</>;
    return (
        <>
            <b>{number(total)}</b>, {totalPublisher}, {spanOfDays(totalAsOfFrom, totalAsOfTo)}
        </>
    );
}

function Known({ known, total, modelCode }: Row) {
    const fill = modelCode ? wordsOf(modelCode).fill : "var(--outline)";
    return (
        <>
            {number(known)}
            {total !== null && <ShareBar part={known} whole={total} fill={fill} />}
        </>
    );
}

const question = (choices: { model?: string; status?: string }): Question => ({
    query: `query Coverage($model: ModelCode, $status: CoverageStatus) {
  coverageRows(filter: { model: { eq: $model }, status: { eq: $status } }) {
    totalCount
    nodes {
      financialYear modelCode modelLetter stage total totalPublisher totalAsOfFrom totalAsOfTo status named alsoInForce
      known unknown countedOn notKnownCount
    }
  }
}`,
    variables: { ...choices },
});
