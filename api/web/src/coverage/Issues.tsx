import { DataTable } from "../shell/DataTable.tsx";
import { Figure } from "../shell/Figure.tsx";
import type { Question } from "../service/question.ts";
import { shownOf } from "../words/numbers.ts";

const QUESTION: Question = {
    query: `query Issues {
  importIssueRows(orderBy: [{ field: SEVERITY }], first: 200) {
    totalCount
    nodes { dataset fileName startedAt runStatus severity code sheet cell raw message expected suggestion }
  }
}`,
};

interface Issue {
    dataset: string;
    fileName: string;
    severity: "ERROR" | "WARNING";
    sheet: string | null;
    cell: string | null;
    raw: string | null;
    message: string;
    expected: string | null;
    suggestion: string | null;
}

const SEVERITIES = { ERROR: "not stored", WARNING: "stored, to be looked at" };

interface IssuesData {
    importIssueRows: { totalCount: number; nodes: Issue[] };
}

/** What was wrong with the files, cell by cell. */
export function Issues() {
    return (
        <Figure<IssuesData>
            id="issues"
            title="What was rejected, and why"
            about={
                <p>
                    Each problem that was found in a file, with the place in it, what stood there and what may have been
                    meant.
                </p>
            }
            question={QUESTION}
            picture={({ importIssueRows: { totalCount, nodes } }) =>
                totalCount === 0 ? (
                    <p>No problem was found in any file.</p>
                ) : (
                    <>
                        <p>{shownOf(nodes.length, totalCount, "problem")}.</p>
                        <DataTable
                            title="What was rejected, and why"
                            columns={[
                                { name: "File" },
                                { name: "Sheet and cell" },
                                { name: "What stands there" },
                                { name: "What is wrong", isLong: true },
                                { name: "The row" },
                            ]}
                            rows={nodes.map((issue) => [
                                issue.fileName,
                                [issue.sheet, issue.cell].filter(Boolean).join(", ") || "the whole file",
                                issue.raw ?? "nothing",
                                inWords(issue),
                                SEVERITIES[issue.severity],
                            ])}
                        />
                    </>
                )
            }
        />
    );
}

/** The message, and of what may have been meant as much as it leaves unsaid. */
function inWords({ message, expected, suggestion }: Issue): string {
    const isUnsaid = (text: string | null) => text !== null && !message.includes(text);
    return [
        message,
        isUnsaid(expected) && `Expected: ${expected}.`,
        isUnsaid(suggestion) && `Did it mean ${suggestion}?`,
    ]
        .filter(Boolean)
        .join(" ");
}
