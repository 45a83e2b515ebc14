import { DataTable } from "../shell/DataTable.tsx";
import { Figure } from "../shell/Figure.tsx";
import type { Question } from "../service/question.ts";
import { momentInShort } from "../words/days.ts";
import { number, shownOf } from "../words/numbers.ts";

const QUESTION: Question = {
    query: `query Imports {
  importRunRows(orderBy: [{ field: STARTED_AT, direction: DESC }], first: 50) {
    totalCount
    nodes {
      dataset datasetKind fileName sourceTitle startedAt status message rowsRead facts duplicates skipped rejected
      added changed removed unchanged issueCount
    }
  }
}`,
};

type Status = "RUNNING" | "COMMITTED" | "UNCHANGED" | "REJECTED" | "REVERTED" | "ABANDONED";

const STATUSES: Record<Status, string> = {
    RUNNING: "running",
    COMMITTED: "stored",
    UNCHANGED: "held already",
    REJECTED: "refused",
    REVERTED: "taken back",
    ABANDONED: "broken off",
};

interface Run {
    dataset: string;
    fileName: string;
    sourceTitle: string | null;
    startedAt: string;
    status: Status;
    message: string | null;
    rowsRead: number;
    facts: number;
    duplicates: number;
    skipped: number;
    rejected: number;
    issueCount: number;
}

interface ImportsData {
    importRunRows: { totalCount: number; nodes: Run[] };
}

/** Which files were imported, when, and what became of their rows. */
export function Imports() {
    return (
        <Figure<ImportsData>
            id="imports"
            title="What was imported, and when"
            about={
                <p>
                    Each file that the importer was given, the last first, refused ones among them. Every row that was
                    read is a fact, a duplicate, skipped (footnotes, subtotals, repeated headers) or rejected.
                </p>
            }
            question={QUESTION}
            picture={({ importRunRows: { totalCount, nodes } }) =>
                totalCount === 0 ? (
                    <p>Nothing has been imported yet.</p>
                ) : (
                    <>
                        <p>{shownOf(nodes.length, totalCount, "import")}.</p>
                        <DataTable
                            title="What was imported, and when"
                            columns={[
                                { name: "File" },
                                { name: "Imported (UTC)" },
                                { name: "Outcome", isLong: true },
                                { name: "Rows", isNumber: true },
                                { name: "Facts", isNumber: true },
                                { name: "Duplicates", isNumber: true },
                                { name: "Skipped", isNumber: true },
                                { name: "Rejected", isNumber: true },
                                { name: "Issues", isNumber: true },
                            ]}
                            rows={nodes.map((run) => [
                                <>
                                    {run.sourceTitle ?? run.fileName}
                                    <small>
                                        {run.dataset}: {run.fileName}
                                    </small>
                                </>,
                                <time dateTime={run.startedAt}>{momentInShort(run.startedAt)}</time>,
                                run.message ? `${STATUSES[run.status]}: ${run.message}` : STATUSES[run.status],
                                ...[run.rowsRead, run.facts, run.duplicates, run.skipped, run.rejected, run.issueCount].map(
                                    number,
                                ),
                            ])}
                        />
                    </>
                )
            }
        />
    );
}
