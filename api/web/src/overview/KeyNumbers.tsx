import type { ComponentChildren } from "preact";
import { Waiting } from "../shell/Waiting.tsx";
import type { Question } from "../service/question.ts";
import { useAnswer } from "../service/useAnswer.ts";
import { dayInWords } from "../words/days.ts";
import { number } from "../words/numbers.ts";
import { isKnown, type ModelCode, type PositionStatus } from "../words/positions.ts";
import type { Span } from "./span.ts";

interface Counts {
    totalCcgs: number;
    groups: { key: { status: PositionStatus; model: ModelCode | null }; count: number }[];
}

interface KeyNumbersData {
    first: Counts;
    begun: Counts;
    last: Counts;
    figures: { totalCount: number };
    contradicted: { totalCount: number };
}

/** What to remember when nothing else is read. Each leads to the figure that it is taken from. */
export function KeyNumbers({ span }: { span: Span }) {
    const asked = useAnswer<KeyNumbersData>(question(span));
    return (
        <Waiting asked={asked}>
            {({ data: { first, begun, last, figures, contradicted } }) => (
                <ul class="key-numbers">
                    <KeyNumber value={`${number(first.totalCcgs)} → ${number(last.totalCcgs)}`} href="#ccg-by-ccg">
                        CCGs on {dayInWords(span.first)}, and on {dayInWords(span.last)} after mergers
                    </KeyNumber>
                    <KeyNumber value={number(knownOf(begun))} href="#over-time">
                        of {number(begun.totalCcgs)} positions are known for {dayInWords(span.firstRound)}, when the
                        first round began
                    </KeyNumber>
                    <KeyNumber value={number(delegated(last))} href="#over-time">
                        of {number(last.totalCcgs)} CCGs had delegated commissioning on {dayInWords(span.last)}, as far
                        as is known
                    </KeyNumber>
                    <KeyNumber value={number(contradicted.totalCount)} href="#contradictions">
                        of {number(figures.totalCount)} published figures are contradicted by another publication
                    </KeyNumber>
                </ul>
            )}
        </Waiting>
    );
}

function KeyNumber({ value, href, children }: { value: string; href: string; children: ComponentChildren }) {
    return (
        <li>
            <a href={href}>
                <b>{value}</b> <span>{children}</span>
            </a>
        </li>
    );
}

const question = ({ first, firstRound, last }: Span): Question => ({
    query: `query KeyNumbers {
  first: positionStats(asOf: "${first}", groupBy: [MODEL]) { ...Counts }
  begun: positionStats(asOf: "${firstRound}", groupBy: [MODEL]) { ...Counts }
  last: positionStats(asOf: "${last}", groupBy: [MODEL]) { ...Counts }
  figures: reconciliations { totalCount }
  contradicted: reconciliations(filter: { reason: { eq: SOURCES_CONTRADICT } }) { totalCount }
}
fragment Counts on PositionStats { totalCcgs groups { key { status model } count } }`,
});

const delegated = ({ groups }: Counts): number => groups.find(({ key }) => key.model === "DELEGATED")?.count ?? 0;

const knownOf = ({ groups }: Counts): number =>
    groups.reduce((known, { key, count }) => (isKnown(key.status) ? known + count : known), 0);
