import * as Plot from "@observablehq/plot";
import { number, share } from "../words/numbers.ts";
import { isKnown, type ModelCode, type PositionStatus, positionWords, POSITIONS } from "../words/positions.ts";

/** How tall each region is, in pixels: a line of words, and the bar beneath. */
const ROW = 62;

export interface RegionCounts {
    region: string;
    ccgs: number;
    groups: { status: PositionStatus; model: ModelCode | null; count: number }[];
}

/** Draws each region as a bar of its CCGs by position. All are as long, for regions differ in how many CCGs they had. */
export function drawByRegion(regions: readonly RegionCounts[], width: number): SVGSVGElement {
    const parts = regions.flatMap((region) => partsOf(region, width));
    const labels = regions.map((region) => ({ region: region.region, label: known(region) }));
    const bar = { fill: "fill", stroke: "var(--outline)", title: "title", inset: 0.5 };
    const plot = Plot.plot({
        className: "plot",
        color: { type: "identity" },
        width,
        height: regions.length * ROW + 10,
        marginTop: 0,
        marginLeft: 1,
        marginRight: 1,
        marginBottom: 10,
        x: { axis: null, domain: [0, 1] },
        y: { axis: null, domain: [0, ROW] },
        fy: { axis: null, domain: regions.map(({ region }) => region), padding: 0 },
        marks: [
            Plot.text(labels, {
                fy: "region",
                x: 0,
                y: ROW - 14,
                text: "region",
                textAnchor: "start",
                fontWeight: 600,
                fontSize: 14,
            }),
            Plot.text(labels, {
                fy: "region",
                x: 1,
                y: ROW - 14,
                text: "label",
                textAnchor: "end",
                fill: "var(--quiet)",
            }),
            Plot.rect(parts, { ...bar, fy: "region", x1: "from", x2: "to", y1: 4, y2: ROW - 26 }),
            Plot.text(parts, {
                fy: "region",
                x: "to",
                y: (ROW - 22) / 2,
                dx: -5,
                textAnchor: "end",
                text: "label",
                fill: "ink",
                fontWeight: 600,
            }),
        ],
    });
    return plot as SVGSVGElement;
}

/** Of how many it is known what they had. */
export function known({ ccgs, groups }: RegionCounts): string {
    const count = groups.reduce((known, { status, count }) => (isKnown(status) ? known + count : known), 0);
    return `${share(count, ccgs)} known`;
}

function partsOf({ region, ccgs, groups }: RegionCounts, width: number) {
    let count = 0;
    return POSITIONS.flatMap(({ code, name, fill, ink }) => {
        const group = groups.find(({ status, model }) => positionWords(status, model)?.code === code);
        if (!group) return [];
        const from = count / ccgs;
        count += group.count;
        const title = `${name}: ${share(group.count, ccgs)} in ${region}`;
        const label = (group.count / ccgs) * width > 28 ? number(group.count) : "";
        return [{ region, from, to: count / ccgs, fill, ink, title, label }];
    });
}
