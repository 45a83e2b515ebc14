import * as Plot from "@observablehq/plot";
import { withChoices } from "../shell/state.ts";
import { dayInWords, financialYear } from "../words/days.ts";
import { number, share } from "../words/numbers.ts";
import { POSITIONS, wordsOf } from "../words/positions.ts";
import { shapeOf } from "./markShapes.tsx";
import { type PublishedTotal, titleOf, type Year } from "./overTime.ts";

/** Below this there is no room for a column a year: the bars lie, one beneath the other. */
const NARROW = 720;

/** How tall the columns are, or how tall each lying bar is, in pixels. */
const HEIGHT = 420;
const BAR = 84;

/** The radius of a mark. */
const RADIUS = 14;

/** Draws the years as stacked bars, and the published totals as numbered marks where they would reach. */
export function drawOverTime(
    years: readonly Year[],
    totals: readonly PublishedTotal[],
    selected: string | undefined,
    address: string,
    width: number,
): SVGSVGElement {
    const isNarrow = width < NARROW;
    const most = Math.max(...years.map(({ ccgs }) => ccgs));
    const [along, across] = isNarrow ? [width - 80, BAR] : [HEIGHT, (width - 60) / years.length];
    const bars = barsOf(years, along / most);
    const marks = marksOf(totals, years, (2 * RADIUS + 1) / (along / most), (2 * RADIUS + 1) / across);
    const bar = { fill: "fill", stroke: "var(--outline)", title: "title", inset: 0.5 };
    const label = { text: "label", fill: "ink", pointerEvents: "none", fontWeight: 600 } as const;
    const mark = {
        r: RADIUS,
        symbol: ({ statements }: Mark) => shapeOf(statements.map(({ stage }) => stage)),
        fill: "fill",
        stroke: ({ key }: Mark) => (key === selected ? "var(--focus)" : "var(--ground)"),
        strokeWidth: 3,
        href: ({ key }: Mark) => withChoices(address, { total: key === selected ? undefined : key }),
        ariaLabel: "name",
        title: "name",
    };
    const value = {
        text: "value",
        fill: "ink",
        pointerEvents: "none",
        fontWeight: 700,
        fontSize: 10.5,
        dy: -2.5,
    } as const;
    const letter = { ...value, text: "letter", fontSize: 9, dy: 7.5 } as const;
    const plot = isNarrow
        ? Plot.plot({
              ...COMMON,
              width,
              height: years.length * BAR + 50,
              marginBottom: 40,
              marginLeft: 60,
              marginRight: 20,
              fy: { label: null, tickFormat: financialYear, padding: 0.1 },
              x: { domain: [0, most], label: "CCGs" },
              y: { axis: null, domain: [0, 1] },
              marks: [
                  Plot.rect(bars, { ...bar, fy: "day", x1: "from", x2: "to", y1: 0, y2: 1 }),
                  Plot.text(bars, { ...label, fy: "day", x: "to", y: 0, dx: -4, dy: -8, textAnchor: "end" }),
                  Plot.dot(marks, { ...mark, fy: "day", x: "value", y: "lane" }),
                  Plot.text(marks, { ...value, fy: "day", x: "value", y: "lane" }),
                  Plot.text(marks, { ...letter, fy: "day", x: "value", y: "lane" }),
              ],
          })
        : Plot.plot({
              ...COMMON,
              width,
              height: HEIGHT + 50,
              marginLeft: 40,
              marginTop: 25,
              fx: { label: null, tickFormat: financialYear, padding: 0.06 },
              x: { axis: null, domain: [0, 1] },
              y: { domain: [0, most], label: "CCGs" },
              marks: [
                  Plot.rect(bars, { ...bar, fx: "day", x1: 0, x2: 1, y1: "from", y2: "to" }),
                  Plot.text(bars, { ...label, fx: "day", x: 0, y: "to", dx: 5, dy: 11, textAnchor: "start" }),
                  Plot.dot(marks, { ...mark, fx: "day", x: "lane", y: "value" }),
                  Plot.text(marks, { ...value, fx: "day", x: "lane", y: "value" }),
                  Plot.text(marks, { ...letter, fx: "day", x: "lane", y: "value" }),
              ],
          });
    return plot as SVGSVGElement;
}

/** Colours come from the data as they are: the custom properties of tokens.css and the patterns. */
const COMMON = { className: "plot", color: { type: "identity" } } as const;

interface Bar {
    day: string;
    from: number;
    to: number;
    fill: string;
    ink: string;
    title: string;
    /** How many it is; nothing where there is no room for a number. */
    label: string;
}

function barsOf(years: readonly Year[], pixelsPerCcg: number): Bar[] {
    return years.flatMap(({ day, ccgs, counts }) => {
        let to = 0;
        return POSITIONS.flatMap(({ code, name, fill, ink }) => {
            const count = counts.get(code) ?? 0;
            if (count === 0) return [];
            const from = to;
            to += count;
            const title = `${name}: ${share(count, ccgs)} on ${dayInWords(day)}`;
            const label = count * pixelsPerCcg > 22 ? number(count) : "";
            return [{ day, from, to, fill, ink, title, label }];
        });
    });
}

interface Mark extends PublishedTotal {
    day: string;
    /** Where it stands across the bar of its year, from 0 to 1. */
    lane: number;
    name: string;
    fill: string;
    ink: string;
}

/** Numbers that would cover each other stand side by side: `along` and `across` are what a mark takes of the axes. */
function marksOf(totals: readonly PublishedTotal[], years: readonly Year[], along: number, across: number): Mark[] {
    return years.flatMap(({ day }) => {
        const ofYear = totals.filter((total) => total.financialYear === financialYear(day));
        return clusters(ofYear, along).flatMap((cluster) => {
            const lanes = lanesOf(cluster, along);
            const middle = Math.max(...lanes) / 2;
            return cluster.map((total, place) => {
                const lane = 0.5 + ((lanes[place] ?? 0) - middle) * across;
                const { fill, ink } = wordsOf(total.model);
                return { ...total, day, lane, name: titleOf(total), fill, ink };
            });
        });
    });
}

/** Totals, each nearer than a distance to the one before it; they are sorted. */
function clusters(totals: readonly PublishedTotal[], distance: number): PublishedTotal[][] {
    const clusters: PublishedTotal[][] = [];
    for (const total of totals) {
        const last = clusters.at(-1);
        const before = last?.at(-1);
        if (last && before && total.value - before.value < distance) last.push(total);
        else clusters.push([total]);
    }
    return clusters;
}

/** For each total of a cluster the first lane in which the one before it is far enough away. */
function lanesOf(cluster: readonly PublishedTotal[], distance: number): number[] {
    const ends: number[] = [];
    return cluster.map(({ value }) => {
        const free = ends.findIndex((end) => value - end >= distance);
        const lane = free === -1 ? ends.length : free;
        ends[lane] = value;
        return lane;
    });
}
