// All CCGs, who took over from whom, and who had which position from when to when: what can be said of any day.

import { askRows } from "../service/ask.ts";
import type { Answer, Question } from "../service/question.ts";
import { dayAfter } from "../words/days.ts";
import { type ModelCode, type PositionStatus, type PositionWords, positionWords } from "../words/positions.ts";
import { layout, type Region, type Registered, type Succession } from "./layout.ts";

const CCGS: Question = {
    query: `query Ccgs {
  ccgRows { nodes { odsCode ccgName openedOn closedOn region areaTeam } }
}`,
};

const SUCCESSIONS: Question = {
    query: `query Successions {
  successionRows { nodes { predecessorOdsCode successorOdsCode effectiveOn } }
}`,
};

const SPELLS: Question = {
    query: `query Spells {
  positionRows { nodes { odsCode status modelCode firstDay lastDay } }
}`,
};

interface Spell {
    odsCode: string;
    status: PositionStatus;
    modelCode: ModelCode | null;
    firstDay: string | null;
    lastDay: string | null;
}

export interface Register {
    regions: Region[];
    successions: (Succession & { effectiveOn: string })[];
    /** The days on which a CCG opened or had closed, or on which another position begins. */
    steps: string[];
    /** None where the CCG did not exist. */
    positionOn: (day: string, odsCode: string) => PositionWords | undefined;
}

export async function loadRegister(): Promise<Answer<Register>> {
    const [ccgs, successions, spells] = await Promise.all([
        askRows<Registered>(CCGS),
        askRows<Succession & { effectiveOn: string }>(SUCCESSIONS),
        askRows<Spell>(SPELLS),
    ]);
    const byCcg = new Map<string, Spell[]>();
    for (const spell of spells.data) byCcg.set(spell.odsCode, [...(byCcg.get(spell.odsCode) ?? []), spell]);
    return {
        data: {
            regions: layout(ccgs.data, successions.data),
            successions: successions.data,
            steps: stepsOf(ccgs.data, spells.data),
            positionOn: (day, odsCode) => {
                const spell = byCcg.get(odsCode)?.find((spell) => holds(spell, day));
                return spell && positionWords(spell.status, spell.modelCode);
            },
        },
        edition: spells.edition,
    };
}

const holds = ({ firstDay, lastDay }: Spell, day: string): boolean =>
    (firstDay === null || firstDay <= day) && (lastDay === null || day <= lastDay);

/** Begins with the first CCGs, and ends when the last ones have closed. */
function stepsOf(ccgs: readonly Registered[], spells: readonly Spell[]): string[] {
    const begun = [...ccgs.map(({ openedOn }) => openedOn), ...spells.map(({ firstDay }) => firstDay)];
    const ended = [...ccgs.map(({ closedOn }) => closedOn), ...spells.map(({ lastDay }) => lastDay)];
    const days = [...begun, ...ended.map((day) => day && dayAfter(day))].filter((day) => day !== null);
    return [...new Set(days)].sort();
}
