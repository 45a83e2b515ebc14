// Where CCGs stand in the picture of tiles. It follows from the register alone: the CCGs without a predecessor are cells of one
// size each, and a CCG that took over from others covers their cells, so that it stands where they stood.

export interface Registered {
    odsCode: string;
    ccgName: string;
    openedOn: string | null;
    closedOn: string | null;
    region: string | null;
    areaTeam: string | null;
}

export interface Succession {
    predecessorOdsCode: string;
    successorOdsCode: string;
}

export interface Cell {
    column: number;
    row: number;
    /** Who has had this ground, one after the other. */
    holders: Registered[];
}

/** The cells of an area team. Those of CCGs that merged lie side by side. */
export interface Block {
    areaTeam: string;
    columns: number;
    rows: number;
    cells: Cell[];
}

export interface Region {
    name: string;
    blocks: Block[];
}

/** Where something is whose place no map shows. */
const NOWHERE = "Elsewhere";

export function layout(ccgs: readonly Registered[], successions: readonly Succession[]): Region[] {
    const byCode = new Map(ccgs.map((ccg) => [ccg.odsCode, ccg]));
    const successor = new Map(successions.map((pair) => [pair.predecessorOdsCode, pair.successorOdsCode]));
    const formed = new Set(successions.map((pair) => pair.successorOdsCode));
    const lines = ccgs
        .filter(({ odsCode }) => !formed.has(odsCode))
        .map((founder) => lineOf(founder, successor, byCode));
    return grouped(lines, ({ at }) => home(lines, at, ({ region }) => region)).map(([name, lines]) => ({
        name,
        blocks: grouped(lines, ({ at }) => home(lines, at, ({ areaTeam }) => areaTeam)).map(([areaTeam, lines]) =>
            block(areaTeam, lines),
        ),
    }));
}

/** Who had a ground from its founder on. All lines that merge in the end are `at` the same CCG. */
interface Line {
    holders: Registered[];
    at: string;
}

function lineOf(founder: Registered, successor: Map<string, string>, byCode: Map<string, Registered>): Line {
    const holders = [founder];
    let at = founder.odsCode;
    for (;;) {
        const next = byCode.get(successor.get(at) ?? "");
        if (!next || holders.includes(next)) return { holders, at };
        holders.push(next);
        at = next.odsCode;
    }
}

/** Where most of the founders stood whose lines end at a CCG. */
function home(lines: readonly Line[], at: string, place: (founder: Registered) => string | null): string {
    const counts = new Map<string, number>();
    for (const line of lines) {
        const founder = line.holders[0];
        if (line.at !== at || !founder) continue;
        const name = place(founder) ?? NOWHERE;
        counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const [first] = [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
    return first?.[0] ?? NOWHERE;
}

function grouped(lines: readonly Line[], key: (line: Line) => string): [string, Line[]][] {
    const groups = new Map<string, Line[]>();
    for (const line of lines) groups.set(key(line), [...(groups.get(key(line)) ?? []), line]);
    return [...groups].sort(([a], [b]) => a.localeCompare(b));
}

/** Lines that merge earlier stand nearer to each other: sorted by who they end at, then by who that was before, and so on. */
function block(areaTeam: string, lines: readonly Line[]): Block {
    const way = ({ holders }: Line) =>
        holders
            .map(({ odsCode }) => odsCode)
            .reverse()
            .join(" ");
    const sorted = [...lines].sort((a, b) => way(a).localeCompare(way(b)));
    const columns = Math.ceil(Math.sqrt(sorted.length));
    const cells = sorted.map(({ holders }, place) => {
        const row = Math.floor(place / columns);
        // Every second row goes backwards, so that neighbours in the order are neighbours in the picture.
        const column = row % 2 === 0 ? place % columns : columns - 1 - (place % columns);
        return { column, row, holders };
    });
    return { areaTeam, columns, rows: Math.ceil(sorted.length / columns), cells };
}

/** A CCG that exists on a day, with the cells that it covers. */
export interface Tile {
    ccg: Registered;
    cells: Cell[];
}

export function tilesOn(day: string, { cells }: Block): Tile[] {
    const tiles = new Map<string, Tile>();
    for (const cell of cells) {
        const ccg = cell.holders.find((holder) => existed(holder, day));
        if (!ccg) continue;
        const tile = tiles.get(ccg.odsCode) ?? { ccg, cells: [] };
        tile.cells.push(cell);
        tiles.set(ccg.odsCode, tile);
    }
    return [...tiles.values()];
}

export const existed = ({ openedOn, closedOn }: Registered, day: string): boolean =>
    (openedOn === null || openedOn <= day) && (closedOn === null || day <= closedOn);
