// From whom a CCG took over, and who took over from it.

import type { Question } from "../service/question.ts";
import type { Basis } from "../words/evidence.ts";

export const lineageQuestion = (code: string): Question => ({
    query: `query Lineage($code: OdsCode!) {
  ccg(odsCode: $code) {
    ancestry { ...Step }
    lineage { ...Step }
  }
}
fragment Step on LineageStep {
  generation effectiveOn basis
  ccg { odsCode name openedOn closedOn }
  succession { note predecessor { odsCode } successor { odsCode } citedSource { title address } }
}`,
    variables: { code },
});

/** Who took over from it and from whom it took over, in one step, as flat rows. */
export const successionRows = (code: string): Question => ({
    query: `query Successions($code: OdsCode!) {
  successionRows(filter: {
    or: [{ predecessor: { odsCode: { eq: $code } } }, { successor: { odsCode: { eq: $code } } }]
  }) {
    nodes {
      predecessorOdsCode predecessorName predecessorClosedOn successorOdsCode successorName effectiveOn basis note
      citedTitle citedAddress
    }
  }
}`,
    variables: { code },
});

export interface LineageData {
    ccg: { ancestry: Step[]; lineage: Step[] };
}

export interface Step {
    generation: number;
    effectiveOn: string;
    basis: Basis;
    ccg: Member;
    succession: {
        note: string | null;
        predecessor: { odsCode: string };
        successor: { odsCode: string };
        citedSource: { title: string; address: string | null } | null;
    };
}

/** A CCG of the family. */
export interface Member {
    odsCode: string;
    name: string;
    openedOn: string | null;
    closedOn: string | null;
}

export interface Family {
    /** The eldest first; each CCG once. */
    generations: Member[][];
    takeovers: { from: string; to: string; on: string }[];
}

export function familyOf(self: Member, { ccg: { ancestry, lineage } }: LineageData): Family {
    const byGeneration = new Map<number, Map<string, Member>>([[0, new Map([[self.odsCode, self]])]]);
    const add = (generation: number, { ccg }: Step) => {
        const members = byGeneration.get(generation) ?? new Map<string, Member>();
        byGeneration.set(generation, members.set(ccg.odsCode, ccg));
    };
    for (const step of ancestry) add(-step.generation, step);
    for (const step of lineage) add(step.generation, step);
    const generations = [...byGeneration].sort(([a], [b]) => a - b).map(([, members]) => [...members.values()]);
    const takeovers = [...ancestry, ...lineage].map(({ succession: { predecessor, successor }, effectiveOn }) => ({
        from: predecessor.odsCode,
        to: successor.odsCode,
        on: effectiveOn,
    }));
    return { generations, takeovers };
}
