// The days between which there were CCGs: what the figures of this page are about.

import { useAnswer } from "../service/useAnswer.ts";
import { firstDaysOfYears } from "../words/days.ts";

const SPAN = {
    query: `query Span {
  opened: ccgStats(groupBy: [OPENED_ON]) { groups { key { openedOn } } }
  closed: ccgStats(groupBy: [CLOSED_ON]) { groups { key { closedOn } } }
  waves(first: 1) { nodes { startsOn } }
}`,
};

interface SpanData {
    opened: { groups: { key: { openedOn: string | null } }[] };
    closed: { groups: { key: { closedOn: string | null } }[] };
    waves: { nodes: { startsOn: string }[] };
}

export interface Span {
    /** The first day of the first CCGs. */
    first: string;
    /** The last day of the last ones, or today as long as one has not closed. */
    last: string;
    /** 1 April of each year with CCGs. */
    years: string[];
    /** The first day of the first round; that of the first CCGs where no round is known. */
    firstRound: string;
}

export const useSpan = () => useAnswer<SpanData>(SPAN);

/** None where there are no CCGs. */
export function spanOf({ opened, closed, waves }: SpanData, today: string): Span | undefined {
    const openings = opened.groups.flatMap(({ key }) => key.openedOn ?? []).sort();
    const closings = closed.groups.map(({ key }) => key.closedOn ?? today).sort();
    const [first, last] = [openings[0], closings.at(-1)];
    if (!first || !last) return undefined;
    return { first, last, years: firstDaysOfYears(first, last), firstRound: waves.nodes[0]?.startsOn ?? first };
}
