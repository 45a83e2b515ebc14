import { Chart } from "../shell/Chart.tsx";
import { Figure } from "../shell/Figure.tsx";
import { useChoice } from "../shell/state.ts";
import type { Question } from "../service/question.ts";
import { dayInWords } from "../words/days.ts";
import { number, share } from "../words/numbers.ts";
import { type ModelCode, type PositionStatus, positionWords, POSITIONS } from "../words/positions.ts";
import { drawByRegion, known, type RegionCounts } from "./drawByRegion.ts";

interface ByRegionData {
    positionStats: {
        asOf: string;
        groups: {
            key: { region: string | null; status: PositionStatus; model: ModelCode | null };
            count: number;
            denominator: number;
        }[];
    };
}

/** The maps, by what stands in the address. */
const MAPS = {
    "2015": { name: "Four regions of 2015", key: "REGION", field: "region" },
    later: { name: "Seven regions of later", key: "REGION_2025", field: "region2025" },
} as const;

/** Where no map shows a CCG. */
const NOWHERE = "On no region’s map";

/** The CCGs of each region by position on a day. */
export function ByRegion({ day }: { day: string }) {
    const [chosen, setChosen] = useChoice("map");
    const map = chosen === "later" ? "later" : "2015";
    return (
        <Figure<ByRegionData>
            id="by-region"
            title="By region"
            asOf={`${MAPS[map].name.toLowerCase()}, on ${dayInWords(day)}`}
            about={
                <p>
                    The same day, region by region: how many CCGs of each region had which position, of how many there
                    were. Those of which nothing is known are part of every whole.
                </p>
            }
            controls={
                <fieldset>
                    <legend class="unseen">Map</legend>
                    {Object.entries(MAPS).map(([value, { name }]) => (
                        <label key={value}>
                            <input
                                type="radio"
                                name="map"
                                checked={value === map}
                                onChange={() => setChosen(value === "2015" ? undefined : value)}
                            />
                            {name}
                        </label>
                    ))}
                </fieldset>
            }
            question={question(day, map)}
            picture={(data) => {
                const regions = regionsOf(data);
                if (regions.length === 0) return <p>On {dayInWords(data.positionStats.asOf)} there was no CCG.</p>;
                return (
                    <Chart
                        label={`Bars: CCGs of each region by position on ${dayInWords(data.positionStats.asOf)}`}
                        draw={(width) => drawByRegion(regions, width)}
                        from={[data]}
                    />
                );
            }}
            table={(data) => ({
                columns: [
                    { name: "Region" },
                    { name: "CCGs", isNumber: true },
                    ...POSITIONS.map(({ name }) => ({ name, isNumber: true })),
                    { name: "Known" },
                ],
                rows: regionsOf(data).map((region) => [
                    region.region,
                    number(region.ccgs),
                    ...POSITIONS.map(({ code }) => share(countOf(region, code), region.ccgs)),
                    known(region),
                ]),
            })}
        />
    );
}

const countOf = ({ groups }: RegionCounts, code: string): number =>
    groups.find(({ status, model }) => positionWords(status, model)?.code === code)?.count ?? 0;

function question(day: string, map: keyof typeof MAPS): Question {
    const { key, field } = MAPS[map];
    const region = field === "region" ? field : `region: ${field}`;
    return {
        query: `query PositionsByRegion($asOf: Date!) {
  positionStats(asOf: $asOf, groupBy: [${key}, MODEL]) {
    asOf
    groups { key { ${region} status model } count denominator }
  }
}`,
        variables: { asOf: day },
    };
}

function regionsOf({ positionStats }: ByRegionData): RegionCounts[] {
    const regions = new Map<string, RegionCounts>();
    for (const { key, count, denominator } of positionStats.groups) {
        const name = key.region ?? NOWHERE;
        const region = regions.get(name) ?? { region: name, ccgs: denominator, groups: [] };
        region.groups.push({ status: key.status, model: key.model, count });
        regions.set(name, region);
    }
    return [...regions.values()].sort((a, b) => a.region.localeCompare(b.region));
}
